//! All tested mechanisms at one glance: effects with their intervals, by unit, beside their placebos.

use ambidex_claims::finding::Finding;
use ambidex_claims::verdict::Verdict;

use super::{Claims, as_claimed, breakable, painted, percent, told};
use crate::document::{Blocks, Figure, Section};
use crate::svg::Mark;
use crate::svg::forest::{self, Estimate, Row, Scale};
use crate::svg::legend::{self, Swatch};

const VERDICTS: [Verdict; 5] =
    [Verdict::Holds, Verdict::HoldsPartly, Verdict::Assumed, Verdict::NotDecided, Verdict::Refuted];

pub fn section(claims: &Claims<'_>) -> Section {
    let mut blocks = Blocks::default();
    let findings = &claims.all.experiments;
    if findings.is_empty() {
        blocks.say(claims.t("mechanisms.none", &[]));
        return claims.section("mechanisms", "mechanisms.title", blocks);
    }
    let count = |verdict: Verdict| findings.iter().filter(|one| one.verdict == verdict).count();
    let told = VERDICTS.iter().filter(|verdict| count(**verdict) > 0).map(|verdict| {
        let (verdict, count) = (claims.verdict(*verdict), count(*verdict).to_string());
        claims.t("mechanisms.count", &[("verdict", &verdict), ("count", &count)])
    });
    let counts = claims.source.join(&told.collect::<Vec<_>>());
    blocks.say(
        claims.t("mechanisms.intro", &[("experiments", &findings.len().to_string()), ("counts", &counts)]),
    );
    blocks.show(figure(claims));
    let head = claims.heads(&["experiment", "verdict", "effect", "beyond", "veiled", "share"]);
    blocks.table(head, findings.iter().map(|finding| line(claims, finding)).collect());
    blocks.say(claims.t("mechanisms.turned", &[]));
    claims.section("mechanisms", "mechanisms.title", blocks)
}

/// Units in the order in which experiments have them.
fn by_unit(findings: &[Finding]) -> Vec<(&str, Vec<&Finding>)> {
    let mut groups: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        match groups.iter_mut().find(|(unit, _)| *unit == finding.unit) {
            Some((_, group)) => group.push(finding),
            None => groups.push((&finding.unit, vec![finding])),
        }
    }
    groups
}

fn figure(claims: &Claims<'_>) -> Figure {
    let groups = by_unit(&claims.all.experiments);
    let entries = entries(claims);
    let (title, caption) = (claims.t("mechanisms.figure", &[]), claims.t("mechanisms.caption", &[]));
    Figure::draw("mechanisms", title, caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 6.0;
        for (unit, findings) in &groups {
            let rows: Vec<Row> = findings.iter().map(|finding| row(claims, finding)).collect();
            let scale = Scale {
                title: claims.t("mechanisms.group", &[("unit", &claims.source.word("group", unit))]),
                unit: claims.t("mechanisms.axis", &[]),
                include: vec![0.0],
                upright: None,
            };
            let bands: Vec<f64> = findings.iter().map(|finding| finding.margin).collect();
            forest::draw_banded(canvas, &rows, &bands, &scale);
            canvas.height += 6.0;
        }
    })
}

fn entries(claims: &Claims<'_>) -> Vec<(Swatch, String)> {
    let occurs = |verdict: &&Verdict| claims.all.experiments.iter().any(|one| one.verdict == **verdict);
    let verdict = |verdict: &Verdict| {
        let (colour, mark) = painted(*verdict);
        (Swatch::Mark(mark, colour), claims.verdict(*verdict))
    };
    let mut entries: Vec<(Swatch, String)> = VERDICTS.iter().filter(occurs).map(verdict).collect();
    if claims.all.experiments.iter().any(|one| one.beyond_placebo.is_some()) {
        entries.push((Swatch::Mark(Mark::Hollow, 5), claims.t("mechanisms.beyond", &[])));
    }
    entries.push((Swatch::Faint(0), claims.t("mechanisms.small", &[])));
    entries
}

fn row(claims: &Claims<'_>, finding: &Finding) -> Row {
    let (colour, mark) = painted(finding.verdict);
    let effect = as_claimed(finding, finding.effect);
    let mut estimates =
        vec![Estimate { at: effect.mean, low: effect.low, high: effect.high, spread: None, mark, colour }];
    if let Some(beyond) = finding.beyond_placebo {
        let beyond = as_claimed(finding, beyond);
        let (at, low, high) = (beyond.mean, beyond.low, beyond.high);
        estimates.push(Estimate { at, low, high, spread: None, mark: Mark::Hollow, colour: 5 });
    }
    let (verdict, share) = (claims.verdict(finding.verdict), percent(finding.shares.sign));
    let words = claims.t("mechanisms.words", &[("verdict", &verdict), ("share", &share)]);
    Row { name: claims.text(&finding.title).to_owned(), estimates, words }
}

fn line(claims: &Claims<'_>, finding: &Finding) -> Vec<String> {
    let optional = |effect| Option::map_or(effect, "–".to_owned(), |effect| breakable(told(effect)));
    vec![
        claims.text(&finding.title).to_owned(),
        claims.verdict(finding.verdict),
        breakable(claims.with_unit(finding.effect, &finding.unit)),
        optional(finding.beyond_placebo),
        optional(finding.veiled),
        percent(finding.shares.sign),
    ]
}
