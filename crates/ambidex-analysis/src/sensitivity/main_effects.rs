//! First-order indices of many inputs at once, by a polynomial chaos expansion without interactions (Sudret 2008,
//! doi:10.1016/j.ress.2007.04.002): the output is regressed on the Legendre polynomials of all inputs together, which are
//! orthonormal over the unit cube, so that the squares of an input's coefficients add up to the variance of its effect.
//!
//! Beside [`mod@crate::sensitivity::first_order`], what the other inputs explain is no noise here, and a few coefficients an
//! input are surer than many class means. What a polynomial of the degree cannot follow is missed.
//!
//! Interactions of the inputs that matter most are then added, pair by pair: they are orthogonal to what an input does alone, so
//! that its index stays what it was, but what they explain is no longer noise to it; and they are an answer in themselves.
//!
//! A squared coefficient is too large by the square of its standard error, which is taken off; an index may come out below 0.
//! Errors and resamples are those of the scores by group (Kline & Santos 2012, doi:10.1515/2156-6674.1005): rows are cut into
//! groups, the residuals times the inverse of the moments give each group's pull on the coefficients, and a resample weighs the
//! pulls, so that unequal spread is allowed for and no regression is done again.

use crate::error::{Problem, at_least, sample};
use crate::intervals::bootstrap::{of_replicates, replicates};
use crate::intervals::{Estimate, Resampling};
use crate::linear::{Cholesky, Matrix, dot};
use crate::statistics::mean;

/// Rows that are expanded at once.
const CHUNK: usize = 512;
/// Groups of rows; their errors are right to some 1 / sqrt(2 groups).
const GROUPS: usize = 200;
/// Rows a coefficient has at least, else the degree is lower, or fewer interactions are sought.
const ROWS_A_COEFFICIENT: usize = 10;
/// Degrees of the two polynomials of an interaction.
const PRODUCTS: [(usize, usize); 4] = [(1, 1), (1, 2), (2, 1), (2, 2)];

/// First-order indices of all inputs.
#[derive(Clone, Debug, PartialEq)]
pub struct MainEffects {
    /// Share of variance by an input alone.
    pub shares: Vec<Estimate>,
    /// The same in every resample, `resamples x inputs`: how certain an order is.
    pub resamples: Vec<Vec<f64>>,
    /// Share of variance by an input alone and in pairs, as far as these were sought: its total order but for what takes three.
    pub up_to_pairs: Vec<Estimate>,
    /// The same in every resample.
    pub resamples_up_to_pairs: Vec<Vec<f64>>,
    /// Degree of the polynomials.
    pub degree: usize,
    /// Share of variance by all inputs, each alone, adjusted for the number of coefficients.
    pub explained: f64,
    /// Share of variance by pairs together beyond each alone, of the inputs that matter most.
    pub pairs: Vec<(usize, usize, Estimate)>,
    /// Share of variance by all that was fitted, adjusted likewise.
    pub explained_with_pairs: f64,
}

/// What is fitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Degree of the polynomials of an input.
    pub degree: usize,
    /// Inputs whose interactions by pair are sought: those with the greatest indices.
    pub interacting: usize,
}

/// Indices from a sample that is uniform on the unit cube. The degree is lowered, and fewer interactions are sought, where there
/// are fewer than ten points a coefficient.
///
/// # Errors
/// `Problem` where the shapes do not fit, there are too few points, the output does not vary, or the inputs are not independent.
pub fn main_effects(
    points: &[Vec<f64>],
    outputs: &[f64],
    terms: Terms,
    how: &Resampling,
) -> Result<MainEffects, Problem> {
    let inputs = sample(points, outputs)?;
    how.check()?;
    let affordable = (points.len() / ROWS_A_COEFFICIENT).saturating_sub(1) / inputs;
    let degree = terms.degree.min(affordable).max(1);
    at_least("points", inputs * degree + 2, points.len())?;
    let spread = mean(outputs);
    crate::error::holds(spread.sd > 0.0, "spread of the outputs", "they must vary", spread.sd)?;
    let standard: Vec<f64> = outputs.iter().map(|y| (y - spread.mean) / spread.sd).collect();
    let mut basis = Basis { points, inputs, degree, pairs: Vec::new() };
    let alone = Fit::new(&basis, &standard)?;
    basis.pairs = basis.strongest(&alone.shares(&vec![1.0; alone.pulls.len()], &basis), terms.interacting);
    let fit = if basis.pairs.is_empty() { alone.clone() } else { Fit::new(&basis, &standard)? };
    let value = fit.shares(&vec![1.0; fit.pulls.len()], &basis);
    let drawn = replicates(fit.pulls.len(), how, |groups| {
        let mut weights = vec![0.0; fit.pulls.len()];
        groups.iter().for_each(|&group| weights[group] += 1.0);
        fit.shares(&weights, &basis)
    });
    let estimates = |value: &[f64], drawn: &[Vec<f64>]| -> Vec<Estimate> {
        let column = |j: usize| drawn.iter().map(|one| one[j]).collect::<Vec<f64>>();
        value.iter().enumerate().map(|(j, value)| of_replicates(*value, &column(j), how.level)).collect()
    };
    let mut shares = estimates(&value, &drawn);
    let pairs =
        basis.pairs.iter().zip(shares.split_off(inputs)).map(|((i, j), share)| (*i, *j, share)).collect();
    let resamples_up_to_pairs: Vec<Vec<f64>> = drawn.iter().map(|one| basis.up_to_pairs(one)).collect();
    let up_to_pairs = estimates(&basis.up_to_pairs(&value), &resamples_up_to_pairs);
    let resamples = drawn.into_iter().map(|one| one[..inputs].to_vec()).collect();
    let (explained, explained_with_pairs) = (alone.explained, fit.explained);
    Ok(MainEffects {
        shares,
        resamples,
        up_to_pairs,
        resamples_up_to_pairs,
        degree,
        explained,
        pairs,
        explained_with_pairs,
    })
}

/// Polynomials of all inputs: an intercept, then degree by degree of each input, then products by pair.
struct Basis<'a> {
    points: &'a [Vec<f64>],
    inputs: usize,
    degree: usize,
    pairs: Vec<(usize, usize)>,
}

impl Basis<'_> {
    fn len(&self) -> usize {
        1 + self.inputs * self.degree + self.pairs.len() * PRODUCTS.len()
    }

    /// Pairs of the inputs with the greatest shares, as many as there are points for.
    fn strongest(&self, shares: &[f64], most: usize) -> Vec<(usize, usize)> {
        let mut order: Vec<usize> = (0..self.inputs).collect();
        order.sort_by(|a, b| shares[*b].total_cmp(&shares[*a]).then(a.cmp(b)));
        let room = (self.points.len() / ROWS_A_COEFFICIENT).saturating_sub(self.len()) / PRODUCTS.len();
        let fits = |count: &usize| count * (count - 1) / 2 <= room;
        let count = (2..=most.min(self.inputs)).rev().find(fits).unwrap_or(0);
        let mut kept = order[..count].to_vec();
        kept.sort_unstable();
        kept.iter().enumerate().flat_map(|(at, i)| kept[at + 1..].iter().map(|j| (*i, *j))).collect()
    }

    /// From shares of each input, then of each pair: those of each input with its pairs.
    fn up_to_pairs(&self, shares: &[f64]) -> Vec<f64> {
        let mut sums = shares[..self.inputs].to_vec();
        for ((i, j), share) in self.pairs.iter().zip(&shares[self.inputs..]) {
            sums[*i] += share;
            sums[*j] += share;
        }
        sums
    }

    /// Coefficients of each input, then of each pair.
    fn parts<'b>(&self, of: &'b [f64]) -> impl Iterator<Item = &'b [f64]> + use<'b> {
        let (inputs, pairs) = of[1..].split_at(self.inputs * self.degree);
        inputs.chunks(self.degree).chain(pairs.chunks(PRODUCTS.len()))
    }

    /// Columns over some rows.
    fn columns(&self, rows: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let mut columns = vec![vec![1.0; rows.len()]];
        for input in 0..self.inputs {
            let x: Vec<f64> = rows.iter().map(|row| 2.0 * row[input] - 1.0).collect();
            columns.extend(legendre(&x, self.degree));
        }
        for &(i, j) in &self.pairs {
            let of = |input: usize| {
                legendre(&rows.iter().map(|row| 2.0 * row[input] - 1.0).collect::<Vec<_>>(), 2)
            };
            let (one, other) = (of(i), of(j));
            let product =
                |(a, b): (usize, usize)| one[a - 1].iter().zip(&other[b - 1]).map(|(x, y)| x * y).collect();
            columns.extend(PRODUCTS.map(product));
        }
        columns
    }
}

/// Legendre polynomials of degrees 1 to `degree` on [-1, 1], of mean square one.
fn legendre(x: &[f64], degree: usize) -> Vec<Vec<f64>> {
    let (mut before, mut last) = (vec![1.0; x.len()], x.to_vec());
    let mut all = Vec::with_capacity(degree);
    for d in 1..=degree {
        let (n, scale) = (d as f64, (2.0 * d as f64 + 1.0).sqrt());
        all.push(last.iter().map(|p| scale * p).collect());
        let next = x.iter().zip(&last).zip(&before);
        let next = next.map(|((x, p), q)| ((2.0 * n + 1.0) * x * p - n * q) / (n + 1.0)).collect();
        before = std::mem::replace(&mut last, next);
    }
    all
}

/// A regression with the pulls of its groups.
#[derive(Clone)]
struct Fit {
    coefficients: Vec<f64>,
    /// By group: how much it moves the coefficients; they add up to nothing.
    pulls: Vec<Vec<f64>>,
    /// Squared standard errors.
    errors: Vec<f64>,
    /// By group: mean, and mean square, of the output, over the number of all rows.
    moments: Vec<(f64, f64)>,
    explained: f64,
}

impl Fit {
    fn new(basis: &Basis<'_>, y: &[f64]) -> Result<Self, Problem> {
        let (n, size) = (y.len() as f64, basis.len());
        let mut gram = Matrix::from_fn(size, size, |_, _| 0.0);
        let mut right = vec![0.0; size];
        for (rows, y) in basis.points.chunks(CHUNK).zip(y.chunks(CHUNK)) {
            let columns = basis.columns(rows);
            for i in 0..size {
                right[i] += dot(&columns[i], y) / n;
                (0..=i).for_each(|j| gram[(i, j)] += dot(&columns[i], &columns[j]) / n);
            }
        }
        let factor = Cholesky::new(&gram).ok_or(Problem::Singular("the polynomials of the inputs"))?;
        let coefficients = factor.solve(&right);
        let groups = y.len().min(GROUPS);
        let mut pulls = vec![vec![0.0; size]; groups];
        let mut moments = vec![(0.0, 0.0); groups];
        let mut left = 0.0;
        for (chunk, (rows, y)) in basis.points.chunks(CHUNK).zip(y.chunks(CHUNK)).enumerate() {
            let columns = basis.columns(rows);
            for (at, y) in y.iter().enumerate() {
                let fitted: f64 = columns.iter().zip(&coefficients).map(|(column, b)| column[at] * b).sum();
                let (rest, group) = (y - fitted, (chunk * CHUNK + at) % groups);
                left += rest * rest;
                moments[group].0 += y / n;
                moments[group].1 += y * y / n;
                pulls[group]
                    .iter_mut()
                    .zip(&columns)
                    .for_each(|(pull, column)| *pull += column[at] * rest / n);
            }
        }
        // Residuals are too small by the coefficients that were fitted, and the groups' mean by one group.
        let freedom = n - size as f64;
        let scale = (n / freedom * groups as f64 / (groups as f64 - 1.0)).sqrt();
        for pull in &mut pulls {
            *pull = factor.solve(pull).into_iter().map(|x| x * scale).collect();
        }
        let errors = (0..size).map(|j| pulls.iter().map(|pull| pull[j] * pull[j]).sum()).collect();
        let explained = 1.0 - left / freedom * (n - 1.0) / y.iter().map(|y| y * y).sum::<f64>();
        Ok(Self { coefficients, pulls, errors, moments, explained })
    }

    /// Indices with the groups weighed, 1 each for the sample itself.
    fn shares(&self, weights: &[f64], basis: &Basis<'_>) -> Vec<f64> {
        let mut moved = self.coefficients.clone();
        let (mut first, mut second) = (0.0, 0.0);
        let mut resampled = 0.0;
        for ((pull, (one, two)), weight) in self.pulls.iter().zip(&self.moments).zip(weights) {
            (first, second) = (first + weight * one, second + weight * two);
            if *weight != 1.0 {
                resampled = 1.0;
                moved.iter_mut().zip(pull).for_each(|(b, pull)| *b += (weight - 1.0) * pull);
            }
        }
        // Resampled coefficients are too large by an error more.
        let squares: Vec<f64> =
            moved.iter().zip(&self.errors).map(|(b, error)| b * b - (1.0 + resampled) * error).collect();
        let variance = second - first * first;
        basis.parts(&squares).map(|of| of.iter().sum::<f64>() / variance).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designs::latin::{Placement, hypercube};
    use crate::normal::normal_quantile;
    use crate::purposes::stream;
    use ambidex_core::Purpose;

    const TERMS: Terms = Terms { degree: 3, interacting: 12 };

    fn noise(seed: u64, n: usize) -> Vec<f64> {
        let mut draws = stream(seed, Purpose("test.main_effects")).draws(0, 0);
        (0..n).map(|_| draws.normal()).collect()
    }

    #[test]
    fn polynomials_are_orthonormal() {
        let x: Vec<f64> = (0..20_000).map(|i| (f64::from(i) + 0.5) / 10_000.0 - 1.0).collect();
        let all = legendre(&x, 5);
        for (i, a) in all.iter().enumerate() {
            for (j, b) in all.iter().enumerate() {
                assert!((dot(a, b) / 20_000.0 - f64::from(u8::from(i == j))).abs() < 1e-6);
            }
        }
    }

    /// y = x1 + x2^2 + 2 x3 x4 on the unit cube with noise: variances 1/12, 4/45, then 1/12 each and 4/144 together.
    #[test]
    fn shares_of_a_polynomial_with_an_interaction() {
        let points = hypercube(4000, 6, 2, Placement::Random);
        let y = |(p, e): (&Vec<f64>, f64)| p[0] + p[1] * p[1] + 2.0 * p[2] * p[3] + 0.5 * e;
        let outputs: Vec<f64> = points.iter().zip(noise(1, 4000)).map(y).collect();
        let found = main_effects(&points, &outputs, TERMS, &Resampling::new(1)).unwrap();
        let own = [1.0 / 12.0, 4.0 / 45.0, 1.0 / 12.0, 1.0 / 12.0, 0.0, 0.0];
        let total = own.iter().sum::<f64>() + 4.0 / 144.0 + 0.25;
        for (share, own) in found.shares.iter().zip(own) {
            assert!(
                (share.value - own / total).abs() < 4.0 * share.width() / 3.92,
                "{share:?} {}",
                own / total
            );
        }
        let explained = own.iter().sum::<f64>() / total;
        assert!((found.explained - explained).abs() < 4.0 * (1.0 - explained) / 4000.0_f64.sqrt());
        // Of x3 x4 beyond each alone: 4 (x3 - 1/2) (x4 - 1/2) has variance 4 / 144; all other pairs have none.
        for (i, j, share) in &found.pairs {
            let truth = if (*i, *j) == (2, 3) { 4.0 / 144.0 / total } else { 0.0 };
            assert!((share.value - truth).abs() < 4.0 * share.width() / 3.92, "{i} {j} {share:?} {truth}");
        }
        assert_eq!(found.pairs.len(), 15);
        for (input, share) in found.up_to_pairs.iter().enumerate() {
            let truth = (own[input] + if input == 2 || input == 3 { 4.0 / 144.0 } else { 0.0 }) / total;
            assert!((share.value - truth).abs() < 4.0 * share.width() / 3.92, "{share:?} {truth}");
        }
        let with_pairs = explained + 4.0 / 144.0 / total;
        assert!(
            (found.explained_with_pairs - with_pairs).abs() < 4.0 * (1.0 - with_pairs) / 4000.0_f64.sqrt()
        );
        assert_eq!(found.degree, 3);
    }

    /// Unbiased where forty coefficients are fitted to 600 points that are mostly noise: over 60 samples the mean index of an
    /// input that does nothing, and of one with a share of a tenth, is right within 4 standard errors; the intervals of the latter
    /// cover as often as stated, less 4 standard errors.
    #[test]
    fn the_noise_of_coefficients_is_taken_off() {
        const TRIALS: usize = 60;
        let (mut idle, mut tenth, mut hits) = (Vec::new(), Vec::new(), 0);
        for trial in 0..TRIALS as u64 {
            let points = hypercube(600, 13, trial, Placement::Random);
            let y = |(p, e): (&Vec<f64>, f64)| (1.2_f64).sqrt() * p[0] + 0.9_f64.sqrt() * e;
            let outputs: Vec<f64> = points.iter().zip(noise(trial, 600)).map(y).collect();
            let how = Resampling { resamples: 200, ..Resampling::new(trial) };
            let found = main_effects(&points, &outputs, TERMS, &how).unwrap();
            tenth.push(found.shares[0].value);
            idle.push(found.shares[1].value);
            hits += usize::from(found.shares[0].holds(0.1));
        }
        for (found, truth) in [(mean(&idle), 0.0), (mean(&tenth), 0.1)] {
            assert!((found.mean - truth).abs() < 4.0 * found.se, "{found:?} {truth}");
        }
        let covered = hits as f64 / TRIALS as f64;
        assert!(covered > 0.95 - 4.0 * (0.95 * 0.05 / TRIALS as f64).sqrt(), "{covered}");
    }

    #[test]
    fn few_points_lower_the_degree_and_fewer_are_refused() {
        let points = hypercube(100, 8, 1, Placement::Random);
        let outputs: Vec<f64> = points.iter().map(|p| normal_quantile(p[0])).collect();
        let run = |n: usize| main_effects(&points[..n], &outputs[..n], TERMS, &Resampling::none());
        assert_eq!(run(100).unwrap().degree, 1);
        assert!(run(9).is_err());
        assert!(main_effects(&points, &[1.0; 100], TERMS, &Resampling::none()).is_err());
    }
}
