//! First-order indices from any sample, by analysis of variance.
//!
//! The points are cut by rank of an input into about sqrt(n) classes of equal size; with these as the groups of one-way
//! random effects ([`crate::sensitivity::noise`]), the variance between over the sum of both estimates
//! Var(E(Y | X_i)) / Var(Y) without the upward bias that the noise of class means gives (the correction of Hays' omega
//! squared), so that the classes can be many and the downward bias by variation within a class is small: of a linear
//! effect some 1 / classes^2 of it. Intervals: [`half_samples`]. Compare [`crate::sensitivity::delta`], whose few classes
//! lose more.

use crate::error::{Problem, at_least, sample};
use crate::intervals::half_sample::half_samples;
use crate::intervals::{Estimate, Resampling};
use crate::sensitivity::noise::{Summary, components};
use crate::statistics::order;

/// First-order index of every input; tied values are cut apart by their place.
///
/// # Errors
/// `Problem` where the shapes do not fit or there are fewer than 32 points.
pub fn first_order(points: &[Vec<f64>], outputs: &[f64], how: &Resampling) -> Result<Vec<Estimate>, Problem> {
    let inputs = sample(points, outputs)?;
    at_least("points", 32, points.len())?;
    let orders: Vec<Vec<usize>> =
        (0..inputs).map(|j| order(&points.iter().map(|p| p[j]).collect::<Vec<_>>())).collect();
    half_samples(points.len(), how, |rows| {
        let mut held = vec![false; points.len()];
        rows.iter().for_each(|&row| held[row] = true);
        Ok(orders.iter().map(|order| share(order, &held, outputs, rows.len())).collect())
    })
}

/// Share of variance between classes of the points held, in the order of an input.
fn share(order: &[usize], held: &[bool], outputs: &[f64], count: usize) -> f64 {
    let y: Vec<f64> = order.iter().filter(|&&row| held[row]).map(|&row| outputs[row]).collect();
    let classes = (count as f64).sqrt().floor() as usize;
    let bound = |class: usize| class * count / classes;
    let groups: Vec<Summary> = (0..classes).map(|c| Summary::of(&y[bound(c)..bound(c + 1)])).collect();
    let all: Vec<usize> = (0..classes).collect();
    let [within, between, _] = components(&groups, &all);
    if within + between > 0.0 { between / (within + between) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::designs::latin::{Placement, hypercube};
    use crate::normal::normal_quantile;
    use crate::test_functions::{Ishigami, SobolG};

    fn check(points: &[Vec<f64>], f: impl Fn(&[f64]) -> f64, truth: &[f64]) {
        let outputs: Vec<f64> = points.iter().map(|p| f(p)).collect();
        let how = Resampling { resamples: 60, ..Resampling::new(1) };
        let found = first_order(points, &outputs, &how).unwrap();
        for (input, truth) in found.iter().zip(truth) {
            // The part within classes is lost: a hundredth of the index at sixty classes of a curved function.
            let error = input.width() / 3.92;
            assert!((input.value - truth).abs() < 4.0 * error + 0.01 * truth, "{input:?} {truth}");
        }
    }

    #[test]
    fn known_functions() {
        let points = hypercube(4000, 3, 1, Placement::Random);
        let f = Ishigami { a: 7.0, b: 0.1 };
        check(&points, |p| f.value(p), &f.first_order());
        let g = SobolG { a: vec![0.0, 1.0, 9.0] };
        check(&points, |p| g.value(p), &g.first_order());
    }

    /// The share of 60 samples whose 95 % interval holds the index of a sum of two normals, 1/2, less 4 standard errors.
    #[test]
    fn intervals_cover() {
        let how = Resampling { resamples: 40, ..Resampling::new(1) };
        let hit = |seed| {
            let points = hypercube(400, 2, seed, Placement::Random);
            let outputs: Vec<f64> =
                points.iter().map(|p| normal_quantile(p[0]) + normal_quantile(p[1])).collect();
            usize::from(first_order(&points, &outputs, &how).unwrap()[0].holds(0.5))
        };
        let covered = (0..60).map(hit).sum::<usize>() as f64 / 60.0;
        assert!(covered > 0.95 - 4.0 * (0.95_f64 * 0.05 / 60.0).sqrt(), "{covered}");
    }

    #[test]
    fn what_does_not_vary_has_no_share() {
        let points = hypercube(40, 1, 1, Placement::Random);
        assert_eq!(first_order(&points, &[1.0; 40], &Resampling::none()).unwrap()[0].value, 0.0);
        assert!(first_order(&points[..10], &[1.0; 10], &Resampling::none()).is_err());
    }
}
