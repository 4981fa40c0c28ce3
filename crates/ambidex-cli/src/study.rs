//! From what was typed to what is run: a case with its counterfactuals, or a scenario file.

use ambidex_core::parameters::nearest;
use ambidex_experiment::patterns::Patterns;
use ambidex_experiment::scores::{Observed, best_so_far};
use ambidex_experiment::{Arm, Study};
use ambidex_race::Setup;
use ambidex_race::mechanisms::MECHANISMS;
use ambidex_race::scenario::{Scenario, Text};
use ambidex_scenario::cases::{CASES, Case, ObservationSet};
use ambidex_scenario::mistake::{Mistake, ScenarioError};
use ambidex_scenario::{Counterfactual, Document, apply};
use anyhow::Context;
use serde_json::{Value, json};

/// Worlds of a whole run whose gates are decided both ways.
const GATES: u32 = 64;

/// A name that means nothing here.
#[derive(Debug)]
pub struct TargetError(String);

impl TargetError {
    /// With what is to be said.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl std::fmt::Display for TargetError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TargetError {}

/// `path=value`, as after `--set`.
pub type Edit = (String, String);

/// Reads one `path=value`.
pub fn edit(text: &str) -> Result<Edit, String> {
    let (path, value) = text.split_once('=').ok_or("expected path=value, e.g. lab.meta.draft_share=0.2")?;
    Ok((path.trim().to_owned(), value.trim().to_owned()))
}

/// Which counterfactuals of a case to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arms {
    /// All of them.
    All,
    /// Those named; none is no name.
    Named(Vec<String>),
}

/// Reads `a,b` or `none`.
pub fn arms(text: &str) -> Result<Arms, String> {
    let names = text.split(',').map(str::trim).filter(|name| !name.is_empty() && *name != "none");
    Ok(Arms::Named(names.map(str::to_owned).collect()))
}

/// What a target stands for, with edits.
pub struct Target {
    name: String,
    document: Document,
    case: Option<&'static Case>,
    scenario: Scenario,
}

impl Target {
    /// Opens a case or a scenario file.
    pub fn open(name: &str, edits: &[Edit]) -> anyhow::Result<Self> {
        if Case::named(name).is_none() && !std::path::Path::new(name).exists() {
            let models = ambidex_models::MODELS.iter().map(|model| model.info().name);
            if let Some(near) = nearest(name, models) {
                let text = format!("`{name}`: no model, case or scenario file; did you mean `{near}`?");
                return Err(TargetError(text).into());
            }
        }
        let document = ambidex_scenario::open(name, edits)?;
        let scenario = document.scenario()?;
        let case = CASES.iter().find(|case| case.name == name);
        Ok(Self { name: name.to_owned(), document, case, scenario })
    }

    /// Its study: the baseline and the counterfactuals that were chosen.
    pub fn study(&self, arms: &Arms) -> anyhow::Result<Study<Setup>> {
        let patterns = self.case.map(|case| Patterns::parse(case.patterns)).transpose()?;
        let parts = self.case.map(case_parts).transpose()?.unwrap_or(Value::Null);
        let chosen = self.chosen(arms)?;
        Ok(Study {
            model: self.scenario.model.clone(),
            name: self.scenario.name.clone(),
            baseline: self.arm("baseline", Text::default(), Text::default(), self.scenario.clone())?,
            arms: chosen.iter().map(|chosen| self.counterfactual(chosen)).collect::<Result<_, _>>()?,
            patterns,
            gates: if arms == &Arms::All { GATES } else { 0 },
            observed: self.case.map(observed).transpose()?.unwrap_or_default(),
            case: with_parameters(parts, &self.scenario, self.case)?,
        })
    }

    /// Its study against one other policy: a counterfactual of the case, or another scenario file.
    pub fn against(&self, other: &str, edits: &[Edit]) -> anyhow::Result<Study<Setup>> {
        let known = self.counterfactuals()?;
        if known.iter().any(|one| one.name == other) {
            return self.study(&Arms::Named(vec![other.to_owned()]));
        }
        if self.case.is_some() && !std::path::Path::new(other).exists() && Case::named(other).is_none() {
            return Err(self.unknown(other, &known).into());
        }
        let other = Target::open(other, edits)?;
        let mut study = self.study(&Arms::Named(Vec::new()))?;
        let name = if other.scenario.name == "baseline" { "other" } else { &other.scenario.name };
        study.arms.push(other.arm(
            name,
            other.scenario.title.clone(),
            Text::default(),
            other.scenario.clone(),
        )?);
        Ok(study)
    }

    fn counterfactuals(&self) -> anyhow::Result<Vec<Counterfactual>> {
        Ok(self.case.map(Case::counterfactuals).transpose()?.unwrap_or_default())
    }

    fn chosen(&self, arms: &Arms) -> anyhow::Result<Vec<Counterfactual>> {
        let known = self.counterfactuals()?;
        let Arms::Named(names) = arms else { return Ok(known) };
        if let Some(name) = names.iter().find(|name| known.iter().all(|one| one.name != **name)) {
            return Err(self.unknown(name, &known).into());
        }
        Ok(known.into_iter().filter(|one| names.contains(&one.name)).collect())
    }

    fn unknown(&self, name: &str, known: &[Counterfactual]) -> TargetError {
        let names: Vec<&str> = known.iter().map(|one| one.name.as_str()).collect();
        let remedy = match nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => "it has none: only cases have".to_owned(),
            None => format!("it has {}", names.join(", ")),
        };
        TargetError(format!("`{name}`: no counterfactual of `{}`; {remedy}", self.name))
    }

    fn counterfactual(&self, chosen: &Counterfactual) -> anyhow::Result<Arm<Setup>> {
        let scenario = apply(&self.document, chosen)?;
        self.arm(&chosen.name, chosen.title.clone(), chosen.meaning.clone(), scenario)
    }

    fn arm(&self, name: &str, title: Text, meaning: Text, scenario: Scenario) -> anyhow::Result<Arm<Setup>> {
        let model = Setup::new(&scenario).map_err(|problems| ScenarioError {
            name: format!("{}, {name}", self.name),
            mistakes: problems.into_iter().map(|problem| Mistake { problem, place: None }).collect(),
        })?;
        Ok(Arm { name: name.to_owned(), title, meaning, scenario, model })
    }
}

/// Observed releases that the worlds are held against.
fn observed(case: &'static Case) -> anyhow::Result<Vec<Observed>> {
    let all = case.observations()?.into_iter().filter(|one| one.set != ObservationSet::Context);
    let of = |one: ambidex_scenario::Observation| Observed {
        holdout: one.set == ObservationSet::Holdout,
        lab: one.lab,
        release: one.model,
        date: one.date,
        value: one.eci,
    };
    Ok(best_so_far(&all.map(of).collect::<Vec<_>>()))
}

/// Everything of a case that a reader of the run may want, as it stands in its files.
fn case_parts(case: &'static Case) -> anyhow::Result<Value> {
    let read = |text: &str, what: &str| -> anyhow::Result<Value> {
        toml::from_str(text).with_context(|| format!("{} of the case {}", what, case.name))
    };
    Ok(json!({
        "about": case.about,
        "observations": case.observations()?,
        "patterns": read(case.patterns, "patterns")?["pattern"],
        "counterfactuals": read(case.counterfactuals, "counterfactuals")?["counterfactual"],
        "calibration": read(case.calibration, "calibration")?,
        "expectations": read(case.expectations, "expectations")?["expectation"],
        "sources": read(case.sources, "sources")?,
    }))
}

/// Adds every parameter of the model with its value in the scenario and where that comes from.
fn with_parameters(
    mut parts: Value,
    scenario: &Scenario,
    case: Option<&'static Case>,
) -> anyhow::Result<Value> {
    if parts.is_null() {
        parts = json!({});
    }
    let calibration: toml::Table =
        case.map_or_else(|| Ok(toml::Table::new()), |case| toml::from_str(case.calibration))?;
    let fitted = fitted(&calibration);
    parts["parameters"] = MECHANISMS
        .iter()
        .flat_map(|mechanism| mechanism.parameters.iter().map(move |spec| (mechanism.name, spec)))
        .map(|(mechanism, spec)| parameter(mechanism, spec, scenario, &fitted))
        .collect();
    Ok(parts)
}

fn parameter(
    mechanism: &str,
    spec: &ambidex_core::ParameterSpec,
    scenario: &Scenario,
    fitted: &[String],
) -> Value {
    use ambidex_core::Source::{Assumption, Calibrated, Published};
    let path = format!("{mechanism}.{}", spec.name);
    let given = scenario.parameters.get(mechanism).and_then(|values| values.get(spec.name));
    let (kind, source) = match spec.source {
        _ if fitted.contains(&path) => ("calibrated", "fitted to the observations of the case"),
        _ if given.is_some_and(|value| *value != spec.default) => ("assumption", "given in the scenario"),
        Published(text) => ("published", text),
        Assumption(text) => ("assumption", text),
        Calibrated(text) => ("calibrated", text),
    };
    json!({
        "path": format!("parameters.{path}"), "value": given.copied().unwrap_or(spec.default), "unit": spec.unit,
        "meaning": spec.meaning, "source_kind": kind, "source": source,
    })
}

/// Dotted paths of the values that a calibration settled, without a leading `parameters.`.
fn fitted(calibration: &toml::Table) -> Vec<String> {
    fn walk(path: &str, value: &toml::Value, found: &mut Vec<String>) {
        match value.as_table() {
            Some(table) => table.iter().for_each(|(key, value)| walk(&format!("{path}.{key}"), value, found)),
            None => found.push(path.trim_start_matches('.').trim_start_matches("parameters.").to_owned()),
        }
    }
    let mut found = Vec::new();
    if let Some(values) = calibration.get("fitted") {
        walk("", values, &mut found);
    }
    found
}
