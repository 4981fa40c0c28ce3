//! What every model of ambidex is built from: the period loop ([`model`]), parameters declared once
//! ([`mod@parameters`]), the view by which models are catalogued ([`catalogue`]), randomness by address ([`streams`]),
//! columns with units ([`observation`]), kernels for wide registers ([`vector`]), and portable mathematics
//! ([`maths`]).
//!
//! Nothing here reads a file or a clock, starts a thread or keeps global state.

pub mod calendar;
pub mod catalogue;
pub mod guide;
pub mod maths;
pub mod model;
pub mod observation;
pub mod parameters;
pub mod streams;
pub mod vector;

pub use calendar::Calendar;
pub use catalogue::{Catalogued, ModelInfo, Recorder, Values};
pub use guide::GuideTable;
pub use model::{Model, run};
pub use observation::{Column, Kind, Row};
pub use parameters::{ParameterSpec, Problem, Source};
pub use streams::{Draws, Purpose, Stream, Streams};
