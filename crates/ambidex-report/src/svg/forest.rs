//! Estimates with intervals in rows: a forest plot.

use super::axes::{Frame, range};
use super::{Anchor, Canvas, Mark, TEXT, text_width, wrap};

/// An estimate with its interval.
#[derive(Clone, Copy, Debug)]
pub struct Estimate {
    /// Estimate.
    pub at: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// A wider range drawn pale, e.g. that over worlds.
    pub spread: Option<(f64, f64)>,
    /// Shape of its mark.
    pub mark: Mark,
    /// Colour.
    pub colour: usize,
}

/// A row: words at the left, estimates one under the other, words at the right.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// What it is.
    pub name: String,
    /// Its estimates.
    pub estimates: Vec<Estimate>,
    /// Numbers at the right.
    pub words: String,
}

/// How a forest plot is scaled.
#[derive(Clone, Debug)]
pub struct Scale {
    /// Title over the rows.
    pub title: String,
    /// Unit under the axis.
    pub unit: String,
    /// Values that must be within.
    pub include: Vec<f64>,
    /// Upright line drawn heavier, e.g. the threshold.
    pub upright: Option<f64>,
}

/// Draws rows from the figure's height on.
pub fn draw(canvas: &mut Canvas, rows: &[Row], scale: &Scale) {
    draw_banded(canvas, rows, &[], scale);
}

/// The same, with a pale band of so much to either side of zero behind each row.
pub fn draw_banded(canvas: &mut Canvas, rows: &[Row], bands: &[f64], scale: &Scale) {
    let names = if canvas.narrow() { 0.0 } else { canvas.width * 0.3 };
    let longest = rows.iter().map(|row| text_width(&row.words, TEXT)).fold(150.0, f64::max);
    let words = if canvas.narrow() { 0.0 } else { longest.min(canvas.width * 0.3) };
    let ends = rows.iter().flat_map(|row| &row.estimates).flat_map(|one| {
        let (low, high) = one.spread.unwrap_or((one.low, one.high));
        [one.at, one.low, one.high, low, high]
    });
    let width = canvas.width - names - words - 24.0;
    let mut frame = Frame {
        left: names + 12.0,
        top: canvas.height + 26.0,
        width,
        height: 0.0,
        x: range(
            ends.chain(scale.include.iter().copied()).chain(bands.iter().flat_map(|half| [-half, *half])),
            width / 60.0,
        ),
        y: (0.0, 1.0),
    };
    let heights: Vec<f64> = rows.iter().map(|row| row_height(row, names, canvas)).collect();
    frame.height = heights.iter().sum();
    canvas.text((0.0, canvas.height + 14.0), Anchor::Start, "strong", &scale.title);
    frame.across_axis(canvas, &scale.unit);
    if let Some(x) = scale.upright {
        canvas.line((frame.px(x), frame.top), (frame.px(x), frame.bottom()), "upright");
    }
    let mut top = frame.top;
    for (at, (row, height)) in rows.iter().zip(&heights).enumerate() {
        if let Some(half) = bands.get(at) {
            let (left, right) = (frame.px(-half), frame.px(*half));
            canvas.rect(left, top + 2.0, right - left, height - 4.0, "f0 faint");
        }
        draw_row(canvas, row, (top, *height), &frame, names);
        top += height;
    }
    canvas.height = frame.bottom() + 42.0;
}

fn row_height(row: &Row, names: f64, canvas: &Canvas) -> f64 {
    let lines = wrap(&row.name, name_width(names, canvas), TEXT).len() as f64;
    let marks = row.estimates.len().max(1) as f64 * 14.0 + 10.0;
    if canvas.narrow() { lines * 15.0 + 17.0 + marks } else { (lines * 15.0 + 8.0).max(marks) }
}

fn name_width(names: f64, canvas: &Canvas) -> f64 {
    if canvas.narrow() { canvas.width - 8.0 } else { names - 4.0 }
}

fn draw_row(canvas: &mut Canvas, row: &Row, (top, height): (f64, f64), frame: &Frame, names: f64) {
    let lines = wrap(&row.name, name_width(names, canvas), TEXT);
    let narrow = canvas.narrow();
    let first = if narrow { top + 14.0 } else { top + height / 2.0 + 4.0 - (lines.len() - 1) as f64 * 7.5 };
    for (at, line) in lines.iter().enumerate() {
        canvas.text((0.0, first + at as f64 * 15.0), Anchor::Start, "halo", line);
    }
    let middle = if narrow {
        canvas.text((0.0, top + 14.0 + lines.len() as f64 * 15.0), Anchor::Start, "soft halo", &row.words);
        top + height - (row.estimates.len() as f64 * 14.0 + 10.0) / 2.0
    } else {
        canvas.text((canvas.width, top + height / 2.0 + 4.0), Anchor::End, "soft", &row.words);
        top + height / 2.0
    };
    for (at, one) in row.estimates.iter().enumerate() {
        let y = middle + (at as f64 - (row.estimates.len() - 1) as f64 / 2.0) * 12.0;
        draw_estimate(canvas, one, y, frame);
    }
}

fn draw_estimate(canvas: &mut Canvas, one: &Estimate, y: f64, frame: &Frame) {
    if let Some((low, high)) = one.spread.filter(|(low, high)| low.is_finite() && high.is_finite()) {
        canvas.rect(
            frame.px(low),
            y - 4.0,
            (frame.px(high) - frame.px(low)).max(1.0),
            8.0,
            &format!("f{} wide", one.colour),
        );
    }
    if one.low.is_finite() && one.high.is_finite() {
        canvas.line((frame.px(one.low), y), (frame.px(one.high), y), &format!("s{} line", one.colour));
    }
    if one.at.is_finite() {
        canvas.mark((frame.px(one.at), y), one.mark, one.colour, 4.5);
    }
}
