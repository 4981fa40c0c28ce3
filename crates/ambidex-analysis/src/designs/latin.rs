//! Latin hypercube (McKay, Beckman & Conover 1979, doi:10.1080/00401706.1979.10489755): every input's range is cut into
//! n strata of equal probability, and each stratum holds one point.

use crate::purposes::{LATIN_ORDER, LATIN_PLACE, address, shuffled, stream};

/// Where in its stratum a point lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// In the middle.
    Centred,
    /// Anywhere, drawn uniformly at (point, input).
    Random,
}

/// `points x inputs` in the unit cube. The order of an input's strata depends on (seed, input, number of points), so
/// that inputs may be added without a change in those before.
pub fn hypercube(points: usize, inputs: usize, seed: u64, placement: Placement) -> Vec<Vec<f64>> {
    let order = stream(seed, LATIN_ORDER);
    let place = stream(seed, LATIN_PLACE);
    let strata: Vec<Vec<usize>> =
        (0..inputs).map(|j| shuffled(&order, j as u64, 0, points, points)).collect();
    let within = |i: usize, j: usize| match placement {
        Placement::Centred => 0.5,
        Placement::Random => place.uniform(i as u64, address(j)),
    };
    let coordinate = |i: usize, j: usize| (strata[j][i] as f64 + within(i, j)) / points as f64;
    (0..points).map(|i| (0..inputs).map(|j| coordinate(i, j)).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_stratum_holds_one_point(points in 1_usize..60, inputs in 1_usize..6, seed: u64, random: bool) {
            let placement = if random { Placement::Random } else { Placement::Centred };
            let design = hypercube(points, inputs, seed, placement);
            for j in 0..inputs {
                let mut strata: Vec<usize> =
                    design.iter().map(|p| (p[j] * points as f64).floor() as usize).collect();
                strata.sort_unstable();
                prop_assert_eq!(strata, (0..points).collect::<Vec<_>>());
            }
        }

        #[test]
        fn added_inputs_leave_the_others(points in 1_usize..30, seed: u64) {
            let (few, many) = (hypercube(points, 2, seed, Placement::Random), hypercube(points, 5, seed, Placement::Random));
            for (a, b) in few.iter().zip(&many) {
                prop_assert_eq!(a.as_slice(), &b[..2]);
            }
        }
    }

    /// The variance of the mean of an additive function is far below that of a random sample: Stein 1987,
    /// doi:10.1080/00401706.1987.10488205. For f = sum of inputs, centred, the mean is exact.
    #[test]
    fn additive_functions_are_integrated_exactly_by_centred_points() {
        let design = hypercube(17, 4, 3, Placement::Centred);
        let mean = design.iter().map(|p| p.iter().sum::<f64>()).sum::<f64>() / 17.0;
        assert!((mean - 2.0).abs() < 1e-12);
    }
}
