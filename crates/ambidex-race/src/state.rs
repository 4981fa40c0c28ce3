//! The state of a world's labs: persons, units, projects.

use ambidex_core::streams::{PoissonTable, fnv1a};

use crate::facts::{Minds, Shape};
use crate::scenario::{Charter, Openness};

/// Persons (agents) of a lab, a column an attribute; an index is a *place* in the lab and never moves.
#[derive(Clone, Debug)]
pub struct People {
    /// Identity, from which all draws derive; lasts across moves between units and labs.
    pub ids: Vec<u64>,
    /// Unit.
    pub unit: Vec<u16>,
    /// How many persons have held the place before.
    pub generation: Vec<u16>,
    /// Position in the roster of the unit, which gives the block of ten.
    pub position: Vec<u32>,
    /// Domain of speciality.
    pub speciality: Vec<u16>,
    /// Week in which the person joined; before the start for those who were there.
    pub joined: Vec<i32>,
    /// Fatigue, 0..=1.
    pub fatigue: Vec<f32>,
    /// Morale, 0..=1.
    pub morale: Vec<f32>,
    /// Whether somebody holds the place.
    pub present: Vec<bool>,
    /// Whether the person is drafted.
    pub drafted: Vec<bool>,
    /// Beliefs.
    pub minds: Minds,
}

impl People {
    /// Nobody.
    pub fn new(shape: Shape) -> Self {
        Self {
            ids: vec![],
            unit: vec![],
            generation: vec![],
            position: vec![],
            speciality: vec![],
            joined: vec![],
            fatigue: vec![],
            morale: vec![],
            present: vec![],
            drafted: vec![],
            minds: Minds::new(shape, 0),
        }
    }

    /// Number of places.
    pub fn places(&self) -> usize {
        self.ids.len()
    }
}

/// A manager's role.
#[derive(Clone, Debug, PartialEq)]
pub struct ManagerState {
    /// Expertise by domain index, 0..=1.
    pub expertise: Vec<f64>,
    /// Overconfidence, 0..=1.
    pub overconfidence: f64,
}

/// A unit.
#[derive(Clone, Debug)]
pub struct UnitState {
    /// Name.
    pub name: String,
    /// Identity for draws: hash of lab and unit name.
    pub key: u64,
    /// Charter.
    pub charter: Charter,
    /// Shares of working time: explore, build, integrate.
    pub activity: [f64; 3],
    /// Shares after tilt, this week.
    pub activity_now: [f64; 3],
    /// Weight of its proposals.
    pub voice: f64,
    /// Attention of its own, normalised; the lab's where empty.
    pub attention: Vec<f64>,
    /// Attention this week, cumulated to 1.
    pub attention_now: Vec<f64>,
    /// Law of the number of public facts that a person reads in a week.
    pub pool_reading: PoissonTable,
    /// Manager.
    pub manager: ManagerState,
    /// Unit that it reports to, by index.
    pub reports_to: Option<usize>,
    /// Places of its persons, in order of position; vacant places stay until somebody else takes them.
    pub roster: Vec<u32>,
    /// Seats opened so far: the next new place's number.
    pub seats: u32,
    /// Agents present.
    pub staff: u32,
}

impl UnitState {
    /// Identity of the person who is the `generation`-th holder of a seat: a function of names and numbers alone, so
    /// that one more hire or leaver elsewhere changes nobody's draws.
    pub fn person_id(&self, seat: u32, generation: u16) -> u64 {
        let mut bytes = [0_u8; 14];
        bytes[..8].copy_from_slice(&self.key.to_le_bytes());
        bytes[8..12].copy_from_slice(&seat.to_le_bytes());
        bytes[12..].copy_from_slice(&generation.to_le_bytes());
        fnv1a(&bytes)
    }
}

/// A planned base release.
#[derive(Clone, Debug, PartialEq)]
pub struct Planned {
    /// Name.
    pub name: String,
    /// Week of the first plan.
    pub first_plan: i32,
    /// Week of the plan in force.
    pub target: i32,
    /// Hardness of the deadline, 0..=1.
    pub hardness: f64,
}

/// The running project.
#[derive(Clone, Debug)]
pub struct Project {
    /// Index of the planned release.
    pub release: usize,
    /// Week it started.
    pub start: i32,
    /// Length planned at the start [weeks].
    pub cycle: f64,
    /// Work planned at the start [person-weeks].
    pub work: f64,
    /// Capacity planned at the start [person-weeks a week].
    pub capacity: f64,
    /// Stocks.
    pub stocks: ambidex_models::fire_fighting::Rework,
    /// Concept done before the start, 0..=1.
    pub concept: f64,
    /// Concept done so far for the project after this one, 0..=1.
    pub next_concept: f64,
    /// Schedule pressure, 0..=1.
    pub pressure: f64,
    /// Overtime in force: share of normal hours.
    pub overtime: f64,
    /// Whether persons are drafted into it.
    pub on_fire: bool,
    /// Week of the next gate.
    pub next_gate: i32,
    /// Gates held so far.
    pub gates: u32,
    /// Multiplier paradigms that were frozen into it; `None` before the freeze.
    pub frozen: Option<u32>,
}

impl Project {
    /// Defects, known, unknown and work left out, per unit of planned work.
    pub fn defect_density(&self) -> f64 {
        let left = self.stocks.scope + self.stocks.known + self.stocks.undiscovered;
        left / self.work.max(1e-9)
    }
}

/// The last base release, on which derivatives rest.
#[derive(Clone, Debug)]
pub struct Base {
    /// Generation, from 1; 0 for what the lab had before its first planned release.
    pub generation: u16,
    /// Name.
    pub name: String,
    /// Week it came out.
    pub week: u32,
    /// Training compute [log10 FLOP].
    pub compute: f64,
    /// Knowledge of the lab code when it was frozen, by domain.
    pub knowledge: Vec<f64>,
    /// Multiplier paradigms in it, as a bit set.
    pub multipliers: u32,
    /// Defect density at release.
    pub defect_density: f64,
    /// Derivatives so far.
    pub derivatives: u32,
}

/// Where a lab stands with a paradigm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Adoption {
    /// Week in which the lab decided for it.
    pub decided: Option<u32>,
    /// Week in which it first shipped it.
    pub shipped: Option<u32>,
}

/// Counters since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Totals {
    /// Hard facts held first in the world.
    pub radical_finds: u32,
    /// Gates passed against the majority.
    pub overrides: u32,
    /// Right facts rejected in transfer.
    pub omissions: u32,
    /// Wrong facts accepted in transfer.
    pub commissions: u32,
    /// Training compute of all releases [FLOP].
    pub training_flop: f64,
}

/// Flows of the running week, in persons unless said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Week {
    /// Left of their own accord.
    pub leavers: f64,
    /// Laid off.
    pub laid_off: f64,
    /// Joined.
    pub joined: f64,
    /// Slots used (share).
    pub slot_use: f64,
    /// Share of slots that went to integration.
    pub integration_slots: f64,
}

/// Roth-Erev propensities and what is waited for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OpennessLearning {
    /// Propensities [leading, middle, lagging][closed, open].
    pub propensities: [[f64; 2]; 3],
    /// Choices not yet paid: (week due, state, open, log share then, revenue then).
    pub waiting: Vec<(u32, usize, bool, f64, f64)>,
}

/// A person on the way to another lab: identity, speciality, and beliefs as one mind.
#[derive(Clone, Debug)]
pub struct Mover {
    /// Identity.
    pub id: u64,
    /// Speciality.
    pub speciality: u16,
    /// Beliefs.
    pub mind: Minds,
}

/// A lab.
#[derive(Clone, Debug)]
pub struct LabState {
    /// Identity for draws: hash of the name.
    pub key: u64,
    /// Persons.
    pub people: People,
    /// Units.
    pub units: Vec<UnitState>,
    /// Unit codes, one mind a unit.
    pub unit_codes: Minds,
    /// The lab code: what products are built from. One mind.
    pub code: Minds,
    /// The shelf: proposals once rejected, by their value. One mind.
    pub shelf: Minds,
    /// Facts of any unit code or the lab code that the lab has made public. One mind.
    pub revealed: Minds,
    /// Planned releases.
    pub plan: Vec<Planned>,
    /// The running project; none after the last planned release.
    pub project: Option<Project>,
    /// Last base release.
    pub base: Base,
    /// Adoption by paradigm.
    pub adoption: Vec<Adoption>,
    /// Week of the last release of any kind.
    pub last_release: u32,
    /// Best true capability so far [points].
    pub capability: f64,
    /// Best reported score so far [points].
    pub reported: f64,
    /// Reported minus true of the last release [points].
    pub inflation: f64,
    /// Whether the last release is open.
    pub open: bool,
    /// Openness policy.
    pub openness: Openness,
    /// Learning of openness.
    pub learning: OpennessLearning,
    /// Integrity.
    pub integrity: f64,
    /// Far ties, beta.
    pub far_ties: f64,
    /// Product tilt decided.
    pub product_tilt: f64,
    /// Where it points, normalised.
    pub tilt_towards: Vec<f64>,
    /// Attention, normalised.
    pub attention: Vec<f64>,
    /// Share of research drafted when a release is on fire.
    pub draft_share: f64,
    /// Share of papers held back.
    pub publication_gate: f64,
    /// Slots a week per 1,000 persons at 64 facts a domain.
    pub slots: f64,
    /// Factor on the dated compute path.
    pub compute_factor: f64,
    /// Training compute now [log10 FLOP], market feedback included.
    pub compute: f64,
    /// Mindshare.
    pub mindshare: f64,
    /// Mindshare at the start.
    pub mindshare_start: f64,
    /// Depth of integration.
    pub integration: f64,
    /// Outside developers.
    pub developers: f64,
    /// Trust.
    pub trust: f64,
    /// Margin on a user.
    pub margin: f64,
    /// Ambition.
    pub ambition: f64,
    /// Aspiration [points relative to the frontier].
    pub aspiration: f64,
    /// Movers waiting for a seat.
    pub arrivals: Vec<Mover>,
    /// Week in which each rule may act again.
    pub rule_ready: Vec<u32>,
    /// Counters.
    pub totals: Totals,
    /// This week's flows.
    pub week: Week,
}

impl LabState {
    /// Index of a unit by name.
    pub fn unit_index(&self, name: &str) -> Option<usize> {
        self.units.iter().position(|unit| unit.name == name)
    }

    /// Agents present.
    pub fn staff(&self) -> u32 {
        self.units.iter().map(|unit| unit.staff).sum()
    }

    /// The unit whose manager decides about transfer and gates: an elite unit, else a product unit, else the first.
    pub fn deciding_unit(&self) -> usize {
        let first = |charter| self.units.iter().position(|u| u.charter == charter && u.staff > 0);
        first(Charter::Elite).or_else(|| first(Charter::Product)).unwrap_or(0)
    }

    /// Knowledge of the lab code by domain.
    pub fn code_knowledge(&self, domains: usize) -> Vec<f64> {
        (0..domains).map(|d| self.code.knowledge(0, d)).collect()
    }

    /// Product tilt in force: decided, plus what ambition adds.
    pub fn tilt(&self, tilt_per_point: f64) -> f64 {
        (self.product_tilt + tilt_per_point * self.ambition).clamp(0.0, 0.95)
    }
}
