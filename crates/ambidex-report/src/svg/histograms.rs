//! Small histograms side by side, each against a level of one.

use super::{Anchor, Canvas, wrap};

/// A histogram.
#[derive(Clone, Debug)]
pub struct Histogram {
    /// Title.
    pub title: String,
    /// Heights, 1 where nothing has changed.
    pub heights: Vec<f64>,
    /// Colour.
    pub colour: usize,
    /// Words below, a line each.
    pub words: Vec<String>,
}

/// Draws histograms in rows of so many, from the figure's height on; moves it below them.
pub fn grid(canvas: &mut Canvas, all: &[Histogram], columns: usize) {
    let (gutter, tall) = (16.0, 46.0);
    let width = (canvas.width - gutter * (columns - 1) as f64) / columns as f64;
    let highest = all.iter().flat_map(|one| &one.heights).fold(2.0_f64, |a, b| a.max(*b));
    for row in all.chunks(columns) {
        let titles: Vec<Vec<String>> = row.iter().map(|one| broken(&one.title, width)).collect();
        let over = titles.iter().map(Vec::len).max().unwrap_or(0) as f64 * 14.0 + 6.0;
        let under = row.iter().map(|one| one.words.len()).max().unwrap_or(0) as f64 * 14.0 + 12.0;
        for (at, (one, title)) in row.iter().zip(&titles).enumerate() {
            let left = at as f64 * (width + gutter);
            for (line, words) in title.iter().enumerate() {
                canvas.text((left, canvas.height + 14.0 * (line + 1) as f64 - 2.0), Anchor::Start, "", words);
            }
            draw(canvas, one, (left, canvas.height + over), (width, tall), highest);
            for (line, words) in one.words.iter().enumerate() {
                let y = canvas.height + over + tall + 14.0 * (line + 1) as f64;
                canvas.text((left, y), Anchor::Start, "soft", words);
            }
        }
        canvas.height += over + tall + under;
    }
}

/// A path in lines, broken after its dots where it is too long.
fn broken(path: &str, width: f64) -> Vec<String> {
    let lines = wrap(&path.replace('.', ". "), width, 12.0);
    lines.iter().map(|line| line.replace(". ", ".")).collect()
}

fn draw(
    canvas: &mut Canvas,
    one: &Histogram,
    (left, top): (f64, f64),
    (width, tall): (f64, f64),
    highest: f64,
) {
    let bar = width / one.heights.len().max(1) as f64;
    for (at, height) in one.heights.iter().enumerate() {
        let size = (height / highest * tall).min(tall);
        let x = left + at as f64 * bar;
        canvas.rect(x + 0.5, top + tall - size, (bar - 1.0).max(0.5), size, &format!("f{} area", one.colour));
    }
    let level = top + tall - tall / highest;
    canvas.line((left, level), (left + width, level), "upright");
    canvas.line((left, top + tall), (left + width, top + tall), "axis");
}
