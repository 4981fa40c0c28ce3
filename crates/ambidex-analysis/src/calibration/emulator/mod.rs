//! Gaussian-process emulator of one output (Rasmussen & Williams 2006, *Gaussian Processes for Machine Learning*,
//! chapters 2 and 5; O'Hagan 2006, doi:10.1016/j.ress.2005.11.025).
//!
//! y(x) = h(x)' b + z(x) + e: h constant or linear, z of covariance s2 exp(-1/2 sum ((x_j - x'_j) / l_j)^2), e of the
//! variance given at each point (that of a mean of replicates) or, without replicates, of one fitted nugget. b is found by
//! generalised least squares; lengths l, s2 and the nugget maximise the likelihood with b at its optimum, by resilient
//! propagation (Igel & Huesken 2003, doi:10.1016/S0925-2312(01)00700-7: steps by the sign of the gradient alone) from
//! three starts, within bounds: l from .05 to 20 on the unit cube, s2 from 1e-3 to 1e3 and the nugget from 1e-6 to 1 of
//! the output's variance. Inputs are points of the unit cube. Cost: the cube of the number of points, some 200 times.

mod likelihood;

use serde::Serialize;

use crate::error::{Problem, at_least, holds, same, sample};
use crate::linear::{Cholesky, Matrix, dot};
use crate::statistics::{mean, wilson};
use likelihood::{Data, Fitted, maximise};

/// Mean function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// One constant.
    Constant,
    /// A constant and a slope by input.
    Linear,
}

impl Trend {
    fn basis(self, x: &[f64]) -> Vec<f64> {
        match self {
            Self::Constant => vec![1.0],
            Self::Linear => std::iter::once(1.0).chain(x.iter().copied()).collect(),
        }
    }
}

/// What the emulator need not explain.
#[derive(Clone, Debug, PartialEq)]
pub enum Noise {
    /// The variance of the output at each point, such as the replicates' variance over their number; 0 where
    /// deterministic.
    Known(Vec<f64>),
    /// One variance, to be fitted.
    Fitted,
}

/// A fitted emulator.
#[derive(Clone, Debug)]
pub struct Emulator {
    data: Data,
    fitted: Fitted,
    centre: f64,
    scale: f64,
}

/// What an emulator says of a point.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Prediction {
    /// Mean of the model's expected output.
    pub mean: f64,
    /// Variance of it: what the emulator does not know (replicate noise not included).
    pub variance: f64,
}

/// Each point predicted from all others (Dubrule 1983, doi:10.1007/BF01033030), lengths and variances held.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LeftOut {
    /// Observed minus predicted, over the standard deviation, by point: about standard normal for a good emulator.
    pub residuals: Vec<f64>,
    /// Share of variance predicted: 1 - squares of prediction errors over squares about the mean.
    pub predictivity: f64,
    /// Residuals within +-2, which 95 % should be.
    pub within_two: usize,
    /// Wilson's 95 % interval of their share.
    pub interval: (f64, f64),
}

impl Emulator {
    /// Fits to outputs (means of replicates) at points of the unit cube.
    ///
    /// # Errors
    /// `Problem` where shapes do not fit, variances are negative, or there are fewer points than coefficients plus three.
    pub fn fit(points: &[Vec<f64>], outputs: &[f64], trend: Trend, noise: &Noise) -> Result<Self, Problem> {
        let inputs = sample(points, outputs)?;
        let coefficients = trend.basis(&points[0]).len();
        at_least("points", coefficients + 3, points.len())?;
        let (centre, sd) = (mean(outputs).mean, mean(outputs).sd);
        let scale = if sd > 0.0 { sd } else { 1.0 };
        let known = match noise {
            Noise::Fitted => None,
            Noise::Known(variances) => {
                same("variances", points.len(), variances.len())?;
                let least = variances.iter().copied().fold(f64::INFINITY, f64::min);
                holds(least >= 0.0, "variance", "it must not be negative", least)?;
                Some(variances.iter().map(|v| v / (scale * scale)).collect())
            }
        };
        let data = Data {
            points: points.to_vec(),
            basis: points.iter().map(|x| trend.basis(x)).collect(),
            y: outputs.iter().map(|y| (y - centre) / scale).collect(),
            known,
            trend,
        };
        let fitted = maximise(&data, inputs)?;
        Ok(Self { data, fitted, centre, scale })
    }

    /// Correlation lengths by input, in the unit cube: the longer, the less the input matters (beyond its slope).
    pub fn lengths(&self) -> &[f64] {
        &self.fitted.lengths
    }

    /// Log-likelihood of the standardised outputs.
    pub fn log_likelihood(&self) -> f64 {
        self.fitted.log_likelihood
    }

    /// What the emulator says of a point of the unit cube.
    ///
    /// # Errors
    /// `Problem::Shape` of a point with other inputs.
    pub fn predict(&self, x: &[f64]) -> Result<Prediction, Problem> {
        same("inputs of a point", self.fitted.lengths.len(), x.len())?;
        let fitted = &self.fitted;
        let k: Vec<f64> = self.data.points.iter().map(|other| fitted.covariance(x, other)).collect();
        let h = self.data.trend.basis(x);
        let half = fitted.factor.forward(&k);
        // h - H' K^-1 k: what the mean function's own uncertainty is multiplied by.
        let rest: Vec<f64> =
            h.iter().zip(&fitted.half_basis).map(|(h, column)| h - dot(column, &half)).collect();
        let unknown = fitted.variance - dot(&half, &half) + dot(&rest, &fitted.trend_factor.solve(&rest));
        let value = dot(&h, &fitted.coefficients) + dot(&k, &fitted.weights);
        Ok(Prediction {
            mean: self.centre + self.scale * value,
            variance: self.scale * self.scale * unknown.max(0.0),
        })
    }

    /// Predicts each point from all others.
    pub fn leave_one_out(&self) -> LeftOut {
        let fitted = &self.fitted;
        let inverse = fitted.factor.inverse();
        let columns: Vec<Vec<f64>> = (0..fitted.coefficients.len())
            .map(|j| inverse.times(&self.data.basis.iter().map(|h| h[j]).collect::<Vec<_>>()))
            .collect();
        // Diagonal of K^-1 - K^-1 H (H' K^-1 H)^-1 H' K^-1; its product with y is K^-1 (y - H b).
        let precision = |i: usize| {
            let u: Vec<f64> = columns.iter().map(|column| column[i]).collect();
            inverse[(i, i)] - dot(&u, &fitted.trend_factor.solve(&u))
        };
        let n = self.data.y.len();
        let precisions: Vec<f64> = (0..n).map(precision).collect();
        let errors: Vec<f64> = (0..n).map(|i| fitted.weights[i] / precisions[i]).collect();
        let residuals: Vec<f64> = (0..n).map(|i| fitted.weights[i] / precisions[i].sqrt()).collect();
        let within_two = residuals.iter().filter(|r| r.abs() <= 2.0).count();
        // Standardised outputs have squares n - 1 about their mean.
        let predictivity = 1.0 - dot(&errors, &errors) / (n as f64 - 1.0);
        LeftOut { residuals, predictivity, within_two, interval: wilson(within_two, n) }
    }
}

/// H' A^-1 H from half columns L^-1 H, with its factor.
fn trend_factor(half_basis: &[Vec<f64>]) -> Option<Cholesky> {
    let p = half_basis.len();
    Cholesky::new(&Matrix::from_fn(p, p, |i, j| dot(&half_basis[i], &half_basis[j])))
}

#[cfg(test)]
mod tests;
