//! A table of values as a map: the higher the value, the darker the cell, with the value written in it.

use super::{Anchor, Canvas, TEXT, text_width, wrap};

/// A map: values by row and column, with the names of both.
#[derive(Clone, Debug)]
pub struct Map {
    /// Values across.
    pub columns: Vec<String>,
    /// Values up, from the bottom.
    pub rows: Vec<String>,
    /// Cells by row from the bottom, then column: value and text; NaN where there is none.
    pub cells: Vec<Vec<(f64, String)>>,
    /// Name of what is across.
    pub across: String,
    /// Name of what is up.
    pub up: String,
}

/// Steps of darkness.
const STEPS: [f64; 2] = [0.08, 0.78];

/// Draws a map from the figure's height on.
pub fn draw(canvas: &mut Canvas, map: &Map) {
    for line in wrap(&map.up, canvas.width, TEXT) {
        canvas.height += 15.0;
        canvas.text((0.0, canvas.height - 3.0), Anchor::Start, "soft", &line);
    }
    let left = map.rows.iter().map(|text| text_width(text, TEXT)).fold(20.0, f64::max) + 8.0;
    let width = (canvas.width - left - 2.0) / map.columns.len().max(1) as f64;
    let (height, top) = (26.0, canvas.height + 6.0);
    let finite = map.cells.iter().flatten().map(|(value, _)| *value).filter(|value| value.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
    for (at, name) in map.rows.iter().rev().enumerate() {
        let y = top + at as f64 * height;
        canvas.text((left - 6.0, y + height / 2.0 + 4.0), Anchor::End, "soft", name);
        for (column, (value, text)) in map.cells[map.rows.len() - 1 - at].iter().enumerate() {
            let x = left + column as f64 * width;
            if value.is_finite() {
                let share = if high > low { (value - low) / (high - low) } else { 0.5 };
                let depth = STEPS[0] + share * (STEPS[1] - STEPS[0]);
                canvas.shade(x, y, width - 1.0, height - 1.0, 5, depth);
            }
            if text_width(text, 11.0) < width {
                canvas.text((x + width / 2.0, y + height / 2.0 + 4.0), Anchor::Middle, "label", text);
            }
        }
    }
    let bottom = top + map.rows.len() as f64 * height;
    let widest = map.columns.iter().map(|name| text_width(name, TEXT)).fold(1.0, f64::max);
    let every = ((widest + 6.0) / width).ceil().max(1.0) as usize;
    for (at, name) in map.columns.iter().enumerate().step_by(every) {
        canvas.text((left + (at as f64 + 0.5) * width, bottom + 15.0), Anchor::Middle, "soft", name);
    }
    canvas.height = bottom + 20.0;
    for line in wrap(&map.across, canvas.width, TEXT) {
        canvas.height += 15.0;
        canvas.text((left + (canvas.width - left) / 2.0, canvas.height - 3.0), Anchor::Middle, "soft", &line);
    }
    canvas.height += 6.0;
}
