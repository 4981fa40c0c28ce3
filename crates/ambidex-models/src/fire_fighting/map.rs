//! A reduction of our own to one number: the share f of upstream work that is done.
//!
//! Downstream work and the repair of what turns out defective come first; upstream work gets what is left:
//!
//! f' = clip((R - A (1 + c d(f))) / (A c_u), 0, 1), d(f) = P_b - (P_b - P_a) f.

use super::parameters::FireFighting;

/// Share of defective products after a share `f` of upstream work.
pub fn defective(p: &FireFighting, f: f64) -> f64 {
    p.defects_unprepared - (p.defects_unprepared - p.defects_prepared) * f
}

/// Share of upstream work in the next period.
pub fn next(p: &FireFighting, f: f64) -> f64 {
    let downstream = p.workload * (1.0 + p.rework_cost * defective(p, f));
    ((p.resources - downstream) / (p.workload * p.upstream_cost)).clamp(0.0, 1.0)
}

/// Slope of the map between its ends: above 1 the interior fixed point is a tipping point.
pub fn slope(p: &FireFighting) -> f64 {
    p.rework_cost * (p.defects_unprepared - p.defects_prepared) / p.upstream_cost
}

/// The interior fixed point, where there is one: (R/A - 1 - c P_b) / (c_u - c (P_b - P_a)).
pub fn fixed_point(p: &FireFighting) -> Option<f64> {
    let left = p.resources / p.workload - 1.0 - p.rework_cost * p.defects_unprepared;
    let f = left / (p.upstream_cost - p.rework_cost * (p.defects_unprepared - p.defects_prepared));
    (f > 0.0 && f < 1.0).then_some(f)
}

/// Share of upstream work after `periods` from `f`.
pub fn after(p: &FireFighting, f: f64, periods: u32) -> f64 {
    (0..periods).fold(f, |f, _| next(p, f))
}

#[cfg(test)]
mod tests {
    use ambidex_core::maths::pow;
    use ambidex_core::parameters::Parameters;
    use proptest::prelude::*;

    use super::*;

    /// The reference point of the reduction.
    #[test]
    fn the_default_tips_at_one_half() {
        let p = FireFighting::default();
        assert!((fixed_point(&p).expect("interior") - 0.5).abs() < 1e-12);
        assert!((slope(&p) - 1.6).abs() < 1e-12);
        assert_eq!((after(&p, 0.49, 50), after(&p, 0.51, 50)), (0.0, 1.0));
    }

    proptest! {
        /// Until an end is reached the distance from the fixed point is multiplied by the slope.
        #[test]
        fn distances_grow_by_the_slope(
            resources in 1.3_f64..2.4, cost in 0.1_f64..2.0, good in 0.0_f64..0.4, start in 0.0_f64..1.0,
        ) {
            let mut p = FireFighting::default();
            for (name, value) in [("resources", resources), ("upstream_cost", cost), ("defects_prepared", good)] {
                p.set(name, value).expect("inside");
            }
            if let Some(fixed) = fixed_point(&p) {
                prop_assert!((next(&p, fixed) - fixed).abs() < 1e-9);
                let mut f = start;
                for n in 1..=6 {
                    f = next(&p, f);
                    if f <= 0.0 || f >= 1.0 {
                        break;
                    }
                    let expected = fixed + (start - fixed) * pow(slope(&p), f64::from(n));
                    prop_assert!((f - expected).abs() < 1e-6 * pow(slope(&p).max(1.0), f64::from(n)));
                }
            }
        }

        /// More upstream work now is never less of it next.
        #[test]
        fn the_map_rises(a in 0.0_f64..1.0, b in 0.0_f64..1.0) {
            let p = FireFighting::default();
            prop_assert!(next(&p, a.min(b)) <= next(&p, a.max(b)));
        }
    }
}
