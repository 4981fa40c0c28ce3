//! Mutated files: an answer or an error that can be shown, never a panic.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use ambidex_scenario::experiment::Draft;
use ambidex_scenario::{Case, Document, Template, counterfactual, load};
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Edit {
    Replace(usize, u8),
    Insert(usize, u8),
    Remove(usize, usize),
    Repeat(usize, usize),
    Truncate(usize),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = 0..14_000usize;
    // Bytes that mean something in TOML, and any others.
    let byte = prop_oneof![any::<u8>(), proptest::sample::select(b"[]{}=.,\"'#\n-0919eE+_ tf".to_vec())];
    prop_oneof![
        8 => (at.clone(), byte.clone()).prop_map(|(at, byte)| Edit::Replace(at, byte)),
        8 => (at.clone(), byte).prop_map(|(at, byte)| Edit::Insert(at, byte)),
        4 => (at.clone(), 0..200usize).prop_map(|(at, length)| Edit::Remove(at, length)),
        4 => (at.clone(), 0..200usize).prop_map(|(at, length)| Edit::Repeat(at, length)),
        1 => at.prop_map(Edit::Truncate),
    ]
}

fn mutated(text: &str, edits: &[Edit]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for edit in edits {
        let end = bytes.len();
        let clip = |at: usize| at.min(end);
        match *edit {
            Edit::Replace(at, byte) if at < end => bytes[at] = byte,
            Edit::Insert(at, byte) => bytes.insert(clip(at), byte),
            Edit::Remove(at, length) => drop(bytes.drain(clip(at)..clip(at + length))),
            Edit::Repeat(at, length) => {
                let piece = bytes[clip(at)..clip(at + length)].to_vec();
                bytes.splice(clip(at)..clip(at), piece);
            }
            Edit::Truncate(at) => bytes.truncate(at),
            Edit::Replace(..) => {}
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn shipped() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_mutated_scenario_is_read_or_refused(edits in proptest::collection::vec(edit(), 1..6)) {
        let text = mutated(Template::named("two-track").unwrap().text, &edits);
        if let Err(error) = load("fuzz.toml", &text, &[]) {
            prop_assert!(!error.mistakes.is_empty());
            prop_assert!(!error.render(true).is_empty() && !error.to_string().is_empty());
        }
    }

    #[test]
    fn mutated_counterfactuals_are_read_or_refused(edits in proptest::collection::vec(edit(), 1..6)) {
        let text = mutated(Case::named("llama").unwrap().counterfactuals, &edits);
        if let Err(error) = counterfactual::parse("fuzz.toml", &text) {
            prop_assert!(!error.render(false).is_empty());
        }
    }

    #[test]
    fn a_mutated_experiment_is_read_or_refused(file in 0..7_usize, edits in proptest::collection::vec(edit(), 1..6)) {
        let files = shipped();
        let text = mutated(&files[file % files.len()], &edits);
        let read = Document::parse("fuzz.toml", &text).and_then(|document| Draft::read(document, Path::new("")));
        if let Err(error) = read.and_then(Draft::finished) {
            prop_assert!(!error.render(false).is_empty() && !error.mistakes.is_empty());
        }
    }

    #[test]
    fn any_edit_is_laid_over_or_refused(path in "[a-z\\[\\]0-9.\"é]{0,24}|lab\\.focal\\.[a-z_]{0,12}", value in ".{0,16}") {
        let text = Template::named("two-track").unwrap().text;
        if let Err(error) = load("fuzz.toml", text, &[(path, value)]) {
            prop_assert!(!error.render(false).is_empty() && !error.to_string().is_empty());
        }
    }

    #[test]
    fn any_text_is_refused(text in "(?s).{0,300}") {
        let error = load("fuzz.toml", &text, &[]).expect_err("no scenario");
        prop_assert!(!error.render(false).is_empty());
    }
}
