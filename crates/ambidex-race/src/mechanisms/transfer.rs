//! Transfer into the lab code (Cohen & Levinthal 1990; Hansen 1999; Levinthal & March 1993; Ocasio 1997).
//!
//! A lab of N persons has slots (M / 64) (N / 1000)^xi review slots a week. A slot goes to a domain by attention
//! (1 - t) a_d + t v_d, then to a unit by voice times open proposals: facts of the unit code that the lab code lacks or
//! contradicts and that do not lie on the shelf. A domain without proposals is drawn once more. The deciding manager
//! accepts as in seminars; what is rejected is shelved and reopens with `reopening` a week.
//!
//! A slot of the product domain is consumed by integration with probability kappa, whatever is proposed. That, and
//! staff that integrates, deepens integration: I' = I + (phi - I) / 13, phi = (slots + staff) / 2.

use ambidex_core::Draws;
use ambidex_core::maths::{exp, ln};
use ambidex_core::vector::{Kernel, Machine};

use super::{Context, Mechanism, seminars, staffing};
use crate::facts::{Difference, Value};
use crate::state::LabState;

ambidex_core::parameters! {
    /// Parameters of transfer.
    pub struct Parameters {
        slots ("slots", "1/week per 1,000 persons at 64 facts a domain") = 1.6 in 0.0..=50.0, plausible 1.0..=3.0;
            "Review slots: the master parameter, to be varied in every verdict"; Calibrated("level and growth of scores");
        slots_exponent ("xi", "1") = 0.2 in 0.0..=1.0, plausible 0.0..=0.3;
            "Growth of slots with staff"; Assumption("review does not scale with staff; no data");
        integration_share ("kappa", "share") = 0.7 in 0.0..=1.0, plausible 0.0..=1.0;
            "Share of product slots that integration consumes whatever the proposals"; Assumption("carries insight 1: report its break-even");
        reopening ("shelf", "1/week") = 0.012 in 0.0..=1.0, plausible 0.003..=0.03;
            "Rate at which shelved proposals reopen"; Assumption("half after a year");
        integration_weeks ("T_I", "weeks") = 13.0 in 1.0..=200.0, plausible 8.0..=26.0;
            "Time in which integration follows the effort for it"; Assumption("a quarter");
    }
}

/// Expected slots a week of a lab of `persons`.
pub fn slots(per_thousand: f64, scale: f64, persons: f64, exponent: f64) -> f64 {
    if persons <= 0.0 { 0.0 } else { per_thousand * scale * exp(exponent * ln(persons / 1000.0)) }
}

/// One week of transfer in a lab.
pub fn step(context: Context<'_>, lab: &mut LabState) {
    let setup = context.setup;
    if !setup.on(Mechanism::Transfer) {
        return;
    }
    let parameters = &setup.parameters.transfer;
    let mut draws = context.streams.transfer.draws(lab.key, context.week);
    let persons = f64::from(lab.staff()) * setup.ppa;
    let number = slots(lab.slots, setup.scale, persons, parameters.slots_exponent);
    let number = (number + draws.unit()) as u32;
    let mut attention = lab_attention(context, lab);
    staffing::cumulate(&mut attention);
    let (used, integration) =
        setup.path.run(Slots { context, lab, number, attention: &attention, draws: &mut draws });
    reopen(context, lab, &mut draws);
    let share = |n: u32| if number == 0 { 0.0 } else { f64::from(n) / f64::from(number) };
    lab.week.slot_use = share(used);
    lab.week.integration_slots = share(integration);
    integrate(context, lab);
}

/// The slots of a week, over domains by cumulated attention. Gives those used, and those that integration used.
struct Slots<'a> {
    context: Context<'a>,
    lab: &'a mut LabState,
    number: u32,
    attention: &'a [f64],
    draws: &'a mut Draws,
}

impl Kernel for Slots<'_> {
    type Output = (u32, u32);

    #[inline(always)]
    fn work<M: Machine>(self, machine: M) -> (u32, u32) {
        let Self { context, lab, number, attention, draws } = self;
        let (setup, mut voices) = (context.setup, Vec::with_capacity(lab.units.len()));
        let (mut used, mut integration) = (0, 0);
        for _ in 0..number {
            let mut words = [0.0; 6];
            words.iter_mut().for_each(|word| *word = draws.unit());
            let domain = staffing::pick(attention, words[0]);
            if Some(domain) == setup.product && words[1] < setup.parameters.transfer.integration_share {
                integration += 1;
                used += 1;
            } else if review(machine, context, lab, &mut voices, domain, words) {
                used += 1;
            } else {
                let again = staffing::pick(attention, words[5]);
                used += u32::from(review(machine, context, lab, &mut voices, again, words));
            }
        }
        (used, integration)
    }
}

/// Attention of the lab as a whole: the deciding unit's base attention under the lab's tilt.
fn lab_attention(context: Context<'_>, lab: &LabState) -> Vec<f64> {
    let tilt = lab.tilt(context.setup.parameters.leadership.tilt_per_point);
    let mut attention = vec![];
    let mut own = lab.units[lab.deciding_unit()].attention_now.clone();
    for d in (1..own.len()).rev() {
        own[d] -= own[d - 1];
    }
    // Unit attention is tilted already where staffing is on.
    let tilt = if context.setup.on(Mechanism::Staffing) { 0.0 } else { tilt };
    staffing::attention(&mut attention, &own, |_| 0.0, tilt, &lab.tilt_towards);
    attention
}

/// What a unit proposes in a domain: all it holds that the lab code holds otherwise or not at all, but for the shelf.
#[inline(always)]
fn proposals(lab: &LabState, unit: usize, domain: usize) -> Difference {
    let (held, shelf) = (lab.code.beliefs(0, domain), lab.shelf.beliefs(0, domain));
    Difference::except(held, lab.unit_codes.beliefs(unit, domain), shelf)
}

/// Reviews one proposal of a domain; false where there is none. `voices` is room for a number a unit.
#[inline(always)]
fn review(
    machine: impl Machine,
    context: Context<'_>,
    lab: &mut LabState,
    voices: &mut Vec<f64>,
    domain: usize,
    words: [f64; 6],
) -> bool {
    voices.clear();
    let mut total = 0.0;
    for unit in 0..lab.units.len() {
        total += lab.units[unit].voice * proposals(lab, unit, domain).count as f64;
        voices.push(total);
    }
    if total <= 0.0 {
        return false;
    }
    let mut open = proposals(lab, staffing::pick(voices, words[2]), domain);
    if open.count == 0 {
        return false;
    }
    let (fact, value) = open.take(machine, ((words[3] * open.count as f64) as usize).min(open.count - 1));
    decide(context, lab, domain, fact, value, words[4]);
    true
}

fn decide(context: Context<'_>, lab: &mut LabState, domain: usize, fact: usize, value: Value, u: f64) {
    let expertise = lab.units[lab.deciding_unit()].manager.expertise[domain];
    let accepted = u < seminars::acceptance(value, context.setup.parameters.seminars.accuracy, expertise);
    if accepted {
        lab.code.set(0, domain, fact, Some(value));
        lab.totals.commissions += u32::from(value == Value::Wrong);
    } else {
        lab.shelf.set(0, domain, fact, Some(value));
        lab.totals.omissions += u32::from(value == Value::Right);
    }
}

/// Shelved proposals reopen at a constant rate: positions are hit, and what lies there reopens.
fn reopen(context: Context<'_>, lab: &mut LabState, draws: &mut Draws) {
    let shape = context.setup.shape;
    let hits =
        draws.poisson(context.setup.parameters.transfer.reopening * (shape.facts * shape.domains) as f64);
    for _ in 0..hits {
        let (domain, fact) = shape.below(draws.word());
        lab.shelf.set(0, domain, fact, None);
    }
}

fn integrate(context: Context<'_>, lab: &mut LabState) {
    let staff = f64::from(lab.staff());
    let at_work: f64 = lab.units.iter().map(|unit| f64::from(unit.staff) * unit.activity_now[2]).sum();
    let share = if staff > 0.0 { at_work / staff } else { 0.0 };
    let effort = (lab.week.integration_slots + share) / 2.0;
    lab.integration += (effort - lab.integration) / context.setup.parameters.transfer.integration_weeks;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_scale_with_facts_and_less_than_staff() {
        assert_eq!(slots(1.25, 4.0, 1000.0, 0.2), 5.0);
        assert!((slots(1.25, 4.0, 32_000.0, 0.2) - 10.0).abs() < 1e-9);
        assert_eq!(slots(1.25, 4.0, 0.0, 0.2), 0.0);
    }
}
