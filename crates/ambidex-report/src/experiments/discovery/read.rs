//! What `discovery.json` holds.

use ambidex_analysis::statistics::wilson;
use serde::Deserialize;

use super::super::inputs::Input;

/// The whole file.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Report {
    /// Model, case or scenario file.
    pub target: String,
    /// Version of the program.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Outcome that decides.
    pub outcome: String,
    /// Its unit.
    pub unit: String,
    /// Of interest from this on.
    pub at_least: Option<f64>,
    /// Of interest up to this.
    pub at_most: Option<f64>,
    /// Share of replicates in which it must be so.
    pub share: f64,
    /// Replicates of a point.
    pub replicates: u64,
    /// What varied.
    pub inputs: Vec<Input>,
    /// Points that were used.
    pub used: u64,
    /// Points that were left out.
    pub left_out: u64,
    /// Points of interest.
    pub cases: u64,
    /// Interval of their share.
    pub interval: [f64; 2],
    /// Points held out.
    pub held_out: u64,
    /// Boxes.
    pub boxes: Vec<Found>,
}

/// What a box holds.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Fit {
    /// Points in it.
    pub points: u64,
    /// Of interest among them.
    pub cases: u64,
    /// Share of all points.
    pub mass: f64,
    /// Share of all that are of interest.
    pub coverage: f64,
    /// Share of interest within it.
    pub density: f64,
}

/// A box.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Found {
    /// Its limits.
    pub bounds: Vec<Bound>,
    /// On the points of the search.
    pub fit: Fit,
    /// Interval of its density.
    density_interval: [f64; 2],
    /// On the points held out.
    pub held_out: Option<Fit>,
    /// Interval of its density there.
    held_out_density_interval: Option<[f64; 2]>,
    /// The search.
    pub trajectory: Trajectory,
}

impl Found {
    /// Density with its interval on the points of the search.
    pub fn density(&self) -> [f64; 3] {
        let [low, high] = self.density_interval;
        [self.fit.density, low, high]
    }

    /// The same on the points held out.
    pub fn held_out_density(&self) -> Option<[f64; 3]> {
        let [low, high] = self.held_out_density_interval?;
        Some([self.held_out?.density, low, high])
    }
}

/// The limit of an input.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Bound {
    /// Path.
    pub path: String,
    /// Unit.
    pub unit: String,
    /// Least value.
    pub low: Option<f64>,
    /// Greatest value.
    pub high: Option<f64>,
    /// The whole range.
    pub sampled: [f64; 2],
    /// Values that belong to the box.
    pub values: Option<Vec<String>>,
    /// Quasi-p-value on the points of the search.
    pub quasi_p: f64,
    /// On the points held out.
    pub held_out_p: Option<f64>,
}

impl Bound {
    /// A limit as text, as fine as the range asks for.
    pub fn text(&self, value: f64) -> String {
        super::super::numbers::limit(value, (self.sampled[0], self.sampled[1]))
    }
}

/// The search.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Trajectory {
    /// All boxes.
    pub steps: Vec<Step>,
    /// Place of the chosen one.
    pub chosen: usize,
}

/// A box of the search.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Step {
    /// What it holds.
    #[serde(flatten)]
    pub fit: Fit,
    /// Inputs that are bound.
    pub restricted: u64,
}

impl Step {
    /// Density with Wilson's 95 % interval.
    pub fn density(&self) -> [f64; 3] {
        let (n, share) = (self.fit.points as usize, self.fit.density);
        let (low, high) = wilson((share * n as f64).round() as usize, n);
        [share, low, high]
    }
}
