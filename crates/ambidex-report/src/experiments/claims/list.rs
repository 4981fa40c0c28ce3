//! All claims with their evidence, what the arms are, and the sources.

use ambidex_claims::run::Row;

use super::Claims;
use super::insights::became;
use crate::catalogue::Lang;
use crate::document::{Block, Blocks, Section};

pub fn section(claims: &Claims<'_>) -> Section {
    let mut blocks = Blocks::default();
    blocks.say(claims.t("list.intro", &[]));
    if claims.source.lang == Lang::Zh && claims.all.claims.iter().any(lacks_chinese) {
        blocks.say(claims.t("list.english", &[]));
    }
    for (part, rows) in parts(&claims.all.claims) {
        blocks.0.push(Block::Heading(claims.source.word("part", part)));
        let head = claims.heads(&["id", "claim", "kind", "verdict", "why"]);
        blocks.table(head, rows.into_iter().map(|row| line(claims, row)).collect());
    }
    claims.section("claims", "list.title", blocks)
}

fn lacks_chinese(row: &Row) -> bool {
    let texts = [Some(&row.claim), Some(&row.evidence), row.no_experiment.as_ref()];
    texts.into_iter().flatten().any(|text| !text.en.is_empty() && text.zh.is_none())
}

/// Rows by the part of the account that they belong to: the letters and the number before the hyphen of their ids.
fn parts(rows: &[Row]) -> Vec<(&str, Vec<&Row>)> {
    let mut parts: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in rows {
        let part = row.id.split_once('-').map_or(&row.id[..row.id.len().min(1)], |(part, _)| part);
        match parts.iter_mut().find(|(other, _)| *other == part) {
            Some((_, group)) => group.push(row),
            None => parts.push((part, vec![row])),
        }
    }
    parts
}

fn line(claims: &Claims<'_>, row: &Row) -> Vec<String> {
    let kinds: Vec<String> = row.kind.split('+').map(|kind| claims.source.word("sort", kind)).collect();
    vec![
        row.id.clone(),
        claims.text(&row.claim).to_owned(),
        claims.source.join(&kinds),
        became(claims, row),
        why(claims, row),
    ]
}

/// What the verdict rests on: the data, the evidence, the experiment or why there is none, the sources.
fn why(claims: &Claims<'_>, row: &Row) -> String {
    let stop = claims.t("list.stop", &[]);
    let ended = |text: &str| {
        let text = text.trim();
        if text.ends_with(['.', '。', '?', '？']) { text.to_owned() } else { format!("{text}{stop}") }
    };
    let mut parts: Vec<String> = row.checks.iter().map(|one| ended(claims.text(&one.found))).collect();
    if !row.evidence.is_empty() {
        parts.push(ended(claims.text(&row.evidence)));
    }
    if let Some(reason) = &row.no_experiment {
        parts.push(ended(claims.text(reason)));
    }
    let named = row.experiment.as_ref().map(|id| claims.all.experiments.iter().find(|one| one.id == *id));
    if let (Some(Some(finding)), Some(effect)) = (named, row.tested()) {
        let effect = claims.with_unit(effect, &finding.unit);
        let title = claims.text(&finding.title);
        parts.push(ended(&claims.t("list.experiment", &[("title", title), ("effect", &effect)])));
    }
    let sources: Vec<String> = row.sources.iter().map(|key| format!("[{key}]")).collect();
    parts.extend((!sources.is_empty()).then(|| sources.join(" ")));
    parts.join(" ")
}

/// What the arms of the experiments are.
pub fn arms(claims: &Claims<'_>) -> Section {
    let mut blocks = Blocks::default();
    let overlays = &claims.all.glossary.overlays;
    if overlays.is_empty() {
        blocks.say(claims.t("arms.none", &[]));
    } else {
        blocks.say(claims.t("arms.intro", &[]));
        let line = |(name, meaning): (&String, _)| vec![format!("`{name}`"), claims.text(meaning).to_owned()];
        blocks.table(claims.heads(&["arm", "meaning"]), overlays.iter().map(line).collect());
    }
    blocks.say(claims.t("arms.values", &[]));
    let range = |one: &ambidex_claims::plan::Uncertainty| {
        let declared = claims.all.glossary.parameters.get(&one.path);
        let unit = declared.map_or("", |parameter| parameter.unit.as_str());
        vec![claims.value(&one.path), one.low.to_string(), one.high.to_string(), claims.unit(unit)]
    };
    let rows = claims.all.uncertainties.iter().map(range).collect();
    blocks.table(claims.heads(&["value", "low", "high", "unit"]), rows);
    claims.section("arms", "arms.title", blocks)
}

/// The sources, and how to repeat the run.
pub fn sources(claims: &Claims<'_>) -> Section {
    let mut blocks = Blocks::default();
    let line = |(key, source): (&String, &ambidex_claims::glossary::Source)| {
        let parts = [&source.title, &source.url, &source.date];
        let parts: Vec<&str> =
            parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect();
        format!("[{key}] {}", parts.join(" · "))
    };
    let lines: Vec<String> = claims.all.glossary.sources.iter().map(line).collect();
    if lines.is_empty() {
        blocks.say(claims.t("sources.keys", &[]));
    } else {
        blocks.0.push(Block::List(lines));
    }
    let (all, effort) = (&claims.all, &claims.all.effort);
    let seed = effort.seed.to_string();
    blocks.say(claims.t("sources.repeat", &[("version", &all.version), ("seed", &seed)]));
    let quick = if effort.samples == 1 { " --quick" } else { "" };
    blocks.0.push(Block::Code(format!(
        "ambidex claims {}{quick} --points {} --replicates {} --seed {seed}",
        all.case, effort.points, effort.worlds
    )));
    if all.failed > 0 {
        blocks.say(claims.t("sources.failed", &[("count", &all.failed.to_string())]));
    }
    claims.section("sources", "sources.title", blocks)
}
