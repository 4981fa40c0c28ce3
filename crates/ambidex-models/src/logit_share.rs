//! Market shares by multinomial logit. McFadden (1974), *Conditional logit analysis of qualitative choice behavior*, in
//! Zarembka (ed.), Frontiers in Econometrics; applied: McFadden (1974), *The measurement of urban travel demand*,
//! Journal of Public Economics 3(4), doi:10.1016/0047-2727(74)90003-6.
//!
//! Each buyer takes the option with the largest utility, of which a part is common to all buyers and a part is a
//! Gumbel draw of the buyer and the option. Shares are then exp(u_i / T) over the sum of the same. The ratio of two
//! shares does not depend on what else is on offer (independence of irrelevant alternatives), which is the law's test
//! and its weakness. Nothing happens in time; the rivals' utilities are drawn a replicate where they are spread.

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::maths::exp;
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::Parameters;
use ambidex_core::streams::{Purpose, Streams};

/// Utilities of the rivals.
pub const RIVAL: Purpose = Purpose("logit-share.rival");

/// Shares exp(u_i) / sum exp(u_j); `None` utilities get nothing. Sums to 1 where anybody has a utility.
pub fn shares(utilities: &[Option<f64>]) -> Vec<f64> {
    let top = utilities.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = utilities.iter().map(|u| u.map_or(0.0, |u| exp(u - top))).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| if total > 0.0 { w / total } else { 0.0 }).collect()
}

ambidex_core::parameters! {
    /// Parameters of a market.
    pub struct Market {
        options ("n", "options", whole) = 2 in 2..=10000, plausible 2..=20;
            "Options on offer"; Assumption("the smallest market");
        advantage ("du", "utility") = 1.0 in -500.0..=500.0, plausible -2.0..=3.0;
            "Utility of the first option beyond the mean of the others"; Assumption("unit of utility");
        spread ("s", "utility") = 0.0 in 0.0..=100.0, plausible 0.0..=2.0;
            "Standard deviation of the others' utilities, drawn a replicate"; Assumption("equal rivals");
        temperature ("T", "utility") = 1.0 in 0.001..=1000.0, plausible 0.25..=2.0;
            "Scale of the part of utility that differs between buyers"; Assumption("unit of utility");
    }
}

static INFO: ModelInfo = ModelInfo {
    name: "logit-share",
    title: "Market shares by multinomial logit",
    question: "What share does an option get that is better by so much?",
    schedule: &[],
    equations: &[
        "share_i = exp(u_i / T) / sum over j of exp(u_j / T)",
        "two options: share = 1 / (1 + exp(-du / T))",
        "share_1 / share_2 is the same whatever else is on offer",
    ],
    citation: "McFadden (1974), Conditional logit analysis of qualitative choice behavior, in Zarembka (ed.), Frontiers \
               in Econometrics; McFadden (1974), The measurement of urban travel demand, Journal of Public Economics \
               3(4), doi:10.1016/0047-2727(74)90003-6",
    deviations: &["Rivals whose utilities are drawn are ours; at spread 0, the default, nothing is drawn."],
    period: "",
    numbers: Market::SPECS,
    choices: &[],
    files: &[],
    outcomes: &[
        Column::fixed("share", "share", Kind::Level, "Share of the first option"),
        Column::fixed("odds", "1", Kind::Level, "Its share over that of the second"),
        Column::fixed(
            "share_of_two",
            "share",
            Kind::Level,
            "Its share where only the second is on offer besides",
        ),
        Column::fixed("concentration", "1", Kind::Level, "Sum of squared shares (Herfindahl index)"),
    ],
    series: &[],
};

/// The model in the catalogue.
pub struct LogitShare;

impl Catalogued for LogitShare {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn periods(&self, _: &Values) -> u32 {
        0
    }

    fn run(&self, values: &Values, seed: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let set: Market = values.typed();
        for replicate in replicates {
            let rivals = Streams::new(seed, replicate).stream(RIVAL);
            let utility = |i: u64| {
                let plain = if i == 0 { set.advantage } else { 0.0 };
                let drawn =
                    if i > 0 && set.spread > 0.0 { set.spread * rivals.draws(i, 0).normal() } else { 0.0 };
                Some((plain + drawn) / set.temperature)
            };
            let utilities: Vec<Option<f64>> = (0..set.options as u64).map(utility).collect();
            let (all, two) = (shares(&utilities), shares(&utilities[..2]));
            let concentration = all.iter().map(|share| share * share).sum();
            recorder.outcomes(replicate, &[all[0], two[0] / two[1], two[0], concentration]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::maths::ln;
    use ambidex_core::streams::unit;

    #[test]
    fn shares_sum_to_one_and_shift_invariantly() {
        let a = shares(&[Some(1.0), None, Some(3.0), Some(-500.0)]);
        let b = shares(&[Some(701.0), None, Some(703.0), Some(200.0)]);
        assert!((a.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(a[1], 0.0);
        assert!(a.iter().zip(&b).all(|(x, y)| (x - y).abs() < 1e-12));
        assert!((a[2] / a[0] - core::f64::consts::E.powi(2)).abs() < 1e-9);
    }

    /// The ratio of two shares is the same with and without a third option, whatever that one is worth.
    #[test]
    fn irrelevant_alternatives_are_irrelevant() {
        let two = shares(&[Some(0.3), Some(-0.4)]);
        for third in [None, Some(-30.0), Some(0.3), Some(12.0)] {
            let three = shares(&[Some(0.3), Some(-0.4), third]);
            assert!((three[0] / three[1] / (two[0] / two[1]) - 1.0).abs() < 1e-12);
        }
    }

    /// Buyers who draw Gumbel tastes and take the best option: shares within 4.5 standard errors.
    #[test]
    fn the_best_of_gumbel_tastes() {
        let utilities = [0.0, 0.7, -0.5, 1.1];
        let n = 50_000_u32;
        let stream = Streams::new(6, 0).stream(Purpose("test.tastes"));
        let mut counts = [0_u32; 4];
        for buyer in 0..n {
            let tastes = stream.block(u64::from(buyer), 0, 0).map(|word| -ln(-ln(unit(word))));
            let worth = |i: &usize| utilities[*i] + tastes[*i];
            let best = (0..4).max_by(|a, b| worth(a).total_cmp(&worth(b))).unwrap();
            counts[best] += 1;
        }
        for (share, count) in shares(&utilities.map(Some)).iter().zip(counts) {
            let se = (share * (1.0 - share) / f64::from(n)).sqrt();
            assert!((f64::from(count) / f64::from(n) - share).abs() < 4.5 * se);
        }
    }

    #[test]
    fn rivals_are_drawn_only_where_they_are_spread() {
        let mut values = Values::of(&INFO);
        values.set("options", "5").unwrap();
        let run = |values: &Values| {
            let mut rows: Vec<Vec<f64>> = Vec::new();
            LogitShare.run(values, 2, 0..2, &mut rows);
            rows
        };
        let plain = run(&values);
        assert_eq!(plain[0], plain[1]);
        values.set("spread", "1").unwrap();
        let spread = run(&values);
        assert!(spread[0] != spread[1]);
    }
}
