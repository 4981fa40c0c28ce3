//! Posen & Levinthal (2012): final assets by temperature and turbulence, against a public replication.

use std::ops::Range;

use ambidex_core::{Catalogued, Values};
use ambidex_models::posen_levinthal2012::PosenLevinthal2012;
use rayon::prelude::*;

use crate::quantity::{Estimate, Known, Quantity};
use crate::rows::{known, rows};
use crate::runs::{SEED, mean, place, values};
use crate::{Effort, Replication};

/// What is known of `posen-levinthal2012`.
pub const REPLICATION: Replication = Replication {
    model: "posen-levinthal2012",
    quantities,
    notes: &[
        "The paper's printed figures were not read. The public replication joeclark-phd/bandito publishes means over \
         25,000 replicates of 40 cells without standard errors; theirs are taken to be our standard deviation over the \
         root of 25,000, both programs having the same law if they agree at all.",
        "Mean squared z over the 40 cells of an outcome has expectation 1 and standard deviation sqrt(2/40) where both \
         programs draw from one law; cells share no replicate, so that their z are independent.",
        "Best temperature on this grid: 0.5 up to a turbulence of 0.16; 0.25 and 0.5 are tied at 0.32.",
        "The second program wrote down no standard error of the share of switches; theirs is taken to be ours at its \
         25,000 replicates.",
    ],
};

#[derive(serde::Deserialize)]
struct Bandito {
    temperature: f64,
    turbulence: f64,
    replicates: f64,
    assets: f64,
    knowledge: f64,
    exploration: f64,
    opinion: f64,
    known: String,
    source: String,
}

#[derive(serde::Deserialize)]
struct Second {
    temperature: f64,
    turbulence: f64,
    replicates: f64,
    assets: f64,
    assets_se: f64,
    knowledge: f64,
    knowledge_se: f64,
    switch_share: f64,
    known: String,
    source: String,
}

/// The outcomes of the public replication: outcome and name with unit.
const OUTCOMES: [(&str, &str); 4] = [
    ("assets", "final assets [payoff]"),
    ("knowledge", "final knowledge [1]"),
    ("exploration", "chance of exploration in the last period [1]"),
    ("opinion", "final opinion [1]"),
];

/// A cell measured here.
struct Cell {
    temperature: f64,
    turbulence: f64,
    rows: Vec<Vec<f64>>,
}

impl Cell {
    fn mean(&self, outcome: &str) -> Estimate {
        mean(&self.rows, place(&PosenLevinthal2012, outcome))
    }

    /// Somebody else's mean over so many replicates, with our standard deviation.
    fn like_ours(&self, outcome: &str, value: f64, replicates: f64) -> Estimate {
        let ours = self.mean(outcome).se;
        Estimate { value, se: ours.map(|se| se * (self.rows.len() as f64 / replicates).sqrt()) }
    }

    fn is(&self, temperature: f64, turbulence: f64) -> bool {
        (self.temperature, self.turbulence) == (temperature, turbulence)
    }
}

fn quantities(effort: Effort) -> Vec<Quantity> {
    let bandito: Vec<Bandito> = rows(include_str!("../data/posen-levinthal2012/bandito.csv"));
    let second: Vec<Second> = rows(include_str!("../data/posen-levinthal2012/second_program.csv"));
    let replicates = if effort == Effort::Full { 100_000 } else { 2_000 };
    let cells: Vec<Cell> =
        bandito.iter().zip(0..).map(|(row, i)| cell(row, i * replicates..(i + 1) * replicates)).collect();
    let mut quantities: Vec<Quantity> =
        bandito.iter().zip(&cells).flat_map(|(row, cell)| compare(row, cell)).collect();
    quantities.extend(OUTCOMES.map(|(_, name)| mean_squared_z(&quantities, name)));
    for row in second {
        let cell =
            cells.iter().find(|cell| cell.is(row.temperature, row.turbulence)).expect("a cell of the grid");
        quantities.extend(compare_second(&row, cell));
    }
    quantities
}

/// Replicates of a cell, of which no other cell has any: the errors of cells are independent.
fn cell(row: &Bandito, range: Range<u32>) -> Cell {
    const CHUNK: usize = 2_000;
    let settings = [("temperature", row.temperature.to_string()), ("turbulence", row.turbulence.to_string())];
    let settings = settings.each_ref().map(|(name, text)| (*name, text.as_str()));
    let values: Values = values(&PosenLevinthal2012, &settings);
    let starts: Vec<u32> = range.clone().step_by(CHUNK).collect();
    let chunks: Vec<Vec<Vec<f64>>> = starts
        .into_par_iter()
        .map(|start| {
            let mut rows: Vec<Vec<f64>> = Vec::new();
            PosenLevinthal2012.run(&values, SEED, start..(start + CHUNK as u32).min(range.end), &mut rows);
            rows
        })
        .collect();
    let rows = chunks.into_iter().flatten().collect();
    Cell { temperature: row.temperature, turbulence: row.turbulence, rows }
}

fn compare(row: &Bandito, cell: &Cell) -> Vec<Quantity> {
    let theirs = [row.assets, row.knowledge, row.exploration, row.opinion];
    let quantity = |(&(outcome, name), theirs): (&(&str, &str), f64)| {
        let theirs = cell.like_ours(outcome, theirs, row.replicates);
        quantity(name, cell, known(&row.known), &row.source, theirs, cell.mean(outcome))
    };
    OUTCOMES.iter().zip(theirs).map(quantity).collect()
}

fn compare_second(row: &Second, cell: &Cell) -> [Quantity; 3] {
    let quantity = |name: &str, outcome: &str, theirs: Estimate| {
        let mut quantity = quantity(name, cell, known(&row.known), &row.source, theirs, cell.mean(outcome));
        quantity.figure = "Second program".to_owned();
        quantity
    };
    [
        quantity(OUTCOMES[0].1, "assets", Estimate::measured(row.assets, row.assets_se)),
        quantity(OUTCOMES[1].1, "knowledge", Estimate::measured(row.knowledge, row.knowledge_se)),
        quantity(
            "share of periods with a switch [share]",
            "switch_share",
            cell.like_ours("switch_share", row.switch_share, row.replicates),
        ),
    ]
}

fn quantity(
    name: &str,
    cell: &Cell,
    known: Known,
    source: &str,
    theirs: Estimate,
    ours: Estimate,
) -> Quantity {
    Quantity {
        figure: "Public replication".to_owned(),
        name: name.to_owned(),
        line: format!("tau = {}", cell.temperature),
        x: Some(("turbulence [1/period]", cell.turbulence)),
        known,
        source: source.to_owned(),
        theirs,
        ours,
        rounding: 0.0,
    }
}

fn mean_squared_z(quantities: &[Quantity], name: &str) -> Quantity {
    let z: Vec<f64> = quantities.iter().filter(|q| q.name == name).filter_map(Quantity::z).collect();
    let n = z.len() as f64;
    Quantity {
        figure: "All cells together".to_owned(),
        name: "mean squared z over the cells [1]".to_owned(),
        line: name.to_owned(),
        x: None,
        known: Known::Exact,
        source: "mean of a chi-square over its degrees of freedom".to_owned(),
        theirs: Estimate::exact(1.0),
        ours: Estimate::measured(z.iter().map(|z| z * z).sum::<f64>() / n, (2.0 / n).sqrt()),
        rounding: 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Verdict, judge};

    #[test]
    fn quick_run_misses_nothing() {
        let all = quantities(Effort::Quick);
        assert_eq!(all.len(), 40 * 4 + 4 + 24 * 3);
        let missed =
            |(q, (_, verdict)): (Quantity, (Option<f64>, Verdict))| (verdict == Verdict::Misses).then_some(q);
        let verdicts = judge(&all).verdicts;
        let missed: Vec<Quantity> = all.into_iter().zip(verdicts).filter_map(missed).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }
}
