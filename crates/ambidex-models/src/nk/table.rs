//! The fitness of every configuration.
//!
//! Configurations stand in blocks that share all but the six lowest loci. A contribution is laid out once for every
//! state of its higher partners, as a block; the sum over contributions is carried down a tree over the higher loci,
//! so that a contribution is added only where one of its partners has changed.

use super::contributions::Contributions;
use super::matrix::{Matrix, bits};
use ambidex_core::vector::{Kernel, Machine, Path};

/// Loci within a block.
pub const LOW: usize = 6;
/// Configurations of a block.
pub const BLOCK: usize = 1 << LOW;
/// Sums of the contributions of a block's configurations.
pub type Block = [u32; BLOCK];
/// Most loci of a table.
pub const MOST: usize = 24;
/// Most higher partners of a contribution that is laid out; others are drawn and added one at a time.
const LAID_OUT: u32 = 8;

/// Sums of contributions by configuration: bit j of a configuration is the state of locus j.
#[derive(Clone, Debug, Default)]
pub struct Table {
    n: usize,
    /// One more before the first and after the last, so that runs may begin at any place.
    blocks: Vec<Block>,
    work: Laid,
}

/// Contributions laid out in blocks.
#[derive(Clone, Debug, Default)]
struct Laid {
    drawn: Vec<u32>,
    spare: Vec<u32>,
    blocks: Vec<Block>,
    terms: Vec<Term>,
}

/// A contribution in the tree.
#[derive(Clone, Copy, Debug)]
struct Term {
    /// Lowest of its higher partners, or the number of higher loci where it has none.
    level: usize,
    /// Its block at the present state of the higher loci.
    at: u32,
    /// By how much `at` changes where the carry runs up to a locus.
    carry: [u32; MOST - LOW + 1],
}

impl Table {
    /// Evaluates all configurations; `versions` counts how often the table of a locus was drawn anew.
    ///
    /// # Panics
    /// Where the matrix has more than [`MOST`] loci.
    pub fn fill(&mut self, matrix: &Matrix, contributions: &Contributions, versions: &[u32]) {
        self.fill_part(matrix, contributions, versions, u128::MAX);
    }

    /// The same for the contributions of some loci only, those whose bit is set in `loci`.
    ///
    /// # Panics
    /// Where the matrix has more than [`MOST`] loci.
    pub fn fill_part(
        &mut self,
        matrix: &Matrix,
        contributions: &Contributions,
        versions: &[u32],
        loci: u128,
    ) {
        assert!(matrix.n() <= MOST, "{} loci", matrix.n());
        self.n = matrix.n();
        self.blocks.resize((1 << self.n.saturating_sub(LOW)) + 2, [0; BLOCK]);
        Path::widest().run(Filling { table: self, matrix, contributions, versions, loci });
    }

    /// Number of loci.
    pub fn n(&self) -> usize {
        self.n
    }

    /// Sum of contributions of a configuration.
    #[inline(always)]
    pub fn at(&self, configuration: usize) -> u32 {
        self.blocks[(configuration >> LOW) + 1][configuration & (BLOCK - 1)]
    }

    /// All blocks; below six loci, the configurations repeat within the one block.
    pub fn blocks(&self) -> &[Block] {
        &self.blocks[1..self.blocks.len() - 1]
    }

    /// Sums in a row, with a block before the first and one after the last that mean nothing.
    #[inline(always)]
    pub fn padded(&self) -> &[u32] {
        self.blocks.as_flattened()
    }
}

struct Filling<'a> {
    table: &'a mut Table,
    matrix: &'a Matrix,
    contributions: &'a Contributions,
    versions: &'a [u32],
    loci: u128,
}

impl Kernel for Filling<'_> {
    type Output = ();

    #[inline(always)]
    fn work<M: Machine>(self, _: M) {
        let Self { table: Table { n, blocks, work }, matrix, contributions, versions, loci } = self;
        let last = blocks.len() - 1;
        let blocks = &mut blocks[1..last];
        let higher = n.saturating_sub(LOW);
        work.blocks.clear();
        work.terms.clear();
        for (i, &version) in versions.iter().enumerate().filter(|(i, _)| loci >> i & 1 == 1) {
            if (matrix.row(i) >> LOW).count_ones() <= LAID_OUT {
                work.draw(matrix.row(i), contributions, i, version);
                work.terms.push(Term::new(matrix.row(i) >> LOW, work.blocks.len(), higher));
                work.blocks.extend_from_slice(work.drawn.as_chunks().0);
            }
        }
        work.terms.sort_by_key(|term| term.level);
        work.sum(higher, blocks);
        for (i, &version) in versions.iter().enumerate().filter(|(i, _)| loci >> i & 1 == 1) {
            if (matrix.row(i) >> LOW).count_ones() > LAID_OUT {
                work.draw(matrix.row(i), contributions, i, version);
                add_wide(matrix.row(i) >> LOW, work.drawn.as_chunks().0, blocks);
            }
        }
    }
}

impl Term {
    /// A contribution with higher partners `high`, whose blocks begin at `at`.
    #[inline(always)]
    fn new(high: u128, at: usize, higher: usize) -> Self {
        let mut term = Self { level: higher, at: at as u32, carry: [0; MOST - LOW + 1] };
        for (rank, locus) in bits(high).enumerate() {
            term.level = term.level.min(locus);
            term.carry[locus] = 1 << rank;
        }
        let mut below = 0_u32;
        for carry in &mut term.carry {
            let own = *carry;
            *carry = own.wrapping_sub(below);
            below += own;
        }
        term
    }
}

impl Laid {
    /// Draws a contribution by pattern and repeats it over the lower loci on which it does not depend: whole blocks,
    /// one a state of its higher partners.
    #[inline(always)]
    fn draw(&mut self, row: u128, contributions: &Contributions, locus: usize, version: u32) {
        self.drawn.resize(1 << row.count_ones(), 0);
        contributions.fill(locus, version, &mut self.drawn);
        let free = |locus: u32| row >> locus & 1 == 0;
        for (locus, repeat) in REPEATS.into_iter().enumerate() {
            if free(locus as u32) {
                self.spare.resize(2 * self.drawn.len(), 0);
                repeat(&self.drawn, &mut self.spare);
                std::mem::swap(&mut self.drawn, &mut self.spare);
            }
        }
    }

    /// Walks through the states of the higher loci in ascending order; `sums[level]` is the sum over the terms whose
    /// lowest higher partner is `level` or above.
    #[inline(always)]
    fn sum(&mut self, higher: usize, out: &mut [Block]) {
        let mut sums = [[0; BLOCK]; MOST - LOW + 1];
        let starts: [usize; MOST - LOW + 2] =
            std::array::from_fn(|level| self.terms.partition_point(|term| term.level < level));
        for term in &self.terms[starts[higher]..] {
            add(&mut sums[higher], &self.blocks[term.at as usize]);
        }
        for (state, out) in out.iter_mut().enumerate() {
            let carried = if state == 0 { higher } else { state.trailing_zeros() as usize };
            for level in (0..higher.min(carried + 1)).rev() {
                let mut sum = sums[level + 1];
                for term in &mut self.terms[starts[level]..starts[level + 1]] {
                    if state > 0 {
                        term.at = term.at.wrapping_add(term.carry[carried]);
                    }
                    add(&mut sum, &self.blocks[term.at as usize]);
                }
                sums[level] = sum;
            }
            *out = sums[0];
        }
    }
}

#[inline(always)]
fn add(sum: &mut Block, term: &Block) {
    for (sum, term) in sum.iter_mut().zip(term) {
        *sum = sum.wrapping_add(*term);
    }
}

/// Adds a contribution that depends on many loci.
#[inline(always)]
fn add_wide(high: u128, drawn: &[Block], out: &mut [Block]) {
    for (state, out) in out.iter_mut().enumerate() {
        let pattern = bits(high).enumerate().fold(0, |sum, (rank, locus)| sum | (state >> locus & 1) << rank);
        add(out, &drawn[pattern]);
    }
}

/// Writes states again, from one place to another of twice the size.
type Repeat = fn(&[u32], &mut [u32]);

/// Repeats runs of 1, 2, 4, ... states.
const REPEATS: [Repeat; LOW] =
    [repeat::<1>, repeat::<2>, repeat::<4>, repeat::<8>, repeat::<16>, repeat::<32>];

/// Writes every run of `RUN` states twice.
fn repeat<const RUN: usize>(from: &[u32], to: &mut [u32]) {
    for (run, pair) in from.chunks_exact(RUN).zip(to.chunks_exact_mut(2 * RUN)) {
        pair[..RUN].copy_from_slice(run);
        pair[RUN..].copy_from_slice(run);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::streams::Streams;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Every entry of the table is the sum of the contributions at their addresses.
        #[test]
        fn entries_are_sums_of_addressed_contributions(n in 1_usize..=13, k in 0_usize..13, seed: u64, version in 0_u32..3) {
            let streams = Streams::new(seed, 2);
            let matrix = Matrix::random(n, k.min(n - 1), &streams);
            let contributions = Contributions::of(&streams);
            let versions: Vec<u32> = (0..n as u32).map(|i| i * version).collect();
            let mut table = Table::default();
            table.fill(&matrix, &contributions, &versions);
            for configuration in 0..1_usize << n {
                let sum: u32 = (0..n).map(|i| {
                    let pattern = matrix.partners(i).enumerate();
                    let pattern = pattern.fold(0, |sum, (t, j)| sum | ((configuration >> j & 1) as u128) << t);
                    contributions.at(i, versions[i], pattern)
                }).sum();
                prop_assert_eq!(table.at(configuration), sum);
            }
        }
    }

    /// All widths of vectors give the same bits, also for contributions with many partners.
    #[test]
    fn widths_agree() {
        for (n, k) in [(16, 5), (16, 15), (12, 11), (9, 0)] {
            let streams = Streams::new(7, 1);
            let matrix = Matrix::random(n, k, &streams);
            let contributions = Contributions::of(&streams);
            let versions = vec![0; n];
            let mut wide = Table::default();
            wide.fill(&matrix, &contributions, &versions);
            let mut plain = wide.clone();
            plain.blocks.fill([0; BLOCK]);
            Path::Portable.run(Filling {
                table: &mut plain,
                matrix: &matrix,
                contributions: &contributions,
                versions: &versions,
                loci: u128::MAX,
            });
            assert_eq!(wide.blocks, plain.blocks);
        }
    }
}
