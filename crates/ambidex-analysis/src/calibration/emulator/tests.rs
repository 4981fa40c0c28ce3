use super::likelihood::{at, gradient};
use super::*;
use crate::designs::latin::{Placement, hypercube};
use crate::purposes::stream;
use ambidex_core::Purpose;

fn smooth(x: &[f64]) -> f64 {
    libm::sin(5.0 * x[0]) + 2.0 * x[1] + 0.5 * x[0] * x[1]
}

fn outputs(points: &[Vec<f64>]) -> Vec<f64> {
    points.iter().map(|x| smooth(x)).collect()
}

#[test]
fn deterministic_outputs_are_interpolated_and_others_predicted() {
    let points = hypercube(60, 3, 1, Placement::Random);
    let y = outputs(&points);
    for trend in [Trend::Constant, Trend::Linear] {
        let emulator = Emulator::fit(&points, &y, trend, &Noise::Known(vec![0.0; 60])).unwrap();
        for (x, y) in points.iter().zip(&y) {
            let found = emulator.predict(x).unwrap();
            assert!((found.mean - y).abs() < 1e-3 && found.variance.sqrt() < 1e-2, "{found:?} {y}");
        }
        let fresh = hypercube(200, 3, 2, Placement::Random);
        let hits = fresh.iter().filter(|x| {
            let found = emulator.predict(x).unwrap();
            (found.mean - smooth(x)).abs() <= 3.0 * found.variance.sqrt() + 1e-4
        });
        // At least 8 in 9 lie within three standard deviations whatever the law (Chebyshev), if these are right.
        assert!(hits.count() >= 178);
        // The third input does not matter.
        assert!(emulator.lengths()[2] > 3.0 * emulator.lengths()[0], "{:?}", emulator.lengths());
        assert!(emulator.leave_one_out().predictivity > 0.99);
    }
}

#[test]
fn planes_are_the_linear_trend() {
    let points = hypercube(20, 2, 3, Placement::Random);
    let y: Vec<f64> = points.iter().map(|x| 3.0 - x[0] + 2.0 * x[1]).collect();
    let emulator = Emulator::fit(&points, &y, Trend::Linear, &Noise::Known(vec![0.0; 20])).unwrap();
    // Outside of the cube as well, where a constant trend would fall back.
    let found = emulator.predict(&[2.0, -1.0]).unwrap();
    assert!((found.mean + 1.0).abs() < 4.0 * found.variance.sqrt() + 1e-3, "{found:?}");
}

#[test]
fn noise_is_smoothed_known_or_fitted() {
    const SD: f64 = 0.3;
    let points = hypercube(150, 2, 4, Placement::Random);
    let stream = stream(1, Purpose("test.emulator"));
    let y: Vec<f64> =
        points.iter().zip(0..).map(|(x, i)| smooth(x) + SD * stream.draws(i, 0).normal()).collect();
    for noise in [Noise::Known(vec![SD * SD; 150]), Noise::Fitted] {
        let emulator = Emulator::fit(&points, &y, Trend::Linear, &noise).unwrap();
        let fresh = hypercube(200, 2, 5, Placement::Random);
        let squares = |x: &Vec<f64>| {
            let found = emulator.predict(x).unwrap();
            ((found.mean - smooth(x)).powi(2), found.variance)
        };
        let (errors, variances): (Vec<f64>, Vec<f64>) = fresh.iter().map(squares).unzip();
        let (error, claimed) = (mean(&errors).mean, mean(&variances).mean);
        assert!(error < 0.25 * SD * SD, "much better than one noisy value: {error}");
        assert!(error < 4.0 * claimed && claimed < 4.0 * error, "{error} {claimed}");
    }
}

/// The gradient against central differences of the likelihood.
#[test]
fn the_gradient_is_that_of_the_likelihood() {
    let points = hypercube(25, 2, 6, Placement::Random);
    let data = Data {
        basis: points.iter().map(|x| Trend::Linear.basis(x)).collect(),
        y: outputs(&points),
        points,
        known: None,
        trend: Trend::Linear,
    };
    let theta = vec![-0.7, 0.2, 0.4, -3.0];
    let slope = gradient(&data, &at(&data, &theta, 2).unwrap(), 2, Some(ambidex_core::maths::exp(-3.0)));
    const H: f64 = 1e-5;
    for i in 0..4 {
        let value = |sign: f64| {
            let mut moved = theta.clone();
            moved[i] += sign * H;
            at(&data, &moved, 2).unwrap().log_likelihood
        };
        let difference = (value(1.0) - value(-1.0)) / (2.0 * H);
        assert!(
            (slope[i] - difference).abs() < 1e-5 * (1.0 + difference.abs()),
            "{i}: {} {difference}",
            slope[i]
        );
    }
}

/// Leaving a point out by formula equals leaving it out.
#[test]
fn left_out_points_are_predicted_as_if_they_had_not_been_there() {
    let points = hypercube(20, 2, 7, Placement::Random);
    let known = vec![0.05; 20];
    let emulator = Emulator::fit(&points, &outputs(&points), Trend::Linear, &Noise::Known(known)).unwrap();
    let residuals = emulator.leave_one_out().residuals;
    let fitted = &emulator.fitted;
    let theta: Vec<f64> =
        fitted.lengths.iter().chain([&fitted.variance]).map(|x| ambidex_core::maths::ln(*x)).collect();
    for out in [0, 7, 19] {
        let mut data = emulator.data.clone();
        let (x, y) = (data.points.remove(out), data.y.remove(out));
        data.basis.remove(out);
        let noise = data.known.as_mut().unwrap().remove(out);
        let without = Emulator { fitted: at(&data, &theta, 2).unwrap(), data, centre: 0.0, scale: 1.0 };
        let found = without.predict(&x).unwrap();
        let residual = (y - found.mean) / (found.variance + noise).sqrt();
        assert!((residual - residuals[out]).abs() < 1e-5, "{residual} {}", residuals[out]);
    }
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    let points = hypercube(5, 2, 1, Placement::Random);
    let y = outputs(&points);
    assert!(Emulator::fit(&points, &y, Trend::Linear, &Noise::Fitted).is_err());
    assert!(Emulator::fit(&points, &y, Trend::Constant, &Noise::Known(vec![0.0; 4])).is_err());
    assert!(Emulator::fit(&points, &y, Trend::Constant, &Noise::Known(vec![-1.0; 5])).is_err());
    let flat = Emulator::fit(&points, &[2.0; 5], Trend::Constant, &Noise::Known(vec![0.0; 5])).unwrap();
    assert!((flat.predict(&[0.5, 0.5]).unwrap().mean - 2.0).abs() < 1e-9);
    assert!(flat.predict(&[0.5]).is_err());
}
