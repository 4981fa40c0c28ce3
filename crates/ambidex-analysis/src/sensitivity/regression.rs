//! Importance by linear regression (Saltelli, Chan & Scott 2000, *Sensitivity Analysis*): standardised
//! coefficients b_j sd(x_j) / sd(y), on the values or on their ranks. They say no more than the linear (monotone) part:
//! R^2 tells how much that is. Intervals: Student's t of the coefficients, the standard deviations taken as known.

use serde::Serialize;

use crate::error::Problem;
use crate::intervals::Estimate;
use crate::statistics::{least_squares, mean, ranks, student_quantile};

/// Linear importance of all inputs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Linear {
    /// Standardised coefficients, one an input.
    pub coefficients: Vec<Estimate>,
    /// Share of variance that is linear in the inputs.
    pub r_squared: f64,
}

/// What is regressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum On {
    /// The values.
    Values,
    /// Their ranks (Iman & Conover 1979, doi:10.1080/00401706.1979.10489820): monotone relations become linear.
    Ranks,
}

/// Standardised coefficients with intervals at a level.
///
/// # Errors
/// `Problem` where the shapes do not fit, there are too few points, or the inputs depend on each other linearly.
pub fn importance(points: &[Vec<f64>], outputs: &[f64], on: On, level: f64) -> Result<Linear, Problem> {
    let inputs = crate::error::sample(points, outputs)?;
    let columns: Vec<Vec<f64>> =
        (0..inputs).map(|j| transformed(&points.iter().map(|p| p[j]).collect::<Vec<_>>(), on)).collect();
    let rows: Vec<Vec<f64>> =
        (0..points.len()).map(|i| columns.iter().map(|column| column[i]).collect()).collect();
    let y = transformed(outputs, on);
    let fit = least_squares(&rows, &y)?;
    let t = student_quantile(0.5 + 0.5 * level, fit.freedom());
    let spread = mean(&y).sd;
    let coefficient = |j: usize| {
        let scale = if spread > 0.0 { mean(&columns[j]).sd / spread } else { 0.0 };
        let (value, error) = (fit.coefficients[j + 1] * scale, fit.errors[j + 1] * scale);
        Estimate { value, low: value - t * error, high: value + t * error }
    };
    Ok(Linear { coefficients: (0..inputs).map(coefficient).collect(), r_squared: fit.r_squared })
}

fn transformed(values: &[f64], on: On) -> Vec<f64> {
    match on {
        On::Values => values.to_vec(),
        On::Ranks => ranks(values),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designs::latin::{Placement, hypercube};
    use proptest::prelude::*;

    /// y = 3 x1 + 4 x2 with independent inputs of equal spread: coefficients 3/5 and 4/5 but for sample correlation.
    #[test]
    fn shares_of_a_linear_function() {
        let points = hypercube(2000, 3, 6, Placement::Random);
        let outputs: Vec<f64> = points.iter().map(|p| 3.0 * p[0] + 4.0 * p[1]).collect();
        let found = importance(&points, &outputs, On::Values, 0.95).unwrap();
        assert!((found.r_squared - 1.0).abs() < 1e-12);
        for (estimate, truth) in found.coefficients.iter().zip([0.6, 0.8, 0.0]) {
            assert!((estimate.value - truth).abs() < 4.0 / 2000.0_f64.sqrt());
        }
    }

    proptest! {
        #[test]
        fn ranks_make_any_monotone_function_linear(seed: u64, power in 1_i32..6) {
            let points = hypercube(50, 1, seed, Placement::Random);
            let outputs: Vec<f64> = points.iter().map(|p| -p[0].powi(power)).collect();
            let found = importance(&points, &outputs, On::Ranks, 0.95).unwrap();
            prop_assert!((found.coefficients[0].value + 1.0).abs() < 1e-9);
        }
    }
}
