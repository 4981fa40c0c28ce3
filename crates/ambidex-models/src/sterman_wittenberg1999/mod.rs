//! Path dependence, competition and succession of scientific paradigms. Sterman & Wittenberg (1999), *Path dependence,
//! competition, and succession in the dynamics of scientific revolution*, Organization Science 10(3), 322-341,
//! doi:10.1287/orsc.10.3.322.
//!
//! Question: is the fate of a new paradigm decided by its strength, or by the state of the field when it is launched?
//!
//! Practitioners of a paradigm solve puzzles; the more are solved, the harder are the next ones. A puzzle that resists
//! longer than confidence tolerates is recognised as an anomaly; some practitioners turn to anomalies and resolve them.
//! Confidence moves with anomalies and progress, against what is acceptable, against the dominant paradigm and, for
//! paradigms that were never dominant, against the strongest newcomer. Practitioners defect from what they doubt, and
//! those who defect or retire are shared out by size and confidence, which is the path dependence. A few leave the
//! dominant paradigm to found a new one, by chance, and more often the more of them work on anomalies. An old paradigm
//! runs into crisis by its own success; who succeeds it depends on who was launched shortly before.
//!
//! A step: the dominant paradigm and the strongest newcomer are found; all rates follow from the stocks; a new
//! paradigm may be launched; stocks move by Euler's rule.
//!
//! The equations and numbers are those of the Vensim file `scirev8.mdl` (T. Fiddaman, 2011, MetaSD, CC BY 3.0), a
//! translation of the authors' DYNAMO program; the article's own pages were not read.

pub mod field;
pub mod launches;
mod parameters;
mod record;
pub mod tables;

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ChoiceSpec, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::{Parameters, Problem, Source};
use ambidex_core::streams::Streams;

pub use field::{Field, Observation, Paradigm};
pub use launches::Launches;
pub use parameters::Science;
use record::History;

/// The model in the catalogue.
pub struct StermanWittenberg1999;

static INFO: ModelInfo = ModelInfo {
    name: "sterman-wittenberg1999",
    title: "Rise, crisis and succession of paradigms",
    question: "Does a new paradigm win by its strength, or by the moment at which it is launched?",
    schedule: &[
        "the dominant paradigm and the strongest one that was never dominant are found",
        "practitioners divide up into solving puzzles, resolving anomalies and other work",
        "puzzles are solved, anomalies recognised and resolved, confidence moves",
        "practitioners defect and retire, and are recruited by size and confidence",
        "founders may leave the dominant paradigm for a new one",
        "all stocks move by one Euler step",
    ],
    equations: &[
        "D = NDP (1 + SP/NSP)^ED; solved = PPS/D; resolved = PAR/(RDA D)",
        "recognised = PPS/T TFPRA((1.44 ln(D/T) + 2)/4), T = NDPAR TECART(CP)",
        "dCP/dt = NCC TRCC(CP) [CA TEAC(A/AA) + CSP TEPC(SP/((1 + EGSP TEHSP) HSP)) + CDA TARDPC(A/A_dom) + \
         CDSP TSPRDPC(SP/SP_dom) + never dominant: CRAAP TRAAPC(A/A_rival) + CRSPAP TRSPAPC(SP/SP_rival)]",
        "departures = P [min(MAXFDR, NFDR exp(-SDC (CP - CP_dom))) + NRETR]",
        "recruits of i = all departures x a_i / sum a, a = P exp(SRC (CP - CP_dom)) where P >= 1",
        "launch in a step with probability DFPA dt (PPCPS PPS + PPCAR PAR + PPCOA others) of the dominant paradigm",
    ],
    citation: "Sterman & Wittenberg (1999), Path dependence, competition, and succession in the dynamics of scientific \
               revolution, Organization Science 10(3), 322-341, doi:10.1287/orsc.10.3.322",
    deviations: &[
        "written from the Vensim translation scirev8.mdl (T. Fiddaman, MetaSD, CC BY 3.0) of the authors' program; the \
         article itself, its regressions and survival figures could not be read",
        "abscissae of tables in steps of a twelfth are exact, as in DYNAMO; the file writes them with six digits",
        "launch = random draws its own numbers: Vensim's generator is not imitated, so histories differ, laws do not",
        "the third rule of the file (launch when confidence in the dominant paradigm falls below CPTHRESH) is left out; \
         its threshold serves to count crises",
        "25 paradigms as in the file: with random launches nearly all are used up within 2000 years, so that the number of \
         dominant ones is bounded by the number that can be launched",
        "normal deviates of strength are cut at 6 by clamping, where Vensim draws again: 2 in 10^9 differ",
    ],
    period: "year",
    numbers: Science::SPECS,
    choices: &[
        ChoiceSpec {
            name: "launch",
            options: &[
                (
                    "random",
                    "by chance, at the rate at which the dominant paradigm's practitioners conceive paradigms",
                ),
                (
                    "fixed",
                    "at the 25 years listed in the Vensim file; the history is then the same in every replicate",
                ),
            ],
            meaning: "When new paradigms are launched",
            source: Source::Published("Sterman & Wittenberg 1999, Vensim file, SARL = 1"),
        },
        ChoiceSpec {
            name: "strengths",
            options: &[
                ("alike", "every later paradigm has the strength NSPA"),
                ("varied", "lognormal about NSPA with spread VSAP, at most MSAP"),
            ],
            meaning: "How many puzzles a paradigm can solve before they become hard",
            source: Source::Published("Sterman & Wittenberg 1999, Vensim file, SAIA = 1"),
        },
    ],
    files: &[],
    outcomes: record::OUTCOMES,
    series: &[
        Column::fixed(
            "dominant",
            "1",
            Kind::Level,
            "Number of the paradigm with most practitioners, in order of launch",
        ),
        Column::fixed("practitioners", "persons", Kind::Level, "Practitioners of the dominant paradigm"),
        Column::fixed("confidence", "1", Kind::Level, "Confidence in the dominant paradigm"),
        Column::fixed("anomalies", "puzzles", Kind::Level, "Anomalies of the dominant paradigm"),
        Column::fixed("solved", "puzzles", Kind::Level, "Puzzles solved in the dominant paradigm"),
        Column::fixed("paradigms", "1", Kind::Level, "Paradigms with two practitioners or more"),
        Column::fixed("total", "persons", Kind::Level, "Practitioners of all paradigms"),
    ],
};

impl Catalogued for StermanWittenberg1999 {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn check(&self, values: &Values) -> Vec<Problem> {
        let p: Science = values.typed();
        let most = p.practitioners / (2.0 * p.paradigms);
        if p.founders <= most {
            return Vec::new();
        }
        vec![Problem {
            path: "founders".to_owned(),
            found: p.founders.to_string(),
            expected: format!("at most practitioners / (2 x paradigms) = {most} [persons]"),
            remedy: "lower founders or paradigms, or raise practitioners: the dominant paradigm must have the people \
                     who leave it"
                .to_owned(),
        }]
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("years") as u32
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let p: Science = values.typed();
        for replicate in replicates {
            let streams = Streams::new(seed, replicate);
            let launches = match values.choice("launch") {
                "fixed" => Launches::Fixed,
                _ => Launches::random(&streams),
            };
            let varied = values.choice("strengths") == "varied";
            let strengths = launches::strengths(&p, varied.then_some(&streams));
            let mut field = Field::new(&p, launches, &strengths);
            let mut history = History::new(&p);
            history.see(&field.observe());
            for year in 1..=p.years as u32 {
                for _ in 0..p.steps as u32 {
                    field.step();
                    history.see(&field.observe());
                }
                if recorder.wants_series() {
                    recorder.period(replicate, year, &row(&field.observe()));
                }
            }
            recorder.outcomes(replicate, &history.outcomes(&field));
        }
    }
}

fn row(seen: &Observation) -> [f64; 7] {
    [
        seen.dominant as f64,
        seen.practitioners,
        seen.confidence,
        seen.anomalies,
        seen.solved,
        seen.paradigms as f64,
        seen.total,
    ]
}

#[cfg(test)]
mod tests;
