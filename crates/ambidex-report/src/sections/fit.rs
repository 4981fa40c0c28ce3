//! Simulated against observed scores, and where they miss.

use serde_json::Value;

use crate::context::{Absent, Context};
use crate::document::{Block, Blocks, Figure};
use crate::run::{Fit, Score, Text};
use crate::svg::Mark;
use crate::svg::axes::number;
use crate::svg::legend::{self, Swatch};
use crate::svg::scatter::{self, Pair};

/// Misfits listed.
const LISTED: usize = 12;

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let scores = context.run.scores.as_ref().ok_or(Absent::Data("missing.scores"))?;
    let mut residuals: Vec<(&Score, f64)> =
        scores.observations.iter().filter_map(|score| Some((score, score.value? - score.q50?))).collect();
    if residuals.is_empty() {
        return Err(Absent::Data("missing.scores"));
    }
    residuals.sort_by(|one, other| other.1.abs().total_cmp(&one.1.abs()));
    let mut blocks = Blocks::default();
    for (key, fit) in [("fit.accuracy", scores.fit), ("fit.accuracy_holdout", scores.holdout)] {
        blocks.0.extend(accuracy(context, key, &fit).map(Block::Paragraph));
    }
    let fitted = what_was_fitted(context);
    if !fitted.is_empty() {
        blocks.say(context.t("fit.fitted", &[]));
        blocks.0.push(Block::List(fitted));
        if context.run.manifest.value("sample").is_some() {
            blocks.say(context.t("fit.drawn", &[]));
        }
    }
    blocks.show(figure(context, &residuals));
    blocks.say(context.t("fit.misfits", &[("count", &residuals.len().min(LISTED).to_string())]));
    let head = ["model", "lab", "set", "observed", "simulated", "band", "residual"];
    let head = head.map(|key| context.t(&format!("fit.{key}"), &[])).to_vec();
    blocks.table(
        head,
        residuals.iter().take(LISTED).map(|(score, residual)| cells(context, score, *residual)).collect(),
    );
    Ok(blocks)
}

/// What the case says of its calibration, as far as it says anything.
fn what_was_fitted(context: &Context) -> Vec<String> {
    let parts =
        context.run.manifest.value("calibration").and_then(|calibration| calibration.get("what_was_fitted"));
    let text = |value: &Value| serde_json::from_value::<Text>(value.clone()).unwrap_or_default();
    let line = |(key, value): (&String, &Value)| {
        let text = text(value).of(context.lang).to_owned();
        (!text.is_empty())
            .then(|| context.t("fit.line", &[("what", &context.word("fitted", key)), ("text", &text)]))
    };
    parts.and_then(Value::as_object).into_iter().flatten().filter_map(line).collect()
}

fn accuracy(context: &Context, key: &str, fit: &Fit) -> Option<String> {
    let values = [
        ("count", fit.n.to_string()),
        ("error", number(fit.rmse?, 1)),
        ("bias", number(fit.bias?, 1)),
        ("coverage", context.percent(fit.coverage?, 0)),
    ];
    Some(context.t(key, &values.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

/// Largest residuals first, so that their names find room.
fn figure(context: &Context, residuals: &[(&Score, f64)]) -> Figure {
    let pair = |(score, _): &(&Score, f64)| {
        Some(Pair {
            x: score.value?,
            y: score.q50?,
            low: score.q05.unwrap_or(f64::NAN),
            high: score.q95.unwrap_or(f64::NAN),
            mark: if score.holdout { Mark::Hollow } else { Mark::Filled },
            colour: context.colour(&score.lab),
            name: score.release.clone(),
        })
    };
    let pairs: Vec<Pair> = residuals.iter().filter_map(pair).collect();
    let mut entries: Vec<(Swatch, String)> = context
        .run
        .labs
        .iter()
        .map(|lab| (Swatch::Mark(Mark::Filled, context.colour(&lab.name)), context.lab(&lab.name).to_owned()))
        .collect();
    entries.push((Swatch::Mark(Mark::Filled, 0), context.t("set.fit", &[])));
    entries.push((Swatch::Mark(Mark::Hollow, 0), context.t("set.holdout", &[])));
    let caption = context.t("fit.caption", &[("worlds", &context.worlds())]);
    Figure::draw("fit", context.t("fit.figure", &[]), caption, |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 4.0;
        scatter::draw(canvas, &pairs, &context.t("fit.across", &[]), &context.t("fit.up", &[]));
    })
}

fn cells(context: &Context, score: &Score, residual: f64) -> Vec<String> {
    let digit = |value: Option<f64>| value.map_or_else(|| "–".into(), |value| number(value, 1));
    vec![
        score.release.clone(),
        context.lab(&score.lab).to_owned(),
        context.word("fit.short", score.set()),
        digit(score.value),
        digit(score.q50),
        format!("{}\u{a0}–\u{a0}{}", digit(score.q05), digit(score.q95)),
        number(residual, 1),
    ]
}
