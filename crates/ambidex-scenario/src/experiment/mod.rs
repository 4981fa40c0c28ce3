//! Experiment files: a model, case or scenario, what varies in it, and how much of it is run.

mod analyses;
mod analysis_fields;
mod check;
mod draft;
mod fields;

use std::path::{Path, PathBuf};

use ambidex_race::scenario::Text;
use ambidex_race::scenario::fields::SCENARIO;
use serde::{Deserialize, Serialize};

use crate::document::{Document, Value};
use crate::mistake::ScenarioError;
pub use analyses::{Bound, Calibration, Discovery, Fitting, Known, Method, RankBy, Sensitivity};
pub use draft::{Draft, Unsettled};
pub(crate) use fields::EXPERIMENT;

/// A checked experiment file. Whether its target knows the paths is for the target to say.
#[derive(Clone, Debug)]
pub struct Experiment {
    document: Document,
    folder: PathBuf,
    /// Name, which becomes part of the run directory's.
    pub name: String,
    /// Title for people.
    pub title: Text,
    /// A model, a case, or a scenario file as it is written.
    pub target: String,
    /// The same in all points: path and value as text.
    pub set: Vec<(String, String)>,
    /// What varies, levers first.
    pub factors: Vec<Factor>,
    /// Whether every number of the target is uncertain within its plausible range, beside the factors.
    pub plausible: bool,
    /// Outcomes that the summary states; all where none is named.
    pub outcomes: Vec<String>,
    /// Which points.
    pub design: Design,
    /// Number of sampled points, where points are sampled.
    pub points: u32,
    /// Replicates of a point; the most of them where a precision is given.
    pub replicates: u32,
    /// When to stop at a point.
    pub precision: Option<Precision>,
    /// Seed.
    pub seed: u64,
    /// Whether every point is held against the first one.
    pub compare: bool,
    /// What becomes of points that do not pass the checks.
    pub infeasible: Infeasible,
    /// Which inputs move the outcomes.
    pub sensitivity: Option<Sensitivity>,
    /// Where an outcome occurs.
    pub discovery: Option<Discovery>,
    /// What is fitted to which data.
    pub calibration: Option<Calibration>,
}

/// Which points are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Design {
    /// Every combination.
    Grid,
    /// The first values of all, then the second, and so on.
    List,
    /// Ranges sampled by a Latin hypercube, crossed with values.
    LatinHypercube,
    /// Ranges sampled by a Sobol sequence, crossed with values.
    Sobol,
}

/// What becomes of points that do not pass the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Infeasible {
    /// Nothing is run.
    Refuse,
    /// They are rows that failed.
    Record,
}

/// When to stop at a point.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Precision {
    /// Outcome that is watched; the target's primary one where none is named.
    #[serde(default)]
    pub outcome: Option<String>,
    /// Stop once its 95 % interval is narrower than this [its unit].
    pub width: f64,
}

/// What a factor is to whoever decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It can be chosen.
    Lever,
    /// It can not.
    Uncertainty,
}

/// Something that varies.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// Lever or uncertainty.
    pub role: Role,
    /// Path of the setting.
    pub path: String,
    /// The values it takes.
    pub spread: Spread,
    /// Its own path in the file, e.g. `lever[0]`.
    pub at: String,
}

/// The values of a factor.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Spread {
    /// These, as text.
    Values(Vec<String>),
    /// Any within a range.
    Range {
        /// How they are distributed.
        law: Law,
        /// How many of them a grid takes, evenly from end to end.
        levels: Option<u32>,
        /// Whether they are rounded to whole numbers.
        whole: bool,
    },
}

/// A distribution.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub enum Law {
    /// Even between two ends.
    Uniform(f64, f64),
    /// Even in the logarithm between two ends above zero.
    LogUniform(f64, f64),
    /// From an end over the most likely value to the other end.
    Triangular(f64, f64, f64),
    /// A normal distribution, cut to a range.
    Normal {
        /// Mean before it is cut.
        mean: f64,
        /// Standard deviation before it is cut.
        sd: f64,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
}

#[derive(Deserialize)]
struct File {
    name: String,
    #[serde(default)]
    title: Text,
    target: String,
    #[serde(default)]
    set: toml::Table,
    #[serde(default)]
    lever: Vec<FactorEntry>,
    #[serde(default)]
    uncertainty: Vec<FactorEntry>,
    #[serde(default)]
    uncertain: Uncertain,
    #[serde(default)]
    outcomes: Vec<String>,
    design: Option<Design>,
    #[serde(default)]
    points: Option<u32>,
    #[serde(default)]
    replicates: Option<u32>,
    #[serde(default)]
    precision: Option<Precision>,
    #[serde(default = "one")]
    seed: u64,
    #[serde(default)]
    compare: bool,
    #[serde(default = "refuse")]
    infeasible: Infeasible,
    sensitivity: Option<Sensitivity>,
    discovery: Option<Discovery>,
    calibration: Option<Calibration>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Uncertain {
    #[default]
    Listed,
    Plausible,
}

impl File {
    /// The design: a sample where the experiment is made for one.
    fn design(&self) -> Design {
        let sampled = self.uncertain == Uncertain::Plausible
            || self.sensitivity.is_some()
            || self.discovery.is_some()
            || self.calibration.is_some();
        self.design.unwrap_or(if sampled { Design::LatinHypercube } else { Design::Grid })
    }
}

#[derive(Deserialize)]
struct FactorEntry {
    path: String,
    values: Option<Vec<toml::Value>>,
    distribution: Option<String>,
    low: Option<f64>,
    high: Option<f64>,
    mode: Option<f64>,
    mean: Option<f64>,
    sd: Option<f64>,
    levels: Option<u32>,
    #[serde(default)]
    whole: bool,
}

fn one() -> u64 {
    1
}

fn refuse() -> Infeasible {
    Infeasible::Refuse
}

impl Experiment {
    /// Opens an experiment file, with edits (path in the file, value) laid over it; fails where anything is wrong in it.
    pub fn open(path: &Path, sets: &[(String, String)]) -> Result<Self, ScenarioError> {
        Draft::open(path, sets)?.finished()
    }

    /// Whether a document is an experiment rather than a scenario.
    pub fn is_one(document: &Document) -> bool {
        let Value::Table(entries) = &document.root.value else { return false };
        let has = |key: &str| entries.contains_key(key);
        let own = |key: &String| EXPERIMENT.field(key).is_some() && SCENARIO.field(key).is_none();
        !has("model") && !has("lab") && entries.keys().any(own)
    }

    /// Reads a document; paths of files in it are meant from `folder`. Fails where anything is wrong in it.
    pub fn read(document: Document, folder: &Path) -> Result<Self, ScenarioError> {
        Draft::read(document, folder)?.finished()
    }

    /// Folder from which paths of files are meant.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    fn with(mut self, document: Document, folder: &Path) -> Self {
        self.folder = folder.to_owned();
        self.document = document;
        self
    }
}
