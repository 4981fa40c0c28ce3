//! The command `ambidex replicate` as it is typed.
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn replicate(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ambidex"));
    command.arg("replicate").args(arguments).arg("--out").arg(folder).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn one_object_on_standard_output_and_two_files() {
    let folder = tempfile::tempdir().unwrap();
    let output = replicate(folder.path(), &["bass1969", "--quick", "--json"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&json["failed"], &json["effort"]), (&false.into(), &"quick".into()));
    let model = &json["models"][0];
    let rows = model["quantities"].as_array().unwrap();
    assert_eq!(model["model"], "bass1969");
    assert_eq!(model["counts"]["equal"].as_u64().unwrap() as usize, rows.len());
    assert_eq!(std::fs::read(folder.path().join("replications.json")).unwrap(), output.stdout);
    let page = std::fs::read_to_string(folder.path().join("replications.html")).unwrap();
    assert!(page.contains("bass1969: "));
    assert!(text(&output.stderr).contains("bass1969 (1 of 1)"));
}

#[test]
fn quiet_is_quiet_and_the_table_names_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let output = replicate(folder.path(), &["bass1969", "--quick", "--quiet", "--threads", "1"]);
    assert_eq!((output.status.code(), text(&output.stderr).as_str()), (Some(0), ""));
    let table = text(&output.stdout);
    assert!(table.contains("63 quantities: 63 equal") && table.contains("replications.html"), "{table}");
}

#[test]
fn an_unknown_model_is_wrong_input_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("results");
    let output = replicate(&place, &["bass1696"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("did you mean `bass1969`?"));
    assert!(!place.exists());
    assert_eq!(replicate(&place, &[]).status.code(), Some(2), "neither a model nor --all");
}

/// The results without the time that they took.
fn timeless(folder: &Path) -> String {
    let text = std::fs::read_to_string(folder.join("replications.json")).unwrap();
    text.lines().filter(|line| !line.contains("\"seconds\"")).collect()
}

#[test]
fn what_is_killed_goes_on_to_the_same_results() {
    let folder = tempfile::tempdir().unwrap();
    let (whole, killed) = (folder.path().join("whole"), folder.path().join("killed"));
    let models = ["bass1969", "sah-stiglitz1986", "logit-share", "scaling-laws", "nk", "--quick", "--quiet"];
    assert_eq!(replicate(&whole, &models).status.code(), Some(0));
    let mut found = 0;
    for wait in [100, 200, 400, 800] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ambidex"));
        let mut child = command.arg("replicate").args(models).arg("--out").arg(&killed).spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
        let kept = std::fs::read_dir(killed.join("measured")).map_or(0, Iterator::count);
        found = found.max(kept);
    }
    let last = replicate(&killed, &models[..6]);
    assert_eq!(last.status.code(), Some(0), "{}", text(&last.stderr));
    assert_eq!(timeless(&whole), timeless(&killed));
    assert!(!killed.join("measured").exists(), "done, and forgotten");
    let told = text(&last.stderr);
    assert!(found == 0 || told.contains("measured before"), "{found} were kept: {told}");
}
