//! Numbers and tables as plain text.

use ambidex_analysis::Estimate;

/// Four significant digits.
pub fn number(x: f64) -> String {
    if !x.is_finite() {
        return "-".to_owned();
    }
    if x != 0.0 && (x.abs() < 1e-3 || x.abs() >= 1e6) {
        return format!("{x:.2e}");
    }
    let whole = if x == 0.0 { 1 } else { ambidex_core::maths::log10(x.abs()).floor() as i32 + 1 };
    format!("{x:.*}", (4 - whole.max(1)).max(0) as usize)
}

/// An interval; empty where there is none.
pub fn interval(low: f64, high: f64) -> String {
    if low.is_finite() && high.is_finite() {
        format!("[{}, {}]", number(low), number(high))
    } else {
        String::new()
    }
}

/// The interval of an estimate.
pub fn bounds(estimate: &Estimate) -> String {
    interval(estimate.low, estimate.high)
}

/// Columns as wide as their longest cell: those of text aligned to the left, others to the right.
pub fn table(rows: &[Vec<String>], text: &[usize]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let line = |row: &Vec<String>| {
        let cell = |(column, cell): (usize, &String)| {
            let width = widths[column];
            if text.contains(&column) { format!("{cell:<width$}") } else { format!("{cell:>width$}") }
        };
        let cells: Vec<String> = row.iter().enumerate().map(cell).collect();
        cells.join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_four_digits() {
        let found = [0.0, 0.12345, 12.3456, 123_456.0, 1e-5, f64::NAN].map(number);
        assert_eq!(found, ["0.000", "0.123", "12.35", "123456", "1.00e-5", "-"]);
    }

    #[test]
    fn text_is_aligned_to_the_left() {
        let row = |a: &str, b: &str| vec![a.to_owned(), b.to_owned()];
        assert_eq!(table(&[row("a", "bcd"), row("12", "3")], &[0]), "a   bcd\n12    3\n");
    }
}
