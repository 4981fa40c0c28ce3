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
    /// The focal lab's median week where it has it, its share of worlds, and the number of rivals that are earlier.
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
    let mut adopters: Vec<Adopter> = (0..labs.len()).map(|lab| Adopter::of(&cube, lab)).collect();
    let own = context.focal_at()?;
    let focal = adopters[own].median;
    let earlier = adopters.iter().filter(|adopter| adopter.median < focal).count();
    let focal = adopters[own].quantiles().map(|weeks| (weeks[2], adopters[own].share, earlier));
    adopters
        .sort_by(|one, other| one.median.total_cmp(&other.median).then(other.share.total_cmp(&one.share)));
    let lanes = adopters.iter().map(|adopter| lane(context, adopter, &labs[adopter.lab], name)).collect();
    Ok(Paradigm { title: title.to_owned(), lanes, focal })
}

/// When a lab ships a paradigm.
struct Adopter {
    lab: usize,
    /// Weeks, in the worlds in which it does.
    weeks: Vec<f64>,
    /// Share of worlds in which it does.
    share: f64,
    /// Median week over all worlds, infinite where most never have it.
    median: f64,
}

impl Adopter {
    fn of(cube: &Cube, lab: usize) -> Self {
        let first = |world: usize| cube.line(world, lab).iter().position(|adopted| *adopted > 0.5);
        let mut weeks: Vec<f64> = (0..cube.worlds()).filter_map(first).map(|week| week as f64).collect();
        weeks.sort_by(f64::total_cmp);
        let share = weeks.len() as f64 / cube.worlds().max(1) as f64;
        let median = weeks.get(cube.worlds() / 2).copied().unwrap_or(f64::INFINITY);
        Self { lab, weeks, share, median }
    }

    fn quantiles(&self) -> Option<[f64; 5]> {
        (!self.weeks.is_empty()).then(|| quantiles(self.weeks.iter().copied()))
    }
}

fn lane(context: &Context, adopter: &Adopter, name: &str, paradigm: &str) -> Lane {
    let real = |one: &str| one.split(['+', ',', ' ']).any(|part| part == paradigm);
    let observed = context.observed(name);
    let real = observed
        .iter()
        .find(|(_, _, one)| one.paradigm.as_deref().is_some_and(real))
        .map(|(week, _, _)| *week);
    Lane {
        name: context.lab(name).to_owned(),
        weeks: adopter.quantiles(),
        words: context.percent(adopter.share, 0),
        real,
        colour: context.colour(name),
    }
}

fn words(context: &Context, paradigm: &Paradigm) -> String {
    let rivals = (paradigm.lanes.len() - 1).to_string();
    let (focal, title) = (context.focal(), paradigm.title.as_str());
    match paradigm.focal {
        Some((week, share, earlier)) => context.t(
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
