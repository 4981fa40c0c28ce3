//! An experiment as far as its file could be read, so that all else in it can be checked before anything is refused.

use std::path::Path;

use ambidex_core::Problem;
use ambidex_race::scenario::fields::join;

use super::check::{Checked, checked};
use super::{EXPERIMENT, Experiment, File};
use crate::document::{Built, Document, overlaps};
use crate::mistake::{Mistake, ScenarioError};

/// An experiment with everything that is wrong in its file so far.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The experiment, with stand-ins in the place of what is wrong.
    pub experiment: Experiment,
    /// What should vary, and cannot as it is written.
    pub unsettled: Vec<Unsettled>,
    mistakes: Vec<Mistake>,
    wrong: Vec<String>,
}

/// A lever or an uncertainty whose values or path are wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsettled {
    /// Path of the setting; empty where that is what is wrong.
    pub path: String,
    /// Its own path in the file, e.g. `lever[0]`.
    pub at: String,
    /// Values that it names, each with its own path in the file.
    pub named: Vec<(String, String)>,
}

impl Draft {
    /// Opens an experiment file, with edits (path in the file, value) laid over it; fails where it cannot be read at all.
    pub fn open(path: &Path, sets: &[(String, String)]) -> Result<Self, ScenarioError> {
        let mut document = Document::parse(&path.display().to_string(), &crate::file::read(path)?)?;
        document.set_all(sets);
        Self::read(document, path.parent().unwrap_or(Path::new("")))
    }

    /// Reads a document; paths of files in it are meant from `folder`.
    pub fn read(document: Document, folder: &Path) -> Result<Self, ScenarioError> {
        let Built { value, mut mistakes, wrong } = document.built::<File>(&EXPERIMENT);
        let Some(file) = value else { return Err(document.error(mistakes)) };
        let Checked { experiment, unsettled, problems } = checked(file, &wrong);
        mistakes.extend(problems.into_iter().map(|problem| at(&document, problem)));
        Ok(Self { experiment: experiment.with(document, folder), unsettled, mistakes, wrong })
    }

    /// The experiment, where nothing is wrong in its file.
    pub fn finished(self) -> Result<Experiment, ScenarioError> {
        self.judged(Vec::new(), Vec::new())?;
        Ok(self.experiment)
    }

    /// Whether nothing that is wrong stands at, above or below one of some paths.
    pub fn is_settled(&self, paths: &[&str]) -> bool {
        !paths.iter().any(|path| overlaps(path, &self.wrong))
    }

    /// Path in the file of a setting under `[set]`, which may be written as one key or as several.
    pub fn path_of_set(&self, path: &str) -> String {
        let dotted = format!("set.{path}");
        let found = self.experiment.document.source_of(&dotted).is_some();
        if found { dotted } else { join("set", path) }
    }

    /// Fails where anything is wrong: in the file, with its target (paths of the problems are paths in the file), or in
    /// other files that it names.
    pub fn judged(&self, problems: Vec<Problem>, others: Vec<Mistake>) -> Result<(), ScenarioError> {
        let document = &self.experiment.document;
        let mut all = self.mistakes.clone();
        let found = problems.into_iter().map(|problem| at(document, problem));
        all.extend(found.filter(|mistake| !document.is_replaced(mistake)));
        let mut error = document.error(all);
        error.mistakes.extend(others);
        if error.mistakes.is_empty() { Ok(()) } else { Err(error) }
    }
}

impl From<Experiment> for Draft {
    fn from(experiment: Experiment) -> Self {
        Self { experiment, unsettled: Vec::new(), mistakes: Vec::new(), wrong: Vec::new() }
    }
}

/// A problem at the place of its path in the file.
fn at(document: &Document, problem: Problem) -> Mistake {
    let place = document.locate(&problem.path);
    document.mistake(problem, place)
}
