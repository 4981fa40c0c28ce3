//! Values that hold no others: numbers, texts, words, dates.

use ambidex_core::parameters::nearest;
use ambidex_race::scenario::fields::{Field, Kind, LONGEST_NAME, LONGEST_TEXT, Need, Range, Table};
use toml::Value as Plain;

use super::Walker;
use crate::document::{Node, Value, shortened};
use crate::mistake::Place;

impl Walker<'_> {
    pub(super) fn number(
        &mut self,
        path: &str,
        node: &Node,
        place: Place,
        range: &Range,
        remedy: &str,
    ) -> Option<f64> {
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

    pub(super) fn whole_number(
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

    pub(super) fn text(
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

    pub(super) fn name(&mut self, path: &str, node: &Node, place: Place, meaning: &str) -> Option<Plain> {
        let text = self.text(path, node, place, LONGEST_NAME, meaning)?;
        if text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-') {
            return Some(Plain::String(text));
        }
        let expected =
            "letters a to z, digits, `_` and `-` alone: it becomes part of column names".to_owned();
        self.report(path, place, format!("{text:?}"), expected, "keep the full name for `title`".to_owned());
        None
    }

    pub(super) fn title(&mut self, path: &str, node: &Node, place: Place, meaning: &str) -> Option<Plain> {
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

    pub(super) fn choice(
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

    pub(super) fn truth(&mut self, path: &str, node: &Node, place: Place, meaning: &str) -> Option<Plain> {
        if let Value::Bool(value) = node.value {
            return Some(Plain::Boolean(value));
        }
        self.wrong_kind(path, place, &node.value, "`true` or `false`", meaning);
        None
    }

    pub(super) fn date(&mut self, path: &str, node: &Node, place: Place, meaning: &str) -> Option<Plain> {
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
}

/// Any number that is one; mechanisms know the ranges of their parameters.
pub(super) const ANY: Range =
    Range { low: f64::MIN, high: f64::MAX, unit: "see `ambidex describe lab-race`" };

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
    let unit = if *unit == "1" { String::new() } else { format!(" [{unit}]") };
    format!("{kind} from {} to {}{unit}", plain(*low), plain(*high))
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("{word:?}")).collect::<Vec<_>>().join(", ")
}
