//! Means, quantiles, shares, paired differences and least squares, with intervals.

use serde::Serialize;
use statrs::distribution::{ChiSquared, Continuous, ContinuousCDF, StudentsT};

use crate::error::{Problem, at_least, same};
use crate::linear::{Cholesky, Matrix, dot};
use crate::normal::normal_quantile;

/// The usual level of an interval.
pub const LEVEL: f64 = 0.95;

/// Mean with its spread and interval.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Mean {
    /// Number of values.
    pub n: usize,
    /// Mean; NaN of no values.
    pub mean: f64,
    /// Standard deviation (n - 1); NaN of fewer than two.
    pub sd: f64,
    /// Standard error of the mean.
    pub se: f64,
    /// Interval by Student's t.
    pub interval: (f64, f64),
}

/// Mean, spread and 95 % interval of values, all finite.
pub fn mean(values: &[f64]) -> Mean {
    mean_at(values, LEVEL)
}

/// Mean, spread and interval at a level, such as 0.95, of values, all finite.
pub fn mean_at(values: &[f64], level: f64) -> Mean {
    let n = values.len();
    // Around the first value, so that values that are all the same have exactly that mean, and no spread.
    let first = values.first().copied().unwrap_or(f64::NAN);
    let mean = first + values.iter().map(|x| x - first).sum::<f64>() / n as f64;
    let squares: f64 = values.iter().map(|x| (x - mean) * (x - mean)).sum();
    let sd = if n < 2 { f64::NAN } else { (squares / (n as f64 - 1.0)).sqrt() };
    let se = sd / (n as f64).sqrt();
    let half = if n < 2 { f64::NAN } else { student_quantile(0.5 + 0.5 * level, n - 1) * se };
    Mean { n, mean, sd, se, interval: (mean - half, mean + half) }
}

/// Variance about the mean, divided by n; NaN of no values.
pub fn population_variance(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / n
}

/// 97.5 % point of the standard normal: half-width of a 95 % interval in standard errors.
pub const NORMAL_95: f64 = 1.959_963_984_540_054;

/// 97.5 % point of Student's t.
pub fn t_quantile(freedom: usize) -> f64 {
    student_quantile(0.975, freedom)
}

/// The value below which Student's t lies with probability `p`; the normal's where there are more than a million
/// degrees of freedom.
pub fn student_quantile(p: f64, freedom: usize) -> f64 {
    const NORMAL_FROM: usize = 1_000_000;
    if freedom > NORMAL_FROM {
        return normal_quantile(p);
    }
    // The library's own inverse is right to four digits only; Newton's steps on its distribution give the rest.
    let polished = |law: StudentsT| (0..4).fold(law.inverse_cdf(p), |t, _| t - (law.cdf(t) - p) / law.pdf(t));
    StudentsT::new(0.0, 1.0, freedom as f64).map_or(f64::NAN, polished)
}

/// Probability that Student's t lies at least as far from zero as `t`, on either side.
pub fn student_tails(t: f64, freedom: usize) -> f64 {
    StudentsT::new(0.0, 1.0, freedom as f64).map_or(f64::NAN, |law| 2.0 * law.sf(t.abs()))
}

/// Probability that chi-square with so many degrees of freedom is at least `statistic`.
pub fn chi_square_tail(statistic: f64, freedom: usize) -> f64 {
    ChiSquared::new(freedom as f64).map_or(f64::NAN, |law| law.sf(statistic))
}

/// Wilson's 95 % interval of a share (Wilson 1927, doi:10.1080/01621459.1927.10502953), `hits` of `n`.
pub fn wilson(hits: usize, n: usize) -> (f64, f64) {
    wilson_at(hits, n, LEVEL)
}

/// Wilson's interval of a share at a level.
pub fn wilson_at(hits: usize, n: usize, level: f64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let z = normal_quantile(0.5 + 0.5 * level);
    let (share, n, z2) = (hits as f64 / n as f64, n as f64, z * z);
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    // Exact at the ends, where rounding would leave 1e-17 or so.
    (if hits == 0 { 0.0 } else { centre - half }, if share == 1.0 { 1.0 } else { centre + half })
}

/// Quantile of sorted values, linear between order statistics (type 7 of Hyndman & Fan 1996); NaN of none.
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else { return f64::NAN };
    let position = p * last as f64;
    let below = (position.floor() as usize).min(last);
    let above = (below + 1).min(last);
    sorted[below] + (position - below as f64) * (sorted[above] - sorted[below])
}

/// Values in order of size.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    values
}

/// Places of the values in order of size; ties by place.
pub fn order(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&i, &j| values[i].total_cmp(&values[j]));
    order
}

/// Ranks from 1; ties have the mean of their ranks.
pub fn ranks(values: &[f64]) -> Vec<f64> {
    let order = order(values);
    let mut ranks = vec![0.0; values.len()];
    let mut from = 0;
    for tied in order.chunk_by(|&i, &j| values[i] == values[j]) {
        let rank = from as f64 + 0.5 * (tied.len() as f64 + 1.0);
        tied.iter().for_each(|&i| ranks[i] = rank);
        from += tied.len();
    }
    ranks
}

/// Difference of two policies over the same worlds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Paired {
    /// Mean difference, other minus base, with its interval.
    pub difference: Mean,
    /// Correlation between the two over worlds; NaN where one does not vary.
    pub correlation: f64,
    /// Variance of the difference of independent worlds over that of the paired: how many times more worlds the same
    /// precision would need without common random numbers. NaN where the paired difference does not vary.
    pub variance_reduction: f64,
}

/// Paired difference `other - base`, one pair a world.
///
/// # Errors
/// `Problem::Shape` where they are not pairs.
pub fn paired(base: &[f64], other: &[f64]) -> Result<Paired, Problem> {
    same("other", base.len(), other.len())?;
    let difference = mean(&base.iter().zip(other).map(|(b, o)| o - b).collect::<Vec<_>>());
    let (a, b) = (mean(base), mean(other));
    let products = base.iter().zip(other).map(|(x, y)| (x - a.mean) * (y - b.mean)).sum::<f64>();
    let covariance = products / (base.len() as f64 - 1.0);
    Ok(Paired {
        difference,
        correlation: ratio(covariance, a.sd * b.sd),
        variance_reduction: ratio(a.sd * a.sd + b.sd * b.sd, difference.sd * difference.sd),
    })
}

impl Paired {
    /// Two-sided p-value of no difference, by Student's t on the differences; none of fewer than two pairs, and where no pair
    /// differs, since then nothing was tried.
    pub fn p_value(&self) -> Option<f64> {
        let d = &self.difference;
        match (d.n > 1, d.se > 0.0) {
            (true, true) => Some(student_tails(d.mean / d.se, d.n - 1)),
            (true, false) if d.mean != 0.0 => Some(0.0),
            _ => None,
        }
    }
}

/// A ratio; NaN where its denominator is not positive.
pub fn ratio(above: f64, below: f64) -> f64 {
    if below > 0.0 { above / below } else { f64::NAN }
}

/// A linear regression by least squares.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Regression {
    /// Coefficients, the intercept first.
    pub coefficients: Vec<f64>,
    /// Their standard errors.
    pub errors: Vec<f64>,
    /// Share of variance explained.
    pub r_squared: f64,
    /// Number of observations.
    pub n: usize,
}

impl Regression {
    /// Degrees of freedom that are left.
    pub fn freedom(&self) -> usize {
        self.n - self.coefficients.len()
    }
}

/// Least squares of `y` on the columns of `rows` and an intercept.
///
/// # Errors
/// `Problem` where the shapes do not fit, there are too few rows, or the columns depend on each other.
pub fn least_squares(rows: &[Vec<f64>], y: &[f64]) -> Result<Regression, Problem> {
    let inputs = crate::error::sample(rows, y)?;
    at_least("rows", inputs + 2, rows.len())?;
    let columns: Vec<Vec<f64>> = (0..inputs).map(|j| rows.iter().map(|row| row[j]).collect()).collect();
    let centres: Vec<f64> = columns.iter().map(|c| mean(c).mean).collect();
    let scales: Vec<f64> = columns.iter().map(|c| population_variance(c).sqrt()).collect();
    if scales.iter().any(|scale| *scale <= 0.0) {
        return Err(Problem::Singular("the table of inputs"));
    }
    let standard: Vec<Vec<f64>> =
        (0..inputs).map(|j| columns[j].iter().map(|x| (x - centres[j]) / scales[j]).collect()).collect();
    let n = rows.len() as f64;
    let centre = mean(y).mean;
    let deviations: Vec<f64> = y.iter().map(|value| value - centre).collect();
    let correlation = Matrix::from_fn(inputs, inputs, |i, j| dot(&standard[i], &standard[j]) / n);
    let factor = well_conditioned(&correlation).ok_or(Problem::Singular("the table of inputs"))?;
    let moments: Vec<f64> = standard.iter().map(|column| dot(column, &deviations) / n).collect();
    let slopes = factor.solve(&moments);
    let fitted = |i: usize| (0..inputs).map(|j| slopes[j] * standard[j][i]).sum::<f64>();
    let residual: f64 = deviations.iter().enumerate().map(|(i, d)| (d - fitted(i)) * (d - fitted(i))).sum();
    let total = dot(&deviations, &deviations);
    let variance = residual / (n - inputs as f64 - 1.0);
    let inverse = factor.inverse();
    let gradient: Vec<f64> = (0..inputs).map(|j| centres[j] / scales[j]).collect();
    let intercept = centre - dot(&slopes, &gradient);
    let intercept_error = (variance / n * (1.0 + dot(&gradient, &inverse.times(&gradient)))).sqrt();
    let error = |j: usize| (variance / n * inverse[(j, j)]).sqrt() / scales[j];
    Ok(Regression {
        coefficients: std::iter::once(intercept).chain((0..inputs).map(|j| slopes[j] / scales[j])).collect(),
        errors: std::iter::once(intercept_error).chain((0..inputs).map(error)).collect(),
        r_squared: 1.0 - ratio(residual, total),
        n: rows.len(),
    })
}

/// The factor of a correlation matrix; `None` where a column is given by others to 1 in 10^10 of its variance.
fn well_conditioned(correlation: &Matrix) -> Option<Cholesky> {
    const LEAST: f64 = 1e-10;
    let factor = Cholesky::new(correlation)?;
    let pivots = (0..correlation.rows()).map(|i| factor.lower()[(i, i)]);
    pivots.map(|pivot| pivot * pivot).all(|left| left > LEAST).then_some(factor)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(a: f64, b: f64, tolerance: f64) {
        assert!((a - b).abs() <= tolerance, "{a} against {b}");
    }

    #[test]
    fn mean_of_the_first_numbers() {
        let values: Vec<f64> = (1..=9).map(f64::from).collect();
        let m = mean(&values);
        near(m.mean, 5.0, 1e-15);
        near(m.sd * m.sd, 9.0 * 10.0 / 12.0, 1e-12); // n(n+1)/12
        near(m.interval.1 - m.mean, 2.306_004 * m.se, 1e-5); // t with 8 degrees of freedom, tables
        assert!(mean(&[]).mean.is_nan() && mean(&[1.0]).se.is_nan());
        let same = mean(&[0.1; 7]);
        assert_eq!((same.mean, same.sd), (0.1, 0.0));
    }

    #[test]
    fn t_of_one_and_two_degrees_have_closed_forms() {
        for p in [0.6, 0.9, 0.975, 0.9995] {
            near(student_quantile(p, 1) / libm::tan(core::f64::consts::PI * (p - 0.5)), 1.0, 1e-9);
            let a: f64 = 4.0 * p * (1.0 - p);
            near(student_quantile(p, 2) / (2.0 * (p - 0.5) * (2.0 / a).sqrt()), 1.0, 1e-9);
        }
        near(t_quantile(1_000_000), normal_quantile(0.975), 1e-5);
        assert_eq!(student_quantile(0.975, 2_000_000), normal_quantile(0.975));
    }

    #[test]
    fn chi_square_of_two_degrees_is_exponential() {
        for x in [0.1, 1.0, 9.0] {
            near(chi_square_tail(x, 2), libm::exp(-0.5 * x), 1e-10);
        }
    }

    #[test]
    fn wilson_solves_its_equation() {
        for (hits, n) in [(0, 10), (3, 10), (10, 10), (120, 200)] {
            let p = hits as f64 / n as f64;
            let (low, high) = wilson(hits, n);
            for bound in [low, high].into_iter().filter(|b| *b > 0.0 && *b < 1.0) {
                let score = (p - bound) / (bound * (1.0 - bound) / n as f64).sqrt();
                near(score.abs(), normal_quantile(0.975), 1e-9);
            }
        }
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn regression_of_a_line_with_known_errors() {
        // x = 0, 1, 2, 3; y = 1, 3, 2, 4: slope .8, intercept 1.3, residual sum 1.8, Sxx = 5, mean square of x 3.5.
        let rows: Vec<Vec<f64>> = (0..4).map(|x| vec![f64::from(x)]).collect();
        let fit = least_squares(&rows, &[1.0, 3.0, 2.0, 4.0]).unwrap();
        near(fit.coefficients[0], 1.3, 1e-12);
        near(fit.coefficients[1], 0.8, 1e-12);
        near(fit.errors[1], (0.9_f64 / 5.0).sqrt(), 1e-12);
        near(fit.errors[0], (0.9_f64 * 3.5 / 5.0).sqrt(), 1e-12);
        near(fit.r_squared, 1.0 - 1.8 / 5.0, 1e-12);
        assert!(least_squares(&vec![vec![1.0]; 4], &[1.0; 4]).is_err());
        assert!(least_squares(&rows[..2], &[1.0, 2.0]).is_err());
        let twice: Vec<Vec<f64>> = (0..6).map(|x| vec![f64::from(x), 2.0 * f64::from(x) + 1.0]).collect();
        assert!(least_squares(&twice, &[0.0, 1.0, 0.0, 2.0, 5.0, 1.0]).is_err());
    }

    #[test]
    fn ranks_share_ties() {
        assert_eq!(ranks(&[3.0, 1.0, 3.0, 2.0]), vec![3.5, 1.0, 3.5, 2.0]);
    }

    proptest! {
        #[test]
        fn regression_finds_exact_planes(a in -5.0..5.0, b in -5.0..5.0, c in -5.0..5.0,
                                         points in prop::collection::vec((-9.0..9.0, -9.0..9.0), 8..30)) {
            let rows: Vec<Vec<f64>> = points.iter().map(|(x, z)| vec![*x, *z]).collect();
            let y: Vec<f64> = points.iter().map(|(x, z)| a + b * x + c * z).collect();
            if let Ok(fit) = least_squares(&rows, &y) {
                for (found, wanted) in fit.coefficients.iter().zip([a, b, c]) {
                    prop_assert!(f64::abs(found - wanted) < 1e-6);
                }
            }
        }

        #[test]
        fn quantiles_are_ordered_and_exact_at_the_ends(values in prop::collection::vec(-1e6..1e6, 1..50)) {
            let s = sorted(&values);
            prop_assert_eq!(quantile(&s, 0.0), s[0]);
            prop_assert_eq!(quantile(&s, 1.0), s[s.len() - 1]);
            prop_assert!(quantile(&s, 0.05) <= quantile(&s, 0.5) && quantile(&s, 0.5) <= quantile(&s, 0.95));
        }

        #[test]
        fn variances_of_pairs_add_up(pairs in prop::collection::vec((-9.0..9.0, -9.0..9.0), 3..40)) {
            let (a, b): (Vec<f64>, Vec<f64>) = pairs.into_iter().unzip();
            let p = paired(&a, &b).unwrap();
            let (x, y) = (mean(&a), mean(&b));
            let variance = x.sd * x.sd + y.sd * y.sd - 2.0 * p.correlation * x.sd * y.sd;
            prop_assert!((variance - p.difference.sd * p.difference.sd).abs() < 1e-6);
        }
    }

    #[test]
    fn a_constant_shift_has_no_spread() {
        let base = [1.0, 5.0, 2.0];
        let p = paired(&base, &[3.0, 7.0, 4.0]).unwrap();
        near(p.difference.mean, 2.0, 1e-15);
        near(p.correlation, 1.0, 1e-12);
        assert!(p.variance_reduction.is_nan());
        assert!(paired(&base, &[1.0]).is_err());
    }
}
