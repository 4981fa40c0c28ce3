//! What varied: names, roles and ranges of the inputs.

use serde::Deserialize;
use serde_json::Value;

use super::numbers::setting;
use super::source::Source;

/// An input, as the run describes it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Input {
    /// Path.
    pub path: String,
    /// Unit.
    pub unit: String,
    /// `lever` or `uncertainty`.
    pub role: String,
    /// Law of its value, by its name.
    pub law: Value,
    /// How many values a grid takes of its range.
    pub levels: Option<u32>,
    /// Its values, where it has some.
    pub values: Option<Vec<String>>,
}

impl Input {
    /// Name of the law and its numbers.
    fn law(&self) -> Option<(&str, &Value)> {
        let (name, numbers) = self.law.as_object()?.iter().next()?;
        Some((name, numbers))
    }

    /// Ends of the range; none of one with values.
    pub fn range(&self) -> Option<(f64, f64)> {
        let (_, numbers) = self.law()?;
        Some((numbers.get("low")?.as_f64()?, numbers.get("high")?.as_f64()?))
    }

    /// Share of the range's width below a value, of its logarithm where that is even.
    pub fn place(&self, value: f64) -> Option<f64> {
        let (low, high) = self.range()?;
        let is_even_in_logarithm = self.law().is_some_and(|(name, _)| name == "log-uniform");
        let scale = |x: f64| if is_even_in_logarithm { ambidex_core::maths::log10(x) } else { x };
        Some((scale(value) - scale(low)) / (scale(high) - scale(low)))
    }

    /// Its values or the ends of its range, in words.
    fn values(&self, source: &Source) -> String {
        if let Some(values) = &self.values {
            return source.join(&values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>());
        }
        let Some((low, high)) = self.range() else { return super::numbers::NONE.to_owned() };
        let (low, high) = (setting(low), setting(high));
        source.t("inputs.range", &[("low", &low), ("high", &high)])
    }

    /// How values are distributed over the range, in words.
    fn distribution(&self, source: &Source) -> String {
        if let Some(levels) = self.levels {
            return source.t("inputs.levels", &[("levels", &levels.to_string())]);
        }
        let Some((name, numbers)) = self.law().filter(|_| self.values.is_none()) else {
            return source.t("inputs.listed", &[]);
        };
        let number = |key: &str| numbers.get(key).and_then(Value::as_f64).map_or(String::new(), setting);
        let (mean, sd, mode) = (number("mean"), number("sd"), number("mode"));
        let key = format!("law.{name}");
        source.t(&key, &[("mean", &mean), ("sd", &sd), ("mode", &mode)])
    }

    fn row(&self, source: &Source) -> Vec<String> {
        let known = !self.role.is_empty();
        let role = if known { source.word("role", &self.role) } else { super::numbers::NONE.to_owned() };
        let unit = source.shown_unit(&self.unit);
        vec![format!("`{}`", self.path), role, self.values(source), self.distribution(source), unit]
    }
}

/// Inputs with the roles that the manifest gives them.
pub fn with_roles(source: &Source, mut inputs: Vec<Input>) -> Vec<Input> {
    let known = factors(source);
    for input in &mut inputs {
        if let Some(one) = known.iter().find(|one| one.path == input.path) {
            input.role.clone_from(&one.role);
        }
    }
    inputs
}

/// What varied, as the manifest says; its levers alone where it is of an older run.
pub fn factors(source: &Source) -> Vec<Input> {
    let about = source.manifest.value("about").and_then(|about| about.get("factors"));
    let found = about.and_then(|factors| serde_json::from_value(factors.clone()).ok());
    found.unwrap_or_else(|| source.manifest.part("levers").unwrap_or_default())
}

/// Heads and rows of the table of inputs.
pub fn table(source: &Source, inputs: &[Input]) -> (Vec<String>, Vec<Vec<String>>) {
    let heads = source.heads(&["input", "role", "values", "distribution", "unit"]);
    (heads, inputs.iter().map(|input| input.row(source)).collect())
}

/// A path without the word that most paths of a scenario begin with.
pub fn short(path: &str) -> &str {
    path.strip_prefix("parameters.").unwrap_or(path)
}
