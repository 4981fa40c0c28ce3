//! The analysing commands: shipped experiments, one JSON object, kill -9, exit codes.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

fn shipped(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments").join(name)
}

fn ambidex(command: &str, file: &Path, directory: &Path, more: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ambidex"));
    program.arg(command).arg(file).args(["--quiet", "--json"]).args(more).arg("--out").arg(directory);
    program.stdout(Stdio::piped()).stderr(Stdio::piped());
    program
}

fn object(output: &Output) -> Value {
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn sensitivity_prints_one_object_and_writes_it() {
    let folder = tempfile::tempdir().unwrap();
    let more = ["--replicates", "2", "--set", "sensitivity.rows=16", "--set", "sensitivity.resamples=50"];
    let file = shipped("march1991-sensitivity.toml");
    let found = object(&ambidex("sensitivity", &file, folder.path(), &more).output().unwrap());
    assert_eq!((&found["method"], &found["points"]), (&"sobol".into(), &(16 * 12).into()));
    assert_eq!(found["outcomes"][0]["ranking"].as_array().unwrap().len(), 5);
    for file in ["sensitivity.json", "report.html", "report.md"] {
        assert!(folder.path().join(file).is_file(), "{file}");
    }
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    let first = found["outcomes"][0]["ranking"][0]["path"].as_str().unwrap();
    assert!(page.contains(&format!("<code>{first}</code>")) || page.contains(&first.replace('_', "_<wbr>")));
}

#[test]
fn two_seeds_are_run_and_their_ranks_compared() {
    let folder = tempfile::tempdir().unwrap();
    let small = ["--replicates", "8", "--set", "points=400", "--set", "sensitivity.method=\"given-data\""];
    let more =
        [&small[..], &["--set", "sensitivity.resamples=50", "--set", "sensitivity.second_seed=2"]].concat();
    let file = shipped("march1991-sensitivity.toml");
    let found = object(&ambidex("sensitivity", &file, folder.path(), &more).output().unwrap());
    assert_eq!((&found["seed"], &found["second"]["seed"]), (&1.into(), &2.into()));
    assert_ne!(found["outcomes"][0]["mean"], found["second"]["outcomes"][0]["mean"]);
    let agreement = &found["agreement"][0];
    // Turbulence alone moves March's code by more than any two others: both seeds must see it.
    assert_eq!(agreement["first"][0][0], agreement["first"][1][0]);
    assert_ne!(agreement["verdict"], "apart");
    assert!(folder.path().join("seed-2").join("outcomes.parquet").is_file());
}

#[test]
fn shipped_experiments_pass_their_checks() {
    let files = fs::read_dir(shipped("")).unwrap().map(|entry| entry.unwrap().path());
    for file in files.filter(|path| path.extension().is_some_and(|ending| ending == "toml")) {
        let mut check = Command::new(env!("CARGO_BIN_EXE_ambidex"));
        let output = check.arg("check").arg(&file).output().unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {errors}", file.display());
    }
}

#[test]
fn a_frontier_is_sought_in_the_case() {
    let folder = tempfile::tempdir().unwrap();
    let small = ["--replicates", "1", "--set", "points=60", "--set", "set.facts=64", "--set"];
    let more = [&small[..], &["set.persons_per_agent=50"]].concat();
    let file = shipped("llama-frontier.toml");
    let output = ambidex("discover", &file, folder.path(), &more).output().unwrap();
    let found = object(&output);
    assert_eq!((&found["used"], &found["outcome"]), (&60.into(), &"gap_end".into()));
    assert!(folder.path().join("report.html").is_file());
}

#[test]
fn a_calibration_that_is_killed_goes_on_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let file = shipped("bass1969-calibration.toml");
    let (whole, killed) = (folder.path().join("whole"), folder.path().join("killed"));
    object(&ambidex("calibrate", &file, &whole, &["--threads", "1"]).output().unwrap());
    for wait in [40, 90, 150] {
        let mut child = ambidex("calibrate", &file, &killed, &[]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(wait));
        let _ = child.kill();
        child.wait().unwrap();
    }
    object(&ambidex("calibrate", &file, &killed, &[]).output().unwrap());
    for name in ["calibration.json", "posterior.csv"] {
        assert!(fs::read(whole.join(name)).unwrap() == fs::read(killed.join(name)).unwrap(), "{name}");
    }
}

#[test]
fn wrong_input_ends_with_two_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("run");
    let file = shipped("bass1969-calibration.toml");
    for command in ["discover", "calibrate", "sensitivity"] {
        let more = ["--set", "target=\"bass\""];
        let output = ambidex(command, &file, &directory, &more).output().unwrap();
        assert_eq!((output.status.code(), directory.exists()), (Some(2), false), "{command}");
    }
}
