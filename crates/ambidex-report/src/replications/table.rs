//! The table of a figure: every row, with the columns that say something.

use super::numbers::{NONE, estimate, interval, places, plain};
use super::read::{Row, grouped};
use crate::document::{Block, Blocks, Table};

/// Rows of a figure up to which one table holds all its quantities.
const ONE_TABLE: usize = 100;
/// Sources of a figure that are named over its tables; more of them stand in a column.
const NAMED: usize = 3;

/// All rows of a figure in folded tables, with the sources over them.
pub fn tables(blocks: &mut Blocks, rows: &[&Row]) {
    let sources = grouped(rows.iter().copied(), |row| (row.source.as_str(), row.known));
    let named = sources.len() <= NAMED;
    if named {
        let items = sources.iter().map(|((source, known), rows)| {
            format!("{source} ({}; {})", known.words(), quantities(rows.len()))
        });
        blocks.0.push(Block::List(items.collect()));
    }
    let by_name = grouped(rows.iter().copied(), |row| row.name.as_str());
    if rows.len() <= ONE_TABLE || by_name.len() * 3 > rows.len() {
        let title = format!("All {}", quantities(rows.len()));
        blocks.0.push(Block::FoldedTable(title, table(rows, by_name.len() > 1, named)));
        return;
    }
    for (name, rows) in by_name {
        let missed = rows.iter().filter(|row| row.is_missed()).count();
        let misses = if missed > 0 { format!(", {missed} missed") } else { String::new() };
        let title = format!("{name}: {}{misses}", quantities(rows.len()));
        blocks.0.push(Block::FoldedTable(title, table(&rows, false, named)));
    }
}

/// The rows that are missed, open.
pub fn missed(blocks: &mut Blocks, rows: &[&Row]) {
    let missed: Vec<&Row> = rows.iter().filter(|row| row.is_missed()).copied().collect();
    if !missed.is_empty() {
        blocks.say(format!("Missed: {}.", quantities(missed.len())));
        blocks.0.push(Block::Table(table(&missed, true, true)));
    }
}

/// So many quantities, in words.
pub fn quantities(count: usize) -> String {
    format!("{count} {}", if count == 1 { "quantity" } else { "quantities" })
}

type Cell = fn(&Row) -> String;

fn table(rows: &[&Row], with_names: bool, sources_are_named: bool) -> Table {
    let has = |some: fn(&&&Row) -> bool| rows.iter().any(|row| some(&row));
    let kinds = grouped(rows.iter().copied(), |row| row.known).len();
    let axes = grouped(rows.iter().copied().filter(|row| row.x.is_some()), |row| {
        row.x.as_ref().map(|x| x.name.as_str()).unwrap_or_default()
    });
    let axis = match axes.as_slice() {
        [(axis, rows_with)] if rows_with.len() == rows.len() => Some((*axis).to_owned()),
        _ => None,
    };
    let place: Cell = if axis.is_some() { place } else { place_with_name };
    let columns: Vec<(String, Cell, bool)> = vec![
        ("quantity".to_owned(), |row| row.name.clone(), with_names),
        ("line".to_owned(), |row| row.line.clone(), has(|row| !row.line.is_empty())),
        (axis.unwrap_or_else(|| "at".to_owned()), place, !axes.is_empty()),
        ("known".to_owned(), |row| row.known.words().to_owned(), kinds > 1 || !sources_are_named),
        ("theirs".to_owned(), |row| unbroken(&estimate(row.theirs, row.theirs_se)), true),
        ("ours".to_owned(), |row| unbroken(&estimate(row.ours, row.ours_se)), true),
        (
            "95 % interval".to_owned(),
            |row| unbroken(&interval(row.low, row.high, row.ours_se)),
            has(|row| row.ours_se.is_some()),
        ),
        ("z".to_owned(), |row| places(row.z, 2), has(|row| row.z.is_some())),
        ("verdict".to_owned(), |row| row.verdict().to_owned(), true),
        ("source".to_owned(), |row| row.source.clone(), !sources_are_named),
    ];
    let kept: Vec<(String, Cell, bool)> = columns.into_iter().filter(|(_, _, keep)| *keep).collect();
    Table {
        rows: rows.iter().map(|row| kept.iter().map(|(_, cell, _)| cell(row)).collect()).collect(),
        head: kept.into_iter().map(|(head, _, _)| head).collect(),
    }
}

/// Text that is not broken into lines.
fn unbroken(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

fn place(row: &Row) -> String {
    row.x.as_ref().and_then(|x| x.value).map_or_else(|| NONE.to_owned(), plain)
}

fn place_with_name(row: &Row) -> String {
    row.x.as_ref().map_or_else(|| NONE.to_owned(), |x| format!("{} {}", x.name, place(row)))
}
