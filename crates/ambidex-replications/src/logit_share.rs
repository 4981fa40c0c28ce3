//! Multinomial logit: closed forms of the share against equal rivals.

use ambidex_models::logit_share::LogitShare;

use crate::quantity::{Estimate, Quantity};
use crate::rows::{known, rows};
use crate::runs::{outcomes, place, values};
use crate::{Effort, Replication};

/// What is known of `logit-share`.
pub const REPLICATION: Replication = Replication {
    model: "logit-share",
    quantities,
    notes: &[
        "Two options have share 1 / (1 + exp(-du / T)); the odds of two options do not depend on a third.",
    ],
};

#[derive(serde::Deserialize)]
struct Row {
    options: String,
    advantage: String,
    temperature: String,
    share: f64,
    share_of_two: f64,
    odds: f64,
    known: String,
    source: String,
}

fn quantities(_: Effort) -> Vec<Quantity> {
    rows::<Row>(include_str!("../data/logit-share/closed_form.csv")).iter().flat_map(market).collect()
}

fn market(row: &Row) -> [Quantity; 3] {
    let settings = [
        ("options", row.options.as_str()),
        ("advantage", row.advantage.as_str()),
        ("temperature", row.temperature.as_str()),
    ];
    let ours = outcomes(&LogitShare, &values(&LogitShare, &settings), 1).remove(0);
    let named = [
        ("share", "share of the first option [share]", row.share),
        ("share_of_two", "its share against one rival [share]", row.share_of_two),
        ("odds", "its share over a rival's [1]", row.odds),
    ];
    named.map(|(outcome, name, theirs)| Quantity {
        figure: "Closed form".to_owned(),
        name: name.to_owned(),
        line: format!("{} options, T = {}", row.options, row.temperature),
        x: row.advantage.parse().ok().map(|du| ("advantage [utility]", du)),
        known: known(&row.known),
        source: row.source.clone(),
        theirs: Estimate::exact(theirs),
        ours: Estimate::exact(ours[place(&LogitShare, outcome)]),
        // Double precision on either side.
        rounding: 1e-12 * theirs.max(1.0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Verdict, judge};

    #[test]
    fn every_number_is_equal() {
        let all = quantities(Effort::Quick);
        assert_eq!(all.len(), 10 * 3);
        for (quantity, (_, verdict)) in all.iter().zip(judge(&all).verdicts) {
            assert_eq!(verdict, Verdict::Equal, "{quantity:?}");
        }
    }
}
