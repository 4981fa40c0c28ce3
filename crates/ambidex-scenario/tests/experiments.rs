//! Experiment files: what is shipped is read, and each mistake has a message at its place.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use ambidex_scenario::experiment::{Design, Law, Role, Spread};
use ambidex_scenario::{Document, Experiment, ScenarioError};

const GOOD: &str = r#"name = "good"
target = "march1991"
outcomes = ["code_knowledge"]
replicates = 50
seed = 0
[set]
turnover = 0.1
variant = "watts"
parameters.transfer.slots = 2
[[lever]]
path = "socialization"
values = [0.1, 0.9]
[[uncertainty]]
path = "code_learning"
low = 0.1
high = 0.9
levels = 3
"#;

fn read(text: &str) -> Result<Experiment, ScenarioError> {
    Experiment::read(Document::parse("file.toml", text)?, Path::new("folder"))
}

#[test]
fn a_good_file_is_read() {
    let found = read(GOOD).unwrap();
    assert_eq!((found.design, found.replicates, found.seed), (Design::Grid, 50, 0));
    let set: Vec<_> = found.set.iter().map(|(path, value)| format!("{path}={value}")).collect();
    assert_eq!(set, ["parameters.transfer.slots=2", "turnover=0.1", "variant=watts"]);
    assert_eq!((found.factors[0].role, found.factors[1].role), (Role::Lever, Role::Uncertainty));
    assert_eq!(found.factors[0].spread, Spread::Values(vec!["0.1".into(), "0.9".into()]));
    let range = Spread::Range { law: Law::Uniform(0.1, 0.9), levels: Some(3), whole: false };
    assert_eq!((&found.factors[1].spread, found.folder()), (&range, Path::new("folder")));
}

#[test]
fn what_is_shipped_is_read() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() >= 2);
    for path in files {
        Experiment::open(&path, &[]).unwrap_or_else(|error| panic!("{error}"));
    }
}

#[test]
fn experiments_are_told_from_scenarios() {
    let is_one = |text: &str| Experiment::is_one(&Document::parse("file.toml", text).unwrap());
    assert!(is_one(GOOD) && is_one("target = \"llama\"") && is_one("[[lever]]\npath = \"a\""));
    assert!(!is_one("model = \"lab-race\"") && !is_one("") && !is_one("[[lab]]\nname = \"a\""));
}

/// Asserts one mistake, at the line of `place`, that says each of `words`.
fn one_mistake(from: &str, to: &str, place: &str, words: &[&str]) {
    assert!(GOOD.contains(from), "{from:?} is not in the file");
    let text = GOOD.replacen(from, to, 1);
    let error = read(&text).expect_err(to);
    assert_eq!(error.mistakes.len(), 1, "{to}: {error}");
    let line = text[..text.find(place).unwrap()].matches('\n').count() + 1;
    assert_eq!(error.mistakes[0].line_and_column().map(|(line, _)| line), Some(line), "{error}");
    for word in words {
        assert!(error.to_string().contains(word), "{word:?} is missing in: {error}");
    }
}

#[test]
fn every_mistake_is_named_with_its_place_and_a_remedy() {
    one_mistake("replicates", "replicats", "replicats", &["did you mean `replicates`?"]);
    one_mistake("\"good\"", "\"not a name\"", "name = ", &["it becomes part of column names"]);
    one_mistake("target = \"march1991\"\n", "", "name = ", &["no `target`"]);
    one_mistake("replicates = 50", "replicates = 0", "replicates", &["from 1 to 1000000"]);
    one_mistake("replicates = 50", "replicates = 1.5", "replicates", &["a whole number"]);
    one_mistake("seed = 0", "seed = -1", "seed", &["from 0"]);
    one_mistake("seed = 0", "design = \"gird\"", "design", &["did you mean \"grid\"?"]);
    one_mistake("seed = 0", "points = 10", "points", &["`points` with a sampled design alone"]);
    one_mistake("seed = 0", "precision = 0.1", "precision", &["a table"]);
    one_mistake("seed = 0", "precision = { outcome = \"a\" }", "precision", &["no `width`"]);
    one_mistake("seed = 0", "precision = { width = 0 }", "precision", &["from 0.000000000001"]);
    one_mistake("values = [0.1, 0.9]", "values = []", "values", &["0 values", "1 to 1000"]);
    one_mistake("values = [0.1, 0.9]", "values = [0.1, [0.9]]", "values", &["numbers, texts"]);
    one_mistake("values = [0.1, 0.9]", "values = 0.1", "values", &["an array"]);
    one_mistake("values = [0.1, 0.9]", "", "[[lever]]", &["neither values nor a range"]);
    one_mistake("values = [0.1, 0.9]", "values = [1]\nlow = 1", "[[lever]]", &["both values and a range"]);
    one_mistake("levels = 3", "", "[[uncertainty]]", &["add `levels = 5`"]);
    one_mistake("low = 0.1", "low = 2", "[[uncertainty]]", &["`low` below `high`"]);
    one_mistake("low = 0.1", "low = 0\ndistribution = \"log-uniform\"", "[[uncertainty]]", &["above 0"]);
    one_mistake("low = 0.1", "low = 0.1\ndistribution = \"triangular\"", "[[uncertainty]]", &["a `mode`"]);
    one_mistake("low = 0.1", "low = 0.1\ndistribution = \"normal\"", "[[uncertainty]]", &["`mean` and `sd`"]);
    one_mistake("low = 0.1", "low = 0.2\nwhole = true", "[[uncertainty]]", &["a whole number between"]);
    one_mistake("\"code_learning\"", "\"socialization\"", "path = \"socialization\"\nlow", &["a path once"]);
    one_mistake("seed = 0", "design = \"list\"", "[[uncertainty]]", &["3 values", "2, as many as the first"]);
}

#[test]
fn sampling_needs_something_to_sample() {
    let text = "name = \"a\"\ntarget = \"b\"\ndesign = \"sobol\"\n[[lever]]\npath = \"c\"\nvalues = [1]\n";
    let error = read(text).unwrap_err().to_string();
    assert!(error.contains("something to sample"), "{error}");
}

#[test]
fn all_mistakes_come_at_once() {
    let text = GOOD.replace("seed", "sede").replace("levels = 3", "").replace("[0.1, 0.9]", "[]");
    assert_eq!(read(&text).unwrap_err().mistakes.len(), 3);
}

/// Asserts that each of some mistakes is told, and nothing else.
fn all_of(text: &str, expected: &[&str]) {
    let error = read(text).unwrap_err();
    let told: Vec<String> = error.mistakes.iter().map(|mistake| mistake.problem.to_string()).collect();
    for words in expected {
        assert!(told.iter().any(|told| told.contains(words)), "{words:?} is missing in: {error}");
    }
    assert_eq!(told.len(), expected.len(), "{error}");
}

#[test]
fn what_is_wrong_elsewhere_hides_nothing() {
    let text = GOOD.replace("low = 0.1", "low = 2\ncolour = \"red\"").replace("name = \"good\"", "");
    all_of(&text, &["no `name`", "unknown key `colour`", "`low` below `high`"]);
    let text = GOOD.replace("path = \"code_learning\"", "path = 3").replace("low = 0.1", "low = 2");
    all_of(&text, &["a text of 1", "`low` below `high`"]);
    let text = GOOD.replace("target", "targt").replace("seed = 0", "points = 10").replace("levels = 3", "");
    all_of(&text, &["did you mean `target`?", "`points` with a sampled design", "add `levels = 5`"]);
}

#[test]
fn what_follows_from_a_mistake_is_not_told() {
    all_of(&GOOD.replace("levels = 3", "levles = 3"), &["did you mean `levels`?"]);
    all_of(&GOOD.replace("low = 0.1", "lwo = 0.1"), &["did you mean `low`?"]);
    all_of(&GOOD.replace("seed = 0", "design = \"sobl\"\npoints = 10"), &["did you mean \"sobol\"?"]);
    all_of(&GOOD.replace("levels = 3", "[sensitivty]"), &["did you mean `sensitivity`?"]);
}

#[test]
fn lines_that_are_no_toml_come_with_all_else() {
    let text = GOOD.replace("seed = 0", "seed = ").replace("low = 0.1", "low = 0.1.2\ncolour = 1");
    all_of(&text, &["syntax", "syntax", "unknown key `colour`"]);
    let text =
        GOOD.replace("target = \"march1991\"", "target = \"march1991").replace("replicates", "replicats");
    all_of(&text, &["syntax", "did you mean `replicates`?"]);
    let text = GOOD.replace("seed = 0", "seed = 0\nseed = 1").replace("[0.1, 0.9]", "[]");
    all_of(&text, &["syntax", "0 values"]);
    let error = read(&GOOD.replace("seed = 0", "seed = ")).unwrap_err();
    assert_eq!(error.mistakes[0].line_and_column().map(|(line, _)| line), Some(5), "{error}");
}
