//! Compute, algorithms and capability. Hoffmann et al. (2022), *Training compute-optimal large language models*,
//! arXiv:2203.15556; effective compute: Ho et al. (2024), *Algorithmic progress in language models*, arXiv:2403.05812.

use ambidex_core::maths::logistic;

/// Effective compute [log10 FLOP]: physical compute plus what algorithms are worth in factors of ten.
pub fn effective_compute(log_flop: f64, algorithms: f64) -> f64 {
    log_flop + algorithms
}

/// Benchmark capability as a logistic curve in effective compute: floor + height / (1 + exp(-slope (x - midpoint)))
/// [points; slope in 1 / factor of ten].
pub fn capability(x: f64, floor: f64, height: f64, slope: f64, midpoint: f64) -> f64 {
    floor + height * logistic(slope * (x - midpoint))
}
