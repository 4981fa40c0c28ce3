//! What every run needs of its surroundings: threads, progress, interruption, the program's own hash and a folder.

use std::path::{Path, PathBuf};

use ambidex_experiment::runner::Place;
use ambidex_experiment::{Progress, RunError};

use crate::progress::Shown;
use crate::{build, interrupt, threads};

/// Does some work in a run directory, with progress shown.
pub fn with_place<T>(
    asked: Option<u32>,
    quiet: bool,
    directory: &Path,
    work: impl FnOnce(&Place<'_>, &dyn Progress) -> Result<T, RunError>,
) -> Result<T, RunError> {
    let program = build::identity()?;
    let place =
        Place { directory, threads: threads::count(asked), program: &program, stop: interrupt::listen() };
    let shown = Shown::new(quiet);
    let result = work(&place, &shown);
    shown.clear();
    result
}

/// Name of a run directory: equal inputs give the same, so that the same command goes on from there.
pub fn folder(name: &str, identity: &str) -> PathBuf {
    let plain = |c: char| if c.is_alphanumeric() || c == '-' || c == '_' { c } else { '-' };
    let name: String = name.chars().map(plain).collect();
    Path::new("runs").join(format!("{name}-{}", &identity[..8]))
}
