//! What dated interventions and rules do to a world, and how a ranged one is undone.

use crate::mechanisms::{Context, drafting, openness, people};
use crate::scenario::{Action, ByDomain};
use crate::start;
use crate::state::LabState;
use crate::world::World;

/// Carries an action out. Returns the action that would undo it, where there is one.
pub fn apply(context: Context<'_>, world: &mut World, action: &Action) -> Option<Action> {
    let inverse = inverse(context, &world.labs[context.lab], action);
    match action {
        Action::Poach { unit, from, persons } => poach(context, world, unit, from, *persons),
        Action::Leak {} => {
            let World { labs, environment, .. } = world;
            labs[context.lab].open = true;
            openness::reveal_release(context, &mut labs[context.lab], environment, true);
        }
        Action::CreateUnit { unit } => {
            start::add_unit(context, &mut world.labs[context.lab], &world.environment, unit);
        }
        Action::Hire { unit, persons } => {
            let lab = &mut world.labs[context.lab];
            if let Some(unit) = lab.unit_index(unit) {
                start::open_places(context, lab, &world.environment, unit, *persons);
            }
        }
        _ => within_lab(context, &mut world.labs[context.lab], action),
    }
    inverse
}

fn within_lab(context: Context<'_>, lab: &mut LabState, action: &Action) {
    let setup = context.setup;
    match action {
        Action::SetActivity { unit, explore, build, integrate } => {
            with_unit(lab, unit, |lab, u| lab.units[u].activity = [*explore, *build, *integrate]);
        }
        Action::SetAttention { unit, attention } => set_attention(context, lab, unit.as_deref(), attention),
        Action::ProductTilt { tilt, towards } => {
            lab.product_tilt = *tilt;
            if let Some(shares) = setup.shares(towards) {
                lab.tilt_towards = shares;
            }
        }
        Action::SetDeadline { weeks, hardness } => set_deadline(context, lab, *weeks, *hardness),
        Action::SetCalendar { release, date } => {
            let week = setup.calendar.week(*date);
            set_calendar(lab, release, week);
        }
        Action::Draft { from, share, .. } => with_unit(lab, from, |lab, u| {
            if let Some(project) = &mut lab.project {
                project.on_fire = true;
                drafting::draft(context, lab, u, *share);
            }
        }),
        Action::Reorganise { from, to, share } => reorganise(context, lab, from, to, *share),
        Action::ReplaceManager { unit, manager } => {
            with_unit(lab, unit, |lab, u| lab.units[u].manager = start::manager(setup, manager));
        }
        Action::LayOff { unit, persons } => with_unit(lab, unit, |lab, u| lay_off(context, lab, u, *persons)),
        Action::SetOpenness { policy } => lab.openness = *policy,
        Action::PublicationGate { share } => lab.publication_gate = *share,
        Action::SetTopology { far_ties } => lab.far_ties = *far_ties,
        Action::SetCompute { factor } => lab.compute_factor = *factor,
        Action::SetSlots { slots } => lab.slots = *slots,
        Action::Leak {} | Action::Poach { .. } | Action::CreateUnit { .. } | Action::Hire { .. } => {}
    }
}

fn with_unit(lab: &mut LabState, name: &str, act: impl FnOnce(&mut LabState, usize)) {
    if let Some(unit) = lab.unit_index(name) {
        act(lab, unit);
    }
}

fn set_attention(context: Context<'_>, lab: &mut LabState, unit: Option<&str>, attention: &ByDomain) {
    let shares = context.setup.shares(attention);
    match unit {
        None => lab.attention = shares.unwrap_or_else(|| lab.attention.clone()),
        // An empty attention gives the unit the lab's again.
        Some(name) => with_unit(lab, name, |lab, u| lab.units[u].attention = shares.unwrap_or_default()),
    }
}

fn set_deadline(context: Context<'_>, lab: &mut LabState, weeks: Option<u32>, hardness: f64) {
    let Some(project) = &mut lab.project else { return };
    let planned = &mut lab.plan[project.release];
    planned.hardness = hardness;
    if let Some(weeks) = weeks {
        planned.target = context.week as i32 + weeks as i32;
        project.next_gate = planned.target;
    }
}

fn set_calendar(lab: &mut LabState, release: &str, week: i32) {
    let Some(index) = lab.plan.iter().position(|planned| planned.name == release) else { return };
    lab.plan[index].target = week;
    if let Some(project) = lab.project.as_mut().filter(|project| project.release == index) {
        project.next_gate = week;
    }
}

/// Places of a unit in the order in which they are called up this week.
fn called(context: Context<'_>, lab: &LabState, unit: usize) -> Vec<usize> {
    let people = &lab.people;
    let mut places: Vec<usize> =
        (0..people.places()).filter(|&p| people.present[p] && usize::from(people.unit[p]) == unit).collect();
    let rank = |&p: &usize| (context.streams.order.block(people.ids[p], context.week, 0)[0], p);
    places.sort_by_key(rank);
    places
}

fn agents(context: Context<'_>, persons: f64) -> usize {
    (persons / context.setup.ppa + 0.5) as usize
}

fn reorganise(context: Context<'_>, lab: &mut LabState, from: &str, to: &str, share: f64) {
    let (Some(from), Some(to)) = (lab.unit_index(from), lab.unit_index(to)) else { return };
    if share == 0.0 {
        lab.units[from].reports_to = Some(to);
        return;
    }
    let places = called(context, lab, from);
    let moving = (share * places.len() as f64 + 0.5) as usize;
    for &place in &places[..moving.min(places.len())] {
        lab.units[from].staff -= 1;
        lab.units[to].staff += 1;
        lab.people.unit[place] = to as u16;
        lab.people.position[place] = lab.units[to].seats;
        lab.units[to].seats += 1;
        lab.units[to].roster.push(place as u32);
    }
}

fn lay_off(context: Context<'_>, lab: &mut LabState, unit: usize, persons: f64) {
    let places = called(context, lab, unit);
    let going = agents(context, persons).min(places.len());
    for &place in &places[..going] {
        drop(people::leave(context, lab, place, false));
        lab.people.unit[place] = people::CLOSED as u16;
        lab.week.laid_off += context.setup.ppa;
    }
    if going > 0 {
        let fall = context.setup.parameters.people.morale_lay_off;
        let name = lab.units[unit].name.clone();
        people::lower_morale(lab, fall, |unit| unit.name == name);
    }
}

fn poach(context: Context<'_>, world: &mut World, unit: &str, from: &str, persons: f64) {
    let Some(source) = context.setup.scenario.lab.iter().position(|lab| lab.name == from) else { return };
    let Some(unit) = world.labs[context.lab].unit_index(unit) else { return };
    let mut places: Vec<usize> =
        (0..world.labs[source].units.len()).flat_map(|u| called(context, &world.labs[source], u)).collect();
    let order =
        |p: &usize| context.streams.order.block(world.labs[source].people.ids[*p], context.week, 1)[0];
    places.sort_by_key(order);
    places.truncate(agents(context, persons));
    for place in places {
        let mover = people::leave(context, &mut world.labs[source], place, true);
        world.labs[source].week.leavers += context.setup.ppa;
        let lab = &mut world.labs[context.lab];
        let seat = start::open_place(lab, unit);
        people::sit_down(context, lab, &world.environment, seat, mover);
    }
}

/// The action that restores what `action` is about to change.
fn inverse(context: Context<'_>, lab: &LabState, action: &Action) -> Option<Action> {
    let domains = &context.setup.scenario.domain;
    let named = |levels: &[f64]| -> ByDomain {
        domains.iter().map(|d| d.name.clone()).zip(levels.iter().copied()).collect()
    };
    Some(match action {
        Action::SetActivity { unit, .. } => {
            let [explore, build, integrate] = lab.units[lab.unit_index(unit)?].activity;
            Action::SetActivity { unit: unit.clone(), explore, build, integrate }
        }
        Action::SetAttention { unit: None, .. } => {
            Action::SetAttention { unit: None, attention: named(&lab.attention) }
        }
        Action::SetAttention { unit: Some(unit), .. } => {
            let attention = named(&lab.units[lab.unit_index(unit)?].attention);
            Action::SetAttention { unit: Some(unit.clone()), attention }
        }
        Action::ProductTilt { .. } => {
            Action::ProductTilt { tilt: lab.product_tilt, towards: named(&lab.tilt_towards) }
        }
        Action::SetDeadline { .. } => {
            let hardness = lab.plan[lab.project.as_ref()?.release].hardness;
            Action::SetDeadline { weeks: None, hardness }
        }
        Action::PublicationGate { .. } => Action::PublicationGate { share: lab.publication_gate },
        Action::SetTopology { .. } => Action::SetTopology { far_ties: lab.far_ties },
        Action::SetCompute { .. } => Action::SetCompute { factor: lab.compute_factor },
        Action::SetSlots { .. } => Action::SetSlots { slots: lab.slots },
        Action::SetOpenness { .. } => Action::SetOpenness { policy: lab.openness },
        _ => return None,
    })
}
