//! The data against what the fit predicts.

use super::read::{Prediction, Report};
use super::{signed, told};
use crate::document::{Block, Blocks, Figure, Table};
use crate::experiments::Source;
use crate::svg::Mark;
use crate::svg::forest::{self, Estimate, Row, Scale};
use crate::svg::legend::{self, Swatch};
use crate::svg::spans::{self, Panel, Span};
use ambidex_analysis::statistics::NORMAL_95;

/// Years of the axis begin here.
const EPOCH: f64 = 2023.0;

pub fn blocks(source: &Source, report: &Report) -> Blocks {
    let mut blocks = Blocks::default();
    let Some(forecast) = &report.forecast else {
        blocks.say(source.t("calibration.nothing_left", &[]));
        return blocks;
    };
    blocks.say(source.t("data.intro", &[]));
    let (releases, others): (Vec<&Prediction>, Vec<&Prediction>) =
        forecast.data.iter().partition(|one| one.release.is_some());
    if !releases.is_empty() {
        blocks.show(over_time(source, &releases));
    }
    if !others.is_empty() {
        blocks.show(in_errors(source, &others));
    }
    let head = ["datum", "set", "observed", "error", "predicted", "inside", "crps"];
    let head = head.map(|key| source.t(&format!("data.{key}"), &[])).to_vec();
    let rows = forecast.data.iter().map(|one| line(source, one)).collect();
    let table = Table { head, rows };
    blocks.0.push(if forecast.data.len() > 12 {
        Block::FoldedTable(source.t("data.all", &[]), table)
    } else {
        Block::Table(table)
    });
    blocks
}

fn set(source: &Source, one: &Prediction) -> String {
    source.t(if one.holdout { "data.held" } else { "data.fitted" }, &[])
}

fn line(source: &Source, one: &Prediction) -> Vec<String> {
    let plain = |x: f64| signed(&ambidex_claims::numbers::short(x));
    vec![
        one.label.clone(),
        set(source, one),
        plain(one.value),
        plain(one.error),
        told(one.q50, one.interval.0, one.interval.1),
        source.t(if one.is_inside() { "data.yes" } else { "data.no" }, &[]),
        plain(one.crps),
    ]
}

fn mark(one: &Prediction) -> Mark {
    if one.holdout { Mark::Hollow } else { Mark::Filled }
}

fn entries(source: &Source, all: &[&Prediction]) -> Vec<(Swatch, String)> {
    let mut entries = Vec::new();
    if all.iter().any(|one| !one.holdout) {
        entries.push((Swatch::Mark(Mark::Filled, 0), source.t("data.legend_fitted", &[])));
    }
    if all.iter().any(|one| one.holdout) {
        entries.push((Swatch::Mark(Mark::Hollow, 0), source.t("data.legend_held", &[])));
    }
    entries.push((Swatch::Wide(5), source.t("data.legend_nine", &[])));
    if all.iter().any(|one| one.fan.is_some()) {
        entries.push((Swatch::Inner(5), source.t("data.legend_half", &[])));
    }
    entries
}

/// Releases over time, a panel a lab.
fn over_time(source: &Source, releases: &[&Prediction]) -> Figure {
    let mut panels: Vec<Panel> = Vec::new();
    for one in releases {
        let Some((lab, years)) = &one.release else { continue };
        let (observed, error) = (one.value, one.error);
        let span = Span { x: EPOCH + years, fan: one.fan(), observed, error, mark: mark(one) };
        match panels.iter_mut().find(|(title, _)| title == lab) {
            Some((_, spans)) => spans.push(span),
            None => panels.push((lab.clone(), vec![span])),
        }
    }
    let entries = entries(source, releases);
    Figure::draw(
        "releases",
        source.t("data.releases", &[]),
        source.t("data.releases_caption", &[]),
        |canvas| {
            canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 6.0;
            let columns = if canvas.narrow() { 1 } else { 2 };
            spans::grid(canvas, &panels, columns, 190.0);
        },
    )
}

/// Data of any unit on one axis: how far the prediction lies from what was observed, in standard deviations of the error.
fn in_errors(source: &Source, all: &[&Prediction]) -> Figure {
    let row = |one: &&Prediction| {
        let scaled = |x: f64| (x - one.value) / one.error;
        let fan = one.fan().map(scaled);
        let fans = Estimate {
            at: fan[2],
            low: fan[1],
            high: fan[3],
            spread: Some((fan[0], fan[4])),
            mark: mark(one),
            colour: if one.is_inside() { 5 } else { 6 },
        };
        Row {
            name: format!("{} ({})", one.label, set(source, one)),
            estimates: vec![fans],
            words: told(one.q50, one.interval.0, one.interval.1),
        }
    };
    let rows: Vec<Row> = all.iter().map(row).collect();
    let scale = Scale {
        title: source.t("data.errors_title", &[]),
        unit: source.t("data.errors_axis", &[]),
        include: vec![-NORMAL_95, NORMAL_95],
        upright: Some(0.0),
    };
    Figure::draw("data", source.t("data.errors", &[]), source.t("data.errors_caption", &[]), |canvas| {
        forest::draw(canvas, &rows, &scale);
    })
}
