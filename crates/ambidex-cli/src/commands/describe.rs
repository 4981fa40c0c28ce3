//! `ambidex describe`

use std::process::ExitCode;

use ambidex_core::ParameterSpec;
use ambidex_core::observation::Kind as ColumnKind;
use ambidex_core::parameters::nearest;
use ambidex_race::describe::{DESCRIPTION, Step, equations};
use ambidex_race::mechanisms::{MECHANISMS, MechanismInfo};
use ambidex_race::record::COLUMNS;
use ambidex_race::scenario::fields::{
    ACTIONS, COMPUTE, DOMAIN, Field, INTERVENTION, Kind, LAB, MANAGER, Need, PARADIGM, RELEASE, RULE,
    SCENARIO, Table, UNIT,
};
use ambidex_scenario::ScenarioError;

use crate::commands::describe_model;
use crate::output;

/// Arguments of `ambidex describe`.
#[derive(clap::Args)]
pub struct Args {
    /// Model, as `ambidex list` names it.
    model: String,
}

/// Prints what a model is: question, order of a week, mechanisms, parameters, keys, observables, citation.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if let Some(model) = ambidex_models::named(&args.model) {
        output::text(&describe_model::description(model.info()))?;
        return Ok(ExitCode::SUCCESS);
    }
    if args.model != DESCRIPTION.name {
        let names: Vec<&str> =
            ambidex_models::MODELS.iter().map(|model| model.info().name).chain([DESCRIPTION.name]).collect();
        let remedy = nearest(&args.model, names.iter().copied())
            .map_or_else(|| "see `ambidex list`".to_owned(), |near| format!("did you mean `{near}`?"));
        let expected = format!("one of {}", names.join(", "));
        return Err(ScenarioError::whole(&args.model, "no model of this name", expected, remedy).into());
    }
    output::text(&description())?;
    Ok(ExitCode::SUCCESS)
}

/// Columns of a line.
const WIDTH: usize = 110;

fn description() -> String {
    let mut text = format!("{}: {}\n\n", DESCRIPTION.name, DESCRIPTION.title);
    text += &wrapped("", DESCRIPTION.question);
    for paragraph in DESCRIPTION.story {
        text += &format!("\n{}", wrapped("", paragraph));
    }
    text += &heading("A week, in this order");
    text += &DESCRIPTION.week.iter().enumerate().map(|(i, step)| week(i, step)).collect::<String>();
    text += &heading("Mechanisms, their equations and parameters");
    text += "Switch one off with `mechanisms.NAME = false`; set a parameter with `parameters.NAME.PARAMETER = VALUE`.\n";
    text += &MECHANISMS.iter().map(mechanism).collect::<String>();
    text += &heading("Keys of a scenario file");
    text += &tables();
    text += &heading("Observables, a row a lab a week");
    text += &observables();
    text += &heading("What the results can say");
    text += &DESCRIPTION.limits.iter().map(|limit| wrapped("- ", limit)).collect::<String>();
    text += &heading("Citation");
    text += &wrapped("", DESCRIPTION.citation);
    text
}

pub(super) fn heading(title: &str) -> String {
    format!("\n{title}\n{}\n", "=".repeat(title.chars().count()))
}

fn week(i: usize, step: &Step) -> String {
    let name = step.mechanism.map_or_else(String::new, |name| format!("{name}: "));
    wrapped(&format!("{:>2}. ", i + 1), &format!("{name}{}", step.what))
}

fn mechanism(info: &MechanismInfo) -> String {
    let mut text = format!("\n{}\n", info.name);
    text += &wrapped("  ", info.meaning);
    text += &wrapped("  Source: ", info.source);
    let head = equations(info.name).unwrap_or_default();
    text += &head.lines().map(|line| format!("  | {line}\n").replace("| \n", "|\n")).collect::<String>();
    text + &info.parameters.iter().map(parameter).collect::<String>()
}

pub(super) fn parameter(spec: &ParameterSpec) -> String {
    let ParameterSpec { name, symbol, unit, low, high, plausible, default, .. } = spec;
    let head = format!(
        "  {name} ({symbol}) = {default} [{unit}], {low} to {high}, plausible {} to {}\n",
        plausible.0, plausible.1
    );
    head + &wrapped("      ", &format!("{}. {}", spec.meaning, spec.source))
}

fn tables() -> String {
    let nested = [
        ("", &SCENARIO),
        ("[[domain]]", &DOMAIN),
        ("[[paradigm]]", &PARADIGM),
        ("[[lab]]", &LAB),
        ("[[lab.compute]]", &COMPUTE),
        ("[[lab.release]]", &RELEASE),
        ("[[lab.unit]]", &UNIT),
        ("[lab.unit.manager]", &MANAGER),
        ("[[intervention]]", &INTERVENTION),
        ("[[rule]]", &RULE),
    ];
    let keys: String = nested.into_iter().map(|(header, keys)| table(header, keys)).collect();
    let actions = ACTIONS.iter().map(|action| table(&format!("do.{}", action.name), action));
    keys + &actions.collect::<String>()
}

fn table(header: &str, table: &Table) -> String {
    let header = if header.is_empty() { "top of the file" } else { header };
    format!("\n{header}: {}\n", table.meaning) + &table.fields.iter().map(key).collect::<String>()
}

fn key(field: &Field) -> String {
    let need = match field.need {
        Need::Required => "required".to_owned(),
        Need::Default(value) => format!("default {value}"),
        Need::Optional(otherwise) => format!("left out: {otherwise}"),
    };
    wrapped(&format!("  {:<19}", field.name), &format!("{}. {}; {need}", field.meaning, kind(&field.kind)))
}

fn kind(kind: &Kind) -> String {
    match kind {
        Kind::Number(range) => {
            format!("number from {:e} to {:e} [{}]", range.low, range.high, range.unit).replace("e0 ", " ")
        }
        Kind::Whole(range) => format!("whole number from {} to {} [{}]", range.low, range.high, range.unit),
        Kind::Text => "text".to_owned(),
        Kind::Name => "name of letters, digits, _ and -".to_owned(),
        Kind::Title => "text, or { en = \"...\", zh = \"...\" }".to_owned(),
        Kind::Choice(words) => words.join(" | "),
        Kind::Bool => "true | false".to_owned(),
        Kind::Date => "date".to_owned(),
        Kind::Table(_) => "table".to_owned(),
        Kind::Tables(_) => "array of tables".to_owned(),
        Kind::ByDomain(range) => {
            format!("numbers by domain, {} to {} [{}]", range.low, range.high, range.unit)
        }
        Kind::OneOf(_) => "one action".to_owned(),
        Kind::Mechanisms => "true | false by mechanism".to_owned(),
        Kind::Parameters => "numbers by mechanism and parameter".to_owned(),
        Kind::Texts => "texts".to_owned(),
        Kind::Edits => "values by path".to_owned(),
        Kind::Values => "values".to_owned(),
    }
}

fn observables() -> String {
    let line = |name: &str, unit: &str, kind: &str, meaning: &str| {
        wrapped(&format!("  {name:<22}"), &format!("{meaning} [{unit}], {kind}"))
    };
    let fixed = COLUMNS.iter().map(|column| {
        let kind = match column.kind {
            ColumnKind::Level => "level",
            ColumnKind::Flow => "in the week",
            ColumnKind::Total => "since the start",
        };
        line(&column.name, column.unit, kind, &column.meaning)
    });
    let per = [
        line("k_person_DOMAIN", "share", "level", "Mean knowledge of a person, right minus wrong facts"),
        line("k_research_DOMAIN", "share", "level", "Knowledge in the best research code"),
        line("k_lab_DOMAIN", "share", "level", "Knowledge in the lab code"),
        line("adopted_PARADIGM", "0/1", "level", "Whether the lab has shipped it"),
    ];
    fixed.chain(per).collect()
}

/// Text broken into lines; the first begins with `head`, the others are indented as far.
pub(super) fn wrapped(head: &str, text: &str) -> String {
    let indent = " ".repeat(head.chars().count());
    let (mut out, mut line) = (String::new(), head.to_owned());
    let mut empty = true;
    for word in text.split_whitespace() {
        if !empty && line.chars().count() + 1 + word.chars().count() > WIDTH {
            out += line.trim_end();
            out.push('\n');
            line.clone_from(&indent);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line += word;
        empty = false;
    }
    out + line.trim_end() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_declared_is_described() {
        let text = description();
        for mechanism in MECHANISMS {
            assert!(text.contains(mechanism.meaning.split(' ').next().unwrap()));
            for spec in mechanism.parameters {
                assert!(text.contains(&format!("  {} ({}) = ", spec.name, spec.symbol)), "{}", spec.name);
            }
        }
        for column in COLUMNS {
            assert!(text.contains(column.name.as_ref()), "{}", column.name);
        }
        for field in SCENARIO.fields.iter().chain(LAB.fields).chain(UNIT.fields) {
            assert!(text.contains(&format!("\n  {}", field.name)), "{}", field.name);
        }
    }

    #[test]
    fn lines_are_wrapped_without_losing_a_word() {
        let text = "word ".repeat(100);
        let out = wrapped("- ", &text);
        assert!(out.lines().all(|line| line.chars().count() <= WIDTH));
        assert_eq!(out.split_whitespace().filter(|word| *word == "word").count(), 100);
    }
}
