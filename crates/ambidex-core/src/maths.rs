//! Portable mathematics: the same bits on every machine. The platform's `exp` and `ln` differ in the last place
//! between systems, which would break equality of results to the byte.

pub use libm::{exp, log as ln, log2, log10, pow, sqrt};

/// Logistic function 1 / (1 + exp(-x)).
#[inline]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Standard normal density.
pub fn normal_density(x: f64) -> f64 {
    exp(-0.5 * x * x) / sqrt(core::f64::consts::TAU)
}

/// Standard normal distribution function, by the complementary error function.
pub fn normal_distribution(x: f64) -> f64 {
    0.5 * libm::erfc(-x / core::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logistic_is_symmetric_and_bounded() {
        for x in [-800.0, -3.0, 0.0, 0.5, 20.0, 800.0] {
            assert!((logistic(x) + logistic(-x) - 1.0).abs() < 1e-15);
            assert!((0.0..=1.0).contains(&logistic(x)));
        }
    }
}
