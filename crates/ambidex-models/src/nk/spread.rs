//! What takes the whole table and more: from how many configurations the global maximum is reached, and how far
//! fitness spreads.

use super::contributions::BITS;
use super::table::{BLOCK, Table};
use super::walk::Rule;

/// Most loci for which it is done.
pub const MOST: usize = 20;

/// Chance that a walk from a configuration drawn at random ends at `best`, exactly: configurations are taken from the
/// fittest down, so that all to which a step may lead are known.
pub fn basin(table: &Table, best: usize, rule: Rule) -> f64 {
    let n = table.n();
    let mut order: Vec<u32> = (0..1 << n).collect();
    order.sort_unstable_by_key(|&x| std::cmp::Reverse(table.at(x as usize)));
    let mut chance = vec![0.0; 1 << n];
    for x in order.into_iter().map(|x| x as usize) {
        chance[x] = from(table, &chance, x, rule).unwrap_or(if x == best { 1.0 } else { 0.0 });
    }
    chance.iter().sum::<f64>() / chance.len() as f64
}

/// The chance at a configuration from those of its fitter neighbours; none at a local optimum.
fn from(table: &Table, chance: &[f64], x: usize, rule: Rule) -> Option<f64> {
    let mut fitter = (0..table.n()).map(|j| x ^ 1 << j).filter(|&y| table.at(y) > table.at(x));
    match rule {
        Rule::First => fitter.next().map(|y| chance[y]),
        Rule::Steepest => {
            let first = fitter.next()?;
            let best = fitter.fold(first, |best, y| if table.at(y) > table.at(best) { y } else { best });
            Some(chance[best])
        }
        Rule::RandomFitter => {
            let (sum, count) = fitter.fold((0.0, 0), |(sum, count), y| (sum + chance[y], count + 1));
            (count > 0).then(|| sum / f64::from(count))
        }
    }
}

/// Standard deviation of fitness over all configurations of the landscape.
pub fn deviation(table: &Table) -> f64 {
    let (mut sum, mut squares) = (0_u64, 0_u128);
    let repeated = 1.max(BLOCK >> table.n());
    for block in table.blocks() {
        let block = &block[..BLOCK / repeated];
        sum += block.iter().map(|&x| u64::from(x)).sum::<u64>();
        squares += block.iter().map(|&x| u128::from(u64::from(x) * u64::from(x))).sum::<u128>();
    }
    let count = 1_u128 << table.n();
    let scaled = count * squares - u128::from(sum) * u128::from(sum);
    ambidex_core::maths::sqrt(scaled as f64) / count as f64 / table.n() as f64 / f64::from(1 << BITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nk::contributions::{Contributions, fitness};
    use crate::nk::matrix::Matrix;
    use crate::nk::peaks::Peaks;
    use crate::nk::surface::{Surface, Tabled};
    use crate::nk::walk::climb;
    use ambidex_core::streams::{Purpose, Streams};
    use proptest::prelude::*;

    fn landscape(n: usize, k: usize, seed: u64) -> Table {
        let streams = Streams::new(seed, 0);
        let mut table = Table::default();
        table.fill(&Matrix::random(n, k.min(n - 1), &streams), &Contributions::of(&streams), &vec![0; n]);
        table
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// The basins of all local optima share the landscape among them.
        #[test]
        fn basins_add_up(n in 1_usize..=9, k in 0_usize..9, seed: u64) {
            let table = landscape(n, k, seed);
            for rule in [Rule::RandomFitter, Rule::Steepest, Rule::First] {
                let optima = (0..1 << n).filter(|x: &usize| (0..n).all(|j| table.at(*x) >= table.at(x ^ 1 << j)));
                let total: f64 = optima.map(|peak| basin(&table, peak, rule)).sum();
                prop_assert!((total - 1.0).abs() < 1e-12);
            }
        }

        /// Where the walk is not random, the basin is the share of starts that end at the maximum.
        #[test]
        fn basins_are_those_of_all_walks(n in 1_usize..=9, k in 0_usize..9, seed: u64) {
            let table = landscape(n, k, seed);
            let best = Peaks::of(&table).best_at;
            let stream = Streams::new(0, 0).stream(Purpose("test.basin"));
            for rule in [Rule::Steepest, Rule::First] {
                let ends = (0..1_u128 << n).filter(|&start| {
                    let mut here = Tabled::new(&table, start);
                    climb(&mut here, rule, &stream, 0);
                    here.configuration() as usize == best
                });
                prop_assert_eq!(basin(&table, best, rule), ends.count() as f64 / f64::from(1 << n));
            }
        }

        #[test]
        fn deviation_is_the_plain_one(n in 1_usize..=9, k in 0_usize..9, seed: u64) {
            let table = landscape(n, k, seed);
            let values: Vec<f64> = (0..1 << n).map(|x| fitness(table.at(x), n)).collect();
            let mean = values.iter().sum::<f64>() / values.len() as f64;
            let variance = values.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / values.len() as f64;
            prop_assert!((deviation(&table) - ambidex_core::maths::sqrt(variance)).abs() < 1e-12);
        }
    }
}
