//! What can go wrong around a run.

use std::path::{Path, PathBuf};

/// Why a run could not be begun or finished.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// Somebody asked to stop; what was done is kept.
    #[error("interrupted: {done} of {total} shards are kept; the same command goes on from there")]
    Interrupted {
        /// Shards that are on disk.
        done: usize,
        /// Shards in all.
        total: usize,
    },
    /// Another process writes into the run directory.
    #[error("{}: another process is writing this run; wait for it, or give another folder with --out", .path.display())]
    Locked {
        /// Run directory.
        path: PathBuf,
    },
    /// The run directory holds another run.
    #[error(
        "{}: holds a run of other inputs (found {found}, expected {expected}); \
         give another folder with --out, or remove this one", .path.display()
    )]
    OtherRun {
        /// Run directory.
        path: PathBuf,
        /// Identity found there.
        found: String,
        /// Identity of the run that was asked for.
        expected: String,
    },
    /// A folder that is not a run directory.
    #[error(
        "{}: is not empty and holds no run; give another folder with --out", .path.display()
    )]
    NotARun {
        /// The folder.
        path: PathBuf,
    },
    /// A folder in which no run was planned.
    #[error("{}: no sweep was planned there; `ambidex sweep plan` does it", .path.display())]
    NotPlanned {
        /// The folder.
        path: PathBuf,
    },
    /// Another build of the program planned the run.
    #[error("{}: was planned by another build of the program; all machines need the same", .path.display())]
    OtherBuild {
        /// The folder.
        path: PathBuf,
    },
    /// Some shards are not there.
    #[error(
        "{missing} of {total} shards are missing, the first of them {first}; \
         `ambidex sweep run-shard` makes them"
    )]
    Missing {
        /// How many.
        missing: usize,
        /// Shards in all.
        total: usize,
        /// Number of the first.
        first: u32,
    },
    /// A shard failed too often.
    #[error(
        "shard {shard} failed {attempts} times, at last with: {message}; \
         what has been put right is tried again with --retry"
    )]
    GivenUp {
        /// Number of the shard.
        shard: u32,
        /// How often.
        attempts: u32,
        /// Its own error, the last time.
        message: String,
    },
    /// A shard that the plan does not have.
    #[error("shard {shard}: the plan has shards 0 to {last}")]
    NoShard {
        /// Number asked for.
        shard: u32,
        /// Last number of the plan.
        last: u32,
    },
    /// A file could not be read or written.
    #[error("{}: {source}; {}", .path.display(), remedy(source))]
    Io {
        /// File.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// A table could not be written or read.
    #[error("{}: {message}; remove the file and give the same command again", .path.display())]
    Table {
        /// File.
        path: PathBuf,
        /// What was wrong.
        message: String,
    },
    /// A manifest or summary could not be read.
    #[error("{}: {source}; is it a run directory of this version?", .path.display())]
    Json {
        /// File.
        path: PathBuf,
        /// What was wrong.
        source: serde_json::Error,
    },
    /// A file holds another number of rows than was written.
    #[error("{}: holds {found} rows, expected {expected}; remove the folder and run again", .path.display())]
    Rows {
        /// File.
        path: PathBuf,
        /// Rows found.
        found: u64,
        /// Rows expected.
        expected: u64,
    },
    /// What came out cannot be analysed.
    #[error("{what}: {problem}; the run is kept, and its points are in outcomes.parquet")]
    Analysis {
        /// Outcome, or what else was looked at.
        what: String,
        /// Why not.
        problem: ambidex_analysis::Problem,
    },
    /// The threads could not be started.
    #[error("cannot start {threads} threads: {message}; give fewer with --threads")]
    Threads {
        /// How many were wanted.
        threads: usize,
        /// The system's reason.
        message: String,
    },
}

fn remedy(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
            "make room on the disk, then give the same command again: it goes on from what is done"
        }
        std::io::ErrorKind::PermissionDenied => "give a folder that can be written with --out",
        _ => "what is done is kept; the same command goes on from there",
    }
}

impl RunError {
    /// An error of the file system at a path.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// An error of a table at a path; a full disk inside it stays recognisable.
    pub fn table(path: &Path, error: parquet::errors::ParquetError) -> Self {
        let path = path.to_owned();
        match error {
            parquet::errors::ParquetError::External(inner) => match inner.downcast::<std::io::Error>() {
                Ok(source) => Self::Io { path, source: *source },
                Err(other) => Self::Table { path, message: other.to_string() },
            },
            other => Self::Table { path, message: other.to_string() },
        }
    }

    /// An error of a table's contents at a path.
    pub fn arrow(path: &Path, error: arrow::error::ArrowError) -> Self {
        match error {
            arrow::error::ArrowError::IoError(_, source) => Self::Io { path: path.to_owned(), source },
            other => Self::Table { path: path.to_owned(), message: other.to_string() },
        }
    }
}
