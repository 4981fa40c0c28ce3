//! Models of the catalogue and experiments from the command line.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use serde_json::Value;

fn ambidex(folder: &Path, arguments: &[&str]) -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ambidex"));
    program.args(arguments).current_dir(folder);
    program
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    ambidex(folder, arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn object(folder: &Path, arguments: &[&str]) -> Value {
    let output = run(folder, arguments);
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Worlds made small: few facts, fifty persons an agent.
const SLOTS: &str = r#"
name = "slots"
target = "llama"
replicates = 20
outcomes = ["gap_end"]
[set]
facts = 64
persons_per_agent = 50
[[lever]]
path = "parameters.transfer.slots"
values = [0.5, 1, 2]
[[lever]]
path = "counterfactual"
values = ["none", "no-draft"]
"#;

const GRID: &str = r#"
name = "grid"
target = "bass1969"
replicates = 300
compare = true
[[lever]]
path = "innovation"
values = [0.01, 0.02, 0.05]
[[lever]]
path = "imitation"
low = 0.1
high = 0.5
levels = 3
"#;

#[test]
fn json_of_a_model_is_one_object() {
    let folder = tempfile::tempdir().unwrap();
    let arguments =
        ["run", "bass1969", "--set", "innovation=0.02", "--set", "imitation=0.5", "--seed", "0", "--json"];
    let found = object(folder.path(), &arguments);
    assert_eq!(
        (&found["model"], &found["seed"], &found["replicates"], &found["periods"]),
        (&"bass1969".into(), &0.into(), &1000.into(), &20.into())
    );
    assert!(found["version"].is_string() && found["wall_s"].is_number());
    let peak = &found["outcomes"]["peak_time"];
    // ln(q/p) / (p + q).
    assert!((peak["mean"].as_f64().unwrap() - ambidex_core::maths::ln(25.0) / 0.52).abs() < 1e-7, "{peak}");
    assert_eq!(
        (&peak["unit"], &peak["sd"], &peak["se"], &peak["n"]),
        (&"periods".into(), &0.0.into(), &0.0.into(), &1000.into())
    );
    assert!(folder.path().join(found["run_dir"].as_str().unwrap()).join("outcomes.parquet").is_file());
}

#[test]
fn all_problems_come_at_once_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = ["run", "bass1969", "--set", "imitaton=0.5", "--set", "innovation=7", "--set", "periods=2.5"];
    let output = run(folder.path(), &wrong);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let said = text(&output.stderr);
    for words in ["did you mean `imitation`?", "from 0.0001 to 1", "a whole number", "3 problems"] {
        assert!(said.contains(words), "{words:?} is missing in: {said}");
    }
    let cases: [(&[&str], &str); 7] = [
        (&["run", "bas1969"], "`bass1969`"),
        (&["run", "bass1969", "--set", "innovation=much"], "a number from"),
        (&["run", "bass1969", "--arms", "no-draft"], "only cases"),
        (&["compare", "bass1969", "bass1969"], "say what is different"),
        (&["compare", "bass1969", "llama"], "say what is different"),
        (&["compare", "bass1969", "innovation=7"], "from 0.0001 to 1"),
        (&["describe", "bas1969"], "`bass1969`"),
    ];
    for (arguments, words) in cases {
        let output = run(folder.path(), arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(words), "{arguments:?}: {}", text(&output.stderr));
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_model_is_compared_with_itself_at_other_settings() {
    let folder = tempfile::tempdir().unwrap();
    let found = object(folder.path(), &["compare", "bass1969", "imitation=0.5,periods=10", "--json"]);
    let other = object(
        folder.path(),
        &[
            "compare",
            "bass1969",
            "bass1969",
            "--set-other",
            "imitation=0.5",
            "--set-other",
            "periods=10",
            "--json",
        ],
    );
    assert_eq!(found["comparisons"], other["comparisons"]);
    let base = object(folder.path(), &["run", "bass1969", "--json"]);
    let changed = object(
        folder.path(),
        &["run", "bass1969", "--set", "imitation=0.5", "--set", "periods=10", "--json"],
    );
    let precise =
        object(folder.path(), &["compare", "march1991", "turnover=0.1", "--precision", "0.02", "--json"]);
    let difference = precise["comparisons"][0]["outcomes"].as_object().unwrap().values().next().unwrap();
    assert!(
        difference["high"].as_f64().unwrap() - difference["low"].as_f64().unwrap() < 0.02,
        "{difference}"
    );
    assert_eq!(difference["n"], precise["replicates"]);
    let mean = |found: &Value| found["outcomes"]["adopted"]["mean"].as_f64().unwrap();
    let difference = found["comparisons"][0]["outcomes"]["adopted"]["mean"].as_f64().unwrap();
    assert!((difference - (mean(&changed) - mean(&base))).abs() < 1e-7);
}

#[test]
fn series_are_written_on_request() {
    let folder = tempfile::tempdir().unwrap();
    object(folder.path(), &["run", "bass1969", "--series", "--replicates", "3", "--out", "run", "--json"]);
    let rows = ambidex_experiment::merge::rows(&folder.path().join("run/series.parquet")).unwrap();
    assert_eq!(rows, 3 * 20);
}

#[test]
fn a_sweep_at_once_and_by_shards_are_the_same() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("grid.toml"), GRID).unwrap();
    let checked = object(folder.path(), &["check", "grid.toml", "--json"]);
    assert_eq!((&checked["points"], &checked["replicates"]), (&9.into(), &300.into()));
    let found = object(folder.path(), &["sweep", "grid.toml", "--out", "whole", "--json"]);
    assert_eq!((found["points"].as_array().unwrap().len(), &found["failed"]), (9, &0.into()));
    assert_eq!(found["points"][5]["settings"], serde_json::json!({ "innovation": 0.02, "imitation": 0.5 }));
    let planned = object(folder.path(), &["sweep", "plan", "grid.toml", "--out", "parts", "--json"]);
    let last = planned["shards"].as_u64().unwrap() - 1;
    let part = |span: &str| run(folder.path(), &["sweep", "run-shard", "grid.toml", span, "--out", "parts"]);
    assert!(part(&format!("1-{last}")).status.success());
    let status = run(folder.path(), &["sweep", "status", "grid.toml", "--out", "parts"]);
    assert_eq!((status.status.code(), text(&status.stdout).contains("missing: 0")), (Some(1), true));
    assert_eq!(
        run(folder.path(), &["sweep", "collect", "grid.toml", "--out", "parts"]).status.code(),
        Some(1)
    );
    assert!(part("0").status.success());
    assert_eq!(part(&(last + 1).to_string()).status.code(), Some(2));
    object(folder.path(), &["sweep", "collect", "grid.toml", "--out", "parts", "--json"]);
    for file in ["outcomes.parquet", "summary.json"] {
        let read = |of: &str| fs::read(folder.path().join(of).join(file)).unwrap();
        assert!(read("whole") == read("parts"), "{file}");
    }
}

/// Kill -9 after longer and longer, each time going on in the same folder.
#[test]
fn a_sweep_that_is_killed_goes_on_to_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("slots.toml"), SLOTS).unwrap();
    object(folder.path(), &["sweep", "slots.toml", "--out", "whole", "--threads", "1", "--json"]);
    let arguments = ["sweep", "slots.toml", "--out", "killed", "--json", "--quiet"];
    let mut kills = 0;
    for attempt in 1_u64.. {
        let mut command = ambidex(folder.path(), &arguments);
        let mut child = command.stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(60 + 60 * attempt));
        if child.try_wait().unwrap().is_some() {
            break;
        }
        child.kill().unwrap();
        child.wait().unwrap();
        kills += 1;
    }
    assert!(kills > 0, "too fast to be killed: make the sweep longer");
    object(folder.path(), &arguments);
    for file in ["outcomes.parquet", "summary.json"] {
        let read = |of: &str| fs::read(folder.path().join(of).join(file)).unwrap();
        assert!(read("whole") == read("killed"), "{file} after {kills} kills");
    }
    assert!(!folder.path().join("killed/shards").exists());
}

#[test]
fn what_the_target_does_not_know_is_refused_at_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let refused = |from: &str, to: &str, words: &[&str]| {
        let base = if SLOTS.contains(from) { SLOTS } else { GRID };
        assert!(base.contains(from), "{from}");
        fs::write(folder.path().join("wrong.toml"), base.replacen(from, to, 1)).unwrap();
        let output = run(folder.path(), &["sweep", "wrong.toml"]);
        assert_eq!(output.status.code(), Some(2), "{to}: {}", text(&output.stdout));
        let said = text(&output.stderr);
        assert!(said.contains("1 problem"), "{to}: {said}");
        for word in words {
            assert!(said.contains(word), "{word:?} is missing in: {said}");
        }
    };
    refused("\"bass1969\"", "\"bas1969\"", &["target", "did you mean `bass1969`?"]);
    refused("\"llama\"", "\"nowhere.toml\"", &["a file was looked for"]);
    refused("[\"gap_end\"]", "[\"gap_ned\"]", &["outcomes[0]", "did you mean \"gap_end\"?"]);
    refused(
        "compare = true",
        "precision = { width = 1, outcome = \"adoptd\" }",
        &["did you mean \"adopted\"?"],
    );
    refused("0.02, 0.05]", "20, 0.05]", &["lever[0].values[1]", "from 0.0001 to 1"]);
    refused("\"imitation\"", "\"imitatio\"", &["lever[1].path", "did you mean `imitation`?"]);
    refused("transfer.slots", "transfer.slotz", &["lever[0].path", "slotz"]);
    refused("\"no-draft\"", "\"no-darft\"", &["did you mean `no-draft`?"]);
    refused("facts = 64", "facts = 65", &["set.facts", "a multiple of 64"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn the_shipped_experiments_are_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments");
    let march = object(&folder, &["check", "march1991-learning.toml", "--json"]);
    assert_eq!((&march["points"], &march["model"]), (&27.into(), &"march1991".into()));
    let found = object(&folder, &["check", "llama-slots-tilt.toml", "--json"]);
    assert_eq!((&found["points"], &found["model"]), (&12.into(), &"lab-race".into()));
}

#[test]
fn a_precision_on_the_command_line_is_that_of_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments/march1991-learning.toml");
    let file = file.to_str().unwrap();
    let few = ["--set", "lever[0].values=[0.1, 0.9]", "--replicates", "4000", "--quiet", "--json", "--out"];
    let sweep = |more: &[&str], out: &str| {
        object(folder.path(), &[&["sweep", file], more, &few[..], &[out]].concat())
    };
    let typed = sweep(&["--precision", "0.02"], "typed");
    assert_eq!(typed["points"], sweep(&["--set", "precision.width=0.02"], "set")["points"]);
    for point in typed["points"].as_array().unwrap() {
        let width = 2.0 * 1.96 * point["outcomes"]["code_knowledge"]["se"].as_f64().unwrap();
        assert!(width < 0.02 && point["replicates"].as_u64().unwrap() < 4000, "{point}");
    }
    let output = run(folder.path(), &["sweep", file, "--precision", "-1"]);
    assert_eq!(output.status.code(), Some(2));
}

/// The object names what the lines name.
#[test]
fn the_list_is_the_same_as_an_object() {
    let printed = |more: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_ambidex")).arg("list").args(more).output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stdout).unwrap()
    };
    let object: Value = serde_json::from_str(&printed(&["--json"])).unwrap();
    let groups = ["models", "cases", "templates"].map(|key| object[key].as_array().unwrap().clone());
    let named: Vec<&str> = groups.iter().flatten().map(|one| one["name"].as_str().unwrap()).collect();
    let lines = printed(&[]);
    let mut listed: Vec<&str> = lines.lines().map(|line| line.split_whitespace().nth(1).unwrap()).collect();
    listed.sort_by_key(|name| named.iter().position(|other| other == name));
    assert_eq!(named, listed);
}
