//! Names beside points, none over another, over a point, or beyond the frame.

use super::{Anchor, Canvas, text_width};

/// A box on the figure [px].
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    /// Left edge.
    pub left: f64,
    /// Top edge.
    pub top: f64,
    /// Right edge.
    pub right: f64,
    /// Bottom edge.
    pub bottom: f64,
}

impl Area {
    /// The box around a point.
    pub fn around(at: (f64, f64), reach: f64) -> Self {
        Self { left: at.0 - reach, top: at.1 - reach, right: at.0 + reach, bottom: at.1 + reach }
    }

    /// Whether two boxes share any place.
    pub fn meets(&self, other: &Area) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether another box lies wholly in this one.
    pub fn holds(&self, other: &Area) -> bool {
        self.left <= other.left
            && other.right <= self.right
            && self.top <= other.top
            && other.bottom <= self.bottom
    }
}

/// A point to be named.
#[derive(Clone, Debug)]
pub struct Named {
    /// Where it is.
    pub at: (f64, f64),
    /// Its name.
    pub name: String,
}

/// Places where a label may go, near ones first: direction and distance [px].
fn offsets() -> impl Iterator<Item = (f64, f64)> {
    const DIRECTIONS: [(f64, f64); 8] = [
        (1.0, 0.0),
        (-1.0, 0.0),
        (0.3, -1.0),
        (0.3, 1.0),
        (-0.3, -1.0),
        (-0.3, 1.0),
        (0.8, -0.8),
        (0.8, 0.8),
    ];
    [7.0, 13.0, 20.0, 28.0, 38.0]
        .into_iter()
        .flat_map(|reach| DIRECTIONS.map(|(x, y)| (x * reach, y * reach)))
}

fn area(named: &Named, offset: (f64, f64), size: f64) -> Area {
    let width = text_width(&named.name, size);
    let (x, y) = (named.at.0 + offset.0, named.at.1 + offset.1);
    let left = if offset.0 > 0.0 { x } else { x - width };
    Area { left, top: y - size * 0.55, right: left + width, bottom: y + size * 0.55 }
}

/// Writes the names of points, in the order given, each where there is room; returns how many found none.
pub fn write(canvas: &mut Canvas, named: &[Named], within: Area, taken: &[Area], size: f64) -> usize {
    let mut taken = taken.to_vec();
    let mut left_out = 0;
    for point in named {
        let free = |area: &Area| within.holds(area) && !taken.iter().any(|other| other.meets(area));
        let found = offsets().find(|offset| free(&area(point, *offset, size)));
        let Some(offset) = found else {
            left_out += 1;
            continue;
        };
        let area = area(point, offset, size);
        if offset.0.abs().max(offset.1.abs()) > 14.0 {
            let x = if offset.0 > 0.0 { area.left } else { area.right };
            canvas.line(point.at, (x, point.at.1 + offset.1), "leader");
        }
        canvas.text((area.left, area.bottom - size * 0.22), Anchor::Start, "label", &point.name);
        taken.push(area);
    }
    left_out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_never_meet_and_stay_within() {
        let named: Vec<Named> = (0..40)
            .map(|at| Named {
                at: (50.0 + f64::from(at % 8) * 9.0, 40.0 + f64::from(at / 8) * 6.0),
                name: format!("model {at}"),
            })
            .collect();
        let within = Area { left: 0.0, top: 0.0, right: 300.0, bottom: 200.0 };
        let mut placed: Vec<Area> = vec![];
        for point in &named {
            let free = |area: &Area| within.holds(area) && !placed.iter().any(|other| other.meets(area));
            if let Some(offset) = offsets().find(|offset| free(&area(point, *offset, 11.0))) {
                placed.push(area(point, offset, 11.0));
            }
        }
        assert!(placed.len() > 10, "some find room");
        for (at, one) in placed.iter().enumerate() {
            assert!(within.holds(one));
            assert!(placed[at + 1..].iter().all(|other| !one.meets(other)));
        }
        let mut canvas = Canvas::new(300.0);
        assert_eq!(write(&mut canvas, &named, within, &[], 11.0), named.len() - placed.len());
    }
}
