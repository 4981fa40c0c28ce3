//! Cases.

use crate::{Document, ScenarioError};

/// A case.
pub struct Case {
    /// Name.
    pub name: &'static str,
    /// Text.
    pub scenario: &'static str,
}

/// Cases.
pub const CASES: &[Case] = &[];

impl Case {
    /// Document.
    pub fn document(&self) -> Result<Document, ScenarioError> {
        Document::parse(self.name, self.scenario)
    }
}
