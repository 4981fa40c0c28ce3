//! From ranges to points: each factor as a law, so that a point of the unit cube gives a value of every one.

use ambidex_analysis::Law;
use ambidex_analysis::designs::latin::{Placement, hypercube};
use ambidex_analysis::designs::sobol::{Scramble, Sobol};
use ambidex_core::Problem;
use ambidex_scenario::experiment::{self as file, Experiment, Factor, Role, Spread};

use super::design::{Axis, Lever};
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
pub fn setting(factor: &Factor, value: f64) -> String {
    match &factor.spread {
        Spread::Values(values) => values[(value as usize).min(values.len() - 1)].clone(),
        Spread::Range { whole: true, .. } => value.round().to_string(),
        Spread::Range { .. } => round(value).to_string(),
    }
}

/// The axis on which factors move together, a row a point of the unit cube.
pub fn axis(factors: &[Factor], target: &dyn Target, unit: &[Vec<f64>]) -> Axis {
    let laws: Vec<Law> = factors.iter().map(law).collect();
    let values = |point: &Vec<f64>| laws.iter().zip(point).map(|(law, u)| law.quantile(*u)).collect();
    axis_of_values(factors, target, &unit.iter().map(values).collect::<Vec<_>>())
}

/// The same from values of the laws, `points x inputs`.
pub fn axis_of_values(factors: &[Factor], target: &dyn Target, points: &[Vec<f64>]) -> Axis {
    let lever = |factor: &Factor| Lever { path: factor.path.clone(), unit: target.unit(&factor.path) };
    let row =
        |point: &Vec<f64>| factors.iter().zip(point).map(|(factor, x)| Some(setting(factor, *x))).collect();
    Axis { levers: factors.iter().map(lever).collect(), rows: points.iter().map(row).collect() }
}

/// Points of the unit cube by the design of the file, `points x inputs`.
pub(super) fn unit_cube(experiment: &Experiment, inputs: usize) -> Result<Vec<Vec<f64>>, Problem> {
    let (points, seed) = (experiment.points, experiment.seed);
    if experiment.design != file::Design::Sobol {
        return Ok(hypercube(points as usize, inputs, seed, Placement::Random));
    }
    let sequence = Sobol::new(inputs, Scramble::Owen(seed)).map_err(|problem| Problem {
        path: "design".to_owned(),
        found: "\"sobol\"".to_owned(),
        expected: problem.to_string(),
        remedy: "take \"latin-hypercube\"".to_owned(),
    })?;
    Ok(sequence.points(points))
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
        let text = |u: f64| setting(&whole, law(&whole).quantile(u));
        assert_eq!([0.1, 0.3, 0.6, 0.9].map(text), ["1", "2", "3", "4"]);
        let spread = Spread::Values(vec!["a".into(), "b".into()]);
        let words = Factor { spread, ..whole.clone() };
        let text = |u: f64| setting(&words, law(&words).quantile(u));
        assert_eq!([0.2, 0.49, 0.5, 1.0].map(text), ["a", "a", "b", "b"]);
    }

    #[test]
    fn ranges_over_a_factor_of_ten_are_even_in_the_logarithm() {
        let of = |low, high| law(&factor(Plausible { path: "x".into(), low, high, whole: false }));
        assert!((of(0.01, 1.0).quantile(0.5) - 0.1).abs() < 1e-12);
        assert_eq!((of(1.0, 3.0).quantile(0.5), of(0.0, 3.0).quantile(0.5)), (2.0, 1.5));
    }
}
