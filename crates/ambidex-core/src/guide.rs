//! Discrete draws by inversion through a guide table. Chen & Asau (1974), *On generating random variates from an
//! empirical distribution*, AIIE Transactions 6(2), doi:10.1080/05695557408974949.

/// Cumulated probabilities with the first place that a uniform of each of some equal buckets can hit.
#[derive(Clone, Debug)]
pub struct GuideTable {
    bounds: Vec<f64>,
    guide: Vec<u16>,
}

/// Buckets a place, so that most have no bound inside: a search of one step can be predicted.
const FINENESS: usize = 8;

impl GuideTable {
    /// From cumulated probabilities in ascending order, at least one and at most 65,535; the last stands for 1.
    pub fn new(mut bounds: Vec<f64>) -> Self {
        if let Some(last) = bounds.last_mut() {
            *last = 1.0;
        }
        let buckets = (FINENESS * bounds.len()).next_power_of_two();
        let first = |bucket: usize| {
            let low = bucket as f64 / buckets as f64;
            bounds.partition_point(|&bound| bound <= low) as u16
        };
        let guide = (0..buckets).map(first).collect();
        Self { bounds, guide }
    }

    /// The first place whose bound is above a uniform in (0, 1).
    #[inline(always)]
    pub fn index(&self, u: f64) -> usize {
        let mut place = usize::from(self.guide[(u * self.guide.len() as f64) as usize]);
        while u >= self.bounds[place] {
            place += 1;
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_guide_changes_nothing(steps in prop::collection::vec(0.0_f64..1.0, 1..300), u in 1e-9_f64..0.999_999) {
            let total: f64 = steps.iter().sum::<f64>() + 1e-9;
            let bounds: Vec<f64> = steps.iter().scan(0.0, |sum, step| { *sum += step / total; Some(*sum) }).collect();
            let plain = bounds.iter().position(|&bound| u < bound).unwrap_or(bounds.len() - 1);
            prop_assert_eq!(GuideTable::new(bounds).index(u), plain);
        }
    }
}
