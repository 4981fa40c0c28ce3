//! Paths of values, and edits by path: `parameters.exploration.discovery_rate`, `lab.meta.unit.FAIR.head_count`,
//! `lab[0].integrity`. Entries of arrays are addressed by `name` or `id`, or by index.

use std::ops::Range;

use ambidex_core::Problem;
use ambidex_core::parameters::nearest;
use toml::de::DeValue;

use crate::document::{Document, Entry, Node, Value, node};
use crate::mistake::Place;

/// One step of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A key, or the name of an entry.
    Key(String),
    /// An index of an array, from 0.
    Index(usize),
}

/// A step and its bytes within the path.
type Steps = Vec<(Step, Range<usize>)>;

/// Reads a path; `Err` holds the bytes that cannot be read.
pub fn steps(path: &str) -> Result<Steps, Range<usize>> {
    let mut steps = Steps::new();
    let mut at = 0;
    while at < path.len() {
        let rest = &path[at..];
        let first = steps.is_empty();
        let (step, length) = if let Some(inside) = rest.strip_prefix('[') {
            index(inside).map(|(index, length)| (Step::Index(index), length))
        } else if first {
            key(rest)
        } else {
            rest.strip_prefix('.').and_then(key).map(|(step, length)| (step, length + 1))
        }
        .ok_or(at..path.len())?;
        steps.push((step, at..at + length));
        at += length;
    }
    if steps.is_empty() { Err(0..0) } else { Ok(steps) }
}

fn index(inside: &str) -> Option<(usize, usize)> {
    let (digits, _) = inside.split_once(']')?;
    Some((digits.parse().ok()?, digits.len() + 2))
}

fn key(rest: &str) -> Option<(Step, usize)> {
    if let Some(inside) = rest.strip_prefix('"') {
        let (name, _) = inside.split_once('"')?;
        return Some((Step::Key(name.to_owned()), name.len() + 2));
    }
    let length = rest.find(['.', '[']).unwrap_or(rest.len());
    (length > 0).then(|| (Step::Key(rest[..length].to_owned()), length))
}

impl Document {
    /// Lays edits over the document, as after `--set path=value`. Mistakes are reported with all others.
    pub fn set_all(&mut self, sets: &[(String, String)]) {
        for (path, value) in sets {
            self.set("--set", path, value);
        }
    }

    /// One edit; `value` is read as TOML, or as a text where it is none. `label` names where the edit came from.
    pub fn set(&mut self, label: &str, path: &str, value: &str) {
        let source = self.add_source(label, &format!("{path}={value}"));
        let offset = path.len() + 1;
        let node = match DeValue::parse(value) {
            Ok(parsed) => node(source, offset, parsed.get_ref(), parsed.span()),
            Err(_) => {
                let place = Place { source, start: offset, end: offset + value.len() };
                Node { value: Value::Text(value.to_owned()), place }
            }
        };
        self.put(source, path, node);
    }

    /// Puts a node at a path that is written at the start of a source.
    fn put(&mut self, source: usize, path: &str, node: Node) {
        let place = |span: Range<usize>| Place { source, start: span.start, end: span.end };
        let result = match steps(path) {
            Ok(steps) => put(&mut self.root, &steps, &place, node),
            Err(span) => Err((unreadable(path), span)),
        };
        if let Err((problem, span)) = result {
            let problem = Problem { path: path.to_owned(), ..problem };
            let mistake = self.mistake(problem, place(span));
            self.mistakes.push(mistake);
        }
    }

    /// Where the value at a path stands; of what is missing, where its nearest parent does.
    pub(crate) fn locate(&self, path: &str) -> Place {
        self.find(path).1
    }

    /// Name of the text that the value at a path was read from: the file's, or the label of the edit; none where there is
    /// no such value.
    pub fn source_of(&self, path: &str) -> Option<&str> {
        let steps = steps(path).ok()?;
        let node = steps.iter().try_fold(&self.root, |node, (step, _)| child(node, step))?;
        self.sources.get(node.place.source).map(|source| &*source.name)
    }

    /// The value at a path with its place; of what is missing, its nearest parent.
    pub(crate) fn find(&self, path: &str) -> (&Node, Place) {
        let mut node = &self.root;
        let mut place = node.place;
        for (step, _) in steps(path).unwrap_or_default() {
            match (&node.value, step) {
                (Value::Table(entries), Step::Key(key)) => {
                    let Some(entry) = entries.get(&key) else { break };
                    node = &entry.node;
                    place = whole(entry);
                }
                (Value::Array(items), Step::Index(index)) => {
                    let Some(item) = items.get(index) else { break };
                    node = item;
                    place = item.place;
                }
                _ => break,
            }
        }
        (node, place)
    }
}

/// The entry that a step leads to.
fn child<'n>(node: &'n Node, step: &Step) -> Option<&'n Node> {
    match (&node.value, step) {
        (Value::Table(entries), Step::Key(key)) => entries.get(key).map(|entry| &entry.node),
        (Value::Array(items), Step::Index(index)) => items.get(*index),
        (Value::Array(items), Step::Key(name)) => items.iter().find(|item| name_of(item) == Some(name)),
        _ => None,
    }
}

/// Key and value together; of tables and arrays the key alone.
pub(crate) fn whole(entry: &Entry) -> Place {
    let (key, value) = (entry.key, entry.node.place);
    let nested = matches!(entry.node.value, Value::Table(_) | Value::Array(_));
    let together = key.source == value.source && key.start < value.end && !nested;
    if together { Place { end: value.end, ..key } } else { key }
}

type Misplaced = (Problem, Range<usize>);

fn put(
    at: &mut Node,
    steps: &[(Step, Range<usize>)],
    place: &impl Fn(Range<usize>) -> Place,
    node: Node,
) -> Result<(), Misplaced> {
    let Some(((step, span), rest)) = steps.split_first() else {
        *at = node;
        return Ok(());
    };
    let child = match (&mut at.value, step) {
        (Value::Table(entries), Step::Key(key)) => {
            let empty = || Node { value: Value::Table(Default::default()), place: place(span.clone()) };
            let entry = entries
                .entry(key.clone())
                .or_insert_with(|| Entry { key: place(span.clone()), node: empty() });
            if rest.is_empty() {
                entry.key = place(0..span.end);
            }
            &mut entry.node
        }
        (Value::Array(items), Step::Index(index)) => {
            let count = items.len();
            items.get_mut(*index).ok_or_else(|| (outside(*index, count), span.clone()))?
        }
        (Value::Array(items), Step::Key(name)) => {
            let index = items.iter().position(|item| name_of(item) == Some(name));
            match index.and_then(|index| items.get_mut(index)) {
                Some(item) => item,
                None => {
                    let names: Vec<&str> = items.iter().filter_map(name_of).collect();
                    return Err((nobody(name, &names), span.clone()));
                }
            }
        }
        (value, _) => return Err((leaf(value.kind()), span.clone())),
    };
    put(child, rest, place, node)
}

/// `name`, or `id`, of an entry.
fn name_of(item: &Node) -> Option<&str> {
    let Value::Table(entries) = &item.value else { return None };
    let entry = entries.get("name").or_else(|| entries.get("id"))?;
    match &entry.node.value {
        Value::Text(name) => Some(name),
        _ => None,
    }
}

fn problem(found: String, expected: String, remedy: String) -> Problem {
    Problem { path: String::new(), found, expected, remedy }
}

fn unreadable(path: &str) -> Problem {
    let expected = "keys joined by `.`, names in the place of indices, or `[0]`".to_owned();
    let remedy =
        "write e.g. lab.focal.integrity, or lab.\"Lab One\".integrity, or lab[0].integrity".to_owned();
    problem(format!("{path:?}"), expected, remedy)
}

fn outside(index: usize, count: usize) -> Problem {
    let expected = format!("an index below {count}");
    problem(format!("[{index}]"), expected, "indices begin at 0; names work as well".to_owned())
}

fn nobody(name: &str, names: &[&str]) -> Problem {
    let expected = match names {
        [] => "an entry: there is none with a `name` or `id`".to_owned(),
        _ => format!("one of {}", names.join(", ")),
    };
    let remedy = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean {near:?}?"),
        None => "write one of these names; quote a name with a `.` in it".to_owned(),
    };
    problem(format!("{name:?}"), expected, remedy)
}

fn leaf(kind: &str) -> Problem {
    let remedy = "leave out the rest of the path".to_owned();
    problem(format!("a key below {kind}"), "the path to end before it".to_owned(), remedy)
}
