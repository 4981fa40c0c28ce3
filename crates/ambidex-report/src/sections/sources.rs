//! Data and sources, the scenario, and the command that repeats the run.

use crate::context::{Absent, Context};
use crate::document::{Block, Blocks};
use crate::run::Source;

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let manifest = &context.run.manifest;
    let words = |key: &str| manifest.words(key).unwrap_or_else(|| "?".into());
    let mut blocks = Blocks::default();
    if !context.run.observations.is_empty() {
        blocks.say(context.t("sources.epoch", &[("count", &context.run.observations.len().to_string())]));
    }
    if !context.run.sources.is_empty() {
        blocks.0.push(Block::List(context.run.sources.iter().map(line).collect()));
    }
    blocks.say(context.t("sources.repeat", &[("version", &words("version")), ("seed", &words("seed"))]));
    blocks.0.push(Block::Code(command(context)));
    if let Some(scenario) = manifest.value("scenario") {
        let text = serde_json::to_string_pretty(scenario).unwrap_or_default();
        blocks.0.push(Block::Folded(context.t("sources.scenario", &[]), text));
    }
    Ok(blocks)
}

fn line(source: &Source) -> String {
    let parts = [&source.title, &source.url, &source.date, &source.licence];
    parts.into_iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" · ")
}

/// The command that repeats the run: the run's own words, or put together from the manifest.
fn command(context: &Context) -> String {
    let manifest = &context.run.manifest;
    let option = |key: &str, flag: &str| {
        manifest.words(key).map_or(String::new(), |value| format!(" --{flag} {value}"))
    };
    manifest.words("command").unwrap_or_else(|| {
        let name = manifest.words("name").unwrap_or_else(|| "SCENARIO".into());
        format!("ambidex run {name}{}{}", option("replicates", "replicates"), option("seed", "seed"))
    })
}
