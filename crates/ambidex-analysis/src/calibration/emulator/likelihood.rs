//! Likelihood of a Gaussian process, its gradient, and its maximum.

use ambidex_core::maths::{exp, ln};

use super::{Trend, trend_factor};
use crate::error::Problem;
use crate::linear::{Cholesky, Matrix, dot};

const LENGTH: (f64, f64) = (0.05, 20.0);
const VARIANCE: (f64, f64) = (1e-3, 1e3);
const NUGGET: (f64, f64) = (1e-6, 1.0);
/// Added to the diagonal, in the output's variance, so that the factor exists for points close together.
const JITTER: f64 = 1e-8;

/// What is fitted to: outputs have mean 0 and variance 1.
#[derive(Clone, Debug)]
pub(super) struct Data {
    pub points: Vec<Vec<f64>>,
    pub basis: Vec<Vec<f64>>,
    pub y: Vec<f64>,
    /// Variances by point; `None` where a nugget is fitted.
    pub known: Option<Vec<f64>>,
    pub trend: Trend,
}

/// A process with all that prediction needs.
#[derive(Clone, Debug)]
pub(super) struct Fitted {
    pub lengths: Vec<f64>,
    pub variance: f64,
    pub log_likelihood: f64,
    /// Factor of the outputs' covariance K.
    pub factor: Cholesky,
    /// L^-1 H, by coefficient.
    pub half_basis: Vec<Vec<f64>>,
    /// Factor of H' K^-1 H.
    pub trend_factor: Cholesky,
    /// Coefficients of the mean function.
    pub coefficients: Vec<f64>,
    /// K^-1 (y - H b).
    pub weights: Vec<f64>,
}

impl Fitted {
    /// Covariance of the process between two points.
    pub fn covariance(&self, x: &[f64], other: &[f64]) -> f64 {
        self.variance * correlation(x, other, &self.lengths)
    }
}

fn correlation(x: &[f64], other: &[f64], lengths: &[f64]) -> f64 {
    let terms = x.iter().zip(other).zip(lengths).map(|((a, b), l)| ((a - b) / l) * ((a - b) / l));
    exp(-0.5 * terms.sum::<f64>())
}

/// Logarithms of lengths, variance and, where it is fitted, the nugget.
pub(super) type Theta = Vec<f64>;

/// The process at some hyperparameters; `None` where a covariance has no factor.
pub(super) fn at(data: &Data, theta: &Theta, inputs: usize) -> Option<Fitted> {
    let lengths: Vec<f64> = theta[..inputs].iter().map(|t| exp(*t)).collect();
    let variance = exp(theta[inputs]);
    let nugget = theta.get(inputs + 1).map_or(0.0, |t| exp(*t));
    let noise = |i: usize| data.known.as_ref().map_or(nugget, |known| known[i]) + JITTER;
    let n = data.y.len();
    let mut covariance = Matrix::from_fn(n, n, |_, _| 0.0);
    for i in 0..n {
        for j in 0..i {
            covariance[(i, j)] = variance * correlation(&data.points[i], &data.points[j], &lengths);
        }
        covariance[(i, i)] = variance + noise(i);
    }
    let factor = Cholesky::new(&covariance)?;
    let half_basis: Vec<Vec<f64>> = (0..data.basis[0].len())
        .map(|j| factor.forward(&data.basis.iter().map(|h| h[j]).collect::<Vec<_>>()))
        .collect();
    let trend_factor = trend_factor(&half_basis)?;
    let half_y = factor.forward(&data.y);
    let moments: Vec<f64> = half_basis.iter().map(|column| dot(column, &half_y)).collect();
    let coefficients = trend_factor.solve(&moments);
    let residual: Vec<f64> = data.y.iter().zip(&data.basis).map(|(y, h)| y - dot(h, &coefficients)).collect();
    let weights = factor.solve(&residual);
    let log_likelihood =
        -0.5 * (dot(&residual, &weights) + factor.log_determinant() + n as f64 * ln(core::f64::consts::TAU));
    Some(Fitted {
        lengths,
        variance,
        log_likelihood,
        factor,
        half_basis,
        trend_factor,
        coefficients,
        weights,
    })
}

/// Gradient of the log-likelihood: 1/2 sum_ab (w_a w_b - K^-1_ab) dK_ab / dtheta, w = K^-1 (y - H b). The coefficients are
/// at their optimum, so that they do not enter.
pub(super) fn gradient(data: &Data, fitted: &Fitted, inputs: usize, nugget: Option<f64>) -> Theta {
    let inverse = fitted.factor.inverse();
    let w = &fitted.weights;
    let mut gradient = vec![0.0; inputs + 1];
    let mut trace = 0.0;
    for i in 0..w.len() {
        let diagonal = w[i] * w[i] - inverse[(i, i)];
        trace += diagonal;
        gradient[inputs] += 0.5 * diagonal * fitted.variance;
        for j in 0..i {
            let (x, other) = (&data.points[i], &data.points[j]);
            let weight = (w[i] * w[j] - inverse[(i, j)]) * fitted.covariance(x, other);
            gradient[inputs] += weight;
            for (k, length) in fitted.lengths.iter().enumerate() {
                let gap = (x[k] - other[k]) / length;
                gradient[k] += weight * gap * gap;
            }
        }
    }
    gradient.extend(nugget.map(|nugget| 0.5 * trace * nugget));
    gradient
}

/// The best of three starts.
pub(super) fn maximise(data: &Data, inputs: usize) -> Result<Fitted, Problem> {
    const STARTS: [f64; 3] = [0.2, 0.6, 2.0];
    let fits = STARTS.iter().filter_map(|length| climb(data, inputs, *length));
    fits.max_by(|a, b| a.log_likelihood.total_cmp(&b.log_likelihood))
        .ok_or(Problem::Singular("the covariance of the outputs"))
}

/// Resilient propagation from one length for all inputs; the best point met.
fn climb(data: &Data, inputs: usize, length: f64) -> Option<Fitted> {
    const ROUNDS: usize = 60;
    const SMALLEST: f64 = 2e-3;
    let fit_nugget = data.known.is_none();
    let bounds: Vec<(f64, f64)> = std::iter::repeat_n(LENGTH, inputs)
        .chain([VARIANCE])
        .chain(fit_nugget.then_some(NUGGET))
        .map(|(low, high)| (ln(low), ln(high)))
        .collect();
    let mut theta: Theta = std::iter::repeat_n(ln(length), inputs).chain([0.0]).collect();
    theta.extend(fit_nugget.then_some(ln(1e-2)));
    let mut steps = vec![0.3; theta.len()];
    let mut before = vec![0.0; theta.len()];
    let mut best: Option<Fitted> = None;
    for _ in 0..ROUNDS {
        let Some(fitted) = at(data, &theta, inputs) else { break };
        let nugget = fit_nugget.then(|| exp(theta[inputs + 1]));
        let slope = gradient(data, &fitted, inputs, nugget);
        if best.as_ref().is_none_or(|b| fitted.log_likelihood > b.log_likelihood) {
            best = Some(fitted);
        }
        for i in 0..theta.len() {
            before[i] = propagate(&mut theta[i], &mut steps[i], slope[i], before[i], bounds[i]);
        }
        if steps.iter().all(|step| *step < SMALLEST) {
            break;
        }
    }
    best
}

/// One step uphill; gives the slope to be remembered (none after a change of sign).
fn propagate(theta: &mut f64, step: &mut f64, slope: f64, before: f64, (low, high): (f64, f64)) -> f64 {
    const GROW: f64 = 1.2;
    const SHRINK: f64 = 0.5;
    const LONGEST: f64 = 1.0;
    let turned = slope * before < 0.0;
    if slope * before > 0.0 {
        *step = (*step * GROW).min(LONGEST);
    } else if turned {
        *step *= SHRINK;
    }
    let slope = if turned { 0.0 } else { slope };
    let wanted = if slope == 0.0 { *theta } else { *theta + step.copysign(slope) };
    // Held at a bound the step shrinks, or the end would never be seen.
    if wanted < low || wanted > high {
        *step *= SHRINK;
    }
    *theta = wanted.clamp(low, high);
    slope
}
