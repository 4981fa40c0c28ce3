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

use ambidex_core::{Draws, Stream};
use serde::Serialize;

use crate::calibration::Batch;
use crate::distributions::{Law, values};
use crate::error::{Problem, at_least, finite, holds, same};
use crate::linear::{Cholesky, Matrix, covariance, dot};
use crate::purposes::{ABC_CANDIDATE, address, stream};
use crate::statistics::{quantile, sorted};

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

/// Where candidates come from: the prior, or a generation and its kernel.
struct Proposal<'a> {
    stream: Stream,
    period: u32,
    inputs: usize,
    kernel: Option<(&'a Generation, Cholesky)>,
}

impl<'a> Proposal<'a> {
    fn new(inputs: usize, seed: u64, number: usize, last: Option<&'a Generation>) -> Result<Self, Problem> {
        let kernel = last.map(|last| Ok::<_, Problem>((last, kernel(last)?))).transpose()?;
        Ok(Self { stream: stream(seed, ABC_CANDIDATE), period: address(number), inputs, kernel })
    }

    /// Candidate number `attempt`, in the unit cube.
    fn candidate(&self, attempt: usize) -> Vec<f64> {
        let mut draws = self.stream.draws(attempt as u64, self.period);
        let Some((last, factor)) = &self.kernel else {
            return (0..self.inputs).map(|_| draws.unit()).collect();
        };
        loop {
            let ancestor = draws.weighted(&last.weights).unwrap_or(0);
            let moved = moved(&last.unit[ancestor], factor, &mut draws);
            if moved.iter().all(|u| (0.0..=1.0).contains(u)) {
                return moved;
            }
        }
    }

    /// 1 / sum_j w_j K(u | u_j), scaled to sum to 1; equal in generation 0.
    fn weights(&self, unit: &[Vec<f64>]) -> Vec<f64> {
        let Some((last, factor)) = &self.kernel else { return vec![1.0 / unit.len() as f64; unit.len()] };
        // In coordinates where the kernel is round.
        let old: Vec<Vec<f64>> = last.unit.iter().map(|u| factor.forward(u)).collect();
        let density = |u: &Vec<f64>| {
            let z = factor.forward(u);
            let kernel = |other: &Vec<f64>| {
                let distance: f64 = z.iter().zip(other).map(|(a, b)| (a - b) * (a - b)).sum();
                ambidex_core::maths::exp(-0.5 * distance)
            };
            old.iter().zip(&last.weights).map(|(other, w)| w * kernel(other)).sum::<f64>()
        };
        let raw: Vec<f64> = unit.iter().map(|u| 1.0 / density(u)).collect();
        let total: f64 = raw.iter().sum();
        raw.iter().map(|w| w / total).collect()
    }
}

/// The factor of twice the weighted covariance, with a floor that keeps it from collapsing.
fn kernel(last: &Generation) -> Result<Cholesky, Problem> {
    const FLOOR: f64 = 1e-12;
    let (_, spread) = covariance(&last.unit, &last.weights);
    let doubled = Matrix::from_fn(spread.rows(), spread.columns(), |i, j| {
        2.0 * spread[(i, j)] + if i == j { FLOOR } else { 0.0 }
    });
    Cholesky::new(&doubled).ok_or(Problem::Singular("the covariance of the particles"))
}

fn moved(from: &[f64], factor: &Cholesky, draws: &mut Draws) -> Vec<f64> {
    let z: Vec<f64> = from.iter().map(|_| draws.normal()).collect();
    let shift = |i: usize| dot(&factor.lower().row(i)[..=i], &z[..=i]);
    from.iter().enumerate().map(|(i, u)| u + shift(i)).collect()
}

/// One generation.
struct Stage<'a> {
    laws: &'a [Law],
    observed: &'a [f64],
    how: &'a Abc,
    proposal: &'a Proposal<'a>,
    number: usize,
}

impl Stage<'_> {
    /// Runs candidates in the order of their numbers until enough are kept; what comes after the last one kept is not
    /// looked at, so that the size of a batch does not matter.
    fn run(
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calibration::check::{rank, uniformity};
    use crate::calibration::posterior::{draws, mean_and_sd};
    use ambidex_core::Purpose;
    use ambidex_core::maths::{normal_density, normal_distribution};

    const N: f64 = 10.0;

    fn prior() -> Law {
        Law::Normal { mean: 0.0, sd: 1.0, low: -6.0, high: 6.0 }
    }

    /// The mean of ten normals of mean theta, drawn at the batch's address.
    fn model(seed: u64) -> impl Fn(&Batch) -> Option<Vec<Vec<f64>>> {
        let stream = stream(seed, Purpose("test.abc_model"));
        move |batch| {
            let one = |(i, point): (usize, &Vec<f64>)| {
                let mut draws = stream.draws((batch.first + i) as u64, address(batch.stage));
                vec![point[0] + draws.normal() / N.sqrt()]
            };
            Some(batch.points.iter().enumerate().map(one).collect())
        }
    }

    /// Mean and sd of theta given that the sample mean lies within `tolerance` of `observed`, by quadrature.
    fn truth(observed: f64, tolerance: f64) -> (f64, f64) {
        let steps = 6000;
        let at = |i: i32| -6.0 + 12.0 * (f64::from(i) + 0.5) / f64::from(steps);
        let tail = |x: f64, theta: f64| normal_distribution((x - theta) * N.sqrt());
        let density = |theta: f64| {
            normal_density(theta) * (tail(observed + tolerance, theta) - tail(observed - tolerance, theta))
        };
        let moment = |f: &dyn Fn(f64) -> f64| (0..steps).map(|i| f(at(i)) * density(at(i))).sum::<f64>();
        let mean = moment(&|x| x) / moment(&|_| 1.0);
        (mean, (moment(&|x| (x - mean) * (x - mean)) / moment(&|_| 1.0)).sqrt())
    }

    #[test]
    fn a_normal_mean_has_its_posterior() {
        let how = Abc { particles: 2000, generations: 7, batch: 1000, ..Abc::new(3) };
        let found = approach(&[prior()], &[0.8], Some(&[1.0]), &how, model(1)).unwrap();
        assert_eq!((found.generations.len(), found.end), (7, End::Generations));
        for generation in &found.generations[1..] {
            let column: Vec<f64> = generation.points.iter().map(|p| p[0]).collect();
            let (mean, sd) = mean_and_sd(&column, &generation.weights);
            let (m, s) = truth(0.8, generation.tolerance);
            let effective = generation.effective();
            assert!((mean - m).abs() < 4.0 * s / effective.sqrt(), "{mean} {m} at {}", generation.tolerance);
            assert!((sd - s).abs() < 4.0 * s / (2.0 * effective).sqrt(), "{sd} {s}");
        }
        // The last tolerance is small against the sampling error .32: the exact posterior N(.727, .302^2) is near.
        let last = found.generations.last().unwrap();
        assert!(last.tolerance < 0.1);
        let (m, s) = truth(0.8, last.tolerance);
        assert!((m - 0.8 * N / (N + 1.0)).abs() < 0.01 && (s - (1.0 / (N + 1.0)).sqrt()).abs() < 0.01);
    }

    #[test]
    fn batches_do_not_matter_and_answers_can_be_replayed() {
        let run = |batch| {
            let how = Abc { particles: 60, generations: 4, batch, ..Abc::new(5) };
            approach(&[prior()], &[0.2], None, &how, model(2)).unwrap()
        };
        let (one, other) = (run(7), run(60));
        assert_eq!(one.generations[3].points, other.generations[3].points);
        assert_eq!(one.generations[3].weights, other.generations[3].weights);
    }

    #[test]
    fn failures_are_left_out_and_interruptions_keep_what_is_done() {
        let how = Abc { particles: 50, generations: 5, batch: 50, ..Abc::new(5) };
        let works = model(2);
        let failing = |batch: &Batch| {
            let mut answers = works(batch)?;
            answers.iter_mut().step_by(3).for_each(|a| a[0] = f64::NAN);
            (batch.stage < 2).then_some(answers)
        };
        let found = approach(&[prior()], &[0.2], None, &how, failing).unwrap();
        assert_eq!((found.generations.len(), found.end), (2, End::Interrupted));
        assert!(found.generations.iter().all(|g| g.summaries.iter().all(|s| s[0].is_finite())));
        assert!(found.generations[0].attempts > 50);
    }

    #[test]
    fn what_cannot_be_run_is_refused() {
        let how = Abc::new(1);
        assert!(approach(&[], &[1.0], None, &how, model(1)).is_err());
        assert!(approach(&[prior()], &[f64::NAN], None, &how, model(1)).is_err());
        assert!(approach(&[prior()], &[1.0], Some(&[0.0]), &how, model(1)).is_err());
        assert!(approach(&[prior()], &[1.0, 2.0], None, &how, model(1)).is_err());
        assert!(approach(&[prior()], &[1.0], None, &Abc { quantile: 1.0, ..how }, model(1)).is_err());
    }

    /// Simulation-based calibration of the toy: parameters from the prior, data from the model, posterior by ABC; ranks
    /// are uniform at level .001.
    #[test]
    fn ranks_of_the_truth_are_uniform() {
        const DRAWS: usize = 15;
        let how = Abc { particles: 120, generations: 6, batch: 120, ..Abc::new(0) };
        let prior_stream = stream(77, Purpose("test.abc_truth"));
        let ranks: Vec<usize> = (0..240)
            .map(|i: u64| {
                let mut source = prior_stream.draws(i, 0);
                let theta = prior().quantile(source.unit());
                let observed = theta + source.normal() / N.sqrt();
                let how = Abc { seed: i, ..how };
                let found = approach(&[prior()], &[observed], Some(&[1.0]), &how, model(1000 + i)).unwrap();
                let last = found.generations.last().unwrap();
                let sample = draws(&last.weights, DRAWS, i).unwrap();
                let values: Vec<f64> = sample.iter().map(|&j| last.points[j][0]).collect();
                rank(theta, &values, i, 0)
            })
            .collect();
        assert!(uniformity(&ranks, DRAWS, 8).unwrap().p > 0.001);
    }
}
