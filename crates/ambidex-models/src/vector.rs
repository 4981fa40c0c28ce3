//! One kernel, compiled several times: for any machine, for AVX2 and for AVX-512, with the same bits from each.
//!
//! A [`Kernel`] is plain code on arrays of words, inlined as a whole into a function that may use wide registers. No
//! kernel asks which it is, so all of them compute the same; what differs is only how many words an instruction takes.

// The one call below needs a promise that the compiler cannot check.
#![allow(unsafe_code)]

/// Work that can be compiled for wide registers.
pub trait Kernel {
    /// What it gives.
    type Output;
    /// Does the work. To be marked `#[inline(always)]`, as all that it calls in its inner loops.
    fn work(self) -> Self::Output;
}

/// For which machine a kernel is compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// Any machine.
    Portable,
    /// 256-bit registers.
    Avx2,
    /// 512-bit registers, with multiplication of 64-bit words and population count.
    Avx512,
}

impl Path {
    /// The paths that this machine can take, the widest last.
    pub fn available() -> Vec<Self> {
        #[allow(unused_mut)]
        let mut paths = vec![Self::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2")
                && is_x86_feature_detected!("popcnt")
                && is_x86_feature_detected!("bmi2")
            {
                paths.push(Self::Avx2);
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512dq")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vpopcntdq")
                && is_x86_feature_detected!("popcnt")
                && is_x86_feature_detected!("bmi2")
            {
                paths.push(Self::Avx512);
            }
        }
        paths
    }

    /// The widest path of this machine.
    pub fn widest() -> Self {
        Self::available().pop().unwrap_or(Self::Portable)
    }

    /// Does the work on this path, or on the portable one where the machine does not have it.
    pub fn run<K: Kernel>(self, kernel: K) -> K::Output {
        #[cfg(target_arch = "x86_64")]
        if self != Self::Portable && Self::available().contains(&self) {
            // SAFETY: `available` has just found every feature that the function called is compiled with.
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
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl,avx512vpopcntdq,popcnt,bmi2")]
fn avx512<K: Kernel>(kernel: K) -> K::Output {
    kernel.work()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,popcnt,bmi2")]
fn avx2<K: Kernel>(kernel: K) -> K::Output {
    kernel.work()
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
        for path in [Path::Portable, Path::Avx2, Path::Avx512] {
            assert_eq!(path.run(Sum(&words)), expected, "{path:?}");
        }
    }
}
