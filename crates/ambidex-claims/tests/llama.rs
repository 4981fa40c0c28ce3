//! The claims of the shipped case are whole, and its facts come out as the data have them.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use ambidex_claims::claims::{self, Check, Claim, Data, FactVerdict, Kind};
use ambidex_claims::plan::{KnockOut, Plan, VEIL};
use ambidex_race::Setup;
use ambidex_scenario::{Case, apply};

/// Ids of the inventory: letters, then how many, from 1.
const NUMBERED: [(&str, u32); 10] = [
    ("FORM-", 11),
    ("P-", 7),
    ("C1-", 18),
    ("C2-", 17),
    ("C3-", 19),
    ("C4-", 16),
    ("Z-", 8),
    ("X-", 9),
    ("B-", 4),
    ("M-", 12),
];
/// Ids of the insights: number, then how many letters from a.
const LETTERED: [(&str, u8); 5] = [("I1", 4), ("I2", 4), ("I3", 4), ("I4", 6), ("I5", 5)];

fn llama() -> (&'static Case, Plan, Vec<Claim>) {
    let case = Case::named("llama").unwrap();
    let plan = Plan::of(case).unwrap();
    let claims = claims::of(case, &plan).unwrap();
    (case, plan, claims)
}

#[test]
fn every_row_of_the_inventory_is_there_once() {
    let numbered = NUMBERED.iter().flat_map(|(name, n)| (1..=*n).map(move |i| format!("{name}{i}")));
    let lettered =
        LETTERED.iter().flat_map(|(name, n)| (0..*n).map(move |i| format!("{name}{}", char::from(b'a' + i))));
    let mut expected: Vec<String> = numbered.chain(lettered).collect();
    let mut found: Vec<String> = llama().2.into_iter().map(|claim| claim.id).collect();
    expected.sort();
    found.sort();
    assert_eq!(found, expected);
}

#[test]
fn every_claim_has_two_languages_and_every_mechanism_an_experiment_or_a_reason() {
    let (_, plan, claims) = llama();
    for claim in &claims {
        assert!(claim.claim.zh.as_ref().is_some_and(|zh| !zh.is_empty()), "{}", claim.id);
        if claim.is(Kind::Mechanism) {
            let tested = claim.experiment.as_ref().map(|id| plan.tests(id));
            assert!(tested == Some(true) || claim.no_experiment.is_some(), "{}", claim.id);
            assert!(tested.is_some() != claim.no_experiment.is_some(), "{}", claim.id);
        }
    }
    for experiment in &plan.experiments {
        let used = claims.iter().any(|claim| claim.experiment.as_ref() == Some(&experiment.id));
        let beside = experiment.insight.is_some() || !experiment.data.is_empty();
        assert!(used || beside, "{} tests nothing", experiment.id);
    }
    assert!((1..=5).all(|number| plan.experiments.iter().any(|one| one.insight == Some(number))));
}

#[test]
fn facts_come_out_as_the_inventory_has_them() {
    let (case, _, claims) = llama();
    let data = Data::of(case).unwrap();
    let verdict = |id: &str| {
        let claim = claims.iter().find(|claim| claim.id == id).unwrap();
        let checks: Vec<_> = claim.check.iter().map(|check| data.check(check)).collect();
        claim.verdict.unwrap_or_else(|| Data::verdict(&checks))
    };
    use FactVerdict::{False, Partly, True, Unclear};
    let known = [
        ("P-1", True),
        ("C1-9", False),
        ("C1-12", Unclear),
        ("C1-13", True),
        ("C1-18", True),
        ("C2-4", Partly),
        ("C2-9", True),
        ("C2-10", Partly),
        ("C3-17", Partly),
        ("C3-18", True),
        ("Z-5", True),
        ("I5b", Partly),
    ];
    for (id, expected) in known {
        assert_eq!(verdict(id), expected, "{id}");
    }
}

#[test]
fn a_check_against_the_data_can_fail_and_can_be_open() {
    let data = Data::of(llama().0).unwrap();
    let date = "2024-07-23".parse().unwrap();
    let gap = |points| Check::GapBelow { lab: "meta".to_owned(), date, points };
    assert_eq!(data.check(&gap(6.0)).as_claimed, Some(true));
    assert_eq!(data.check(&gap(3.0)).as_claimed, Some(false));
    let early = Check::GapAbove { lab: "xai".to_owned(), date: "2023-01-01".parse().unwrap(), points: 1.0 };
    assert_eq!(data.check(&early).as_claimed, None);
    let never = Check::Never { lab: "meta".to_owned(), paradigm: "reasoning".to_owned() };
    assert_eq!(data.check(&never).as_claimed, Some(true));
}

#[test]
fn every_arm_is_a_scenario_and_differs_from_what_it_is_held_against() {
    let (case, plan, _) = llama();
    let document = case.document().unwrap();
    let scenario = |overlays: &[String]| apply(&document, &plan.arm(overlays)).unwrap();
    let with = |overlays: &[String], more: &[String]| [overlays, more].concat();
    let differ = |a: &[String], b: &[String]| {
        assert!(Setup::new(&scenario(a)).is_ok(), "{a:?}");
        assert_ne!(scenario(a), scenario(b), "{a:?} and {b:?}");
    };
    for experiment in &plan.experiments {
        differ(&experiment.treatment, &experiment.baseline);
        if let Some(placebo) = &experiment.placebo {
            differ(&experiment.treatment, placebo);
            differ(placebo, &experiment.baseline);
        }
        differ(&with(&experiment.treatment, &[VEIL.to_owned()]), &experiment.treatment);
        for KnockOut { overlays, .. } in &experiment.knock_out {
            differ(&with(&experiment.treatment, overlays), &experiment.treatment);
            differ(&with(&experiment.treatment, overlays), &with(&experiment.baseline, overlays));
        }
    }
    for experiment in plan.experiments.iter().filter(|one| !one.scope.is_empty()) {
        for overlays in [&experiment.treatment, &experiment.baseline] {
            differ(&with(overlays, &experiment.scope), overlays);
        }
    }
    for cell in &plan.gates {
        assert!(Setup::new(&scenario(&cell.overlays)).is_ok(), "{cell:?}");
    }
}

#[test]
fn knock_outs_know_from_the_model_what_is_an_assumption() {
    let (_, plan, _) = llama();
    let knock_out = |id: &str, path: &str| {
        let experiment = plan.experiment(id).unwrap();
        experiment.knock_out.iter().find(|one| one.carried_by == path).unwrap().is_assumption()
    };
    assert!(knock_out("product-trap", "parameters.transfer.integration_share"));
    assert!(!knock_out("product-trap", "mechanisms.paradigms"));
    assert!(!knock_out("ideas-beat-compute", "parameters.transfer.slots"));
}

#[test]
fn stances_differ_from_the_day_of_the_choice_on_and_not_before() {
    let (case, plan, _) = llama();
    let document = case.document().unwrap();
    let labs: Vec<String> = case.load(&[]).unwrap().lab.into_iter().map(|lab| lab.name).collect();
    for stance in &plan.openness.lab {
        assert!(labs.contains(&stance.lab));
        let [open, closed] =
            [&stance.open, &stance.closed].map(|overlays| apply(&document, &plan.arm(overlays)).unwrap());
        assert!(Setup::new(&open).is_ok() && Setup::new(&closed).is_ok());
        assert_ne!(open.intervention, closed.intervention);
        assert_eq!((open.focal.as_str(), closed.focal.as_str()), (&*stance.lab, &*stance.lab));
        let before = |scenario: &ambidex_race::scenario::Scenario| {
            let early = scenario.intervention.iter().filter(|event| event.date < plan.openness.date);
            early.cloned().collect::<Vec<_>>()
        };
        assert_eq!(before(&open), before(&closed), "{}", stance.lab);
        assert_eq!(open.parameters, closed.parameters);
    }
    let readings = plan.openness.readings(&labs);
    assert!(readings.iter().all(|reading| reading.date < plan.openness.date));
    assert_eq!(readings.len(), labs.len());
}

#[test]
fn every_cell_of_the_grid_is_a_scenario_of_its_own() {
    let (case, plan, _) = llama();
    let document = case.document().unwrap();
    let grid = &plan.isoquants;
    for steps in [&grid.compute, &grid.researchers] {
        let factors: Vec<f64> = steps.iter().map(|step| step.factor).collect();
        assert!(factors.contains(&1.0) && factors.is_sorted(), "{factors:?}");
        let scenarios: Vec<_> =
            steps.iter().map(|step| apply(&document, &plan.arm(&step.overlays)).unwrap()).collect();
        for (i, scenario) in scenarios.iter().enumerate() {
            assert!(Setup::new(scenario).is_ok());
            assert!(scenarios[..i].iter().all(|other| other != scenario));
        }
    }
}
