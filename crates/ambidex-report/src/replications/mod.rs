//! Known numbers beside ours: the page, the text for a terminal and the summary in Markdown, all from the content of
//! `replications.json` and nothing else.

use std::path::{Path, PathBuf};

use crate::{ReportError, file_error, page, replace};

mod curves;
mod markdown;
mod numbers;
mod read;
mod sections;
mod table;
mod text;

pub use markdown::markdown;
pub use read::Results;
pub use text::text;

/// Name of the page.
pub const PAGE: &str = "replications.html";

/// Writes the page on results into a folder, beside its place and then renamed, and returns its path.
///
/// # Errors
/// Where the file cannot be written.
pub fn write(results: &Results, folder: &Path) -> Result<PathBuf, ReportError> {
    let path = folder.join(PAGE);
    replace(&path, &page::html(&sections::document(results), "en", "Contents")?)?;
    Ok(path)
}

/// Reads results.
///
/// # Errors
/// Where the file cannot be read or is no `replications.json`.
pub fn read(path: &Path) -> Result<Results, ReportError> {
    let text = std::fs::read_to_string(path).map_err(file_error(path))?;
    serde_json::from_str(&text)
        .map_err(|error| ReportError::Results { path: path.to_owned(), reason: error.to_string() })
}

/// Writes the summary in Markdown to a file, beside its place and then renamed.
///
/// # Errors
/// Where the file cannot be written.
pub fn write_markdown(results: &Results, path: &Path) -> Result<(), ReportError> {
    replace(path, &markdown(results))
}
