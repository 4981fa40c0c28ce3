//! Levinthal (1997): figures 1, 3, 4 and 6 to 9.

use std::collections::BTreeMap;

use ambidex_core::{Catalogued, Recorder, Values};
use ambidex_models::levinthal1997::Levinthal1997;
use rayon::prelude::*;

use crate::nk::{known, read, written};
use crate::quantity::{Estimate, Quantity};
use crate::{Effort, Replication, runs};

/// What is known of `levinthal1997`.
pub const REPLICATION: Replication = Replication {
    model: "levinthal1997",
    quantities,
    notes: &[
        "The article averages 100 landscapes and prints no errors, and its curves were read off by eye: they are shown, not \
         judged. In figure 1 its points for K = 0 and K = 1 lie 3 to 14 % above ours in periods 4 to 8.",
        "Order of search, survival, genetic load and noise follow the article's program, as the author of nkscape read it. \
         Random order of search does not reproduce figure 1; noise that grows with distance, which the text describes, does \
         not reproduce figure 9.",
        "nkscape itself lies below the article's figure 6 at K = 1 and 5, and below its figure 7 at K = 5.",
        "Figures 2 and 5 show single landscapes of the article, which cannot be drawn again.",
        "A long jump counts here when it is adopted; nkscape counts moves of more than one attribute in a period.",
    ],
};

#[derive(serde::Deserialize)]
struct Row {
    figure: String,
    k: u32,
    period: usize,
    quantity: String,
    theirs: String,
    se: Option<f64>,
    known: String,
    source: String,
}

/// What one setting gave.
struct Run {
    /// By replicate and period, the columns of the series.
    series: Vec<Vec<Vec<f64>>>,
    outcomes: Vec<Vec<f64>>,
}

impl Recorder for Run {
    fn wants_series(&self) -> bool {
        true
    }

    fn period(&mut self, _: u32, period: u32, row: &[f64]) {
        if period == 1 {
            self.series.push(Vec::new());
        }
        self.series.last_mut().expect("period 1 comes first").push(row.to_vec());
    }

    fn outcomes(&mut self, _: u32, row: &[f64]) {
        self.outcomes.push(row.to_vec());
    }
}

fn quantities(effort: Effort) -> Vec<Quantity> {
    let replicates = if effort == Effort::Full { 4000 } else { 200 };
    let mut runs: BTreeMap<(String, u32), Run> = BTreeMap::new();
    read(include_str!("../data/levinthal1997/figures.csv"))
        .iter()
        .map(|row: &Row| {
            let run =
                runs.entry((row.figure.clone(), row.k)).or_insert_with(|| run(&settings(row), replicates));
            quantity(row, run)
        })
        .collect()
}

fn settings(row: &Row) -> Values {
    let settings: &[(&str, &str)] = match row.figure.as_str() {
        "Figure 1" => &[],
        "Figure 3" => &[("long_jumps", "yes"), ("start", "common")],
        "Figure 4" => &[("search", "none"), ("selection", "yes")],
        "Figure 6" => &[("long_jumps", "yes"), ("selection", "yes"), ("changed", "1")],
        "Figure 7" => &[("long_jumps", "yes"), ("selection", "yes"), ("changed", "5")],
        "Figure 8" => &[("periods", "1")],
        "Figure 9" => &[("long_jumps", "yes"), ("selection", "yes"), ("changed", "1"), ("noise", "0.025")],
        _ => &[("order", "random")],
    };
    let k = row.k.to_string();
    runs::values(&Levinthal1997, &[settings, &[("k", &k)]].concat())
}

fn run(values: &Values, replicates: u32) -> Run {
    const CHUNK: u32 = 50;
    let chunks: Vec<Run> = (0..replicates / CHUNK)
        .into_par_iter()
        .map(|chunk| {
            let mut run = Run { series: Vec::new(), outcomes: Vec::new() };
            Levinthal1997.run(values, runs::SEED, chunk * CHUNK..(chunk + 1) * CHUNK, &mut run);
            run
        })
        .collect();
    chunks.into_iter().fold(Run { series: Vec::new(), outcomes: Vec::new() }, |mut all, chunk| {
        all.series.extend(chunk.series);
        all.outcomes.extend(chunk.outcomes);
        all
    })
}

impl Run {
    /// A column of the series in one period, a row a replicate.
    fn column(&self, period: usize, name: &str) -> Vec<Vec<f64>> {
        let place = Levinthal1997.info().series.iter().position(|column| column.name == name);
        let place = place.expect("the names are part of the program");
        self.series.iter().map(|periods| vec![periods[period - 1][place]]).collect()
    }

    fn outcome(&self, name: &str) -> Estimate {
        runs::mean(&self.outcomes, runs::place(&Levinthal1997, name))
    }
}

fn quantity(row: &Row, run: &Run) -> Quantity {
    let (ours, name) = match (row.quantity.as_str(), row.period) {
        ("forms", 0) => (run.outcome("forms_at_start"), "distinct forms"),
        ("forms", period) => (runs::mean(&run.column(period, "forms"), 0), "distinct forms"),
        ("peaks", _) => (run.outcome("peaks"), "local optima [forms]"),
        ("survival", period) => {
            (percent(runs::mean(&run.column(period, "survival"), 0)), "surviving incumbents [%]")
        }
        (_, period) => (ratio(run, period), "share with a long jump, survivors over others [1]"),
    };
    let known = known(&row.known);
    let (value, rounding) = written(&row.theirs, known);
    let peaks = row.quantity == "peaks";
    Quantity {
        figure: row.figure.clone(),
        name: name.to_owned(),
        line: if peaks { "N = 10".to_owned() } else { format!("K = {}", row.k) },
        x: Some(if peaks { ("K", f64::from(row.k)) } else { ("period", row.period as f64) }),
        known,
        source: row.source.clone(),
        theirs: Estimate { value, se: row.se },
        ours,
        rounding,
    }
}

fn percent(share: Estimate) -> Estimate {
    Estimate { value: 100.0 * share.value, se: share.se.map(|se| 100.0 * se) }
}

/// Ratio of the two means, each over the landscapes on which there is somebody; its error to first order, the two taken
/// as independent.
fn ratio(run: &Run, period: usize) -> Estimate {
    let survivors = runs::mean(&run.column(period, "jumped_survivors"), 0);
    let failed = runs::mean(&run.column(period, "jumped_failed"), 0);
    let value = survivors.value / failed.value;
    let relative = |e: Estimate| e.se.unwrap_or(0.0) / e.value;
    Estimate::measured(value, value * relative(survivors).hypot(relative(failed)))
}
