//! JSON schemas of scenario and experiment files, for editors: from the tables of keys and the mechanisms' parameters.

use ambidex_core::ParameterSpec;
use ambidex_race::mechanisms::MECHANISMS;
use ambidex_race::scenario::fields::{Field, Kind, LONGEST_NAME, LONGEST_TEXT, Need, Range, SCENARIO, Table};
use serde_json::{Map, Value, json};

use crate::experiment::EXPERIMENT;

/// The schema of scenario files (JSON Schema, draft 2020-12).
pub fn schema() -> Value {
    titled("ambidex scenario", table(&SCENARIO))
}

/// The schema of experiment files.
pub fn experiment() -> Value {
    titled("ambidex experiment", table(&EXPERIMENT))
}

fn titled(title: &str, mut schema: Map<String, Value>) -> Value {
    schema.insert("$schema".to_owned(), json!("https://json-schema.org/draft/2020-12/schema"));
    schema.insert("title".to_owned(), json!(title));
    Value::Object(schema)
}

fn table(table: &Table) -> Map<String, Value> {
    let properties: Map<_, _> =
        table.fields.iter().map(|field| (field.name.to_owned(), property(field))).collect();
    let required = table.fields.iter().filter(|field| field.need == Need::Required);
    let required: Vec<&str> = required.map(|field| field.name).collect();
    object(&[
        ("description", json!(table.meaning)),
        ("type", json!("object")),
        ("properties", Value::Object(properties)),
        ("required", json!(required)),
        ("additionalProperties", json!(false)),
    ])
}

fn property(field: &Field) -> Value {
    let mut schema = kind(&field.kind);
    let mut description = field.meaning.to_owned();
    if let Kind::Number(range) | Kind::Whole(range) | Kind::ByDomain(range) = &field.kind {
        description.push_str(&format!(" [{}]", range.unit));
    }
    match field.need {
        Need::Required => {}
        Need::Optional(otherwise) => description.push_str(&format!("; left out: {otherwise}")),
        Need::Default(text) => {
            let default = toml::from_str::<toml::Table>(&format!("value = {text}")).ok();
            let default = default.and_then(|table| serde_json::to_value(table.get("value")).ok());
            schema.insert("default".to_owned(), default.unwrap_or(Value::Null));
        }
    }
    schema.insert("description".to_owned(), json!(description));
    Value::Object(schema)
}

fn kind(kind: &Kind) -> Map<String, Value> {
    match kind {
        Kind::Number(range) => number("number", range),
        Kind::Whole(range) => number("integer", range),
        Kind::Text => text(LONGEST_TEXT),
        Kind::Name => {
            let mut schema = text(LONGEST_NAME);
            schema.insert("pattern".to_owned(), json!("^[A-Za-z0-9_-]+$"));
            schema
        }
        Kind::Title => title(),
        Kind::Choice(words) => object(&[("enum", json!(words))]),
        Kind::Bool => object(&[("type", json!("boolean"))]),
        Kind::Date => object(&[("type", json!("string")), ("format", json!("date"))]),
        Kind::Table(inner) => table(inner),
        Kind::Tables(inner) => object(&[("type", json!("array")), ("items", Value::Object(table(inner)))]),
        Kind::ByDomain(range) => map_of(number("number", range)),
        Kind::OneOf(tables) => one_of(tables),
        Kind::Mechanisms => {
            known(MECHANISMS.iter().map(|mechanism| (mechanism.name, switch(mechanism.meaning))))
        }
        Kind::Parameters => known(MECHANISMS.iter().map(|mechanism| {
            let inner = known(mechanism.parameters.iter().map(|spec| (spec.name, parameter(spec))));
            (mechanism.name, inner)
        })),
        Kind::Texts => object(&[("type", json!("array")), ("items", Value::Object(text(LONGEST_TEXT)))]),
        Kind::Edits => object(&[("type", json!("object"))]),
        Kind::Values => object(&[("type", json!("array"))]),
    }
}

fn object(entries: &[(&str, Value)]) -> Map<String, Value> {
    entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect()
}

fn number(kind: &str, range: &Range) -> Map<String, Value> {
    object(&[("type", json!(kind)), ("minimum", json!(range.low)), ("maximum", json!(range.high))])
}

fn text(longest: usize) -> Map<String, Value> {
    object(&[("type", json!("string")), ("minLength", json!(1)), ("maxLength", json!(longest))])
}

fn title() -> Map<String, Value> {
    let properties = json!({ "en": { "type": "string" }, "zh": { "type": "string" } });
    let both = json!({
        "type": "object", "properties": properties, "required": ["en"], "additionalProperties": false,
    });
    object(&[("oneOf", json!([{ "type": "string" }, both]))])
}

fn map_of(value: Map<String, Value>) -> Map<String, Value> {
    object(&[("type", json!("object")), ("additionalProperties", Value::Object(value))])
}

fn one_of(tables: &[Table]) -> Map<String, Value> {
    let mut schema = known(tables.iter().map(|inner| (inner.name, table(inner))));
    schema.insert("minProperties".to_owned(), json!(1));
    schema.insert("maxProperties".to_owned(), json!(1));
    schema
}

/// An object with these properties, each of which may be left out.
fn known<'a>(properties: impl Iterator<Item = (&'a str, Map<String, Value>)>) -> Map<String, Value> {
    let properties: Map<_, _> =
        properties.map(|(name, schema)| (name.to_owned(), Value::Object(schema))).collect();
    object(&[
        ("type", json!("object")),
        ("properties", Value::Object(properties)),
        ("additionalProperties", json!(false)),
    ])
}

fn switch(meaning: &str) -> Map<String, Value> {
    object(&[("type", json!("boolean")), ("default", json!(true)), ("description", json!(meaning))])
}

fn parameter(spec: &ParameterSpec) -> Map<String, Value> {
    let range = Range { low: spec.low, high: spec.high, unit: spec.unit };
    let mut schema = number(if spec.whole { "integer" } else { "number" }, &range);
    let description = format!("{} [{}], symbol {}; {}", spec.meaning, spec.unit, spec.symbol, spec.source);
    schema.insert("description".to_owned(), json!(description));
    schema.insert("default".to_owned(), json!(spec.default));
    schema
}
