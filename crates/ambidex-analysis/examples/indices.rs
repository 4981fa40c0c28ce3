//! Sensitivity indices of a sample in a file, without intervals, as JSON: to hold this crate against another program.
//!
//! `indices METHOD FILE`: METHOD is `sobol`, `sobol2` (with second orders), `morris` or `delta`; FILE has a column an
//! input, the output last, and a line of names.

use std::error::Error;

use ambidex_analysis::Resampling;
use ambidex_analysis::designs::saltelli::Saltelli;
use ambidex_analysis::sensitivity::{WIDEST, delta, morris, sobol};
use serde_json::{Value, json};

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = std::env::args().collect();
    let [_, method, path] = words.as_slice() else { return Err("usage: indices METHOD FILE".into()) };
    let (points, outputs) = read(path)?;
    let indices = match method.as_str() {
        "sobol" => variance_shares(&points, &outputs, false)?,
        "sobol2" => variance_shares(&points, &outputs, true)?,
        "morris" => {
            let found = morris::effects(&points, &outputs, &Resampling::none())?;
            json!({
                "mu": found.iter().map(|e| e.mu.value).collect::<Vec<_>>(),
                "mu_star": found.iter().map(|e| e.mu_star.value).collect::<Vec<_>>(),
                "sigma": found.iter().map(|e| e.sigma.value).collect::<Vec<_>>(),
            })
        }
        "delta" => {
            let found = delta::given_data(&points, &outputs, &Resampling::none())?;
            json!({
                "classes": delta::classes(points.len()),
                "delta": found.iter().map(|e| e.delta.value).collect::<Vec<_>>(),
                "first": found.iter().map(|e| e.first.value).collect::<Vec<_>>(),
            })
        }
        other => return Err(format!("{other} is not a method: sobol, sobol2, morris, delta").into()),
    };
    println!("{indices}");
    Ok(())
}

fn variance_shares(
    points: &[Vec<f64>],
    outputs: &[f64],
    second_order: bool,
) -> Result<Value, Box<dyn Error>> {
    let inputs = points.first().map_or(0, Vec::len);
    let mut design = Saltelli { rows: 0, inputs, second_order };
    design.rows = u32::try_from(points.len() / design.block())?;
    let found = sobol::indices(&design, outputs, &Resampling::none(), WIDEST)?;
    Ok(json!({
        "first": found.first.iter().map(|s| s.estimate.value).collect::<Vec<_>>(),
        "total": found.total.iter().map(|s| s.estimate.value).collect::<Vec<_>>(),
        "second": found.second.iter().map(|p| json!([p.i, p.j, p.index.estimate.value])).collect::<Vec<_>>(),
    }))
}

type Sample = (Vec<Vec<f64>>, Vec<f64>);

fn read(path: &str) -> Result<Sample, Box<dyn Error>> {
    let mut reader = csv::Reader::from_path(path)?;
    let mut points = Vec::new();
    let mut outputs = Vec::new();
    for row in reader.records() {
        let mut row: Vec<f64> = row?.iter().map(str::parse).collect::<Result<_, _>>()?;
        outputs.push(row.pop().ok_or("a line without a number")?);
        points.push(row);
    }
    Ok((points, outputs))
}
