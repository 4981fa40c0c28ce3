//! Known numbers of the classic models against ours: quantity, source and kind of the number, theirs, ours, interval,
//! z, verdict.
//!
//! One module a model reads its reference numbers (`data/<model>/*.csv`, each row with its source and how it is known)
//! and measures the same quantities here. What is judged, and at which level, is in [`mod@quantity`] alone.

pub mod bass1969;
pub mod measure;
pub mod quantity;
pub mod results;
pub mod runs;

pub use measure::{MeasureError, Watch, find, measure};
pub use quantity::{Known, Quantity, Verdict, judge};
pub use results::{ModelResult, Results};

/// How much is run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Effort {
    /// Some seconds a model: enough to see that nothing is broken.
    Quick,
    /// As many replicates as the reference, or more.
    Full,
}

/// What is known of a model, measured here.
pub struct Replication {
    /// Name of the model.
    pub model: &'static str,
    /// Measures every quantity.
    pub quantities: fn(Effort) -> Vec<Quantity>,
    /// What cannot be matched and what was tried; what could not be obtained. A paragraph each.
    pub notes: &'static [&'static str],
}

/// All replications, in reading order.
pub static REPLICATIONS: &[Replication] = &[bass1969::REPLICATION];
