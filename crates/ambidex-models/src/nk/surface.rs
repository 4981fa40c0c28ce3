//! Where a walk stands: looked up in the table of all configurations, or added up from the contributions that change.

use super::contributions::Contributions;
use super::matrix::{MOST, Matrix};
use super::table::Table;

/// A configuration on a landscape, with its neighbours.
pub trait Surface {
    /// Number of loci.
    fn n(&self) -> usize;
    /// Configuration, bit j the state of locus j.
    fn configuration(&self) -> u128;
    /// Sum of contributions here.
    fn sum(&self) -> u32;
    /// Sum of contributions with locus `j` flipped.
    fn neighbour(&self, j: usize) -> u32;
    /// Flips locus `j`.
    fn flip(&mut self, j: usize);
    /// Moves to any configuration.
    fn jump(&mut self, configuration: u128);
}

/// On a table.
#[derive(Clone, Copy, Debug)]
pub struct Tabled<'a> {
    table: &'a Table,
    at: usize,
}

impl<'a> Tabled<'a> {
    /// At a configuration.
    pub fn new(table: &'a Table, configuration: u128) -> Self {
        Self { table, at: configuration as usize }
    }
}

impl Surface for Tabled<'_> {
    fn n(&self) -> usize {
        self.table.n()
    }

    fn configuration(&self) -> u128 {
        self.at as u128
    }

    #[inline]
    fn sum(&self) -> u32 {
        self.table.at(self.at)
    }

    #[inline]
    fn neighbour(&self, j: usize) -> u32 {
        self.table.at(self.at ^ 1 << j)
    }

    fn flip(&mut self, j: usize) {
        self.at ^= 1 << j;
    }

    fn jump(&mut self, configuration: u128) {
        self.at = configuration as usize;
    }
}

/// Largest pattern whose contributions are drawn beforehand [bits].
const DRAWN: usize = 7;

/// Contributions of a landscape that is too large for a table, looked up or drawn where they are met.
#[derive(Clone, Debug)]
pub struct Sparse {
    n: usize,
    contributions: Contributions,
    partners: Vec<Vec<u8>>,
    /// For each locus: the contributions that depend on it, and at which bit of their pattern.
    dependants: Vec<Vec<(u8, u8)>>,
    /// By contribution: those of all patterns, where they are few.
    drawn: Vec<Vec<u32>>,
}

impl Sparse {
    /// The landscape of a matrix and contributions.
    pub fn new(matrix: &Matrix, contributions: Contributions) -> Self {
        let n = matrix.n();
        let partners: Vec<Vec<u8>> = (0..n).map(|i| matrix.partners(i).map(|j| j as u8).collect()).collect();
        let mut dependants = vec![Vec::new(); n];
        for (i, partners) in partners.iter().enumerate() {
            for (rank, &j) in partners.iter().enumerate() {
                dependants[usize::from(j)].push((i as u8, rank as u8));
            }
        }
        let drawn = partners.iter().enumerate().map(|(i, partners)| {
            let mut drawn = vec![0; if partners.len() <= DRAWN { 1 << partners.len() } else { 0 }];
            contributions.fill(i, 0, &mut drawn);
            drawn
        });
        let drawn = drawn.collect();
        Self { n, contributions, partners, dependants, drawn }
    }

    #[inline]
    fn at(&self, i: usize, pattern: u128) -> u32 {
        match self.drawn[i].get(pattern as usize) {
            Some(&drawn) => drawn,
            None => self.contributions.at(i, 0, pattern),
        }
    }
}

/// On a landscape without a table.
#[derive(Clone, Debug)]
pub struct Summed<'a> {
    landscape: &'a Sparse,
    configuration: u128,
    patterns: [u128; MOST],
    values: [u32; MOST],
    sum: u32,
}

impl<'a> Summed<'a> {
    /// At a configuration.
    pub fn new(landscape: &'a Sparse, configuration: u128) -> Self {
        let mut new = Self { landscape, configuration: 0, patterns: [0; MOST], values: [0; MOST], sum: 0 };
        new.jump(configuration);
        new
    }
}

impl Surface for Summed<'_> {
    fn n(&self) -> usize {
        self.landscape.n
    }

    fn configuration(&self) -> u128 {
        self.configuration
    }

    fn sum(&self) -> u32 {
        self.sum
    }

    fn neighbour(&self, j: usize) -> u32 {
        let changed = &self.landscape.dependants[j];
        changed.iter().fold(self.sum, |sum, &(i, rank)| {
            let i = usize::from(i);
            let value = self.landscape.at(i, self.patterns[i] ^ 1 << rank);
            sum.wrapping_add(value).wrapping_sub(self.values[i])
        })
    }

    fn flip(&mut self, j: usize) {
        self.sum = self.neighbour(j);
        self.configuration ^= 1 << j;
        for &(i, rank) in &self.landscape.dependants[j] {
            let i = usize::from(i);
            self.patterns[i] ^= 1 << rank;
            self.values[i] = self.landscape.at(i, self.patterns[i]);
        }
    }

    fn jump(&mut self, configuration: u128) {
        self.configuration = configuration;
        self.sum = 0;
        for (i, partners) in self.landscape.partners.iter().enumerate() {
            let states = partners.iter().enumerate();
            self.patterns[i] = states.fold(0, |sum, (rank, j)| sum | (configuration >> j & 1) << rank);
            self.values[i] = self.landscape.at(i, self.patterns[i]);
            self.sum += self.values[i];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ambidex_core::streams::Streams;
    use proptest::prelude::*;

    proptest! {
        /// Added up or looked up, a landscape is the same; also after flips and jumps.
        #[test]
        fn both_surfaces_agree(n in 1_usize..=14, k in 0_usize..14, seed: u64, moves in prop::collection::vec(any::<u16>(), 20)) {
            let streams = Streams::new(seed, 4);
            let matrix = Matrix::random(n, k.min(n - 1), &streams);
            let contributions = Contributions::of(&streams);
            let mut table = Table::default();
            table.fill(&matrix, &contributions, &vec![0; n]);
            let sparse = Sparse::new(&matrix, contributions);
            let (mut tabled, mut summed) = (Tabled::new(&table, 0), Summed::new(&sparse, 0));
            for step in moves {
                let (j, target) = (usize::from(step) % n, u128::from(step) & ((1 << n) - 1));
                for surface in [&mut tabled as &mut dyn Surface, &mut summed] {
                    if step & 0x8000 == 0 { surface.flip(j) } else { surface.jump(target) }
                }
                prop_assert_eq!(tabled.configuration(), summed.configuration());
                prop_assert_eq!(tabled.sum(), summed.sum());
                prop_assert!((0..n).all(|j| tabled.neighbour(j) == summed.neighbour(j)));
            }
        }
    }

    #[test]
    fn the_largest_landscape_is_evaluated() {
        let streams = Streams::new(1, 0);
        let sparse = Sparse::new(&Matrix::next_k(96, 95), Contributions::of(&streams));
        let mut here = Summed::new(&sparse, u128::MAX >> 32);
        for j in [0, 50, 95] {
            let expected = here.neighbour(j);
            here.flip(j);
            assert_eq!(here.sum(), expected);
            assert_eq!(Summed::new(&sparse, here.configuration()).sum(), expected);
        }
    }
}
