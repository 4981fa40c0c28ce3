//! The limits of a box against the whole ranges, and the search as coverage against density.

use super::super::inputs::short;
use super::super::numbers::{p_value, setting};
use super::super::source::Source;
use super::read::{Bound, Report};
use crate::document::Figure;
use crate::svg::Mark;
use crate::svg::curves::{self, Curve, Spot};
use crate::svg::legend::{self, Swatch};
use crate::svg::limits::{self, Part, Row};

/// Limits of a box.
pub fn limits(source: &Source, report: &Report, at: usize) -> Figure {
    let found = &report.boxes[at];
    let row = |bound: &Bound| {
        let p = bound.held_out_p.unwrap_or(bound.quasi_p);
        let key = if bound.held_out_p.is_some() { "limits.p_held_out" } else { "limits.p_sought" };
        Row {
            name: source.with_unit(short(&bound.path), &bound.unit),
            words: source.t(key, &[("p", &p_value(p))]),
            part: part(report, bound),
        }
    };
    let rows: Vec<Row> = found.bounds.iter().map(row).collect();
    let number = (at + 1).to_string();
    let title = source.t("limits.figure", &[("box", &number)]);
    let free = report.inputs.len().saturating_sub(found.bounds.len()).to_string();
    let caption = source.t("limits.caption", &[("free", &free)]);
    Figure::draw(format!("limits-{number}"), title, caption, |canvas| limits::draw(canvas, &rows))
}

fn part(report: &Report, bound: &Bound) -> Part {
    let input = report.inputs.iter().find(|input| input.path == bound.path);
    if let Some(own) = &bound.values {
        let all = input.and_then(|input| input.values.as_ref()).unwrap_or(own);
        return Part::Values(all.iter().map(|value| (value.clone(), own.contains(value))).collect());
    }
    let [low, high] = bound.sampled;
    let straight = |value: f64| (value - low) / (high - low);
    let place = |value: f64| input.and_then(|input| input.place(value)).unwrap_or_else(|| straight(value));
    let text = |value: Option<f64>| value.map_or_else(String::new, |value| bound.text(value));
    Part::Stretch {
        places: (bound.low.map_or(0.0, place), bound.high.map_or(1.0, place)),
        ends: (text(bound.low), text(bound.high)),
        whole: (setting(low), setting(high)),
    }
}

/// Coverage against density along the search.
pub fn trajectory(source: &Source, report: &Report, at: usize) -> Figure {
    let found = &report.boxes[at];
    let spot = |step: &super::read::Step| {
        let [y, low, high] = step.density().map(|share| 100.0 * share);
        Spot { x: 100.0 * step.fit.coverage, y, low, high }
    };
    let line: Vec<Spot> = found.trajectory.steps.iter().map(spot).collect();
    let bare = |spot: &Spot| Spot { low: f64::NAN, high: f64::NAN, ..*spot };
    let points = line.iter().map(|spot| (bare(spot), Mark::Hollow)).collect();
    let path = line.iter().map(bare).collect();
    let search = Curve { colour: 5, dash: 0, line: path, points, crossed: Vec::new() };
    let alone = |spots: Vec<Spot>, mark: Mark, colour: usize| Curve {
        colour,
        dash: 0,
        line: Vec::new(),
        points: spots.into_iter().map(|spot| (spot, mark)).collect(),
        crossed: Vec::new(),
    };
    let chosen: Vec<Spot> = line.get(found.trajectory.chosen).copied().into_iter().collect();
    let held = found.held_out.zip(found.held_out_density()).map(|(fit, density)| {
        let [y, low, high] = density.map(|share| 100.0 * share);
        Spot { x: 100.0 * fit.coverage, y, low, high }
    });
    let mut entries = vec![
        (Swatch::Mark(Mark::Hollow, 5), source.t("trajectory.box", &[])),
        (Swatch::Mark(Mark::Filled, 6), source.t("trajectory.chosen_box", &[])),
    ];
    if held.is_some() {
        entries.push((Swatch::Mark(Mark::Lozenge, 3), source.t("trajectory.held_out", &[])));
    }
    let held: Vec<Spot> = held.into_iter().collect();
    let drawn = [search, alone(held, Mark::Lozenge, 3), alone(chosen, Mark::Filled, 6)];
    let number = (at + 1).to_string();
    let title = source.t("trajectory.figure", &[("box", &number)]);
    let caption = source.t("trajectory.caption", &[]);
    let (across, up) = (source.t("trajectory.across", &[]), source.t("trajectory.up", &[]));
    Figure::draw(format!("trajectory-{number}"), title, caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 2.0;
        curves::draw(canvas, &drawn, &across, &up, if canvas.narrow() { 250.0 } else { 340.0 });
    })
}
