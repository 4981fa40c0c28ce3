//! `ambidex schema`

use std::process::ExitCode;

use crate::output;

/// Arguments of `ambidex schema`.
#[derive(clap::Args)]
pub struct Args {}

/// Prints the JSON schema of scenario files, for editors.
pub fn run(_: &Args) -> anyhow::Result<ExitCode> {
    let schema = ambidex_scenario::schema::schema();
    output::text(&format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
    Ok(ExitCode::SUCCESS)
}
