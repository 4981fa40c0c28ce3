//! Projects on a calendar (Repenning 2001; Lyneis & Ford 2007; Oliva & Sterman 2001; Brooks 1975).
//!
//! Planned work is load x capacity x cycle, times 1 + `scope_per_point` x ambition; staff that joins later brings work
//! in proportion (plans fill the capacity at hand, Parkinson 1955), staff that leaves takes none along. Who joins is
//! worth `rookie` of a builder at first and all of one after `training` weeks (Brooks 1975; Oliva & Sterman 2001), so that
//! a lab that grows fast falls behind plans made by heads. Defects per unit of work:
//!
//! d0 + d_conc (1 - c) + d_f f + d_P P + d_k (1 - k),
//!
//! c the concept done beforehand, f the builders' fatigue, P schedule pressure, k what the lab code knows. Testing finds
//! tau (1 - kap P)+ of the undiscovered defects a week. Pressure brings overtime up to `overtime`. Concept work for
//! the next project accrues only up to the running release's planned date (the concept window). A release late by
//! more than `replan_after` weeks is re-planned, and the rest of the calendar with it.

use ambidex_models::fire_fighting::{self, Flows, Rework};

use super::{Context, Mechanism};
use crate::scenario::Charter;
use crate::state::{LabState, Project, UnitState};

ambidex_core::parameters! {
    /// Parameters of projects.
    pub struct Parameters {
        load ("load", "1") = 0.74 in 0.1..=2.0, plausible 0.66..=0.80;
            "First-time work planned, relative to capacity"; Assumption("organisations plan to the edge: the largest load at which the focal lab's third release is on time");
        scope_per_point ("scope_amb", "1/point") = 0.015 in 0.0..=0.5, plausible 0.0..=0.04;
            "Scope added per point of ambition"; Assumption("no data");
        base_defects ("d0", "1") = 0.08 in 0.0..=0.9, plausible 0.04..=0.15;
            "Defects per unit of work under good conditions"; Assumption("rework of 10 to 50 % of work is usual: Lyneis & Ford 2007");
        concept_defects ("d_conc", "1") = 0.2 in 0.0..=0.9, plausible 0.0..=0.3;
            "Defects per unit of work without any concept"; Assumption("decides whether drafting helps or hurts");
        fatigue_defects ("d_f", "1") = 0.3 in 0.0..=0.9, plausible 0.1..=0.5;
            "Defects per unit of work at full fatigue"; Assumption("order of Oliva & Sterman 2001");
        pressure_defects ("d_P", "1") = 0.16 in 0.0..=0.9, plausible 0.0..=0.3;
            "Defects per unit of work at full pressure"; Assumption("no data");
        ignorance_defects ("d_k", "1") = 0.1 in 0.0..=0.9, plausible 0.0..=0.3;
            "Defects per unit of work with an empty lab code"; Assumption("no data");
        testing_rate ("tau", "1/week") = 0.12 in 0.0..=1.0, plausible 0.05..=0.2;
            "Share of undiscovered defects found in a week"; Assumption("discovery takes months");
        testing_cut ("kap", "1") = 1.0 in 0.0..=3.0, plausible 0.0..=2.0;
            "How far pressure cuts testing"; Assumption("no data");
        overtime ("ot_max", "share") = 0.28 in 0.0..=1.0, plausible 0.2..=0.6;
            "Overtime at full pressure"; Assumption("order of Oliva & Sterman 2001");
        concept_pace ("conc", "share") = 0.9 in 0.05..=2.0, plausible 0.7..=1.2;
            "Share of a cycle in which an undisturbed research staff does the whole concept"; Assumption("no data");
        replan_after ("T_re", "weeks") = 13.0 in 1.0..=200.0, plausible 8.0..=26.0;
            "Delay after which the calendar is re-planned"; Assumption("without it the calendar's debt tips by itself");
        rookie ("p_0", "share") = 0.4 in 0.0..=1.0, plausible 0.2..=0.8;
            "Work of somebody who has just joined, relative to an experienced builder"; Assumption("direction of Brooks 1975; Oliva & Sterman 2001 find a third to a half");
        training ("T_n", "weeks") = 39.0 in 1.0..=400.0, plausible 13.0..=78.0;
            "Weeks until somebody who joins is worth an experienced builder"; Assumption("three quarters of a year");
        freeze ("fr", "share") = 0.3 in 0.0..=1.0, plausible 0.1..=0.7;
            "Share of the cycle after which the architecture is frozen"; Assumption("no data");
    }
}

/// Shortest cycle [weeks].
const SHORTEST_CYCLE: f64 = 8.0;

/// Defects made per unit of work: see the equation of the module.
pub fn defects_per_work(p: &Parameters, concept: f64, fatigue: f64, pressure: f64, knowledge: f64) -> f64 {
    let sum = p.base_defects
        + p.concept_defects * (1.0 - concept)
        + p.fatigue_defects * fatigue
        + p.pressure_defects * pressure
        + p.ignorance_defects * (1.0 - knowledge);
    sum.clamp(0.0, 0.9)
}

/// Builders of a lab in full-time persons: normal capacity [person-weeks a week].
pub fn capacity(context: Context<'_>, lab: &LabState) -> f64 {
    let agents: f64 = lab.units.iter().map(|unit| f64::from(unit.staff) * unit.activity_now[1]).sum();
    agents * context.setup.ppa
}

/// Starts the project for a planned release; the cycle runs from the plan before it.
pub fn start(context: Context<'_>, lab: &mut LabState, release: usize, concept: f64) {
    if release >= lab.plan.len() {
        lab.project = None;
        return;
    }
    let p = &context.setup.parameters.projects;
    let week = context.week as i32;
    let from = if release == 0 { week } else { lab.plan[release - 1].target.min(week) };
    let cycle = f64::from(lab.plan[release].target - from).max(SHORTEST_CYCLE);
    let capacity = capacity(context, lab).max(context.setup.ppa * 0.1);
    let work = p.load * capacity * cycle * (1.0 + p.scope_per_point * lab.ambition);
    lab.project = Some(Project {
        release,
        start: week,
        cycle,
        work,
        capacity,
        stocks: Rework { scope: work, ..Rework::default() },
        concept: concept.min(1.0),
        next_concept: 0.0,
        pressure: 0.0,
        overtime: 0.0,
        on_fire: false,
        next_gate: lab.plan[release].target,
        gates: 0,
        frozen: None,
    });
}

/// Those who build a release this week, in full-time persons.
struct Builders {
    /// Experienced ones and beginners, by what they are worth.
    effective: f64,
    /// Drafted persons.
    drafted: f64,
    /// Mean fatigue.
    tired: f64,
    /// Share of those who do concept work (research and elite units; all where there are none) that is not drafted.
    undisturbed: f64,
}

/// One week of work on the running release. Returns a note where the calendar was re-planned.
pub fn step(context: Context<'_>, lab: &mut LabState) -> Option<String> {
    let (setup, p) = (context.setup, &context.setup.parameters.projects);
    freeze(context, lab);
    if !setup.on(Mechanism::Projects) {
        return None;
    }
    let capacity = capacity(context, lab);
    let builders = builders(context, lab);
    let knowledge: f64 = setup.weights.iter().enumerate().map(|(d, w)| w * lab.code.knowledge(0, d)).sum();
    let project = lab.project.as_mut()?;
    let target = lab.plan[project.release].target;
    let week = context.week as i32;
    let left = f64::from(target - week);
    project.pressure = fire_fighting::pressure(project.stocks.backlog(), left, builders.effective);
    project.overtime = p.overtime * project.pressure;
    grow(p, project, capacity, left);
    let helpers = builders.drafted * (1.0 - setup.parameters.drafting.brooks);
    let awake = 1.0 - setup.parameters.exploration.fatigue_loss * builders.tired;
    let effort = (builders.effective + helpers) * (1.0 + project.overtime) * awake;
    project.stocks = project.stocks.step(Flows {
        effort,
        defects_per_work: defects_per_work(p, project.concept, builders.tired, project.pressure, knowledge),
        discovery: p.testing_rate * (1.0 - p.testing_cut * project.pressure).max(0.0),
    });
    if week <= target {
        project.next_concept =
            (project.next_concept + builders.undisturbed / (p.concept_pace * project.cycle)).min(1.0);
    }
    replan(context, lab)
}

/// Work that staff beyond the plan brings along.
fn grow(p: &Parameters, project: &mut Project, capacity: f64, weeks_left: f64) {
    let more = p.load * (capacity - project.capacity) * weeks_left;
    if more > 0.0 {
        project.work += more;
        project.stocks.scope += more;
        project.capacity = capacity;
    }
}

/// Multiplier paradigms decided for by now are built in once the freeze is reached.
fn freeze(context: Context<'_>, lab: &mut LabState) {
    let share = context.setup.parameters.projects.freeze;
    let decided =
        lab.adoption.iter().enumerate().filter(|(_, a)| a.decided.is_some()).fold(0, |s, (i, _)| s | 1 << i);
    let Some(project) = lab.project.as_mut() else { return };
    if project.frozen.is_none() && f64::from(context.week as i32 - project.start) >= share * project.cycle {
        project.frozen = Some(decided);
    }
}

fn builders(context: Context<'_>, lab: &LabState) -> Builders {
    let (experience, week) = (&context.setup.experience, context.week as i32);
    let has_research = lab.units.iter().any(|unit| unit.charter != Charter::Product && unit.staff > 0);
    let conceives = |unit: &UnitState| !has_research || unit.charter != Charter::Product;
    let by_unit: Vec<(f64, u32)> =
        lab.units.iter().map(|unit| (unit.activity_now[1], u32::from(conceives(unit)))).collect();
    let people = &lab.people;
    let (mut weight, mut tired, mut effective) = (0.0, 0.0, 0.0);
    let (mut drafted, mut concept, mut free) = (0_u32, 0_u32, 0_u32);
    let posts = people.present.iter().zip(people.unit.iter().zip(&people.drafted));
    for ((present, (&unit, &called)), (&joined, &fatigue)) in
        posts.zip(people.joined.iter().zip(&people.fatigue))
    {
        if !present {
            continue;
        }
        let (building, conceiving) = by_unit[usize::from(unit)];
        let called = u32::from(called);
        let own = if called == 1 { 0.0 } else { building };
        let share = own + f64::from(called);
        let tenure = week.saturating_sub(joined).max(0) as usize;
        effective += own * experience[tenure.min(experience.len() - 1)];
        weight += share;
        tired += share * f64::from(fatigue);
        drafted += called;
        concept += conceiving;
        free += conceiving * (1 - called);
    }
    let ppa = context.setup.ppa;
    Builders {
        effective: effective * ppa,
        drafted: f64::from(drafted) * ppa,
        tired: if weight > 0.0 { tired / weight } else { 0.0 },
        undisturbed: if concept == 0 { 1.0 } else { f64::from(free) / f64::from(concept) },
    }
}

/// Work of a builder by weeks since joining, relative to an experienced one; the last is for all beyond.
pub fn experience(p: &Parameters) -> Vec<f64> {
    let after = |tenure: u32| p.rookie + (1.0 - p.rookie) * (f64::from(tenure) / p.training).min(1.0);
    (0..=p.training.ceil() as u32).map(after).collect()
}

fn replan(context: Context<'_>, lab: &mut LabState) -> Option<String> {
    let p = &context.setup.parameters.projects;
    let project = lab.project.as_mut()?;
    let (week, target) = (context.week as i32, lab.plan[project.release].target);
    if f64::from(week - target) <= p.replan_after {
        return None;
    }
    let needed = (project.stocks.backlog() / project.capacity).ceil().clamp(4.0, 52.0) as i32;
    let shift = week + needed - target;
    for planned in &mut lab.plan[project.release..] {
        planned.target += shift;
    }
    project.next_gate = project.next_gate.max(week + needed);
    Some(format!("{} by {shift} weeks", lab.plan[project.release].name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn beginners_learn() {
        let p = Parameters::default();
        let experience = experience(&p);
        assert_eq!(experience[0], p.rookie);
        assert_eq!(experience.last(), Some(&1.0));
        assert!((experience[13] - (p.rookie + (1.0 - p.rookie) / 3.0)).abs() < 1e-12);
    }

    #[test]
    fn defects_rise_with_every_cause_and_fall_with_knowledge() {
        let p = Parameters::default();
        let base = defects_per_work(&p, 1.0, 0.0, 0.0, 1.0);
        assert_eq!(base, p.base_defects);
        assert!(defects_per_work(&p, 0.5, 0.0, 0.0, 1.0) > base);
        assert!(defects_per_work(&p, 1.0, 0.5, 0.0, 1.0) > base);
        assert!(defects_per_work(&p, 1.0, 0.0, 0.5, 1.0) > base);
        assert!(defects_per_work(&p, 1.0, 0.0, 0.0, 0.5) > base);
    }
}
