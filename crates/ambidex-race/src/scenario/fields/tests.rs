//! The table of keys against the structs: neither may have what the other lacks.

use std::collections::BTreeSet;

use serde::de::DeserializeOwned;
use toml::{Table as Toml, Value};

use super::Need::{Default, Optional, Required};
use super::*;
use crate::scenario::{self as structs, Action};

/// A table with every key, or with the required ones alone.
fn example(table: &Table, action: &Table, all: bool) -> Toml {
    let wanted = table.fields.iter().filter(|field| all || field.need == Required);
    wanted.map(|field| (field.name.to_owned(), value(&field.kind, action, all))).collect()
}

fn value(kind: &Kind, action: &Table, all: bool) -> Value {
    let by_name = |value: Value| Value::Table(Toml::from_iter([("some".to_owned(), value)]));
    let text = || Value::String("some".to_owned());
    match kind {
        Kind::Number(range) | Kind::ByDomain(range) => {
            let number = Value::Float(range.low + 0.25 * (range.high - range.low));
            if matches!(kind, Kind::ByDomain(_)) { by_name(number) } else { number }
        }
        Kind::Whole(range) => Value::Integer(range.high as i64),
        Kind::Text | Kind::Name => text(),
        Kind::Title => Value::Table(Toml::from_iter([("en".to_owned(), text()), ("zh".to_owned(), text())])),
        Kind::Choice(words) => Value::String(words.last().unwrap().to_string()),
        Kind::Bool => Value::Boolean(true),
        Kind::Date => Value::String("2024-02-29".to_owned()),
        Kind::Table(table) => Value::Table(example(table, action, all)),
        Kind::Tables(table) => Value::Array(vec![Value::Table(example(table, action, all))]),
        Kind::OneOf(_) => {
            let inner = Value::Table(example(action, action, all));
            Value::Table(Toml::from_iter([(action.name.to_owned(), inner)]))
        }
        Kind::Mechanisms => by_name(Value::Boolean(true)),
        Kind::Parameters => by_name(by_name(Value::Float(0.5))),
        Kind::Texts | Kind::Edits | Kind::Values => unreachable!("not in a scenario"),
    }
}

#[test]
fn every_key_of_the_table_is_read_and_written_by_the_structs() {
    for action in ACTIONS {
        let all = example(&SCENARIO, action, true);
        let scenario: structs::Scenario =
            all.clone().try_into().unwrap_or_else(|e| panic!("{}: {e}", action.name));
        assert_eq!(Toml::try_from(&scenario).unwrap(), all, "{}", action.name);
        assert_eq!(scenario.intervention[0].action.name(), action.name);
    }
}

/// Names that serde lists when it meets an unknown one.
fn listed<T: DeserializeOwned>(input: Toml) -> BTreeSet<String> {
    let message = input.try_into::<T>().err().unwrap().message().to_owned();
    let (_, expected) = message.split_once("expected").unwrap_or((&message, ""));
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn unknown_key() -> Toml {
    Toml::from_iter([("zzz".to_owned(), Value::Integer(1))])
}

fn names(table: &Table) -> BTreeSet<String> {
    table.fields.iter().map(|field| field.name.to_owned()).collect()
}

#[test]
fn every_field_of_the_structs_is_in_the_table() {
    assert_eq!(listed::<structs::Scenario>(unknown_key()), names(&SCENARIO));
    assert_eq!(listed::<structs::Domain>(unknown_key()), names(&DOMAIN));
    assert_eq!(listed::<structs::Paradigm>(unknown_key()), names(&PARADIGM));
    assert_eq!(listed::<structs::Lab>(unknown_key()), names(&LAB));
    assert_eq!(listed::<structs::ComputePoint>(unknown_key()), names(&COMPUTE));
    assert_eq!(listed::<structs::PlannedRelease>(unknown_key()), names(&RELEASE));
    assert_eq!(listed::<structs::Unit>(unknown_key()), names(&UNIT));
    assert_eq!(listed::<structs::Manager>(unknown_key()), names(&MANAGER));
    assert_eq!(listed::<structs::Intervention>(unknown_key()), names(&INTERVENTION));
    assert_eq!(listed::<structs::Rule>(unknown_key()), names(&RULE));
    let actions: BTreeSet<String> = ACTIONS.iter().map(|action| action.name.to_owned()).collect();
    assert_eq!(listed::<Action>(unknown_key()), actions);
    for action in ACTIONS {
        let input = Toml::from_iter([(action.name.to_owned(), Value::Table(unknown_key()))]);
        assert_eq!(listed::<Action>(input), names(action), "{}", action.name);
    }
}

#[test]
fn every_choice_of_the_table_is_a_variant_and_every_variant_a_choice() {
    fn check<T: DeserializeOwned>(table: &Table, name: &str) {
        let Some(Field { kind: Kind::Choice(words), .. }) = table.field(name) else {
            panic!("{name} is no choice")
        };
        let mut input = example(table, &ACTIONS[0], true);
        input.insert(name.to_owned(), Value::String("zzz".to_owned()));
        let words: BTreeSet<String> = words.iter().map(|word| (*word).to_owned()).collect();
        assert_eq!(listed::<T>(input), words, "{name}");
    }
    check::<structs::Paradigm>(&PARADIGM, "kind");
    check::<structs::Lab>(&LAB, "openness");
    check::<structs::Unit>(&UNIT, "charter");
}

/// Compares what the structs fill in with what the table says.
fn defaults_agree(table: &Table, written: &Toml) {
    for field in table.fields {
        let found = written.get(field.name);
        match (field.need, found) {
            (Default(text), Some(found)) => {
                let told: Toml = toml::from_str(&format!("x = {text}")).unwrap();
                assert_eq!(&told["x"], found, "{}.{}", table.name, field.name);
            }
            (Default(_), None) => panic!("{}.{} has no default", table.name, field.name),
            (Optional(_), Some(Value::Table(inner))) if matches!(field.kind, Kind::Table(_)) => {
                let Kind::Table(inner_table) = field.kind else { unreachable!() };
                defaults_agree(inner_table, inner);
            }
            (Optional(_), Some(Value::Table(inner))) => assert!(inner.is_empty(), "{}", field.name),
            (Optional(_), Some(Value::Array(inner))) => assert!(inner.is_empty(), "{}", field.name),
            (Optional(_), Some(other)) => panic!("{}.{} = {other} where not given", table.name, field.name),
            (Required, Some(Value::Array(entries))) => {
                let Kind::Tables(inner) = field.kind else { unreachable!() };
                entries.iter().for_each(|entry| defaults_agree(inner, entry.as_table().unwrap()));
            }
            (Required, Some(_)) | (Optional(_), None) => {}
            (Required, None) => panic!("{}.{} is not written", table.name, field.name),
        }
    }
}

#[test]
fn defaults_of_the_table_are_those_of_the_structs() {
    let mut minimal = example(&SCENARIO, &ACTIONS[0], false);
    for table in [&INTERVENTION, &RULE] {
        let entry = Value::Table(example(table, &ACTIONS[0], false));
        minimal.insert(table.name.to_owned(), Value::Array(vec![entry]));
    }
    let scenario: structs::Scenario = minimal.try_into().unwrap();
    let mut written = Toml::try_from(&scenario).unwrap();
    for table in [&INTERVENTION, &RULE] {
        let entries = written.remove(table.name).unwrap();
        defaults_agree(table, entries[0].as_table().unwrap());
    }
    defaults_agree(&SCENARIO, &written);
}

#[test]
fn a_plain_text_is_the_english_one() {
    let input: Toml = toml::from_str("title = 'R1'").unwrap();
    let text: structs::Text = input["title"].clone().try_into().unwrap();
    assert_eq!((text.en.as_str(), text.zh), ("R1", None));
}

#[test]
fn paths_quote_what_cannot_be_bare() {
    assert_eq!(join("", "lab"), "lab");
    assert_eq!(join("lab[0]", "attention"), "lab[0].attention");
    assert_eq!(join("a", "b.c"), "a.\"b.c\"");
}
