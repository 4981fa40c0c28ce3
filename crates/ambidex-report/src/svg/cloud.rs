//! Named points over two quantities, each with intervals.

use super::axes::{Frame, range};
use super::labels::{self, Area, Named};
use super::{Anchor, Canvas, Mark, TEXT, text_width, wrap};

/// A point with the ends of its intervals.
#[derive(Clone, Debug)]
pub struct Point {
    /// Across: value, lower and upper end; the ends NaN where there are none.
    pub x: [f64; 3],
    /// Up: the same.
    pub y: [f64; 3],
    /// Name.
    pub name: String,
}

/// Draws points from the figure's height on, with an upright line where `upright` says and the line on which both are
/// equal; names as far as there is room. Returns how many names found none.
pub fn draw(canvas: &mut Canvas, points: &[Point], across: &str, up: &str, upright: Option<f64>) -> usize {
    let x = range(points.iter().flat_map(|point| point.x).chain(upright).chain([0.0]), 6.0);
    let y = range(points.iter().flat_map(|point| point.y).chain([0.0]), 6.0);
    for line in wrap(up, canvas.width, TEXT) {
        canvas.height += 15.0;
        canvas.text((0.0, canvas.height - 3.0), Anchor::Start, "soft", &line);
    }
    let (left, top) = (44.0, canvas.height + 8.0);
    let height = if canvas.narrow() { 260.0 } else { 380.0 };
    let frame = Frame { left, top, width: canvas.width - left - 16.0, height, x, y };
    frame.value_axis(canvas);
    frame.across_ticks(canvas);
    let end = x.1.min(y.1);
    canvas.line((frame.px(0.0), frame.py(0.0)), (frame.px(end), frame.py(end)), "upright");
    if let Some(at) = upright {
        canvas.line((frame.px(at), frame.top), (frame.px(at), frame.bottom()), "s6 line thin dash2");
    }
    for point in points {
        let (at, lines) = ((frame.px(point.x[0]), frame.py(point.y[0])), "s5 line thin pale");
        if point.x[1].is_finite() && point.x[2].is_finite() {
            canvas.line((frame.px(point.x[1]), at.1), (frame.px(point.x[2]), at.1), lines);
        }
        if point.y[1].is_finite() && point.y[2].is_finite() {
            canvas.line((at.0, frame.py(point.y[1])), (at.0, frame.py(point.y[2])), lines);
        }
    }
    let at = |point: &Point| (frame.px(point.x[0]), frame.py(point.y[0]));
    points.iter().for_each(|point| canvas.mark(at(point), Mark::Filled, 5, 4.0));
    canvas.height = frame.bottom() + 34.0;
    let half = text_width(across, TEXT) / 2.0;
    let middle = (frame.left + frame.width / 2.0).min(canvas.width - half).max(half);
    canvas.text((middle, canvas.height - 3.0), Anchor::Middle, "soft", across);
    canvas.height += 6.0;
    let taken: Vec<Area> = points.iter().map(|point| Area::around(at(point), 4.5)).collect();
    let named = |point: &Point| Named { at: at(point), name: point.name.clone() };
    let named: Vec<Named> = points.iter().map(named).collect();
    let within = Area { left: frame.left, top: frame.top, right: canvas.width - 3.0, bottom: frame.bottom() };
    labels::write(canvas, &named, within, &taken, 11.0)
}
