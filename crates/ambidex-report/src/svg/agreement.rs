//! Ours against theirs, a small square a quantity, with the line on which both are equal.

use super::axes::{Frame, range, step, tick_text, ticks};
use super::{Anchor, Canvas, Mark, TEXT, text_width, wrap};

/// A pair of numbers.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    /// Theirs.
    pub theirs: f64,
    /// Ours.
    pub ours: f64,
    /// Shape.
    pub mark: Mark,
    /// Whether it is crossed.
    pub crossed: bool,
}

/// A square.
#[derive(Clone, Debug)]
pub struct Square {
    /// What is compared.
    pub title: String,
    /// Pairs.
    pub pairs: Vec<Pair>,
}

/// Space between squares [px].
const GUTTER: f64 = 16.0;
/// Height of a line of a title [px].
const LEADING: f64 = 15.0;

/// Draws squares in rows, from the figure's height on; moves it below them.
pub fn grid(canvas: &mut Canvas, squares: &[Square]) {
    let columns = if canvas.narrow() { 2 } else { 3 };
    let width = (canvas.width - GUTTER * (columns - 1) as f64) / columns as f64;
    for row in squares.chunks(columns) {
        let titles: Vec<Vec<String>> = row.iter().map(|square| wrap(&square.title, width, 13.0)).collect();
        let over = titles.iter().map(Vec::len).max().unwrap_or(0) as f64 * LEADING + 8.0;
        for (at, (square, title)) in row.iter().zip(&titles).enumerate() {
            let left = at as f64 * (width + GUTTER);
            for (line, words) in title.iter().enumerate() {
                let y = canvas.height + LEADING * (line + 1) as f64 - 3.0;
                canvas.text((left, y), Anchor::Start, "", words);
            }
            draw(canvas, square, left, canvas.height + over, width);
        }
        canvas.height += over + width + 6.0;
    }
}

fn draw(canvas: &mut Canvas, square: &Square, left: f64, top: f64, width: f64) {
    let both = range(square.pairs.iter().flat_map(|pair| [pair.theirs, pair.ours]), 4.0);
    let step = step(both.1 - both.0, 3.0);
    let texts: Vec<(f64, String)> =
        ticks(both, step).into_iter().map(|tick| (tick, tick_text(tick, step))).collect();
    let widest = texts.iter().map(|(_, text)| text_width(text, TEXT)).fold(0.0, f64::max);
    let room = widest + 6.0;
    let side = width - room - (widest / 2.0).max(6.0);
    let frame = Frame { left: left + room, top, width: side, height: side, x: both, y: both };
    for (tick, text) in &texts {
        let (x, y) = (frame.px(*tick), frame.py(*tick));
        canvas.line((frame.left, y), (frame.right(), y), "grid");
        canvas.line((x, frame.top), (x, frame.bottom()), "grid");
        canvas.text((frame.left - 5.0, y + 4.0), Anchor::End, "soft", text);
        canvas.text((x, frame.bottom() + 15.0), Anchor::Middle, "soft", text);
    }
    canvas.line((frame.left, frame.bottom()), (frame.right(), frame.top), "upright");
    let at = |pair: &Pair| (frame.px(pair.theirs), frame.py(pair.ours));
    let seen = |pair: &&Pair| pair.theirs.is_finite() && pair.ours.is_finite();
    for pair in square.pairs.iter().filter(seen) {
        canvas.mark(at(pair), pair.mark, 5, 3.0);
    }
    for pair in square.pairs.iter().filter(seen).filter(|pair| pair.crossed) {
        canvas.mark(at(pair), Mark::Cross, 0, 7.0);
    }
}
