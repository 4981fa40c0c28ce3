//! NK landscapes: closed forms, local optima by pattern, and the walks of Kauffman (1993).

use std::collections::BTreeMap;

use ambidex_models::nk::Nk;

use crate::quantity::{Estimate, Known, Quantity};
use crate::{Effort, Replication, runs};

/// What is known of `nk`.
pub const REPLICATION: Replication = Replication {
    model: "nk",
    quantities,
    notes: &[
        "The printed tables of Kauffman (1993) could not be read. The walks are compared with a second program of our own; \
         the printed table for adjacent partners, as recalled, is within 0.017 of them.",
        "The walk rule must be stated with every number: steepest ascent ends higher than the random fitter walk at \
         adjacent K = 2, lower with random partners at N = 96, K = 8, and takes about half the steps.",
        "The matrices of Rivkin & Siggelkow (2007) were not obtained. The patterns of N K links are defined here and in the \
         second program each; where a pattern leaves the last links open, the two need not place them alike.",
        "Known asymptotic lengths of walks (Flyvbjerg & Lautrup 1992; Orr 2003) are recalled, not read: shown, not judged.",
    ],
};

#[derive(Clone, serde::Deserialize)]
struct Row {
    figure: String,
    n: u32,
    k: u32,
    interactions: String,
    walk: String,
    outcome: String,
    theirs: String,
    se: Option<f64>,
    known: String,
    landscapes: Option<u32>,
    source: String,
}

fn quantities(effort: Effort) -> Vec<Quantity> {
    let files = [
        include_str!("../data/nk/exact.csv"),
        include_str!("../data/nk/peaks.csv"),
        include_str!("../data/nk/walks.csv"),
    ];
    let rows: Vec<Row> = files.iter().flat_map(|text| read(text)).collect();
    let mut runs: BTreeMap<_, Vec<Vec<f64>>> = BTreeMap::new();
    rows.into_iter()
        .filter_map(|row| {
            let replicates = replicates(&row, effort)?;
            let key =
                (row.n, row.k, row.interactions.clone(), row.walk.clone(), enumerates(&row), replicates);
            let outcomes = runs.entry(key).or_insert_with(|| run(&row, replicates));
            Some(quantity(&row, outcomes))
        })
        .collect()
}

/// Rows of a file of the program.
pub(crate) fn read<R: serde::de::DeserializeOwned>(text: &str) -> Vec<R> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("the file is part of the program")).collect()
}

/// How a number is known, by its word in the files.
pub(crate) fn known(word: &str) -> Known {
    match word {
        "exact" => Known::Exact,
        "independent" => Known::Independent,
        "second_program" => Known::SecondProgram,
        "read_off" => Known::ReadOff,
        _ => Known::Memory,
    }
}

/// A number as it was written down, and half a unit in its last place; closed forms are written in full.
pub(crate) fn written(text: &str, known: Known) -> (f64, f64) {
    let value = text.parse().expect("the file is part of the program");
    let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let rounding = if known == Known::Exact { 1e-9 } else { 0.5 * 0.1_f64.powi(decimals as i32) };
    (value, rounding)
}

fn enumerates(row: &Row) -> bool {
    !matches!(row.outcome.as_str(), "peak_fitness" | "walk_length")
}

/// As many as the reference, or as a third of a second of computation gives, whichever is more; none where a single landscape
/// is too dear for the effort.
fn replicates(row: &Row, effort: Effort) -> Option<u32> {
    let table = f64::from(1_u32 << row.n.min(24));
    let (nanoseconds, dearest) = if enumerates(row) {
        let drawn = f64::from(row.n) * 2.0 * f64::from(row.k.min(23)).exp2();
        (table * f64::from(row.n) * 0.2 + 2.0 * drawn + 3000.0, 1e8)
    } else {
        (f64::from(row.n * (row.k + 1)) * 300.0 + 3000.0, f64::INFINITY)
    };
    match effort {
        Effort::Full => {
            Some(row.landscapes.unwrap_or(0).max((3e8 / nanoseconds).clamp(40.0, 20_000.0) as u32))
        }
        Effort::Quick => (nanoseconds < dearest).then(|| (3e7 / nanoseconds).clamp(30.0, 1000.0) as u32),
    }
}

fn run(row: &Row, replicates: u32) -> Vec<Vec<f64>> {
    let (n, k) = (row.n.to_string(), row.k.to_string());
    let enumeration = if enumerates(row) { "full" } else { "none" };
    let measures = if row.outcome == "fitness_variance" { "all" } else { "peaks" };
    let settings = [
        ("n", &n[..]),
        ("k", &k),
        ("interactions", &row.interactions),
        ("walk", &row.walk),
        ("enumeration", enumeration),
        ("measures", measures),
    ];
    runs::outcomes(&Nk, &runs::values(&Nk, &settings), replicates)
}

fn quantity(row: &Row, outcomes: &[Vec<f64>]) -> Quantity {
    let (ours, name) = match row.outcome.as_str() {
        "fitness_variance" => {
            let place = runs::place(&Nk, "fitness_sd");
            let squares: Vec<Vec<f64>> =
                outcomes.iter().map(|outcome| vec![outcome[place] * outcome[place]]).collect();
            (runs::mean(&squares, 0), "variance of fitness [1]")
        }
        outcome => (runs::mean(outcomes, runs::place(&Nk, outcome)), label(outcome)),
    };
    let known = known(&row.known);
    let (value, rounding) = written(&row.theirs, known);
    Quantity {
        figure: row.figure.clone(),
        name: name.to_owned(),
        line: format!("N = {}, {}, {}", row.n, row.interactions, row.walk),
        x: Some(("K", f64::from(row.k))),
        known,
        source: row.source.clone(),
        theirs: Estimate { value, se: row.se },
        ours,
        rounding,
    }
}

fn label(outcome: &str) -> &'static str {
    match outcome {
        "peaks" => "local optima [configurations]",
        "peak_fitness" => "fitness where the walk ends [1]",
        "walk_length" => "length of the walk [steps]",
        _ => "largest fitness [1]",
    }
}
