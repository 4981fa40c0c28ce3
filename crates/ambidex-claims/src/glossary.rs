//! What the names in the results mean, kept with them: a reader of the results needs no file of the case.

use std::collections::{BTreeMap, BTreeSet};

use ambidex_race::scenario::Text;
use ambidex_scenario::{Case, counterfactual};
use serde::{Deserialize, Serialize};

use crate::claims::{self, Checked, Data};
use crate::error::ClaimError;
use crate::plan::{Plan, parameter};
use crate::run::Verdicts;
use crate::verdict::MOST_OF_THE_SPACE;

/// Level of all intervals.
const LEVEL: f64 = 0.95;

/// Numbers of the rule that gives verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rule {
    /// Share of the space in which a sign must hold.
    pub most_of_the_space: f64,
    /// Level of the intervals.
    pub level: f64,
}

impl Default for Rule {
    fn default() -> Self {
        Self { most_of_the_space: MOST_OF_THE_SPACE, level: LEVEL }
    }
}

/// A source.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// Title.
    pub title: String,
    /// Address.
    #[serde(default)]
    pub url: String,
    /// Date.
    #[serde(default)]
    pub date: String,
}

/// A value of the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// What it is.
    pub meaning: String,
    /// Unit.
    pub unit: String,
    /// Whether the model's table calls its value an assumption.
    pub assumption: bool,
}

/// Meanings by name.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Glossary {
    /// What an arm is made of, by overlay.
    pub overlays: BTreeMap<String, Text>,
    /// Sources that claims name, by key.
    pub sources: BTreeMap<String, Source>,
    /// Uncertain values, by path.
    pub parameters: BTreeMap<String, Parameter>,
}

impl Glossary {
    /// Of the names that results use.
    ///
    /// # Errors
    /// Where a file of the case cannot be read.
    pub fn of(case: &Case, verdicts: &Verdicts) -> Result<Self, ClaimError> {
        let sources: BTreeMap<String, Source> =
            toml::from_str(case.sources).map_err(ClaimError::syntax("sources.toml"))?;
        let used: BTreeSet<&String> = verdicts.claims.iter().flat_map(|row| &row.sources).collect();
        let own = counterfactual::parse("overlays.toml", case.overlays)?;
        let named = names(verdicts);
        let overlays = case.counterfactuals()?.into_iter().chain(own).filter(|one| named.contains(&one.name));
        let declared = |path: &String| {
            let spec = parameter(path)?;
            let assumption = crate::plan::is_assumption(path);
            let (meaning, unit) = (spec.meaning.to_owned(), spec.unit.to_owned());
            Some((path.clone(), Parameter { meaning, unit, assumption }))
        };
        Ok(Self {
            overlays: overlays.map(|one| (one.name, one.meaning)).collect(),
            sources: sources.into_iter().filter(|(key, _)| used.contains(key)).collect(),
            parameters: verdicts.uncertainties.iter().filter_map(|one| declared(&one.path)).collect(),
        })
    }
}

/// Overlays of all arms.
fn names(verdicts: &Verdicts) -> BTreeSet<String> {
    let experiments = verdicts.experiments.iter().flat_map(|one| {
        [Some(&one.treatment), Some(&one.baseline), one.placebo.as_ref()].into_iter().flatten()
    });
    let policies = verdicts.front.iter().flat_map(|front| front.policies.iter().map(|policy| &policy.arm));
    let gates = verdicts.gates.iter().flat_map(|gates| gates.cells.iter().flat_map(|one| &one.cell.overlays));
    experiments.chain(policies).chain(gates).flat_map(|arm| arm.split('+').map(str::to_owned)).collect()
}

impl Verdicts {
    /// The same numbers and verdicts with the words of the case as they stand today: claims, evidence, titles, notes and
    /// sources may be put better, or into another language, without running anything again.
    ///
    /// # Errors
    /// Where a file of the case cannot be read.
    pub fn reworded(mut self, case: &Case) -> Result<Self, ClaimError> {
        let plan = Plan::of(case)?;
        let claims = claims::of(case, &plan)?;
        let data = Data::of(case)?;
        for row in &mut self.claims {
            let Some(claim) = claims.iter().find(|claim| claim.id == row.id) else { continue };
            row.claim = claim.claim.clone();
            row.evidence = claim.evidence.clone();
            row.no_experiment = claim.no_experiment.clone();
            row.sources.clone_from(&claim.sources);
            let checks: Vec<Checked> = claim.check.iter().map(|check| data.check(check)).collect();
            let answers = |checks: &[Checked]| checks.iter().map(|one| one.as_claimed).collect::<Vec<_>>();
            // Another answer would be another verdict, and that is no matter of words.
            if answers(&checks) == answers(&row.checks) {
                row.checks = checks;
            }
        }
        for finding in &mut self.experiments {
            if let Some(experiment) = plan.experiment(&finding.id) {
                finding.title = experiment.title.clone();
                finding.note = experiment.note.clone();
                finding.data = experiment.data.clone();
            }
        }
        self.glossary = Glossary::of(case, &self)?;
        Ok(self)
    }
}
