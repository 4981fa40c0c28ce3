//! Which projects pass, depending on how fallible judges are put together? Sah & Stiglitz (1986), *The architecture of
//! economic systems: hierarchies and polyarchies*, American Economic Review 76(4), 716-727; committees: Sah & Stiglitz
//! (1988), Economic Journal 98(391), doi:10.2307/2233377; compositions: Christensen & Knudsen (2010), Management
//! Science 56(1), doi:10.1287/mnsc.1090.1096.
//!
//! A judge accepts a good project with a larger chance than a bad one. In a hierarchy a project passes if everybody
//! accepts it, in a polyarchy if anybody does, in a committee if a quorum does; groups of one kind can be judges of the
//! other. A hierarchy commits fewer errors of commission (bad projects accepted) and more of omission (good projects
//! rejected). Which earns more depends on the share of good projects and on what they pay. Nothing is drawn: closed
//! forms, the exact law of the number of acceptances where judges differ, and quadrature where their errors are
//! correlated.

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ChoiceSpec, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::{Parameters, Problem, Source};

pub mod equations;

pub use equations::{Structure, expected_profit, judges};

ambidex_core::parameters! {
    /// Parameters of the decision structures.
    pub struct Architecture {
        n ("n", "judges", whole) = 2 in 1..=500, plausible 1..=15;
            "Judges; of a nested structure, groups"; Published("Sah & Stiglitz 1986");
        k ("k", "judges", whole) = 2 in 1..=500, plausible 1..=15;
            "Quorum of a committee; size of a group of a nested structure"; Assumption("two, as the hierarchy has levels");
        p ("p", "1") = 0.7 in 0.0..=1.0, plausible 0.1..=0.9;
            "Chance that a judge accepts a project"; Assumption("better than a coin");
        p_good ("p_g", "1") = 0.8 in 0.0..=1.0, plausible 0.5..=0.95;
            "Chance that a judge accepts a good project"; Assumption("better than a coin");
        p_bad ("p_b", "1") = 0.4 in 0.0..=1.0, plausible 0.05..=0.5;
            "Chance that a judge accepts a bad project"; Assumption("better than a coin");
        share_good ("a", "1") = 0.5 in 0.0..=1.0, plausible 0.1..=0.9;
            "Share of good projects"; Assumption("one half");
        payoff_good ("z_g", "1") = 1.0 in -1e6..=1e6, plausible 0.5..=2.0;
            "Payoff of a good project"; Assumption("unit of payoff");
        payoff_bad ("z_b", "1") = -1.0 in -1e6..=1e6, plausible -2.0..=-0.5;
            "Payoff of a bad project"; Assumption("what a good one gains, a bad one loses");
        spread ("d", "log odds") = 0.0 in 0.0..=20.0, plausible 0.0..=2.0;
            "Judges' log odds lie evenly within this of those of p"; Assumption("equal judges, as in the paper");
        correlation ("rho", "1") = 0.0 in 0.0..=0.99, plausible 0.0..=0.6;
            "Correlation of judges' latent errors (one common normal factor)"; Assumption("independent judges, as in the paper");
    }
}

static INFO: ModelInfo = ModelInfo {
    name: "sah-stiglitz1986",
    title: "Hierarchies, polyarchies and committees",
    question: "Which errors does an organisation make, depending on how fallible judges are put together?",
    schedule: &[],
    equations: &[
        "hierarchy: f(p) = p^n; polyarchy: f(p) = 1 - (1-p)^n",
        "committee: f(p) = sum over i >= k of C(n,i) p^i (1-p)^(n-i)",
        "hierarchy of n polyarchies of k: (1 - (1-p)^k)^n; polyarchy of n hierarchies of k: 1 - (1 - p^k)^n",
        "expected profit = a z_g f(p_g) + (1-a) z_b f(p_b)",
        "correlated judges: accept if sqrt(rho) F + sqrt(1-rho) e_i <= normal quantile of p_i",
    ],
    citation: "Sah & Stiglitz (1986), The architecture of economic systems: hierarchies and polyarchies, American \
               Economic Review 76(4); Sah & Stiglitz (1988), Committees, hierarchies and polyarchies, Economic Journal \
               98(391), doi:10.2307/2233377; Christensen & Knudsen (2010), Design of decision-making organizations, \
               Management Science 56(1), doi:10.1287/mnsc.1090.1096",
    deviations: &[
        "Judges that differ (spread) and judges whose errors are correlated (one common normal factor, the Gaussian \
         copula) are ours; at 0, the default, the model is the paper's.",
        "Both kinds of project have one payoff each; the paper also treats a continuum.",
    ],
    period: "",
    numbers: Architecture::SPECS,
    choices: &[ChoiceSpec {
        name: "structure",
        options: &[
            ("hierarchy", "everybody must accept"),
            ("polyarchy", "one acceptance suffices"),
            ("committee", "k of n must accept"),
            ("hierarchy-of-polyarchies", "each of n groups must accept; one of its k members suffices"),
            ("polyarchy-of-hierarchies", "one of n groups suffices; all of its k members must accept"),
        ],
        meaning: "How judges are put together",
        source: Source::Published("Sah & Stiglitz 1986, 1988; Christensen & Knudsen 2010"),
    }],
    files: &[],
    outcomes: &[
        Column::fixed(
            "acceptance",
            "1",
            Kind::Level,
            "Chance that a project is accepted which a judge accepts with p",
        ),
        Column::fixed("omission", "1", Kind::Level, "Chance that a good project is rejected"),
        Column::fixed("commission", "1", Kind::Level, "Chance that a bad project is accepted"),
        Column::fixed(
            "expected_profit",
            "payoff",
            Kind::Level,
            "Expected profit of a project that is put forward",
        ),
    ],
    series: &[],
};

/// The model in the catalogue.
pub struct SahStiglitz1986;

/// Judges and how they are put together.
fn structure(word: &str, n: usize, k: usize) -> (Structure, usize) {
    match word {
        "hierarchy" => (Structure::Hierarchy, n),
        "polyarchy" => (Structure::Polyarchy, n),
        "committee" => (Structure::Committee(k), n),
        "hierarchy-of-polyarchies" => (Structure::HierarchyOfPolyarchies(k), n * k),
        _ => (Structure::PolyarchyOfHierarchies(k), n * k),
    }
}

impl Catalogued for SahStiglitz1986 {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn check(&self, values: &Values) -> Vec<Problem> {
        let Architecture { n, k, .. } = values.typed();
        let problem = |found: String, expected: &str, remedy: &str| Problem {
            path: "k".to_owned(),
            found,
            expected: expected.to_owned(),
            remedy: remedy.to_owned(),
        };
        match values.choice("structure") {
            "committee" if k > n => {
                vec![problem(k.to_string(), &format!("a quorum of at most n = {n}"), "lower k or raise n")]
            }
            "hierarchy-of-polyarchies" | "polyarchy-of-hierarchies" if n * k > 500.0 => {
                vec![problem(format!("{n} groups of {k}"), "at most 500 judges in all", "lower n or k")]
            }
            _ => Vec::new(),
        }
    }

    fn periods(&self, _: &Values) -> u32 {
        0
    }

    fn run(&self, values: &Values, _: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let set: Architecture = values.typed();
        let (structure, size) = structure(values.choice("structure"), set.n as usize, set.k as usize);
        let accept =
            |p: f64| structure.acceptance_correlated(&judges(size, p, set.spread), set.correlation, 1);
        let (good, bad) = (accept(set.p_good), accept(set.p_bad));
        let profit = expected_profit(set.share_good, set.payoff_good, set.payoff_bad, good, bad);
        let row = [accept(set.p), 1.0 - good, bad, profit];
        for replicate in replicates {
            recorder.outcomes(replicate, &row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn structures_are_those_of_their_names() {
        for (word, n, k, at) in [
            ("hierarchy", "2", "2", 0.49),
            ("polyarchy", "2", "2", 0.91),
            ("committee", "3", "2", 0.784),
            ("hierarchy-of-polyarchies", "2", "2", 0.8281),
            ("polyarchy-of-hierarchies", "2", "2", 0.7399),
        ] {
            let mut values = Values::of(&INFO);
            for (name, text) in [("structure", word), ("n", n), ("k", k)] {
                values.set(name, text).unwrap();
            }
            let mut rows: Vec<Vec<f64>> = Vec::new();
            SahStiglitz1986.run(&values, 1, 0..1, &mut rows);
            assert!((rows[0][0] - at).abs() < 1e-15, "{word}");
        }
    }

    #[test]
    fn a_quorum_above_the_committee_is_refused() {
        let mut values = Values::of(&INFO);
        values.set("structure", "committee").unwrap();
        values.set("k", "3").unwrap();
        assert!(SahStiglitz1986.check(&values)[0].to_string().contains("at most n = 2"));
    }
}
