//! Every number of the case says where it comes from, and the regression that comes with it can be computed again.

use ambidex_scenario::cases::Case;

/// Whether a line of TOML holds a number or a date as a value.
fn has_value(line: &str) -> bool {
    let code = line.split(" # ").next().unwrap_or("");
    let Some((_, value)) = code.split_once('=') else { return code.trim_start().starts_with('{') };
    let mut quoted = false;
    let mut bare = String::new();
    for c in value.chars() {
        quoted ^= c == '"';
        if !quoted && c != '"' {
            bare.push(c);
        }
    }
    bare.chars().any(|c| c.is_ascii_digit()) || code.trim_start().starts_with("date")
}

#[test]
fn every_number_has_a_source_or_is_an_assumption() {
    let case = Case::named("llama").expect("the case is shipped");
    let keys: toml::Table = toml::from_str(case.sources).expect("sources are TOML");
    let mut bare = vec![];
    for (number, line) in case.scenario.lines().enumerate() {
        if line.trim_start().starts_with('#') || !has_value(line) || line.starts_with("facts") {
            continue;
        }
        let origin = line.split_once("# ").map_or("", |(_, comment)| comment);
        let named = origin.strip_prefix("source: ").and_then(|rest| rest.split([' ', ',', ';']).next());
        let known = named.is_some_and(|key| keys.contains_key(key));
        if !known && !origin.starts_with("assumption: ") {
            bare.push(format!("line {}: {line}", number + 1));
        }
    }
    assert!(bare.is_empty(), "no known source and no assumption:\n{}", bare.join("\n"));
}
