//! What a locus contributes, drawn by address.

use ambidex_core::streams::{Purpose, Stream, Streams};

/// What a locus contributes in a pattern of its partners.
pub const CONTRIBUTIONS: Purpose = Purpose("nk.contributions");

/// Bits of a contribution: contributions are integers below 2^25, so that the sum over the largest landscape fits 32
/// bits and fitness is compared exactly.
pub const BITS: u32 = 25;

/// Contributions of one landscape: a function of (seed, replicate, locus, version, pattern).
#[derive(Clone, Copy, Debug)]
pub struct Contributions {
    stream: Stream,
}

/// Words of a block.
const WORDS: usize = 4;
/// Blocks that are drawn together.
const LANES: usize = 16;

impl Contributions {
    /// The contributions of one replicate.
    pub fn of(streams: &Streams) -> Self {
        Self { stream: streams.stream(CONTRIBUTIONS) }
    }

    /// Contribution of `locus` in a pattern; `version` counts how often its table was drawn anew.
    #[inline]
    pub fn at(&self, locus: usize, version: u32, pattern: u128) -> u32 {
        let block = self.stream.block((pattern >> 2) as u64, period(locus, version), (pattern >> 66) as u32);
        block[(pattern & 3) as usize] >> (32 - BITS)
    }

    /// Contributions of `locus` in patterns 0, 1, ...: the same as [`Contributions::at`] gives.
    #[inline(always)]
    pub fn fill(&self, locus: usize, version: u32, contributions: &mut [u32]) {
        let period = period(locus, version);
        let mut first = 0;
        let mut chunks = contributions.chunks_exact_mut(WORDS * LANES);
        for chunk in &mut chunks {
            let mut blocks = [[0; WORDS]; LANES];
            for (i, block) in blocks.iter_mut().enumerate() {
                *block = self.stream.block(first + i as u64, period, 0);
            }
            for (contribution, word) in chunk.iter_mut().zip(blocks.as_flattened()) {
                *contribution = word >> (32 - BITS);
            }
            first += LANES as u64;
        }
        for (block, part) in (first..).zip(chunks.into_remainder().chunks_mut(WORDS)) {
            let words = self.stream.block(block, period, 0);
            for (contribution, word) in part.iter_mut().zip(words) {
                *contribution = word >> (32 - BITS);
            }
        }
    }
}

fn period(locus: usize, version: u32) -> u32 {
    locus as u32 | version << 8
}

/// Fitness in (0, 1): mean of `n` contributions, each the middle of its interval, from their sum.
#[inline]
pub fn fitness(sum: u32, n: usize) -> f64 {
    mean_fitness(u64::from(sum), 1, n)
}

/// Mean fitness of `count` configurations, from the total of their sums.
#[inline]
pub fn mean_fitness(total: u64, count: u64, n: usize) -> f64 {
    (total as f64 / count as f64 + 0.5 * n as f64) / (n as f64 * f64::from(1 << BITS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn filled_are_those_at_the_addresses(seed: u64, locus in 0_usize..96, version in 0_u32..9, size in 0_usize..9) {
            let contributions = Contributions::of(&Streams::new(seed, 5));
            let mut filled = vec![0; 1 << size];
            contributions.fill(locus, version, &mut filled);
            for (pattern, value) in filled.iter().enumerate() {
                prop_assert_eq!(*value, contributions.at(locus, version, pattern as u128));
            }
        }
    }

    #[test]
    fn every_bit_of_a_pattern_counts() {
        let contributions = Contributions::of(&Streams::new(1, 1));
        let base = contributions.at(3, 0, 0);
        assert!((0..96).all(|bit| contributions.at(3, 0, 1 << bit) != base));
        assert!(contributions.at(4, 0, 0) != base && contributions.at(3, 1, 0) != base);
    }

    #[test]
    fn the_largest_sum_is_below_one() {
        let most = (1 << BITS) - 1;
        assert!(fitness(96 * most, 96) < 1.0 && fitness(0, 96) > 0.0);
        assert!((fitness(5 * most, 10) - 0.5).abs() < 1e-7);
    }
}
