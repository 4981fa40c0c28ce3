//! Cohen, March & Olsen (1972): runs at the original orders of entry.

use ambidex_models::garbage_can1972::GarbageCan1972;

use crate::quantity::{Estimate, Quantity};
use crate::rows::{known, rows};
use crate::runs::{outcomes, place, values};
use crate::{Effort, Replication};

/// What is known of `garbage-can1972`.
pub const REPLICATION: Replication = Replication {
    model: "garbage-can1972",
    quantities,
    notes: &[
        "The original 324 runs: 3 loads x 3 access structures x 3 decision structures x 3 distributions of energy x 2 \
         orders of choices x 2 orders of problems. Run by run, 216 are compared (access unsegmented and specialized); of \
         the 108 with hierarchical access only the means by load were at hand, to which they contribute a third.",
        "The printed tables were not at hand; values from memory are shown, not judged. They cannot be matched to the \
         last digit: supply and demand tie at the original parameters (0.33 x 10 = 3.3), and the program of 1972 \
         decided such ties by rounding in single precision. At moderate load rounding alone moves the mean activity of \
         problems from 196 (double precision) to 205 (single); whole numbers give 201.",
        "Which rules were meant was settled by trying some forty variants (ties, the mover's own requirement or energy, \
         the requirement before the first period, order of entry) against the values from memory, so that their \
         closeness is partly selected. An independent translation of the published Fortran has the same three \
         features. The sequences of entry are those in M. Workiewicz, Garbage_Can_Model (2014).",
        "Spending reset every period, as one line of that translation has it, gives problem activity 171, 250 and 254 \
         and is far off; a variant without the mover's own terms gives a difficulty of 35 instead of 46 at heavy load.",
        "What the published program counts as shifts of problems includes their entry and solution; moves from one \
         choice to another are `problem_moves`.",
    ],
};

/// The statistics of the file, in order: outcome and name with unit.
const STATISTICS: [(&str, &str); 13] = [
    ("problems_unsolved", "problems unsolved [problems]"),
    ("problem_shifts", "problem shifts [changes]"),
    ("problem_latency", "problem latency [problem-periods]"),
    ("problem_activity", "problem activity [problem-periods]"),
    ("choices_unmade", "choices unmade [choices]"),
    ("choice_activity", "decision difficulty [choice-periods]"),
    ("decider_shifts", "decision maker activity [changes]"),
    ("decider_idle", "decision makers idle [person-periods]"),
    ("energy_reserve", "energy reserve [energy]"),
    ("energy_wasted", "energy wasted [energy]"),
    ("resolution", "choices by resolution [choices]"),
    ("oversight", "choices by oversight [choices]"),
    ("flight", "choices by flight [choices]"),
];

/// What selects a run, in the order of the file.
const SETTINGS: [&str; 6] = ["load", "access", "decision", "energy", "choice_sequence", "problem_sequence"];

fn quantities(_: Effort) -> Vec<Quantity> {
    let mut quantities = runs();
    quantities.extend(loads());
    quantities
}

fn runs() -> Vec<Quantity> {
    let text = include_str!("../data/garbage-can1972/runs.csv");
    let read = rows::<Vec<String>>(text);
    read.into_iter().flat_map(|row| run(&row)).collect()
}

/// One run: settings, statistics, how they are known, source.
fn run(row: &[String]) -> Vec<Quantity> {
    let settings: Vec<(&str, &str)> =
        SETTINGS.iter().zip(row).map(|(name, text)| (*name, text.as_str())).collect();
    let ours = outcomes(&GarbageCan1972, &values(&GarbageCan1972, &settings), 1).remove(0);
    let [statistics @ .., known_by, source] = &row[SETTINGS.len()..] else { panic!("a run has its source") };
    let quantity = |((outcome, name), theirs): (&(&str, &str), &String)| Quantity {
        figure: format!("Runs, {} load", row[0]),
        name: (*name).to_owned(),
        line: format!(
            "access {}, decision {}, energy {}, choices {}, problems {}",
            row[1], row[2], row[3], row[4], row[5]
        ),
        x: None,
        known: known(known_by),
        source: source.clone(),
        theirs: Estimate::exact(theirs.parse().expect("a statistic is a number")),
        ours: Estimate::exact(ours[place(&GarbageCan1972, outcome)]),
        // Energies have at most two decimals, counts none.
        rounding: 1e-9,
    };
    STATISTICS.iter().zip(statistics).map(quantity).collect()
}

#[derive(serde::Deserialize)]
struct Load {
    load: String,
    statistic: String,
    value: f64,
    half_unit: f64,
    known: String,
    source: String,
}

fn loads() -> Vec<Quantity> {
    let text = include_str!("../data/garbage-can1972/loads.csv");
    let measured = ["light", "moderate", "heavy"].map(|load| (load, cells(load)));
    let quantity = |row: Load| {
        let cells = &measured.iter().find(|(load, _)| *load == row.load).expect("a load").1;
        let sum = |outcome: &str| cells.iter().map(|cell| cell[place(&GarbageCan1972, outcome)]).sum::<f64>();
        let (name, ours) = if row.statistic == "resolution_share" {
            let made = sum("resolution") + sum("oversight") + sum("flight");
            ("share of choices made by resolution [share]", sum("resolution") / made)
        } else {
            let known =
                STATISTICS.iter().find(|(outcome, _)| *outcome == row.statistic).expect("a statistic");
            (known.1, sum(known.0) / cells.len() as f64)
        };
        Quantity {
            figure: "Means by load".to_owned(),
            name: name.to_owned(),
            line: format!("{} load", row.load),
            x: None,
            known: known(&row.known),
            source: row.source,
            theirs: Estimate::exact(row.value),
            ours: Estimate::exact(ours),
            rounding: row.half_unit,
        }
    };
    rows::<Load>(text).into_iter().map(quantity).collect()
}

/// Means over the four orders of entry in the 27 cells of a load.
fn cells(load: &str) -> Vec<Vec<f64>> {
    let structures = ["unsegmented", "hierarchical", "specialized"];
    let mut cells = Vec::new();
    for access in structures {
        for decision in structures {
            for energy in ["important-less", "equal", "important-more"] {
                let settings =
                    [("load", load), ("access", access), ("decision", decision), ("energy", energy)];
                cells.extend(outcomes(&GarbageCan1972, &values(&GarbageCan1972, &settings), 1));
            }
        }
    }
    cells
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Known, Verdict, judge};

    #[test]
    fn every_statistic_of_every_run_is_equal() {
        let all = quantities(Effort::Quick);
        assert_eq!(all.len(), 216 * 13 + 24);
        for (quantity, (_, verdict)) in all.iter().zip(judge(&all).verdicts) {
            let expected = if quantity.known == Known::Memory { Verdict::Shown } else { Verdict::Equal };
            assert_eq!(verdict, expected, "{quantity:?}");
        }
    }
}
