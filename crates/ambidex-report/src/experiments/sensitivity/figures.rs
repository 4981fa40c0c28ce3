//! The ranking as bars, and Morris' effects as a cloud.

use super::super::inputs::short;
use super::super::numbers::Format;
use super::super::source::Source;
use super::read::{Found, Ranked, Report};
use crate::document::Figure;
use crate::svg::bars::{self, Bar, Row};
use crate::svg::cloud::{self, Point};
use crate::svg::legend::{self, Swatch};

/// Inputs that are drawn.
const SHOWN: usize = 20;
/// Colours of the measure of the ranks and of the one beside it.
const COLOURS: [usize; 2] = [5, 1];

/// Bars of the measures, those of the second seed paler beside them.
pub fn ranking(source: &Source, report: &Report, at: usize, id: String) -> Figure {
    let (found, second) = (&report.outcomes[at], report.second_of(at));
    let shown = found.shown();
    let bar = |ranked: Option<&Ranked>, measure: usize, pale: bool| {
        let [at, low, high] =
            ranked.and_then(|ranked| ranked.measure(&shown[measure])).unwrap_or([f64::NAN; 3]);
        Bar { at, low, high, colour: COLOURS[measure], pale }
    };
    let row = |ranked: &Ranked| {
        let bars = (0..shown.len()).flat_map(|measure| {
            let again = second.map(|second| bar(second.input(&ranked.path), measure, true));
            std::iter::once(bar(Some(ranked), measure, false)).chain(again)
        });
        Row { name: format!("{}. {}", ranked.rank, short(&ranked.path)), bars: bars.collect() }
    };
    let rows: Vec<Row> = found.ranking.iter().take(SHOWN).map(row).collect();
    let entries = entries(source, report, &shown);
    let caption = caption(source, found, second.is_some());
    let title = source.t("ranking.figure", &[("outcome", &found.outcome)]);
    let unit = match found.ranked_by.as_str() {
        "mu_star" => source.with_unit(&source.word("measure", "mu_star"), &found.unit),
        "total" | "first" | "main_effect" | "up_to_pairs" | "shapley" => source.t("ranking.unit", &[]),
        other => source.word("measure", other),
    };
    Figure::draw(id, title, caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 2.0;
        bars::draw(canvas, &rows, &unit);
    })
}

fn entries(source: &Source, report: &Report, shown: &[String]) -> Vec<(Swatch, String)> {
    let mut entries = Vec::new();
    for (measure, colour) in shown.iter().zip(COLOURS) {
        let name = source.word("measure", measure);
        let Some(second) = &report.second else {
            entries.push((Swatch::Area(colour), name));
            continue;
        };
        let seed =
            |seed: u64| source.t("ranking.by_seed", &[("measure", &name), ("seed", &seed.to_string())]);
        entries.push((Swatch::Area(colour), seed(report.seed)));
        entries.push((Swatch::Pale(colour), seed(second.seed)));
    }
    entries
}

fn caption(source: &Source, found: &Found, two: bool) -> String {
    let mut caption = source.t("ranking.caption", &[("points", &found.used.to_string())]);
    if two {
        caption += &source.t("ranking.two", &[]);
    }
    let all = found.ranking.len();
    if all > SHOWN {
        caption += &source.t("ranking.some", &[("shown", &SHOWN.to_string()), ("all", &all.to_string())]);
    }
    caption
}

/// Mean size of the effects against their standard deviation.
pub fn effects(source: &Source, found: &Found, id: String) -> Figure {
    let point = |ranked: &Ranked| {
        Some(Point {
            x: ranked.measure("mu_star")?,
            y: ranked.measure("sigma")?,
            name: short(&ranked.path).to_owned(),
        })
    };
    let points: Vec<Point> = found.ranking.iter().filter_map(point).collect();
    let floor = found.more("mu_star_of_noise_alone").filter(|floor| *floor > 0.0);
    let name = |measure: &str| source.with_unit(&source.word("measure", measure), &found.unit);
    let (across, up) = (name("mu_star"), name("sigma"));
    let title = source.t("effects.figure", &[("outcome", &found.outcome)]);
    let mut caption = source.t("effects.caption", &[]);
    if let Some(floor) = floor {
        caption += &source.t("effects.floor", &[("floor", &Format::plain([floor]).at(floor))]);
    }
    Figure::draw(id, title, caption, |canvas| {
        cloud::draw(canvas, &points, &across, &up, floor);
    })
}
