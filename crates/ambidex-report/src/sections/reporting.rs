//! Reported minus true score, by base release.

use std::collections::BTreeMap;

use crate::context::{Absent, Context, bracket};
use crate::document::{Blocks, Figure};
use crate::fans::{Mean, quantiles};
use crate::svg::Mark;
use crate::svg::forest::{self, Estimate, Row, Scale};
use crate::svg::legend::{self, Swatch};

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let releases = context.releases()?;
    let generations =
        releases.iter().filter(|one| one.lab == context.run.focal).map(|one| one.generation).max();
    let mut rows: Vec<Row> =
        (1..=generations.unwrap_or(0)).filter_map(|generation| focal_row(context, generation)).collect();
    if rows.is_empty() {
        return Err(Absent::Data("missing.releases"));
    }
    let (rivals, mean) = rivals_row(context)?;
    rows.push(rivals);
    let mut blocks = Blocks::default();
    let at_fourth = Mean::of(context.generation(4).iter().map(|release| release.inflation));
    if at_fourth.n > 0 {
        let values =
            [("own", context.mean(&at_fourth, "points", 2)), ("rivals", context.mean(&mean, "points", 2))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        blocks.say(context.t("reporting.words", &[&values[..], &[("focal", context.focal())]].concat()));
    }
    let scale = Scale {
        title: context.t("reporting.rows", &[("focal", context.focal())]),
        unit: context.t("reporting.unit", &[]),
        include: vec![0.0],
        upright: None,
    };
    let entries = [
        (Swatch::Mark(Mark::Filled, 5), context.t("legend.mean", &[])),
        (Swatch::Line(5, 0), context.t("legend.interval", &[])),
        (Swatch::Wide(5), context.t("legend.nine", &[])),
    ];
    let caption = context.t("reporting.caption", &[("worlds", &context.worlds())]);
    blocks.show(Figure::draw("reporting", context.t("reporting.figure", &[]), caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 4.0;
        forest::draw(canvas, &rows, &scale);
    }));
    Ok(blocks)
}

fn focal_row(context: &Context, generation: u32) -> Option<Row> {
    let releases = context.generation(generation);
    let values: Vec<f64> = releases.iter().map(|release| release.inflation).collect();
    let (_, name) = context.median_release(generation)?;
    Some(row(name, &values, 5))
}

/// All base releases of all rivals: a world's mean each, so that the interval is one over worlds.
fn rivals_row(context: &Context) -> Result<(Row, Mean), Absent> {
    let mut worlds: BTreeMap<u32, Vec<f64>> = BTreeMap::new();
    for release in context.releases()?.iter().filter(|release| release.lab != context.run.focal) {
        worlds.entry(release.world).or_default().push(release.inflation);
    }
    let values: Vec<f64> = worlds.into_values().map(|values| Mean::of(values).mean).collect();
    let row = row(context.t("reporting.rivals", &[]), &values, 6);
    Ok((row, Mean::of(values)))
}

fn row(name: String, values: &[f64], colour: usize) -> Row {
    let mean = Mean::of(values.iter().copied());
    let spread = quantiles(values.iter().copied());
    let numbers = [mean.mean, mean.low(), mean.high()];
    let estimate = Estimate {
        at: numbers[0],
        low: numbers[1],
        high: numbers[2],
        spread: Some((spread[0], spread[4])),
        mark: Mark::Filled,
        colour,
    };
    Row { name, estimates: vec![estimate], words: bracket(numbers, 2) }
}
