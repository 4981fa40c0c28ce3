//! Lanes over time: when something happened, over worlds, with the real date.

use ambidex_core::Calendar;

use super::axes::Frame;
use super::{Anchor, Canvas, Mark, TEXT, text_width};

/// A lane.
#[derive(Clone, Debug)]
pub struct Lane {
    /// What it is, e.g. a lab.
    pub name: String,
    /// Weeks at 5, 25, 50, 75 and 95 % of the worlds in which it happened; `None` where it never did.
    pub weeks: Option<[f64; 5]>,
    /// Words at the right, e.g. the share of worlds.
    pub words: String,
    /// Week in which it really happened.
    pub real: Option<f64>,
    /// Colour.
    pub colour: usize,
}

/// Draws lanes under a title from the figure's height on.
pub fn draw(canvas: &mut Canvas, title: &str, over_words: &str, lanes: &[Lane], calendar: &Calendar) {
    let height = 24.0;
    let longest = lanes.iter().map(|lane| text_width(&lane.name, TEXT)).fold(0.0, f64::max);
    let left = (longest + 8.0).min(canvas.width * 0.36);
    let right = 10.0
        + lanes.iter().map(|lane| text_width(&lane.words, TEXT)).fold(text_width(over_words, TEXT), f64::max);
    let frame = Frame {
        left,
        top: canvas.height + 34.0,
        width: canvas.width - left - right,
        height: height * lanes.len() as f64,
        x: (0.0, f64::from(calendar.weeks)),
        y: (0.0, 1.0),
    };
    canvas.text((0.0, canvas.height + 14.0), Anchor::Start, "strong", title);
    canvas.text((canvas.width, canvas.height + 30.0), Anchor::End, "soft", over_words);
    frame.time_axis(canvas, calendar);
    for (at, lane) in lanes.iter().enumerate() {
        draw_lane(canvas, lane, frame.top + (at as f64 + 0.5) * height, &frame);
    }
    canvas.height = frame.bottom() + 32.0;
}

fn draw_lane(canvas: &mut Canvas, lane: &Lane, y: f64, frame: &Frame) {
    canvas.line((frame.left, y), (frame.right(), y), "grid");
    canvas.text((0.0, y + 4.0), Anchor::Start, "", &lane.name);
    canvas.text((canvas.width, y + 4.0), Anchor::End, "soft", &lane.words);
    if let Some(weeks) = lane.weeks {
        let x = weeks.map(|week| frame.px(week));
        canvas.line((x[0], y), (x[4], y), &format!("s{} line", lane.colour));
        canvas.rect(x[1], y - 4.0, (x[3] - x[1]).max(1.0), 8.0, &format!("f{} area", lane.colour));
        canvas.line((x[2], y - 8.0), (x[2], y + 8.0), "median");
    }
    if let Some(real) = lane.real.filter(|week| frame.holds_x(*week)) {
        canvas.mark((frame.px(real), y), Mark::Lozenge, 0, 5.5);
    }
}
