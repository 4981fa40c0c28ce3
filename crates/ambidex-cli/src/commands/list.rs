//! `ambidex list`

use std::process::ExitCode;

use ambidex_models::MODELS;
use ambidex_race::describe::DESCRIPTION;
use ambidex_scenario::{CASES, TEMPLATES};

use crate::output;

/// Arguments of `ambidex list`.
#[derive(clap::Args)]
pub struct Args {}

/// Prints models, cases and templates, a line each.
pub fn run(_: &Args) -> anyhow::Result<ExitCode> {
    let model = line("model", DESCRIPTION.name, DESCRIPTION.title);
    let cases = CASES.iter().map(|case| line("case", case.name, case.about));
    let templates = TEMPLATES.iter().map(|template| line("template", template.name, template.about));
    let classics = MODELS.iter().map(|model| line("model", model.info().name, model.info().title));
    let lines: String = std::iter::once(model).chain(classics).chain(cases).chain(templates).collect();
    output::text(&lines)?;
    Ok(ExitCode::SUCCESS)
}

fn line(kind: &str, name: &str, about: &str) -> String {
    format!("{kind:<10}{name:<24}{about}\n")
}
