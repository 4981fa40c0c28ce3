//! What every analysis of an experiment says of itself first.

use ambidex_scenario::Experiment;
use serde::Serialize;

/// The head of a report.
#[derive(Clone, Debug, Serialize)]
pub struct Head {
    /// Name of the experiment.
    pub name: String,
    /// Model, case or scenario file.
    pub target: String,
    /// Version of the program.
    pub version: &'static str,
    /// Seed of all that is drawn.
    pub seed: u64,
}

impl Head {
    /// That of an analysis of this experiment.
    pub fn of(experiment: &Experiment) -> Self {
        Self {
            name: experiment.name.clone(),
            target: experiment.target.clone(),
            version: env!("CARGO_PKG_VERSION"),
            seed: experiment.seed,
        }
    }
}
