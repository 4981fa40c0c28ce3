//! The limits of a box: for every bound input its whole range with the part that belongs to the box, or its values.

use super::legend::{self, Swatch};
use super::{Anchor, Canvas, Mark, TEXT, wrap};

/// What of an input belongs to a box.
#[derive(Clone, Debug)]
pub enum Part {
    /// A stretch of its range; places are shares of the width of the whole.
    Stretch {
        /// Where it begins and ends.
        places: (f64, f64),
        /// Its ends as text; empty where it goes to the end of the range.
        ends: (String, String),
        /// Ends of the whole range as text.
        whole: (String, String),
    },
    /// Values, and whether they belong to it.
    Values(Vec<(String, bool)>),
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Name of the input, with its unit.
    pub name: String,
    /// Number at the right of the name.
    pub words: String,
    /// What belongs to the box.
    pub part: Part,
}

/// Draws rows from the figure's height on.
pub fn draw(canvas: &mut Canvas, rows: &[Row]) {
    for row in rows {
        canvas.height += 8.0;
        let aside = super::text_width(&row.words, TEXT) + 12.0;
        for (at, line) in wrap(&row.name, canvas.width - aside, TEXT).iter().enumerate() {
            canvas.height += 16.0;
            canvas.text((0.0, canvas.height - 4.0), Anchor::Start, "", line);
            if at == 0 {
                canvas.text((canvas.width, canvas.height - 4.0), Anchor::End, "soft", &row.words);
            }
        }
        match &row.part {
            Part::Stretch { places, ends, whole } => stretch(canvas, *places, ends, whole),
            Part::Values(values) => {
                let mark = |inside: bool| if inside { Mark::Filled } else { Mark::Hollow };
                let entry = |(name, inside): &(String, bool)| {
                    (Swatch::Mark(mark(*inside), if *inside { 5 } else { 0 }), name.clone())
                };
                let entries: Vec<_> = values.iter().map(entry).collect();
                canvas.height = legend::draw(canvas, &entries, 0.0, canvas.height + 2.0);
            }
        }
    }
    canvas.height += 6.0;
}

fn stretch(canvas: &mut Canvas, places: (f64, f64), ends: &(String, String), whole: &(String, String)) {
    let top = canvas.height + 2.0;
    let x = |place: f64| 1.0 + place.clamp(0.0, 1.0) * (canvas.width - 2.0);
    let (from, to) = (x(places.0), x(places.1));
    canvas.rect(x(0.0), top, canvas.width - 2.0, 12.0, "f0 wide");
    canvas.rect(from, top, (to - from).max(1.5), 12.0, "f5 area");
    canvas.text((0.0, top + 26.0), Anchor::Start, "soft", &whole.0);
    canvas.text((canvas.width, top + 26.0), Anchor::End, "soft", &whole.1);
    // The text of an end keeps clear of those of the range.
    let room = |text: &str| super::text_width(text, TEXT) + 10.0;
    let (first, last) = (room(&whole.0), canvas.width - room(&whole.1));
    let width = |text: &str| super::text_width(text, TEXT);
    let mut taken = first;
    let spots = [(from, &ends.0), (to, &ends.1)];
    for (at, text) in spots.into_iter().filter(|(_, text)| !text.is_empty()) {
        let middle = at.max(taken + width(text) / 2.0).min(last - width(text) / 2.0);
        canvas.line((at, top + 12.0), (at, top + 16.0), "axis");
        canvas.text((middle, top + 26.0), Anchor::Middle, "", text);
        taken = middle + width(text) / 2.0 + 8.0;
    }
    canvas.height = top + 32.0;
}
