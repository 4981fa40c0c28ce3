//! From TOML to a checked scenario.
//!
//! [`document`] reads text into a tree that remembers where each value stands, also where a line of it is no TOML; [`path`] edits it (`--set`), [`walk`]
//! checks it against the table of keys, [`mistake`] underlines what is wrong; [`cases`], [`templates`] and
//! [`counterfactual`] hold what is shipped, [`posterior`] lays its draws over a case, [`experiment`] reads files that vary a scenario or a model, [`schema`] writes the JSON schema for editors.

pub mod cases;
pub mod counterfactual;
mod date;
pub mod document;
pub mod experiment;
pub mod file;
mod identical_mixes;
mod identical_organisations;
mod mend;
pub mod mistake;
pub mod path;
pub mod posterior;
pub mod schema;
pub mod templates;
mod walk;

pub use ambidex_race::scenario::Scenario;
pub use cases::{CASES, Case, Observation};
pub use counterfactual::{Counterfactual, apply};
pub use document::Document;
pub use experiment::Experiment;
pub use file::open;
pub use mistake::{Mistake, ScenarioError};
pub use posterior::Drawn;
pub use templates::{TEMPLATES, Template};

/// Reads a scenario from text, with edits as after `--set` (path, value) laid over it.
pub fn load(source_name: &str, text: &str, sets: &[(String, String)]) -> Result<Scenario, ScenarioError> {
    let mut document = Document::parse(source_name, text)?;
    document.set_all(sets);
    document.scenario()
}
