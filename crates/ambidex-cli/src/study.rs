//! From what was typed to what is run: a case with its counterfactuals, or a scenario file.

use std::sync::Arc;

use ambidex_core::parameters::nearest;
use ambidex_experiment::draws::{Draws, Parameters, Sample};
use ambidex_experiment::patterns::{FITTED, Patterns};
use ambidex_experiment::scores::{Observed, best_so_far};
use ambidex_experiment::{Arm, Study};
use ambidex_race::Setup;
use ambidex_race::mechanisms::MECHANISMS;
use ambidex_race::scenario::{Scenario, Text};
use ambidex_scenario::cases::{CASES, Case, ObservationSet};
use ambidex_scenario::mistake::{Mistake, ScenarioError};
use ambidex_scenario::posterior::FILE;
use ambidex_scenario::{Counterfactual, Document, Drawn, apply};
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

/// Where the parameters of a case's worlds come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Choice {
    /// Draws of the posterior sample that ships with the case: world i has draw i mod n, in every arm.
    Posterior,
    /// One point for all worlds: the fitted one, or the values of the file.
    Fitted,
}

/// A study whose worlds have the parameters of one point, or of draws.
pub type CaseStudy = Study<Parameters<Setup>>;

/// What a target stands for, with edits.
pub struct Target {
    name: String,
    document: Document,
    case: Option<&'static Case>,
    scenario: Scenario,
    drawn: Option<Arc<Drawn>>,
}

impl Target {
    /// Opens a case or a scenario file. Without a choice, a case that ships a posterior has its worlds' parameters from
    /// there.
    pub fn open(name: &str, edits: &[Edit], choice: Option<Choice>) -> anyhow::Result<Self> {
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
        let drawn = match (choice, case) {
            (Some(Choice::Fitted), _) | (_, None) => None,
            (_, Some(case)) => case.drawn(edits)?.map(Arc::new),
        };
        if choice == Some(Choice::Posterior) && drawn.is_none() {
            return Err(no_posterior(name).into());
        }
        Ok(Self { name: name.to_owned(), document, case, scenario, drawn })
    }

    /// Its study: the baseline and the counterfactuals that were chosen.
    pub fn study(&self, arms: &Arms) -> anyhow::Result<CaseStudy> {
        let patterns = self.case.map(|case| Patterns::parse(case.patterns)).transpose()?;
        let parts = self.case.map(case_parts).transpose()?.unwrap_or(Value::Null);
        let chosen = self.chosen(arms)?;
        let mut others: Vec<_> =
            chosen.iter().map(|chosen| self.counterfactual(chosen)).collect::<Result<_, _>>()?;
        if self.drawn.is_some() && arms == &Arms::All {
            others.push(self.fitted()?);
        }
        Ok(Study {
            model: self.scenario.model.clone(),
            name: self.scenario.name.clone(),
            baseline: self.arm("baseline", Text::default(), None)?,
            arms: others,
            sample: self.sample(),
            patterns,
            gates: if arms == &Arms::All { GATES } else { 0 },
            observed: self.case.map(observed).transpose()?.unwrap_or_default(),
            case: with_parameters(parts, self)?,
        })
    }

    /// Its study against one other policy: a counterfactual of the case, or another scenario file. Pairs share their
    /// draw; where the other has no such draws, both stand at one point.
    pub fn against(
        mut self,
        other: &str,
        edits: &[Edit],
        choice: Option<Choice>,
    ) -> anyhow::Result<CaseStudy> {
        let known = self.counterfactuals()?;
        if known.iter().any(|one| one.name == other) {
            return self.study(&Arms::Named(vec![other.to_owned()]));
        }
        if self.case.is_some() && !std::path::Path::new(other).exists() && Case::named(other).is_none() {
            return Err(self.unknown(other, &known).into());
        }
        let mut other = Target::open(other, edits, choice)?;
        if self.case.map(|case| case.name) != other.case.map(|case| case.name) {
            (self.drawn, other.drawn) = (None, None);
        }
        let mut study = self.study(&Arms::Named(Vec::new()))?;
        let name = if other.scenario.name == "baseline" { "other" } else { &other.scenario.name };
        study.arms.push(other.arm(name, other.scenario.title.clone(), None)?);
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

    /// The same worlds at the fitted point: what the spread of the parameters does.
    fn fitted(&self) -> anyhow::Result<Arm<Parameters<Setup>>> {
        let text = |en: &str, zh: &str| Text { en: en.to_owned(), zh: Some(zh.to_owned()) };
        let arm = self.arm(FITTED, text("The fitted point", "拟合点"), None)?;
        let point = Setup::new(&arm.scenario).map_err(|problems| ScenarioError {
            name: format!("{}, {FITTED}", self.name),
            mistakes: problems.into_iter().map(|problem| Mistake { problem, place: None }).collect(),
        })?;
        let meaning = text(
            "All worlds have the fitted parameters instead of draws of the posterior.",
            "所有世界都取拟合参数，而非后验抽样。",
        );
        Ok(Arm { meaning, model: Parameters::Point(point), ..arm })
    }

    fn counterfactual(&self, chosen: &Counterfactual) -> anyhow::Result<Arm<Parameters<Setup>>> {
        let arm = self.arm(&chosen.name, chosen.title.clone(), Some(chosen))?;
        Ok(Arm { meaning: chosen.meaning.clone(), ..arm })
    }

    fn arm(
        &self,
        name: &str,
        title: Text,
        chosen: Option<&Counterfactual>,
    ) -> anyhow::Result<Arm<Parameters<Setup>>> {
        let scenario = under(&self.document, chosen)?;
        let point = Setup::new(&scenario).map_err(|problems| ScenarioError {
            name: format!("{}, {name}", self.name),
            mistakes: problems.into_iter().map(|problem| Mistake { problem, place: None }).collect(),
        })?;
        let (model, fixed) = match &self.drawn {
            None => (Parameters::Point(point), Vec::new()),
            Some(drawn) => (Parameters::Drawn(draws(drawn, chosen)), fixed(drawn, chosen)),
        };
        Ok(Arm { name: name.to_owned(), title, meaning: Text::default(), scenario, fixed, model })
    }

    /// The sample that its worlds' parameters are drawn from.
    fn sample(&self) -> Option<Sample> {
        let (drawn, text) = (self.drawn.as_ref()?, self.case?.posterior?);
        Some(Sample::of(FILE, text, drawn.draws(), drawn.paths().to_vec()))
    }
}

/// What to say where there are no draws to be had.
pub fn no_posterior(name: &str) -> TargetError {
    TargetError::new(format!(
        "--parameters posterior: `{name}` ships no posterior sample; leave the option out"
    ))
}

/// The scenario of a document, under a counterfactual where one is chosen.
fn under(document: &Document, chosen: Option<&Counterfactual>) -> Result<Scenario, ScenarioError> {
    chosen.map_or_else(|| document.scenario(), |chosen| apply(document, chosen))
}

/// The models of a policy, one a draw.
fn draws(drawn: &Arc<Drawn>, chosen: Option<&Counterfactual>) -> Draws<Setup> {
    let (drawn, chosen, draws) = (Arc::clone(drawn), chosen.cloned(), drawn.draws());
    Draws::new(draws, move |draw| {
        let scenario = under(&drawn.document(draw), chosen.as_ref()).map_err(|error| {
            let problems = error.mistakes.iter().map(|mistake| mistake.problem.to_string());
            problems.collect::<Vec<_>>().join("; ")
        })?;
        Setup::new(&scenario)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))
    })
}

/// Paths of the sample that stand still in a policy.
fn fixed(drawn: &Drawn, chosen: Option<&Counterfactual>) -> Vec<String> {
    let mut document = drawn.document(0);
    if let Some(chosen) = chosen {
        document.lay_over("counterfactual", &chosen.set);
    }
    drawn.fixed(&document)
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
fn with_parameters(mut parts: Value, target: &Target) -> anyhow::Result<Value> {
    if parts.is_null() {
        parts = json!({});
    }
    let calibration: toml::Table =
        target.case.map_or_else(|| Ok(toml::Table::new()), |case| toml::from_str(case.calibration))?;
    let (fitted, scenario) = (fitted(&calibration), &target.scenario);
    let still = target.drawn.as_ref().map_or_else(Vec::new, |drawn| fixed(drawn, None));
    let paths = target.drawn.as_ref().map_or(&[][..], |drawn| drawn.paths());
    let drawn: Vec<&String> = paths.iter().filter(|path| !still.contains(path)).collect();
    parts["parameters"] = MECHANISMS
        .iter()
        .flat_map(|mechanism| mechanism.parameters.iter().map(move |spec| (mechanism.name, spec)))
        .map(|(mechanism, spec)| parameter(mechanism, spec, scenario, &fitted, &drawn))
        .collect();
    Ok(parts)
}

fn parameter(
    mechanism: &str,
    spec: &ambidex_core::ParameterSpec,
    scenario: &Scenario,
    fitted: &[String],
    drawn: &[&String],
) -> Value {
    use ambidex_core::Source::{Assumption, Calibrated, Published};
    let path = format!("{mechanism}.{}", spec.name);
    let given = scenario.parameters.get(mechanism).and_then(|values| values.get(spec.name));
    let (kind, source) = match spec.source {
        _ if drawn.iter().any(|one| one.strip_prefix("parameters.") == Some(&path)) => {
            ("calibrated", "drawn from the posterior of the case; the value is that of the fitted point")
        }
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
