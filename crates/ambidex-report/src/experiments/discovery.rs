//! The report on a run of `ambidex discovery`.

use super::Source;
use crate::ReportError;
use crate::document::Document;

/// What the analysis wrote.
pub const FILE: &str = "discovery.json";

/// The report.
pub fn document(source: &Source) -> Result<Document, ReportError> {
    Ok(Document { title: source.title(), subtitle: String::new(), sections: vec![] })
}
