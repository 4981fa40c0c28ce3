mod bits;
mod exact;
mod scalar;

use ambidex_core::catalogue::{Catalogued, Recorder, Values};

use super::*;

/// Values with settings.
fn values(settings: &[(&str, String)]) -> Values {
    let mut values = Values::of(March1991.info());
    for (name, value) in settings {
        values.set(name, value).unwrap();
    }
    values
}

fn named(settings: &[(&str, &str)]) -> Values {
    values(&settings.iter().map(|&(name, value)| (name, value.to_owned())).collect::<Vec<_>>())
}

/// Everything that a run hands on.
#[derive(Default, PartialEq, Debug)]
struct All {
    series: Vec<(u32, u32, Vec<u64>)>,
    outcomes: Vec<(u32, Vec<u64>)>,
}

fn as_bits(row: &[f64]) -> Vec<u64> {
    row.iter().map(|x| x.to_bits()).collect()
}

impl Recorder for All {
    fn wants_series(&self) -> bool {
        true
    }
    fn period(&mut self, replicate: u32, period: u32, row: &[f64]) {
        self.series.push((replicate, period, as_bits(row)));
    }
    fn outcomes(&mut self, replicate: u32, row: &[f64]) {
        self.outcomes.push((replicate, as_bits(row)));
    }
}

fn all(path: Path, values: &Values, seed: u64, replicates: Range<u32>) -> All {
    let mut all = All::default();
    run_on(path, values, seed, replicates, &mut all);
    all
}
