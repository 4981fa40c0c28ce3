//! Numbers as they are told: as many decimals as their interval warrants, and one way for all of them.

use ambidex_core::maths::log10;

use crate::effect::Effect;

/// Most decimals that are told.
const MOST: i32 = 6;
/// Significant digits of a number without an interval.
const DIGITS: i32 = 3;

/// Decimals of a number whose interval is this wide to either side: two significant digits of the half-width; three
/// significant digits of the number where there is no width.
pub fn decimals(half: f64, value: f64) -> usize {
    let (size, digits) = if half > 0.0 && half.is_finite() { (half, 2) } else { (value.abs(), DIGITS) };
    if size == 0.0 || !size.is_finite() {
        return 0;
    }
    // Rounded first, so that 0.0996 counts as 0.10 and not as 0.0996.
    let scale = digits - 1 - log10(size).floor() as i32;
    let power = 10_f64.powi(scale);
    let carried = log10((size * power).round() / power).floor() as i32;
    (digits - 1 - carried).clamp(0, MOST) as usize
}

/// A number with so many decimals; nothing is never below zero.
pub fn fixed(x: f64, decimals: usize) -> String {
    let text = format!("{x:.decimals$}");
    let is_zero = text.chars().all(|character| matches!(character, '-' | '0' | '.'));
    if is_zero { text.replace('-', "") } else { text }
}

/// A number without an interval: three significant digits, all digits before the point.
pub fn short(x: f64) -> String {
    fixed(x, decimals(f64::NAN, x))
}

/// A mean and both ends of its interval, all with the same decimals.
pub fn parts(effect: Effect) -> [String; 3] {
    let decimals = decimals((effect.high - effect.low) / 2.0, effect.mean);
    [effect.mean, effect.low, effect.high].map(|x| fixed(x, decimals))
}

/// A mean with its interval.
pub fn told(effect: Effect) -> String {
    let [mean, low, high] = parts(effect);
    format!("{mean} [{low}, {high}]")
}

/// A mean and its interval as two cells of a table.
pub fn cells(effect: Effect) -> [String; 2] {
    let [mean, low, high] = parts(effect);
    [mean, format!("[{low}, {high}]")]
}

/// A share in per cent.
pub fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn effect(mean: f64, low: f64, high: f64) -> Effect {
        Effect { mean, low, high }
    }

    #[test]
    fn digits_follow_the_half_width() {
        assert_eq!(told(effect(0.648, 0.499, 0.797)), "0.65 [0.50, 0.80]");
        assert_eq!(told(effect(0.00184, 0.00069, 0.003)), "0.0018 [0.0007, 0.0030]");
        assert_eq!(told(effect(-5.336, -7.06, -3.61)), "-5.3 [-7.1, -3.6]");
        assert_eq!(told(effect(1234.0, 1000.0, 1468.0)), "1234 [1000, 1468]");
        assert_eq!(told(effect(0.097_208, 0.093_707, 0.100_709)), "0.0972 [0.0937, 0.1007]");
        assert_eq!(told(effect(0.0, 0.0, 0.0)), "0 [0, 0]");
        assert_eq!(told(effect(-0.0001, -0.2, 0.2)), "0.00 [-0.20, 0.20]");
    }

    #[test]
    fn without_an_interval_three_digits_stand_and_no_power_of_ten() {
        assert_eq!(
            [2.514, 0.6796, 0.000_57, 123_456.0, 0.0, 1.0].map(short),
            ["2.51", "0.680", "0.000570", "123456", "0", "1.00"]
        );
    }

    proptest! {
        #[test]
        fn an_interval_never_shrinks_to_a_point(mean in -1e4_f64..1e4, half in 1e-4_f64..1e3) {
            let [_, low, high] = parts(effect(mean, mean - half, mean + half));
            prop_assert_ne!(low, high);
        }
    }
}
