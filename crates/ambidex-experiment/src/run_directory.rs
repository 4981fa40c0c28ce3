//! The folder of a run: one writer at a time, files that are whole or not there.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::RunError;
use crate::manifest::FILE;

const LOCK: &str = ".lock";
/// Folder of shards within it.
pub(crate) const SHARDS: &str = "shards";

/// What every manifest says, whatever the kind of run.
#[derive(Deserialize)]
struct Identified {
    identity: String,
}

/// A run directory that this process alone may write, or with others where it was joined.
pub struct RunDirectory {
    path: PathBuf,
    _lock: File,
}

impl RunDirectory {
    /// Takes the folder for a run with these inputs, and says how far it is. A folder that holds something else is
    /// left as it is.
    pub fn take<M: DeserializeOwned>(path: &Path, identity: &str) -> Result<(Self, Option<M>), RunError> {
        check(path, identity)?;
        std::fs::create_dir_all(path).map_err(RunError::io(path))?;
        let lock = locked(path, File::try_lock)?;
        let manifest = check(path, identity)?.then(|| read(path)).transpose()?;
        Ok((Self { path: path.to_owned(), _lock: lock }, manifest))
    }

    /// Joins others in a folder that is already there for a run with these inputs; whoever wants it alone has to wait.
    pub fn join<M: DeserializeOwned>(path: &Path, identity: &str) -> Result<(Self, M), RunError> {
        if !check(path, identity)? {
            return Err(RunError::NotPlanned { path: path.to_owned() });
        }
        let lock = locked(path, File::try_lock_shared)?;
        Ok((Self { path: path.to_owned(), _lock: lock }, read(path)?))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Folder of tables within it, made where it is missing.
    pub fn tables(&self, folder: &str) -> Result<PathBuf, RunError> {
        made(self.path.join(folder))
    }

    /// Folder of the shards of an arm, or of a sweep, made where it is missing.
    pub fn shards(&self, of: &str) -> Result<PathBuf, RunError> {
        made(self.path.join(SHARDS).join(of))
    }

    /// Removes the shards of an arm that is merged.
    pub fn remove_shards(&self, of: &str) -> Result<(), RunError> {
        remove(&self.path.join(SHARDS).join(of))
    }

    /// Removes all shards.
    pub fn remove_all_shards(&self) -> Result<(), RunError> {
        remove(&self.path.join(SHARDS))
    }

    /// Writes a file as a whole: under another name first, then renamed.
    pub fn write_json(&self, name: &str, content: &impl Serialize) -> Result<(), RunError> {
        write_json(&self.path, name, content)
    }

    /// Writes the manifest.
    pub fn write_manifest(&self, manifest: &impl Serialize) -> Result<(), RunError> {
        self.write_json(FILE, manifest)
    }
}

fn locked(path: &Path, lock: impl FnOnce(&File) -> Result<(), TryLockError>) -> Result<File, RunError> {
    let lock_path = path.join(LOCK);
    let file = File::create(&lock_path).map_err(RunError::io(&lock_path))?;
    match lock(&file) {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(RunError::Locked { path: path.to_owned() }),
        Err(TryLockError::Error(source)) => Err(RunError::Io { path: lock_path, source }),
    }
}

/// Writes a file of a folder as a whole: under another name first, then renamed.
pub fn write_json(folder: &Path, name: &str, content: &impl Serialize) -> Result<(), RunError> {
    let path = folder.join(name);
    let mut text =
        serde_json::to_vec_pretty(content).map_err(|source| RunError::Json { path: path.clone(), source })?;
    text.push(b'\n');
    write_whole(&path, &text)
}

/// Writes a file as a whole: under another name first, then renamed.
pub fn write_whole(path: &Path, content: &[u8]) -> Result<(), RunError> {
    let temporary = path.with_extension("tmp");
    let write = || {
        let mut file = File::create(&temporary)?;
        file.write_all(content)?;
        file.sync_all()?;
        std::fs::rename(&temporary, path)
    };
    write().map_err(RunError::io(&temporary)).inspect_err(|_| {
        let _ = std::fs::remove_file(&temporary);
    })
}

/// Reads the manifest of a run directory.
pub fn read<M: DeserializeOwned>(directory: &Path) -> Result<M, RunError> {
    let path = directory.join(FILE);
    let text = std::fs::read(&path).map_err(RunError::io(&path))?;
    serde_json::from_slice(&text).map_err(|source| RunError::Json { path, source })
}

/// The manifest of a run that is there, without taking the folder.
pub fn planned<M: DeserializeOwned>(path: &Path, identity: &str) -> Result<M, RunError> {
    if check(path, identity)? { read(path) } else { Err(RunError::NotPlanned { path: path.to_owned() }) }
}

/// Whether a folder holds this run; an error where it holds another run or something else.
fn check(path: &Path, identity: &str) -> Result<bool, RunError> {
    if !path.join(FILE).exists() {
        return if is_free(path)? { Ok(false) } else { Err(RunError::NotARun { path: path.to_owned() }) };
    }
    let found: Identified = read(path)?;
    if found.identity == identity {
        return Ok(true);
    }
    let short = |identity: &str| identity.chars().take(12).collect();
    Err(RunError::OtherRun {
        path: path.to_owned(),
        found: short(&found.identity),
        expected: short(identity),
    })
}

/// Whether a folder is missing or holds nothing but what a run killed at its start leaves.
fn is_free(path: &Path) -> Result<bool, RunError> {
    let entries = match std::fs::read_dir(path) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        Err(source) => return Err(RunError::Io { path: path.to_owned(), source }),
    };
    let known = [LOCK, "manifest.tmp"];
    Ok(entries.flatten().all(|entry| known.iter().any(|name| entry.file_name() == *name)))
}

fn made(path: PathBuf) -> Result<PathBuf, RunError> {
    std::fs::create_dir_all(&path).map_err(RunError::io(&path))?;
    Ok(path)
}

fn remove(path: &Path) -> Result<(), RunError> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(RunError::io(path)(error)),
        _ => Ok(()),
    }
}
