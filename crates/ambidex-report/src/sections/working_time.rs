//! What the focal lab's people spend their time on.

use crate::context::{Absent, Context, bracket};
use crate::document::{Blocks, Figure};
use crate::fans::{Mean, means};
use crate::read::Cube;
use crate::svg::legend::{self, Swatch};
use crate::svg::stacked;

/// Columns of the shares, with colours, from the bottom up; the names are keys of the catalogue too.
const SHARES: [(&str, usize); 4] = [("explore", 5), ("build", 1), ("integrate", 2), ("fire_fight", 6)];

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let (focal, rivals) = (context.focal_at()?, context.rivals_at()?);
    let mut areas = vec![];
    let mut entries = vec![];
    let mut rows = vec![];
    for (column, colour) in SHARES {
        let cube = context.cube(column)?;
        let name = context.word("activity", column);
        areas.push((colour, means(&cube, focal).iter().map(|mean| 100.0 * mean.mean).collect()));
        let cell = |labs: &[usize]| percent(&over_the_run(&cube, labs));
        rows.push(vec![name.clone(), cell(&[focal]), cell(&rivals)]);
        entries.push((Swatch::Area(colour), name));
    }
    let mut blocks = Blocks::default();
    blocks.say(context.t("working_time.intro", &[("focal", context.focal())]));
    let calendar = context.calendar()?;
    let caption =
        context.t("working_time.caption", &[("worlds", &context.worlds()), ("focal", context.focal())]);
    let title = context.t("working_time.figure", &[("focal", context.focal())]);
    blocks.show(Figure::draw("working-time", title, caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 4.0;
        let height = if canvas.narrow() { 240.0 } else { 320.0 };
        stacked::draw(canvas, &areas, &context.t("working_time.unit", &[]), height, &calendar);
    }));
    let head = ["working_time.activity", "working_time.focal", "working_time.rivals"];
    blocks.table(head.map(|key| context.t(key, &[("focal", context.focal())])).to_vec(), rows);
    Ok(blocks)
}

/// Mean over worlds of the mean over weeks and labs.
pub fn over_the_run(cube: &Cube, labs: &[usize]) -> Mean {
    let one = |world: usize| {
        let values = labs.iter().flat_map(|lab| cube.line(world, *lab)).map(|value| f64::from(*value));
        Mean::of(values).mean
    };
    Mean::of((0..cube.worlds()).map(one))
}

fn percent(mean: &Mean) -> String {
    bracket([mean.mean, mean.low(), mean.high()].map(|share| 100.0 * share), 1)
}
