//! The folder of a run: one writer at a time, files that are whole or not there.

use std::fs::{File, TryLockError};
use std::io::Write;
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::error::RunError;
use crate::manifest::{ArmEntry, FILE, Manifest};

const LOCK: &str = ".lock";
const SHARDS: &str = "shards";

/// A run directory that this process alone may write.
pub struct RunDirectory {
    path: PathBuf,
    _lock: File,
}

impl RunDirectory {
    /// Takes the folder for a run with these inputs, and says how far it is. A folder that holds something else is
    /// left as it is.
    pub fn take(path: &Path, identity: &str) -> Result<(Self, Option<Manifest>), RunError> {
        check(path, identity)?;
        std::fs::create_dir_all(path).map_err(RunError::io(path))?;
        let lock_path = path.join(LOCK);
        let lock = File::create(&lock_path).map_err(RunError::io(&lock_path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(RunError::Locked { path: path.to_owned() }),
            Err(TryLockError::Error(source)) => return Err(RunError::Io { path: lock_path, source }),
        }
        let manifest = check(path, identity)?;
        Ok((Self { path: path.to_owned(), _lock: lock }, manifest))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Folder of an arm's tables, made where it is missing.
    pub fn arm(&self, entry: &ArmEntry) -> Result<PathBuf, RunError> {
        made(self.path.join(&entry.folder))
    }

    /// Folder of an arm's shards, made where it is missing.
    pub fn shards(&self, entry: &ArmEntry) -> Result<PathBuf, RunError> {
        made(self.path.join(SHARDS).join(&entry.name))
    }

    /// Removes the shards of an arm that is merged.
    pub fn remove_shards(&self, entry: &ArmEntry) -> Result<(), RunError> {
        remove(&self.path.join(SHARDS).join(&entry.name))
    }

    /// Removes all shards.
    pub fn remove_all_shards(&self) -> Result<(), RunError> {
        remove(&self.path.join(SHARDS))
    }

    /// Writes a file as a whole: under another name first, then renamed.
    pub fn write_json(&self, name: &str, content: &impl Serialize) -> Result<(), RunError> {
        let path = self.path.join(name);
        let temporary = path.with_extension("tmp");
        let mut text = serde_json::to_vec_pretty(content)
            .map_err(|source| RunError::Json { path: path.clone(), source })?;
        text.push(b'\n');
        let mut file = File::create(&temporary).map_err(RunError::io(&temporary))?;
        file.write_all(&text).and_then(|()| file.sync_all()).map_err(RunError::io(&temporary))?;
        std::fs::rename(&temporary, &path).map_err(RunError::io(&path))
    }

    /// Writes the manifest.
    pub fn write_manifest(&self, manifest: &Manifest) -> Result<(), RunError> {
        self.write_json(FILE, manifest)
    }
}

fn check(path: &Path, identity: &str) -> Result<Option<Manifest>, RunError> {
    let Some(manifest) = Manifest::read(path)? else {
        return if is_free(path)? { Ok(None) } else { Err(RunError::NotARun { path: path.to_owned() }) };
    };
    if manifest.identity == identity {
        return Ok(Some(manifest));
    }
    let short = |identity: &str| identity.chars().take(12).collect();
    Err(RunError::OtherRun {
        path: path.to_owned(),
        found: short(&manifest.identity),
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
