//! `ambidex claims`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ambidex_claims::{Effort, Request, Verdicts, table};
use ambidex_report::Lang;
use ambidex_scenario::{CASES, Case};
use anyhow::Context;
use serde_json::json;

use crate::commands::run::SOME_FAILED;
use crate::study::{Edit, TargetError, edit};
use crate::{build, interrupt, output, progress, threads};

/// Points and worlds of a full pass, and of a quick one.
const FULL: (usize, u32) = (200, 64);
const QUICK: (usize, u32) = (12, 8);
/// Samples with seeds of their own that have to agree, in a full pass.
const SAMPLES: u32 = 2;

/// Arguments of `ambidex claims`.
#[derive(clap::Args)]
pub struct Args {
    /// The case.
    #[arg(default_value = "llama")]
    case: String,
    /// A coarse pass in minutes: few points and worlds, one seed.
    #[arg(long)]
    quick: bool,
    /// Points of the plausible space, over both seeds; 200, or 12 where quick.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(4..=100_000))]
    points: Option<u32>,
    /// Worlds a point; 64, or 8 where quick.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(2..=100_000))]
    replicates: Option<u32>,
    /// Seed; a full pass has a second sample with the next one.
    #[arg(long, value_name = "S", default_value_t = 1)]
    seed: u64,
    /// Run these experiments alone: names joined by commas.
    #[arg(long, value_name = "A,B", value_delimiter = ',')]
    only: Vec<String>,
    /// Change a value of the case; may be given again.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = edit)]
    edits: Vec<Edit>,
    /// Threads; all processors unless given, or as RAYON_NUM_THREADS or SLURM_CPUS_PER_TASK say.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    threads: Option<u32>,
    /// Folder; runs/claims-CASE unless given. Arms that are there are not run again.
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Write no report.
    #[arg(long)]
    no_report: bool,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
    /// Show no progress.
    #[arg(long)]
    quiet: bool,
}

/// Runs what is missing, prints the verdicts and writes them to the folder.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let case = Case::named(&args.case).ok_or_else(|| unknown(&args.case))?;
    // A mistake in an edit is told with its place before anything is run.
    case.load(&args.edits)?;
    let directory = args.out.clone().unwrap_or_else(|| {
        let quick = if args.quick { "-quick" } else { "" };
        Path::new("runs").join(format!("claims-{}{quick}", case.name))
    });
    let begun = std::time::Instant::now();
    let verdicts = verdicts(args, case, &directory)?;
    table::write(&verdicts, &directory)?;
    let mut written: Vec<PathBuf> = table::FILES.iter().map(|file| directory.join(file)).collect();
    if !args.no_report {
        let report = ambidex_report::write(&directory, Lang::En);
        written.push(report.with_context(|| {
            format!("{} is whole, but its report could not be written", directory.display())
        })?);
    }
    if args.json {
        let mut object = serde_json::to_value(&verdicts)?;
        object["wall_s"] = json!(begun.elapsed().as_secs_f64());
        object["run_dir"] = json!(directory);
        output::text(&format!("{object:#}\n"))?;
    } else {
        let written: Vec<String> = written.iter().map(|path| path.display().to_string()).collect();
        output::text(&format!("{}\nwritten to {}\n", table::text(&verdicts), written.join(", ")))?;
    }
    Ok(if verdicts.failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_FAILED) })
}

fn verdicts(args: &Args, case: &'static Case, directory: &Path) -> anyhow::Result<Verdicts> {
    let (points, worlds) = if args.quick { QUICK } else { FULL };
    let effort = Effort {
        points: args.points.map_or(points, |points| points as usize),
        worlds: args.replicates.unwrap_or(worlds),
        samples: if args.quick { 1 } else { SAMPLES },
        seed: args.seed,
    };
    let (program, shown) = (build::identity()?, progress::Shown::new(args.quiet));
    let found = ambidex_claims::run(&Request {
        case,
        edits: &args.edits,
        effort,
        only: &args.only,
        directory,
        threads: threads::count(args.threads),
        program: &program,
        stop: interrupt::listen(),
        progress: &shown,
    });
    shown.clear();
    found.map_err(|error| match error {
        ambidex_claims::ClaimError::Scenario(error) => error.into(),
        ambidex_claims::ClaimError::Run(error) => error.into(),
        ambidex_claims::ClaimError::Unknown { what: "experiment", name } => {
            TargetError::new(format!("--only: there is no experiment {name:?}")).into()
        }
        error => error.into(),
    })
}

fn unknown(name: &str) -> anyhow::Error {
    let cases: Vec<&str> = CASES.iter().map(|case| case.name).collect();
    TargetError::new(format!("there is no case {name:?}; cases are: {}", cases.join(", "))).into()
}
