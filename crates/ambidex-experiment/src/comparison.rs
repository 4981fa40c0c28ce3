//! Two policies over the same worlds.

use ambidex_analysis::Problem;
use ambidex_analysis::statistics::{Paired, paired};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::outcome_table::OutcomeTable;
use crate::statistics::round;

/// Paired differences of one arm against the baseline.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Comparison {
    /// Name of the arm.
    pub arm: String,
    /// Title for people.
    pub title: ambidex_race::scenario::Text,
    /// For every outcome: mean difference (arm minus baseline) with its 95 % interval, and what pairing gained.
    pub outcomes: Map<String, Value>,
}

/// Differences in all outcomes that both tables have, over the worlds in which both have a value.
///
/// # Errors
/// Where a table has more values in one column than in another.
pub fn differences(base: &OutcomeTable, other: &OutcomeTable) -> Result<Map<String, Value>, Problem> {
    let columns = base.columns.iter().filter(|column| !column.name.starts_with("pattern_"));
    let pairs = columns.filter_map(|column| Some((column, other.column(&column.name)?)));
    pairs
        .map(|(column, arm)| {
            let both = column.values.iter().zip(&arm.values).filter(|(a, b)| a.is_finite() && b.is_finite());
            let (a, b): (Vec<f64>, Vec<f64>) = both.unzip();
            Ok((column.name.clone(), described(&paired(&a, &b)?, &column.unit)))
        })
        .collect()
}

fn described(pair: &Paired, unit: &str) -> Value {
    let d = pair.difference;
    json!({
        "mean": round(d.mean), "low": round(d.interval.0), "high": round(d.interval.1),
        "se": round(d.se), "sd": round(d.sd), "n": d.n, "unit": unit,
        "correlation": round(pair.correlation), "variance_reduction": round(pair.variance_reduction),
    })
}
