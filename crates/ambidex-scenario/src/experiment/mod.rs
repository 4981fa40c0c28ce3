//! Experiment files: a model, case or scenario, what varies in it, and how much of it is run.

mod analyses;
mod analysis_fields;
mod check;
mod fields;

use std::path::{Path, PathBuf};

use ambidex_core::Problem;
use ambidex_race::scenario::Text;
use serde::{Deserialize, Serialize};

use crate::document::{Document, Value};
use crate::mistake::{Mistake, ScenarioError};
pub use analyses::{Bound, Calibration, Discovery, Fitting, Known, Method, RankBy, Sensitivity};
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
    /// Opens an experiment file, with edits (path in the file, value) laid over it.
    pub fn open(path: &Path, sets: &[(String, String)]) -> Result<Self, ScenarioError> {
        let mut document = Document::parse(&path.display().to_string(), &crate::file::read(path)?)?;
        document.set_all(sets);
        Self::read(document, path.parent().unwrap_or(Path::new("")))
    }

    /// Whether a document is an experiment rather than a scenario.
    pub fn is_one(document: &Document) -> bool {
        let Value::Table(entries) = &document.root.value else { return false };
        let has = |key: &str| entries.contains_key(key);
        !has("model") && !has("lab") && (has("target") || has("lever") || has("uncertainty"))
    }

    /// Reads a document; paths of files in it are meant from `folder`.
    pub fn read(document: Document, folder: &Path) -> Result<Self, ScenarioError> {
        let (file, mut mistakes) = document.built::<File>(&EXPERIMENT);
        let known: Vec<String> = mistakes.iter().map(|mistake| mistake.problem.path.clone()).collect();
        let checked = file.map(|file| check::checked(file, &known));
        match checked {
            Some((experiment, problems)) if mistakes.is_empty() && problems.is_empty() => {
                Ok(experiment.with(document, folder))
            }
            other => {
                let problems = other.map_or_else(Vec::new, |(_, problems)| problems);
                mistakes.extend(problems.into_iter().map(|problem| at(&document, problem)));
                Err(document.error(mistakes))
            }
        }
    }

    /// Problems that the target found, as an error of the file; their paths are paths in the file.
    pub fn refused(&self, problems: Vec<Problem>) -> ScenarioError {
        self.document.error(problems.into_iter().map(|problem| at(&self.document, problem)).collect())
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

/// A problem at the place of its path in the file.
fn at(document: &Document, problem: Problem) -> Mistake {
    let place = document.locate(&problem.path);
    document.mistake(problem, place)
}
