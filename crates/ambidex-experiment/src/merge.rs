//! Joins the shards of a table in order: compressed bytes are copied, a row group a shard.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use parquet::column::writer::ColumnCloseResult;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader, RowGroupMetaData};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use sha2::{Digest, Sha256};

use crate::error::RunError;
use crate::study::hex;

/// A finished file of a run.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Written {
    /// Rows that the worlds gave.
    pub expected_rows: u64,
    /// Rows in the file.
    pub written_rows: u64,
    /// Size [bytes].
    pub bytes: u64,
    /// SHA-256, hexadecimal.
    pub sha256: String,
}

/// Joins shards into one file by a temporary name and a rename. `expected` is the number of rows where it is known
/// beforehand; where not, the sum over the shards stands for it.
pub fn merge(shards: &[PathBuf], to: &Path, expected: Option<u64>) -> Result<Written, RunError> {
    let temporary = to.with_extension("tmp");
    let sum = join(shards, &temporary)?;
    let written = rows(&temporary)?;
    let expected = expected.unwrap_or(sum);
    if written != expected {
        return Err(RunError::Rows { path: to.to_owned(), found: written, expected });
    }
    let (bytes, sha256) = digest(&temporary)?;
    std::fs::rename(&temporary, to).map_err(RunError::io(to))?;
    Ok(Written { expected_rows: expected, written_rows: written, bytes, sha256 })
}

fn join(shards: &[PathBuf], to: &Path) -> Result<u64, RunError> {
    let first =
        shards.first().ok_or_else(|| RunError::Table { path: to.to_owned(), message: "no shard".into() })?;
    let (_, metadata) = open(first)?;
    let failed = |error| RunError::table(to, error);
    let file = File::create(to).map_err(RunError::io(to))?;
    let properties = WriterProperties::builder()
        .set_created_by(metadata.file_metadata().created_by().unwrap_or_default().to_owned())
        .set_key_value_metadata(metadata.file_metadata().key_value_metadata().cloned())
        .build();
    let schema = metadata.file_metadata().schema_descr().root_schema_ptr();
    let mut writer = SerializedFileWriter::new(&file, schema, Arc::new(properties)).map_err(failed)?;
    let mut sum = 0;
    for shard in shards {
        let (input, metadata) = open(shard)?;
        for group in metadata.row_groups() {
            sum += group.num_rows() as u64;
            append(writer.next_row_group().map_err(failed)?, &input, group).map_err(failed)?;
        }
    }
    writer.close().map_err(failed)?;
    file.sync_all().map_err(RunError::io(to))?;
    Ok(sum)
}

fn append(
    mut to: SerializedRowGroupWriter<'_, &File>,
    input: &File,
    group: &RowGroupMetaData,
) -> parquet::errors::Result<()> {
    for column in group.columns() {
        let close = ColumnCloseResult {
            bytes_written: column.compressed_size() as u64,
            rows_written: group.num_rows() as u64,
            metadata: column.clone(),
            bloom_filter: None,
            column_index: None,
            offset_index: None,
        };
        to.append_column(input, close)?;
    }
    to.close().map(|_| ())
}

fn open(path: &Path) -> Result<(File, ParquetMetaData), RunError> {
    let file = File::open(path).map_err(RunError::io(path))?;
    let metadata =
        ParquetMetaDataReader::new().parse_and_finish(&file).map_err(|error| RunError::table(path, error))?;
    Ok((file, metadata))
}

/// Rows of a file, by its footer.
pub fn rows(path: &Path) -> Result<u64, RunError> {
    open(path).map(|(_, metadata)| metadata.file_metadata().num_rows() as u64)
}

/// Size and SHA-256 of a file.
pub fn digest(path: &Path) -> Result<(u64, String), RunError> {
    let mut file = File::open(path).map_err(RunError::io(path))?;
    let (mut hash, mut size, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let n = file.read(&mut buffer).map_err(RunError::io(path))?;
        if n == 0 {
            return Ok((size, hex(&hash.finalize())));
        }
        hash.update(&buffer[..n]);
        size += n as u64;
    }
}
