//! The program itself: killed, interrupted, started twice, read by `head`; equal bytes all the same.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

const ARMS: &str = "no-draft,identical-mixes";

/// The case made small: few facts, fifty persons an agent.
fn ambidex(command: &str, directory: &Path) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ambidex"));
    program.args([command, "llama"]);
    if command == "run" {
        program.args(["--arms", ARMS]);
    } else {
        program.arg("no-draft");
    }
    program.args([
        "--set",
        "facts=64",
        "--set",
        "persons_per_agent=50",
        "--replicates",
        "50",
        "--every",
        "8",
    ]);
    program.arg("--out").arg(directory).stdout(Stdio::piped()).stderr(Stdio::piped());
    program
}

fn finish(command: &mut Command) -> Output {
    command.output().unwrap()
}

fn run(directory: &Path) -> Output {
    finish(ambidex("run", directory).args(["--no-report", "--json"]))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Tables and summary with their bytes.
fn results(directory: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![directory.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(directory).unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name.ends_with(".parquet") || name == "summary.json" {
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

#[test]
fn one_thread_or_two_killed_or_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let whole = folder.path().join("whole");
    let output = finish(ambidex("run", &whole).args(["--no-report", "--json", "--threads", "1"]));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    let expected = results(&whole);
    assert_eq!(expected.len(), 13);

    let two = folder.path().join("two");
    let output = finish(ambidex("run", &two).args(["--no-report", "--json", "--threads", "2"]));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(results(&two) == expected, "threads change nothing");

    killed(&folder.path().join("killed"), &expected);
    interrupted(&folder.path().join("interrupted"), &expected);
}

/// Kill -9 after longer and longer, each time going on in the same folder.
fn killed(directory: &Path, expected: &BTreeMap<String, Vec<u8>>) {
    let mut kills = 0;
    for attempt in 1_u64.. {
        let mut child = ambidex("run", directory).args(["--no-report", "--json"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(150 + 130 * attempt));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    assert!(kills > 0, "too fast to be killed: make the run longer");
    assert_eq!(run(directory).status.code(), Some(0));
    assert!(results(directory) == *expected, "after {kills} kills");
    assert!(!directory.join("shards").exists());
}

/// Ctrl-C: code 130, a message how to go on, and the rest on the next call.
#[cfg(unix)]
fn interrupted(directory: &Path, expected: &BTreeMap<String, Vec<u8>>) {
    let child = ambidex("run", directory).args(["--no-report", "--json"]).spawn().unwrap();
    let shards = directory.join("shards/baseline/000000.outcomes.parquet");
    for _ in 0..6000 {
        if shards.exists() {
            break;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let signalled = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("the same command goes on"), "{}", text(&output.stderr));
    let output = run(directory);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(results(directory) == *expected);
}

#[cfg(not(unix))]
fn interrupted(_: &Path, _: &BTreeMap<String, Vec<u8>>) {}

#[test]
fn json_is_one_object_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let output = run(folder.path());
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    for key in
        ["model", "version", "seed", "replicates", "periods", "wall_s", "outcomes", "run_dir", "patterns"]
    {
        assert!(!object[key].is_null(), "{key}");
    }
    assert_eq!(
        (&object["model"], &object["seed"], &object["replicates"]),
        (&"lab-race".into(), &1.into(), &50.into())
    );
    for (name, outcome) in object["outcomes"].as_object().unwrap() {
        assert!(
            outcome["unit"].is_string()
                && outcome["n"].as_u64().unwrap() + outcome["missing"].as_u64().unwrap() == 50,
            "{name}: {outcome}"
        );
    }
    assert_eq!(object["patterns"].as_array().unwrap().len(), 7);
    assert!(object["patterns"][0]["placebo"]["share"].is_number());
}

#[test]
fn a_second_process_leaves_a_run_alone() {
    let folder = tempfile::tempdir().unwrap();
    let lock = fs::File::create(folder.path().join(".lock")).unwrap();
    lock.lock().unwrap();
    let output = run(folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("another process"), "{}", text(&output.stderr));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn bad_input_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [&[&str]; 10] = [
        &["run", "lama"],
        &["run", "llama", "--set", "lab.meta.draft_share=1.3"],
        &["run", "llama", "--set", "lab.meta.draft_shore=0.3"],
        &["run", "llama", "--set", "nonsense"],
        &["run", "llama", "--arms", "no-tlit"],
        &["run", "llama", "--replicates", "0"],
        &["run", "llama", "--precision", "-1"],
        &["compare", "llama", "no-tlit"],
        &["compare", "llama", "no-draft", "--precision", "0"],
        &["run", "march1991", "--parameters", "posterior"],
    ];
    for arguments in cases {
        let mut program = Command::new(env!("CARGO_BIN_EXE_ambidex"));
        let output = program.args(arguments).current_dir(folder.path()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {}", text(&output.stderr));
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{arguments:?}");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{arguments:?}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = ambidex("compare", folder.path()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(!text(&output.stderr).contains("panic"), "{}", text(&output.stderr));
}

#[test]
fn compare_prints_paired_differences() {
    let folder = tempfile::tempdir().unwrap();
    let output = finish(ambidex("compare", folder.path()).arg("--json"));
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    let gap = &object["comparisons"][0]["outcomes"]["gap_end"];
    assert_eq!((&object["comparisons"][0]["arm"], &gap["n"]), (&"no-draft".into(), &50.into()));
    assert!(gap["low"].as_f64().unwrap() <= gap["mean"].as_f64().unwrap());
}

#[test]
fn compare_stops_by_the_width_of_the_difference() {
    let folder = tempfile::tempdir().unwrap();
    let found = |name: &str, more: &[&str]| {
        let small =
            ["--set", "facts=64", "--set", "persons_per_agent=50", "--every", "8", "--json", "--out", name];
        let mut program = Command::new(env!("CARGO_BIN_EXE_ambidex"));
        program.current_dir(folder.path()).args(["compare", "llama", "no-draft"]).args(small).args(more);
        let output = program.output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let wide = found("wide", &["--precision", "4", "--threads", "1"]);
    let gap = &wide["comparisons"][0]["outcomes"]["gap_end"];
    assert!(gap["high"].as_f64().unwrap() - gap["low"].as_f64().unwrap() < 4.0, "{gap}");
    assert_eq!((&gap["n"], &wide["replicates"]), (&wide["replicates"], &wide["replicates"]));
    found("two", &["--precision", "4", "--threads", "2"]);
    assert!(results(&folder.path().join("wide")) == results(&folder.path().join("two")));
}

#[test]
fn a_case_draws_from_its_posterior_unless_told_otherwise() {
    let folder = tempfile::tempdir().unwrap();
    let found = |name: &str, more: &[&str]| {
        let path = folder.path().join(name);
        let output = finish(ambidex("run", &path).args(["--no-report", "--json"]).args(more));
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        serde_json::from_slice::<Value>(&output.stdout).unwrap()
    };
    let (drawn, fitted) = (found("drawn", &[]), found("fitted", &["--parameters", "fitted"]));
    assert_eq!((&drawn["sample"]["draws"], &fitted["sample"]), (&200.into(), &Value::Null));
    assert_ne!(drawn["outcomes"]["gap_end"], fitted["outcomes"]["gap_end"]);
    let set = found("set", &["--set", "parameters.exploration.discovery_rate=0.003"]);
    assert_ne!(set["outcomes"]["gap_end"], drawn["outcomes"]["gap_end"]);
    let manifest: Value =
        serde_json::from_slice(&fs::read(folder.path().join("set/manifest.json")).unwrap()).unwrap();
    assert_eq!(manifest["baseline"]["fixed"], serde_json::json!(["parameters.exploration.discovery_rate"]));
}
