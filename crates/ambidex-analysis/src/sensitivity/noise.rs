//! How much of a stochastic output's variance is noise: one-way random effects (Searle, Casella & McCulloch 1992,
//! *Variance Components*, doi:10.1002/9780470316856).
//!
//! y_ij = m + a_i + e_ij, j = 1 .. n_i replicates at point i of g. Mean squares within and between points give
//! var(e) = MSW and var(a) = (MSB - MSW) / n0, n0 = (N - sum n_i^2 / N) / (g - 1), not below 0. The share of noise is
//! var(e) / (var(e) + var(a)). Interval: percentiles over resampled points, which asks for no normality.

use serde::Serialize;

use crate::error::{Problem, at_least, finite};
use crate::intervals::{Estimate, Resampling, bootstrap};

/// Where the variance of a stochastic output comes from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Noise {
    /// Variance within points, in the square of the output's unit.
    pub within: Estimate,
    /// Variance between points.
    pub between: Estimate,
    /// Share of noise in a single replicate's variance.
    pub share: Estimate,
}

/// Share of noise from replicates by point: `points x replicates`, not necessarily equally many.
///
/// # Errors
/// `Problem` of fewer than two points, a point with fewer than two replicates, or values that are not finite.
pub fn share(groups: &[Vec<f64>], how: &Resampling) -> Result<Noise, Problem> {
    at_least("points", 2, groups.len())?;
    for group in groups {
        at_least("replicates at a point", 2, group.len())?;
        finite("output", group)?;
    }
    let summaries: Vec<Summary> = groups.iter().map(|group| Summary::of(group)).collect();
    let found = bootstrap::percentile(groups.len(), how, |points| components(&summaries, points).to_vec())?;
    Ok(Noise { within: found[0], between: found[1], share: found[2] })
}

/// A group in three numbers.
pub(super) struct Summary {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Summary {
    pub(super) fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        Self { count, mean, squares: values.iter().map(|y| (y - mean) * (y - mean)).sum() }
    }
}

/// Variance within, variance between, share within, of some of the groups.
pub(super) fn components(summaries: &[Summary], points: &[usize]) -> [f64; 3] {
    let sum = |f: &dyn Fn(&Summary) -> f64| points.iter().map(|&i| f(&summaries[i])).sum::<f64>();
    let groups = points.len() as f64;
    let n = sum(&|s| s.count);
    let mean = sum(&|s| s.count * s.mean) / n;
    let within = sum(&|s| s.squares) / (n - groups);
    let between_squares = sum(&|s| s.count * (s.mean - mean) * (s.mean - mean)) / (groups - 1.0);
    let effective = (n - sum(&|s| s.count * s.count) / n) / (groups - 1.0);
    let between = ((between_squares - within) / effective).max(0.0);
    [within, between, within / (within + between)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::purposes::stream;
    use ambidex_core::Purpose;
    use proptest::prelude::*;

    fn simulate(points: usize, most: usize, sd_point: f64, seed: u64) -> Vec<Vec<f64>> {
        let stream = stream(seed, Purpose("test.noise"));
        let group = |i: usize| {
            let mut draws = stream.draws(i as u64, 0);
            let centre = sd_point * draws.normal();
            (0..2 + i % (most - 1)).map(|_| centre + draws.normal()).collect()
        };
        (0..points).map(group).collect()
    }

    #[test]
    fn known_components_are_recovered() {
        let noise = share(&simulate(600, 6, 2.0, 1), &Resampling::new(1)).unwrap();
        for (estimate, truth) in [(noise.within, 1.0), (noise.between, 4.0), (noise.share, 0.2)] {
            assert!((estimate.value - truth).abs() < 4.0 * estimate.width() / 3.92, "{estimate:?} {truth}");
        }
    }

    /// The interval covers as often as stated, less 4 standard errors of 300 trials and the percentile's own shortfall
    /// at 40 points (first order, about .02).
    #[test]
    fn intervals_cover() {
        let how = Resampling { resamples: 300, ..Resampling::new(1) };
        let hit = |seed| usize::from(share(&simulate(40, 6, 1.0, seed), &how).unwrap().share.holds(0.5));
        let covered = (0..300).map(hit).sum::<usize>() as f64 / 300.0;
        assert!(covered > 0.95 - 0.02 - 4.0 * (0.95_f64 * 0.05 / 300.0).sqrt(), "{covered}");
    }

    proptest! {
        #[test]
        fn noise_alone_and_no_noise(values in prop::collection::vec(-5.0..5.0_f64, 3..9)) {
            let same: Vec<Vec<f64>> = vec![values.clone(), values.clone(), values.clone()];
            prop_assert_eq!(share(&same, &Resampling::none()).unwrap().between.value, 0.0);
            let spread: Vec<Vec<f64>> = values.iter().enumerate().map(|(i, v)| vec![v + i as f64 * 20.0; 3]).collect();
            prop_assert!(share(&spread, &Resampling::none()).unwrap().share.value < 1e-12);
        }
    }
}
