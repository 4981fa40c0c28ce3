//! Two policies over the same worlds.

use ambidex_analysis::intervals::bootstrap::bca_of_mean;
use ambidex_analysis::intervals::corrections::holm;
use ambidex_analysis::statistics::{Paired, paired};
use ambidex_analysis::{Estimate, Problem, Resampling};
use rayon::prelude::*;
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
    /// For every outcome: mean difference (arm minus baseline) with its 95 % intervals, p-values, and what pairing gained.
    pub outcomes: Map<String, Value>,
}

/// Resamples of a bootstrap interval, drawn alike for all outcomes of as many worlds.
pub const RESAMPLES: usize = 1000;
const SEED: u64 = 1;

/// Differences in all outcomes that both tables have, over the worlds in which both have a value: mean, 95 % interval by
/// Student's t (`low`, `high`) and by the bootstrap of the pairs (`bootstrap`), two-sided `p`, and `p_holm`, corrected by
/// Holm for all outcomes that differ in some world.
///
/// # Errors
/// Where a table has more values in one column than in another.
pub fn differences(base: &OutcomeTable, other: &OutcomeTable) -> Result<Map<String, Value>, Problem> {
    let columns = base.columns.iter().filter(|column| !column.name.starts_with("pattern_"));
    let pairs: Vec<_> = columns.filter_map(|column| Some((column, other.column(&column.name)?))).collect();
    let found: Vec<(Paired, Option<Estimate>)> = pairs
        .par_iter()
        .map(|(column, arm)| {
            let both = column.values.iter().zip(&arm.values).filter(|(a, b)| a.is_finite() && b.is_finite());
            let (a, b): (Vec<f64>, Vec<f64>) = both.unzip();
            let apart: Vec<f64> = a.iter().zip(&b).map(|(a, b)| b - a).collect();
            let how = Resampling { resamples: RESAMPLES, ..Resampling::new(SEED) };
            Ok((paired(&a, &b)?, bca_of_mean(&apart, &how).ok()))
        })
        .collect::<Result<_, Problem>>()?;
    let tried: Vec<f64> = found.iter().filter_map(|(pair, _)| pair.p_value()).collect();
    let mut corrected = holm(&tried).into_iter();
    let named = pairs.iter().zip(&found).map(|((column, _), (pair, bootstrap))| {
        let p = pair.p_value().and_then(|p| Some([p, corrected.next()?]));
        (column.name.clone(), described(pair, bootstrap.as_ref(), p, &column.unit))
    });
    Ok(named.collect())
}

fn described(pair: &Paired, bootstrap: Option<&Estimate>, p: Option<[f64; 2]>, unit: &str) -> Value {
    let d = pair.difference;
    json!({
        "mean": round(d.mean), "low": round(d.interval.0), "high": round(d.interval.1),
        "bootstrap": bootstrap.map(|one| [round(one.low), round(one.high)]),
        "p": p.map(|[p, _]| round(p)), "p_holm": p.map(|[_, p]| round(p)),
        "se": round(d.se), "sd": round(d.sd), "n": d.n, "unit": unit,
        "correlation": round(pair.correlation), "variance_reduction": round(pair.variance_reduction),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome_table::OutcomeColumn;

    fn table(columns: &[(&str, Vec<f64>)]) -> OutcomeTable {
        let column = |(name, values): &(&str, Vec<f64>)| OutcomeColumn {
            name: (*name).to_owned(),
            unit: "points".to_owned(),
            values: values.clone(),
        };
        OutcomeTable { columns: columns.iter().map(column).collect(), ..OutcomeTable::default() }
    }

    /// Differences of 1, 2, .., 9: t = 5 / (2.7386 / 3) = 5.4772 on 8 degrees of freedom, p = .000589; with a second outcome that
    /// differs Holm doubles it, and one in which no world differs is not counted.
    #[test]
    fn p_values_by_hand() {
        let zero = vec![0.0; 9];
        let rising: Vec<f64> = (1..10).map(f64::from).collect();
        let turned: Vec<f64> = (0..9).map(|i| if i % 2 == 0 { 1.0 } else { -1.0 }).collect();
        let base = table(&[("a", zero.clone()), ("b", zero.clone()), ("c", zero.clone())]);
        let other = table(&[("a", rising), ("b", turned), ("c", zero)]);
        let found = differences(&base, &other).unwrap();
        let of = |name: &str, key: &str| found[name][key].as_f64();
        assert!((of("a", "p").unwrap() - 0.000_589).abs() < 1e-6, "{:?}", of("a", "p"));
        assert!((of("a", "p_holm").unwrap() - 2.0 * of("a", "p").unwrap()).abs() < 1e-9);
        assert_eq!(of("b", "p_holm"), of("b", "p"));
        assert_eq!(of("c", "p"), None);
        let ends = found["a"]["bootstrap"].as_array().unwrap();
        let (low, high) = (ends[0].as_f64().unwrap(), ends[1].as_f64().unwrap());
        assert!(1.0 < low && low < 5.0 && 5.0 < high && high < 9.0);
    }
}
