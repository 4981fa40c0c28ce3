//! Belief updates (individuals x dimensions x periods) a second of one core, for each path and variant: a line each of
//! `variant path individuals dimensions updates-per-second`, the best of some runs by the clock of the process.

use std::time::Instant;

use ambidex_core::vector::Path;
use ambidex_core::{Catalogued, Values};
use ambidex_models::march1991::{March1991, run_on};

const PERIODS: f64 = 100.0;

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [individuals, dimensions, p1, p2] = ["50", "30", "0.1", "0.5"];
    let get = |i: usize, default: &'static str| words.get(i).map_or(default.to_owned(), Clone::clone);
    let settings = [get(0, individuals), get(1, dimensions), get(2, p1), get(3, p2)];
    for variant in ["literal", "w2019"] {
        for path in Path::available() {
            let mut values = Values::of(March1991.info());
            let names = ["individuals", "dimensions", "socialization", "code_learning"];
            for (name, value) in names.into_iter().zip(&settings) {
                values.set(name, value).expect("a number inside the range");
            }
            for (name, value) in [("variant", variant), ("stop", "never"), ("periods", "100")] {
                values.set(name, value).expect("part of the program");
            }
            let size = values.number("individuals") * values.number("dimensions") * PERIODS;
            println!(
                "{variant} {path:?} {} {} {:.0}",
                settings[0],
                settings[1],
                fastest(path, &values, size)
            );
        }
    }
}

/// Updates a second, the best of seven runs.
fn fastest(path: Path, values: &Values, size: f64) -> f64 {
    let replicates = ((4e8 / size) as u32).next_multiple_of(8);
    let run = |_| {
        let mut rows: Vec<Vec<f64>> = Vec::new();
        let (clock, before) = (Instant::now(), processor_time());
        run_on(path, values, 1, 0..replicates, &mut rows);
        let seconds = match (before, processor_time()) {
            (Some(before), Some(after)) => after - before,
            _ => clock.elapsed().as_secs_f64(),
        };
        size * f64::from(replicates) / seconds
    };
    (0..7).map(run).fold(0.0, f64::max)
}

/// Seconds that this process has had of a processor, where the system says so: other work on the machine is not counted.
fn processor_time() -> Option<f64> {
    let text = std::fs::read_to_string("/proc/self/schedstat").ok()?;
    text.split_whitespace().next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds * 1e-9)
}
