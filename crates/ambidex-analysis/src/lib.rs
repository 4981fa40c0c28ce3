//! Numerics of experiments: arrays in, results out. Nothing here knows of a model, reads a file or starts a thread.
//!
//! * [`distributions`]: uncertain quantities as laws on a range;
//! * [`designs`]: the points at which a model is to be run;
//! * [`sensitivity`]: which input moves the output, with intervals;
//! * [`discovery`]: in which part of the space does the outcome occur;
//! * [`calibration`]: fitting to data, and what the data can tell;
//! * [`intervals`]: resampling, many comparisons, when to stop;
//! * [`statistics`]: means, quantiles, shares, pairs, least squares;
//! * [`test_functions`]: functions whose indices are known.
//!
//! Shapes: a sample is a slice of points, a point a vector with one value an input (`points x inputs`); an output is a
//! slice with one value a point. Everything random is drawn by address ([`ambidex_core::streams`]) from the caller's
//! seed: the same call gives the same bits.

pub mod calibration;
pub mod designs;
pub mod discovery;
pub mod distributions;
pub mod error;
pub mod intervals;
pub mod linear;
pub mod normal;
pub mod purposes;
pub mod sensitivity;
pub mod statistics;
pub mod test_functions;

pub use distributions::Law;
pub use error::Problem;
pub use intervals::{Estimate, Resampling};
