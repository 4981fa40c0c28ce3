//! Why do those who learn from experience avoid risk? Denrell & March (2001), *Adaptation as information restriction:
//! the hot stove effect*, Organization Science 12(5), doi:10.1287/orsc.12.5.523.10092.
//!
//! A person chooses between a safe alternative with payoff X and a risky one with payoff Y plus noise. A payoff above
//! the aspiration is a success: the chance to choose the same alternative again rises by a share b of what it lacks to
//! one; anything else is a failure, and it falls by a share b. The aspiration follows payoffs at rate a. Alternatives
//! that did badly are chosen less and so sampled less, which is why bad luck with the risky one is corrected less than
//! good luck. With equal means, the risky alternative is therefore given up.
//!
//! In a period: an alternative is chosen; it pays; the chance is updated against the aspiration held so far; the
//! aspiration is updated.

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ChoiceSpec, ModelInfo, Recorder, Values};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::{Parameters, Source};
use ambidex_core::streams::{Purpose, Streams};

/// Which alternative is chosen in a period.
pub const CHOICE: Purpose = Purpose("denrell-march2001.choice");
/// Payoff of the risky alternative in a period.
pub const PAYOFF: Purpose = Purpose("denrell-march2001.payoff");

ambidex_core::parameters! {
    /// Parameters of the hot stove model.
    pub struct HotStove {
        aspiration_rate ("a", "1/period") = 0.5 in 0.0..=1.0, plausible 0.1..=0.9;
            "Share of the gap between payoff and aspiration that the aspiration closes"; Published("Denrell & March 2001, by a public tutorial (jparrieta/bandits)");
        learning_rate ("b", "1/period") = 0.5 in 0.0..=1.0, plausible 0.05..=0.8;
            "Share of the gap to 1 (or to 0) that the chance closes after success (or failure)"; Published("Denrell & March 2001, by a public tutorial (jparrieta/bandits)");
        safe_payoff ("X", "payoff") = 10.0 in -1e6..=1e6, plausible 5.0..=15.0;
            "Payoff of the safe alternative"; Published("Denrell & March 2001, by a public tutorial (jparrieta/bandits)");
        risky_payoff ("Y", "payoff") = 10.0 in -1e6..=1e6, plausible 5.0..=15.0;
            "Mean payoff of the risky alternative"; Published("Denrell & March 2001, by a public tutorial (jparrieta/bandits)");
        risk ("S", "payoff") = 10.0 in 0.0..=1e6, plausible 1.0..=20.0;
            "Standard deviation of the risky payoff, or half the width of the uniform one"; Published("Denrell & March 2001, by a public tutorial (jparrieta/bandits)");
        first_chance ("p_0", "1") = 0.5 in 0.0..=1.0, plausible 0.25..=0.75;
            "Chance of the risky alternative in the first period"; Published("Denrell & March 2001, by a public tutorial (jparrieta/bandits)");
        periods ("T", "periods", whole) = 50 in 1..=100000, plausible 20..=200;
            "Periods of a run"; Published("Denrell & March 2001, by a public tutorial (jparrieta/bandits)");
    }
}

static INFO: ModelInfo = ModelInfo {
    name: "denrell-march2001",
    title: "Hot stove effect",
    question: "Does learning from experience lead away from risk, where risk costs nothing?",
    schedule: &[
        "an alternative is chosen",
        "it pays",
        "the chance of the risky alternative moves towards what succeeded, against the aspiration held so far",
        "the aspiration moves towards the payoff",
    ],
    equations: &[
        "success if payoff > aspiration",
        "risky succeeded or safe failed: p <- p + b (1 - p); risky failed or safe succeeded: p <- (1 - b) p",
        "aspiration <- (1 - a) aspiration + a payoff",
        "first aspiration = p_0 Y + (1 - p_0) X",
    ],
    citation: "Denrell & March (2001), Adaptation as information restriction: the hot stove effect, Organization Science \
               12(5), doi:10.1287/orsc.12.5.523.10092",
    deviations: &[
        "The print was not at hand: rules and parameters follow the public tutorial jparrieta/bandits.",
        "A payoff equal to the aspiration is a failure. Floating point makes such ties: the aspiration reaches the safe \
         payoff exactly after some fifty safe choices in a row.",
    ],
    period: "period",
    numbers: HotStove::SPECS,
    choices: &[ChoiceSpec {
        name: "noise",
        options: &[("normal", "normal, S its standard deviation"), ("uniform", "uniform within +-S")],
        meaning: "Law of the risky payoff",
        source: Source::Published("jparrieta/bandits; the paper's own choice was not read"),
    }],
    files: &[],
    outcomes: &[
        Column::fixed(
            "risky_share",
            "share",
            Kind::Level,
            "Whether the risky alternative is chosen in the last period",
        ),
        Column::fixed(
            "risky_chance",
            "1",
            Kind::Level,
            "Chance of the risky alternative after the last period",
        ),
        Column::fixed("aspiration", "payoff", Kind::Level, "Aspiration after the last period"),
        Column::fixed("payoff", "payoff", Kind::Level, "Mean payoff a period"),
    ],
    series: &[
        Column::fixed("risky", "share", Kind::Flow, "Whether the risky alternative is chosen"),
        Column::fixed("risky_chance", "1", Kind::Level, "Chance of the risky alternative after the period"),
        Column::fixed("aspiration", "payoff", Kind::Level, "Aspiration after the period"),
    ],
};

/// The model in the catalogue.
pub struct DenrellMarch2001;

/// A person.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Learner {
    /// Chance of the risky alternative.
    chance: f64,
    aspiration: f64,
}

impl Learner {
    fn new(set: &HotStove) -> Self {
        let p = set.first_chance;
        Self { chance: p, aspiration: p * set.risky_payoff + (1.0 - p) * set.safe_payoff }
    }

    fn learn(&mut self, set: &HotStove, risky: bool, payoff: f64) {
        let success = payoff > self.aspiration;
        if success == risky {
            self.chance += set.learning_rate * (1.0 - self.chance);
        } else {
            self.chance *= 1.0 - set.learning_rate;
        }
        self.aspiration = (1.0 - set.aspiration_rate) * self.aspiration + set.aspiration_rate * payoff;
    }
}

impl Catalogued for DenrellMarch2001 {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("periods") as u32
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let set: HotStove = values.typed();
        let normal = values.choice("noise") == "normal";
        for replicate in replicates {
            let streams = Streams::new(seed, replicate);
            let (choices, payoffs) = (streams.stream(CHOICE), streams.stream(PAYOFF));
            let mut learner = Learner::new(&set);
            let (mut risky, mut total) = (false, 0.0);
            for period in 1..=set.periods as u32 {
                risky = choices.uniform(0, period) < learner.chance;
                let payoff = if risky {
                    let mut draws = payoffs.draws(0, period);
                    let noise = if normal { draws.normal() } else { 2.0 * draws.unit() - 1.0 };
                    set.risky_payoff + set.risk * noise
                } else {
                    set.safe_payoff
                };
                learner.learn(&set, risky, payoff);
                total += payoff;
                if recorder.wants_series() {
                    let row = [f64::from(u8::from(risky)), learner.chance, learner.aspiration];
                    recorder.period(replicate, period, &row);
                }
            }
            let last = f64::from(u8::from(risky));
            recorder.outcomes(replicate, &[last, learner.chance, learner.aspiration, total / set.periods]);
        }
    }
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
        DenrellMarch2001.run(&values, 8, 0..n, &mut rows);
        rows
    }

    fn mean_and_se(rows: &[Vec<f64>], place: usize) -> (f64, f64) {
        let n = rows.len() as f64;
        let mean = rows.iter().map(|row| row[place]).sum::<f64>() / n;
        let variance =
            rows.iter().map(|row| (row[place] - mean) * (row[place] - mean)).sum::<f64>() / (n - 1.0);
        (mean, (variance / n).sqrt())
    }

    /// Two periods by hand: p_0 = 1/2, first aspiration 10. The safe payoff is a failure (a tie), the risky one a
    /// success half of the time; so after one period p is (1-b)/2 with chance 1/4 and (1+b)/2 with 3/4, and the
    /// second choice is risky with chance 1/2 + b/4.
    #[test]
    fn second_period_by_hand() {
        for noise in ["normal", "uniform"] {
            for b in [0.1, 0.5, 0.9] {
                let rows =
                    rows(&[("noise", noise), ("periods", "2"), ("learning_rate", &b.to_string())], 20_000);
                let (mean, se) = mean_and_se(&rows, 0);
                assert!((mean - 0.5 - b / 4.0).abs() < 4.5 * se, "{noise} {b}: {mean}");
            }
        }
    }

    /// Without learning the chance stays; the mean payoff is that of either alternative.
    #[test]
    fn without_learning_nothing_moves() {
        let rows = rows(&[("learning_rate", "0")], 4000);
        assert!(rows.iter().all(|row| row[1] == 0.5));
        let (payoff, se) = mean_and_se(&rows, 3);
        assert!((payoff - 10.0).abs() < 4.5 * se);
    }

    /// A safe payoff above every risky one, aspirations fixed in between: the safe one is always a success.
    #[test]
    fn a_dominated_risk_is_given_up() {
        let settings = [
            ("noise", "uniform"),
            ("safe_payoff", "20"),
            ("risky_payoff", "0"),
            ("risk", "1"),
            ("aspiration_rate", "0"),
        ];
        let rows = rows(&settings, 300);
        assert!(rows.iter().all(|row| row[1] < 1e-12 && row[2] == 10.0));
    }

    /// Learning is unchanged by moving and stretching payoffs.
    #[test]
    fn payoffs_have_no_unit() {
        let set = HotStove::default();
        let moved = HotStove { safe_payoff: 24.0, risky_payoff: 24.0, ..set };
        let (mut a, mut b) = (Learner::new(&set), Learner::new(&moved));
        for (risky, payoff) in [(true, 16.0), (false, 10.0), (true, 9.0), (true, 3.0), (false, 10.0)] {
            a.learn(&set, risky, payoff);
            b.learn(&moved, risky, 2.0 * payoff + 4.0);
            assert_eq!(a.chance, b.chance);
        }
    }
}
