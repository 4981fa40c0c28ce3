//! Every key of a scenario file, declared once. The structural check, the JSON schema and the documentation all read
//! this table; a test proves that it agrees with the structs.

mod actions;
mod keys;

pub use actions::ACTIONS;
pub use keys::{COMPUTE, DOMAIN, INTERVENTION, LAB, MANAGER, PARADIGM, RELEASE, RULE, SCENARIO, UNIT};

/// What a key holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A number within a range.
    Number(Range),
    /// A whole number within a range.
    Whole(Range),
    /// Text of 1 to 200 characters.
    Text,
    /// A name that becomes part of column names: letters, digits, `_` and `-`, 40 at most.
    Name,
    /// Text for people: English alone, or `{ en = "...", zh = "..." }`.
    Title,
    /// One of some words.
    Choice(&'static [&'static str]),
    /// `true` or `false`.
    Bool,
    /// A date: year, month, day.
    Date,
    /// A table with keys of its own.
    Table(&'static Table),
    /// An array of tables.
    Tables(&'static Table),
    /// Numbers by domain name.
    ByDomain(Range),
    /// Exactly one key: what is done, with its own table.
    OneOf(&'static [Table]),
    /// `true` or `false` by mechanism name.
    Mechanisms,
    /// Numbers by mechanism and parameter name.
    Parameters,
    /// An array of texts.
    Texts,
    /// Values of any kind by path, as after `--set`.
    Edits,
    /// An array of numbers, texts, or `true` and `false`.
    Values,
}

/// Range of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// Smallest value.
    pub low: f64,
    /// Largest value.
    pub high: f64,
    /// Unit; `1` for a pure number.
    pub unit: &'static str,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Need {
    /// It must.
    Required,
    /// This value holds where it is not given (written as in TOML).
    Default(&'static str),
    /// It may be left out; the text says what holds then.
    Optional(&'static str),
}

/// A key.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Name in the file.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be there.
    pub need: Need,
    /// What it means.
    pub meaning: &'static str,
}

/// A table of keys.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// Name: of a `OneOf` table its key.
    pub name: &'static str,
    /// What it is.
    pub meaning: &'static str,
    /// Its keys.
    pub fields: &'static [Field],
}

impl Table {
    /// The key of this name.
    pub fn field(&self, name: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}

/// Path of a key within a table, quoted where it could not be written bare.
pub fn join(path: &str, key: &str) -> String {
    let bare = !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let dot = if path.is_empty() { "" } else { "." };
    if bare { format!("{path}{dot}{key}") } else { format!("{path}{dot}{key:?}") }
}

/// A key, declared.
pub const fn key(name: &'static str, kind: Kind, need: Need, meaning: &'static str) -> Field {
    Field { name, kind, need, meaning }
}

const fn number(name: &'static str, range: Range, need: Need, meaning: &'static str) -> Field {
    key(name, Kind::Number(range), need, meaning)
}

const fn range(low: f64, high: f64, unit: &'static str) -> Range {
    Range { low, high, unit }
}

/// Most entries that one array of tables may have.
pub const MOST_ENTRIES: usize = 1000;
/// Most characters of a text.
pub const LONGEST_TEXT: usize = 1000;
/// Most characters of a name.
pub const LONGEST_NAME: usize = 40;

#[cfg(test)]
mod tests;
