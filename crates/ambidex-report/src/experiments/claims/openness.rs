//! Whether to open or to close: what closing pays, by what the lab is paid in and by where it stands.

use ambidex_claims::effect::Effect;
use ambidex_claims::openness::{Cell, OpennessFound, PayoffRow};

use super::{Claims, breakable, told};
use crate::document::{Blocks, Figure};
use crate::svg::Mark;
use crate::svg::forest::{self, Estimate, Row, Scale};

/// Adds the map, where there is one.
pub fn add(claims: &Claims<'_>, blocks: &mut Blocks) {
    let Some(map) = &claims.all.openness else { return };
    blocks.0.push(claims.heading("openness.title"));
    let [at, near] = map.ranks.map(|bound| bound.to_string());
    blocks.say(claims.t("openness.intro", &[("date", &map.date), ("at", &at), ("near", &near)]));
    blocks.show(figure(claims, map));
    let learned = |row: &PayoffRow| {
        let cell = |cell: &Cell| told(cell.learned_open);
        std::iter::once(claims.text(&row.title).to_owned()).chain(row.cells.iter().map(cell)).collect()
    };
    // A rank that no world has is missing, and its column with it.
    if map.payoffs.iter().all(|row| row.cells.len() == map.ranks.len() + 1) {
        blocks.say(claims.t("openness.learned", &[]));
        let head = claims.heads(&["payoff", "at_frontier", "near", "behind"]);
        blocks.table(head, map.payoffs.iter().map(learned).collect());
    }
    let head =
        claims.heads(&["payoff", "verdict", "always_closed", "closed_behind", "closed_not_behind", "within"]);
    blocks.table(head, map.payoffs.iter().map(|row| policies(claims, row)).collect());
    blocks.say(claims.t("openness.policies", &[]));
    let head = claims.heads(&["lab", "at_frontier", "near", "behind"]);
    let lab = |lab: &ambidex_claims::openness::Standing| {
        std::iter::once(lab.lab.clone()).chain(lab.worlds.iter().map(usize::to_string)).collect()
    };
    blocks.say(claims.t("openness.standing", &[("date", &map.date)]));
    blocks.table(head, map.labs.iter().map(lab).collect());
}

fn figure(claims: &Claims<'_>, map: &OpennessFound) -> Figure {
    let (title, caption) = (claims.t("openness.figure", &[]), claims.t("openness.caption", &[]));
    Figure::draw("openness", title, caption, |canvas| {
        for payoff in &map.payoffs {
            let rows: Vec<Row> = payoff.cells.iter().map(|cell| row(claims, cell)).collect();
            let unit = if payoff.unit.starts_with("log") { "log" } else { payoff.unit.as_str() };
            let scale = Scale {
                title: claims.text(&payoff.title).to_owned(),
                unit: claims.t("openness.axis", &[("unit", &claims.source.unit(unit))]),
                include: vec![0.0],
                upright: None,
            };
            forest::draw(canvas, &rows, &scale);
            canvas.height += 4.0;
        }
    })
}

fn row(claims: &Claims<'_>, cell: &Cell) -> Row {
    let Effect { mean, low, high } = cell.closing;
    let colour = match cell.reading.en.as_str() {
        "closing pays" => 3,
        "closing costs" => 6,
        _ => 0,
    };
    let spread = Some((mean.min(0.0), mean.max(0.0)));
    let estimates = vec![Estimate { at: mean, low, high, spread, mark: Mark::Filled, colour }];
    let (rank, reading) = (claims.text(&cell.rank), claims.text(&cell.reading));
    let name = claims.t("openness.row", &[("rank", rank), ("reading", reading)]);
    Row { name, estimates, words: told(cell.closing) }
}

fn policies(claims: &Claims<'_>, row: &PayoffRow) -> Vec<String> {
    let told = |effect: Option<Effect>| effect.map_or("–".to_owned(), |effect| breakable(told(effect)));
    let of = |one: fn(&ambidex_claims::openness::Policies) -> Effect| told(row.policies.as_ref().map(one));
    let unit = if row.unit.starts_with("log") { "log" } else { row.unit.as_str() };
    vec![
        format!("{} [{}]", claims.text(&row.title), claims.source.unit(unit)),
        claims.verdict(row.verdict),
        of(|one| one.closed),
        of(|one| one.closes_when_behind),
        of(|one| one.closes_when_not_behind),
        told(row.behind_minus_not),
    ]
}
