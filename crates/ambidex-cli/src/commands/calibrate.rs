//! `ambidex calibrate`: uncertain numbers fitted to data.

use std::process::ExitCode;

use ambidex_experiment::calibration;

use crate::commands::analysis::{told, written};
use crate::commands::sweep::Experiment;
use crate::execute;

/// Fits, predicts, and says how good the predictions are.
pub fn run(args: &Experiment) -> anyhow::Result<ExitCode> {
    let calibrated = calibration::open(args.read()?)?;
    let folder = || execute::folder(calibrated.name(), &calibrated.identity());
    let directory = args.out.clone().unwrap_or_else(folder);
    let begun = std::time::Instant::now();
    let report = execute::with_place(args.threads, args.quiet, &directory, |place, progress| {
        calibration::run(&calibrated, place, progress)
    })?;
    let page = written(args, &directory)?;
    let places = (directory.as_path(), page.as_deref());
    told(args, &report, (0, begun.elapsed().as_secs_f64()), places, || report.text())
}
