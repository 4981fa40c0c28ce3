//! `ambidex discover`: where an outcome occurs.

use std::process::ExitCode;

use ambidex_experiment::{discovery, points, run_directory};

use crate::commands::analysis::{told, written};
use crate::commands::sweep::Experiment;
use crate::execute;

/// Runs a Latin hypercube of the inputs and seeks boxes in it.
pub fn run(args: &Experiment) -> anyhow::Result<ExitCode> {
    let opened = discovery::open(args.read()?)?;
    let study = opened.study();
    let directory = args.directory(&study);
    let done = execute::with_place(args.threads, args.quiet, &directory, |place, progress| {
        points::run(&study, place, progress)
    })?;
    let report = discovery::analyse(&opened, &directory)?;
    run_directory::write_json(&directory, discovery::FILE, &report)?;
    let (manifest, page) = (&done.manifest, written(args, &directory)?);
    let places = (directory.as_path(), page.as_deref());
    told(args, &report, (manifest.failed, manifest.wall_s), places, || report.text())
}
