//! One kernel, compiled several times: for any machine, for AVX2 and for AVX-512, with the same bits from each.
//!
//! A [`Kernel`] is plain code on words, inlined as a whole into a function that may use wide registers and population
//! counts. No kernel asks which it is, so all of them compute the same; what differs is the instructions it takes.

// The two calls below need a promise that the compiler cannot check.
#![allow(unsafe_code)]

/// Work that can be compiled for wide registers.
pub trait Kernel {
    /// What it gives.
    type Output;
    /// Does the work. To be marked `#[inline(always)]`, as all that it calls in its inner loops.
    fn work(self) -> Self::Output;
}

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
    #[cfg(target_arch = "x86_64")]
    pub fn is_available(self) -> bool {
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

    /// Whether this machine can take the path.
    #[cfg(not(target_arch = "x86_64"))]
    pub fn is_available(self) -> bool {
        self == Self::Portable
    }

    /// The paths that this machine can take, the portable one first.
    pub fn available() -> Vec<Self> {
        PATHS.into_iter().rev().filter(|path| path.is_available()).collect()
    }

    /// The widest path of this machine.
    pub fn widest() -> Self {
        PATHS.into_iter().find(|path| path.is_available()).unwrap_or(Self::Portable)
    }

    /// Does the work on this path, or on the portable one where the machine does not have it.
    #[inline]
    pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
        #[cfg(target_arch = "x86_64")]
        if self != Self::Portable && self.is_available() {
            // SAFETY: `is_available` has just found every feature that the function called is compiled with.
            return unsafe {
                match self {
                    Self::Avx512 => avx512(kernel),
                    _ => avx2(kernel),
                }
            };
        }
        kernel.work()
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,popcnt,lzcnt,bmi1,bmi2")]
fn avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt,lzcnt,bmi1,bmi2")]
fn avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.work()
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

    struct Sum<'a>(&'a [u64]);

    impl Kernel for Sum<'_> {
        type Output = u64;
        #[inline(always)]
        fn work(self) -> u64 {
            self.0.iter().fold(0, |sum, x| sum.wrapping_add(x.wrapping_mul(*x)))
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
