//! Numbers as they stand in files; means, intervals and fits are those of [`ambidex_analysis::statistics`].

/// A number to nine significant digits: the last bits of library functions differ between platforms, files must not.
pub fn round(x: f64) -> f64 {
    if x == 0.0 || !x.is_finite() { x } else { format!("{x:.8e}").parse().unwrap_or(x) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rounding_keeps_nine_digits(x in -1e12..1e12) {
            prop_assert!((round(x) - x).abs() <= 1e-8 * f64::abs(x));
            prop_assert_eq!(round(round(x)), round(x));
        }
    }
}
