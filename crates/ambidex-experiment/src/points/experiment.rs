//! From an experiment file to a study: the target it names, its points, and everything that is wrong with either.

use std::path::Path;

use ambidex_analysis::designs::sequence::Sequence;
use ambidex_core::Problem;
use ambidex_core::parameters::nearest;
use ambidex_race::scenario::fields::join;
use ambidex_scenario::experiment::{self as file, Experiment, Factor, Spread};
use ambidex_scenario::{CASES, Case, Document, ScenarioError};
use serde_json::{Value, json};

use super::catalogued::CataloguedTarget;
use super::design::{Axis, Design, Lever, Rows};
use super::lab_race::LabRace;
use super::sampling::{self, continuous, setting, with_plausible};
use super::study::{Infeasible, Plan, Points, Precision};
use super::target::{Setting, Target};

/// Most points of a study.
const MOST_POINTS: u32 = 10_000_000;
/// Points that are checked before anything is run: all, or so many of them, evenly spread.
const CHECKED: u32 = 4096;
/// The same for targets that take longer.
const CHECKED_SLOW: u32 = 128;
/// Problems of points that are told.
const TOLD: usize = 10;

/// An experiment whose target and points are checked.
pub struct Opened {
    /// The file.
    pub experiment: Experiment,
    target: Box<dyn Target>,
    design: Design,
    plan: Plan,
}

impl Opened {
    /// Opens a file, with edits by path in the file laid over it.
    pub fn open(path: &Path, sets: &[Setting]) -> Result<Self, ScenarioError> {
        Self::of(Experiment::open(path, sets)?)
    }

    /// The target and the points of an experiment.
    pub fn of(experiment: Experiment) -> Result<Self, ScenarioError> {
        let target = target(&experiment)?;
        Self::with(experiment, target, design)
    }

    /// The same with all factors sampled together, at the points of the unit cube that `sample` gives for them; so many
    /// points in a row as `shared` says have the same worlds.
    pub fn sampled(
        experiment: Experiment,
        target: Box<dyn Target>,
        sample: impl FnOnce(&Experiment) -> Result<Sequence, Problem>,
        shared: impl FnOnce(&Experiment) -> u32,
    ) -> Result<Self, ScenarioError> {
        let mut opened = Self::with(experiment, target, |experiment, target| {
            let axes = vec![sampling::axis(&experiment.factors, target, sample(experiment)?)];
            within(Design { fixed: experiment.set.clone(), axes })
        })?;
        opened.plan.own_worlds = Some(shared(&opened.experiment));
        Ok(opened)
    }

    /// The same on a target that is at hand.
    pub fn with(
        experiment: Experiment,
        target: Box<dyn Target>,
        design: impl FnOnce(&Experiment, &dyn Target) -> Result<Design, Problem>,
    ) -> Result<Self, ScenarioError> {
        let experiment = with_plausible(experiment, target.as_ref());
        let mut problems = outcomes(&experiment, target.as_ref());
        let design = design(&experiment, target.as_ref()).unwrap_or_else(|problem| {
            problems.push(problem);
            Design::single(Vec::new())
        });
        if problems.is_empty() {
            problems.extend(points(&experiment, target.as_ref(), &design));
        }
        if !problems.is_empty() {
            return Err(experiment.refused(problems));
        }
        let plan = plan(&experiment, target.as_ref());
        Ok(Self { experiment, target, design, plan })
    }

    /// What is evaluated.
    pub fn target(&self) -> &dyn Target {
        self.target.as_ref()
    }

    /// The study.
    pub fn study(&self) -> Points<'_> {
        Points {
            target: self.target.as_ref(),
            name: self.experiment.name.clone(),
            design: self.design.clone(),
            plan: self.plan.clone(),
            shown: self.experiment.outcomes.clone(),
            about: self.about(),
        }
    }

    /// What a reader of the run may want to know of the file.
    fn about(&self) -> Value {
        let Experiment { title, target, outcomes, design, factors, .. } = &self.experiment;
        // A sample of all factors at once has a design of its own, which the analysis names.
        let design = self.plan.own_worlds.is_none().then_some(match design {
            file::Design::Grid => "grid",
            file::Design::List => "list",
            file::Design::LatinHypercube => "latin-hypercube",
            file::Design::Sobol => "sobol",
        });
        let factors: Vec<Value> = factors.iter().map(|factor| described(factor, self.target())).collect();
        json!({ "title": title, "target": target, "outcomes": outcomes, "design": design, "factors": factors })
    }
}

/// A factor with its role and what it was asked to take.
fn described(factor: &Factor, target: &dyn Target) -> Value {
    let role = match factor.role {
        file::Role::Lever => "lever",
        file::Role::Uncertainty => "uncertainty",
    };
    let (path, unit) = (&factor.path, target.unit(&factor.path));
    match &factor.spread {
        Spread::Values(values) => json!({ "path": path, "unit": unit, "role": role, "values": values }),
        Spread::Range { levels, .. } => {
            let law = sampling::law(factor);
            json!({ "path": path, "unit": unit, "role": role, "law": law, "levels": levels })
        }
    }
}

/// What an experiment names as its target.
pub fn target(experiment: &Experiment) -> Result<Box<dyn Target>, ScenarioError> {
    let name = experiment.target.as_str();
    if let Some(model) = ambidex_models::named(name) {
        return Ok(Box::new(CataloguedTarget::new(model, experiment.folder())));
    }
    if let Some(case) = Case::named(name) {
        return Ok(Box::new(LabRace::new(case.document()?, Some(case))?));
    }
    let path = experiment.folder().join(name);
    if !path.is_file() {
        let models = ambidex_models::MODELS.iter().map(|model| model.info().name);
        let known: Vec<&str> = models.chain(CASES.iter().map(|case| case.name)).collect();
        let problem = Problem {
            path: "target".to_owned(),
            found: format!("{name:?}"),
            expected: "a model, a case, or a scenario file".to_owned(),
            remedy: nearest(name, known.iter().copied()).map_or_else(
                || {
                    format!(
                        "models and cases are {}; a file was looked for at {}",
                        known.join(", "),
                        path.display()
                    )
                },
                |near| format!("did you mean `{near}`?"),
            ),
        };
        return Err(experiment.refused(vec![problem]));
    }
    let text = ambidex_scenario::file::read(&path)?;
    Ok(Box::new(LabRace::new(Document::parse(&path.display().to_string(), &text)?, None)?))
}

/// Outcomes that are named and that the target does not have.
fn outcomes(experiment: &Experiment, target: &dyn Target) -> Vec<Problem> {
    let shown = experiment.outcomes.iter().enumerate().map(|(i, name)| (format!("outcomes[{i}]"), name));
    let watched = experiment.precision.iter().filter_map(|precision| precision.outcome.as_ref());
    let all = shown.chain(watched.map(|name| ("precision.outcome".to_owned(), name)));
    let known = |name: &str| target.outcomes().iter().any(|column| column.name == name);
    let unknown = all.filter(|(_, name)| !known(name));
    unknown.map(|(path, name)| unknown_outcome(experiment, target, path, name)).collect()
}

/// An outcome that the target does not have, named at a path in the file.
pub(crate) fn unknown_outcome(
    experiment: &Experiment,
    target: &dyn Target,
    path: String,
    name: &str,
) -> Problem {
    let names = || target.outcomes().iter().map(|column| column.name.as_ref());
    Problem {
        path,
        found: format!("{name:?}"),
        expected: format!("an outcome of `{}`", experiment.target),
        remedy: nearest(name, names()).map_or_else(
            || format!("it has {}", names().collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean {near:?}?"),
        ),
    }
}

fn plan(experiment: &Experiment, target: &dyn Target) -> Plan {
    let primary = || target.outcomes().first().map_or_else(String::new, |column| column.name.to_string());
    Plan {
        seed: experiment.seed,
        replicates: experiment.replicates,
        precision: experiment.precision.as_ref().map(|precision| Precision {
            outcome: precision.outcome.clone().unwrap_or_else(primary),
            width: precision.width,
            paired: false,
        }),
        series: None,
        compare: experiment.compare,
        infeasible: match experiment.infeasible {
            file::Infeasible::Refuse => Infeasible::Refuse,
            file::Infeasible::Record => Infeasible::Record,
        },
        own_worlds: None,
    }
}

fn design(experiment: &Experiment, target: &dyn Target) -> Result<Design, Problem> {
    let axis = |factors: &[&Factor], rows| {
        let lever = |factor: &&Factor| Lever { path: factor.path.clone(), unit: target.unit(&factor.path) };
        Axis { levers: factors.iter().map(lever).collect(), rows: Rows::Listed(rows) }
    };
    let alone = |factor: &Factor| {
        axis(&[factor], levels(factor).into_iter().map(|value| vec![Some(value)]).collect())
    };
    let all = || experiment.factors.iter();
    let axes = match experiment.design {
        file::Design::Grid => all().map(alone).collect(),
        file::Design::List => {
            let columns: Vec<Vec<String>> = all().map(levels).collect();
            let rows = columns.first().map_or(0, Vec::len);
            let row = |at: usize| columns.iter().map(|column| column.get(at).cloned()).collect();
            vec![axis(&all().collect::<Vec<_>>(), (0..rows).map(row).collect())]
        }
        file::Design::LatinHypercube | file::Design::Sobol => {
            let (given, ranges): (Vec<&Factor>, Vec<&Factor>) =
                all().partition(|factor| matches!(factor.spread, Spread::Values(_)));
            let given = given.into_iter().map(alone);
            if ranges.is_empty() {
                return within(Design { fixed: experiment.set.clone(), axes: given.collect() });
            }
            let sequence = sampling::sequence(experiment, ranges.len())?;
            let ranges: Vec<Factor> = ranges.into_iter().cloned().collect();
            let sample = sampling::axis(&ranges, target, sequence);
            given.chain([sample]).collect()
        }
    };
    within(Design { fixed: experiment.set.clone(), axes })
}

/// A design of no more points than can be run.
fn within(design: Design) -> Result<Design, Problem> {
    match design.points() {
        Some(points) if points <= MOST_POINTS => Ok(design),
        _ => Err(Problem {
            path: "design".to_owned(),
            found: "more points than can be run".to_owned(),
            expected: format!("at most {MOST_POINTS} points"),
            remedy: "give fewer values, or take the design \"latin-hypercube\"".to_owned(),
        }),
    }
}

/// The values of a factor in a grid.
fn levels(factor: &Factor) -> Vec<String> {
    match &factor.spread {
        Spread::Values(values) => values.clone(),
        Spread::Range { levels, .. } => {
            let levels = levels.unwrap_or(1);
            let place = |level: u32| if levels > 1 { f64::from(level) / f64::from(levels - 1) } else { 0.5 };
            (0..levels).map(|level| at(factor, place(level))).collect()
        }
    }
}

/// The value of a factor at a place of the unit interval, to nine digits.
fn at(factor: &Factor, u: f64) -> String {
    match &factor.spread {
        Spread::Values(values) => values[((u * values.len() as f64) as usize).min(values.len() - 1)].clone(),
        Spread::Range { law, .. } => setting(&factor.spread, continuous(*law).quantile(u)),
    }
}

/// Problems of the points, each at the value that is to blame where one alone is.
fn points(experiment: &Experiment, target: &dyn Target, design: &Design) -> Vec<Problem> {
    let wrong = |settings: &[Setting]| target.prepare(settings).err().unwrap_or_default();
    let base = wrong(&design.fixed);
    let all = design.points().unwrap_or(0);
    let step = all.div_ceil(if target.least_rows() < 100 { CHECKED_SLOW } else { CHECKED }).max(1);
    let mut found: Vec<(u32, Problem)> = Vec::new();
    let (mut checked, mut refused) = (0, 0);
    for point in (0..all).step_by(step as usize) {
        let problems = wrong(&design.settings(point));
        checked += 1;
        refused += u32::from(!problems.is_empty());
        found.extend(problems.into_iter().map(|problem| (point, problem)));
    }
    if found.is_empty() || (experiment.infeasible == file::Infeasible::Record && refused < checked) {
        return Vec::new();
    }
    let mut told = fixed(experiment, base.iter().filter(|one| found.iter().any(|(_, p)| p == *one)));
    let mut blamed = base;
    for factor in &experiment.factors {
        let alone: Vec<Vec<Problem>> = levels(factor)
            .into_iter()
            .map(|value| (factor.path.clone(), value))
            .map(|setting| wrong(&design.fixed.iter().cloned().chain([setting]).collect::<Vec<_>>()))
            .collect();
        for (place, problem) in
            alone.iter().enumerate().flat_map(|(i, all)| all.iter().map(move |one| (i, one)))
        {
            if blamed.contains(problem) || found.iter().all(|(_, one)| one != problem) {
                continue;
            }
            // What is wrong in the same way at all values is the path.
            let whole = alone.len() > 1 && alone.iter().all(|problems| problems.contains(problem));
            told.push(if whole { at_path(factor, problem) } else { at_value(factor, place, problem) });
            blamed.push(problem.clone());
        }
    }
    let rest = found.into_iter().filter(|(_, problem)| !blamed.contains(problem)).take(TOLD);
    told.extend(rest.map(|(point, problem)| at_point(design, point, problem)));
    told
}

/// Problems of what all points share.
fn fixed<'p>(experiment: &Experiment, problems: impl Iterator<Item = &'p Problem>) -> Vec<Problem> {
    let at = |problem: &Problem| {
        let given = experiment.set.iter().any(|(path, _)| *path == problem.path);
        let path = if given { join("set", &problem.path) } else { "set".to_owned() };
        Problem { path, found: format!("{} = {}", problem.path, problem.found), ..problem.clone() }
    };
    problems.map(at).collect()
}

fn at_path(factor: &Factor, problem: &Problem) -> Problem {
    Problem {
        path: format!("{}.path", factor.at),
        found: format!("{:?}, {}", factor.path, problem.found),
        ..problem.clone()
    }
}

fn at_value(factor: &Factor, place: usize, problem: &Problem) -> Problem {
    let path = match &factor.spread {
        Spread::Values(_) => format!("{}.values[{place}]", factor.at),
        Spread::Range { .. } => factor.at.clone(),
    };
    Problem { path, found: format!("{} = {}", problem.path, problem.found), ..problem.clone() }
}

fn at_point(design: &Design, point: u32, problem: Problem) -> Problem {
    let levers = design.levers().map(|lever| lever.path.as_str());
    let values =
        levers.zip(design.values(point)).filter_map(|(path, value)| Some(format!("{path} = {}", value?)));
    let found = format!(
        "point {point} ({}): {} = {}",
        values.collect::<Vec<_>>().join(", "),
        problem.path,
        problem.found
    );
    let remedy =
        format!("{}; `infeasible = \"record\"` keeps such points as rows that failed", problem.remedy);
    Problem { path: "design".to_owned(), found, remedy, ..problem }
}
