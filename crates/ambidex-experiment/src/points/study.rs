//! What is to be evaluated, and how much of it.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::design::Design;
use super::target::Target;
use crate::study::hex;

/// When to stop at a point.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Precision {
    /// Outcome that is watched.
    pub outcome: String,
    /// Stop once its 95 % interval is narrower than this [its unit].
    pub width: f64,
    /// Whether that is the interval of the paired difference from the first point rather than of the mean. All points
    /// then stop together, once every difference is known well enough.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paired: bool,
}

/// What becomes of a point that does not pass the target's checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Infeasible {
    /// Nothing is run.
    #[default]
    Refuse,
    /// Its worlds are rows that failed at the stage `prepare`.
    Record,
}

/// How much to run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Seed; 0 is a seed like any other.
    pub seed: u64,
    /// Replicates of a point, or the most of them where a precision is given.
    pub replicates: u32,
    /// When to stop at a point; never before the last replicate where none is given.
    pub precision: Option<Precision>,
    /// Every how many periods the series are recorded; not at all where none is given.
    pub series: Option<u32>,
    /// Whether every point is held against the first one, paired by world.
    pub compare: bool,
    /// What becomes of points that do not pass the checks.
    pub infeasible: Infeasible,
    /// How many points in a row share their worlds, the next ones having worlds of their own; all of them where none is
    /// given. What all points share pairs them, but does not average out over them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_worlds: Option<u32>,
}

impl Plan {
    /// Number of the first world of a point.
    pub fn first_world(&self, point: u32) -> u32 {
        let block = self.own_worlds.map_or(0, |points| point / points.max(1));
        // More worlds than have numbers begin again.
        let room = u64::from(u32::MAX - self.replicates);
        (u64::from(block) * u64::from(self.replicates) % room.max(1)) as u32
    }
}

/// A target with its points.
pub struct Points<'t> {
    /// What is evaluated.
    pub target: &'t dyn Target,
    /// Name of the study.
    pub name: String,
    /// Where.
    pub design: Design,
    /// How much.
    pub plan: Plan,
    /// Outcomes that the summary states; all where there are none.
    pub shown: Vec<String>,
    /// Whatever the reader of the run may want, copied into the manifest as it is.
    pub about: serde_json::Value,
}

impl Points<'_> {
    /// What makes two runs the same [SHA-256, hexadecimal].
    pub fn identity(&self) -> String {
        let target = (self.target.model(), self.target.identity());
        let inputs =
            (env!("CARGO_PKG_VERSION"), target, &self.design, self.contents(), &self.plan, &self.shown);
        hex(&Sha256::digest(serde_json::to_vec(&inputs).expect("settings are plain data")))
    }

    /// What stands behind settings that only name something, as the path of a file does.
    fn contents(&self) -> Vec<String> {
        let content = |path: &str, value: &str| self.target.content(path, value);
        let fixed = self.design.fixed.iter().filter_map(|(path, value)| content(path, value));
        let varied = self.design.axes.iter().flat_map(|axis| {
            let levers = axis.levers.iter().enumerate();
            levers.flat_map(|(place, lever)| {
                axis.rows.texts(place).filter_map(|value| content(&lever.path, value))
            })
        });
        fixed.chain(varied).collect()
    }

    /// Number of points.
    ///
    /// # Panics
    /// Where there are more than 32 bits hold: whoever makes a design asks it.
    pub fn points(&self) -> u32 {
        self.design.points().expect("points are counted before a study is made")
    }
}
