//! From ranges to points: each factor as a law, so that a point of the unit cube gives a value of every one.

use ambidex_analysis::Law;
use ambidex_analysis::designs::sequence::{Kind, Sequence};
use ambidex_core::Problem;
use ambidex_scenario::experiment::{self as file, Experiment, Factor, Role, Spread};
use serde::Serialize;

use super::design::{Axis, Lever, Rows};
use super::target::{Plausible, Target};
use crate::statistics::round;

/// How many times its lower end the upper end of a plausible range is from where on it is even in the logarithm.
const WIDE: f64 = 10.0;

/// Adds every number of the target that is neither listed nor fixed, over its plausible range.
pub(super) fn with_plausible(mut experiment: Experiment, target: &dyn Target) -> Experiment {
    if !experiment.plausible {
        return experiment;
    }
    let taken = |path: &str| {
        experiment.factors.iter().any(|factor| factor.path == path)
            || experiment.set.iter().any(|(set, _)| set == path)
    };
    let free: Vec<Plausible> = target.plausible().into_iter().filter(|one| !taken(&one.path)).collect();
    experiment.factors.extend(free.into_iter().map(factor));
    experiment
}

fn factor(Plausible { path, low, high, whole }: Plausible) -> Factor {
    let wide = low > 0.0 && high / low >= WIDE && !whole;
    let law = if wide { file::Law::LogUniform(low, high) } else { file::Law::Uniform(low, high) };
    let spread = Spread::Range { law, levels: None, whole };
    Factor { role: Role::Uncertainty, path, spread, at: "uncertain".to_owned() }
}

/// The law of a factor; of one with values that of their places.
pub fn law(factor: &Factor) -> Law {
    match &factor.spread {
        Spread::Values(values) => Law::Choices { weights: vec![1.0; values.len()] },
        Spread::Range { law: file::Law::Uniform(low, high), whole: true, .. } if high - low >= 1.0 => {
            Law::Integers { low: low.ceil() as i64, high: high.floor() as i64 }
        }
        Spread::Range { law, .. } => continuous(*law),
    }
}

/// A law of the file.
pub(super) fn continuous(law: file::Law) -> Law {
    match law {
        file::Law::Uniform(low, high) => Law::Uniform { low, high },
        file::Law::LogUniform(low, high) => Law::LogUniform { low, high },
        file::Law::Triangular(low, mode, high) => Law::Triangular { low, mode, high },
        file::Law::Normal { mean, sd, low, high } => Law::Normal { mean, sd, low, high },
    }
}

/// The setting for a value of a factor's law, to nine digits.
pub fn setting(spread: &Spread, value: f64) -> String {
    match spread {
        Spread::Values(values) => values[(value as usize).min(values.len() - 1)].clone(),
        Spread::Range { whole: true, .. } => value.round().to_string(),
        Spread::Range { .. } => round(value).to_string(),
    }
}

/// Factors that are sampled together: a row is found from its number.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Sample {
    /// Points of the unit cube.
    pub sequence: Sequence,
    /// What is sampled, an input each.
    inputs: Vec<Sampled>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Sampled {
    law: Law,
    spread: Spread,
}

impl Sample {
    fn new(factors: &[Factor], sequence: Sequence) -> Self {
        let sampled = |factor: &Factor| Sampled { law: law(factor), spread: factor.spread.clone() };
        Self { sequence, inputs: factors.iter().map(sampled).collect() }
    }

    /// Settings of the factors in a row.
    pub fn settings(&self, row: u32) -> Vec<String> {
        let unit = self.sequence.point(row);
        let place = |(input, u): (&Sampled, f64)| setting(&input.spread, input.law.quantile(u));
        self.inputs.iter().zip(unit).map(place).collect()
    }

    /// The values of an input that has some; none of a range.
    pub fn values(&self, input: usize) -> &[String] {
        match &self.inputs[input].spread {
            Spread::Values(values) => values,
            Spread::Range { .. } => &[],
        }
    }
}

/// The axis on which factors move together, a row a point of a design.
pub fn axis(factors: &[Factor], target: &dyn Target, sequence: Sequence) -> Axis {
    Axis { levers: levers(factors, target), rows: Rows::Sampled(Sample::new(factors, sequence)) }
}

/// The same from values of the laws, `points x inputs`.
pub fn axis_of_values(factors: &[Factor], target: &dyn Target, points: &[Vec<f64>]) -> Axis {
    let row = |point: &Vec<f64>| {
        factors.iter().zip(point).map(|(factor, x)| Some(setting(&factor.spread, *x))).collect()
    };
    Axis { levers: levers(factors, target), rows: Rows::Listed(points.iter().map(row).collect()) }
}

fn levers(factors: &[Factor], target: &dyn Target) -> Vec<Lever> {
    let lever = |factor: &Factor| Lever { path: factor.path.clone(), unit: target.unit(&factor.path) };
    factors.iter().map(lever).collect()
}

/// Points of the unit cube by the design of the file.
pub(super) fn sequence(experiment: &Experiment, inputs: usize) -> Result<Sequence, Problem> {
    let (points, seed) = (experiment.points, experiment.seed);
    let kind = match experiment.design {
        file::Design::Sobol => Kind::Sobol { points },
        _ => Kind::LatinHypercube { points },
    };
    let sequence = Sequence { kind, inputs, seed };
    sequence.check().map(|()| sequence).map_err(|problem| Problem {
        path: "design".to_owned(),
        found: "\"sobol\"".to_owned(),
        expected: problem.to_string(),
        remedy: "take \"latin-hypercube\"".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ranged(law: file::Law, whole: bool) -> Factor {
        let spread = Spread::Range { law, levels: None, whole };
        Factor { role: Role::Lever, path: "x".into(), spread, at: "lever[0]".into() }
    }

    #[test]
    fn whole_numbers_are_equally_likely_and_values_have_places() {
        let whole = ranged(file::Law::Uniform(1.0, 4.0), true);
        let text = |u: f64| setting(&whole.spread, law(&whole).quantile(u));
        assert_eq!([0.1, 0.3, 0.6, 0.9].map(text), ["1", "2", "3", "4"]);
        let spread = Spread::Values(vec!["a".into(), "b".into()]);
        let words = Factor { spread, ..whole.clone() };
        let text = |u: f64| setting(&words.spread, law(&words).quantile(u));
        assert_eq!([0.2, 0.49, 0.5, 1.0].map(text), ["a", "a", "b", "b"]);
    }

    #[test]
    fn ranges_over_a_factor_of_ten_are_even_in_the_logarithm() {
        let of = |low, high| law(&factor(Plausible { path: "x".into(), low, high, whole: false }));
        assert!((of(0.01, 1.0).quantile(0.5) - 0.1).abs() < 1e-12);
        assert_eq!((of(1.0, 3.0).quantile(0.5), of(0.0, 3.0).quantile(0.5)), (2.0, 1.5));
    }
}
