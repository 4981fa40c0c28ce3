//! How the misfit fell from generation to generation, or the space from wave to wave.

use ambidex_claims::numbers;

use super::read::{Report, Stage};
use super::{percent, signed};
use crate::document::{Blocks, Figure};
use crate::experiments::Source;
use crate::svg::axes::{Frame, number, range};
use crate::svg::curves::Spot;
use crate::svg::{Anchor, Canvas, Mark, polyline};

pub fn blocks(source: &Source, report: &Report) -> Blocks {
    let mut blocks = Blocks::default();
    let waves = report.stages.iter().any(|stage| stage.left.is_some());
    blocks.say(source.t(if waves { "misfit.waves" } else { "misfit.generations" }, &[]));
    let line: Vec<Spot> = report.stages.iter().filter_map(spot).collect();
    if line.len() > 1 {
        blocks.show(figure(source, &line, waves));
    }
    let head =
        if waves { ["number", "run", "left", "space"] } else { ["number", "run", "kept", "tolerance"] };
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
        row.push(
            stage
                .left
                .map_or("–".to_owned(), |(low, high)| format!("{} – {}", percent(low), percent(high))),
        );
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

fn figure(source: &Source, line: &[Spot], waves: bool) -> Figure {
    let [across, up, title, caption] = if waves {
        ["misfit.wave", "misfit.space", "misfit.waves_figure", "misfit.waves_caption"]
    } else {
        ["misfit.generation", "misfit.tolerance", "misfit.figure", "misfit.caption"]
    }
    .map(|key| source.t(key, &[]));
    Figure::draw("misfit", title, caption, |canvas| draw(canvas, line, &across, &up, !waves))
}

/// Points over whole numbers, joined; with the level of the stated errors where there is one.
fn draw(canvas: &mut Canvas, line: &[Spot], across: &str, up: &str, level: bool) {
    canvas.height += 15.0;
    canvas.text((0.0, canvas.height - 3.0), Anchor::Start, "soft", up);
    let ends = line.iter().flat_map(|spot| [spot.y, spot.low, spot.high]);
    let last = line.last().map_or(1.0, |spot| spot.x);
    let frame = Frame {
        left: 40.0,
        top: canvas.height + 8.0,
        width: canvas.width - 56.0,
        height: 200.0,
        x: (0.5, last + 0.5),
        y: range(ends.chain([0.0]), 6.0),
    };
    frame.value_axis(canvas);
    for spot in line {
        let x = frame.px(spot.x);
        canvas.text((x, frame.bottom() + 15.0), Anchor::Middle, "soft", &number(spot.x, 0));
        if spot.low.is_finite() && spot.high.is_finite() {
            canvas.line((x, frame.py(spot.low)), (x, frame.py(spot.high)), "s5 line thin");
        }
    }
    if level {
        canvas.line((frame.left, frame.py(1.0)), (frame.right(), frame.py(1.0)), "upright");
    }
    let place = |spot: &Spot| (frame.px(spot.x), frame.py(spot.y));
    canvas.path(&polyline(line.iter().map(place)), "s5 line");
    line.iter().for_each(|spot| canvas.mark(place(spot), Mark::Filled, 5, 4.0));
    canvas.text((frame.left + frame.width / 2.0, frame.bottom() + 32.0), Anchor::Middle, "soft", across);
    canvas.height = frame.bottom() + 40.0;
}
