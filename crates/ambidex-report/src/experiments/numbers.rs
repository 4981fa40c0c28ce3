//! Numbers of a column: all to the same place after the point, in units of one power of ten.

use ambidex_analysis::statistics::t_quantile;
use ambidex_core::maths::log10;

use crate::svg::axes::number;
use crate::svg::curves::raised;

/// What stands where there is no number.
pub const NONE: &str = "–";
/// Most places after the point.
const MOST: i32 = 6;

/// An estimate with the ends of its 95 % interval; NaN where there is none.
pub type Interval = [f64; 3];

/// How the numbers of a column are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    digits: usize,
    power: i32,
}

impl Format {
    /// So many places after the point.
    pub fn places(digits: usize) -> Self {
        Self { digits, power: 0 }
    }

    /// To the second significant digit of the median half-width of the intervals; to the third of the largest value where
    /// there is no interval. Very large and very small numbers are in units of a power of ten.
    pub fn of(estimates: impl IntoIterator<Item = Interval>) -> Self {
        let (mut largest, mut widths) = (0.0_f64, Vec::new());
        for [at, low, high] in estimates {
            largest =
                [at, low, high].into_iter().filter(|x| x.is_finite()).fold(largest, |a, b| a.max(b.abs()));
            let half = 0.5 * (high - low);
            widths.extend((half.is_finite() && half > 0.0).then_some(half));
        }
        widths.sort_by(f64::total_cmp);
        let power = if largest == 0.0 || (1e-2..1e5).contains(&largest) {
            0
        } else {
            exponent(largest).div_euclid(3) * 3
        };
        let last = match widths.get(widths.len() / 2) {
            Some(half) => exponent(*half) - 1,
            None if largest > 0.0 => exponent(largest) - 2,
            None => 0,
        };
        Self { digits: (power - last).clamp(0, MOST) as usize, power }
    }

    /// The same for numbers without intervals.
    pub fn plain(values: impl IntoIterator<Item = f64>) -> Self {
        Self::of(values.into_iter().map(|value| [value, f64::NAN, f64::NAN]))
    }

    /// A number.
    pub fn at(&self, value: f64) -> String {
        if value.is_finite() { number(value / 10_f64.powi(self.power), self.digits) } else { NONE.to_owned() }
    }

    /// Both ends of an interval.
    pub fn ends(&self, low: f64, high: f64) -> String {
        if low.is_finite() && high.is_finite() {
            format!("[{},\u{a0}{}]", self.at(low), self.at(high))
        } else {
            NONE.to_owned()
        }
    }

    /// An estimate with its interval, where it has one.
    pub fn estimate(&self, [at, low, high]: Interval) -> String {
        let whole = low.is_finite() && high.is_finite();
        if whole { format!("{} {}", self.at(at), self.ends(low, high)) } else { self.at(at) }
    }

    /// The unit that the numbers are in.
    pub fn unit(&self, unit: &str) -> String {
        match self.power {
            0 => unit.to_owned(),
            power => format!("10{} {unit}", raised(power)).trim_end().to_owned(),
        }
    }
}

/// Power of ten of a number above zero.
fn exponent(value: f64) -> i32 {
    // A power of ten that was rounded down by a last bit is still that power.
    log10(value * (1.0 + 1e-9)).floor() as i32
}

/// Half-width of the 95 % interval of a mean of so many values; NaN of fewer than two.
pub fn half_width(se: f64, n: usize) -> f64 {
    if n < 2 { f64::NAN } else { t_quantile(n - 1) * se }
}

/// A limit that was found within a range, to a thousandth of its width or the third significant digit, whichever is finer.
pub fn limit(value: f64, range: (f64, f64)) -> String {
    let digits = |size: f64| if size > 0.0 { (2 - exponent(size)).clamp(0, 9) as usize } else { 0 };
    trimmed(number(value, digits((range.1 - range.0).abs()).max(digits(value.abs()))))
}

/// A p-value to the third place.
pub fn p_value(p: f64) -> String {
    match p {
        p if !p.is_finite() => NONE.to_owned(),
        p if p < 0.0005 => "<0.001".to_owned(),
        p => number(p, 3),
    }
}

/// Without zeros at the end of the places.
fn trimmed(text: String) -> String {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A setting as it is written in a file: as many digits as it has, at most six significant ones.
pub fn setting(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return number(value, 0);
    }
    let digits = (5 - exponent(value.abs())).clamp(0, 9) as usize;
    trimmed(number(value, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_one_form() {
        let column = Format::of([[0.5063, 0.337, 0.707], [0.00057, -0.1, 0.2], [0.0012, -0.1, 0.1]]);
        assert_eq!(column.estimate([0.00057, -0.1, 0.2]), "0.00 [\u{2212}0.10,\u{a0}0.20]");
        assert_eq!(column.estimate([0.5063, 0.337, 0.707]), "0.51 [0.34,\u{a0}0.71]");
        assert_eq!(column.at(f64::NAN), NONE);
    }

    #[test]
    fn large_numbers_are_in_powers_of_ten() {
        let column = Format::of([[3.21e8, 3.1e8, 3.3e8], [2.0e6, 1.0e6, 1.5e7]]);
        assert_eq!((column.at(3.21e8).as_str(), column.unit("users").as_str()), ("321", "10⁶ users"));
        assert_eq!(Format::plain([4.0, 17.0]).at(17.0), "17.0");
    }

    #[test]
    fn limits_are_as_fine_as_their_range() {
        let found =
            [(0.008_119_28, (0.0, 0.02)), (25.5, (20.0, 80.0)), (27.4567, (27.0, 28.5)), (0.5, (0.0, 1.0))];
        let texts = found.map(|(value, range)| limit(value, range));
        assert_eq!(texts, ["0.00812", "25.5", "27.46", "0.5"]);
        assert_eq!([0.0, 0.0004, 0.25, f64::NAN].map(p_value), ["<0.001", "<0.001", "0.250", NONE]);
    }

    #[test]
    fn settings_are_short() {
        assert_eq!(
            [0.1, 0.0, 20.0, 0.0022, -1.5, 1.0 / 3.0].map(setting),
            ["0.1", "0", "20", "0.0022", "\u{2212}1.5", "0.333333"]
        );
    }
}
