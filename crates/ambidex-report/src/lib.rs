//! The report on a run: one HTML file that opens from disk with no network, the same in Markdown, and the figures as
//! files. It reads the run directory and nothing else, and states nothing that the run does not hold: a part of which
//! the run holds no data is replaced by a sentence that says so.
//!
//! Each section of a run's report is a file under `sections/`, the report on each kind of experiment a file under
//! `experiments/`; each kind of figure a file under `svg/`; all words stand in `catalogue/`.

use std::path::{Path, PathBuf};

mod catalogue;
mod context;
mod document;
mod experiments;
mod fans;
mod page;
mod read;
pub mod replications;
mod run;
mod sections;
mod svg;

pub use catalogue::Lang;

/// Why no report could be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReportError {
    /// The folder holds no run.
    #[error("{}: no manifest.json in it: give the folder that a command of ambidex wrote", dir.display())]
    NoRun {
        /// Folder.
        dir: PathBuf,
    },
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    File {
        /// File.
        path: PathBuf,
        /// Cause.
        source: std::io::Error,
    },
    /// A JSON file is not what it should be.
    #[error("{}: {reason}: run the scenario again to write it anew", path.display())]
    Json {
        /// File.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Results of replications are not what they should be.
    #[error("{}: {reason}: run `ambidex replicate` again to write it anew", path.display())]
    Results {
        /// File.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// Results of claims are not what they should be.
    #[error("{}: {reason}: run `ambidex claims` again to write it anew", path.display())]
    Claims {
        /// File.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A table is not what it should be.
    #[error("{}: {reason}: run the scenario again to write it anew", path.display())]
    Table {
        /// File.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// The page could not be put together.
    #[error("template.html: {0}")]
    Page(#[from] minijinja::Error),
}

/// Names a file in what went wrong with it.
fn file_error(path: &Path) -> impl FnOnce(std::io::Error) -> ReportError {
    let path = path.to_owned();
    move |source| ReportError::File { path, source }
}

/// Writes `report.html` and `report.md` (in Chinese `report.zh.html` and `report.zh.md`), with the figures under
/// `figures/`, and returns the path of the page. Files are written beside their place and then renamed.
///
/// # Errors
/// Where the folder holds no run, one of its files is broken, or a file cannot be written.
pub fn write(run_dir: &Path, lang: Lang) -> Result<PathBuf, ReportError> {
    let document = match experiments::Kind::of(run_dir)? {
        Some(kind) => kind.document(run_dir, lang)?,
        None => sections::document(&context::Context::read(run_dir, lang)?)?,
    };
    let ending = lang.ending();
    document.write_figures(run_dir, ending)?;
    replace(&run_dir.join(format!("report{ending}.md")), &document.markdown(ending))?;
    let path = run_dir.join(format!("report{ending}.html"));
    let contents = catalogue::Catalogue::new(lang).fill("page.contents", &[]);
    replace(&path, &page::html(&document, lang.code(), &contents)?)?;
    Ok(path)
}

/// Writes a file beside its place, then renames it, so that nobody ever reads half of it.
fn replace(path: &Path, text: &str) -> Result<(), ReportError> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    std::fs::write(&beside, text).map_err(file_error(&beside))?;
    std::fs::rename(&beside, path).map_err(file_error(path))
}
