//! Differences over points and worlds.
//!
//! d[p][w] is the difference of two arms in world w at point p. All points share their worlds, so that neither points
//! nor worlds alone are independent draws: the variance of the grand mean is taken as var(means of points)/P +
//! var(means of worlds)/W, which counts their interaction twice and so errs to the wide side; Student's t with
//! min(P, W) - 1 degrees of freedom.

use ambidex_analysis::statistics::{mean, t_quantile, wilson};
use serde::Serialize;

/// A number a point and world, in order of point; NaN where missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    worlds: usize,
    values: Vec<f64>,
}

/// A mean with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Effect {
    /// Mean.
    pub mean: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

impl Effect {
    /// Whether the whole interval lies above a value.
    pub fn is_above(&self, value: f64) -> bool {
        self.low > value
    }

    /// Whether the whole interval lies below a value.
    pub fn is_below(&self, value: f64) -> bool {
        self.high < value
    }

    /// The effect with its sign turned by a factor of 1 or -1.
    pub fn times(&self, factor: f64) -> Self {
        let (a, b) = (self.low * factor, self.high * factor);
        Self { mean: self.mean * factor, low: a.min(b), high: a.max(b) }
    }
}

impl Matrix {
    /// A table of `worlds` values a point.
    pub fn new(worlds: usize, values: Vec<f64>) -> Self {
        assert!(worlds > 0 && values.len().is_multiple_of(worlds), "a whole number of points");
        Self { worlds, values }
    }

    /// Points.
    pub fn points(&self) -> usize {
        self.values.len() / self.worlds
    }

    /// Worlds a point.
    pub fn worlds(&self) -> usize {
        self.worlds
    }

    /// Values of a point.
    pub fn point(&self, point: usize) -> &[f64] {
        &self.values[point * self.worlds..(point + 1) * self.worlds]
    }

    /// `self - other` over the points that both have and the first worlds that both have.
    pub fn minus(&self, other: &Self) -> Self {
        let worlds = self.worlds.min(other.worlds);
        let points = self.points().min(other.points());
        let values = (0..points).flat_map(|point| {
            let pairs = self.point(point).iter().zip(other.point(point));
            pairs.take(worlds).map(|(a, b)| a - b)
        });
        Self { worlds, values: values.collect() }
    }

    /// Mean of every point over the worlds that have a value; NaN where none has.
    pub fn point_means(&self) -> Vec<f64> {
        (0..self.points()).map(|point| finite_mean(self.point(point).iter().copied())).collect()
    }

    /// Grand mean with its squared standard error and degrees of freedom; none of nothing.
    fn grand(&self) -> Option<(f64, f64, usize)> {
        let points: Vec<f64> = self.point_means().into_iter().filter(|m| m.is_finite()).collect();
        let world = |world: usize| {
            finite_mean((0..self.points()).map(|point| self.values[point * self.worlds + world]))
        };
        let worlds: Vec<f64> = (0..self.worlds).map(world).filter(|m| m.is_finite()).collect();
        let part = |values: &[f64]| {
            let m = mean(values);
            if m.n < 2 { 0.0 } else { m.se * m.se }
        };
        let several = [points.len(), worlds.len()].into_iter().filter(|&n| n > 1).min()?;
        Some((mean(&points).mean, part(&points) + part(&worlds), several - 1))
    }

    /// Share of points whose mean lies on a side, with Wilson's interval, and share whose own interval does.
    pub fn shares(&self, factor: f64) -> Option<Shares> {
        let (mut points, mut with, mut clear) = (0, 0, 0);
        for point in 0..self.points() {
            let values: Vec<f64> =
                self.point(point).iter().filter(|x| x.is_finite()).map(|x| x * factor).collect();
            if values.is_empty() {
                continue;
            }
            let m = mean(&values);
            points += 1;
            with += usize::from(m.mean > 0.0);
            clear += usize::from(m.n > 1 && m.mean - t_quantile(m.n - 1) * m.se > 0.0);
        }
        let (low, high) = wilson(with, points);
        let share = |n: usize| n as f64 / points as f64;
        (points > 0).then(|| Shares { sign: share(with), low, high, significant: share(clear) })
    }
}

/// Shares of the space.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Shares {
    /// Share of points whose mean effect has the claimed sign.
    pub sign: f64,
    /// Lower end of its interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Share of points whose own 95 % interval lies on that side.
    pub significant: f64,
}

/// Mean over all samples, each with its own points and worlds; none where no sample has a value.
pub fn pooled(samples: &[Matrix]) -> Option<Effect> {
    let each: Vec<(f64, f64, usize)> = samples.iter().filter_map(Matrix::grand).collect();
    let n = each.len() as f64;
    let freedom = each.iter().map(|(_, _, freedom)| *freedom).min()?;
    let centre = each.iter().map(|(m, _, _)| m).sum::<f64>() / n;
    let variance = each.iter().map(|(_, v, _)| v).sum::<f64>() / (n * n);
    let half = t_quantile(freedom) * ambidex_core::maths::sqrt(variance);
    Some(Effect { mean: centre, low: centre - half, high: centre + half })
}

/// Samples one below the other, cut to the worlds that all have.
pub fn stacked(samples: &[Matrix]) -> Option<Matrix> {
    let worlds = samples.iter().map(Matrix::worlds).min()?;
    let rows = samples.iter().flat_map(|one| (0..one.points()).map(|point| &one.point(point)[..worlds]));
    Some(Matrix::new(worlds, rows.flatten().copied().collect()))
}

fn finite_mean(values: impl Iterator<Item = f64>) -> f64 {
    let finite: Vec<f64> = values.filter(|x| x.is_finite()).collect();
    mean(&finite).mean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arms_that_are_equal_differ_by_exactly_nothing() {
        let a = Matrix::new(3, vec![1.0, 2.0, 4.0, 0.5, 0.25, 8.0]);
        let effect = pooled(&[a.minus(&a)]).unwrap();
        assert_eq!(effect, Effect { mean: 0.0, low: 0.0, high: 0.0 });
    }

    #[test]
    fn missing_worlds_fall_out_of_both() {
        let a = Matrix::new(2, vec![1.0, f64::NAN, 3.0, 5.0]);
        let b = Matrix::new(2, vec![0.0, 7.0, 1.0, 1.0]);
        assert_eq!(a.minus(&b).point_means(), [1.0, 3.0]);
    }

    /// d = a_p + b_w exactly: the variance is var(a)/P + var(b)/W.
    #[test]
    fn additive_effects_have_the_error_of_the_formula() {
        let (points, worlds) = (vec![0.0, 1.0, 2.0, 3.0], vec![-1.0, 1.0, 3.0]);
        let values = points.iter().flat_map(|a| worlds.iter().map(move |b| a + b)).collect();
        let effect = pooled(&[Matrix::new(3, values)]).unwrap();
        let (a, b) = (mean(&points), mean(&worlds));
        let half = t_quantile(2) * (a.se * a.se + b.se * b.se).sqrt();
        assert!((effect.mean - 2.5).abs() < 1e-12 && (effect.high - 2.5 - half).abs() < 1e-12);
    }
}
