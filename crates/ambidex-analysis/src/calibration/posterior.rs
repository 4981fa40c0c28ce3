//! What the data tell: which parameters they move, which directions they leave loose.

use ambidex_core::maths::ln;
use serde::Serialize;

use crate::distributions::Law;
use crate::error::{Problem, at_least, same};
use crate::linear::{covariance, dot, eigen_symmetric};
use crate::purposes::{POSTERIOR_DRAW, stream};

/// Weighted mean and standard deviation; weights sum to 1.
pub fn mean_and_sd(values: &[f64], weights: &[f64]) -> (f64, f64) {
    let mean = dot(values, weights);
    let squares: f64 = values.iter().zip(weights).map(|(x, w)| w * (x - mean) * (x - mean)).sum();
    (mean, squares.sqrt())
}

/// Value below which a weighted sample lies with probability `p`: the first at which the weights reach it.
pub fn weighted_quantile(values: &[f64], weights: &[f64], p: f64) -> f64 {
    let mut sum = 0.0;
    let order = crate::statistics::order(values);
    let reached = order.iter().find(|&&i| {
        sum += weights[i];
        sum >= p
    });
    reached.or(order.last()).map_or(f64::NAN, |&i| values[i])
}

/// Places of `count` equally weighted draws by systematic resampling (Kitagawa 1996, doi:10.1080/10618600.1996.10474692).
///
/// # Errors
/// `Problem::TooFew` of no particle.
pub fn draws(weights: &[f64], count: usize, seed: u64) -> Result<Vec<usize>, Problem> {
    at_least("particles", 1, weights.len())?;
    let offset = stream(seed, POSTERIOR_DRAW).uniform(0, 0);
    let total: f64 = weights.iter().sum();
    let (mut place, mut sum) = (0, weights[0]);
    let draw = |k: usize| {
        let target = (k as f64 + offset) / count as f64 * total;
        while sum < target && place + 1 < weights.len() {
            place += 1;
            sum += weights[place];
        }
        place
    };
    Ok((0..count).map(draw).collect())
}

/// How far the data moved one parameter.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Moved {
    /// Posterior mean, in the parameter's unit.
    pub mean: f64,
    /// Posterior standard deviation.
    pub sd: f64,
    /// Posterior over prior standard deviation: near 1 the data say nothing of it (in two moments).
    pub sd_ratio: f64,
    /// Kullback-Leibler divergence of the posterior from the prior [nats], from a histogram of the prior's probabilities,
    /// less its bias under no information (bins - 1) / (2 effective particles) (Miller 1955); about 0: not moved.
    pub divergence: f64,
    /// Standard error of the divergence under no information, sqrt(2 (bins - 1)) / (2 effective particles): what is not
    /// above some multiple of it is noise.
    pub divergence_error: f64,
}

/// How far each parameter was moved. `unit` are particles in the unit cube of the laws, which is where the prior is flat.
///
/// # Errors
/// `Problem` where shapes do not fit.
pub fn moved(laws: &[Law], unit: &[Vec<f64>], weights: &[f64]) -> Result<Vec<Moved>, Problem> {
    shapes(unit, weights, laws.len())?;
    let of = |(j, law): (usize, &Law)| {
        let column: Vec<f64> = unit.iter().map(|u| u[j]).collect();
        let values: Vec<f64> = column.iter().map(|u| law.quantile(*u)).collect();
        let (mean, sd) = mean_and_sd(&values, weights);
        let (divergence, divergence_error) = divergence(&column, weights);
        Moved { mean, sd, sd_ratio: sd / law.moments().1.sqrt(), divergence, divergence_error }
    };
    Ok(laws.iter().enumerate().map(of).collect())
}

fn shapes(unit: &[Vec<f64>], weights: &[f64], parameters: usize) -> Result<(), Problem> {
    at_least("particles", 2, unit.len())?;
    same("weights", unit.len(), weights.len())?;
    unit.iter().try_for_each(|u| same("parameters of a particle", parameters, u.len()))
}

/// Divergence of a weighted sample of the unit interval from the flat law, with its error under flatness.
fn divergence(unit: &[f64], weights: &[f64]) -> (f64, f64) {
    let effective = 1.0 / dot(weights, weights);
    // Some ten effective particles a bin.
    let bins = ((effective / 10.0) as usize).clamp(2, 20);
    let mut shares = vec![0.0; bins];
    for (u, w) in unit.iter().zip(weights) {
        shares[((u * bins as f64) as usize).min(bins - 1)] += w;
    }
    let raw: f64 = shares.iter().filter(|p| **p > 0.0).map(|p| p * ln(p * bins as f64)).sum();
    let freedom = bins as f64 - 1.0;
    (raw - freedom / (2.0 * effective), (2.0 * freedom).sqrt() / (2.0 * effective))
}

/// A direction of the unit cube in which the posterior is narrow or wide.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Direction {
    /// Posterior over prior variance along it: near 1 it is loose ('sloppy', Gutenkunst et al. 2007,
    /// doi:10.1371/journal.pcbi.0030189), near 0 the data fix it.
    pub ratio: f64,
    /// Its components by parameter, of length one.
    pub vector: Vec<f64>,
}

/// Principal directions of the posterior in the unit cube, the loosest first. The prior's variance is 1/12 along each.
/// (Of a Hessian of the log-likelihood, [`crate::linear::eigen_symmetric`] gives the stiff directions first.)
///
/// # Errors
/// `Problem` where shapes do not fit.
pub fn directions(unit: &[Vec<f64>], weights: &[f64]) -> Result<Vec<Direction>, Problem> {
    shapes(unit, weights, unit.first().map_or(0, Vec::len))?;
    let eigen = eigen_symmetric(&covariance(unit, weights).1);
    let pairs = eigen.values.into_iter().zip(eigen.vectors);
    Ok(pairs.map(|(value, vector)| Direction { ratio: 12.0 * value.max(0.0), vector }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designs::latin::{Placement, hypercube};
    use proptest::prelude::*;

    fn equal(n: usize) -> Vec<f64> {
        vec![1.0 / n as f64; n]
    }

    #[test]
    fn half_an_interval_is_one_bit() {
        // First parameter confined to half of its range: sd ratio 1/2, divergence ln 2. Second not moved.
        let unit: Vec<Vec<f64>> =
            hypercube(4000, 2, 1, Placement::Random).into_iter().map(|p| vec![0.5 * p[0], p[1]]).collect();
        let laws = [Law::Uniform { low: -1.0, high: 3.0 }, Law::LogUniform { low: 1.0, high: 9.0 }];
        let found = moved(&laws, &unit, &equal(4000)).unwrap();
        assert!((found[0].sd_ratio - 0.5).abs() < 0.01 && (found[0].divergence - ln(2.0)).abs() < 0.01);
        assert!((found[0].mean - 0.0).abs() < 0.01);
        assert!((found[1].sd_ratio - 1.0).abs() < 0.02);
        assert!(found[1].divergence.abs() < 4.0 * found[1].divergence_error);
    }

    #[test]
    fn a_known_sum_leaves_the_difference_loose() {
        // u1 + u2 nearly fixed: stiff along (1, 1), loose along (1, -1).
        let unit: Vec<Vec<f64>> = hypercube(2000, 2, 2, Placement::Random)
            .into_iter()
            .map(|p| vec![p[0], 1.0 - p[0] + 0.02 * (p[1] - 0.5)])
            .collect();
        let found = directions(&unit, &equal(2000)).unwrap();
        assert!((found[0].ratio - 2.0).abs() < 0.05 && found[1].ratio < 1e-3);
        assert!((found[1].vector[0] - found[1].vector[1]).abs() < 0.02);
    }

    proptest! {
        #[test]
        fn systematic_draws_are_within_one_of_their_expectation(raw in prop::collection::vec(0.01..1.0_f64, 1..30), count in 1_usize..60, seed: u64) {
            let total: f64 = raw.iter().sum();
            let found = draws(&raw, count, seed).unwrap();
            prop_assert_eq!(found.len(), count);
            for (i, w) in raw.iter().enumerate() {
                let copies = found.iter().filter(|&&j| j == i).count() as f64;
                prop_assert!((copies - count as f64 * w / total).abs() < 1.0 + 1e-9);
            }
        }

        #[test]
        fn weighted_quantiles_of_equal_weights_are_order_statistics(values in prop::collection::vec(-5.0..5.0_f64, 1..30)) {
            let n = values.len();
            let ordered = crate::statistics::sorted(&values);
            prop_assert_eq!(weighted_quantile(&values, &equal(n), 0.0), ordered[0]);
            prop_assert_eq!(weighted_quantile(&values, &equal(n), 1.1), ordered[n - 1]);
        }
    }
}
