//! The run directory of an experiment and the words of its report.

use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;

use crate::catalogue::{Catalogue, Lang};
use crate::run::{Parts, Text};
use crate::{ReportError, file_error};

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

    /// A unit in the language of the report.
    pub fn unit(&self, unit: &str) -> String {
        self.word("unit", unit)
    }

    /// A name with its unit in square brackets, where it has one.
    pub fn with_unit(&self, name: &str, unit: &str) -> String {
        if unit.is_empty() || unit == "1" { name.to_owned() } else { format!("{name} [{}]", self.unit(unit)) }
    }

    /// Items joined as in prose.
    pub fn join(&self, items: &[String]) -> String {
        items.join(&self.t("number.comma", &[]))
    }

    /// Heads of columns by their keys.
    pub fn heads(&self, keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| self.t(&format!("column.{key}"), &[])).collect()
    }

    /// Title of the experiment, its name where it has none.
    pub fn title(&self) -> String {
        let title = self.manifest.value("about").and_then(|about| about.get("title"));
        let title: Text =
            title.and_then(|text| serde_json::from_value(text.clone()).ok()).unwrap_or_default();
        title.or(self.lang, &self.manifest.words("name").unwrap_or_default()).to_owned()
    }
}
