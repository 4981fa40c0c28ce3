//! One kernel, compiled several times: for any machine, for AVX2 and for AVX-512, with the same bits from each.
//!
//! A [`Kernel`] is plain code on words, inlined as a whole into a function that may use wide registers and population
//! counts. No kernel asks which it is, so all of them compute the same; what differs is the instructions it takes.

// The three calls below need a promise that the compiler cannot check.
#![allow(unsafe_code)]

use std::sync::OnceLock;

/// Work that can be compiled for wide registers.
pub trait Kernel {
    /// What it gives.
    type Output;
    /// Does the work. To be marked `#[inline(always)]`, as all that it calls in its inner loops.
    fn work<M: Machine>(self, machine: M) -> Self::Output;
}

/// Instructions that some machines have and compilers do not find by themselves. Only [`Path::run`] makes one.
pub trait Machine: Copy {
    /// Position of the `nth` set bit of a word (0-based, below the number of ones).
    fn select(self, word: u64, nth: u32) -> u32;
    /// The set bits of a word whose numbers (0-based, the lowest first) are set in `numbers`.
    fn deposit(self, numbers: u64, word: u64) -> u64;
}

/// Any machine.
#[derive(Clone, Copy, Debug)]
pub struct Portable;

impl Machine for Portable {
    #[inline(always)]
    fn select(self, word: u64, nth: u32) -> u32 {
        select(word, nth)
    }

    #[inline(always)]
    fn deposit(self, numbers: u64, word: u64) -> u64 {
        let (mut deposited, ones) = (0, word.count_ones());
        let mut left = if ones < 64 { numbers & ((1 << ones) - 1) } else { numbers };
        while left != 0 {
            deposited |= 1 << select(word, left.trailing_zeros());
            left &= left - 1;
        }
        deposited
    }
}

/// A machine on which a bit is deposited in a few cycles; older ones with the instruction take hundreds.
#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy, Debug)]
pub struct Depositing(());

#[cfg(target_arch = "x86_64")]
impl Machine for Depositing {
    #[inline(always)]
    fn select(self, word: u64, nth: u32) -> u32 {
        // SAFETY: only `Path::run` makes the token, after it has found the instruction.
        unsafe { core::arch::x86_64::_pdep_u64(1 << nth, word) }.trailing_zeros()
    }

    #[inline(always)]
    fn deposit(self, numbers: u64, word: u64) -> u64 {
        // SAFETY: as above.
        unsafe { core::arch::x86_64::_pdep_u64(numbers, word) }
    }
}

/// Position of the `nth` set bit of a word (0-based, below the number of ones), by running sums of byte counts
/// (Vigna 2008, *Broadword implementation of rank/select queries*, doi:10.1007/978-3-540-68552-4_12).
#[inline(always)]
pub fn select(word: u64, nth: u32) -> u32 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let mut sums = word - (word >> 1 & 0x5555_5555_5555_5555);
    sums = (sums & 0x3333_3333_3333_3333) + (sums >> 2 & 0x3333_3333_3333_3333);
    sums = ((sums + (sums >> 4)) & 0x0f0f_0f0f_0f0f_0f0f).wrapping_mul(ONES);
    // Bytes whose running sum is at most nth lie before the bit.
    let at_most = (((u64::from(nth) * ONES) | 0x8080_8080_8080_8080) - sums) & 0x8080_8080_8080_8080;
    let place = (at_most >> 7).wrapping_mul(ONES) >> 53 & !7;
    let left = u64::from(nth) - (sums << 8 >> place & 0xff);
    place as u32 + u32::from(IN_BYTE[(left as usize) << 8 & 0x700 | (word >> place & 0xff) as usize])
}

/// Position of the nth set bit of a byte, at 256 n + byte; 0 where there is none.
static IN_BYTE: [u8; 2048] = {
    let (mut table, mut byte) = ([0; 2048], 0);
    while byte < 256 {
        let (mut bit, mut nth) = (0, 0);
        while bit < 8 {
            if byte >> bit & 1 == 1 {
                table[nth << 8 | byte] = bit;
                nth += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    table
};

/// For which machine a kernel is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Path {
    /// Any machine.
    Portable,
    /// 256-bit registers, population count, bit manipulation.
    Avx2,
    /// 512-bit registers, with multiplication of 64-bit words and population count.
    Avx512,
}

/// All paths, the widest first.
const PATHS: [Path; 3] = [Path::Avx512, Path::Avx2, Path::Portable];

impl Path {
    /// Whether this machine can take the path.
    #[inline]
    pub fn is_available(self) -> bool {
        self <= Self::widest()
    }

    #[cfg(target_arch = "x86_64")]
    fn is_detected(self) -> bool {
        let avx2 = || {
            is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("popcnt")
                && is_x86_feature_detected!("lzcnt")
                && is_x86_feature_detected!("bmi1")
                && is_x86_feature_detected!("bmi2")
        };
        match self {
            Self::Portable => true,
            Self::Avx2 => avx2(),
            Self::Avx512 => {
                avx2()
                    && is_x86_feature_detected!("avx512f")
                    && is_x86_feature_detected!("avx512bw")
                    && is_x86_feature_detected!("avx512dq")
                    && is_x86_feature_detected!("avx512vl")
                    && is_x86_feature_detected!("avx512vpopcntdq")
            }
        }
    }

    #[cfg(not(target_arch = "x86_64"))]
    fn is_detected(self) -> bool {
        self == Self::Portable
    }

    /// The paths that this machine can take, the portable one first.
    pub fn available() -> Vec<Self> {
        PATHS.into_iter().rev().filter(|path| path.is_available()).collect()
    }

    /// The widest path of this machine. Each path needs all that those before it need.
    #[inline]
    pub fn widest() -> Self {
        static WIDEST: OnceLock<Path> = OnceLock::new();
        *WIDEST.get_or_init(|| PATHS.into_iter().find(|path| path.is_detected()).unwrap_or(Self::Portable))
    }

    /// Does the work on this path, or on the portable one where the machine does not have it.
    #[inline]
    pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
        #[cfg(target_arch = "x86_64")]
        if self != Self::Portable && self.is_available() {
            // SAFETY: the machine has been found to have every feature that the function called is compiled with.
            return unsafe {
                match self {
                    Self::Avx512 => avx512(kernel),
                    _ => avx2(kernel),
                }
            };
        }
        kernel.work(Portable)
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,popcnt,lzcnt,bmi1,bmi2")]
fn avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.work(Depositing(()))
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt,lzcnt,bmi1,bmi2")]
fn avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.work(Portable)
}

/// Tells the processor that a place will soon be read: where the next places are known, a miss of the cache costs
/// nothing then.
#[inline(always)]
pub fn prefetch<T>(place: &T) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: a hint reads nothing and cannot fault; SSE is there on every machine of this kind.
    unsafe {
        use core::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch::<_MM_HINT_T0>(core::ptr::from_ref(place).cast());
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = place;
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Sum<'a>(&'a [u64]);

    impl Kernel for Sum<'_> {
        type Output = u64;
        #[inline(always)]
        fn work<M: Machine>(self, _: M) -> u64 {
            self.0.iter().fold(0, |sum, x| sum.wrapping_add(x.wrapping_mul(*x)))
        }
    }

    struct Deposited(u64, u64);

    impl Kernel for Deposited {
        type Output = u64;
        #[inline(always)]
        fn work<M: Machine>(self, machine: M) -> u64 {
            machine.deposit(self.0, self.1)
        }
    }

    struct Positions(u64);

    impl Kernel for Positions {
        type Output = Vec<u32>;
        #[inline(always)]
        fn work<M: Machine>(self, machine: M) -> Vec<u32> {
            (0..self.0.count_ones()).map(|nth| machine.select(self.0, nth)).collect()
        }
    }

    proptest! {
        #[test]
        fn select_finds_the_nth_bit(word: u64) {
            let positions: Vec<u32> = (0..64).filter(|b| word >> b & 1 == 1).collect();
            for path in PATHS {
                prop_assert_eq!(&path.run(Positions(word)), &positions);
            }
        }
    }

    proptest! {
        #[test]
        fn deposit_keeps_the_numbered_bits(numbers: u64, word: u64) {
            let ones = (0..64).filter(|b| word >> b & 1 == 1).enumerate();
            let kept = ones.filter(|(n, _)| numbers >> n & 1 == 1).fold(0_u64, |kept, (_, b)| kept | 1 << b);
            for path in PATHS {
                prop_assert_eq!(path.run(Deposited(numbers, word)), kept);
            }
        }
    }

    #[test]
    fn paths_agree_and_the_portable_one_is_always_there() {
        let words: Vec<u64> = (0..1000).map(|i| i * 0x9E37_79B9_7F4A_7C15_u64 % 1_000_003).collect();
        let expected: u64 = words.iter().map(|x| x * x).sum();
        assert_eq!(Path::available()[0], Path::Portable);
        for path in PATHS {
            assert_eq!(path.run(Sum(&words)), expected, "{path:?}");
        }
    }
}
