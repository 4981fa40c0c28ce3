//! Means, intervals, quantiles and paired differences.

use ambidex_core::maths::sqrt;
use statrs::distribution::{Continuous, ContinuousCDF, StudentsT};

/// 97.5 % point of the standard normal.
const Z95: f64 = 1.959_963_984_540_054;

/// Mean with its spread and 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mean {
    /// Number of values.
    pub n: usize,
    /// Mean; NaN of no values.
    pub mean: f64,
    /// Standard deviation (n - 1); NaN of fewer than two.
    pub sd: f64,
    /// Standard error of the mean.
    pub se: f64,
    /// 95 % interval by Student's t.
    pub interval: (f64, f64),
}

/// Mean, spread and interval of values, all finite.
pub fn mean(values: &[f64]) -> Mean {
    let n = values.len();
    // Around the first value, so that values that are all the same have exactly that mean, and no spread.
    let first = values.first().copied().unwrap_or(f64::NAN);
    let mean = first + values.iter().map(|x| x - first).sum::<f64>() / n as f64;
    let sd = sqrt(values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n as f64 - 1.0));
    let sd = if n < 2 { f64::NAN } else { sd };
    let se = sd / sqrt(n as f64);
    let half = if n < 2 { f64::NAN } else { t_quantile(n - 1) * se };
    Mean { n, mean, sd, se, interval: (mean - half, mean + half) }
}

/// 97.5 % point of Student's t.
pub fn t_quantile(freedom: usize) -> f64 {
    const P: f64 = 0.975;
    // The library's own inverse is right to four digits only; Newton's steps on its distribution give the rest.
    let polished = |law: StudentsT| (0..4).fold(law.inverse_cdf(P), |t, _| t - (law.cdf(t) - P) / law.pdf(t));
    StudentsT::new(0.0, 1.0, freedom as f64).map_or(f64::NAN, polished)
}

/// Wilson's 95 % interval of a share (Wilson 1927), `hits` of `n`.
pub fn wilson(hits: usize, n: usize) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let (share, n, z2) = (hits as f64 / n as f64, n as f64, Z95 * Z95);
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z95 / (1.0 + z2 / n) * sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
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
    values.sort_unstable_by(f64::total_cmp);
    values
}

/// Difference of two policies over the same worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
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
pub fn paired(base: &[f64], other: &[f64]) -> Paired {
    assert_eq!(base.len(), other.len(), "one pair a world");
    let difference = mean(&base.iter().zip(other).map(|(b, o)| o - b).collect::<Vec<_>>());
    let (a, b) = (mean(base), mean(other));
    let products = base.iter().zip(other).map(|(x, y)| (x - a.mean) * (y - b.mean)).sum::<f64>();
    let covariance = products / (base.len() as f64 - 1.0);
    Paired {
        difference,
        correlation: ratio(covariance, a.sd * b.sd),
        variance_reduction: ratio(a.sd * a.sd + b.sd * b.sd, difference.sd * difference.sd),
    }
}

fn ratio(above: f64, below: f64) -> f64 {
    if below > 0.0 { above / below } else { f64::NAN }
}

/// A linear regression by least squares.
#[derive(Clone, Debug, PartialEq)]
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

/// Least squares of `y` on the columns of `rows` and an intercept; `None` where there are too few rows or the columns
/// depend on each other.
pub fn least_squares(rows: &[Vec<f64>], y: &[f64]) -> Option<Regression> {
    let width = rows.first()?.len() + 1;
    let freedom = rows.len().checked_sub(width).filter(|&freedom| freedom > 0)?;
    let design = |i: usize, j: usize| if j == 0 { 1.0 } else { rows[i][j - 1] };
    let sum = |f: &dyn Fn(usize) -> f64| (0..rows.len()).map(f).sum::<f64>();
    let gram: Vec<Vec<f64>> =
        (0..width).map(|j| (0..width).map(|k| sum(&|i| design(i, j) * design(i, k))).collect()).collect();
    let inverse = invert(gram)?;
    let moments: Vec<f64> = (0..width).map(|j| sum(&|i| design(i, j) * y[i])).collect();
    let coefficients: Vec<f64> = inverse.iter().map(|row| dot(row, &moments)).collect();
    let fitted = |i: usize| (0..width).map(|j| coefficients[j] * design(i, j)).sum::<f64>();
    let residual = sum(&|i| (y[i] - fitted(i)) * (y[i] - fitted(i)));
    let centre = mean(y).mean;
    let total = sum(&|i| (y[i] - centre) * (y[i] - centre));
    let variance = residual / freedom as f64;
    let errors = (0..width).map(|j| sqrt(variance * inverse[j][j])).collect();
    Some(Regression { coefficients, errors, r_squared: 1.0 - ratio(residual, total), n: rows.len() })
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

/// Inverse by Gauss-Jordan elimination with pivoting; `None` where singular to 1 in 10^12.
fn invert(mut a: Vec<Vec<f64>>) -> Option<Vec<Vec<f64>>> {
    let n = a.len();
    let scale = a.iter().flatten().fold(0.0_f64, |most, x| most.max(x.abs()));
    for (i, row) in a.iter_mut().enumerate() {
        row.extend((0..n).map(|j| if i == j { 1.0 } else { 0.0 }));
    }
    for column in 0..n {
        let pivot = (column..n).max_by(|&i, &j| a[i][column].abs().total_cmp(&a[j][column].abs()))?;
        if a[pivot][column].abs() <= scale * 1e-12 {
            return None;
        }
        a.swap(column, pivot);
        let divisor = a[column][column];
        a[column].iter_mut().for_each(|x| *x /= divisor);
        let pivot_row = a[column].clone();
        for (_, row) in a.iter_mut().enumerate().filter(|(i, _)| *i != column) {
            let factor = row[column];
            row.iter_mut().zip(&pivot_row).for_each(|(x, p)| *x -= factor * p);
        }
    }
    Some(a.into_iter().map(|row| row[n..].to_vec()).collect())
}

/// A number to nine significant digits: the last bits of library functions differ between platforms, files must not.
pub fn round(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() { x } else { format!("{x:.8e}").parse().unwrap_or(x) }
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
    }

    #[test]
    fn t_of_one_degree_is_cauchy() {
        near(t_quantile(1), (core::f64::consts::PI * 0.475).tan(), 1e-6);
        near(t_quantile(1_000_000), Z95, 1e-5);
    }

    #[test]
    fn wilson_solves_its_equation() {
        for (hits, n) in [(0, 10), (3, 10), (10, 10), (120, 200)] {
            let p = hits as f64 / n as f64;
            let (low, high) = wilson(hits, n);
            for bound in [low, high].into_iter().filter(|b| *b > 0.0 && *b < 1.0) {
                let score = (p - bound) / sqrt(bound * (1.0 - bound) / n as f64);
                near(score.abs(), Z95, 1e-9);
            }
        }
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }

    #[test]
    fn regression_of_a_line_with_known_errors() {
        // x = 0, 1, 2, 3; y = 1, 3, 2, 4: slope .8, intercept 1.3, residual sum 1.8, Sxx = 5.
        let rows: Vec<Vec<f64>> = (0..4).map(|x| vec![f64::from(x)]).collect();
        let fit = least_squares(&rows, &[1.0, 3.0, 2.0, 4.0]).expect("four points");
        near(fit.coefficients[0], 1.3, 1e-12);
        near(fit.coefficients[1], 0.8, 1e-12);
        near(fit.errors[1], sqrt(0.9 / 5.0), 1e-12);
        near(fit.r_squared, 1.0 - 1.8 / 5.0, 1e-12);
        assert!(least_squares(&[vec![1.0], vec![1.0], vec![1.0], vec![1.0]], &[1.0; 4]).is_none());
        assert!(least_squares(&rows[..2], &[1.0, 2.0]).is_none());
    }

    proptest! {
        #[test]
        fn regression_finds_exact_planes(a in -5.0..5.0, b in -5.0..5.0, c in -5.0..5.0,
                                         points in prop::collection::vec((-9.0..9.0, -9.0..9.0), 8..30)) {
            let rows: Vec<Vec<f64>> = points.iter().map(|(x, z)| vec![*x, *z]).collect();
            let y: Vec<f64> = points.iter().map(|(x, z)| a + b * x + c * z).collect();
            if let Some(fit) = least_squares(&rows, &y) {
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
            let p = paired(&a, &b);
            let (x, y) = (mean(&a), mean(&b));
            let variance = x.sd * x.sd + y.sd * y.sd - 2.0 * p.correlation * x.sd * y.sd;
            prop_assert!((variance - p.difference.sd * p.difference.sd).abs() < 1e-6);
        }

        #[test]
        fn rounding_keeps_nine_digits(x in -1e12..1e12) {
            prop_assert!((round(x) - x).abs() <= 1e-8 * f64::abs(x));
            prop_assert_eq!(round(round(x)), round(x));
        }
    }

    #[test]
    fn a_constant_shift_has_no_spread() {
        let base = [1.0, 5.0, 2.0];
        let p = paired(&base, &[3.0, 7.0, 4.0]);
        near(p.difference.mean, 2.0, 1e-15);
        near(p.correlation, 1.0, 1e-12);
        assert!(p.variance_reduction.is_nan());
    }
}
