//! Fire-fighting: the tipping point of the map, found and in closed form.

use ambidex_models::fire_fighting::FireFightingModel;

use crate::quantity::{Estimate, Known, Quantity};
use crate::runs::{outcomes, place, values};
use crate::{Effort, Replication};

/// What is known of `fire-fighting`.
pub const REPLICATION: Replication = Replication {
    model: "fire-fighting",
    quantities,
    notes: &[
        "The equations and parameters of Repenning (2001), Repenning, Goncalves & Black (2001) and Black & Repenning \
              (2001) could not be obtained: none of their numbers is compared. What is compared is a map of our own with \
              a closed form, which shows the mechanism.",
        "The rework model has no known numbers. Its tipping point is found by bisection; tests hold the lab just below and \
              just above it.",
    ],
};

#[derive(serde::Deserialize)]
struct Row {
    resources: f64,
    workload: f64,
    rework_cost: f64,
    upstream_cost: f64,
    defects_prepared: f64,
    defects_unprepared: f64,
    tipping_point: f64,
    source: String,
}

/// How near the bisection comes: 30 halvings of the unit interval, and the last periods that a start needs.
const BISECTION: f64 = 2e-8;
/// Distance from the tipping point at which starts are taken.
const ASIDE: f64 = 0.01;

fn quantities(_: Effort) -> Vec<Quantity> {
    let mut reader = csv::Reader::from_reader(include_str!("../data/fire-fighting/map.csv").as_bytes());
    let rows = reader.deserialize().map(|row| row.expect("the file is part of the program"));
    rows.flat_map(|row: Row| compare(&row)).collect()
}

fn compare(row: &Row) -> Vec<Quantity> {
    let model = &FireFightingModel;
    let settings = [
        ("resources", row.resources),
        ("workload", row.workload),
        ("rework_cost", row.rework_cost),
        ("upstream_cost", row.upstream_cost),
        ("defects_prepared", row.defects_prepared),
        ("defects_unprepared", row.defects_unprepared),
    ];
    let mut values = values(model, &[("model", "map")]);
    for (name, value) in settings {
        values.set_number(name, value).expect("the file is part of the program");
    }
    let mut ours = |start: f64, outcome: &str| {
        values.set_number("prepared", start).expect("a share");
        outcomes(model, &values, 1)[0][place(model, outcome)]
    };
    let f = row.tipping_point;
    let line = format!("R = {}, A = {}, c = {}", row.resources, row.workload, row.rework_cost);
    [
        ("tipping point, by bisection [share]", f, ours(f, "tipping_point"), BISECTION),
        ("tipping point, closed form [share]", f, ours(f, "tipping_exact"), 1e-11),
        ("upstream work in the end, from 0.01 below it [share]", 0.0, ours(f - ASIDE, "prepared"), 0.0),
        ("upstream work in the end, from 0.01 above it [share]", 1.0, ours(f + ASIDE, "prepared"), 0.0),
    ]
    .map(|(name, theirs, ours, rounding)| Quantity {
        figure: "Map (a reduction of our own)".to_owned(),
        name: name.to_owned(),
        line: line.clone(),
        x: None,
        known: Known::Exact,
        source: row.source.clone(),
        theirs: Estimate::exact(theirs),
        ours: Estimate::exact(ours),
        rounding,
    })
    .into()
}
