//! What can be evaluated at a point, and a point that is ready to be run.

use std::ops::Range;

use ambidex_core::{Column, ParameterSpec, Problem};

use crate::world::Failure;

/// `path = value`, the value as text.
pub type Setting = (String, String);

/// The columns of the series of a replicate at the end of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct SeriesRow {
    /// Replicate.
    pub replicate: u32,
    /// Period.
    pub period: u32,
    /// Values, in the order of [`Target::series`].
    pub values: Vec<f64>,
}

/// A number that may be uncertain, and the range that is plausible for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Plausible {
    /// Path of the setting.
    pub path: String,
    /// Lower end.
    pub low: f64,
    /// Upper end, above the lower one.
    pub high: f64,
    /// Whether only whole numbers make sense.
    pub whole: bool,
}

impl Plausible {
    /// The range that a parameter declares; none where it is a single value.
    pub fn of(path: String, spec: &ParameterSpec) -> Option<Self> {
        let (low, high) = spec.plausible;
        (low < high).then_some(Self { path, low, high, whole: spec.whole })
    }
}

/// Something that can be evaluated at a point: a model of the catalogue, or a scenario.
pub trait Target: Sync {
    /// Model, as `ambidex list` names it.
    fn model(&self) -> &str;
    /// Name of the model, case or scenario.
    fn name(&self) -> &str;
    /// Outcomes of a replicate, the primary one first.
    fn outcomes(&self) -> &[Column];
    /// What can be recorded a period; empty where nothing can.
    fn series(&self) -> &[Column] {
        &[]
    }
    /// Unit of a setting; empty where it has none.
    fn unit(&self, path: &str) -> String;
    /// Its numbers with the ranges that it declares plausible.
    fn plausible(&self) -> Vec<Plausible>;
    /// Replicates that are worth a file of their own: fewer where one takes longer.
    fn least_rows(&self) -> u32;
    /// Most replicates that one task runs. No result depends on it.
    fn task(&self) -> u32;
    /// Everything of the target that a result depends on beside settings, seed and replicate.
    fn identity(&self) -> String;
    /// What stands behind a setting that only names it, as the path of a file does.
    fn content(&self, _path: &str, _value: &str) -> Option<String> {
        None
    }
    /// Checks a point, and everything at once: the problems name settings by their path.
    fn prepare(&self, settings: &[Setting]) -> Result<Box<dyn Prepared + '_>, Vec<Problem>>;
}

/// A point whose settings are checked.
pub trait Prepared: Send + Sync {
    /// Periods of a replicate, or the most of them.
    fn periods(&self) -> u32;
    /// All settings with their values, those left at their defaults too, where the target can name them.
    fn described(&self) -> Vec<Setting> {
        Vec::new()
    }
    /// Outcomes of replicates, in order; NaN where one does not apply. A replicate that fails, or panics, is a failure and does not
    /// touch the others. Each is a function of (settings, seed, replicate) alone.
    fn run(&self, seed: u64, replicates: Range<u32>) -> Vec<Result<Vec<f64>, Failure>>;
    /// The same, with the series of the replicates that came to their end.
    fn run_with_series(
        &self,
        seed: u64,
        replicates: Range<u32>,
        _series: &mut Vec<SeriesRow>,
    ) -> Vec<Result<Vec<f64>, Failure>> {
        self.run(seed, replicates)
    }
}
