//! Bass (1969): the closed form.

use ambidex_models::bass1969::{adopters, peak_time, rate};

use crate::quantity::{Estimate, Known, Quantity};
use crate::{Effort, Replication};

/// What is known of `bass1969`.
pub const REPLICATION: Replication = Replication {
    model: "bass1969",
    quantities,
    notes: &[
        "The parameters p = 0.03 and q = 0.38 are averages over many applications, from memory of Sultan, Farley & \
              Lehmann (1990); what is compared is the closed form at these values.",
    ],
};

#[derive(serde::Deserialize)]
struct Row {
    p: f64,
    q: f64,
    t: f64,
    adopted: f64,
    rate: f64,
    peak_time: f64,
    source: String,
}

fn quantities(_: Effort) -> Vec<Quantity> {
    let mut reader = csv::Reader::from_reader(include_str!("../data/bass1969/closed_form.csv").as_bytes());
    let rows = reader.deserialize().map(|row| row.expect("the file is part of the program"));
    rows.flat_map(|row: Row| {
        let (p, q, t) = (row.p, row.q, row.t);
        // The time is written to six places; the share moves by the rate times what they leave out.
        let time = 0.5e-6 * row.rate;
        [
            ("share of adopters [1]", row.adopted, adopters(p, q, t), 0.5e-8 + time),
            ("rate of adoption [1/period]", row.rate, rate(p, q, t), 0.5e-8),
            ("time of the largest rate [periods]", row.peak_time, peak_time(p, q), 0.5e-6),
        ]
        .map(|(name, theirs, ours, rounding)| Quantity {
            figure: "Closed form".to_owned(),
            name: name.to_owned(),
            line: format!("p = {p}, q = {q}"),
            x: Some(("time [periods]", t)),
            known: Known::Exact,
            source: row.source.clone(),
            theirs: Estimate::exact(theirs),
            ours: Estimate::exact(ours),
            rounding,
        })
    })
    .collect()
}
