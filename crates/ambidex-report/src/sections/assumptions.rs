//! What the data identify, and what is assumed.

use serde_json::Value;

use crate::context::{Absent, Context};
use crate::document::Blocks;
use crate::run::Parameter;

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let mut blocks = Blocks::default();
    blocks.say(context.t("assumptions.identifiable", &[]));
    blocks.say(context.t("assumptions.conditional", &[]));
    let parameters = &context.run.parameters;
    if parameters.is_empty() {
        blocks.say(context.t("missing", &[("what", &context.t("missing.parameters", &[]))]));
        return Ok(blocks);
    }
    let count = |kind: &str| parameters.iter().filter(|one| one.source_kind == kind).count().to_string();
    blocks.say(context.t(
        "assumptions.counts",
        &[
            ("count", &parameters.len().to_string()),
            ("calibrated", &count("calibrated")),
            ("published", &count("published")),
            ("assumption", &count("assumption")),
        ],
    ));
    let head = ["parameter", "value", "meaning", "kind", "source"];
    let head = head.map(|key| context.t(&format!("assumptions.{key}"), &[])).to_vec();
    blocks.table(head, parameters.iter().map(|one| cells(context, one)).collect());
    Ok(blocks)
}

fn cells(context: &Context, one: &Parameter) -> Vec<String> {
    let value = match &one.value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let unit = if one.unit == "1" { String::new() } else { context.unit(&one.unit) };
    vec![
        one.path.trim_start_matches("parameters.").replace('.', ".\u{200b}"),
        format!("{value} {unit}").trim_end().to_owned(),
        one.meaning.of(context.lang).to_owned(),
        context.word("kind", &one.source_kind),
        one.source.of(context.lang).to_owned(),
    ]
}
