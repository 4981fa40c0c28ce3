//! Mutual learning (March 1991) in krABMaga: individuals are its agents, the code is its state.
//!
//! Usage: `march1991-krabmaga INDIVIDUALS DIMENSIONS PERIODS P1 P2 REPLICATES`. Prints a JSON list, one object a set of
//! rules (`literal`, `w2019`): million belief updates a second of processor time of one core, the best of some runs,
//! and mean and standard error of the code's knowledge over all replicates of these runs.

mod organisation;

use std::time::Instant;

use krabmaga::engine::schedule::Schedule;
use krabmaga::engine::state::State;
use organisation::{Organisation, Settings};

const RUNS: u64 = 5;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [individuals, dimensions, periods, p1, p2, replicates] = words.as_slice() else {
        eprintln!("usage: march1991-krabmaga INDIVIDUALS DIMENSIONS PERIODS P1 P2 REPLICATES");
        std::process::exit(2);
    };
    let (periods, replicates) = (whole(periods), whole(replicates) as u64);
    let rows = ["literal", "w2019"].map(|variant| {
        let settings = Settings {
            coins: variant == "w2019",
            individuals: whole(individuals),
            dimensions: whole(dimensions),
            p1: probability(p1),
            p2: probability(p2),
        };
        row(variant, settings, periods, replicates)
    });
    println!("[{}]", rows.join(",\n "));
}

fn whole(word: &str) -> usize {
    word.parse().expect("a whole number")
}

fn probability(word: &str) -> f64 {
    word.parse().expect("a probability")
}

/// The measurement of one set of rules. A first run is not counted in the speed.
fn row(variant: &str, settings: Settings, periods: usize, replicates: u64) -> String {
    let (mut scores, mut fastest) = (Vec::new(), f64::INFINITY);
    for run in 0..=RUNS {
        let start = seconds();
        scores.extend((0..replicates).map(|i| knowledge(settings, periods, run * replicates + i)));
        if run > 0 {
            fastest = fastest.min(seconds() - start);
        }
    }
    let updates = (settings.individuals * settings.dimensions * periods) as f64 * replicates as f64;
    let rate = updates / fastest / 1e6;
    let count = scores.len() as f64;
    let mean = scores.iter().sum::<f64>() / count;
    let variance = scores.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let error = (variance / count).sqrt();
    format!(
        r#"{{"variant": "{variant}", "rate": {rate:.3}, "mean": {mean:.6}, "error": {error:.6}, "replicates": {count}}}"#
    )
}

/// The code's knowledge after all periods of one organisation.
fn knowledge(settings: Settings, periods: usize, seed: u64) -> f64 {
    let mut organisation = Organisation::new(settings, seed);
    let mut schedule = Schedule::new();
    organisation.init(&mut schedule);
    for _ in 0..periods {
        schedule.step(&mut organisation);
    }
    organisation.knowledge()
}

/// Processor time of this process; the clock where the system does not say.
fn seconds() -> f64 {
    thread_local!(static CLOCK: Instant = Instant::now());
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|word| word.parse::<f64>().ok());
    nanoseconds.map_or_else(|| CLOCK.with(|clock| clock.elapsed().as_secs_f64()), |n| n * 1e-9)
}
