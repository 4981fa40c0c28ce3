//! Latin hypercube (McKay, Beckman & Conover 1979, doi:10.1080/00401706.1979.10489755): every input's range is cut into
//! n strata of equal probability, and each stratum holds one point.
//!
//! The stratum of a point is found from its number, by a permutation of 0 .. n - 1 that a key chooses: a Feistel network
//! on a rectangle of a x b >= n cells, a and b near the root of n, with additions modulo a and b, and numbers from n on
//! sent through again (Black & Rogaway 2002, doi:10.1007/3-540-45760-7_9). Nothing is held, however many points there are.

use crate::purposes::{LATIN_ORDER, LATIN_PLACE, address, stream};
use ambidex_core::Stream;

/// Rounds of the network: four make a permutation that looks random where n is large (Luby & Rackoff 1988,
/// doi:10.1137/0217022); small n need more.
const ROUNDS: u32 = 12;

/// Where in its stratum a point lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// In the middle.
    Centred,
    /// Anywhere, drawn uniformly at (point, input).
    Random,
}

/// A Latin hypercube, of which any point is found without the others.
#[derive(Clone, Debug)]
pub struct LatinHypercube {
    points: u32,
    sides: (u64, u64),
    order: Stream,
    place: Stream,
    placement: Placement,
}

impl LatinHypercube {
    /// A design of so many points, in any number of inputs.
    pub fn new(points: u32, seed: u64, placement: Placement) -> Self {
        // Both sides at least two wherever there are three points: a line of cells would only be turned.
        let width = u64::from(points.saturating_sub(1).isqrt()) + 1;
        let sides = (width, u64::from(points).div_ceil(width).max(1));
        let (order, place) = (stream(seed, LATIN_ORDER), stream(seed, LATIN_PLACE));
        Self { points, sides, order, place, placement }
    }

    /// Coordinate of a point in (0, 1). The order of an input's strata depends on (seed, input, number of points), so that
    /// inputs may be added without a change in those before.
    pub fn coordinate(&self, index: u32, input: usize) -> f64 {
        let within = match self.placement {
            Placement::Centred => 0.5,
            Placement::Random => self.place.uniform(u64::from(index), address(input)),
        };
        (f64::from(self.stratum(index, input)) + within) / f64::from(self.points)
    }

    /// A point of the unit cube.
    pub fn point(&self, index: u32, inputs: usize) -> Vec<f64> {
        (0..inputs).map(|input| self.coordinate(index, input)).collect()
    }

    /// Stratum of a point, from 0.
    fn stratum(&self, index: u32, input: usize) -> u32 {
        let mut cell = u64::from(index);
        loop {
            cell = self.permuted(cell, input as u64);
            if cell < u64::from(self.points) {
                return cell as u32;
            }
        }
    }

    /// The permutation of the cells of the rectangle.
    fn permuted(&self, cell: u64, input: u64) -> u64 {
        let (a, b) = self.sides;
        let (mut column, mut row) = (cell % a, cell / a);
        for round in 0..ROUNDS {
            let shift = |other: u64| {
                let block = self.order.block(input, round, other as u32);
                u64::from(block[0]) << 32 | u64::from(block[1])
            };
            if round.is_multiple_of(2) {
                column = (column + shift(row) % a) % a;
            } else {
                row = (row + shift(column) % b) % b;
            }
        }
        row * a + column
    }
}

/// `points x inputs` in the unit cube.
pub fn hypercube(points: usize, inputs: usize, seed: u64, placement: Placement) -> Vec<Vec<f64>> {
    let points = address(points);
    let design = LatinHypercube::new(points, seed, placement);
    (0..points).map(|index| design.point(index, inputs)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_stratum_holds_one_point(points in 1_usize..700, inputs in 1_usize..6, seed: u64, random: bool) {
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

    /// Every order of three, four and five strata is equally likely over seeds and inputs: chi-square at level 1e-4.
    #[test]
    fn all_orders_are_equally_likely() {
        for (points, orders) in [(2_u32, 2.0), (3, 6.0), (4, 24.0), (5, 120.0)] {
            let mut counts = std::collections::BTreeMap::new();
            for seed in 0..1200_u64 {
                let design = LatinHypercube::new(points, seed, Placement::Centred);
                for input in 0..4 {
                    let order: Vec<u32> = (0..points).map(|i| design.stratum(i, input)).collect();
                    *counts.entry(order).or_insert(0.0) += 1.0;
                }
            }
            let expected = 4800.0 / orders;
            assert_eq!(counts.len() as f64, orders);
            let statistic: f64 =
                counts.values().map(|c: &f64| (c - expected) * (c - expected) / expected).sum();
            assert!(crate::statistics::chi_square_tail(statistic, orders as usize - 1) > 1e-4, "{statistic}");
        }
    }

    /// Strata of two inputs are as good as independent: over 4000 points the cells of a 4 x 4 table hold 250 each, but for
    /// chance; and a point's neighbour by number is anywhere.
    #[test]
    fn inputs_and_neighbours_are_independent() {
        let (points, design) = (4000_u32, LatinHypercube::new(4000, 5, Placement::Centred));
        let quarter = |index: u32, input: usize| (design.stratum(index, input) * 4 / points) as usize;
        let mut tables = [[0.0; 16]; 2];
        for index in 0..points {
            tables[0][4 * quarter(index, 0) + quarter(index, 1)] += 1.0;
            tables[1][4 * quarter(index, 0) + quarter((index + 1) % points, 0)] += 1.0;
        }
        for table in tables {
            let statistic: f64 = table.iter().map(|c| (c - 250.0) * (c - 250.0) / 250.0).sum();
            // Both margins are fixed by the strata, which leaves 3 x 3 degrees of freedom.
            assert!(crate::statistics::chi_square_tail(statistic, 9) > 1e-4, "{table:?}");
        }
    }

    #[test]
    fn a_point_of_very_many_is_found_at_once() {
        let design = LatinHypercube::new(u32::MAX, 2, Placement::Random);
        let found: Vec<f64> = (0..1000).map(|i| design.coordinate(i * 4_000_000, 3)).collect();
        let mean = found.iter().sum::<f64>() / 1000.0;
        // Standard error of a mean of 1000 uniform numbers: .0091.
        assert!(found.iter().all(|u| (0.0..1.0).contains(u)) && (mean - 0.5).abs() < 4.0 * 0.0092);
    }
}
