//! Arms over points and worlds: each arm is a study of its own, in a folder that its inputs name, so that what two
//! experiments share is run once and what is there is never run again.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::atomic::{AtomicU64, Ordering};

use ambidex_analysis::designs::latin::{Placement, hypercube};
use ambidex_experiment::outcome_table::OutcomeTable;
use ambidex_experiment::outcomes::Reading;
use ambidex_experiment::points::lab_race::COUNTERFACTUAL;
use ambidex_experiment::points::{
    self, Axis, Design, Infeasible, LabRace, Lever, Plan as Amount, Points, Rows,
};
use ambidex_experiment::runner::{Place, Progress};
use ambidex_experiment::statistics::round;
use ambidex_scenario::{Case, Counterfactual};
use serde_json::json;

use crate::effect::Matrix;
use crate::error::ClaimError;
use crate::plan::Uncertainty;

/// What every arm is run with.
pub struct Bench<'a> {
    /// The case.
    pub case: &'static Case,
    /// Edits of the case, by path.
    pub edits: &'a [(String, String)],
    /// Scores that are read of every world, beside its outcomes.
    pub readings: &'a [Reading],
    /// Folder of the claims.
    pub directory: &'a Path,
    /// Threads.
    pub threads: usize,
    /// Hash of the program.
    pub program: &'a str,
    /// Set to stop.
    pub stop: &'a AtomicBool,
    /// Who is told.
    pub progress: &'a Tally<'a>,
}

/// The points of a space under one seed.
#[derive(Clone, Debug, PartialEq)]
pub struct Space {
    /// Seed of points and worlds.
    pub seed: u64,
    /// Coordinates, a row a point; NaN leaves a value as the case has it.
    pub rows: Vec<Vec<f64>>,
    paths: Vec<String>,
    own_worlds: bool,
}

impl Space {
    /// The case's own values, and one by one the ends of some ranges with all else as it is.
    pub fn around(uncertainties: &[&Uncertainty], seed: u64) -> Self {
        let as_it_is = vec![f64::NAN; uncertainties.len()];
        let with = |place: usize, value: f64| {
            let mut row = as_it_is.clone();
            row[place] = value;
            row
        };
        let ends = uncertainties.iter().enumerate();
        let ends = ends.flat_map(|(place, one)| [with(place, one.low), with(place, one.high)]);
        let rows = std::iter::once(as_it_is.clone()).chain(ends).collect();
        let paths = uncertainties.iter().map(|one| one.path.clone()).collect();
        Self { seed, rows, paths, own_worlds: false }
    }

    /// A Latin hypercube over the uncertainties.
    pub fn sampled(uncertainties: &[Uncertainty], points: usize, seed: u64) -> Self {
        let place = |(one, u): (&Uncertainty, f64)| round(one.low + u * (one.high - one.low));
        let unit = hypercube(points, uncertainties.len(), seed, Placement::Random);
        let rows = unit.into_iter().map(|row| uncertainties.iter().zip(row).map(place).collect());
        let paths = uncertainties.iter().map(|one| one.path.clone()).collect();
        Self { seed, rows: rows.collect(), paths, own_worlds: false }
    }

    /// The case's own values alone.
    pub fn nominal(seed: u64) -> Self {
        Self { seed, rows: vec![Vec::new()], paths: Vec::new(), own_worlds: false }
    }

    /// The same points, each with worlds of its own, so that points are independent draws.
    pub fn apart(&self) -> Self {
        Self { own_worlds: true, ..self.clone() }
    }

    /// What a point sets, by path.
    pub fn settings(&self, row: usize) -> Vec<(String, String)> {
        let values = self.paths.iter().zip(&self.rows[row]).filter(|(_, value)| !value.is_nan());
        values.map(|(path, value)| (path.clone(), value.to_string())).collect()
    }

    fn axes(&self) -> Vec<Axis> {
        if self.paths.is_empty() {
            return Vec::new();
        }
        let lever = |path: &String| Lever { path: path.clone(), unit: String::new() };
        let set = |value: &f64| (!value.is_nan()).then(|| value.to_string());
        let row = |row: &Vec<f64>| row.iter().map(set).collect();
        vec![Axis {
            levers: self.paths.iter().map(lever).collect(),
            rows: Rows::Listed(self.rows.iter().map(row).collect()),
        }]
    }
}

/// The outcomes of an arm.
pub struct Arm {
    worlds: usize,
    outcomes: BTreeMap<String, Vec<f64>>,
    units: BTreeMap<String, String>,
    /// Worlds that failed.
    pub failed: usize,
}

impl Arm {
    /// One outcome over points and worlds; none where there is none of that name.
    pub fn outcome(&self, name: &str) -> Option<Matrix> {
        Some(Matrix::new(self.worlds, self.outcomes.get(name)?.clone()))
    }

    /// Unit of an outcome.
    pub fn unit(&self, name: &str) -> &str {
        self.units.get(name).map_or("", String::as_str)
    }
}

impl Bench<'_> {
    /// Runs an arm, or what is missing of it.
    ///
    /// # Errors
    /// Where the arm is no scenario, or the run fails or is interrupted.
    pub fn arm(&self, arm: Counterfactual, space: &Space, worlds: u32) -> Result<Arm, ClaimError> {
        let (name, mut document) = (arm.name.clone(), self.case.document()?);
        document.set_all(self.edits);
        let target = LabRace::with(document, Some(self.case), vec![arm])?.reading(self.readings.to_vec());
        let fixed = vec![(COUNTERFACTUAL.to_owned(), name.clone())];
        let study = Points {
            target: &target,
            name: name.clone(),
            design: Design { fixed, axes: space.axes() },
            plan: Amount {
                seed: space.seed,
                replicates: worlds,
                precision: None,
                series: None,
                compare: false,
                infeasible: Infeasible::Record,
                own_worlds: space.own_worlds.then_some(1),
            },
            shown: Vec::new(),
            about: json!({ "case": self.case.name, "arm": name }),
        };
        let directory = self.folder(&study);
        let place =
            Place { directory: &directory, threads: self.threads, program: self.program, stop: self.stop };
        points::run(&study, &place, self.progress)?;
        self.progress.finished(u64::from(study.points()) * u64::from(worlds));
        let table = OutcomeTable::read(&directory.join("outcomes.parquet"))?;
        Ok(read(table, worlds as usize))
    }

    fn folder(&self, study: &Points<'_>) -> PathBuf {
        self.directory.join("arms").join(format!("{}-{}", study.name, &study.identity()[..8]))
    }
}

fn read(table: OutcomeTable, worlds: usize) -> Arm {
    let failed = table.failures.len();
    let (mut outcomes, mut units) = (BTreeMap::new(), BTreeMap::new());
    for column in table.columns {
        units.insert(column.name.clone(), column.unit);
        outcomes.insert(column.name, column.values);
    }
    Arm { worlds, outcomes, units, failed }
}

/// Progress over all arms.
pub struct Tally<'a> {
    shown: &'a dyn Progress,
    total: AtomicU64,
    finished: AtomicU64,
}

impl<'a> Tally<'a> {
    /// Passes progress on.
    pub fn new(shown: &'a dyn Progress) -> Self {
        Self { shown, total: AtomicU64::new(0), finished: AtomicU64::new(0) }
    }

    /// Worlds of all arms.
    pub fn expect_all(&self, worlds: u64) {
        self.total.store(worlds, Ordering::Relaxed);
    }

    /// Worlds that were done outside of an arm.
    pub fn passed(&self, worlds: u64) {
        self.finished.fetch_add(worlds, Ordering::Relaxed);
        self.shown.advance(worlds);
    }

    fn finished(&self, worlds: u64) {
        let done = self.finished.fetch_add(worlds, Ordering::Relaxed) + worlds;
        self.shown.expect(self.total.load(Ordering::Relaxed), done);
    }
}

impl Progress for Tally<'_> {
    fn expect(&self, _worlds: u64, done: u64) {
        let before = self.finished.load(Ordering::Relaxed);
        self.shown.expect(self.total.load(Ordering::Relaxed), before + done);
    }

    fn advance(&self, worlds: u64) {
        self.shown.advance(worlds);
    }

    fn note(&self, text: &str) {
        self.shown.note(text);
    }
}
