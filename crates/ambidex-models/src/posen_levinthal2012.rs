//! Should one explore more where the world changes? Posen & Levinthal (2012), *Chasing a moving target: exploitation
//! and exploration in dynamic environments*, Management Science 58(3), doi:10.1287/mnsc.1110.1420.
//!
//! An organisation faces a bandit of ten arms. An arm pays +1 with its chance and -1 otherwise; chances are drawn from
//! Beta(2, 2). Beliefs about arms are the share of successes, starting as if one of two trials had succeeded. The arm
//! of a period is drawn by softmax over beliefs; a high temperature explores. With probability eta a period brings a
//! shock, in which each arm's chance is drawn afresh with probability one half, unseen by the organisation.
//!
//! In a period: a shock may occur; an arm is drawn; it pays; the belief about it is updated. Only the belief about the
//! arm that was played changes, so that a period needs one exponential.

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::maths::exp;
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::Parameters;
use ambidex_core::streams::{Purpose, Stream, Streams, unit};

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
        "The print was not at hand: rules and parameters follow the public replication joeclark-phd/bandito (2015), \
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
        let mut run = Run::new(&set);
        for replicate in replicates {
            run.start(&set, &Streams::new(seed, replicate));
            for period in 1..=set.periods as u32 {
                run.step(&set, period);
                if recorder.wants_series() {
                    let [assets, knowledge, exploration, opinion, _] = run.outcomes(&set);
                    recorder.period(replicate, period, &[assets, knowledge, exploration, opinion]);
                }
            }
            recorder.outcomes(replicate, &run.outcomes(&set));
        }
    }
}

/// Beta(2, 2) is the law of the middle of three uniforms.
fn beta22(words: [u32; 4]) -> f64 {
    let [a, b, c, _] = words;
    unit(a.max(b).min(a.min(b).max(c)))
}

/// A replicate in progress.
#[derive(Clone, Debug)]
struct Run {
    arm: Stream,
    period: Stream,
    chances: Vec<f64>,
    trials: Vec<u32>,
    successes: Vec<u32>,
    weights: Vec<f64>,
    /// Sums of weights up to each arm.
    sums: Vec<f64>,
    assets: i64,
    switches: u32,
    last: Option<usize>,
    exploration: f64,
}

impl Run {
    fn new(set: &Bandit) -> Self {
        let n = set.arms as usize;
        let none = Streams::new(0, 0).stream(ARM);
        Self {
            arm: none,
            period: none,
            chances: vec![0.0; n],
            trials: vec![0; n],
            successes: vec![0; n],
            weights: vec![1.0; n],
            sums: vec![0.0; n],
            assets: 0,
            switches: 0,
            last: None,
            exploration: 0.0,
        }
    }

    fn start(&mut self, set: &Bandit, streams: &Streams) {
        (self.arm, self.period) = (streams.stream(ARM), streams.stream(PERIOD));
        for (i, chance) in self.chances.iter_mut().enumerate() {
            *chance = beta22(self.arm.block(i as u64, 0, 0));
        }
        self.trials.fill(0);
        self.successes.fill(0);
        self.weights.fill(weight(0.5, set.temperature));
        self.sum_from(0);
        (self.assets, self.switches, self.last, self.exploration) = (0, 0, None, 0.0);
    }

    fn sum_from(&mut self, first: usize) {
        let mut sum = if first == 0 { 0.0 } else { self.sums[first - 1] };
        for (total, weight) in self.sums[first..].iter_mut().zip(&self.weights[first..]) {
            sum += weight;
            *total = sum;
        }
    }

    fn step(&mut self, set: &Bandit, period: u32) {
        let [choice, pays, shock, _] = self.period.block(0, period, 0);
        if unit(shock) < set.turbulence {
            self.redraw(set, period);
        }
        let total = self.sums[self.sums.len() - 1];
        let mark = unit(choice) * total;
        // The mark lies below the total but for rounding.
        let arm = self.sums.iter().filter(|&&sum| sum <= mark).count().min(self.sums.len() - 1);
        if period == set.periods as u32 {
            self.exploration = self.exploration_now();
        }
        self.play(arm, unit(pays) < self.chances[arm], set.temperature);
    }

    fn redraw(&mut self, set: &Bandit, period: u32) {
        for (i, chance) in self.chances.iter_mut().enumerate() {
            let words = self.arm.block(i as u64, period, 0);
            if unit(words[3]) < set.redrawn {
                *chance = beta22(words);
            }
        }
    }

    fn play(&mut self, arm: usize, success: bool, temperature: f64) {
        self.trials[arm] += 1;
        self.successes[arm] += u32::from(success);
        self.assets += if success { 1 } else { -1 };
        self.switches += u32::from(self.last.is_some_and(|last| last != arm));
        self.last = Some(arm);
        self.weights[arm] = weight(self.belief(arm), temperature);
        self.sum_from(arm);
    }

    fn belief(&self, arm: usize) -> f64 {
        f64::from(self.successes[arm] + 1) / f64::from(self.trials[arm] + 2)
    }

    /// Chance not to play the arm with the largest weight.
    fn exploration_now(&self) -> f64 {
        1.0 - self.weights.iter().copied().fold(0.0, f64::max) / self.sums[self.sums.len() - 1]
    }

    fn outcomes(&self, set: &Bandit) -> [f64; 5] {
        let n = self.chances.len();
        let mean = (0..n).map(|i| self.belief(i)).sum::<f64>() / n as f64;
        let square = |x: f64| x * x;
        let error: f64 = (0..n).map(|i| square(self.belief(i) - self.chances[i])).sum();
        let opinion: f64 = (0..n).map(|i| square(self.belief(i) - mean)).sum();
        let switch_share = f64::from(self.switches) / (set.periods - 1.0).max(1.0);
        [self.assets as f64, 1.0 - error, self.exploration, opinion, switch_share]
    }
}

/// Softmax weight of a belief, up to a common factor: 1 at one half, so that no temperature allowed overflows.
fn weight(belief: f64, temperature: f64) -> f64 {
    exp(10.0 * (belief - 0.5) / temperature)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(settings: &[(&str, &str)], n: u32) -> Vec<Vec<f64>> {
        let mut values = Values::of(&INFO);
        for (name, text) in settings {
            values.set(name, text).unwrap();
        }
        let mut rows: Vec<Vec<f64>> = Vec::new();
        PosenLevinthal2012.run(&values, 3, 0..n, &mut rows);
        rows
    }

    fn mean_and_se(rows: &[Vec<f64>], place: usize) -> (f64, f64) {
        let n = rows.len() as f64;
        let mean = rows.iter().map(|row| row[place]).sum::<f64>() / n;
        let variance =
            rows.iter().map(|row| (row[place] - mean) * (row[place] - mean)).sum::<f64>() / (n - 1.0);
        (mean, (variance / n).sqrt())
    }

    /// The middle of three uniforms has the moments of Beta(2, 2): 1/2 and 1/20; 4.5 standard errors.
    #[test]
    fn chances_are_beta() {
        let stream = Streams::new(1, 0).stream(ARM);
        let n = 50_000_u32;
        let draws: Vec<f64> = (0..n).map(|i| beta22(stream.block(u64::from(i), 0, 0))).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        let variance = draws.iter().map(|x| (x - 0.5) * (x - 0.5)).sum::<f64>() / f64::from(n);
        assert!((mean - 0.5).abs() < 4.5 * (0.05 / f64::from(n)).sqrt());
        // Fourth central moment of Beta(2, 2): 15/7 of the variance squared.
        let se = 0.05 * ((15.0 / 7.0 - 1.0) / f64::from(n)).sqrt();
        assert!((variance - 0.05).abs() < 4.5 * se, "{variance}");
    }

    /// Where every arm is drawn afresh every period nothing can be learnt: assets have mean 0 and variance T.
    #[test]
    fn nothing_is_learnt_from_noise() {
        let rows = rows(&[("turbulence", "1"), ("redrawn", "1"), ("periods", "100")], 4000);
        let (mean, se) = mean_and_se(&rows, 0);
        assert!(mean.abs() < 4.5 * se && (se - (100.0_f64 / 4000.0).sqrt()).abs() < 0.01, "{mean} ({se})");
    }

    /// Without regard to beliefs all arms are equally likely: switches have chance 1 - 1/N.
    #[test]
    fn hot_choice_is_uniform() {
        let rows = rows(&[("temperature", "1000"), ("periods", "50")], 2000);
        let (mean, se) = mean_and_se(&rows, 4);
        assert!((mean - 0.9).abs() < 4.5 * se + 0.01 / 1000.0 * 10.0, "{mean} ({se})");
        let (exploration, _) = mean_and_se(&rows, 2);
        assert!((exploration - 0.9).abs() < 0.01);
    }

    /// One period: the asset is +-1 with mean 0, one belief is 1/3 or 2/3.
    #[test]
    fn one_period_by_hand() {
        let rows = rows(&[("periods", "1")], 200);
        for row in &rows {
            assert!(row[0].abs() == 1.0 && row[4] == 0.0);
            assert!((row[2] - 0.9).abs() < 1e-12);
            // Deviations 1/6 of one in ten: (1/36)(1 - 1/10).
            assert!((row[3] - 0.9 / 36.0).abs() < 1e-12);
        }
    }

    /// Two temperatures of one replicate share their arms: with common shocks, chances are the same.
    #[test]
    fn policies_share_their_world() {
        let mut sets = [Bandit::default(), Bandit { temperature: 0.02, ..Bandit::default() }];
        let chances = sets.each_mut().map(|set| {
            set.turbulence = 0.1;
            let mut run = Run::new(set);
            run.start(set, &Streams::new(4, 9));
            (1..=200).for_each(|period| run.step(set, period));
            run.chances
        });
        assert_eq!(chances[0], chances[1]);
    }

    /// The sums that are kept are those of the weights.
    #[test]
    fn kept_sums_are_sums() {
        let set = Bandit::default();
        let mut run = Run::new(&set);
        run.start(&set, &Streams::new(2, 2));
        for period in 1..=300 {
            run.step(&set, period);
            let kept = run.sums.clone();
            run.sum_from(0);
            assert_eq!(kept, run.sums);
        }
    }
}
