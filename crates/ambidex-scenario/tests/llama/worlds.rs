//! Worlds of the case for the other tests.

use ambidex_core::Streams;
use ambidex_race::record::{Record, columns};
use ambidex_race::{Setup, simulate};
use ambidex_scenario::cases::Case;

/// Seed of all tests: not the seed of the calibration.
pub const SEED: u64 = 20_261;

/// The case with edits.
pub fn setup(sets: &[(&str, &str)]) -> Setup {
    let sets: Vec<(String, String)> = sets.iter().map(|(p, v)| ((*p).to_owned(), (*v).to_owned())).collect();
    let case = Case::named("llama").expect("the case is shipped");
    let scenario = case.load(&sets).unwrap_or_else(|error| panic!("{error}"));
    Setup::new(&scenario).unwrap_or_else(|problems| panic!("{problems:?}"))
}

/// Some worlds.
pub struct Worlds {
    /// What they are made of.
    pub setup: Setup,
    /// What they left behind.
    pub records: Vec<Record>,
    width: usize,
}

impl Worlds {
    /// The first `n` worlds of a setup.
    pub fn new(setup: Setup, n: u32) -> Self {
        let records = (0..n).map(|w| simulate(&setup, Streams::new(SEED, w))).collect();
        let width = columns(&setup.scenario).len();
        Self { setup, records, width }
    }

    /// Index of a column.
    pub fn column(&self, name: &str) -> usize {
        columns(&self.setup.scenario)
            .iter()
            .position(|c| c.name == name)
            .unwrap_or_else(|| panic!("no column {name}"))
    }

    /// Number of labs.
    pub fn labs(&self) -> usize {
        self.setup.scenario.lab.len()
    }

    /// Weeks.
    pub fn weeks(&self) -> usize {
        self.setup.calendar.weeks as usize
    }

    /// A row.
    pub fn row(&self, world: usize, week: usize, lab: usize) -> &[f32] {
        let at = (week * self.labs() + lab) * self.width;
        &self.records[world].series[at..at + self.width]
    }

    /// Values of a column in all worlds.
    pub fn values(&self, week: usize, lab: usize, column: &str) -> Vec<f64> {
        let column = self.column(column);
        (0..self.records.len()).map(|w| f64::from(self.row(w, week, lab)[column])).collect()
    }

    /// Median over worlds.
    pub fn median(&self, week: usize, lab: usize, column: &str) -> f64 {
        let mut values = self.values(week, lab, column);
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    }

    /// Mean over worlds, weeks and labs.
    pub fn mean(&self, column: &str) -> f64 {
        let column = self.column(column);
        let rows = self.records.iter().flat_map(|r| r.series.chunks_exact(self.width));
        let (sum, n) = rows.fold((0.0, 0.0), |(s, n), row| (s + f64::from(row[column]), n + 1.0));
        sum / n
    }
}
