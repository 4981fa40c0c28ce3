//! Fang, Lee & Schilling (2010): a second program of our own.

use ambidex_models::fang2010::Fang2010;

use crate::quantity::{Estimate, Known, Quantity};
use crate::{Effort, Replication, runs};

/// What is known of `fang2010`.
pub const REPLICATION: Replication = Replication {
    model: "fang2010",
    quantities,
    notes: &[
        "No number of the paper could be obtained, nor its text beyond the abstract: rules and base values are from memory \
         of it. What is compared is a second program of our own, written from the same memory, so that agreement shows \
         that both programs do the same, not that they do what the paper did.",
        "The abstract's result is there: the payoff is an inverted U in the share of ties that lead outside, with its peak \
         at rewiring 0.1 to 0.2.",
        "The second program ran 200 periods, and so does this comparison; at rewiring 0.05 learning then still goes on \
         (0.42 here; about 0.63 once settled, after some 400 periods).",
        "The second program's rewired ties work in one direction, which its numbers at rewiring 0.01 tell apart: 0.050 \
         here with one-way ties, 0.063 with mutual ones, against 0.051.",
    ],
};

#[derive(serde::Deserialize)]
struct Row {
    block: u32,
    rewiring: f64,
    payoff: f64,
    se: Option<f64>,
    source: String,
}

fn quantities(effort: Effort) -> Vec<Quantity> {
    let replicates = if effort == Effort::Quick { 24 } else { 240 };
    let mut reader = csv::Reader::from_reader(include_str!("../data/fang2010/second_program.csv").as_bytes());
    let rows = reader.deserialize().map(|row| row.expect("the file is part of the program"));
    rows.map(|row: Row| {
        let (block, rewiring) = (row.block.to_string(), row.rewiring.to_string());
        let settings =
            [("block", &*block), ("rewiring", &*rewiring), ("ties", "one-way"), ("periods", "200")];
        let outcomes = runs::outcomes(&Fang2010, &runs::values(&Fang2010, &settings), replicates);
        Quantity {
            figure: "Second program".to_owned(),
            name: "mean payoff after 200 periods [share]".to_owned(),
            line: format!("s = {block}"),
            x: Some(("rewiring beta [1]", row.rewiring)),
            known: Known::SecondProgram,
            source: row.source,
            theirs: Estimate { value: row.payoff, se: row.se },
            ours: runs::mean(&outcomes, runs::place(&Fang2010, "payoff")),
            rounding: 0.0005,
        }
    })
    .collect()
}
