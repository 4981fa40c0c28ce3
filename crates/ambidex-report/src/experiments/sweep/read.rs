//! The points of a sweep, as its summary holds them: a line each, read one by one.

use std::collections::BTreeMap;
use std::io::BufRead;

use serde::Deserialize;
use serde_json::Value;

use super::super::numbers::{Interval, half_width, setting};
use super::super::source::Source;
use crate::{ReportError, file_error};

/// Points that are kept; figures and tables are of these.
const MOST: usize = 100_000;
/// Inputs up to which a sentence names the settings of a point.
const TOLD: usize = 4;
/// Name of the file.
const FILE: &str = "summary.json";

/// An outcome at a point.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Stat {
    mean: Option<f64>,
    se: Option<f64>,
    /// Replicates to which it applies.
    pub n: u64,
    /// 5 % quantile over replicates.
    pub q05: Option<f64>,
    /// Median.
    pub q50: Option<f64>,
    /// 95 % quantile.
    pub q95: Option<f64>,
    /// Unit.
    pub unit: String,
}

/// A paired difference from the first point.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Difference {
    mean: Option<f64>,
    low: Option<f64>,
    high: Option<f64>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Line {
    point: u32,
    settings: BTreeMap<String, Value>,
    replicates: u64,
    failed: u64,
    outcomes: BTreeMap<String, Stat>,
    differences: Option<BTreeMap<String, Difference>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Head {
    model: String,
    version: String,
    seed: u64,
    replicates: u64,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Tail {
    failed: u64,
    failures: Vec<(u32, u32, String)>,
}

/// A point.
#[derive(Clone, Debug, Default)]
pub struct Point {
    /// Number.
    pub number: u32,
    /// Values of the factors, in their order.
    pub settings: Vec<Value>,
    /// Replicates.
    pub replicates: u64,
    /// Replicates that failed.
    pub failed: u64,
    /// Outcomes, in the order of the study.
    pub stats: Vec<Stat>,
    /// Paired differences from the first point, where they were asked for.
    differences: Option<Vec<Difference>>,
}

impl Point {
    /// Mean of an outcome with its 95 % interval; none where it applies to no replicate.
    pub fn mean(&self, outcome: usize) -> Option<Interval> {
        let stat = self.stats.get(outcome)?;
        let (mean, half) = (stat.mean?, half_width(stat.se.unwrap_or(f64::NAN), stat.n as usize));
        Some([mean, mean - half, mean + half])
    }

    /// Paired difference of an outcome from the first point.
    pub fn difference(&self, outcome: usize) -> Option<Interval> {
        let found = self.differences.as_ref()?.get(outcome)?;
        Some([found.mean?, found.low.unwrap_or(f64::NAN), found.high.unwrap_or(f64::NAN)])
    }
}

/// What varied.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Path.
    pub path: String,
    /// Unit.
    pub unit: String,
    /// Its values in rising order, or in that of their first point where they are no numbers.
    pub values: Vec<Value>,
}

impl Factor {
    /// Whether all of its values are numbers.
    pub fn is_numeric(&self) -> bool {
        self.values.iter().all(Value::is_number)
    }
}

/// A value as text.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => setting(number.as_f64().unwrap_or(f64::NAN)),
        other => other.to_string(),
    }
}

/// The whole sweep.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// Model.
    pub model: String,
    /// Version of the program.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Replicates of a point that were asked for.
    pub replicates: u64,
    /// What varied.
    pub factors: Vec<Factor>,
    /// Outcomes, that which counts most first.
    pub outcomes: Vec<String>,
    /// Points that are kept.
    pub points: Vec<Point>,
    /// All points.
    pub all: usize,
    /// Whether there are more than are kept.
    pub is_cut: bool,
    /// Replicates that failed.
    pub failed: u64,
    /// The first of them: point, replicate, message.
    pub failures: Vec<(u32, u32, String)>,
}

impl Study {
    /// Reads the summary of a run; without points where there is none.
    ///
    /// # Errors
    /// Where it is broken.
    pub fn read(source: &Source) -> Result<Self, ReportError> {
        let path = source.dir.join(FILE);
        if !path.exists() {
            return Ok(Self::default());
        }
        let wrong = |reason: String| ReportError::Json { path: path.clone(), reason };
        let broken = |error: serde_json::Error| wrong(error.to_string());
        let file = std::fs::File::open(&path).map_err(file_error(&path))?;
        let (mut rest, mut lines, mut all) = (String::new(), Vec::new(), 0);
        for line in std::io::BufReader::new(file).lines() {
            let line = line.map_err(file_error(&path))?;
            if line.starts_with("{\"point\":") {
                all += 1;
                if lines.len() < MOST {
                    lines.push(serde_json::from_str::<Line>(line.trim_end_matches(',')).map_err(broken)?);
                }
            } else {
                rest += &line;
            }
        }
        let whole: Value = serde_json::from_str(&rest).map_err(broken)?;
        let head: Head = serde_json::from_value(whole.clone()).map_err(broken)?;
        let tail: Tail = serde_json::from_value(whole).map_err(broken)?;
        let mut study = Self {
            model: head.model,
            version: head.version,
            seed: head.seed,
            replicates: head.replicates,
            outcomes: outcomes(source, lines.first()),
            all,
            is_cut: all > lines.len(),
            failed: tail.failed,
            failures: tail.failures,
            ..Self::default()
        };
        study.take(source, lines);
        Ok(study)
    }

    fn take(&mut self, source: &Source, lines: Vec<Line>) {
        let levers: Vec<super::super::inputs::Input> = source.manifest.part("levers").unwrap_or_default();
        for line in lines {
            let Line { point, mut settings, replicates, failed, mut outcomes, differences } = line;
            let mut of = |name: &String| outcomes.remove(name).unwrap_or_default();
            let stats = self.outcomes.iter().map(&mut of).collect();
            let differences = differences.map(|mut all| {
                self.outcomes.iter().map(|name| all.remove(name).unwrap_or_default()).collect()
            });
            let settings =
                levers.iter().map(|lever| settings.remove(&lever.path).unwrap_or_default()).collect();
            self.points.push(Point { number: point, settings, replicates, failed, stats, differences });
        }
        for (place, lever) in levers.into_iter().enumerate() {
            let values = distinct(self.points.iter().map(|point| &point.settings[place]));
            self.factors.push(Factor { path: lever.path, unit: lever.unit, values });
        }
    }

    /// Unit of an outcome.
    pub fn unit(&self, outcome: usize) -> String {
        let stat = self.points.first().and_then(|point| point.stats.get(outcome));
        stat.map_or_else(String::new, |stat| stat.unit.clone())
    }

    /// The settings of a point in words; its number where these are many.
    pub fn settings(&self, point: &Point, source: &Source) -> String {
        if self.factors.len() > TOLD {
            return source.t("sweep.at_point", &[("point", &point.number.to_string())]);
        }
        let one = |(factor, value): (&Factor, &Value)| format!("`{}` = {}", factor.path, text(value));
        let all: Vec<String> = self.factors.iter().zip(&point.settings).map(one).collect();
        source.t("sweep.at_settings", &[("settings", &source.join(&all))])
    }
}

/// The outcomes that the experiment names, then those of the first point, in the order in which the model declares them.
fn outcomes(source: &Source, first: Option<&Line>) -> Vec<String> {
    let about = source.manifest.value("about").and_then(|about| about.get("outcomes"));
    let named: Vec<String> =
        about.and_then(|names| serde_json::from_value(names.clone()).ok()).unwrap_or_default();
    let declared: Vec<super::super::source::Declared> = source.manifest.part("outcomes").unwrap_or_default();
    let known = |name: &String| first.is_some_and(|line| line.outcomes.contains_key(name));
    let mut all: Vec<String> = named;
    for outcome in declared {
        if !all.contains(&outcome.name) {
            all.push(outcome.name);
        }
    }
    all.retain(known);
    all
}

/// Values in rising order where all are numbers, else in that of their appearance.
fn distinct<'v>(values: impl Iterator<Item = &'v Value>) -> Vec<Value> {
    let mut seen: BTreeMap<String, (usize, Value)> = BTreeMap::new();
    for (at, value) in values.enumerate() {
        seen.entry(value.to_string()).or_insert_with(|| (at, value.clone()));
    }
    let mut all: Vec<(usize, Value)> = seen.into_values().collect();
    let number = |value: &Value| value.as_f64().unwrap_or(f64::NAN);
    if all.iter().all(|(_, value)| value.is_number()) {
        all.sort_by(|a, b| number(&a.1).total_cmp(&number(&b.1)));
    } else {
        all.sort_by_key(|(at, _)| *at);
    }
    all.into_iter().map(|(_, value)| value).collect()
}
