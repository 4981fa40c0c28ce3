//! A document against the table of keys: every problem at once, and the plain value to build the structs from.

use std::collections::BTreeMap;

use ambidex_core::Problem;
use ambidex_core::parameters::nearest;
use ambidex_race::scenario::fields::{
    Field, Kind, LONGEST_NAME, LONGEST_TEXT, MOST_ENTRIES, Need, Range, Table, join,
};
use toml::Value as Plain;

use crate::document::{Document, Entry, Node, Value, shortened};
use crate::mistake::{Mistake, Place};
use crate::path::whole;

/// What a walk leaves behind.
pub(crate) struct Walked {
    /// The plain value, where the structs can be built from it. Wrong values that nothing else refers to are left
    /// out or replaced, so that checks of everything else can go on.
    pub plain: Option<toml::Table>,
    /// Problems with their places.
    pub mistakes: Vec<Mistake>,
}

/// Walks a node of a document as a table.
pub(crate) fn walk(document: &Document, table: &'static Table) -> Walked {
    let mut walker = Walker { document, mistakes: Vec::new(), usable: true };
    let plain = walker.table("", &document.root, table);
    let usable = walker.usable;
    Walked { plain: plain.filter(|_| usable), mistakes: walker.mistakes }
}

struct Walker<'d> {
    document: &'d Document,
    mistakes: Vec<Mistake>,
    usable: bool,
}

impl Walker<'_> {
    fn report(
        &mut self,
        path: &str,
        place: Place,
        found: impl Into<String>,
        expected: String,
        remedy: String,
    ) {
        let problem = Problem { path: path.to_owned(), found: found.into(), expected, remedy };
        self.mistakes.push(self.document.mistake(problem, place));
    }

    fn table(&mut self, path: &str, node: &Node, table: &'static Table) -> Option<toml::Table> {
        let Value::Table(entries) = &node.value else {
            self.wrong_kind(path, node.place, &node.value, "a table", table.meaning);
            return None;
        };
        let mut plain = toml::Table::new();
        self.missing(&mut plain, path, node.place, entries, table);
        for (key, entry) in entries {
            match table.field(key) {
                Some(field) => self.field(&mut plain, &join(path, key), entry, field),
                None => self.unknown_key(
                    &join(path, key),
                    entry,
                    key,
                    table.fields.iter().map(|field| field.name),
                ),
            }
        }
        Some(plain)
    }

    fn missing(
        &mut self,
        plain: &mut toml::Table,
        path: &str,
        place: Place,
        entries: &BTreeMap<String, Entry>,
        table: &'static Table,
    ) {
        let absent = |field: &&Field| field.need == Need::Required && !entries.contains_key(field.name);
        let missing: Vec<&Field> = table.fields.iter().filter(absent).collect();
        if missing.is_empty() {
            return;
        }
        missing.iter().for_each(|field| self.stand_in(plain, field));
        let names: Vec<String> = missing.iter().map(|field| format!("`{}`", field.name)).collect();
        let lines: Vec<String> =
            missing.iter().map(|field| format!("`{}`: {}", field.name, field.meaning)).collect();
        let expected = if missing.len() == 1 { "this key" } else { "each of these keys" };
        let remedy = format!("add {}", lines.join("; "));
        self.report(path, place, format!("no {}", names.join(", ")), expected.to_owned(), remedy);
    }

    /// Replaces a required value that is wrong or missing, where no other value refers to it.
    fn stand_in(&mut self, plain: &mut toml::Table, field: &Field) {
        let value = match field.kind {
            Kind::Number(range) => Plain::Float(range.low),
            Kind::Whole(range) => Plain::Integer(range.low as i64),
            Kind::Choice(words) => Plain::String(words.first().copied().unwrap_or_default().to_owned()),
            Kind::Bool => Plain::Boolean(false),
            _ => {
                self.usable = false;
                return;
            }
        };
        plain.insert(field.name.to_owned(), value);
    }

    fn field(&mut self, plain: &mut toml::Table, path: &str, entry: &Entry, field: &'static Field) {
        let place = whole(entry);
        match self.value(path, &entry.node, place, field) {
            Some(value) => _ = plain.insert(field.name.to_owned(), value),
            None if field.need != Need::Required => {}
            None => self.stand_in(plain, field),
        }
    }

    fn value(&mut self, path: &str, node: &Node, place: Place, field: &'static Field) -> Option<Plain> {
        let meaning = field.meaning;
        match &field.kind {
            Kind::Number(range) => self.number(path, node, place, range, &remedy(field)).map(Plain::Float),
            Kind::Whole(range) => self.whole_number(path, node, place, range, &remedy(field)),
            Kind::Text => self.text(path, node, place, LONGEST_TEXT, meaning).map(Plain::String),
            Kind::Name => self.name(path, node, place, meaning),
            Kind::Title => self.title(path, node, place, meaning),
            Kind::Choice(words) => self.choice(path, node, place, words, meaning),
            Kind::Bool => self.truth(path, node, place, meaning),
            Kind::Date => self.date(path, node, place, meaning),
            Kind::Table(table) => self.table(path, node, table).map(Plain::Table),
            Kind::Tables(table) => self.tables(path, node, place, table),
            Kind::ByDomain(range) => self.by_name(path, node, place, meaning, |walker, path, entry| {
                walker.number(path, &entry.node, whole(entry), range, meaning).map(Plain::Float)
            }),
            Kind::OneOf(tables) => self.one_of(path, node, place, tables),
            Kind::Mechanisms => self.by_name(path, node, place, meaning, |walker, path, entry| {
                walker.truth(path, &entry.node, whole(entry), meaning)
            }),
            Kind::Parameters => self.by_name(path, node, place, meaning, |walker, path, entry| {
                walker.by_name(path, &entry.node, whole(entry), meaning, |walker, path, entry| {
                    walker.number(path, &entry.node, whole(entry), &ANY, meaning).map(Plain::Float)
                })
            }),
            Kind::Texts => self.texts(path, node, place, meaning),
            Kind::Edits => self.by_name(path, node, place, meaning, |_, _, entry| Some(entry.node.plain())),
        }
    }

    fn number(&mut self, path: &str, node: &Node, place: Place, range: &Range, remedy: &str) -> Option<f64> {
        let number = match node.value {
            Value::Whole(whole) => whole as f64,
            Value::Number(number) => number,
            _ => {
                self.wrong_kind(path, place, &node.value, &expected_number("a number", range), remedy);
                return None;
            }
        };
        if number.is_finite() && (range.low..=range.high).contains(&number) {
            return Some(number);
        }
        self.report(path, place, number.to_string(), expected_number("a number", range), remedy.to_owned());
        None
    }

    fn whole_number(
        &mut self,
        path: &str,
        node: &Node,
        place: Place,
        range: &Range,
        remedy: &str,
    ) -> Option<Plain> {
        let expected = expected_number("a whole number", range);
        match node.value {
            Value::Whole(whole) if (range.low..=range.high).contains(&(whole as f64)) => {
                return Some(Plain::Integer(whole));
            }
            Value::Whole(whole) => self.report(path, place, whole.to_string(), expected, remedy.to_owned()),
            _ => self.wrong_kind(path, place, &node.value, &expected, remedy),
        }
        None
    }

    fn text(
        &mut self,
        path: &str,
        node: &Node,
        place: Place,
        longest: usize,
        meaning: &str,
    ) -> Option<String> {
        let expected = format!("a text of 1 to {longest} characters");
        match &node.value {
            Value::Text(text) => {
                let length = text.chars().count();
                if (1..=longest).contains(&length) && !text.chars().any(|c| c.is_control() && c != '\n') {
                    return Some(text.clone());
                }
                let found = format!("{:?} ({length} characters)", shortened(text));
                self.report(
                    path,
                    place,
                    found,
                    format!("{expected}, none of them a control character"),
                    meaning.to_owned(),
                );
            }
            other => self.wrong_kind(path, place, other, &expected, meaning),
        }
        None
    }

    fn name(&mut self, path: &str, node: &Node, place: Place, meaning: &str) -> Option<Plain> {
        let text = self.text(path, node, place, LONGEST_NAME, meaning)?;
        if text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
            return Some(Plain::String(text));
        }
        let expected =
            "letters a to z, digits, `_` and `-` alone: it becomes part of column names".to_owned();
        self.report(path, place, format!("{text:?}"), expected, "keep the full name for `title`".to_owned());
        None
    }

    fn title(&mut self, path: &str, node: &Node, place: Place, meaning: &str) -> Option<Plain> {
        match &node.value {
            Value::Table(_) => self.table(path, node, &TITLE).map(Plain::Table),
            Value::Text(text) if text.is_empty() => Some(Plain::String(String::new())),
            Value::Text(_) => self.text(path, node, place, LONGEST_TEXT, meaning).map(Plain::String),
            other => {
                self.wrong_kind(path, place, other, "a text, or `{ en = \"...\", zh = \"...\" }`", meaning);
                None
            }
        }
    }

    fn choice(
        &mut self,
        path: &str,
        node: &Node,
        place: Place,
        words: &[&str],
        meaning: &str,
    ) -> Option<Plain> {
        let expected = format!("one of {}", quoted(words));
        match &node.value {
            Value::Text(text) if words.contains(&text.as_str()) => return Some(Plain::String(text.clone())),
            Value::Text(text) => {
                let near = nearest(text, words.iter().copied());
                let remedy =
                    near.map_or_else(|| meaning.to_owned(), |near| format!("did you mean {near:?}?"));
                self.report(path, place, format!("{:?}", shortened(text)), expected, remedy);
            }
            other => self.wrong_kind(path, place, other, &expected, meaning),
        }
        None
    }

    fn truth(&mut self, path: &str, node: &Node, place: Place, meaning: &str) -> Option<Plain> {
        if let Value::Bool(value) = node.value {
            return Some(Plain::Boolean(value));
        }
        self.wrong_kind(path, place, &node.value, "`true` or `false`", meaning);
        None
    }

    fn date(&mut self, path: &str, node: &Node, place: Place, meaning: &str) -> Option<Plain> {
        let (Value::Text(text) | Value::Date(text)) = &node.value else {
            self.wrong_kind(path, place, &node.value, "a date such as 2025-01-27", meaning);
            return None;
        };
        match crate::date::read(text) {
            Ok(date) => Some(Plain::String(date.to_string())),
            Err(wrong) => {
                let expected = "a date of the calendar, year-month-day, such as 2025-01-27".to_owned();
                self.report(path, place, format!("{:?}", shortened(text)), expected, wrong.remedy);
                wrong.nearest.map(|date| Plain::String(date.to_string()))
            }
        }
    }

    fn tables(&mut self, path: &str, node: &Node, place: Place, table: &'static Table) -> Option<Plain> {
        let Value::Array(items) = &node.value else {
            let expected = format!("an array of tables: `[[{}]]`", table.name);
            self.wrong_kind(path, place, &node.value, &expected, table.meaning);
            return None;
        };
        if items.len() > MOST_ENTRIES {
            let expected = format!("at most {MOST_ENTRIES} entries");
            self.report(
                path,
                place,
                format!("{} entries", items.len()),
                expected,
                "leave some out".to_owned(),
            );
            return None;
        }
        let mut plain = Vec::new();
        for (i, item) in items.iter().enumerate() {
            match self.table(&format!("{path}[{i}]"), item, table) {
                Some(item) => plain.push(Plain::Table(item)),
                None => self.usable = false,
            }
        }
        Some(Plain::Array(plain))
    }

    fn by_name(
        &mut self,
        path: &str,
        node: &Node,
        place: Place,
        meaning: &str,
        mut value: impl FnMut(&mut Self, &str, &Entry) -> Option<Plain>,
    ) -> Option<Plain> {
        let Value::Table(entries) = &node.value else {
            self.wrong_kind(path, place, &node.value, "a table of values by name", meaning);
            return None;
        };
        let mut plain = toml::Table::new();
        for (key, entry) in entries {
            if let Some(value) = value(self, &join(path, key), entry) {
                plain.insert(key.clone(), value);
            }
        }
        Some(Plain::Table(plain))
    }

    fn one_of(&mut self, path: &str, node: &Node, place: Place, tables: &'static [Table]) -> Option<Plain> {
        let names = || tables.iter().map(|table| table.name);
        let Value::Table(entries) = &node.value else {
            let expected = format!("a table with one of {}", names().collect::<Vec<_>>().join(", "));
            self.wrong_kind(
                path,
                place,
                &node.value,
                &expected,
                "write e.g. `do.product_tilt = { tilt = 0.3 }`",
            );
            return None;
        };
        let mut known = entries.iter().filter_map(|(key, entry)| {
            tables.iter().find(|table| table.name == key).map(|table| (table, entry))
        });
        let (first, second) = (known.next(), known.next());
        for (key, entry) in entries.iter().filter(|(key, _)| names().all(|name| name != key.as_str())) {
            self.unknown_key(&join(path, key), entry, key, names());
        }
        if second.is_some() || entries.is_empty() {
            let found = format!("{} actions", entries.len());
            let remedy = "write an entry of its own for each".to_owned();
            self.report(path, place, found, "exactly one action".to_owned(), remedy);
        }
        let (table, entry) = first?;
        let inner = self.table(&join(path, table.name), &entry.node, table)?;
        Some(Plain::Table(toml::Table::from_iter([(table.name.to_owned(), Plain::Table(inner))])))
    }

    fn texts(&mut self, path: &str, node: &Node, place: Place, meaning: &str) -> Option<Plain> {
        let Value::Array(items) = &node.value else {
            self.wrong_kind(path, place, &node.value, "an array of texts", meaning);
            return None;
        };
        let mut plain = Vec::new();
        for (i, item) in items.iter().enumerate() {
            let text = self.text(&format!("{path}[{i}]"), item, item.place, LONGEST_TEXT, meaning);
            plain.extend(text.map(Plain::String));
        }
        Some(Plain::Array(plain))
    }

    fn wrong_kind(&mut self, path: &str, place: Place, found: &Value, expected: &str, remedy: &str) {
        self.report(path, place, found.shown(), expected.to_owned(), remedy.to_owned());
    }

    fn unknown_key(
        &mut self,
        path: &str,
        entry: &Entry,
        key: &str,
        known: impl Iterator<Item = &'static str> + Clone,
    ) {
        let remedy = match nearest(key, known.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "remove it, or see `ambidex describe lab-race`".to_owned(),
        };
        let names = known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let expected = if names.is_empty() { "no key here".to_owned() } else { format!("one of {names}") };
        self.report(path, entry.key, format!("unknown key `{}`", shortened(key)), expected, remedy);
    }
}

/// Any number that is one; mechanisms know the ranges of their parameters.
const ANY: Range = Range { low: f64::MIN, high: f64::MAX, unit: "see `ambidex describe lab-race`" };

/// Both languages of a text for people.
static TITLE: Table = Table {
    name: "title",
    meaning: "A text for people",
    fields: &[
        Field { name: "en", kind: Kind::Text, need: Need::Required, meaning: "English" },
        Field { name: "zh", kind: Kind::Text, need: Need::Optional("English"), meaning: "Chinese" },
    ],
};

fn expected_number(kind: &str, range: &Range) -> String {
    if *range == ANY {
        return kind.to_owned();
    }
    let Range { low, high, unit } = range;
    let plain = |number: f64| if number.abs() >= 1e7 { format!("{number:e}") } else { number.to_string() };
    format!("{kind} from {} to {} [{unit}]", plain(*low), plain(*high))
}

fn remedy(field: &Field) -> String {
    match field.need {
        Need::Required => field.meaning.to_owned(),
        Need::Default(value) => format!("{}; the default is {value}", field.meaning),
        Need::Optional(otherwise) => format!("{}; left out: {otherwise}", field.meaning),
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ")
}
