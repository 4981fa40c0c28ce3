//! `ambidex report`

use std::path::PathBuf;
use std::process::ExitCode;

use crate::output;

/// Arguments of `ambidex report`.
#[derive(clap::Args)]
pub struct Args {
    /// Run directory, as `ambidex run` named it.
    run: PathBuf,
    /// Language.
    #[arg(long, value_enum, default_value_t = Language::En)]
    lang: Language,
}

/// Language of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Language {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl From<Language> for ambidex_report::Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Zh => Self::Zh,
        }
    }
}

/// Writes the report and names it.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let path = ambidex_report::write(&args.run, args.lang.into())?;
    output::text(&format!("{}\n", path.display()))?;
    Ok(ExitCode::SUCCESS)
}
