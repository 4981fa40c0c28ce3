//! `ambidex replicate`

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use ambidex_replications::{Effort, Kept, MeasureError, ModelResult, Watch, find, measure};
use ambidex_report::replications;
use anyhow::Context;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{build, exit, interrupt, output, threads};

/// Arguments of `ambidex replicate`.
#[derive(clap::Args)]
pub struct Args {
    /// Models, as `ambidex list` names them.
    #[arg(value_name = "MODEL", required_unless_present = "all")]
    models: Vec<String>,
    /// All models of which numbers are known.
    #[arg(long, conflicts_with = "models")]
    all: bool,
    /// Some seconds a model: enough to see that nothing is broken.
    #[arg(long)]
    quick: bool,
    /// List every quantity, not only those that are missed, where a figure has many.
    #[arg(long)]
    verbose: bool,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
    /// Folder for replications.json and replications.html.
    #[arg(long, value_name = "DIR", default_value = "runs/replications")]
    out: PathBuf,
    /// Write a summary in Markdown, a line a figure.
    #[arg(long, value_name = "FILE", conflicts_with = "quick")]
    markdown: Option<PathBuf>,
    /// Threads; all processors unless given, or as RAYON_NUM_THREADS or SLURM_CPUS_PER_TASK say.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// Show no progress.
    #[arg(long)]
    quiet: bool,
}

/// Measures the models, writes results and page, and prints the tables. What is measured is kept in the folder until all
/// is done, so that the same command goes on from there.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let chosen = find(&args.models)?;
    let named = |path: &Path| path.display().to_string();
    let effort = if args.quick { Effort::Quick } else { Effort::Full };
    let kept = Kept::take(&args.out, &build::identity()?, effort).map_err(MeasureError::Kept)?;
    let shown = Shown::new(args.quiet);
    let place = (threads::count(args.threads), interrupt::listen());
    let results = measure(&chosen, effort, place, Some(&kept), &shown)?;
    let written = results.write(&args.out).with_context(|| named(&args.out))?;
    let read = replications::read(&written)?;
    let page = replications::write(&read, &args.out)?;
    if let Some(path) = &args.markdown {
        replications::write_markdown(&read, path)?;
    }
    kept.forget(&chosen);
    if args.json {
        output::text(&results.json()?)?;
    } else {
        let table = replications::text(&read, args.verbose);
        output::text(&format!("{table}\nresults  {}\npage     {}\n", named(&written), named(&page)))?;
    }
    Ok(if results.failed { ExitCode::from(exit::FELL_SHORT) } else { ExitCode::SUCCESS })
}

/// Which model is measured and for how long, on standard error: one line that moves on a terminal, lines elsewhere.
struct Shown {
    bar: ProgressBar,
    lines: bool,
}

impl Shown {
    fn new(quiet: bool) -> Self {
        let terminal = std::io::stderr().is_terminal();
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr_with_hz(5));
        if quiet || !terminal {
            bar.set_draw_target(ProgressDrawTarget::hidden());
        }
        let style = ProgressStyle::with_template("{msg}, {elapsed}");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        Self { bar, lines: !quiet && !terminal }
    }
}

impl Watch for Shown {
    fn begin(&self, model: &str, at: usize, of: usize) {
        self.bar.reset_elapsed();
        self.bar.set_message(format!("{model} ({at} of {of})"));
        self.bar.enable_steady_tick(Duration::from_millis(200));
        if self.lines {
            output::note(&format!("{model} ({at} of {of})"));
        }
    }

    fn end(&self, result: &ModelResult) {
        self.bar.disable_steady_tick();
        self.line(&format!("{}: {:.1} s", result.model, result.seconds));
    }

    fn found(&self, result: &ModelResult) {
        self.line(&format!("{}: measured before, in {:.1} s", result.model, result.seconds));
    }
}

impl Shown {
    fn line(&self, line: &str) {
        if self.lines {
            output::note(line);
        } else if !self.bar.is_hidden() {
            self.bar.suspend(|| output::note(line));
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
