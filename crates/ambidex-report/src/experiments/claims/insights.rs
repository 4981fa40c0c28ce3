//! A section for each insight: its claims, its experiments with what flips them, and what was mapped beside them.

use ambidex_analysis::statistics::NORMAL_95;
use std::collections::BTreeSet;

use ambidex_claims::effect::Effect;
use ambidex_claims::finding::{Finding, KnockOutFinding};
use ambidex_claims::numbers;
use ambidex_claims::run::Row;

use super::{Claims, front, gates, isoquants, openness, percent, short, signed, told};
use crate::document::{Block, Blocks, Section};
use crate::experiments::numbers::setting;

/// Student's t from which on a slope is told.
const CLEAR: f64 = 2.0;

/// The sections in the order of their numbers, then what belongs to none.
pub fn sections(claims: &Claims<'_>) -> Vec<Section> {
    let numbers: BTreeSet<u8> = claims.all.experiments.iter().filter_map(|one| one.insight).collect();
    let mut sections: Vec<Section> = numbers.iter().map(|number| insight(claims, *number)).collect();
    let rest: Vec<&Finding> = claims.all.experiments.iter().filter(|one| one.insight.is_none()).collect();
    if !rest.is_empty() {
        let mut blocks = Blocks::default();
        blocks.say(claims.t("insight.beside", &[]));
        rest.iter().for_each(|finding| tested(claims, finding, &mut blocks));
        sections.push(claims.section("beside", "insight.rest", blocks));
    }
    sections
}

fn insight(claims: &Claims<'_>, number: u8) -> Section {
    let mut blocks = Blocks::default();
    let own = format!("I{number}");
    let rows: Vec<&Row> = claims.all.claims.iter().filter(|row| row.id.starts_with(&own)).collect();
    let line = |row: &&Row| vec![row.id.clone(), claims.text(&row.claim).to_owned(), became(claims, row)];
    blocks.table(claims.heads(&["id", "claim", "verdict"]), rows.iter().map(line).collect());
    for finding in claims.all.experiments.iter().filter(|one| one.insight == Some(number)) {
        tested(claims, finding, &mut blocks);
    }
    // What was mapped beside the experiments belongs to the insight that it was made for.
    match number {
        2 => gates::add(claims, &mut blocks),
        3 => openness::add(claims, &mut blocks),
        4 => front::add(claims, &mut blocks),
        5 => isoquants::add(claims, &mut blocks),
        _ => {}
    }
    let number = number.to_string();
    let lead = rows.first().map_or("", |row| claims.text(&row.claim).trim_end_matches(['.', '。']));
    let title = claims.t("insight.title", &[("number", &number), ("claim", lead)]);
    Section { id: format!("insight-{number}").into(), title, blocks: blocks.0 }
}

/// What became of a claim: of the fact, of the mechanism, or of both.
pub fn became(claims: &Claims<'_>, row: &Row) -> String {
    match &row.mechanism {
        Some(mechanism) if super::question::is_fact(row) => {
            let (fact, mechanism) = (claims.judged(&row.verdict), claims.judged(mechanism));
            claims.t("insight.both", &[("fact", &fact), ("mechanism", &mechanism)])
        }
        _ => claims.judged(&row.verdict),
    }
}

/// One experiment.
fn tested(claims: &Claims<'_>, finding: &Finding, blocks: &mut Blocks) {
    let (title, verdict) = (claims.text(&finding.title), claims.verdict(finding.verdict));
    blocks.0.push(Block::Heading(claims.t("finding.title", &[("title", title), ("verdict", &verdict)])));
    blocks.say(effect(claims, finding));
    if !finding.reasons.is_empty() {
        let reasons: Vec<String> =
            finding.reasons.iter().map(|reason| claims.source.word("reason", reason)).collect();
        let reasons = reasons.join(&claims.t("finding.semicolon", &[]));
        blocks.say(claims.t("finding.reasons", &[("reasons", &reasons)]));
    }
    let mut items = Vec::new();
    if let (Some(beyond), Some(placebo)) = (finding.beyond_placebo, &finding.placebo) {
        let beyond = claims.with_unit(beyond, &finding.unit);
        items.push(claims.t("finding.placebo", &[("placebo", &claims.arm(placebo)), ("effect", &beyond)]));
    }
    if let Some(veiled) = finding.veiled {
        items.push(claims.t("finding.veiled", &[("effect", &claims.with_unit(veiled, &finding.unit))]));
    }
    items.extend(finding.knock_outs.iter().map(|one| knocked(claims, one, &finding.unit)));
    items.extend(flips(claims, finding));
    items.extend(also(claims, finding));
    blocks.0.push(Block::List(items));
    for (key, text) in [("finding.data", &finding.data), ("finding.note", &finding.note)] {
        if !text.is_empty() {
            blocks.say(claims.t(key, &[("text", claims.text(text))]));
        }
    }
}

fn effect(claims: &Claims<'_>, finding: &Finding) -> String {
    let claimed = if finding.claimed.factor() > 0.0 { "change.rises" } else { "change.falls" };
    let shares = &finding.shares;
    claims.t(
        "finding.effect",
        &[
            ("outcome", &claims.measure(&finding.outcome)),
            ("treatment", &claims.arm(&finding.treatment)),
            ("baseline", &claims.arm(&finding.baseline)),
            ("effect", &claims.with_unit(finding.effect, &finding.unit)),
            ("claimed", &claims.t(claimed, &[])),
            ("margin", format!("{}\u{a0}{}", setting(finding.margin), claims.unit(&finding.unit)).trim_end()),
            ("share", &percent(shares.sign)),
            ("low", &percent(shares.low)),
            ("high", &percent(shares.high)),
            ("significant", &percent(shares.significant)),
        ],
    )
}

fn knocked(claims: &Claims<'_>, one: &KnockOutFinding, unit: &str) -> String {
    let key = match (one.removed, one.assumption) {
        (true, true) => "finding.goes_assumed",
        (true, false) => "finding.goes",
        (false, true) => "finding.stays_assumed",
        (false, false) => "finding.stays",
    };
    claims.t(key, &[("value", &claims.value(&one.carried_by)), ("left", &claims.with_unit(one.left, unit))])
}

/// What flips the sign: where the fitted effect crosses zero, what separates the signs, what moves the effect most.
fn flips(claims: &Claims<'_>, finding: &Finding) -> Vec<String> {
    let mut items = Vec::new();
    if let Some((one, at)) = finding.turning_point() {
        let [low, high] = one.range.map(setting);
        let values = [("value", claims.value(&one.path)), ("at", short(at)), ("low", low), ("high", high)];
        items.push(
            claims.t("finding.break_even", &values.each_ref().map(|(name, value)| (*name, value.as_str()))),
        );
    }
    if let Some(split) = &finding.flips {
        let (below, above) = (percent(split.below), percent(split.above));
        let values = [
            ("value", claims.value(&split.path)),
            ("at", short(split.value)),
            ("below", below),
            ("above", above),
        ];
        items
            .push(claims.t("finding.split", &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    } else if finding.shares.sign > 0.0 {
        items.push(claims.t("finding.one_sign", &[]));
    }
    let moving = finding.break_even.iter().filter(|one| one.t.abs() > CLEAR).map(|one| {
        let half = NORMAL_95 * (one.change / one.t).abs();
        let [change, ..] =
            numbers::parts(Effect { mean: one.change, low: one.change - half, high: one.change + half });
        let change = if one.change > 0.0 { format!("+{change}") } else { signed(&change) };
        claims.t("finding.slope", &[("value", &claims.value(&one.path)), ("change", &change)])
    });
    let moving: Vec<String> = moving.collect();
    if !moving.is_empty() {
        let list = moving.join(&claims.t("finding.semicolon", &[]));
        items.push(claims.t("finding.slopes", &[("list", &list)]));
    }
    items
}

fn also(claims: &Claims<'_>, finding: &Finding) -> Option<String> {
    let one = |(name, effect, unit): (&str, Effect, &str)| {
        let unit = claims.unit(unit);
        format!("{} {}\u{a0}{unit}", claims.measure(name), told(effect)).trim_end().to_owned()
    };
    let list: Vec<String> = finding.also().into_iter().map(one).collect();
    (!list.is_empty())
        .then(|| claims.t("finding.also", &[("list", &list.join(&claims.t("finding.semicolon", &[])))]))
}
