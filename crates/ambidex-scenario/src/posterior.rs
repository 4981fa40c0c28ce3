//! Posterior samples that ship with cases: a case's scenario at every draw, with edits laid over it.

use std::num::NonZeroU32;

use crate::cases::Case;
use crate::document::Document;
use crate::mistake::ScenarioError;

/// Name of the file within a case.
pub const FILE: &str = "posterior.csv";

/// A case's scenario at every draw of its posterior. Fitted values come first, the draw is laid over them, edits over
/// both: a path that was set stays as it was set, whatever the draw.
#[derive(Clone, Debug)]
pub struct Drawn {
    base: Document,
    paths: Vec<String>,
    draws: Vec<Vec<String>>,
    count: NonZeroU32,
    edits: Vec<(String, String)>,
}

impl Case {
    /// The scenario at the draws of the posterior that ships with the case, with edits (path, value) laid over it; none
    /// of a case that ships no posterior.
    pub fn drawn(&self, edits: &[(String, String)]) -> Result<Option<Drawn>, ScenarioError> {
        let Some(text) = self.posterior else { return Ok(None) };
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let head = reader.headers().map_err(|error| self.broken(&error))?;
        let paths: Vec<String> = head.iter().map(str::to_owned).collect();
        let draws: Vec<Vec<String>> =
            reader.deserialize().collect::<Result<_, _>>().map_err(|error| self.broken(&error))?;
        let count = u32::try_from(draws.len()).ok().and_then(NonZeroU32::new);
        let count = count.ok_or_else(|| self.broken(&std::io::Error::other("a posterior without draws")))?;
        Ok(Some(Drawn { base: self.document()?, paths, draws, count, edits: edits.to_vec() }))
    }
}

impl Drawn {
    /// Number of draws.
    pub fn draws(&self) -> NonZeroU32 {
        self.count
    }

    /// Paths that are drawn.
    pub fn paths(&self) -> &[String] {
        &self.paths
    }

    /// The scenario at draw `draw mod n`, not yet checked.
    pub fn document(&self, draw: u32) -> Document {
        let mut document = self.base.clone();
        for (path, value) in self.paths.iter().zip(&self.draws[(draw % self.count) as usize]) {
            document.set(FILE, path, value);
        }
        document.set_all(&self.edits);
        document
    }

    /// Paths whose value in such a document is not the draw's, since something was laid over it.
    pub fn fixed(&self, document: &Document) -> Vec<String> {
        let drawn = |path: &&String| document.source_of(path) == Some(FILE);
        self.paths.iter().filter(|path| !drawn(path)).cloned().collect()
    }
}
