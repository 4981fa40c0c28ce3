//! Boxes: what they bound and what they hold.

use serde::Serialize;
use statrs::function::beta::beta_reg;

/// What kind of value an input has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Input {
    /// A number: boxes bound it from below and above.
    Number,
    /// One of so many categories, given by place from 0: boxes hold some of them.
    Category(usize),
}

impl Input {
    /// Whether a value may stand for this input.
    pub fn admits(self, value: f64) -> bool {
        match self {
            Self::Number => true,
            Self::Category(count) => value >= 0.0 && value.fract() == 0.0 && value < count as f64,
        }
    }
}

/// The bound of one input.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// From `low` to `high`, where there are such.
    Range {
        /// Least value.
        low: Option<f64>,
        /// Greatest value.
        high: Option<f64>,
    },
    /// Which categories belong to the box.
    Members(Vec<bool>),
}

impl Limit {
    /// No bound.
    pub fn free(input: Input) -> Self {
        match input {
            Input::Number => Self::Range { low: None, high: None },
            Input::Category(count) => Self::Members(vec![true; count]),
        }
    }

    /// Whether a value lies within.
    pub fn contains(&self, value: f64) -> bool {
        match self {
            Self::Range { low, high } => {
                low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high)
            }
            Self::Members(members) => members.get(value as usize).copied().unwrap_or(false),
        }
    }

    /// Whether anything is bound.
    pub fn is_free(&self) -> bool {
        match self {
            Self::Range { low, high } => low.is_none() && high.is_none(),
            Self::Members(members) => members.iter().all(|member| *member),
        }
    }
}

/// A box.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Region {
    limits: Vec<Limit>,
}

/// What a box holds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Fit {
    /// Points in it.
    pub points: usize,
    /// Cases of interest in it.
    pub cases: usize,
    /// Share of all points.
    pub mass: f64,
    /// Share of all cases of interest; NaN where there are none.
    pub coverage: f64,
    /// Share of its points that are of interest; NaN of an empty box.
    pub density: f64,
}

impl Fit {
    /// The same box as a share of so many points and cases of interest.
    pub fn among(self, all_points: usize, all_cases: usize) -> Self {
        Self::of(self.points, self.cases, all_points, all_cases)
    }

    pub(super) fn of(points: usize, cases: usize, all_points: usize, all_cases: usize) -> Self {
        Self {
            points,
            cases,
            mass: points as f64 / all_points as f64,
            coverage: cases as f64 / all_cases as f64,
            density: cases as f64 / points as f64,
        }
    }
}

impl Region {
    /// The box that bounds nothing.
    pub fn whole(inputs: &[Input]) -> Self {
        Self { limits: inputs.iter().map(|input| Limit::free(*input)).collect() }
    }

    /// The bound of an input.
    pub fn limit(&self, input: usize) -> &Limit {
        &self.limits[input]
    }

    /// The box with another bound of one input.
    pub fn with(&self, input: usize, limit: Limit) -> Self {
        let mut other = self.clone();
        other.limits[input] = limit;
        other
    }

    /// Whether a point lies within.
    pub fn contains(&self, point: &[f64]) -> bool {
        self.limits.iter().zip(point).all(|(limit, value)| limit.contains(*value))
    }

    /// Number of inputs that are bound.
    pub fn restricted(&self) -> usize {
        self.limits.iter().filter(|limit| !limit.is_free()).count()
    }

    /// What it holds of some points, such as points held out.
    pub fn fit(&self, points: &[Vec<f64>], interest: &[bool]) -> Fit {
        let (held, cases) = self.counts(points, interest, None);
        Fit::of(held, cases, points.len(), interest.iter().filter(|case| **case).count())
    }

    /// Points and cases of interest within, with the bound of one input left out.
    fn counts(&self, points: &[Vec<f64>], interest: &[bool], but: Option<usize>) -> (usize, usize) {
        let within = |point: &Vec<f64>| {
            let held = |(j, limit): (usize, &Limit)| but == Some(j) || limit.contains(point[j]);
            self.limits.iter().enumerate().all(held)
        };
        let cases = points.iter().zip(interest).filter(|(point, _)| within(point)).map(|(_, case)| *case);
        cases.fold((0, 0), |(held, hits), case| (held + 1, hits + usize::from(case)))
    }

    /// By bound input, the probability of at least as many cases of interest as the box holds if each of its points were
    /// of interest with the share in the box without that bound.
    pub fn significance(&self, points: &[Vec<f64>], interest: &[bool]) -> Vec<Option<f64>> {
        let (held, cases) = self.counts(points, interest, None);
        let of = |(input, limit): (usize, &Limit)| {
            let (wider, hits) = self.counts(points, interest, Some(input));
            (!limit.is_free()).then(|| at_least(cases, held, hits as f64 / wider as f64))
        };
        self.limits.iter().enumerate().map(of).collect()
    }
}

/// P(N >= hits) of a binomial number of n, by the incomplete beta function.
fn at_least(hits: usize, n: usize, share: f64) -> f64 {
    if hits == 0 || share >= 1.0 {
        return 1.0;
    }
    if share <= 0.0 { 0.0 } else { beta_reg(hits as f64, (n - hits) as f64 + 1.0, share) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomial_tails_by_hand() {
        // P(N >= 2) of 3 at 1/2: 4/8; P(N >= 1) of 4 at .1: 1 - .9^4.
        assert!((at_least(2, 3, 0.5) - 0.5).abs() < 1e-12);
        assert!((at_least(1, 4, 0.1) - (1.0 - 0.9_f64.powi(4))).abs() < 1e-12);
        assert_eq!((at_least(0, 4, 0.1), at_least(4, 4, 1.0)), (1.0, 1.0));
    }

    #[test]
    fn limits_and_what_they_hold() {
        let region = Region::whole(&[Input::Number, Input::Category(3)])
            .with(0, Limit::Range { low: Some(1.0), high: None })
            .with(1, Limit::Members(vec![true, false, true]));
        assert!(
            region.contains(&[1.0, 2.0]) && !region.contains(&[0.9, 2.0]) && !region.contains(&[2.0, 1.0])
        );
        assert_eq!(region.restricted(), 2);
        let fit = region.fit(&[vec![1.0, 0.0], vec![2.0, 2.0], vec![0.0, 0.0]], &[true, false, true]);
        assert_eq!((fit.points, fit.cases, fit.coverage, fit.density), (2, 1, 0.5, 0.5));
        assert!(!Input::Category(3).admits(3.0) && !Input::Category(3).admits(0.5));
    }
}
