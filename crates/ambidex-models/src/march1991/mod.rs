//! Mutual learning of an organisation and its members. March (1991), *Exploration and exploitation in organizational
//! learning*, Organization Science 2(1), doi:10.1287/orsc.2.1.71.
//!
//! Question: how fast should members learn from the code of an organisation, and the code from its members, for both to
//! know much in the end?
//!
//! Reality has M dimensions of +1 or -1. Each of N individuals believes +1, 0 or -1 on each, at the start with equal
//! chances; the organisational code starts with 0 on all. Individuals are socialized: where the code has a belief and
//! theirs differs, it moves towards the code with chance p1. The code learns from those individuals who know more than
//! it does: where the majority of these superiors differs from the code, the code moves to it with chance
//! 1 - (1 - p2)^k, k being the majority less the minority. Both kinds of learning remove variety, and without variety
//! nothing is left to learn from: slow socialization leaves more to be found. Turnover (p3) brings variety from outside,
//! turbulence (p4) makes knowledge obsolete.
//!
//! Order of a period: turnover, turbulence, actions (where rules have them), the superiors and their votes,
//! socialization, the code, the test of whether anything can change any more. With `evaluation = after` socialization
//! comes before the superiors are found.
//!
//! The paper leaves rules open, and programs written from it differ in what they give; every difference is a switch
//! ([`mod@rules`]), and a variant a set of switches that somebody programmed. All knowledge is reported on both scales:
//! the score (right less wrong, from -1 to 1) and the fraction right.
//!
//! Beliefs are two bit planes, an individual a bit, eight replicates in eight words side by side ([`mod@lanes`]); scores
//! are counted by carry-save adders ([`mod@counter`]), random words are addressed ([`mod@random`]).

mod batch;
pub mod competition;
mod counter;
mod lanes;
mod measure;
mod period;
mod random;
mod rules;
mod setup;
#[cfg(test)]
mod tests;

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};

use ambidex_core::vector::{Kernel, Machine, Path};
use batch::Batch;
use lanes::{Lanes, REPLICATES};
use measure::{Knowledge, SERIES};
use setup::Setup;

ambidex_core::parameters! {
    /// Parameters of mutual learning.
    pub struct March {
        individuals ("N", "persons", whole) = 50 in 1..=10000, plausible 10..=200;
            "Number of individuals"; Published("March 1991: 75");
        dimensions ("M", "dimensions", whole) = 30 in 1..=1000, plausible 10..=100;
            "Number of dimensions of reality"; Published("March 1991: 75");
        socialization ("p1", "1/period") = 0.1 in 0.0..=1.0, plausible 0.05..=0.9;
            "Chance that a belief which differs from the code's moves towards it"; Published("March 1991, Figure 1: 0.1 to 0.9");
        code_learning ("p2", "1/period") = 0.5 in 0.0..=1.0, plausible 0.1..=0.9;
            "Effectiveness of learning by the code: it stays as it is with chance (1 - p2)^k"; Published("March 1991, Figure 1: 0.1, 0.5, 0.9");
        turnover ("p3", "1/period") = 0.0 in 0.0..=1.0, plausible 0.0..=0.2;
            "Chance that an individual is replaced by one with beliefs of equal chances"; Published("March 1991, Figure 4: 0 to 1");
        turbulence ("p4", "1/period") = 0.0 in 0.0..=1.0, plausible 0.0..=0.05;
            "Chance that a dimension of reality changes its sign"; Published("March 1991, Figure 5: 0.02");
        share_fast ("", "share") = 0.0 in 0.0..=1.0, plausible 0.0..=1.0;
            "Share of individuals, rounded down to whole ones, whose beliefs move at the rate socialization_fast instead"; Published("March 1991, Figure 2: 0 to 1");
        socialization_fast ("p1'", "1/period") = 0.9 in 0.0..=1.0, plausible 0.05..=0.9;
            "Chance of socialization of the individuals in share_fast"; Published("March 1991, Figure 2: 0.9");
        periods ("T", "periods", whole) = 200 in 1..=100000, plausible 20..=1000;
            "Periods, the most of them where a replicate can settle"; Assumption("at p1 = 0.1 most replicates settle within 150");
    }
}

/// The model in the catalogue.
pub struct March1991;

static INFO: ModelInfo = ModelInfo {
    name: "march1991",
    title: "Mutual learning of an organisation and its members",
    question: "How fast should members learn from the code of an organisation, and the code from them, for both to know \
               much in the end?",
    schedule: &[
        "turnover: each individual is replaced with chance p3 by one with beliefs of -1, 0, +1 at equal chances",
        "turbulence: each dimension of reality changes its sign with chance p4",
        "superiors: individuals whose knowledge (or action) is above that of the code; they vote on every dimension",
        "socialization: each belief that differs from a code that is not 0 moves towards it with chance p1",
        "the code moves to the majority of superiors with chance 1 - (1 - p2)^k on each dimension",
        "without turnover and turbulence: the replicate ends where nothing can change any more",
    ],
    equations: &[
        "s_j = sum over superiors i of a_ij, with a_ij the belief, or a fair coin where it is 0 and zeros = coin",
        "P(C_j becomes sign(s_j)) = 1 - (1 - p2)^k, k = |s_j|",
        "superiors: sum_j a_ij R_j > sum_j C_j R_j (scores), or the same of numbers of right dimensions (matches)",
        "score = sum_j C_j R_j / M; fraction right = number of j with C_j = R_j, over M",
    ],
    citation: "March (1991), Exploration and exploitation in organizational learning, Organization Science 2(1), \
               doi:10.1287/orsc.2.1.71",
    deviations: &[
        "k of footnote 1 (superiors who differ less those who do not) is read as majority less minority: with a code of 0 \
         all who have a belief would differ",
        "the test of the paper for the end, all beliefs equal, may never hold; a replicate ends where nothing can change",
        "the variant r2017 stops with an error where no superior has a belief on a dimension; here nothing changes then",
        "the variant watts ends after 200 ticks at the latest in its author's program: set periods = 200",
        "chances are exact to 2^-64",
    ],
    period: "period",
    numbers: <March as ambidex_core::parameters::Parameters>::SPECS,
    choices: rules::CHOICES,
    files: &[],
    outcomes: &[
        Column::fixed(
            "code_knowledge",
            "score",
            Kind::Level,
            "Code times reality, mean over dimensions: right less wrong, -1 to 1, in all variants",
        ),
        Column::fixed(
            "code_fraction_correct",
            "share",
            Kind::Level,
            "Share of dimensions on which the code is right; (1 + score) / 2 where it has a belief on all",
        ),
        Column::fixed(
            "individual_knowledge",
            "score",
            Kind::Level,
            "Belief times reality, mean over individuals and dimensions: right less wrong, -1 to 1",
        ),
        Column::fixed(
            "individual_fraction_correct",
            "share",
            Kind::Level,
            "Share of beliefs that are right, over individuals and dimensions",
        ),
        Column::fixed(
            "slow_knowledge",
            "score",
            Kind::Level,
            "individual_knowledge of those who learn at the rate socialization",
        ),
        Column::fixed(
            "fast_knowledge",
            "score",
            Kind::Level,
            "individual_knowledge of those who learn at the rate socialization_fast",
        ),
        Column::fixed(
            "periods",
            "periods",
            Kind::Total,
            "Periods after which nothing could change any more, or all",
        ),
        Column::fixed("settled", "1", Kind::Level, "1 where nothing could change any more, else 0"),
    ],
    series: &[
        Column::fixed("code_knowledge", "score", Kind::Level, "Code times reality, mean over dimensions"),
        Column::fixed(
            "code_fraction_correct",
            "share",
            Kind::Level,
            "Share of dimensions on which the code is right",
        ),
        Column::fixed(
            "individual_knowledge",
            "score",
            Kind::Level,
            "Belief times reality, mean over individuals and dimensions",
        ),
        Column::fixed("individual_fraction_correct", "share", Kind::Level, "Share of beliefs that are right"),
        Column::fixed(
            "slow_knowledge",
            "score",
            Kind::Level,
            "individual_knowledge of those who learn at the rate socialization",
        ),
        Column::fixed(
            "fast_knowledge",
            "score",
            Kind::Level,
            "individual_knowledge of those who learn at the rate socialization_fast",
        ),
    ],
};

impl Catalogued for March1991 {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("periods") as u32
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        run_on(Path::widest(), values, seed, replicates, recorder);
    }
}

/// Runs replicates on one path; all paths give the same.
pub fn run_on(path: Path, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
    let setup = Setup::of(values);
    let series = recorder.wants_series();
    for first in replicates.clone().step_by(REPLICATES) {
        let count = (replicates.end - first).min(REPLICATES as u32);
        let run = path.run(Run { setup: &setup, seed, first, count, series });
        for lane in 0..count as usize {
            for (period, rows) in (1..).zip(&run.series) {
                recorder.period(first + lane as u32, period, &rows[lane]);
            }
            recorder.outcomes(first + lane as u32, &run.outcomes(lane));
        }
    }
}

/// Eight replicates to their end.
struct Run<'a> {
    setup: &'a Setup,
    seed: u64,
    first: u32,
    count: u32,
    series: bool,
}

/// What became of eight replicates.
struct Ran {
    knowledge: [Knowledge; REPLICATES],
    periods: [u32; REPLICATES],
    settled: [bool; REPLICATES],
    series: Vec<[[f64; SERIES]; REPLICATES]>,
}

impl Kernel for Run<'_> {
    type Output = Ran;

    #[inline(always)]
    fn work<M: Machine>(self, _: M) -> Ran {
        let setup = self.setup;
        let mut batch = Batch::start(setup, self.seed, self.first, self.count);
        let mut periods = [setup.periods; REPLICATES];
        let mut settled = [false; REPLICATES];
        let mut series = Vec::new();
        for period in 1..=setup.periods {
            if batch.active.is_none() {
                break;
            }
            let ended = batch.period(setup, period);
            if !ended.is_none() {
                note_ends(setup, ended, period, &mut periods, &mut settled);
            }
            if self.series {
                series.push(batch.knowledge(setup).map(Knowledge::row));
            }
        }
        let knowledge = batch.knowledge(setup);
        if self.series {
            series.resize(setup.periods as usize, knowledge.map(Knowledge::row));
        }
        Ran { knowledge, periods, settled, series }
    }
}

/// What ends by [`rules::Stop::Settled`] was found to stand still in the period: it had come to its end before.
fn note_ends(
    setup: &Setup,
    ended: Lanes,
    period: u32,
    periods: &mut [u32; REPLICATES],
    settled: &mut [bool; REPLICATES],
) {
    let last = if setup.rules.stop == rules::Stop::Settled { period - 1 } else { period };
    for lane in (0..REPLICATES).filter(|&lane| ended.0[lane] != 0) {
        (periods[lane], settled[lane]) = (last, true);
    }
}

impl Ran {
    fn outcomes(&self, lane: usize) -> [f64; SERIES + 2] {
        let [a, b, c, d, e, f] = self.knowledge[lane].row();
        [a, b, c, d, e, f, f64::from(self.periods[lane]), f64::from(u8::from(self.settled[lane]))]
    }
}
