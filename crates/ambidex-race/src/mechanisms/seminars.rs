//! Seminars: how unit codes learn (March 1991's code, with a bounded number of talks and a judge).
//!
//! A unit of N persons holds Poisson(sem M / 64 N / 2) talks a week. A member presents a fact that the code lacks or
//! contradicts; the unit's manager, of expertise e in the domain, accepts it with probability
//!
//! 1/2 + acc e if it is right,   1/2 - acc e if it is wrong (Csaszar 2013).

use core::hint::select_unpredictable;

use ambidex_core::streams::{below, unit as uniform};
use ambidex_core::vector::{Kernel, Machine, prefetch};

use super::{Context, Mechanism};
use crate::facts::{Difference, Value};
use crate::state::LabState;
use crate::world::Scratch;

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
pub fn step(context: Context<'_>, lab: &mut LabState, scratch: &mut Scratch) {
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
        let (stream, key) = (context.streams.seminar, lab.units[unit].key);
        let words = scratch.turns.sequence(stream, key, context.week, talks);
        setup.path.run(Talks { context, lab, unit, words });
    }
}

/// The talks of a unit in a week.
struct Talks<'a> {
    context: Context<'a>,
    lab: &'a mut LabState,
    unit: usize,
    /// A block a talk.
    words: &'a [[u32; 4]],
}

impl Kernel for Talks<'_> {
    type Output = ();

    #[inline(always)]
    fn work<M: Machine>(self, machine: M) {
        let Self { context, lab, unit, words } = self;
        for (i, now) in words.iter().enumerate() {
            if let Some(next) = words.get(i + AHEAD) {
                let (speaker, domain) = subject(context, lab, unit, next);
                prefetch(lab.people.minds.beliefs(speaker, domain));
            }
            talk(machine, context, lab, unit, now);
        }
    }
}

/// Talks by which memory is asked for what they are about, before it is their turn.
const AHEAD: usize = 8;

/// Speaker and domain of a talk.
#[inline(always)]
fn subject(context: Context<'_>, lab: &LabState, unit: usize, words: &[u32; 4]) -> (usize, usize) {
    let roster = &lab.units[unit].roster;
    let speaker = roster[below(words[0], roster.len())] as usize;
    let anywhere = below(words[1], context.setup.shape.domains);
    let at_home = words[1] & 1 == 0;
    (speaker, select_unpredictable(at_home, usize::from(lab.people.speciality[speaker]), anywhere))
}

#[inline(always)]
fn talk(machine: impl Machine, context: Context<'_>, lab: &mut LabState, unit: usize, words: &[u32; 4]) {
    let (speaker, domain) = subject(context, lab, unit, words);
    if !lab.people.present[speaker]
        || usize::from(lab.people.unit[speaker]) != unit
        || lab.people.drafted[speaker]
    {
        return;
    }
    let code = lab.unit_codes.beliefs(unit, domain);
    let mut difference = Difference::between(code, lab.people.minds.beliefs(speaker, domain));
    if difference.count == 0 {
        return;
    }
    let (fact, value) = difference.take(machine, below(words[2], difference.count));
    let expertise = lab.units[unit].manager.expertise[domain];
    if uniform(words[3]) < acceptance(value, context.setup.parameters.seminars.accuracy, expertise) {
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
