//! Numbers as they are written in tables: as many digits as their error allows.

use crate::svg::axes::number;

/// What stands where there is no number.
pub const NONE: &str = "–";
/// Significant digits of a number without error.
const DIGITS: usize = 9;

/// A number, with its standard error where it has one.
pub fn estimate(value: Option<f64>, se: Option<f64>) -> String {
    match (value, se) {
        (None, _) => NONE.to_owned(),
        (Some(value), None) => plain(value),
        (Some(value), Some(se)) => format!("{} ± {}", rounded(value, se), rounded(se, se)),
    }
}

/// An interval to the digits of a standard error.
pub fn interval(low: Option<f64>, high: Option<f64>, se: Option<f64>) -> String {
    match (low, high, se) {
        (Some(low), Some(high), Some(se)) => format!("[{}, {}]", rounded(low, se), rounded(high, se)),
        _ => NONE.to_owned(),
    }
}

/// A number to so many places, or nothing.
pub fn places(value: Option<f64>, places: usize) -> String {
    value.map_or_else(|| NONE.to_owned(), |value| number(value, places))
}

/// A number as short as nine digits allow.
pub fn plain(value: f64) -> String {
    let exponent = exponent(value);
    if value != 0.0 && !(-5..12).contains(&exponent) {
        let text = format!("{value:.*e}", DIGITS - 1);
        let (mantissa, power) = text.split_once('e').unwrap_or((&text, "0"));
        return minus(&format!("{}e{power}", trimmed(mantissa)));
    }
    let digits = (DIGITS as i32 - 1 - exponent).clamp(0, 16) as usize;
    trimmed(&number(value, digits)).to_owned()
}

/// To the second significant digit of a standard error.
fn rounded(value: f64, se: f64) -> String {
    let last = exponent(se) - 1;
    if last < -9 || exponent(value) > 8 {
        let digits = (exponent(value) - last).clamp(1, 15) as usize;
        return minus(&format!("{value:.digits$e}"));
    }
    number(value, last.min(0).unsigned_abs() as usize)
}

fn trimmed(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

fn minus(text: &str) -> String {
    text.replacen('-', if text.starts_with('-') { "\u{2212}" } else { "-" }, 1)
}

/// Power of ten of a number; 0 of nothing.
fn exponent(value: f64) -> i32 {
    let text = format!("{value:e}");
    text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_follow_the_error() {
        assert_eq!(estimate(Some(0.863_432), Some(0.000_97)), "0.86343 ± 0.00097");
        assert_eq!(estimate(Some(95.34), Some(1.6)), "95.3 ± 1.6");
        assert_eq!(estimate(Some(4321.7), Some(120.0)), "4322 ± 120");
        assert_eq!(interval(Some(-0.5), Some(0.25), Some(0.19)), "[\u{2212}0.50, 0.25]");
    }

    #[test]
    fn numbers_without_error_are_whole() {
        assert_eq!(plain(0.460_526_32), "0.46052632");
        assert_eq!(plain(-12.0), "\u{2212}12");
        assert_eq!(plain(0.0), "0");
        assert_eq!(plain(3.219e20), "3.219e20");
        assert_eq!(plain(1.5e-8), "1.5e-8");
        assert_eq!(estimate(None, Some(1.0)), NONE);
    }
}
