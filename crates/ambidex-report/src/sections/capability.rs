//! Capability of every lab over time, with the public scores.

use crate::context::{Absent, Context};
use crate::document::{Blocks, Figure};
use crate::fans::{Fan, Mean, fan};
use crate::read::Cube;
use crate::run::Observation;
use crate::svg::Mark;
use crate::svg::axes::range;
use crate::svg::legend::{self, Swatch};
use crate::svg::panel::{Layer, Panel, Point, grid};

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let cube = context.cube("capability")?;
    let mut blocks = Blocks::default();
    blocks.say(end_state(context, &cube)?);
    let panels = panels(context, &cube)?;
    let calendar = context.calendar()?;
    let caption = context.t("capability.caption", &[("worlds", &context.worlds())]);
    blocks.show(Figure::draw("capability", context.t("capability.figure", &[]), caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries(context), 0.0, 0.0) + 4.0;
        let narrow = canvas.narrow();
        grid(canvas, &panels[..1], 1, if narrow { 270.0 } else { 360.0 }, &calendar);
        grid(canvas, &panels[1..], if narrow { 1 } else { 3 }, if narrow { 210.0 } else { 225.0 }, &calendar);
    }));
    Ok(blocks)
}

fn end_state(context: &Context, cube: &Cube) -> Result<String, Absent> {
    let last = cube.weeks().saturating_sub(1);
    let end = |lab: usize| Mean::of((0..cube.worlds()).map(|world| f64::from(cube.line(world, lab)[last])));
    let focal = end(context.focal_at()?);
    let labs = &context.series()?.labs;
    let mut rivals: Vec<(Mean, &str)> =
        context.rivals_at()?.into_iter().map(|lab| (end(lab), context.lab(&labs[lab]))).collect();
    rivals.sort_by(|one, other| other.0.mean.total_cmp(&one.0.mean));
    let rivals: Vec<String> =
        rivals.iter().map(|(mean, lab)| format!("{lab} {}", context.mean(mean, "points", 1))).collect();
    Ok(context.t(
        "capability.end",
        &[
            ("date", &context.date(last as f64)),
            ("focal", context.focal()),
            ("own", &context.mean(&focal, "points", 1)),
            ("rivals", &context.join(&rivals)),
        ],
    ))
}

fn entries(context: &Context) -> Vec<(Swatch, String)> {
    vec![
        (Swatch::Line(5, 0), context.t("legend.median", &[])),
        (Swatch::Inner(5), context.t("legend.half", &[])),
        (Swatch::Wide(5), context.t("legend.nine", &[])),
        (Swatch::Mark(Mark::Filled, 0), context.t("set.fit", &[])),
        (Swatch::Mark(Mark::Hollow, 0), context.t("set.holdout", &[])),
        (Swatch::Mark(Mark::Cross, 0), context.t("set.context", &[])),
    ]
}

/// A panel a lab, the focal one first.
fn panels(context: &Context, cube: &Cube) -> Result<Vec<Panel>, Absent> {
    let labs = &context.series()?.labs;
    let order: Vec<usize> = std::iter::once(context.focal_at()?).chain(context.rivals_at()?).collect();
    let fans: Vec<Fan> = order.iter().map(|lab| fan(cube, *lab)).collect();
    let observed = context.run.observations.iter().filter_map(|one| one.eci);
    let range = range(fans.iter().flatten().flat_map(|levels| [levels[0], levels[4]]).chain(observed), 8.0);
    let panel = |(lab, fan): (&usize, Fan)| Panel {
        title: context.lab(&labs[*lab]).to_owned(),
        unit: context.unit("points"),
        range,
        layers: vec![
            Layer::Fan(fan, context.colour(&labs[*lab])),
            Layer::Points(points(context, &labs[*lab]), 0),
        ],
    };
    Ok(order.iter().zip(fans).map(panel).collect())
}

fn points(context: &Context, lab: &str) -> Vec<Point> {
    let mut best = f64::NEG_INFINITY;
    let point = |(week, value, one): (f64, f64, &Observation)| {
        let record = value > best;
        best = best.max(value);
        Point { week, value, mark: mark(&one.set), name: record.then(|| one.model.clone()) }
    };
    let mut points: Vec<Point> = context.observed(lab).into_iter().map(point).collect();
    points.reverse();
    points
}

fn mark(set: &str) -> Mark {
    match set {
        "fit" => Mark::Filled,
        "holdout" => Mark::Hollow,
        _ => Mark::Cross,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_have_marks_of_their_own() {
        assert_eq!(
            [mark("fit"), mark("holdout"), mark("context")],
            [Mark::Filled, Mark::Hollow, Mark::Cross]
        );
    }
}
