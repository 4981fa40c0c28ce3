//! Experiment files with mistakes: an answer or an error that can be shown, never a panic.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::Path;

use ambidex_experiment::points::Opened;
use ambidex_experiment::{calibration, discovery, sensitivity};
use ambidex_scenario::experiment::Draft;
use ambidex_scenario::{Document, ScenarioError};
use proptest::prelude::*;

fn shipped() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

#[derive(Clone, Debug)]
enum Edit {
    Key(usize, &'static str),
    Value(usize, &'static str),
    Byte(usize, u8),
    Remove(usize),
    Repeat(usize),
    Move(usize, usize),
}

const KEYS: [&str; 16] = [
    "path",
    "low",
    "high",
    "values",
    "levels",
    "whole",
    "distribution",
    "mode",
    "mean",
    "sd",
    "points",
    "design",
    "outcome",
    "target",
    "seed",
    "lever",
];

const VALUES: [&str; 24] = [
    "0",
    "1",
    "-1",
    "3",
    "0.5",
    "1e15",
    "-1e15",
    "1e-12",
    "nan",
    "inf",
    "9000000000000000",
    "true",
    "\"\"",
    "\"none\"",
    "\"sobol\"",
    "\"grid\"",
    "\"list\"",
    "\"normal\"",
    "\"triangular\"",
    "\"log-uniform\"",
    "\"march1991\"",
    "[]",
    "[1, \"a\", 0.5]",
    "{}",
];

fn edit() -> impl Strategy<Value = Edit> {
    let line = 0..200_usize;
    prop_oneof![
        1 => (line.clone(), prop::sample::select(&KEYS[..])).prop_map(|(line, key)| Edit::Key(line, key)),
        3 => (line.clone(), prop::sample::select(&VALUES[..])).prop_map(|(line, value)| Edit::Value(line, value)),
        1 => (0..9000_usize, any::<u8>()).prop_map(|(at, byte)| Edit::Byte(at, byte)),
        1 => line.clone().prop_map(Edit::Remove),
        1 => line.clone().prop_map(Edit::Repeat),
        1 => (line.clone(), line).prop_map(|(from, to)| Edit::Move(from, to)),
    ]
}

fn mutated(text: &str, edits: &[Edit]) -> String {
    let mut lines: Vec<String> =
        text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect();
    for edit in edits {
        let count = lines.len().max(1);
        let pair =
            |line: usize| lines.get(line % count)?.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned()));
        match *edit {
            Edit::Key(line, key) => {
                if let Some((_, value)) = pair(line) {
                    lines[line % count] = format!("{key} ={value}");
                }
            }
            Edit::Value(line, value) => {
                if let Some((key, _)) = pair(line) {
                    lines[line % count] = format!("{key}= {value}");
                }
            }
            Edit::Byte(at, byte) => {
                let mut bytes = lines.join("\n").into_bytes();
                let length = bytes.len().max(1);
                if let Some(there) = bytes.get_mut(at % length) {
                    *there = byte;
                }
                lines = String::from_utf8_lossy(&bytes).lines().map(str::to_owned).collect();
            }
            Edit::Remove(line) if line < lines.len() => drop(lines.remove(line)),
            Edit::Repeat(line) if line < lines.len() => lines.insert(line, lines[line].clone()),
            Edit::Move(from, to) if from.max(to) < lines.len() => lines.swap(from, to),
            _ => {}
        }
    }
    lines.join("\n")
}

fn shown<T>(result: Result<T, ScenarioError>) -> Result<(), TestCaseError> {
    if let Err(error) = result {
        prop_assert!(!error.mistakes.is_empty() && !error.render(false).is_empty());
    }
    Ok(())
}

fn opened(text: &str) -> Result<(), TestCaseError> {
    let read = Document::parse("fuzz.toml", text).and_then(|document| Draft::read(document, Path::new("")));
    let Ok(draft) = read else { return Ok(()) };
    shown(sensitivity::open(draft.clone()))?;
    shown(discovery::open(draft.clone()))?;
    shown(calibration::open(draft.clone()))?;
    shown(Opened::of(draft))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn a_mutated_experiment_on_a_model_is_opened_or_refused(file in 0..3_usize, edits in prop::collection::vec(edit(), 1..5)) {
        let files: Vec<String> = shipped().into_iter().filter(|text| !text.contains("target = \"llama\"")).collect();
        opened(&mutated(&files[file % files.len()], &edits))?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_mutated_experiment_on_the_case_is_opened_or_refused(file in 0..4_usize, edits in prop::collection::vec(edit(), 1..5)) {
        let files: Vec<String> = shipped().into_iter().filter(|text| text.contains("target = \"llama\"")).collect();
        opened(&mutated(&files[file % files.len()], &edits))?;
    }
}
