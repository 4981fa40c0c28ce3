//! What a run directory holds: everything a reader needs, beside the tables.

use std::collections::BTreeMap;
use std::path::Path;

use ambidex_race::scenario::{Scenario, Text};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::draws::Sample;
use crate::error::RunError;
use crate::layout::Layout;
use crate::merge::Written;
use crate::outcomes::Outcomes;
use crate::study::{Arm, Options, Study};

/// Name of the file.
pub const FILE: &str = "manifest.json";

/// How far a run is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// At work, or killed.
    Running,
    /// Stopped on request; what is done is kept.
    Interrupted,
    /// At the end, with every world.
    Done,
    /// At the end; some worlds failed.
    Partial,
}

/// A policy of the run and its files.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ArmEntry {
    /// Name.
    pub name: String,
    /// Title for people.
    pub title: Text,
    /// What is different, in a sentence.
    pub meaning: Text,
    /// Date of the first intervention that differs from the baseline's; null where more than interventions differs.
    pub date: Option<Date>,
    /// Folder within the run directory; empty for the baseline.
    pub folder: String,
    /// Paths of the sample that stand still in this policy, since they were set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<String>,
    /// Worlds that failed.
    pub failed: u32,
    /// Files by table; empty until they are there.
    pub files: BTreeMap<String, Written>,
}

/// A name with its title.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Named {
    /// Name.
    pub name: String,
    /// Title for people.
    pub title: Text,
}

/// Where a run was made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Machine {
    /// Operating system.
    pub os: String,
    /// Processor architecture.
    pub arch: String,
    /// Processors.
    pub cpus: usize,
    /// Threads used.
    pub threads: usize,
}

/// The manifest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// How far the run is.
    pub status: Status,
    /// Model.
    pub model: String,
    /// Version of the program.
    pub version: String,
    /// Hash of the executable: shards of two builds are never mixed.
    pub program: String,
    /// Hash of all inputs.
    pub identity: String,
    /// Name of the case or scenario.
    pub name: String,
    /// Lab that the report is about.
    pub focal: String,
    /// Seed.
    pub seed: u64,
    /// Worlds: those asked for, or those that the precision took.
    pub replicates: u32,
    /// Sample that the parameters are drawn from, world `i` with draw `i mod draws`; null where all worlds have those of
    /// the scenario.
    #[serde(default)]
    pub sample: Option<Sample>,
    /// Width of the interval of `gap_end` at which to stop [points], where one was given.
    pub precision: Option<f64>,
    /// Whether that is the interval of paired differences.
    #[serde(default)]
    pub paired: bool,
    /// Every how many weeks the series are recorded.
    pub every: u32,
    /// Weeks of a world.
    pub weeks: u32,
    /// First day of week 0.
    pub start: Date,
    /// Time at work, over all sessions [s].
    pub wall_s: f64,
    /// Where the last session ran.
    pub machine: Machine,
    /// Columns of the series, with unit, kind and meaning.
    pub columns: Vec<serde_json::Value>,
    /// Outcomes, with unit, kind and meaning.
    pub outcomes: Vec<serde_json::Value>,
    /// Labs.
    pub labs: Vec<Named>,
    /// Paradigms.
    pub paradigms: Vec<Named>,
    /// Domains of knowledge.
    pub domains: Vec<Named>,
    /// The baseline's files.
    pub baseline: ArmEntry,
    /// The counterfactuals and their files.
    pub arms: Vec<ArmEntry>,
    /// The scenario, resolved and whole, without what is drawn.
    pub scenario: Scenario,
    /// Texts, patterns, observations and sources of the case; null for a scenario of one's own.
    pub case: serde_json::Value,
}

impl Manifest {
    /// The manifest of a run that has not begun.
    pub fn new<S>(study: &Study<S>, options: &Options, program: &str, threads: usize) -> Self {
        let scenario = &study.baseline.scenario;
        let layout = Layout::of(scenario);
        let outcomes = Outcomes::of(scenario, study.patterns.as_ref());
        let named = |name: &String, title: &Text| Named { name: name.clone(), title: title.clone() };
        Self {
            status: Status::Running,
            model: study.model.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            program: program.to_owned(),
            identity: study.identity(options),
            name: study.name.clone(),
            focal: scenario.focal.clone(),
            seed: options.seed,
            replicates: options.replicates,
            sample: study.sample.clone(),
            precision: options.precision,
            paired: options.paired,
            every: options.every,
            weeks: layout.calendar.weeks,
            start: scenario.start,
            wall_s: 0.0,
            machine: Machine::this(threads),
            columns: declared(&layout.columns),
            outcomes: declared(outcomes.columns()),
            labs: scenario.lab.iter().map(|lab| named(&lab.name, &lab.title)).collect(),
            paradigms: scenario.paradigm.iter().map(|p| named(&p.name, &p.title)).collect(),
            domains: scenario.domain.iter().map(|d| named(&d.name, &d.title)).collect(),
            baseline: ArmEntry::new(&study.baseline, String::new(), None),
            arms: study.arms.iter().map(|arm| entry_of(arm, scenario)).collect(),
            scenario: scenario.clone(),
            case: study.case.clone(),
        }
    }

    /// Reads the manifest of a run directory; `None` where there is none.
    pub fn read(directory: &Path) -> Result<Option<Self>, RunError> {
        let path = directory.join(FILE);
        match std::fs::read(&path) {
            Ok(text) => {
                serde_json::from_slice(&text).map(Some).map_err(|source| RunError::Json { path, source })
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(RunError::Io { path, source }),
        }
    }

    /// Baseline and arms, in order.
    pub fn entries(&self) -> impl Iterator<Item = &ArmEntry> {
        std::iter::once(&self.baseline).chain(&self.arms)
    }

    /// An entry by its place, the baseline being 0.
    pub fn entry(&mut self, place: usize) -> &mut ArmEntry {
        if place == 0 { &mut self.baseline } else { &mut self.arms[place - 1] }
    }

    /// Whether the run came to its end.
    pub fn is_finished(&self) -> bool {
        matches!(self.status, Status::Done | Status::Partial)
    }

    /// Worlds that failed, over all arms.
    pub fn failed(&self) -> u32 {
        self.entries().map(|entry| entry.failed).sum()
    }
}

impl ArmEntry {
    fn new<S>(arm: &Arm<S>, folder: String, date: Option<Date>) -> Self {
        let (name, title, meaning) = (arm.name.clone(), arm.title.clone(), arm.meaning.clone());
        let fixed = arm.fixed.clone();
        Self { name, title, meaning, date, folder, fixed, failed: 0, files: BTreeMap::new() }
    }
}

fn entry_of<S>(arm: &Arm<S>, baseline: &Scenario) -> ArmEntry {
    ArmEntry::new(arm, format!("arms/{}", arm.name), first_difference(baseline, &arm.scenario))
}

/// Date of the first intervention that one scenario has and the other has not; `None` where they differ in more.
fn first_difference(a: &Scenario, b: &Scenario) -> Option<Date> {
    let without = |scenario: &Scenario| Scenario { intervention: Vec::new(), ..scenario.clone() };
    let only = |one: &'_ Scenario, other: &Scenario| {
        let lacking = one.intervention.iter().filter(|i| !other.intervention.contains(i));
        lacking.map(|intervention| intervention.date).min()
    };
    let earliest = only(a, b).into_iter().chain(only(b, a)).min();
    earliest.filter(|_| without(a) == without(b))
}

impl Machine {
    /// The machine at hand.
    pub fn this(threads: usize) -> Self {
        Self {
            os: std::env::consts::OS.to_owned(),
            arch: std::env::consts::ARCH.to_owned(),
            cpus: std::thread::available_parallelism().map_or(1, usize::from),
            threads,
        }
    }
}

/// Declarations of columns as data.
pub(crate) fn declared(columns: &[ambidex_core::Column]) -> Vec<serde_json::Value> {
    columns.iter().map(|column| serde_json::to_value(column).expect("columns are plain data")).collect()
}
