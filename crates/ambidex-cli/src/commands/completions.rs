//! `ambidex completions`

use std::process::ExitCode;

use clap_complete::Shell;

use crate::output;

/// Arguments of `ambidex completions`.
#[derive(clap::Args)]
pub struct Args {
    /// Shell.
    shell: Shell,
}

/// Prints the completions.
pub fn run(args: &Args, mut command: clap::Command) -> anyhow::Result<ExitCode> {
    let mut text = Vec::new();
    clap_complete::generate(args.shell, &mut command, "ambidex", &mut text);
    output::bytes(&text)?;
    Ok(ExitCode::SUCCESS)
}
