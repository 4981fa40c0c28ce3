//! How do organisations decide that have no clear preferences? Cohen, March & Olsen (1972), *A garbage can model of
//! organizational choice*, Administrative Science Quarterly 17(1), doi:10.2307/2392088.
//!
//! Choice opportunities, problems and decision makers meet by time, not by consequence. Ten choices and twenty problems
//! enter over ten periods. A problem goes to the open choice that it has access to and that lacks least energy for
//! being made; so does a decision maker. What a choice requires is the sum over the problems attached to it; the
//! energy spent on it accumulates. A choice is made when the energy spent reaches what is required, and the problems
//! attached to it then are solved. A choice to which no problem came is made at once (oversight); one that its
//! problems have left is made without solving any (flight); only the rest resolve problems.
//!
//! In a period: one choice and two problems enter; problems attach, then decision makers, both by the deficits of the
//! period before; requirements and energy are added up; choices are made.

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ChoiceSpec, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::{Parameters, Source};
use ambidex_core::streams::{Purpose, Streams};

pub mod dynamics;

use dynamics::{CHOICES, DECIDERS, PROBLEMS, Problem, Run, Segmentation, Setting, UNIT};

/// When choices enter, where the order is drawn.
pub const CHOICE_ENTRY: Purpose = Purpose("garbage-can1972.choice_entry");
/// When problems enter, where the order is drawn.
pub const PROBLEM_ENTRY: Purpose = Purpose("garbage-can1972.problem_entry");

/// The two orders in which choices enter, one a period.
const CHOICE_ORDERS: [[usize; CHOICES]; 2] =
    [[10, 7, 9, 5, 2, 3, 4, 1, 6, 8], [6, 5, 2, 10, 8, 9, 7, 4, 1, 3]];
/// The two orders in which problems enter, two a period.
const PROBLEM_ORDERS: [[usize; PROBLEMS]; 2] = [
    [8, 20, 14, 16, 6, 7, 15, 17, 2, 13, 11, 19, 4, 9, 3, 12, 1, 10, 5, 18],
    [4, 14, 11, 20, 3, 5, 2, 12, 1, 6, 8, 19, 7, 15, 16, 17, 10, 18, 9, 13],
];

ambidex_core::parameters! {
    /// Parameters of the garbage can model.
    pub struct GarbageCan {
        periods ("T", "periods", whole) = 20 in 1..=10000, plausible 20..=100;
            "Periods of a run"; Published("Cohen, March & Olsen 1972");
        solution_coefficient ("s", "1") = 0.6 in 0.0..=1.0, plausible 0.3..=1.0;
            "Share of the deciders' energy that counts towards a decision, to the thousandth"; Published("Cohen, March & Olsen 1972");
    }
}

const STRUCTURES: [(&str, &str); 3] = [
    ("unsegmented", "everybody to every choice"),
    ("hierarchical", "rank r to the choices from r on"),
    ("specialized", "rank r to choice r alone"),
];
const PAPER: Source = Source::Published("Cohen, March & Olsen 1972");

static CHOICE_SPECS: &[ChoiceSpec] = &[
    ChoiceSpec {
        name: "load",
        options: &[("light", "1.1 a problem"), ("moderate", "2.2 a problem"), ("heavy", "3.3 a problem")],
        meaning: "Energy that an unsolved problem requires",
        source: PAPER,
    },
    ChoiceSpec {
        name: "access",
        options: &STRUCTURES,
        meaning: "Access of problems to choices; two problems a rank",
        source: PAPER,
    },
    ChoiceSpec {
        name: "decision",
        options: &STRUCTURES,
        meaning: "Access of decision makers to choices",
        source: PAPER,
    },
    ChoiceSpec {
        name: "energy",
        options: &[
            ("important-less", "decision maker k has k/10"),
            ("equal", "everybody has 0.55"),
            ("important-more", "decision maker k has (11 - k)/10"),
        ],
        meaning: "Energy of decision makers; the first is the most important",
        source: PAPER,
    },
    ChoiceSpec {
        name: "choice_sequence",
        options: &[("both", "mean over the two"), ("first", "10, 7, 9, ..."), ("second", "6, 5, 2, ...")],
        meaning: "Order in which choices enter, where the sequences are the original ones",
        source: PAPER,
    },
    ChoiceSpec {
        name: "problem_sequence",
        options: &[("both", "mean over the two"), ("first", "8, 20, 14, ..."), ("second", "4, 14, 11, ...")],
        meaning: "Order in which problems enter, where the sequences are the original ones",
        source: PAPER,
    },
    ChoiceSpec {
        name: "sequences",
        options: &[("original", "those of the paper"), ("random", "an order drawn afresh a replicate")],
        meaning: "Where the orders of entry come from",
        source: PAPER,
    },
];

static INFO: ModelInfo = ModelInfo {
    name: "garbage-can1972",
    title: "Garbage can model of organizational choice",
    question: "How do choices get made, and problems solved, where both only meet in time?",
    schedule: &[
        "one choice and two problems enter (periods 1 to 10)",
        "every active problem attaches to the open choice in its reach with the least deficit",
        "every decision maker does so too",
        "requirements are counted afresh, energy is added to what was spent",
        "choices whose energy suffices are made; problems attached to them are solved",
    ],
    equations: &[
        "deficit of choice i = required(i, t-1) - spent(i, t-1)",
        "a problem adds its own requirement to the deficit of a choice it would move to; a decision maker takes off its energy",
        "required(i, t) = load x problems attached; spent(i, t) = spent(i, t-1) + s x energy of the decision makers attached",
        "choice i is made when required(i, t) <= spent(i, t)",
    ],
    citation: "Cohen, March & Olsen (1972), A garbage can model of organizational choice, Administrative Science \
               Quarterly 17(1), doi:10.2307/2392088",
    deviations: &[
        "Energies are whole numbers. The published program used single precision, in which ties between supply and \
         demand (0.33 x 10 = 3.3) are decided by rounding; its tables cannot be matched to the last digit.",
        "The rules for moving (own requirement added, own energy taken off, 1.1 required of every choice before its \
         first period) follow the published Fortran program, not the text.",
        "The styles of decision are counted by what was attached to a choice; the published program does not count them.",
        "Orders of entry drawn at random are ours.",
    ],
    period: "period",
    numbers: GarbageCan::SPECS,
    choices: CHOICE_SPECS,
    files: &[],
    outcomes: &[
        Column::fixed("problems_unsolved", "problems", Kind::Level, "Problems not solved at the end"),
        Column::fixed(
            "problem_shifts",
            "changes",
            Kind::Total,
            "Changes of where a problem stands: entry, attachment, move, solution",
        ),
        Column::fixed(
            "problem_moves",
            "changes",
            Kind::Total,
            "Changes of a problem from one choice to another",
        ),
        Column::fixed("problem_latency", "problem-periods", Kind::Total, "Active and attached to no choice"),
        Column::fixed(
            "problem_activity",
            "problem-periods",
            Kind::Total,
            "Attached to a choice and not solved",
        ),
        Column::fixed("choices_unmade", "choices", Kind::Level, "Choices not made at the end"),
        Column::fixed("choice_activity", "choice-periods", Kind::Total, "Choices open (decision difficulty)"),
        Column::fixed(
            "decider_shifts",
            "changes",
            Kind::Total,
            "Changes of what a decision maker is attached to",
        ),
        Column::fixed("decider_idle", "person-periods", Kind::Total, "Decision makers attached to no choice"),
        Column::fixed("energy_reserve", "energy", Kind::Total, "Energy of idle decision makers"),
        Column::fixed(
            "energy_wasted",
            "energy",
            Kind::Total,
            "Energy beyond what choices required when made",
        ),
        Column::fixed("resolution", "choices", Kind::Total, "Choices made with problems attached"),
        Column::fixed("oversight", "choices", Kind::Total, "Choices made to which no problem ever came"),
        Column::fixed("flight", "choices", Kind::Total, "Choices made after their problems had left"),
    ],
    series: &[
        Column::fixed("attached", "problems", Kind::Level, "Problems attached to a choice"),
        Column::fixed("latent", "problems", Kind::Level, "Active problems attached to no choice"),
        Column::fixed("solved", "problems", Kind::Level, "Problems solved"),
        Column::fixed("unmade", "choices", Kind::Level, "Choices not made, entered or not"),
    ],
};

/// The model in the catalogue.
pub struct GarbageCan1972;

impl Catalogued for GarbageCan1972 {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("periods") as u32
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        for replicate in replicates {
            let settings = settings(values, &Streams::new(seed, replicate));
            let mut runs: Vec<Run> = settings.into_iter().map(Run::new).collect();
            for period in 1..=self.periods(values) {
                runs.iter_mut().for_each(Run::step);
                if recorder.wants_series() {
                    recorder.period(replicate, period, &mean(&runs, observe));
                }
            }
            recorder.outcomes(replicate, &mean(&runs, outcomes));
        }
    }
}

/// The runs that a replicate consists of: one a pair of orders of entry.
fn settings(values: &Values, streams: &Streams) -> Vec<Setting> {
    let random = values.choice("sequences") == "random";
    let choice_entries = if random {
        vec![drawn(streams, CHOICE_ENTRY, 1)]
    } else {
        chosen(values.choice("choice_sequence"), &CHOICE_ORDERS).map(|order| entries(order, 1)).collect()
    };
    let problem_entries = if random {
        vec![drawn(streams, PROBLEM_ENTRY, 2)]
    } else {
        chosen(values.choice("problem_sequence"), &PROBLEM_ORDERS).map(|order| entries(order, 2)).collect()
    };
    let load = match values.choice("load") {
        "light" => UNIT * 11 / 10,
        "moderate" => UNIT * 22 / 10,
        _ => UNIT * 33 / 10,
    };
    let pairs = choice_entries.iter().flat_map(|&c| problem_entries.iter().map(move |&p| (c, p)));
    let setting = |(choice_entry, problem_entry)| Setting {
        load,
        access: segmentation(values.choice("access")),
        decision: segmentation(values.choice("decision")),
        energies: energies(values.choice("energy"), values.number("solution_coefficient")),
        choice_entry,
        problem_entry,
    };
    pairs.map(setting).collect()
}

fn segmentation(word: &str) -> Segmentation {
    match word {
        "unsegmented" => Segmentation::Unsegmented,
        "hierarchical" => Segmentation::Hierarchical,
        _ => Segmentation::Specialized,
    }
}

/// Energy of each decision maker after the solution coefficient [millionths].
fn energies(word: &str, coefficient: f64) -> [i64; DECIDERS] {
    let coefficient = (coefficient * 1000.0).round() as i64;
    core::array::from_fn(|k| {
        let thousandths = match word {
            "important-less" => 100 * (k as i64 + 1),
            "equal" => 550,
            _ => 100 * (DECIDERS - k) as i64,
        };
        thousandths * coefficient
    })
}

fn chosen<'a, T>(word: &str, both: &'a [T; 2]) -> core::slice::Iter<'a, T> {
    match word {
        "first" => both[..1].iter(),
        "second" => both[1..].iter(),
        _ => both.iter(),
    }
}

/// Period in which each of `N` enters, `width` a period, from an order of numbers from 1.
fn entries<const N: usize>(order: &[usize; N], width: usize) -> [u32; N] {
    let mut periods = [0; N];
    for (place, &number) in order.iter().enumerate() {
        periods[number - 1] = (place / width + 1) as u32;
    }
    periods
}

/// The same by a random order: each has a random key, and the order is that of the keys.
fn drawn<const N: usize>(streams: &Streams, purpose: Purpose, width: usize) -> [u32; N] {
    let stream = streams.stream(purpose);
    let mut order: [usize; N] = core::array::from_fn(|place| place + 1);
    order.sort_by_key(|&number| (stream.block(number as u64, 0, 0), number));
    entries(&order, width)
}

fn mean<const N: usize>(runs: &[Run], of: impl Fn(&Run) -> [i64; N]) -> [f64; N] {
    let rows: Vec<[i64; N]> = runs.iter().map(of).collect();
    core::array::from_fn(|i| {
        let sum: i64 = rows.iter().map(|row| row[i]).sum();
        sum as f64 / (UNIT * runs.len() as i64) as f64
    })
}

/// Outcomes of a run [millionths].
fn outcomes(run: &Run) -> [i64; 14] {
    let c = &run.counts;
    [
        run.unsolved() as i64 * UNIT,
        c.problem_shifts * UNIT,
        c.problem_moves * UNIT,
        c.problem_latency * UNIT,
        c.problem_activity * UNIT,
        run.unmade() as i64 * UNIT,
        c.choice_activity * UNIT,
        c.decider_shifts * UNIT,
        c.decider_idle * UNIT,
        c.energy_reserve,
        c.energy_wasted,
        c.resolution * UNIT,
        c.oversight * UNIT,
        c.flight * UNIT,
    ]
}

/// What is recorded a period [millionths].
fn observe(run: &Run) -> [i64; 4] {
    let count =
        |is: fn(&Problem) -> bool| run.problems.iter().filter(|problem| is(problem)).count() as i64 * UNIT;
    [
        count(|problem| matches!(problem, Problem::Attached(_))),
        count(|problem| *problem == Problem::Latent),
        count(|problem| *problem == Problem::Solved),
        run.unmade() as i64 * UNIT,
    ]
}

#[cfg(test)]
mod tests;
