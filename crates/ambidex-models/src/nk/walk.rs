//! Adaptive walks: one locus at a time, and uphill only.

use ambidex_core::streams::{Purpose, Stream, Streams};

use super::matrix::MOST;
use super::surface::Surface;

/// Where a walk begins.
pub const START: Purpose = Purpose("nk.start");
/// In which order neighbours are tried.
pub const SEARCH: Purpose = Purpose("nk.search");
/// Configurations that are tried from afar.
pub const JUMP: Purpose = Purpose("nk.jump");

/// Which fitter neighbour is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The first in an order drawn anew for each step: every fitter neighbour is equally likely.
    RandomFitter,
    /// The fittest; the lowest locus where two are equal.
    Steepest,
    /// The first in the order of the loci.
    First,
}

impl Rule {
    /// A rule by its word.
    pub fn named(word: &str) -> Self {
        match word {
            "steepest" => Self::Steepest,
            "first" => Self::First,
            _ => Self::RandomFitter,
        }
    }

    /// The locus that is flipped; none at a local optimum. `step` counts the steps of the walk.
    pub fn choose(self, here: &impl Surface, search: &Stream, step: u32) -> Option<usize> {
        let fitter = |j: &usize| here.neighbour(*j) > here.sum();
        match self {
            Self::First => (0..here.n()).find(fitter),
            Self::Steepest => (0..here.n()).rev().filter(fitter).max_by_key(|j| here.neighbour(*j)),
            Self::RandomFitter => {
                let mut order: [u8; MOST] = std::array::from_fn(|j| j as u8);
                let mut draws = search.draws(u64::from(step), 0);
                (0..here.n())
                    .map(|tried| {
                        order.swap(tried, tried + draws.below(here.n() - tried));
                        usize::from(order[tried])
                    })
                    .find(fitter)
            }
        }
    }
}

/// Climbs to a local optimum from step number `first`; the number of steps.
pub fn climb(here: &mut impl Surface, rule: Rule, search: &Stream, first: u32) -> u32 {
    let mut steps = 0;
    while let Some(locus) = rule.choose(here, search, first + steps) {
        here.flip(locus);
        steps += 1;
    }
    steps
}

/// Climbs, then tries `jumps` configurations from afar, one after the other: where one is fitter than the optimum that
/// was reached, the walk goes on from there. The number of steps, jumps among them.
pub fn adapt(here: &mut impl Surface, rule: Rule, jumps: u32, streams: &Streams) -> u32 {
    let (search, afar) = (streams.stream(SEARCH), streams.stream(JUMP));
    let mut steps = climb(here, rule, &search, 0);
    for trial in 0..jumps {
        let (from, sum) = (here.configuration(), here.sum());
        here.jump(anywhere(&afar, trial, here.n()));
        if here.sum() > sum {
            steps += 1;
            steps += climb(here, rule, &search, steps);
        } else {
            here.jump(from);
        }
    }
    steps
}

/// A configuration of `n` loci, all equally likely.
pub fn anywhere(stream: &Stream, number: u32, n: usize) -> u128 {
    let words = stream.block(u64::from(number), 0, 0);
    let all = words.iter().rev().fold(0, |sum, word| sum << 32 | u128::from(*word));
    all & (u128::MAX >> (128 - n))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::nk::contributions::Contributions;
    use crate::nk::matrix::Matrix;
    use crate::nk::surface::Tabled;
    use crate::nk::table::Table;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// Every walk ends at a local optimum, no lower than it began; jumps never lower it.
        #[test]
        fn walks_end_at_optima(n in 1_usize..=12, k in 0_usize..12, seed: u64, jumps in 0_u32..20) {
            let streams = Streams::new(seed, 0);
            let mut table = Table::default();
            table.fill(&Matrix::random(n, k.min(n - 1), &streams), &Contributions::of(&streams), &vec![0; n]);
            for rule in [Rule::RandomFitter, Rule::Steepest, Rule::First] {
                let start = anywhere(&streams.stream(START), 0, n);
                let (mut plain, mut far) = (Tabled::new(&table, start), Tabled::new(&table, start));
                let begun = plain.sum();
                adapt(&mut plain, rule, 0, &streams);
                adapt(&mut far, rule, jumps, &streams);
                prop_assert!(begun <= plain.sum() && plain.sum() <= far.sum());
                prop_assert!((0..n).all(|j| plain.neighbour(j) <= plain.sum() && far.neighbour(j) <= far.sum()));
            }
        }

        /// Without interactions, a walk flips exactly the loci that are wrong.
        #[test]
        fn without_interactions_the_length_is_the_distance(n in 1_usize..=14, seed: u64) {
            let streams = Streams::new(seed, 0);
            let mut table = Table::default();
            table.fill(&Matrix::next_k(n, 0), &Contributions::of(&streams), &vec![0; n]);
            let start = anywhere(&streams.stream(START), 0, n);
            for rule in [Rule::RandomFitter, Rule::Steepest, Rule::First] {
                let mut here = Tabled::new(&table, start);
                let steps = adapt(&mut here, rule, 0, &streams);
                prop_assert_eq!(steps, (start ^ here.configuration()).count_ones());
            }
        }
    }
}
