//! Wrong input: one clear message for each mistake, with its place and what to do; never a panic.

#![allow(clippy::unwrap_used, reason = "tests")]

use ambidex_scenario::{Case, Document, ScenarioError, TEMPLATES, Template, load, open};

fn two_track() -> &'static str {
    Template::named("two-track").unwrap().text
}

/// The template with one piece of text replaced.
fn changed(from: &str, to: &str) -> String {
    assert!(two_track().contains(from), "{from:?} is not in the template");
    two_track().replacen(from, to, 1)
}

fn refused(text: &str) -> ScenarioError {
    load("file.toml", text, &[]).expect_err("must be refused")
}

fn set(path: &str, value: &str) -> Result<ambidex_scenario::Scenario, ScenarioError> {
    load("file.toml", two_track(), &[(path.to_owned(), value.to_owned())])
}

/// Asserts one mistake, at the line of `place`, that says each of `words`.
fn one_mistake(from: &str, to: &str, place: &str, words: &[&str]) {
    let text = changed(from, to);
    let error = refused(&text);
    assert_eq!(error.mistakes.len(), 1, "{error}");
    let at = text.find(place).unwrap();
    let line = text[..at].matches('\n').count() + 1;
    assert_eq!(error.mistakes[0].line_and_column().map(|(line, _)| line), Some(line), "{error}");
    for word in words {
        assert!(error.to_string().contains(word), "{word:?} is missing in: {error}");
        assert!(error.render(false).replace("\n", " ").contains(word.split(' ').next().unwrap()), "{word:?}");
    }
}

#[test]
fn every_mistake_is_named_with_its_place_and_a_remedy() {
    one_mistake(
        "integrity =",
        "integrty =",
        "integrty",
        &["unknown key `integrty`", "did you mean `integrity`?"],
    );
    one_mistake(
        "integrity = 0.5",
        "integrity = \"high\"",
        "integrity = \"high\"",
        &["\"high\" (a text)", "from 0 to 1"],
    );
    one_mistake("voice = 0.5", "voice = 1.3", "voice = 1.3", &["1.3", "from 0 to 1", "default is 1.0"]);
    one_mistake("end = 2026-01-05", "end = \"2026-02-30\"", "end = ", &["2026-02 has 28 days"]);
    one_mistake("end = 2026-01-05", "end = 2022-01-05", "end = ", &["a week after the start"]);
    one_mistake("focal = \"focal\"", "focal = \"focl\"", "focal = ", &["did you mean \"focal\"?"]);
    one_mistake(
        "charter = \"product\"",
        "charter = \"produkt\"",
        "charter = \"produkt\"",
        &["did you mean \"product\"?"],
    );
    one_mistake("facts = 256", "facts = 200", "facts = 200", &["a multiple of 64", "write 256"]);
    one_mistake("facts = 256", "facts = 256.5", "facts = 256.5", &["a whole number from 64 to"]);
    one_mistake("facts = 256", "facts = 99999999999999999999", "facts = 9", &["too large"]);
    one_mistake("head_count = 300", "head_count = nan", "head_count = nan", &["NaN", "from 0 to 100000"]);
    one_mistake(
        "unit = \"Product\", persons",
        "unit = \"Produkt\", persons",
        "unit = \"Produkt\"",
        &["Research, Product"],
    );
    one_mistake(
        "do.product_tilt = { tilt = 0.6 }",
        "do.product_titl = { tilt = 0.6 }",
        "do.product_titl",
        &["product_tilt"],
    );
    one_mistake("gap_points > 8", "gap_point > 8", "gap_point > 8", &["`gap_points`"]);
    one_mistake("gap_points > 8", "gap_points > eight", "gap_points > eight", &["a number"]);
    one_mistake("date = 2024-02-05", "date = 2024-12-05", "date = 2024-05-06", &["order of date"]);
    one_mistake("weights = { reasoning = 0.7", "weights = { reasoning = 0.8", "weights = {", &["sum 1.1"]);
    one_mistake(
        "key_domain = \"architecture\"",
        "key_domain = \"arch\"",
        "key_domain = \"arch\"",
        &["scaling, architecture"],
    );
    one_mistake("name = \"two-track\"\n", "", "# A two-track lab", &["no `name`", "Short name"]);
}

#[test]
fn the_wrong_part_of_a_condition_is_underlined() {
    let text = changed("weeks_since_release > 30", "weeks_since_relase > 30");
    let error = refused(&text);
    let (line, column) = error.mistakes[0].line_and_column().unwrap();
    let shown = text.lines().nth(line - 1).unwrap();
    assert!(shown[column - 1..].starts_with("weeks_since_relase"), "{shown} at {column}");
}

#[test]
fn a_misspelt_key_is_not_reported_as_missing_too() {
    let error = refused(&changed("head_count = 300", "head_cuont = 300"));
    assert_eq!(error.mistakes.len(), 1, "{error}");
    assert!(error.to_string().contains("did you mean `head_count`?"), "{error}");
}

#[test]
fn a_date_outside_the_run_is_named() {
    let text = changed("date = 2024-02-05", "date = 2021-02-05");
    let error = refused(&text).to_string();
    assert!(error.contains("a date from 2023-01-02 up to the day before 2026-01-05"), "{error}");
}

#[test]
fn a_day_that_does_not_exist_is_refused_unquoted_too() {
    let error = refused(&changed("end = 2026-01-05", "end = 2026-02-30"));
    assert_eq!(error.mistakes.len(), 1, "{error}");
    assert!(error.mistakes[0].line_and_column().is_some(), "{error}");
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let text = changed("integrity = 0.5", "integrity = 1.5")
        .replacen("end = 2026-01-05", "end = 2026-02-30", 1)
        .replacen("head_count = 300", "head_cuont = 300", 1)
        .replacen("charter = \"research\"\n", "", 1)
        .replacen("focal = \"focal\"", "focal = \"nobody\"", 1)
        .replacen("gap_points > 8", "gap_points >> 8", 1);
    let error = refused(&text);
    let found = error.to_string();
    for word in
        ["integrity = 1.5", "2026-02 has 28 days", "head_cuont", "no `charter`", "\"nobody\"", "rule[0].when"]
    {
        assert!(found.contains(word), "{word} is missing in {found}");
    }
    let lines: Vec<_> = error.mistakes.iter().filter_map(|mistake| mistake.line_and_column()).collect();
    assert!(lines.is_sorted(), "in the order of the file: {lines:?}");
}

#[test]
fn files_that_are_no_scenario() {
    for (text, words, count) in [
        ("", "an empty file", 1),
        ("# only a comment\n", "an empty file", 1),
        ("[model", "TOML", 1),
        ("model = ", "TOML", 2),
    ] {
        let error = refused(text);
        assert_eq!(error.mistakes.len(), count, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    std::fs::write(path("big.toml"), "# x\n".repeat(2_500_000)).unwrap();
    std::fs::write(path("latin1.toml"), b"model = \"lab-race\"\nname = \"caf\xe9\"\n").unwrap();
    for (name, words) in [
        ("big.toml", "10.0 MB"),
        ("latin1.toml", "byte 0xe9 at offset 30, line 2, which is not UTF-8"),
        ("missing.toml", "no such file"),
        ("", "a directory"),
    ] {
        let error = open(&path(name), &[]).map(|_| ()).expect_err(name);
        assert_eq!(error.mistakes.len(), 1, "{error}");
        assert!(error.to_string().contains(words), "{error}");
    }
    let error = open("lama", &[]).map(|_| ()).expect_err("no such case").to_string();
    assert!(error.contains("did you mean the case `llama`?"), "{error}");
}

#[test]
fn one_long_line_is_not_echoed() {
    let text = format!("model = \"{}\"", "x".repeat(1_000_000));
    let error = refused(&text);
    assert!(error.render(false).len() < 20_000 && error.to_string().len() < 20_000);
}

#[test]
fn deep_nesting_is_refused() {
    for (open, close) in [("[", "]"), ("{a=", "}")] {
        let text = format!("model = {}1{}", open.repeat(50_000), close.repeat(50_000));
        assert!(load("deep.toml", &text, &[]).is_err());
    }
}

#[test]
fn too_many_agents_are_refused_with_their_cost() {
    let sets = [
        ("lab.focal.unit.Research.head_count", "100000"),
        ("lab.focal.unit.Product.head_count", "100000"),
        ("lab.rival.unit.Models.head_count", "100000"),
        ("persons_per_agent", "1"),
    ];
    let sets = sets.map(|(path, value)| (path.to_owned(), value.to_owned()));
    let error = load("file.toml", two_track(), &sets).expect_err("300,000 agents").to_string();
    for word in ["seconds and", "MB a world", "persons_per_agent = 2"] {
        assert!(error.contains(word), "{error}");
    }
}

#[test]
fn edits_change_what_they_name_and_nothing_else() {
    let plain = load("file.toml", two_track(), &[]).unwrap();
    let mut expected = plain.clone();
    expected.lab[0].unit[0].head_count = 320.0;
    assert_eq!(set("lab.focal.unit.Research.head_count", "320").unwrap(), expected);
    assert_eq!(set("lab[0].unit[0].head_count", "320.0").unwrap(), expected);
    let mut expected = plain.clone();
    expected.intervention[0].id = Some("tilt".to_owned());
    expected.paradigm[1].gain = 12.0;
    assert_eq!(set("paradigm.reasoning.gain", "12").unwrap(), expected);
    let quoted = set("lab[0].release[3].date", "\"2025-07-07\"").unwrap();
    assert_eq!(set("lab.focal.release.F4.date", "2025-07-07").unwrap(), quoted);
    let closed = set("lab.\"focal\".openness", "closed").unwrap();
    assert_eq!(closed.lab[0].openness, plain.lab[1].openness);
    assert_eq!(set("lab.focal.attention", "{ scaling = 1 }").unwrap().lab[0].attention.len(), 1);
    let tilted = set("intervention.tilt.do.product_tilt.tilt", "0.2").unwrap();
    assert_ne!(tilted.intervention[0].action, plain.intervention[0].action);
    assert!(!set("mechanisms.people", "false").unwrap().mechanisms["people"]);
}

#[test]
fn wrong_edits_name_the_edit() {
    for (path, value, words) in [
        ("lab.focl.integrity", "0.3", "did you mean \"focal\"?"),
        ("lab.focal.integrty", "0.3", "did you mean `integrity`?"),
        ("lab.focal.integrity", "1.3", "from 0 to 1"),
        ("lab.focal.integrity", "high", "\"high\" (a text)"),
        ("lab[9].integrity", "0.3", "an index below 3"),
        ("lab.focal.integrity.more", "0.3", "the path to end before it"),
        ("lab..integrity", "0.3", "keys joined by `.`"),
        ("", "0.3", "keys joined by `.`"),
        ("lab[x].integrity", "0.3", "keys joined by `.`"),
        ("end", "2026-02-30", "2026-02 has 28 days"),
        ("mechanisms.peple", "false", "did you mean \"people\"?"),
        ("parameters.exploration.nonsense", "1", "parameters.exploration.nonsense"),
    ] {
        let error = set(path, value).expect_err(path);
        assert_eq!(error.mistakes.len(), 1, "{path}: {error}");
        assert!(error.to_string().contains(words), "{path}: {error}");
        assert!(error.to_string().starts_with("--set:1:"), "{path}: {error}");
        assert!(error.render(false).contains("--set"), "{path}");
    }
}

#[test]
fn whatever_is_shipped_is_valid() {
    for template in TEMPLATES {
        let scenario = load(template.name, template.text, &[]).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(scenario.name, template.name);
        let renamed = template.named_text("mine").unwrap();
        assert_eq!(load("mine.toml", &renamed, &[]).unwrap().name, "mine");
        assert!(!renamed.contains(&format!("{}.toml", template.name)));
    }
    for case in ambidex_scenario::CASES {
        case.load(&[]).unwrap_or_else(|error| panic!("{error}"));
        assert!(Case::named(case.name).is_some());
    }
}

/// Coarse, so that it takes a moment: the world must come to its end and somebody must ship.
#[test]
fn every_template_runs_to_its_end() {
    for template in TEMPLATES {
        let coarse = [("persons_per_agent".to_owned(), "50".to_owned())];
        let scenario = load(template.name, template.text, &coarse).unwrap_or_else(|error| panic!("{error}"));
        let setup = ambidex_race::Setup::new(&scenario).unwrap();
        let record = ambidex_race::simulate(&setup, ambidex_core::Streams::new(1, 0));
        let columns = ambidex_race::record::columns(&scenario).len();
        let rows = setup.calendar.weeks as usize * scenario.lab.len();
        assert_eq!(record.series.len(), rows * columns, "{}", template.name);
        for (l, lab) in scenario.lab.iter().enumerate() {
            assert!(
                record.releases.iter().any(|release| usize::from(release.lab) == l),
                "{} ships nothing",
                lab.name
            );
        }
        assert!(record.series.iter().all(|value| !value.is_infinite()), "{}", template.name);
    }
}

#[test]
fn a_scenario_written_as_toml_reads_as_itself() {
    for template in TEMPLATES {
        let scenario = load(template.name, template.text, &[]).unwrap();
        let text = toml::to_string(&scenario).unwrap();
        assert_eq!(load("again.toml", &text, &[]).unwrap(), scenario);
    }
}

#[test]
fn a_template_names_a_scenario_that_cannot_break_its_file() {
    for name in ["a\"b", "ü", "a\\b", "a\nb"] {
        if let Ok(text) = TEMPLATES[0].named_text(name) {
            assert_eq!(load("x.toml", &text, &[]).unwrap().name, name);
        }
    }
}

#[test]
fn documents_keep_their_name() {
    assert_eq!(Document::parse("x.toml", "a = 1").unwrap().name(), "x.toml");
}
