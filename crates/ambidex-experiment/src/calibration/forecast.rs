//! The data against what the posterior predicts: those that were fitted as a check, those held out as a test.

use ambidex_analysis::calibration::scores::{Coverage, central, coverage, crps};
use ambidex_analysis::statistics::{quantile, sorted};
use ambidex_core::{Purpose, Streams};
use ambidex_scenario::experiment::Experiment;
use serde::Serialize;

use super::batches::Batches;
use super::data::Datum;
use super::{Calibrated, Posterior};
use crate::error::RunError;

/// Errors of the observations (entity: draw, period: datum).
const ERRORS: Purpose = Purpose("calibration.observation_errors");
/// The batch of the forecast: no generation has this number.
const STAGE: u32 = 999;
/// Level of the intervals.
pub(super) const LEVEL: f64 = 0.9;
/// Probabilities of a fan.
const FAN: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// What is predicted.
#[derive(Clone, Debug, Serialize)]
pub struct Forecast {
    /// Every datum.
    pub data: Vec<Prediction>,
    /// Those that were fitted.
    pub fit: Scored,
    /// Those that were held out; none where there are none.
    pub holdout: Option<Scored>,
    /// Probability, over the posterior, of a misfit at least as great as the observed one if the model and the stated
    /// errors are right (Gelman, Meng & Stern 1996): near 0 the model does not give such data.
    pub predictive_p: f64,
}

/// One datum.
#[derive(Clone, Debug, Serialize)]
pub struct Prediction {
    /// What was observed.
    #[serde(flatten)]
    pub datum: Datum,
    /// Median of the prediction.
    pub q50: f64,
    /// 5, 25, 50, 75 and 95 % of the prediction.
    pub fan: [f64; 5],
    /// Central 90 % interval.
    pub interval: (f64, f64),
    /// Continuous ranked probability score, in the outcome's unit.
    pub crps: f64,
}

/// How good the predictions of some data are.
#[derive(Clone, Debug, Serialize)]
pub struct Scored {
    /// How many intervals hold their datum.
    pub coverage: Coverage,
    /// Mean score.
    pub crps: f64,
    /// Root of the mean squared distance to the median.
    pub rmse: f64,
    /// Mean of observed minus median.
    pub bias: f64,
}

/// Predicts every datum from the draws.
pub(super) fn of(
    calibrated: &Calibrated,
    posterior: &Posterior,
    batches: &Batches<'_>,
) -> Result<Forecast, RunError> {
    let failed = |problem| RunError::Analysis { what: "forecast".to_owned(), problem };
    let Some(answers) = batches.answers(STAGE, 0, &posterior.draws, 1) else {
        return Err(batches.failure().unwrap_or(RunError::Interrupted { done: 0, total: 0 }));
    };
    let (data, experiment) = (&calibrated.data, &calibrated.opened.experiment);
    let simulated: Vec<Vec<Option<f64>>> = data
        .iter()
        .map(|datum| {
            let found = answers.iter().find(|one| one.name == datum.outcome);
            found.map_or_else(Vec::new, |one| one.groups.iter().map(|g| g.first().copied()).collect())
        })
        .collect();
    let ensembles: Vec<Vec<f64>> =
        data.iter().zip(&simulated).enumerate().map(|(i, (d, s))| ensemble(experiment, i, d, s)).collect();
    let predictions = data.iter().zip(&ensembles).map(|(datum, members)| {
        let members = &sorted(members);
        Ok(Prediction {
            q50: quantile(members, 0.5),
            fan: FAN.map(|p| quantile(members, p)),
            interval: central(members, LEVEL)?,
            crps: crps(members, datum.value)?,
            datum: datum.clone(),
        })
    });
    let predictions: Vec<Prediction> = predictions.collect::<Result<_, _>>().map_err(failed)?;
    let part = |holdout: bool| scored(&predictions, &ensembles, holdout).map_err(failed);
    Ok(Forecast {
        fit: part(false)?,
        holdout: if data.iter().any(|datum| datum.holdout) { Some(part(true)?) } else { None },
        predictive_p: predictive_p(experiment, data, &simulated),
        data: predictions,
    })
}

fn error(experiment: &Experiment, draw: usize, datum: usize) -> f64 {
    Streams::new(experiment.seed, 0).stream(ERRORS).draws(draw as u64, datum as u32).normal()
}

/// A datum as the draws give it, with an error each.
fn ensemble(experiment: &Experiment, place: usize, datum: &Datum, simulated: &[Option<f64>]) -> Vec<f64> {
    let member =
        |(draw, s): (usize, &Option<f64>)| s.map(|s| s + datum.error * error(experiment, draw, place));
    simulated.iter().enumerate().filter_map(member).collect()
}

fn scored(
    predictions: &[Prediction],
    ensembles: &[Vec<f64>],
    holdout: bool,
) -> Result<Scored, ambidex_analysis::Problem> {
    // Scores of one unit: where releases were observed, other outcomes are checked one by one.
    let releases = predictions.iter().any(|one| one.datum.release.is_some());
    let counts = |one: &Prediction| one.datum.holdout == holdout && one.datum.release.is_some() == releases;
    let mine = || predictions.iter().zip(ensembles).filter(|(one, _)| counts(one));
    let members: Vec<Vec<f64>> = mine().map(|(_, members)| members.clone()).collect();
    let observed: Vec<f64> = mine().map(|(one, _)| one.datum.value).collect();
    let n = observed.len().max(1) as f64;
    let mean = |f: &dyn Fn(&Prediction) -> f64| mine().map(|(one, _)| f(one)).sum::<f64>() / n;
    let residual = |one: &Prediction| one.datum.value - one.q50;
    Ok(Scored {
        coverage: coverage(&members, &observed, LEVEL)?,
        crps: mean(&|one| one.crps),
        rmse: mean(&|one| residual(one) * residual(one)).sqrt(),
        bias: mean(&residual),
    })
}

/// Share of draws whose own errors give at least the misfit that the data have, over the data that were fitted.
fn predictive_p(experiment: &Experiment, data: &[Datum], simulated: &[Vec<Option<f64>>]) -> f64 {
    let draws = simulated.first().map_or(0, Vec::len);
    let (mut hits, mut all) = (0.0, 0.0);
    for draw in 0..draws {
        let (mut observed, mut replicated, mut whole) = (0.0, 0.0, true);
        for (place, datum) in data.iter().enumerate().filter(|(_, datum)| !datum.holdout) {
            let Some(s) = simulated[place].get(draw).copied().flatten() else {
                whole = false;
                break;
            };
            let misfit = (datum.value - s) / datum.error;
            let own = error(experiment, draw, place);
            observed += misfit * misfit;
            replicated += own * own;
        }
        if whole {
            all += 1.0;
            hits += f64::from(u8::from(replicated >= observed));
        }
    }
    hits / all
}
