//! Diffusion of an innovation. Bass (1969), *A new product growth for model consumer durables*, Management Science
//! 15(5), doi:10.1287/mnsc.15.5.215.

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::maths::{exp, ln};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::Parameters;

/// Adoption hazard p + q F of those who have not adopted [1/period]: coefficient of innovation `p`, of imitation `q`,
/// share of adopters `adopted`.
pub fn hazard(p: f64, q: f64, adopted: f64) -> f64 {
    p + q * adopted
}

/// One period towards a ceiling: F + (p + q F)(ceiling - F); falls where the ceiling lies below.
pub fn step(p: f64, q: f64, adopted: f64, ceiling: f64) -> f64 {
    adopted + hazard(p, q, adopted) * (ceiling - adopted)
}

/// Share of adopters at time `t`: F(t) = (1 - e^{-(p+q)t}) / (1 + (q/p) e^{-(p+q)t}).
pub fn adopters(p: f64, q: f64, t: f64) -> f64 {
    let e = exp(-(p + q) * t);
    (1.0 - e) / (1.0 + q / p * e)
}

/// Rate of adoption at time `t` [1/period]: f = (p + q F)(1 - F).
pub fn rate(p: f64, q: f64, t: f64) -> f64 {
    let adopted = adopters(p, q, t);
    hazard(p, q, adopted) * (1.0 - adopted)
}

/// Time of the largest rate [periods]: ln(q/p) / (p + q); 0 where q <= p.
pub fn peak_time(p: f64, q: f64) -> f64 {
    (ln(q / p) / (p + q)).max(0.0)
}

ambidex_core::parameters! {
    /// Parameters of the diffusion model.
    pub struct Diffusion {
        innovation ("p", "1/period") = 0.03 in 0.0001..=1.0, plausible 0.001..=0.1;
            "Coefficient of innovation: hazard of adoption without any adopter"; Assumption("order of magnitude of consumer durables");
        imitation ("q", "1/period") = 0.38 in 0.0..=5.0, plausible 0.1..=0.8;
            "Coefficient of imitation: what the hazard rises by if all others have adopted"; Assumption("order of magnitude of consumer durables");
        periods ("T", "periods", whole) = 20 in 1..=10000, plausible 10..=40;
            "Periods that are recorded"; Assumption("covers the peak at the defaults");
    }
}

/// The model in the catalogue.
pub struct Bass1969;

static INFO: ModelInfo = ModelInfo {
    name: "bass1969",
    title: "Diffusion by innovation and imitation",
    question: "When does an innovation spread, if people adopt on their own or because others have?",
    schedule: &["those who have not adopted do so at the hazard p + q F"],
    equations: &[
        "f(t) = (p + q F(t)) (1 - F(t))",
        "F(t) = (1 - exp(-(p+q) t)) / (1 + (q/p) exp(-(p+q) t))",
        "t* = ln(q/p) / (p + q)",
    ],
    citation: "Bass (1969), A new product growth for model consumer durables, Management Science 15(5), \
               doi:10.1287/mnsc.15.5.215",
    deviations: &["none: the closed form is evaluated, no population is drawn"],
    period: "period",
    numbers: Diffusion::SPECS,
    choices: &[],
    files: &[],
    outcomes: &[
        Column::fixed("adopted", "share", Kind::Level, "Share of adopters after the last period"),
        Column::fixed("peak_time", "periods", Kind::Level, "Time of the largest rate of adoption"),
        Column::fixed("peak_rate", "1/period", Kind::Level, "Largest rate of adoption"),
        Column::fixed("adopted_at_peak", "share", Kind::Level, "Share of adopters at the largest rate"),
    ],
    series: &[
        Column::fixed("adopted", "share", Kind::Level, "Share of adopters"),
        Column::fixed("rate", "1/period", Kind::Level, "Rate of adoption"),
    ],
};

impl Catalogued for Bass1969 {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn periods(&self, values: &Values) -> u32 {
        values.number("periods") as u32
    }

    fn run(&self, values: &Values, _: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let Diffusion { innovation: p, imitation: q, periods } = values.typed();
        let peak = peak_time(p, q);
        for replicate in replicates {
            if recorder.wants_series() {
                for period in 1..=periods as u32 {
                    let t = f64::from(period);
                    recorder.period(replicate, period, &[adopters(p, q, t), rate(p, q, t)]);
                }
            }
            let row = [adopters(p, q, periods), peak, rate(p, q, peak), adopters(p, q, peak)];
            recorder.outcomes(replicate, &row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The discrete step, small enough, against the closed form.
    #[test]
    fn steps_follow_the_closed_form() {
        let (p, q, dt) = (0.03, 0.38, 0.001);
        let mut adopted = 0.0;
        for _ in 0..10_000 {
            adopted = step(p * dt, q * dt, adopted, 1.0);
        }
        let exact = adopters(p, q, 10.0);
        assert!((adopted - exact).abs() < 1e-3, "{adopted} against {exact}");
    }

    /// The rate is the derivative of the share, and no time near the peak has a larger one.
    #[test]
    fn the_peak_is_the_largest_rate() {
        let (p, q) = (0.02, 0.5);
        let peak = peak_time(p, q);
        for t in [0.5, peak, 9.0] {
            let slope = (adopters(p, q, t + 1e-5) - adopters(p, q, t - 1e-5)) / 2e-5;
            assert!((slope - rate(p, q, t)).abs() < 1e-8);
        }
        assert!(rate(p, q, peak) > rate(p, q, peak - 0.01) && rate(p, q, peak) > rate(p, q, peak + 0.01));
        assert_eq!(peak_time(0.5, 0.2), 0.0);
    }
}
