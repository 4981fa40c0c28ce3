//! The run directory of an experiment and the words of its report.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::catalogue::{Catalogue, Lang};
use crate::run::{Parts, Text};
use crate::{ReportError, file_error};

/// An outcome as the manifest declares it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Declared {
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
    /// Meaning.
    pub meaning: String,
}

/// A run directory, its manifest, and the words.
pub struct Source {
    /// The folder.
    pub dir: PathBuf,
    /// Language.
    pub lang: Lang,
    /// What the run says of itself.
    pub manifest: Parts,
    catalogue: Catalogue,
}

impl Source {
    /// Reads the manifest of a folder; an empty one where there is none.
    ///
    /// # Errors
    /// Where it is broken.
    pub fn read(dir: &Path, lang: Lang) -> Result<Self, ReportError> {
        let manifest = Parts::read(&dir.join("manifest.json"))?.unwrap_or_default();
        Ok(Self { dir: dir.to_owned(), lang, manifest, catalogue: Catalogue::new(lang) })
    }

    /// A JSON file of the folder in a given form; none where there is no such file.
    ///
    /// # Errors
    /// Where it has another form.
    pub fn json<T: DeserializeOwned>(&self, file: &str) -> Result<Option<T>, ReportError> {
        let path = self.dir.join(file);
        if !path.exists() {
            return Ok(None);
        }
        let text = std::fs::read_to_string(&path).map_err(file_error(&path))?;
        let found = serde_json::from_str(&text);
        found.map(Some).map_err(|error| ReportError::Json { path, reason: error.to_string() })
    }

    /// A text of the catalogue with its places filled.
    pub fn t(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.catalogue.fill(key, values)
    }

    /// The catalogue's word for an entry of a family, e.g. `unit.weeks`; the entry itself where it has none.
    pub fn word(&self, family: &str, entry: &str) -> String {
        let key = format!("{family}.{entry}");
        if self.catalogue.has(&key) { self.t(&key, &[]) } else { entry.to_owned() }
    }

    /// The same, something else where the catalogue has no word.
    pub fn word_or(&self, family: &str, entry: &str, other: &str) -> String {
        let key = format!("{family}.{entry}");
        if self.catalogue.has(&key) { self.t(&key, &[]) } else { other.to_owned() }
    }

    /// A unit in the language of the report.
    pub fn unit(&self, unit: &str) -> String {
        self.word("unit", unit)
    }

    /// A unit in the language of the report; a dash where a quantity has none.
    pub fn shown_unit(&self, unit: &str) -> String {
        if unit.is_empty() || unit == "1" { super::numbers::NONE.to_owned() } else { self.unit(unit) }
    }

    /// A name with its unit in square brackets, where it has one.
    pub fn with_unit(&self, name: &str, unit: &str) -> String {
        if unit.is_empty() || unit == "1" { name.to_owned() } else { format!("{name} [{}]", self.unit(unit)) }
    }

    /// A share in per cent.
    pub fn percent(&self, share: f64, digits: usize) -> String {
        crate::svg::axes::number(100.0 * share, digits) + "\u{a0}%"
    }

    /// Items joined as in prose.
    pub fn join(&self, items: &[String]) -> String {
        items.join(&self.t("number.comma", &[]))
    }

    /// Heads of columns by their keys.
    pub fn heads(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.t(&format!("column.{key}"), &[])).collect()
    }

    /// Unit and meaning of an outcome, as the manifest declares it.
    pub fn outcome(&self, name: &str) -> Option<Declared> {
        let all: Vec<Declared> = self.manifest.part("outcomes").unwrap_or_default();
        all.into_iter().find(|outcome| outcome.name == name)
    }

    /// What an outcome is, in a sentence; none where neither the catalogue nor the manifest says it.
    pub fn meaning(&self, name: &str) -> Option<String> {
        let declared = self.outcome(name).map_or_else(String::new, |outcome| outcome.meaning);
        let meaning = self.word_or("outcome", name, &declared);
        let values = [("outcome", name), ("meaning", meaning.as_str())];
        (!meaning.is_empty()).then(|| self.t("outcomes.meaning", &values))
    }

    /// Title of the experiment, its name where it has none.
    pub fn title(&self) -> String {
        let title = self.manifest.value("about").and_then(|about| about.get("title"));
        let title: Text =
            title.and_then(|text| serde_json::from_value(text.clone()).ok()).unwrap_or_default();
        title.or(self.lang, &self.manifest.words("name").unwrap_or_default()).to_owned()
    }
}
