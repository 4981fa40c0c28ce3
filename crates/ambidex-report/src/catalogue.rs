//! The words of the report in English and Chinese: flat tables of texts with `{name}` for what is filled in.

use std::collections::BTreeMap;

/// Language of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

impl Lang {
    /// What the file names carry between stem and extension.
    pub fn ending(self) -> &'static str {
        match self {
            Lang::En => "",
            Lang::Zh => ".zh",
        }
    }

    /// Code of the language for the page.
    pub fn code(self) -> &'static str {
        match self {
            Lang::En => "en",
            Lang::Zh => "zh-Hans",
        }
    }

    fn sources(self) -> [&'static str; 4] {
        match self {
            Lang::En => [
                include_str!("catalogue/en.toml"),
                include_str!("catalogue/experiments.en.toml"),
                include_str!("catalogue/claims.en.toml"),
                include_str!("catalogue/calibration.en.toml"),
            ],
            Lang::Zh => [
                include_str!("catalogue/zh.toml"),
                include_str!("catalogue/experiments.zh.toml"),
                include_str!("catalogue/claims.zh.toml"),
                include_str!("catalogue/calibration.zh.toml"),
            ],
        }
    }
}

/// Texts by key.
pub struct Catalogue(BTreeMap<String, String>);

impl Catalogue {
    /// The catalogue of a language.
    pub fn new(lang: Lang) -> Self {
        let texts = |source: &str| -> BTreeMap<String, String> {
            toml::from_str(source).expect("the catalogue is part of the program and its test reads it")
        };
        Self(lang.sources().into_iter().flat_map(texts).collect())
    }

    /// A text with its places filled; the key itself where there is no such text.
    pub fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        let text = self.0.get(key).map_or(key, String::as_str).to_owned();
        values.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// Whether there is such a text.
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    /// Beginnings of keys that are put together from what a run holds.
    const GIVEN: [&str; 28] = [
        "unit.",
        "kind.",
        "set.",
        "fit.short.",
        "outcome.",
        "change.",
        "fitted.",
        "judged.",
        "sort.",
        "group.",
        "measure.",
        "value.",
        "reason.",
        "part.",
        "arm.",
        "gate.",
        "rule.",
        "head.",
        "end.",
        "method.",
        "trend.",
        "model.",
        "role.",
        "law.",
        "design.",
        "agreement.",
        "factor.",
        "sensitivity.method.",
    ];

    /// Files of a folder and of the folders in it.
    fn below(folder: &Path) -> Vec<PathBuf> {
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
    }

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split('}').next()).collect()
    }

    #[test]
    fn both_languages_have_the_same_keys_and_places() {
        let (en, zh) = (Catalogue::new(Lang::En).0, Catalogue::new(Lang::Zh).0);
        let keys = |catalogue: &BTreeMap<String, String>| catalogue.keys().cloned().collect::<BTreeSet<_>>();
        let difference: Vec<String> = keys(&en).symmetric_difference(&keys(&zh)).cloned().collect();
        assert!(difference.is_empty(), "in one language only: {difference:?}");
        for (key, text) in &en {
            assert_eq!(places(text), places(&zh[key]), "places of `{key}`");
            assert!(!zh[key].is_empty() && !text.is_empty(), "`{key}` is empty");
        }
    }

    #[test]
    fn every_text_is_used_and_every_key_in_the_code_exists() {
        let folders = ["sections", "experiments"];
        let files = folders.map(|folder| format!("{}/src/{folder}", env!("CARGO_MANIFEST_DIR")));
        let code: String = files
            .iter()
            .flat_map(|folder| below(Path::new(folder)))
            .map(|file| std::fs::read_to_string(file).unwrap())
            .chain([
                include_str!("context.rs").into(),
                include_str!("lib.rs").into(),
                include_str!("document.rs").into(),
            ])
            .collect();
        let en = Catalogue::new(Lang::En).0;
        let last = |key: &str| key.rsplit('.').next().unwrap_or(key).to_owned();
        let used =
            |key: &str| code.contains(&format!("\"{key}\"")) || code.contains(&format!("\"{}\"", last(key)));
        let given = |key: &str| GIVEN.iter().any(|stem| key.starts_with(stem));
        let unused: Vec<&String> = en.keys().filter(|key| !used(key) && !given(key)).collect();
        assert!(unused.is_empty(), "texts that nothing uses: {unused:?}");
        let called = code.split("t(\"").skip(1).filter_map(|rest| rest.split('"').next());
        let unknown: Vec<&str> = called.filter(|key| key.contains('.') && !en.contains_key(*key)).collect();
        assert!(unknown.is_empty(), "keys without a text: {unknown:?}");
    }
}
