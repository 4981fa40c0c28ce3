//! Scales, ticks and axes.

use ambidex_core::Calendar;
use ambidex_core::calendar::days_between;
use jiff::civil::Date;

use super::{Anchor, Canvas};

/// The rectangle that data is drawn in, with what its edges stand for.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    /// Left edge [px].
    pub left: f64,
    /// Top edge [px].
    pub top: f64,
    /// Width [px].
    pub width: f64,
    /// Height [px].
    pub height: f64,
    /// Values at the left and right edges.
    pub x: (f64, f64),
    /// Values at the bottom and top edges.
    pub y: (f64, f64),
}

impl Frame {
    /// Horizontal place of a value.
    pub fn px(&self, value: f64) -> f64 {
        self.left + (value - self.x.0) / (self.x.1 - self.x.0) * self.width
    }

    /// Vertical place of a value.
    pub fn py(&self, value: f64) -> f64 {
        self.top + self.height - (value - self.y.0) / (self.y.1 - self.y.0) * self.height
    }

    /// Right edge.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Bottom edge.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    /// Whether a horizontal value lies within.
    pub fn holds_x(&self, value: f64) -> bool {
        (self.x.0..=self.x.1).contains(&value)
    }

    /// Level lines with their values at the left.
    pub fn value_axis(&self, canvas: &mut Canvas) {
        let step = step(self.y.1 - self.y.0, self.height / 27.0);
        for tick in ticks(self.y, step) {
            let y = self.py(tick);
            canvas.line((self.left, y), (self.right(), y), if tick == 0.0 { "zero" } else { "grid" });
            canvas.text((self.left - 5.0, y + 4.0), Anchor::End, "soft", &tick_text(tick, step));
        }
    }

    /// Upright lines with their values below, and the unit under them.
    pub fn across_axis(&self, canvas: &mut Canvas, unit: &str) {
        self.across_ticks(canvas);
        canvas.text((self.left + self.width / 2.0, self.bottom() + 31.0), Anchor::Middle, "soft", unit);
    }

    /// Upright lines with their values below.
    pub fn across_ticks(&self, canvas: &mut Canvas) {
        let step = step(self.x.1 - self.x.0, self.width / 60.0);
        for tick in ticks(self.x, step) {
            let x = self.px(tick);
            canvas.line((x, self.top), (x, self.bottom()), if tick == 0.0 { "zero" } else { "grid" });
            canvas.text((x, self.bottom() + 15.0), Anchor::Middle, "soft", &tick_text(tick, step));
        }
    }

    /// Years along the bottom: a line at each new year, the number in the middle of the year.
    pub fn time_axis(&self, canvas: &mut Canvas, calendar: &Calendar) {
        canvas.line((self.left, self.bottom()), (self.right(), self.bottom()), "axis");
        let last = calendar.date(i32::try_from(calendar.weeks).unwrap_or(i32::MAX));
        for year in calendar.start.year()..=last.year() {
            let Ok(begin) = Date::new(year, 1, 1) else { continue };
            let from = calendar.position(begin);
            let to = from + days_between(begin, Date::new(year, 12, 31).unwrap_or(begin)) as f64 / 7.0;
            let (left, right) = (self.px(from.max(self.x.0)), self.px(to.min(self.x.1)));
            if from > self.x.0 {
                canvas.line((left, self.top), (left, self.bottom() + 5.0), "grid");
            }
            if right - left > 30.0 {
                canvas.text(
                    ((left + right) / 2.0, self.bottom() + 15.0),
                    Anchor::Middle,
                    "soft",
                    &year.to_string(),
                );
            }
        }
    }
}

/// Step of 1, 2 or 5 times a power of ten that gives about so many ticks.
pub fn step(span: f64, count: f64) -> f64 {
    let rough = span / count.clamp(2.0, 12.0);
    let mut power = 1e-9;
    while power * 10.0 <= rough {
        power *= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(power)
}

/// Multiples of a step within a range.
pub fn ticks(range: (f64, f64), step: f64) -> Vec<f64> {
    let first = (range.0 / step - 1e-9).ceil() as i64;
    let last = (range.1 / step + 1e-9).floor() as i64;
    (first..=last).map(|tick| tick as f64 * step).collect()
}

/// A range that ends on ticks and holds all values; 0 to 1 where there are none.
pub fn range(values: impl IntoIterator<Item = f64>, count: f64) -> (f64, f64) {
    let finite = values.into_iter().filter(|value| value.is_finite());
    let (low, high) = finite
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    if low > high {
        return (0.0, 1.0);
    }
    let (low, high) = if high - low < 1e-9 { (low - 0.5, high + 0.5) } else { (low, high) };
    let step = step(high - low, count);
    ((low / step).floor() * step, (high / step).ceil() * step)
}

/// A tick with as many digits as its step needs.
pub fn tick_text(tick: f64, step: f64) -> String {
    let digits = (0..6).find(|digits| {
        (step * 10_f64.powi(*digits)).fract().min(1.0 - (step * 10_f64.powi(*digits)).fract()) < 1e-6
    });
    number(tick, digits.unwrap_or(6) as usize)
}

/// A number with a true minus sign and so many digits after the point.
pub fn number(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    let is_zero = text.chars().all(|character| matches!(character, '-' | '0' | '.'));
    if is_zero { text.replace('-', "") } else { text.replace('-', "\u{2212}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_within() {
        assert_eq!(step(100.0, 5.0), 20.0);
        assert_eq!(ticks((-3.0, 7.0), 2.0), [-2.0, 0.0, 2.0, 4.0, 6.0]);
        assert_eq!(range([3.2, 18.9], 5.0), (0.0, 20.0));
        assert_eq!(range([f64::NAN], 5.0), (0.0, 1.0));
        let (low, high) = range([2.0, 2.0], 5.0);
        assert!(low < 2.0 && high > 2.0);
    }

    #[test]
    fn numbers_have_a_true_minus_and_no_negative_zero() {
        assert_eq!(number(-1.25, 1), "\u{2212}1.2");
        assert_eq!(number(-0.01, 1), "0.0");
        assert_eq!(tick_text(0.5, 0.1), "0.5");
        assert_eq!(tick_text(20.0, 10.0), "20");
    }
}
