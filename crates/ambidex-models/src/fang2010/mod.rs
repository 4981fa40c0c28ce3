//! Learning in semi-isolated subgroups. Fang, Lee & Schilling (2010), *Balancing exploration and exploitation through
//! structural design: the isolation of subgroups and organizational learning*, Organization Science 21(3):625-642,
//! doi:10.1287/orsc.1090.0468.
//!
//! How far should the parts of an organisation be cut off from each other? Persons hold beliefs about a reality of many
//! dimensions, as in March (1991), but there is no organisational code: they learn from those they have ties to.
//! Everybody starts with ties to all members of the own subgroup; each tie is led to somebody outside with chance beta.
//! In each period everybody looks at those contacts who do strictly better, takes the belief of their majority on every
//! dimension, and adopts it with a fixed chance. The problem is complex: dimensions count in blocks, and a block counts
//! only where all of its dimensions are right. With few ties across, good solutions of a subgroup stay there; with
//! many, everybody soon believes the same, and the variety is gone from which a better combination could have come.
//!
//! Order of events in a period: turnover and turbulence; all compare payoffs; all learn from the beliefs that the
//! others had at the start of the period.

mod organisation;

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ChoiceSpec, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::{Parameters, Problem, Source};
use ambidex_core::streams::Streams;

pub use organisation::{Organisation, payoff};

ambidex_core::parameters! {
    /// Parameters of learning in subgroups.
    pub struct Subgroups {
        individuals ("n", "persons", whole) = 280 in 2..=5000, plausible 50..=500;
            "Persons"; Assumption("the paper's base case, from memory of it");
        group_size ("z", "persons", whole) = 7 in 2..=64, plausible 4..=20;
            "Persons in a subgroup; the last is smaller where they do not divide"; Assumption("the paper's base case, from memory of it");
        dimensions ("m", "dimensions", whole) = 100 in 1..=128, plausible 20..=120;
            "Dimensions of reality"; Assumption("the paper's base case, from memory of it");
        block ("s", "dimensions", whole) = 5 in 1..=128, plausible 1..=20;
            "Dimensions that count only together"; Assumption("the paper's base case, from memory of it");
        rewiring ("beta", "1") = 0.1 in 0..=1, plausible 0.0..=1.0;
            "Chance that a tie inside a subgroup leads outside instead"; Assumption("inside the range that the paper varies");
        learning ("p", "1/period") = 0.3 in 0.001..=1, plausible 0.1..=0.9;
            "Chance that a person adopts the majority's belief on a dimension"; Assumption("the paper's base case, from memory of it");
        turnover ("p3", "1/period") = 0 in 0..=1, plausible 0.0..=0.1;
            "Chance that a person is replaced by one with fresh beliefs"; Assumption("off, as in the base case");
        turbulence ("p4", "1/period") = 0 in 0..=1, plausible 0.0..=0.1;
            "Chance that a dimension of reality changes its sign"; Assumption("off, as in the base case");
        periods ("T", "periods", whole) = 1000 in 1..=100000, plausible 100..=2000;
            "Most periods; it ends earlier where nobody can learn any more"; Assumption("beyond what the base case needs");
    }
}

/// The model in the catalogue.
pub struct Fang2010;

static CHOICES: [ChoiceSpec; 1] = [ChoiceSpec {
    name: "ties",
    options: &[
        ("mutual", "both learn from each other; a tie is rewired as a whole, one of its ends moves"),
        ("one-way", "everybody has contacts of the own, each led outside by itself"),
    ],
    meaning: "Whether a tie works in both directions",
    source: Source::Assumption("the paper could not be read; rewired networks are usually undirected"),
}];

static INFO: ModelInfo = ModelInfo {
    name: "fang2010",
    title: "Learning in semi-isolated subgroups",
    question: "How far should the parts of an organisation be cut off from each other?",
    schedule: &[
        "turnover and turbulence",
        "everybody compares the own payoff with that of the contacts",
        "on each dimension, everybody adopts the majority belief of strictly better contacts with chance p",
    ],
    equations: &[
        "payoff = sum over blocks of s prod_{j in block} 1(belief_j = reality_j)",
        "majority_j = sign(sum of beliefs_j over better contacts); 0 changes nothing",
    ],
    citation: "Fang, Lee & Schilling (2010), Balancing exploration and exploitation through structural design: the \
               isolation of subgroups and organizational learning, Organization Science 21(3):625-642, \
               doi:10.1287/orsc.1090.0468",
    deviations: &[
        "the paper could not be obtained: the rules are from memory of it, with the abstract as the only text read; what \
         can be expected is the shape of the results (an inverted U in beta), not their level",
        "beliefs of 0 abstain from the vote, and a tied vote changes nothing",
        "turnover and turbulence work as in March (1991)",
    ],
    period: "period",
    numbers: Subgroups::SPECS,
    choices: &CHOICES,
    files: &[],
    outcomes: &[
        Column::fixed("payoff", "share", Kind::Level, "Mean payoff of persons, of the most possible"),
        Column::fixed("best_payoff", "share", Kind::Level, "Payoff of the best person, of the most possible"),
        Column::fixed(
            "knowledge",
            "share",
            Kind::Level,
            "Mean share of dimensions on which persons are right",
        ),
        Column::fixed("different", "persons", Kind::Level, "Different sets of beliefs"),
        Column::fixed("periods", "periods", Kind::Level, "Periods that were run"),
        Column::fixed("settled", "1", Kind::Level, "1 where nobody could learn any more, 0 otherwise"),
        Column::fixed("across", "share", Kind::Level, "Share of ties that lead out of a subgroup"),
    ],
    series: &[
        Column::fixed("payoff", "share", Kind::Level, "Mean payoff of persons, of the most possible"),
        Column::fixed("different", "persons", Kind::Level, "Different sets of beliefs"),
    ],
};

impl Catalogued for Fang2010 {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn check(&self, values: &Values) -> Vec<Problem> {
        let Subgroups { dimensions, block, .. } = values.typed();
        if dimensions % block == 0.0 {
            return Vec::new();
        }
        vec![Problem {
            path: "block".to_owned(),
            found: block.to_string(),
            expected: format!("a divisor of dimensions = {dimensions}"),
            remedy: "every dimension belongs to one whole block".to_owned(),
        }]
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("periods") as u32
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let set: Subgroups = values.typed();
        let (mutual, series) = (values.choice("ties") == "mutual", recorder.wants_series());
        let lasting = set.turnover > 0.0 || set.turbulence > 0.0;
        for replicate in replicates {
            let mut organisation = Organisation::draw(Streams::new(seed, replicate), &set, mutual);
            let (mut periods, mut settled) = (0, false);
            while periods < set.periods as u32 && !settled {
                periods += 1;
                let open = organisation.step(periods);
                settled = !lasting && !open;
                if series {
                    recorder.period(
                        replicate,
                        periods,
                        &[organisation.payoff(), organisation.different() as f64],
                    );
                }
            }
            let row = [
                organisation.payoff(),
                organisation.best_payoff(),
                organisation.knowledge(),
                organisation.different() as f64,
                f64::from(periods),
                f64::from(u8::from(settled)),
                organisation.across(),
            ];
            recorder.outcomes(replicate, &row);
        }
    }
}

#[cfg(test)]
mod tests;
