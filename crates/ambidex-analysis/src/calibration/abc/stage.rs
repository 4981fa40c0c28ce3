//! One generation: candidates are run until enough are kept.

use super::{Abc, End, Generation, Proposal};
use crate::calibration::Batch;
use crate::distributions::{Law, values};
use crate::error::{Problem, same};
use crate::statistics::{quantile, sorted};

/// One generation.
pub(super) struct Stage<'a> {
    pub(super) laws: &'a [Law],
    pub(super) observed: &'a [f64],
    pub(super) how: &'a Abc,
    pub(super) proposal: &'a Proposal<'a>,
    pub(super) number: usize,
}

impl Stage<'_> {
    /// Runs candidates in the order of their numbers until enough are kept; what comes after the last one kept is not
    /// looked at, so that the size of a batch does not matter.
    pub(super) fn run(
        &self,
        tolerance: f64,
        scales: &mut Option<Vec<f64>>,
        model: &mut impl FnMut(&Batch) -> Option<Vec<Vec<f64>>>,
    ) -> Result<Result<Generation, End>, Problem> {
        let most = (self.how.particles as f64 / self.how.least_acceptance).ceil() as usize;
        let mut kept = Kept::default();
        let mut first = 0;
        while kept.unit.len() < self.how.particles {
            if first >= most {
                return Ok(Err(End::Acceptance));
            }
            let unit: Vec<Vec<f64>> =
                (first..first + self.how.batch).map(|i| self.proposal.candidate(i)).collect();
            let points: Vec<Vec<f64>> =
                unit.iter().map(|u| values(self.laws, u)).collect::<Result<_, _>>()?;
            let Some(summaries) = model(&Batch { stage: self.number, first, points: &points }) else {
                return Ok(Err(End::Interrupted));
            };
            same("summaries of a batch", points.len(), summaries.len())?;
            for one in &summaries {
                same("summaries of a point", self.observed.len(), one.len())?;
            }
            // Without scales every finite candidate of the prior is kept, and gives the scales.
            let current = scales.clone().unwrap_or_else(|| vec![1.0; self.observed.len()]);
            for ((u, point), summary) in unit.into_iter().zip(points).zip(summaries) {
                kept.offer(u, point, summary, self, &current, tolerance);
            }
            first += self.how.batch;
        }
        let scales = scales.get_or_insert_with(|| deviations(&kept.summaries));
        Ok(Ok(self.finished(kept, scales, tolerance)))
    }

    fn distance(&self, summary: &[f64], scales: &[f64]) -> f64 {
        let terms = summary.iter().zip(self.observed).zip(scales);
        terms.map(|((s, o), scale)| ((s - o) / scale) * ((s - o) / scale)).sum::<f64>().sqrt()
    }

    fn finished(&self, kept: Kept, scales: &[f64], tolerance: f64) -> Generation {
        let weights = self.proposal.weights(&kept.unit);
        let distances = kept.summaries.iter().map(|s| self.distance(s, scales)).collect();
        Generation {
            tolerance,
            unit: kept.unit,
            points: kept.points,
            weights,
            summaries: kept.summaries,
            distances,
            attempts: kept.attempts,
        }
    }
}

/// What has been kept so far.
#[derive(Default)]
struct Kept {
    unit: Vec<Vec<f64>>,
    points: Vec<Vec<f64>>,
    summaries: Vec<Vec<f64>>,
    attempts: usize,
}

impl Kept {
    fn offer(
        &mut self,
        unit: Vec<f64>,
        point: Vec<f64>,
        summary: Vec<f64>,
        stage: &Stage,
        scales: &[f64],
        tolerance: f64,
    ) {
        if self.unit.len() == stage.how.particles {
            return;
        }
        self.attempts += 1;
        let distance = stage.distance(&summary, scales);
        if distance.is_finite() && distance <= tolerance {
            self.unit.push(unit);
            self.points.push(point);
            self.summaries.push(summary);
        }
    }
}

/// Median absolute deviation by summary; 1 where a summary does not vary.
fn deviations(summaries: &[Vec<f64>]) -> Vec<f64> {
    let width = summaries.first().map_or(0, Vec::len);
    let of = |j: usize| {
        let column = sorted(&summaries.iter().map(|s| s[j]).collect::<Vec<_>>());
        let middle = quantile(&column, 0.5);
        let gaps = sorted(&column.iter().map(|x| (x - middle).abs()).collect::<Vec<_>>());
        let median = quantile(&gaps, 0.5);
        if median > 0.0 { median } else { 1.0 }
    };
    (0..width).map(of).collect()
}
