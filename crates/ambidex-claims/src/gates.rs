//! The factorial of decisions at gates. In every world the focal lab's first gates of two releases are decided both ways
//! in forks that are equal in all else; V(go) - V(slip) is fitted on defect density and hardness over all cells
//! together, and a decision loses what the fit says the other one would have brought. Never a maximum a world: that
//! would count the luck of futures as a loss.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use ambidex_analysis::statistics::{least_squares, mean};
use ambidex_core::Streams;
use ambidex_experiment::RunError;
use ambidex_experiment::decision_loss::{Gate, gates};
use ambidex_experiment::statistics::round;
use ambidex_experiment::study::hex;
use ambidex_race::Setup;
use ambidex_scenario::{Scenario, apply};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::arms::Bench;
use crate::effect::Effect;
use crate::error::ClaimError;
use crate::plan::{Cell, Plan};

/// What the decisions of a cell lose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CellLoss {
    /// The cell.
    pub cell: Cell,
    /// Gates.
    pub gates: usize,
    /// Share at which the lab goes.
    pub go: f64,
    /// Mean loss a gate, by the fit of all cells [points].
    pub loss: Effect,
}

/// The factorial.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gates {
    /// Gates in all.
    pub gates: usize,
    /// Intercept, slope on defect density, slope on hardness of V(go) - V(slip) [points].
    pub fit: [f64; 3],
    /// Their standard errors.
    pub errors: [f64; 3],
    /// Losses by cell.
    pub cells: Vec<CellLoss>,
}

/// Runs the factorial, or what is missing of it; none where the gates do not vary enough to fit.
///
/// # Errors
/// Where a cell is no scenario, a file cannot be written, or somebody asked to stop.
pub fn factorial(
    bench: &Bench<'_>,
    plan: &Plan,
    seed: u64,
    worlds: u32,
) -> Result<Option<Gates>, ClaimError> {
    let cells: Vec<Vec<Gate>> =
        plan.gates.iter().map(|cell| of_cell(bench, plan, cell, seed, worlds)).collect::<Result<_, _>>()?;
    let all = cells.concat();
    let rows: Vec<Vec<f64>> = all.iter().map(|gate| vec![gate.density, gate.hardness]).collect();
    let differences: Vec<f64> = all.iter().map(|gate| gate.difference).collect();
    let Ok(fit) = least_squares(&rows, &differences) else { return Ok(None) };
    let [a, b, c] = [fit.coefficients[0], fit.coefficients[1], fit.coefficients[2]];
    let loss = |gate: &Gate| {
        let gain = a + b * gate.density + c * gate.hardness;
        if gate.goes { (-gain).max(0.0) } else { gain.max(0.0) }
    };
    let cell = |(cell, gates): (&Cell, &Vec<Gate>)| {
        let losses = mean(&gates.iter().map(loss).collect::<Vec<_>>());
        let go = gates.iter().filter(|gate| gate.goes).count() as f64 / gates.len() as f64;
        let (low, high) = losses.interval;
        let loss = Effect { mean: round(losses.mean), low: round(low), high: round(high) };
        CellLoss { cell: cell.clone(), gates: gates.len(), go: round(go), loss }
    };
    Ok(Some(Gates {
        gates: all.len(),
        fit: [a, b, c].map(round),
        errors: [fit.errors[0], fit.errors[1], fit.errors[2]].map(round),
        cells: plan.gates.iter().zip(&cells).filter(|(_, gates)| !gates.is_empty()).map(cell).collect(),
    }))
}

/// A gate as it stands in a file: density, hardness, difference, whether it goes.
type Line = (f64, f64, f64, bool);

fn of_cell(
    bench: &Bench<'_>,
    plan: &Plan,
    cell: &Cell,
    seed: u64,
    worlds: u32,
) -> Result<Vec<Gate>, ClaimError> {
    let mut document = bench.case.document()?;
    document.set_all(bench.edits);
    let scenario = apply(&document, &plan.arm(&cell.overlays))?;
    let path = file(bench, &scenario, seed, worlds);
    if let Some(lines) = read(&path) {
        bench.progress.passed(u64::from(worlds));
        return Ok(lines);
    }
    let setup = Setup::new(&scenario).map_err(|problems| {
        let texts: Vec<String> = problems.iter().map(ToString::to_string).collect();
        ClaimError::Unknown { what: "world of the cell", name: texts.join("; ") }
    })?;
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(bench.threads)
        .build()
        .map_err(|error| RunError::Threads { threads: bench.threads, message: error.to_string() })?;
    let world = |replicate: u32| {
        let stopped = bench.stop.load(Ordering::Relaxed);
        let found = (!stopped).then(|| gates(&setup, Streams::new(seed, replicate)));
        bench.progress.passed(1);
        found
    };
    let found: Option<Vec<Vec<Gate>>> = pool.install(|| (0..worlds).into_par_iter().map(world).collect());
    let gates = found.ok_or(RunError::Interrupted { done: 0, total: 1 })?.concat();
    write(&path, &gates)?;
    Ok(gates)
}

fn file(bench: &Bench<'_>, scenario: &Scenario, seed: u64, worlds: u32) -> PathBuf {
    let inputs =
        serde_json::to_vec(&(bench.program, scenario, seed, worlds)).expect("scenarios are plain data");
    bench.directory.join("gates").join(format!("{}.json", &hex(&Sha256::digest(inputs))[..16]))
}

fn read(path: &Path) -> Option<Vec<Gate>> {
    let lines: Vec<Line> = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let gate = |(density, hardness, difference, goes)| Gate { density, hardness, difference, goes };
    Some(lines.into_iter().map(gate).collect())
}

fn write(path: &Path, gates: &[Gate]) -> Result<(), RunError> {
    let lines: Vec<Line> =
        gates.iter().map(|gate| (gate.density, gate.hardness, gate.difference, gate.goes)).collect();
    crate::table::put(path, &serde_json::to_vec(&lines).expect("numbers are plain data"))
}
