//! The state of the labs before week 0.

use ambidex_core::streams::PoissonTable;
use ambidex_core::streams::fnv1a;

use crate::facts::Minds;
use crate::mechanisms::environment::{Environment, learn_textbook};
use crate::mechanisms::{Context, people, projects, release};
use crate::purposes::RaceStreams;
use crate::scenario::{Charter, Lab, Manager, Unit};
use crate::setup::Setup;
use crate::state::{
    Adoption, Base, LabState, ManagerState, OpennessLearning, People, Planned, Totals, UnitState, Week,
};

/// All labs before week 0, and the frontier that they make.
pub fn labs(setup: &Setup, streams: &RaceStreams, environment: &mut Environment) -> Vec<LabState> {
    let total: f64 = setup.scenario.lab.iter().map(|lab| lab.mindshare).sum();
    let mut labs: Vec<LabState> = setup
        .scenario
        .lab
        .iter()
        .enumerate()
        .map(|(i, spec)| lab(setup, i, spec, spec.mindshare / total))
        .collect();
    for (i, lab) in labs.iter_mut().enumerate() {
        let context = Context { setup, streams, week: 0, lab: i };
        for unit in &setup.scenario.lab[i].unit {
            add_unit(context, lab, environment, unit);
        }
        lab.units.iter_mut().for_each(|unit| unit.activity_now = unit.activity);
        link(lab, &setup.scenario.lab[i].unit);
        // Whoever is there at the start has been for long.
        lab.people.joined.fill(i32::MIN / 2);
        projects::start(context, lab, 0, 1.0);
        let (points, _) = release::potential(context, lab, environment);
        lab.base.knowledge = lab.code_knowledge(setup.shape.domains);
        (lab.capability, lab.reported) = (points, points);
        environment.frontier = environment.frontier.max(points);
    }
    for lab in &mut labs {
        lab.aspiration = lab.capability - environment.frontier;
    }
    labs
}

fn lab(setup: &Setup, index: usize, spec: &Lab, mindshare: f64) -> LabState {
    let shape = setup.shape;
    let even = vec![1.0 / shape.domains as f64; shape.domains];
    let compute = setup.compute_path(index, 0);
    let mut code = Minds::new(shape, 1);
    learn_textbook(setup, &mut code, 0);
    LabState {
        key: fnv1a(spec.name.as_bytes()),
        people: People::new(shape),
        units: vec![],
        unit_codes: Minds::new(shape, 0),
        revealed: code.clone(),
        code,
        shelf: Minds::new(shape, 1),
        plan: plan(setup, spec),
        project: None,
        base: Base {
            generation: 0,
            name: String::new(),
            week: 0,
            compute,
            knowledge: vec![],
            multipliers: 0,
            defect_density: 0.0,
            derivatives: 0,
        },
        adoption: vec![Adoption::default(); setup.paradigms.len()],
        last_release: 0,
        capability: 0.0,
        reported: 0.0,
        inflation: 0.0,
        open: false,
        openness: spec.openness,
        learning: OpennessLearning { propensities: [[1.0; 2]; 3], waiting: vec![] },
        integrity: spec.integrity,
        far_ties: spec.far_ties,
        product_tilt: spec.product_tilt,
        tilt_towards: setup.shares(&spec.tilt_towards).unwrap_or_else(|| default_tilt(setup)),
        attention: setup.shares(&spec.attention).unwrap_or(even),
        draft_share: spec.draft_share,
        publication_gate: spec.publication_gate,
        slots: spec.slots.unwrap_or(setup.parameters.transfer.slots),
        compute_factor: 1.0,
        compute,
        mindshare,
        mindshare_start: mindshare,
        integration: 0.0,
        developers: 0.0,
        trust: 1.0,
        margin: setup.parameters.market.open_margin,
        ambition: 0.0,
        aspiration: 0.0,
        arrivals: vec![],
        rule_ready: vec![0; setup.rules.len()],
        totals: Totals::default(),
        week: Week::default(),
    }
}

fn plan(setup: &Setup, spec: &Lab) -> Vec<Planned> {
    let planned = |r: &crate::scenario::PlannedRelease| {
        let week = setup.calendar.week(r.date);
        Planned { name: r.name.clone(), first_plan: week, target: week, hardness: r.hardness }
    };
    spec.release.iter().map(planned).collect()
}

/// Where a product tilt points unless said: .6 on the product domain, .4 spread over the others.
fn default_tilt(setup: &Setup) -> Vec<f64> {
    let n = setup.shape.domains;
    match setup.product {
        Some(product) => (0..n).map(|d| if d == product { 0.6 } else { 0.4 / (n - 1) as f64 }).collect(),
        None => vec![1.0 / n as f64; n],
    }
}

/// A manager's role by domain index; expertise .5 where not given.
pub fn manager(setup: &Setup, manager: &Manager) -> ManagerState {
    let expertise =
        setup.scenario.domain.iter().map(|d| manager.expertise.get(&d.name).copied().unwrap_or(0.5));
    ManagerState { expertise: expertise.collect(), overconfidence: manager.overconfidence }
}

/// Shares of working time unless said: explore, build, integrate.
fn default_activity(charter: Charter) -> [f64; 3] {
    match charter {
        Charter::Research => [0.85, 0.15, 0.0],
        Charter::Product => [0.15, 0.6, 0.25],
        Charter::Elite => [0.6, 0.4, 0.0],
    }
}

/// Adds a unit with its persons; its code starts from what the lab code holds.
pub fn add_unit(context: Context<'_>, lab: &mut LabState, environment: &Environment, spec: &Unit) {
    let setup = context.setup;
    let [explore, build, integrate] = default_activity(spec.charter);
    let name = format!("{}/{}", setup.scenario.lab[context.lab].name, spec.name);
    lab.units.push(UnitState {
        name: spec.name.clone(),
        key: fnv1a(name.as_bytes()),
        charter: spec.charter,
        activity: [
            spec.explore.unwrap_or(explore),
            spec.build.unwrap_or(build),
            spec.integrate.unwrap_or(integrate),
        ],
        activity_now: [0.0; 3],
        voice: spec.voice,
        attention: setup.shares(&spec.attention).unwrap_or_default(),
        attention_now: vec![],
        pool_reading: PoissonTable::new(0.0),
        manager: manager(setup, &spec.manager),
        reports_to: spec.reports_to.as_deref().and_then(|above| lab.unit_index(above)),
        roster: vec![],
        seats: 0,
        staff: 0,
    });
    lab.unit_codes.push();
    let unit = lab.units.len() - 1;
    lab.unit_codes.copy_from(unit, &lab.code, 0);
    open_places(context, lab, environment, unit, spec.head_count);
}

/// Reporting lines, which may point to units further down the file.
fn link(lab: &mut LabState, specs: &[Unit]) {
    for (unit, spec) in specs.iter().enumerate() {
        lab.units[unit].reports_to = spec.reports_to.as_deref().and_then(|above| lab.unit_index(above));
    }
}

/// Opens places for a number of persons and fills them with newcomers.
pub fn open_places(
    context: Context<'_>,
    lab: &mut LabState,
    environment: &Environment,
    unit: usize,
    persons: f64,
) {
    let agents = (persons / context.setup.ppa + 0.5) as u32;
    for _ in 0..agents {
        let place = open_place(lab, unit);
        people::sit_down(context, lab, environment, place, None);
    }
}

/// Opens one vacant place in a unit.
pub fn open_place(lab: &mut LabState, unit: usize) -> usize {
    let place = lab.people.places();
    let position = lab.units[unit].seats;
    lab.units[unit].seats += 1;
    lab.units[unit].roster.push(place as u32);
    let people = &mut lab.people;
    people.ids.push(0);
    people.unit.push(unit as u16);
    people.generation.push(0);
    people.position.push(position);
    people.speciality.push(0);
    people.joined.push(0);
    people.fatigue.push(0.0);
    people.morale.push(1.0);
    people.present.push(false);
    people.drafted.push(false);
    people.minds.push();
    place
}
