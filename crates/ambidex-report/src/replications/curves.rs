//! The figures redrawn: ours as curves beside theirs as points, or ours against theirs where there is no axis.

use super::read::{Known, Row, Verdict, grouped};
use crate::document::Figure;
use crate::svg::Mark;
use crate::svg::agreement::{self, Pair, Square};
use crate::svg::curves::{self, Curve, Spot};
use crate::svg::legend::{self, Swatch};
use ambidex_analysis::statistics::NORMAL_95;

/// Colours of the palette in the order in which lines take them.
const COLOURS: [usize; 8] = [5, 6, 3, 7, 1, 2, 0, 4];
/// Lines in one drawing; a figure with more is drawn in parts.
const LINES: usize = 8;
/// Rows without an axis from which on they are drawn.
const ENOUGH: usize = 8;

const SQUARES: &str = "Across: theirs; up: ours; on the dashed line both are equal.";

/// The drawings of one figure of the paper; `id` begins their anchors.
pub fn figures(id: &str, rows: &[&Row]) -> Vec<Figure> {
    let (placed, mut rest): (Vec<&Row>, Vec<&Row>) = rows.iter().partition(|row| row.x.is_some());
    let axis = |row: &'_ Row| row.x.as_ref().map(|x| x.name.clone()).unwrap_or_default();
    let mut figures = Vec::new();
    for ((name, across), rows) in grouped(placed, |row| (row.name.clone(), axis(row))) {
        if !runs_along(&rows) {
            rest.extend(rows);
            continue;
        }
        let lines = grouped(rows, |row| row.line.clone());
        let parts = parts(&lines);
        for (at, lines) in parts.iter().enumerate() {
            let title = match parts.len() {
                1 => name.clone(),
                count => format!("{name} ({} of {count})", at + 1),
            };
            figures.push(drawn(format!("{id}-{}", figures.len() + 1), title, &across, &name, lines));
        }
    }
    if rest.len() >= ENOUGH {
        figures.push(squares(format!("{id}-{}", figures.len() + 1), rest));
    }
    figures
}

/// Whether rows make a curve: a line of two places or more, or three places at all.
fn runs_along(rows: &[&Row]) -> bool {
    let places =
        |rows: &[&Row]| grouped(rows.iter().copied(), |row| row.x.as_ref().and_then(|x| x.value)).len();
    let lines = grouped(rows.iter().copied(), |row| row.line.as_str());
    places(rows) > 2 || lines.iter().any(|(_, rows)| places(rows) > 1)
}

/// A line of a figure: its name and its rows.
type Line<'a> = (String, Vec<&'a Row>);

/// Lines in parts of at most [`LINES`]; those whose names begin alike, up to the first comma, stay together where they can.
fn parts<'l, 'a>(lines: &'l [Line<'a>]) -> Vec<&'l [Line<'a>]> {
    let mut parts: Vec<&[Line]> = Vec::new();
    let mut from = 0;
    let mut at = 0;
    for alike in lines.chunk_by(|one, other| one.0.split(',').next() == other.0.split(',').next()) {
        if at > from && at + alike.len() - from > LINES {
            parts.push(&lines[from..at]);
            from = at;
        }
        at += alike.len();
        // Too many for one part: evenly, so that no line stands alone.
        let size = alike.len().div_ceil(alike.len().div_ceil(LINES));
        while at - from > LINES {
            parts.push(&lines[from..from + size]);
            from += size;
        }
    }
    parts.extend((from < at).then(|| &lines[from..at]));
    parts
}

fn drawn(id: String, title: String, across: &str, up: &str, lines: &[Line]) -> Figure {
    let curves: Vec<Curve> = lines.iter().enumerate().map(|(at, (_, rows))| curve(at, rows)).collect();
    let mut entries: Vec<(Swatch, String)> = lines
        .iter()
        .zip(&curves)
        .map(|((name, _), curve)| {
            let name = if name.is_empty() { "ours" } else { name };
            (Swatch::Line(curve.colour, curve.dash), name.to_owned())
        })
        .collect();
    entries.extend(marks(lines.iter().flat_map(|(_, rows)| rows.iter().copied())));
    Figure::draw(id, title, caption(lines), |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 2.0;
        let height = if canvas.narrow() { 230.0 } else { 320.0 };
        curves::draw(canvas, &curves, across, up, height);
    })
}

/// What lines, bands, points and bars are, as far as they occur.
fn caption(lines: &[Line]) -> String {
    let has = |some: fn(&Row) -> bool| lines.iter().any(|(_, rows)| rows.iter().any(|row| some(row)));
    let ours = if has(|row| row.ours_se.is_some()) {
        "Lines with bands: ours, 95 % intervals."
    } else {
        "Lines: ours."
    };
    let theirs =
        if has(|row| row.theirs_se.is_some()) { "Points with bars: theirs." } else { "Points: theirs." };
    format!("{ours} {theirs}")
}

/// Entries for the marks that occur.
fn marks<'a>(rows: impl Iterator<Item = &'a Row> + Clone) -> Vec<(Swatch, String)> {
    let has = |some: fn(&Row) -> bool| rows.clone().any(some);
    let entries = [
        (Mark::Filled, "theirs, judged", has(|row| row.verdict != Verdict::Shown)),
        (
            Mark::Hollow,
            "theirs, not judged (read off, remembered, or without its error)",
            has(|row| row.verdict == Verdict::Shown),
        ),
        (Mark::Cross, "missed", has(Row::is_missed)),
    ];
    entries
        .into_iter()
        .filter(|(_, _, occurs)| *occurs)
        .map(|(mark, words, _)| (Swatch::Mark(mark, 0), words.to_owned()))
        .collect()
}

fn curve(at: usize, rows: &[&Row]) -> Curve {
    let number = |value: Option<f64>| value.unwrap_or(f64::NAN);
    let x = |row: &Row| number(row.x.as_ref().and_then(|x| x.value));
    let mut line: Vec<Spot> = rows
        .iter()
        .map(|row| Spot { x: x(row), y: number(row.ours), low: number(row.low), high: number(row.high) })
        .collect();
    line.sort_by(|one, other| one.x.total_cmp(&other.x));
    line.dedup_by(|one, other| one.x == other.x);
    let theirs = |row: &&Row| {
        let (y, half) = (number(row.theirs), NORMAL_95 * number(row.theirs_se));
        (Spot { x: x(row), y, low: y - half, high: y + half }, mark(row))
    };
    let missed = rows.iter().filter(|row| row.is_missed());
    Curve {
        colour: COLOURS[at % COLOURS.len()],
        dash: 0,
        line,
        points: rows.iter().map(theirs).collect(),
        crossed: missed.map(|row| (x(row), number(row.theirs))).collect(),
    }
}

/// Filled where it is judged.
fn mark(row: &Row) -> Mark {
    match (row.verdict, row.known) {
        (Verdict::Shown, _) | (_, Known::ReadOff | Known::Memory) => Mark::Hollow,
        _ => Mark::Filled,
    }
}

fn squares(id: String, rows: Vec<&Row>) -> Figure {
    let entries = marks(rows.iter().copied());
    let pair = |row: &&Row| {
        Some(Pair { theirs: row.theirs?, ours: row.ours?, mark: mark(row), crossed: row.is_missed() })
    };
    let squares: Vec<Square> = grouped(rows, |row| row.name.clone())
        .into_iter()
        .map(|(title, rows)| Square { title, pairs: rows.iter().filter_map(pair).collect() })
        .collect();
    Figure::draw(id, "Ours against theirs".to_owned(), SQUARES.to_owned(), |canvas| {
        canvas.height = legend::draw(canvas, &entries, 0.0, 0.0) + 4.0;
        agreement::grid(canvas, &squares);
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_begin_alike_stay_together() {
        let lines = |names: &[(&str, usize)]| -> Vec<Line<'static>> {
            let all = names.iter().flat_map(|(name, count)| (0..*count).map(move |i| format!("{name}, {i}")));
            all.map(|name| (name, vec![])).collect()
        };
        let sizes =
            |names: &[(&str, usize)]| parts(&lines(names)).iter().map(|part| part.len()).collect::<Vec<_>>();
        assert_eq!(sizes(&[("a", 3), ("b", 3), ("c", 3)]), [6, 3]);
        assert_eq!(sizes(&[("a", 3), ("b", 9)]), [3, 5, 4]);
        assert_eq!(sizes(&[("a", 8)]), [8]);
        assert_eq!(sizes(&[]), [0; 0]);
    }
}
