//! March (1991): Figures 1, 2, 4, 5 and 6 in the readings that have been programmed, small organisations by enumeration.

use std::collections::BTreeMap;

use ambidex_core::Catalogued;
use ambidex_models::march1991::{March1991, competition::break_even};

use crate::quantity::{Estimate, Known, Quantity};
use crate::{Effort, Replication, runs};

/// What is known of `march1991`.
pub const REPLICATION: Replication = Replication {
    model: "march1991",
    quantities,
    notes: &[
        "Workiewicz's run of 10,000 iterations and Bello's of 50 were published without standard errors; theirs here is our \
         standard deviation over the root of their number of replicates, which is what it is if both programs are one model.",
        "The levels of March's own Figure 1, from 80 replicates a point, were not available as numbers; Workiewicz (2019) \
         states that his script recreates it, and `variant = w2019` is his script.",
        "Figure 3 (slow and fast learners at period 20) has no reference numbers; the outcomes slow_knowledge and \
         fast_knowledge give it.",
        "Figures 4 and 5 have no independent numbers: Workiewicz's script writes no result where there is turnover or \
         turbulence, and what is published of Sodoge's Figure 4 is an unfinished run.",
        "Figure 6: March's axis can be read as a standard deviation or as a variance; both are given. Bello's simulation \
         rounds chances to two digits, and is shown, not judged.",
    ],
};

/// A known number: the settings under which the model is run, and which outcome is compared.
#[derive(serde::Deserialize)]
struct Row {
    figure: String,
    line: String,
    axis: String,
    x: Option<f64>,
    /// `name=value`, separated by blanks.
    settings: String,
    outcome: String,
    theirs: f64,
    se: Option<f64>,
    /// Of theirs; none where it is exact.
    replicates: Option<u32>,
    known: Known,
    source: String,
}

fn quantities(effort: Effort) -> Vec<Quantity> {
    let mut reader = csv::Reader::from_reader(include_str!("../data/march1991/known.csv").as_bytes());
    let rows: Vec<Row> =
        reader.deserialize().map(|row| row.expect("the file is part of the program")).collect();
    let mut replicates = BTreeMap::<&str, u32>::new();
    for row in &rows {
        let entry = replicates.entry(&row.settings).or_default();
        *entry = (*entry).max(wanted(effort, row));
    }
    let ran: BTreeMap<&str, Ran> =
        replicates.into_iter().map(|(settings, replicates)| (settings, run(settings, replicates))).collect();
    let simulated = rows.iter().map(|row| quantity(row, &ran[row.settings.as_str()]));
    simulated.chain(relative_position()).collect()
}

/// Replicates of ours that a row asks for: enough for our error to be the smaller one.
fn wanted(effort: Effort, row: &Row) -> u32 {
    match (effort, row.known) {
        (Effort::Quick, Known::Exact) => 4000,
        (Effort::Quick, _) => 400,
        (Effort::Full, Known::Exact) => 400_000,
        (Effort::Full, _) => row.replicates.unwrap_or_default().max(8000),
    }
}

/// What is kept of a run: the mean of every outcome, and of how many replicates.
struct Ran {
    means: Vec<Estimate>,
    replicates: u32,
}

fn run(settings: &str, replicates: u32) -> Ran {
    let pairs: Vec<_> = settings.split(' ').filter_map(|setting| setting.split_once('=')).collect();
    let rows = runs::outcomes(&March1991, &runs::values(&March1991, &pairs), replicates);
    let places = 0..March1991.info().outcomes.len();
    Ran { means: places.map(|place| runs::mean(&rows, place)).collect(), replicates }
}

fn quantity(row: &Row, ran: &Ran) -> Quantity {
    let place = runs::place(&March1991, &row.outcome);
    let ours = ran.means[place];
    let deviation = ours.se.map(|se| se * f64::from(ran.replicates).sqrt());
    // Where theirs has no error written down: that of their number of replicates of the same law.
    let implied = || Some(deviation? / f64::from(row.replicates?).sqrt());
    Quantity {
        figure: row.figure.clone(),
        name: format!("{} [{}]", row.outcome.replace('_', " "), March1991.info().outcomes[place].unit),
        line: row.line.clone(),
        x: axis(&row.axis).zip(row.x),
        known: row.known,
        source: row.source.clone(),
        theirs: Estimate { value: row.theirs, se: row.se.or_else(implied) },
        ours,
        rounding: 0.5e-9,
    }
}

fn axis(name: &str) -> Option<&'static str> {
    ["p1", "mean p1", "p3", "period"].into_iter().find(|known| *known == name)
}

#[derive(serde::Deserialize)]
struct Position {
    competitors: f64,
    /// The firm's spread: its standard deviation, or its variance.
    spread: f64,
    deviation: f64,
    variance: f64,
    simulated: Option<f64>,
    source: String,
}

/// Figure 6 in both readings of its axis, and a simulation of it.
fn relative_position() -> Vec<Quantity> {
    let mut reader =
        csv::Reader::from_reader(include_str!("../data/march1991/relative_position.csv").as_bytes());
    let rows = reader.deserialize().map(|row| row.expect("the file is part of the program"));
    rows.flat_map(|row: Position| {
        let by_deviation = break_even(row.spread, row.competitors);
        let by_variance = break_even(row.spread.sqrt(), row.competitors);
        [
            Some(("standard deviation", Known::Exact, row.deviation, by_deviation)),
            Some(("variance", Known::Exact, row.variance, by_variance)),
            row.simulated.map(|theirs| ("standard deviation", Known::Independent, theirs, by_deviation)),
        ]
        .into_iter()
        .flatten()
        .map(|(axis, known, theirs, ours)| Quantity {
            figure: "Figure 6".to_owned(),
            name: "mean at which the firm is first as often as the others [standard deviations]".to_owned(),
            line: format!("N = {}", row.competitors),
            x: Some((axis, row.spread)),
            known,
            source: row.source.clone(),
            theirs: Estimate::exact(theirs),
            ours: Estimate::exact(ours),
            rounding: 0.5e-6,
        })
        .collect::<Vec<_>>()
    })
    .collect()
}
