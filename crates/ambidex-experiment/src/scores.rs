//! The simulated capability held against observed releases: residuals, their size on what was fitted and on what was
//! held out, and how often the 90 % interval holds the observation.

use ambidex_analysis::statistics::{quantile, sorted};
use std::fs::File;
use std::path::Path;

use ambidex_core::maths::sqrt;
use arrow::array::AsArray;
use arrow::datatypes::{Float32Type, UInt16Type};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use serde::{Deserialize, Serialize};

use crate::error::RunError;
use crate::layout::Layout;
use crate::statistics::round;

/// An observed release of a lab.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observed {
    /// Lab, by name in the scenario.
    pub lab: String,
    /// What was released.
    pub release: String,
    /// When.
    pub date: jiff::civil::Date,
    /// Observed capability [points].
    pub value: f64,
    /// Whether it was held out of the fit.
    pub holdout: bool,
}

/// Those that were the lab's best when they came out: the simulated capability is that of a lab's best release.
pub fn best_so_far(observed: &[Observed]) -> Vec<Observed> {
    let surpassed = |one: &Observed| {
        observed.iter().any(|other| other.lab == one.lab && other.date < one.date && other.value >= one.value)
    };
    observed.iter().filter(|one| !surpassed(one)).cloned().collect()
}

/// One observation against the worlds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scored {
    /// What was observed.
    #[serde(flatten)]
    pub observed: Observed,
    /// Median of the simulated capability of the lab at that date [points].
    pub q50: f64,
    /// 5 % quantile.
    pub q05: f64,
    /// 95 % quantile.
    pub q95: f64,
    /// Observed minus median.
    pub residual: f64,
    /// Worlds.
    pub n: usize,
}

/// How well a set of observations is met.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Fit {
    /// Root of the mean squared residual [points]; null of none.
    pub rmse: Option<f64>,
    /// Mean residual [points]; null of none.
    pub bias: Option<f64>,
    /// Share of observations within the 5 to 95 % interval; null of none.
    pub coverage: Option<f64>,
    /// Observations.
    pub n: usize,
}

/// All observations against the worlds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scores {
    /// What was fitted.
    pub fit: Fit,
    /// What was held out.
    pub holdout: Fit,
    /// Every observation.
    pub observations: Vec<Scored>,
}

/// Scores the series of an arm.
pub fn of(observed: &[Observed], layout: &Layout, every: u32, series: &Path) -> Result<Scores, RunError> {
    let inside: Vec<&Observed> = observed.iter().filter(|o| week(o, layout, every).is_some()).collect();
    let wanted = inside.iter().filter_map(|o| Some((o.lab.as_str(), week(o, layout, every)?)));
    let simulated = capability_at(&wanted.collect::<Vec<_>>(), series)?;
    let observations: Vec<Scored> =
        inside.iter().zip(simulated).map(|(o, values)| scored(o, &values)).collect();
    let part = |holdout| observations.iter().filter(|s| s.observed.holdout == holdout).collect::<Vec<_>>();
    Ok(Scores { fit: fit(&part(false)), holdout: fit(&part(true)), observations })
}

/// Recorded week at or before an observation; `None` outside of the run or for a lab that it does not have.
fn week(observed: &Observed, layout: &Layout, every: u32) -> Option<u32> {
    layout.lab(&observed.lab)?;
    let week =
        u32::try_from(layout.calendar.week(observed.date)).ok().filter(|w| *w < layout.calendar.weeks)?;
    Some(week / every.max(1) * every.max(1))
}

fn scored(observed: &Observed, values: &[f64]) -> Scored {
    let values = sorted(values);
    let at = |p| round(quantile(&values, p));
    let residual = round(observed.value - quantile(&values, 0.5));
    Scored {
        observed: observed.clone(),
        q50: at(0.5),
        q05: at(0.05),
        q95: at(0.95),
        residual,
        n: values.len(),
    }
}

fn fit(scored: &[&Scored]) -> Fit {
    let n = scored.len();
    let mean =
        |f: &dyn Fn(&Scored) -> f64| (n > 0).then(|| scored.iter().map(|s| f(s)).sum::<f64>() / n as f64);
    let inside = |s: &Scored| f64::from(u8::from((s.q05..=s.q95).contains(&s.observed.value)));
    Fit {
        rmse: mean(&|s| s.residual * s.residual).map(|square| round(sqrt(square))),
        bias: mean(&|s| s.residual).map(round),
        coverage: mean(&inside).map(round),
        n,
    }
}

/// Capability in all worlds, for each lab and week wanted; reads the file a group at a time.
fn capability_at(wanted: &[(&str, u32)], series: &Path) -> Result<Vec<Vec<f64>>, RunError> {
    let failed = |error| RunError::table(series, error);
    let file = File::open(series).map_err(RunError::io(series))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(file).map_err(failed)?;
    let mask = ProjectionMask::columns(builder.parquet_schema(), ["lab", "week", "capability"]);
    let mut found = vec![Vec::new(); wanted.len()];
    for batch in builder.with_projection(mask).build().map_err(failed)? {
        let batch = batch.map_err(|error| RunError::arrow(series, error))?;
        let labs = batch.column(0).as_string::<i32>();
        let weeks = batch.column(1).as_primitive::<UInt16Type>().values();
        let values = batch.column(2).as_primitive::<Float32Type>().values();
        for row in 0..batch.num_rows() {
            for (place, (lab, week)) in wanted.iter().enumerate() {
                if u32::from(weeks[row]) == *week && labs.value(row) == *lab {
                    found[place].push(f64::from(values[row]));
                }
            }
        }
    }
    Ok(found)
}
