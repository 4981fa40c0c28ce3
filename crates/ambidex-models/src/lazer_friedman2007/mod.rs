//! Parallel problem solving in a network. Lazer & Friedman (2007), *The network structure of exploration and
//! exploitation*, Administrative Science Quarterly 52(4):667-694, doi:10.2189/asqu.52.4.667.
//!
//! Does it help a group of problem solvers that good solutions spread fast? A hundred agents stand at random points of
//! an NK landscape and see the solutions and scores of their neighbours in a fixed network. In each round an agent
//! copies the best neighbour that does strictly better; only whoever sees nobody better tries to improve the own
//! solution by one random bit. Copying spreads what is known, and destroys the variety from which something better
//! could have grown. A network that spreads solutions fast therefore leads early and ends on a worse peak; a slow one
//! keeps many solutions alive and ends higher. Scores are relative to the global maximum, to the power of eight.
//! The landscape and the solutions at the start are the same for every network of a replicate.
//!
//! Order of events in a round: all look; those who see better copy, the others try a step; all changes take effect at
//! once.

pub mod landscape;
mod maximum;
pub mod network;
pub mod search;

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ChoiceSpec, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::{Parameters, Problem, Source};
use ambidex_core::streams::Streams;

use landscape::Drawing;
use network::Network;
use search::{End, Population, Rules, Update};

ambidex_core::parameters! {
    /// Parameters of the search in a network.
    pub struct Parallel {
        agents ("A", "agents", whole) = 100 in 5..=1000, plausible 20..=200;
            "Agents that search"; Published("Lazer & Friedman (2007), p. 675");
        n ("N", "bits", whole) = 20 in 2..=20, plausible 10..=20;
            "Bits of a solution"; Published("Lazer & Friedman (2007), p. 675");
        k ("K", "bits", whole) = 5 in 0..=15, plausible 0..=10;
            "Bits that the contribution of a bit depends on besides itself"; Published("Lazer & Friedman (2007), p. 675");
        velocity ("v", "1/round") = 1 in 0..=1, plausible 0.1..=1.0;
            "Chance that an agent looks at its neighbours in a round"; Published("Lazer & Friedman (2007), base case");
        error ("e", "1") = 0 in 0..=1, plausible 0.0..=0.2;
            "Chance that a bit is not taken over when a solution is copied"; Published("Lazer & Friedman (2007), base case");
        shortcuts ("s", "ties", whole) = 10 in 0..=500, plausible 0..=50;
            "Ties of the lattice that are rewired (small-world) or added (augmented)"; Published("Lazer & Friedman (2007), Table B.1");
        density ("p", "1") = 0.07 in 0..=1, plausible 0.02..=0.5;
            "Chance of a tie between two agents of the random network"; Published("Lazer & Friedman (2007), Table B.1");
        exponent ("x", "1", whole) = 8 in 1..=32, plausible 1..=8;
            "Power to which the score relative to the maximum is raised"; Published("Lazer & Friedman (2007), Appendix A");
        rounds ("T", "rounds", whole) = 5000 in 1..=100000, plausible 200..=5000;
            "Most rounds; a search ends earlier where nothing can change any more"; Assumption("far beyond what the slowest network needs");
    }
}

/// The model in the catalogue.
pub struct LazerFriedman2007;

static CHOICES: [ChoiceSpec; 4] = [
    ChoiceSpec {
        name: "network",
        options: &[
            ("complete", "everybody sees everybody"),
            ("line", "a line with two ends"),
            ("lattice", "a ring on which everybody sees the two nearest on either side"),
            ("small-world", "the lattice with ties rewired"),
            ("augmented", "the lattice with ties added"),
            ("random", "every pair tied with the same chance"),
            ("caveman", "cliques of five in a row"),
        ],
        meaning: "Who sees whom",
        source: Source::Published("Lazer & Friedman (2007), pp. 676-678"),
    },
    ChoiceSpec {
        name: "interactions",
        options: &[
            ("repeated", "K draws from all bits; repeats and the bit itself count for nothing"),
            ("distinct", "K different other bits"),
        ],
        meaning: "How the bits are drawn that a contribution depends on",
        source: Source::Assumption(
            "the generator in the authors' program draws with repeats (public derivative lybird300/NetStruggler, \
             NK_gen.java), and Table B.1 agrees with it",
        ),
    },
    ChoiceSpec {
        name: "update",
        options: &[
            ("synchronous", "all decide on what they saw at the start of the round"),
            ("two-stage", "all copy; then whoever sees nobody better tries a step"),
            ("sequential", "one after the other, in random order"),
        ],
        meaning: "When actions become visible to others",
        source: Source::Assumption("the text allows two readings; Table B.1 agrees with this one only"),
    },
    ChoiceSpec {
        name: "pieces",
        options: &[
            ("one", "random networks are drawn until one is of a single piece"),
            ("any", "the first random network is taken"),
        ],
        meaning: "Which random networks are used",
        source: Source::Assumption("Table B.1 agrees better with networks of a single piece"),
    },
];

static INFO: ModelInfo = ModelInfo {
    name: "lazer-friedman2007",
    title: "Exploration and exploitation in a network",
    question: "Does it help a group of problem solvers that good solutions spread fast?",
    schedule: &[
        "every agent looks at its neighbours (with chance v)",
        "who sees a strictly better neighbour copies the best one",
        "the others flip one random bit and keep it where that is better",
        "all changes take effect at once",
    ],
    equations: &[
        "score(x) = 1/N sum_i c_i(x_i and the bits that i depends on), c uniform in 0 to 1",
        "performance(x) = (score(x) / max score)^8",
    ],
    citation: "Lazer & Friedman (2007), The network structure of exploration and exploitation, Administrative Science \
               Quarterly 52(4):667-694, doi:10.2189/asqu.52.4.667",
    deviations: &[
        "the interactions of a bit are drawn with repeats, as the generator of the authors' program does, so that 4.3 \
         instead of 5 other bits count on average at K = 5; `interactions` = distinct gives K different ones",
        "stage order, order of agents and the random networks admitted are switches: `update`, `pieces`",
        "of equally good neighbours the first is copied; the paper does not say",
        "a bit that is copied wrongly keeps the copier's own value, and a copy that is worse than before is dropped",
        "contributions are multiples of 2^-24, so that equal solutions have exactly equal scores",
        "the layout of the caveman network is not given beyond cliques of five: here a row of cliques with one tie \
         between neighbouring ones",
    ],
    period: "round",
    numbers: Parallel::SPECS,
    choices: &CHOICES,
    files: &[],
    outcomes: &[
        Column::fixed("performance", "1", Kind::Level, "Mean over agents of (score / maximum)^x at the end"),
        Column::fixed("unique_solutions", "solutions", Kind::Level, "Different solutions at the end"),
        Column::fixed("at_maximum", "share", Kind::Level, "Agents whose solution is the best there is"),
        Column::fixed("rounds", "rounds", Kind::Level, "Rounds until nothing could change any more"),
        Column::fixed("settled", "1", Kind::Level, "1 where it settled, 0 where the rounds were over before"),
        Column::fixed(
            "separation",
            "steps",
            Kind::Level,
            "Mean steps between two agents; none where not of one piece",
        ),
        Column::fixed("pieces", "pieces", Kind::Level, "Pieces of the network"),
    ],
    series: &[
        Column::fixed("performance", "1", Kind::Level, "Mean over agents of (score / maximum)^x"),
        Column::fixed("unique_solutions", "solutions", Kind::Level, "Different solutions"),
    ],
};

/// How the interactions of a landscape are drawn.
pub fn drawing(values: &Values) -> Drawing {
    if values.choice("interactions") == "distinct" { Drawing::Distinct } else { Drawing::Repeated }
}

/// The rules that the values ask for.
pub fn rules(values: &Values) -> Rules {
    let update = match values.choice("update") {
        "two-stage" => Update::TwoStage,
        "sequential" => Update::Sequential,
        _ => Update::Synchronous,
    };
    let Parallel { velocity, error, rounds, .. } = values.typed();
    Rules { velocity, error, update, rounds: rounds as u32, luck: 0 }
}

/// The network of a replicate.
pub fn network(values: &Values, streams: &Streams) -> Network {
    let Parallel { agents, shortcuts, density, .. } = values.typed();
    let (agents, shortcuts) = (agents as usize, shortcuts as usize);
    let mut lattice = Network::lattice(agents);
    match values.choice("network") {
        "line" => return Network::line(agents),
        "caveman" => return Network::caveman(agents),
        "random" if values.choice("pieces") == "one" => {
            return Network::random_of_one_piece(agents, density, streams);
        }
        "random" => return Network::random(agents, density, streams, 0),
        "small-world" => lattice.rewire(shortcuts, streams),
        "augmented" => lattice.add(shortcuts, streams),
        "lattice" => (),
        _ => return Network::complete(agents),
    }
    lattice
}

/// Mean over agents of the score relative to the maximum, to a power.
pub fn performance(problem: &search::Problem, population: &Population, exponent: u32) -> f64 {
    let power = |score: u32| (0..exponent).fold(1.0, |product, _| product * problem.relative(score));
    let (mut total, mut last) = (0.0, (0, 0.0));
    for &score in &population.scores {
        if score != last.0 {
            last = (score, power(score));
        }
        total += last.1;
    }
    total / population.scores.len() as f64
}

fn outcomes(problem: &search::Problem, end: &End, exponent: u32) -> [f64; 5] {
    let scores = &end.population.scores;
    let best = scores.iter().filter(|&&score| score == problem.maximum).count();
    [
        performance(problem, &end.population, exponent),
        end.population.unique() as f64,
        best as f64 / scores.len() as f64,
        f64::from(end.rounds),
        f64::from(u8::from(end.settled)),
    ]
}

impl Catalogued for LazerFriedman2007 {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn check(&self, values: &Values) -> Vec<Problem> {
        let Parallel { agents, n, k, density, .. } = values.typed();
        let problem = |path: &str, found: f64, expected: String, remedy: &str| Problem {
            path: path.to_owned(),
            found: found.to_string(),
            expected,
            remedy: remedy.to_owned(),
        };
        let mut problems = Vec::new();
        if k >= n {
            problems.push(problem("k", k, format!("fewer than n = {n}"), "a bit has n - 1 others"));
        }
        let alone = agents * (0..agents as u32 - 1).fold(1.0, |product, _| product * (1.0 - density));
        if values.choice("network") == "random" && values.choice("pieces") == "one" && alone > 5.0 {
            let expected = format!("a density at which fewer than 5 agents are left alone, not {alone:.1}");
            problems.push(problem("density", density, expected, "raise it, or set pieces = any"));
        }
        problems
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("rounds") as u32
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let Parallel { agents, n, k, exponent, .. } = values.typed();
        let (rules, exponent, series) = (rules(values), exponent as u32, recorder.wants_series());
        let drawn = matches!(values.choice("network"), "small-world" | "augmented" | "random");
        let mut known: Option<(Network, [f64; 2])> = None;
        for replicate in replicates {
            let streams = Streams::new(seed, replicate);
            let problem =
                search::Problem::draw(streams, agents as usize, n as usize, k as usize, drawing(values));
            if drawn || known.is_none() {
                let network = network(values, &streams);
                let shape = [network.separation(), network.components() as f64];
                known = Some((network, shape));
            }
            let Some((network, shape)) = &known else { unreachable!("set above") };
            let end = problem.search(network, &rules, |round, population| {
                if series {
                    let row = [performance(&problem, population, exponent), population.unique() as f64];
                    recorder.period(replicate, round, &row);
                }
            });
            let row = [&outcomes(&problem, &end, exponent)[..], shape].concat();
            recorder.outcomes(replicate, &row);
        }
    }
}

#[cfg(test)]
mod tests;
