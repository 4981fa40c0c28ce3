//! Compute-optimal training: the optimum of three sets of constants at one budget.

use ambidex_models::scaling_laws::ScalingLaws;

use crate::quantity::{Estimate, Quantity};
use crate::rows::{known, rows};
use crate::runs::{outcomes, place, values};
use crate::{Effort, Replication};

/// What is known of `scaling-laws`.
pub const REPLICATION: Replication = Replication {
    model: "scaling-laws",
    quantities,
    notes: &[
        "The constants are those of the papers, as quoted in public copies; the optima were evaluated by a second \
         program. Of the three, only the refit of Besiroglu et al. (2024) agrees with 20 tokens a parameter.",
        "Kaplan et al. (2020) is kept as constants from memory and is compared with nothing.",
        "Algorithmic progress (Ho et al. 2024): the compute for a given loss halves every 8 months; 95 % interval 5 to \
         14 in the first preprint, 90 % interval 2 to 22 at NeurIPS 2024. The later and wider one is the one to cite.",
    ],
};

#[derive(serde::Deserialize)]
struct Row {
    law: String,
    compute: String,
    exponent: f64,
    optimal_parameters: f64,
    optimal_tokens: f64,
    tokens_per_parameter: f64,
    loss: f64,
    loss_given: f64,
    known: String,
    source: String,
}

fn quantities(_: Effort) -> Vec<Quantity> {
    rows::<Row>(include_str!("../data/scaling-laws/optima.csv")).iter().flat_map(optimum).collect()
}

fn optimum(row: &Row) -> [Quantity; 6] {
    let settings = [("law", row.law.as_str()), ("compute", row.compute.as_str())];
    let ours = outcomes(&ScalingLaws, &values(&ScalingLaws, &settings), 1).remove(0);
    let of = |outcome: &str| ours[place(&ScalingLaws, outcome)];
    // Half a unit of the last digit that was written down.
    let named = [
        ("parameters at the optimum [parameters]", row.optimal_parameters, of("optimal_parameters"), 0.5e6),
        ("tokens at the optimum [tokens]", row.optimal_tokens, of("optimal_tokens"), 0.5e8),
        (
            "tokens a parameter [tokens/parameter]",
            row.tokens_per_parameter,
            of("tokens_per_parameter"),
            0.5e-2,
        ),
        ("exponent of parameters in compute [1]", row.exponent, of("exponent"), 0.5e-4),
        ("loss at the optimum [nats/token]", row.loss, of("loss"), 0.5e-4),
        ("loss at 70e9 parameters, 1.4e12 tokens [nats/token]", row.loss_given, of("loss_given"), 0.5e-4),
    ];
    named.map(|(name, theirs, ours, rounding)| Quantity {
        figure: format!("Optimum at {} FLOP", row.compute),
        name: name.to_owned(),
        line: row.law.clone(),
        x: None,
        known: known(&row.known),
        source: row.source.clone(),
        theirs: Estimate::exact(theirs),
        ours: Estimate::exact(ours),
        rounding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Verdict, judge};

    #[test]
    fn every_number_is_equal() {
        let all = quantities(Effort::Quick);
        assert_eq!(all.len(), 3 * 6);
        for (quantity, (_, verdict)) in all.iter().zip(judge(&all).verdicts) {
            assert_eq!(verdict, Verdict::Equal, "{quantity:?}");
        }
    }
}
