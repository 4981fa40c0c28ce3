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

/// Paths and rows of the file that ships.
fn file() -> (Vec<String>, Vec<Vec<f64>>) {
    let text = include_str!("../../../cases/llama/posterior.csv");
    let mut lines = text.lines();
    let paths = lines.next().unwrap().split(',').map(str::to_owned).collect();
    (paths, lines.map(|line| line.split(',').map(|value| value.parse().unwrap()).collect()).collect())
}

fn scenario(drawn: &Drawn, draw: u32) -> Scenario {
    drawn.document(draw).scenario().unwrap()
}

#[test]
fn every_draw_can_run() {
    let drawn = drawn(&[]);
    let (paths, rows) = file();
    assert_eq!(drawn.draws().get() as usize, rows.len());
    assert_eq!(drawn.paths(), paths);
    for draw in 0..drawn.draws().get() {
        assert!(Setup::new(&scenario(&drawn, draw)).is_ok(), "draw {draw}");
    }
    assert_eq!(scenario(&drawn, drawn.draws().get() + 3), scenario(&drawn, 3));
}

#[test]
fn draws_are_laid_over_the_fitted_values() {
    let (drawn, fitted) = (drawn(&[]), Case::named("llama").unwrap().load(&[]).unwrap());
    let first = scenario(&drawn, 0);
    let (paths, rows) = file();
    let written = |path: &str| rows[0][paths.iter().position(|one| one == path).unwrap()];
    assert_eq!(first.parameters["exploration"]["discovery_rate"], written(RATE));
    let moe = first.paradigm.iter().find(|one| one.name == "moe").unwrap();
    assert_eq!(moe.gain, written("paradigm.moe.gain"));
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
