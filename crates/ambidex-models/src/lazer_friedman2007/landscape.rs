//! The problem space: an NK landscape with randomly drawn interactions, evaluated string by string.
//!
//! Contributions are whole numbers of 24 bits, so that a score is an exact sum: equal strings have equal scores on any
//! path, ties are ties, and the maximum does not depend on the order of addition.

use ambidex_core::streams::{Purpose, Stream, Streams};

use super::maximum;

/// Which loci the contribution of a locus depends on.
pub const INTERACTIONS: Purpose = Purpose("lazer_friedman2007.interactions");
/// Contributions of a locus.
pub const CONTRIBUTIONS: Purpose = Purpose("lazer_friedman2007.contributions");

/// A contribution of 1 in the units of [`Landscape::score`].
pub const UNIT: u32 = 1 << 24;

/// How the K interactions of a locus are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawing {
    /// K other loci, all different.
    Distinct,
    /// K draws from all loci, each on its own: repeats and the locus itself occur, and count for nothing.
    Repeated,
}

/// A landscape over strings of n bits.
#[derive(Clone, Debug)]
pub struct Landscape {
    n: usize,
    stride: usize,
    /// Loci that a contribution depends on, ascending; bit j of an index into the table is the j-th of them.
    pub(super) loci: Vec<Vec<u8>>,
    /// Contributions, `stride` a locus.
    pub(super) tables: Vec<u32>,
    /// For each state of the lower and of the upper half of the string, its share of the index of every locus.
    halves: [Vec<u16>; 2],
    bits: usize,
}

impl Landscape {
    /// Draws the landscape of one replicate: `n` loci (at most 20), `k` interactions each (at most 15, below n).
    pub fn draw(streams: &Streams, n: usize, k: usize, drawing: Drawing) -> Self {
        assert!((1..=20).contains(&n) && k < n && k <= 15, "sizes are checked before");
        let interactions = streams.stream(INTERACTIONS);
        let loci = (0..n).map(|locus| interacting(interactions, n, k, locus, drawing)).collect();
        let stride = 2 << k;
        let contributions = streams.stream(CONTRIBUTIONS);
        let tables = (0..n).flat_map(|locus| {
            let mut draws = contributions.draws(locus as u64, 0);
            (0..stride).map(move |_| draws.word() >> 8)
        });
        Self::new(n, loci, tables.collect())
    }

    /// A landscape of given interactions (ascending) and contributions, equally many a locus.
    pub fn new(n: usize, loci: Vec<Vec<u8>>, tables: Vec<u32>) -> Self {
        let (bits, stride) = (n.div_ceil(2), tables.len() / n);
        let halves = [partial_indices(&loci, 0, bits), partial_indices(&loci, bits, n - bits)];
        Self { n, stride, loci, tables, halves, bits }
    }

    /// Bits of a string.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Contributions a locus that are stored, at least two to the power of its interactions.
    pub(super) fn stride(&self) -> usize {
        self.stride
    }

    /// Sum of the contributions of all loci, in units of 1 / [`UNIT`].
    #[inline]
    pub fn score(&self, string: u32) -> u32 {
        let (n, string) = (self.n, string as usize);
        let (low, high) = (string & ((1 << self.bits) - 1), string >> self.bits);
        let low = &self.halves[0][low * n..][..n];
        let high = &self.halves[1][high * n..][..n];
        let tables = self.tables.chunks_exact(self.stride);
        tables.zip(low.iter().zip(high)).map(|(table, (l, h))| table[usize::from(l | h)]).sum()
    }

    /// Mean contribution, in 0 to 1.
    pub fn fitness(&self, string: u32) -> f64 {
        f64::from(self.score(string)) / (f64::from(UNIT) * self.n as f64)
    }

    /// Whether no single flip of a bit improves the string.
    pub fn is_peak(&self, string: u32) -> bool {
        let score = self.score(string);
        (0..self.n).all(|bit| self.score(string ^ (1 << bit)) <= score)
    }

    /// The peak that steepest ascent reaches, and its score.
    pub fn climb(&self, mut string: u32) -> (u32, u32) {
        let mut score = self.score(string);
        loop {
            let steps = (0..self.n).map(|bit| string ^ (1 << bit));
            let best = steps.map(|step| (self.score(step), step)).max();
            match best {
                Some((better, step)) if better > score => (score, string) = (better, step),
                _ => return (string, score),
            }
        }
    }

    /// Largest score of all 2^n strings: exact, by branch and bound.
    pub fn maximum(&self) -> u32 {
        maximum::maximum(self)
    }
}

/// Loci that the contribution of `locus` depends on, itself included, ascending and without repeats.
fn interacting(stream: Stream, n: usize, k: usize, locus: usize, drawing: Drawing) -> Vec<u8> {
    let mut draws = stream.draws(locus as u64, 0);
    let mut set = vec![locus as u8];
    match drawing {
        Drawing::Repeated => set.extend((0..k).map(|_| draws.below(n) as u8)),
        Drawing::Distinct => {
            let mut others: Vec<u8> = (0..n as u8).filter(|&other| usize::from(other) != locus).collect();
            set.extend((0..k).map(|_| others.swap_remove(draws.below(others.len()))));
        }
    }
    set.sort_unstable();
    set.dedup();
    set
}

/// For each state of the bits `from..from + bits`, their share of the index of every locus.
fn partial_indices(loci: &[Vec<u8>], from: usize, bits: usize) -> Vec<u16> {
    let n = loci.len();
    let weight = |bit: usize| {
        let place = move |set: &Vec<u8>| set.iter().position(|&locus| usize::from(locus) == from + bit);
        loci.iter().map(move |set| place(set).map_or(0, |place| 1_u16 << place))
    };
    let weights: Vec<u16> = (0..bits).flat_map(weight).collect();
    let mut indices = vec![0; n << bits];
    for bit in 0..bits {
        let (done, rest) = indices.split_at_mut(n << bit);
        for (row, known) in rest.chunks_exact_mut(n).zip(done.chunks_exact(n)) {
            for ((index, part), weight) in row.iter_mut().zip(known).zip(&weights[bit * n..]) {
                *index = part | weight;
            }
        }
    }
    indices
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn naive(landscape: &Landscape, string: u32) -> u32 {
        let index =
            |set: &[u8]| set.iter().enumerate().fold(0, |i, (j, &bit)| i | ((string >> bit & 1) << j));
        let loci = landscape.loci.iter().zip(landscape.tables.chunks(landscape.stride));
        loci.map(|(set, table)| table[index(set) as usize]).sum()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn halves_give_the_sum_over_loci(n in 1_usize..=20, k in 0_usize..8, seed: u64, strings: [u32; 8]) {
            let k = k.min(n - 1);
            for drawing in [Drawing::Distinct, Drawing::Repeated] {
                let landscape = Landscape::draw(&Streams::new(seed, 0), n, k, drawing);
                for string in strings.map(|s| s & ((1 << n) - 1)) {
                    prop_assert_eq!(landscape.score(string), naive(&landscape, string));
                }
            }
        }

        #[test]
        fn the_maximum_is_that_of_full_enumeration(n in 1_usize..=11, k in 0_usize..11, seed: u64) {
            let k = k.min(n - 1);
            let landscape = Landscape::draw(&Streams::new(seed, 1), n, k, Drawing::Repeated);
            let all = (0..1 << n).map(|string| landscape.score(string)).max();
            prop_assert_eq!(Some(landscape.maximum()), all);
        }
    }

    #[test]
    fn the_maximum_of_twenty_bits_is_that_of_full_enumeration() {
        for replicate in 0..4 {
            let landscape = Landscape::draw(&Streams::new(5, replicate), 20, 5, Drawing::Distinct);
            assert_eq!(Some(landscape.maximum()), (0..1 << 20).map(|string| landscape.score(string)).max());
        }
    }

    #[test]
    fn without_interactions_every_climb_ends_at_the_maximum() {
        let landscape = Landscape::draw(&Streams::new(2, 0), 20, 0, Drawing::Distinct);
        for start in [0, 0xf_ffff, 0x5_5555, 77] {
            let (peak, score) = landscape.climb(start);
            assert!(landscape.is_peak(peak) && score == landscape.maximum());
        }
    }

    /// A draw from n repeats: the expected number of different loci among itself and K draws is 1 + (n-1)(1-(1-1/n)^K).
    #[test]
    fn interactions_are_as_many_as_drawn() {
        let (n, k) = (20, 5);
        let mut total = 0;
        for replicate in 0..500 {
            let streams = Streams::new(1, replicate);
            assert!(
                Landscape::draw(&streams, n, k, Drawing::Distinct).loci.iter().all(|set| set.len() == k + 1)
            );
            total +=
                Landscape::draw(&streams, n, k, Drawing::Repeated).loci.iter().map(Vec::len).sum::<usize>();
        }
        let mean = total as f64 / (500.0 * n as f64);
        let expected = 1.0 + 19.0 * (1.0 - 0.95_f64.powi(5));
        // The number of different loci lies in 1..=6; its standard deviation is below 1.
        assert!((mean - expected).abs() < 5.0 / (500.0 * n as f64).sqrt(), "{mean} against {expected}");
    }
}
