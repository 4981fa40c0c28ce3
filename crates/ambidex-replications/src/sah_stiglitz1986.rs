//! Sah & Stiglitz (1986, 1988): closed forms of acceptance and expected profit.

use ambidex_models::sah_stiglitz1986::SahStiglitz1986;

use crate::quantity::{Estimate, Quantity};
use crate::rows::{known, rows};
use crate::runs::{outcomes, place, values};
use crate::{Effort, Replication};

/// What is known of `sah-stiglitz1986`.
pub const REPLICATION: Replication = Replication {
    model: "sah-stiglitz1986",
    quantities,
    notes: &[
        "The closed forms are standard; their values were evaluated by a second program, not read in the papers. \
         Figures of Christensen & Knudsen (2010) and Csaszar (2013) were not obtained.",
    ],
};

#[derive(serde::Deserialize)]
struct Acceptance {
    structure: String,
    n: usize,
    k: Option<usize>,
    p: f64,
    acceptance: f64,
    known: String,
    source: String,
}

#[derive(serde::Deserialize)]
struct Profit {
    structure: String,
    n: usize,
    k: usize,
    share_good: f64,
    payoff_good: f64,
    payoff_bad: f64,
    p_good: f64,
    p_bad: f64,
    profit: f64,
    omission: f64,
    commission: f64,
    known: String,
    source: String,
}

/// Double precision on either side, some tens of operations each.
const ROUNDING: f64 = 1e-12;

fn run(settings: &[(&str, String)]) -> Vec<f64> {
    let settings: Vec<(&str, &str)> = settings.iter().map(|(name, text)| (*name, text.as_str())).collect();
    outcomes(&SahStiglitz1986, &values(&SahStiglitz1986, &settings), 1).remove(0)
}

fn quantities(_: Effort) -> Vec<Quantity> {
    let text = include_str!("../data/sah-stiglitz1986/acceptance.csv");
    let mut quantities: Vec<Quantity> = rows::<Acceptance>(text).into_iter().map(acceptance).collect();
    let text = include_str!("../data/sah-stiglitz1986/profit.csv");
    quantities.extend(rows::<Profit>(text).into_iter().flat_map(profit));
    quantities
}

fn acceptance(row: Acceptance) -> Quantity {
    let k = row.k.unwrap_or(1);
    let settings = [
        ("structure", row.structure.clone()),
        ("n", row.n.to_string()),
        ("k", k.to_string()),
        ("p", row.p.to_string()),
    ];
    Quantity {
        figure: "Acceptance".to_owned(),
        name: "chance that a project is accepted [1]".to_owned(),
        line: format!("{}, n = {}, k = {k}", row.structure, row.n),
        x: Some(("chance of one judge [1]", row.p)),
        known: known(&row.known),
        source: row.source,
        theirs: Estimate::exact(row.acceptance),
        ours: Estimate::exact(run(&settings)[place(&SahStiglitz1986, "acceptance")]),
        rounding: ROUNDING,
    }
}

fn profit(row: Profit) -> Vec<Quantity> {
    let settings = [
        ("structure", row.structure.clone()),
        ("n", row.n.to_string()),
        ("k", row.k.to_string()),
        ("share_good", row.share_good.to_string()),
        ("payoff_good", row.payoff_good.to_string()),
        ("payoff_bad", row.payoff_bad.to_string()),
        ("p_good", row.p_good.to_string()),
        ("p_bad", row.p_bad.to_string()),
    ];
    let ours = run(&settings);
    let quantity = |(outcome, name, theirs): (&str, &str, f64)| Quantity {
        figure: "Profit and errors".to_owned(),
        name: name.to_owned(),
        line: format!("{}, n = {}, p_g = {}, p_b = {}", row.structure, row.n, row.p_good, row.p_bad),
        x: Some(("share of good projects [1]", row.share_good)),
        known: known(&row.known),
        source: row.source.clone(),
        theirs: Estimate::exact(theirs),
        ours: Estimate::exact(ours[place(&SahStiglitz1986, outcome)]),
        rounding: ROUNDING,
    };
    let named = [
        ("expected_profit", "expected profit [payoff]", row.profit),
        ("omission", "good projects rejected [1]", row.omission),
        ("commission", "bad projects accepted [1]", row.commission),
    ];
    named.map(quantity).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Verdict, judge};

    #[test]
    fn every_vector_is_equal() {
        let all = quantities(Effort::Quick);
        assert_eq!(all.len(), 95 + 3 * 24);
        assert!(judge(&all).verdicts.iter().all(|(_, verdict)| *verdict == Verdict::Equal));
    }
}
