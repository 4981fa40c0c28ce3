//! Reports on the runs of experiments: `claims`, `calibrate`, `sweep`, `sensitivity` and `discover`. Which of them a run directory holds is told
//! by its files; a study of points that was not analysed further is a sweep.

use std::path::Path;

use crate::ReportError;
use crate::catalogue::Lang;
use crate::document::Document;
use crate::run::Parts;

mod calibration;
mod cautions;
mod claims;
mod discovery;
mod inputs;
mod numbers;
mod run_facts;
mod sensitivity;
mod source;
mod sweep;

use source::Source;

/// A kind of run other than that of a case or a scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `ambidex claims`.
    Claims,
    /// `ambidex calibrate`.
    Calibration,
    /// `ambidex sensitivity`.
    Sensitivity,
    /// `ambidex discover`.
    Discovery,
    /// `ambidex sweep`, or a model of the catalogue run alone.
    Sweep,
}

impl Kind {
    /// The kind of run in a folder; none where it is the run of a case or a scenario, or no run at all.
    ///
    /// # Errors
    /// Where the manifest cannot be read.
    pub fn of(dir: &Path) -> Result<Option<Self>, ReportError> {
        let has = |file: &str| dir.join(file).is_file();
        if has(claims::FILE) {
            return Ok(Some(Self::Claims));
        }
        let manifest = Parts::read(&dir.join("manifest.json"))?;
        let kind = manifest.and_then(|manifest| manifest.words("kind"));
        Ok(match kind.as_deref() {
            Some("calibration") => Some(Self::Calibration),
            Some("points") if has(sensitivity::FILE) => Some(Self::Sensitivity),
            Some("points") if has(discovery::FILE) => Some(Self::Discovery),
            Some("points") => Some(Self::Sweep),
            _ => None,
        })
    }

    /// The report on a run of this kind.
    ///
    /// # Errors
    /// Where a file of the run is broken.
    pub fn document(self, dir: &Path, lang: Lang) -> Result<Document, ReportError> {
        let source = Source::read(dir, lang)?;
        match self {
            Self::Claims => claims::document(&source),
            Self::Calibration => calibration::document(&source),
            Self::Sensitivity => sensitivity::document(&source),
            Self::Discovery => discovery::document(&source),
            Self::Sweep => sweep::document(&source),
        }
    }
}
