//! `ambidex run`

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ambidex_core::Catalogued;
use ambidex_experiment::manifest::Manifest;
use ambidex_experiment::patterns::Share;
use ambidex_experiment::study::MOST;
use ambidex_experiment::summary::Summary;
use ambidex_experiment::{Finished, Options};
use anyhow::Context;
use serde_json::{Value, json};

use crate::model_run::{self, Ran};
use crate::study::{Arms, CaseStudy, Choice, Edit, Target, TargetError, arms, edit};
use crate::{execute, output};

/// Worlds unless a number or a precision is given.
const WORLDS: u32 = 200;
/// Exit code where some worlds failed.
pub const SOME_FAILED: u8 = 3;

/// Arguments of `ambidex run`.
#[derive(clap::Args)]
pub struct Args {
    /// A model or a case (see `ambidex list`), or a scenario file.
    target: String,
    #[command(flatten)]
    common: Common,
    /// Counterfactuals of the case to run beside it: names joined by commas, or none; all unless given.
    #[arg(long, value_name = "A,B|none", value_parser = arms)]
    arms: Option<Arms>,
    /// Stop when the 95 % interval of the primary outcome is narrower than this [its unit; points of the gap at the
    /// end of a scenario]. It is looked at after every block of worlds, at the full level each time: the rule looks at
    /// the spread alone, so that the level is kept but for a little where the first blocks suffice.
    #[arg(long, value_name = "WIDTH", value_parser = positive)]
    precision: Option<f64>,
    /// Write no report.
    #[arg(long)]
    no_report: bool,
    /// Record the series of a model, a row a period; those of a scenario always are.
    #[arg(long)]
    series: bool,
}

/// Arguments that all experiments share.
#[derive(clap::Args)]
pub struct Common {
    /// Change a value of the model or scenario; may be given again.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = edit)]
    pub edits: Vec<Edit>,
    /// Parameters of the worlds of a case that ships a posterior sample: draws of it, world i with draw i mod n in every
    /// arm, or one fitted point for all worlds; posterior unless given. What is given by --set stays as it is given.
    /// A comparison with anything but the case itself is made at the fitted point.
    #[arg(long, value_name = "posterior|fitted", value_enum, hide_possible_values = true)]
    pub parameters: Option<Choice>,
    /// Worlds, 200 of a scenario or 1000 of a model unless given; with --precision the most of them.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub replicates: Option<u32>,
    /// Seed.
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
    /// Threads; all processors unless given, or as RAYON_NUM_THREADS or SLURM_CPUS_PER_TASK say.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Run directory; runs/NAME-HASH unless given.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Record the series every so many weeks, or periods of a model.
    #[arg(long, value_name = "PERIODS", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=52))]
    pub every: u32,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    pub json: bool,
    /// Show no progress.
    #[arg(long)]
    pub quiet: bool,
}

/// A number above zero.
pub fn positive(text: &str) -> Result<f64, String> {
    let width = text.parse::<f64>().ok().filter(|width| width.is_finite() && *width > 0.0);
    width.ok_or_else(|| "expected a number above 0".to_owned())
}

/// Runs the target and its counterfactuals, and writes the report.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(model) = ambidex_models::named(&args.target) {
        return model_alone(model, args);
    }
    let study = Target::open(&args.target, &args.common.edits, args.common.parameters)?
        .study(args.arms.as_ref().unwrap_or(&Arms::All))?;
    let (finished, directory) = executed(&study, &args.common, args.precision, false)?;
    let report = if args.no_report {
        None
    } else {
        let written = ambidex_report::write(&directory, ambidex_report::Lang::En);
        Some(written.with_context(|| {
            format!("{} is whole, but its report could not be written", directory.display())
        })?)
    };
    if args.common.json {
        output::text(&format!("{:#}\n", object(&finished, &directory)))?;
    } else {
        output::text(&described(&finished, &directory, report.as_deref()))?;
    }
    Ok(code(&finished.manifest))
}

/// Runs a model of the catalogue.
fn model_alone(model: &'static dyn Catalogued, args: &Args) -> anyhow::Result<ExitCode> {
    if args.arms.is_some() {
        let text = format!("--arms: `{}` is a model, and only cases have counterfactuals", args.target);
        return Err(TargetError::new(text).into());
    }
    if args.series && model.info().series.is_empty() {
        return Err(TargetError::new(format!("--series: `{}` has none", args.target)).into());
    }
    let ran = model_run::single(model, &args.common, args.precision, args.series)?;
    if args.common.json {
        output::text(&format!("{:#}\n", ran.object()))?;
    } else {
        output::text(&described_model(&ran))?;
    }
    Ok(ran.code())
}

fn described_model(ran: &Ran) -> String {
    let Some(point) = ran.summary.points.first() else { return String::new() };
    let mut text = format!("{}: {} replicates", ran.summary.name, point.replicates);
    if ran.summary.periods > 0 {
        let _ = write!(text, " of {} periods", ran.summary.periods);
    }
    let _ = write!(text, ", seed {}", ran.summary.seed);
    text += if ran.found { "; found as it was done before\n\n" } else { "\n\n" };
    for (_, world, message) in ran.summary.failures.iter().take(3) {
        let _ = writeln!(text, "  replicate {world} failed: {message}");
    }
    text += &outcomes(&point.outcomes);
    let _ = writeln!(text, "\nrun directory  {}", ran.directory.display());
    text
}

/// Outcomes with spread and quantiles, a line each.
pub fn outcomes(outcomes: &serde_json::Map<String, Value>) -> String {
    let number = |value: &Value| value.as_f64().map_or_else(|| "-".to_owned(), plain);
    let width = outcomes.keys().map(String::len).max().unwrap_or(0).max(7);
    let mut text = format!(
        "{:<width$} {:<10} {:>12} {:>10} {:>12} {:>12} {:>12} {:>12}\n",
        "outcome", "unit", "mean", "se", "sd", "5 %", "median", "95 %"
    );
    for (name, value) in outcomes {
        let _ = write!(text, "{name:<width$} {:<10}", value["unit"].as_str().unwrap_or_default());
        let (mean, se) = (number(&value["mean"]), number(&value["se"]));
        let _ = write!(text, " {mean:>12} {se:>10}");
        for key in ["sd", "q05", "q50", "q95"] {
            let _ = write!(text, " {:>12}", number(&value[key]));
        }
        let missing = value["missing"].as_u64().filter(|missing| *missing > 0);
        let _ = match missing {
            Some(missing) => writeln!(text, "  {missing} without"),
            None => writeln!(text),
        };
    }
    text
}

/// Five significant digits.
pub fn plain(x: f64) -> String {
    if x == 0.0 || (x.abs() >= 1e-3 && x.abs() < 1e6) {
        let whole = if x == 0.0 { 1 } else { ambidex_core::maths::log10(x.abs()).floor() as i32 + 1 };
        format!("{x:.*}", (5 - whole.max(1)).max(0) as usize)
    } else {
        format!("{x:.3e}")
    }
}

/// Runs a study in its folder, with progress and interruption. A precision is that of the baseline's mean, or of the
/// paired differences.
pub fn executed(
    study: &CaseStudy,
    common: &Common,
    precision: Option<f64>,
    paired: bool,
) -> anyhow::Result<(Finished, PathBuf)> {
    let most = if precision.is_some() { MOST } else { WORLDS };
    let replicates = common.replicates.unwrap_or(most);
    let options = Options { seed: common.seed, replicates, precision, paired, every: common.every };
    let directory =
        common.out.clone().unwrap_or_else(|| execute::folder(&study.name, &study.identity(&options)));
    let finished = execute::with_place(common.threads, common.quiet, &directory, |place, progress| {
        ambidex_experiment::run(study, &options, place, progress)
    })?;
    Ok((finished, directory))
}

/// Exit code of a run at its end.
pub fn code(manifest: &Manifest) -> ExitCode {
    if manifest.failed() == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_FAILED) }
}

/// The object of `--json`.
pub fn object(finished: &Finished, directory: &Path) -> Value {
    let summary = &finished.summary;
    json!({
        "model": summary.model, "version": summary.version, "seed": summary.seed,
        "replicates": summary.replicates, "periods": summary.periods, "wall_s": finished.manifest.wall_s,
        "outcomes": summary.outcomes, "patterns": summary.patterns, "comparisons": summary.comparisons,
        "sample": finished.manifest.sample,
        "run_dir": directory,
    })
}

fn described(finished: &Finished, directory: &Path, report: Option<&Path>) -> String {
    let summary = &finished.summary;
    let mut text = format!(
        "{}: {} worlds of {} weeks, seed {}",
        summary.name, summary.replicates, summary.periods, summary.seed
    );
    text += if finished.found { "; found as it was done before\n" } else { "\n" };
    if let Some(sample) = &finished.manifest.sample {
        let (paths, draws) = (sample.paths.len(), sample.draws);
        let _ = writeln!(text, "{paths} parameters from {}, world i with draw i mod {draws}", sample.file);
    }
    text += &failures(summary);
    text += &patterns(summary);
    text += &differences(summary, &["gap_end", "potential_gap_end"]);
    let _ = writeln!(text, "\nrun directory  {}", directory.display());
    if let Some(report) = report {
        let _ = writeln!(text, "report         {}", report.display());
    }
    text
}

/// The first failed worlds.
fn failures(summary: &Summary) -> String {
    let first =
        summary.failures.iter().take(3).map(|(world, message)| format!("  world {world}: {message}\n"));
    if summary.failed == 0 {
        String::new()
    } else {
        format!("{} worlds failed\n{}", summary.failed, first.collect::<String>())
    }
}

fn patterns(summary: &Summary) -> String {
    let mut text = String::new();
    if !summary.patterns.is_empty() {
        let _ = writeln!(
            text,
            "\n{:<68} {:>6}  {:<15}  {:>7}  {:>6}",
            "pattern", "worlds", "95 % interval", "placebo", "fitted"
        );
    }
    for pattern in &summary.patterns {
        let beside = |share: Option<Share>| share.map_or("-".to_owned(), |one| format!("{:.2}", one.share));
        let (placebo, fitted) = (beside(pattern.placebo), beside(pattern.fitted));
        let (shown, met) = (pattern.shown, if pattern.met { "met" } else { "" });
        let _ = writeln!(
            text,
            "{} {:<66} {:>6.2}  [{:.2}, {:.2}]     {:>7}  {:>6}  {met}",
            pattern.number, pattern.title.en, shown.share, shown.low, shown.high, placebo, fitted
        );
    }
    text
}

/// Paired differences of some outcomes, a line an arm.
fn differences(summary: &Summary, names: &[&str]) -> String {
    let mut text = String::new();
    for name in names.iter().filter(|_| !summary.comparisons.is_empty()) {
        let _ = writeln!(text, "\n{name}, arm minus baseline");
        let _ = writeln!(text, "  {:<24} {HEADER}", "arm");
        for comparison in &summary.comparisons {
            let line = comparison.outcomes.get(*name).map(difference).unwrap_or_default();
            let _ = writeln!(text, "  {:<24} {line}", comparison.arm);
        }
    }
    text
}

/// Heads of what [`difference`] prints; gained is how many times more worlds the same precision would need if they
/// were not paired.
pub const HEADER: &str = "     mean          95 % interval  worlds  gained";

/// A paired difference with its interval and what pairing gained.
pub fn difference(value: &Value) -> String {
    let number = |key: &str| value[key].as_f64();
    let (Some(mean), Some(low), Some(high)) = (number("mean"), number("low"), number("high")) else {
        return format!("{:>9}  {:>21}  {:>6}", "-", "-", value["n"].to_string());
    };
    let gained = number("variance_reduction").map_or("-".to_owned(), |factor| format!("{factor:.1}"));
    let interval = format!("[{}, {}]", signed(low), signed(high));
    let mean = signed(mean);
    format!("{mean:>9}  {interval:>21}  {:>6}  {gained:>6}", value["n"].to_string())
}

/// Three places, or as a power of ten where these would hide it.
pub fn signed(value: f64) -> String {
    if value == 0.0 || value.abs() >= 0.01 { format!("{value:+.3}") } else { format!("{value:+.1e}") }
}
