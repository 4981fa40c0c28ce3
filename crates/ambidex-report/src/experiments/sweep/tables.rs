//! The points as a table, and where the mean over an input's values is least and greatest.

use super::super::numbers::{Format, NONE};
use super::super::source::Source;
use super::effects::{Effect, Level};
use super::read::{Point, Study, text};
use crate::document::{Block, Blocks, Section, Table};

/// Points up to which the table stands open.
const OPEN: usize = 30;
/// Points that are listed.
const LISTED: usize = 500;
/// Outcomes that are listed.
const COLUMNS: usize = 4;

/// Every point with its settings and means.
pub fn section(source: &Source, study: &Study) -> Section {
    let mut blocks = Blocks::default();
    if study.points.is_empty() {
        blocks.say(source.t("missing", &[("what", &source.t("missing.summary", &[]))]));
    } else if study.factors.is_empty() {
        outcomes(source, study, &mut blocks);
    } else {
        points(source, study, &mut blocks);
    }
    let key = if study.factors.is_empty() { "points.outcomes" } else { "points.title" };
    Section { id: "points".into(), title: source.t(key, &[]), blocks: blocks.0 }
}

fn points(source: &Source, study: &Study, blocks: &mut Blocks) {
    let listed = study.points.len().min(LISTED);
    let (shown, all) = (listed.to_string(), study.all.to_string());
    let key = if listed < study.all { "points.some" } else { "points.all" };
    blocks.say(source.t(key, &[("shown", &shown), ("all", &all)]));
    let names = &study.outcomes[..study.outcomes.len().min(COLUMNS)];
    if names.len() < study.outcomes.len() {
        blocks.say(source.t("points.more_outcomes", &[("count", &study.outcomes.len().to_string())]));
    }
    let mut head = source.heads(&["point"]);
    head.extend(study.factors.iter().map(|factor| source.with_unit(&factor.path, &factor.unit)));
    head.extend(source.heads(&["replicates"]));
    if study.failed > 0 {
        head.extend(source.heads(&["failed"]));
    }
    let differs = study.points.get(1).is_some_and(|point| point.difference(0).is_some());
    if differs {
        blocks.say(source.t("points.differences", &[]));
    }
    let mut columns: Vec<(usize, bool, Format)> = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let mean = Format::of(study.points.iter().filter_map(|point| point.mean(at)));
        head.push(source.with_unit(name, &mean.unit(&study.unit(at))));
        columns.push((at, false, mean));
        if differs {
            let difference = Format::of(study.points.iter().filter_map(|point| point.difference(at)));
            head.push(source.t("column.difference", &[("outcome", name)]));
            columns.push((at, true, difference));
        }
    }
    let row = |point: &Point| {
        let mut row = vec![point.number.to_string()];
        row.extend(point.settings.iter().map(text));
        row.push(point.replicates.to_string());
        if study.failed > 0 {
            row.push(point.failed.to_string());
        }
        row.extend(columns.iter().map(|(at, is_difference, column)| {
            let found = if *is_difference { point.difference(*at) } else { point.mean(*at) };
            found.map_or_else(|| NONE.to_owned(), |found| column.estimate(found))
        }));
        row
    };
    let rows: Vec<Vec<String>> = study.points.iter().take(LISTED).map(row).collect();
    if rows.len() <= OPEN {
        blocks.table(head, rows);
    } else {
        let title = source.t("table.points", &[("count", &rows.len().to_string())]);
        blocks.0.push(Block::FoldedTable(title, Table { head, rows }));
    }
}

/// All outcomes of a single point.
fn outcomes(source: &Source, study: &Study, blocks: &mut Blocks) {
    let Some(point) = study.points.first() else { return };
    let row = |(at, name): (usize, &String)| {
        let stat = &point.stats[at];
        let spread = [stat.q05, stat.q50, stat.q95].map(|value| value.unwrap_or(f64::NAN));
        let mean = point.mean(at).unwrap_or([f64::NAN; 3]);
        let column = Format::of([mean]);
        let quantiles = Format::plain(spread.into_iter().chain([mean[0]]));
        // Quantiles are written as the mean is, where that has an interval.
        let column_of = if mean[1].is_finite() && mean[1] < mean[2] { column } else { quantiles };
        let mut row = vec![format!("`{name}`"), source.shown_unit(&column_of.unit(&stat.unit))];
        row.extend([column_of.at(mean[0]), column_of.ends(mean[1], mean[2])]);
        row.extend(spread.map(|value| column_of.at(value)));
        row.push(stat.n.to_string());
        row
    };
    let heads = source.heads(&["outcome", "unit", "mean", "interval", "q05", "q50", "q95", "n"]);
    blocks.table(heads, study.outcomes.iter().enumerate().map(row).collect());
}

/// For each input, where the mean is least and where it is greatest.
pub fn effects(source: &Source, study: &Study, outcome: usize, effects: &[Effect], blocks: &mut Blocks) {
    let all = effects.iter().flat_map(|effect| effect.levels.iter().map(|level| level.mean));
    let column = Format::of(all);
    let unit = source.shown_unit(&column.unit(&study.unit(outcome)));
    let row = |(factor, effect): (&super::read::Factor, &Effect)| {
        let finite = || effect.levels.iter().filter(|level| level.mean[0].is_finite());
        let least = finite().min_by(|a, b| a.mean[0].total_cmp(&b.mean[0]))?;
        let greatest = finite().max_by(|a, b| a.mean[0].total_cmp(&b.mean[0]))?;
        let cells = |level: &Level| [level.name.clone(), column.estimate(level.mean)];
        let mut row = vec![format!("`{}`", factor.path)];
        row.extend(cells(least).into_iter().chain(cells(greatest)));
        Some(row)
    };
    let rows: Vec<Vec<String>> = study.factors.iter().zip(effects).filter_map(row).collect();
    if rows.is_empty() {
        return;
    }
    blocks.say(source.t("effect.table", &[("unit", &unit)]));
    blocks.table(source.heads(&["input", "least_at", "least", "greatest_at", "greatest"]), rows);
}
