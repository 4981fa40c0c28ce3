//! Trajectories of performance demanded and supplied (Christensen 1997), in closed form.
//!
//! Demand of a tier and supply of a technology grow exponentially; customers of a tier spread lognormally about its
//! median. Who gets enough from the cheaper entrant technology takes it, the others stay.

use ambidex_core::maths::{exp, ln, normal_distribution};

/// A quantity that grows exponentially: `start` at time 0, `growth` a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Trajectory {
    /// Value at time 0.
    pub start: f64,
    /// Rate of growth [1/period].
    pub growth: f64,
}

impl Trajectory {
    /// Value at time `t` [periods].
    pub fn at(self, t: f64) -> f64 {
        self.start * exp(self.growth * t)
    }

    /// Time at which this trajectory reaches `factor` times the other from below: ln(factor D/S) / (g_S - g_D); 0 where
    /// it starts there, none where it never does.
    pub fn reaches(self, demand: Self, factor: f64) -> Option<f64> {
        let gap = ln(factor * demand.start / self.start);
        if gap <= 0.0 {
            return Some(0.0);
        }
        let gain = self.growth - demand.growth;
        (gain > 0.0).then(|| gap / gain)
    }
}

/// Share of a tier for whom `supply` is enough, `spread` the standard deviation of ln requirement; a step where it is 0.
pub fn satisfied(supply: f64, demand: f64, spread: f64) -> f64 {
    if spread <= 0.0 {
        return f64::from(u8::from(supply >= demand));
    }
    normal_distribution(ln(supply / demand) / spread)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// At the time of crossing supply equals demand, and just half of the tier is satisfied.
        #[test]
        fn half_of_a_tier_is_satisfied_at_the_crossing(
            supply in 0.1_f64..2.0, demand in 2.0_f64..20.0, slow in 0.0_f64..0.05, more in 0.01_f64..0.2,
        ) {
            let s = Trajectory { start: supply, growth: slow + more };
            let d = Trajectory { start: demand, growth: slow };
            let t = s.reaches(d, 1.0).expect("it grows faster");
            prop_assert!((satisfied(s.at(t), d.at(t), 0.4) - 0.5).abs() < 1e-9);
            prop_assert!(s.reaches(d, 2.0) > s.reaches(d, 1.0));
            prop_assert_eq!(Trajectory { growth: slow, ..s }.reaches(d, 1.0), None);
        }
    }

    #[test]
    fn who_starts_ahead_is_there_at_once() {
        let ahead = Trajectory { start: 3.0, growth: 0.0 };
        assert_eq!(ahead.reaches(Trajectory { start: 2.0, growth: 0.1 }, 1.0), Some(0.0));
        assert_eq!((satisfied(2.0, 2.0, 0.0), satisfied(1.9, 2.0, 0.0)), (1.0, 0.0));
    }
}
