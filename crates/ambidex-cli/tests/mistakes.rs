//! Experiment files with a mistake of every kind: all are named at once, with their lines, and nothing is written.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "a test may stop where it stands")]

use std::fs;
use std::process::Command;

use serde_json::Value;

const MARCH: &str = r#"name = "not a name"
target = "march1991"
outcomes = ["code_knowlege"]
design = "latin-hypercub"
points = 0
replicates = "many"
sede = 3

[set]
turnovr = 0.1
turbulence = 7

[precision]
outcome = "nothing"

[discovery]
outcome = "code_knowledg"
at_least = 2
at_most = 1

[calibration]
releases = true
observed = [{ outcome = "kode_knowledge", value = 0.5, error = "wide" }]

[sensitivity]
levels = 3
method = "moris"

[[lever]]
path = "socialisation"
values = [0.1, 0.9]

[[lever]]
path = "variant"
values = ["w2019", "wats"]

[[uncertainty]]
path = "code_learning"
low = 0.9
high = 0.1

[[uncertainty]]
path = "turnover"
low = -1
high = 0.5

[[uncertainty]]
path = "individual"
low = 9
high = 3

[[uncertainty]]
path = "dimensions"
colour = "red"
low = 10
high = 2000
"#;

const MARCH_MISTAKES: [(usize, &str); 28] = [
    (1, "letters a to z"),
    (3, "did you mean \"code_knowledge\"?"),
    (4, "did you mean \"latin-hypercube\"?"),
    (5, "a whole number from 1"),
    (6, "a whole number from 1"),
    (7, "did you mean `seed`?"),
    (10, "did you mean `turnover`?"),
    (11, "from 0 to 1"),
    (13, "no `width`"),
    (14, "an outcome of `march1991`"),
    (17, "did you mean \"code_knowledge\"?"),
    (18, "`at_least` up to `at_most`"),
    (21, "no `error`"),
    (22, "a case"),
    (23, "did you mean \"code_knowledge\"?"),
    (23, "a number from"),
    (26, "an even number"),
    (27, "did you mean \"morris\"?"),
    (30, "did you mean `socialization`?"),
    (35, "did you mean `watts`?"),
    (37, "`low` below `high`"),
    (44, "from 0 to 1"),
    (47, "`low` below `high`"),
    (48, "did you mean `individuals`?"),
    (54, "unknown key `colour`"),
    (56, "from 1 to 1000"),
    (7, "unknown key `sede`"),
    (9 + 1, "no parameter of march1991"),
];

const LLAMA: &str = r#"name = "wrong"
target = "llama"
outcomes = ["gap_ned", 3]
desing = "grid"
seed = 1.2.3

[set]
facts = 65
parameters.transfer.slotz = 3
"lab.mta.draft_share" = 0.1

[[lever]]
path = "counterfactual"
values = ["none", "no-darft"]

[[uncertainty]]
path = "parameters.transfer.slots"
low = -3
high = 1e9

[[uncertainty]]
path = "parameters.exploration.discovery_rat"
low = 0.1
high = 0.2

[[uncertainty]]
path = "parameters.release.floor"
distribution = "normal"
mean = 98
sd = 0
"#;

const LLAMA_MISTAKES: [(usize, &str); 12] = [
    (3, "did you mean \"gap_end\"?"),
    (3, "a text of 1"),
    (4, "did you mean `design`?"),
    (5, "TOML"),
    (8, "a multiple of 64"),
    (9, "did you mean `slots`?"),
    (10, "did you mean \"meta\"?"),
    (14, "did you mean `no-draft`?"),
    (18, "from 0 to 50"),
    (19, "from 0 to 50"),
    (22, "did you mean `discovery_rate`?"),
    (26, "`sd` above 0"),
];

/// Line and text of each mistake that `check` finds.
fn checked(text: &str) -> Vec<(u64, String)> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("wrong.toml"), text).unwrap();
    let mut check = Command::new(env!("CARGO_BIN_EXE_ambidex"));
    let output = check.current_dir(folder.path()).args(["check", "wrong.toml", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stderr));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    let told = |one: &Value| {
        let words = ["path", "found", "expected", "remedy"].map(|key| one[key].as_str().unwrap().to_owned());
        (one["line"].as_u64().unwrap(), words.join(" "))
    };
    found["problems"].as_array().unwrap().iter().map(told).collect()
}

fn all_are_told(text: &str, expected: &[(usize, &str)]) {
    let found = checked(text);
    for (line, words) in expected {
        let told = found.iter().any(|(at, told)| *at == *line as u64 && told.contains(words));
        assert!(told, "line {line}, {words:?} is missing in {found:#?}");
    }
    for (line, told) in &found {
        let meant = expected.iter().any(|(at, words)| *at as u64 == *line && told.contains(words));
        assert!(meant, "line {line}: {told}");
    }
}

#[test]
fn every_kind_of_mistake_is_told_at_once() {
    all_are_told(MARCH, &MARCH_MISTAKES);
    all_are_told(LLAMA, &LLAMA_MISTAKES);
}

#[test]
fn each_command_tells_them_and_what_it_lacks_itself() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("wrong.toml"), LLAMA).unwrap();
    for (command, more) in
        [("sweep", ""), ("sensitivity", ""), ("calibrate", "[calibration]"), ("discover", "[discovery]")]
    {
        let mut program = Command::new(env!("CARGO_BIN_EXE_ambidex"));
        let output = program.current_dir(folder.path()).args([command, "wrong.toml"]).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{told}");
        let count = LLAMA_MISTAKES.len() + usize::from(!more.is_empty());
        assert!(
            told.contains(&format!("wrong.toml: {count} problems")) && told.contains(more),
            "{command}: {told}"
        );
        for line in ["65", "slotz", "no-darft", "-3", "1e9", "discovery_rat\"", "1.2.3"] {
            assert!(told.contains(line), "{command}: {line} is not shown in {told}");
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_hangs_on_a_mistake_alone_is_hidden() {
    let unknown = MARCH.replace("target = \"march1991\"", "target = \"marhc1991\"");
    let found = checked(&unknown);
    assert!(found.iter().any(|(line, told)| *line == 2 && told.contains("did you mean `march1991`?")));
    assert!(found.iter().all(|(_, told)| !told.contains("outcome of") && !told.contains("no parameter")));
    assert!(found.iter().any(|(line, _)| *line == 37) && found.iter().any(|(line, _)| *line == 7));
}

#[test]
fn files_and_rules_across_parameters_are_told_with_all_else() {
    let nk = "name = \"nk\"\ntarget = \"nk\"\n[set]\ninteractions = \"file\"\nmatrix = \"missing.csv\"\nstrat = 1\n\
              [[lever]]\npath = \"walk\"\nvalues = [\"first\", \"stepest\"]\n";
    let expected = [(5, "no such file"), (6, "no parameter of nk"), (9, "did you mean `steepest`?")];
    all_are_told(nk, &expected);
    let fang = "name = \"fang\"\ntarget = \"fang2010\"\n[set]\nblock = 7\ndimensions = 100\nindividuels = 3\n\
                [[lever]]\npath = \"turnover\"\nvalues = [0, 2]\n";
    all_are_told(
        fang,
        &[(4, "a divisor of dimensions = 100"), (6, "did you mean `individuals`?"), (9, "from 0 to 1")],
    );
}
