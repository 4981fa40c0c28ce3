//! Rival explanations of one outcome on the same footing.

use ambidex_claims::attribution::{Attributed, Share};
use ambidex_claims::effect::Effect;

use super::{Claims, percent, short, told};
use crate::document::{Block, Blocks, Figure, Section};
use crate::svg::Mark;
use crate::svg::forest::{self, Estimate, Row, Scale};
use crate::svg::legend::{self, Swatch};

/// The section; none where only some experiments were asked for.
pub fn section(claims: &Claims<'_>) -> Option<Section> {
    let shared = claims.all.attribution.as_ref()?;
    let outcome = claims.measure(&shared.outcome);
    let mut blocks = Blocks::default();
    let unit = claims.unit(&shared.unit);
    let values = [
        ("outcome", outcome.clone()),
        ("case", claims.with_unit(shared.case, &shared.unit)),
        ("without", claims.with_unit(shared.without_all, &shared.unit)),
        ("worlds", shared.worlds.to_string()),
        ("points", shared.points.to_string()),
    ];
    blocks.say(claims.t("rivals.intro", &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    blocks.show(figure(claims, shared, &outcome));
    table(claims, shared, &mut blocks);
    let share = shared
        .luck_share
        .map_or_else(String::new, |share| claims.t("rivals.luck_share", &[("share", &percent(share))]));
    let luck = [("sd", short(shared.luck_sd)), ("unit", unit), ("share", share)];
    blocks.say(claims.t("rivals.luck", &luck.each_ref().map(|(name, value)| (*name, value.as_str()))));
    let open = |share: &Share| {
        let reason = claims.text(share.not_expressible.as_ref()?);
        Some(claims.t("rivals.open", &[("title", claims.text(&share.title)), ("reason", reason)]))
    };
    let open: Vec<String> = shared.shares.iter().filter_map(open).collect();
    if !open.is_empty() {
        blocks.say(claims.t("rivals.not_expressible", &[]));
        blocks.0.push(Block::List(open));
    }
    Some(claims.section("rivals", "rivals.title", blocks))
}

fn figure(claims: &Claims<'_>, shared: &Attributed, outcome: &str) -> Figure {
    let estimate = |effect: Effect, mark, colour| {
        let (at, low, high) = (effect.mean, effect.low, effect.high);
        Estimate { at, low, high, spread: None, mark, colour }
    };
    let row = |share: &Share| {
        let (here, over, adds) = (share.adds?, share.over_space?, share.adds_at?);
        let words = claims.t("rivals.words", &[("share", &percent(adds))]);
        let estimates = vec![estimate(here, Mark::Filled, 5), estimate(over, Mark::Hollow, 3)];
        Some(Row { name: claims.text(&share.title).to_owned(), estimates, words })
    };
    let rows: Vec<Row> = shared.shares.iter().filter_map(row).collect();
    let scale = Scale {
        title: outcome.to_owned(),
        unit: claims.t("rivals.axis", &[("unit", &claims.source.unit(&shared.unit))]),
        include: vec![0.0],
        upright: None,
    };
    let entries = [
        (Swatch::Mark(Mark::Filled, 5), claims.t("rivals.here", &[])),
        (Swatch::Mark(Mark::Hollow, 3), claims.t("rivals.over", &[])),
    ];
    let counts = [shared.worlds.to_string(), shared.points.to_string()];
    let caption = claims.t("rivals.caption", &[("worlds", &counts[0]), ("points", &counts[1])]);
    Figure::draw("rivals", claims.t("rivals.figure", &[]), caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 6.0;
        forest::draw(canvas, &rows, &scale)
    })
}

fn table(claims: &Claims<'_>, shared: &Attributed, blocks: &mut Blocks) {
    let line = |share: &Share| {
        let (here, over, adds) = (share.adds?, share.over_space?, share.adds_at?);
        Some(vec![claims.text(&share.title).to_owned(), told(here), told(over), percent(adds)])
    };
    let head = claims.heads(&["explanation", "here", "over_space", "adds_at"]);
    blocks.table(head, shared.shares.iter().filter_map(line).collect());
}
