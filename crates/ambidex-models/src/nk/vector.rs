//! The widest vectors of the machine for a piece of work. Integer arithmetic only, so every width gives the same bits.
#![allow(unsafe_code)]

/// Work whose body is compiled once a width of vectors; `run` and all that it calls must be inlined.
pub trait Work {
    /// What it gives.
    type Output;
    /// Does it.
    fn run(self) -> Self::Output;
}

/// Does the work with the widest vectors that the machine has.
pub fn widest<W: Work>(work: W) -> W::Output {
    #[cfg(target_arch = "x86_64")]
    {
        if has_512() {
            // SAFETY: the features that the function is compiled for were just found on this machine.
            return unsafe { with_512(work) };
        }
        if is_x86_feature_detected!("avx2") {
            // SAFETY: as above.
            return unsafe { with_256(work) };
        }
    }
    work.run()
}

#[cfg(target_arch = "x86_64")]
fn has_512() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512dq")
        && is_x86_feature_detected!("avx512vl")
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
fn with_512<W: Work>(work: W) -> W::Output {
    work.run()
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn with_256<W: Work>(work: W) -> W::Output {
    work.run()
}
