//! The two methods, with batches as the model.

use ambidex_analysis::Problem;
use ambidex_analysis::calibration::abc::{Abc, End, Generation, approach};
use ambidex_analysis::calibration::emulator::Trend;
use ambidex_analysis::calibration::history::{History, Simulated, Target, matched};
use ambidex_analysis::statistics::{mean, quantile, sorted};
use ambidex_core::maths::sqrt;
use ambidex_scenario::experiment::{Calibration, Experiment, Fitting};
use serde::Serialize;

use super::batches::Batches;
use super::data::{Datum, laws};
use crate::error::RunError;
use crate::points::answers::Answers;

/// Candidates that an emulator looks at in a wave.
const CANDIDATES: usize = 10_000;

/// A generation or wave.
#[derive(Clone, Debug, Serialize)]
pub struct Stage {
    /// Number, from 0.
    pub number: usize,
    /// Candidates that were run.
    pub run: usize,
    /// Candidates that were kept, or that the waves so far do not rule out.
    pub kept: usize,
    /// Greatest root mean square misfit that was kept, in standard deviations of the errors; null of the prior.
    pub tolerance: Option<f64>,
    /// Effective number of particles; null of a wave.
    pub effective: Option<f64>,
    /// Interval of the share of the space that is left; null of a generation.
    pub left: Option<(f64, f64)>,
}

/// A weighted sample of the unit cube, and how it was come to.
pub(super) struct Searched {
    pub method: &'static str,
    pub stages: Vec<Stage>,
    pub end: String,
    pub unit: Vec<Vec<f64>>,
    pub weights: Vec<f64>,
    pub warnings: Vec<String>,
}

/// Runs the method of an experiment.
pub(super) fn search(
    experiment: &Experiment,
    settings: &Calibration,
    data: &[Datum],
    batches: &Batches<'_>,
) -> Result<Searched, RunError> {
    let found = match settings.method {
        Fitting::Abc => by_particles(experiment, settings, data, batches),
        Fitting::History => by_waves(experiment, settings, data, batches),
    };
    match batches.failure() {
        Some(error) => Err(error),
        None => found.map_err(|problem| RunError::Analysis { what: "calibration".to_owned(), problem }),
    }
}

/// Data that are fitted.
fn fitted(data: &[Datum]) -> impl Iterator<Item = &Datum> {
    data.iter().filter(|datum| !datum.holdout)
}

/// For each candidate a value for each datum that is fitted.
fn summaries(data: &[Datum], answers: &[Answers], summary: impl Fn(&[f64]) -> f64) -> Vec<Vec<f64>> {
    let of = |name: &str| answers.iter().find(|one| one.name == name);
    let columns: Vec<&Answers> = fitted(data).filter_map(|datum| of(&datum.outcome)).collect();
    let points = answers.first().map_or(0, |one| one.groups.len());
    (0..points).map(|point| columns.iter().map(|one| summary(&one.groups[point])).collect()).collect()
}

fn median(values: &[f64]) -> f64 {
    quantile(&sorted(values), 0.5)
}

fn by_particles(
    experiment: &Experiment,
    settings: &Calibration,
    data: &[Datum],
    batches: &Batches<'_>,
) -> Result<Searched, Problem> {
    let observed: Vec<f64> = fitted(data).map(|datum| datum.value).collect();
    let scales: Vec<f64> = fitted(data).map(|datum| datum.error).collect();
    let root = sqrt(observed.len() as f64);
    let how = Abc {
        particles: settings.particles as usize,
        generations: settings.generations as usize,
        quantile: settings.quantile,
        least_acceptance: settings.least_acceptance,
        tolerance: settings.tolerance * root,
        batch: settings.batch as usize,
        seed: experiment.seed,
    };
    let mut stage = None;
    let found = approach(&laws(&experiment.factors), &observed, Some(&scales), &how, |batch| {
        if stage != Some(batch.stage) {
            stage = Some(batch.stage);
            batches.note(&format!("generation {} of at most {}", batch.stage + 1, how.generations));
        }
        let answers =
            batches.answers(batch.stage as u32, batch.first, batch.points, experiment.replicates)?;
        Some(summaries(data, &answers, median))
    })?;
    let stages = found.generations.iter().enumerate().map(|(number, one)| generation(number, one, root));
    let stages: Vec<Stage> = stages.collect();
    let last = found.generations.into_iter().last();
    let reached = last.as_ref().is_some_and(|last| last.tolerance <= how.tolerance);
    let (unit, weights) = last.map_or_else(Default::default, |one| (one.unit, one.weights));
    let end = match found.end {
        End::Generations if !reached => "all generations were run",
        End::Generations | End::Tolerance => "the misfit is that of the stated errors",
        End::Acceptance => "too few candidates were kept",
        End::Interrupted => "interrupted",
    };
    Ok(Searched { method: "abc", stages, end: end.to_owned(), unit, weights, warnings: Vec::new() })
}

fn generation(number: usize, one: &Generation, root: f64) -> Stage {
    Stage {
        number,
        run: one.attempts,
        kept: one.points.len(),
        tolerance: one.tolerance.is_finite().then_some(one.tolerance / root),
        effective: Some(one.effective()),
        left: None,
    }
}

fn by_waves(
    experiment: &Experiment,
    settings: &Calibration,
    data: &[Datum],
    batches: &Batches<'_>,
) -> Result<Searched, Problem> {
    let targets: Vec<Target> = fitted(data)
        .map(|datum| Target { observed: datum.value, variance: datum.error * datum.error })
        .collect();
    let how = History {
        points: settings.particles as usize,
        waves: settings.generations as usize,
        cutoff: settings.cutoff,
        rank: settings.rank as usize,
        candidates: CANDIDATES.max(settings.particles as usize),
        trend: Trend::Linear,
        seed: experiment.seed,
    };
    let found = matched(&laws(&experiment.factors), &targets, &how, |batch| {
        batches.note(&format!("wave {} of at most {}", batch.stage + 1, how.waves));
        let answers =
            batches.answers(batch.stage as u32, batch.first, batch.points, experiment.replicates)?;
        let means = summaries(data, &answers, |group| mean(group).mean);
        let errors = summaries(data, &answers, |group| if group.len() > 1 { mean(group).se } else { 0.0 });
        let pairs = means.into_iter().zip(errors).map(|(means, errors)| {
            let simulated = |(mean, se): (f64, f64)| Simulated { mean, variance: se * se };
            means.into_iter().zip(errors).map(simulated).collect()
        });
        Some(pairs.collect())
    })?;
    let stages: Vec<Stage> = found
        .waves
        .iter()
        .enumerate()
        .map(|(number, wave)| Stage {
            number,
            run: wave.unit.len(),
            kept: wave.left.hits,
            tolerance: None,
            effective: None,
            left: Some(wave.left.interval),
        })
        .collect();
    let mut warnings = Vec::new();
    if experiment.replicates < 2 {
        warnings.push(
            "one replicate a point: an emulator takes the noise of a stochastic target for signal".into(),
        );
    }
    let end =
        if stages.len() == how.waves { "all waves were run" } else { "too little of the space is left" };
    let weights = vec![1.0 / found.unit.len().max(1) as f64; found.unit.len()];
    Ok(Searched { method: "history", stages, end: end.to_owned(), unit: found.unit, weights, warnings })
}
