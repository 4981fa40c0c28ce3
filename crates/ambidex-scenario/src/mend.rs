//! Texts that are almost TOML: what stops the parser is reported, and replaced by something as long, so that all else can
//! still be read and checked at its place.

use std::collections::BTreeSet;
use std::ops::Range;

use ambidex_core::Problem;
use toml::de::DeTable;

use crate::mistake::{Mistake, Place, Source};

/// Most lines that are replaced.
const MOST_LINES: usize = 100;
/// What stands in for a value: nothing is read from an empty text.
const NOTHING: &str = "\"\"";

/// A text that is TOML, with what had to be replaced in it.
pub(crate) struct Mended {
    /// As many bytes as the text, and TOML unless `lost`.
    pub text: String,
    /// What stopped the parser.
    pub mistakes: Vec<Mistake>,
    /// Bytes of the values that were replaced: what is wrong with them is told already.
    pub replaced: Vec<Range<usize>>,
    /// Whether it could not be mended.
    pub lost: bool,
}

/// Mends the text of a source.
pub(crate) fn mended(source: &Source) -> Mended {
    let (text, mistakes) = dates(source);
    let errors = || DeTable::parse_recoverable(&text).1;
    let syntax = || errors().iter().map(|error| syntax(source, error)).collect::<Vec<_>>();
    match lines(source, &text) {
        Some((text, more, replaced)) => {
            Mended { text, mistakes: [mistakes, more].concat(), replaced, lost: false }
        }
        None => {
            let mistakes = [mistakes, syntax()].concat();
            Mended { text, mistakes, replaced: Vec::new(), lost: true }
        }
    }
}

/// A bare date that the calendar does not have, by the last day of its month.
fn dates(source: &Source) -> (String, Vec<Mistake>) {
    let mut text = source.text.to_string();
    let mut mistakes = Vec::new();
    let (_, errors) = DeTable::parse_recoverable(&source.text);
    for span in errors.iter().filter_map(toml::de::Error::span) {
        let Some(date) = source.text.get(span.clone()) else { continue };
        let Err(crate::date::Wrong { remedy, nearest: Some(nearest) }) = crate::date::read(date) else {
            continue;
        };
        let expected = "a date of the calendar".to_owned();
        let problem = Problem { path: "date".to_owned(), found: date.to_owned(), expected, remedy };
        let place = Place { source: 0, start: span.start, end: span.end };
        mistakes.push(Mistake { problem, place: Some((source.clone(), place)) });
        text.replace_range(span, &nearest.to_string());
    }
    (text, mistakes)
}

/// Lines of a key and a value that stop the parser: the value is replaced, or, where that does not help, the line. None
/// where neither does, as with a header that is wrong, since what follows then belongs nobody knows where.
fn lines(source: &Source, text: &str) -> Option<(String, Vec<Mistake>, Vec<Range<usize>>)> {
    let mut text = text.to_owned();
    let (mut mistakes, mut replaced) = (Vec::new(), Vec::new());
    let mut tried = BTreeSet::new();
    for _ in 0..2 * MOST_LINES {
        let (_, errors) = DeTable::parse_recoverable(&text);
        let Some(error) = errors.into_iter().next() else { return Some((text, mistakes, replaced)) };
        let line = line(&text, boundary(&text, error.span()?.start));
        let first = tried.insert(line.start);
        let whole = text.get(line.clone()).filter(|whole| !whole.trim_start().starts_with('['))?;
        if first {
            mistakes.push(syntax(source, &error));
        } else if whole.trim().is_empty() {
            return None;
        }
        let end = key(whole).filter(|_| first).map(|end| line.start + end);
        if let Some(end) = end {
            replaced.push(end..line.end);
            text.replace_range(end..line.end, &padded(&format!("={NOTHING}"), line.end - end));
        } else {
            text.replace_range(line.clone(), &padded("", line.len()));
        }
    }
    None
}

/// Where a bare key at the start of a line ends, if a value may be put behind it.
fn key(line: &str) -> Option<usize> {
    let start = line.len() - line.trim_start().len();
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let end = line[start..].find(|c| !bare(c)).map_or(line.len(), |length| start + length);
    (end > start && end + 1 + NOTHING.len() <= line.len()).then_some(end)
}

fn padded(text: &str, length: usize) -> String {
    text.to_owned() + &" ".repeat(length.saturating_sub(text.len()))
}

fn line(text: &str, at: usize) -> Range<usize> {
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    start..text[at..].find('\n').map_or(text.len(), |length| at + length)
}

fn syntax(source: &Source, error: &toml::de::Error) -> Mistake {
    let problem = Problem {
        path: "syntax".to_owned(),
        found: error.message().replace('\n', ", "),
        expected: "TOML".to_owned(),
        remedy: "correct the line; the format is described at https://toml.io".to_owned(),
    };
    let place = error.span().map(|span| {
        let start = boundary(&source.text, span.start);
        (source.clone(), Place { source: 0, start, end: boundary(&source.text, span.end).max(start) })
    });
    Mistake { problem, place }
}

/// The next character boundary at or before a byte.
fn boundary(text: &str, byte: usize) -> usize {
    (0..=byte.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
