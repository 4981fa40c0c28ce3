//! What a run warns of, in the language of the report: the run writes it in English, with numbers that it holds as well.

use super::numbers::Format;
use super::sensitivity::Found;
use super::source::Source;

/// A warning of a sensitivity analysis; as the run wrote it where it is of no known kind.
pub fn of_sensitivity(source: &Source, found: &Found, warning: &str) -> String {
    let known = |key: &str, values: &[(&str, &str)]| source.t(&format!("cautions.{key}"), values);
    let (used, left) = (found.used + found.left_out, found.left_out.to_string());
    if warning.starts_with("under-sampled") {
        return known("under_sampled", &[("width", &Format::places(2).at(widest(found)))]);
    }
    if warning.starts_with("which inputs are the first") {
        return unsettled(source, found);
    }
    if warning.starts_with("noise among replicates") {
        let share = found.noise_share_of_means.unwrap_or(f64::NAN);
        return known("noise", &[("share", &Format::places(2).at(share))]);
    }
    if warning.ends_with("since the outcome is missing there") {
        return known("left_out", &[("left", &left), ("all", &used.to_string())]);
    }
    if warning.starts_with("too few points for polynomials") {
        let degree = found.more("degree").unwrap_or(f64::NAN);
        return known("degree", &[("degree", &Format::places(0).at(degree))]);
    }
    if warning.starts_with("main effects and pairs are shares of the variance of the outcome's ranks") {
        return known("of_ranks", &[]);
    }
    if warning.starts_with("delta is left out") {
        return known("no_delta", &[]);
    }
    warning.to_owned()
}

/// Width of the widest interval of the measures that are drawn.
fn widest(found: &Found) -> f64 {
    let shown = found.shown();
    let measures =
        found.ranking.iter().flat_map(|ranked| shown.iter().filter_map(|name| ranked.measure(name)));
    measures.map(|[_, low, high]| high - low).filter(|width| width.is_finite()).fold(0.0, f64::max)
}

/// How many of the first ranks are settled: no input behind them may hold one of them.
fn unsettled(source: &Source, found: &Found) -> String {
    let wanted = found.ranking.len().min(5);
    let worst = |first: usize| found.ranking[..first].iter().map(|ranked| ranked.ranks.1).max().unwrap_or(0);
    let settled = (1..=wanted).filter(|first| worst(*first) <= *first).max().unwrap_or(0);
    source.t("cautions.unsettled", &[("wanted", &wanted.to_string()), ("settled", &settled.to_string())])
}
