//! What was run, and what came out, in a few computed sentences.

use crate::context::{Absent, Context, Difference, bracket};
use crate::document::{Block, Blocks};
use crate::fans::{Mean, quantiles};
use crate::read::MAX_WORLDS;
use crate::run::{Sample, Text};
use crate::sections::GAP_END;
use crate::svg::axes::number;

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let mut blocks = Blocks::default();
    blocks.say(what_was_run(context));
    blocks.0.extend(parameters(context).map(Block::Paragraph));
    for generation in [3, 4] {
        blocks.0.extend(generation_gap(context, generation).map(Block::Paragraph));
    }
    blocks.0.extend(end_gap(context).map(Block::Paragraph));
    if !context.run.shares.is_empty() {
        blocks.say(patterns_met(context));
    }
    decisions(context, &mut blocks);
    blocks.say(context.t("head.reading", &[]));
    warnings(context, &mut blocks);
    Ok(blocks)
}

fn what_was_run(context: &Context) -> String {
    let words = |key: &str| context.run.manifest.words(key).unwrap_or_else(|| "?".into());
    let labs: Vec<String> = context.run.labs.iter().map(|lab| context.lab(&lab.name).to_owned()).collect();
    context.t(
        "head.what",
        &[
            ("title", &context.run.title(context.lang)),
            ("worlds", &words("replicates")),
            ("weeks", &words("weeks")),
            ("start", &context.run.start.to_string()),
            ("count", &labs.len().to_string()),
            ("labs", &context.join(&labs)),
            ("focal", context.focal()),
        ],
    )
}

/// Where the worlds have their parameters from; nothing of a scenario without a posterior.
fn parameters(context: &Context) -> Option<String> {
    let posterior = context.run.manifest.value("calibration").and_then(|value| value.get("posterior"));
    let Some(sample) = context.run.manifest.part::<Sample>("sample") else {
        return posterior.map(|_| context.t("head.point", &[]));
    };
    let to =
        posterior.and_then(|posterior| serde_json::from_value::<Text>(posterior.get("to")?.clone()).ok());
    let draws = sample.draws.to_string();
    let beyond = context.t("head.beyond_draws", &[("draws", draws.as_str())]);
    let asked = context.run.manifest.value("replicates").and_then(serde_json::Value::as_u64).unwrap_or(0);
    let more = asked > u64::from(sample.draws);
    let values = [
        ("beyond", if more { beyond } else { String::new() }),
        ("draws", draws),
        ("count", sample.paths.len().to_string()),
        ("to", to.unwrap_or_default().or(context.lang, "?").to_owned()),
    ];
    Some(context.t("head.drawn", &values.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

fn generation_gap(context: &Context, generation: u32) -> Option<String> {
    let releases = context.generation(generation);
    let mean = Mean::of(releases.iter().map(|release| release.gap));
    let spread = quantiles(releases.iter().map(|release| release.gap));
    let (week, name) = context.median_release(generation)?;
    Some(context.t(
        if generation == 3 { "head.third" } else { "head.fourth" },
        &[
            ("focal", context.focal()),
            ("release", &name),
            ("date", &context.date(week)),
            ("gap", &context.mean(&mean, "points", 1)),
            ("low", &number(spread[0], 1)),
            ("high", &number(spread[4], 1)),
            ("n", &mean.n.to_string()),
            ("worlds", &context.worlds()),
        ],
    ))
}

fn end_gap(context: &Context) -> Option<String> {
    let outcome = context.run.outcomes.get(GAP_END)?;
    let (mean, half) = (outcome.mean?, 1.96 * outcome.se?);
    Some(context.t(
        "head.end",
        &[
            ("focal", context.focal()),
            ("gap", &context.estimate([mean, mean - half, mean + half], "points", 1)),
            ("low", &number(outcome.q05?, 1)),
            ("high", &number(outcome.q95?, 1)),
        ],
    ))
}

fn patterns_met(context: &Context) -> String {
    let met = context.run.shares.iter().filter(|share| share.met == Some(true)).count();
    context.t("head.patterns", &[("met", &met.to_string()), ("count", &context.run.shares.len().to_string())])
}

/// Which decisions taken back move the gap at the end, and for which the interval contains zero.
fn decisions(context: &Context, blocks: &mut Blocks) {
    let (all, compared) = context.singles_and_others(GAP_END);
    let (mut moving, still): (Vec<&Difference>, Vec<&Difference>) =
        all.iter().partition(|(_, [_, low, high], _)| *low > 0.0 || *high < 0.0);
    moving.sort_by(|one, other| other.1[0].abs().total_cmp(&one.1[0].abs()));
    let item = |(arm, numbers, _): &&Difference| format!("{} ({})", context.arm(arm), bracket(*numbers, 1));
    let count = all.len().to_string();
    if let Some((arm, numbers, _)) = moving.first() {
        let difference = context.estimate(*numbers, "points", 1);
        blocks.say(
            context
                .t("head.most", &[("count", &count), ("arm", context.arm(arm)), ("difference", &difference)]),
        );
    }
    if moving.len() > 1 {
        let others: Vec<String> = moving[1..].iter().map(item).collect();
        blocks.say(context.t("head.others", &[("arms", &context.join(&others))]));
    }
    if !still.is_empty() {
        let still: Vec<String> = still.iter().map(item).collect();
        blocks.say(context.t("head.still", &[("arms", &context.join(&still))]));
    }
    if !compared.is_empty() {
        let compared: Vec<String> = compared.iter().map(|one| item(&one)).collect();
        blocks.say(context.t("head.compare", &[("arms", &context.join(&compared))]));
    }
}

fn warnings(context: &Context, blocks: &mut Blocks) {
    if context.series().is_ok_and(|series| series.truncated) {
        blocks.say(context.t("head.truncated", &[("worlds", &MAX_WORLDS.to_string())]));
    }
    let failed = context.run.failed();
    if failed > 0 {
        blocks.say(context.t("head.failed", &[("failed", &failed.to_string())]));
    }
}
