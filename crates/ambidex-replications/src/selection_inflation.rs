//! Expected maximum of n normals, and the leads that follow from it.

use ambidex_models::selection_inflation::SelectionInflation;

use crate::quantity::{Estimate, Quantity};
use crate::rows::{known, rows};
use crate::runs::{outcomes, place, values};
use crate::{Effort, Replication};

/// What is known of `selection-inflation`.
pub const REPLICATION: Replication = Replication {
    model: "selection-inflation",
    quantities,
    notes: &[
        "27 is the number of private variants in the abstract of The leaderboard illusion (arXiv:2504.20879), which the \
         operator of the leaderboard disputes; the model says what selection alone does, not what was done there.",
    ],
};

#[derive(serde::Deserialize)]
struct Maximum {
    n: f64,
    expected_maximum: f64,
    sd: f64,
    known: String,
    source: String,
}

#[derive(serde::Deserialize)]
struct Lead {
    n: f64,
    quality_sd: f64,
    noise_sd: f64,
    observed: f64,
    real: f64,
    inflated: f64,
    known: String,
    source: String,
}

fn run(n: f64, quality_sd: f64, noise_sd: f64) -> Vec<f64> {
    let settings = [("variants", n), ("quality_sd", quality_sd), ("noise_sd", noise_sd)];
    let settings = settings.map(|(name, value)| (name, value.to_string()));
    let settings = settings.each_ref().map(|(name, text)| (*name, text.as_str()));
    outcomes(&SelectionInflation, &values(&SelectionInflation, &settings), 1).remove(0)
}

fn quantities(_: Effort) -> Vec<Quantity> {
    let maxima: Vec<Maximum> = rows(include_str!("../data/selection-inflation/expected_maximum.csv"));
    let leads: Vec<Lead> = rows(include_str!("../data/selection-inflation/leads.csv"));
    maxima.iter().flat_map(maximum).chain(leads.iter().flat_map(lead)).collect()
}

fn maximum(row: &Maximum) -> [Quantity; 2] {
    let ours = run(row.n, 0.0, 1.0);
    let quantity = |(outcome, name, theirs): (&str, &str, f64)| Quantity {
        figure: "Maximum of n standard normals".to_owned(),
        name: name.to_owned(),
        line: String::new(),
        x: Some(("n", row.n)),
        known: known(&row.known),
        source: row.source.clone(),
        theirs: Estimate::exact(theirs),
        ours: Estimate::exact(ours[place(&SelectionInflation, outcome)]),
        // Six decimals were written down.
        rounding: 0.5e-6,
    };
    [
        ("expected_maximum", "expectation [1]", row.expected_maximum),
        ("observed_sd", "standard deviation [1]", row.sd),
    ]
    .map(quantity)
}

fn lead(row: &Lead) -> [Quantity; 4] {
    let ours = run(row.n, row.quality_sd, row.noise_sd);
    let quantity = |(outcome, name, theirs): (&str, &str, f64)| Quantity {
        figure: "Lead of the best of n".to_owned(),
        name: name.to_owned(),
        line: format!("s_q = {}, s_e = {}", row.quality_sd, row.noise_sd),
        x: Some(("n", row.n)),
        known: known(&row.known),
        source: row.source.clone(),
        theirs: Estimate::exact(theirs),
        ours: Estimate::exact(ours[place(&SelectionInflation, outcome)]),
        // Quadrature on one side.
        rounding: 1e-9,
    };
    [
        ("observed_lead", "observed lead [quality]", row.observed),
        ("real_lead", "real lead [quality]", row.real),
        ("inflation", "inflation [quality]", row.observed - row.real),
        ("inflated_share", "share of the lead that is noise [share]", row.inflated),
    ]
    .map(quantity)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Verdict, judge};

    #[test]
    fn every_number_is_equal() {
        let all = quantities(Effort::Quick);
        assert_eq!(all.len(), 15 * 2 + 6 * 4);
        for (quantity, (_, verdict)) in all.iter().zip(judge(&all).verdicts) {
            assert_eq!(verdict, Verdict::Equal, "{quantity:?}");
        }
    }
}
