//! From an experiment file to a study: the target it names, its points, and everything that is wrong with either.

use std::path::Path;

use ambidex_analysis::designs::sequence::Sequence;
use ambidex_core::Problem;
use ambidex_core::parameters::nearest;
use ambidex_scenario::experiment::{self as file, Draft, Experiment, Factor, Spread};
use ambidex_scenario::{CASES, Case, Document, Mistake, ScenarioError};
use serde_json::{Value, json};

use super::blame;
use super::catalogued::CataloguedTarget;
use super::design::{Axis, Design, Lever, Rows};
use super::lab_race::LabRace;
use super::sampling::{self, continuous, setting, with_plausible};
use super::study::{Infeasible, Plan, Points, Precision};
use super::target::{Setting, Target};

/// Most points of a study.
const MOST_POINTS: u32 = 10_000_000;
/// What of a file decides which points are run.
const OF_THE_DESIGN: [&str; 6] = ["design", "points", "lever", "uncertainty", "uncertain", "sensitivity"];

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
        Self::of(Draft::open(path, sets)?)
    }

    /// The target and the points of an experiment, or all that is wrong with file, target and points.
    pub fn of(draft: impl Into<Draft>) -> Result<Self, ScenarioError> {
        let draft = draft.into();
        let target = target(&draft.experiment);
        Self::with(draft, target, Vec::new(), design)
    }

    /// The same with all factors sampled together, at the points of the unit cube that `sample` gives for them; so many
    /// points in a row as `shared` says have the same worlds.
    pub fn sampled(
        draft: Draft,
        target: Named,
        needed: Vec<Problem>,
        sample: impl FnOnce(&Experiment) -> Result<Sequence, Problem>,
        shared: impl FnOnce(&Experiment) -> u32,
    ) -> Result<Self, ScenarioError> {
        let mut opened = Self::with(draft, target, needed, |experiment, target| {
            let axes = vec![sampling::axis(&experiment.factors, target, sample(experiment)?)];
            within(Design { fixed: experiment.set.clone(), axes })
        })?;
        opened.plan.own_worlds = Some(shared(&opened.experiment));
        Ok(opened)
    }

    /// The same on a target that is at hand, or is not; `needed` is what the file lacks for what is to be done with it.
    pub fn with(
        mut draft: Draft,
        target: Named,
        needed: Vec<Problem>,
        design: impl FnOnce(&Experiment, &dyn Target) -> Result<Design, Problem>,
    ) -> Result<Self, ScenarioError> {
        let mut problems = needed;
        let target = match target {
            Ok(target) => target,
            Err(missing) => {
                problems.extend(missing.problem);
                return Err(refused(&draft, problems, missing.mistakes));
            }
        };
        draft.experiment = with_plausible(draft.experiment, target.as_ref());
        problems.extend(sections(&draft.experiment, target.as_ref()));
        let settled = draft.unsettled.is_empty() && draft.is_settled(&OF_THE_DESIGN);
        let made = settled.then(|| design(&draft.experiment, target.as_ref())).transpose();
        let design = made.unwrap_or_else(|problem| {
            problems.push(problem);
            None
        });
        problems.extend(blame::problems(&draft, target.as_ref(), design.as_ref()));
        draft.judged(problems, Vec::new())?;
        let design = design.expect("a file without mistakes settles its design");
        let plan = plan(&draft.experiment, target.as_ref());
        Ok(Self { experiment: draft.experiment, target, design, plan })
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

fn refused(draft: &Draft, problems: Vec<Problem>, mistakes: Vec<Mistake>) -> ScenarioError {
    let nothing = || ScenarioError::whole("target", "none", "a target", "name one");
    draft.judged(problems, mistakes).err().unwrap_or_else(nothing)
}

/// A target, or why there is none.
pub type Named = Result<Box<dyn Target>, Missing>;

/// Why there is no target.
#[derive(Debug)]
pub struct Missing {
    /// What is wrong with its name; none where the file says that already.
    problem: Option<Problem>,
    /// What is wrong in the file that it names.
    mistakes: Vec<Mistake>,
}

impl From<ScenarioError> for Missing {
    fn from(error: ScenarioError) -> Self {
        Self { problem: None, mistakes: error.mistakes }
    }
}

/// What an experiment names as its target.
pub fn target(experiment: &Experiment) -> Named {
    let name = experiment.target.as_str();
    if let Some(model) = ambidex_models::named(name) {
        return Ok(Box::new(CataloguedTarget::new(model, experiment.folder())));
    }
    if let Some(case) = Case::named(name) {
        return Ok(Box::new(LabRace::new(case.document()?, Some(case))?));
    }
    let path = experiment.folder().join(name);
    if name.is_empty() || !path.is_file() {
        let problem = (!name.is_empty()).then(|| unknown_target(name, &path));
        return Err(Missing { problem, mistakes: Vec::new() });
    }
    let text = ambidex_scenario::file::read(&path)?;
    Ok(Box::new(LabRace::new(Document::parse(&path.display().to_string(), &text)?, None)?))
}

fn unknown_target(name: &str, path: &Path) -> Problem {
    let models = ambidex_models::MODELS.iter().map(|model| model.info().name);
    let known: Vec<&str> = models.chain(CASES.iter().map(|case| case.name)).collect();
    let list =
        || format!("models and cases are {}; a file was looked for at {}", known.join(", "), path.display());
    Problem {
        path: "target".to_owned(),
        found: format!("{name:?}"),
        expected: "a model, a case, or a scenario file".to_owned(),
        remedy: nearest(name, known.iter().copied())
            .map_or_else(list, |near| format!("did you mean `{near}`?")),
    }
}

/// What the sections of the file name and the target does not have.
fn sections(experiment: &Experiment, target: &dyn Target) -> Vec<Problem> {
    let shown = experiment.outcomes.iter().enumerate().map(|(i, name)| (format!("outcomes[{i}]"), name));
    let watched = experiment.precision.iter().filter_map(|precision| precision.outcome.as_ref());
    let decides = experiment.discovery.iter().filter_map(|discovery| discovery.outcome.as_ref());
    let observed = experiment.calibration.iter().flat_map(|calibration| &calibration.observed).enumerate();
    let observed = observed.map(|(i, known)| (format!("calibration.observed[{i}].outcome"), &known.outcome));
    let all = shown
        .chain(watched.map(|name| ("precision.outcome".to_owned(), name)))
        .chain(decides.map(|name| ("discovery.outcome".to_owned(), name)))
        .chain(observed);
    let known = |name: &str| target.outcomes().iter().any(|column| column.name == name);
    let unknown = all.filter(|(_, name)| !name.is_empty() && !known(name));
    let unknown = unknown.map(|(path, name)| unknown_outcome(experiment, target, path, name));
    unknown.chain(releases(experiment)).collect()
}

/// Releases that are to be fitted, of a target that has none.
fn releases(experiment: &Experiment) -> Option<Problem> {
    let wanted = experiment.calibration.as_ref().is_some_and(|calibration| calibration.releases);
    (wanted && Case::named(&experiment.target).is_none()).then(|| Problem {
        path: "calibration.releases".to_owned(),
        found: format!("releases of {:?}", experiment.target),
        expected: "a case, which has observed releases".to_owned(),
        remedy: "name a case as the target, or give [[calibration.observed]]".to_owned(),
    })
}

/// An outcome that the target does not have, named at a path in the file.
fn unknown_outcome(experiment: &Experiment, target: &dyn Target, path: String, name: &str) -> Problem {
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
pub(super) fn levels(factor: &Factor) -> Vec<String> {
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
pub(super) fn at(factor: &Factor, u: f64) -> String {
    match &factor.spread {
        Spread::Values(values) => values[((u * values.len() as f64) as usize).min(values.len() - 1)].clone(),
        Spread::Range { law, .. } => setting(&factor.spread, continuous(*law).quantile(u)),
    }
}
