//! Differences over points and worlds.
//!
//! d[p][w] is the difference of two arms in world w at point p. All points share their worlds, so that neither points
//! nor worlds alone are independent draws: the variance of the grand mean is taken as var(means of points)/P +
//! var(means of worlds)/W, which counts their interaction twice and so errs to the wide side; Student's t with
//! min(P, W) - 1 degrees of freedom.

use ambidex_analysis::statistics::{Mean, mean, t_quantile, wilson};
use ambidex_experiment::statistics::round;
use serde::{Deserialize, Serialize};

/// A number a point and world, in order of point; NaN where missing.
#[derive(Clone, Debug, PartialEq)]
pub struct Matrix {
    worlds: usize,
    values: Vec<f64>,
}

/// A mean with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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

    /// With the digits that are told.
    pub fn rounded(self) -> Self {
        Self { mean: round(self.mean), low: round(self.low), high: round(self.high) }
    }

    /// A mean with its interval, with the digits that are told.
    pub fn of(m: &Mean) -> Self {
        Self { mean: m.mean, low: m.interval.0, high: m.interval.1 }.rounded()
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

    /// `self + other`, entry by entry.
    ///
    /// # Panics
    /// Where they differ in form.
    pub fn plus(&self, other: &Self) -> Self {
        assert!(self.worlds == other.worlds && self.values.len() == other.values.len(), "tables of one form");
        let values = self.values.iter().zip(&other.values).map(|(a, b)| a + b).collect();
        Self { worlds: self.worlds, values }
    }

    /// Mean of every point over the worlds that have a value; NaN where none has.
    pub fn point_means(&self) -> Vec<f64> {
        (0..self.points()).map(|point| finite_mean(self.point(point).iter().copied())).collect()
    }

    /// Mean of every world over the points that have a value; NaN where none has.
    fn world_means(&self) -> Vec<f64> {
        let of = |world: usize| (0..self.points()).map(move |point| self.values[point * self.worlds + world]);
        (0..self.worlds).map(|world| finite_mean(of(world))).collect()
    }

    /// The first worlds of every point.
    pub fn cut(&self, worlds: usize) -> Self {
        let worlds = worlds.min(self.worlds);
        let values = (0..self.points()).flat_map(|point| self.point(point)[..worlds].iter().copied());
        Self { worlds, values: values.collect() }
    }

    /// Means by point and by world.
    pub fn means(&self) -> Means {
        Means { points: self.point_means(), worlds: self.world_means() }
    }

    /// Values where a mask is 1, nothing elsewhere.
    pub fn only(&self, mask: impl Fn(usize) -> bool) -> Self {
        let kept = self.values.iter().enumerate().map(|(i, x)| if mask(i) { *x } else { f64::NAN });
        Self { worlds: self.worlds, values: kept.collect() }
    }

    /// A function of every value.
    pub fn map(&self, f: impl Fn(f64) -> f64) -> Self {
        Self { worlds: self.worlds, values: self.values.iter().map(|x| f(*x)).collect() }
    }

    /// All values, in order of point.
    pub fn values(&self) -> &[f64] {
        &self.values
    }

    /// Values that are there.
    pub fn n(&self) -> usize {
        self.values.iter().filter(|x| x.is_finite()).count()
    }

    /// The mean of several tables of one form, entry by entry over those that have it.
    pub fn average(tables: &[Self]) -> Option<Self> {
        let first = tables.first()?;
        let entry = |i: usize| finite_mean(tables.iter().map(|table| table.values[i]));
        Some(Self { worlds: first.worlds, values: (0..first.values.len()).map(entry).collect() })
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
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
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

/// Means of a table by point and by world; NaN where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Means {
    points: Vec<f64>,
    worlds: Vec<f64>,
}

impl Means {
    /// Difference of the means of two tables that need not have the same worlds at a point: of those that both have.
    pub fn minus(&self, other: &Self) -> Self {
        let less = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect();
        Self { points: less(&self.points, &other.points), worlds: less(&self.worlds, &other.worlds) }
    }

    /// Means of several, entry by entry over those that have it.
    pub fn average(several: &[Self]) -> Option<Self> {
        let first = several.first()?;
        let entries = |of: fn(&Self) -> &Vec<f64>| {
            (0..of(first).len()).map(|i| finite_mean(several.iter().map(|one| of(one)[i]))).collect()
        };
        Some(Self { points: entries(|one| &one.points), worlds: entries(|one| &one.worlds) })
    }

    /// Grand mean with its squared standard error and degrees of freedom; none of nothing.
    fn grand(&self) -> Option<(f64, f64, usize)> {
        let finite =
            |values: &[f64]| -> Vec<f64> { values.iter().copied().filter(|x: &f64| x.is_finite()).collect() };
        let (points, worlds) = (finite(&self.points), finite(&self.worlds));
        let part = |values: &[f64]| {
            let m = mean(values);
            if m.n < 2 { 0.0 } else { m.se * m.se }
        };
        let several = [points.len(), worlds.len()].into_iter().filter(|&n| n > 1).min()?;
        Some((mean(&points).mean, part(&points) + part(&worlds), several - 1))
    }
}

/// Mean over all samples, each with its own points and worlds; none where no sample has a value.
pub fn pooled(samples: &[Matrix]) -> Option<Effect> {
    pooled_means(&samples.iter().map(Matrix::means).collect::<Vec<_>>())
}

/// The same of means.
pub fn pooled_means(samples: &[Means]) -> Option<Effect> {
    let each: Vec<(f64, f64, usize)> = samples.iter().filter_map(Means::grand).collect();
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

    /// Ranks that share no world are compared by the means of their points: 2 against 5, at every point.
    #[test]
    fn masked_tables_are_compared_by_their_means() {
        let table = Matrix::new(2, vec![2.0, 5.0, 3.0, 6.0, 4.0, 7.0]);
        let (a, b) = (table.only(|i| i % 2 == 0), table.only(|i| i % 2 == 1));
        assert_eq!((a.n(), b.n()), (3, 3));
        let apart = b.means().minus(&a.means());
        assert_eq!(apart.points, [3.0, 3.0, 3.0]);
        assert!(apart.worlds.iter().all(|x| x.is_nan()), "no world is in both");
        let effect = pooled_means(&[apart]).unwrap();
        assert_eq!((effect.mean, effect.low, effect.high), (3.0, 3.0, 3.0));
        assert_eq!(Matrix::average(&[a, b]).unwrap(), table);
    }
}
