//! `ambidex sweep`: an experiment file at once, or its shards on many machines.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ambidex_experiment::RunError;
use ambidex_experiment::points::cluster::{self, Standing};
use ambidex_experiment::points::summary::{self, PointSummary, Summary};
use ambidex_experiment::points::{self, Done, Opened, Points};
use ambidex_scenario::ScenarioError;
use serde_json::{Value, json};

use crate::commands::analysis::{places, written};
use crate::commands::run::{SOME_FAILED, plain};
use crate::study::{Edit, edit};
use crate::{execute, exit, output};

/// Points that are printed; the summary and the table have all.
const SHOWN: usize = 40;
/// Outcomes that are printed.
const COLUMNS: usize = 4;

/// Arguments of `ambidex sweep`.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub struct Args {
    #[command(flatten)]
    whole: Option<Experiment>,
    #[command(subcommand)]
    part: Option<Part>,
}

/// An experiment and where it is run.
#[derive(clap::Args)]
pub struct Experiment {
    /// Experiment file.
    pub experiment: PathBuf,
    /// Change a value of the experiment file, e.g. `set.turnover=0.1`; may be given again.
    #[arg(long = "set", value_name = "PATH=VALUE", value_parser = edit)]
    edits: Vec<Edit>,
    /// Replicates of a point; with a precision the most of them.
    #[arg(long, value_name = "N")]
    replicates: Option<u32>,
    /// Seed.
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Threads; all processors unless given, or as RAYON_NUM_THREADS or SLURM_CPUS_PER_TASK say.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=1024))]
    pub threads: Option<u32>,
    /// Run directory; runs/NAME-HASH unless given.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Write no report.
    #[arg(long)]
    pub no_report: bool,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
    /// Show no progress.
    #[arg(long)]
    pub quiet: bool,
}

/// A step of a sweep on many machines.
#[derive(clap::Subcommand)]
pub enum Part {
    /// Make the run directory and say how many shards there are.
    Plan(Experiment),
    /// Do some shards of a planned sweep; those that are there are left as they are.
    RunShard {
        #[command(flatten)]
        experiment: Experiment,
        /// Number of the shard from 0, or first and last as in `0-9`.
        #[arg(value_name = "I", value_parser = span)]
        shards: (u32, u32),
        /// Forget that a shard failed before.
        #[arg(long)]
        retry: bool,
    },
    /// Join the shards once all are there.
    Collect(Experiment),
    /// Say which shards are there, missing or failed.
    Status(Experiment),
}

fn span(text: &str) -> Result<(u32, u32), String> {
    let number = |text: &str| text.trim().parse::<u32>().ok();
    let pair = match text.split_once('-') {
        Some((first, last)) => number(first).zip(number(last)),
        None => number(text).map(|only| (only, only)),
    };
    pair.filter(|(first, last)| first <= last)
        .ok_or_else(|| "expected a number of a shard, or first and last as in 0-9".to_owned())
}

/// Runs an experiment, or a part of it.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match (&args.part, &args.whole) {
        (None, Some(experiment)) => whole(experiment),
        (Some(Part::Plan(experiment)), _) => plan(experiment),
        (Some(Part::RunShard { experiment, shards, retry }), _) => run_shards(experiment, *shards, *retry),
        (Some(Part::Collect(experiment)), _) => collect(experiment),
        (Some(Part::Status(experiment)), _) => status(experiment),
        (None, None) => Err(crate::study::TargetError::new("name an experiment file").into()),
    }
}

impl Experiment {
    /// The file with the edits of the command line.
    pub fn read(&self) -> Result<ambidex_scenario::Experiment, ScenarioError> {
        let number = |path: &str, value: Option<String>| value.map(|value| (path.to_owned(), value));
        let replicates = number("replicates", self.replicates.map(|n| n.to_string()));
        let seed = number("seed", self.seed.map(|n| n.to_string()));
        let edits: Vec<Edit> = self.edits.iter().cloned().chain(replicates).chain(seed).collect();
        ambidex_scenario::Experiment::open(&self.experiment, &edits)
    }

    fn open(&self) -> anyhow::Result<Opened> {
        Ok(Opened::of(self.read()?)?)
    }

    /// Run directory of a study.
    pub fn directory(&self, study: &Points<'_>) -> PathBuf {
        self.out.clone().unwrap_or_else(|| execute::folder(&study.name, &study.identity()))
    }

    /// Prints an object or a text, as was asked for.
    pub fn print(&self, object: &Value, text: impl FnOnce() -> String) -> std::io::Result<()> {
        output::text(&if self.json { format!("{object:#}\n") } else { text() })
    }
}

fn whole(args: &Experiment) -> anyhow::Result<ExitCode> {
    let opened = args.open()?;
    let study = opened.study();
    let directory = args.directory(&study);
    let done = execute::with_place(args.threads, args.quiet, &directory, |place, progress| {
        points::run(&study, place, progress)
    })?;
    finished(args, &done, &directory)
}

fn finished(args: &Experiment, done: &Done, directory: &Path) -> anyhow::Result<ExitCode> {
    let report = written(args, directory)?;
    if args.json {
        let more = [("wall_s", json!(done.manifest.wall_s)), ("run_dir", json!(directory))];
        let more = more.map(|(key, value)| (key.to_owned(), value)).into_iter().collect();
        summary::copy(directory, &more, &mut std::io::BufWriter::new(std::io::stdout().lock()))?;
    } else {
        output::text(&described(
            &summary::read_first(directory, SHOWN)?,
            done,
            &places(directory, report.as_deref()),
        ))?;
    }
    Ok(if done.manifest.failed == 0 { ExitCode::SUCCESS } else { ExitCode::from(SOME_FAILED) })
}

fn plan(args: &Experiment) -> anyhow::Result<ExitCode> {
    let opened = args.open()?;
    let study = opened.study();
    let directory = args.directory(&study);
    let manifest = execute::with_place(args.threads, args.quiet, &directory, |place, progress| {
        cluster::plan(&study, place, progress)
    })?;
    let object = json!({ "shards": manifest.shards, "points": manifest.points, "run_dir": directory });
    args.print(&object, || {
        let (last, file, out) = (manifest.shards.saturating_sub(1), args.experiment.display(), directory.display());
        format!(
            "{} points in {} shards\nnext: ambidex sweep run-shard {file} I --out {out}, for I from 0 to {last}; \
             then ambidex sweep collect {file} --out {out}\n",
            manifest.points, manifest.shards
        )
    })?;
    Ok(ExitCode::SUCCESS)
}

fn run_shards(args: &Experiment, (first, last): (u32, u32), retry: bool) -> anyhow::Result<ExitCode> {
    let opened = args.open()?;
    let study = opened.study();
    let directory = args.directory(&study);
    execute::with_place(args.threads, args.quiet, &directory, |place, progress| {
        (first..=last).try_for_each(|shard| cluster::run_shard(&study, place, progress, shard, retry))
    })?;
    let object = json!({ "first": first, "last": last, "run_dir": directory });
    args.print(&object, || format!("shards {first} to {last} are there\n"))?;
    Ok(ExitCode::SUCCESS)
}

fn collect(args: &Experiment) -> anyhow::Result<ExitCode> {
    let opened = args.open()?;
    let study = opened.study();
    let directory = args.directory(&study);
    let done = execute::with_place(args.threads, args.quiet, &directory, |place, progress| {
        cluster::collect(&study, place, progress)
    })?;
    finished(args, &done, &directory)
}

fn status(args: &Experiment) -> anyhow::Result<ExitCode> {
    let opened = args.open()?;
    let study = opened.study();
    let directory = args.directory(&study);
    let standing: Result<Standing, RunError> =
        execute::with_place(args.threads, true, &directory, |place, progress| {
            cluster::standing(&study, place, progress)
        });
    let standing = standing?;
    args.print(&serde_json::to_value(&standing)?, || told(&standing))?;
    let whole = standing.done == standing.shards;
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::from(exit::FELL_SHORT) })
}

fn told(standing: &Standing) -> String {
    let mut text = format!("{} of {} shards are there", standing.done, standing.shards);
    text += if standing.collected { ", and collected\n" } else { "\n" };
    if !standing.missing.is_empty() {
        let numbers: Vec<String> = standing.missing.iter().map(u32::to_string).collect();
        let more = u64::from(standing.shards - standing.done) > standing.missing.len() as u64;
        let _ = writeln!(text, "missing: {}{}", numbers.join(", "), if more { ", ..." } else { "" });
    }
    for (shard, attempts, message) in &standing.failed {
        let _ = writeln!(text, "shard {shard} failed {attempts} times: {message}");
    }
    text
}

fn described(summary: &Summary, done: &Done, places: &str) -> String {
    let points = done.manifest.points as usize;
    let mut text = format!("{}: {points} points of {}, seed {}", summary.name, summary.model, summary.seed);
    text += if done.found { "; found as it was done before\n\n" } else { "\n\n" };
    for (point, world, message) in summary.failures.iter().take(3) {
        let _ = writeln!(text, "point {point}, replicate {world} failed: {message}");
    }
    text += &table(&summary.points);
    if points > SHOWN {
        let _ = writeln!(text, "... and {} points more in summary.json", points - SHOWN);
    }
    let _ = write!(text, "\n{places}");
    text
}

/// Settings and means of the first points.
fn table(points: &[PointSummary]) -> String {
    let Some(first) = points.first() else { return String::new() };
    let outcomes: Vec<&String> = first.outcomes.keys().take(COLUMNS).collect();
    let mut rows: Vec<Vec<String>> = vec![
        ["point".to_owned()]
            .into_iter()
            .chain(first.settings.keys().cloned())
            .chain(["n".to_owned()])
            .chain(outcomes.iter().flat_map(|name| [(*name).clone(), "se".to_owned()]))
            .collect(),
    ];
    for point in points.iter().take(SHOWN) {
        let settings = point.settings.values().map(|value| match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        });
        let number = |value: &Value| value.as_f64().map_or_else(|| "-".to_owned(), plain);
        let found = outcomes.iter().flat_map(|name| {
            let outcome = &point.outcomes[name.as_str()];
            [number(&outcome["mean"]), number(&outcome["se"])]
        });
        let head =
            [point.point.to_string()].into_iter().chain(settings).chain([point.replicates.to_string()]);
        rows.push(head.chain(found).collect());
    }
    aligned(&rows)
}

/// Columns as wide as their longest cell, aligned to the right.
fn aligned(rows: &[Vec<String>]) -> String {
    let count = rows.first().map_or(0, Vec::len);
    let width =
        |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max();
    let widths: Vec<usize> = (0..count).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:>width$}"));
        cells.collect::<Vec<_>>().join("  ") + "\n"
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shards_are_read_as_one_or_from_to() {
        assert_eq!((span("7"), span("0-9")), (Ok((7, 7)), Ok((0, 9))));
        for wrong in ["", "-", "9-0", "a", "1-", "-3", "1.5"] {
            assert!(span(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn columns_are_as_wide_as_their_longest_cell() {
        let rows = [vec!["a".to_owned(), "bcd".to_owned()], vec!["12".to_owned(), "3".to_owned()]];
        assert_eq!(aligned(&rows), " a  bcd\n12    3\n");
    }
}
