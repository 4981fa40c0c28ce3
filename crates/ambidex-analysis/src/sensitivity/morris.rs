//! Elementary effects (Morris 1991, doi:10.1080/00401706.1991.10484804; mu* of Campolongo, Cariboni & Saltelli 2007,
//! doi:10.1016/j.envsoft.2006.10.004).
//!
//! An elementary effect is the change of the output over the change of the one input that moved (both in the unit of the
//! points, so that points of the unit cube give effects over the whole range). mu is their mean over r trajectories, mu*
//! the mean of their sizes, sigma their standard deviation (r - 1). Intervals: percentiles over resampled trajectories.

use serde::Serialize;

use crate::error::{Problem, at_least, holds, sample};
use crate::intervals::{Estimate, Resampling, bootstrap};

/// The effects of one input.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Effects {
    /// Mean: direction and size.
    pub mu: Estimate,
    /// Mean size: how important.
    pub mu_star: Estimate,
    /// Standard deviation: how non-linear, or how much in interaction with others.
    pub sigma: Estimate,
}

/// Effects of every input from trajectories of k + 1 points each, in the order of
/// [`crate::designs::morris::Trajectories::points`].
///
/// # Errors
/// `Problem` where shapes do not fit, there are fewer than two trajectories, or a trajectory does not move every input
/// exactly once.
pub fn effects(points: &[Vec<f64>], outputs: &[f64], how: &Resampling) -> Result<Vec<Effects>, Problem> {
    Ok(resampled(points, outputs, how)?.0)
}

/// The same with mu* in every resample, `resamples x inputs`: how certain an order is.
///
/// # Errors
/// Those of [`effects`].
pub fn resampled(
    points: &[Vec<f64>],
    outputs: &[f64],
    how: &Resampling,
) -> Result<(Vec<Effects>, Vec<Vec<f64>>), Problem> {
    let inputs = sample(points, outputs)?;
    let length = inputs + 1;
    if !points.len().is_multiple_of(length) {
        let expected = points.len().next_multiple_of(length);
        return Err(Problem::Shape { what: "points of whole trajectories", expected, found: points.len() });
    }
    at_least("trajectories", 2, points.len() / length)?;
    let effects: Vec<Vec<f64>> = points
        .chunks(length)
        .zip(outputs.chunks(length))
        .map(|(points, outputs)| along(points, outputs))
        .collect::<Result<_, _>>()?;
    let statistics =
        |rows: &[usize]| (0..inputs).flat_map(|j| moments(rows.iter().map(|&r| effects[r][j]))).collect();
    let (found, drawn) = bootstrap::resampled(effects.len(), how, statistics)?;
    let found = found.chunks(3).map(|e| Effects { mu: e[0], mu_star: e[1], sigma: e[2] }).collect();
    let sizes = drawn.into_iter().map(|one| one.into_iter().skip(1).step_by(3).collect());
    Ok((found, sizes.collect()))
}

/// The effect of each input along one trajectory.
fn along(points: &[Vec<f64>], outputs: &[f64]) -> Result<Vec<f64>, Problem> {
    let mut effects = vec![None; points[0].len()];
    for (pair, y) in points.windows(2).zip(outputs.windows(2)) {
        let mut moved = (0..effects.len()).filter(|&j| pair[0][j] != pair[1][j]);
        let (Some(j), None) = (moved.next(), moved.next()) else {
            return Err(not_once(moved.count() as f64));
        };
        holds(effects[j].is_none(), "moves of an input in a trajectory", "each moves once", 2.0)?;
        effects[j] = Some((y[1] - y[0]) / (pair[1][j] - pair[0][j]));
    }
    effects.into_iter().map(|effect| effect.ok_or(not_once(0.0))).collect()
}

fn not_once(found: f64) -> Problem {
    Problem::Range { what: "inputs moved in a step of a trajectory", expected: "exactly one moves", found }
}

/// mu, mu*, sigma of some effects.
fn moments(effects: impl Iterator<Item = f64> + Clone) -> [f64; 3] {
    let n = effects.clone().count() as f64;
    let mu = effects.clone().sum::<f64>() / n;
    let size = effects.clone().map(f64::abs).sum::<f64>() / n;
    let squares: f64 = effects.map(|e| (e - mu) * (e - mu)).sum();
    [mu, size, (squares / (n - 1.0)).sqrt()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designs::morris::Trajectories;
    use crate::test_functions::morris;
    use proptest::prelude::*;

    fn run(design: Trajectories, seed: u64, f: impl Fn(&[f64]) -> f64, how: &Resampling) -> Vec<Effects> {
        let points = design.points(seed).unwrap();
        let outputs: Vec<f64> = points.iter().map(|p| f(p)).collect();
        effects(&points, &outputs, how).unwrap()
    }

    /// What the paper reads off its figure 1: inputs 1 to 10 stand apart; 8 to 10 have small spread (linear), 1 to 7
    /// large; 11 to 20 are all negligible.
    #[test]
    fn morris_own_function() {
        let design = Trajectories { trajectories: 40, inputs: 20, levels: 4 };
        let found = run(design, 1, morris, &Resampling::none());
        let least = found[..10].iter().map(|e| e.mu_star.value).fold(f64::INFINITY, f64::min);
        let most = found[10..].iter().map(|e| e.mu_star.value).fold(0.0, f64::max);
        assert!(least > 2.0 * most, "{least} {most}");
        let linear = found[7..10].iter().map(|e| e.sigma.value).fold(0.0, f64::max);
        assert!(found[..7].iter().all(|e| e.sigma.value > 2.0 * linear));
        // 40 +- the interactions of weight 2 w: mean 0 over the grid.
        assert!(
            found[7..10].iter().all(|e| (e.mu.value - 40.0).abs() < 4.0 * e.sigma.value / 40.0_f64.sqrt())
        );
    }

    #[test]
    fn intervals_hold_the_mean_of_a_product() {
        // y = x1 x2 on levels 0, 1/3, 2/3, 1: the effect of x1 is x2, mean 1/2, variance (5/9 - 4/9) ... = 5/36.
        let design = Trajectories { trajectories: 400, inputs: 2, levels: 4 };
        let found = run(design, 5, |p| p[0] * p[1], &Resampling { level: 0.9999, ..Resampling::new(1) });
        for effect in found {
            assert!(effect.mu.holds(0.5) && effect.sigma.holds((5.0_f64 / 36.0).sqrt()), "{effect:?}");
        }
    }

    #[test]
    fn broken_trajectories_are_refused() {
        let how = Resampling::none();
        let still = vec![vec![0.0], vec![0.0], vec![0.0], vec![1.0]];
        assert!(effects(&still, &[0.0; 4], &how).is_err());
        assert!(effects(&still[..3], &[0.0; 3], &how).is_err());
        let twice = vec![vec![0.0, 0.0], vec![1.0, 0.0], vec![0.0, 0.0]];
        let both = [twice.clone(), twice].concat();
        assert!(effects(&both, &[0.0; 6], &how).is_err());
    }

    proptest! {
        #[test]
        fn linear_functions_have_their_slopes(a in -5.0..5.0_f64, b in -5.0..5.0_f64, seed: u64) {
            let design = Trajectories { trajectories: 4, inputs: 2, levels: 6 };
            let found = run(design, seed, |p| a * p[0] + b * p[1] + 3.0, &Resampling::none());
            for (effect, slope) in found.iter().zip([a, b]) {
                prop_assert!((effect.mu.value - slope).abs() < 1e-9);
                prop_assert!((effect.mu_star.value - slope.abs()).abs() < 1e-9);
                prop_assert!(effect.sigma.value < 1e-9);
            }
        }
    }
}
