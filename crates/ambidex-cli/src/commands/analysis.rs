//! What the commands that analyse an experiment share.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ambidex_report::Lang;
use anyhow::Context;
use serde::Serialize;
use serde_json::json;

use crate::commands::run::SOME_FAILED;
use crate::commands::sweep::Experiment;

/// Writes the report of a finished run directory, unless none is wanted.
pub fn written(args: &Experiment, directory: &Path) -> anyhow::Result<Option<PathBuf>> {
    if args.no_report {
        return Ok(None);
    }
    let report = ambidex_report::write(directory, Lang::En);
    report
        .map(Some)
        .with_context(|| format!("{} is whole, but its report could not be written", directory.display()))
}

/// Where the run directory is, and its report where there is one.
pub fn places(directory: &Path, report: Option<&Path>) -> String {
    let report = report.map(|path| format!("report         {}\n", path.display())).unwrap_or_default();
    format!("run directory  {}\n{report}", directory.display())
}

/// Prints what was found, names the places, and gives the exit code of a run with so many failed replicates.
pub fn told(
    args: &Experiment,
    report: &impl Serialize,
    (failed, wall_s): (u64, f64),
    (directory, written): (&Path, Option<&Path>),
    text: impl FnOnce() -> String,
) -> anyhow::Result<ExitCode> {
    let mut object = serde_json::to_value(report)?;
    object["failed"] = json!(failed);
    object["wall_s"] = json!(wall_s);
    object["run_dir"] = json!(directory);
    args.print(&object, || format!("{}\n{}", text(), places(directory, written)))?;
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_FAILED) })
}
