//! What is seen of a lab at the end of a week: the columns of [`crate::record::columns`], in their order.

use crate::facts::{Plane, WORDS};
use crate::mechanisms::environment::Environment;
use crate::mechanisms::{Context, release};
use crate::scenario::Charter;
use crate::state::LabState;

/// Index of the column `potential`.
pub const POTENTIAL: usize = 2;
/// Weeks a month.
const MONTH: f64 = 365.25 / 12.0 / 7.0;
/// Pairs of persons compared a week.
const PAIRS: usize = 4;

/// Writes a lab's row.
pub fn row(context: Context<'_>, lab: &LabState, environment: &Environment, row: &mut Vec<f32>) {
    row.clear();
    let mut put = |value: f64| row.push(value as f32);
    let (potential, effective) = release::potential(context, lab, environment);
    put(lab.capability);
    put(lab.reported);
    put(potential);
    put(environment.frontier - lab.capability);
    put(behind(context.week, lab.capability, environment));
    put(lab.compute);
    put(effective);
    put(ambidex_core::maths::log10(lab.totals.training_flop.max(1.0)));
    put(f64::from(lab.staff()) * context.setup.ppa);
    people(lab).into_iter().for_each(&mut put);
    project(context, lab).into_iter().for_each(&mut put);
    feelings(lab).into_iter().for_each(&mut put);
    put(lab.week.leavers);
    put(lab.week.laid_off);
    put(lab.week.joined);
    put(not_transferred(context, lab));
    put(shelved(context, lab));
    put(lab.week.slot_use);
    put(diversity(context, lab));
    put(f64::from(lab.totals.radical_finds));
    put(f64::from(lab.totals.overrides));
    put(f64::from(lab.totals.omissions));
    put(f64::from(lab.totals.commissions));
    put(lab.mindshare);
    put(lab.integration);
    put(lab.developers);
    put(lab.trust);
    put(lab.margin);
    put(lab.tilt(context.setup.parameters.leadership.tilt_per_point));
    put(lab.ambition);
    put(lab.aspiration);
    put(lab.inflation);
    put(f64::from(u8::from(lab.open)));
    put(f64::from(context.week - lab.base.week));
    knowledge(context, lab, row);
}

/// Months since the frontier stood where the lab stands.
fn behind(week: u32, capability: f64, environment: &Environment) -> f64 {
    let since = environment.frontier_history.partition_point(|&frontier| f64::from(frontier) < capability);
    f64::from(week.saturating_sub(since as u32)) / MONTH
}

/// Shares of working time: explore, build, integrate, fight fires.
fn people(lab: &LabState) -> [f64; 4] {
    let mut shares = [0.0; 4];
    let mut staff = 0.0;
    for place in 0..lab.people.places() {
        if !lab.people.present[place] {
            continue;
        }
        staff += 1.0;
        if lab.people.drafted[place] {
            shares[3] += 1.0;
        } else {
            let activity = &lab.units[usize::from(lab.people.unit[place])].activity_now;
            (0..3).for_each(|i| shares[i] += activity[i]);
        }
    }
    shares.map(|share| if staff > 0.0 { share / staff } else { 0.0 })
}

/// Pressure, concept, slip, defect density of the running release.
fn project(context: Context<'_>, lab: &LabState) -> [f64; 4] {
    let Some(project) = &lab.project else { return [0.0, 1.0, 0.0, 0.0] };
    let planned = &lab.plan[project.release];
    let slip = (planned.target.max(context.week as i32) - planned.first_plan).max(0);
    [project.pressure, project.next_concept, f64::from(slip), project.defect_density()]
}

/// Mean fatigue and morale.
fn feelings(lab: &LabState) -> [f64; 2] {
    let (mut fatigue, mut morale, mut staff) = (0.0, 0.0, 0.0);
    for place in 0..lab.people.places() {
        if lab.people.present[place] {
            fatigue += f64::from(lab.people.fatigue[place]);
            morale += f64::from(lab.people.morale[place]);
            staff += 1.0;
        }
    }
    if staff > 0.0 { [fatigue / staff, morale / staff] } else { [0.0, 1.0] }
}

/// Units whose codes count as research: all but product units; all where there are no others.
fn research_units(lab: &LabState) -> impl Iterator<Item = usize> + '_ {
    let any = lab.units.iter().any(|unit| unit.charter != Charter::Product);
    (0..lab.units.len()).filter(move |&u| !any || lab.units[u].charter != Charter::Product)
}

fn not_transferred(context: Context<'_>, lab: &LabState) -> f64 {
    let shape = context.setup.shape;
    let mut sum = 0.0;
    for domain in 0..shape.domains {
        let mut known: Plane = [0; WORDS];
        for unit in research_units(lab) {
            let right = lab.unit_codes.beliefs(unit, domain).right;
            known.iter_mut().zip(right).for_each(|(known, right)| *known |= right);
        }
        let held = lab.code.beliefs(0, domain).right;
        let missing: u32 = held.iter().zip(known).map(|(held, known)| (known & !held).count_ones()).sum();
        sum += context.setup.weights[domain] * f64::from(missing) / shape.facts as f64;
    }
    sum
}

fn shelved(context: Context<'_>, lab: &LabState) -> f64 {
    let shape = context.setup.shape;
    let held: u32 = (0..shape.domains).map(|d| lab.shelf.held(0, d)).sum();
    f64::from(held) / (shape.domains * shape.facts) as f64
}

/// Mean share of facts on which two persons differ, over a few pairs.
fn diversity(context: Context<'_>, lab: &LabState) -> f64 {
    let (shape, places) = (context.setup.shape, lab.people.places());
    if places < 2 {
        return 0.0;
    }
    let mut draws = context.streams.diversity.draws(lab.key, context.week);
    let (mut differ, mut pairs) = (0, 0);
    for _ in 0..PAIRS {
        let (a, b) = (draws.below(places), draws.below(places));
        if a == b || !lab.people.present[a] || !lab.people.present[b] {
            continue;
        }
        pairs += 1;
        for domain in 0..shape.domains {
            let (one, other) = (lab.people.minds.beliefs(a, domain), lab.people.minds.beliefs(b, domain));
            let apart = |w| (one.right[w] ^ other.right[w]) | (one.wrong[w] ^ other.wrong[w]);
            differ += (0..WORDS).map(|word| apart(word).count_ones()).sum::<u32>();
        }
    }
    if pairs == 0 { 0.0 } else { f64::from(differ) / (pairs * shape.domains * shape.facts) as f64 }
}

fn knowledge(context: Context<'_>, lab: &LabState, row: &mut Vec<f32>) {
    let staff = f64::from(lab.staff()).max(1.0);
    for domain in 0..context.setup.shape.domains {
        let research =
            research_units(lab).map(|u| lab.unit_codes.knowledge(u, domain)).fold(f64::MIN, f64::max);
        row.push((lab.people.minds.total_knowledge(domain) / staff) as f32);
        row.push(research as f32);
        row.push(lab.code.knowledge(0, domain) as f32);
    }
    for adoption in &lab.adoption {
        row.push(if adoption.shipped.is_some_and(|week| week <= context.week) { 1.0 } else { 0.0 });
    }
}
