//! History matching (Craig et al. 1997, doi:10.1007/978-1-4612-2290-3_2; Vernon, Goldstein & Bower 2010,
//! doi:10.1214/10-BA524): the part of the parameter space that the data do not rule out.
//!
//! In each wave the model is run at points not yet ruled out, an [`Emulator`] is fitted to each output, and a point x is
//! ruled out where the implausibility
//! I(x) = |observed - E f(x)| / sqrt(Var f(x) + Var(observation) + Var(discrepancy))
//! of the output with the greatest (or the r-th greatest, which forgives r - 1 bad emulators) exceeds the cut-off: 3, by
//! Pukelsheim's rule (1994, doi:10.1080/00031305.1994.10476030: 95 % of any unimodal law lie within). All waves must
//! let a point pass. Nothing here says how probable what is left is: it may be empty, and then the model is wrong, or its
//! discrepancy is greater than was said.
//!
//! The share left is counted among candidates uniform in the laws' probabilities. Where too few of them pass to fill
//! the next wave, those that do are moved by small normal steps, and what passes is added.

use serde::Serialize;

use crate::calibration::Batch;
use crate::calibration::emulator::{Emulator, Noise, Trend};
use crate::designs::latin::{Placement, hypercube};
use crate::distributions::{Law, values};
use crate::error::{Problem, at_least, finite, holds, same};
use crate::purposes::{HISTORY_CANDIDATE, address, stream};
use crate::statistics::wilson;

/// What was observed of one output.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Target {
    /// Observed value.
    pub observed: f64,
    /// Variance of the observation and of the model's discrepancy, above 0.
    pub variance: f64,
}

/// The model's answer for one output at one point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Simulated {
    /// Mean over replicates.
    pub mean: f64,
    /// Variance of that mean: the replicates' variance over their number.
    pub variance: f64,
}

/// How the space is cut.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct History {
    /// Points run in a wave, ten a parameter as a rule.
    pub points: usize,
    /// The most waves.
    pub waves: usize,
    /// Implausibility above which a point is ruled out.
    pub cutoff: f64,
    /// Which of the outputs' implausibilities counts, from 1, the greatest.
    pub rank: usize,
    /// Candidates looked at in a wave.
    pub candidates: usize,
    /// Mean function of the emulators.
    pub trend: Trend,
    /// Seed of designs and candidates.
    pub seed: u64,
}

impl History {
    /// Three waves of ten points a parameter, cut-off 3 on the greatest, 20,000 candidates, linear trend.
    pub fn new(parameters: usize, seed: u64) -> Self {
        Self {
            points: 10 * parameters,
            waves: 3,
            cutoff: 3.0,
            rank: 1,
            candidates: 20_000,
            trend: Trend::Linear,
            seed,
        }
    }
}

/// One wave.
#[derive(Clone, Debug)]
pub struct Wave {
    /// Where the model was run, in the unit cube.
    pub unit: Vec<Vec<f64>>,
    /// The model's answers: `points x outputs`.
    pub outputs: Vec<Vec<Simulated>>,
    /// An emulator by output.
    pub emulators: Vec<Emulator>,
    /// Share of the space that this and all earlier waves leave, with Wilson's 95 % interval.
    pub left: Left,
}

/// Share of the space that is left.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Left {
    /// Candidates that pass.
    pub hits: usize,
    /// Candidates.
    pub n: usize,
    /// Interval of the share.
    pub interval: (f64, f64),
}

/// All waves.
#[derive(Clone, Debug)]
pub struct Matched {
    /// Waves that were run whole.
    pub waves: Vec<Wave>,
    /// Candidates that no wave rules out, in the unit cube: of the last wave's, and moved ones where few passed.
    pub unit: Vec<Vec<f64>>,
    /// What they were judged by.
    targets: Vec<Target>,
    how: History,
}

impl Matched {
    /// Implausibility at a point of the unit cube: the greatest over waves.
    ///
    /// # Errors
    /// `Problem::Shape` of a point with another number of parameters.
    pub fn implausibility(&self, x: &[f64]) -> Result<f64, Problem> {
        let mut most = 0.0_f64;
        for wave in &self.waves {
            most = most.max(implausibility(&wave.emulators, &self.targets, self.how.rank, x)?);
        }
        Ok(most)
    }

    /// Whether no wave rules a point out.
    ///
    /// # Errors
    /// As [`Self::implausibility`].
    pub fn passes(&self, x: &[f64]) -> Result<bool, Problem> {
        for wave in &self.waves {
            if implausibility(&wave.emulators, &self.targets, self.how.rank, x)? > self.how.cutoff {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Candidates that pass: the share among uniform ones, and enough of them for a next wave where that can be had.
    fn candidates(&self, parameters: usize, period: usize) -> Result<(Left, Vec<Vec<f64>>), Problem> {
        let stream = stream(self.how.seed, HISTORY_CANDIDATE);
        let n = self.how.candidates;
        let mut kept = Vec::new();
        for i in 0..n {
            let mut draws = stream.draws(i as u64, address(period));
            let x: Vec<f64> = (0..parameters).map(|_| draws.unit()).collect();
            if self.passes(&x)? {
                kept.push(x);
            }
        }
        let hits = kept.len();
        // Those moved come after the uniform ones, at addresses of their own.
        for i in n..2 * n {
            if kept.is_empty() || kept.len() >= self.how.points {
                break;
            }
            let mut draws = stream.draws(i as u64, address(period));
            let from = &kept[draws.below(kept.len())];
            let x: Vec<f64> = from.iter().map(|u| u + STEP * draws.normal()).collect();
            if x.iter().all(|u| (0.0..=1.0).contains(u)) && self.passes(&x)? {
                kept.push(x);
            }
        }
        Ok((Left { hits, n, interval: wilson(hits, n) }, kept))
    }
}

fn implausibility(
    emulators: &[Emulator],
    targets: &[Target],
    rank: usize,
    x: &[f64],
) -> Result<f64, Problem> {
    let mut all = Vec::with_capacity(targets.len());
    for (emulator, target) in emulators.iter().zip(targets) {
        let found = emulator.predict(x)?;
        all.push((target.observed - found.mean).abs() / (found.variance + target.variance).sqrt());
    }
    all.sort_by(|a, b| b.total_cmp(a));
    Ok(all[rank - 1])
}

/// Standard deviation by which candidates are moved, in the laws' probabilities.
const STEP: f64 = 0.03;

/// Runs the waves. `model` is given a batch of points and returns `points x outputs`, or `None` to stop; whole waves are
/// returned. Ends early where nothing is left.
///
/// # Errors
/// `Problem` where laws, targets or settings make no sense, the answers have another shape, or an emulator cannot be fitted.
pub fn matched(
    laws: &[Law],
    targets: &[Target],
    how: &History,
    mut model: impl FnMut(&Batch) -> Option<Vec<Vec<Simulated>>>,
) -> Result<Matched, Problem> {
    check(laws, targets, how)?;
    let mut done = Matched { waves: Vec::new(), unit: Vec::new(), targets: targets.to_vec(), how: *how };
    let mut unit = hypercube(how.points, laws.len(), how.seed, Placement::Random);
    for stage in 0..how.waves {
        let points: Vec<Vec<f64>> = unit.iter().map(|u| values(laws, u)).collect::<Result<_, _>>()?;
        let Some(outputs) = model(&Batch { stage, first: 0, points: &points }) else { break };
        same("answers of a wave", points.len(), outputs.len())?;
        for one in &outputs {
            same("outputs of a point", targets.len(), one.len())?;
        }
        let emulators = fit(&unit, &outputs, targets.len(), how.trend)?;
        let left = Left { hits: 0, n: 0, interval: (0.0, 1.0) };
        done.waves.push(Wave { unit, outputs, emulators, left });
        let (left, kept) = done.candidates(laws.len(), stage)?;
        if let Some(wave) = done.waves.last_mut() {
            wave.left = left;
        }
        unit = spread(&kept, how.points);
        done.unit = kept;
        if unit.len() < how.points {
            break;
        }
    }
    Ok(done)
}

fn check(laws: &[Law], targets: &[Target], how: &History) -> Result<(), Problem> {
    at_least("parameters", 1, laws.len())?;
    laws.iter().try_for_each(Law::check)?;
    at_least("targets", how.rank.max(1), targets.len())?;
    at_least("rank of the implausibility that counts", 1, how.rank)?;
    for target in targets {
        finite("observed value", &[target.observed])?;
        holds(target.variance > 0.0, "variance of a target", "it must be above 0", target.variance)?;
    }
    at_least("points of a wave", laws.len() + 4, how.points)?;
    at_least("candidates", how.points, how.candidates)?;
    holds(how.cutoff > 0.0, "cut-off", "it must be above 0", how.cutoff)
}

/// An emulator by output; points with an answer that is not finite (failed worlds) are left out.
fn fit(
    unit: &[Vec<f64>],
    outputs: &[Vec<Simulated>],
    targets: usize,
    trend: Trend,
) -> Result<Vec<Emulator>, Problem> {
    let of = |output: usize| {
        let usable =
            |i: &usize| outputs[*i][output].mean.is_finite() && outputs[*i][output].variance.is_finite();
        let rows: Vec<usize> = (0..unit.len()).filter(usable).collect();
        let points: Vec<Vec<f64>> = rows.iter().map(|&i| unit[i].clone()).collect();
        let means: Vec<f64> = rows.iter().map(|&i| outputs[i][output].mean).collect();
        let variances = rows.iter().map(|&i| outputs[i][output].variance).collect();
        Emulator::fit(&points, &means, trend, &Noise::Known(variances))
    };
    (0..targets).map(of).collect()
}

/// Points far from each other: from the first, again and again the one farthest from all taken.
fn spread(points: &[Vec<f64>], count: usize) -> Vec<Vec<f64>> {
    let distance = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>();
    let mut nearest = vec![f64::INFINITY; points.len()];
    let mut taken: Vec<Vec<f64>> = Vec::new();
    let mut next = 0;
    while taken.len() < count.min(points.len()) {
        taken.push(points[next].clone());
        for (near, point) in nearest.iter_mut().zip(points) {
            *near = near.min(distance(point, &points[next]));
        }
        next = (0..points.len()).fold(0, |most, i| if nearest[i] > nearest[most] { i } else { most });
    }
    taken
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::purposes::stream;
    use ambidex_core::Purpose;

    const LAWS: [Law; 2] = [Law::Uniform { low: 0.0, high: 1.0 }, Law::Uniform { low: -1.0, high: 1.0 }];

    fn first(x: &[f64]) -> f64 {
        libm::sin(2.0 * x[0]) + x[1]
    }

    fn deterministic(batch: &Batch) -> Option<Vec<Vec<Simulated>>> {
        let one = |x: &Vec<f64>| {
            vec![Simulated { mean: first(x), variance: 0.0 }, Simulated { mean: x[0] * x[1], variance: 0.0 }]
        };
        Some(batch.points.iter().map(one).collect())
    }

    /// With deterministic outputs and good emulators the space left is {x: |f(x) - z| <= 3 sd}, whose area a fine grid
    /// gives.
    #[test]
    fn the_space_left_is_the_set_that_the_data_allow() {
        let truth = [0.6, 0.2];
        let targets = [
            Target { observed: first(&truth), variance: 0.05 * 0.05 },
            Target { observed: 0.12, variance: 0.05 * 0.05 },
        ];
        let allowed =
            |x: &[f64]| (first(x) - targets[0].observed).abs() <= 0.15 && (x[0] * x[1] - 0.12).abs() <= 0.15;
        let how = History { points: 30, ..History::new(2, 1) };
        let found = matched(&LAWS, &targets, &how, deterministic).unwrap();
        let n = 500;
        let cell = |i: usize| (i as f64 + 0.5) / n as f64;
        let inside = (0..n * n).filter(|k| allowed(&[cell(k / n), 2.0 * cell(k % n) - 1.0])).count();
        let area = inside as f64 / (n * n) as f64;
        let last = found.waves.last().unwrap();
        let share = last.left.hits as f64 / last.left.n as f64;
        let error = (area * (1.0 - area) / last.left.n as f64).sqrt();
        // The emulator's own variance widens the set a little: 2 % of it here.
        assert!((share - area).abs() < 4.0 * error + 0.02 * area, "{share} {area}");
        assert_eq!(found.waves.len(), 3);
        assert!(found.passes(&[0.6, 0.6]).unwrap(), "the truth is not ruled out");
        assert!(!found.passes(&[0.0, 0.0]).unwrap());
        // The candidates of a wave are new: 4 standard errors of a difference of two counts of 20,000 are at most 400.
        assert!(found.waves.windows(2).all(|w| w[1].left.hits <= w[0].left.hits + 400));
    }

    #[test]
    fn stochastic_outputs_keep_the_truth() {
        let stream = stream(1, Purpose("test.history"));
        let noisy = |batch: &Batch| {
            let one = |(i, x): (usize, &Vec<f64>)| {
                let mut draws = stream.draws(i as u64, address(batch.stage));
                let runs: Vec<f64> = (0..10).map(|_| first(x) + 0.3 * draws.normal()).collect();
                let m = crate::statistics::mean(&runs);
                vec![Simulated { mean: m.mean, variance: m.se * m.se }]
            };
            Some(batch.points.iter().enumerate().map(one).collect())
        };
        let targets = [Target { observed: first(&[0.6, 0.2]), variance: 0.01 }];
        let found = matched(&LAWS, &targets, &History { points: 40, ..History::new(2, 2) }, noisy).unwrap();
        assert!(found.implausibility(&[0.6, 0.6]).unwrap() < 3.0);
        assert!(found.waves[2].left.hits < found.waves[0].left.n / 2);
    }

    #[test]
    fn data_that_the_model_cannot_give_leave_nothing() {
        let targets = [Target { observed: 50.0, variance: 0.01 }];
        let one = |batch: &Batch| Some(deterministic(batch)?.into_iter().map(|o| o[..1].to_vec()).collect());
        let found = matched(&LAWS, &targets, &History { points: 20, ..History::new(2, 1) }, one).unwrap();
        assert_eq!((found.waves.len(), found.unit.len()), (1, 0));
        assert_eq!(found.waves[0].left.hits, 0);
    }

    #[test]
    fn what_cannot_be_matched_is_refused() {
        let how = History::new(2, 1);
        let target = Target { observed: 0.0, variance: 1.0 };
        assert!(matched(&LAWS, &[], &how, deterministic).is_err());
        assert!(matched(&LAWS, &[Target { variance: 0.0, ..target }], &how, deterministic).is_err());
        assert!(matched(&LAWS, &[target], &how, deterministic).is_err(), "two outputs for one target");
        assert!(matched(&LAWS, &[target], &History { rank: 2, ..how }, deterministic).is_err());
    }
}
