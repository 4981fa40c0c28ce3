//! Shapley values: a total shared out among factors by their mean marginal contribution over all orders (Shapley 1953).
//!
//! phi_i = sum over sets S without i of |S|! (k - |S| - 1)! / k! (v(S + i) - v(S)); they sum to v(all) - v(none).
//!
//! * [`attribution`]: of a function on all 2^k sets of few factors, such as switches of a model (exact).
//! * [`effects`]: shares of the output's variance among inputs that may depend on each other (Owen 2014,
//!   doi:10.1137/130936233; Song, Nelson & Staum 2016, doi:10.1137/15M1048070), from a given sample, with
//!   v(S) = E Var(Y | X_-S) estimated from nearest neighbours (Broto, Bachoc & Depecker 2020, doi:10.1137/18M1234631):
//!   the mean over centres of the variance of Y among the few points nearest in the inputs that are given. Distances
//!   are Euclidean between ranks. Intervals: [`half_samples`].

use serde::Serialize;

use crate::error::{Problem, at_least, finite, holds, same, sample};
use crate::intervals::half_sample::half_samples;
use crate::intervals::{Estimate, Resampling};
use crate::purposes::{NEIGHBOUR_CENTRES, shuffled, stream};
use crate::statistics::{Mean, mean, mean_at, ranks};

/// The most factors: 2^20 sets.
pub const FACTORS: usize = 20;

/// Shapley values of a set function; `values[mask]` is that of the set whose members are the bits of `mask`.
///
/// # Errors
/// `Problem` where there are not 2^k values, too many factors, or values that are not finite.
pub fn attribution(factors: usize, values: &[f64]) -> Result<Vec<f64>, Problem> {
    at_least("factors", 1, factors)?;
    holds(factors <= FACTORS, "factors", "at most 20 can be enumerated", factors as f64)?;
    same("values of sets", 1 << factors, values.len())?;
    finite("value of set", values)?;
    let weights = weights(factors);
    let of = |factor: usize| {
        let without = (0..values.len()).filter(|mask| mask >> factor & 1 == 0);
        let gain = |mask: usize| values[mask | 1 << factor] - values[mask];
        without.map(|mask| weights[mask.count_ones() as usize] * gain(mask)).sum()
    };
    Ok((0..factors).map(of).collect())
}

/// |S|! (k - |S| - 1)! / k! by the size of S: 1 / (k C(k - 1, |S|)).
fn weights(factors: usize) -> Vec<f64> {
    let mut choose = 1.0;
    (0..factors)
        .map(|size| {
            let weight = 1.0 / (factors as f64 * choose);
            choose *= (factors - 1 - size) as f64 / (size as f64 + 1.0);
            weight
        })
        .collect()
}

/// Shapley values with intervals from replicates (worlds): `replicates x sets`, each replicate with all 2^k sets under
/// common random numbers.
///
/// # Errors
/// As [`attribution`], and `Problem::TooFew` of fewer than two replicates.
pub fn attribution_of_replicates(
    factors: usize,
    replicates: &[Vec<f64>],
    level: f64,
) -> Result<Vec<Mean>, Problem> {
    at_least("replicates", 2, replicates.len())?;
    let each: Vec<Vec<f64>> =
        replicates.iter().map(|values| attribution(factors, values)).collect::<Result<_, _>>()?;
    let of = |factor: usize| mean_at(&each.iter().map(|one| one[factor]).collect::<Vec<_>>(), level);
    Ok((0..factors).map(of).collect())
}

/// How conditional variances are estimated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbours {
    /// Points in a neighbourhood, the centre among them; 3 is the paper's choice.
    pub count: usize,
    /// Centres, drawn without replacement; the cost is 2^k x centres x points (half as much for each half sample).
    pub centres: usize,
    /// Variance of the output among replicates at one point; 0 of a deterministic output. It is shared by no input.
    pub noise: f64,
}

impl Default for Neighbours {
    fn default() -> Self {
        Self { count: 3, centres: 500, noise: 0.0 }
    }
}

/// Shapley effects.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Effects {
    /// Share of the variance by input; they sum to 1 - noise / variance.
    pub shares: Vec<Estimate>,
    /// Variance of the output.
    pub variance: f64,
}

/// Shapley effects of inputs that may depend on each other, from a given sample; `how.resamples` half samples.
///
/// # Errors
/// `Problem` where the shapes do not fit, there are more than 12 inputs, too few points, or the output does not vary.
pub fn effects(
    points: &[Vec<f64>],
    outputs: &[f64],
    neighbours: &Neighbours,
    how: &Resampling,
) -> Result<Effects, Problem> {
    const MOST: usize = 12;
    let inputs = sample(points, outputs)?;
    holds(inputs <= MOST, "inputs", "at most 12 can be enumerated", inputs as f64)?;
    holds(neighbours.count >= 2, "points in a neighbourhood", "2 or more", neighbours.count as f64)?;
    at_least("points", 4 * neighbours.count, points.len())?;
    at_least("centres", 1, neighbours.centres)?;
    let columns: Vec<Vec<f64>> =
        (0..inputs).map(|j| ranks(&points.iter().map(|p| p[j]).collect::<Vec<_>>())).collect();
    let data = Data { columns: &columns, outputs };
    let shares = half_samples(points.len(), how, |rows| data.shares(rows, neighbours, how.seed))?;
    let sd = mean(outputs).sd;
    Ok(Effects { shares, variance: sd * sd })
}

struct Data<'a> {
    /// Ranks, by input.
    columns: &'a [Vec<f64>],
    outputs: &'a [f64],
}

impl Data<'_> {
    fn shares(&self, rows: &[usize], neighbours: &Neighbours, seed: u64) -> Result<Vec<f64>, Problem> {
        let outputs: Vec<f64> = rows.iter().map(|&row| self.outputs[row]).collect();
        let sd = mean(&outputs).sd;
        let variance = sd * sd;
        holds(variance > 0.0, "variance of the outputs", "they must vary", variance)?;
        let take = neighbours.centres.min(rows.len());
        let centres = shuffled(&stream(seed, NEIGHBOUR_CENTRES), 0, 0, rows.len(), take);
        let columns: Vec<Vec<f64>> =
            self.columns.iter().map(|c| rows.iter().map(|&row| c[row]).collect()).collect();
        let mut given = conditional_variances(&columns, &outputs, &centres, neighbours.count);
        let everything = given.len() - 1;
        (given[0], given[everything]) = (variance, neighbours.noise);
        // A set's value is what is left when all others are given.
        let costs: Vec<f64> = (0..=everything).map(|members| given[everything & !members]).collect();
        Ok(attribution(columns.len(), &costs)?.into_iter().map(|cost| cost / variance).collect())
    }
}

/// E Var(Y | inputs in a set) by nearest neighbours about some centres, for every set but the empty one.
fn conditional_variances(columns: &[Vec<f64>], outputs: &[f64], centres: &[usize], count: usize) -> Vec<f64> {
    let rows = outputs.len();
    let mut sets = Sets {
        outputs,
        count,
        gaps: vec![vec![0.0; rows]; columns.len()],
        distances: vec![vec![0.0; rows]; columns.len() + 1],
        sums: vec![0.0; 1 << columns.len()],
    };
    for &centre in centres {
        for (gaps, column) in sets.gaps.iter_mut().zip(columns) {
            let from = column[centre];
            gaps.iter_mut().zip(column).for_each(|(gap, x)| *gap = (x - from) * (x - from));
        }
        sets.visit(0, 0, 0);
    }
    sets.sums.iter().map(|sum| sum / centres.len() as f64).collect()
}

/// All sets of inputs, each reached from one with a member less, so that a distance costs one addition.
struct Sets<'a> {
    outputs: &'a [f64],
    count: usize,
    /// Squared distances from the centre by input.
    gaps: Vec<Vec<f64>>,
    /// Their sums over the members so far, by number of members.
    distances: Vec<Vec<f64>>,
    /// Sums over centres of the variance nearby, by set.
    sums: Vec<f64>,
}

impl Sets<'_> {
    fn visit(&mut self, set: usize, members: usize, next: usize) {
        for input in next..self.gaps.len() {
            let (before, after) = self.distances.split_at_mut(members + 1);
            for ((sum, old), gap) in after[0].iter_mut().zip(&before[members]).zip(&self.gaps[input]) {
                *sum = old + gap;
            }
            let with = set | 1 << input;
            self.sums[with] += self.variance_nearby(members + 1);
            self.visit(with, members + 1, input + 1);
        }
    }

    /// Variance of the output among the nearest points; of equally near ones the first.
    fn variance_nearby(&self, members: usize) -> f64 {
        let mut nearest: Vec<(f64, usize)> = Vec::with_capacity(self.count + 1);
        let mut farthest = f64::INFINITY;
        for (row, &distance) in self.distances[members].iter().enumerate() {
            if distance < farthest || nearest.len() < self.count {
                let place = nearest.partition_point(|(other, _)| *other <= distance);
                nearest.insert(place, (distance, row));
                nearest.truncate(self.count);
                if nearest.len() == self.count {
                    farthest = nearest[self.count - 1].0;
                }
            }
        }
        let sd = mean(&nearest.iter().map(|(_, row)| self.outputs[*row]).collect::<Vec<_>>()).sd;
        sd * sd
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::purposes::stream;
    use ambidex_core::Purpose;
    use proptest::prelude::*;

    #[test]
    fn a_game_by_hand() {
        // The glove game: 1 and 2 hold left gloves, 3 a right one; shares 1/6, 1/6, 2/3.
        let values: Vec<f64> =
            (0..8).map(|mask| f64::from(u8::from(mask & 4 != 0 && mask & 3 != 0))).collect();
        let found = attribution(3, &values).unwrap();
        for (share, truth) in found.iter().zip([1.0 / 6.0, 1.0 / 6.0, 2.0 / 3.0]) {
            assert!((share - truth).abs() < 1e-15);
        }
        assert!(attribution(3, &values[..7]).is_err() && attribution(0, &[1.0]).is_err());
    }

    proptest! {
        #[test]
        fn efficiency_symmetry_and_dummies(values in prop::collection::vec(-5.0..5.0_f64, 16)) {
            // A fifth factor that adds nothing, and the total is shared out whole.
            let padded: Vec<f64> = (0..32).map(|mask| values[mask & 15]).collect();
            let found = attribution(5, &padded).unwrap();
            prop_assert!((found.iter().sum::<f64>() - (values[15] - values[0])).abs() < 1e-9);
            prop_assert!(found[4].abs() < 1e-12);
            // Swapping two factors swaps their shares.
            let swap = |mask: usize| mask & !3 | (mask & 1) << 1 | (mask >> 1) & 1;
            let swapped: Vec<f64> = (0..16).map(|mask| values[swap(mask)]).collect();
            let (a, b) = (attribution(4, &values).unwrap(), attribution(4, &swapped).unwrap());
            prop_assert!((a[0] - b[1]).abs() < 1e-12 && (a[1] - b[0]).abs() < 1e-12);
        }
    }

    #[test]
    fn replicates_give_the_mean_of_their_values() {
        let replicates: Vec<Vec<f64>> = (0..10).map(|r| vec![0.0, 1.0, 2.0, 4.0 + f64::from(r)]).collect();
        let found = attribution_of_replicates(2, &replicates, 0.95).unwrap();
        let mean = found[0].mean + found[1].mean;
        assert!((mean - 8.5).abs() < 1e-12 && found[0].interval.0 < found[0].mean);
    }

    /// Y = X1 + 2 X2 of normals with correlation r and unit variance. With two inputs
    /// Sh_i = (b_i^2 (1 - r^2 / 2) + r b_i b_j + b_j^2 r^2 / 2) / Var Y (Iooss & Prieur 2019,
    /// doi:10.1615/Int.J.UncertaintyQuantification.2019028372).
    #[test]
    fn dependent_normals_have_their_known_effects() {
        for r in [0.0, 0.6, -0.5] {
            let stream = stream(2, Purpose("test.shapley"));
            let points: Vec<Vec<f64>> = (0..3000)
                .map(|i| {
                    let mut draws = stream.draws(i, 0);
                    let (a, b) = (draws.normal(), draws.normal());
                    vec![a, r * a + (1.0_f64 - r * r).sqrt() * b]
                })
                .collect();
            let outputs: Vec<f64> = points.iter().map(|p| p[0] + 2.0 * p[1]).collect();
            let neighbours = Neighbours { centres: 1000, ..Neighbours::default() };
            let how = Resampling { resamples: 30, ..Resampling::new(1) };
            let found = effects(&points, &outputs, &neighbours, &how).unwrap();
            let variance = 5.0 + 4.0 * r;
            let truth =
                |b: f64, c: f64| (b * b * (1.0 - r * r / 2.0) + r * b * c + c * c * r * r / 2.0) / variance;
            for (share, truth) in found.shares.iter().zip([truth(1.0, 2.0), truth(2.0, 1.0)]) {
                let error = share.width() / 3.92;
                assert!((share.value - truth).abs() < 4.0 * error, "{r}: {share:?} {truth}");
            }
            let sum: f64 = found.shares.iter().map(|s| s.value).sum();
            assert!((sum - 1.0).abs() < 1e-12);
        }
    }

    /// An input that the function does not use but that goes with one it does has an effect; with noise, the shares sum
    /// to what is not noise.
    #[test]
    fn noise_is_shared_by_none() {
        let stream = stream(3, Purpose("test.shapley_noise"));
        let points: Vec<Vec<f64>> = (0..1500)
            .map(|i| {
                let mut draws = stream.draws(i, 0);
                vec![draws.unit(), draws.unit()]
            })
            .collect();
        let outputs: Vec<f64> =
            points.iter().enumerate().map(|(i, p)| p[0] + stream.draws(i as u64, 1).normal()).collect();
        let neighbours = Neighbours { noise: 1.0, ..Neighbours::default() };
        let how = Resampling { resamples: 30, ..Resampling::new(1) };
        let found = effects(&points, &outputs, &neighbours, &how).unwrap();
        let sum: f64 = found.shares.iter().map(|s| s.value).sum();
        assert!((sum - (1.0 - 1.0 / found.variance)).abs() < 1e-12);
        assert!(found.shares[1].holds(0.0) || found.shares[1].value.abs() < 2.0 * found.shares[1].width());
    }
}
