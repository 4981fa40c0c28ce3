//! The report on a run of `ambidex sweep`, or of a model run alone: what varied, and what the outcomes do over it.

use super::inputs::{self, factors};
use super::numbers::Format;
use super::run_facts;
use super::source::Source;
use crate::ReportError;
use crate::document::{Block, Blocks, Document, Section};

mod effects;
mod figures;
mod plane;
mod read;
mod tables;

use read::Study;

/// Outcomes that are drawn.
const DRAWN: usize = 4;
/// Failures that are told.
const TOLD: usize = 5;

/// The report.
///
/// # Errors
/// Where a file of the run is broken.
pub fn document(source: &Source) -> Result<Document, ReportError> {
    let study = Study::read(source)?;
    let mut sections = vec![result(source, &study)];
    let inputs = factors(source);
    if !inputs.is_empty() {
        let mut blocks = Blocks::default();
        blocks.say(source.t("inputs.intro", &[]));
        let (heads, rows) = inputs::table(source, &inputs);
        blocks.table(heads, rows);
        sections.push(Section {
            id: "inputs".into(),
            title: source.t("inputs.title", &[]),
            blocks: blocks.0,
        });
    }
    if study.points.len() > 1 {
        for at in 0..study.outcomes.len().min(DRAWN) {
            sections.push(outcome(source, &study, at)?);
        }
    }
    sections.push(tables::section(source, &study));
    sections.push(run_facts::section(source));
    let values = [
        ("points", study.all.to_string()),
        ("replicates", study.replicates.to_string()),
        ("seed", study.seed.to_string()),
        ("version", study.version.clone()),
    ];
    let key = if study.factors.is_empty() { "sweep.subtitle_point" } else { "sweep.subtitle" };
    let subtitle = source.t(key, &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    Ok(Document { title: source.title(), subtitle, sections })
}

fn result(source: &Source, study: &Study) -> Section {
    let mut blocks = Blocks::default();
    let design = source.manifest.value("about").and_then(|about| about.get("design")?.as_str());
    let target = source.manifest.value("about").and_then(|about| about.get("target")?.as_str());
    let values = [
        ("target", target.unwrap_or(&study.model).to_owned()),
        ("points", study.all.to_string()),
        ("replicates", study.replicates.to_string()),
        ("inputs", study.factors.len().to_string()),
        ("design", design.map_or_else(String::new, |design| source.t(&format!("design.{design}"), &[]))),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let key = match (study.factors.is_empty(), design) {
        (true, _) => "sweep.what_point",
        (false, Some(_)) => "sweep.what",
        (false, None) => "sweep.what_undesigned",
    };
    blocks.say(source.t(key, &values));
    blocks.0.extend(extremes(source, study).map(Block::Paragraph));
    failures(source, study, &mut blocks);
    if study.is_cut {
        blocks.say(source.t("sweep.cut", &[("kept", &study.points.len().to_string())]));
    }
    let reading = if study.factors.is_empty() { "sweep.reading_point" } else { "sweep.reading" };
    blocks.say(source.t(reading, &[]));
    Section { id: "result".into(), title: source.t("head.title", &[]), blocks: blocks.0 }
}

/// The points with the least and the greatest mean of the first outcome.
fn extremes(source: &Source, study: &Study) -> Option<String> {
    let (name, unit) = (study.outcomes.first()?, study.unit(0));
    let found: Vec<_> = study.points.iter().filter_map(|point| Some((point, point.mean(0)?))).collect();
    let least = found.iter().min_by(|a, b| a.1[0].total_cmp(&b.1[0]))?;
    let greatest = found.iter().max_by(|a, b| a.1[0].total_cmp(&b.1[0]))?;
    let column = Format::of(found.iter().map(|(_, mean)| *mean));
    let values = [
        ("outcome", name.clone()),
        ("unit", source.unit(&column.unit(&unit))),
        ("least", column.estimate(least.1)),
        ("least_at", study.settings(least.0, source)),
        ("greatest", column.estimate(greatest.1)),
        ("greatest_at", study.settings(greatest.0, source)),
        ("points", found.len().to_string()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let has_intervals = found.iter().any(|(_, mean)| mean[1].is_finite());
    let key = if has_intervals { "sweep.extremes" } else { "sweep.single" };
    (found.len() > 1).then(|| source.t(key, &values))
}

/// Replicates that failed, and points of which nothing came.
fn failures(source: &Source, study: &Study, blocks: &mut Blocks) {
    if study.failed == 0 {
        blocks.say(source.t("sweep.none_failed", &[]));
        return;
    }
    let empty = study.points.iter().filter(|point| point.failed == point.replicates).count();
    let values = [("failed", study.failed.to_string()), ("empty", empty.to_string())];
    blocks.say(source.t("sweep.failed", &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    let told = |(point, world, message): &(u32, u32, String)| {
        let (point, world) = (point.to_string(), world.to_string());
        source.t("sweep.failure", &[("point", &point), ("world", &world), ("message", message)])
    };
    blocks.0.push(Block::List(study.failures.iter().take(TOLD).map(told).collect()));
}

/// What one outcome does over the inputs.
fn outcome(source: &Source, study: &Study, at: usize) -> Result<Section, ReportError> {
    let name = &study.outcomes[at];
    let mut blocks = Blocks::default();
    blocks.0.extend(source.meaning(name).map(Block::Paragraph));
    let effects = effects::of(source, study, at)?;
    match &effects {
        Some(effects) => {
            blocks.0.extend(plane::figure(source, study, at).map(Block::Figure));
            blocks.0.extend(figures::panels(source, study, at, effects).map(Block::Figure));
            blocks.0.extend(figures::rows(source, study, at, effects).map(Block::Figure));
            tables::effects(source, study, at, effects, &mut blocks);
        }
        None => blocks.say(source.t("missing", &[("what", &source.t("missing.outcomes", &[]))])),
    }
    let title = source.t("sweep.outcome", &[("outcome", name)]);
    Ok(Section { id: format!("outcome-{name}").into(), title, blocks: blocks.0 })
}
