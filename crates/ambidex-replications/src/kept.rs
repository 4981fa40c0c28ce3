//! What was measured of each model, kept until all of them are done, so that a command that was stopped or killed goes on.
//!
//! A file a model, written beside its place and renamed. Numbers are kept by their bits: what is found again is equal to
//! the last digit. A file of other inputs, or that cannot be read, is as good as none.

use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::quantity::{Estimate, Known, Quantity};
use crate::runs::SEED;
use crate::{Effort, Replication};

/// Folder of the files within that of the results.
pub const FOLDER: &str = "measured";
const LOCK: &str = ".lock";

/// Where measurements are kept, by this process alone.
pub struct Kept {
    folder: PathBuf,
    inputs: Inputs,
    _lock: File,
}

/// Why measurements cannot be kept.
#[derive(Debug)]
pub enum KeptError {
    /// Another process measures into the same folder.
    Locked(PathBuf),
    /// A file could not be read or written.
    Io(PathBuf, io::Error),
}

impl std::fmt::Display for KeptError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Locked(path) => write!(
                f,
                "{}: another process is measuring into this folder; wait for it, or give another with --out",
                path.display()
            ),
            Self::Io(path, error) => write!(f, "{}: {error}", path.display()),
        }
    }
}

impl std::error::Error for KeptError {}

/// What a measurement depends on beside the model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Inputs {
    version: String,
    program: String,
    seed: u64,
    effort: Effort,
}

#[derive(Serialize, Deserialize)]
struct Measurement {
    inputs: Inputs,
    model: String,
    seconds: u64,
    quantities: Vec<Bits>,
}

/// A quantity, its numbers as bits.
#[derive(Serialize, Deserialize)]
struct Bits {
    figure: String,
    name: String,
    line: String,
    x: Option<(String, u64)>,
    known: Known,
    source: String,
    theirs: (u64, Option<u64>),
    ours: (u64, Option<u64>),
    rounding: u64,
}

impl Kept {
    /// Takes a folder of results for this build of the program.
    ///
    /// # Errors
    /// Where another process has it, or it cannot be made.
    pub fn take(results: &Path, program: &str, effort: Effort) -> Result<Self, KeptError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |error| KeptError::Io(path, error)
        };
        fs::create_dir_all(results).map_err(failed(results))?;
        let path = results.join(LOCK);
        let lock = File::create(&path).map_err(failed(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(KeptError::Locked(results.to_owned())),
            Err(TryLockError::Error(error)) => return Err(KeptError::Io(path, error)),
        }
        let version = env!("CARGO_PKG_VERSION").to_owned();
        let inputs = Inputs { version, program: program.to_owned(), seed: SEED, effort };
        Ok(Self { folder: results.join(FOLDER), inputs, _lock: lock })
    }

    /// What was measured of a model before, with the time it took [s].
    pub fn found(&self, replication: &Replication) -> Option<(f64, Vec<Quantity>)> {
        let text = fs::read(self.path(replication)).ok()?;
        let found: Measurement = serde_json::from_slice(&text).ok()?;
        let same = found.inputs == self.inputs && found.model == replication.model;
        let quantities = || found.quantities.into_iter().map(Quantity::from).collect();
        same.then(|| (f64::from_bits(found.seconds), quantities()))
    }

    /// Keeps what was measured of a model.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep(
        &self,
        replication: &Replication,
        seconds: f64,
        quantities: &[Quantity],
    ) -> Result<(), KeptError> {
        let path = self.path(replication);
        let measurement = Measurement {
            inputs: self.inputs.clone(),
            model: replication.model.to_owned(),
            seconds: seconds.to_bits(),
            quantities: quantities.iter().map(Bits::from).collect(),
        };
        let write = || {
            fs::create_dir_all(&self.folder)?;
            let beside = path.with_extension("part");
            let mut file = File::create(&beside)?;
            file.write_all(&serde_json::to_vec(&measurement)?)?;
            file.sync_all()?;
            fs::rename(&beside, &path)
        };
        write().map_err(|error| KeptError::Io(path.clone(), error))
    }

    /// Forgets models that are done with: the next command measures them again.
    pub fn forget(&self, replications: &[&Replication]) {
        for replication in replications {
            let path = self.path(replication);
            // What is left behind costs nothing but its place on the disk.
            let _ = fs::remove_file(path.with_extension("part"));
            let _ = fs::remove_file(path);
        }
        let _ = fs::remove_dir(&self.folder);
    }

    fn path(&self, replication: &Replication) -> PathBuf {
        self.folder.join(format!("{}.json", replication.model))
    }
}

impl From<&Quantity> for Bits {
    fn from(of: &Quantity) -> Self {
        let bits = |estimate: Estimate| (estimate.value.to_bits(), estimate.se.map(f64::to_bits));
        Self {
            figure: of.figure.clone(),
            name: of.name.clone(),
            line: of.line.clone(),
            x: of.x.map(|(name, value)| (name.to_owned(), value.to_bits())),
            known: of.known,
            source: of.source.clone(),
            theirs: bits(of.theirs),
            ours: bits(of.ours),
            rounding: of.rounding.to_bits(),
        }
    }
}

impl From<Bits> for Quantity {
    fn from(bits: Bits) -> Self {
        let estimate = |(value, se): (u64, Option<u64>)| Estimate {
            value: f64::from_bits(value),
            se: se.map(f64::from_bits),
        };
        // Names of axes are part of the program, and live as long as it does.
        let axis = |(name, value): (String, u64)| (&*name.leak(), f64::from_bits(value));
        Self {
            figure: bits.figure,
            name: bits.name,
            line: bits.line,
            x: bits.x.map(axis),
            known: bits.known,
            source: bits.source,
            theirs: estimate(bits.theirs),
            ours: estimate(bits.ours),
            rounding: f64::from_bits(bits.rounding),
        }
    }
}
