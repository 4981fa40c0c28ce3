//! How many threads to use.

use std::thread::available_parallelism;

/// What was asked for; else `RAYON_NUM_THREADS`, else what the batch system gave (`SLURM_CPUS_PER_TASK`), else all.
pub fn count(asked: Option<u32>) -> usize {
    let named = ["RAYON_NUM_THREADS", "SLURM_CPUS_PER_TASK"];
    let given = || named.iter().filter_map(|name| std::env::var(name).ok()?.parse().ok()).find(|n| *n > 0);
    let asked = asked.map(|threads| threads as usize);
    asked.or_else(given).unwrap_or_else(|| available_parallelism().map_or(1, usize::from))
}
