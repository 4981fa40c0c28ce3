//! `ambidex sensitivity`: which inputs move the outcomes of a target, with an interval on every number.
//!
//! The points of the method's design are one study of [`crate::points`]; what is read back is a mean over the replicates
//! of each point. Points (with Morris' design whole trajectories, with Saltelli's whole rows) of which an outcome is
//! missing are left out, and counted. Points that are compared directly, a trajectory or a row, share their worlds; others
//! have worlds of their own, so that what is peculiar to a world averages out over the points. Inputs are taken in the unit cube of their laws, so that all have the same range.
//!
//! A rank has an interval as well: the ranks that an input holds over the resamples of the measure, or, of measures that are
//! not resampled, those that their intervals allow. With a second seed all is done twice, and the first ranks compared.
//!
//! Memory: a sweep holds no points; what is ranked here is held whole, with copies by column some 60 bytes a point and input,
//! and polynomials hold their moments, 8 bytes a pair of coefficients.

mod agreement;
mod measures;
mod ranks;
mod text;

use std::path::Path;

use ambidex_analysis::designs::morris::Trajectories;
use ambidex_analysis::designs::saltelli::Saltelli;
use ambidex_analysis::designs::sequence::{Kind, Sequence};
use ambidex_analysis::{Estimate, Law};
use ambidex_core::Problem;
use ambidex_scenario::ScenarioError;
use ambidex_scenario::experiment::{Experiment, Method, Sensitivity, Spread};
use serde::Serialize;

pub use agreement::{Agreement, Verdict};

use crate::error::RunError;
use crate::points::experiment::target;
use crate::points::{Opened, Target, answers, sampling};

/// Name of the file in the run directory.
pub const FILE: &str = "sensitivity.json";
/// Most inputs for which shares of variance are the method where none is named.
const FEW: usize = 8;

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Name of the experiment.
    pub name: String,
    /// Model, case or scenario file.
    pub target: String,
    /// Version of the program.
    pub version: &'static str,
    /// Seed of design, worlds and resamples.
    pub seed: u64,
    /// Method: `morris`, `sobol` or `given-data`.
    pub method: &'static str,
    /// Points.
    pub points: usize,
    /// Replicates of a point.
    pub replicates: u32,
    /// What varied.
    pub inputs: Vec<Input>,
    /// What was found for each outcome.
    pub outcomes: Vec<Found>,
    /// What was found by the second seed, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub second: Option<Box<Report>>,
    /// Whether the two seeds agree, by outcome.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agreement: Vec<Agreement>,
}

/// An input.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// Path.
    pub path: String,
    /// Unit.
    pub unit: String,
    /// Law of its value, or of the place among its values.
    pub law: Law,
    /// Its values, where it has some.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
}

/// What was found for one outcome.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// Outcome.
    pub outcome: String,
    /// Its unit.
    pub unit: String,
    /// Points that were used.
    pub used: usize,
    /// Points that were left out since the outcome is missing at them, or at others of their trajectory or row.
    pub left_out: usize,
    /// Mean over the points that were used.
    pub mean: f64,
    /// Its 95 % interval, from the means of points that are compared with each other; NaN of fewer than two such means.
    pub mean_interval: (f64, f64),
    /// Standard deviation over them.
    pub sd: f64,
    /// Share of replicates' noise in the variance of a single replicate; none with one replicate a point.
    pub noise_share: Option<Estimate>,
    /// Share of it in the variance of a point's mean, which is what is explained.
    pub noise_share_of_means: Option<f64>,
    /// Name of the measure by which inputs are ranked.
    pub ranked_by: &'static str,
    /// Inputs, the most important first.
    pub ranking: Vec<Ranked>,
    /// Other numbers of the method, by name.
    pub more: Vec<(String, Estimate)>,
    /// Interactions of pairs, the largest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pairs: Vec<(String, String, Estimate)>,
    /// What to be careful about.
    pub warnings: Vec<String>,
}

/// An input at its rank.
#[derive(Clone, Debug, Serialize)]
pub struct Ranked {
    /// Rank, from 1.
    pub rank: usize,
    /// Ranks that the interval of the measure allows: the best and the worst.
    pub ranks: (usize, usize),
    /// Path of the input.
    pub path: String,
    /// Measures by name, that of the rank first.
    pub measures: Vec<(&'static str, Estimate)>,
}

/// The design of an experiment.
pub(crate) enum Design {
    Morris(Trajectories),
    Sobol(Saltelli),
    GivenData(u32),
}

impl Design {
    /// Points that are compared with each other: they share their worlds, and are used or left out together.
    fn block(&self) -> usize {
        match self {
            Self::Morris(design) => design.inputs + 1,
            Self::Sobol(design) => design.block(),
            Self::GivenData(_) => 1,
        }
    }
}

fn settings(experiment: &Experiment) -> Sensitivity {
    experiment.sensitivity.clone().unwrap_or_default()
}

pub(crate) fn design(experiment: &Experiment) -> Design {
    let settings = settings(experiment);
    let inputs = experiment.factors.len();
    let few = if inputs <= FEW { Method::Sobol } else { Method::Morris };
    match settings.method.unwrap_or(few) {
        Method::Morris => Design::Morris(Trajectories {
            trajectories: settings.trajectories as usize,
            inputs,
            levels: settings.levels as usize,
        }),
        Method::Sobol => {
            Design::Sobol(Saltelli { rows: settings.rows, inputs, second_order: settings.second_order })
        }
        Method::GivenData => Design::GivenData(experiment.points),
    }
}

fn sequence(experiment: &Experiment) -> Result<Sequence, Problem> {
    let kind = match design(experiment) {
        Design::Morris(design) => Kind::Morris(design),
        Design::Sobol(design) => Kind::Saltelli(design),
        Design::GivenData(points) => Kind::LatinHypercube { points },
    };
    let sequence = Sequence { kind, inputs: experiment.factors.len(), seed: experiment.seed };
    sequence.check().map(|()| sequence).map_err(|problem| Problem {
        path: "sensitivity".to_owned(),
        found: format!("{} inputs", experiment.factors.len()),
        expected: problem.to_string(),
        remedy: "take another method, or vary less".to_owned(),
    })
}

/// The experiment with the points of the method's design.
pub fn open(experiment: Experiment) -> Result<Opened, ScenarioError> {
    let target = target(&experiment)?;
    open_on(experiment, target)
}

/// The same on a target that is at hand.
pub fn open_on(experiment: Experiment, target: Box<dyn Target>) -> Result<Opened, ScenarioError> {
    Opened::sampled(experiment, target, sequence, |experiment| design(experiment).block() as u32)
}

/// Analyses the finished study of an experiment that was opened by [`open`].
pub fn analyse(opened: &Opened, directory: &Path) -> Result<Report, RunError> {
    let (experiment, study) = (&opened.experiment, opened.study());
    let primary = || study.target.outcomes().first().map(|column| column.name.to_string());
    let names: Vec<String> = if experiment.outcomes.is_empty() {
        primary().into_iter().collect()
    } else {
        experiment.outcomes.clone()
    };
    let points = study.points();
    let unit = sequence(experiment).map_or_else(|_| Vec::new(), |sequence| sequence.points());
    let found = answers::read(directory, &names, points)?;
    let outcomes = found.iter().map(|answers| measures::found(experiment, &unit, answers));
    Ok(Report {
        name: experiment.name.clone(),
        target: experiment.target.clone(),
        version: env!("CARGO_PKG_VERSION"),
        seed: experiment.seed,
        method: match design(experiment) {
            Design::Morris(_) => "morris",
            Design::Sobol(_) => "sobol",
            Design::GivenData(_) => "given-data",
        },
        points: points as usize,
        replicates: experiment.replicates,
        inputs: inputs(opened),
        outcomes: outcomes.collect::<Result<_, _>>()?,
        second: None,
        agreement: Vec::new(),
    })
}

/// The experiment under its second seed, where it has one, to be opened and analysed beside it.
pub fn second(experiment: &Experiment) -> Option<Experiment> {
    let mut second = experiment.clone();
    second.seed = settings(experiment).second_seed?;
    Some(second)
}

impl Report {
    /// Holds the ranks against those that another seed gave.
    pub fn against(mut self, second: Report) -> Self {
        let pairs = self.outcomes.iter().zip(&second.outcomes);
        self.agreement = pairs.map(|(one, other)| Agreement::of(one, other)).collect();
        self.second = Some(Box::new(second));
        self
    }
}

/// What varied, in order.
pub(crate) fn inputs(opened: &Opened) -> Vec<Input> {
    let input = |factor: &ambidex_scenario::experiment::Factor| Input {
        path: factor.path.clone(),
        unit: opened.target().unit(&factor.path),
        law: sampling::law(factor),
        values: match &factor.spread {
            Spread::Values(values) => Some(values.clone()),
            Spread::Range { .. } => None,
        },
    };
    opened.experiment.factors.iter().map(input).collect()
}
