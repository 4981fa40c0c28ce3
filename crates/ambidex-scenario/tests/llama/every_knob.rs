//! Every parameter changes some outcome, and every mechanism switched off changes its own.

use ambidex_core::Streams;
use ambidex_race::mechanisms::MECHANISMS;
use ambidex_race::simulate;

use crate::worlds::{SEED, Worlds, setup};

/// Policies under which also the parameters of the rule and of learning matter.
const ALL_POLICIES: &[(&str, &str)] = &[
    ("lab.alibaba.openness", "\"rule\""),
    ("lab.anthropic.openness", "\"learned\""),
    ("lab.google.openness", "\"learned\""),
    ("lab.openai.openness", "\"learned\""),
    ("lab.xai.openness", "\"learned\""),
];
/// Worlds in which an effect may show; the first is enough for nearly all parameters.
const WORLDS: u32 = 6;

#[test]
fn every_parameter_changes_some_outcome() {
    let at = |sets: &[(&str, &str)], world| simulate(&setup(sets), Streams::new(SEED, world));
    let base: Vec<_> = (0..WORLDS).map(|world| at(ALL_POLICIES, world)).collect();
    let now = setup(ALL_POLICIES).parameters;
    let mut dead = vec![];
    for mechanism in MECHANISMS {
        for spec in mechanism.parameters {
            let (low, high) = spec.plausible;
            let value = now.get(mechanism.name, spec.name).expect("it is declared");
            let other = if (value - low).abs() > (value - high).abs() { low } else { high }.to_string();
            let path = format!("parameters.{}.{}", mechanism.name, spec.name);
            let sets: Vec<(&str, &str)> = ALL_POLICIES.iter().copied().chain([(&*path, &*other)]).collect();
            if (0..WORLDS).all(|world| at(&sets, world) == base[world as usize]) {
                dead.push(path);
            }
        }
    }
    assert!(dead.is_empty(), "parameters without any effect: {dead:?}");
}

/// The outcome of each mechanism that must change when it is switched off.
const OWN_OUTCOME: &[(&str, &str)] = &[
    ("environment", "k_lab_reasoning"),
    ("staffing", "explore"),
    ("exploration", "radical_finds"),
    ("learning", "diversity"),
    ("seminars", "k_research_data"),
    ("transfer", "k_lab_data"),
    ("openness", "k_person_data"),
    ("projects", "defect_density"),
    ("drafting", "fire_fight"),
    ("gates", "slip_weeks"),
    ("release", "reported"),
    ("paradigms", "capability"),
    ("reporting", "inflation"),
    ("market", "mindshare"),
    ("people", "leavers"),
    ("leadership", "ambition"),
];

#[test]
fn every_mechanism_changes_its_own_outcome() {
    let named: Vec<&str> = OWN_OUTCOME.iter().map(|(name, _)| *name).collect();
    assert_eq!(named, MECHANISMS.iter().map(|m| m.name).collect::<Vec<_>>());
    let base = Worlds::new(setup(&[]), 3);
    for (mechanism, outcome) in OWN_OUTCOME {
        let path = format!("mechanisms.{mechanism}");
        let off = Worlds::new(setup(&[(&path, "false")]), 3);
        assert!(off.mean(outcome) != base.mean(outcome), "{mechanism} off leaves {outcome} alone");
    }
}
