//! Speed
use ambidex_core::streams::Streams;
use ambidex_models::nk::{contributions::Contributions, matrix::Matrix, peaks::Peaks, table::Table};
use std::time::Instant;
fn main() {
    for (n, k, reps) in
        [(12, 5, 2000u32), (16, 5, 300), (20, 5, 20), (16, 8, 100), (10, 5, 5000), (16, 15, 10)]
    {
        let mut table = Table::default();
        let versions = vec![0; n];
        let mut peaks = 0;
        let (mut ba, mut bb) = (f64::INFINITY, f64::INFINITY);
        for r in 0..15 * reps / reps {
            let (mut a, mut b) = (0.0, 0.0);
            for r in r * reps..(r + 1) * reps {
                let s = Streams::new(1, r);
                let t = Instant::now();
                let m = Matrix::random(n, k, &s);
                table.fill(&m, &Contributions::of(&s), &versions);
                a += t.elapsed().as_secs_f64();
                let t = Instant::now();
                peaks += Peaks::of(&table).count;
                b += t.elapsed().as_secs_f64();
            }
            ba = ba.min(a);
            bb = bb.min(b);
        }
        let us = |x: f64| x / f64::from(reps) * 1e6;
        println!(
            "N={n} K={k}: table {:.2} us, peaks {:.2} us, {:.0}/s, mean peaks {:.3}",
            us(ba),
            us(bb),
            f64::from(reps) / (ba + bb),
            peaks as f64 / f64::from(reps * 15)
        );
    }
}
