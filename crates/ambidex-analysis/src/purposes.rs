//! What random numbers are drawn for; all draws are of replicate 0 of the caller's seed.

use ambidex_core::{Purpose, Stream, Streams};

macro_rules! purposes {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: Purpose = Purpose($text);)*
        /// Every purpose of this crate.
        pub const ALL: &[Purpose] = &[$($name),*];
    };
}

purposes! {
    /// Order of the strata of a Latin hypercube (entity: input, period: round of the network).
    LATIN_ORDER = "analysis.latin_order";
    /// Place within a stratum of a Latin hypercube (entity: point, period: input).
    LATIN_PLACE = "analysis.latin_place";
    /// Scrambling of a Sobol sequence (entity: input, period: digit).
    SOBOL_SCRAMBLE = "analysis.sobol_scramble";
    /// Starting points and orders of Morris' trajectories (entity: trajectory).
    MORRIS_TRAJECTORY = "analysis.morris_trajectory";
    /// Resampling with replacement (entity: resample).
    BOOTSTRAP = "analysis.bootstrap";
    /// Half samples (entity: resample).
    HALF_SAMPLE = "analysis.half_sample";
    /// Points about which nearest neighbours are sought.
    NEIGHBOUR_CENTRES = "analysis.neighbour_centres";
    /// Candidates of approximate Bayesian computation (entity: attempt, period: generation).
    ABC_CANDIDATE = "analysis.abc_candidate";
    /// Candidates of history matching (entity: candidate, period: wave).
    HISTORY_CANDIDATE = "analysis.history_candidate";
    /// Posterior draws by systematic resampling.
    POSTERIOR_DRAW = "analysis.posterior_draw";
    /// Ties of ranks in simulation-based calibration (entity: simulation).
    RANK_TIE = "analysis.rank_tie";
}

/// The stream of a purpose under a seed.
pub(crate) fn stream(seed: u64, purpose: Purpose) -> Stream {
    Streams::new(seed, 0).stream(purpose)
}

/// An index into a container as an address.
pub(crate) fn address(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}

/// The first `take` places of a random order of 0..n (Fisher & Yates), at one address.
pub(crate) fn shuffled(stream: &Stream, entity: u64, period: u32, n: usize, take: usize) -> Vec<usize> {
    let mut draws = stream.draws(entity, period);
    let mut order: Vec<usize> = (0..n).collect();
    for i in 0..take.min(n) {
        let j = i + draws.below(n - i);
        order.swap(i, j);
    }
    order.truncate(take);
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = ALL.iter().map(|purpose| purpose.0).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ALL.len());
    }
}
