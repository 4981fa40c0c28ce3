//! How many replicates: run until the interval of the mean is as narrow as was asked.
//!
//! Two rules. [`stein`] (Stein 1945, doi:10.1214/aoms/1177731088): from a first sample of n0 with standard deviation
//! s, n = ceil((t s / h)^2) in all, t with n0 - 1 degrees of freedom; mean +- h then covers with at least the level,
//! exactly for normal values, and there is but one look. [`Sequential`] looks at growing numbers of replicates and
//! stops at the first interval narrow enough (Chow & Robbins 1965, doi:10.1214/aoms/1177700156). Stopping on the width
//! depends on the data through their spread only, yet a spread that happens to be small stops early, so that coverage
//! falls a little; with [`Looks::Spent`] look k has 1 - level divided by k (k + 1), which sums to 1 - level over any
//! number of looks: all intervals hold together at the level (Bonferroni).

use serde::Serialize;

use crate::error::{Problem, at_least, holds};
use crate::statistics::{Mean, mean_at, student_quantile};

/// The number of replicates in all by Stein's rule, from a first sample of at least two: mean +- `half_width`.
///
/// # Errors
/// `Problem` where there are fewer than two values, or the width or level makes no sense.
pub fn stein(first: &[f64], half_width: f64, level: f64) -> Result<usize, Problem> {
    at_least("first values", 2, first.len())?;
    holds(half_width > 0.0, "half width", "it must be above 0", half_width)?;
    holds(level > 0.0 && level < 1.0, "level", "it must lie between 0 and 1", level)?;
    let t = student_quantile(0.5 + 0.5 * level, first.len() - 1);
    let needed = t * mean_at(first, level).sd / half_width;
    Ok(first.len().max((needed * needed).ceil() as usize))
}

/// What looking often costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// Nothing is corrected (Chow & Robbins 1965): the level holds as the width goes to zero.
    Free,
    /// The level holds over all looks together.
    Spent,
}

/// A sequential rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sequential {
    /// Half the width wanted, in the unit of the values.
    pub half_width: f64,
    /// Level, such as 0.95.
    pub level: f64,
    /// Number of values at the first look, 2 or more; 30 keeps small spreads from stopping too soon.
    pub first: usize,
    /// Factor by which the number grows from look to look, above 1.
    pub growth: f64,
    /// The most values that may be run.
    pub most: usize,
    /// What looking often costs.
    pub looks: Looks,
}

/// What to do after a look.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Decision {
    /// Run until there are so many values in all.
    Continue(usize),
    /// The interval is narrow enough.
    Reached(Mean),
    /// There are as many values as may be run, and the interval is still too wide.
    Exhausted(Mean),
}

impl Sequential {
    /// Errs where a number makes no sense.
    pub fn check(&self) -> Result<(), Problem> {
        holds(self.half_width > 0.0, "half width", "it must be above 0", self.half_width)?;
        holds(self.level > 0.0 && self.level < 1.0, "level", "it must lie between 0 and 1", self.level)?;
        at_least("values at the first look", 2, self.first)?;
        holds(self.growth > 1.0, "growth", "it must be above 1", self.growth)
    }

    /// Number of values at a look, from 0.
    pub fn size(&self, look: u32) -> usize {
        let mut size = self.first;
        for _ in 0..look {
            size = ((size as f64 * self.growth).ceil() as usize).min(self.most);
        }
        size.min(self.most)
    }

    /// Level of the interval at a look, from 0.
    pub fn level(&self, look: u32) -> f64 {
        let k = f64::from(look) + 1.0;
        match self.looks {
            Looks::Free => self.level,
            Looks::Spent => 1.0 - (1.0 - self.level) / (k * (k + 1.0)),
        }
    }

    /// Judges the values so far, which are those of look `look`.
    pub fn decide(&self, look: u32, values: &[f64]) -> Decision {
        let mean = mean_at(values, self.level(look));
        if 0.5 * (mean.interval.1 - mean.interval.0) <= self.half_width {
            Decision::Reached(mean)
        } else if values.len() >= self.most {
            Decision::Exhausted(mean)
        } else {
            Decision::Continue(self.size(look + 1))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::purposes::stream;
    use ambidex_core::Purpose;

    fn run(rule: &Sequential, i: u64) -> Mean {
        let mut draws = stream(5, Purpose("test.stopping")).draws(i, 0);
        let mut values = Vec::new();
        for look in 0.. {
            values.resize_with(rule.size(look), || draws.normal());
            match rule.decide(look, &values) {
                Decision::Continue(next) => assert_eq!(next, rule.size(look + 1)),
                Decision::Reached(mean) | Decision::Exhausted(mean) => return mean,
            }
        }
        unreachable!("the number of values is bounded")
    }

    /// Coverage of the true mean 0 by the rules' intervals over 4,000 runs, against the level less 4 standard errors.
    #[test]
    fn intervals_at_the_stop_cover_as_often_as_stated() {
        const RUNS: u64 = 4000;
        let slack = 4.0 * (0.95_f64 * 0.05 / RUNS as f64).sqrt();
        let rule = Sequential {
            half_width: 0.25,
            level: 0.95,
            first: 30,
            growth: 1.3,
            most: 10_000,
            looks: Looks::Spent,
        };
        let covered = |rule: &Sequential| {
            let hit = |i| {
                let m = run(rule, i);
                usize::from(m.interval.0 <= 0.0 && 0.0 <= m.interval.1)
            };
            (0..RUNS).map(hit).sum::<usize>() as f64 / RUNS as f64
        };
        assert!(covered(&rule) > 0.95 - slack);
        // Without correction the shortfall is small because the first look has 30 values: below one point here.
        let free = covered(&Sequential { looks: Looks::Free, ..rule });
        assert!(free > 0.94 - slack && free <= covered(&rule), "{free}");
    }

    #[test]
    fn stein_covers_normal_means() {
        const RUNS: u64 = 4000;
        let mut hits = 0;
        for i in 0..RUNS {
            let mut draws = stream(6, Purpose("test.stein")).draws(i, 0);
            let mut values: Vec<f64> = (0..8).map(|_| draws.normal()).collect();
            let n = stein(&values, 0.5, 0.95).unwrap();
            values.resize_with(n, || draws.normal());
            hits += usize::from(crate::statistics::mean(&values).mean.abs() <= 0.5);
        }
        let share = hits as f64 / RUNS as f64;
        assert!(share > 0.95 - 4.0 * (0.95_f64 * 0.05 / RUNS as f64).sqrt(), "{share}");
    }

    #[test]
    fn stops_at_the_most_values() {
        let rule =
            Sequential { half_width: 1e-9, level: 0.95, first: 4, growth: 2.0, most: 10, looks: Looks::Free };
        assert_eq!((rule.size(0), rule.size(1), rule.size(2)), (4, 8, 10));
        assert!(matches!(
            rule.decide(2, &[0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0, 0.0, 1.0]),
            Decision::Exhausted(_)
        ));
        assert!(stein(&[1.0], 1.0, 0.95).is_err() && stein(&[1.0, 2.0], 0.0, 0.95).is_err());
    }
}
