use super::*;
use crate::designs::latin::{Placement, hypercube};
use proptest::prelude::*;

fn run(
    points: &[Vec<f64>],
    interest: impl Fn(&[f64]) -> bool,
    inputs: &[Input],
    how: &Prim,
) -> Vec<Trajectory> {
    let cases: Vec<bool> = points.iter().map(|p| interest(p)).collect();
    discover(points, &cases, inputs, how).unwrap()
}

/// A corner of two among five inputs. Each bound overshoots or stops short by at most one peel, alpha of the box.
#[test]
fn a_box_is_found_with_the_inputs_that_make_it() {
    let points = hypercube(2000, 5, 1, Placement::Random);
    let inside = |p: &[f64]| p[0] > 0.6 && p[1] < 0.4;
    let how = Prim { boxes: 1, ..Prim::default() };
    let found = run(&points, inside, &[Input::Number; 5], &how);
    let step = found[0].step();
    assert!(step.fit.coverage > 0.9 && step.fit.density > 0.9, "{step:?}");
    let fresh = hypercube(2000, 5, 2, Placement::Random);
    let cases: Vec<bool> = fresh.iter().map(|p| inside(p)).collect();
    let held_out = step.region.fit(&fresh, &cases);
    assert!(held_out.coverage > 0.85 && held_out.density > 0.85, "{held_out:?}");
    let p = step.region.significance(&fresh, &cases);
    assert!(p[0].unwrap() < 1e-6 && p[1].unwrap() < 1e-6);
    // Inputs that do not matter are not bound, or their bound is not significant on fresh points.
    assert!(p[2..].iter().all(|p| p.is_none_or(|p| p > 1e-3)), "{p:?}");
}

/// With noise in the outcome the box is the same, and its density is that of the signal.
#[test]
fn a_box_is_found_in_noise() {
    let points = hypercube(4000, 4, 3, Placement::Random);
    // The last coordinate decides by chance: .8 within the box, .1 outside.
    let interest = |p: &[f64]| p[3] < if p[0] > 0.7 { 0.8 } else { 0.1 };
    let cases: Vec<bool> = points.iter().map(|p| interest(p)).collect();
    let seen: Vec<Vec<f64>> = points.iter().map(|p| p[..3].to_vec()).collect();
    let found = discover(&seen, &cases, &[Input::Number; 3], &Prim { boxes: 1, ..Prim::default() }).unwrap();
    let step = found[0].step();
    let Limit::Range { low: Some(low), .. } = step.region.limit(0) else {
        panic!("the first input is bound")
    };
    assert!((low - 0.7).abs() < 0.05, "{low}");
    let error = (0.8_f64 * 0.2 / step.fit.points as f64).sqrt();
    // Peeling picks the best of many faces, so that the density is a little optimistic.
    assert!((step.fit.density - 0.8).abs() < 6.0 * error, "{:?}", step.fit);
}

#[test]
fn categories_are_peeled_and_two_boxes_cover() {
    let points: Vec<Vec<f64>> = hypercube(2000, 3, 4, Placement::Random)
        .into_iter()
        .map(|p| vec![(p[0] * 4.0).floor(), p[1], p[2]])
        .collect();
    let inputs = [Input::Category(4), Input::Number, Input::Number];
    let interest = |p: &[f64]| p[0] == 2.0 || p[0] == 3.0 && p[1] > 0.5;
    let how = Prim { criterion: Criterion::GainByPoint, ..Prim::default() };
    let found = run(&points, interest, &inputs, &how);
    let covered: f64 = found.iter().map(|t| t.step().fit.coverage).sum();
    assert!(covered > 0.9, "{covered}");
    let Limit::Members(members) = found[0].step().region.limit(0) else { panic!("a category") };
    assert!(members[2] && !members[0] && !members[1], "{members:?}");
}

#[test]
fn values_in_ties_are_peeled_together() {
    // Half of the points have one value: a peel of a twentieth cannot cut through them.
    let points: Vec<Vec<f64>> = (0..100).map(|i| vec![if i < 50 { 0.0 } else { f64::from(i) }]).collect();
    let found = run(&points, |p| p[0] > 0.0, &[Input::Number], &Prim { boxes: 1, ..Prim::default() });
    let fit = found[0].step().fit;
    assert_eq!((fit.coverage, fit.density), (1.0, 1.0));
}

#[test]
fn what_cannot_be_searched_is_refused() {
    let points = vec![vec![0.0], vec![1.0]];
    let how = Prim::default();
    for (cases, inputs) in [
        (vec![true, true], vec![Input::Number]),
        (vec![false, false], vec![Input::Number]),
        (vec![true], vec![Input::Number]),
        (vec![true, false], vec![Input::Category(1)]),
    ] {
        assert!(discover(&points, &cases, &inputs, &how).is_err());
    }
    assert!(discover(&points, &[true, false], &[Input::Number], &Prim { alpha: 0.0, ..how }).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn boxes_count_what_they_hold(seed: u64, bound in 0.2..0.8_f64) {
        let points = hypercube(300, 3, seed, Placement::Random);
        let cases: Vec<bool> = points.iter().map(|p| p[0] * p[1] > bound * 0.5).collect();
        for trajectory in discover(&points, &cases, &[Input::Number; 3], &Prim::default()).unwrap().iter().take(1) {
            for step in &trajectory.steps {
                let fit = step.region.fit(&points, &cases);
                prop_assert_eq!(fit, step.fit);
                prop_assert!((fit.coverage * trajectory.steps[0].fit.cases as f64 - fit.cases as f64).abs() < 1e-9);
                prop_assert!(fit.points >= 15);
            }
        }
    }

    /// Boxes depend on the order of values alone, and not on the order of the points.
    #[test]
    fn boxes_are_invariant(seed: u64) {
        let points = hypercube(200, 3, seed, Placement::Random);
        let interest = |p: &[f64]| p[0] + p[1] > 1.2;
        let how = Prim { boxes: 1, ..Prim::default() };
        let one = run(&points, interest, &[Input::Number; 3], &how);
        let cubed: Vec<Vec<f64>> = points.iter().rev().map(|p| vec![p[0].powi(3), p[1], 5.0 * p[2]]).collect();
        let cases: Vec<bool> = points.iter().rev().map(|p| interest(p)).collect();
        let other = discover(&cubed, &cases, &[Input::Number; 3], &how).unwrap();
        prop_assert_eq!(one[0].step().fit, other[0].step().fit);
    }
}
