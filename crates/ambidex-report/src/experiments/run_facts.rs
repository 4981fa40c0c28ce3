//! The last section: what is needed to run the same again.

use serde_json::Value;

use super::numbers::NONE;
use super::source::Source;
use crate::document::{Block, Blocks, Section, Table};
use crate::svg::axes::number;

/// What the manifest says of the run, with the settings that did not vary.
pub fn section(source: &Source) -> Section {
    let mut blocks = Blocks::default();
    blocks.say(source.t("run.intro", &[]));
    let words = |key: &str| source.manifest.words(key);
    let plan = |key: &str| source.manifest.value("plan").and_then(|plan| plan.get(key)).map(Value::to_string);
    let target =
        source.manifest.value("about").and_then(|about| about.get("target")?.as_str().map(str::to_owned));
    let seconds = source.manifest.part::<f64>("wall_s").map(|seconds| number(seconds, 1) + "\u{a0}s");
    let rows = [
        ("name", words("name")),
        ("target", target.or_else(|| words("model"))),
        ("version", words("version")),
        ("seed", plan("seed")),
        ("points", words("points")),
        ("replicates", plan("replicates")),
        ("rows", words("rows")),
        ("failed", words("failed")),
        ("time", seconds),
        ("identity", words("identity").map(|identity| format!("`{identity}`"))),
    ];
    let row = |(key, value): (&str, Option<String>)| {
        vec![source.t(&format!("run.{key}"), &[]), value.unwrap_or_else(|| NONE.to_owned())]
    };
    blocks.table(source.heads(&["what", "value"]), rows.into_iter().map(row).collect());
    settings(source, &mut blocks, "fixed", "run.fixed");
    settings(source, &mut blocks, "first", "run.first");
    Section { id: "run".into(), title: source.t("run.title", &[]), blocks: blocks.0 }
}

/// A folded table of settings, where the manifest has some.
fn settings(source: &Source, blocks: &mut Blocks, part: &str, key: &str) {
    let settings: Vec<(String, String)> = source.manifest.part(part).unwrap_or_default();
    if settings.is_empty() {
        return;
    }
    let rows = settings.into_iter().map(|(path, value)| vec![format!("`{path}`"), value]).collect();
    let table = Table { head: source.heads(&["setting", "value"]), rows };
    blocks.0.push(Block::FoldedTable(source.t(key, &[]), table));
}
