//! Common random numbers that survive a change of policy.

use ambidex_core::{Model, Streams, run};
use ambidex_race::record::Record;
use ambidex_race::scenario::Action;
use ambidex_race::{World, simulate};
use ambidex_scenario::cases::Case;

use crate::worlds::{SEED, Worlds, setup};

/// Couplings between labs, switched off: what is left of a lab's week depends on its own draws alone.
const UNCOUPLED: &[(&str, &str)] = &[
    ("mechanisms.openness", "false"),
    ("mechanisms.market", "false"),
    ("mechanisms.people", "false"),
    ("mechanisms.environment", "false"),
    ("mechanisms.leadership", "false"),
    ("mechanisms.reporting", "false"),
    ("mechanisms.paradigms", "false"),
];

#[test]
fn a_fork_without_a_change_is_the_same_world() {
    let setup = setup(&[]);
    let whole = simulate(&setup, Streams::new(SEED, 3));
    let mut world = World::new(&setup, Streams::new(SEED, 3));
    let mut record = Record::default();
    run(&mut world, 90, &mut record);
    let mut fork = world.clone();
    run(&mut fork, setup.calendar.weeks, &mut record);
    assert!(whole == record);
}

#[test]
fn a_fork_with_one_decision_changed_differs_only_afterwards() {
    let setup = setup(&[]);
    let mut world = World::new(&setup, Streams::new(SEED, 1));
    let mut before = Record::default();
    run(&mut world, 120, &mut before);
    let mut other = world.clone();
    other.apply(setup.focal, &Action::SetSlots { slots: 9.0 });
    let (mut left, mut right) = (before.clone(), before);
    run(&mut world, 150, &mut left);
    run(&mut other, 150, &mut right);
    assert!(left != right);
    let rows = 120 * left.series.len() / 150;
    assert_eq!(left.series[..rows], right.series[..rows]);
}

/// Every difference before the first date at which two scenarios differ is exactly zero, in all labs and columns.
#[test]
fn no_difference_before_the_date() {
    let case = Case::named("llama").expect("the case is shipped");
    let counterfactuals = case.counterfactuals().expect("they are shipped");
    let no_tilt = counterfactuals.iter().find(|c| c.name == "no-tilt").expect("shipped");
    let base = case.document().expect("shipped");
    let scenario = ambidex_scenario::apply(&base, no_tilt).unwrap_or_else(|error| panic!("{error}"));
    let treated = Worlds::new(ambidex_race::Setup::new(&scenario).expect("compiles"), 3);
    let baseline = Worlds::new(setup(&[]), 3);
    let removed = baseline
        .setup
        .scenario
        .intervention
        .iter()
        .filter(|i| i.id.as_ref().is_some_and(|id| no_tilt.without.contains(id)));
    let first = removed.map(|i| i.date).min().expect("it takes something back");
    let week = baseline.setup.calendar.week(first) as usize;
    let size = baseline.records[0].series.len() / baseline.weeks() * week;
    for (b, t) in baseline.records.iter().zip(&treated.records) {
        assert_eq!(b.series[..size], t.series[..size]);
        assert!(b.series[size..] != t.series[size..]);
    }
}

/// A switch in one lab leaves all other labs' draws alone: with the couplings off, the other labs are equal to the bit,
/// whatever the focal lab does, hires or dismisses.
#[test]
fn a_policy_in_one_lab_leaves_other_labs_alone() {
    let setup = setup(UNCOUPLED);
    let play = |change: bool| {
        let mut world = World::new(&setup, Streams::new(SEED, 2));
        let mut record = Record::default();
        run(&mut world, 40, &mut record);
        if change {
            let unit = setup.scenario.lab[setup.focal].unit[0].name.clone();
            world.apply(setup.focal, &Action::Hire { unit: unit.clone(), persons: 120.0 });
            world.apply(setup.focal, &Action::LayOff { unit, persons: 70.0 });
            world.apply(setup.focal, &Action::SetTopology { far_ties: 0.9 });
        }
        run(&mut world, 100, &mut record);
        world
    };
    let (left, right) = (play(false), play(true));
    for lab in 0..left.labs.len() {
        let (a, b) = (&left.labs[lab], &right.labs[lab]);
        assert_eq!(a.people.minds == b.people.minds, lab != setup.focal, "lab {lab}");
        assert_eq!(a.code == b.code, lab != setup.focal, "lab {lab}");
        if lab != setup.focal {
            assert_eq!(a.people.ids, b.people.ids);
            assert_eq!(a.capability, b.capability);
        }
    }
}

/// Persons keep their identity when others come and go, and nobody shares one.
#[test]
fn identities_last() {
    let setup = setup(&[]);
    let mut world = World::new(&setup, Streams::new(SEED, 5));
    let before = world.labs[setup.focal].people.ids.clone();
    let unit = setup.scenario.lab[setup.focal].unit[0].name.clone();
    world.apply(setup.focal, &Action::LayOff { unit: unit.clone(), persons: 100.0 });
    world.apply(setup.focal, &Action::Hire { unit, persons: 50.0 });
    assert_eq!(world.labs[setup.focal].people.ids[..before.len()], before[..]);
    let mut all: Vec<u64> = world.labs.iter().flat_map(|lab| lab.people.ids.clone()).collect();
    let n = all.len();
    all.sort_unstable();
    all.dedup();
    assert_eq!(all.len(), n);
}

/// A ranged intervention is undone: the tilt is what it was before.
#[test]
fn what_has_an_end_is_undone() {
    let case = Case::named("llama").expect("the case is shipped");
    let mut scenario = case.load(&[]).unwrap_or_else(|error| panic!("{error}"));
    let date = |week| ambidex_core::Calendar::new(scenario.start, scenario.end).expect("weeks").date(week);
    let (from, until) = (date(10), date(20));
    scenario.intervention.insert(
        0,
        ambidex_race::scenario::Intervention {
            id: None,
            date: from,
            until: Some(until),
            lab: scenario.focal.clone(),
            because: ambidex_race::scenario::Text::default(),
            action: Action::ProductTilt { tilt: 0.9, towards: Default::default() },
        },
    );
    scenario.intervention.sort_by_key(|i| i.date);
    let setup = ambidex_race::Setup::new(&scenario).unwrap_or_else(|p| panic!("{p:?}"));
    let mut world = World::new(&setup, Streams::new(SEED, 0));
    let before = world.labs[setup.focal].product_tilt;
    let mut record = Record::default();
    run(&mut world, 15, &mut record);
    assert_eq!(world.labs[setup.focal].product_tilt, 0.9);
    run(&mut world, 25, &mut record);
    assert_eq!(world.labs[setup.focal].product_tilt, before);
}
