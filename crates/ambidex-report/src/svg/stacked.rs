//! Shares of a whole over time, one upon the other.

use ambidex_core::Calendar;

use super::axes::Frame;
use super::{Anchor, Canvas, ribbon};

/// Draws series (a colour and a value by week) as areas upon each other, from the figure's height on.
pub fn draw(canvas: &mut Canvas, series: &[(usize, Vec<f64>)], unit: &str, height: f64, calendar: &Calendar) {
    let frame = Frame {
        left: 36.0,
        top: canvas.height + 24.0,
        width: canvas.width - 40.0,
        height: height - 50.0,
        x: (0.0, f64::from(calendar.weeks)),
        y: (0.0, 100.0),
    };
    let mut floor = vec![0.0; series.iter().map(|(_, values)| values.len()).max().unwrap_or(0)];
    for (colour, values) in series {
        let edges: Vec<(f64, f64)> =
            floor.iter().zip(values).map(|(low, value)| (*low, low + value)).collect();
        let points = edges
            .iter()
            .enumerate()
            .map(|(week, (low, high))| (frame.px(week as f64), frame.py(*low), frame.py(*high)));
        canvas.path(&ribbon(points), &format!("f{colour} area"));
        floor = edges.iter().map(|(_, high)| *high).collect();
    }
    frame.value_axis(canvas);
    canvas.text((0.0, frame.top - 11.0), Anchor::Start, "soft", unit);
    frame.time_axis(canvas, calendar);
    canvas.height += height;
}
