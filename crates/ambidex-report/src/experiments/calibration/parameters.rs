//! What the data tell of the parameters, and which directions they leave loose.

use ambidex_claims::numbers;

use super::read::{Direction, Parameter, Posterior, Report};
use super::{name, signed, told};
use crate::document::{Block, Blocks, Figure};
use crate::experiments::Source;
use crate::svg::Mark;
use crate::svg::forest::{self, Estimate, Row, Scale};
use crate::svg::histograms::{self, Histogram};

/// Directions that are drawn.
const DIRECTIONS: usize = 12;

pub fn blocks(source: &Source, report: &Report) -> Blocks {
    let mut blocks = Blocks::default();
    let Some(posterior) = &report.posterior else {
        blocks.say(source.t("calibration.nothing_left", &[]));
        return blocks;
    };
    let moved: Vec<String> = posterior
        .parameters
        .iter()
        .filter(|one| one.told)
        .map(|one| format!("`{}`", name(&one.path)))
        .collect();
    let (count, all) = (moved.len().to_string(), posterior.parameters.len().to_string());
    let key = if moved.is_empty() { "parameters.none" } else { "parameters.moved" };
    blocks.say(source.t(key, &[("count", &count), ("all", &all), ("list", &source.join(&moved))]));
    if posterior.parameters.iter().any(|one| !one.density.is_empty()) {
        blocks.show(densities(source, posterior));
    }
    let head = ["path", "prior", "posterior", "ratio", "divergence"];
    let head = head.map(|key| source.t(&format!("parameters.{key}"), &[])).to_vec();
    let unit = |path: &str| {
        let input = report.parameters.iter().find(|input| input.path == path);
        input.map(|input| source.unit(&input.unit)).filter(|unit| !unit.is_empty() && unit != "1")
    };
    let row = |one: &Parameter| line(source, one, unit(&one.path));
    blocks.table(head, posterior.parameters.iter().map(row).collect());
    directions(source, posterior, &mut blocks);
    blocks
}

fn line(source: &Source, one: &Parameter, unit: Option<String>) -> Vec<String> {
    let number = |x: Option<f64>| x.map_or("–".to_owned(), |x| signed(&numbers::short(x)));
    // With a space at which a narrow column can be broken.
    let open = |text: String| text.replacen('\u{a0}', " ", 1);
    let divergence = match (one.divergence, one.divergence_error) {
        (Some(mean), Some(error)) => {
            let decimals = numbers::decimals(error, mean);
            format!(
                "{}\u{a0}±\u{a0}{}",
                signed(&numbers::fixed(mean, decimals)),
                numbers::fixed(error, decimals)
            )
        }
        _ => "–".to_owned(),
    };
    vec![
        format!("`{}`{}", name(&one.path), unit.map(|unit| format!(" [{unit}]")).unwrap_or_default()),
        one.prior.map_or("–".to_owned(), |[low, mid, high]| open(told(mid, low, high))),
        open(told(one.q50, one.q05, one.q95)),
        number(one.sd_ratio),
        format!("{divergence} {}", source.t(if one.told { "parameters.yes" } else { "parameters.no" }, &[])),
    ]
}

fn densities(source: &Source, posterior: &Posterior) -> Figure {
    let histogram = |one: &Parameter| Histogram {
        title: name(&one.path).to_owned(),
        heights: one.density.clone(),
        colour: if one.told { 5 } else { 2 },
        words: vec![told(one.q50, one.q05, one.q95).replace('\u{a0}', " ")],
    };
    let all: Vec<Histogram> =
        posterior.parameters.iter().filter(|one| !one.density.is_empty()).map(histogram).collect();
    let (title, caption) = (source.t("parameters.figure", &[]), source.t("parameters.caption", &[]));
    Figure::draw("parameters", title, caption, |canvas| {
        let columns = if canvas.narrow() { 2 } else { 4 };
        histograms::grid(canvas, &all, columns);
    })
}

fn directions(source: &Source, posterior: &Posterior, blocks: &mut Blocks) {
    if posterior.directions.is_empty() {
        return;
    }
    blocks.0.push(Block::Heading(source.t("directions.title", &[])));
    let (loose, all) = (posterior.loose.to_string(), posterior.directions.len().to_string());
    let above = posterior.loose_above.map_or("–".to_owned(), super::percent);
    blocks.say(source.t("directions.intro", &[("loose", &loose), ("all", &all), ("above", &above)]));
    let shown = &posterior.directions[..posterior.directions.len().min(DIRECTIONS)];
    let row = |one: &Direction| Row {
        name: components(one),
        estimates: vec![Estimate {
            at: one.ratio,
            low: f64::NAN,
            high: f64::NAN,
            spread: Some((0.0, one.ratio)),
            mark: Mark::Filled,
            colour: if posterior.loose_above.is_some_and(|above| one.ratio > above) { 6 } else { 5 },
        }],
        words: numbers::short(one.ratio),
    };
    let rows: Vec<Row> = shown.iter().map(row).collect();
    let scale = Scale {
        title: source.t("directions.figure_title", &[]),
        unit: source.t("directions.axis", &[]),
        include: vec![0.0, 1.0],
        upright: posterior.loose_above,
    };
    let (title, caption) = (source.t("directions.figure", &[]), source.t("directions.caption", &[]));
    blocks.show(Figure::draw("directions", title, caption, |canvas| forest::draw(canvas, &rows, &scale)));
}

/// The largest components with their weights.
fn components(one: &Direction) -> String {
    let part = |(path, weight): &(String, f64)| {
        let sign = if *weight < 0.0 { '\u{2212}' } else { '+' };
        format!("{sign}{:.2} {}", weight.abs(), name(path))
    };
    one.components.iter().take(3).map(part).collect::<Vec<_>>().join(" ")
}
