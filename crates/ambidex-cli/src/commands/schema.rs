//! `ambidex schema`

use std::process::ExitCode;

use ambidex_scenario::schema;

use crate::output;

/// Arguments of `ambidex schema`.
#[derive(clap::Args)]
pub struct Args {
    /// Which files.
    #[arg(value_enum, default_value = "scenario")]
    of: Of,
}

/// Files that have a schema.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Of {
    /// Scenario files.
    Scenario,
    /// Experiment files.
    Experiment,
}

/// Prints the JSON schema of scenario or experiment files, for editors.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let schema = match args.of {
        Of::Scenario => schema::schema(),
        Of::Experiment => schema::experiment(),
    };
    output::text(&format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
    Ok(ExitCode::SUCCESS)
}
