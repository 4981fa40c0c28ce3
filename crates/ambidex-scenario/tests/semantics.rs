//! Checks that need more than one value: names, order of dates, sums, sizes.

#![allow(clippy::unwrap_used, reason = "tests")]

use ambidex_race::scenario::check::check;
use ambidex_race::scenario::{Action, ByDomain, Intervention, Openness, Scenario, Text, Unit};
use ambidex_scenario::{Template, load};
use jiff::civil::date;

fn good() -> Scenario {
    load("two-track", Template::named("two-track").unwrap().text, &[]).unwrap()
}

/// Asserts that one change leads to one problem, at this path, that says these words.
fn problem(change: impl FnOnce(&mut Scenario), path: &str, words: &str) {
    let mut scenario = good();
    change(&mut scenario);
    let problems = check(&scenario);
    assert_eq!(problems.len(), 1, "{path}: {problems:?}");
    assert_eq!(problems[0].path, path, "{problems:?}");
    assert!(problems[0].to_string().contains(words), "{words:?} is missing in {}", problems[0]);
    assert!(!problems[0].remedy.is_empty());
}

fn intervention(date: jiff::civil::Date, action: Action) -> Intervention {
    Intervention { id: None, date, until: None, lab: "focal".to_owned(), because: Text::default(), action }
}

/// Puts an intervention in its place by date.
fn add(scenario: &mut Scenario, date: jiff::civil::Date, action: Action) {
    scenario.intervention.push(intervention(date, action));
    scenario.intervention.sort_by_key(|change| change.date);
}

fn team() -> Box<Unit> {
    Box::new(Unit { name: "Team".to_owned(), ..good().lab[0].unit[0].clone() })
}

#[test]
fn what_is_shipped_has_no_problem() {
    assert_eq!(check(&good()), []);
}

#[test]
fn names_are_unique() {
    problem(|s| s.domain.push(s.domain[1].clone()), "domain[6].name", "no other domain");
    problem(|s| s.paradigm[1].name = "sparse".to_owned(), "paradigm[1].name", "no other paradigm");
    problem(|s| s.lab[2].name = "rival".to_owned(), "lab[2].name", "no other lab");
    problem(|s| s.lab[1].release[2].name = "R1".to_owned(), "lab[1].release[2].name", "no other release");
    problem(
        |s| s.lab[1].unit[1].name = "Models".to_owned(),
        "lab[1].unit[1].name",
        "no other unit of the lab",
    );
    problem(|s| s.rule[0].id = Some("tilt".to_owned()), "rule[0].id", "no other intervention or rule");
}

#[test]
fn nobody_reports_to_oneself() {
    let above = |s: &mut Scenario| s.lab[0].unit[1].reports_to = Some("Product".to_owned());
    problem(above, "lab[0].unit[1].reports_to", "further up");
}

#[test]
fn there_must_be_a_race() {
    let alone = |s: &mut Scenario| {
        s.lab.truncate(1);
        s.intervention.retain(|change| change.lab == "focal");
    };
    problem(alone, "lab", "at least two labs");
    problem(|s| s.lab[2].unit.clear(), "lab[2].unit", "at least one unit");
    problem(|s| s.lab[2].unit[0].head_count = 0.0, "lab[2].unit", "at least one person");
    problem(|s| s.lab[2].compute.clear(), "lab[2].compute", "at least one dated level");
    problem(|s| s.focal = "rivl".to_owned(), "focal", "did you mean \"rival\"?");
}

#[test]
fn domains_and_paradigms_fit() {
    problem(|s| s.domain[0].product = true, "domain[5].product", "one or none");
    problem(|s| s.domain.iter_mut().for_each(|d| d.weight = 0.0), "domain", "sum above 0");
    problem(|s| s.paradigm[0].midpoint = 1.5, "paradigm[0].midpoint", "from 0 to 1");
    problem(|s| s.paradigm[1].slope = 0.0, "paradigm[1].slope", "above 0");
    problem(|s| s.paradigm[0].key_domain = "archi".to_owned(), "paradigm[0].key_domain", "architecture");
    let zero = |s: &mut Scenario| s.lab[0].attention = ByDomain::from([("data".to_owned(), 0.0)]);
    problem(zero, "lab[0].attention", "sum above 0");
    let unknown = |s: &mut Scenario| _ = s.lab[0].unit[0].manager.expertise.insert("dta".to_owned(), 0.5);
    problem(unknown, "lab[0].unit[0].manager.expertise.dta", "did you mean \"data\"?");
}

#[test]
fn dates_follow_each_other() {
    problem(|s| s.lab[0].compute[2].date = date(2023, 5, 1), "lab[0].compute[2].date", "order of date");
    problem(|s| s.lab[0].release[3].date = date(2023, 5, 1), "lab[0].release[3].date", "order of date");
    problem(
        |s| s.intervention[0].until = Some(date(2024, 2, 5)),
        "intervention[0].until",
        "after 2024-02-05",
    );
    problem(|s| s.intervention[1].until = Some(date(2024, 9, 2)), "intervention[1].until", "cannot end");
    problem(|s| s.end = date(2923, 1, 2), "end", "at most 2600 weeks");
}

#[test]
fn units_exist_by_the_time_that_they_are_named() {
    let hire = || Action::Hire { unit: "Team".to_owned(), persons: 5.0 };
    let create = || Action::CreateUnit { unit: team() };
    problem(
        |s| add(s, date(2024, 3, 4), hire()),
        "intervention[1].do.hire.unit",
        "unit of focal at that time",
    );
    let early = |s: &mut Scenario| {
        add(s, date(2024, 3, 4), hire());
        add(s, date(2024, 4, 1), create());
    };
    problem(early, "intervention[1].do.hire.unit", "Research, Product");
    let mut scenario = good();
    add(&mut scenario, date(2024, 3, 4), create());
    add(&mut scenario, date(2024, 3, 4), hire());
    assert_eq!(check(&scenario), [], "created before, on the same day");
    let twice = |s: &mut Scenario| {
        add(s, date(2024, 3, 4), create());
        add(s, date(2024, 4, 1), create());
    };
    problem(twice, "intervention[2].do.create_unit.unit.name", "no unit of the lab has");
}

#[test]
fn actions_refer_to_what_there_is() {
    let day = date(2024, 3, 4);
    let research = || "Research".to_owned();
    let cases: [(Action, &str, &str); 6] = [
        (Action::Draft { from: research(), share: 0.5, to: research() }, "draft.to", "another unit"),
        (
            Action::Poach { unit: research(), from: "focal".to_owned(), persons: 3.0 },
            "poach.from",
            "another lab",
        ),
        (
            Action::Poach { unit: research(), from: "rivl".to_owned(), persons: 3.0 },
            "poach.from",
            "\"rival\"",
        ),
        (
            Action::SetCalendar { release: "F9".to_owned(), date: day },
            "set_calendar.release",
            "F1, F2, F3, F4",
        ),
        (
            Action::SetActivity { unit: research(), explore: 0.5, build: 0.4, integrate: 0.2 },
            "set_activity.integrate",
            "at most 1",
        ),
        (
            Action::ProductTilt { tilt: 0.5, towards: ByDomain::from([("prodct".to_owned(), 1.0)]) },
            "product_tilt.towards.prodct",
            "\"product\"",
        ),
    ];
    for (action, path, words) in cases {
        problem(|s| add(s, day, action), &format!("intervention[1].do.{path}"), words);
    }
    let shares = |s: &mut Scenario| s.lab[0].unit[0].explore = Some(0.95);
    problem(shares, "lab[0].unit[0].integrate", "at most 1");
    problem(|s| s.rule[0].lab = "focl".to_owned(), "rule[0].lab", "\"focal\"");
    problem(|s| s.intervention[0].lab = "focl".to_owned(), "intervention[0].lab", "\"focal\"");
    problem(|s| s.rule[0].when = "gap_points > 8 &&".to_owned(), "rule[0].when", "an observable");
}

#[test]
fn parameters_and_switches_are_known_and_in_range() {
    let one = |name: &str, value: f64| [(name.to_owned(), value)].into();
    let set = |mechanism: &'static str, name: &'static str, value: f64| {
        move |s: &mut Scenario| _ = s.parameters.insert(mechanism.to_owned(), one(name, value))
    };
    problem(set("transfer", "slots", -1.0), "parameters.transfer.slots", "from 0 to");
    problem(set("transfer", "slts", 1.0), "parameters.transfer.slts", "did you mean `slots`?");
    problem(set("transfr", "slots", 1.0), "parameters.transfr", "did you mean \"transfer\"?");
    problem(|s| _ = s.mechanisms.insert("peple".to_owned(), true), "mechanisms.peple", "\"people\"");
}

#[test]
fn openness_is_each_labs_own() {
    let mut scenario = good();
    scenario.lab[0].openness = Openness::Learned;
    assert_eq!(check(&scenario), []);
}
