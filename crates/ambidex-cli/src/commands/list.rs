//! `ambidex list`

use std::process::ExitCode;

use ambidex_models::MODELS;
use ambidex_race::describe::DESCRIPTION;
use ambidex_scenario::{CASES, TEMPLATES};
use serde_json::json;

use crate::output;

/// Arguments of `ambidex list`.
#[derive(clap::Args)]
pub struct Args {
    /// Print one JSON object instead of lines.
    #[arg(long)]
    json: bool,
}

/// Prints models, cases and templates, a line each.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let race = ("model", DESCRIPTION.name, DESCRIPTION.title);
    let classics = MODELS.iter().map(|model| ("model", model.info().name, model.info().title));
    let cases = CASES.iter().map(|case| ("case", case.name, case.about));
    let templates = TEMPLATES.iter().map(|template| ("template", template.name, template.about));
    let all: Vec<_> = std::iter::once(race).chain(classics).chain(cases).chain(templates).collect();
    if args.json {
        let of = |wanted: &str| -> Vec<serde_json::Value> {
            let some = all.iter().filter(|(kind, ..)| *kind == wanted);
            some.map(|(_, name, title)| json!({ "name": name, "title": title })).collect()
        };
        let object = json!({ "models": of("model"), "cases": of("case"), "templates": of("template") });
        output::text(&format!("{object}\n"))?;
    } else {
        let line = |(kind, name, about): &(&str, &str, &str)| format!("{kind:<10}{name:<24}{about}\n");
        output::text(&all.iter().map(line).collect::<String>())?;
    }
    Ok(ExitCode::SUCCESS)
}
