//! Delivery against discovery over policies.

use ambidex_claims::effect::Effect;
use ambidex_claims::front::{Front, Policy};

use super::{Claims, short, told};
use crate::document::{Blocks, Figure};
use crate::svg::Mark;
use crate::svg::crosses::{self, Cross};
use crate::svg::legend::{self, Swatch};

/// Adds the front, where there is one.
pub fn add(claims: &Claims<'_>, blocks: &mut Blocks) {
    let Some(front) = &claims.all.front else { return };
    blocks.0.push(claims.heading("front.title"));
    let best: Vec<String> =
        front.policies.iter().filter(|one| one.on_front).map(|one| claims.arm(&one.arm)).collect();
    let list = claims.source.join(&best);
    let count = best.len().to_string();
    let found = if best.is_empty() { "front.case_alone" } else { "front.found" };
    blocks.say(claims.t("front.intro", &[]));
    blocks.say(claims.t(found, &[("list", &list), ("count", &count)]));
    blocks.show(figure(claims, front));
    let line = |one: &Policy| {
        let mark = if one.on_front { claims.t("front.yes", &[]) } else { String::new() };
        vec![claims.arm(&one.arm), told(one.delay), told(one.discovery), mark]
    };
    let head = claims.heads(&["policy", "delay", "discovery", "on_front"]);
    blocks.table(head, front.policies.iter().map(line).collect());
    blocks.say(match front.price {
        Some(price) => claims.t("front.price", &[("price", &short(price))]),
        None => claims.t("front.no_price", &[]),
    });
}

fn figure(claims: &Claims<'_>, front: &Front) -> Figure {
    let three = |effect: Effect| [effect.mean, effect.low, effect.high];
    let cross = |one: &Policy| Cross {
        x: three(one.delay),
        y: three(one.discovery),
        mark: if one.on_front { Mark::Filled } else { Mark::Hollow },
        colour: if one.on_front { 3 } else { 5 },
        name: one.arm.clone(),
    };
    let mut all: Vec<Cross> = front.policies.iter().map(cross).collect();
    let name = claims.t("claims.case", &[]);
    all.push(Cross { x: [0.0; 3], y: [0.0; 3], mark: Mark::Lozenge, colour: 0, name });
    let entries = [
        (Swatch::Mark(Mark::Lozenge, 0), claims.t("claims.case", &[])),
        (Swatch::Mark(Mark::Filled, 3), claims.t("front.on", &[])),
        (Swatch::Mark(Mark::Hollow, 5), claims.t("front.off", &[])),
    ];
    let (across, up) = (claims.t("front.across", &[]), claims.t("front.up", &[]));
    Figure::draw("front", claims.t("front.figure", &[]), claims.t("front.caption", &[]), |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 2.0;
        let height = if canvas.narrow() { 300.0 } else { 380.0 };
        crosses::draw(canvas, &all, &across, &up, height);
    })
}
