//! Knowledge that research holds and the lab code does not.

use crate::context::{Absent, Context, bracket};
use crate::document::{Blocks, Figure};
use crate::fans::{Mean, means, means_of};
use crate::read::Cube;
use crate::svg::axes::range;
use crate::svg::legend::{self, Swatch};
use crate::svg::panel::{Layer, Panel, grid};

/// A domain with what research and the lab code know of it.
struct Domain {
    title: String,
    /// Whether a paradigm rests on it.
    key: bool,
    research: Cube,
    code: Cube,
}

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let domains = domains(context)?;
    let focal = context.focal_at()?;
    let rivals = context.rivals_at()?;
    let week =
        context.median_release(4).map_or(domains[0].code.weeks() - 1, |(week, _)| week.round() as usize);
    let mut blocks = Blocks::default();
    blocks.say(context.t("knowledge.intro", &[]));
    for domain in domains.iter().filter(|domain| domain.key) {
        blocks.say(sentence(context, domain, week, focal, &rivals));
    }
    blocks.show(figure(context, &domains, focal, &rivals)?);
    let row = |domain: &Domain| {
        let cell = |mean: Mean| bracket([mean.mean, mean.low(), mean.high()].map(|share| 100.0 * share), 1);
        let own = difference(domain, week, &[focal]);
        let level = |cube: &Cube| {
            cell(Mean::of((0..cube.worlds()).map(|world| f64::from(cube.line(world, focal)[week]))))
        };
        vec![
            domain.title.clone(),
            level(&domain.research),
            level(&domain.code),
            cell(own),
            cell(difference(domain, week, &rivals)),
        ]
    };
    let keys = ["domain", "research", "code", "difference", "rivals"];
    let (date, focal_title) = (context.date(week as f64), context.focal());
    let head = keys.map(|key| context.t(&format!("knowledge.{key}"), &[("focal", focal_title)]));
    blocks.say(context.t("knowledge.table", &[("date", &date), ("focal", focal_title)]));
    blocks.table(head.to_vec(), domains.iter().map(row).collect());
    Ok(blocks)
}

/// Domains that both columns exist for, those that a paradigm rests on first.
fn domains(context: &Context) -> Result<Vec<Domain>, Absent> {
    let keys = context.run.index_domains();
    let titles = context.run.scenario_names("domain");
    let mut domains = vec![];
    for name in context.series()?.suffixes("k_research_") {
        let (research, code) =
            (context.cube(&format!("k_research_{name}"))?, context.cube(&format!("k_lab_{name}"))?);
        let title = titles
            .iter()
            .find(|(other, _)| *other == name)
            .map_or(name.as_str(), |(_, title)| title.or(context.lang, &name));
        domains.push(Domain { title: title.to_owned(), key: keys.contains(&name), research, code });
    }
    domains.sort_by_key(|domain| !domain.key);
    if domains.is_empty() { Err(Absent::Data("missing.knowledge")) } else { Ok(domains) }
}

/// Research minus lab code in a week, mean over labs, then over worlds.
fn difference(domain: &Domain, week: usize, labs: &[usize]) -> Mean {
    let one = |world: usize, lab: usize| {
        f64::from(domain.research.line(world, lab)[week] - domain.code.line(world, lab)[week])
    };
    let worlds = 0..domain.research.worlds();
    Mean::of(worlds.map(|world| Mean::of(labs.iter().map(|lab| one(world, *lab))).mean))
}

fn sentence(context: &Context, domain: &Domain, week: usize, focal: usize, rivals: &[usize]) -> String {
    let share = |mean: Mean| {
        context.estimate([mean.mean, mean.low(), mean.high()].map(|share| 100.0 * share), "percent", 1)
    };
    context.t(
        "knowledge.sentence",
        &[
            ("date", &context.date(week as f64)),
            ("focal", context.focal()),
            ("domain", &domain.title),
            ("own", &share(difference(domain, week, &[focal]))),
            ("rivals", &share(difference(domain, week, rivals))),
        ],
    )
}

fn figure(context: &Context, domains: &[Domain], focal: usize, rivals: &[usize]) -> Result<Figure, Absent> {
    let panels: Vec<Panel> = domains.iter().map(|domain| panel(context, domain, focal, rivals)).collect();
    let entries = [
        (Swatch::Line(5, 0), context.t("knowledge.focal_research", &[("focal", context.focal())])),
        (Swatch::Line(6, 0), context.t("knowledge.focal_code", &[("focal", context.focal())])),
        (Swatch::Line(5, 2), context.t("knowledge.rivals_research", &[])),
        (Swatch::Line(6, 2), context.t("knowledge.rivals_code", &[])),
    ];
    let calendar = context.calendar()?;
    let large = domains.iter().filter(|domain| domain.key).count();
    let caption = context.t("knowledge.caption", &[("worlds", &context.worlds())]);
    let title = context.t("knowledge.figure", &[("focal", context.focal())]);
    Ok(Figure::draw("knowledge", title, caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 4.0;
        let narrow = canvas.narrow();
        grid(canvas, &panels[..large], 1, if narrow { 240.0 } else { 300.0 }, &calendar);
        grid(canvas, &panels[large..], if narrow { 1 } else { 3 }, 200.0, &calendar);
    }))
}

fn panel(context: &Context, domain: &Domain, focal: usize, rivals: &[usize]) -> Panel {
    let percent = |means: Vec<Mean>| means.iter().map(|mean| 100.0 * mean.mean).collect::<Vec<f64>>();
    let band = |means: &[Mean], colour| Layer::Band {
        edges: means.iter().map(|mean| (100.0 * mean.low(), 100.0 * mean.high())).collect(),
        colour,
        wide: false,
    };
    let (research, code) = (means(&domain.research, focal), means(&domain.code, focal));
    let (theirs, their_code) =
        (percent(means_of(&domain.research, rivals)), percent(means_of(&domain.code, rivals)));
    let mut layers = vec![band(&research, 5), band(&code, 6)];
    let lines = [(percent(research), 5, 0), (percent(code), 6, 0), (theirs, 5, 2), (their_code, 6, 2)];
    let values: Vec<f64> = lines.iter().flat_map(|(line, _, _)| line.iter().copied()).collect();
    layers.extend(lines.into_iter().map(|(line, colour, dash)| Layer::Line(line, colour, dash)));
    Panel {
        title: domain.title.clone(),
        unit: context.t("knowledge.unit", &[]),
        range: range(values.into_iter().chain([0.0, 20.0]), 6.0),
        layers,
    }
}
