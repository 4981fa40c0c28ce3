//! What the run directory says about itself: `manifest.json` and `summary.json`, read leniently. A part that is missing
//! or has another form than expected is left out of the report, with a sentence saying so; it never stops the rest.

use std::collections::BTreeMap;
use std::path::Path;

use ambidex_core::calendar::Calendar;
use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::catalogue::Lang;
use crate::{ReportError, file_error};

/// A text in English and perhaps in Chinese; a plain string counts as English.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Text {
    en: String,
    zh: Option<String>,
}

impl Text {
    /// The text in a language, English where there is no other.
    pub fn of(&self, lang: Lang) -> &str {
        match (lang, &self.zh) {
            (Lang::Zh, Some(zh)) if !zh.is_empty() => zh,
            _ => &self.en,
        }
    }

    /// The text in a language, or something else where it is empty.
    pub fn or<'a>(&'a self, lang: Lang, other: &'a str) -> &'a str {
        Some(self.of(lang)).filter(|text| !text.is_empty()).unwrap_or(other)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        let part = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        Ok(match &value {
            Value::String(en) => Self { en: en.clone(), zh: None },
            _ => Self { en: part("en").unwrap_or_default(), zh: part("zh") },
        })
    }
}

/// A lab of the run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Lab {
    /// Name in the tables.
    pub name: String,
    /// Title for people.
    pub title: Text,
}

/// An arm: the same worlds with one decision changed.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Arm {
    /// Name: the folder under `arms/`.
    pub name: String,
    /// Title for people.
    pub title: Text,
    /// What it changes.
    pub meaning: Text,
    /// Date of the first intervention that differs, where the run states it.
    #[serde(alias = "from", alias = "first_date", alias = "differs_from")]
    pub date: Option<Date>,
}

/// Sample that the worlds' parameters were drawn from.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Sample {
    /// Number of draws.
    pub draws: u32,
    /// Paths that are drawn.
    pub paths: Vec<String>,
}

/// A released model with its public score.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Observation {
    /// Lab by name.
    pub lab: String,
    /// Model.
    pub model: String,
    /// Release date.
    pub date: Option<Date>,
    /// Score on the Epoch Capabilities Index [points].
    pub eci: Option<f64>,
    /// Paradigm, e.g. `reasoning`.
    pub paradigm: Option<String>,
    /// `fit`, `holdout` or `context`.
    pub set: String,
}

/// A pattern of the case, as defined before the run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Pattern {
    /// Number, by which the summary names it.
    pub number: u32,
    /// Title.
    pub title: Text,
    /// Definition.
    pub definition: Text,
    /// What the public data say.
    pub evidence: Text,
    /// Numbers that the definition names.
    #[serde(alias = "thresholds")]
    pub threshold: BTreeMap<String, Value>,
}

impl Pattern {
    /// The definition, with the numbers that it names.
    pub fn definition(&self, lang: Lang) -> String {
        let number =
            |value: &Value| value.as_f64().map_or_else(|| value.to_string(), |number| number.to_string());
        let numbers: Vec<String> =
            self.threshold.iter().map(|(name, value)| format!("`{name}` = {}", number(value))).collect();
        let text = self.definition.of(lang);
        if numbers.is_empty() { text.to_owned() } else { format!("{text} [{}]", numbers.join("; ")) }
    }
}

/// A share of worlds with its interval.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Share {
    /// Share, 0..=1.
    pub share: Option<f64>,
    /// Lower end.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

impl Share {
    /// Share and interval in per cent.
    pub fn percent(&self) -> Option<[f64; 3]> {
        Some([self.share?, self.low?, self.high?].map(|share| 100.0 * share))
    }
}

/// How often a pattern appeared.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PatternShare {
    /// Number of the pattern.
    pub number: u32,
    /// Title.
    pub title: Text,
    /// In the baseline.
    #[serde(flatten)]
    pub shown: Share,
    /// Where all labs have the same mix.
    pub placebo: Option<Share>,
    /// At the fitted point, where the baseline's parameters are drawn.
    pub fitted: Option<Share>,
    /// Whether the run counts it as met.
    pub met: Option<bool>,
}

/// All paired differences of an arm.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Comparisons {
    /// Arm.
    pub arm: String,
    /// Differences by outcome.
    pub outcomes: BTreeMap<String, Comparison>,
}

/// A paired difference, arm minus baseline.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Comparison {
    /// Mean difference.
    pub mean: Option<f64>,
    /// Lower end of its 95 % interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Pairs of worlds.
    pub n: Option<u64>,
    /// Variance of the unpaired difference over that of the paired one.
    pub variance_reduction: Option<f64>,
}

impl Comparison {
    /// Mean and interval, where all three are numbers.
    pub fn numbers(&self) -> Option<[f64; 3]> {
        Some([self.mean?, self.low?, self.high?])
    }
}

/// An outcome over worlds.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Outcome {
    /// Mean.
    pub mean: Option<f64>,
    /// Standard error of the mean.
    pub se: Option<f64>,
    /// 5 % quantile over worlds.
    pub q05: Option<f64>,
    /// 95 % quantile over worlds.
    pub q95: Option<f64>,
}

/// A simulated against an observed score.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Score {
    /// Lab by name.
    pub lab: String,
    /// What was released.
    pub release: String,
    /// Whether it was held out of the fit.
    pub holdout: bool,
    /// Observed [points].
    pub value: Option<f64>,
    /// Simulated median [points].
    pub q50: Option<f64>,
    /// 5 % quantile over worlds.
    pub q05: Option<f64>,
    /// 95 % quantile over worlds.
    pub q95: Option<f64>,
}

impl Score {
    /// Name of the set in the catalogue.
    pub fn set(&self) -> &'static str {
        if self.holdout { "holdout" } else { "fit" }
    }
}

/// How well a set of scores is met.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Fit {
    /// Root of the mean squared residual [points].
    pub rmse: Option<f64>,
    /// Mean of observed minus simulated [points].
    pub bias: Option<f64>,
    /// Share of observations within the 5-95 % band.
    pub coverage: Option<f64>,
    /// Observations.
    pub n: u64,
}

/// Simulated against observed scores.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Scores {
    /// Those of the fit.
    pub fit: Fit,
    /// Those held out.
    pub holdout: Fit,
    /// Score by score.
    pub observations: Vec<Score>,
}

/// What a reader would expect of a counterfactual, written down before any run.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Expectation {
    /// Counterfactual.
    pub counterfactual: String,
    /// Outcome; `PARADIGM_week` is the week in which the focal lab ships a paradigm.
    pub outcome: String,
    /// `falls`, `rises` or `none`.
    pub change: String,
    /// Why.
    pub because: Text,
}

/// A parameter and where its value comes from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Parameter {
    /// Path in the scenario.
    pub path: String,
    /// Value.
    pub value: Value,
    /// Unit.
    pub unit: String,
    /// Meaning.
    pub meaning: Text,
    /// `calibrated`, `published` or `assumption`.
    pub source_kind: String,
    /// Source.
    pub source: Text,
}

/// Where numbers come from.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Source {
    /// Title.
    pub title: String,
    /// Address.
    pub url: String,
    /// Date of publication or retrieval.
    pub date: String,
    /// Licence.
    pub licence: String,
}

/// A JSON file as an object, whose parts are taken out one by one.
#[derive(Clone, Debug, Default)]
pub struct Parts(Map<String, Value>);

impl Parts {
    /// Reads a file; `None` where there is none.
    ///
    /// # Errors
    /// Where the file cannot be read or is not a JSON object.
    pub fn read(path: &Path) -> Result<Option<Self>, ReportError> {
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(path).map_err(file_error(path))?;
        match serde_json::from_str(&text) {
            Ok(Value::Object(parts)) => Ok(Some(Self(parts))),
            Ok(_) => Err(ReportError::Json { path: path.into(), reason: "expected an object".into() }),
            Err(error) => Err(ReportError::Json { path: path.into(), reason: error.to_string() }),
        }
    }

    /// A part as it stands, of the object itself or of its `case`.
    pub fn value(&self, key: &str) -> Option<&Value> {
        let own = self.0.get(key).filter(|value| !value.is_null());
        own.or_else(|| self.0.get("case")?.get(key))
    }

    /// A part in a given form; `None` where it is missing or has another form.
    pub fn part<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        serde_json::from_value(self.value(key)?.clone()).ok()
    }

    /// A part as plain text: strings as they are, numbers in digits.
    pub fn words(&self, key: &str) -> Option<String> {
        match self.value(key)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    }

    /// The entries of a list that have the expected form.
    fn list<T: DeserializeOwned>(&self, key: &str) -> Vec<T> {
        let items = self.value(key).and_then(Value::as_array);
        items.into_iter().flatten().filter_map(|item| serde_json::from_value(item.clone()).ok()).collect()
    }
}

/// What the run says about itself.
#[derive(Clone, Debug, Default)]
pub struct Run {
    /// Whole manifest, for the single words in it.
    pub manifest: Parts,
    /// Focal lab by name.
    pub focal: String,
    /// First day of week 0.
    pub start: Date,
    /// Labs, in the scenario's order.
    pub labs: Vec<Lab>,
    /// Arms.
    pub arms: Vec<Arm>,
    /// Public scores.
    pub observations: Vec<Observation>,
    /// Patterns as defined.
    pub patterns: Vec<Pattern>,
    /// Parameters with their sources.
    pub parameters: Vec<Parameter>,
    /// What was expected of the counterfactuals.
    pub expectations: Vec<Expectation>,
    /// Sources, in order of their keys.
    pub sources: Vec<Source>,
    /// Patterns as found.
    pub shares: Vec<PatternShare>,
    /// Paired differences.
    pub comparisons: Vec<Comparisons>,
    /// Outcomes by name.
    pub outcomes: BTreeMap<String, Outcome>,
    /// Simulated against observed.
    pub scores: Option<Scores>,
}

impl Run {
    /// Reads manifest and summary of a run directory.
    ///
    /// # Errors
    /// Where there is no manifest, it is not JSON, or it names no focal lab or start.
    pub fn read(dir: &Path) -> Result<Self, ReportError> {
        let path = dir.join("manifest.json");
        let manifest = Parts::read(&path)?.ok_or_else(|| ReportError::NoRun { dir: dir.into() })?;
        let missing =
            |key: &str| ReportError::Json { path: path.clone(), reason: format!("no `{key}` in it") };
        let summary = Parts::read(&dir.join("summary.json"))?.unwrap_or_default();
        Ok(Self {
            focal: manifest.words("focal").ok_or_else(|| missing("focal"))?,
            start: manifest.part("start").ok_or_else(|| missing("start"))?,
            labs: manifest.list("labs"),
            arms: manifest.list("arms"),
            observations: manifest.list("observations"),
            patterns: manifest.list("patterns"),
            parameters: manifest.list("parameters"),
            expectations: manifest.list("expectations"),
            sources: sources(&manifest),
            shares: summary.list("patterns"),
            comparisons: summary.list("comparisons"),
            outcomes: summary.part("outcomes").unwrap_or_default(),
            scores: summary.part("scores"),
            manifest,
        })
    }

    /// Title of the scenario, its name where it has none.
    pub fn title(&self, lang: Lang) -> String {
        let scenario = self.manifest.value("scenario").and_then(|scenario| scenario.get("title"));
        let title = scenario.or_else(|| self.manifest.value("title"));
        let title: Text =
            title.and_then(|title| serde_json::from_value(title.clone()).ok()).unwrap_or_default();
        title.or(lang, &self.manifest.words("name").unwrap_or_default()).to_owned()
    }

    /// Title of a lab.
    pub fn lab_title<'a>(&'a self, name: &'a str, lang: Lang) -> &'a str {
        self.labs.iter().find(|lab| lab.name == name).map_or(name, |lab| lab.title.or(lang, name))
    }

    /// Key domains of the paradigms that add capability (`index`), from the scenario.
    pub fn index_domains(&self) -> Vec<String> {
        self.scenario_list("paradigm")
            .filter(|paradigm| paradigm.get("kind").and_then(Value::as_str) == Some("index"))
            .filter_map(|paradigm| Some(paradigm.get("key_domain")?.as_str()?.to_owned()))
            .collect()
    }

    /// Name and title of every entry of a list of the scenario, e.g. `domain` or `paradigm`.
    pub fn scenario_names(&self, key: &str) -> Vec<(String, Text)> {
        self.scenario_list(key)
            .filter_map(|entry| {
                let title = entry.get("title").and_then(|text| serde_json::from_value(text.clone()).ok());
                Some((entry.get("name")?.as_str()?.to_owned(), title.unwrap_or_default()))
            })
            .collect()
    }

    fn scenario_list(&self, key: &str) -> impl Iterator<Item = &Value> {
        let list =
            self.manifest.value("scenario").and_then(|scenario| scenario.get(key)).and_then(Value::as_array);
        list.into_iter().flatten()
    }

    /// Worlds that failed, over baseline and arms.
    pub fn failed(&self) -> u64 {
        let failed = |entry: &Value| entry.get("failed").and_then(Value::as_u64).unwrap_or(0);
        let arms = self.manifest.value("arms").and_then(Value::as_array);
        self.manifest.value("baseline").map_or(0, failed)
            + arms.into_iter().flatten().map(failed).sum::<u64>()
    }

    /// The run's weeks.
    pub fn calendar(&self, weeks: usize) -> Calendar {
        Calendar { start: self.start, weeks: u32::try_from(weeks).unwrap_or(u32::MAX) }
    }
}

/// Sources, as a list or by key.
fn sources(manifest: &Parts) -> Vec<Source> {
    manifest
        .part::<BTreeMap<String, Source>>("sources")
        .map_or_else(|| manifest.list("sources"), |by_key| by_key.into_values().collect())
}
