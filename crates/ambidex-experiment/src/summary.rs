//! What a run says: means with intervals, patterns, comparisons and scores. It holds no time and no machine, so that
//! equal inputs give equal bytes.

use std::path::Path;

use ambidex_analysis::statistics::{mean, quantile, sorted};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::comparison::{Comparison, differences};
use crate::decision_loss::DecisionLoss;
use crate::error::RunError;
use crate::layout::Layout;
use crate::manifest::{ArmEntry, Manifest};
use crate::outcome_table::{OutcomeColumn, OutcomeTable};
use crate::patterns::{self, PatternResult};
use crate::scores::{self, Scores};
use crate::statistics::round;
use crate::study::Study;
use crate::tables::Table;

/// Name of the file.
pub const FILE: &str = "summary.json";

/// The summary of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// Model.
    pub model: String,
    /// Version of the program.
    pub version: String,
    /// Name of the case or scenario.
    pub name: String,
    /// Seed.
    pub seed: u64,
    /// Worlds of the baseline.
    pub replicates: u32,
    /// Worlds that failed, over all arms.
    pub failed: u32,
    /// Weeks of a world.
    pub periods: u32,
    /// Outcomes of the baseline by name.
    pub outcomes: Map<String, Value>,
    /// Patterns, each on its own.
    pub patterns: Vec<PatternResult>,
    /// Paired differences of every arm.
    pub comparisons: Vec<Comparison>,
    /// Against observed releases; null where there are none.
    pub scores: Option<Scores>,
    /// What decisions at gates are worth; null where it was not asked for.
    pub decision_loss: Option<DecisionLoss>,
    /// For every paradigm, the labs in order of median week of adoption.
    pub adoption: Map<String, Value>,
    /// Failed worlds of the baseline, the first ten: number and message.
    pub failures: Vec<(u32, String)>,
}

/// Reads the summary of a finished run.
pub fn read(directory: &Path) -> Result<Summary, RunError> {
    let path = directory.join(FILE);
    let text = std::fs::read(&path).map_err(RunError::io(&path))?;
    serde_json::from_slice(&text).map_err(|source| RunError::Json { path, source })
}

/// Summarises the tables of a run.
pub fn of<S>(study: &Study<S>, manifest: &Manifest, directory: &Path) -> Result<Summary, RunError> {
    let layout = Layout::of(&study.baseline.scenario);
    let table =
        |entry: &ArmEntry| OutcomeTable::read(&directory.join(&entry.folder).join(Table::Outcomes.file()));
    let base = table(&manifest.baseline)?;
    let mut comparisons = Vec::new();
    let (mut placebo, mut fitted) = (None, None);
    for entry in &manifest.arms {
        let other = table(entry)?;
        let outcomes = differences(&base, &other)
            .map_err(|problem| RunError::Analysis { what: entry.name.clone(), problem })?;
        comparisons.push(Comparison { arm: entry.name.clone(), title: entry.title.clone(), outcomes });
        match entry.name.as_str() {
            patterns::PLACEBO => placebo = Some(other),
            patterns::FITTED => fitted = Some(other),
            _ => {}
        }
    }
    let series = directory.join(Table::Series.file());
    let scores = (!study.observed.is_empty())
        .then(|| scores::of(&study.observed, &layout, manifest.every, &series))
        .transpose()?;
    Ok(Summary {
        model: study.model.clone(),
        version: manifest.version.clone(),
        name: study.name.clone(),
        seed: manifest.seed,
        replicates: manifest.replicates,
        failed: manifest.failed(),
        periods: manifest.weeks,
        outcomes: base.columns.iter().map(|column| (column.name.clone(), described(column))).collect(),
        patterns: study
            .patterns
            .as_ref()
            .map_or_else(Vec::new, |p| p.results(&base, placebo.as_ref(), fitted.as_ref())),
        comparisons,
        scores,
        decision_loss: None,
        adoption: adoption(&layout, &base),
        failures: base.failures.into_iter().take(10).collect(),
    })
}

/// Mean, spread and quantiles of an outcome over the worlds that have it.
pub(crate) fn described(column: &OutcomeColumn) -> Value {
    let values: Vec<f64> = column.values.iter().copied().filter(|value| value.is_finite()).collect();
    let (m, s) = (mean(&values), sorted(&values));
    json!({
        "mean": round(m.mean), "se": round(m.se), "sd": round(m.sd),
        "q05": round(quantile(&s, 0.05)), "q50": round(quantile(&s, 0.5)), "q95": round(quantile(&s, 0.95)),
        "unit": column.unit, "n": m.n, "missing": column.values.len() - m.n,
    })
}

/// Labs by median week of adoption, never counting as later than all else.
fn adoption(layout: &Layout, base: &OutcomeTable) -> Map<String, Value> {
    let order = |paradigm: &String| {
        let columns = layout.labs.iter().filter_map(|lab| {
            let values = &base.column(&format!("adopted_{paradigm}_{lab}"))?.values;
            Some((
                lab,
                sorted(
                    &values.iter().map(|v| if v.is_nan() { f64::INFINITY } else { *v }).collect::<Vec<_>>(),
                ),
            ))
        });
        let mut labs: Vec<_> = columns.collect();
        labs.sort_by(|(_, a), (_, b)| middle(a).total_cmp(&middle(b)));
        Value::from(labs.iter().map(|(lab, weeks)| adopter(lab, weeks)).collect::<Vec<_>>())
    };
    layout.paradigms.iter().map(|paradigm| (paradigm.clone(), order(paradigm))).collect()
}

/// Order statistic in the middle; infinite where most never adopt.
fn middle(sorted: &[f64]) -> f64 {
    sorted.get(sorted.len() / 2).copied().unwrap_or(f64::INFINITY)
}

fn adopter(lab: &str, weeks: &[f64]) -> Value {
    let at = |p: f64| {
        let place = (p * (weeks.len().max(1) - 1) as f64) as usize;
        weeks.get(place).copied().filter(|week| week.is_finite())
    };
    let adopts = weeks.iter().filter(|week| week.is_finite()).count();
    json!({
        "lab": lab, "share": round(adopts as f64 / weeks.len() as f64),
        "q05": at(0.05), "q50": at(0.5), "q95": at(0.95), "unit": "weeks",
    })
}
