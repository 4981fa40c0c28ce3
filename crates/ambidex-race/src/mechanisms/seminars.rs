//! Seminars: how unit codes learn (March 1991's code, with a bounded number of talks and a judge).
//!
//! A unit of N persons holds Poisson(sem M / 64 N / 2) talks a week. A member presents a fact that the code lacks or
//! contradicts; the unit's manager, of expertise e in the domain, accepts it with probability
//!
//! 1/2 + acc e if it is right,   1/2 - acc e if it is wrong (Csaszar 2013).

use ambidex_core::vector::{Kernel, Machine};

use super::{Context, Mechanism};
use crate::facts::{Difference, Value};
use crate::state::LabState;

ambidex_core::parameters! {
    /// Parameters of seminars.
    pub struct Parameters {
        talk_rate ("sem", "1/(person week)") = 0.028 in 0.0..=2.0, plausible 0.01..=0.06;
            "Talks a person and week, times two, at 64 facts a domain"; Assumption("no data");
        accuracy ("acc", "1") = 0.33 in 0.0..=0.5, plausible 0.2..=0.45;
            "How far full expertise moves acceptance from a coin toss"; Assumption("no data: decides insight 2, so verdicts on it are conditional");
    }
}

/// Chance that a proposal is accepted by a manager of expertise `expertise`.
pub fn acceptance(value: Value, accuracy: f64, expertise: f64) -> f64 {
    match value {
        Value::Right => 0.5 + accuracy * expertise,
        Value::Wrong => 0.5 - accuracy * expertise,
    }
}

/// One week of seminars in a lab.
pub fn step(context: Context<'_>, lab: &mut LabState) {
    let setup = context.setup;
    if !setup.on(Mechanism::Seminars) {
        return;
    }
    let parameters = &setup.parameters.seminars;
    for unit in 0..lab.units.len() {
        let persons = f64::from(lab.units[unit].staff) * setup.ppa;
        if persons == 0.0 {
            continue;
        }
        let mut draws = context.streams.seminar.draws(lab.units[unit].key, context.week);
        let talks = draws.poisson(parameters.talk_rate * setup.scale * persons / 2.0);
        setup.path.run(Talks { context, lab, unit, talks });
    }
}

/// The talks of a unit in a week.
struct Talks<'a> {
    context: Context<'a>,
    lab: &'a mut LabState,
    unit: usize,
    talks: u32,
}

impl Kernel for Talks<'_> {
    type Output = ();

    #[inline(always)]
    fn work<M: Machine>(self, machine: M) {
        let Self { context, lab, unit, talks } = self;
        // Positions from 2^16 on: those below gave the number of talks.
        let addresses: Vec<(u64, u32)> =
            (0..talks).map(|number| (lab.units[unit].key, 0x1_0000 + number)).collect();
        for words in context.streams.seminar.blocks(&addresses, context.week) {
            talk(machine, context, lab, unit, words);
        }
    }
}

#[inline(always)]
fn talk(machine: impl Machine, context: Context<'_>, lab: &mut LabState, unit: usize, words: [u32; 4]) {
    use ambidex_core::streams::{below, unit as uniform};
    let setup = context.setup;
    let state = &lab.units[unit];
    let speaker = state.roster[below(words[0], state.roster.len())] as usize;
    if !lab.people.present[speaker]
        || usize::from(lab.people.unit[speaker]) != unit
        || lab.people.drafted[speaker]
    {
        return;
    }
    let at_home = words[1] & 1 == 0;
    let domain = if at_home {
        usize::from(lab.people.speciality[speaker])
    } else {
        below(words[1], setup.shape.domains)
    };
    let code = lab.unit_codes.beliefs(unit, domain);
    let mut difference = Difference::between(code, lab.people.minds.beliefs(speaker, domain));
    if difference.count == 0 {
        return;
    }
    let (fact, value) = difference.take(machine, below(words[2], difference.count));
    let expertise = state.manager.expertise[domain];
    if uniform(words[3]) < acceptance(value, setup.parameters.seminars.accuracy, expertise) {
        lab.unit_codes.set(unit, domain, fact, Some(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layman_tosses_a_coin_and_expertise_separates() {
        assert_eq!(acceptance(Value::Right, 0.4, 0.0), 0.5);
        assert_eq!(acceptance(Value::Wrong, 0.4, 0.0), 0.5);
        assert!(
            (acceptance(Value::Right, 0.4, 1.0) + acceptance(Value::Wrong, 0.4, 1.0) - 1.0).abs() < 1e-15
        );
        assert!(acceptance(Value::Right, 0.4, 0.7) > acceptance(Value::Right, 0.4, 0.3));
    }
}
