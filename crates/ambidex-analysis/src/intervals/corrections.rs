//! Several tests at once: Holm (1979, *Scandinavian Journal of Statistics* 6, 65-70; jstor.org/stable/4615733) keeps the
//! probability of any false rejection below the level, whatever the dependence, and rejects whatever Bonferroni would.

/// Holm's adjusted p-values: of the j-th smallest, max over i <= j of min(1, (m - i + 1) p_i).
pub fn holm(p_values: &[f64]) -> Vec<f64> {
    let mut adjusted = vec![0.0; p_values.len()];
    let mut most = 0.0_f64;
    for (place, index) in crate::statistics::order(p_values).into_iter().enumerate() {
        most = most.max((p_values[index] * (p_values.len() - place) as f64).min(1.0));
        adjusted[index] = most;
    }
    adjusted
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn by_hand() {
        let p = [0.01, 0.04, 0.03, 0.005];
        let near = |a: &[f64], b: &[f64]| a.iter().zip(b).for_each(|(x, y)| assert!((x - y).abs() < 1e-15));
        near(&holm(&p), &[0.03, 0.06, 0.06, 0.02]);
    }

    proptest! {
        #[test]
        fn holm_lies_between_p_and_bonferroni_and_keeps_the_order(p in prop::collection::vec(0.0..1.0_f64, 1..12)) {
            let h = holm(&p);
            for i in 0..p.len() {
                prop_assert!(p[i] <= h[i] && h[i] <= (p[i] * p.len() as f64).min(1.0));
                for j in 0..p.len() {
                    prop_assert!(p[i] > p[j] || h[i] <= h[j]);
                }
            }
        }
    }
}
