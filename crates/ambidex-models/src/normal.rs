//! The quantile of the standard normal distribution.

use ambidex_core::maths::normal_distribution;

/// x with P(X <= x) = p for a standard normal X, by bisection; infinite at p = 0 and p = 1.
pub fn normal_quantile(p: f64) -> f64 {
    if p <= 0.0 {
        return f64::NEG_INFINITY;
    }
    if p >= 1.0 {
        return f64::INFINITY;
    }
    // Above one half by symmetry: the lower tail keeps its digits.
    if p > 0.5 {
        return -normal_quantile(1.0 - p);
    }
    let (mut low, mut high) = (-39.0, 0.0);
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if normal_distribution(middle) < p {
            low = middle;
        } else {
            high = middle;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn inverts_the_distribution() {
        for p in [1e-300, 1e-12, 0.01, 0.3, 0.5] {
            assert!((normal_distribution(normal_quantile(p)) / p - 1.0).abs() < 1e-11, "{p}");
        }
        for p in [0.7, 0.999] {
            assert!((normal_distribution(normal_quantile(p)) - p).abs() < 1e-15);
        }
        assert!(normal_quantile(0.5).abs() < 1e-15);
        assert_eq!((normal_quantile(0.0), normal_quantile(1.0)), (f64::NEG_INFINITY, f64::INFINITY));
    }
}
