//! `ambidex claims`: one experiment made small, found again with equal bytes; wrong input refused before anything is run.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn claims(directory: &Path, more: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_ambidex"));
    program.args(["claims", "llama", "--quick", "--points", "5", "--replicates", "3", "--json", "--quiet"]);
    program.args(["--set", "facts=64", "--set", "persons_per_agent=50", "--only", "product-trap"]);
    program.args(more).arg("--out").arg(directory);
    program.output().unwrap()
}

fn files(directory: &Path) -> [Vec<u8>; 2] {
    ["claims.json", "claims.md"].map(|file| fs::read(directory.join(file)).unwrap())
}

#[test]
fn one_experiment_gives_a_verdict_and_the_same_bytes_again() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one"), folder.path().join("other"));
    let done = claims(&one, &["--threads", "1"]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let object: Value = serde_json::from_slice(&done.stdout).unwrap();
    let rows = object["claims"].as_array().unwrap();
    let row = |id: &str| rows.iter().find(|row| row["id"] == id).unwrap();
    assert_eq!(rows.len(), 144);
    assert_eq!(row("C1-9")["verdict"], "false");
    assert_eq!(row("I1a")["experiment"], "product-trap");
    let interval = row("I1a")["interval"].as_array().unwrap();
    let effect = row("I1a")["effect"].as_f64().unwrap();
    assert!(interval[0].as_f64().unwrap() <= effect && effect <= interval[1].as_f64().unwrap());
    assert!((0.0..=1.0).contains(&row("I1a")["share_of_space"].as_f64().unwrap()));
    assert_eq!(row("I2a")["verdict"], "not run");

    let before = files(&one);
    assert!(claims(&one, &["--threads", "2"]).status.success());
    assert_eq!(files(&one), before, "found again");
    // An arm that is lost is run again, and nothing changes.
    let arm = fs::read_dir(one.join("arms")).unwrap().next().unwrap().unwrap().path();
    fs::remove_dir_all(&arm).unwrap();
    assert!(claims(&one, &[]).status.success());
    assert!(arm.is_dir());
    assert_eq!(files(&one), before, "resumed");
    assert!(claims(&other, &["--threads", "2"]).status.success());
    assert_eq!(files(&other), before, "begun anew");
}

#[test]
fn wrong_input_is_refused_before_anything_is_run() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    for more in [["--only", "product-trip"], ["--set", "persons_per_agent=0"], ["--points", "1"]] {
        assert_eq!(claims(&out, &more).status.code(), Some(2), "{more:?}");
    }
    assert!(!out.exists());
}
