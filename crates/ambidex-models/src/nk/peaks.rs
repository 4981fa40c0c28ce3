//! Local optima: configurations without a fitter neighbour at a distance of one locus. Equal neighbours are both
//! optima; with contributions of 25 bits that is rarer than one pair in ten million.

use super::contributions::mean_fitness;
use super::table::{BLOCK, Block, LOW, Table};
use ambidex_core::vector::{Kernel, Machine, Path};

/// The local optima of a landscape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peaks {
    /// How many there are.
    pub count: u64,
    /// Sum of contributions, over all of them.
    pub total: u64,
    /// Largest sum of contributions.
    pub best: u32,
    /// Lowest configuration that has it.
    pub best_at: usize,
}

impl Peaks {
    /// All local optima.
    pub fn of(table: &Table) -> Self {
        Path::widest().run(Counting(table))
    }

    /// Mean fitness of all local optima of a landscape of `n` loci.
    pub fn mean_fitness(&self, n: usize) -> f64 {
        mean_fitness(self.total, self.count, n)
    }
}

struct Counting<'a>(&'a Table);

impl Kernel for Counting<'_> {
    type Output = Peaks;

    #[inline(always)]
    fn work<M: Machine>(self, _: M) -> Peaks {
        let blocks = self.0.blocks();
        let higher = blocks.len().trailing_zeros() as usize;
        let within = if self.0.n() < LOW { (1_u64 << (1 << self.0.n())) - 1 } else { u64::MAX };
        let mut peaks = Peaks { count: 0, total: 0, best: 0, best_at: 0 };
        for (state, own) in blocks.iter().enumerate() {
            let mut fittest = neighbours_within(self.0.padded(), BLOCK + (state << LOW));
            for locus in 0..higher {
                raise(&mut fittest, &blocks[state ^ 1 << locus]);
            }
            let optima = not_below(own, &fittest) & within;
            peaks.add(state << LOW, own, optima);
        }
        peaks
    }
}

impl Peaks {
    #[inline(always)]
    fn add(&mut self, first: usize, own: &Block, mut optima: u64) {
        self.count += u64::from(optima.count_ones());
        while optima != 0 {
            let place = optima.trailing_zeros() as usize;
            optima &= optima - 1;
            let sum = own[place];
            self.total += u64::from(sum);
            if sum > self.best {
                (self.best, self.best_at) = (sum, first + place);
            }
        }
    }
}

#[inline(always)]
fn raise(fittest: &mut Block, other: &Block) {
    for (fittest, other) in fittest.iter_mut().zip(other) {
        *fittest = (*fittest).max(*other);
    }
}

/// Fittest neighbour within the block that begins at `first`.
#[inline(always)]
fn neighbours_within(sums: &[u32], first: usize) -> Block {
    let mut fittest = [0; BLOCK];
    raise_swapped::<1>(&mut fittest, sums, first);
    raise_swapped::<2>(&mut fittest, sums, first);
    raise_swapped::<4>(&mut fittest, sums, first);
    raise_swapped::<8>(&mut fittest, sums, first);
    let own = &sums[first..first + BLOCK];
    for (run, fittest) in fittest.chunks_exact_mut(RUN).enumerate() {
        for distance in [1, 2] {
            let others = &own[(run ^ distance) * RUN..][..RUN];
            for (fittest, other) in fittest.iter_mut().zip(others) {
                *fittest = (*fittest).max(*other);
            }
        }
    }
    fittest
}

/// Places that move together where the distance is no less.
const RUN: usize = 16;

/// Neighbours at a distance of `DISTANCE` places, read as two runs: the one above where the bit is clear, else the one
/// below. Masks instead of a choice, which would be compiled to a gather.
#[inline(always)]
fn raise_swapped<const DISTANCE: usize>(fittest: &mut Block, sums: &[u32], first: usize) {
    let above = &sums[first + DISTANCE..][..BLOCK];
    let below = &sums[first - DISTANCE..][..BLOCK];
    for (l, (fittest, (above, below))) in fittest.iter_mut().zip(above.iter().zip(below)).enumerate() {
        let upwards = u32::from(l & DISTANCE == 0).wrapping_neg();
        *fittest = (*fittest).max(above & upwards | below & !upwards);
    }
}

/// Places where the block is not below its fittest neighbour; most blocks have none, which is seen at once.
#[inline(always)]
fn not_below(own: &Block, fittest: &Block) -> u64 {
    let mut any = 0;
    for (own, fittest) in own.iter().zip(fittest) {
        any |= u32::from(own >= fittest);
    }
    if any == 0 {
        return 0;
    }
    own.iter()
        .zip(fittest)
        .enumerate()
        .fold(0, |sum, (l, (own, fittest))| sum | u64::from(own >= fittest) << l)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nk::contributions::Contributions;
    use crate::nk::matrix::Matrix;
    use ambidex_core::streams::Streams;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn peaks_are_those_of_a_plain_search(n in 1_usize..=12, k in 0_usize..12, seed: u64) {
            let streams = Streams::new(seed, 0);
            let mut table = Table::default();
            table.fill(&Matrix::random(n, k.min(n - 1), &streams), &Contributions::of(&streams), &vec![0; n]);
            let optima: Vec<usize> = (0..1 << n)
                .filter(|x: &usize| (0..n).all(|j| table.at(*x) >= table.at(x ^ 1 << j)))
                .collect();
            let peaks = Peaks::of(&table);
            prop_assert_eq!(peaks.count, optima.len() as u64);
            prop_assert_eq!(peaks.total, optima.iter().map(|x| u64::from(table.at(*x))).sum::<u64>());
            prop_assert_eq!(Some(peaks.best), (0..1 << n).map(|x| table.at(x)).max());
            prop_assert_eq!(table.at(peaks.best_at), peaks.best);
            prop_assert_eq!(Path::Portable.run(Counting(&table)), peaks);
        }
    }
}
