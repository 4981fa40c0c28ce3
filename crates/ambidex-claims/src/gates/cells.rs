//! The gates of one cell over a space, kept in a file that its inputs name.

use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use ambidex_analysis::statistics::mean;
use ambidex_core::Streams;
use ambidex_experiment::RunError;
use ambidex_experiment::decision_loss::{Gate, gates};
use ambidex_experiment::study::hex;
use ambidex_race::Setup;
use ambidex_scenario::{Document, apply};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::arms::{Bench, Space};
use crate::effect::Matrix;
use crate::error::ClaimError;
use crate::plan::{Cell, Plan};

/// The gates of a cell: those of every world, in order of point.
pub struct Held {
    worlds: usize,
    by_world: Vec<Vec<Gate>>,
}

impl Held {
    /// All of them.
    pub fn gates(&self) -> impl Iterator<Item = Gate> + '_ {
        self.by_world.iter().flatten().copied()
    }

    /// Mean over the gates of each point and world; NaN where there is none.
    pub fn means(&self, value: impl Fn(&Gate) -> f64) -> Matrix {
        let of = |gates: &Vec<Gate>| mean(&gates.iter().map(&value).collect::<Vec<_>>()).mean;
        Matrix::new(self.worlds, self.by_world.iter().map(of).collect())
    }
}

/// Density, hardness, difference, and whether the lab goes, of the gates of a world.
type Line = Vec<(f64, f64, f64, bool)>;

/// Runs a cell over a space, or reads what was run.
///
/// # Errors
/// Where the file cannot be written, or somebody asked to stop.
pub fn held(
    bench: &Bench<'_>,
    plan: &Plan,
    cell: &Cell,
    space: &Space,
    worlds: u32,
) -> Result<Held, ClaimError> {
    let mut document = bench.case.document()?;
    document.set_all(bench.edits);
    let arm = plan.arm(&cell.overlays);
    let path = file(bench, &(apply(&document, &arm)?, space.seed, &space.rows, worlds));
    let total = space.rows.len() as u64 * u64::from(worlds);
    if let Some(by_world) = read(&path) {
        bench.progress.passed(total);
        return Ok(Held { worlds: worlds as usize, by_world });
    }
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(bench.threads)
        .build()
        .map_err(|error| RunError::Threads { threads: bench.threads, message: error.to_string() })?;
    let point = |row: usize| {
        let stopped = || bench.stop.load(Ordering::Relaxed);
        if stopped() {
            return None;
        }
        let setup = setup(&document, &space.settings(row), &arm);
        let world = |replicate| {
            let found = (!stopped()).then(|| {
                setup.as_ref().map_or_else(Vec::new, |one| gates(one, Streams::new(space.seed, replicate)))
            });
            bench.progress.passed(1);
            found
        };
        (0..worlds).map(world).collect::<Option<Vec<_>>>()
    };
    let found: Option<Vec<Vec<Vec<Gate>>>> =
        pool.install(|| (0..space.rows.len()).into_par_iter().map(point).collect());
    let by_world = found.ok_or(RunError::Interrupted { done: 0, total: 1 })?.concat();
    write(&path, &by_world)?;
    Ok(Held { worlds: worlds as usize, by_world })
}

/// The cell at a point; none where the point is no scenario, as the arms record it too.
fn setup(
    document: &Document,
    settings: &[(String, String)],
    arm: &ambidex_scenario::Counterfactual,
) -> Option<Setup> {
    let mut document = document.clone();
    document.set_all(settings);
    Setup::new(&apply(&document, arm).ok()?).ok()
}

fn file(bench: &Bench<'_>, inputs: &impl serde::Serialize) -> PathBuf {
    let inputs = serde_json::to_vec(&(bench.program, inputs)).expect("scenarios are plain data");
    bench.directory.join("gates").join(format!("{}.json", &hex(&Sha256::digest(inputs))[..16]))
}

fn read(path: &Path) -> Option<Vec<Vec<Gate>>> {
    let worlds: Vec<Line> = serde_json::from_slice(&std::fs::read(path).ok()?).ok()?;
    let gate = |(density, hardness, difference, goes)| Gate { density, hardness, difference, goes };
    Some(worlds.into_iter().map(|line| line.into_iter().map(gate).collect()).collect())
}

fn write(path: &Path, by_world: &[Vec<Gate>]) -> Result<(), RunError> {
    let line = |gates: &Vec<Gate>| -> Line {
        gates.iter().map(|gate| (gate.density, gate.hardness, gate.difference, gate.goes)).collect()
    };
    let lines: Vec<Line> = by_world.iter().map(line).collect();
    crate::files::put(path, &serde_json::to_vec(&lines).expect("numbers are plain data"))
}
