//! The map of openness as data.

use ambidex_experiment::outcomes::Reading;
use ambidex_race::scenario::Text;
use jiff::civil::Date;
use serde::Deserialize;

use crate::plan::KnockOut;

/// A lab whose weights are opened or closed, all else equal.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stance {
    /// Lab.
    pub lab: String,
    /// Overlays of open weights from the date on.
    pub open: Vec<String>,
    /// Overlays of closed weights from the date on.
    pub closed: Vec<String>,
}

/// What of a payoff is left when one thing in it is not counted.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotCounted {
    /// Outcome that is left.
    pub outcome: String,
    /// Path of the coefficient that carries the rest.
    pub carried_by: String,
}

/// What a lab may be paid in, with the claim that closing pays when behind.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payoff {
    /// Name of the claim.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Outcome of the focal lab.
    pub outcome: String,
    /// Whether its logarithm is what pays.
    #[serde(default)]
    pub log: bool,
    /// Whether less of it is better.
    #[serde(default)]
    pub less: bool,
    /// Smallest difference that matters [unit of the payoff].
    pub margin: f64,
    /// Reinforcement that a unit of the payoff gives to a learner.
    pub reinforcement: f64,
    /// Mechanism taken away from both stances.
    pub knock_out: Option<KnockOut>,
    /// Something in the payoff that is not counted.
    pub not_counted: Option<NotCounted>,
    /// What the reader has to know.
    #[serde(default)]
    pub note: Text,
}

/// The map: what closing pays, by what a lab is paid in and by where it stands when it chooses.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpennessMap {
    /// Number of the insight.
    pub insight: u8,
    /// Day of the choice.
    pub date: Date,
    /// Points behind the frontier up to which a lab is at it, and up to which it is near.
    pub ranks: [f64; 2],
    /// Labs whose openness is varied, one at a time.
    pub lab: Vec<Stance>,
    /// Payoffs.
    pub payoff: Vec<Payoff>,
}

impl OpennessMap {
    /// Names of the scores of all labs in the week before the choice.
    pub fn readings(&self, labs: &[String]) -> Vec<Reading> {
        let date = self.date.saturating_sub(jiff::Span::new().days(7));
        let reading = |lab: &String| Reading { name: standing(lab), lab: lab.clone(), date };
        labs.iter().map(reading).collect()
    }

    /// Overlays of all stances and knock-outs.
    pub fn overlays(&self) -> impl Iterator<Item = &String> {
        let stances = self.lab.iter().flat_map(|stance| stance.open.iter().chain(&stance.closed));
        let knocked = self.payoff.iter().filter_map(|payoff| payoff.knock_out.as_ref());
        stances.chain(knocked.flat_map(|knock_out| &knock_out.overlays))
    }
}

/// Name of the reading of a lab's score before the choice.
pub fn standing(lab: &str) -> String {
    format!("standing_{lab}")
}
