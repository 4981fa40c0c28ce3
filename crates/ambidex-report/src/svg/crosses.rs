//! Points with intervals both ways, named.

use super::axes::{Frame, range, step, tick_text, ticks};
use super::labels::{self, Area, Named};
use super::{Anchor, Canvas, Mark, TEXT, text_width, wrap};

/// A point with its intervals.
#[derive(Clone, Debug)]
pub struct Cross {
    /// Across: value and ends of its interval.
    pub x: [f64; 3],
    /// Up: value and ends of its interval.
    pub y: [f64; 3],
    /// Shape.
    pub mark: Mark,
    /// Colour.
    pub colour: usize,
    /// Name.
    pub name: String,
}

/// Draws points with axes of these names from the figure's height on; returns how many names found no room.
pub fn draw(canvas: &mut Canvas, crosses: &[Cross], across: &str, up: &str, height: f64) -> usize {
    let y = range(crosses.iter().flat_map(|one| one.y), height / 40.0);
    let step_y = step(y.1 - y.0, height / 27.0);
    let widths = ticks(y, step_y).into_iter().map(|tick| text_width(&tick_text(tick, step_y), TEXT));
    let left = widths.fold(12.0, f64::max) + 8.0;
    for line in wrap(up, canvas.width, TEXT) {
        canvas.height += 15.0;
        canvas.text((0.0, canvas.height - 3.0), Anchor::Start, "soft", &line);
    }
    let frame = Frame {
        left,
        top: canvas.height + 8.0,
        width: canvas.width - left - 16.0,
        height,
        x: range(crosses.iter().flat_map(|one| one.x), 8.0),
        y,
    };
    frame.value_axis(canvas);
    frame.across_ticks(canvas);
    for one in crosses {
        let class = format!("s{} line thin", one.colour);
        let at = |x: f64, y: f64| (frame.px(x), frame.py(y));
        canvas.line(at(one.x[1], one.y[0]), at(one.x[2], one.y[0]), &class);
        canvas.line(at(one.x[0], one.y[1]), at(one.x[0], one.y[2]), &class);
    }
    let place = |one: &Cross| (frame.px(one.x[0]), frame.py(one.y[0]));
    for one in crosses {
        canvas.mark(place(one), one.mark, one.colour, 4.5);
    }
    let taken: Vec<Area> = crosses.iter().map(|one| Area::around(place(one), 4.5)).collect();
    let named: Vec<Named> =
        crosses.iter().map(|one| Named { at: place(one), name: one.name.clone() }).collect();
    let within = Area { left, top: frame.top, right: canvas.width - 2.0, bottom: frame.bottom() };
    let left_out = labels::write(canvas, &named, within, &taken, 11.0);
    canvas.height = frame.bottom() + 20.0;
    for line in wrap(across, canvas.width, TEXT) {
        canvas.height += 15.0;
        canvas.text((frame.left + frame.width / 2.0, canvas.height - 3.0), Anchor::Middle, "soft", &line);
    }
    canvas.height += 6.0;
    left_out
}
