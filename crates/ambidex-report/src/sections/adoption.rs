//! When the labs ship a new paradigm, and in how many worlds.

use crate::context::{Absent, Context};
use crate::document::{Blocks, Figure};
use crate::fans::quantiles;
use crate::read::Cube;
use crate::svg::Mark;
use crate::svg::lanes::{self, Lane};
use crate::svg::legend::{self, Swatch};

/// A paradigm with the weeks in which labs ship it.
struct Paradigm {
    title: String,
    lanes: Vec<Lane>,
    /// The focal lab's median week and share of worlds, and the number of rivals with an earlier median.
    focal: Option<(f64, f64, usize)>,
}

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let mut paradigms = vec![];
    for name in context.series()?.suffixes("adopted_") {
        paradigms.push(paradigm(context, &name)?);
    }
    if paradigms.is_empty() {
        return Err(Absent::Data("missing.paradigms"));
    }
    let mut blocks = Blocks::default();
    for paradigm in &paradigms {
        blocks.say(words(context, paradigm));
    }
    let calendar = context.calendar()?;
    let caption = context.t("adoption.caption", &[("worlds", &context.worlds())]);
    let entries = [
        (Swatch::Line(5, 0), context.t("legend.nine_adopters", &[])),
        (Swatch::Area(5), context.t("legend.half_adopters", &[])),
        (Swatch::Mark(Mark::Lozenge, 0), context.t("adoption.real", &[])),
    ];
    blocks.show(Figure::draw("adoption", context.t("adoption.figure", &[]), caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 8.0;
        for paradigm in &paradigms {
            lanes::draw(
                canvas,
                &paradigm.title,
                &context.t("adoption.share", &[]),
                &paradigm.lanes,
                &calendar,
            );
        }
    }));
    Ok(blocks)
}

fn paradigm(context: &Context, name: &str) -> Result<Paradigm, Absent> {
    let cube = context.cube(&format!("adopted_{name}"))?;
    let labs = &context.series()?.labs;
    let titles = context.run.scenario_names("paradigm");
    let title = titles
        .iter()
        .find(|(other, _)| other == name)
        .map_or(name, |(_, title)| title.or(context.lang, name));
    let median = |lane: &Lane| lane.weeks.map_or(f64::INFINITY, |weeks| weeks[2]);
    let mut lanes: Vec<(Lane, f64, usize)> =
        (0..labs.len()).map(|lab| lane(context, &cube, lab, &labs[lab], name)).collect();
    lanes.sort_by(|one, other| median(&one.0).total_cmp(&median(&other.0)));
    let own = context.focal_at()?;
    let focal = lanes.iter().find(|(_, _, lab)| *lab == own).map(|(own, share, _)| {
        let earlier = lanes.iter().filter(|(lane, _, _)| median(lane) < median(own)).count();
        (median(own), *share, earlier)
    });
    Ok(Paradigm {
        title: title.to_owned(),
        lanes: lanes.into_iter().map(|(lane, _, _)| lane).collect(),
        focal,
    })
}

fn lane(context: &Context, cube: &Cube, lab: usize, name: &str, paradigm: &str) -> (Lane, f64, usize) {
    let first = |world: usize| cube.line(world, lab).iter().position(|adopted| *adopted > 0.5);
    let weeks: Vec<f64> = (0..cube.worlds()).filter_map(first).map(|week| week as f64).collect();
    let share = weeks.len() as f64 / cube.worlds().max(1) as f64;
    let real = |one: &str| one.split(['+', ',', ' ']).any(|part| part == paradigm);
    let observed = context.observed(name);
    let real = observed
        .iter()
        .find(|(_, _, one)| one.paradigm.as_deref().is_some_and(real))
        .map(|(week, _, _)| *week);
    let lane = Lane {
        name: context.lab(name).to_owned(),
        weeks: (!weeks.is_empty()).then(|| quantiles(weeks.iter().copied())),
        words: context.percent(share, 0),
        real,
        colour: context.colour(name),
    };
    (lane, share, lab)
}

fn words(context: &Context, paradigm: &Paradigm) -> String {
    let rivals = (paradigm.lanes.len() - 1).to_string();
    let (focal, title) = (context.focal(), paradigm.title.as_str());
    match paradigm.focal {
        Some((week, share, earlier)) if week.is_finite() => context.t(
            "adoption.words",
            &[
                ("focal", focal),
                ("paradigm", title),
                ("share", &context.percent(share, 0)),
                ("date", &context.date(week)),
                ("earlier", &earlier.to_string()),
                ("rivals", &rivals),
            ],
        ),
        _ => context
            .t("adoption.never", &[("focal", focal), ("paradigm", title), ("worlds", &context.worlds())]),
    }
}
