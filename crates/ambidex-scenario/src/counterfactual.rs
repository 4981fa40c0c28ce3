//! Counterfactuals: the same worlds with one decision taken back or changed.

use std::collections::BTreeMap;

use ambidex_core::Problem;
use ambidex_core::parameters::nearest;
use ambidex_race::scenario::check::check;
use ambidex_race::scenario::fields::{Field, INTERVENTION, Kind, Need, Table, key};
use ambidex_race::scenario::{Intervention, Scenario, Text};
use serde::{Deserialize, Serialize};

use crate::document::Document;
use crate::identical_mixes::identical_mixes;
use crate::identical_organisations::identical_organisations;
use crate::mistake::{Mistake, ScenarioError};

/// What is different in the counterfactual.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counterfactual {
    /// Name for the command line.
    pub name: String,
    /// Title for people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// What is different, in a sentence.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub meaning: Text,
    /// Interventions and rules that are taken back, by id.
    #[serde(default)]
    pub without: Vec<String>,
    /// Values by path, as after `--set`.
    #[serde(default)]
    pub set: BTreeMap<String, toml::Value>,
    /// Whether attention, voice and expertise are the same in all labs.
    #[serde(default)]
    pub identical_mixes: bool,
    /// Whether every lab is given the mean lab's organisation, and no decision is taken in one lab alone.
    #[serde(default)]
    pub identical_organisations: bool,
    /// Interventions that are added.
    #[serde(default)]
    pub intervention: Vec<Intervention>,
}

#[derive(Deserialize)]
struct File {
    counterfactual: Vec<Counterfactual>,
}

static FILE: Table = Table {
    name: "counterfactuals",
    meaning: "Counterfactuals of a case",
    fields: &[key("counterfactual", Kind::Tables(&COUNTERFACTUAL), Need::Required, "Counterfactuals")],
};

static COUNTERFACTUAL: Table = Table {
    name: "counterfactual",
    meaning: "The same worlds with one decision taken back or changed",
    fields: FIELDS,
};

const FIELDS: &[Field] = &[
    key("name", Kind::Name, Need::Required, "Name for the command line"),
    key("title", Kind::Title, Need::Optional("empty"), "Title for people"),
    key("meaning", Kind::Title, Need::Optional("empty"), "What is different, in a sentence"),
    key("without", Kind::Texts, Need::Optional("none"), "Interventions and rules that are taken back, by id"),
    key("set", Kind::Edits, Need::Optional("none"), "Values by path, as after `--set`"),
    key(
        "identical_mixes",
        Kind::Bool,
        Need::Default("false"),
        "Whether attention, voice and expertise are the same in all labs",
    ),
    key(
        "identical_organisations",
        Kind::Bool,
        Need::Default("false"),
        "Whether every lab is given the mean lab's organisation, and no decision is taken in one lab alone",
    ),
    key("intervention", Kind::Tables(&INTERVENTION), Need::Optional("none"), "Interventions that are added"),
];

/// Reads counterfactuals from text.
pub fn parse(source_name: &str, text: &str) -> Result<Vec<Counterfactual>, ScenarioError> {
    let document = Document::parse(source_name, text)?;
    if document.is_empty() {
        return Ok(Vec::new());
    }
    let built = document.built::<File>(&FILE);
    match built.value {
        Some(file) if built.mistakes.is_empty() => Ok(file.counterfactual),
        _ => Err(document.error(built.mistakes)),
    }
}

/// The scenario of a document under a counterfactual, checked like any other.
pub fn apply(document: &Document, counterfactual: &Counterfactual) -> Result<Scenario, ScenarioError> {
    let mut document = document.clone();
    let label = format!("counterfactual {}", counterfactual.name);
    document.lay_over(&label, &counterfactual.set);
    let mut scenario = document.scenario()?;
    let mut problems = taken_back(&mut scenario, &counterfactual.without);
    scenario.intervention.extend(counterfactual.intervention.iter().cloned());
    scenario.intervention.sort_by_key(|intervention| intervention.date);
    if counterfactual.identical_mixes {
        scenario = identical_mixes(&scenario);
    }
    if counterfactual.identical_organisations {
        scenario = identical_organisations(&scenario);
    }
    problems.extend(check(&scenario));
    if problems.is_empty() {
        return Ok(scenario);
    }
    let mistakes = problems.into_iter().map(|problem| Mistake { problem, place: None }).collect();
    Err(ScenarioError { name: format!("{}, {label}", document.name()), mistakes })
}

impl Document {
    /// Lays values by path over the document. A table is laid over key by key.
    pub fn lay_over<'v>(
        &mut self,
        label: &str,
        values: impl IntoIterator<Item = (&'v String, &'v toml::Value)>,
    ) {
        for (path, value) in values {
            self.lay_value(label, path, value);
        }
    }

    fn lay_value(&mut self, label: &str, path: &str, value: &toml::Value) {
        match value {
            toml::Value::Table(inner) => {
                for (key, value) in inner {
                    self.lay_value(label, &format!("{path}.{key}"), value);
                }
            }
            _ => self.set(label, path, &value.to_string()),
        }
    }
}

/// Removes interventions and rules by id; a problem for each id that nobody has.
fn taken_back(scenario: &mut Scenario, without: &[String]) -> Vec<Problem> {
    let ids = scenario.intervention.iter().filter_map(|x| x.id.clone());
    let known: Vec<String> = ids.chain(scenario.rule.iter().filter_map(|x| x.id.clone())).collect();
    let gone = |id: &Option<String>| id.as_ref().is_some_and(|id| without.contains(id));
    scenario.intervention.retain(|intervention| !gone(&intervention.id));
    scenario.rule.retain(|rule| !gone(&rule.id));
    without.iter().filter(|id| !known.contains(id)).map(|id| unknown(id, &known)).collect()
}

fn unknown(id: &str, known: &[String]) -> Problem {
    let remedy = match nearest(id, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean {near:?}?"),
        None => format!("ids are: {}", known.join(", ")),
    };
    let expected = "the id of an intervention or a rule".to_owned();
    Problem { path: "without".to_owned(), found: format!("{id:?}"), expected, remedy }
}
