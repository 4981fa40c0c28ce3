//! What was asked, how to read a verdict, and how many there are of each.

use ambidex_claims::run::Row;

use super::{Claims, percent};
use crate::document::{Block, Blocks, Section};

/// What can become of a mechanism, from the strongest to the weakest, and of a fact.
const MECHANISMS: [&str; 7] =
    ["holds", "holds partly", "assumed", "not decided", "refuted", "no experiment", "not run"];
const FACTS: [&str; 4] = ["true", "partly", "unclear", "false"];

pub fn section(claims: &Claims<'_>) -> Section {
    let mut blocks = Blocks::default();
    let all = &claims.all;
    let facts: Vec<&Row> = all.claims.iter().filter(|row| is_fact(row)).collect();
    let mechanisms: Vec<&Row> = all.claims.iter().filter(|row| row.mechanism.is_some()).collect();
    let neither = all.claims.iter().filter(|row| !is_fact(row) && row.mechanism.is_none()).count();
    let count = |n: usize| n.to_string();
    blocks.say(claims.t(
        "question.asked",
        &[
            ("claims", &count(all.claims.len())),
            ("case", &all.case),
            ("facts", &count(facts.len())),
            ("mechanisms", &count(mechanisms.len())),
            ("neither", &count(neither)),
        ],
    ));
    blocks.say(claims.t(
        "question.how",
        &[
            ("points", &count(all.effort.points)),
            ("values", &count(all.uncertainties.len())),
            ("worlds", &all.effort.worlds.to_string()),
            ("samples", &all.effort.samples.to_string()),
            ("level", &percent(all.rule.level)),
        ],
    ));
    blocks.0.push(claims.heading("question.counts"));
    blocks.table(
        claims.heads(&["verdict", "mechanisms"]),
        counted(claims, &MECHANISMS, &mechanisms, |row| row.mechanism.as_deref()),
    );
    blocks.table(
        claims.heads(&["verdict", "facts"]),
        counted(claims, &FACTS, &facts, |row| Some(row.verdict.as_str())),
    );
    rule(claims, &mut blocks);
    claims.section("question", "question.title", blocks)
}

/// The rule in plain words, with its numbers.
fn rule(claims: &Claims<'_>, blocks: &mut Blocks) {
    let rule = &claims.all.rule;
    let (level, most) = (percent(rule.level), percent(rule.most_of_the_space));
    blocks.0.push(claims.heading("rule.title"));
    blocks.say(claims.t("rule.intro", &[]));
    let items = ["refuted", "not_decided", "assumed", "holds", "holds_partly", "no_experiment"];
    let item = |key: &&str| claims.t(&format!("rule.{key}"), &[("level", &level), ("most", &most)]);
    blocks.0.push(Block::List(items.iter().map(item).collect()));
    blocks.say(claims.t("rule.words", &[]));
    blocks.say(claims.t("rule.facts", &[]));
    blocks.say(claims.t("rule.scope", &[]));
}

/// Whether a claim states a fact.
pub fn is_fact(row: &Row) -> bool {
    row.kind.split('+').any(|kind| kind == "fact")
}

fn counted(
    claims: &Claims<'_>,
    verdicts: &[&str],
    rows: &[&Row],
    of: impl Fn(&Row) -> Option<&str>,
) -> Vec<Vec<String>> {
    let count = |verdict: &&str| rows.iter().filter(|row| of(row) == Some(*verdict)).count();
    let there = verdicts.iter().filter(|verdict| count(verdict) > 0);
    there.map(|verdict| vec![claims.judged(verdict), count(verdict).to_string()]).collect()
}
