//! `ambidex discover`: in which part of the space of inputs does an outcome occur? Boxes by PRIM.
//!
//! A case is a point; it is of interest where in a stated share of its replicates the outcome lies within bounds. Boxes
//! are sought on most of the points and tested on the others, which no search saw: coverage, density and quasi-p-values
//! are given on both. The whole trajectory of each search is in the file, since the trade of coverage for density is the
//! reader's.

mod boxes;
mod text;

use std::path::Path;

use ambidex_analysis::designs::sequence::{Kind, Sequence};
use ambidex_analysis::discovery::{Fit, Prim, Region, Trajectory, discover};
use ambidex_analysis::statistics::wilson;
use ambidex_core::Problem;
use ambidex_scenario::ScenarioError;
use ambidex_scenario::experiment::{Discovery, Draft, Experiment};
use serde::Serialize;

use crate::error::RunError;
use crate::head::Head;
use crate::points::answers::{self, Answers};
use crate::points::experiment::{Named, target};
use crate::points::{Opened, Target, sampling};
use crate::sensitivity::{Input, inputs};

/// Name of the file in the run directory.
pub const FILE: &str = "discovery.json";

/// What was found.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    /// Name, target, version and seed.
    #[serde(flatten)]
    pub head: Head,
    /// Outcome that decides.
    pub outcome: String,
    /// Its unit.
    pub unit: String,
    /// It is of interest from this on; none where there is no such bound.
    pub at_least: Option<f64>,
    /// It is of interest up to this.
    pub at_most: Option<f64>,
    /// Share of a point's replicates in which it must be so, at least.
    pub share: f64,
    /// Replicates of a point.
    pub replicates: u32,
    /// What varied.
    pub inputs: Vec<Input>,
    /// Points that were used.
    pub used: usize,
    /// Points that were left out since the outcome is missing there.
    pub left_out: usize,
    /// Points of interest among all that were used.
    pub cases: usize,
    /// Wilson's 95 % interval of their share.
    pub interval: (f64, f64),
    /// Points on which the boxes are tested.
    pub held_out: usize,
    /// Boxes, each sought among the points outside of those before.
    pub boxes: Vec<Found>,
    /// What to be careful about.
    pub warnings: Vec<String>,
}

/// A box.
#[derive(Clone, Debug, Serialize)]
pub struct Found {
    /// What it bounds, the input that says most first.
    pub bounds: Vec<Bound>,
    /// What it holds of the points on which it was sought.
    pub fit: Fit,
    /// Wilson's 95 % interval of its density on them.
    pub density_interval: (f64, f64),
    /// What it holds of the points held out; none where there are none.
    pub held_out: Option<Fit>,
    /// Wilson's 95 % interval of its density on them.
    pub held_out_density_interval: Option<(f64, f64)>,
    /// The search, from the widest box to the narrowest.
    pub trajectory: Trajectory,
}

/// The bound of one input.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Bound {
    /// Path of the input.
    pub path: String,
    /// Its unit.
    pub unit: String,
    /// Least value; none where it is not bound from below, or has values.
    pub low: Option<f64>,
    /// Greatest value.
    pub high: Option<f64>,
    /// The range that was sampled.
    pub sampled: (f64, f64),
    /// Values that belong to the box, of an input with values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// Probability of a density as great if the bound said nothing, on the points of the search.
    pub quasi_p: f64,
    /// The same on the points held out.
    pub held_out_p: Option<f64>,
}

/// The experiment with a Latin hypercube of all inputs.
pub fn open(draft: impl Into<Draft>) -> Result<Opened, ScenarioError> {
    let draft = draft.into();
    let target = target(&draft.experiment);
    opened(draft, target)
}

/// The same on a target that is at hand.
pub fn open_on(draft: impl Into<Draft>, target: Box<dyn Target>) -> Result<Opened, ScenarioError> {
    opened(draft.into(), Ok(target))
}

fn opened(draft: Draft, target: Named) -> Result<Opened, ScenarioError> {
    let absent = draft.experiment.discovery.is_none() && draft.is_settled(&["discovery"]);
    let missing = absent.then(|| Problem {
        path: "discovery".to_owned(),
        found: "no such section".to_owned(),
        expected: "what is to be discovered".to_owned(),
        remedy: "add [discovery] with `outcome`, and `at_most` or `at_least`".to_owned(),
    });
    let needed = missing.into_iter().collect();
    Opened::sampled(draft, target, needed, |experiment| Ok(sequence(experiment)), |_| 1)
}

fn settings(experiment: &Experiment) -> Discovery {
    experiment.discovery.clone().unwrap_or_default()
}

fn sequence(experiment: &Experiment) -> Sequence {
    let kind = Kind::LatinHypercube { points: experiment.points };
    Sequence { kind, inputs: experiment.factors.len(), seed: experiment.seed }
}

/// Cases: points in the inputs' own units, and which are of interest.
#[derive(Clone, Default)]
pub(crate) struct Cases {
    pub points: Vec<Vec<f64>>,
    pub interest: Vec<bool>,
}

impl Cases {
    /// Those outside of a box.
    fn outside(&self, region: &Region) -> Self {
        let left = self.points.iter().zip(&self.interest).filter(|(point, _)| !region.contains(point));
        let (points, interest) = left.map(|(point, case)| (point.clone(), *case)).unzip();
        Self { points, interest }
    }

    fn hits(&self) -> usize {
        self.interest.iter().filter(|case| **case).count()
    }
}

/// Analyses the finished study of an experiment that was opened by [`open`].
pub fn analyse(opened: &Opened, directory: &Path) -> Result<Report, RunError> {
    let (experiment, study) = (&opened.experiment, opened.study());
    let how = settings(experiment);
    let primary = || study.target.outcomes().first().map_or_else(String::new, |c| c.name.to_string());
    let name = how.outcome.clone().unwrap_or_else(primary);
    let mut found = answers::read(directory, std::slice::from_ref(&name), study.points())?;
    let answers = found.pop().unwrap_or_default();
    let (sought, tested) = cases(experiment, &how, &answers);
    let inputs = inputs(opened);
    let boxes = search(&inputs, &how, &sought)
        .map_err(|problem| RunError::Analysis { what: name.clone(), problem })?;
    let used = sought.points.len() + tested.points.len();
    let cases = sought.hits() + tested.hits();
    let mut report = Report {
        head: Head::of(experiment),
        outcome: name,
        unit: answers.unit,
        at_least: how.at_least,
        at_most: how.at_most,
        share: how.share,
        replicates: experiment.replicates,
        used,
        left_out: study.points() as usize - used,
        cases,
        interval: wilson(cases, used),
        held_out: tested.points.len(),
        boxes: boxes::all(&inputs, boxes, &tested),
        inputs,
        warnings: Vec::new(),
    };
    report.warnings = boxes::cautions(&report);
    Ok(report)
}

/// The points on which boxes are sought, and those on which they are tested: every so many, which in a Latin hypercube
/// is at random.
fn cases(experiment: &Experiment, how: &Discovery, answers: &Answers) -> (Cases, Cases) {
    let laws: Vec<_> = experiment.factors.iter().map(sampling::law).collect();
    let within =
        |y: &f64| how.at_least.is_none_or(|low| *y >= low) && how.at_most.is_none_or(|high| *y <= high);
    let (mut sought, mut tested, mut held) = (Cases::default(), Cases::default(), 0.0);
    let sequence = sequence(experiment);
    for (point, group) in answers.groups.iter().enumerate() {
        if group.is_empty() {
            continue;
        }
        let unit = sequence.point(point as u32);
        held += how.held_out;
        let part = if held >= 1.0 { &mut tested } else { &mut sought };
        held -= if held >= 1.0 { 1.0 } else { 0.0 };
        let hits = group.iter().filter(|y| within(y)).count();
        part.points.push(laws.iter().zip(unit).map(|(law, u)| law.quantile(u)).collect());
        part.interest.push(hits as f64 >= how.share * group.len() as f64);
    }
    (sought, tested)
}

fn search(
    inputs: &[Input],
    how: &Discovery,
    sought: &Cases,
) -> Result<Vec<Trajectory>, ambidex_analysis::Problem> {
    let prim =
        Prim { alpha: how.alpha, least_mass: how.least_mass, boxes: how.boxes as usize, ..Prim::default() };
    let kinds: Vec<_> = inputs.iter().map(boxes::kind).collect();
    discover(&sought.points, &sought.interest, &kinds, &prim)
}
