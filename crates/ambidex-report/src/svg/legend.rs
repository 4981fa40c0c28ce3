//! Legends: swatches and words in rows, as many as fit.

use super::{Anchor, Canvas, Mark, TEXT, text_width, wrap};

/// What a legend entry shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Swatch {
    /// A line in a colour, with a dash pattern.
    Line(usize, usize),
    /// A wide pale band.
    Wide(usize),
    /// A band that is hardly seen.
    Faint(usize),
    /// A less pale, narrower band.
    Inner(usize),
    /// A full area.
    Area(usize),
    /// The same, paler.
    Pale(usize),
    /// A mark.
    Mark(Mark, usize),
}

/// Draws entries from a height on, in rows, words that are wider than the figure broken into lines; returns the height
/// below them.
pub fn draw(canvas: &mut Canvas, entries: &[(Swatch, String)], left: f64, top: f64) -> f64 {
    let (mut x, mut y) = (left, top + 8.0);
    for (swatch, words) in entries {
        let lines = wrap(words, canvas.width - left - 24.0, TEXT);
        let width = 30.0 + lines.iter().map(|line| text_width(line, TEXT)).fold(0.0, f64::max);
        if x > left && x + width > canvas.width {
            (x, y) = (left, y + 18.0);
        }
        draw_swatch(canvas, *swatch, x, y);
        for (at, line) in lines.iter().enumerate() {
            y += if at == 0 { 0.0 } else { 15.0 };
            canvas.text((x + 24.0, y + 4.0), Anchor::Start, "", line);
        }
        x += width + 12.0;
    }
    if entries.is_empty() { top } else { y + 14.0 }
}

fn draw_swatch(canvas: &mut Canvas, swatch: Swatch, x: f64, y: f64) {
    match swatch {
        Swatch::Line(colour, dash) => {
            canvas.line((x, y), (x + 19.0, y), &format!("s{colour} line dash{dash}"))
        }
        Swatch::Wide(colour) => canvas.rect(x, y - 6.0, 19.0, 12.0, &format!("f{colour} wide")),
        Swatch::Faint(colour) => canvas.rect(x, y - 6.0, 19.0, 12.0, &format!("f{colour} faint")),
        Swatch::Inner(colour) => {
            canvas.rect(x, y - 6.0, 19.0, 12.0, &format!("f{colour} wide"));
            canvas.rect(x, y - 6.0, 19.0, 12.0, &format!("f{colour} inner"));
        }
        Swatch::Area(colour) => canvas.rect(x, y - 6.0, 19.0, 12.0, &format!("f{colour} area")),
        Swatch::Pale(colour) => canvas.rect(x, y - 6.0, 19.0, 12.0, &format!("f{colour} pale")),
        Swatch::Mark(mark, colour) => canvas.mark((x + 10.0, y), mark, colour, 4.0),
    }
}
