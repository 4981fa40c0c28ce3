//! The report on a run of `ambidex sensitivity`: what moves the outcomes, how sure the ranks are, by one seed or two.

use super::inputs::{self, with_roles};
use super::numbers::Format;
use super::source::Source;
use super::{cautions, run_facts};
use crate::ReportError;
use crate::document::{Block, Blocks, Document, Section};

mod figures;
mod read;
mod tables;
mod verdicts;

pub use read::Found;
use read::Report;

/// What the analysis wrote.
pub const FILE: &str = "sensitivity.json";

/// The report.
///
/// # Errors
/// Where the analysis wrote something else than expected.
pub fn document(source: &Source) -> Result<Document, ReportError> {
    let report: Report = source.json(FILE)?.unwrap_or_default();
    let mut sections = vec![result(source, &report), question(source, &report)];
    sections.extend(report.outcomes.iter().enumerate().map(|(at, _)| outcome(source, &report, at)));
    sections.push(run_facts::section(source));
    let seeds: Vec<String> = report.seeds().map(|seed| seed.to_string()).collect();
    let values = [
        ("inputs", report.inputs.len().to_string()),
        ("points", report.points.to_string()),
        ("replicates", report.replicates.to_string()),
        ("seeds", source.join(&seeds)),
        ("version", report.version.clone()),
    ];
    let subtitle =
        source.t("sensitivity.subtitle", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    Ok(Document { title: source.title(), subtitle, sections })
}

/// What was asked and what came out, in sentences.
fn result(source: &Source, report: &Report) -> Section {
    let mut blocks = Blocks::default();
    let outcomes: Vec<String> = report.outcomes.iter().map(|found| format!("`{}`", found.outcome)).collect();
    let values = [
        ("inputs", report.inputs.len().to_string()),
        ("outcomes", source.join(&outcomes)),
        ("target", report.target.clone()),
        ("points", report.points.to_string()),
        ("replicates", report.replicates.to_string()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    blocks.say(source.t("sensitivity.what", &values));
    blocks.say(source.t(&format!("sensitivity.method.{}", report.method), &[]));
    for (at, found) in report.outcomes.iter().enumerate() {
        blocks.say(verdicts::first(source, found));
        blocks.0.extend(verdicts::agreement(source, report, at).map(Block::Paragraph));
    }
    if report.second.is_none() {
        blocks.say(source.t("sensitivity.one_seed", &[]));
    }
    let warned = warned(source, report);
    if !warned.is_empty() {
        blocks.say(source.t("cautions.intro", &[]));
        blocks.0.push(Block::List(warned));
    }
    blocks.say(source.t("sensitivity.reading", &[]));
    Section { id: "result".into(), title: source.t("head.title", &[]), blocks: blocks.0 }
}

/// What the run warns of, each with the outcomes and seeds that it is said of.
fn warned(source: &Source, report: &Report) -> Vec<String> {
    let mut warned: Vec<(String, Vec<String>)> = Vec::new();
    for (name, found) in report.seeds_found(&source.t("sensitivity.seed", &[])) {
        for warning in &found.warnings {
            let text = cautions::of_sensitivity(source, found, warning);
            match warned.iter_mut().find(|(other, _)| *other == text) {
                Some((_, names)) => names.push(name.clone()),
                None => warned.push((text, vec![name.clone()])),
            }
        }
    }
    warned.into_iter().map(|(text, names)| format!("{}: {text}", names.join("; "))).collect()
}

/// The inputs with their ranges.
fn question(source: &Source, report: &Report) -> Section {
    let mut blocks = Blocks::default();
    blocks.say(source.t("inputs.intro", &[]));
    let (heads, rows) = inputs::table(source, &with_roles(source, report.inputs.clone()));
    tables::long(source, &mut blocks, heads, rows);
    Section { id: "inputs".into(), title: source.t("inputs.title", &[]), blocks: blocks.0 }
}

/// All that was found for one outcome.
fn outcome(source: &Source, report: &Report, at: usize) -> Section {
    let (found, second) = (&report.outcomes[at], report.second_of(at));
    let mut blocks = Blocks::default();
    blocks.0.extend(source.meaning(&found.outcome).map(Block::Paragraph));
    blocks.say(spread(source, found));
    blocks.0.extend(noise(source, found).map(Block::Paragraph));
    blocks.0.extend(interaction(source, found).map(Block::Paragraph));
    let id = format!("ranking-{}", found.outcome);
    blocks.show(figures::ranking(source, report, at, id));
    tables::ranking(source, &mut blocks, found, second, report);
    if report.method == "morris" {
        blocks.show(figures::effects(source, found, format!("effects-{}", found.outcome)));
    }
    tables::pairs(source, &mut blocks, found);
    tables::all_measures(source, &mut blocks, found);
    let title = source.t("sensitivity.outcome", &[("outcome", &found.outcome)]);
    Section { id: format!("outcome-{}", found.outcome).into(), title, blocks: blocks.0 }
}

/// Mean and spread over points.
fn spread(source: &Source, found: &Found) -> String {
    let [low, high] = found.mean_interval.map_or([f64::NAN; 2], |ends| ends.map(read::number));
    let mean = [read::number(found.mean), low, high];
    let column = Format::of([mean]);
    let values = [
        ("mean", column.estimate(mean)),
        ("sd", Format::plain([read::number(found.sd)]).at(read::number(found.sd))),
        ("unit", source.unit(&column.unit(&found.unit))),
        ("used", found.used.to_string()),
        ("left", found.left_out.to_string()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let known = found.mean_interval.is_some() || found.left_out > 0;
    let key = if known { "sensitivity.mean" } else { "sensitivity.mean_alone" };
    source.t(key, &values)
}

/// What chance between replicates makes of the variance.
fn noise(source: &Source, found: &Found) -> Option<String> {
    let share = found.noise_share?.interval();
    let means = Format::places(3).at(found.noise_share_of_means?);
    Some(source.t("sensitivity.noise", &[("share", &Format::places(3).estimate(share)), ("means", &means)]))
}

/// What no input explains alone.
fn interaction(source: &Source, found: &Found) -> Option<String> {
    let of = |name: &str| found.more(name);
    let shown = |value: f64| Format::places(3).at(value);
    if let Some(sum) = of("sum_of_first") {
        return Some(source.t("sensitivity.sum", &[("sum", &shown(sum)), ("rest", &shown(1.0 - sum))]));
    }
    if let (Some(alone), Some(pairs)) = (of("explained_by_main_effects"), of("explained_with_pairs")) {
        let (added, rest) = (shown(pairs - alone), shown(1.0 - pairs));
        let degree = of("degree").map_or(String::new(), |degree| Format::places(0).at(degree));
        let (alone, pairs) = (shown(alone), shown(pairs));
        let values =
            [("alone", &alone), ("pairs", &pairs), ("added", &added), ("rest", &rest), ("degree", &degree)];
        return Some(source.t("sensitivity.explained", &values.map(|(name, value)| (name, value.as_str()))));
    }
    let floor = of("mu_star_of_noise_alone")?;
    let floor = Format::plain([floor]).at(floor);
    Some(source.t("sensitivity.floor", &[("floor", &floor)]))
}
