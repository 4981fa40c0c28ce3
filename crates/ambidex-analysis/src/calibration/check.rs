//! Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788): if parameters are drawn from the prior, data from
//! the model, and L draws from the posterior given the data, the rank of the parameter among the draws is uniform on
//! 0 .. L. A procedure whose ranks are not is wrong: too narrow, too wide, or shifted.

use serde::Serialize;

use crate::error::{Problem, at_least, holds};
use crate::purposes::{RANK_TIE, address, stream};
use crate::statistics::chi_square_tail;

/// Rank of the true parameter: how many draws lie below it; among equals a place is drawn at (simulation, parameter),
/// without which whole numbers would not give uniform ranks. The draws must be (nearly) independent.
pub fn rank(truth: f64, draws: &[f64], simulation: u64, parameter: usize) -> usize {
    let below = draws.iter().filter(|draw| **draw < truth).count();
    let equal = draws.iter().filter(|draw| **draw == truth).count();
    below + stream(0, RANK_TIE).draws(simulation, address(parameter)).below(equal + 1)
}

/// Ranks against equal frequencies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Uniformity {
    /// Ranks by bin.
    pub counts: Vec<usize>,
    /// Expected by bin.
    pub expected: Vec<f64>,
    /// Chi-square statistic.
    pub statistic: f64,
    /// Probability of a statistic at least as great if ranks are uniform.
    pub p: f64,
}

/// Chi-square test of ranks in 0 ..= `draws`, cut into bins of as equal a number of ranks as may be.
///
/// # Errors
/// `Problem` of fewer than two bins, fewer than five ranks expected in a bin, or a rank above `draws`.
pub fn uniformity(ranks: &[usize], draws: usize, bins: usize) -> Result<Uniformity, Problem> {
    at_least("bins", 2, bins)?;
    at_least("draws", bins - 1, draws)?;
    at_least("ranks", 5 * bins, ranks.len())?;
    let mut counts = vec![0; bins];
    for &rank in ranks {
        holds(rank <= draws, "rank", "it must not exceed the number of draws", rank as f64)?;
        counts[rank * bins / (draws + 1)] += 1;
    }
    let mut sizes = vec![0_usize; bins];
    (0..=draws).for_each(|rank| sizes[rank * bins / (draws + 1)] += 1);
    let share = ranks.len() as f64 / (draws as f64 + 1.0);
    let expected: Vec<f64> = sizes.iter().map(|size| *size as f64 * share).collect();
    let terms = counts.iter().zip(&expected).map(|(c, e)| (*c as f64 - e) * (*c as f64 - e) / e);
    let statistic: f64 = terms.sum();
    Ok(Uniformity { counts, expected, statistic, p: chi_square_tail(statistic, bins - 1) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::Purpose;

    /// Exact posterior draws pass; draws that are too narrow, too wide or shifted are found out.
    #[test]
    fn finds_out_wrong_posteriors() {
        let stream = stream(4, Purpose("test.check"));
        let p = |width: f64, shift: f64| {
            let ranks: Vec<usize> = (0..800)
                .map(|i| {
                    let mut source = stream.draws(i, 0);
                    let theta = source.normal();
                    let data = theta + source.normal();
                    let draw = |_| 0.5 * data + shift + width * 0.5_f64.sqrt() * source.normal();
                    let draws: Vec<f64> = (0..19).map(draw).collect();
                    rank(theta, &draws, i, 0)
                })
                .collect();
            uniformity(&ranks, 19, 10).unwrap().p
        };
        assert!(p(1.0, 0.0) > 1e-3);
        assert!(p(0.7, 0.0) < 1e-6 && p(1.5, 0.0) < 1e-6 && p(1.0, 0.3) < 1e-6);
    }

    #[test]
    fn unequal_bins_have_their_expectation() {
        let found = uniformity(&(0..11).cycle().take(110).collect::<Vec<_>>(), 10, 3).unwrap();
        assert_eq!(found.expected.iter().sum::<f64>(), 110.0);
        assert_eq!(found.statistic, 0.0);
        assert!(uniformity(&[5; 100], 4, 2).is_err());
    }

    #[test]
    fn ties_are_broken_evenly() {
        // All equal: the rank is uniform on 0 ..= 4; 4 standard errors of a mean of 1000.
        let mean = (0..1000).map(|i| rank(1.0, &[1.0; 4], i, 0) as f64).sum::<f64>() / 1000.0;
        assert!((mean - 2.0).abs() < 4.0 * (2.0_f64 / 1000.0).sqrt());
    }
}
