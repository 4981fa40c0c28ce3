//! Exploration (Bloom et al. 2020; Weitzman 1998; Fleming 2001).
//!
//! Attempts of a person in a week are Poisson with mean
//!
//! eps s (1 - phi f) (1 - c_t b) T X,   T = M (1 - 2^-H) / (H ln 2),   H = 8 bits,
//!
//! s the share of time for exploration, f fatigue, b the share of far ties with coordination cost c_t. An attempt hits
//! a fact of difficulty h = -log2(1 - u (1 - 2^-H)), rank floor(h M / H): every bit of difficulty halves the rate, so
//! that knowledge grows with the logarithm of effort. Beyond rank `pre_lo` one to three facts of other domains must be
//! rightly held by the person or one of the week's two contacts. A find is wrong with probability `false_lead`.
//!
//! X = [(1 - a) n^rho + a c^rho]^((1 - dup) / rho) / n,   rho = (sigma - 1) / sigma,
//!
//! n active explorers in 500s, c compute relative to the mean of the field: researchers and experiments substitute with
//! elasticity sigma and step on each other's toes by `dup` (Jones 1995). The total, not the rate a head, is a CES, so
//! that one more researcher never lowers it.

use core::hint::select_unpredictable;

use ambidex_core::GuideTable;
use ambidex_core::maths::{exp, ln, pow};
use ambidex_core::streams::{PoissonTable, unit};
use ambidex_core::vector::{Kernel, Machine, prefetch};

use super::environment::{Environment, HARDEST};
use super::{Context, Mechanism, staffing};
use crate::facts::Value;
use crate::state::LabState;
use crate::world::{Scratch, Turns};

ambidex_core::parameters! {
    /// Parameters of exploration.
    pub struct Parameters {
        discovery_rate ("eps", "1/(fact week person)") = 0.0019 in 0.0..=0.1, plausible 0.0008..=0.0032;
            "Rate at which a full-time explorer hits the easiest fact"; Calibrated("level and growth of scores");
        speciality_share ("w_s", "share") = 0.55 in 0.0..=1.0, plausible 0.4..=0.9;
            "Share of attempts in one's own speciality; the rest follows attention"; Assumption("no data");
        prerequisites_from ("pre_lo", "share") = 0.48 in 0.0..=1.0, plausible 0.2..=0.6;
            "Rank beyond which facts need facts of other domains"; Assumption("Fleming 2001 gives the idea, not the number");
        false_lead ("q_f", "1") = 0.08 in 0.0..=0.9, plausible 0.03..=0.3;
            "Chance that a find is wrong"; Assumption("no data");
        duplication ("dup", "1") = 0.48 in 0.0..=0.95, plausible 0.1..=0.6;
            "Stepping on toes: elasticity lost by parallel effort"; Assumption("Jones 1995 gives the idea; estimates range widely");
        elasticity ("sigma", "1") = 1.57 in 0.05..=20.0, plausible 0.4..=2.5;
            "Elasticity of substitution of researchers and experiment compute"; Assumption("published estimates conflict");
        compute_share ("a", "share") = 0.26 in 0.0..=0.95, plausible 0.15..=0.45;
            "Weight of experiment compute"; Assumption("no data");
        coordination_cost ("c_t", "share") = 0.1 in 0.0..=1.0, plausible 0.0..=0.4;
            "Exploring time that a full set of far contacts costs"; Assumption("opens the sign of the rhizome's effect; report its break-even");
        fatigue_loss ("phi", "1") = 0.5 in 0.0..=1.0, plausible 0.2..=0.6;
            "Productivity lost at full fatigue"; Assumption("order of Oliva & Sterman 2001");
    }
}

/// Explorers that count as one unit of n.
const EXPLORERS: f64 = 500.0;

/// Total exploration F = [(1 - a) n^rho + a c^rho]^((1 - dup) / rho), n and c relative to their norms; `log_c` is ln c.
pub fn total_exploration(n: f64, log_c: f64, parameters: &Parameters) -> f64 {
    if n <= 0.0 {
        return 0.0;
    }
    let a = parameters.compute_share;
    let power = 1.0 - parameters.duplication;
    let rho = (parameters.elasticity - 1.0) / parameters.elasticity;
    let log_n = ln(n);
    if rho.abs() < 0.01 {
        // Cobb-Douglas, the limit of the CES.
        return exp(power * ((1.0 - a) * log_n + a * log_c));
    }
    let inside = (1.0 - a) * exp(rho * log_n) + a * exp(rho * log_c);
    exp(power / rho * ln(inside))
}

/// T: expected attempts a week at rate 1 on the easiest fact.
pub fn attempts_scale(facts: f64) -> f64 {
    facts * (1.0 - exp(-HARDEST * core::f64::consts::LN_2)) / (HARDEST * core::f64::consts::LN_2)
}

/// Which of `facts` ranks a uniform hits, easy facts first: the ranks' upper bounds 1 - 2^(-r H / M), relative to the
/// last, read off through a table instead of a logarithm.
pub fn difficulty(facts: usize) -> GuideTable {
    let scale = 1.0 - pow(2.0, -HARDEST);
    let bound = |rank: usize| (1.0 - pow(2.0, -(rank as f64 + 1.0) * HARDEST / facts as f64)) / scale;
    GuideTable::new((0..facts).map(bound).collect())
}

/// One week of a lab's exploration.
pub fn step(context: Context<'_>, lab: &mut LabState, environment: &mut Environment, scratch: &mut Scratch) {
    let setup = context.setup;
    if !setup.on(Mechanism::Exploration) {
        return;
    }
    let parameters = &setup.parameters.exploration;
    let per_person = productivity(context, lab, environment.mean_compute);
    if per_person <= 0.0 {
        return;
    }
    let common = parameters.discovery_rate
        * setup.attempts_scale
        * per_person
        * setup.ppa
        * (1.0 - parameters.coordination_cost * lab.far_ties);
    let by_unit: Vec<PoissonTable> =
        lab.units.iter().map(|unit| PoissonTable::new(common * unit.activity_now[0])).collect();
    setup.path.run(Search { context, lab, environment, scratch, by_unit: &by_unit });
}

/// The loop over persons; `by_unit` holds the law of the number of attempts of somebody rested.
struct Search<'a> {
    context: Context<'a>,
    lab: &'a mut LabState,
    environment: &'a mut Environment,
    scratch: &'a mut Scratch,
    by_unit: &'a [PoissonTable],
}

impl Kernel for Search<'_> {
    type Output = ();

    #[inline(always)]
    fn work<M: Machine>(self, _: M) {
        search(self.context, self.lab, self.environment, self.scratch, self.by_unit);
    }
}

/// Attempts by which memory is asked for what they will look at, before it is their turn.
const AHEAD: usize = 16;

/// What somebody tries; at a fate of 1 nothing comes of it.
#[derive(Clone, Copy, Debug)]
pub struct Aim {
    place: u32,
    domain: u16,
    fact: u16,
    fate: f64,
}

#[inline(always)]
fn search(
    context: Context<'_>,
    lab: &mut LabState,
    environment: &mut Environment,
    scratch: &mut Scratch,
    by_unit: &[PoissonTable],
) {
    let mut turns = std::mem::take(&mut scratch.turns);
    attempts(lab, scratch, by_unit, &mut turns);
    turns.draw(context.streams.exploration, &lab.people.ids, context.week);
    let mut aims = std::mem::take(&mut scratch.aims);
    aims.clear();
    for (place, words) in turns.iter() {
        aims.push(aim(context, lab, place, words));
    }
    scratch.turns = turns;
    for (i, now) in aims.iter().enumerate() {
        if let Some(next) = aims.get(i + AHEAD) {
            prefetch(lab.people.minds.beliefs(next.place as usize, usize::from(next.domain)));
        }
        try_fact(context, lab, environment, scratch, now);
    }
    scratch.aims = aims;
}

/// Who tries something this week, and how often, were all rested.
#[inline(always)]
fn attempts(lab: &LabState, scratch: &Scratch, by_unit: &[PoissonTable], turns: &mut Turns) {
    let people = &lab.people;
    turns.clear();
    for place in 0..people.places() {
        if people.present[place] && !people.drafted[place] {
            let law = &by_unit[usize::from(people.unit[place])];
            turns.add(place as u32, law.number(!scratch.person[place][0]));
        }
    }
}

/// X: rate of a head relative to a lone explorer at the field's mean compute.
fn productivity(context: Context<'_>, lab: &LabState, mean_compute: f64) -> f64 {
    let explorers: f64 =
        lab.units.iter().map(|unit| f64::from(unit.staff) * unit.activity_now[0]).sum::<f64>()
            * context.setup.ppa;
    let n = explorers / EXPLORERS;
    let log_c = core::f64::consts::LN_10 * (lab.compute - mean_compute);
    if n <= 0.0 { 0.0 } else { total_exploration(n, log_c, &context.setup.parameters.exploration) / n }
}

/// One block an attempt: domain, difficulty, fate, and whether fatigue leaves it out: of Poisson numbers, the rest is
/// Poisson again.
#[inline(always)]
fn aim(context: Context<'_>, lab: &LabState, place: usize, words: &[u32; 4]) -> Aim {
    let parameters = &context.setup.parameters.exploration;
    let home = parameters.speciality_share;
    let where_to = unit(words[0]);
    let attention = &lab.units[usize::from(lab.people.unit[place])].attention_now;
    let elsewhere = staffing::pick(attention, (where_to - home) * (1.0 / (1.0 - home))) as u16;
    let domain = select_unpredictable(where_to < home, lab.people.speciality[place], elsewhere);
    let fact = context.setup.difficulty.index(unit(words[1])) as u16;
    let tired = 1.0 - parameters.fatigue_loss * f64::from(lab.people.fatigue[place]);
    let fate = if unit(words[3]) < tired { unit(words[2]) } else { 1.0 };
    Aim { place: place as u32, domain, fact, fate }
}

#[inline(always)]
fn try_fact(
    context: Context<'_>,
    lab: &mut LabState,
    environment: &mut Environment,
    scratch: &Scratch,
    aim: &Aim,
) {
    let setup = context.setup;
    let (place, domain, fact) = (aim.place as usize, usize::from(aim.domain), usize::from(aim.fact));
    let kept = environment.kept[domain];
    if lab.people.minds.is_right(place, domain, fact)
        || aim.fate >= kept
        || !prerequisites_held(context, lab, environment, scratch, place, domain, fact)
    {
        return;
    }
    let wrong = aim.fate < kept * setup.parameters.exploration.false_lead;
    let value = if wrong { Value::Wrong } else { Value::Right };
    lab.people.minds.set(place, domain, fact, Some(value));
    let hard_from = setup.parameters.environment.hard_from;
    if value == Value::Right && environment.hold_first(domain, fact, context.week, setup.shape, hard_from) {
        lab.totals.radical_finds += 1;
    }
}

#[inline(always)]
fn prerequisites_held(
    context: Context<'_>,
    lab: &LabState,
    environment: &Environment,
    scratch: &Scratch,
    place: usize,
    domain: usize,
    fact: usize,
) -> bool {
    let shape = context.setup.shape;
    let needs = usize::from(context.setup.needs[fact]);
    if needs == 0 {
        return true;
    }
    let contacts = super::learning::contacts(lab, place, &scratch.reading[place]);
    environment.prerequisites(domain, fact, shape)[..needs].iter().all(|&(d, f)| {
        let held = |p: usize| lab.people.minds.is_right(p, usize::from(d), usize::from(f));
        held(place) || contacts.iter().flatten().any(|&contact| held(contact))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// One more researcher, or more compute, never lowers what the lab finds in all.
        #[test]
        fn total_rises_in_researchers_and_compute(n in 0.01_f64..20.0, c in 0.01_f64..50.0, sigma in 0.3_f64..4.0, dup in 0.0_f64..0.9, a in 0.05_f64..0.6) {
            let p = Parameters { elasticity: sigma, duplication: dup, compute_share: a, ..Parameters::default() };
            let f = total_exploration(n, ln(c), &p);
            prop_assert!(total_exploration(n * 1.1, ln(c), &p) >= f * (1.0 - 1e-12));
            prop_assert!(total_exploration(n, ln(c * 1.1), &p) >= f * (1.0 - 1e-12));
            let rho = (sigma - 1.0) / sigma;
            if rho.abs() >= 0.01 {
                let inside = (1.0 - a) * pow(n, rho) + a * pow(c, rho);
                prop_assert!((f / pow(inside, (1.0 - dup) / rho) - 1.0).abs() < 1e-9);
            }
        }
    }

    /// With no duplication the CES has constant returns; with duplication doubling both multiplies by 2^(1 - dup).
    #[test]
    fn returns_to_scale() {
        for dup in [0.0, 0.4] {
            let p = Parameters { duplication: dup, ..Parameters::default() };
            let ratio = total_exploration(4.0, ln(2.0), &p) / total_exploration(2.0, 0.0, &p);
            assert!((ratio - pow(2.0, 1.0 - dup)).abs() < 1e-9);
        }
    }

    /// Every bit of difficulty halves the rate: the share of hits below rank M h / H is (1 - 2^-h) / (1 - 2^-H).
    #[test]
    fn easy_facts_are_hit_first() {
        let n = 100_000;
        let difficulty = difficulty(256);
        let hits = (0..n).filter(|i| difficulty.index((f64::from(*i) + 0.5) / f64::from(n)) < 64).count();
        let exact = (1.0 - 0.25) / (1.0 - 1.0 / 256.0);
        assert!((hits as f64 / f64::from(n) - exact).abs() < 1e-3);
    }

    /// The table gives the rank floor(h M / H) of the difficulty h = -log2(1 - u (1 - 2^-H)).
    #[test]
    fn the_table_is_the_logarithm() {
        for facts in [64, 256] {
            let difficulty = difficulty(facts);
            for i in 0..10_000 {
                let u = (f64::from(i) + 0.37) / 10_000.0;
                let h = -ambidex_core::maths::log2(1.0 - u * (1.0 - 1.0 / 256.0));
                assert_eq!(difficulty.index(u), (h * facts as f64 / HARDEST) as usize, "u = {u}");
            }
        }
    }

    /// Expected hits a week on the easiest fact at rate eps: T times the chance of rank 0 is near 1.
    #[test]
    fn scale_of_attempts() {
        let facts = 4096;
        let chance = (1.0 - pow(0.5, HARDEST / facts as f64)) / (1.0 - 1.0 / 256.0);
        assert!((attempts_scale(facts as f64) * chance - 1.0).abs() < 2e-3);
    }
}
