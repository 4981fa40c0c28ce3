//! How the misfit fell from generation to generation, or the space from wave to wave.

use ambidex_claims::numbers;

use super::read::{Report, Stage};
use super::{percent, signed};
use crate::document::{Blocks, Figure};
use crate::experiments::Source;
use crate::svg::Mark;
use crate::svg::curves::{self, Curve, Spot};

pub fn blocks(source: &Source, report: &Report) -> Blocks {
    let mut blocks = Blocks::default();
    let waves = report.stages.iter().any(|stage| stage.left.is_some());
    blocks.say(source.t(if waves { "misfit.waves" } else { "misfit.generations" }, &[]));
    let line: Vec<Spot> = report.stages.iter().filter_map(spot).collect();
    if line.len() > 1 {
        blocks.show(figure(source, line, waves));
    }
    let head = if waves { ["number", "run", "left", "space"] } else { ["number", "run", "kept", "tolerance"] };
    let mut head = head.map(|key| source.t(&format!("misfit.{key}"), &[])).to_vec();
    if !waves {
        head.push(source.t("misfit.effective", &[]));
    }
    blocks.table(head, report.stages.iter().map(|stage| row(stage, waves)).collect());
    blocks
}

fn row(stage: &Stage, waves: bool) -> Vec<String> {
    let mut row = vec![(stage.number + 1).to_string(), stage.run.to_string(), stage.kept.to_string()];
    let number = |x: Option<f64>| x.map_or("–".to_owned(), |x| signed(&numbers::short(x)));
    if waves {
        row.push(stage.left.map_or("–".to_owned(), |(low, high)| format!("{} – {}", percent(low), percent(high))));
    } else {
        row.push(number(stage.tolerance));
        row.push(stage.effective.map_or("–".to_owned(), |n| format!("{n:.0}")));
    }
    row
}

fn spot(stage: &Stage) -> Option<Spot> {
    let x = stage.number as f64 + 1.0;
    match (stage.tolerance, stage.left) {
        (Some(y), _) => Some(Spot { x, y, low: f64::NAN, high: f64::NAN }),
        (None, Some((low, high))) => Some(Spot { x, y: (low + high) / 2.0, low, high }),
        (None, None) => None,
    }
}

fn figure(source: &Source, line: Vec<Spot>, waves: bool) -> Figure {
    let ends = [line.first(), line.last()].map(|spot| spot.map_or(0.0, |spot| spot.x));
    let level = |x: f64| Spot { x, y: 1.0, low: f64::NAN, high: f64::NAN };
    let points = line.iter().map(|spot| (*spot, Mark::Filled)).collect();
    let mut all = vec![Curve { colour: 5, dash: 0, line, points, crossed: vec![] }];
    if !waves {
        let line = ends.map(level).to_vec();
        all.push(Curve { colour: 0, dash: 1, line, points: vec![], crossed: vec![] });
    }
    let [across, up, title, caption] = if waves {
        ["misfit.wave", "misfit.space", "misfit.waves_figure", "misfit.waves_caption"]
    } else {
        ["misfit.generation", "misfit.tolerance", "misfit.figure", "misfit.caption"]
    }
    .map(|key| source.t(key, &[]));
    Figure::draw("misfit", title, caption, |canvas| curves::draw(canvas, &all, &across, &up, 220.0))
}
