//! What the commands that analyse an experiment share.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::json;

use crate::commands::run::SOME_FAILED;
use crate::commands::sweep::Experiment;

/// Prints a report and gives the exit code of a run with so many failed replicates.
pub fn told(
    args: &Experiment,
    report: &impl Serialize,
    (failed, wall_s): (u64, f64),
    directory: &Path,
    text: impl FnOnce() -> String,
) -> anyhow::Result<ExitCode> {
    let mut object = serde_json::to_value(report)?;
    object["failed"] = json!(failed);
    object["wall_s"] = json!(wall_s);
    object["run_dir"] = json!(directory);
    args.print(&object, || format!("{}\nrun directory  {}\n", text(), directory.display()))?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_FAILED) })
}
