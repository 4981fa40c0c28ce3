//! Fitting a simulation to data, and what the data can tell.
//!
//! * [`abc`]: approximate Bayesian computation by sequential Monte Carlo: a posterior sample;
//! * [`history`]: history matching by waves of [`emulator`]s: the space that the data do not rule out;
//! * [`posterior`]: which parameters the data move, and which directions stay loose;
//! * [`scores`]: how good forecasts are;
//! * [`check`]: simulation-based calibration of the whole procedure.
//!
//! The model is a callback that is handed a [`Batch`] of points, so that the caller runs worlds in parallel. What is
//! asked for depends on the seed and on earlier answers alone: a caller that has kept its answers by (stage, number) can
//! hand them in again and goes on from there.

pub mod abc;
pub mod check;
pub mod emulator;
pub mod history;
pub mod posterior;
pub mod scores;

/// Points to be run.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a> {
    /// Generation or wave, from 0.
    pub stage: usize,
    /// Number of the first point within its stage: with the stage, the address of a point's random numbers.
    pub first: usize,
    /// `points x parameters`, in the parameters' own units.
    pub points: &'a [Vec<f64>],
}
