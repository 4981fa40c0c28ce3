//! One lab, one project after another on a calendar, upstream and downstream staff.

use super::equations::{Flows, Rework, pressure};
use super::parameters::FireFighting;

/// What happens to the calendar of a late lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Calendar {
    /// Planned dates stay as they are: delay is carried on as debt.
    Kept,
    /// A release late by more than `replan_after` weeks gets a new date, and all later ones are put off by as much.
    Replanned,
}

/// The lab in a week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lab {
    /// Week, from 0.
    pub week: u32,
    /// Number of the running project, from 1.
    pub project: u32,
    /// Its work, defects and rework [person-weeks].
    pub stocks: Rework,
    /// Its first-time work [person-weeks].
    pub work: f64,
    /// Share of its concept that was done beforehand.
    pub concept: f64,
    /// Share of the next one's concept done so far.
    pub next_concept: f64,
    /// Schedule pressure, 0 to 1.
    pub pressure: f64,
    /// Fatigue of the builders, 0 to 1.
    pub fatigue: f64,
    /// Whether researchers are drafted.
    pub on_fire: bool,
    /// Week for which the running release is planned.
    pub target: f64,
    /// Weeks by which the calendar was put off in all.
    pub put_off: f64,
}

/// A release that has shipped.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Release {
    /// Number of the project, from 1.
    pub project: u32,
    /// Weeks late, against the calendar in force.
    pub late: f64,
    /// Concept done beforehand, share.
    pub concept: f64,
    /// Defects shipped per unit of first-time work.
    pub defects: f64,
    /// Whether researchers were drafted for it.
    pub on_fire: bool,
}

/// Backlog relative to the project's work below which nothing is left: the rounding of sums.
const DONE: f64 = 1e-9;
/// Weeks over which a re-planned release is put off at the least and at the most.
const NEW_DATE: (f64, f64) = (4.0, 52.0);

impl Lab {
    /// The lab as it starts its first project, with the whole concept done.
    pub fn new(p: &FireFighting) -> Self {
        let work = work(p, 1);
        Self {
            week: 0,
            project: 1,
            stocks: Rework { scope: work, ..Rework::default() },
            work,
            concept: 1.0,
            next_concept: 0.0,
            pressure: 0.0,
            fatigue: 0.0,
            on_fire: false,
            target: p.cadence,
            put_off: 0.0,
        }
    }

    /// Weeks behind the planned date; negative before it.
    pub fn late(&self) -> f64 {
        f64::from(self.week) - self.target
    }

    /// Researchers who are drafted now [persons].
    pub fn drafted(&self, p: &FireFighting) -> f64 {
        if self.on_fire { p.draft_share * p.researchers } else { 0.0 }
    }

    /// One week. Returns the release that ships at its end, if one does.
    pub fn step(&mut self, p: &FireFighting, calendar: Calendar) -> Option<Release> {
        self.pressure = pressure(self.stocks.backlog(), -self.late(), p.builders);
        self.on_fire |= p.draft_share > 0.0 && self.pressure > p.call_pressure;
        let overtime = p.overtime * self.pressure;
        let drafted = self.drafted(p);
        let hands = p.builders + drafted * (1.0 - p.brooks);
        self.stocks = self.stocks.step(Flows {
            effort: hands * (1.0 + overtime) * (1.0 - p.fatigue_loss * self.fatigue),
            defects_per_work: defects_per_work(p, self.concept, self.fatigue, self.pressure),
            discovery: p.testing_rate * (1.0 - p.testing_cut * self.pressure).max(0.0),
        });
        let fatigue = self.fatigue + p.fatigue_gain * overtime - p.fatigue_recovery * self.fatigue;
        self.fatigue = fatigue.clamp(0.0, 1.0);
        if self.late() < 0.0 {
            let undisturbed = if p.researchers > 0.0 { 1.0 - drafted / p.researchers } else { 1.0 };
            self.next_concept = (self.next_concept + undisturbed / (p.concept_pace * p.cadence)).min(1.0);
        }
        self.week += 1;
        if self.late() >= 0.0 && self.stocks.backlog() <= DONE * self.work {
            return Some(self.ship(p));
        }
        if calendar == Calendar::Replanned && self.late() > p.replan_after {
            let needed = (self.stocks.backlog() / p.builders).ceil().clamp(NEW_DATE.0, NEW_DATE.1);
            self.put_off += self.late() + needed;
            self.target += self.late() + needed;
        }
        None
    }

    /// The release is out; the next project starts with the concept done so far and the defects that come back.
    fn ship(&mut self, p: &FireFighting) -> Release {
        let release = Release {
            project: self.project,
            late: self.late(),
            concept: self.concept,
            defects: self.stocks.undiscovered / self.work,
            on_fire: self.on_fire,
        };
        self.project += 1;
        self.work = work(p, self.project);
        self.stocks =
            Rework { scope: self.work, undiscovered: 0.0, known: p.returned * self.stocks.undiscovered };
        self.concept = self.next_concept;
        self.next_concept = 0.0;
        self.on_fire = false;
        self.target += p.cadence;
        release
    }
}

/// First-time work of a project [person-weeks].
fn work(p: &FireFighting, project: u32) -> f64 {
    let size = if f64::from(project) == p.shocked { p.shock } else { 1.0 };
    p.load * p.builders * p.cadence * size
}

/// Defects made per unit of work: d0 + d_conc (1 - c) + d_f f + d_P P.
pub fn defects_per_work(p: &FireFighting, concept: f64, fatigue: f64, pressure: f64) -> f64 {
    let sum = p.base_defects
        + p.concept_defects * (1.0 - concept)
        + p.fatigue_defects * fatigue
        + p.pressure_defects * pressure;
    sum.clamp(0.0, 0.9)
}
