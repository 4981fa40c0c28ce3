//! A replicate in progress, and the weights that replicates share.

use ambidex_core::maths::exp;
use ambidex_core::streams::{Stream, Streams, unit};

use super::{ARM, Bandit, PERIOD};

/// Beta(2, 2) is the law of the middle of three uniforms.
pub(super) fn beta22(words: [u32; 4]) -> f64 {
    let [a, b, c, _] = words;
    unit(a.max(b).min(a.min(b).max(c)))
}

/// A replicate in progress.
#[derive(Clone, Debug)]
pub(super) struct Run {
    arm: Stream,
    period: Stream,
    pub(super) chances: Vec<f64>,
    trials: Vec<u32>,
    successes: Vec<u32>,
    weights: Vec<f64>,
    /// Sums of weights up to each arm.
    pub(super) sums: Vec<f64>,
    assets: i64,
    switches: u32,
    last: Option<usize>,
    exploration: f64,
}

impl Run {
    pub(super) fn new(set: &Bandit) -> Self {
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

    pub(super) fn start(&mut self, set: &Bandit, streams: &Streams) {
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

    pub(super) fn sum_from(&mut self, first: usize) {
        let mut sum = if first == 0 { 0.0 } else { self.sums[first - 1] };
        for (total, weight) in self.sums[first..].iter_mut().zip(&self.weights[first..]) {
            sum += weight;
            *total = sum;
        }
    }

    pub(super) fn step(&mut self, set: &Bandit, weights: &mut Weights, period: u32) {
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
        self.play(arm, unit(pays) < self.chances[arm], weights);
    }

    fn redraw(&mut self, set: &Bandit, period: u32) {
        for (i, chance) in self.chances.iter_mut().enumerate() {
            let words = self.arm.block(i as u64, period, 0);
            if unit(words[3]) < set.redrawn {
                *chance = beta22(words);
            }
        }
    }

    fn play(&mut self, arm: usize, success: bool, weights: &mut Weights) {
        self.trials[arm] += 1;
        self.successes[arm] += u32::from(success);
        self.assets += if success { 1 } else { -1 };
        self.switches += u32::from(self.last.is_some_and(|last| last != arm));
        self.last = Some(arm);
        self.weights[arm] = weights.of(self.successes[arm], self.trials[arm]);
        self.sum_from(arm);
    }

    fn belief(&self, arm: usize) -> f64 {
        belief(self.successes[arm], self.trials[arm])
    }

    /// Chance not to play the arm with the largest weight.
    fn exploration_now(&self) -> f64 {
        1.0 - self.weights.iter().copied().fold(0.0, f64::max) / self.sums[self.sums.len() - 1]
    }

    pub(super) fn outcomes(&self, set: &Bandit) -> [f64; 5] {
        let n = self.chances.len();
        let mean = (0..n).map(|i| self.belief(i)).sum::<f64>() / n as f64;
        let square = |x: f64| x * x;
        let error: f64 = (0..n).map(|i| square(self.belief(i) - self.chances[i])).sum();
        let opinion: f64 = (0..n).map(|i| square(self.belief(i) - mean)).sum();
        let switch_share = f64::from(self.switches) / (set.periods - 1.0).max(1.0);
        [self.assets as f64, 1.0 - error, self.exploration, opinion, switch_share]
    }
}

/// Belief about an arm after so many trials.
fn belief(successes: u32, trials: u32) -> f64 {
    f64::from(successes + 1) / f64::from(trials + 2)
}

/// Weights by successes and trials, each computed once: replicates come by the same counts again and again.
#[derive(Clone, Debug)]
pub(super) struct Weights {
    temperature: f64,
    /// By trials (trials + 1) / 2 + successes; 0 where not yet known.
    known: Vec<f64>,
}

impl Weights {
    /// Trials of an arm up to which weights are kept: 4 MB.
    const KEPT: usize = 1000;

    pub(super) fn new(set: &Bandit) -> Self {
        let trials = (set.periods as usize).min(Self::KEPT);
        Self { temperature: set.temperature, known: vec![0.0; (trials + 1) * (trials + 2) / 2] }
    }

    fn of(&mut self, successes: u32, trials: u32) -> f64 {
        let place = trials as usize * (trials as usize + 1) / 2 + successes as usize;
        match self.known.get_mut(place) {
            Some(known) if *known > 0.0 => *known,
            Some(known) => {
                *known = weight(belief(successes, trials), self.temperature);
                *known
            }
            None => weight(belief(successes, trials), self.temperature),
        }
    }
}

/// Softmax weight of a belief, up to a common factor: 1 at one half, so that no temperature allowed overflows.
fn weight(belief: f64, temperature: f64) -> f64 {
    exp(10.0 * (belief - 0.5) / temperature)
}
