//! Compute, algorithms and capability. Hoffmann et al. (2022), *Training compute-optimal large language models*,
//! arXiv:2203.15556; refit: Besiroglu et al. (2024), *Chinchilla scaling: a replication attempt*, arXiv:2404.10102;
//! effective compute: Ho et al. (2024), *Algorithmic progress in language models*, arXiv:2403.05812.
//!
//! The loss of a language model falls with its parameters N and the tokens D it is trained on as
//! L = E + A / N^alpha + B / D^beta. Training costs about C = 6 N D floating-point operations, so that a budget C is
//! spent best at N = G (C/6)^(beta/(alpha+beta)) and D = (C/6) / N with G = (alpha A / (beta B))^(1/(alpha+beta)). The
//! constants disagree between fits: with the printed, rounded ones a model is best trained on some 90 tokens a
//! parameter at the budget of Chinchilla, with the unrounded exponents on some 60, with the refit on some 18; only
//! the last agrees with the rule of 20 tokens a parameter that the first paper is known for. Nothing is drawn.
//!
//! Algorithmic progress: the compute that a given loss requires halved every 8 months or so between 2012 and 2023 (Ho
//! et al. 2024). The interval depends on the version: 5 to 14 months (95 %) in the first preprint, 2 to 22 months
//! (90 %) in the version at NeurIPS 2024, which is the later and wider one and the one to cite
//! ([`HALVING_MONTHS`]).

use std::ops::Range;

use ambidex_core::catalogue::{Catalogued, ChoiceSpec, ModelInfo, Recorder, Values};
use ambidex_core::maths::{exp, ln, logistic};
use ambidex_core::observation::{Column, Kind};
use ambidex_core::parameters::{Parameters, Source};

/// Effective compute [log10 FLOP]: physical compute plus what algorithms are worth in factors of ten.
pub fn effective_compute(log_flop: f64, algorithms: f64) -> f64 {
    log_flop + algorithms
}

/// Benchmark capability as a logistic curve in effective compute: floor + height / (1 + exp(-slope (x - midpoint)))
/// [points; slope in 1 / factor of ten].
pub fn capability(x: f64, floor: f64, height: f64, slope: f64, midpoint: f64) -> f64 {
    floor + height * logistic(slope * (x - midpoint))
}

/// Months in which the compute required for a given loss halves: estimate and 90 % interval of the NeurIPS 2024
/// version of Ho et al.
pub const HALVING_MONTHS: (f64, (f64, f64)) = (8.0, (2.0, 22.0));

/// The same as 95 % interval of the first preprint (arXiv:2403.05812v1); superseded.
pub const HALVING_MONTHS_PREPRINT: (f64, (f64, f64)) = (8.0, (5.0, 14.0));

/// Kaplan et al. (2020), *Scaling laws for neural language models*, arXiv:2001.08361: L = (scale / x)^exponent for
/// parameters x = N. From memory and a public copy, not checked against the print; no model here uses it.
pub const KAPLAN_PARAMETERS: (f64, f64) = (0.076, 8.8e13);
/// The same for tokens, x = D; from memory.
pub const KAPLAN_TOKENS: (f64, f64) = (0.095, 5.4e13);
/// The same for compute spent best, x = C [PF-days]; from memory.
pub const KAPLAN_COMPUTE: (f64, f64) = (0.050, 3.1e8);

/// Constants of L = E + A / N^alpha + B / D^beta [nats a token].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    /// Loss that no model can undercut, E.
    pub irreducible: f64,
    /// Numerator of the term in parameters, A.
    pub a: f64,
    /// Numerator of the term in tokens, B.
    pub b: f64,
    /// Exponent of parameters.
    pub alpha: f64,
    /// Exponent of tokens.
    pub beta: f64,
}

/// Hoffmann et al. (2022), approach 3, equation 10, as printed.
pub const HOFFMANN: Law = Law { irreducible: 1.69, a: 406.4, b: 410.7, alpha: 0.34, beta: 0.28 };
/// The same with the exponents as in the source of the preprint.
pub const HOFFMANN_UNROUNDED: Law = Law { alpha: 0.3392, beta: 0.2849, ..HOFFMANN };
/// Besiroglu et al. (2024): the same data, fitted again.
pub const BESIROGLU: Law = Law { irreducible: 1.8172, a: 482.01, b: 2085.43, alpha: 0.3478, beta: 0.3658 };

/// x^y for x > 0.
fn power(x: f64, y: f64) -> f64 {
    exp(y * ln(x))
}

impl Law {
    /// Loss of a model with `n` parameters trained on `d` tokens [nats a token].
    pub fn loss(&self, n: f64, d: f64) -> f64 {
        self.irreducible + self.a / power(n, self.alpha) + self.b / power(d, self.beta)
    }

    /// Parameters that make the loss least at `compute` = 6 N D [FLOP]; the tokens follow as compute / (6 N).
    pub fn optimal_parameters(&self, compute: f64) -> f64 {
        let sum = self.alpha + self.beta;
        power(self.alpha * self.a / (self.beta * self.b), 1.0 / sum) * power(compute / 6.0, self.beta / sum)
    }
}

ambidex_core::parameters! {
    /// Parameters of a training run.
    pub struct Training {
        compute ("C", "FLOP") = 5.76e23 in 1e15..=1e32, plausible 1e21..=1e27;
            "Compute that is spent best"; Published("Hoffmann et al. 2022: budget of Gopher and Chinchilla");
        model_parameters ("N", "parameters") = 70e9 in 1e3..=1e16, plausible 1e8..=2e12;
            "Parameters of the model of `loss_given`"; Published("Hoffmann et al. 2022: Chinchilla");
        tokens ("D", "tokens") = 1.4e12 in 1e3..=1e18, plausible 1e10..=4e13;
            "Tokens that the model of `loss_given` is trained on"; Published("Hoffmann et al. 2022: Chinchilla");
    }
}

static INFO: ModelInfo = ModelInfo {
    name: "scaling-laws",
    title: "Compute-optimal training",
    question: "How large a model, and how many tokens, make the most of a budget of compute?",
    schedule: &[],
    equations: &[
        "L(N, D) = E + A / N^alpha + B / D^beta",
        "C = 6 N D",
        "N* = (alpha A / (beta B))^(1/(alpha+beta)) (C/6)^(beta/(alpha+beta)), D* = C / (6 N*)",
    ],
    citation: "Hoffmann et al. (2022), Training compute-optimal large language models, arXiv:2203.15556; Besiroglu et \
               al. (2024), Chinchilla scaling: a replication attempt, arXiv:2404.10102",
    deviations: &["none: closed forms; whose constants are used is the choice `law`"],
    period: "",
    numbers: Training::SPECS,
    choices: &[ChoiceSpec {
        name: "law",
        options: &[
            ("hoffmann", "Hoffmann et al. 2022, constants as printed"),
            ("hoffmann-unrounded", "the same with unrounded exponents"),
            ("besiroglu", "refit of the same data by Besiroglu et al. 2024"),
        ],
        meaning: "Whose constants are used",
        source: Source::Published("Hoffmann et al. 2022, equation 10"),
    }],
    files: &[],
    outcomes: &[
        Column::fixed("loss", "nats/token", Kind::Level, "Least loss at the budget"),
        Column::fixed("optimal_parameters", "parameters", Kind::Level, "Parameters at the least loss"),
        Column::fixed("optimal_tokens", "tokens", Kind::Level, "Tokens at the least loss"),
        Column::fixed("tokens_per_parameter", "tokens/parameter", Kind::Level, "Their ratio"),
        Column::fixed("exponent", "1", Kind::Level, "By how many percent N* grows if C grows by one"),
        Column::fixed("loss_given", "nats/token", Kind::Level, "Loss at the parameters and tokens given"),
    ],
    series: &[],
};

/// The model in the catalogue.
pub struct ScalingLaws;

/// The constants that a choice of `law` stands for; `None` for a word that is none of them.
pub fn law(word: &str) -> Option<Law> {
    match word {
        "hoffmann" => Some(HOFFMANN),
        "hoffmann-unrounded" => Some(HOFFMANN_UNROUNDED),
        "besiroglu" => Some(BESIROGLU),
        _ => None,
    }
}

impl Catalogued for ScalingLaws {
    fn info(&self) -> &'static ModelInfo {
        &INFO
    }

    fn periods(&self, _: &Values) -> u32 {
        0
    }

    fn run(&self, values: &Values, _: u64, replicates: Range<u32>, recorder: &mut dyn Recorder) {
        let Training { compute, model_parameters, tokens } = values.typed();
        let law = law(values.choice("law")).expect("every word of the choice has its constants");
        let n = law.optimal_parameters(compute);
        let d = compute / 6.0 / n;
        let exponent = law.beta / (law.alpha + law.beta);
        let row = [law.loss(n, d), n, d, d / n, exponent, law.loss(model_parameters, tokens)];
        for replicate in replicates {
            recorder.outcomes(replicate, &row);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No other split of the budget has a smaller loss, and the loss is flat at the optimum.
    #[test]
    fn the_optimum_is_one() {
        for word in INFO.choices[0].options.iter().map(|(word, _)| word) {
            let law = law(word).unwrap();
            for compute in [1e18, 5.76e23, 1e27] {
                let n = law.optimal_parameters(compute);
                let at = |n: f64| law.loss(n, compute / 6.0 / n);
                assert!((1..40).all(|i| at(n * f64::from(i) / 20.0) >= at(n)));
                // First-order condition: alpha A / N^alpha = beta B / D^beta.
                let (left, right) = (
                    law.alpha * law.a / power(n, law.alpha),
                    law.beta * law.b / power(compute / 6.0 / n, law.beta),
                );
                assert!((left / right - 1.0).abs() < 1e-10);
            }
        }
    }

    /// Swapping the roles of parameters and tokens swaps the optimum.
    #[test]
    fn roles_can_be_swapped() {
        let swapped =
            Law { a: BESIROGLU.b, b: BESIROGLU.a, alpha: BESIROGLU.beta, beta: BESIROGLU.alpha, ..BESIROGLU };
        let compute = 3e24;
        let (n, d) = (BESIROGLU.optimal_parameters(compute), swapped.optimal_parameters(compute));
        assert!((6.0 * n * d / compute - 1.0).abs() < 1e-12);
    }
}
