//! A TOML text as a tree in which every key and value knows where it stands.

use std::collections::BTreeMap;
use std::ops::Range;

use ambidex_core::Problem;
use ambidex_race::scenario::Scenario;
use ambidex_race::scenario::check::check;
use ambidex_race::scenario::condition::Condition;
use ambidex_race::scenario::fields::{SCENARIO, Table};
use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use crate::mend::{Mended, mended};
use crate::mistake::{Mistake, Place, ScenarioError, Source};
use crate::walk::{Walked, walk};

/// Most bytes of a file.
pub const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// A value with its place.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Where it stands; of a table under a header, the header.
    pub place: Place,
}

/// A TOML value.
#[derive(Clone, Debug)]
pub enum Value {
    /// A text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number with a point or an exponent.
    Number(f64),
    /// `true` or `false`.
    Bool(bool),
    /// A date, a time or both.
    Date(String),
    /// An array.
    Array(Vec<Node>),
    /// A table.
    Table(BTreeMap<String, Entry>),
    /// A number that no machine number can hold.
    TooLarge(String),
}

/// A key with its value.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Place of the key.
    pub key: Place,
    /// The value.
    pub node: Node,
}

/// Texts and the tree made of them: a file, and whatever was laid over it.
#[derive(Clone, Debug)]
pub struct Document {
    pub(crate) sources: Vec<Source>,
    pub(crate) root: Node,
    /// Mistakes of syntax and of edits, kept so that they are reported with all others.
    pub(crate) mistakes: Vec<Mistake>,
    /// Bytes of the first source that could not be read: what stands in their place is not reported.
    pub(crate) replaced: Vec<Range<usize>>,
}

/// What was read from a document.
pub(crate) struct Built<T> {
    /// The structs, with stand-ins for what is wrong; none where they cannot be built.
    pub value: Option<T>,
    /// All problems of the keys.
    pub mistakes: Vec<Mistake>,
    /// Paths of values that stand-ins replace, or that are left out.
    pub wrong: Vec<String>,
}

impl Document {
    /// Reads a text; fails where it is not TOML.
    pub fn parse(source_name: &str, text: &str) -> Result<Self, ScenarioError> {
        if text.len() as u64 > MOST_BYTES {
            return Err(too_long(source_name, text.len() as u64));
        }
        let source = Source { name: source_name.into(), text: text.into() };
        let Mended { text, mistakes, replaced, lost } = mended(&source);
        if lost {
            return Err(ScenarioError { name: source_name.to_owned(), mistakes });
        }
        let (table, _) = DeTable::parse_recoverable(&text);
        let value = Value::Table(entries(0, table.get_ref()));
        let root = Node { value, place: Place::default() };
        Ok(Self { sources: vec![source], root, mistakes, replaced })
    }

    /// Name of the file, case or template.
    pub fn name(&self) -> &str {
        self.sources.first().map_or("", |source| &source.name)
    }

    /// Adds a text that nodes will refer to.
    pub(crate) fn add_source(&mut self, name: &str, text: &str) -> usize {
        self.sources.push(Source { name: name.into(), text: text.into() });
        self.sources.len() - 1
    }

    /// A problem at a place of this document.
    pub(crate) fn mistake(&self, problem: Problem, place: Place) -> Mistake {
        let source = self.sources.get(place.source).cloned();
        Mistake { problem, place: source.map(|source| (source, place)) }
    }

    /// The checked scenario, or all problems of the document and of the edits laid over it.
    pub fn scenario(&self) -> Result<Scenario, ScenarioError> {
        if self.is_empty() {
            let remedy = "`ambidex new NAME --template two-track` writes one to start from";
            return Err(ScenarioError::whole(self.name(), "an empty file", "a scenario", remedy));
        }
        let Built { value: scenario, mut mistakes, wrong } = self.built::<Scenario>(&SCENARIO);
        if let Some(scenario) = &scenario {
            let told = mistakes.iter().map(|mistake| mistake.problem.path.clone());
            let known: Vec<String> = told.chain(wrong).collect();
            let new = check(scenario).into_iter().filter(|problem| !overlaps(&problem.path, &known));
            mistakes.extend(new.map(|problem| self.placed(problem)));
        }
        scenario.filter(|_| mistakes.is_empty()).ok_or_else(|| self.error(mistakes))
    }

    /// The structs that a table of keys describes, as far as they can be built, and all problems of the keys.
    pub(crate) fn built<T: DeserializeOwned>(&self, table: &'static Table) -> Built<T> {
        let Walked { plain, mistakes, wrong } = walk(self, table);
        let mut all = self.mistakes.clone();
        all.extend(mistakes.into_iter().filter(|mistake| !self.is_replaced(mistake)));
        let built = plain.map(toml::Table::try_into::<T>).transpose().unwrap_or_else(|error| {
            all.extend(
                ScenarioError::whole(self.name(), error.message(), table.meaning, "correct it").mistakes,
            );
            None
        });
        Built { value: built, mistakes: all, wrong }
    }

    /// Whether a mistake is about what stands in for something that could not be read, which is told already.
    pub(crate) fn is_replaced(&self, mistake: &Mistake) -> bool {
        let within = |place: &Place| {
            place.source == 0 && self.replaced.iter().any(|it| place.start < it.end && it.start < place.end)
        };
        mistake.place.as_ref().is_some_and(|(_, place)| within(place))
    }

    /// An error of this document, in the order of the places.
    pub(crate) fn error(&self, mut mistakes: Vec<Mistake>) -> ScenarioError {
        mistakes.sort_by_key(|mistake| mistake.place.as_ref().map(|(_, place)| *place));
        ScenarioError { name: self.name().to_owned(), mistakes }
    }

    /// A problem of the checked structs, at the place of its path.
    fn placed(&self, problem: Problem) -> Mistake {
        let within = problem.path.ends_with(".when").then(|| self.within_condition(&problem.path)).flatten();
        let place = within.unwrap_or_else(|| self.locate(&problem.path));
        self.mistake(problem, place)
    }

    /// The part of a rule's condition that is wrong, where the condition is written without escapes.
    fn within_condition(&self, path: &str) -> Option<Place> {
        let (Node { value: Value::Text(condition), place }, _) = self.find(path) else { return None };
        let text = &self.sources.get(place.source)?.text;
        let start = place.start + text.get(place.start..place.end)?.find(condition.as_str())?;
        let wrong = Condition::parse(condition).err()?.span;
        Some(Place { start: start + wrong.start, end: start + wrong.end, ..*place })
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        matches!(&self.root.value, Value::Table(entries) if entries.is_empty())
    }
}

impl Node {
    /// A table without entries.
    pub(crate) fn empty() -> Self {
        Self { value: Value::Table(BTreeMap::new()), place: Place::default() }
    }

    /// The value without places.
    pub(crate) fn plain(&self) -> toml::Value {
        match &self.value {
            Value::Text(text) | Value::Date(text) | Value::TooLarge(text) => {
                toml::Value::String(text.clone())
            }
            Value::Whole(whole) => toml::Value::Integer(*whole),
            Value::Number(number) => toml::Value::Float(*number),
            Value::Bool(value) => toml::Value::Boolean(*value),
            Value::Array(items) => toml::Value::Array(items.iter().map(Self::plain).collect()),
            Value::Table(entries) => toml::Value::Table(
                entries.iter().map(|(key, entry)| (key.clone(), entry.node.plain())).collect(),
            ),
        }
    }
}

impl Value {
    /// What kind of value it is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Text(_) => "a text",
            Self::Whole(_) => "a whole number",
            Self::Number(_) => "a number",
            Self::Bool(_) => "true or false",
            Self::Date(_) => "a date",
            Self::Array(_) => "an array",
            Self::Table(_) => "a table",
            Self::TooLarge(_) => "a number too large to be read",
        }
    }

    /// The value in short, for messages.
    pub(crate) fn shown(&self) -> String {
        match self {
            Self::Text(text) => format!("{:?} (a text)", shortened(text)),
            Self::Whole(number) => number.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Bool(value) => value.to_string(),
            Self::Date(date) => date.clone(),
            Self::TooLarge(text) => format!("{} (too large)", shortened(text)),
            Self::Array(_) | Self::Table(_) => self.kind().to_owned(),
        }
    }
}

/// Whether a path is one of the known ones, above one or below one.
pub(crate) fn overlaps(path: &str, known: &[String]) -> bool {
    let below = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    known.iter().any(|known| below(path, known) || below(known, path))
}

pub(crate) fn shortened(text: &str) -> String {
    if text.chars().count() <= 60 {
        return text.to_owned();
    }
    text.chars().take(57).chain("...".chars()).collect()
}

pub(crate) fn too_long(name: &str, bytes: u64) -> ScenarioError {
    let found = format!("a file of {:.1} MB", bytes as f64 / 1e6);
    let expected = format!("a file of at most {} MB", MOST_BYTES / 1024 / 1024);
    ScenarioError::whole(
        name,
        found,
        expected,
        "a scenario of a dozen labs has some 30 kB: is this the right file?",
    )
}

/// A node from a parsed value; `offset` is where the value's text begins within its source.
pub(crate) fn node(source: usize, offset: usize, value: &DeValue<'_>, span: Range<usize>) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(whole) => i64::from_str_radix(whole.as_str(), whole.radix())
            .map_or_else(|_| Value::TooLarge(whole.to_string()), Value::Whole),
        DeValue::Float(number) => {
            number.as_str().parse().map_or_else(|_| Value::TooLarge(number.to_string()), Value::Number)
        }
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Datetime(date) => Value::Date(date.to_string()),
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|item| node(source, offset, item.get_ref(), item.span())).collect())
        }
        DeValue::Table(table) => Value::Table(entries_at(source, offset, table)),
    };
    Node { value, place: place(source, offset, span) }
}

fn entries(source: usize, table: &DeTable<'_>) -> BTreeMap<String, Entry> {
    entries_at(source, 0, table)
}

fn entries_at(source: usize, offset: usize, table: &DeTable<'_>) -> BTreeMap<String, Entry> {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<DeValue<'_>>)| Entry {
        key: place(source, offset, key.span()),
        node: node(source, offset, value.get_ref(), value.span()),
    };
    table.iter().map(|pair| (pair.0.get_ref().to_string(), entry(pair))).collect()
}

fn place(source: usize, offset: usize, span: Range<usize>) -> Place {
    Place { source, start: offset + span.start, end: offset + span.end }
}
