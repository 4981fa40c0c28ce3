//! A function of two factors on a grid of powers of two: its values at the nodes, and lines along which it is equal.

use super::axes::{Frame, number, step, ticks};
use super::labels::Area;
use super::{Anchor, Canvas, TEXT, text_width};

/// Steps between two nodes for the lines.
const FINE: usize = 12;

/// Values over a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    /// Factors across, rising.
    pub across: Vec<f64>,
    /// Factors up, rising.
    pub up: Vec<f64>,
    /// Values, a row for each factor up.
    pub values: Vec<Vec<f64>>,
}

/// A piece of a line, in doublings.
type Piece = [(f64, f64); 2];

impl Surface {
    /// Whether there is a value for every pair of at least two factors each.
    pub fn is_whole(&self) -> bool {
        self.across.len() > 1
            && self.up.len() > 1
            && self.values.len() == self.up.len()
            && self
                .values
                .iter()
                .all(|row| row.len() == self.across.len() && row.iter().all(|x| x.is_finite()))
    }

    /// Value between nodes, linear in doublings along both axes; places count nodes.
    fn at(&self, x: f64, y: f64) -> f64 {
        let cell = |place: f64, nodes: usize| {
            let low = (place.floor() as usize).min(nodes - 2);
            (low, place - low as f64)
        };
        let ((i, u), (j, v)) = (cell(x, self.across.len()), cell(y, self.up.len()));
        let row = |j: usize| self.values[j][i] * (1.0 - u) + self.values[j][i + 1] * u;
        row(j) * (1.0 - v) + row(j + 1) * v
    }

    /// Levels of the lines: round steps within the values.
    pub fn levels(&self, count: f64) -> (Vec<f64>, f64) {
        let all = || self.values.iter().flatten().copied();
        let (low, high) = (all().fold(f64::INFINITY, f64::min), all().fold(f64::NEG_INFINITY, f64::max));
        let step = step((high - low).max(1e-9), count);
        (ticks((low, high), step), step)
    }

    /// The pieces of the line of one level, in places of nodes (marching squares on triangles, so that no square is
    /// ambiguous).
    pub fn line(&self, level: f64) -> Vec<Piece> {
        let (nx, ny) = ((self.across.len() - 1) * FINE, (self.up.len() - 1) * FINE);
        let point = |i: usize, j: usize| (i as f64 / FINE as f64, j as f64 / FINE as f64);
        let corner = |(x, y): (f64, f64)| ((x, y), self.at(x, y) - level);
        let mut pieces = Vec::new();
        for (i, j) in (0..nx).flat_map(|i| (0..ny).map(move |j| (i, j))) {
            let [a, b, c, d] =
                [point(i, j), point(i + 1, j), point(i + 1, j + 1), point(i, j + 1)].map(corner);
            pieces.extend([[a, b, c], [a, c, d]].into_iter().filter_map(crossing));
        }
        pieces
    }
}

/// A corner with how far its value lies above the level.
type Corner = ((f64, f64), f64);

/// Where a level crosses a triangle.
fn crossing(corners: [Corner; 3]) -> Option<Piece> {
    let [a, b, c] = corners;
    let ends: Vec<(f64, f64)> = [(a, b), (b, c), (c, a)]
        .into_iter()
        .filter(|(p, q)| (p.1 < 0.0) != (q.1 < 0.0))
        .map(|(p, q)| {
            let t = p.1 / (p.1 - q.1);
            (p.0.0 + t * (q.0.0 - p.0.0), p.0.1 + t * (q.0.1 - p.0.1))
        })
        .collect();
    match ends.as_slice() {
        [from, to] => Some([*from, *to]),
        _ => None,
    }
}

/// Draws a surface in a square from the figure's height on, `left` and `width` wide; returns the height below it.
pub fn draw(
    canvas: &mut Canvas,
    surface: &Surface,
    (left, width): (f64, f64),
    (title, across, up): (&str, &str, &str),
) -> f64 {
    let mut top = canvas.height;
    for line in super::wrap(title, width, 13.0) {
        canvas.text((left, top + 14.0), Anchor::Start, "strong", &line);
        top += 17.0;
    }
    canvas.text((left, top + 14.0), Anchor::Start, "soft", up);
    let room = 34.0;
    let side = width - room - 22.0;
    let last = |factors: &[f64]| (factors.len() - 1) as f64;
    let frame = Frame {
        left: left + room,
        top: top + 30.0,
        width: side,
        height: side.min(300.0),
        x: (0.0, last(&surface.across)),
        y: (0.0, last(&surface.up)),
    };
    axes(canvas, surface, &frame);
    let values = node_values(surface, &frame);
    let taken: Vec<Area> = values.iter().map(|(_, area)| *area).collect();
    lines(canvas, surface, &frame, &taken);
    for (text, area) in &values {
        canvas.text(((area.left + area.right) / 2.0, area.bottom - 3.0), Anchor::Middle, "halo", text);
    }
    canvas.text((frame.left + side / 2.0, frame.bottom() + 32.0), Anchor::Middle, "soft", across);
    frame.bottom() + 44.0
}

fn axes(canvas: &mut Canvas, surface: &Surface, frame: &Frame) {
    let factor = |x: f64| format!("×{x}");
    for (at, x) in surface.across.iter().enumerate() {
        let px = frame.px(at as f64);
        canvas.line((px, frame.top), (px, frame.bottom()), "grid");
        canvas.text((px, frame.bottom() + 16.0), Anchor::Middle, "soft", &factor(*x));
    }
    for (at, y) in surface.up.iter().enumerate() {
        let py = frame.py(at as f64);
        canvas.line((frame.left, py), (frame.right(), py), "grid");
        canvas.text((frame.left - 6.0, py + 4.0), Anchor::End, "soft", &factor(*y));
    }
}

/// Values at the nodes with the places of their texts, kept within the frame.
fn node_values(surface: &Surface, frame: &Frame) -> Vec<(String, Area)> {
    let mut texts = Vec::new();
    for (j, row) in surface.values.iter().enumerate() {
        for (i, value) in row.iter().enumerate() {
            let text = if *value > 0.0 { format!("+{}", number(*value, 1)) } else { number(*value, 1) };
            let half = text_width(&text, TEXT) / 2.0;
            let x = frame.px(i as f64).clamp(frame.left + half + 3.0, frame.right() - half + 14.0);
            let y = frame.py(j as f64).clamp(frame.top + 8.0, frame.bottom() - 8.0);
            texts.push((text, Area { left: x - half, top: y - 8.0, right: x + half, bottom: y + 8.0 }));
        }
    }
    texts
}

fn lines(canvas: &mut Canvas, surface: &Surface, frame: &Frame, taken: &[Area]) {
    let (levels, step) = surface.levels(7.0);
    let mut taken = taken.to_vec();
    for level in levels {
        let class = if level.abs() < step / 2.0 { "s0 line" } else { "s5 line thin" };
        let pieces = surface.line(level);
        let place = |(x, y): (f64, f64)| (frame.px(x), frame.py(y));
        let mut path = String::new();
        for [from, to] in &pieces {
            path += &super::polyline([place(*from), place(*to)]);
        }
        canvas.path(&path, class);
        let text = super::axes::tick_text(level, step);
        let (half, middle) = (text_width(&text, 11.0) / 2.0, pieces.len() / 2);
        let order =
            (0..pieces.len()).map(|i| if i % 2 == 0 { middle + i / 2 } else { middle - i.div_ceil(2) });
        let label = order.filter_map(|at| pieces.get(at)).map(|[from, _]| place(*from)).find(|(x, y)| {
            let area = Area { left: x - half, top: y - 7.0, right: x + half, bottom: y + 7.0 };
            let inside = area.left > frame.left && area.right < frame.right();
            inside
                && area.top > frame.top
                && area.bottom < frame.bottom()
                && !taken.iter().any(|one| one.meets(&area))
        });
        if let Some((x, y)) = label {
            canvas.text((x, y + 4.0), Anchor::Middle, "label", &text);
            taken.push(Area { left: x - half, top: y - 7.0, right: x + half, bottom: y + 7.0 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plane() -> Surface {
        let values = (0..3).map(|j| (0..3).map(|i| f64::from(i) + 2.0 * f64::from(j)).collect()).collect();
        Surface { across: vec![0.5, 1.0, 2.0], up: vec![0.5, 1.0, 2.0], values }
    }

    /// On the plane x + 2 y the line of a level is that straight line, all of it.
    #[test]
    fn lines_of_a_plane_are_straight_and_whole() {
        let pieces = plane().line(2.5);
        assert!(pieces.iter().flatten().all(|(x, y)| (x + 2.0 * y - 2.5).abs() < 1e-9));
        let length: f64 = pieces.iter().map(|[a, b]| (a.0 - b.0).hypot(a.1 - b.1)).sum();
        assert!((length - 2.0_f64.hypot(1.0)).abs() < 1e-9, "{length}");
    }

    #[test]
    fn levels_lie_within_and_a_torn_grid_is_told() {
        let (levels, step) = plane().levels(6.0);
        assert_eq!((levels.first(), levels.last(), step), (Some(&0.0), Some(&6.0), 1.0));
        assert!(plane().is_whole());
        let mut torn = plane();
        torn.values[1].pop();
        assert!(!torn.is_whole());
    }
}
