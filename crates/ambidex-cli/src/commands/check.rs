//! `ambidex check`

use std::path::Path;
use std::process::ExitCode;

use ambidex_core::calendar::days_between;
use ambidex_experiment::points::Opened;
use ambidex_experiment::{calibration, discovery, sensitivity};
use ambidex_scenario::experiment::Draft;
use ambidex_scenario::{Experiment, Mistake, Scenario, ScenarioError};
use serde_json::{Value, json};

use crate::output;
use crate::study::{Edit, edit};

/// What an analysis holds of each point and input: the sample, and its copies by column [bytes].
const BYTES_A_VALUE: u64 = 60;

/// Arguments of `ambidex check`.
#[derive(clap::Args)]
pub struct Args {
    /// Scenario or experiment file, or the name of a case.
    file: String,
    /// Lay a value over the scenario, e.g. `lab.meta.draft_share=0.2`; repeatable.
    #[arg(long, value_name = "PATH=VALUE", value_parser = edit)]
    set: Vec<Edit>,
    /// Print one JSON object and nothing else.
    #[arg(long)]
    json: bool,
}

/// Says what is in the scenario, or all that is wrong with it.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    match checked(args) {
        Ok((object, _)) if args.json => print(&object),
        Ok((_, text)) => {
            output::text(&format!("{text}\n"))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) if args.json => {
            print(&json!({ "ok": false, "problems": problems(&error) }))?;
            Ok(ExitCode::from(crate::exit::WRONG_INPUT))
        }
        Err(error) => Err(error.into()),
    }
}

/// What is in the file, as data and in a line.
fn checked(args: &Args) -> Result<(Value, String), ScenarioError> {
    let document = ambidex_scenario::open(&args.file, &args.set)?;
    if !Experiment::is_one(&document) {
        return document.scenario().map(|scenario| (found(&scenario), summary(&scenario)));
    }
    let folder = Path::new(&args.file).parent().unwrap_or(Path::new(""));
    let opened = opened(&Draft::read(document, folder)?)?;
    let analysed = opened.experiment.sensitivity.is_some() || opened.experiment.discovery.is_some();
    let study = opened.study();
    let values = u64::from(study.points()) * study.design.levers().count() as u64;
    let held = if analysed { values * BYTES_A_VALUE } else { 0 };
    let (points, replicates) = (study.points(), study.plan.replicates);
    let object = json!({
        "ok": true, "name": study.name, "model": study.target.model(), "points": points, "replicates": replicates,
        "bytes_held": held,
    });
    let counts = (thousands(u64::from(points)), thousands(u64::from(replicates)));
    let text = format!(
        "ok: {}, {} points of {}, {} replicates",
        study.name,
        counts.0,
        study.target.name(),
        counts.1
    );
    let memory = format!("; the analysis holds some {} MB", thousands(held.div_ceil(1_000_000)));
    Ok((object, if held > 0 { text + &memory } else { text }))
}

/// The experiment as each of the commands opens it that its sections are for, and as `sweep` does where there are none;
/// or all that they would refuse it for.
fn opened(draft: &Draft) -> Result<Opened, ScenarioError> {
    let of = &draft.experiment;
    let mut refused = match of.calibration.as_ref().map(|_| calibration::open(draft.clone())) {
        Some(Err(error)) => vec![error],
        _ => Vec::new(),
    };
    let opened = [
        of.sensitivity.as_ref().map(|_| sensitivity::open(draft.clone())),
        of.discovery.as_ref().map(|_| discovery::open(draft.clone())),
        (of.sensitivity.is_none() && of.discovery.is_none()).then(|| Opened::of(draft.clone())),
    ];
    let mut first = None;
    for attempt in opened.into_iter().flatten() {
        match attempt {
            Ok(opened) => first = first.or(Some(opened)),
            Err(error) => refused.push(error),
        }
    }
    first.filter(|_| refused.is_empty()).ok_or_else(|| ScenarioError::together(refused))
}

fn print(value: &Value) -> anyhow::Result<ExitCode> {
    output::text(&format!("{value}\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// The scenario in numbers.
fn counts(scenario: &Scenario) -> [(&'static str, u64); 6] {
    let units = || scenario.lab.iter().flat_map(|lab| &lab.unit);
    let persons: f64 = units().map(|unit| unit.head_count).sum();
    let weeks = days_between(scenario.start, scenario.end).div_euclid(7);
    [
        ("labs", scenario.lab.len() as u64),
        ("units", units().count() as u64),
        ("persons", persons.round() as u64),
        ("weeks", weeks.max(0) as u64),
        ("interventions", scenario.intervention.len() as u64),
        ("rules", scenario.rule.len() as u64),
    ]
}

fn summary(scenario: &Scenario) -> String {
    let parts = counts(scenario).map(|(what, count)| {
        let what = if count == 1 { what.trim_end_matches('s') } else { what };
        format!("{} {what}", thousands(count))
    });
    format!("ok: {}, {}", scenario.name, parts.join(", "))
}

fn found(scenario: &Scenario) -> Value {
    let mut object = json!({ "ok": true, "name": scenario.name });
    for (what, count) in counts(scenario) {
        object[what] = json!(count);
    }
    object
}

fn problems(error: &ScenarioError) -> Vec<Value> {
    let problem = |mistake: &Mistake| {
        let source = mistake.place.as_ref().map_or(error.name.as_str(), |(source, _)| &source.name);
        let place = mistake.line_and_column();
        json!({
            "path": mistake.problem.path, "found": mistake.problem.found, "expected": mistake.problem.expected,
            "remedy": mistake.problem.remedy, "source": source,
            "line": place.map(|place| place.0), "column": place.map(|place| place.1),
        })
    };
    error.mistakes.iter().map(problem).collect()
}

/// A count with a comma every three digits.
fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|g| std::str::from_utf8(g).ok()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::thousands;

    #[test]
    fn thousands_are_grouped() {
        for (count, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (4_700_123, "4,700,123")] {
            assert_eq!(thousands(count), text);
        }
    }
}
