//! `ambidex sensitivity`: which inputs move the outcomes.

use std::path::Path;
use std::process::ExitCode;

use ambidex_experiment::points::Opened;
use ambidex_experiment::sensitivity::Report;
use ambidex_experiment::{points, run_directory, sensitivity};

use crate::commands::analysis::{told, written};
use crate::commands::sweep::Experiment;
use crate::execute;

/// Runs the points of the method's design and ranks the inputs, once more under the second seed where there is one.
pub fn run(args: &Experiment) -> anyhow::Result<ExitCode> {
    let opened = sensitivity::open(args.read()?)?;
    let directory = args.directory(&opened.study());
    let (mut report, mut failed, mut wall_s) = one(args, &opened, &directory)?;
    if let Some(experiment) = sensitivity::second(&opened.experiment) {
        let folder = directory.join(format!("seed-{}", experiment.seed));
        let (second, more, time) = one(args, &sensitivity::open(experiment)?, &folder)?;
        (report, failed, wall_s) = (report.against(second), failed + more, wall_s + time);
    }
    run_directory::write_json(&directory, sensitivity::FILE, &report)?;
    let page = written(args, &directory)?;
    told(args, &report, (failed, wall_s), (&directory, page.as_deref()), || report.text())
}

/// One seed: what was found, rows that failed, and the time it took.
fn one(args: &Experiment, opened: &Opened, directory: &Path) -> anyhow::Result<(Report, u64, f64)> {
    let study = opened.study();
    let done = execute::with_place(args.threads, args.quiet, directory, |place, progress| {
        points::run(&study, place, progress)
    })?;
    Ok((sensitivity::analyse(opened, directory)?, done.manifest.failed, done.manifest.wall_s))
}
