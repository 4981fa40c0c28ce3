//! Approximate Bayesian computation by sequential Monte Carlo (Toni et al. 2009, doi:10.1098/rsif.2008.0172).
//!
//! Generation 0 is drawn from the prior. In each later one, a particle of the one before is drawn by weight and moved by
//! a normal kernel with twice its weighted covariance (Beaumont et al. 2009, doi:10.1093/biomet/asp052; Filippi et al.
//! 2013, doi:10.1515/sagmb-2012-0069), the model is run, and the candidate is kept if its summaries lie within the
//! tolerance: the quantile of the last generation's distances. Its weight is prior / sum_j w_j K(u | u_j).
//!
//! Particles live in the unit cube of the laws' probabilities, where the prior is flat: bounds, skewed laws and whole
//! numbers need no kernel of their own. A candidate outside is drawn anew, ancestor and all, so that the proposal is the
//! mixture cut to the cube, and its constant cancels.
//!
//! Distance: root of the sum of ((s - observed) / scale)^2, scales by default the median absolute deviation of each
//! summary in generation 0. A candidate with a summary that is not finite (a failed world) is never kept.

mod proposal;
mod stage;

use serde::Serialize;

use crate::calibration::Batch;
use crate::distributions::Law;
use crate::error::{Problem, at_least, finite, holds, same};
use crate::linear::dot;
use crate::statistics::{quantile, sorted};
use proposal::Proposal;
use stage::Stage;

/// How the posterior is approached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Abc {
    /// Particles of a generation.
    pub particles: usize,
    /// The most generations, that of the prior included.
    pub generations: usize,
    /// Quantile of the distances that is the next tolerance, such as 0.5.
    pub quantile: f64,
    /// Share of candidates kept below which it ends.
    pub least_acceptance: f64,
    /// Tolerance at which it ends; 0 for none.
    pub tolerance: f64,
    /// Points asked for at once.
    pub batch: usize,
    /// Seed of the candidates.
    pub seed: u64,
}

impl Abc {
    /// 500 particles, 10 generations, the median as the next tolerance, at least 1 % kept.
    pub fn new(seed: u64) -> Self {
        Self {
            particles: 500,
            generations: 10,
            quantile: 0.5,
            least_acceptance: 0.01,
            tolerance: 0.0,
            batch: 500,
            seed,
        }
    }
}

/// A weighted sample.
#[derive(Clone, Debug, Serialize)]
pub struct Generation {
    /// Greatest distance that was kept; infinite (null) in generation 0.
    pub tolerance: f64,
    /// Particles in the unit cube: `particles x parameters`.
    pub unit: Vec<Vec<f64>>,
    /// The same in the parameters' units.
    pub points: Vec<Vec<f64>>,
    /// Weights, which sum to 1.
    pub weights: Vec<f64>,
    /// Summaries of the model's output: `particles x summaries`.
    pub summaries: Vec<Vec<f64>>,
    /// Distances to what was observed.
    pub distances: Vec<f64>,
    /// Candidates that were run up to the last one kept.
    pub attempts: usize,
}

impl Generation {
    /// Effective number of particles, 1 / sum w^2 (Kong, Liu & Wong 1994, doi:10.1080/01621459.1994.10476469).
    pub fn effective(&self) -> f64 {
        1.0 / dot(&self.weights, &self.weights)
    }

    /// Share of candidates that were kept.
    pub fn acceptance(&self) -> f64 {
        self.points.len() as f64 / self.attempts as f64
    }
}

/// Why it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum End {
    /// All generations were run.
    Generations,
    /// The tolerance was reached.
    Tolerance,
    /// Too few candidates were kept.
    Acceptance,
    /// The model gave no answer: interrupted.
    Interrupted,
}

/// All generations; the last is the posterior at the smallest tolerance reached.
#[derive(Clone, Debug, Serialize)]
pub struct Approach {
    /// Generations; none where the first was interrupted.
    pub generations: Vec<Generation>,
    /// Scale of each summary in the distance.
    pub scales: Vec<f64>,
    /// Why it ended.
    pub end: End,
}

/// Runs the generations. `model` is given a batch of points and returns `points x summaries`, or `None` to stop; what was
/// complete is returned.
///
/// # Errors
/// `Problem` where laws or settings make no sense or the model's answer has another shape than what was observed.
pub fn approach(
    laws: &[Law],
    observed: &[f64],
    scales: Option<&[f64]>,
    how: &Abc,
    mut model: impl FnMut(&Batch) -> Option<Vec<Vec<f64>>>,
) -> Result<Approach, Problem> {
    check(laws, observed, scales, how)?;
    let mut scales = scales.map(<[f64]>::to_vec);
    let mut done: Vec<Generation> = Vec::new();
    let end = loop {
        let tolerance =
            done.last().map_or(f64::INFINITY, |last| quantile(&sorted(&last.distances), how.quantile));
        if done.len() == how.generations {
            break End::Generations;
        }
        if done.last().is_some_and(|last| last.tolerance <= how.tolerance) {
            break End::Tolerance;
        }
        let proposal = Proposal::new(laws.len(), how.seed, done.len(), done.last())?;
        let stage = Stage { laws, observed, how, proposal: &proposal, number: done.len() };
        match stage.run(tolerance.max(how.tolerance), &mut scales, &mut model)? {
            Ok(generation) => done.push(generation),
            Err(end) => break end,
        }
    };
    Ok(Approach { generations: done, scales: scales.unwrap_or_default(), end })
}

fn check(laws: &[Law], observed: &[f64], scales: Option<&[f64]>, how: &Abc) -> Result<(), Problem> {
    at_least("parameters", 1, laws.len())?;
    laws.iter().try_for_each(Law::check)?;
    at_least("summaries", 1, observed.len())?;
    finite("observed summary", observed)?;
    if let Some(scales) = scales {
        same("scales", observed.len(), scales.len())?;
        let least = scales.iter().copied().fold(f64::INFINITY, f64::min);
        holds(least > 0.0, "scale", "it must be above 0", least)?;
    }
    at_least("particles", 2 * laws.len() + 2, how.particles)?;
    at_least("points at once", 1, how.batch)?;
    holds(how.quantile > 0.0 && how.quantile < 1.0, "quantile", "it must lie between 0 and 1", how.quantile)?;
    let least = how.least_acceptance;
    holds(least > 0.0 && least < 1.0, "least acceptance", "it must lie between 0 and 1", least)
}

#[cfg(test)]
mod tests;
