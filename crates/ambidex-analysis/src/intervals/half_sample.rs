//! Intervals from random halves, for statistics that resampling with replacement would spoil because a unit drawn twice
//! looks like a near neighbour of itself. The spread of a statistic over halves drawn without replacement is that of the
//! statistic on the whole: the factor of the delete-d jackknife, (n - d) / d, is one at d = n / 2 (Shao & Wu 1989,
//! doi:10.1214/aos/1176347263). The interval is value +- z times that spread.

use crate::error::{Problem, at_least};
use crate::intervals::{Estimate, Resampling};
use crate::normal::normal_quantile;
use crate::purposes::{HALF_SAMPLE, shuffled, stream};
use crate::statistics::mean;

/// Intervals of several statistics from `how.resamples` halves; thirty give the spread to some 13 %.
///
/// # Errors
/// `Problem` of fewer than four units, a level outside (0, 1), or what the statistics return.
pub fn half_samples(
    n: usize,
    how: &Resampling,
    mut statistics: impl FnMut(&[usize]) -> Result<Vec<f64>, Problem>,
) -> Result<Vec<Estimate>, Problem> {
    at_least("units", 4, n)?;
    how.check()?;
    let all: Vec<usize> = (0..n).collect();
    let values = statistics(&all)?;
    let stream = stream(how.seed, HALF_SAMPLE);
    let mut drawn = Vec::with_capacity(how.resamples);
    for resample in 0..how.resamples {
        let mut half = shuffled(&stream, resample as u64, 0, n, n / 2);
        half.sort_unstable();
        drawn.push(statistics(&half)?);
    }
    let z = normal_quantile(0.5 + 0.5 * how.level);
    let estimate = |(j, value): (usize, &f64)| {
        let half = z * mean(&drawn.iter().map(|one| one[j]).collect::<Vec<_>>()).sd;
        Estimate { value: *value, low: value - half, high: value + half }
    };
    Ok(values.iter().enumerate().map(estimate).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::Purpose;

    /// Of a mean the spread over halves is the standard error: within 4 standard errors of a standard deviation of 400.
    #[test]
    fn the_spread_of_a_mean_is_its_standard_error() {
        let mut draws = stream(1, Purpose("test.half_sample")).draws(0, 0);
        let values: Vec<f64> = (0..200).map(|_| draws.normal()).collect();
        let how = Resampling { resamples: 400, ..Resampling::new(2) };
        let at = |rows: &[usize]| Ok(vec![mean(&rows.iter().map(|&r| values[r]).collect::<Vec<_>>()).mean]);
        let found = half_samples(200, &how, at).unwrap()[0];
        let expected = 2.0 * normal_quantile(0.975) * mean(&values).se;
        assert!((found.width() / expected - 1.0).abs() < 4.0 / 800.0_f64.sqrt());
        assert!(half_samples(3, &how, |_| Ok(vec![0.0])).is_err());
    }
}
