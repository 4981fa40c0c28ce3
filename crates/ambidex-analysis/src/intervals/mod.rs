//! Intervals: resampling ([`bootstrap`], [`half_sample`]), several comparisons at once ([`corrections`]), and when enough replicates
//! have been run ([`stopping`]). Intervals by Student's t and Wilson's are in [`crate::statistics`].

pub mod bootstrap;
pub mod corrections;
pub mod half_sample;
pub mod stopping;

use serde::Serialize;

use crate::error::{Problem, holds};

/// A value with its interval; both bounds are NaN where none was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    /// Point estimate.
    pub value: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

impl Estimate {
    /// A value without an interval.
    pub fn point(value: f64) -> Self {
        Self { value, low: f64::NAN, high: f64::NAN }
    }

    /// Width of the interval.
    pub fn width(&self) -> f64 {
        self.high - self.low
    }

    /// Whether the interval holds a value; false where there is no interval.
    pub fn holds(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// How intervals are found by resampling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampling {
    /// Seed of the resamples.
    pub seed: u64,
    /// Number of resamples; 0 gives point estimates alone.
    pub resamples: usize,
    /// Level of the interval, such as 0.95.
    pub level: f64,
}

impl Resampling {
    /// A thousand resamples, 95 %.
    pub fn new(seed: u64) -> Self {
        Self { seed, resamples: 1000, level: 0.95 }
    }

    /// Point estimates alone.
    pub fn none() -> Self {
        Self { seed: 0, resamples: 0, level: 0.95 }
    }

    /// Errs where the level is not within (0, 1).
    pub fn check(&self) -> Result<(), Problem> {
        holds(self.level > 0.0 && self.level < 1.0, "level", "it must lie between 0 and 1", self.level)
    }
}
