//! What a model reports: columns with units, rows of numbers.

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A level at the end of the period.
    Level,
    /// A flow within the period.
    Flow,
    /// A sum since the start.
    Total,
}

/// One observable: declared once, used by the recorder, the files, the report and the documentation.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Column {
    /// Name of the column.
    pub name: std::borrow::Cow<'static, str>,
    /// Unit, e.g. `points`, `share`, `persons`, `weeks`.
    pub unit: &'static str,
    /// Level, flow or total.
    pub kind: Kind,
    /// What it means, in a sentence.
    pub meaning: std::borrow::Cow<'static, str>,
}

impl Column {
    /// A column with a fixed name.
    pub const fn fixed(name: &'static str, unit: &'static str, kind: Kind, meaning: &'static str) -> Self {
        Self {
            name: std::borrow::Cow::Borrowed(name),
            unit,
            kind,
            meaning: std::borrow::Cow::Borrowed(meaning),
        }
    }
}

/// One row of observations, in the order of the model's columns.
pub type Row = Vec<f32>;
