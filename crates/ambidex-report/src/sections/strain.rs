//! Fire-fighting, pressure, fatigue, morale and attrition.

use crate::context::{Absent, Context};
use crate::document::{Blocks, Figure};
use crate::fans::{Fan, Mean, fan, means, means_of};
use crate::read::Cube;
use crate::sections::gap;
use crate::svg::axes::range;
use crate::svg::legend::{self, Swatch};
use crate::svg::panel::{Layer, Panel, grid};

/// Weeks over which leavers are counted.
const QUARTER: usize = 13;
/// Weeks a year.
const YEAR: f64 = 365.25 / 7.0;

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let fire_fight = context.cube("fire_fight")?;
    let attrition = attrition(&context.cube("leavers")?, &context.cube("head_count")?);
    let mut blocks = Blocks::default();
    blocks.say(words(context, &fire_fight, &attrition)?);
    let mut panels = vec![panel(context, "fire_fight", &fire_fight, 100.0)?];
    for column in ["pressure", "fatigue", "morale"] {
        panels.push(panel(context, column, &context.cube(column)?, 1.0)?);
    }
    panels.push(panel(context, "attrition", &attrition, 100.0)?);
    let entries = [
        (Swatch::Line(5, 0), context.t("strain.mean", &[("focal", context.focal())])),
        (Swatch::Inner(5), context.t("legend.interval", &[])),
        (Swatch::Wide(5), context.t("legend.nine", &[])),
        (Swatch::Line(0, 2), context.t("strain.rivals", &[])),
    ];
    let calendar = context.calendar()?;
    let caption = context.t("strain.caption", &[("worlds", &context.worlds())]);
    blocks.show(Figure::draw(
        "strain",
        context.t("strain.figure", &[("focal", context.focal())]),
        caption,
        |canvas| {
            canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 4.0;
            let columns = if canvas.narrow() { 1 } else { 2 };
            grid(canvas, &panels, columns, 215.0, &calendar);
        },
    ));
    blocks.say(context.t("strain.assumed", &[]));
    Ok(blocks)
}

/// Persons leaving of their own accord per person and year, over the 13 weeks up to each week; no number
/// before there are 13.
fn attrition(leavers: &Cube, heads: &Cube) -> Cube {
    leavers.zip(heads, |leavers, heads| {
        let window = |week: usize| week + 1 - QUARTER..=week;
        let sum = |line: &[f32], week| line[window(week)].iter().map(|value| f64::from(*value)).sum::<f64>();
        let rate = |week: usize| {
            if week + 1 < QUARTER { f64::NAN } else { sum(leavers, week) / sum(heads, week) * YEAR }
        };
        (0..leavers.len()).map(|week| rate(week) as f32).collect()
    })
}

fn panel(context: &Context, name: &str, cube: &Cube, factor: f64) -> Result<Panel, Absent> {
    let focal = context.focal_at()?;
    let scaled = |means: &[Mean], end: fn(&Mean) -> f64| {
        means.iter().map(|mean| factor * end(mean)).collect::<Vec<f64>>()
    };
    let own = means(cube, focal);
    let theirs = means_of(cube, &context.rivals_at()?);
    let spread: Fan = fan(cube, focal);
    let wide: Vec<(f64, f64)> =
        spread.iter().map(|levels| (factor * levels[0], factor * levels[4])).collect();
    let narrow = scaled(&own, Mean::low).into_iter().zip(scaled(&own, Mean::high)).collect();
    let values = wide.iter().flat_map(|(low, high)| [*low, *high]).chain(scaled(&theirs, |mean| mean.mean));
    let range = range(values.chain([0.0]), 6.0);
    let mut layers = vec![
        Layer::Band { edges: wide, colour: 5, wide: true },
        Layer::Band { edges: narrow, colour: 5, wide: false },
        Layer::Line(scaled(&own, |mean| mean.mean), 5, 0),
        Layer::Line(scaled(&theirs, |mean| mean.mean), 0, 2),
    ];
    layers.extend(gap::releases(context));
    let unit = context.word("strain.unit", name);
    Ok(Panel { title: context.word("strain.panel", name), unit, range, layers })
}

fn words(context: &Context, fire_fight: &Cube, attrition: &Cube) -> Result<String, Absent> {
    let (focal, rivals) = (context.focal_at()?, context.rivals_at()?);
    let percent = |mean: &Mean| {
        context.estimate([mean.mean, mean.low(), mean.high()].map(|share| 100.0 * share), "percent", 1)
    };
    let peak = |cube: &Cube| {
        let means = means(cube, focal);
        let known = (0..means.len()).filter(|week| means[*week].mean.is_finite());
        let top = known.max_by(|one, other| means[*one].mean.total_cmp(&means[*other].mean)).unwrap_or(0);
        let theirs = means_of(cube, &rivals)[top];
        (context.date(top as f64), percent(&means[top]), percent(&theirs))
    };
    let (fire_date, fire, fire_rivals) = peak(fire_fight);
    let (leave_date, leave, leave_rivals) = peak(attrition);
    Ok(context.t(
        "strain.words",
        &[
            ("focal", context.focal()),
            ("fire_date", &fire_date),
            ("fire", &fire),
            ("fire_rivals", &fire_rivals),
            ("leave_date", &leave_date),
            ("leave", &leave),
            ("leave_rivals", &leave_rivals),
        ],
    ))
}
