//! Interpersonal learning and tacit knowledge. Miller, Zhao & Calantone (2006), *Adding interpersonal learning and
//! tacit knowledge to March's exploration-exploitation model*, Academy of Management Journal 49(4):709-722,
//! doi:10.5465/amj.2006.22083027.
//!
//! What changes in March's (1991) account of learning if people also learn from each other, and if part of what they
//! know cannot be written down? As in March, persons and an organisational code hold beliefs about reality; persons are
//! socialised into the code, and the code learns from those who do better. Here persons also stand on a grid without
//! edges, each with four neighbours. Who has a better neighbour takes over beliefs of the best one (local search); who
//! has none looks at some persons further away (distant search). Tacit dimensions never enter the code: they pass from
//! person to person only.
//!
//! Order of events in a period: turnover and turbulence; socialisation by the code; local or distant search; the code
//! learns. All decide on what was believed at the start of the period.

mod organisation;

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ChoiceSpec, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::{Parameters, Problem, Source};
use ambidex_core::streams::Streams;

pub use organisation::{Organisation, neighbours};

ambidex_core::parameters! {
    /// Parameters of learning by the code and from each other.
    pub struct Interpersonal {
        rows ("r", "persons", whole) = 10 in 1..=64, plausible 5..=20;
            "Rows of the grid"; Assumption("with the columns, the 50 persons of March (1991)");
        columns ("c", "persons", whole) = 5 in 1..=64, plausible 5..=20;
            "Columns of the grid"; Assumption("with the rows, the 50 persons of March (1991)");
        dimensions ("m", "dimensions", whole) = 30 in 1..=128, plausible 20..=100;
            "Dimensions of reality"; Assumption("that of March (1991)");
        tacit ("m_t", "dimensions", whole) = 10 in 0..=128, plausible 0..=30;
            "Dimensions that the code cannot hold"; Assumption("a third; the paper could not be read");
        socialization ("p1", "1/period") = 0.5 in 0..=1, plausible 0.1..=0.9;
            "Chance that a person takes over the code's belief on a dimension"; Assumption("middle of the range of March (1991)");
        code_learning ("p2", "1/period") = 0.5 in 0..=1, plausible 0.1..=0.9;
            "Chance that the code takes over a majority of one"; Assumption("middle of the range of March (1991)");
        turnover ("p3", "1/period") = 0 in 0..=1, plausible 0.0..=0.1;
            "Chance that a person is replaced by one with fresh beliefs"; Assumption("off, as in Figure 1 of March (1991)");
        turbulence ("p4", "1/period") = 0 in 0..=1, plausible 0.0..=0.1;
            "Chance that a dimension of reality changes its sign"; Assumption("off, as in Figure 1 of March (1991)");
        local_learning ("p5", "1/period") = 0.5 in 0..=1, plausible 0.1..=0.9;
            "Chance that a belief of a better neighbour is taken over"; Assumption("as the other chances of learning");
        distant_learning ("p6", "1/period") = 0.5 in 0..=1, plausible 0.1..=0.9;
            "Chance that a belief of a better person further away is taken over"; Assumption("as the other chances of learning");
        distant_sample ("d", "persons", whole) = 4 in 0..=64, plausible 0..=10;
            "Persons further away that are looked at where no neighbour is better"; Assumption("as many as there are neighbours");
        periods ("T", "periods", whole) = 2000 in 1..=100000, plausible 100..=2000;
            "Most periods; it ends earlier where nobody can learn any more"; Assumption("beyond what slow learning needs");
    }
}

/// The model in the catalogue.
pub struct Miller2006;

static CHOICES: [ChoiceSpec; 1] = [ChoiceSpec {
    name: "superior",
    options: &[
        ("explicit", "who is right on more of the dimensions that the code can hold"),
        ("all", "who is right on more dimensions of any kind"),
    ],
    meaning: "From whom the code learns: who does better than the code",
    source: Source::Assumption("the paper could not be read; a code is compared on what it can hold"),
}];

static INFO: ModelInfo = ModelInfo {
    name: "miller2006",
    title: "Interpersonal learning and tacit knowledge",
    question: "What changes if people also learn from each other, and part of what they know cannot be written down?",
    schedule: &[
        "turnover and turbulence",
        "on each explicit dimension, persons take over the code's belief with chance p1",
        "who has a better neighbour takes over each belief of the best one with chance p5",
        "the others look at d persons further away and take over each belief of the best one, if better, with chance p6",
        "the code moves towards the majority of those who do better than it",
    ],
    equations: &[
        "performance = number of dimensions on which belief and reality agree",
        "P(code takes over a majority that leads by k) = 1 - (1 - p2)^k",
    ],
    citation: "Miller, Zhao & Calantone (2006), Adding interpersonal learning and tacit knowledge to March's \
               exploration-exploitation model, Academy of Management Journal 49(4):709-722, \
               doi:10.5465/amj.2006.22083027",
    deviations: &[
        "the paper could not be obtained. Read were its abstract and the opening of the description of a NetLogo version: \
         the grid without edges, four neighbours, local search with chance p5, local and distant search, tacit \
         dimensions. All default values, the size of the distant sample, its chance of learning, when distant search \
         happens and the order of events are assumptions",
        "the part taken from March (1991) follows the letter of that paper: beliefs jump, beliefs of 0 abstain, \
         performance counts correct dimensions, everybody decides on the state at the start of the period",
        "of equally good neighbours one is drawn; what is learnt from a person overrules the code in the same period",
        "distant search draws with repeats from those who are neither the person nor a neighbour",
    ],
    period: "period",
    numbers: Interpersonal::SPECS,
    choices: &CHOICES,
    files: &[],
    outcomes: &[
        Column::fixed(
            "knowledge",
            "share",
            Kind::Level,
            "Mean share of dimensions on which persons are right",
        ),
        Column::fixed(
            "explicit_knowledge",
            "share",
            Kind::Level,
            "The same on explicit dimensions; none without any",
        ),
        Column::fixed(
            "tacit_knowledge",
            "share",
            Kind::Level,
            "The same on tacit dimensions; none without any",
        ),
        Column::fixed(
            "code_knowledge",
            "share",
            Kind::Level,
            "Share of explicit dimensions on which the code is right",
        ),
        Column::fixed(
            "code_score",
            "score",
            Kind::Level,
            "Right less wrong explicit dimensions of the code, as a share",
        ),
        Column::fixed("different", "persons", Kind::Level, "Different sets of beliefs"),
        Column::fixed("periods", "periods", Kind::Level, "Periods that were run"),
        Column::fixed("settled", "1", Kind::Level, "1 where nobody could learn any more, 0 otherwise"),
    ],
    series: &[
        Column::fixed(
            "knowledge",
            "share",
            Kind::Level,
            "Mean share of dimensions on which persons are right",
        ),
        Column::fixed(
            "code_knowledge",
            "share",
            Kind::Level,
            "Share of explicit dimensions on which the code is right",
        ),
        Column::fixed("different", "persons", Kind::Level, "Different sets of beliefs"),
    ],
};

impl Catalogued for Miller2006 {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn check(&self, values: &Values) -> Vec<Problem> {
        let Interpersonal { dimensions, tacit, .. } = values.typed();
        if tacit <= dimensions {
            return Vec::new();
        }
        vec![Problem {
            path: "tacit".to_owned(),
            found: tacit.to_string(),
            expected: format!("at most dimensions = {dimensions}"),
            remedy: "tacit dimensions are some of all".to_owned(),
        }]
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("periods") as u32
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let set: Interpersonal = values.typed();
        let (explicit, series) = (values.choice("superior") == "explicit", recorder.wants_series());
        let lasting = set.turnover > 0.0 || set.turbulence > 0.0;
        for replicate in replicates {
            let mut organisation = Organisation::draw(Streams::new(seed, replicate), &set, explicit);
            let (mut periods, mut settled) = (0, false);
            while periods < set.periods as u32 && !settled {
                periods += 1;
                let open = organisation.step(periods);
                settled = !lasting && !open;
                if series {
                    let [all, _, _, code, _] = organisation.knowledge();
                    recorder.period(replicate, periods, &[all, code, organisation.different() as f64]);
                }
            }
            let end = [organisation.different() as f64, f64::from(periods), f64::from(u8::from(settled))];
            recorder.outcomes(replicate, &[&organisation.knowledge()[..], &end].concat());
        }
    }
}

#[cfg(test)]
mod tests;
