//! Cases: scenarios with their data, sources, counterfactuals and patterns.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::counterfactual::{self, Counterfactual};
use crate::{Document, Scenario, ScenarioError};

/// A scenario with its data, as text.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// Name on the command line.
    pub name: &'static str,
    /// What it is about, in a line.
    pub about: &'static str,
    /// The scenario file.
    pub scenario: &'static str,
    /// Observed models (CSV).
    pub observations: &'static str,
    /// Counterfactuals.
    pub counterfactuals: &'static str,
    /// Definitions of the patterns, fixed before calibration.
    pub patterns: &'static str,
    /// What was fitted, and to what.
    pub calibration: &'static str,
    /// Draws of the parameters given the data (CSV: a column a path, a row a draw), where the case ships such a sample.
    pub posterior: Option<&'static str>,
    /// What a reader would expect of each counterfactual, written down before any run.
    pub expectations: &'static str,
    /// Keys of sources, with addresses and attribution.
    pub sources: &'static str,
    /// Claims about the case, each a fact, a mechanism, an evaluation or a matter of form.
    pub claims: &'static str,
    /// Experiments that test the mechanisms.
    pub insights: &'static str,
    /// Changes that the experiments' arms are made of, in the form of counterfactuals.
    pub overlays: &'static str,
}

macro_rules! case_file {
    ($name:literal, $file:literal) => {
        include_str!(concat!("../../../cases/", $name, "/", $file))
    };
}

/// All cases.
pub static CASES: &[Case] = &[Case {
    name: "llama",
    about: "How a two-track AI lab came to the frontier and fell behind, 2022 to the end of 2025",
    scenario: case_file!("llama", "scenario.toml"),
    observations: case_file!("llama", "observations.csv"),
    counterfactuals: case_file!("llama", "counterfactuals.toml"),
    patterns: case_file!("llama", "patterns.toml"),
    calibration: case_file!("llama", "calibration.toml"),
    posterior: Some(case_file!("llama", "posterior.csv")),
    expectations: case_file!("llama", "expectations.toml"),
    sources: case_file!("llama", "sources.toml"),
    claims: case_file!("llama", "claims.toml"),
    insights: case_file!("llama", "insights.toml"),
    overlays: case_file!("llama", "overlays.toml"),
}];

/// What an observation is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ObservationSet {
    /// The calibration saw it.
    Fit,
    /// Kept apart: the calibration did not see it.
    Holdout,
    /// Shown, and compared with nothing.
    Context,
}

/// One observed model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// Lab, by its name in the scenario.
    pub lab: String,
    /// Model.
    pub model: String,
    /// Day of release.
    pub date: Date,
    /// Epoch Capabilities Index [points].
    pub eci: f64,
    /// Base release it belongs to, from 1; none where it belongs to no base release.
    pub generation: Option<u16>,
    /// Training compute [FLOP], where known.
    #[serde(default)]
    pub training_flop: Option<f64>,
    /// Paradigms in it, joined by `+`.
    pub paradigm: String,
    /// What it is used for.
    pub set: ObservationSet,
    /// Keys of its sources.
    pub source: String,
}

#[derive(Deserialize)]
struct Calibration {
    #[serde(default)]
    fitted: toml::Table,
}

impl Case {
    /// The case of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        CASES.iter().find(|case| case.name == name)
    }

    /// The scenario with the fitted values laid over it, not yet checked.
    pub fn document(&self) -> Result<Document, ScenarioError> {
        let mut document = Document::parse(self.name, self.scenario)?;
        let calibration: Calibration =
            toml::from_str(self.calibration).map_err(|error| self.broken(&error))?;
        document.lay_over("calibration.toml", &calibration.fitted);
        Ok(document)
    }

    /// The checked scenario with fitted values, and edits (path, value) laid over it.
    pub fn load(&self, sets: &[(String, String)]) -> Result<Scenario, ScenarioError> {
        let mut document = self.document()?;
        document.set_all(sets);
        document.scenario()
    }

    /// Its counterfactuals, in order.
    pub fn counterfactuals(&self) -> Result<Vec<Counterfactual>, ScenarioError> {
        counterfactual::parse(&format!("{}/counterfactuals.toml", self.name), self.counterfactuals)
    }

    /// Its observations, in the order of the file.
    pub fn observations(&self) -> Result<Vec<Observation>, ScenarioError> {
        let mut reader = csv::Reader::from_reader(self.observations.as_bytes());
        reader.deserialize().collect::<Result<_, _>>().map_err(|error| self.broken(&error))
    }

    pub(crate) fn broken(&self, error: &dyn std::error::Error) -> ScenarioError {
        ScenarioError::whole(
            self.name,
            error.to_string(),
            "the case's own files to be readable",
            "reinstall ambidex",
        )
    }
}
