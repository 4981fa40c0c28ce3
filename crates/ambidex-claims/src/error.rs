//! What can go wrong with claims.

use ambidex_experiment::RunError;
use ambidex_scenario::ScenarioError;

/// Why claims could not be read or tested.
#[derive(Debug, thiserror::Error)]
pub enum ClaimError {
    /// A file of the case cannot be read.
    #[error("{file}: {message}")]
    Syntax {
        /// File.
        file: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// A file of the case names something that is not there.
    #[error("there is no {what} {name:?}")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// A scenario is wrong.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// Worlds could not be run.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Numbers do not fit together.
    #[error(transparent)]
    Numbers(#[from] ambidex_analysis::Problem),
}

impl ClaimError {
    /// A mistake in a file.
    pub fn syntax(file: &'static str) -> impl Fn(toml::de::Error) -> Self {
        move |error| Self::Syntax { file, message: error.to_string() }
    }
}
