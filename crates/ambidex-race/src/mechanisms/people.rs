//! People (Rousseau 1995; March 1991; Oliva & Sterman 2001). Every coefficient here is an assumption: what follows
//! from one of them alone is never a finding.
//!
//! Fatigue of those who build or are drafted: f' = f + fat_in ot share - fat_rec f. Morale:
//!
//! m' = m + m_rec (1 - m) - m_ot ot share - m_draft [drafted] - m_gate gate [research],
//!
//! and it falls by `m_over` in research at an override, by `m_lay` in a unit where people are laid off. People leave with
//! hazard h0 (1 + hm (1 - m)) a week; with probability `to_rival` to another lab, by mindshare, with what they know. A
//! vacant place is refilled at `refill`.

use ambidex_core::streams::unit as uniform;
use ambidex_core::vector::{Kernel, Machine};

use super::environment::Environment;
use super::{Context, Mechanism, openness};
use crate::facts::Minds;
use crate::scenario::Charter;
use crate::state::{LabState, Mover, People, UnitState};
use crate::world::Scratch;

ambidex_core::parameters! {
    /// Parameters of people.
    pub struct Parameters {
        fatigue_gain ("fat_in", "1/week") = 0.4 in 0.0..=5.0, plausible 0.2..=0.8;
            "Fatigue that a week at twice the normal hours adds"; Assumption("order of Oliva & Sterman 2001");
        fatigue_recovery ("fat_rec", "1/week") = 0.1 in 0.0..=1.0, plausible 0.03..=0.15;
            "Rate at which fatigue goes"; Assumption("order of Oliva & Sterman 2001");
        leaving ("h0", "1/week") = 0.0035 in 0.0..=0.2, plausible 0.002..=0.005;
            "Weekly hazard of leaving at full morale"; Assumption("about 17 % a year");
        morale_leaving ("hm", "1") = 4.0 in 0.0..=50.0, plausible 1.5..=6.0;
            "Rise of that hazard at zero morale"; Assumption("no data");
        to_rival ("q_r", "1") = 0.7 in 0.0..=1.0, plausible 0.3..=0.9;
            "Share of leavers who go to another lab of the race"; Assumption("no data");
        refill ("r_v", "1/week") = 0.08 in 0.0..=1.0, plausible 0.03..=0.15;
            "Rate at which a vacant place is refilled"; Assumption("three months");
        morale_recovery ("m_rec", "1/week") = 0.04 in 0.0..=1.0, plausible 0.02..=0.08;
            "Rate at which morale comes back"; Assumption("half a year");
        morale_overtime ("m_ot", "1/week") = 0.04 in 0.0..=1.0, plausible 0.01..=0.1;
            "Morale lost in a week at twice the normal hours"; Assumption("no data");
        morale_draft ("m_draft", "1/week") = 0.026 in 0.0..=1.0, plausible 0.0..=0.06;
            "Morale lost in a week of being drafted"; Assumption("psychological contract, Rousseau 1995; no data");
        morale_override ("m_over", "1") = 0.06 in 0.0..=1.0, plausible 0.0..=0.12;
            "Morale that research loses at an override"; Assumption("no data");
        morale_lay_off ("m_lay", "1") = 0.1 in 0.0..=1.0, plausible 0.0..=0.2;
            "Morale that those who stay lose at a lay-off in their unit"; Assumption("no data");
        morale_gate ("m_gate", "1/week") = 0.01 in 0.0..=1.0, plausible 0.0..=0.03;
            "Morale that research loses in a week of full publication gate"; Assumption("no data");
    }
}

/// Longest queue of movers to one lab.
const QUEUE: usize = 64;

/// One week of fatigue, morale, leaving and refilling in a lab. Returns those who go to other labs.
pub fn step(
    context: Context<'_>,
    lab: &mut LabState,
    environment: &Environment,
    scratch: &Scratch,
) -> Vec<Mover> {
    if !context.setup.on(Mechanism::People) {
        return vec![];
    }
    let p = &context.setup.parameters.people;
    let strains = strains(p, lab);
    let people = &mut lab.people;
    let changes = context.setup.path.run(Bearing { p, people, strains: &strains, words: &scratch.person });
    let mut movers = vec![];
    for (place, change) in changes {
        match change {
            Change::Vacant => refill(context, lab, environment, place),
            Change::Leaves { to_rival } => {
                lab.week.leavers += context.setup.ppa;
                movers.extend(leave(context, lab, place, to_rival));
            }
        }
    }
    movers
}

/// A place where more happens than that somebody goes on working.
enum Change {
    Vacant,
    Leaves { to_rival: bool },
}

/// What the week does to everybody. Gives the places that change.
struct Bearing<'a> {
    p: &'a Parameters,
    people: &'a mut People,
    strains: &'a [Strain],
    words: &'a [[u32; 4]],
}

impl Kernel for Bearing<'_> {
    type Output = Vec<(usize, Change)>;

    #[inline(always)]
    fn work<M: Machine>(self, _: M) -> Self::Output {
        let Self { p, people, strains, words } = self;
        let People { present, unit, drafted, fatigue, morale, .. } = people;
        let feelings = fatigue.iter_mut().zip(morale.iter_mut());
        let posts = present.iter().zip(unit.iter().zip(drafted.iter()));
        let mut changes = vec![];
        for (place, ((feelings, (present, (unit, drafted))), words)) in
            feelings.zip(posts).zip(words).enumerate()
        {
            if !present {
                changes.push((place, Change::Vacant));
                continue;
            }
            let strain = &strains[2 * usize::from(*unit) + usize::from(*drafted)];
            let hazard = strain.bear(p, feelings.0, feelings.1);
            let u = uniform(words[2]);
            if u < hazard {
                changes.push((place, Change::Leaves { to_rival: u < hazard * p.to_rival }));
            }
        }
        changes
    }
}

/// What a week does to somebody.
struct Strain {
    fatigue: f64,
    overtime: f64,
    draft: f64,
    gate: f64,
}

/// For each unit: those at their own work, those drafted.
fn strains(p: &Parameters, lab: &LabState) -> Vec<Strain> {
    let overtime = lab.project.as_ref().map_or(0.0, |project| project.overtime);
    let strain = |unit: &UnitState, drafted: bool| {
        let share = if drafted { 1.0 } else { unit.activity_now[1] };
        Strain {
            fatigue: p.fatigue_gain * overtime * share,
            overtime: p.morale_overtime * overtime * share,
            draft: if drafted { p.morale_draft } else { 0.0 },
            gate: if unit.charter == Charter::Research { p.morale_gate * lab.publication_gate } else { 0.0 },
        }
    };
    lab.units.iter().flat_map(|unit| [strain(unit, false), strain(unit, true)]).collect()
}

impl Strain {
    /// Moves fatigue and morale; gives the hazard of leaving.
    #[inline(always)]
    fn bear(&self, p: &Parameters, fatigue: &mut f32, morale: &mut f32) -> f64 {
        let (rested, content) = (f64::from(*fatigue), f64::from(*morale));
        let tired = rested + self.fatigue - p.fatigue_recovery * rested;
        *fatigue = tired.clamp(0.0, 1.0) as f32;
        let change = p.morale_recovery * (1.0 - content) - self.overtime - self.draft - self.gate;
        *morale = (content + change).clamp(0.0, 1.0) as f32;
        p.leaving * (1.0 + p.morale_leaving * (1.0 - f64::from(*morale)))
    }
}

/// Somebody leaves a place; as a mover where the way leads to another lab.
pub fn leave(context: Context<'_>, lab: &mut LabState, place: usize, to_rival: bool) -> Option<Mover> {
    let mover = to_rival.then(|| {
        let mut mind = Minds::new(context.setup.shape, 1);
        mind.copy_from(0, &lab.people.minds, place);
        Mover { id: lab.people.ids[place], speciality: lab.people.speciality[place], mind }
    });
    lab.people.present[place] = false;
    lab.people.drafted[place] = false;
    lab.people.minds.clear(place);
    lab.units[usize::from(lab.people.unit[place])].staff -= 1;
    mover
}

/// Sends movers on to the other labs, by mindshare.
pub fn distribute(context: Context<'_>, labs: &mut [LabState], from: usize, movers: Vec<Mover>) {
    for mover in movers {
        let weight =
            |(i, lab): (usize, &LabState)| if i == from || lab.staff() == 0 { 0.0 } else { lab.mindshare };
        let weights: Vec<f64> = labs.iter().enumerate().map(weight).collect();
        let mut draws = context.streams.destination.draws(mover.id, context.week);
        if let Some(to) = draws.weighted(&weights)
            && labs[to].arrivals.len() < QUEUE
        {
            labs[to].arrivals.push(mover);
        }
    }
}

fn refill(context: Context<'_>, lab: &mut LabState, environment: &Environment, place: usize) {
    let unit = usize::from(lab.people.unit[place]);
    if unit == CLOSED
        || context.streams.refill.uniform(lab.people.ids[place], context.week)
            >= context.setup.parameters.people.refill
    {
        return;
    }
    let mover = if lab.arrivals.is_empty() { None } else { Some(lab.arrivals.remove(0)) };
    lab.people.generation[place] += 1;
    sit_down(context, lab, environment, place, mover);
}

/// Unit number of a place that was laid off or moved: it is not refilled.
pub const CLOSED: usize = u16::MAX as usize;

/// Puts a mover or somebody new on a place of the lab.
pub fn sit_down(
    context: Context<'_>,
    lab: &mut LabState,
    environment: &Environment,
    place: usize,
    mover: Option<Mover>,
) {
    let unit = usize::from(lab.people.unit[place]);
    let own = lab.units[unit].person_id(lab.people.position[place], lab.people.generation[place]);
    let trained = speciality(context, lab, unit, own);
    let people = &mut lab.people;
    people.present[place] = true;
    people.joined[place] = context.week as i32;
    people.fatigue[place] = 0.0;
    people.morale[place] = 1.0;
    if let Some(mover) = mover {
        people.ids[place] = mover.id;
        people.speciality[place] = mover.speciality;
        people.minds.copy_from(place, &mover.mind, 0);
    } else {
        people.ids[place] = own;
        people.speciality[place] = trained;
        openness::newcomer(context, &mut people.minds, place, own, &environment.pool);
    }
    lab.units[unit].staff += 1;
    lab.week.joined += context.setup.ppa;
}

/// Speciality of somebody new in a unit, by the unit's (else the lab's) attention.
pub fn speciality(context: Context<'_>, lab: &LabState, unit: usize, id: u64) -> u16 {
    let own = &lab.units[unit].attention;
    let weights = if own.is_empty() { &lab.attention } else { own };
    context.streams.person_start.draws(id, 0).weighted(weights).unwrap_or(0) as u16
}

/// Research takes an override badly.
pub fn overridden(context: Context<'_>, lab: &mut LabState) {
    if context.setup.on(Mechanism::People) {
        lower_morale(lab, context.setup.parameters.people.morale_override, |unit| {
            unit.charter == Charter::Research
        });
    }
}

/// Lowers the morale of everybody in the units that `hit` picks.
pub fn lower_morale(lab: &mut LabState, by: f64, hit: impl Fn(&UnitState) -> bool) {
    for place in 0..lab.people.places() {
        if lab.people.present[place] && hit(&lab.units[usize::from(lab.people.unit[place])]) {
            lab.people.morale[place] = (lab.people.morale[place] - by as f32).max(0.0);
        }
    }
}
