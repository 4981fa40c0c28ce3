//! The report on a run of `ambidex calibrate`: the data against what the fit predicts, how the misfit fell, what the data
//! tell of the parameters, and how good the predictions of what was held out are beside naive trends.

use ambidex_claims::effect::Effect;
use ambidex_claims::numbers;

use super::Source;
use crate::ReportError;
use crate::document::{Block, Blocks, Document, Section};

mod data;
mod parameters;
mod read;
mod rivals;
mod stages;

use read::{Report, Scored};

/// What the command wrote.
const FILE: &str = "calibration.json";

/// The report.
///
/// # Errors
/// Where the results are broken.
pub fn document(source: &Source) -> Result<Document, ReportError> {
    let path = source.dir.join(FILE);
    let missing = || ReportError::Json { path, reason: "there is no such file".to_owned() };
    let report: Report = source.json(FILE)?.ok_or_else(missing)?;
    let sections = vec![
        section(source, "result", result(source, &report)),
        section(source, "data", data::blocks(source, &report)),
        section(source, "holdout", rivals::blocks(source, &report)),
        section(source, "misfit", stages::blocks(source, &report)),
        section(source, "parameters", parameters::blocks(source, &report)),
        section(source, "repeat", repeat(source, &report)),
    ];
    let (seed, worlds) = (report.seed.to_string(), report.worlds.to_string());
    let values = [
        ("target", report.target.as_str()),
        ("worlds", &worlds),
        ("seed", &seed),
        ("version", &report.version),
    ];
    let title = source.title();
    let title = if title.is_empty() { report.name.clone() } else { title };
    Ok(Document { title, subtitle: source.t("calibration.subtitle", &values), sections })
}

fn section(source: &Source, id: &'static str, blocks: Blocks) -> Section {
    let title = source.t(&format!("calibration.{id}"), &[]);
    Section { id: id.into(), title, blocks: blocks.0 }
}

/// What was fitted, why it ended, and how good it is, in sentences.
fn result(source: &Source, report: &Report) -> Blocks {
    let mut blocks = Blocks::default();
    let count = |n: usize| n.to_string();
    let fitted = report.forecast.as_ref().map_or(0, |one| one.fit.coverage.n);
    let held = report.forecast.as_ref().and_then(|one| one.holdout.as_ref()).map_or(0, |one| one.coverage.n);
    let values = [
        ("target", report.target.clone()),
        ("parameters", count(report.parameters.len())),
        ("fitted", count(fitted)),
        ("held", count(held)),
        ("method", source.word("method", &report.method)),
        ("worlds", report.worlds.to_string()),
        ("end", source.word("end", &report.end)),
    ];
    blocks.say(source.t("calibration.what", &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
    let Some(forecast) = &report.forecast else {
        blocks.say(source.t("calibration.nothing_left", &[]));
        return blocks;
    };
    if let Some(p) = forecast.predictive_p {
        let key = if p < 0.05 { "calibration.p_small" } else { "calibration.p" };
        // Of so many draws none had such a misfit.
        let draws = report.posterior.as_ref().map_or(0, |one| one.draws.len()).max(1) as f64;
        let p = if p > 0.0 { numbers::short(p) } else { format!("< {}", numbers::short(1.0 / draws)) };
        blocks.say(source.t(key, &[("p", &p)]));
    }
    blocks.say(
        source
            .t("calibration.fit_held", &held_values(&forecast.fit).each_ref().map(|(n, v)| (*n, v.as_str()))),
    );
    match &forecast.holdout {
        Some(holdout) => {
            let key =
                if holdout.coverage.is_right() { "calibration.held_right" } else { "calibration.held_wrong" };
            let values = held_values(holdout);
            blocks.say(source.t(key, &values.each_ref().map(|(name, value)| (*name, value.as_str()))));
            report.rivals.iter().for_each(|rival| blocks.say(rivals::sentence(source, rival)));
        }
        None => blocks.say(source.t("calibration.none_held", &[])),
    }
    if !report.warnings.is_empty() {
        blocks.say(source.t("calibration.warnings", &[]));
        blocks.0.push(Block::List(report.warnings.clone()));
    }
    blocks
}

fn held_values(scored: &Scored) -> [(&'static str, String); 7] {
    let coverage = &scored.coverage;
    let number = |x: Option<f64>| x.map_or("–".to_owned(), |x| signed(&numbers::short(x)));
    [
        ("level", percent(coverage.level)),
        ("hits", coverage.hits.to_string()),
        ("n", coverage.n.to_string()),
        ("low", percent(coverage.interval.0)),
        ("high", percent(coverage.interval.1)),
        ("crps", number(scored.crps)),
        ("bias", number(scored.bias)),
    ]
}

fn repeat(source: &Source, report: &Report) -> Blocks {
    let mut blocks = Blocks::default();
    let (seed, replicates) = (report.seed.to_string(), report.replicates.to_string());
    let values = [
        ("name", report.name.as_str()),
        ("version", &report.version),
        ("seed", &seed),
        ("replicates", &replicates),
    ];
    blocks.say(source.t("calibration.again", &values));
    blocks
}

/// With a true minus sign.
fn signed(text: &str) -> String {
    text.replace('-', "\u{2212}")
}

fn percent(share: f64) -> String {
    numbers::percent(share).replace(' ', "\u{a0}")
}

/// A value with the ends of an interval, all to the same place.
fn told(mean: f64, low: f64, high: f64) -> String {
    let [mean, low, high] = numbers::parts(Effect { mean, low, high }).map(|text| signed(&text));
    format!("{mean}\u{a0}[{low},\u{a0}{high}]")
}

/// A path without the stem that all have.
fn name(path: &str) -> &str {
    path.strip_prefix("parameters.").unwrap_or(path)
}
