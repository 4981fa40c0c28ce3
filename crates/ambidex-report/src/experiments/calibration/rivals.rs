//! Predictions of what was held out, beside naive trends.

use ambidex_claims::numbers;

use super::read::{Coverage, Report, Rival};
use super::{percent, signed, told};
use crate::document::{Blocks, Figure};
use crate::experiments::Source;
use crate::svg::Mark;
use crate::svg::forest::{self, Estimate, Row, Scale};

pub fn blocks(source: &Source, report: &Report) -> Blocks {
    let mut blocks = Blocks::default();
    let holdout = report.forecast.as_ref().and_then(|one| one.holdout.as_ref());
    let Some(holdout) = holdout else {
        blocks.say(source.t("calibration.none_held", &[]));
        return blocks;
    };
    blocks.say(source.t("holdout.intro", &[]));
    blocks.show(coverages(source, &holdout.coverage, &report.rivals));
    if report.rivals.is_empty() {
        blocks.say(source.t("holdout.no_rivals", &[]));
        return blocks;
    }
    blocks.show(differences(source, &report.rivals));
    let head = ["trend", "n", "trend_crps", "model_crps", "difference", "model_is"];
    let head = head.map(|key| source.t(&format!("holdout.{key}"), &[])).to_vec();
    blocks.table(head, report.rivals.iter().map(|rival| line(source, rival)).collect());
    blocks.say(source.t("holdout.independent", &[]));
    blocks
}

/// The verdict on one trend in words.
pub fn sentence(source: &Source, rival: &Rival) -> String {
    let key = match rival.model_is.as_str() {
        "better" => "holdout.better",
        "worse" => "holdout.worse",
        _ => "holdout.not_told",
    };
    let values = [
        ("trend", source.word("trend", &rival.name)),
        ("n", rival.n.to_string()),
        ("model", signed(&numbers::short(rival.model_crps))),
        ("theirs", signed(&numbers::short(rival.crps))),
        ("difference", difference(rival)),
    ];
    source.t(key, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn difference(rival: &Rival) -> String {
    match rival.difference.interval {
        (Some(low), Some(high)) => told(rival.difference.mean, low, high),
        _ => signed(&numbers::short(rival.difference.mean)),
    }
}

fn line(source: &Source, rival: &Rival) -> Vec<String> {
    vec![
        source.word("trend", &rival.name),
        rival.n.to_string(),
        signed(&numbers::short(rival.crps)),
        signed(&numbers::short(rival.model_crps)),
        difference(rival),
        source.word("model", &rival.model_is),
    ]
}

fn coverages(source: &Source, own: &Coverage, rivals: &[Rival]) -> Figure {
    let row = |name: String, coverage: &Coverage, colour: usize| Row {
        name,
        estimates: vec![Estimate {
            at: coverage.hits as f64 / coverage.n.max(1) as f64 * 100.0,
            low: coverage.interval.0 * 100.0,
            high: coverage.interval.1 * 100.0,
            spread: None,
            mark: Mark::Filled,
            colour,
        }],
        words: source
            .t("holdout.hits", &[("hits", &coverage.hits.to_string()), ("n", &coverage.n.to_string())]),
    };
    let mut rows = vec![row(source.t("holdout.model", &[]), own, 5)];
    rows.extend(rivals.iter().map(|rival| row(source.word("trend", &rival.name), &rival.coverage, 7)));
    let level = percent(own.level);
    let scale = Scale {
        title: source.t("holdout.coverage_title", &[("level", &level)]),
        unit: "%".to_owned(),
        include: vec![0.0, 100.0],
        upright: Some(own.level * 100.0),
    };
    let (title, caption) =
        (source.t("holdout.coverage", &[]), source.t("holdout.coverage_caption", &[("level", &level)]));
    Figure::draw("coverage", title, caption, |canvas| forest::draw(canvas, &rows, &scale))
}

fn differences(source: &Source, rivals: &[Rival]) -> Figure {
    let row = |rival: &Rival| {
        let number = |x: Option<f64>| x.unwrap_or(f64::NAN);
        let (low, high) = (number(rival.difference.interval.0), number(rival.difference.interval.1));
        let colour = match rival.model_is.as_str() {
            "better" => 3,
            "worse" => 6,
            _ => 0,
        };
        let at = rival.difference.mean;
        let estimates = vec![Estimate { at, low, high, spread: None, mark: Mark::Filled, colour }];
        Row {
            name: source.word("trend", &rival.name),
            estimates,
            words: source.word("model", &rival.model_is),
        }
    };
    let rows: Vec<Row> = rivals.iter().map(row).collect();
    let scale = Scale {
        title: source.t("holdout.title", &[]),
        unit: source.t("holdout.axis", &[]),
        include: vec![0.0],
        upright: None,
    };
    let (title, caption) = (source.t("holdout.figure", &[]), source.t("holdout.caption", &[]));
    Figure::draw("rivals", title, caption, |canvas| forest::draw(canvas, &rows, &scale))
}
