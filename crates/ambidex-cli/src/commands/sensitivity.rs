//! `ambidex sensitivity`: which inputs move the outcomes.

use std::process::ExitCode;

use ambidex_experiment::{points, run_directory, sensitivity};

use crate::commands::analysis::told;
use crate::commands::sweep::Experiment;
use crate::execute;

/// Runs the points of the method's design and ranks the inputs.
pub fn run(args: &Experiment) -> anyhow::Result<ExitCode> {
    let opened = sensitivity::open(args.read()?)?;
    let study = opened.study();
    let directory = args.directory(&study);
    let done = execute::with_place(args.threads, args.quiet, &directory, |place, progress| {
        points::run(&study, place, progress)
    })?;
    let report = sensitivity::analyse(&opened, &directory)?;
    run_directory::write_json(&directory, sensitivity::FILE, &report)?;
    let manifest = &done.manifest;
    told(args, &report, (manifest.failed, manifest.wall_s), &directory, || report.text())
}
