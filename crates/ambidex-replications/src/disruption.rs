//! Disruption: overlaps of preferences and trajectories, in closed form.

use ambidex_models::disruption::demand::overlap;
use ambidex_models::disruption::trajectories::{Trajectory, satisfied};

use crate::quantity::{Estimate, Known, Quantity};
use crate::{Effort, Replication};

/// What is known of `disruption`.
pub const REPLICATION: Replication = Replication {
    model: "disruption",
    quantities,
    notes: &[
        "Adner (2002) and Christensen (1997) could not be read: no number of theirs is compared. What is compared are \
              closed forms of our own versions.",
        "The three regimes that Adner names (isolation, convergence, disruption) appear where he has them: preferences \
              without overlap, alike, and overlapping in one direction. Tests hold the three limits, for one set of \
              assumed parameters. With spreads of choice of 0.05 and 0.2 the same regimes follow one another from alike to \
              unlike preferences and their borders move; with Cobb-Douglas utility isolation reaches further, and at some \
              borders the incumbent takes the niche instead.",
    ],
};

#[derive(serde::Deserialize)]
struct Overlap {
    wanted: f64,
    given: f64,
    overlap: f64,
    source: String,
}

#[derive(serde::Deserialize)]
struct Row {
    supplied: f64,
    growth_supplied: f64,
    demanded: f64,
    growth_demanded: f64,
    spread: f64,
    time: f64,
    crossing: f64,
    share: f64,
    source: String,
}

fn read<T: serde::de::DeserializeOwned>(text: &'static str) -> Vec<T> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("the file is part of the program")).collect()
}

fn quantities(_: Effort) -> Vec<Quantity> {
    let overlaps = read::<Overlap>(include_str!("../data/disruption/overlap.csv"));
    let rows = read::<Row>(include_str!("../data/disruption/trajectories.csv"));
    overlaps.into_iter().map(of_overlap).chain(rows.into_iter().flat_map(of_trajectory)).collect()
}

fn of_overlap(row: Overlap) -> Quantity {
    Quantity {
        figure: "Overlap of preferences".to_owned(),
        name: "worth of the other segment's technology, relative to one's own [1]".to_owned(),
        line: format!("weight wanted {}, weight given {}", row.wanted, row.given),
        x: None,
        known: Known::Exact,
        source: row.source,
        theirs: Estimate::exact(row.overlap),
        ours: Estimate::exact(overlap(row.wanted, row.given)),
        rounding: 0.51e-10,
    }
}

fn of_trajectory(row: Row) -> [Quantity; 2] {
    let supply = Trajectory { start: row.supplied, growth: row.growth_supplied };
    let demand = Trajectory { start: row.demanded, growth: row.growth_demanded };
    let crossing = supply.reaches(demand, 1.0).unwrap_or(f64::NAN);
    let share = satisfied(supply.at(row.time), demand.at(row.time), row.spread);
    [
        ("time at which supply meets median demand [periods]", row.crossing, crossing, 0.51e-8),
        ("share of the tier for whom supply is enough [share]", row.share, share, 0.51e-10),
    ]
    .map(|(name, theirs, ours, rounding)| Quantity {
        figure: "Trajectories".to_owned(),
        name: name.to_owned(),
        line: format!(
            "demand {} times supply, gaining {:.2} a period",
            row.demanded / row.supplied,
            supply.growth - demand.growth
        ),
        x: Some(("time [periods]", row.time)),
        known: Known::Exact,
        source: row.source.clone(),
        theirs: Estimate::exact(theirs),
        ours: Estimate::exact(ours),
        rounding,
    })
}
