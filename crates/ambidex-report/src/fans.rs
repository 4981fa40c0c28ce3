//! Quantiles and means over worlds.

use crate::read::{Cube, Series};
use ambidex_analysis::statistics::NORMAL_95;

/// Levels of a fan.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Quantiles 5, 25, 50, 75 and 95 % by week; NaN where no world has a value.
pub type Fan = Vec<[f64; 5]>;

/// Quantile of sorted values, linear between them (type 7 of Hyndman & Fan 1996); NaN of nothing.
pub fn quantile(sorted: &[f64], level: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let at = level * last as f64;
    let (low, high) = (sorted[at.floor() as usize], sorted[at.ceil() as usize]);
    low + (high - low) * (at - at.floor())
}

/// The five quantiles of values in any order, NaN left out.
pub fn quantiles(values: impl IntoIterator<Item = f64>) -> [f64; 5] {
    let mut sorted: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
    sorted.sort_by(f64::total_cmp);
    LEVELS.map(|level| quantile(&sorted, level))
}

/// A mean with its 95 % interval and the number of values behind it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// Mean; NaN of nothing.
    pub mean: f64,
    /// Half-width of the interval; NaN of fewer than two values.
    pub half: f64,
    /// Values that are numbers.
    pub n: usize,
}

impl Mean {
    /// Of values in any order, NaN left out.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let (mut n, mut mean, mut squares) = (0_usize, 0.0, 0.0);
        for value in values.into_iter().filter(|value| value.is_finite()) {
            n += 1;
            let step = value - mean;
            mean += step / n as f64;
            squares += step * (value - mean);
        }
        let variance = if n > 1 { squares / (n - 1) as f64 } else { f64::NAN };
        Self { mean: if n > 0 { mean } else { f64::NAN }, half: NORMAL_95 * (variance / n as f64).sqrt(), n }
    }

    /// Standard error of the mean.
    pub fn se(&self) -> f64 {
        self.half / NORMAL_95
    }

    /// Lower end of the interval.
    pub fn low(&self) -> f64 {
        self.mean - self.half
    }

    /// Upper end of the interval.
    pub fn high(&self) -> f64 {
        self.mean + self.half
    }
}

/// Fan of a lab's column over worlds.
pub fn fan(cube: &Cube, lab: usize) -> Fan {
    by_week(cube, lab).map(quantiles).collect()
}

/// Mean of a lab's column over worlds, by week.
pub fn means(cube: &Cube, lab: usize) -> Vec<Mean> {
    by_week(cube, lab).map(Mean::of).collect()
}

/// Mean of a column over worlds, each world's value being the mean of some labs, by week.
pub fn means_of(cube: &Cube, labs: &[usize]) -> Vec<Mean> {
    let value = |world: usize, week: usize| {
        Mean::of(labs.iter().map(|lab| f64::from(cube.line(world, *lab)[week]))).mean
    };
    (0..cube.weeks()).map(|week| Mean::of((0..cube.worlds()).map(|world| value(world, week)))).collect()
}

fn by_week(cube: &Cube, lab: usize) -> impl Iterator<Item = Vec<f64>> {
    let value = move |world: usize, week: usize| f64::from(cube.line(world, lab)[week]);
    (0..cube.weeks()).map(move |week| (0..cube.worlds()).map(|world| value(world, week)).collect())
}

/// A paired difference by week, arm minus baseline, over the worlds that both have.
pub struct Paired {
    /// Mean difference by week.
    pub means: Vec<Mean>,
    /// First week in which any pair differs at all.
    pub first: Option<usize>,
    /// Pairs.
    pub pairs: usize,
}

/// Pairs the worlds of two series by their number.
pub fn paired(base: (&Series, &Cube), arm: (&Series, &Cube), lab: usize) -> Paired {
    let pairs: Vec<(usize, usize)> = base
        .0
        .worlds
        .iter()
        .enumerate()
        .filter_map(|(at, world)| Some((at, arm.0.worlds.binary_search(world).ok()?)))
        .collect();
    let weeks = base.1.weeks().min(arm.1.weeks());
    let difference = |pair: &(usize, usize), week: usize| {
        f64::from(arm.1.line(pair.1, lab)[week]) - f64::from(base.1.line(pair.0, lab)[week])
    };
    let differs = |week: &usize| pairs.iter().any(|pair| difference(pair, *week).abs() > 0.0);
    Paired {
        means: (0..weeks).map(|week| Mean::of(pairs.iter().map(|pair| difference(pair, week)))).collect(),
        first: (0..weeks).find(differs),
        pairs: pairs.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_a_uniform_grid_are_its_levels() {
        let grid = (0..=100).rev().map(f64::from);
        assert_eq!(quantiles(grid), [5.0, 25.0, 50.0, 75.0, 95.0]);
    }

    #[test]
    fn nothing_gives_nan_and_nan_is_left_out() {
        assert!(quantiles([]).iter().all(|value| value.is_nan()));
        assert_eq!(quantiles([f64::NAN, 2.0]), [2.0; 5]);
        assert_eq!(Mean::of([f64::NAN, 1.0, 3.0]).mean, 2.0);
        assert!(Mean::of([]).mean.is_nan());
    }

    #[test]
    fn the_interval_of_two_values_is_the_closed_form() {
        let mean = Mean::of([0.0, 2.0]);
        assert!((mean.half - NORMAL_95 * 1.0).abs() < 1e-12, "sd sqrt 2 over sqrt 2 is 1");
    }
}
