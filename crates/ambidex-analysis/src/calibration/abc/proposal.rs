//! Where candidates come from, and what a particle weighs for it.

use ambidex_core::{Draws, Stream};

use super::Generation;
use crate::error::Problem;
use crate::linear::{Cholesky, Matrix, covariance, dot};
use crate::purposes::{ABC_CANDIDATE, address, stream};

/// Where candidates come from: the prior, or a generation and its kernel.
pub(super) struct Proposal<'a> {
    stream: Stream,
    period: u32,
    inputs: usize,
    kernel: Option<(&'a Generation, Cholesky)>,
}

impl<'a> Proposal<'a> {
    pub(super) fn new(
        inputs: usize,
        seed: u64,
        number: usize,
        last: Option<&'a Generation>,
    ) -> Result<Self, Problem> {
        let kernel = last.map(|last| Ok::<_, Problem>((last, kernel(last)?))).transpose()?;
        Ok(Self { stream: stream(seed, ABC_CANDIDATE), period: address(number), inputs, kernel })
    }

    /// Candidate number `attempt`, in the unit cube.
    pub(super) fn candidate(&self, attempt: usize) -> Vec<f64> {
        let mut draws = self.stream.draws(attempt as u64, self.period);
        let Some((last, factor)) = &self.kernel else {
            return (0..self.inputs).map(|_| draws.unit()).collect();
        };
        loop {
            let ancestor = draws.weighted(&last.weights).unwrap_or(0);
            let moved = moved(&last.unit[ancestor], factor, &mut draws);
            if moved.iter().all(|u| (0.0..=1.0).contains(u)) {
                return moved;
            }
        }
    }

    /// 1 / sum_j w_j K(u | u_j), scaled to sum to 1; equal in generation 0.
    pub(super) fn weights(&self, unit: &[Vec<f64>]) -> Vec<f64> {
        let Some((last, factor)) = &self.kernel else { return vec![1.0 / unit.len() as f64; unit.len()] };
        // In coordinates where the kernel is round.
        let old: Vec<Vec<f64>> = last.unit.iter().map(|u| factor.forward(u)).collect();
        let density = |u: &Vec<f64>| {
            let z = factor.forward(u);
            let kernel = |other: &Vec<f64>| {
                let distance: f64 = z.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
                ambidex_core::maths::exp(-0.5 * distance)
            };
            old.iter().zip(&last.weights).map(|(other, w)| w * kernel(other)).sum::<f64>()
        };
        let raw: Vec<f64> = unit.iter().map(|u| 1.0 / density(u)).collect();
        let total: f64 = raw.iter().sum();
        raw.iter().map(|w| w / total).collect()
    }
}

/// The factor of twice the weighted covariance, with a floor that keeps it from collapsing.
fn kernel(last: &Generation) -> Result<Cholesky, Problem> {
    const FLOOR: f64 = 1e-12;
    let (_, spread) = covariance(&last.unit, &last.weights);
    let doubled = Matrix::from_fn(spread.rows(), spread.columns(), |i, j| {
        2.0 * spread[(i, j)] + if i == j { FLOOR } else { 0.0 }
    });
    Cholesky::new(&doubled).ok_or(Problem::Singular("the covariance of the particles"))
}

fn moved(from: &[f64], factor: &Cholesky, draws: &mut Draws) -> Vec<f64> {
    let z: Vec<f64> = from.iter().map(|_| draws.normal()).collect();
    let shift = |i: usize| dot(&factor.lower().row(i)[..=i], &z[..=i]);
    from.iter().enumerate().map(|(i, u)| u + shift(i)).collect()
}
