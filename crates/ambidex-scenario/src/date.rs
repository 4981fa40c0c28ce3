//! Dates as people write them.

use jiff::civil::{Date, date};

/// A text that is no date.
#[derive(Debug, PartialEq)]
pub(crate) struct Wrong {
    /// What to do.
    pub remedy: String,
    /// The last day of the month, where the day alone is wrong: with it other dates can still be checked.
    pub nearest: Option<Date>,
}

/// Reads `2025-01-27`.
pub(crate) fn read(text: &str) -> Result<Date, Wrong> {
    let wrong = |remedy: &str| Wrong { remedy: remedy.to_owned(), nearest: None };
    let parts: Vec<&str> = text.split('-').collect();
    let numbers = match parts[..] {
        [y, m, d] => (number(y, 4), number(m, 2), number(d, 2)),
        _ => (None, None, None),
    };
    let (Some(year), Some(month), Some(day)) = numbers else {
        return Err(wrong("write four digits for the year, two for the month, two for the day"));
    };
    if !(1950..=2150).contains(&year) {
        return Err(wrong("write a year from 1950 to 2150"));
    }
    if !(1..=12).contains(&month) {
        return Err(wrong("write a month from 01 to 12"));
    }
    Date::new(year, month as i8, day as i8).map_err(|_| beyond(date(year, month as i8, 1)))
}

fn number(digits: &str, length: usize) -> Option<i16> {
    (digits.len() == length && digits.bytes().all(|b| b.is_ascii_digit())).then(|| digits.parse().ok())?
}

fn beyond(first: Date) -> Wrong {
    let (year, month, days) = (first.year(), first.month(), first.days_in_month());
    Wrong { remedy: format!("{year}-{month:02} has {days} days"), nearest: Some(first.last_of_month()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_days_of_the_calendar() {
        assert_eq!(read("2024-02-29"), Ok(date(2024, 2, 29)));
        let wrong = Wrong { remedy: "2025-02 has 28 days".to_owned(), nearest: Some(date(2025, 2, 28)) };
        assert_eq!(read("2025-02-30"), Err(wrong));
        for wrong in [
            "2025-13-01",
            "2025-1-1",
            "27.1.2025",
            "",
            "2025-01-00",
            "+025-01-01",
            "2025-01-27T00:00:00",
            "0000-01-01",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
