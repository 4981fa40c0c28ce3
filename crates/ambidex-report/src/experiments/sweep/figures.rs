//! The effects of the inputs, one by one: curves of those with numbers, rows of those with other values.

use super::super::inputs::short;
use super::super::numbers::Format;
use super::super::source::Source;
use super::effects::{Effect, Kind, Level};
use super::read::Study;
use crate::document::Figure;
use crate::svg::Mark;
use crate::svg::curves::{self, Curve, Panel, Spot};
use crate::svg::forest::{self, Estimate, Row, Scale};

/// The inputs with numbers, a small panel each; none where there is no such input.
pub fn panels(source: &Source, study: &Study, outcome: usize, effects: &[Effect]) -> Option<Figure> {
    let name = &study.outcomes[outcome];
    let up = source.with_unit(name, &study.unit(outcome));
    let all = study.factors.iter().zip(effects);
    let numeric: Vec<_> = all.filter(|(factor, _)| factor.is_numeric() && factor.values.len() > 1).collect();
    let spot = |level: &Level| {
        let [y, low, high] = level.mean;
        Spot { x: level.x, y, low, high }
    };
    let panel = |effect: &Effect, across: String| {
        let line: Vec<Spot> = effect.levels.iter().map(spot).filter(|spot| spot.y.is_finite()).collect();
        let points = line.iter().map(|spot| (*spot, Mark::Filled)).collect();
        let curve = Curve { colour: 5, dash: 0, line, points, crossed: Vec::new() };
        Panel { curves: vec![curve], across, up: up.clone() }
    };
    let drawn: Vec<Panel> = numeric
        .iter()
        .map(|(factor, effect)| panel(effect, source.with_unit(short(&factor.path), &factor.unit)))
        .collect();
    if drawn.is_empty() {
        return None;
    }
    let kinds: Vec<Kind> = numeric.iter().map(|(_, effect)| effect.kind).collect();
    let caption = caption(source, study, &kinds);
    let title = source.t("effect.figure", &[("outcome", name)]);
    Some(Figure::draw(format!("effects-{name}"), title, caption, |canvas| {
        let columns = if canvas.narrow() || drawn.len() == 1 { 1 } else { 2 };
        curves::grid(canvas, &drawn, columns, if drawn.len() == 1 { 260.0 } else { 170.0 });
    }))
}

/// The inputs whose values are no numbers, a row each value.
pub fn rows(source: &Source, study: &Study, outcome: usize, effects: &[Effect]) -> Option<Figure> {
    let name = &study.outcomes[outcome];
    let all = study.factors.iter().zip(effects);
    let named: Vec<_> = all.filter(|(factor, _)| !factor.is_numeric() && factor.values.len() > 1).collect();
    if named.is_empty() {
        return None;
    }
    let unit = study.unit(outcome);
    let row = |level: &Level, column: &Format| {
        let [at, low, high] = level.mean;
        Row {
            name: level.name.clone(),
            estimates: vec![Estimate { at, low, high, spread: None, mark: Mark::Filled, colour: 5 }],
            words: column.estimate(level.mean),
        }
    };
    let title = source.t("effect.figure", &[("outcome", name)]);
    let kinds: Vec<Kind> = named.iter().map(|(_, effect)| effect.kind).collect();
    let caption = caption(source, study, &kinds);
    Some(Figure::draw(format!("values-{name}"), title, caption, |canvas| {
        for (factor, effect) in &named {
            let column = Format::of(effect.levels.iter().map(|level| level.mean));
            let rows: Vec<Row> = effect.levels.iter().map(|level| row(level, &column)).collect();
            let scale = Scale {
                title: short(&factor.path).to_owned(),
                unit: source.with_unit(name, &unit),
                include: Vec::new(),
                upright: None,
            };
            forest::draw(canvas, &rows, &scale);
        }
    }))
}

/// What is drawn, and what the intervals are of.
fn caption(source: &Source, study: &Study, kinds: &[Kind]) -> String {
    let mut caption = source.t("effect.caption", &[]);
    let all =
        [(Kind::Worlds, "effect.values"), (Kind::Points, "effect.points"), (Kind::Strips, "effect.strips")];
    for (kind, key) in all {
        if kinds.contains(&kind) {
            caption += &source.t(key, &[("replicates", &study.replicates.to_string())]);
        }
    }
    caption
}
