//! How much the best of n looks better than it is: the expected maximum of n standard normals.
//! David & Nagaraja (2003), *Order Statistics*, section 3.1, doi:10.1002/0471722162.
//!
//! Somebody makes n variants, scores each by a noisy measure and publishes the best one with its score. Scores vary by
//! true quality and by noise; the expected lead of the best score over the mean grows with n, and of it only the share
//! of true variance in all variance is real. The rest is inflation: it grows although no variant got better. Private
//! testing on public leaderboards is the case in point (Singh et al. 2025, *The leaderboard illusion*,
//! arXiv:2504.20879: 27 private variants of one provider before one release). Nothing is drawn: all is quadrature.

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ModelInfo, Recorder, Values};
use ambidex_core::maths::{ln, normal_density, normal_distribution, sqrt};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::Parameters;

/// E[max of n standard normals] for a real n >= 1: the integral of x n phi(x) Phi(x)^(n-1), by Simpson's rule.
pub fn expected_maximum(n: f64) -> f64 {
    maximum_moment(n, |x| x)
}

/// Standard deviation of the maximum of n standard normals.
pub fn maximum_sd(n: f64) -> f64 {
    let mean = expected_maximum(n);
    sqrt(maximum_moment(n, |x| (x - mean) * (x - mean)))
}

/// E[of(max of n standard normals)].
fn maximum_moment(n: f64, of: impl Fn(f64) -> f64) -> f64 {
    const LOW: f64 = -9.0;
    const HIGH: f64 = 9.0;
    const STEPS: u32 = 600;
    let width = (HIGH - LOW) / f64::from(STEPS);
    let integrand = |x: f64| of(x) * n * normal_density(x) * power(normal_distribution(x), n - 1.0);
    let sum: f64 = (0..=STEPS)
        .map(|i| {
            let weight = if i == 0 || i == STEPS {
                1.0
            } else if i % 2 == 1 {
                4.0
            } else {
                2.0
            };
            weight * integrand(LOW + width * f64::from(i))
        })
        .sum();
    sum * width / 3.0
}

fn power(base: f64, exponent: f64) -> f64 {
    if base <= 0.0 {
        if exponent == 0.0 { 1.0 } else { 0.0 }
    } else {
        ambidex_core::maths::exp(exponent * ln(base))
    }
}

/// [`expected_maximum`] for 1 to 65, read off by linear interpolation: for use in inner loops.
#[derive(Clone, Debug)]
pub struct ExpectedMaximum(Vec<f64>);

impl Default for ExpectedMaximum {
    fn default() -> Self {
        Self((1..=65).map(|n| expected_maximum(f64::from(n))).collect())
    }
}

impl ExpectedMaximum {
    /// E[max of n], n clamped to 1..=65.
    pub fn of(&self, n: f64) -> f64 {
        let at = (n.clamp(1.0, 65.0) - 1.0).min(63.999);
        let (below, part) = (at as usize, at.fract());
        self.0[below] * (1.0 - part) + self.0[below + 1] * part
    }
}

/// Expected lead of the best of n scores, and its parts [quality].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Selection {
    /// By how much the published score exceeds the mean score.
    pub observed: f64,
    /// By how much the published variant exceeds the mean variant.
    pub real: f64,
    /// Share of the lead that is noise; 0 where nothing varies.
    pub inflated: f64,
}

/// The best of `n` scores, each quality (sd `quality_sd`) plus noise (sd `noise_sd`), both normal and independent:
/// observed lead = sqrt(q^2 + e^2) E_n, of which q^2 / (q^2 + e^2) is real.
pub fn selection(n: f64, quality_sd: f64, noise_sd: f64) -> Selection {
    let variance = quality_sd * quality_sd + noise_sd * noise_sd;
    let observed = sqrt(variance) * expected_maximum(n);
    let inflated = if variance > 0.0 { noise_sd * noise_sd / variance } else { 0.0 };
    Selection { observed, real: observed * (1.0 - inflated), inflated }
}

ambidex_core::parameters! {
    /// Parameters of selective publication.
    pub struct Publication {
        variants ("n", "variants", whole) = 27 in 1..=1000000, plausible 1..=100;
            "Variants that are scored, of which the best is published"; Published("Singh et al. 2025: private variants of one provider before a release");
        quality_sd ("s_q", "quality") = 0.0 in 0.0..=1e6, plausible 0.0..=2.0;
            "Standard deviation of true quality between variants"; Assumption("variants of one model, equally good");
        noise_sd ("s_e", "quality") = 1.0 in 0.0..=1e6, plausible 0.1..=2.0;
            "Standard deviation of the noise of a score"; Assumption("unit of quality");
    }
}

static INFO: ModelInfo = ModelInfo {
    name: "selection-inflation",
    title: "Publishing the best of many",
    question: "By how much does the best of n variants look better than it is?",
    schedule: &[],
    equations: &[
        "E_n = integral of x n phi(x) Phi(x)^(n-1)",
        "observed lead = sqrt(s_q^2 + s_e^2) E_n",
        "real lead = s_q^2 / sqrt(s_q^2 + s_e^2) E_n; inflation = observed - real",
    ],
    citation: "David & Nagaraja (2003), Order Statistics, doi:10.1002/0471722162; Singh et al. (2025), The leaderboard \
               illusion, arXiv:2504.20879",
    deviations: &["Quality and noise are normal and independent; the papers cited allow other laws."],
    period: "",
    numbers: Publication::SPECS,
    choices: &[],
    files: &[],
    outcomes: &[
        Column::fixed(
            "inflation",
            "quality",
            Kind::Level,
            "Expected excess of the published score over the true quality",
        ),
        Column::fixed(
            "observed_lead",
            "quality",
            Kind::Level,
            "Expected lead of the published score over the mean score",
        ),
        Column::fixed(
            "real_lead",
            "quality",
            Kind::Level,
            "Expected lead of the published variant over the mean variant",
        ),
        Column::fixed("inflated_share", "share", Kind::Level, "Share of the observed lead that is noise"),
        Column::fixed("observed_sd", "quality", Kind::Level, "Standard deviation of the published score"),
        Column::fixed("expected_maximum", "1", Kind::Level, "Expected maximum of n standard normals"),
    ],
    series: &[],
};

/// The model in the catalogue.
pub struct SelectionInflation;

impl Catalogued for SelectionInflation {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn periods(&self, _: &Values) -> u32 {
        0
    }

    fn run(&self, values: &Values, _: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let Publication { variants, quality_sd, noise_sd } = values.typed();
        let Selection { observed, real, inflated } = selection(variants, quality_sd, noise_sd);
        let sd = sqrt(quality_sd * quality_sd + noise_sd * noise_sd) * maximum_sd(variants);
        let row = [observed - real, observed, real, inflated, sd, expected_maximum(variants)];
        for replicate in replicates {
            recorder.outcomes(replicate, &row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::streams::{Purpose, Streams};

    /// Variances 1 and 1 - 1/pi for n = 1, 2.
    #[test]
    fn closed_forms_of_the_spread() {
        assert!((maximum_sd(1.0) - 1.0).abs() < 1e-9);
        assert!((maximum_sd(2.0) - (1.0 - 1.0 / core::f64::consts::PI).sqrt()).abs() < 1e-9);
    }

    /// Drawn variants: lead of the best score, true lead of that variant; 4.5 standard errors.
    #[test]
    fn draws_agree() {
        let (n, q, e) = (12_u64, 0.8, 0.6);
        let stream = Streams::new(3, 0).stream(Purpose("test.variants"));
        let runs = 20_000_u32;
        let drawn: Vec<(f64, f64)> = (0..runs)
            .map(|run| {
                let variant = |i: u64| {
                    let mut draws = stream.draws(i, run);
                    let quality = q * draws.normal();
                    (quality + e * draws.normal(), quality)
                };
                (0..n).map(variant).max_by(|a, b| a.0.total_cmp(&b.0)).unwrap()
            })
            .collect();
        let exact = selection(n as f64, q, e);
        let check = |of: fn(&(f64, f64)) -> f64, exact: f64| {
            let mean = drawn.iter().map(of).sum::<f64>() / f64::from(runs);
            let variance =
                drawn.iter().map(|d| (of(d) - mean) * (of(d) - mean)).sum::<f64>() / f64::from(runs);
            assert!(
                (mean - exact).abs() < 4.5 * (variance / f64::from(runs)).sqrt(),
                "{mean} against {exact}"
            );
        };
        check(|d| d.0, exact.observed);
        check(|d| d.1, exact.real);
    }

    /// Closed forms: 0, 1/sqrt(pi), 3/(2 sqrt(pi)) for n = 1, 2, 3.
    #[test]
    fn closed_forms() {
        let root = core::f64::consts::PI.sqrt();
        for (n, exact) in [(1.0, 0.0), (2.0, 1.0 / root), (3.0, 1.5 / root)] {
            assert!((expected_maximum(n) - exact).abs() < 1e-9, "n = {n}");
        }
    }

    #[test]
    fn table_meets_the_integral() {
        let table = ExpectedMaximum::default();
        for n in [1.0, 2.0, 27.0, 65.0] {
            assert!((table.of(n) - expected_maximum(n)).abs() < 1e-4);
        }
    }
}
