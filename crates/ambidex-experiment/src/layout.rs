//! Where things stand in a world's record.

use ambidex_core::{Calendar, Column};
use ambidex_race::record::{Record, Release, columns};
use ambidex_race::scenario::Scenario;

/// Names and places of a scenario's labs and columns.
#[derive(Clone, Debug)]
pub struct Layout {
    /// Columns of the weekly series.
    pub columns: Vec<Column>,
    /// Names of the labs, in the scenario's order.
    pub labs: Vec<String>,
    /// Names of the paradigms, in the scenario's order.
    pub paradigms: Vec<String>,
    /// Names of the domains that are not the product's.
    pub research_domains: Vec<String>,
    /// Place of the focal lab.
    pub focal: usize,
    /// Base releases that the focal lab plans.
    pub planned: usize,
    /// Weeks and dates.
    pub calendar: Calendar,
}

impl Layout {
    /// The layout of a checked scenario; the first lab stands in where the focal one is missing.
    pub fn of(scenario: &Scenario) -> Self {
        let weeks = Calendar::new(scenario.start, scenario.end).map_or(0, |calendar| calendar.weeks);
        let focal = scenario.lab.iter().position(|lab| lab.name == scenario.focal).unwrap_or(0);
        Self {
            columns: columns(scenario),
            labs: scenario.lab.iter().map(|lab| lab.name.clone()).collect(),
            paradigms: scenario.paradigm.iter().map(|paradigm| paradigm.name.clone()).collect(),
            research_domains: scenario.domain.iter().filter(|d| !d.product).map(|d| d.name.clone()).collect(),
            focal,
            planned: scenario.lab.get(focal).map_or(0, |lab| lab.release.len()),
            calendar: Calendar { start: scenario.start, weeks },
        }
    }

    /// Place of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// Place of a lab.
    pub fn lab(&self, name: &str) -> Option<usize> {
        self.labs.iter().position(|lab| lab == name)
    }

    /// Number of values in the weekly series of one world.
    pub fn series_len(&self) -> usize {
        self.calendar.weeks as usize * self.labs.len() * self.columns.len()
    }
}

/// A record read by name.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// Where things stand.
    pub layout: &'a Layout,
    /// The record, complete and finite.
    pub record: &'a Record,
}

impl<'a> View<'a> {
    /// Value of a column, by its place, for a lab in a week.
    pub fn at(&self, week: usize, lab: usize, column: usize) -> f64 {
        let row = week * self.layout.labs.len() + lab;
        f64::from(self.record.series[row * self.layout.columns.len() + column])
    }

    /// A column of one lab over weeks; empty where there is no such column.
    pub fn path(&self, lab: usize, column: &str, weeks: std::ops::Range<usize>) -> Vec<f64> {
        let column = self.layout.column(column);
        column.map_or_else(Vec::new, |column| weeks.map(|week| self.at(week, lab, column)).collect())
    }

    /// Number of weeks.
    pub fn weeks(&self) -> usize {
        self.layout.calendar.weeks as usize
    }

    /// The last `n` weeks, or all where there are fewer.
    pub fn last(&self, n: usize) -> std::ops::Range<usize> {
        self.weeks().saturating_sub(n)..self.weeks()
    }

    /// Base releases of a lab in order of week.
    pub fn base_releases(&self, lab: usize) -> impl Iterator<Item = &'a Release> {
        self.record.releases.iter().filter(move |release| release.base && usize::from(release.lab) == lab)
    }

    /// The base release of a lab with a number, from 1.
    pub fn base_release(&self, lab: usize, generation: u16) -> Option<&'a Release> {
        self.base_releases(lab).find(|release| release.generation == generation)
    }

    /// First week in which a lab has shipped a paradigm.
    pub fn adopted(&self, lab: usize, paradigm: &str) -> Option<usize> {
        let column = self.layout.column(&format!("adopted_{paradigm}"))?;
        (0..self.weeks()).find(|&week| self.at(week, lab, column) > 0.5)
    }
}
