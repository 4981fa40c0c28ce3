//! The JSON schema against the checks of the program: what one accepts or refuses, the other does.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use ambidex_scenario::schema::{experiment, schema};
use ambidex_scenario::{CASES, Document, Experiment, Scenario, TEMPLATES, load};
use serde_json::{Value, json};

/// The part of JSON Schema that our schema uses; every other keyword fails the test.
fn accepts(schema: &Value, value: &Value) -> bool {
    let schema = schema.as_object().unwrap();
    schema.iter().all(|(keyword, rule)| match keyword.as_str() {
        "type" => match rule.as_str().unwrap() {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "boolean" => value.is_boolean(),
            "number" => value.is_number(),
            "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
            other => panic!("{other}"),
        },
        "minimum" => value.as_f64().is_none_or(|number| number >= rule.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|number| number <= rule.as_f64().unwrap()),
        "minLength" => {
            value.as_str().is_none_or(|text| text.chars().count() as u64 >= rule.as_u64().unwrap())
        }
        "maxLength" => {
            value.as_str().is_none_or(|text| text.chars().count() as u64 <= rule.as_u64().unwrap())
        }
        "minProperties" => {
            value.as_object().is_none_or(|object| object.len() as u64 >= rule.as_u64().unwrap())
        }
        "maxProperties" => {
            value.as_object().is_none_or(|object| object.len() as u64 <= rule.as_u64().unwrap())
        }
        "enum" => rule.as_array().unwrap().contains(value),
        "required" => rule.as_array().unwrap().iter().all(|key| value.get(key.as_str().unwrap()).is_some()),
        "properties" => rule
            .as_object()
            .unwrap()
            .iter()
            .all(|(key, inner)| value.get(key).is_none_or(|value| accepts(inner, value))),
        "additionalProperties" => value.as_object().is_none_or(|object| {
            let known = |key: &String| schema.get("properties").is_some_and(|known| known.get(key).is_some());
            object
                .iter()
                .filter(|(key, _)| !known(key))
                .all(|(_, value)| rule.is_object() && accepts(rule, value))
        }),
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| accepts(rule, item))),
        "oneOf" => rule.as_array().unwrap().iter().filter(|inner| accepts(inner, value)).count() == 1,
        "$schema" | "title" | "description" | "default" | "format" | "pattern" => true,
        other => panic!("unknown keyword {other}"),
    })
}

/// A scenario as a file would hold it: without the empty values that serialisation writes for what is not given.
fn as_json(scenario: &Scenario) -> Value {
    serde_json::to_value(toml::Value::try_from(scenario).unwrap()).unwrap()
}

#[test]
fn whatever_is_shipped_fits_the_schema() {
    let schema = schema();
    for template in TEMPLATES {
        let scenario = load(template.name, template.text, &[]).unwrap();
        assert!(accepts(&schema, &as_json(&scenario)), "{}", template.name);
    }
    for case in CASES {
        assert!(accepts(&schema, &as_json(&case.load(&[]).unwrap())), "{}", case.name);
    }
}

#[test]
fn schema_and_program_refuse_the_same() {
    let schema = schema();
    let good = as_json(&load("t", TEMPLATES[0].text, &[]).unwrap());
    let edits: [(&str, Value); 12] = [
        ("/lab/0/integrity", json!(1.3)),
        ("/lab/0/integrity", json!("high")),
        ("/lab/0/openness", json!("ajar")),
        ("/lab/0/unit/0/charter", json!(3)),
        ("/facts", json!(256.5)),
        ("/veil", json!("yes")),
        ("/lab/0/name", json!("")),
        ("/domain/0/weight", json!(-0.1)),
        ("/intervention/0/do", json!({})),
        ("/intervention/0/do", json!({ "draw": {} })),
        ("/mechanisms", json!({ "no_such": true })),
        ("/parameters", json!({ "transfer": { "slots": -1.0 } })),
    ];
    for (pointer, wrong) in edits {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = wrong.clone();
        assert!(!accepts(&schema, &bad), "schema takes {pointer} = {wrong}");
        let text = toml::to_string(&bad).unwrap();
        assert!(load("bad.toml", &text, &[]).is_err(), "program takes {pointer} = {wrong}");
    }
    let mut unknown = good.clone();
    unknown["lab"][0]["integrty"] = json!(0.5);
    assert!(!accepts(&schema, &unknown));
    let mut missing = good;
    missing.as_object_mut().unwrap().remove("focal");
    assert!(!accepts(&schema, &missing));
}

/// The experiments that are shipped, as data.
fn experiments() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../experiments");
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let read = |path: std::path::PathBuf| {
        let table: toml::Table = toml::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        (path.display().to_string(), serde_json::to_value(table).unwrap())
    };
    files.filter(|path| path.extension().is_some_and(|ending| ending == "toml")).map(read).collect()
}

#[test]
fn shipped_experiments_fit_their_schema_and_both_refuse_the_same() {
    let (schema, shipped) = (experiment(), experiments());
    assert!(!shipped.is_empty());
    for (name, good) in &shipped {
        assert!(accepts(&schema, good), "{name}");
    }
    let good = &shipped.iter().find(|(name, _)| name.ends_with("llama-sensitivity.toml")).unwrap().1;
    let edits: [(&str, Value); 7] = [
        ("/points", json!(0)),
        ("/design", json!("latin")),
        ("/target", json!(3)),
        ("/sensitivity/method", json!("moris")),
        ("/sensitivity", json!({ "degree": 2.5 })),
        ("/uncertainty/0/low", json!("few")),
        ("/uncertainty/0", json!({ "path": "a", "hihg": 1.0 })),
    ];
    for (pointer, wrong) in edits {
        let mut bad = good.clone();
        *bad.pointer_mut(pointer).unwrap() = wrong.clone();
        assert!(!accepts(&schema, &bad), "schema takes {pointer} = {wrong}");
        let document = Document::parse("bad.toml", &toml::to_string(&bad).unwrap()).unwrap();
        assert!(Experiment::read(document, Path::new("")).is_err(), "program takes {pointer} = {wrong}");
    }
}

/// Calls `visit` with every object schema that has a default or properties.
fn visit(schema: &Value, check: &mut impl FnMut(&Value)) {
    check(schema);
    match schema {
        Value::Object(object) => object.values().for_each(|inner| visit(inner, check)),
        Value::Array(items) => items.iter().for_each(|inner| visit(inner, check)),
        _ => {}
    }
}

#[test]
fn defaults_fit_and_nothing_unknown_is_let_through() {
    let mut defaults = 0;
    let both = json!([schema(), experiment()]);
    visit(&both, &mut |schema| {
        if let (Some(default), true) = (schema.get("default"), schema.get("description").is_some()) {
            defaults += 1;
            assert!(accepts(schema, default), "{schema}");
        }
        if schema.get("type") == Some(&json!("object"))
            && schema.get("properties").is_some_and(Value::is_object)
        {
            assert_eq!(schema["additionalProperties"], json!(false), "{schema}");
        }
    });
    assert!(defaults > 50, "parameters of mechanisms are among them: {defaults}");
}
