//! Charts over time: fans, bands, lines and dated points, one or several side by side on the same scales.

use ambidex_core::Calendar;

use super::axes::Frame;
use super::labels::{self, Area, Named};
use super::{Anchor, Canvas, Mark, polyline, ribbon, text_width};

/// A dated point with perhaps a name.
#[derive(Clone, Debug)]
pub struct Point {
    /// Week, with fractions.
    pub week: f64,
    /// Value.
    pub value: f64,
    /// Shape.
    pub mark: Mark,
    /// Name, where it should be written.
    pub name: Option<String>,
}

/// One thing drawn in a panel; later ones over earlier ones.
#[derive(Clone, Debug)]
pub enum Layer {
    /// 5-25-50-75-95 % by week, in a colour.
    Fan(Vec<[f64; 5]>, usize),
    /// Lower and upper edge by week, in a colour; pale where `wide`.
    Band {
        /// Edges by week.
        edges: Vec<(f64, f64)>,
        /// Colour.
        colour: usize,
        /// Paler.
        wide: bool,
    },
    /// A value by week, in a colour and dash pattern.
    Line(Vec<f64>, usize, usize),
    /// Dated points in a colour.
    Points(Vec<Point>, usize),
    /// An upright line at a week, with words beside it.
    Upright(f64, String),
}

/// A chart over time.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Title over it.
    pub title: String,
    /// Unit of the values.
    pub unit: String,
    /// Values at bottom and top.
    pub range: (f64, f64),
    /// What is drawn.
    pub layers: Vec<Layer>,
}

/// Room for the values' digits at the left [px].
const LEFT: f64 = 36.0;
/// Room for title and unit over the frame [px].
const OVER: f64 = 44.0;
/// Room for the years below the frame [px].
const UNDER: f64 = 26.0;

/// Draws panels of a height in rows of so many, from a height on; moves the figure's height below them.
pub fn grid(canvas: &mut Canvas, panels: &[Panel], columns: usize, height: f64, calendar: &Calendar) {
    let gutter = 14.0;
    let width = (canvas.width - gutter * (columns - 1) as f64) / columns as f64;
    let top = canvas.height;
    for (at, panel) in panels.iter().enumerate() {
        let left = (at % columns) as f64 * (width + gutter);
        let top = top + (at / columns) as f64 * height;
        let frame = Frame {
            left: left + LEFT,
            top: top + OVER,
            width: width - LEFT - 4.0,
            height: height - OVER - UNDER,
            x: (0.0, f64::from(calendar.weeks)),
            y: panel.range,
        };
        draw(canvas, panel, left, &frame, calendar);
    }
    canvas.height += panels.len().div_ceil(columns) as f64 * height;
}

fn draw(canvas: &mut Canvas, panel: &Panel, left: f64, frame: &Frame, calendar: &Calendar) {
    canvas.text((left, frame.top - 28.0), Anchor::Start, "strong", &panel.title);
    frame.value_axis(canvas);
    canvas.text((left, frame.top - 12.0), Anchor::Start, "soft", &panel.unit);
    frame.time_axis(canvas, calendar);
    for layer in &panel.layers {
        draw_layer(canvas, layer, frame);
    }
    draw_uprights(canvas, &panel.layers, frame);
    let points = panel.layers.iter().filter_map(|layer| match layer {
        Layer::Points(points, _) => Some(points),
        _ => None,
    });
    write_names(canvas, points.flatten(), frame);
}

fn draw_layer(canvas: &mut Canvas, layer: &Layer, frame: &Frame) {
    let clip = |value: f64| if value.is_finite() { value.clamp(frame.y.0, frame.y.1) } else { f64::NAN };
    let x = |week: usize| frame.px(week as f64);
    let band = |canvas: &mut Canvas, edges: &mut dyn Iterator<Item = (f64, f64)>, class: String| {
        let points =
            edges.enumerate().map(|(week, (low, high))| (x(week), frame.py(clip(low)), frame.py(clip(high))));
        canvas.path(&ribbon(points), &class);
    };
    let line = |canvas: &mut Canvas, values: &mut dyn Iterator<Item = f64>, class: String| {
        canvas.path(
            &polyline(values.enumerate().map(|(week, value)| (x(week), frame.py(clip(value))))),
            &class,
        );
    };
    match layer {
        Layer::Fan(fan, colour) => {
            band(canvas, &mut fan.iter().map(|levels| (levels[0], levels[4])), format!("f{colour} wide"));
            band(canvas, &mut fan.iter().map(|levels| (levels[1], levels[3])), format!("f{colour} inner"));
            line(canvas, &mut fan.iter().map(|levels| levels[2]), format!("s{colour} line"));
        }
        Layer::Band { edges, colour, wide } => {
            let weight = if *wide { "wide" } else { "inner" };
            band(canvas, &mut edges.iter().copied(), format!("f{colour} {weight}"));
        }
        Layer::Line(values, colour, dash) => {
            line(canvas, &mut values.iter().copied(), format!("s{colour} line dash{dash}"));
        }
        Layer::Points(points, colour) => {
            for point in points.iter().filter(|point| is_within(point, frame)) {
                canvas.mark((frame.px(point.week), frame.py(point.value)), point.mark, *colour, 3.6);
            }
        }
        Layer::Upright(..) => {}
    }
}

fn is_within(point: &Point, frame: &Frame) -> bool {
    frame.holds_x(point.week) && (frame.y.0..=frame.y.1).contains(&point.value)
}

/// Upright lines; the last one's words stand at its right where they fit, all others' at the left.
fn draw_uprights(canvas: &mut Canvas, layers: &[Layer], frame: &Frame) {
    let uprights: Vec<(f64, &String)> = layers
        .iter()
        .filter_map(|layer| match layer {
            Layer::Upright(week, words) => Some((frame.px(*week), words)),
            _ => None,
        })
        .collect();
    for (at, (x, words)) in uprights.iter().enumerate() {
        canvas.line((*x, frame.top), (*x, frame.bottom()), "upright");
        let width = text_width(words, 11.0) + 8.0;
        let fits_left = x - width > frame.left;
        let right = !fits_left || at + 1 == uprights.len() && x + width < frame.right();
        let (anchor, x) = if right { (Anchor::Start, x + 4.0) } else { (Anchor::End, x - 4.0) };
        canvas.text((x, frame.top + 10.0), anchor, "label", words);
    }
}

fn write_names<'a>(canvas: &mut Canvas, points: impl Iterator<Item = &'a Point>, frame: &Frame) {
    let size = 11.0;
    let points: Vec<&Point> = points.filter(|point| is_within(point, frame)).collect();
    let at = |point: &Point| (frame.px(point.week), frame.py(point.value));
    let taken: Vec<Area> = points.iter().map(|point| Area::around(at(point), 4.0)).collect();
    let named: Vec<Named> =
        points.iter().filter_map(|point| Some(Named { at: at(point), name: point.name.clone()? })).collect();
    let within =
        Area { left: frame.left, top: frame.top, right: frame.right() + 3.0, bottom: frame.bottom() };
    labels::write(canvas, &named, within, &taken, size);
}
