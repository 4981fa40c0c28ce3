//! Values turned into what a period needs.

use ambidex_core::catalogue::Values;

use super::March;
use super::random::{Chance, digits};
use super::rules::Rules;

/// Individuals in a word.
pub const WORD: usize = 64;

/// What all replicates share.
#[derive(Clone, Debug)]
pub struct Setup {
    /// Switches.
    pub rules: Rules,
    /// Number of dimensions.
    pub dimensions: usize,
    /// Dimensions, rounded up to a multiple of 8.
    pub rows: usize,
    /// Number of individuals.
    pub individuals: usize,
    /// Individuals of each word that exist.
    pub exist: Vec<u64>,
    /// Individuals of each word that have the other socialization rate.
    pub fast: Vec<u64>,
    /// Chances of socialization; words of equal composition share them.
    pub socialization: Vec<Chance>,
    /// Which of them a word has.
    pub composition: Vec<u8>,
    /// Chance to leave.
    pub turnover: Option<Chance>,
    /// Chance that a dimension of reality shifts.
    pub turbulence: Option<Chance>,
    /// By k: the code changes where a random word is not above this. The entry at 0 is never asked for.
    pub learning: Vec<u64>,
    /// Whether the code can learn at all.
    pub learns: bool,
    /// Most periods.
    pub periods: u32,
}

impl Setup {
    /// The setup of checked values.
    pub fn of(values: &Values) -> Self {
        let p: March = values.typed();
        let (individuals, dimensions) = (p.individuals as usize, p.dimensions as usize);
        let fast = (p.individuals * p.share_fast) as usize;
        let words = individuals.div_ceil(WORD);
        let below = |n: usize| move |word: usize| first(n.saturating_sub(word * WORD).min(WORD));
        let rate = move |i: usize| if i < fast { p.socialization_fast } else { p.socialization };
        let edge = (!fast.is_multiple_of(WORD)).then_some(fast / WORD);
        let of_word = |word: usize| Chance::of((word * WORD..(word + 1) * WORD).map(rate));
        Self {
            rules: Rules::of(values),
            dimensions,
            rows: dimensions.next_multiple_of(8),
            individuals,
            exist: (0..words).map(below(individuals)).collect(),
            fast: (0..words).map(below(fast)).collect(),
            socialization: vec![
                Chance::even(p.socialization),
                Chance::even(p.socialization_fast),
                of_word(fast / WORD),
            ],
            composition: (0..words)
                .map(|word| if edge == Some(word) { 2 } else { u8::from(word * WORD < fast) })
                .collect(),
            turnover: (p.turnover > 0.0).then(|| Chance::even(p.turnover)),
            turbulence: (p.turbulence > 0.0).then(|| Chance::even(p.turbulence)),
            learning: learning(p.code_learning, individuals),
            learns: digits(p.code_learning) > 0,
            periods: p.periods as u32,
        }
    }

    /// Whether nothing comes from outside, so that a replicate can settle.
    pub fn closed(&self) -> bool {
        self.turnover.is_none() && self.turbulence.is_none()
    }
}

/// A word with its first `n` places set.
fn first(n: usize) -> u64 {
    if n == WORD { u64::MAX } else { (1 << n) - 1 }
}

/// 1 - (1 - p2)^k for k from 0 to `largest`, as the last of 2^64 words at which it happens.
fn learning(p2: f64, largest: usize) -> Vec<u64> {
    let mut stays = 1.0;
    let mut limits = Vec::with_capacity(largest + 1);
    for _ in 0..=largest {
        let chance: f64 = 1.0 - stays;
        limits.push(if chance >= 1.0 { u64::MAX } else { digits(chance).saturating_sub(1) });
        stays *= 1.0 - p2;
    }
    limits
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 1 - (1 - p2)^k to the last place; certain from k = 1 on where p2 = 1.
    #[test]
    fn code_learning_has_the_chance_of_the_paper() {
        for (k, limit) in learning(0.5, 40).into_iter().enumerate().skip(1) {
            assert_eq!(limit, u64::MAX - (u64::MAX >> k) - 1, "2^64 (1 - 2^-{k}) words");
        }
        assert!(learning(1.0, 3)[1..].iter().all(|&limit| limit == u64::MAX));
    }
}
