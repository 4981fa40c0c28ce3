//! Bars in rows, several to a row, each with its interval.

use super::axes::{Frame, range};
use super::{Anchor, Canvas, TEXT, wrap};

/// A bar from zero, with the interval of its end.
#[derive(Clone, Copy, Debug)]
pub struct Bar {
    /// Value.
    pub at: f64,
    /// Lower end of the interval; NaN where there is none.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Colour of the palette.
    pub colour: usize,
    /// Paler than others of its colour.
    pub pale: bool,
}

/// A row: a name with its bars, one under the other.
#[derive(Clone, Debug)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// Its bars.
    pub bars: Vec<Bar>,
}

/// Height of a bar with its gap [px].
const PITCH: f64 = 10.0;
/// Height of a line of a name [px].
const LEADING: f64 = 15.0;
/// Space between rows [px].
const GAP: f64 = 8.0;

/// Draws rows from the figure's height on, with the unit under the axis.
pub fn draw(canvas: &mut Canvas, rows: &[Row], unit: &str) {
    let names = if canvas.narrow() { 0.0 } else { canvas.width * 0.34 };
    let width = canvas.width - names - 20.0;
    let ends = rows.iter().flat_map(|row| &row.bars).flat_map(|bar| [bar.at, bar.low, bar.high]);
    let heights: Vec<f64> = rows.iter().map(|row| height(canvas, row, names)).collect();
    let frame = Frame {
        left: names + 8.0,
        top: canvas.height + 6.0,
        width,
        height: heights.iter().sum(),
        x: range(ends.chain([0.0]), (width / 60.0).max(2.0)),
        y: (0.0, 1.0),
    };
    frame.across_ticks(canvas);
    let mut top = frame.top;
    for (row, height) in rows.iter().zip(heights) {
        draw_row(canvas, row, (top, height), &frame, names);
        top += height;
    }
    canvas.line((frame.px(0.0), frame.top), (frame.px(0.0), frame.bottom()), "axis");
    canvas.height = frame.bottom() + 20.0;
    for line in wrap(unit, canvas.width, TEXT) {
        canvas.height += LEADING;
        canvas.text((canvas.width, canvas.height - 3.0), Anchor::End, "soft", &line);
    }
    canvas.height += 6.0;
}

fn lines(canvas: &Canvas, row: &Row, names: f64) -> Vec<String> {
    wrap(&row.name, if canvas.narrow() { canvas.width } else { names }, TEXT)
}

fn height(canvas: &Canvas, row: &Row, names: f64) -> f64 {
    let (words, bars) = (lines(canvas, row, names).len() as f64 * LEADING, row.bars.len() as f64 * PITCH);
    GAP + if canvas.narrow() { words + 2.0 + bars } else { words.max(bars) }
}

fn draw_row(canvas: &mut Canvas, row: &Row, (top, height): (f64, f64), frame: &Frame, names: f64) {
    let lines = lines(canvas, row, names);
    let (words, bars) = (lines.len() as f64 * LEADING, row.bars.len() as f64 * PITCH);
    let (first, under) = if canvas.narrow() {
        (top + 11.0 + GAP / 2.0, top + GAP / 2.0 + words + 2.0)
    } else {
        (top + (height - words) / 2.0 + 11.5, top + (height - bars) / 2.0)
    };
    for (at, line) in lines.iter().enumerate() {
        canvas.text((0.0, first + at as f64 * LEADING), Anchor::Start, "halo", line);
    }
    for (at, bar) in row.bars.iter().enumerate() {
        draw_bar(canvas, bar, under + (at as f64 + 0.5) * PITCH, frame);
    }
}

fn draw_bar(canvas: &mut Canvas, bar: &Bar, y: f64, frame: &Frame) {
    if !bar.at.is_finite() {
        return;
    }
    let (zero, end) = (frame.px(0.0), frame.px(bar.at));
    let class = format!("f{} {}", bar.colour, if bar.pale { "pale" } else { "area" });
    canvas.rect(zero.min(end), y - 4.0, (end - zero).abs().max(0.5), 8.0, &class);
    if bar.low.is_finite() && bar.high.is_finite() {
        canvas.line((frame.px(bar.low), y), (frame.px(bar.high), y), "s0 line thin");
    }
}
