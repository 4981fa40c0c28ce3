use super::*;
use crate::calibration::check::{rank, uniformity};
use crate::calibration::posterior::{draws, mean_and_sd};
use crate::purposes::{address, stream};
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
