//! Predictions as upright fans with what was observed beside them, in panels on the same scales.

use super::axes::{Frame, range, step, tick_text, ticks};
use super::{Anchor, Canvas, Mark};

/// One prediction with its observation.
#[derive(Clone, Debug)]
pub struct Span {
    /// Place across.
    pub x: f64,
    /// Prediction at 5, 25, 50, 75 and 95 %.
    pub fan: [f64; 5],
    /// Observed.
    pub observed: f64,
    /// Standard deviation of its error.
    pub error: f64,
    /// Shape of what was observed.
    pub mark: Mark,
}

/// A panel: its title and what it shows.
pub type Panel = (String, Vec<Span>);

const OVER: f64 = 24.0;
const UNDER: f64 = 24.0;
const LEFT: f64 = 34.0;

/// Draws panels in rows of so many, from the figure's height on; moves it below them. Years run across.
pub fn grid(canvas: &mut Canvas, panels: &[Panel], columns: usize, height: f64) {
    let gutter = 14.0;
    let width = (canvas.width - gutter * (columns - 1) as f64) / columns as f64;
    let spans = || panels.iter().flat_map(|(_, spans)| spans);
    let y = range(
        spans().flat_map(|one| [one.fan[0], one.fan[4], one.observed - one.error, one.observed + one.error]),
        5.0,
    );
    let ends =
        spans().map(|one| one.x).fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), x| (a.min(x), b.max(x)));
    let x = if ends.0 <= ends.1 { ((ends.0 - 0.05).floor(), (ends.1 + 0.05).ceil()) } else { (0.0, 1.0) };
    let top = canvas.height;
    for (at, (title, spans)) in panels.iter().enumerate() {
        let left = (at % columns) as f64 * (width + gutter);
        let over = top + (at / columns) as f64 * height;
        canvas.text((left, over + 14.0), Anchor::Start, "strong", title);
        let frame = Frame {
            left: left + LEFT,
            top: over + OVER,
            width: width - LEFT - 16.0,
            height: height - OVER - UNDER,
            x,
            y,
        };
        draw(canvas, spans, &frame);
    }
    canvas.height += panels.len().div_ceil(columns) as f64 * height;
}

fn draw(canvas: &mut Canvas, spans: &[Span], frame: &Frame) {
    frame.value_axis(canvas);
    let step = step(frame.x.1 - frame.x.0, frame.width / 60.0).max(1.0);
    for tick in ticks(frame.x, step) {
        let x = frame.px(tick);
        canvas.line((x, frame.top), (x, frame.bottom()), "grid");
        canvas.text((x, frame.bottom() + 15.0), Anchor::Middle, "soft", &tick_text(tick, step));
    }
    for one in spans {
        let x = frame.px(one.x);
        let bar = |canvas: &mut Canvas, (low, high): (f64, f64), class: &str| {
            let (top, bottom) = (frame.py(high), frame.py(low));
            canvas.rect(x - 4.0, top, 8.0, (bottom - top).max(1.0), class);
        };
        bar(canvas, (one.fan[0], one.fan[4]), "f5 wide");
        bar(canvas, (one.fan[1], one.fan[3]), "f5 inner");
        canvas.line((x - 5.0, frame.py(one.fan[2])), (x + 5.0, frame.py(one.fan[2])), "s5 line");
        let ends = [one.observed - one.error, one.observed + one.error].map(|y| frame.py(y));
        canvas.line((x, ends[0]), (x, ends[1]), "s0 line thin pale");
        canvas.mark((x, frame.py(one.observed)), one.mark, 0, 3.4);
    }
}
