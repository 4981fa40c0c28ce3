//! Runs of a catalogued model: replicates in parallel, in an order that does not depend on the threads.

use ambidex_core::{Catalogued, Values};
use rayon::prelude::*;

use crate::quantity::Estimate;

/// Replicates that one task runs: fixed, a multiple of the lanes of the vector paths.
const CHUNK: u32 = 64;

/// Seed of all replications.
pub const SEED: u64 = 1;

/// Values of a model with settings, `name=value` each.
///
/// # Panics
/// Where a setting is not one of the model: the settings are part of the program.
pub fn values(model: &dyn Catalogued, settings: &[(&str, &str)]) -> Values {
    let mut values = Values::of(model.info());
    for (name, value) in settings {
        values.set(name, value).unwrap_or_else(|problem| panic!("{}: {problem}", model.info().name));
    }
    values
}

/// Outcomes of replicates 0 to `replicates`, a row each in that order.
pub fn outcomes(model: &dyn Catalogued, values: &Values, replicates: u32) -> Vec<Vec<f64>> {
    let chunks: Vec<Vec<Vec<f64>>> = (0..replicates.div_ceil(CHUNK))
        .into_par_iter()
        .map(|chunk| {
            let mut rows: Vec<Vec<f64>> = Vec::new();
            let end = ((chunk + 1) * CHUNK).min(replicates);
            model.run(values, SEED, chunk * CHUNK..end, &mut rows);
            rows
        })
        .collect();
    chunks.into_iter().flatten().collect()
}

/// Place of an outcome in the rows.
///
/// # Panics
/// Where the model has no such outcome.
pub fn place(model: &dyn Catalogued, outcome: &str) -> usize {
    let found = model.info().outcomes.iter().position(|column| column.name == outcome);
    found.unwrap_or_else(|| panic!("{} has no outcome {outcome}", model.info().name))
}

/// Mean of one outcome with its standard error; no error where nothing varies.
pub fn mean(rows: &[Vec<f64>], place: usize) -> Estimate {
    let values: Vec<f64> = rows.iter().map(|row| row[place]).filter(|x| x.is_finite()).collect();
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / (n - 1.0);
    let se = (variance / n).sqrt();
    Estimate { value: mean, se: (se > 0.0).then_some(se) }
}
