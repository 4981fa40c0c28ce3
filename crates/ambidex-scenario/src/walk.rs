//! A document against the table of keys: every problem at once, and the plain value to build the structs from.

mod leaves;

use std::collections::BTreeMap;

use ambidex_core::Problem;
use ambidex_core::parameters::nearest;
use ambidex_race::scenario::fields::{Field, Kind, LONGEST_TEXT, MOST_ENTRIES, Need, SCENARIO, Table, join};
use leaves::ANY;
use toml::Value as Plain;

use crate::document::{Document, Entry, Node, Value, shortened};
use crate::experiment::EXPERIMENT;
use crate::mistake::{Mistake, Place};
use crate::path::whole;

/// What a walk leaves behind.
pub(crate) struct Walked {
    /// The plain value, where the structs can be built from it. Wrong values that nothing else refers to are left
    /// out or replaced, so that checks of everything else can go on.
    pub plain: Option<toml::Table>,
    /// Problems with their places.
    pub mistakes: Vec<Mistake>,
    /// Paths of values that are missing, that cannot be read, or whose keys are only misspelt.
    pub wrong: Vec<String>,
}

/// Walks a node of a document as a table.
pub(crate) fn walk(document: &Document, table: &'static Table) -> Walked {
    let scenario = std::ptr::eq(table, &SCENARIO);
    let texts = std::ptr::eq(table, &EXPERIMENT);
    let mut walker =
        Walker { document, mistakes: Vec::new(), wrong: Vec::new(), usable: true, scenario, texts };
    let plain = walker.table("", &document.root, table);
    let usable = walker.usable;
    Walked { plain: plain.filter(|_| usable), mistakes: walker.mistakes, wrong: walker.wrong }
}

struct Walker<'d> {
    document: &'d Document,
    mistakes: Vec<Mistake>,
    wrong: Vec<String>,
    usable: bool,
    /// Whether the document is a scenario, whose keys the model describes.
    scenario: bool,
    /// Whether empty texts stand in for those that are wrong: nothing in the document refers to them.
    texts: bool,
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
        self.wrong.push(path.to_owned());
        self.mistake(path, place, found, expected, remedy);
    }

    fn mistake(
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
        let mut missing: Vec<&Field> = table.fields.iter().filter(absent).collect();
        missing.iter().for_each(|field| self.stand_in(plain, field));
        // A key that is only misspelt is reported where it stands.
        let known = || table.fields.iter().map(|field| field.name);
        let unknown = entries.keys().filter(|key| table.field(key).is_none());
        let meant: Vec<&str> = unknown.filter_map(|key| nearest(key, known())).collect();
        missing.retain(|field| !meant.contains(&field.name));
        if missing.is_empty() {
            return;
        }
        let names: Vec<String> = missing.iter().map(|field| format!("`{}`", field.name)).collect();
        let lines: Vec<String> =
            missing.iter().map(|field| format!("`{}`: {}", field.name, field.meaning)).collect();
        let (found, expected) =
            (format!("no {}", names.join(", ")), format!("a table with {}", names.join(", ")));
        self.wrong.extend(missing.iter().map(|field| join(path, field.name)));
        self.mistake(path, place, found, expected, format!("add {}", lines.join("; ")));
    }

    /// Replaces a required value that is wrong or missing, where no other value refers to it.
    fn stand_in(&mut self, plain: &mut toml::Table, field: &Field) {
        let value = match field.kind {
            Kind::Number(range) => Plain::Float(range.low),
            Kind::Whole(range) => Plain::Integer(range.low as i64),
            Kind::Choice(words) => Plain::String(words.first().copied().unwrap_or_default().to_owned()),
            Kind::Bool => Plain::Boolean(false),
            Kind::Text | Kind::Name if self.texts => Plain::String(String::new()),
            _ => {
                self.usable = false;
                return;
            }
        };
        plain.insert(field.name.to_owned(), value);
    }

    /// A table of stand-ins, which keeps the numbers of the entries after it.
    fn stood_in(&mut self, table: &'static Table) -> toml::Table {
        let mut plain = toml::Table::new();
        let required = table.fields.iter().filter(|field| field.need == Need::Required);
        required.for_each(|field| self.stand_in(&mut plain, field));
        plain
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
            Kind::Values => self.values(path, node, place, meaning),
            Kind::Edits => self.by_name(path, node, place, meaning, |_, _, entry| Some(entry.node.plain())),
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
                None if self.texts => plain.push(Plain::Table(self.stood_in(table))),
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
            let stand_in = || self.texts.then(String::new);
            plain.extend(text.or_else(stand_in).map(Plain::String));
        }
        Some(Plain::Array(plain))
    }

    fn values(&mut self, path: &str, node: &Node, place: Place, meaning: &str) -> Option<Plain> {
        let expected = format!("an array of 1 to {MOST_ENTRIES} numbers, texts, or `true` and `false`");
        let Value::Array(items) = &node.value else {
            self.wrong_kind(path, place, &node.value, &expected, meaning);
            return None;
        };
        if !(1..=MOST_ENTRIES).contains(&items.len()) {
            self.report(path, place, format!("{} values", items.len()), expected, meaning.to_owned());
            return None;
        }
        let nested =
            |item: &&Node| matches!(item.value, Value::Array(_) | Value::Table(_) | Value::TooLarge(_));
        for item in items.iter().filter(nested) {
            self.wrong_kind(path, item.place, &item.value, &expected, meaning);
        }
        let plain = || Plain::Array(items.iter().map(Node::plain).collect());
        (!items.iter().any(|item| nested(&item))).then(plain)
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
        let names = known.clone().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let expected = if names.is_empty() { "no key here".to_owned() } else { format!("one of {names}") };
        let near = nearest(key, known);
        let parent = &path[..path.len() - join("", key).len()];
        self.wrong.extend(near.map(|near| format!("{parent}{near}")));
        let remedy = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None if self.scenario => "remove it, or see `ambidex describe lab-race`".to_owned(),
            None => "remove it".to_owned(),
        };
        self.mistake(path, entry.key, format!("unknown key `{}`", shortened(key)), expected, remedy);
    }
}

fn remedy(field: &Field) -> String {
    match field.need {
        Need::Required => field.meaning.to_owned(),
        Need::Default(value) => format!("{}; the default is {value}", field.meaning),
        Need::Optional(otherwise) => format!("{}; left out: {otherwise}", field.meaning),
    }
}
