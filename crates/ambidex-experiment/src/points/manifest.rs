//! What the run directory of a study of points says of itself.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::design::Lever;
use super::shards::Partition;
use super::study::{Plan, Points};
use super::target::Setting;
use crate::manifest::{Machine, Status, declared};
use crate::merge::Written;

/// The manifest.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    /// What kind of run it is: `points`.
    pub kind: String,
    /// How far it is.
    pub status: Status,
    /// Model.
    pub model: String,
    /// Name of the study.
    pub name: String,
    /// Version of the program.
    pub version: String,
    /// Hash of the executable: shards of two builds are never mixed.
    pub program: String,
    /// Hash of all inputs.
    pub identity: String,
    /// How much was asked for.
    pub plan: Plan,
    /// Number of points.
    pub points: u32,
    /// Number of shards.
    pub shards: u32,
    /// Periods of a replicate of the first point, or the most of them.
    pub periods: u32,
    /// What varies over the points.
    pub levers: Vec<Lever>,
    /// Settings that are the same in all points.
    pub fixed: Vec<Setting>,
    /// All settings of the first point, defaults too, where the model names them.
    pub first: Vec<Setting>,
    /// Outcomes, with unit, kind and meaning.
    pub outcomes: Vec<Value>,
    /// Columns of the series, where they are recorded.
    pub series: Vec<Value>,
    /// Rows, and how many of them failed; 0 until the run is at its end.
    pub rows: u64,
    /// Rows that failed.
    pub failed: u64,
    /// Time at work, over all sessions [s].
    pub wall_s: f64,
    /// Where the last session ran.
    pub machine: Machine,
    /// Files by table; empty until they are there.
    pub files: BTreeMap<String, Written>,
    /// What the reader of the run may want.
    pub about: Value,
}

impl Manifest {
    /// The manifest of a study that has not begun.
    pub fn new(study: &Points<'_>, identity: &str, program: &str, threads: usize) -> Self {
        let first = study.target.prepare(&study.design.settings(0)).ok();
        let series = if study.plan.series.is_some() { study.target.series() } else { &[] };
        Self {
            kind: "points".to_owned(),
            status: Status::Running,
            model: study.target.model().to_owned(),
            name: study.name.clone(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            program: program.to_owned(),
            identity: identity.to_owned(),
            plan: study.plan.clone(),
            points: study.points(),
            shards: Partition::of(study).shards(),
            periods: first.as_ref().map_or(0, |point| point.periods()),
            levers: study.design.levers().cloned().collect(),
            fixed: study.design.fixed.clone(),
            first: first.map_or_else(Vec::new, |point| point.described()),
            outcomes: declared(study.target.outcomes()),
            series: declared(series),
            rows: 0,
            failed: 0,
            wall_s: 0.0,
            machine: Machine::this(threads),
            files: BTreeMap::new(),
            about: study.about.clone(),
        }
    }

    /// Whether the run came to its end.
    pub fn is_finished(&self) -> bool {
        matches!(self.status, Status::Done | Status::Partial)
    }
}
