//! Every parameter changes some outcome, and every mechanism switched off changes its own.

use ambidex_core::Streams;
use ambidex_race::mechanisms::MECHANISMS;
use ambidex_race::simulate;

use crate::worlds::{SEED, Worlds, setup};

/// Policies under which also the parameters of the rule and of learning matter.
const ALL_POLICIES: &[(&str, &str)] =
    &[("lab.google.openness", "\"rule\""), ("lab.anthropic.openness", "\"learned\"")];

#[test]
fn every_parameter_changes_some_outcome() {
    let base = simulate(&setup(ALL_POLICIES), Streams::new(SEED, 0));
    let mut dead = vec![];
    for mechanism in MECHANISMS {
        for spec in mechanism.parameters {
            let (low, high) = spec.plausible;
            let other = if (spec.default - low).abs() > (spec.default - high).abs() { low } else { high };
            let (path, value) = (format!("parameters.{}.{}", mechanism.name, spec.name), other.to_string());
            let mut sets = ALL_POLICIES.to_vec();
            sets.push((&path, &value));
            if simulate(&setup(&sets), Streams::new(SEED, 0)) == base {
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
