use ambidex_core::catalogue::{ChoiceSpec, ModelInfo, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::Parameters;
use ambidex_core::{Problem, Source};

use crate::nk::{INTERACTIONS, MATRIX, fixed_matrix};

ambidex_core::parameters! {
    /// Decisions, departments and what they can look at.
    pub struct Settings {
        n ("N", "decisions", whole) = 12 in 2..=16, plausible 6..=12;
            "Number of decisions"; Assumption("enough for several departments, and enumerated at once");
        k ("K", "decisions", whole) = 3 in 0..=15, plausible 1..=6;
            "Number of other decisions on which a contribution depends; not used with a matrix of one's own"; Assumption("interdependence across departments of six");
        departments ("D", "departments", whole) = 2 in 1..=6, plausible 2..=4;
            "Departments; each has neighbouring decisions, as many as the others or one more"; Assumption("the smallest number that must be coordinated");
        alternatives ("A", "alternatives", whole) = 2 in 1..=16, plausible 1..=6;
            "Changes of its own decisions that a department looks at each period; all where it has fewer"; Assumption("departments see a part of what they could do");
        proposals ("P", "proposals", whole) = 2 in 1..=5, plausible 1..=3;
            "Alternatives that a department puts forward, what is in place among them"; Assumption("a choice, but a short one");
        combinations ("C", "combinations", whole) = 4 in 1..=1000, plausible 1..=16;
            "Combinations of proposals that the centre, or the departments together, can look at each period"; Assumption("all of two proposals from two departments");
        weight ("w", "1") = 0.0 in 0.0..=1.0, plausible 0.0..=1.0;
            "Weight of the other departments' contributions in a department's view: 0 parochial, 1 that of the whole"; Assumption("departments are judged by what is theirs");
        periods ("T", "periods", whole) = 100 in 1..=10000, plausible 50..=200;
            "Periods of a run"; Assumption("most searches have come to rest");
    }
}

/// Declarations.
pub static INFO: ModelInfo = ModelInfo {
    name: "decentralised-search",
    title: "Search by departments for interdependent decisions",
    question: "Which structure finds good sets of interdependent decisions: departments on their own, departments that \
               must agree, or a centre that chooses among their proposals?",
    schedule: &[
        "each department draws alternatives, one change of its own decisions each",
        "it ranks them with what is in place by its own view, as if nobody else changed anything, and puts the best forward",
        "the structure decides: each department's first; the first combination that nobody finds worse; the centre's best",
        "all changes are made at once",
    ],
    equations: &[
        "V(d) = (1/N) sum_i c_i(d)",
        "view of department D = sum of c_i over its own decisions + w sum over those of others",
    ],
    citation: "In the manner of Rivkin & Siggelkow (2003), Balancing search and stability: Interdependencies among elements \
               of organizational design, Management Science 49(3), doi:10.1287/mnsc.49.3.290.12740",
    deviations: &[
        "in the manner of the paper: no published number was obtained, none is replicated; properties and limits are tested",
        "alternatives are single changes; departments have neighbouring decisions; combinations are looked at by the sum \
         of their ranks, the best first",
    ],
    period: "period",
    numbers: Settings::SPECS,
    choices: &[
        ChoiceSpec {
            name: "structure",
            options: &[
                ("decentralised", "each department does what it ranks first"),
                (
                    "lateral",
                    "the first combination of proposals that no department finds worse, and one better",
                ),
                (
                    "hierarchy",
                    "the centre takes the best combination of proposals, if it is better than what is in place",
                ),
                (
                    "centralised",
                    "the centre looks at as many single changes itself and makes the best, if it is better",
                ),
            ],
            meaning: "Who decides",
            source: Source::Assumption("structures of this literature; the first is the simplest"),
        },
        INTERACTIONS,
    ],
    files: &[MATRIX],
    outcomes: &[
        Column::fixed("payoff", "fitness", Kind::Level, "Payoff of the whole after the last period"),
        Column::fixed(
            "relative_payoff",
            "share",
            Kind::Level,
            "The same over the largest payoff of the landscape",
        ),
        Column::fixed("changes", "decisions", Kind::Total, "Decisions changed, over the run"),
        Column::fixed("falls", "periods", Kind::Total, "Periods in which the payoff of the whole fell"),
        Column::fixed("last_changes", "decisions", Kind::Flow, "Decisions changed in the last period"),
        Column::fixed(
            "at_peak",
            "share",
            Kind::Level,
            "Whether no single change would raise the payoff at the end",
        ),
        Column::fixed("peaks", "configurations", Kind::Level, "Local optima of the landscape"),
    ],
    series: &[
        Column::fixed("payoff", "fitness", Kind::Level, "Payoff of the whole"),
        Column::fixed("changes", "decisions", Kind::Flow, "Decisions changed"),
    ],
};

/// What is wrong across the values.
pub fn check(values: &Values) -> Vec<Problem> {
    let Settings { n, departments, .. } = values.typed();
    let empty = (departments > n).then(|| Problem {
        path: "departments".to_owned(),
        found: format!("{departments} with n = {n}"),
        expected: format!("departments from 1 to {n}: each has a decision of its own"),
        remedy: format!("set departments = {n} or n = {departments}"),
    });
    fixed_matrix(values).err().into_iter().chain(empty).collect()
}
