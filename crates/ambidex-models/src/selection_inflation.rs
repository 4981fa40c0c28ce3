//! How much the best of n looks better than it is: the expected maximum of n standard normals.
//! David & Nagaraja (2003), *Order Statistics*, section 3.1, doi:10.1002/0471722162.

use ambidex_core::maths::{ln, normal_density, normal_distribution};

/// E[max of n standard normals] for a real n >= 1: the integral of x n phi(x) Phi(x)^(n-1), by Simpson's rule.
pub fn expected_maximum(n: f64) -> f64 {
    const LOW: f64 = -9.0;
    const HIGH: f64 = 9.0;
    const STEPS: u32 = 600;
    let width = (HIGH - LOW) / f64::from(STEPS);
    let integrand = |x: f64| x * n * normal_density(x) * power(normal_distribution(x), n - 1.0);
    let sum: f64 = (0..=STEPS)
        .map(|i| {
            let weight = if i == 0 || i == STEPS {
                1.0
            } else if i % 2 == 1 {
                4.0
            } else {
                2.0
            };
            weight * integrand(LOW + width * f64::from(i))
        })
        .sum();
    sum * width / 3.0
}

fn power(base: f64, exponent: f64) -> f64 {
    if base <= 0.0 {
        if exponent == 0.0 { 1.0 } else { 0.0 }
    } else {
        ambidex_core::maths::exp(exponent * ln(base))
    }
}

/// [`expected_maximum`] for 1 to 65, read off by linear interpolation: for use in inner loops.
#[derive(Clone, Debug)]
pub struct ExpectedMaximum(Vec<f64>);

impl Default for ExpectedMaximum {
    fn default() -> Self {
        Self((1..=65).map(|n| expected_maximum(f64::from(n))).collect())
    }
}

impl ExpectedMaximum {
    /// E[max of n], n clamped to 1..=65.
    pub fn of(&self, n: f64) -> f64 {
        let at = (n.clamp(1.0, 65.0) - 1.0).min(63.999);
        let (below, part) = (at as usize, at.fract());
        self.0[below] * (1.0 - part) + self.0[below + 1] * part
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Closed forms: 0, 1/sqrt(pi), 3/(2 sqrt(pi)) for n = 1, 2, 3.
    #[test]
    fn closed_forms() {
        let root = core::f64::consts::PI.sqrt();
        for (n, exact) in [(1.0, 0.0), (2.0, 1.0 / root), (3.0, 1.5 / root)] {
            assert!((expected_maximum(n) - exact).abs() < 1e-9, "n = {n}");
        }
    }

    #[test]
    fn table_meets_the_integral() {
        let table = ExpectedMaximum::default();
        for n in [1.0, 2.0, 27.0, 65.0] {
            assert!((table.of(n) - expected_maximum(n)).abs() < 1e-4);
        }
    }
}
