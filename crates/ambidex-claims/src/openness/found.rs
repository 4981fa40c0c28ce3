//! What the map holds.

use ambidex_race::scenario::Text;
use serde::{Deserialize, Serialize};

use crate::effect::Effect;
use crate::verdict::Verdict;

/// What closing pays at one rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    /// Rank at the date of the choice.
    pub rank: Text,
    /// Worlds of labs at that rank.
    pub n: usize,
    /// Closed minus open, above zero where closing pays.
    pub closing: Effect,
    /// By the first step of the rule of verdict.
    pub reading: Text,
    /// Chance to open that a learner settles on.
    pub learned_open: Effect,
}

/// What policies bring against weights that stay open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policies {
    /// Closes wherever it stands.
    pub closed: Effect,
    /// Closes when behind, else stays open.
    pub closes_when_behind: Effect,
    /// Closes when not behind: the placebo.
    pub closes_when_not_behind: Effect,
    /// The second minus the third, in the same worlds.
    pub behind_minus_placebo: Effect,
}

/// One payoff over all ranks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PayoffRow {
    /// Name of the claim that closing pays when behind.
    pub id: String,
    /// Title.
    pub title: Text,
    /// Unit of the payoff.
    pub unit: String,
    /// Cells; a rank that no world has is missing.
    pub cells: Vec<Cell>,
    /// Closing when behind minus closing when not, within labs.
    pub behind_minus_not: Option<Effect>,
    /// Policies.
    pub policies: Option<Policies>,
    /// Verdict on the claim.
    pub verdict: Verdict,
}

/// How often a lab is at each rank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Lab.
    pub lab: String,
    /// Worlds at the frontier, near, behind.
    pub worlds: [usize; 3],
}

/// The map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpennessFound {
    /// Day of the choice.
    pub date: String,
    /// Bounds of the ranks [points behind the frontier].
    pub ranks: [f64; 2],
    /// Labs.
    pub labs: Vec<Standing>,
    /// Payoffs.
    pub payoffs: Vec<PayoffRow>,
}
