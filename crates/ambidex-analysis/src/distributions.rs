//! Uncertain quantities as laws on a range: from a point of the unit interval to a value, by the inverse distribution
//! function, so that one design of the unit cube serves any set of laws.
//!
//! Moments of the truncated normal and of the triangular law: Johnson, Kotz & Balakrishnan 1994 and 1995, *Continuous
//! Univariate Distributions*, volume 1, chapter 13, and volume 2, chapter 26.

use ambidex_core::maths::{exp, ln, normal_density, normal_distribution};
use serde::{Deserialize, Serialize};

use crate::error::{Problem, at_least, finite, holds, same};
use crate::normal::normal_quantile;

/// The law of an uncertain quantity, in the quantity's own unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Law {
    /// Equal density from `low` to `high`.
    Uniform {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Equal density of the logarithm; 0 < low.
    LogUniform {
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// A normal law, cut to a range.
    Normal {
        /// Mean of the law before it is cut.
        mean: f64,
        /// Standard deviation before it is cut.
        sd: f64,
        /// Least value.
        low: f64,
        /// Greatest value.
        high: f64,
    },
    /// Density rising linearly to `mode` and falling linearly from it.
    Triangular {
        /// Least value.
        low: f64,
        /// Most likely value.
        mode: f64,
        /// Greatest value.
        high: f64,
    },
    /// Whole numbers, equally likely.
    Integers {
        /// Least value.
        low: i64,
        /// Greatest value.
        high: i64,
    },
    /// One of a list; the value is its place, from 0.
    Choices {
        /// Weight of each, not all zero.
        weights: Vec<f64>,
    },
}

impl Law {
    /// Whether the law is one; `Problem::Range` or `Problem::NotFinite` where it is not.
    pub fn check(&self) -> Result<(), Problem> {
        match self {
            Self::Uniform { low, high } => ordered(*low, *high),
            Self::LogUniform { low, high } => {
                holds(*low > 0.0, "low", "it must be above 0", *low)?;
                ordered(*low, *high)
            }
            Self::Normal { mean, sd, low, high } => {
                finite("mean, sd", &[*mean, *sd])?;
                holds(*sd > 0.0, "sd", "it must be above 0", *sd)?;
                ordered(*low, *high)?;
                let mass = Cut::new(*mean, *sd, *low, *high).mass();
                holds(mass > 1e-12, "share of the law within its range", "it must be above 1e-12", mass)
            }
            Self::Triangular { low, mode, high } => {
                ordered(*low, *high)?;
                holds((*low..=*high).contains(mode), "mode", "it must lie from low to high", *mode)
            }
            Self::Integers { low, high } => {
                holds(low <= high, "low", "it must not exceed high", *low as f64)?;
                let count = count(*low, *high);
                holds(count < 1e15, "whole numbers", "fewer than 1e15 are allowed", count)
            }
            Self::Choices { weights } => {
                at_least("choices", 1, weights.len())?;
                finite("weight", weights)?;
                let least = weights.iter().copied().fold(f64::INFINITY, f64::min);
                holds(least >= 0.0, "weight", "it must not be negative", least)?;
                let sum: f64 = weights.iter().sum();
                holds(sum > 0.0, "sum of weights", "it must be above 0", sum)
            }
        }
    }

    /// The value below which the quantity lies with probability `u`, cut to [0, 1].
    pub fn quantile(&self, u: f64) -> f64 {
        let u = u.clamp(0.0, 1.0);
        match self {
            Self::Uniform { low, high } => low + u * (high - low),
            Self::LogUniform { low, high } => exp(ln(*low) + u * (ln(*high) - ln(*low))).clamp(*low, *high),
            Self::Normal { mean, sd, low, high } => {
                (mean + sd * Cut::new(*mean, *sd, *low, *high).quantile(u)).clamp(*low, *high)
            }
            Self::Triangular { low, mode, high } => {
                let (width, rise) = (high - low, mode - low);
                if u * width <= rise {
                    low + (u * width * rise).sqrt()
                } else {
                    high - ((1.0 - u) * width * (high - mode)).sqrt()
                }
            }
            Self::Integers { low, high } => {
                (*low as f64 + (u * count(*low, *high)).floor()).min(*high as f64)
            }
            Self::Choices { weights } => choice(weights, u) as f64,
        }
    }

    /// Mean and variance of the quantity (of the place, for choices).
    pub fn moments(&self) -> (f64, f64) {
        match self {
            Self::Uniform { low, high } => (0.5 * (low + high), (high - low) * (high - low) / 12.0),
            Self::LogUniform { low, high } => {
                let span = ln(high / low);
                let mean = (high - low) / span;
                (mean, (high * high - low * low) / (2.0 * span) - mean * mean)
            }
            Self::Normal { mean, sd, low, high } => {
                let (shift, factor) = Cut::new(*mean, *sd, *low, *high).moments();
                (mean + sd * shift, sd * sd * factor)
            }
            Self::Triangular { low: a, mode: c, high: b } => {
                ((a + b + c) / 3.0, (a * a + b * b + c * c - a * b - a * c - b * c) / 18.0)
            }
            Self::Integers { low, high } => {
                let count = count(*low, *high);
                (0.5 * (*low as f64 + *high as f64), (count * count - 1.0) / 12.0)
            }
            Self::Choices { weights } => {
                let total: f64 = weights.iter().sum();
                let moment = |f: &dyn Fn(f64) -> f64| {
                    weights.iter().zip(0..).map(|(w, i)| w * f(f64::from(i))).sum::<f64>()
                };
                let mean = moment(&|x| x) / total;
                (mean, moment(&|x| (x - mean) * (x - mean)) / total)
            }
        }
    }

    /// Number of values that the quantity can take; `None` where it is continuous.
    pub fn levels(&self) -> Option<usize> {
        match self {
            Self::Integers { low, high } => Some(count(*low, *high) as usize),
            Self::Choices { weights } => Some(weights.len()),
            _ => None,
        }
    }
}

/// The values at a point of the unit cube, one law a coordinate.
///
/// # Errors
/// `Problem::Shape` where there are not as many laws as coordinates.
pub fn values(laws: &[Law], unit: &[f64]) -> Result<Vec<f64>, Problem> {
    same("laws", unit.len(), laws.len())?;
    Ok(laws.iter().zip(unit).map(|(law, u)| law.quantile(*u)).collect())
}

/// How many whole numbers there are.
fn count(low: i64, high: i64) -> f64 {
    high as f64 - low as f64 + 1.0
}

fn ordered(low: f64, high: f64) -> Result<(), Problem> {
    finite("bound", &[low, high])?;
    holds(low < high, "low", "it must be below high", low)
}

fn choice(weights: &[f64], u: f64) -> usize {
    let mut left = u * weights.iter().sum::<f64>();
    for (i, w) in weights.iter().enumerate() {
        left -= w;
        if left < 0.0 && *w > 0.0 {
            return i;
        }
    }
    weights.iter().rposition(|w| *w > 0.0).unwrap_or(0)
}

/// A standard normal cut to a range; `mirrored` where the range lies above the mean, so that small tails keep digits.
struct Cut {
    from: f64,
    to: f64,
    mirrored: bool,
}

impl Cut {
    fn new(mean: f64, sd: f64, low: f64, high: f64) -> Self {
        let (a, b) = ((low - mean) / sd, (high - mean) / sd);
        if a > 0.0 {
            Self { from: -b, to: -a, mirrored: true }
        } else {
            Self { from: a, to: b, mirrored: false }
        }
    }

    fn mass(&self) -> f64 {
        normal_distribution(self.to) - normal_distribution(self.from)
    }

    fn quantile(&self, u: f64) -> f64 {
        let u = if self.mirrored { 1.0 - u } else { u };
        let x = normal_quantile(normal_distribution(self.from) + u * self.mass());
        if self.mirrored { -x } else { x }
    }

    /// Mean, and variance as a factor.
    fn moments(&self) -> (f64, f64) {
        let (a, b, mass) = (normal_density(self.from), normal_density(self.to), self.mass());
        let shift = (a - b) / mass;
        let factor = 1.0 + (self.from * a - self.to * b) / mass - shift * shift;
        (if self.mirrored { -shift } else { shift }, factor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn laws() -> Vec<Law> {
        vec![
            Law::Uniform { low: -2.0, high: 5.0 },
            Law::LogUniform { low: 0.01, high: 100.0 },
            Law::Normal { mean: 1.0, sd: 2.0, low: -1.0, high: 2.5 },
            Law::Normal { mean: 0.0, sd: 1.0, low: 3.0, high: 6.0 },
            Law::Triangular { low: 0.0, mode: 1.0, high: 4.0 },
            Law::Triangular { low: 0.0, mode: 0.0, high: 1.0 },
            Law::Integers { low: -3, high: 4 },
            Law::Choices { weights: vec![0.0, 2.0, 1.0, 0.0] },
        ]
    }

    /// The midpoint rule over the quantile function gives the moments; its error is below the last step of the law.
    #[test]
    fn moments_are_those_of_the_quantiles() {
        const N: u32 = 200_000;
        for law in laws() {
            law.check().unwrap();
            let x: Vec<f64> = (0..N).map(|i| law.quantile((f64::from(i) + 0.5) / f64::from(N))).collect();
            let mean = x.iter().sum::<f64>() / f64::from(N);
            let variance = x.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / f64::from(N);
            let (m, v) = law.moments();
            let span = law.quantile(1.0) - law.quantile(0.0);
            assert!((mean - m).abs() < 2e-5 * span, "{law:?} {mean} {m}");
            assert!((variance - v).abs() < 4e-5 * span * span, "{law:?} {variance} {v}");
        }
    }

    #[test]
    fn whole_numbers_and_choices_have_their_shares() {
        let law = Law::Choices { weights: vec![1.0, 0.0, 3.0] };
        assert_eq!([0.0, 0.249, 0.251, 1.0].map(|u| law.quantile(u)), [0.0, 0.0, 2.0, 2.0]);
        let law = Law::Integers { low: 1, high: 4 };
        assert_eq!(
            [0.0, 0.249, 0.25, 0.5, 0.99, 1.0].map(|u| law.quantile(u)),
            [1.0, 1.0, 2.0, 3.0, 4.0, 4.0]
        );
        assert_eq!((law.levels(), Law::Uniform { low: 0.0, high: 1.0 }.levels()), (Some(4), None));
    }

    #[test]
    fn laws_are_read_by_name() {
        let law: Law = serde_json::from_str(r#"{"log-uniform": {"low": 1, "high": 10}}"#).unwrap();
        assert_eq!(law, Law::LogUniform { low: 1.0, high: 10.0 });
        assert!(serde_json::from_str::<Law>(r#"{"uniform": {"low": 1, "hihg": 10}}"#).is_err());
    }

    #[test]
    fn what_is_no_law_is_refused() {
        for law in [
            Law::Uniform { low: 1.0, high: 1.0 },
            Law::LogUniform { low: 0.0, high: 1.0 },
            Law::Normal { mean: 0.0, sd: 0.0, low: -1.0, high: 1.0 },
            Law::Normal { mean: 0.0, sd: 1.0, low: 50.0, high: 60.0 },
            Law::Triangular { low: 0.0, mode: 2.0, high: 1.0 },
            Law::Integers { low: 2, high: 1 },
            Law::Integers { low: i64::MIN, high: i64::MAX },
            Law::Choices { weights: vec![] },
            Law::Choices { weights: vec![0.0] },
            Law::Choices { weights: vec![1.0, -1.0] },
            Law::Uniform { low: f64::NAN, high: 1.0 },
        ] {
            assert!(law.check().is_err(), "{law:?}");
        }
        assert!(values(&laws(), &[0.5]).is_err());
    }

    proptest! {
        #[test]
        fn quantiles_rise_and_stay_within(u in 0.0..=1.0_f64, w in 0.0..=1.0_f64) {
            for law in laws() {
                let (a, b) = (law.quantile(u.min(w)), law.quantile(u.max(w)));
                prop_assert!(a <= b, "{:?}", law);
                prop_assert!(law.quantile(0.0) <= a && b <= law.quantile(1.0));
            }
        }
    }
}
