//! How good a forecast is that was made as an ensemble of m members.

use ambidex_core::maths::ln;
use serde::Serialize;

use crate::error::{Problem, at_least, holds, same};
use crate::statistics::{mean, sorted, wilson};

/// Continuous ranked probability score in its fair form (Ferro 2014, doi:10.1002/qj.2270), in the observation's unit,
/// the smaller the better: mean |x_i - y| - sum_ij |x_i - x_j| / (2 m (m - 1)), whose expectation does not depend on the
/// number of members. With one member it is the absolute error.
///
/// # Errors
/// `Problem::TooFew` of no member.
pub fn crps(members: &[f64], observed: f64) -> Result<f64, Problem> {
    at_least("members", 1, members.len())?;
    let m = members.len() as f64;
    let error = members.iter().map(|x| (x - observed).abs()).sum::<f64>() / m;
    if members.len() == 1 {
        return Ok(error);
    }
    // Of sorted values, sum_i<j (x_j - x_i) = sum_j x_j (2 j - m + 1), j from 0.
    let ordered = sorted(members);
    let spread: f64 = ordered.iter().enumerate().map(|(j, x)| x * (2.0 * j as f64 - m + 1.0)).sum();
    Ok(error - spread / (m * (m - 1.0)))
}

/// Logarithmic score of the normal law with the members' mean and standard deviation, -ln density: small is good (the
/// Dawid & Sebastiani 1999 score up to scale, doi:10.1214/aos/1018031101).
///
/// # Errors
/// `Problem` of fewer than two members or members that do not differ.
pub fn normal_log_score(members: &[f64], observed: f64) -> Result<f64, Problem> {
    at_least("members", 2, members.len())?;
    let ensemble = mean(members);
    holds(ensemble.sd > 0.0, "spread of the members", "they must differ", ensemble.sd)?;
    let z = (observed - ensemble.mean) / ensemble.sd;
    Ok(0.5 * z * z + ln(ensemble.sd) + 0.5 * ln(core::f64::consts::TAU))
}

/// Central interval of a forecast: members at ranks p (m + 1), between which the next draw falls with the probability
/// stated (Hyndman & Fan 1996, type 6); the extremes where the ensemble is too small for the level, m < 2 / (1 - level) - 1.
///
/// # Errors
/// `Problem` of no member or a level outside (0, 1).
pub fn central(members: &[f64], level: f64) -> Result<(f64, f64), Problem> {
    at_least("members", 1, members.len())?;
    holds(level > 0.0 && level < 1.0, "level", "it must lie between 0 and 1", level)?;
    let ordered = sorted(members);
    let last = ordered.len() - 1;
    let at = |p: f64| {
        let position = (p * (ordered.len() as f64 + 1.0) - 1.0).clamp(0.0, last as f64);
        let below = position.floor() as usize;
        ordered[below] + (position - below as f64) * (ordered[(below + 1).min(last)] - ordered[below])
    };
    Ok((at(0.5 - 0.5 * level), at(0.5 + 0.5 * level)))
}

/// How often central intervals hold the observation.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Coverage {
    /// The level of the intervals.
    pub level: f64,
    /// Intervals that hold it.
    pub hits: usize,
    /// Observations.
    pub n: usize,
    /// Wilson's 95 % interval of the share.
    pub interval: (f64, f64),
}

/// Coverage of observations by the central intervals of their ensembles (`observations x members`).
///
/// # Errors
/// `Problem` where there are not as many ensembles as observations, or an ensemble is empty.
pub fn coverage(ensembles: &[Vec<f64>], observed: &[f64], level: f64) -> Result<Coverage, Problem> {
    same("ensembles", observed.len(), ensembles.len())?;
    let mut hits = 0;
    for (members, y) in ensembles.iter().zip(observed) {
        let (low, high) = central(members, level)?;
        hits += usize::from((low..=high).contains(y));
    }
    Ok(Coverage { level, hits, n: observed.len(), interval: wilson(hits, observed.len()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::purposes::stream;
    use ambidex_core::Purpose;
    use ambidex_core::maths::{normal_density, normal_distribution};
    use proptest::prelude::*;

    fn ensemble(i: u64, m: usize) -> Vec<f64> {
        let mut draws = stream(2, Purpose("test.scores")).draws(i, 0);
        (0..m).map(|_| draws.normal()).collect()
    }

    /// Of a standard normal forecast: y (2 Phi(y) - 1) + 2 phi(y) - 1 / sqrt(pi) (Gneiting & Raftery 2007), whatever the
    /// number of members.
    #[test]
    fn crps_of_a_normal_forecast() {
        for (m, y) in [(2, 0.0), (3, 1.0), (50, -0.7)] {
            let truth = y * (2.0 * normal_distribution(y) - 1.0) + 2.0 * normal_density(y)
                - 1.0 / core::f64::consts::PI.sqrt();
            let scores: Vec<f64> = (0..4000).map(|i| crps(&ensemble(i, m), y).unwrap()).collect();
            let found = mean(&scores);
            assert!((found.mean - truth).abs() < 4.0 * found.se, "{m} {y}: {found:?} {truth}");
        }
    }

    #[test]
    fn intervals_of_small_ensembles_cover_as_stated() {
        let ensembles: Vec<Vec<f64>> = (0..4000).map(|i| ensemble(i, 19)).collect();
        let observed: Vec<f64> = (0..4000).map(|i| ensemble(10_000 + i, 1)[0]).collect();
        let found = coverage(&ensembles, &observed, 0.9).unwrap();
        let error = (0.9_f64 * 0.1 / 4000.0).sqrt();
        assert!((found.hits as f64 / 4000.0 - 0.9).abs() < 4.0 * error, "{found:?}");
        assert_eq!(central(&ensembles[0], 0.9).unwrap().0, sorted(&ensembles[0])[0]);
    }

    #[test]
    fn log_score_of_a_known_law() {
        // Members 0 and 2: mean 1, variance 2.
        let truth = 0.5 * ln(core::f64::consts::TAU * 2.0) + 0.25;
        assert!((normal_log_score(&[0.0, 2.0], 2.0).unwrap() - truth).abs() < 1e-12);
        assert!(normal_log_score(&[1.0, 1.0], 1.0).is_err() && crps(&[], 1.0).is_err());
    }

    proptest! {
        #[test]
        fn crps_by_all_pairs(members in prop::collection::vec(-5.0..5.0_f64, 2..15), y in -5.0..5.0_f64) {
            let m = members.len() as f64;
            let pairs: f64 = members.iter().flat_map(|a| members.iter().map(move |b| (a - b).abs())).sum();
            let error = members.iter().map(|x| (x - y).abs()).sum::<f64>() / m;
            prop_assert!((crps(&members, y).unwrap() - (error - pairs / (2.0 * m * (m - 1.0)))).abs() < 1e-10);
        }
    }
}
