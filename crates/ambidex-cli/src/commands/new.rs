//! `ambidex new`

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use ambidex_scenario::{ScenarioError, TEMPLATES, Template};
use anyhow::Context;
use clap::builder::PossibleValue;
use clap::builder::PossibleValuesParser;

use crate::output;

/// Arguments of `ambidex new`.
#[derive(clap::Args)]
pub struct Args {
    /// Name of the scenario; the file is NAME.toml.
    name: PathBuf,
    /// Scenario to start from.
    #[arg(long, default_value = "two-track", value_parser = templates())]
    template: String,
}

fn templates() -> PossibleValuesParser {
    PossibleValuesParser::new(
        TEMPLATES.iter().map(|template| PossibleValue::new(template.name).help(template.about)),
    )
}

/// Writes a commented scenario; never over a file that is there.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let path = file(&args.name);
    let name = path.file_stem().and_then(|stem| stem.to_str()).context("the name is not UTF-8")?;
    let template = Template::named(&args.template).context("the parser lets known templates pass alone")?;
    let text = template.named_text(name)?;
    write(&path, &text)?;
    let shown = path.display();
    output::text(&format!(
        "{shown}: template {}\nnext: ambidex check {shown}; ambidex run {shown}\n",
        template.name
    ))?;
    Ok(ExitCode::SUCCESS)
}

/// The file of a name, which may have the ending already.
fn file(name: &Path) -> PathBuf {
    if name.extension().is_some_and(|ending| ending == "toml") {
        return name.to_owned();
    }
    let mut file = name.as_os_str().to_owned();
    file.push(".toml");
    file.into()
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let name = path.display().to_string();
    let mut file = match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let remedy = "choose another name, or remove the file first";
            return Err(
                ScenarioError::whole(&name, "a file that is there", "a name that is free", remedy).into()
            );
        }
        Err(error) => {
            let remedy = "choose a folder that is there and can be written to";
            return Err(
                ScenarioError::whole(&name, error.to_string(), "a file that can be written", remedy).into()
            );
        }
    };
    file.write_all(text.as_bytes()).with_context(|| format!("writing {name}"))
}
