//! The report on a run of `ambidex discover`: in which boxes of the inputs an outcome occurs, how dense it is in them, and
//! which limits may be accidents of the search.

use super::inputs::{self, with_roles};
use super::numbers::{Format, p_value, setting};
use super::run_facts;
use super::source::Source;
use crate::ReportError;
use crate::document::{Block, Blocks, Document, Section, Table};

mod figures;
mod read;

use read::{Bound, Fit, Found, Report};

/// What the analysis wrote.
pub const FILE: &str = "discovery.json";
/// Quasi-p-value above which the run counts a limit as a possible accident.
const ACCIDENT: f64 = 0.05;
/// Points of interest, or others, below which the run warns.
const FEW: u64 = 30;

/// The report.
///
/// # Errors
/// Where the analysis wrote something else than expected.
pub fn document(source: &Source) -> Result<Document, ReportError> {
    let report: Report = source.json(FILE)?.unwrap_or_default();
    let mut question = Blocks::default();
    question.say(source.t("inputs.intro", &[]));
    let (heads, rows) = inputs::table(source, &with_roles(source, report.inputs.clone()));
    question.table(heads, rows);
    let title = source.t("inputs.title", &[]);
    let mut sections =
        vec![result(source, &report), Section { id: "inputs".into(), title, blocks: question.0 }];
    sections.extend((0..report.boxes.len()).map(|at| section(source, &report, at)));
    sections.push(run_facts::section(source));
    let values = [
        ("points", report.used.to_string()),
        ("replicates", report.replicates.to_string()),
        ("seed", report.seed.to_string()),
        ("version", report.version.clone()),
    ];
    let subtitle =
        source.t("discovery.subtitle", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    Ok(Document { title: source.title(), subtitle, sections })
}

/// What makes a point one of interest.
fn wanted(source: &Source, report: &Report) -> String {
    let unit = source.unit(&report.unit);
    let (low, high) = (report.at_least.map(setting), report.at_most.map(setting));
    let key = match (&low, &high) {
        (Some(_), Some(_)) => "discovery.between",
        (Some(_), None) => "discovery.at_least",
        _ => "discovery.at_most",
    };
    let values = [
        ("outcome", report.outcome.clone()),
        ("low", low.unwrap_or_default()),
        ("high", high.unwrap_or_default()),
        ("unit", if unit == "1" { String::new() } else { unit }),
        ("share", source.percent(report.share, 0)),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    source.t(key, &values)
}

fn result(source: &Source, report: &Report) -> Section {
    let mut blocks = Blocks::default();
    let share = report.cases as f64 / (report.used.max(1)) as f64;
    let [low, high] = report.interval;
    let values = [
        ("target", report.target.clone()),
        ("inputs", report.inputs.len().to_string()),
        ("points", report.used.to_string()),
        ("replicates", report.replicates.to_string()),
        ("wanted", wanted(source, report)),
        ("cases", report.cases.to_string()),
        ("share", percents(source, [share, low, high])),
        ("held_out", report.held_out.to_string()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    blocks.say(source.t("discovery.what", &values));
    blocks.say(source.t("discovery.cases", &values));
    for (at, found) in report.boxes.iter().enumerate() {
        blocks.say(in_words(source, report, at, found));
    }
    let warned = cautions(source, report);
    if !warned.is_empty() {
        blocks.say(source.t("cautions.intro", &[]));
        blocks.0.push(Block::List(warned));
    }
    blocks.say(source.t("discovery.reading", &[]));
    Section { id: "result".into(), title: source.t("head.title", &[]), blocks: blocks.0 }
}

/// A share with its interval, in per cent.
fn percents(source: &Source, [at, low, high]: [f64; 3]) -> String {
    let [at, low, high] = [at, low, high].map(|share| source.percent(share, 1));
    source.t("discovery.percents", &[("at", &at), ("low", &low), ("high", &high)])
}

/// A box with its limits and what it holds.
fn in_words(source: &Source, report: &Report, at: usize, found: &Found) -> String {
    let limits: Vec<String> = found.bounds.iter().map(|bound| limit(source, bound)).collect();
    let sought = report.used.saturating_sub(report.held_out);
    let values = [
        ("box", (at + 1).to_string()),
        ("limits", source.join(&limits)),
        ("points", found.fit.points.to_string()),
        ("of", sought.to_string()),
        ("density", percents(source, found.density())),
        ("coverage", source.percent(found.fit.coverage, 1)),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    let mut text = source.t("discovery.box", &values);
    if let (Some(held), Some(density)) = (&found.held_out, found.held_out_density()) {
        let values = [
            ("points", held.points.to_string()),
            ("of", report.held_out.to_string()),
            ("density", percents(source, density)),
            ("coverage", source.percent(held.coverage, 1)),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        text += &source.t("discovery.held_out", &values);
    }
    text
}

/// A limit in words.
fn limit(source: &Source, bound: &Bound) -> String {
    let path = bound.path.as_str();
    if let Some(values) = &bound.values {
        let values: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
        return source.t("limit.values", &[("input", path), ("values", &source.join(&values))]);
    }
    let (low, high) = (bound.low.map(|value| bound.text(value)), bound.high.map(|value| bound.text(value)));
    let key = match (&low, &high) {
        (Some(_), Some(_)) => "limit.between",
        (Some(_), None) => "limit.from",
        _ => "limit.to",
    };
    let (low, high) = (low.unwrap_or_default(), high.unwrap_or_default());
    source.t(key, &[("input", path), ("low", &low), ("high", &high)])
}

/// What the run warns of, from its own numbers.
fn cautions(source: &Source, report: &Report) -> Vec<String> {
    let mut warned = Vec::new();
    if report.cases.min(report.used.saturating_sub(report.cases)) < FEW {
        let (cases, used) = (report.cases.to_string(), report.used.to_string());
        warned.push(source.t("cautions.few_cases", &[("cases", &cases), ("points", &used)]));
    }
    if report.boxes.is_empty() {
        warned.push(source.t("cautions.no_box", &[]));
    }
    for (at, found) in report.boxes.iter().enumerate() {
        let loose: Vec<String> = found
            .bounds
            .iter()
            .filter(|bound| bound.held_out_p.unwrap_or(bound.quasi_p) > ACCIDENT)
            .map(|bound| format!("`{}`", bound.path))
            .collect();
        if !loose.is_empty() {
            let values = [("box", (at + 1).to_string()), ("inputs", source.join(&loose))];
            let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
            warned.push(source.t("cautions.accident", &values));
        }
    }
    if report.left_out > 0 {
        let (left, all) = (report.left_out.to_string(), (report.used + report.left_out).to_string());
        warned.push(source.t("cautions.left_out", &[("left", &left), ("all", &all)]));
    }
    warned
}

/// One box: its limits drawn and listed, what it holds, and the search that led to it.
fn section(source: &Source, report: &Report, at: usize) -> Section {
    let found = &report.boxes[at];
    let number = (at + 1).to_string();
    let mut blocks = Blocks::default();
    blocks.say(source.t("limits.intro", &[]));
    if at > 0 {
        blocks.say(source.t("limits.later", &[]));
    }
    blocks.show(figures::limits(source, report, at));
    limits(source, report, found, &mut blocks);
    fits(source, report, found, &mut blocks);
    if found.trajectory.steps.len() > 1 {
        blocks.say(source.t("trajectory.intro", &[]));
        blocks.show(figures::trajectory(source, report, at));
        steps(source, found, &mut blocks);
    }
    let title = source.t("discovery.section", &[("box", &number)]);
    Section { id: format!("box-{number}").into(), title, blocks: blocks.0 }
}

fn limits(source: &Source, report: &Report, found: &Found, blocks: &mut Blocks) {
    let p = |value: Option<f64>| p_value(value.unwrap_or(f64::NAN));
    let row = |bound: &Bound| {
        let input = report.inputs.iter().find(|input| input.path == bound.path);
        let whole = match (&bound.values, input) {
            (Some(_), Some(input)) => source.join(input.values.as_deref().unwrap_or_default()),
            _ => range(source, bound, None, None),
        };
        let within = match &bound.values {
            Some(values) => source.join(values),
            None => range(source, bound, bound.low, bound.high),
        };
        let path = format!("`{}`", bound.path);
        vec![path, within, whole, source.shown_unit(&bound.unit), p(Some(bound.quasi_p)), p(bound.held_out_p)]
    };
    let heads = source.heads(&["input", "within", "whole", "unit", "quasi_p", "held_out_p"]);
    blocks.table(heads, found.bounds.iter().map(row).collect());
}

fn range(source: &Source, bound: &Bound, low: Option<f64>, high: Option<f64>) -> String {
    let [first, last] = bound.sampled;
    let text = |value: Option<f64>, end: f64| value.map_or_else(|| setting(end), |value| bound.text(value));
    source.t("inputs.range", &[("low", &text(low, first)), ("high", &text(high, last))])
}

/// What the box holds of the points on which it was sought, and of those held out.
fn fits(source: &Source, report: &Report, found: &Found, blocks: &mut Blocks) {
    let row = |name: &str, fit: &Fit, density: [f64; 3], of: u64| {
        let [at, low, high] = density.map(|share| 100.0 * share);
        let share = |share: f64| source.percent(share, 1);
        vec![
            source.t(name, &[]),
            of.to_string(),
            fit.points.to_string(),
            fit.cases.to_string(),
            share(fit.mass),
            share(fit.coverage),
            Format::places(1).estimate([at, low, high]),
        ]
    };
    let sought = report.used.saturating_sub(report.held_out);
    let mut rows = vec![row("fit.sought", &found.fit, found.density(), sought)];
    if let (Some(held), Some(density)) = (&found.held_out, found.held_out_density()) {
        rows.push(row("fit.held_out", held, density, report.held_out));
    }
    let heads =
        source.heads(&["points_of", "points_all", "points_in", "cases_in", "mass", "coverage", "density"]);
    blocks.table(heads, rows);
}

/// All boxes of the search.
fn steps(source: &Source, found: &Found, blocks: &mut Blocks) {
    let chosen = found.trajectory.chosen;
    let row = |(at, step): (usize, &read::Step)| {
        let mark = if at == chosen { source.t("trajectory.chosen", &[]) } else { String::new() };
        let [density, low, high] = step.density().map(|share| 100.0 * share);
        vec![
            at.to_string(),
            step.fit.points.to_string(),
            step.restricted.to_string(),
            source.percent(step.fit.coverage, 1),
            Format::places(1).estimate([density, low, high]),
            mark,
        ]
    };
    let rows: Vec<Vec<String>> = found.trajectory.steps.iter().enumerate().map(row).collect();
    let title = source.t("table.steps", &[("count", &rows.len().to_string())]);
    let head = source.heads(&["step", "points_in", "restricted", "coverage", "density", "note"]);
    blocks.0.push(Block::FoldedTable(title, Table { head, rows }));
}
