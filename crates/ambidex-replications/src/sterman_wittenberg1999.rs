//! Sterman & Wittenberg (1999): the history with fixed launches, row by row, and what chance makes of it.

use ambidex_core::parameters::Parameters;
use ambidex_models::sterman_wittenberg1999::launches::{Launches, strengths};
use ambidex_models::sterman_wittenberg1999::{Field, Observation, Science, StermanWittenberg1999};

use crate::quantity::{Estimate, Known, Quantity};
use crate::runs::{self, outcomes, place, values};
use crate::{Effort, Replication};

/// What is known of `sterman-wittenberg1999`.
pub const REPLICATION: Replication = Replication {
    model: "sterman-wittenberg1999",
    quantities,
    notes: &[
        "The rows with fixed launches come from a second program, written from the same Vensim file and not run through \
              Vensim: they show that two programs read the file alike, not that the article is reproduced.",
        "Both programs take table abscissae in twelfths as exact. With the six digits of the Vensim file the history is \
              the same in kind, but differs beyond the digits written: anomalies of year 600 are 229.704 in place of \
              229.852.",
        "The dynamics with random launches depend on the generator: of the second program only the range of eight \
              runs was written down, without a mean, so it is shown and not judged.",
        "The regressions and survival figures of the article could not be obtained.",
    ],
};

#[derive(serde::Deserialize)]
struct Row {
    year: f64,
    dominant: f64,
    practitioners: f64,
    confidence: f64,
    anomalies: f64,
    solved: f64,
    paradigms: f64,
    total: f64,
    source: String,
}

#[derive(serde::Deserialize)]
struct Range {
    quantity: String,
    runs: u32,
    value: f64,
    source: String,
}

fn read<T: serde::de::DeserializeOwned>(text: &'static str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("the file is part of the program")).collect()
}

fn quantities(effort: Effort) -> Vec<Quantity> {
    let mut all = fixed();
    all.extend(random(effort));
    all
}

/// Every row and column of the history with fixed launches.
fn fixed() -> Vec<Quantity> {
    let p = Science::default();
    let mut field = Field::new(&p, Launches::Fixed, &strengths(&p, None));
    let (mut steps, mut all) = (0_u32, Vec::new());
    for row in read::<Row>(include_str!("../data/sterman-wittenberg1999/fixed_launch.csv")) {
        while f64::from(steps) < row.year * p.steps {
            field.step();
            steps += 1;
        }
        all.extend(compare(&row, &field.observe()));
    }
    all
}

fn compare(row: &Row, seen: &Observation) -> [Quantity; 7] {
    [
        ("dominant paradigm [1]", row.dominant, seen.dominant as f64, 0.0),
        ("its practitioners [persons]", row.practitioners, seen.practitioners, 0.5e-4),
        ("confidence in it [1]", row.confidence, seen.confidence, 0.5e-5),
        ("its anomalies [puzzles]", row.anomalies, seen.anomalies, 0.5e-4),
        ("its solved puzzles [puzzles]", row.solved, seen.solved, 0.5e-3),
        ("paradigms with two persons or more [1]", row.paradigms, seen.paradigms as f64, 0.0),
        ("practitioners of all [persons]", row.total, seen.total, 0.5e-4),
    ]
    .map(|(name, theirs, ours, digits)| Quantity {
        figure: "Fixed launches".to_owned(),
        name: name.to_owned(),
        line: "Vensim file, base run".to_owned(),
        x: Some(("time [years]", row.year)),
        known: Known::Deterministic,
        source: row.source.clone(),
        theirs: Estimate::exact(theirs),
        ours: Estimate::exact(ours),
        rounding: digits * (1.0 + ROUNDING_SLACK),
    })
}

/// A value half-way between two digits may round either way: the arithmetic of a float.
const ROUNDING_SLACK: f64 = 1e-6;

/// Distinct dominant paradigms in 2000 years: fewest and most of as many runs as the reference, and our mean.
fn random(effort: Effort) -> Vec<Quantity> {
    let model = &StermanWittenberg1999;
    let settings = values(model, &[("launch", "random")]);
    let replicates = if effort == Effort::Quick { 64 } else { 4000 };
    let rows = outcomes(model, &settings, replicates);
    let dominants = place(model, "dominants");
    let ranges = read::<Range>(include_str!("../data/sterman-wittenberg1999/random_launch.csv"));
    let years = Science::SPECS[0].default;
    let quantity = |range: Range| {
        let first = rows.iter().take(range.runs as usize).map(|row| row[dominants]);
        let ours = if range.quantity == "fewest" { first.reduce(f64::min) } else { first.reduce(f64::max) };
        Quantity {
            figure: "Random launches".to_owned(),
            name: format!(
                "distinct dominant paradigms in {years} years, {} of {} runs [1]",
                range.quantity, range.runs
            ),
            line: format!("mean of {replicates} runs here: {:.2}", runs::mean(&rows, dominants).value),
            x: None,
            known: Known::SecondProgram,
            source: range.source,
            theirs: Estimate::exact(range.value),
            ours: Estimate::exact(ours.unwrap_or(f64::NAN)),
            rounding: 0.0,
        }
    };
    ranges.into_iter().map(quantity).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Verdict, judge};

    /// All rows and columns of the second program's history, to the digits written.
    #[test]
    fn the_fixed_history_is_that_of_the_second_program() {
        let all = fixed();
        assert_eq!(all.len(), 61 * 7);
        let judgement = judge(&all);
        let missed: Vec<String> = all
            .iter()
            .zip(&judgement.verdicts)
            .filter(|(_, (_, verdict))| *verdict != Verdict::Equal)
            .map(|(q, _)| format!("{} at {:?}: {} against {}", q.name, q.x, q.ours.value, q.theirs.value))
            .collect();
        assert!(missed.is_empty(), "{} missed: {missed:#?}", missed.len());
    }
}
