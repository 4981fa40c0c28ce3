//! Variance-based indices from Saltelli's design.
//!
//! With y standardised, V the variance of A and B together, and means over the n rows:
//! first order S_i = mean(B (AB_i - A)) / V (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018);
//! total order T_i = mean((A - AB_i)^2) / (2 V) (Jansen 1999, doi:10.1016/S0010-4655(98)00154-4);
//! second order S_ij = mean(BA_i AB_j - A B) / V - S_i - S_j (Saltelli 2002, doi:10.1016/S0010-4655(02)00280-1).
//! Intervals: percentiles over resampled rows. On a scrambled Sobol sequence the rows are better spread than
//! independent ones, so that these intervals are rather too wide than too narrow.

use serde::Serialize;

use crate::designs::saltelli::Saltelli;
use crate::error::{Problem, at_least, finite, same};
use crate::intervals::{Resampling, bootstrap};
use crate::sensitivity::Share;
use crate::statistics::population_variance;

/// The interaction of two inputs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Pair {
    /// One input.
    pub i: usize,
    /// The other, greater than `i`.
    pub j: usize,
    /// Share of variance by the two together beyond their own.
    pub index: Share,
}

/// Indices of all inputs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Indices {
    /// Share of variance that knowing an input would take away.
    pub first: Vec<Share>,
    /// Share that would be left if all but the input were known.
    pub total: Vec<Share>,
    /// Interactions by pair; empty without second orders.
    pub second: Vec<Pair>,
    /// Some first- or total-order index is under-sampled.
    pub under_sampled: bool,
    /// Total orders in every resample, `resamples x inputs`: how certain an order is.
    #[serde(skip)]
    pub resamples: Vec<Vec<f64>>,
}

/// Outputs by matrix; `ab[i]` and `ba[i]` have one value a row.
struct Parts {
    a: Vec<f64>,
    b: Vec<f64>,
    ab: Vec<Vec<f64>>,
    ba: Vec<Vec<f64>>,
}

/// Indices from outputs in the order of [`Saltelli::points`]; `widest` is the width from which an interval is called
/// too wide ([`crate::sensitivity::WIDEST`]).
///
/// # Errors
/// `Problem` where the outputs are not those of the design, are not finite, or do not vary.
pub fn indices(
    design: &Saltelli,
    outputs: &[f64],
    how: &Resampling,
    widest: f64,
) -> Result<Indices, Problem> {
    same("outputs of the design", design.len(), outputs.len())?;
    at_least("inputs", 1, design.inputs)?;
    finite("output", outputs)?;
    let parts = Parts::new(design, outputs)?;
    let (found, drawn) = bootstrap::resampled(design.rows as usize, how, |rows| parts.all(rows))?;
    let total = design.inputs..2 * design.inputs;
    let resamples = drawn.into_iter().map(|one| one[total.clone()].to_vec()).collect();
    let shares: Vec<Share> = found.into_iter().map(|estimate| Share::judge(estimate, widest)).collect();
    let (first, rest) = shares.split_at(design.inputs);
    let (total, second) = rest.split_at(design.inputs);
    let pairs = pairs(design.inputs).zip(second).map(|((i, j), index)| Pair { i, j, index: *index });
    let under_sampled = first.iter().chain(total).any(Share::under_sampled);
    Ok(Indices {
        first: first.to_vec(),
        total: total.to_vec(),
        second: pairs.collect(),
        under_sampled,
        resamples,
    })
}

fn pairs(inputs: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..inputs).flat_map(move |i| (i + 1..inputs).map(move |j| (i, j)))
}

impl Parts {
    fn new(design: &Saltelli, outputs: &[f64]) -> Result<Self, Problem> {
        let centre = outputs.iter().sum::<f64>() / outputs.len() as f64;
        let scale = population_variance(outputs).sqrt();
        crate::error::holds(scale > 0.0, "spread of the outputs", "they must vary", scale)?;
        let column = |place: usize| -> Vec<f64> {
            outputs.iter().skip(place).step_by(design.block()).map(|y| (y - centre) / scale).collect()
        };
        let k = design.inputs;
        let ba = if design.second_order { (0..k).map(|i| column(1 + k + i)).collect() } else { Vec::new() };
        let ab = (0..k).map(|i| column(1 + i)).collect();
        Ok(Self { a: column(0), b: column(design.block() - 1), ab, ba })
    }

    /// First, total, second orders over some rows; NaN where those do not vary.
    fn all(&self, rows: &[usize]) -> Vec<f64> {
        let both: Vec<f64> = rows.iter().map(|&r| self.a[r]).chain(rows.iter().map(|&r| self.b[r])).collect();
        let variance = population_variance(&both);
        let variance = if variance > 0.0 { variance } else { f64::NAN };
        let mean =
            |f: &dyn Fn(usize) -> f64| rows.iter().map(|&r| f(r)).sum::<f64>() / rows.len() as f64 / variance;
        let (a, b) = (&self.a, &self.b);
        let inputs = self.ab.len();
        let mut found: Vec<f64> = self.ab.iter().map(|ab| mean(&|r| b[r] * (ab[r] - a[r]))).collect();
        found.extend(self.ab.iter().map(|ab| 0.5 * mean(&|r| (a[r] - ab[r]) * (a[r] - ab[r]))));
        if !self.ba.is_empty() {
            let together = |i: usize, j: usize| mean(&|r| self.ba[i][r] * self.ab[j][r] - a[r] * b[r]);
            let second: Vec<f64> = pairs(inputs).map(|(i, j)| together(i, j) - found[i] - found[j]).collect();
            found.extend(second);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designs::sobol::Scramble;
    use crate::test_functions::{Ishigami, SobolG};
    use proptest::prelude::*;

    fn run(design: &Saltelli, f: impl Fn(&[f64]) -> f64, how: &Resampling) -> Indices {
        let points = design.points(Scramble::Owen(12)).unwrap();
        let outputs: Vec<f64> = points.iter().map(|p| f(p)).collect();
        indices(design, &outputs, how, crate::sensitivity::WIDEST).unwrap()
    }

    /// Within 4 standard errors, read off the width of the 95 % interval.
    fn check(share: &Share, truth: f64) {
        let error = share.estimate.width() / 3.92;
        assert!((share.estimate.value - truth).abs() < 4.0 * error + 1e-12, "{share:?} against {truth}");
    }

    #[test]
    fn ishigami() {
        let design = Saltelli { rows: 4096, inputs: 3, second_order: true };
        let f = Ishigami { a: 7.0, b: 0.1 };
        let found = run(&design, |p| f.value(p), &Resampling { resamples: 400, ..Resampling::new(2) });
        for i in 0..3 {
            check(&found.first[i], f.first_order()[i]);
            check(&found.total[i], f.total_order()[i]);
        }
        for pair in &found.second {
            check(&pair.index, if (pair.i, pair.j) == (0, 2) { f.second_order() } else { 0.0 });
        }
        assert!(!found.under_sampled);
    }

    #[test]
    fn sobol_g() {
        let design = Saltelli { rows: 4096, inputs: 6, second_order: true };
        let g = SobolG { a: vec![0.0, 0.5, 3.0, 9.0, 99.0, 99.0] };
        let found = run(&design, |p| g.value(p), &Resampling { resamples: 400, ..Resampling::new(2) });
        for i in 0..6 {
            check(&found.first[i], g.first_order()[i]);
            check(&found.total[i], g.total_order()[i]);
        }
        found.second.iter().for_each(|pair| check(&pair.index, g.second_order(pair.i, pair.j)));
    }

    #[test]
    fn few_points_are_called_few() {
        let design = Saltelli { rows: 16, inputs: 3, second_order: false };
        let f = Ishigami { a: 7.0, b: 0.1 };
        assert!(run(&design, |p| f.value(p), &Resampling::new(2)).under_sampled);
    }

    #[test]
    fn what_cannot_be_analysed_is_refused() {
        let design = Saltelli { rows: 4, inputs: 2, second_order: false };
        let how = Resampling::none();
        assert!(indices(&design, &[1.0; 16], &how, 0.1).is_err());
        assert!(indices(&design, &[1.0; 15], &how, 0.1).is_err());
        assert!(indices(&design, &[f64::NAN; 16], &how, 0.1).is_err());
    }

    proptest! {
        #[test]
        fn indices_do_not_change_with_unit_or_origin(scale in 0.1..50.0_f64, shift in -100.0..100.0_f64) {
            let design = Saltelli { rows: 64, inputs: 3, second_order: true };
            let f = |p: &[f64]| p[0] + p[1] * p[2];
            let (one, other) = (run(&design, f, &Resampling::none()), run(&design, |p| scale * f(p) + shift, &Resampling::none()));
            for (a, b) in one.first.iter().chain(&one.total).zip(other.first.iter().chain(&other.total)) {
                prop_assert!((a.estimate.value - b.estimate.value).abs() < 1e-8);
            }
        }
    }
}
