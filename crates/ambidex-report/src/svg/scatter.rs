//! Simulated against observed, with the line on which both are equal.

use super::axes::{Frame, range};
use super::labels::{self, Area, Named};
use super::{Anchor, Canvas, Mark};

/// A pair of values, with the spread of the simulated one.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Observed.
    pub x: f64,
    /// Simulated.
    pub y: f64,
    /// Lower end of the simulated band.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Shape.
    pub mark: Mark,
    /// Colour.
    pub colour: usize,
    /// Name.
    pub name: String,
}

/// Draws pairs, with names in the order given as far as there is room; returns how many names found none.
pub fn draw(canvas: &mut Canvas, pairs: &[Pair], x_unit: &str, y_unit: &str) -> usize {
    let both = range(pairs.iter().flat_map(|pair| [pair.x, pair.y, pair.low, pair.high]), 6.0);
    let side = canvas.width - 54.0;
    let frame = Frame {
        left: 38.0,
        top: canvas.height + 26.0,
        width: side,
        height: side.min(520.0),
        x: both,
        y: both,
    };
    frame.value_axis(canvas);
    canvas.text((0.0, frame.top - 11.0), Anchor::Start, "soft", y_unit);
    frame.across_axis(canvas, x_unit);
    canvas.line((frame.left, frame.bottom()), (frame.right(), frame.top), "upright");
    for pair in pairs.iter().filter(|pair| pair.low.is_finite() && pair.high.is_finite()) {
        let x = frame.px(pair.x);
        canvas.line(
            (x, frame.py(pair.low)),
            (x, frame.py(pair.high)),
            &format!("s{} line thin pale", pair.colour),
        );
    }
    for pair in pairs {
        canvas.mark((frame.px(pair.x), frame.py(pair.y)), pair.mark, pair.colour, 4.2);
    }
    canvas.height = frame.bottom() + 42.0;
    write_names(canvas, pairs, &frame)
}

fn write_names(canvas: &mut Canvas, pairs: &[Pair], frame: &Frame) -> usize {
    let at = |pair: &Pair| (frame.px(pair.x), frame.py(pair.y));
    let taken: Vec<Area> = pairs.iter().map(|pair| Area::around(at(pair), 4.5)).collect();
    let named: Vec<Named> =
        pairs.iter().map(|pair| Named { at: at(pair), name: pair.name.clone() }).collect();
    let within = Area { left: frame.left, top: frame.top, right: canvas.width - 3.0, bottom: frame.bottom() };
    labels::write(canvas, &named, within, &taken, 11.0)
}
