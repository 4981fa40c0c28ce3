//! Compute against researchers: what both together gain, and how many doublings of the one are worth one of the other.

use ambidex_claims::isoquants::{Exchange, Isoquant};

use super::{Claims, told};
use crate::document::{Blocks, Figure};
use crate::svg::Mark;
use crate::svg::contours::{self, Surface};
use crate::svg::forest::{self, Estimate, Row, Scale};

/// Adds the grid, where there is one.
pub fn add(claims: &Claims<'_>, blocks: &mut Blocks) {
    let Some(grid) = &claims.all.isoquants else { return };
    let worlds = grid.worlds.to_string();
    blocks.0.push(claims.heading("isoquants.title"));
    blocks.say(claims.t("isoquants.intro", &[("worlds", &worlds)]));
    let surfaces: Vec<(String, Surface)> = grid
        .outcomes
        .iter()
        .map(|one| (claims.text(&one.title).to_owned(), surface(one)))
        .filter(|(_, surface)| surface.is_whole())
        .collect();
    if !surfaces.is_empty() {
        blocks.show(drawn(claims, &surfaces, &worlds));
    }
    if grid.outcomes.iter().any(|one| !one.exchange.is_empty()) {
        blocks.show(rates(claims, &grid.outcomes));
    }
    for one in &grid.outcomes {
        let title = claims.t("isoquants.table", &[("outcome", claims.text(&one.title))]);
        let head = claims.heads(&["varied", "compute", "researchers", "together", "rate"]);
        let rows = one.exchange.iter().map(|exchange| cells(claims, exchange)).collect();
        blocks.0.push(crate::document::Block::FoldedTable(title, crate::document::Table { head, rows }));
    }
    blocks.say(claims.text(&grid.note).to_owned());
}

fn surface(one: &Isoquant) -> Surface {
    let axis = |of: fn(&ambidex_claims::isoquants::GridCell) -> f64| {
        let mut factors: Vec<f64> = one.cells.iter().map(of).collect();
        factors.sort_by(f64::total_cmp);
        factors.dedup();
        factors
    };
    let (across, up) = (axis(|cell| cell.compute), axis(|cell| cell.researchers));
    let value = |x: f64, y: f64| {
        let found = one.cells.iter().find(|cell| cell.compute == x && cell.researchers == y);
        found.map_or(f64::NAN, |cell| cell.gain.mean)
    };
    let values = up.iter().map(|y| across.iter().map(|x| value(*x, *y)).collect()).collect();
    Surface { across, up, values }
}

fn drawn(claims: &Claims<'_>, surfaces: &[(String, Surface)], worlds: &str) -> Figure {
    let (across, up) = (claims.t("head.compute", &[]), claims.t("head.researchers", &[]));
    let caption = claims.t("isoquants.caption", &[("worlds", worlds)]);
    Figure::draw("isoquants", claims.t("isoquants.figure", &[]), caption, |canvas| {
        let columns = if canvas.narrow() { 1 } else { 2 };
        let width = (canvas.width - 24.0 * (columns - 1) as f64) / columns as f64;
        for row in surfaces.chunks(columns) {
            let mut below = canvas.height;
            for (at, (title, surface)) in row.iter().enumerate() {
                let left = at as f64 * (width + 24.0);
                let words = (title.as_str(), across.as_str(), up.as_str());
                below = below.max(contours::draw(canvas, surface, (left, width), words));
            }
            canvas.height = below;
        }
    })
}

fn rates(claims: &Claims<'_>, outcomes: &[Isoquant]) -> Figure {
    let (title, caption) = (claims.t("isoquants.rates", &[]), claims.t("isoquants.rates_caption", &[]));
    Figure::draw("exchange", title, caption, |canvas| {
        for one in outcomes.iter().filter(|one| !one.exchange.is_empty()) {
            let rows: Vec<Row> = one.exchange.iter().map(|exchange| row(claims, exchange)).collect();
            let scale = Scale {
                title: claims.text(&one.title).to_owned(),
                unit: claims.t("isoquants.axis", &[]),
                include: vec![0.0, 1.0],
                upright: Some(1.0),
            };
            forest::draw(canvas, &rows, &scale);
        }
    })
}

fn row(claims: &Claims<'_>, exchange: &Exchange) -> Row {
    let name = varied(claims, exchange).replace('`', "");
    let Some(rate) = exchange.rate() else {
        return Row { name, estimates: Vec::new(), words: claims.t("isoquants.unbounded", &[]) };
    };
    let (at, low, high) = (rate.mean, rate.low, rate.high);
    let colour = if exchange.varied.is_none() { 5 } else { 7 };
    let estimates = vec![Estimate { at, low, high, spread: None, mark: Mark::Filled, colour }];
    Row { name, estimates, words: told(rate) }
}

fn varied(claims: &Claims<'_>, exchange: &Exchange) -> String {
    match (&exchange.varied, exchange.value) {
        (Some(path), Some(value)) => {
            claims.t("isoquants.at", &[("value", &claims.value(path)), ("at", &value.to_string())])
        }
        _ => claims.t("isoquants.as_fitted", &[]),
    }
}

fn cells(claims: &Claims<'_>, exchange: &Exchange) -> Vec<String> {
    let rate = exchange.rate().map_or_else(|| claims.t("isoquants.unbounded", &[]), told);
    let effects = [exchange.compute, exchange.researchers, exchange.together].map(told);
    std::iter::once(varied(claims, exchange)).chain(effects).chain([rate]).collect()
}
