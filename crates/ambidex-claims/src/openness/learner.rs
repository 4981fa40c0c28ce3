//! What a learner of openness settles on (Roth & Erev 1995), by the rule of the lab race's policy `learned`: a
//! propensity a choice, from 1 each, to which exp(payoff) of what was chosen is added.
//!
//! Within one world a lab is paid for a few choices only. Here learning goes on from world to world at one rank: a world
//! is drawn, a choice made, and what it brings above the mean of both choices in that world is its payoff.

use ambidex_analysis::statistics::mean;
use ambidex_core::maths::exp;
use ambidex_core::{Purpose, Streams};

use crate::effect::Effect;

/// Draws of worlds and of choices (entity: learner).
const LEARNER: Purpose = Purpose("claims.openness_learner");
/// Choices of a learner.
pub const CHOICES: u32 = 1_000;
/// Learners.
const LEARNERS: u64 = 200;
/// Bound of a payoff, as in the model.
const BOUND: f64 = 5.0;

/// Chance to open after [`CHOICES`], with the interval of its mean over learners. `closing` holds what closing adds in
/// each world, times the reinforcement; none of no world.
pub fn chance_to_open(closing: &[f64], seed: u64) -> Option<Effect> {
    if closing.is_empty() {
        return None;
    }
    let stream = Streams::new(seed, 0).stream(LEARNER);
    let learner = |entity: u64| {
        let mut draws = stream.draws(entity, 0);
        let (mut open, mut closed) = (1.0, 1.0);
        for _ in 0..CHOICES {
            let half = 0.5 * closing[draws.below(closing.len())];
            if draws.unit() * (open + closed) < open {
                open += exp((-half).clamp(-BOUND, BOUND));
            } else {
                closed += exp(half.clamp(-BOUND, BOUND));
            }
        }
        open / (open + closed)
    };
    let m = mean(&(0..LEARNERS).map(learner).collect::<Vec<f64>>());
    Some(Effect { mean: m.mean, low: m.interval.0, high: m.interval.1 })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Equal payoffs make Polya's urn: the chance has mean 1/2 and the spread of a uniform.
    #[test]
    fn indifference_stays_where_it_began() {
        let open = chance_to_open(&[0.0], 5).unwrap();
        let error = (1.0_f64 / 12.0).sqrt() / (LEARNERS as f64).sqrt();
        assert!((open.mean - 0.5).abs() < 4.0 * error, "{open:?}");
    }

    #[test]
    fn what_pays_more_is_settled_on() {
        let (close, open) = (chance_to_open(&[3.0], 1).unwrap(), chance_to_open(&[-3.0], 1).unwrap());
        assert!(close.high < 0.3 && open.low > 0.7, "{close:?} {open:?}");
        assert_eq!(chance_to_open(&[], 1), None);
    }
}
