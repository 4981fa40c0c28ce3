//! Competition for primacy (March 1991, Figure 6): how much the mean of a firm's performance may fall when its variance
//! rises, for the firm to be the best of N + 1 as often as its competitors.

use ambidex_core::maths::{exp, ln, normal_density, normal_distribution};

/// Chance that a firm of performance N(`mean`, `deviation`^2) is above all of `competitors` firms of N(0, 1): the
/// integral of phi(z) Phi(mean + deviation z)^competitors dz, by the trapezoidal rule, whose error falls faster than any
/// power of the step for such integrands.
pub fn primacy(mean: f64, deviation: f64, competitors: f64) -> f64 {
    const STEPS: i32 = 800;
    const END: f64 = 10.0;
    let width = 2.0 * END / f64::from(STEPS);
    let below = |z: f64| {
        let share = normal_distribution(mean + deviation * z);
        if share > 0.0 { exp(competitors * ln(share)) } else { 0.0 }
    };
    let points = (0..=STEPS).map(|i| f64::from(i) * width - END);
    points.map(|z| normal_density(z) * below(z)).sum::<f64>() * width
}

/// The mean at which [`primacy`] is 1 / (competitors + 1), by bisection to 1e-13.
pub fn break_even(deviation: f64, competitors: f64) -> f64 {
    let (mut low, mut high) = (-50.0, 50.0);
    while high - low > 1e-13 {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            break;
        }
        if primacy(middle, deviation, competitors) < 1.0 / (competitors + 1.0) {
            low = middle;
        } else {
            high = middle;
        }
    }
    0.5 * (low + high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Against one competitor only the mean counts; a firm like the others needs a mean like theirs; without variance the
    /// firm is first where all others are below it: Phi(x)^N = 1 / (N + 1).
    #[test]
    fn closed_forms() {
        for deviation in [0.0, 0.5, 2.0] {
            assert!(break_even(deviation, 1.0).abs() < 1e-10);
            let apart = primacy(0.7, deviation, 1.0);
            let exact = normal_distribution(0.7 / (1.0 + deviation * deviation).sqrt());
            assert!((apart - exact).abs() < 1e-12, "{apart} against {exact}");
        }
        for competitors in [2.0, 10.0, 100.0] {
            assert!(break_even(1.0, competitors).abs() < 1e-10);
            let sure = break_even(0.0, competitors);
            assert!((competitors * ln(normal_distribution(sure)) + ln(competitors + 1.0)).abs() < 1e-10);
        }
    }
}
