//! A grid of two inputs: curves over one, a line a value of the other, or a map where both have many values.

use super::super::inputs::short;
use super::super::numbers::Format;
use super::super::source::Source;
use super::read::{Factor, Point, Study, text};
use crate::document::Figure;
use crate::svg::Mark;
use crate::svg::curves::{self, Curve, Spot};
use crate::svg::heat::{self, Map};
use crate::svg::legend::{self, Swatch};

/// Most lines.
const LINES: usize = 6;
/// Most values of an input in a map.
const CELLS: usize = 40;
/// Colours of the lines in turn.
const COLOURS: [usize; 6] = [5, 6, 3, 7, 1, 0];

/// The plane of both inputs of a whole grid; none where the points are no such grid.
pub fn figure(source: &Source, study: &Study, outcome: usize) -> Option<Figure> {
    let [one, other] = study.factors.as_slice() else { return None };
    let (few, many) = (one.values.len().min(other.values.len()), one.values.len().max(other.values.len()));
    if few < 2 || many > CELLS || study.points.len() != few * many {
        return None;
    }
    // The line runs over the input with more values; it must have numbers.
    let over_first = one.is_numeric() && (one.values.len() >= other.values.len() || !other.is_numeric());
    let (across, by) = if over_first { (0, 1) } else { (1, 0) };
    let is_drawn = study.factors[across].is_numeric() && study.factors[by].values.len() <= LINES;
    Some(if is_drawn {
        lines(source, study, outcome, (across, by))
    } else {
        map(source, study, outcome, (across, by))
    })
}

fn named(source: &Source, factor: &Factor) -> String {
    source.with_unit(short(&factor.path), &factor.unit)
}

/// The point at a pair of values.
fn at(study: &Study, (across, by): (usize, usize), x: usize, y: usize) -> Option<&Point> {
    let (x, y) = (&study.factors[across].values[x], &study.factors[by].values[y]);
    study.points.iter().find(|point| point.settings[across] == *x && point.settings[by] == *y)
}

fn lines(source: &Source, study: &Study, outcome: usize, axes: (usize, usize)) -> Figure {
    let (across, by) = (&study.factors[axes.0], &study.factors[axes.1]);
    let spot = |x: usize, y: usize| {
        let [mean, low, high] = at(study, axes, x, y)?.mean(outcome)?;
        Some(Spot { x: across.values[x].as_f64()?, y: mean, low, high })
    };
    let curve = |y: usize| {
        let line: Vec<Spot> = (0..across.values.len()).filter_map(|x| spot(x, y)).collect();
        let points = line.iter().map(|spot| (*spot, Mark::Filled)).collect();
        Curve { colour: COLOURS[y % COLOURS.len()], dash: y % 3, line, points, crossed: Vec::new() }
    };
    let drawn: Vec<Curve> = (0..by.values.len()).map(curve).collect();
    let entry = |(curve, value): (&Curve, &serde_json::Value)| {
        (Swatch::Line(curve.colour, curve.dash), format!("{} = {}", short(&by.path), text(value)))
    };
    let entries: Vec<(Swatch, String)> = drawn.iter().zip(&by.values).map(entry).collect();
    let name = &study.outcomes[outcome];
    let title = source.t("plane.figure", &[("outcome", name)]);
    let caption = source.t("plane.lines", &[("replicates", &study.replicates.to_string())]);
    let up = source.with_unit(name, &study.unit(outcome));
    let along = named(source, across);
    Figure::draw(format!("plane-{name}"), title, caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 2.0;
        let height = if canvas.narrow() { 250.0 } else { 340.0 };
        curves::draw(canvas, &drawn, &along, &up, height);
    })
}

fn map(source: &Source, study: &Study, outcome: usize, axes: (usize, usize)) -> Figure {
    let (across, by) = (&study.factors[axes.0], &study.factors[axes.1]);
    let mean = |x: usize, y: usize| at(study, axes, x, y).and_then(|point| point.mean(outcome));
    let column = Format::of(study.points.iter().filter_map(|point| point.mean(outcome)));
    let cell = |x: usize, y: usize| {
        let value = mean(x, y).map_or(f64::NAN, |mean| mean[0]);
        (value, column.at(value))
    };
    let row = |y: usize| (0..across.values.len()).map(|x| cell(x, y)).collect();
    let drawn = Map {
        columns: across.values.iter().map(text).collect(),
        rows: by.values.iter().map(text).collect(),
        cells: (0..by.values.len()).map(row).collect(),
        across: named(source, across),
        up: named(source, by),
    };
    let name = &study.outcomes[outcome];
    let title = source.t("plane.figure", &[("outcome", name)]);
    let unit = source.shown_unit(&column.unit(&study.unit(outcome)));
    let caption = source.t("plane.map", &[("replicates", &study.replicates.to_string()), ("unit", &unit)]);
    Figure::draw(format!("plane-{name}"), title, caption, |canvas| heat::draw(canvas, &drawn))
}
