//! One decision taken back: paired differences at the end of the run.

use crate::context::{Absent, Context, Difference, bracket};
use crate::document::{Blocks, Figure};
use crate::run::Expectation;
use crate::sections::{GAP_END, POTENTIAL_GAP_END};
use crate::svg::Mark;
use crate::svg::axes::number;
use crate::svg::forest::{self, Estimate, Row, Scale};

pub fn build(context: &Context) -> Result<Blocks, Absent> {
    let groups = [GAP_END, POTENTIAL_GAP_END].map(|outcome| (outcome, rows(context, outcome)));
    if groups.iter().all(|(_, rows)| rows.is_empty()) {
        return Err(Absent::Data("missing.comparisons"));
    }
    let mut blocks = Blocks::default();
    blocks.say(context.t("counterfactuals.intro", &[]));
    let scale = |outcome: &str| Scale {
        title: context.word("outcome", outcome),
        unit: context.t("counterfactuals.unit", &[]),
        include: vec![0.0],
        upright: None,
    };
    let caption = context.t("counterfactuals.caption", &[("pairs", &pairs(context))]);
    blocks.show(Figure::draw(
        "counterfactuals",
        context.t("counterfactuals.figure", &[]),
        caption,
        |canvas| {
            for (outcome, rows) in groups.iter().filter(|(_, rows)| !rows.is_empty()) {
                forest::draw(canvas, rows, &scale(outcome));
            }
        },
    ));
    let head = ["arm", "meaning", "gap", "potential", "reduction"];
    let head = head.map(|key| context.t(&format!("counterfactuals.{key}"), &[])).to_vec();
    blocks.table(head, context.differences(GAP_END).iter().map(|one| cells(context, one)).collect());
    let expected = expectations(context);
    if !expected.is_empty() {
        blocks.say(context.t("counterfactuals.expectations", &[]));
        let head = ["arm", "outcome", "expected", "found", "verdict", "because"];
        blocks.table(head.map(|key| context.t(&format!("counterfactuals.{key}"), &[])).to_vec(), expected);
    }
    Ok(blocks)
}

fn rows(context: &Context, outcome: &str) -> Vec<Row> {
    let row = |(arm, numbers, _): &Difference| Row {
        name: context.arm(arm).to_owned(),
        estimates: vec![Estimate {
            at: numbers[0],
            low: numbers[1],
            high: numbers[2],
            spread: None,
            mark: if numbers[1] > 0.0 || numbers[2] < 0.0 { Mark::Filled } else { Mark::Hollow },
            colour: 5,
        }],
        words: bracket(*numbers, 2),
    };
    context.differences(outcome).iter().map(row).collect()
}

fn pairs(context: &Context) -> String {
    let pairs = context.differences(GAP_END).iter().filter_map(|(_, _, one)| one.n).min();
    pairs.map_or_else(|| "?".into(), |pairs| pairs.to_string())
}

fn cells(context: &Context, (arm, numbers, one): &Difference) -> Vec<String> {
    let potential = context.differences(POTENTIAL_GAP_END);
    let potential = potential.iter().find(|(other, _, _)| other.name == arm.name);
    vec![
        context.arm(arm).to_owned(),
        arm.meaning.of(context.lang).to_owned(),
        bracket(*numbers, 2),
        potential.map_or_else(|| "–".into(), |(_, numbers, _)| bracket(*numbers, 2)),
        one.variance_reduction.map_or_else(|| "–".into(), |factor| number(factor, 1)),
    ]
}

/// What was expected of the counterfactuals, beside what came out; the focal lab's outcomes alone.
fn expectations(context: &Context) -> Vec<Vec<String>> {
    let row = |expected: &Expectation| {
        let name = match expected.outcome.strip_suffix("_week") {
            Some(paradigm) => format!("adopted_{paradigm}_{}", context.run.focal),
            None => expected.outcome.clone(),
        };
        let found =
            context.differences(&name).into_iter().find(|(arm, _, _)| arm.name == expected.counterfactual);
        let (arm, numbers, _) = found?;
        Some(vec![
            context.arm(arm).to_owned(),
            context.word("outcome", &expected.outcome),
            context.word("change", &expected.change),
            bracket(numbers, if numbers.iter().all(|number| number.abs() < 0.1) { 3 } else { 2 }),
            context.word("verdict", verdict(&expected.change, numbers)),
            expected.because.of(context.lang).to_owned(),
        ])
    };
    context.run.expectations.iter().filter_map(row).collect()
}

/// A difference against what was expected: an effect surprises where its interval lies on the other side of zero, or
/// where one was expected and the interval holds zero, or none was and it does not.
fn verdict(change: &str, [_, low, high]: [f64; 3]) -> &'static str {
    let found = if high < 0.0 {
        "falls"
    } else if low > 0.0 {
        "rises"
    } else {
        "none"
    };
    match (change == found, found) {
        (true, _) => "expected",
        (false, "none") => "no_effect",
        _ => "surprise",
    }
}

#[cfg(test)]
mod tests {
    use super::verdict;

    #[test]
    fn an_interval_across_zero_is_no_effect_and_the_other_side_a_surprise() {
        assert_eq!(verdict("falls", [-1.0, -2.0, -0.1]), "expected");
        assert_eq!(verdict("falls", [-1.0, -2.0, 0.1]), "no_effect");
        assert_eq!(verdict("falls", [1.0, 0.1, 2.0]), "surprise");
        assert_eq!(verdict("none", [0.0, -1.0, 1.0]), "expected");
        assert_eq!(verdict("none", [1.0, 0.1, 2.0]), "surprise");
    }
}
