//! Should one explore more where the world changes? Posen & Levinthal (2012), *Chasing a moving target: exploitation
//! and exploration in dynamic environments*, Management Science 58(3), doi:10.1287/mnsc.1110.1420.
//!
//! An organisation faces a bandit of ten arms. An arm pays +1 with its chance and -1 otherwise; chances are drawn from
//! Beta(2, 2). Beliefs about arms are the share of successes, starting as if one of two trials had succeeded. The arm
//! of a period is drawn by softmax over beliefs; a high temperature explores. With probability eta a period brings a
//! shock, in which each arm's chance is drawn afresh with probability one half, unseen by the organisation.
//!
//! In a period: a shock may occur; an arm is drawn; it pays; the belief about it is updated. Only the belief about the
//! arm that was played changes, so that a period needs at most one exponential.

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::Parameters;
use ambidex_core::streams::{Purpose, Streams};

mod run;

use run::{Run, Weights};

/// Chances of the arms at the start (period 0) and at shocks.
pub const ARM: Purpose = Purpose("posen-levinthal2012.arm");
/// Which arm is played, whether it pays, whether there is a shock: the words of one block a period.
pub const PERIOD: Purpose = Purpose("posen-levinthal2012.period");

ambidex_core::parameters! {
    /// Parameters of the bandit.
    pub struct Bandit {
        arms ("N", "arms", whole) = 10 in 2..=1000, plausible 2..=50;
            "Arms of the bandit"; Published("Posen & Levinthal 2012");
        periods ("T", "periods", whole) = 500 in 1..=100000, plausible 100..=2000;
            "Periods of a run"; Published("Posen & Levinthal 2012");
        temperature ("tau", "1") = 0.5 in 0.01..=1000.0, plausible 0.02..=1.0;
            "Temperature of choice: the weight of an arm is exp(10 belief / tau)"; Published("Posen & Levinthal 2012");
        turbulence ("eta", "1/period") = 0.0 in 0.0..=1.0, plausible 0.0..=0.32;
            "Chance of a shock a period"; Published("Posen & Levinthal 2012");
        redrawn ("r", "1") = 0.5 in 0.0..=1.0, plausible 0.25..=1.0;
            "Chance that an arm is drawn afresh in a shock"; Published("Posen & Levinthal 2012");
    }
}

static INFO: ModelInfo = ModelInfo {
    name: "posen-levinthal2012",
    title: "Exploration in a changing environment",
    question: "Should an organisation explore more, the faster its environment changes?",
    schedule: &[
        "with probability eta a shock: each arm's chance is drawn afresh with probability one half",
        "an arm is drawn by softmax over beliefs",
        "it pays +1 with its chance, else -1",
        "the belief about it is updated",
    ],
    equations: &[
        "belief = (successes + 1) / (trials + 2)",
        "P(arm i) = exp(10 belief_i / tau) / sum of the same over arms",
        "chance of an arm ~ Beta(2, 2)",
        "knowledge = 1 - sum of (belief_i - chance_i)^2",
    ],
    citation: "Posen & Levinthal (2012), Chasing a moving target: exploitation and exploration in dynamic environments, \
               Management Science 58(3), doi:10.1287/mnsc.1110.1420",
    deviations: &[
        "The print was not at hand: rules and parameters follow the public replication joeclark-phd/bandito, \
         whose comments cite the first author on the initial beliefs.",
    ],
    period: "period",
    numbers: Bandit::SPECS,
    choices: &[],
    files: &[],
    outcomes: &[
        Column::fixed("assets", "payoff", Kind::Total, "Sum of payoffs"),
        Column::fixed("knowledge", "1", Kind::Level, "1 - squared error of beliefs, summed over arms"),
        Column::fixed(
            "exploration",
            "1",
            Kind::Level,
            "Chance not to play the arm that is played most likely, in the last period",
        ),
        Column::fixed(
            "opinion",
            "1",
            Kind::Level,
            "Squared deviation of beliefs from their mean, summed over arms",
        ),
        Column::fixed(
            "switch_share",
            "share",
            Kind::Level,
            "Share of periods from the second on in which another arm is played than before",
        ),
    ],
    series: &[
        Column::fixed("assets", "payoff", Kind::Total, "Sum of payoffs so far"),
        Column::fixed("knowledge", "1", Kind::Level, "1 - squared error of beliefs, summed over arms"),
        Column::fixed(
            "exploration",
            "1",
            Kind::Level,
            "Chance not to play the arm that is played most likely",
        ),
        Column::fixed(
            "opinion",
            "1",
            Kind::Level,
            "Squared deviation of beliefs from their mean, summed over arms",
        ),
    ],
};

/// Replicates that run side by side: a period is a chain of dependent operations, and those of several replicates
/// overlap.
const LANES: usize = 4;

/// The model in the catalogue.
pub struct PosenLevinthal2012;

impl Catalogued for PosenLevinthal2012 {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("periods") as u32
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let set: Bandit = values.typed();
        let width = if recorder.wants_series() { 1 } else { LANES };
        let mut runs = vec![Run::new(&set); width];
        let mut weights = Weights::new(&set);
        for first in replicates.clone().step_by(width) {
            let batch = first..(first + width as u32).min(replicates.end);
            let runs = &mut runs[..batch.len()];
            for (run, replicate) in runs.iter_mut().zip(batch.clone()) {
                run.start(&set, &Streams::new(seed, replicate));
            }
            for period in 1..=set.periods as u32 {
                for run in &mut *runs {
                    run.step(&set, &mut weights, period);
                }
                if width == 1 {
                    let [assets, knowledge, exploration, opinion, _] = runs[0].outcomes(&set);
                    recorder.period(first, period, &[assets, knowledge, exploration, opinion]);
                }
            }
            for (run, replicate) in runs.iter().zip(batch) {
                recorder.outcomes(replicate, &run.outcomes(&set));
            }
        }
    }
}

#[cfg(test)]
mod tests;
