//! Counterfactuals change what they say and leave everything else; the placebo makes labs alike.

#![allow(clippy::unwrap_used, reason = "tests")]

use ambidex_race::scenario::{Action, Charter, Intervention, Lab, Scenario};
use ambidex_scenario::counterfactual::{self, Counterfactual};
use ambidex_scenario::{CASES, Document, Template, apply};
use proptest::prelude::*;

const PLACEBO: &str = "[[counterfactual]]\nname = 'alike'\nidentical_organisations = true\n";

fn document(template: &str) -> Document {
    Document::parse(template, Template::named(template).unwrap().text).unwrap()
}

fn one(text: &str) -> Counterfactual {
    counterfactual::parse("c.toml", text).unwrap_or_else(|error| panic!("{error}")).remove(0)
}

fn refused(text: &str) -> String {
    apply(&document("two-track"), &one(text)).expect_err("must be refused").to_string()
}

#[test]
fn all_counterfactuals_of_the_cases_apply() {
    for case in CASES {
        let document = case.document().unwrap();
        let baseline = document.scenario().unwrap();
        for counterfactual in case.counterfactuals().unwrap() {
            let changed = apply(&document, &counterfactual).unwrap_or_else(|error| panic!("{error}"));
            assert!(changed != baseline, "{} changes nothing", counterfactual.name);
        }
    }
}

#[test]
fn taking_back_and_adding_change_nothing_else() {
    let document = document("two-track");
    let mut expected = document.scenario().unwrap();
    expected.intervention.retain(|change| change.id.as_deref() != Some("tilt"));
    expected.rule.clear();
    expected.lab[0].draft_share = 0.0;
    let text = "[[counterfactual]]\nname = 'c'\nwithout = ['tilt', 'harden-when-behind']\n\
                set = { 'lab.focal.draft_share' = 0.0 }\n";
    assert_eq!(apply(&document, &one(text)).unwrap(), expected);
    // The same with a dotted key, which TOML reads as tables within each other.
    let dotted = text.replace("{ 'lab.focal.draft_share' = 0.0 }", "{ lab.focal.draft_share = 0.0 }");
    assert_eq!(apply(&document, &one(&dotted)).unwrap(), expected);
}

#[test]
fn added_interventions_come_in_order_of_date() {
    let text = "[[counterfactual]]\nname = 'c'\n[[counterfactual.intervention]]\ndate = 2023-05-01\nlab = 'focal'\n\
                do.leak = {}\n";
    let changed = apply(&document("two-track"), &one(text)).unwrap();
    assert_eq!(changed.intervention[0].action, Action::Leak {});
    assert!(changed.intervention.is_sorted_by_key(|change| change.date));
}

#[test]
fn wrong_counterfactuals_are_refused_by_name() {
    let text = |line: &str| format!("[[counterfactual]]\nname = 'c'\n{line}\n");
    assert!(refused(&text("without = ['tlit']")).contains("did you mean \"tilt\"?"));
    let error = refused(&text("set = { 'lab.focal.draft_share' = 2.0 }"));
    assert!(error.contains("counterfactual c:1:1") && error.contains("from 0 to 1"), "{error}");
    let unit = "[[counterfactual.intervention]]\ndate = 2023-05-01\nlab = 'focal'\n\
                do.hire = { unit = 'Nobody', persons = 3 }";
    assert!(refused(&text(unit)).contains("\"Nobody\""));
    for (line, words) in [
        ("wihtout = []", "did you mean `without`?"),
        ("identical_mixes = 'yes'", "`true` or `false`"),
        ("without = [3]", "a text"),
        ("[[counterfactual.intervention]]\nlab = 'focal'\ndo.leak = {}", "no `date`"),
    ] {
        let error = counterfactual::parse("c.toml", &text(line)).expect_err(line).to_string();
        assert!(error.contains(words) && error.starts_with("c.toml:"), "{error}");
    }
}

fn persons(lab: &Lab) -> f64 {
    lab.unit.iter().map(|unit| unit.head_count).sum()
}

fn mixed(document: &Document) -> Scenario {
    apply(document, &one(PLACEBO)).unwrap_or_else(|error| panic!("{error}"))
}

/// What must be alike between labs: everything but identity, size, compute, calendar and what is paid for it.
fn organisation(lab: &Lab) -> Lab {
    let mut alike = lab.clone();
    alike.name.clear();
    alike.title = Default::default();
    alike.openness = ambidex_race::scenario::Openness::Closed;
    alike.mindshare = 1.0;
    alike.compute.clear();
    alike.release.clear();
    let total = persons(lab);
    for unit in &mut alike.unit {
        // Shares of a lab's persons, rounded so that the last bits of a division do not count.
        unit.head_count = (unit.head_count / total * 1e9).round();
    }
    alike
}

fn documents() -> Vec<Document> {
    let templates = ambidex_scenario::TEMPLATES.iter().map(|template| document(template.name));
    templates.chain(CASES.iter().map(|case| case.document().unwrap())).collect()
}

#[test]
fn the_strong_placebo_makes_labs_alike_but_for_size_compute_and_calendar() {
    for document in documents() {
        let (own, mixed) = (document.scenario().unwrap(), mixed(&document));
        let first = organisation(&mixed.lab[0]);
        for (before, after) in own.lab.iter().zip(&mixed.lab) {
            assert_eq!(organisation(after), first, "{}", document.name());
            assert!((persons(before) - persons(after)).abs() < 1e-6);
            assert_eq!(
                (&before.name, &before.compute, &before.release),
                (&after.name, &after.compute, &after.release)
            );
            assert_eq!((before.mindshare, before.openness), (after.mindshare, after.openness));
        }
        assert!(own.lab.iter().any(|lab| organisation(lab) != first), "{}: labs were alike", document.name());
    }
}

#[test]
fn the_strong_placebo_keeps_who_comes_and_goes() {
    let moved = |scenario: &Scenario| -> Vec<(String, f64)> {
        let persons = scenario.intervention.iter().filter_map(|change| match &change.action {
            Action::Hire { persons, .. } | Action::Poach { persons, .. } | Action::LayOff { persons, .. } => {
                Some((change.lab.clone(), *persons))
            }
            _ => None,
        });
        persons.collect()
    };
    for document in documents() {
        let (own, mixed) = (document.scenario().unwrap(), mixed(&document));
        assert_eq!(moved(&own), moved(&mixed));
        assert!(mixed.rule.is_empty());
        assert!(mixed.intervention.iter().all(|change| !matches!(change.action, Action::ProductTilt { .. })));
    }
}

/// One mix: no lab's attention, voice or expertise says which lab it is; decisions and everything else stay.
#[test]
fn the_placebo_leaves_no_profile_and_all_decisions() {
    for document in documents() {
        let own = document.scenario().unwrap();
        let mixed = apply(&document, &one(&PLACEBO.replace("organisations", "mixes"))).unwrap();
        for (before, after) in own.lab.iter().zip(&mixed.lab) {
            assert_eq!(after.attention, mixed.lab[0].attention);
            assert!((after.attention.values().sum::<f64>() - 1.0).abs() < 1e-9);
            assert_eq!((before.unit.len(), &before.compute), (after.unit.len(), &after.compute));
            assert!(after.unit.iter().all(|unit| unit.attention.is_empty()));
            assert!(after.unit.iter().all(|unit| unit.manager.expertise.values().all(|&e| e == 0.5)));
        }
        let profile = |change: &&Intervention| matches!(change.action, Action::SetAttention { .. });
        let decisions = own.intervention.len() - own.intervention.iter().filter(profile).count();
        assert_eq!(mixed.intervention.len(), decisions, "{}", document.name());
        assert_eq!(own.rule, mixed.rule);
    }
}

#[test]
fn the_mean_lab_is_the_mean() {
    let document = document("two-track");
    let (own, mixed) = (document.scenario().unwrap(), mixed(&document));
    let mean = |value: fn(&Lab) -> f64| own.lab.iter().map(value).sum::<f64>() / own.lab.len() as f64;
    assert!((mixed.lab[0].product_tilt - mean(|lab| lab.product_tilt)).abs() < 1e-12);
    assert!((mixed.lab[0].attention["reasoning"] - mean(|lab| lab.attention["reasoning"])).abs() < 1e-12);
    let research = |lab: &Lab| {
        let units = lab.unit.iter().filter(|unit| unit.charter == Charter::Research);
        units.map(|unit| unit.head_count).sum::<f64>() / persons(lab)
    };
    assert!((research(&mixed.lab[1]) - own.lab.iter().map(research).sum::<f64>() / 3.0).abs() < 1e-12);
    for unit in &mixed.lab[0].unit {
        let sum: f64 = unit.manager.expertise.values().sum();
        assert!((sum - 3.0).abs() < 1e-9, "every manager of the template has the sum 3: {sum}");
    }
}

#[test]
fn the_strong_placebo_of_the_strong_placebo_is_the_placebo() {
    let text = toml::to_string(&mixed(&document("two-track"))).unwrap();
    let once = Document::parse("once", &text).unwrap();
    let (before, after) = (once.scenario().unwrap(), mixed(&once));
    for (left, right) in before.lab.iter().zip(&after.lab) {
        let close = |a: f64, b: f64| assert!((a - b).abs() < 1e-9, "{a} {b}");
        for (one, other) in left.unit.iter().zip(&right.unit) {
            assert_eq!((&one.name, one.charter), (&other.name, other.charter));
            close(one.head_count, other.head_count);
            close(one.voice, other.voice);
        }
    }
}

proptest! {
    #[test]
    fn any_name_is_taken_back_or_refused(id in "[a-z-]{0,12}") {
        let text = format!("[[counterfactual]]\nname = 'c'\nwithout = ['tilt', '{id}']\n");
        if let Ok(counterfactuals) = counterfactual::parse("c.toml", &text) {
            let known = ["tilt", "product-grows", "hard-deadline", "harden-when-behind"].contains(&id.as_str());
            prop_assert_eq!(apply(&document("two-track"), &counterfactuals[0]).is_ok(), known);
        }
    }
}
