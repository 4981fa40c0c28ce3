//! When new paradigms are launched, and how strong they are.

use ambidex_core::maths::exp;
use ambidex_core::streams::{Purpose, Stream, Streams};

use super::parameters::Science;

/// Draws that decide on launches: one a step.
pub const LAUNCH: Purpose = Purpose("sterman-wittenberg1999.launch");
/// Draws of the strength of a paradigm: entity its number.
pub const STRENGTH: Purpose = Purpose("sterman-wittenberg1999.strength");

/// ZDUMTOA of `scirev8.mdl`: years in which paradigms 1 to 25 are launched.
pub const FIXED: [f64; 25] = [
    0.0, 40.0, 281.75, 282.75, 291.0, 298.75, 308.0, 309.75, 318.75, 319.0, 319.5, 323.5, 340.75, 364.75,
    369.0, 392.0, 453.75, 465.75, 520.75, 654.75, 837.5, 851.75, 995.75, 1318.0, 1500.0,
];

/// The rule of launching.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Launches {
    /// At the years of [`FIXED`].
    Fixed,
    /// By chance: at most one a step, with the probability that the dominant paradigm's practitioners conceive it.
    Random(Stream),
}

impl Launches {
    /// The random rule of a replicate.
    pub fn random(streams: &Streams) -> Self {
        Self::Random(streams.stream(LAUNCH))
    }

    /// Whether paradigm `number` (from 0), the next in turn, is launched in step `step` of length `dt` years;
    /// `probability` that one is conceived in this step.
    pub fn due(&self, number: usize, step: u32, dt: f64, probability: f64) -> bool {
        match self {
            Self::Fixed => FIXED.get(number).is_some_and(|&year| f64::from(step + 1) * dt > year),
            Self::Random(stream) => probability >= stream.uniform(0, step),
        }
    }
}

/// Strengths of the paradigms [puzzles]: alike, or, where `streams` are given, lognormal below a ceiling.
pub fn strengths(p: &Science, streams: Option<&Streams>) -> Vec<f64> {
    const FARTHEST: f64 = 6.0;
    let strength = |number: usize| match streams {
        _ if number == 0 => p.strength_first,
        None => p.strength,
        Some(streams) => {
            let deviation =
                streams.stream(STRENGTH).draws(number as u64, 0).normal().clamp(-FARTHEST, FARTHEST);
            (p.strength * exp(p.strength_spread * deviation)).min(p.strength_most)
        }
    };
    (0..p.paradigms as usize).map(strength).collect()
}
