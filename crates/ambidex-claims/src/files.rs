//! Files that are whole or not there.

use std::path::Path;

use ambidex_experiment::RunError;

/// Writes a file under another name first, and renames it when it is whole.
///
/// # Errors
/// Where it cannot be written.
pub fn put(path: &Path, bytes: &[u8]) -> Result<(), RunError> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(RunError::io(folder))?;
    }
    let temporary = path.with_extension(format!("{}.tmp", std::process::id()));
    std::fs::write(&temporary, bytes).map_err(RunError::io(&temporary))?;
    std::fs::rename(&temporary, path).map_err(RunError::io(path))
}
