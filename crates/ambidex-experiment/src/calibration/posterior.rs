//! What the data tell of the parameters.

use ambidex_analysis::calibration::posterior::{Moved, directions, draws, moved, weighted_quantile};
use ambidex_analysis::distributions::values;
use ambidex_scenario::experiment::{Calibration, Experiment, Factor};
use serde::Serialize;

use super::data::laws;
use super::search::Searched;
use crate::error::RunError;
use crate::points::sampling;

/// Standard errors of the divergence above which the data moved a parameter.
const ERRORS: f64 = 3.0;
/// Ratio of variances above which a direction is loose.
const LOOSE: f64 = 0.8;
/// Parts of the prior in which densities are told.
const PARTS: usize = 10;
/// Components of a direction that are named.
const NAMED: usize = 4;

/// The posterior, or what the waves leave.
#[derive(Clone, Debug, Serialize)]
pub struct Posterior {
    /// Parameters, in order.
    pub parameters: Vec<Parameter>,
    /// Principal directions in the laws' probabilities, the loosest first.
    pub directions: Vec<Direction>,
    /// Directions that the data leave loose.
    pub loose: usize,
    /// Ratio of variances above which a direction is loose.
    pub loose_above: f64,
    /// Equally weighted draws, in the parameters' units.
    pub draws: Vec<Vec<f64>>,
}

/// One parameter.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// Path.
    pub path: String,
    /// Mean, spread, and how far the data moved it.
    #[serde(flatten)]
    pub moved: Moved,
    /// 5 % quantile.
    pub q05: f64,
    /// Median.
    pub q50: f64,
    /// 95 % quantile.
    pub q95: f64,
    /// 5, 50 and 95 % quantiles of the prior.
    pub prior: [f64; 3],
    /// Density of the posterior over that of the prior, in equal parts of the prior's probability.
    pub density: Vec<f64>,
    /// Whether the data moved it: the divergence is above three of its standard errors.
    pub told: bool,
}

/// A direction.
#[derive(Clone, Debug, Serialize)]
pub struct Direction {
    /// Posterior over prior variance along it.
    pub ratio: f64,
    /// Its largest components, by path.
    pub components: Vec<(String, f64)>,
}

/// What a sample tells; none of an empty one.
pub(super) fn of(
    experiment: &Experiment,
    settings: &Calibration,
    found: &Searched,
) -> Result<Option<Posterior>, RunError> {
    if found.unit.len() < 2 {
        return Ok(None);
    }
    let failed = |problem| RunError::Analysis { what: "posterior".to_owned(), problem };
    let laws = laws(&experiment.factors);
    let told = moved(&laws, &found.unit, &found.weights).map_err(failed)?;
    let points: Vec<Vec<f64>> =
        found.unit.iter().map(|u| values(&laws, u)).collect::<Result<_, _>>().map_err(failed)?;
    let parameter = |(place, moved): (usize, &Moved)| {
        let column: Vec<f64> = points.iter().map(|point| point[place]).collect();
        let at = |p| weighted_quantile(&column, &found.weights, p);
        Parameter {
            path: experiment.factors[place].path.clone(),
            moved: *moved,
            q05: at(0.05),
            q50: at(0.5),
            q95: at(0.95),
            prior: [0.05, 0.5, 0.95].map(|p| laws[place].quantile(p)),
            density: density(found.unit.iter().map(|u| u[place]), &found.weights),
            told: moved.divergence > ERRORS * moved.divergence_error,
        }
    };
    let directions: Vec<Direction> = directions(&found.unit, &found.weights)
        .map_err(failed)?
        .into_iter()
        .map(|one| Direction { ratio: one.ratio, components: components(&experiment.factors, &one.vector) })
        .collect();
    let chosen = draws(&found.weights, settings.draws as usize, experiment.seed).map_err(failed)?;
    Ok(Some(Posterior {
        parameters: told.iter().enumerate().map(parameter).collect(),
        loose: directions.iter().filter(|one| one.ratio > LOOSE).count(),
        loose_above: LOOSE,
        directions,
        draws: chosen.into_iter().map(|place| points[place].clone()).collect(),
    }))
}

/// Weights in equal parts of the unit interval, each as a multiple of what the prior has there.
fn density(unit: impl Iterator<Item = f64>, weights: &[f64]) -> Vec<f64> {
    let mut parts = vec![0.0; PARTS];
    for (u, weight) in unit.zip(weights) {
        let part = ((u * PARTS as f64) as usize).min(PARTS - 1);
        parts[part] += weight;
    }
    let all: f64 = weights.iter().sum();
    parts.into_iter().map(|part| part / all * PARTS as f64).collect()
}

fn components(factors: &[Factor], vector: &[f64]) -> Vec<(String, f64)> {
    let mut all: Vec<(String, f64)> =
        factors.iter().zip(vector).map(|(factor, x)| (factor.path.clone(), *x)).collect();
    all.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    all.truncate(NAMED);
    all
}

impl Posterior {
    /// The draws as a table: a row a draw, a column a parameter by path.
    pub fn csv(&self, factors: &[Factor]) -> String {
        let quoted = |path: &str| {
            if path.contains([',', '"']) {
                format!("\"{}\"", path.replace('"', "\"\""))
            } else {
                path.to_owned()
            }
        };
        let head = factors.iter().map(|factor| quoted(&factor.path)).collect::<Vec<_>>().join(",");
        let row = |draw: &Vec<f64>| {
            let cells =
                factors.iter().zip(draw).map(|(factor, x)| quoted(&sampling::setting(&factor.spread, *x)));
            cells.collect::<Vec<_>>().join(",")
        };
        let rows: Vec<String> = std::iter::once(head).chain(self.draws.iter().map(row)).collect();
        rows.join("\n") + "\n"
    }
}
