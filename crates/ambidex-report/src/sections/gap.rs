//! The focal lab's gap to the frontier, and how it differs where one decision is taken back.

use crate::context::{Absent, Context};
use crate::document::{Block, Blocks, Figure};
use crate::fans::{Mean, Paired, fan, paired};
use crate::read::Cube;
use crate::svg::axes::range;
use crate::svg::legend::{self, Swatch};
use crate::svg::panel::{Layer, Panel, grid};

const COLUMN: &str = "gap_points";
/// Colours of the counterfactuals; the focal lab's own is left to the baseline.
const COLOURS: [usize; 6] = [6, 3, 1, 7, 2, 0];

/// A counterfactual against the baseline.
struct Arm<'a> {
    title: &'a str,
    median: Vec<f64>,
    difference: Paired,
    /// Week of the first intervention that differs, where the run states it.
    stated: Option<f64>,
}

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let cube = context.cube(COLUMN)?;
    let arms = arms(context, &cube)?;
    let mut blocks = Blocks::default();
    blocks.say(context.t("gap.intro", &[("focal", context.focal())]));
    blocks.show(level_figure(context, &cube, &arms)?);
    if arms.is_empty() {
        blocks.say(context.t("gap.no_arms", &[]));
        return Ok(blocks);
    }
    blocks.say(context.t("gap.differences", &[]));
    blocks.0.push(Block::List(arms.iter().map(|arm| starts(context, arm)).collect()));
    blocks.show(difference_figure(context, &arms)?);
    Ok(blocks)
}

fn arms<'a>(context: &'a Context, base: &Cube) -> Result<Vec<Arm<'a>>, Absent> {
    let (series, focal) = (context.series()?, context.focal_at()?);
    let mut arms = vec![];
    for arm in &context.arms {
        let Some(cube) = arm.series.column(COLUMN)? else { continue };
        let Some(entry) = context.run.arms.iter().find(|entry| entry.name == arm.name) else { continue };
        arms.push(Arm {
            title: context.arm(entry),
            median: fan(&cube, focal).iter().map(|levels| levels[2]).collect(),
            difference: paired((series, base), (&arm.series, &cube), focal),
            stated: entry.date.map(|date| context.run.calendar(0).position(date)),
        });
    }
    Ok(arms)
}

fn level_figure(context: &Context, cube: &Cube, arms: &[Arm]) -> Result<Figure, Absent> {
    let fan = fan(cube, context.focal_at()?);
    let values = fan.iter().flatten().copied().chain(arms.iter().flat_map(|arm| arm.median.iter().copied()));
    let range = range(values.chain([0.0]), 8.0);
    let mut entries = vec![
        (Swatch::Line(5, 0), context.t("legend.baseline_median", &[])),
        (Swatch::Inner(5), context.t("legend.half", &[])),
        (Swatch::Wide(5), context.t("legend.nine", &[])),
    ];
    let mut layers = vec![Layer::Fan(fan, 5)];
    for (at, arm) in arms.iter().enumerate() {
        let (colour, dash) = (COLOURS[at % COLOURS.len()], 1 + at % 3);
        layers.push(Layer::Line(arm.median.clone(), colour, dash));
        entries.push((Swatch::Line(colour, dash), arm.title.to_owned()));
    }
    layers.extend(releases(context));
    let panel = Panel { title: context.focal().to_owned(), unit: context.unit("points"), range, layers };
    let calendar = context.calendar()?;
    let caption = context.t("gap.caption", &[("worlds", &context.worlds()), ("focal", context.focal())]);
    Ok(Figure::draw("gap", context.t("gap.figure", &[("focal", context.focal())]), caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 4.0;
        let height = if canvas.narrow() { 280.0 } else { 380.0 };
        grid(canvas, std::slice::from_ref(&panel), 1, height, &calendar);
    }))
}

/// Upright lines at the median dates of the third and fourth base release.
pub fn releases(context: &Context) -> Vec<Layer> {
    let upright =
        |generation| context.median_release(generation).map(|(week, name)| Layer::Upright(week, name));
    [3, 4].into_iter().filter_map(upright).collect()
}

/// When a counterfactual begins to differ, and whether nothing differs before the date that the run states.
fn starts(context: &Context, arm: &Arm) -> String {
    let pairs = arm.difference.pairs.to_string();
    let Some(first) = arm.difference.first else {
        return context.t("gap.never", &[("arm", arm.title), ("pairs", &pairs)]);
    };
    let last = arm.difference.means.last().copied().unwrap_or_else(|| Mean::of([]));
    let (date, end) = (context.date(first as f64), context.mean(&last, "points", 1));
    let values =
        [("arm", arm.title), ("pairs", pairs.as_str()), ("date", date.as_str()), ("end", end.as_str())];
    let Some(stated) = arm.stated else { return context.t("gap.unchecked", &values) };
    let stated_date = context.date(stated.floor());
    let values = [&values[..], &[("stated", stated_date.as_str())]].concat();
    let holds = first as f64 >= stated.floor();
    if holds { context.t("gap.checked", &values) } else { context.t("gap.early", &values) }
}

fn difference_figure(context: &Context, arms: &[Arm]) -> Result<Figure, Absent> {
    let ends = arms.iter().flat_map(|arm| &arm.difference.means).flat_map(|mean| [mean.low(), mean.high()]);
    let range = range(ends.chain([0.0]), 6.0);
    let panels: Vec<Panel> = arms
        .iter()
        .enumerate()
        .map(|(at, arm)| difference_panel(context, arm, COLOURS[at % COLOURS.len()], range))
        .collect();
    let calendar = context.calendar()?;
    let pairs = arms.iter().map(|arm| arm.difference.pairs).min().unwrap_or(0).to_string();
    let caption = context.t("gap.difference_caption", &[("pairs", &pairs)]);
    Ok(Figure::draw("gap-differences", context.t("gap.difference_figure", &[]), caption, |canvas| {
        let columns = if canvas.narrow() { 1 } else { 2 };
        grid(canvas, &panels, columns, 215.0, &calendar);
    }))
}

fn difference_panel(context: &Context, arm: &Arm, colour: usize, range: (f64, f64)) -> Panel {
    let means = &arm.difference.means;
    let edges = means.iter().map(|mean| (mean.low(), mean.high())).collect();
    let line = means.iter().map(|mean| mean.mean).collect();
    let mut layers = vec![Layer::Band { edges, colour, wide: false }, Layer::Line(line, colour, 0)];
    let stated = arm.stated.map(|week| Layer::Upright(week, context.date(week.floor())));
    let seen = arm.difference.first.map(|week| Layer::Upright(week as f64, context.date(week as f64)));
    layers.extend(stated.or(seen));
    Panel { title: arm.title.to_owned(), unit: context.unit("points"), range, layers }
}
