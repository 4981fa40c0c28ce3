//! Denrell & March (2001): how many choose the risky alternative in period 50.

use ambidex_models::denrell_march2001::DenrellMarch2001;

use crate::quantity::{Estimate, Quantity};
use crate::rows::{known, rows};
use crate::runs::{mean, outcomes, place, values};
use crate::{Effort, Replication};

/// What is known of `denrell-march2001`.
pub const REPLICATION: Replication = Replication {
    model: "denrell-march2001",
    quantities,
    notes: &[
        "The paper was not at hand: rules and parameters are those of the public tutorial jparrieta/bandits. Its text \
         says that after 50 periods the risky alternative is chosen by less than 1 % at b = 0.5 and by around 30 % at \
         b = 0.1; both are shown. Everything else is a second program of ours.",
        "The second program wrote down no standard error of the chance and of the aspiration: theirs are taken to be our \
         standard deviation over the root of its replicates.",
        "A payoff equal to the aspiration is a failure; a program that takes it for a success finds other numbers.",
    ],
};

#[derive(serde::Deserialize)]
struct Row {
    aspiration_rate: String,
    learning_rate: String,
    noise: String,
    replicates: Option<f64>,
    risky_share: f64,
    se: Option<f64>,
    risky_chance: Option<f64>,
    aspiration: Option<f64>,
    known: String,
    source: String,
}

fn quantities(effort: Effort) -> Vec<Quantity> {
    let replicates = if effort == Effort::Full { 400_000 } else { 20_000 };
    let text = include_str!("../data/denrell-march2001/risky_share.csv");
    rows::<Row>(text).into_iter().flat_map(|row| measure(&row, replicates)).collect()
}

fn measure(row: &Row, replicates: u32) -> Vec<Quantity> {
    let settings = [
        ("aspiration_rate", row.aspiration_rate.as_str()),
        ("learning_rate", row.learning_rate.as_str()),
        ("noise", row.noise.as_str()),
    ];
    let measured = outcomes(&DenrellMarch2001, &values(&DenrellMarch2001, &settings), replicates);
    let quantity = |(outcome, name, value, se): (&str, &str, f64, Option<f64>)| {
        let ours = mean(&measured, place(&DenrellMarch2001, outcome));
        let like_ours = || Some(ours.se? * (f64::from(replicates) / row.replicates?).sqrt());
        Quantity {
            figure: "Risky alternative after 50 periods".to_owned(),
            name: name.to_owned(),
            line: format!("a = {}, {} noise", row.aspiration_rate, row.noise),
            x: row.learning_rate.parse().ok().map(|b| ("learning rate b [1/period]", b)),
            known: known(&row.known),
            source: row.source.clone(),
            theirs: Estimate { value, se: se.or_else(like_ours) },
            ours,
            rounding: 0.0,
        }
    };
    let share =
        Some(("risky_share", "share that chooses the risky alternative [share]", row.risky_share, row.se));
    let chance = row.risky_chance.map(|x| ("risky_chance", "chance of the risky alternative [1]", x, None));
    let aspiration = row.aspiration.map(|x| ("aspiration", "aspiration [payoff]", x, None));
    [share, chance, aspiration].into_iter().flatten().map(quantity).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Verdict, judge};

    #[test]
    fn quick_run_misses_nothing() {
        let all = quantities(Effort::Quick);
        assert_eq!(all.len(), 8 * 3 + 2);
        assert!(judge(&all).verdicts.iter().all(|(_, verdict)| *verdict != Verdict::Misses));
    }
}
