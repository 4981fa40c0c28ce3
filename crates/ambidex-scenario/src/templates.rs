//! Templates: complete, commented scenarios to start from.

use crate::{Document, ScenarioError};

/// A scenario to start from.
#[derive(Clone, Copy, Debug)]
pub struct Template {
    /// Name on the command line.
    pub name: &'static str,
    /// What it is, in a line.
    pub about: &'static str,
    /// The file.
    pub text: &'static str,
}

macro_rules! template {
    ($name:literal, $about:literal) => {
        Template {
            name: $name,
            about: $about,
            text: include_str!(concat!("../../../cases/templates/", $name, ".toml")),
        }
    };
}

/// All templates.
pub static TEMPLATES: &[Template] = &[
    template!("two-track", "research and product apart; the balance tilts towards product half-way"),
    template!("product-led", "a large product unit, a small research unit below it"),
    template!("research-led", "a large research unit with open papers, far ties and soft deadlines"),
    template!("centralised", "an elite team above everyone else, lay-offs, papers held back"),
    template!("small-efficient", "one flat team with a tenth of the compute against two large labs"),
];

impl Template {
    /// The template of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        TEMPLATES.iter().find(|template| template.name == name)
    }

    /// The file, with the scenario named `name`.
    pub fn named_text(&self, name: &str) -> Result<String, ScenarioError> {
        let old = format!("name = \"{}\"\n", self.name);
        let file = format!("{}.toml", self.name);
        let text = self
            .text
            .replacen(&old, &format!("name = {name:?}\n"), 1)
            .replace(&file, &format!("{name}.toml"));
        Document::parse(name, &text)?.scenario()?;
        Ok(text)
    }
}
