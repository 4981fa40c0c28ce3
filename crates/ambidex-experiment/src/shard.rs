//! A shard: a fixed number of worlds, written as four small files that are either there or not.

use std::fs::File;
use std::ops::Range;
use std::path::{Path, PathBuf};

use arrow::record_batch::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::file::properties::WriterProperties;

use crate::error::RunError;
use crate::study::SHARD;
use crate::tables::{Format, Row, TABLES, Table};

/// Some successive worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Number of the shard.
    pub index: u32,
    /// Worlds of the run.
    replicates: u32,
}

impl Shard {
    /// The shards of a number of worlds.
    pub fn all(replicates: u32) -> Vec<Self> {
        (0..replicates.div_ceil(SHARD)).map(|index| Self { index, replicates }).collect()
    }

    /// Its worlds.
    pub fn worlds(self) -> Range<u32> {
        self.index * SHARD..((self.index + 1) * SHARD).min(self.replicates)
    }

    /// File of one of its tables.
    pub fn file(self, folder: &Path, table: Table) -> PathBuf {
        folder.join(format!("{:06}.{}.parquet", self.index, table.name()))
    }

    /// Whether all of its files are there.
    pub fn is_done(self, folder: &Path) -> bool {
        TABLES.iter().all(|table| self.file(folder, *table).is_file())
    }

    /// Writes the worlds, each file under another name first and renamed when it is whole.
    pub fn write(self, folder: &Path, format: &Format, rows: &[Row]) -> Result<(), RunError> {
        for table in TABLES {
            let path = self.file(folder, table);
            let temporary = path.with_extension("tmp");
            write_table(&temporary, format, table, rows)?;
            std::fs::rename(&temporary, &path).map_err(RunError::io(&path))?;
        }
        Ok(())
    }
}

fn write_table(path: &Path, format: &Format, table: Table, rows: &[Row]) -> Result<(), RunError> {
    let batch = format.batch(table, rows).map_err(|error| RunError::arrow(path, error))?;
    let properties = format.properties(table).map_err(|error| RunError::table(path, error))?;
    write_batch(path, &batch, properties)
}

/// Writes a table of one row group.
pub(crate) fn write_batch(
    path: &Path,
    batch: &RecordBatch,
    properties: WriterProperties,
) -> Result<(), RunError> {
    let failed = |error| RunError::table(path, error);
    let file = File::create(path).map_err(RunError::io(path))?;
    let mut writer = ArrowWriter::try_new(&file, batch.schema(), Some(properties)).map_err(failed)?;
    writer.write(batch).map_err(failed)?;
    // Not `into_inner`, which turns a full disk into a sentence.
    writer.close().map_err(failed)?;
    file.sync_all().map_err(RunError::io(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn shards_hold_every_world_once(replicates in 0_u32..500) {
            let worlds: Vec<u32> = Shard::all(replicates).into_iter().flat_map(Shard::worlds).collect();
            prop_assert_eq!(worlds, (0..replicates).collect::<Vec<_>>());
        }
    }
}
