//! The ranks in words: who is first, who is tied, and whether two seeds agree.

use super::super::numbers::Format;
use super::super::source::Source;
use super::read::{Found, Ranked, Report, number};

/// Ranks that are told.
const FIRST: usize = 5;

/// The first inputs of an outcome, with the ranks that their intervals allow.
pub fn first(source: &Source, found: &Found) -> String {
    let Some(best) = found.ranking.first() else {
        return source.t("sensitivity.no_input", &[("outcome", &found.outcome)]);
    };
    let value = best.measure(&found.ranked_by).unwrap_or([f64::NAN; 3]);
    let named = |ranked: &Ranked| {
        let (path, span) = (ranked.path.as_str(), ranked.span());
        let key = if ranked.ranks.0 == ranked.ranks.1 { "sensitivity.surely" } else { "sensitivity.tied" };
        source.t(key, &[("input", path), ("ranks", &span)])
    };
    let order: Vec<String> = found.ranking.iter().take(FIRST).map(named).collect();
    let key = if best.ranks == (1, 1) { "sensitivity.first" } else { "sensitivity.first_tied" };
    let values = [
        ("outcome", found.outcome.clone()),
        ("measure", source.word("measure", &found.ranked_by)),
        ("input", best.path.clone()),
        ("value", Format::of([value]).estimate(value)),
        ("order", source.join(&order)),
        ("count", order.len().to_string()),
    ];
    source.t(key, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

/// Whether the two seeds rank the first inputs alike; nothing where there is one seed.
pub fn agreement(source: &Source, report: &Report, at: usize) -> Option<String> {
    let (agreement, second) = (report.agreement.get(at)?, report.second.as_ref()?);
    let code =
        |paths: &[String]| source.join(&paths.iter().map(|path| format!("`{path}`")).collect::<Vec<_>>());
    let values = [
        ("outcome", report.outcomes[at].outcome.clone()),
        ("one", report.seed.to_string()),
        ("other", second.seed.to_string()),
        ("count", agreement.first[0].len().to_string()),
        ("common", agreement.common.to_string()),
        ("apart", code(&agreement.apart)),
        ("order", code(&agreement.first[1])),
        ("correlation", Format::places(2).at(number(agreement.correlation))),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    Some(source.t(&format!("agreement.{}", agreement.verdict), &values))
}
