//! What is seen of a lab at the end of a week: the columns of [`crate::record::columns`], in their order.

use ambidex_core::vector::{Kernel, Machine};

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
    let path = context.setup.path;
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
    let persons = persons(lab);
    persons.time.into_iter().for_each(&mut put);
    project(context, lab).into_iter().for_each(&mut put);
    put(persons.fatigue);
    put(persons.morale);
    put(lab.week.leavers);
    put(lab.week.laid_off);
    put(lab.week.joined);
    put(path.run(NotTransferred(context, lab)));
    put(shelved(context, lab));
    put(lab.week.slot_use);
    put(path.run(Diversity(context, lab)));
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

/// What is summed over persons.
#[derive(Default)]
struct Persons {
    /// Shares of working time: explore, build, integrate, fight fires.
    time: [f64; 4],
    /// Mean fatigue.
    fatigue: f64,
    /// Mean morale.
    morale: f64,
}

fn persons(lab: &LabState) -> Persons {
    let (people, mut sum) = (&lab.people, Persons::default());
    let (mut staff, mut drafted) = (0_u32, 0_u32);
    let mut at_work = vec![0_u32; lab.units.len()];
    for place in 0..people.places() {
        if !people.present[place] {
            continue;
        }
        let called = u32::from(people.drafted[place]);
        staff += 1;
        drafted += called;
        at_work[usize::from(people.unit[place])] += 1 - called;
        sum.fatigue += f64::from(people.fatigue[place]);
        sum.morale += f64::from(people.morale[place]);
    }
    if staff == 0 {
        return Persons { morale: 1.0, ..Persons::default() };
    }
    sum.time[3] = f64::from(drafted);
    for (unit, &n) in lab.units.iter().zip(&at_work) {
        (0..3).for_each(|i| sum.time[i] += f64::from(n) * unit.activity_now[i]);
    }
    let mean = |total: f64| total / f64::from(staff);
    Persons { time: sum.time.map(mean), fatigue: mean(sum.fatigue), morale: mean(sum.morale) }
}

/// Pressure, concept, slip, defect density of the running release.
fn project(context: Context<'_>, lab: &LabState) -> [f64; 4] {
    let Some(project) = &lab.project else { return [0.0, 1.0, 0.0, 0.0] };
    let planned = &lab.plan[project.release];
    let slip = (planned.target.max(context.week as i32) - planned.first_plan).max(0);
    [project.pressure, project.next_concept, f64::from(slip), project.defect_density()]
}

/// Units whose codes count as research: all but product units; all where there are no others.
fn research_units(lab: &LabState) -> impl Iterator<Item = usize> + '_ {
    let any = lab.units.iter().any(|unit| unit.charter != Charter::Product);
    (0..lab.units.len()).filter(move |&u| !any || lab.units[u].charter != Charter::Product)
}

/// Share of what research knows that the lab code does not, by weight.
struct NotTransferred<'a>(Context<'a>, &'a LabState);

impl Kernel for NotTransferred<'_> {
    type Output = f64;

    #[inline(always)]
    fn work<M: Machine>(self, _: M) -> f64 {
        let Self(context, lab) = self;
        let shape = context.setup.shape;
        let mut sum = 0.0;
        for domain in 0..shape.domains {
            let mut known: Plane = [0; WORDS];
            for unit in research_units(lab) {
                let right = lab.unit_codes.beliefs(unit, domain).right;
                for word in 0..WORDS {
                    known[word] |= right[word];
                }
            }
            let (held, mut missing) = (lab.code.beliefs(0, domain).right, 0);
            for word in 0..WORDS {
                missing += (known[word] & !held[word]).count_ones();
            }
            sum += context.setup.weights[domain] * f64::from(missing) / shape.facts as f64;
        }
        sum
    }
}

fn shelved(context: Context<'_>, lab: &LabState) -> f64 {
    let shape = context.setup.shape;
    let held: u32 = (0..shape.domains).map(|d| lab.shelf.held(0, d)).sum();
    f64::from(held) / (shape.domains * shape.facts) as f64
}

/// Mean share of facts on which two persons differ, over a few pairs.
struct Diversity<'a>(Context<'a>, &'a LabState);

impl Kernel for Diversity<'_> {
    type Output = f64;

    #[inline(always)]
    fn work<M: Machine>(self, _: M) -> f64 {
        let Self(context, lab) = self;
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
                for word in 0..WORDS {
                    let right = one.right[word] ^ other.right[word];
                    differ += (right | one.wrong[word] ^ other.wrong[word]).count_ones();
                }
            }
        }
        let facts = (pairs * shape.domains * shape.facts) as f64;
        if pairs == 0 { 0.0 } else { f64::from(differ) / facts }
    }
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
