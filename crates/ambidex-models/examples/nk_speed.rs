//! Landscapes a second on one core, as JSON: partners and contributions drawn, all configurations evaluated, all local
//! optima found; and walks on landscapes that are too large for that.

use std::hint::black_box;
use std::time::{Duration, Instant};

use ambidex_core::streams::Streams;
use ambidex_core::{Catalogued, Values};
use ambidex_models::nk::Nk;
use ambidex_models::nk::contributions::Contributions;
use ambidex_models::nk::matrix::Matrix;
use ambidex_models::nk::peaks::Peaks;
use ambidex_models::nk::table::Table;

/// Time of a measurement, and how many there are; the fastest counts, because a shared machine only ever adds.
const SPAN: Duration = Duration::from_millis(4);
const TRIES: usize = 250;

fn main() {
    let mut rows = Vec::new();
    for (n, k) in [(10, 5), (12, 5), (16, 5), (16, 8), (20, 5), (20, 8)] {
        let (mut table, versions) = (Table::default(), vec![0; n]);
        let rate = rate(|replicate| {
            let streams = Streams::new(1, replicate);
            table.fill(&Matrix::random(n, k, &streams), &Contributions::of(&streams), &versions);
            black_box(Peaks::of(&table));
        });
        rows.push((format!("N = {n}, K = {k}, random: draw, table, all local optima"), rate));
    }
    for (n, k) in [(96, 2), (96, 8), (96, 95)] {
        let mut values = Values::of(Nk.info());
        for (name, value) in [("n", n), ("k", k)] {
            values.set_number(name, f64::from(value)).expect("inside its range");
        }
        let rate = rate(|replicate| {
            let mut rows: Vec<Vec<f64>> = Vec::new();
            Nk.run(&values, 1, replicate..replicate + 1, &mut rows);
            black_box(rows);
        });
        rows.push((format!("N = {n}, K = {k}, adjacent: draw, random fitter walk"), rate));
    }
    let line = |(setting, rate): &(String, f64)| {
        format!(
            r#"{{"model": "nk", "setting": "{setting}", "peer": "ambidex", "unit": "landscapes a second", "rate": {rate:.1}}}"#
        )
    };
    println!("[{}]", rows.iter().map(line).collect::<Vec<_>>().join(",\n "));
}

fn rate(mut work: impl FnMut(u32)) -> f64 {
    let mut replicate = 0;
    let measure = |_| {
        let (started, mut done) = (Instant::now(), 0);
        while started.elapsed() < SPAN {
            work(replicate);
            (replicate, done) = (replicate + 1, done + 1);
        }
        f64::from(done) / started.elapsed().as_secs_f64()
    };
    (0..TRIES).map(measure).fold(0.0, f64::max)
}
