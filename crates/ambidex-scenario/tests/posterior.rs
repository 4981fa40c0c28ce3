//! The posterior that ships with the case: every draw can run, and what is set stands whatever the draw.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use ambidex_race::Setup;
use ambidex_scenario::{Case, Drawn, Scenario};

const RATE: &str = "parameters.exploration.discovery_rate";

fn drawn(edits: &[(&str, &str)]) -> Drawn {
    let edits: Vec<_> = edits.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())).collect();
    Case::named("llama").unwrap().drawn(&edits).unwrap().unwrap()
}

fn scenario(drawn: &Drawn, draw: u32) -> Scenario {
    drawn.document(draw).scenario().unwrap()
}

#[test]
fn every_draw_can_run() {
    let drawn = drawn(&[]);
    assert_eq!((drawn.draws().get(), drawn.paths().len()), (200, 16));
    for draw in 0..200 {
        assert!(Setup::new(&scenario(&drawn, draw)).is_ok(), "draw {draw}");
    }
    assert_eq!(scenario(&drawn, 203), scenario(&drawn, 3));
}

/// The first row of the file.
#[test]
fn draws_are_laid_over_the_fitted_values() {
    let (drawn, fitted) = (drawn(&[]), Case::named("llama").unwrap().load(&[]).unwrap());
    let first = scenario(&drawn, 0);
    assert_eq!(first.parameters["exploration"]["discovery_rate"], 0.00330327539);
    assert_eq!(first.paradigm.iter().find(|one| one.name == "moe").unwrap().gain, 1.00197957);
    assert_eq!(first.parameters["projects"], fitted.parameters["projects"], "what is not drawn stays fitted");
    assert_ne!(first, scenario(&drawn, 1));
    assert!(drawn.fixed(&drawn.document(0)).is_empty());
}

#[test]
fn what_is_set_stands_whatever_the_draw_and_however_it_is_written() {
    let fitted = Case::named("llama").unwrap().load(&[]).unwrap();
    let place = fitted.paradigm.iter().position(|one| one.name == "moe").unwrap();
    let gain = format!("paradigm[{place}].gain");
    let drawn = drawn(&[(RATE, "0.004"), (&gain, "0.9"), ("lab.meta.draft_share", "0.2")]);
    for draw in [0, 57, 199] {
        let scenario = scenario(&drawn, draw);
        assert_eq!(scenario.parameters["exploration"]["discovery_rate"], 0.004);
        assert_eq!(scenario.paradigm[place].gain, 0.9);
    }
    assert_eq!(drawn.fixed(&drawn.document(0)), [RATE, "paradigm.moe.gain"]);
}

#[test]
fn edits_that_a_draw_does_not_go_with_are_problems_of_that_draw() {
    let drawn = drawn(&[(RATE, "7000")]);
    let error = drawn.document(0).scenario().unwrap_err();
    assert!(error.mistakes.iter().any(|mistake| mistake.problem.path == RATE), "{error}");
}
