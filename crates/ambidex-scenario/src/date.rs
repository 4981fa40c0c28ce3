//! Dates as people write them.

use jiff::civil::{Date, date};

/// Reads `2025-01-27`; `Err` says what to do.
pub(crate) fn read(text: &str) -> Result<Date, String> {
    let parts: Vec<&str> = text.split('-').collect();
    let numbers = match parts[..] {
        [y, m, d] => (number(y, 4), number(m, 2), number(d, 2)),
        _ => (None, None, None),
    };
    let (Some(year), Some(month), Some(day)) = numbers else {
        return Err("write four digits for the year, two for the month, two for the day".to_owned());
    };
    if !(1950..=2150).contains(&year) {
        return Err("write a year from 1950 to 2150".to_owned());
    }
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return Err("write a month from 01 to 12 and a day of that month".to_owned());
    };
    Date::new(year, month, day).map_err(|_| nearest_remedy(year, month))
}

fn number(digits: &str, length: usize) -> Option<i16> {
    (digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}

fn nearest_remedy(year: i16, month: i8) -> String {
    if !(1..=12).contains(&month) {
        return "write a month from 01 to 12".to_owned();
    }
    let days = date(year, month, 1).days_in_month();
    format!("{year}-{month:02} has {days} days")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar() {
        assert_eq!(read("2024-02-29"), Ok(date(2024, 2, 29)));
        assert_eq!(read("2025-02-30"), Err("2025-02 has 28 days".to_owned()));
        for wrong in ["2025-13-01", "2025-1-1", "27.1.2025", "", "2025-01-00", "+025-01-01", "2025-01-27T00:00:00", "0000-01-01"] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
