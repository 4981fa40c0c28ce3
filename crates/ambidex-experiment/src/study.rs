//! What is to be run: one scenario, the arms that change one decision in it, and how many worlds.

use ambidex_race::scenario::{Scenario, Text};
use sha2::{Digest, Sha256};

use crate::draws::Sample;
use crate::patterns::Patterns;
use crate::scores::Observed;

/// Worlds in a shard: fixed, so that files do not depend on threads or machine.
pub const SHARD: u32 = 16;
/// Most worlds of a run that stops by precision, unless a number is given.
pub const MOST: u32 = 10_000;

/// One policy, run over all worlds.
pub struct Arm<S> {
    /// `baseline`, or the counterfactual's name.
    pub name: String,
    /// Title for people.
    pub title: Text,
    /// What is different, in a sentence.
    pub meaning: Text,
    /// The scenario, resolved.
    pub scenario: Scenario,
    /// Paths of the sample that stand still in this policy, since they were set; none where nothing is drawn.
    pub fixed: Vec<String>,
    /// What simulates it.
    pub model: S,
}

/// A scenario with its arms, and what its worlds are held against.
pub struct Study<S> {
    /// Model.
    pub model: String,
    /// Name of the case or scenario.
    pub name: String,
    /// The scenario as it stands.
    pub baseline: Arm<S>,
    /// The same with one decision taken back each.
    pub arms: Vec<Arm<S>>,
    /// Patterns that are looked for, where the scenario is a case.
    pub patterns: Option<Patterns>,
    /// Observed releases, where the scenario is a case.
    pub observed: Vec<Observed>,
    /// Sample that the parameters of the worlds are drawn from; none where all worlds have the scenario's.
    pub sample: Option<Sample>,
    /// Worlds whose gates are decided both ways; 0 for none.
    pub gates: u32,
    /// Texts and sources of the case, copied into the manifest as they are.
    pub case: serde_json::Value,
}

/// How much to run.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Options {
    /// Seed; 0 is a seed like any other.
    pub seed: u64,
    /// Worlds, or the most of them where a precision is given.
    pub replicates: u32,
    /// Stop when the 95 % interval of `gap_end` is narrower than this [points].
    pub precision: Option<f64>,
    /// Whether that is the interval of the paired difference of every arm from the baseline rather than of the
    /// baseline's mean.
    pub paired: bool,
    /// Every how many weeks the series are recorded.
    pub every: u32,
}

impl<S> Study<S> {
    /// Baseline and arms, in order.
    pub fn all(&self) -> impl Iterator<Item = &Arm<S>> {
        std::iter::once(&self.baseline).chain(&self.arms)
    }

    /// What makes two runs the same: version, resolved scenarios, sample and options [SHA-256, hexadecimal].
    pub fn identity(&self, options: &Options) -> String {
        let scenarios: Vec<_> = self.all().map(|arm| (&arm.name, &arm.scenario, &arm.fixed)).collect();
        let inputs =
            (env!("CARGO_PKG_VERSION"), &self.model, SHARD, self.gates, options, &self.sample, scenarios);
        let text = serde_json::to_vec(&inputs).expect("scenarios are plain data");
        hex(&Sha256::digest(text))
    }
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
