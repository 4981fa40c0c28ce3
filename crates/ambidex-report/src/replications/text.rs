//! The results for a terminal.

use std::fmt::Write;

use super::numbers::{estimate, interval, places, plain};
use super::read::{Model, Results, Row};

/// Rows of a figure that are listed without being asked for.
const FEW: usize = 30;
/// Columns of a line of prose.
const WIDTH: usize = 110;

/// A summary line a figure with its rows: all of them where they are few or `all` is set, else those that are missed.
pub fn text(results: &Results, all: bool) -> String {
    results.models.iter().map(|model| of_model(model, results.level, all)).collect::<Vec<_>>().join("\n")
}

fn of_model(model: &Model, level: f64, all: bool) -> String {
    let mut out = format!("{}: {}\n", model.model, model.title);
    if let Some(error) = &model.error {
        return out + &wrapped("  it broke: ", error);
    }
    let (level, judged) = (plain(level * 100.0), model.judged_in_words());
    let _ = writeln!(out, "level {level} %, {judged}; {:.1} s", model.seconds);
    for figure in &model.figures {
        let counts = figure.counts;
        let _ = writeln!(out, "\n  {}", figure.figure);
        let _ = writeln!(
            out,
            "  {} quantities: {} equal, {} agree, {} miss, {} shown; largest |z| {}, mean z² {}",
            figure.quantities,
            counts.equal,
            counts.agrees,
            counts.misses,
            counts.shown,
            places(figure.largest_z, 2),
            places(figure.mean_squared_z, 2)
        );
        let rows = model.of(&figure.figure);
        let listed: Vec<&Row> =
            rows.iter().filter(|row| all || rows.len() <= FEW || row.is_missed()).copied().collect();
        out += &table(&listed);
    }
    if !model.notes.is_empty() {
        out.push('\n');
    }
    out + &model.notes.iter().map(|note| wrapped("  note: ", note)).collect::<String>()
}

/// Rows in columns as wide as they need.
fn table(rows: &[&Row]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let head = ["quantity", "known", "theirs", "ours", "95 % interval", "z", "verdict"].map(str::to_owned);
    let lines: Vec<[String; 7]> = std::iter::once(head).chain(rows.iter().map(|row| cells(row))).collect();
    let width = |column: usize| lines.iter().map(|line| line[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..7).map(width).collect();
    let mut out = String::new();
    for line in lines {
        let padded: Vec<String> =
            line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
        let _ = writeln!(out, "    {}", padded.join("  ").trim_end());
    }
    out
}

fn cells(row: &Row) -> [String; 7] {
    let place = row.x.as_ref().map(|x| format!("{} = {}", x.name, x.value.map_or_else(String::new, plain)));
    let parts = [Some(row.name.clone()), Some(row.line.clone()), place];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    [
        parts.join("; "),
        row.known.words().to_owned(),
        estimate(row.theirs, row.theirs_se),
        estimate(row.ours, row.ours_se),
        interval(row.low, row.high, row.ours_se),
        places(row.z, 2),
        row.verdict().to_owned(),
    ]
}

/// Text broken into lines; the first begins with `head`, the others are indented as far.
fn wrapped(head: &str, text: &str) -> String {
    let indent = " ".repeat(head.chars().count());
    let (mut out, mut line) = (String::new(), head.trim_end().to_owned());
    for word in text.split_whitespace() {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            out += &line;
            out.push('\n');
            line = indent.trim_end_matches(' ').to_owned() + &indent[1..];
        }
        line.push(' ');
        line += word;
    }
    out + &line + "\n"
}
