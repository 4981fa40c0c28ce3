//! Models of the catalogue from the command line: one point, or two that are held against each other.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ambidex_core::{Catalogued, Problem};
use ambidex_experiment::points::{
    self, Axis, CataloguedTarget, Design, Infeasible, Lever, Plan, Points, Precision, Rows,
};
use ambidex_experiment::points::{Prepared, Setting, Target, manifest::Manifest, summary::Summary};
use ambidex_scenario::ScenarioError;
use ambidex_scenario::mistake::{Mistake, Place, Source};
use serde_json::{Value, json};

use crate::commands::run::{Common, SOME_FAILED};
use crate::execute;
use crate::study::{Choice, no_posterior};

/// Replicates unless a number or a precision is given.
const REPLICATES: u32 = 1000;
/// Most replicates where a precision is given.
const MOST: u32 = 100_000;

/// A run at its end.
pub struct Ran {
    /// What the run directory holds.
    pub manifest: Manifest,
    /// What came out.
    pub summary: Summary,
    /// Whether it was there already.
    pub found: bool,
    /// Run directory.
    pub directory: PathBuf,
}

/// Runs a model at one point.
pub fn single(
    model: &'static dyn Catalogued,
    common: &Common,
    precision: Option<f64>,
    series: bool,
) -> anyhow::Result<Ran> {
    let target = CataloguedTarget::new(model, Path::new(""));
    checked(&target, &common.edits, &common.edits)?;
    let mut plan = plan(&target, common, precision);
    plan.series = series.then_some(common.every);
    ran(&target, Design::single(common.edits.clone()), plan, common)
}

/// Runs a model at the settings of `common` and with others laid over them, over the same worlds; to the precision of
/// their paired difference where one is given.
pub fn against(
    model: &'static dyn Catalogued,
    other: &[Setting],
    common: &Common,
    precision: Option<f64>,
) -> anyhow::Result<Ran> {
    let target = CataloguedTarget::new(model, Path::new(""));
    let base = checked(&target, &common.edits, &common.edits)?.described();
    let both: Vec<Setting> = common.edits.iter().chain(other).cloned().collect();
    checked(&target, &both, other)?;
    let lever = |(path, _): &Setting| Lever { path: path.clone(), unit: target.unit(path) };
    let value = |settings: &[Setting], path: &str| {
        settings.iter().rfind(|(name, _)| name == path).map(|(_, value)| value.clone())
    };
    // As it was typed, since of a file the model knows the text and not the path.
    let standing = |(path, _): &Setting| value(&common.edits, path).or_else(|| value(&base, path));
    let rows = vec![
        other.iter().map(standing).collect(),
        other.iter().map(|(_, value)| Some(value.clone())).collect(),
    ];
    let axis = Axis { levers: other.iter().map(lever).collect(), rows: Rows::Listed(rows) };
    let mut plan = Plan { compare: true, ..plan(&target, common, precision) };
    plan.precision.iter_mut().for_each(|precision| precision.paired = true);
    ran(&target, Design { fixed: common.edits.clone(), axes: vec![axis] }, plan, common)
}

/// A point that passes the checks; else all problems, each at the setting that it is about.
fn checked<'t>(
    target: &'t CataloguedTarget,
    settings: &[Setting],
    shown: &[Setting],
) -> Result<Box<dyn Prepared + 't>, ScenarioError> {
    target.prepare(settings).map_err(|problems| {
        let mistakes = problems.into_iter().map(|problem| at_setting(problem, shown)).collect();
        ScenarioError { name: target.name().to_owned(), mistakes }
    })
}

fn at_setting(problem: Problem, settings: &[Setting]) -> Mistake {
    let place = settings.iter().rfind(|(path, _)| *path == problem.path).map(|(path, value)| {
        let text = format!("{path}={value}");
        let place = Place { source: 0, start: 0, end: text.len() };
        (Source { name: "--set".into(), text: text.into() }, place)
    });
    Mistake { problem, place }
}

fn plan(target: &CataloguedTarget, common: &Common, precision: Option<f64>) -> Plan {
    let most = if precision.is_some() { MOST } else { REPLICATES };
    let primary = target.outcomes().first().map_or_else(String::new, |column| column.name.to_string());
    Plan {
        seed: common.seed,
        replicates: common.replicates.unwrap_or(most),
        precision: precision.map(|width| Precision { outcome: primary, width, paired: false }),
        series: None,
        compare: false,
        infeasible: Infeasible::Refuse,
        own_worlds: None,
    }
}

fn ran(target: &CataloguedTarget, design: Design, plan: Plan, common: &Common) -> anyhow::Result<Ran> {
    if common.parameters == Some(Choice::Posterior) {
        return Err(no_posterior(target.name()).into());
    }
    let name = target.name().to_owned();
    let study = Points { target, name, design, plan, shown: Vec::new(), about: Value::Null };
    let directory = common.out.clone().unwrap_or_else(|| execute::folder(&study.name, &study.identity()));
    let done = execute::with_place(common.threads, common.quiet, &directory, |place, progress| {
        points::run(&study, place, progress)
    })?;
    let summary = points::summary::read(&directory)?;
    Ok(Ran { manifest: done.manifest, summary, found: done.found, directory })
}

impl Ran {
    /// Exit code.
    pub fn code(&self) -> ExitCode {
        if self.summary.failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_FAILED) }
    }

    /// The object of `--json`.
    pub fn object(&self) -> Value {
        let Summary { model, version, seed, periods, points, failed, .. } = &self.summary;
        let base = points.first();
        let mut object = json!({
            "model": model, "version": version, "seed": seed,
            "replicates": base.map_or(0, |point| point.replicates), "periods": periods,
            "wall_s": self.manifest.wall_s,
            "outcomes": base.map_or_else(Default::default, |point| point.outcomes.clone()),
            "failed": failed, "run_dir": self.directory,
        });
        if let Some(other) = points.get(1) {
            object["comparisons"] =
                json!([{ "arm": "other", "settings": other.settings, "outcomes": other.differences }]);
        }
        object
    }
}
