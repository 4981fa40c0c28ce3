//! The report on a run of `ambidex sweep`.

use super::Source;
use crate::ReportError;
use crate::document::Document;

/// The report.
pub fn document(source: &Source) -> Result<Document, ReportError> {
    Ok(Document { title: source.title(), subtitle: String::new(), sections: vec![] })
}
