//! Rival explanations of one outcome on the same footing.

use ambidex_claims::attribution::{Attributed, Share};

use super::{Claims, percent, short, told};
use crate::document::{Block, Blocks, Figure, Section};
use crate::svg::Mark;
use crate::svg::forest::{self, Estimate, Row, Scale};

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
    ];
    blocks.say(claims.t("rivals.intro", &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    blocks.show(figure(claims, shared, &outcome));
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
    let row = |share: &Share| {
        let adds = share.adds?;
        let (at, low, high) = (adds.mean, adds.low, adds.high);
        let spread = Some((at.min(0.0), at.max(0.0)));
        let colour = match (low > 0.0, high < 0.0) {
            (true, _) => 6,
            (_, true) => 3,
            _ => 0,
        };
        let estimates = vec![Estimate { at, low, high, spread, mark: Mark::Filled, colour }];
        Some(Row { name: claims.text(&share.title).to_owned(), estimates, words: told(adds) })
    };
    let rows: Vec<Row> = shared.shares.iter().filter_map(row).collect();
    let scale = Scale {
        title: outcome.to_owned(),
        unit: claims.t("rivals.axis", &[("unit", &claims.source.unit(&shared.unit))]),
        include: vec![0.0],
        upright: None,
    };
    let caption = claims.t("rivals.caption", &[("worlds", &shared.worlds.to_string())]);
    Figure::draw("rivals", claims.t("rivals.figure", &[]), caption, |canvas| {
        forest::draw(canvas, &rows, &scale)
    })
}
