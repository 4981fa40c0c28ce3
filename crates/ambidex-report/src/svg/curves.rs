//! Curves over any quantity: ours as lines with bands, known numbers as points.

use ambidex_core::maths::log10;

use super::axes::{Frame, range, step, tick_text, ticks};
use super::{Anchor, Canvas, Mark, TEXT, polyline, ribbon, text_width, wrap};

/// A value with its interval; NaN where there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// Place on the axis.
    pub x: f64,
    /// Value.
    pub y: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// One line with the points that belong to it.
#[derive(Clone, Debug)]
pub struct Curve {
    /// Colour of the palette.
    pub colour: usize,
    /// Dash pattern.
    pub dash: usize,
    /// The line and its band, by place.
    pub line: Vec<Spot>,
    /// Points with their mark.
    pub points: Vec<(Spot, Mark)>,
    /// Points that are crossed, over all others.
    pub crossed: Vec<(f64, f64)>,
}

/// Room at the right, for half of the last tick's text [px].
const RIGHT: f64 = 16.0;
/// Height of a line of text [px].
const LEADING: f64 = 15.0;
/// Names of the axes are broken at this size, as drawn by the style.
const SIZE: f64 = TEXT;

/// Curves with the names of their axes.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Curves.
    pub curves: Vec<Curve>,
    /// Name of what is across.
    pub across: String,
    /// Name of what is up.
    pub up: String,
}

/// Draws panels with frames so high in rows of so many, all with the same range of values up, from the figure's height on.
pub fn grid(canvas: &mut Canvas, panels: &[Panel], columns: usize, height: f64) {
    let gutter = 16.0;
    let width = (canvas.width - gutter * (columns - 1) as f64) / columns as f64;
    let values = |panel: &Panel| {
        let lines = panel.curves.iter().flat_map(|curve| curve.line.iter().copied());
        let points = panel.curves.iter().flat_map(|curve| curve.points.iter().map(|(spot, _)| *spot));
        lines.chain(points).flat_map(|spot| [spot.y, spot.low, spot.high]).collect::<Vec<_>>()
    };
    let all: Vec<f64> = panels.iter().flat_map(values).collect();
    for row in panels.chunks(columns) {
        let (top, mut below) = (canvas.height, canvas.height);
        for (at, panel) in row.iter().enumerate() {
            canvas.height = top;
            let room = Room { left: at as f64 * (width + gutter), width, height, include: &all };
            within(canvas, &panel.curves, &panel.across, &panel.up, &room);
            below = below.max(canvas.height);
        }
        canvas.height = below + 6.0;
    }
}

/// Where curves are drawn: edge and width [px], height of the frame [px], and values that the axis up must hold.
struct Room<'a> {
    left: f64,
    width: f64,
    height: f64,
    include: &'a [f64],
}

/// Draws curves with axes of these names, the frame so high, from the figure's height on.
pub fn draw(canvas: &mut Canvas, curves: &[Curve], across: &str, up: &str, height: f64) {
    let room = Room { left: 0.0, width: canvas.width, height, include: &[] };
    within(canvas, curves, across, up, &room);
}

fn within(canvas: &mut Canvas, curves: &[Curve], across: &str, up: &str, room: &Room) {
    let height = room.height;
    let spots = || {
        let points = |curve: &Curve| curve.points.iter().map(|(spot, _)| *spot).collect::<Vec<_>>();
        curves.iter().flat_map(move |curve| curve.line.iter().copied().chain(points(curve)))
    };
    let x = Scale::of(spots().map(|spot| spot.x), 8.0);
    let values = spots().flat_map(|spot| [spot.y, spot.low, spot.high]);
    let y = Scale::of(values.chain(room.include.iter().copied()), height / 40.0);
    for line in wrap(&y.title(up), room.width, SIZE) {
        canvas.height += LEADING;
        canvas.text((room.left, canvas.height - 3.0), Anchor::Start, "soft", &line);
    }
    let left = y.width(height) + 8.0;
    let frame = Frame {
        left: room.left + left,
        top: canvas.height + 8.0,
        width: room.width - left - RIGHT,
        height,
        x: x.range,
        y: y.range,
    };
    y.upright(canvas, &frame);
    x.across(canvas, &frame);
    let place = |spot: &Spot| (frame.px(x.place(spot.x)), frame.py(y.place(spot.y)));
    let end = |value: f64| frame.py(y.place(value).max(y.range.0));
    for curve in curves {
        draw_line(canvas, curve, place, end);
    }
    for curve in curves {
        draw_points(canvas, curve, place, end);
    }
    canvas.height = frame.bottom() + 20.0;
    for line in wrap(&x.title(across), room.width, SIZE) {
        canvas.height += LEADING;
        let middle = frame.left + frame.width / 2.0;
        let half = text_width(&line, SIZE) / 2.0;
        let middle = middle.min(room.left + room.width - half).max(room.left + half);
        canvas.text((middle, canvas.height - 3.0), Anchor::Middle, "soft", &line);
    }
    canvas.height += 6.0;
}

/// The line with its band; a dash with a bar where there is one place only.
fn draw_line(
    canvas: &mut Canvas,
    curve: &Curve,
    place: impl Fn(&Spot) -> (f64, f64),
    end: impl Fn(f64) -> f64,
) {
    let class = format!("s{} line dash{}", curve.colour, curve.dash);
    if let [spot] = curve.line.as_slice() {
        let (x, y) = place(spot);
        canvas.line((x - 7.0, y), (x + 7.0, y), &class);
        bar(canvas, x, (end(spot.low), end(spot.high)), curve.colour);
        return;
    }
    let band = curve.line.iter().map(|spot| (place(spot).0, end(spot.low), end(spot.high)));
    canvas.path(&ribbon(band), &format!("f{} wide", curve.colour));
    canvas.path(&polyline(curve.line.iter().map(&place)), &class);
}

fn draw_points(
    canvas: &mut Canvas,
    curve: &Curve,
    place: impl Fn(&Spot) -> (f64, f64),
    end: impl Fn(f64) -> f64,
) {
    let seen = |at: &(f64, f64)| at.0.is_finite() && at.1.is_finite();
    for (spot, _) in &curve.points {
        bar(canvas, place(spot).0, (end(spot.low), end(spot.high)), curve.colour);
    }
    for (spot, mark) in curve.points.iter().filter(|(spot, _)| seen(&place(spot))) {
        canvas.mark(place(spot), *mark, curve.colour, 3.6);
    }
    let crossed = curve.crossed.iter().map(|(x, y)| place(&Spot { x: *x, y: *y, low: *y, high: *y }));
    for at in crossed.filter(seen) {
        canvas.mark(at, Mark::Cross, 0, 8.0);
    }
}

/// An upright bar between two heights, where it is any longer than a mark.
fn bar(canvas: &mut Canvas, x: f64, ends: (f64, f64), colour: usize) {
    if ends.0.is_finite() && ends.1.is_finite() && (ends.0 - ends.1).abs() > 1.0 {
        canvas.line((x, ends.0), (x, ends.1), &format!("s{colour} line thin pale"));
    }
}

/// How values become places: as they are, in units of a power of ten, or by their logarithm.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Scale {
    logarithm: bool,
    power: i32,
    range: (f64, f64),
}

impl Scale {
    /// Fits values, with about so many ticks. Logarithmic where they spread over decades and crowd at the low end.
    fn of(values: impl IntoIterator<Item = f64>, count: f64) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().filter(|value| value.is_finite()).collect();
        sorted.sort_by(f64::total_cmp);
        sorted.dedup();
        let (low, high) = match sorted.as_slice() {
            [] => (0.0, 1.0),
            [first, .., last] => (*first, *last),
            [only] => (*only, *only),
        };
        let crowded = sorted.iter().filter(|value| **value < low + 0.1 * (high - low)).count();
        if low > 0.0 && high / low >= 100.0 && 2 * crowded >= sorted.len() {
            return Self { logarithm: true, power: 0, range: (log10(low).floor(), log10(high).ceil()) };
        }
        let largest = low.abs().max(high.abs());
        let power = if largest == 0.0 || (1e-2..1e5).contains(&largest) {
            0
        } else {
            (log10(largest) / 3.0).floor() as i32 * 3
        };
        let unit = 10_f64.powi(power);
        Self { logarithm: false, power, range: range([low / unit, high / unit], count) }
    }

    fn place(&self, value: f64) -> f64 {
        match (self.logarithm, value > 0.0) {
            (true, true) => log10(value),
            (true, false) if value.is_finite() => f64::NEG_INFINITY,
            (true, false) => f64::NAN,
            (false, _) => value / 10_f64.powi(self.power),
        }
    }

    /// Name of the axis, with the power of ten that its ticks are in.
    fn title(&self, name: &str) -> String {
        if self.power == 0 { name.to_owned() } else { format!("{name} × 10{}", raised(self.power)) }
    }

    /// Ticks with their texts.
    fn ticks(&self, count: f64) -> Vec<(f64, String)> {
        let span = self.range.1 - self.range.0;
        if self.logarithm {
            let stride = (span / count).ceil().max(1.0);
            return ticks(self.range, stride).into_iter().map(|tick| (tick, decade(tick))).collect();
        }
        let step = step(span, count);
        ticks(self.range, step).into_iter().map(|tick| (tick, tick_text(tick, step))).collect()
    }

    /// Width of the widest text of an upright axis [px].
    fn width(&self, height: f64) -> f64 {
        let widths = self.ticks(height / 27.0).into_iter().map(|(_, text)| text_width(&text, TEXT));
        widths.fold(12.0, f64::max)
    }

    fn upright(&self, canvas: &mut Canvas, frame: &Frame) {
        if !self.logarithm {
            return frame.value_axis(canvas);
        }
        for (tick, text) in self.ticks(frame.height / 27.0) {
            let y = frame.py(tick);
            canvas.line((frame.left, y), (frame.right(), y), "grid");
            canvas.text((frame.left - 5.0, y + 4.0), Anchor::End, "soft", &text);
        }
    }

    fn across(&self, canvas: &mut Canvas, frame: &Frame) {
        if !self.logarithm {
            return frame.across_ticks(canvas);
        }
        for (tick, text) in self.ticks(frame.width / 60.0) {
            let x = frame.px(tick);
            canvas.line((x, frame.top), (x, frame.bottom()), "grid");
            canvas.text((x, frame.bottom() + 15.0), Anchor::Middle, "soft", &text);
        }
    }
}

/// A power of ten as it is written: in digits where these are few.
fn decade(exponent: f64) -> String {
    match exponent as i32 {
        exponent @ -2..=4 => format!("{}", 10_f64.powi(exponent)),
        exponent => format!("10{}", raised(exponent)),
    }
}

/// Raised digits.
pub fn raised(number: i32) -> String {
    let digits = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let raise = |character: char| {
        character.to_digit(10).and_then(|digit| digits.get(digit as usize)).copied().unwrap_or('⁻')
    };
    number.to_string().chars().map(raise).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_over_decades_have_a_logarithmic_scale() {
        let scale = Scale::of([1e18, 1e19, 1e20, 1e24], 8.0);
        assert!(scale.logarithm);
        assert_eq!(scale.range, (18.0, 24.0));
        assert!(!Scale::of([0.0, 1.0, 1000.0], 8.0).logarithm, "nothing has a logarithm");
        assert!(!Scale::of((1..=200).map(f64::from), 8.0).logarithm, "even steps stay even");
    }

    #[test]
    fn large_and_small_values_are_in_powers_of_ten() {
        let scale = Scale::of([0.0, 5e6], 8.0);
        assert_eq!((scale.power, scale.title("energy").as_str()), (6, "energy × 10⁶"));
        assert_eq!(scale.place(2e6), 2.0);
        assert_eq!(Scale::of([0.0, 2e-5], 8.0).title("x"), "x × 10⁻⁶");
        assert_eq!(Scale::of([0.2, 0.7], 8.0).power, 0);
    }

    #[test]
    fn every_point_is_drawn_within_the_figure() {
        let spot = |x: f64, y: f64| Spot { x, y, low: y - 1.0, high: y + 1.0 };
        let curve = Curve {
            colour: 1,
            dash: 0,
            line: vec![spot(0.0, 2.0), spot(1.0, 3.0)],
            points: vec![(spot(0.0, -40.0), Mark::Filled), (spot(9.0, f64::NAN), Mark::Hollow)],
            crossed: vec![(0.0, -40.0)],
        };
        let mut canvas = Canvas::new(336.0);
        draw(&mut canvas, &[curve], "time [s]", "height [m]", 200.0);
        let text = canvas.finish("f", "t", "d", None);
        assert_eq!((text.matches("<circle").count(), text.contains("NaN")), (1, false));
        let places =
            text.split("cy=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok());
        assert!(places.into_iter().all(|y| y > 0.0 && y < canvas.height));
    }
}
