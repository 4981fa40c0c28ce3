//! Market shares by multinomial logit. McFadden (1974), *Conditional logit analysis of qualitative choice behavior*.

use ambidex_core::maths::exp;

/// Shares exp(u_i) / sum exp(u_j); `None` utilities get nothing. Sums to 1 where anybody has a utility.
pub fn shares(utilities: &[Option<f64>]) -> Vec<f64> {
    let top = utilities.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = utilities.iter().map(|u| u.map_or(0.0, |u| exp(u - top))).collect();
    let total: f64 = weights.iter().sum();
    weights.iter().map(|w| if total > 0.0 { w / total } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_sum_to_one_and_shift_invariantly() {
        let a = shares(&[Some(1.0), None, Some(3.0), Some(-500.0)]);
        let b = shares(&[Some(701.0), None, Some(703.0), Some(200.0)]);
        assert!((a.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(a[1], 0.0);
        assert!(a.iter().zip(&b).all(|(x, y)| (x - y).abs() < 1e-12));
        assert!((a[2] / a[0] - core::f64::consts::E.powi(2)).abs() < 1e-9);
    }
}
