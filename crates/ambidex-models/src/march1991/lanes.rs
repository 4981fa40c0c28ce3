//! Eight 64-bit words side by side, one a replicate: 512 truth values, or eight numbers.

use std::ops::{BitAnd, BitAndAssign, BitOr, BitOrAssign, BitXor, BitXorAssign, Not};

/// Replicates that run side by side.
pub const REPLICATES: usize = 8;

/// A word a replicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(align(64))]
pub struct Lanes(pub [u64; REPLICATES]);

/// An operation word by word: a macro, since a closure would not be compiled for the registers of its caller.
macro_rules! by_word {
    ($x:ident: $a:expr $(, $y:ident: $b:expr)? => $f:expr) => {{
        let mut out = $a;
        for word in 0..REPLICATES {
            let $x = out.0[word];
            $( let $y = $b.0[word]; )?
            out.0[word] = $f;
        }
        out
    }};
}

impl Lanes {
    /// Nothing set.
    pub const NONE: Self = Self([0; REPLICATES]);
    /// Everything set.
    pub const ALL: Self = Self([u64::MAX; REPLICATES]);

    /// The same word for every replicate.
    #[inline(always)]
    pub const fn splat(word: u64) -> Self {
        Self([word; REPLICATES])
    }

    /// A word of each replicate's own.
    pub fn of(word: impl FnMut(usize) -> u64) -> Self {
        Self(std::array::from_fn(word))
    }

    /// Sum modulo 2^64, word by word.
    #[inline(always)]
    pub fn plus(self, other: Self) -> Self {
        by_word!(x: self, y: other => x.wrapping_add(y))
    }

    /// Difference modulo 2^64, word by word.
    #[inline(always)]
    pub fn minus(self, other: Self) -> Self {
        by_word!(x: self, y: other => x.wrapping_sub(y))
    }

    /// Product modulo 2^64, word by word.
    #[inline(always)]
    pub fn times(self, factor: u64) -> Self {
        by_word!(x: self => x.wrapping_mul(factor))
    }

    /// Each word shifted to the right.
    #[inline(always)]
    pub fn shifted(self, by: u32) -> Self {
        by_word!(x: self => x >> by)
    }

    /// Bits set in each word.
    #[inline(always)]
    pub fn count(self) -> Self {
        by_word!(x: self => u64::from(x.count_ones()))
    }

    /// All bits of a word set where its number is above the other's, none elsewhere; numbers below 2^63.
    #[inline(always)]
    pub fn above(self, other: Self) -> Self {
        by_word!(x: self, y: other => if (x as i64) > (y as i64) { u64::MAX } else { 0 })
    }

    /// All bits of a word set where any was, none elsewhere.
    #[inline(always)]
    pub fn filled(self) -> Self {
        by_word!(x: self => if x == 0 { 0 } else { u64::MAX })
    }

    /// All bits of a word set where bit `place` was, none elsewhere.
    #[inline(always)]
    pub fn spread(self, place: u32) -> Self {
        by_word!(x: self => 0_u64.wrapping_sub((x >> place) & 1))
    }

    /// Whether nothing is set.
    #[inline(always)]
    pub fn is_none(self) -> bool {
        let [a, b, c, d, e, f, g, h] = self.0;
        (a | b | c | d | e | f | g | h) == 0
    }
}

impl BitAnd for Lanes {
    type Output = Self;
    #[inline(always)]
    fn bitand(self, other: Self) -> Self {
        by_word!(x: self, y: other => x & y)
    }
}

impl BitOr for Lanes {
    type Output = Self;
    #[inline(always)]
    fn bitor(self, other: Self) -> Self {
        by_word!(x: self, y: other => x | y)
    }
}

impl BitXor for Lanes {
    type Output = Self;
    #[inline(always)]
    fn bitxor(self, other: Self) -> Self {
        by_word!(x: self, y: other => x ^ y)
    }
}

impl Not for Lanes {
    type Output = Self;
    #[inline(always)]
    fn not(self) -> Self {
        by_word!(x: self => !x)
    }
}

impl BitAndAssign for Lanes {
    #[inline(always)]
    fn bitand_assign(&mut self, other: Self) {
        *self = *self & other;
    }
}

impl BitOrAssign for Lanes {
    #[inline(always)]
    fn bitor_assign(&mut self, other: Self) {
        *self = *self | other;
    }
}

impl BitXorAssign for Lanes {
    #[inline(always)]
    fn bitxor_assign(&mut self, other: Self) {
        *self = *self ^ other;
    }
}
