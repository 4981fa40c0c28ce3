//! Weeks and dates.

use jiff::ToSpan;
use jiff::civil::Date;

/// A run of whole weeks from a first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// First day of week 0.
    pub start: Date,
    /// Number of weeks.
    pub weeks: u32,
}

impl Calendar {
    /// The weeks from `start` up to `end` (exclusive); `None` where `end` is not at least a week later.
    pub fn new(start: Date, end: Date) -> Option<Self> {
        let weeks = days_between(start, end).div_euclid(7);
        (weeks >= 1).then_some(Self { start, weeks: u32::try_from(weeks).ok()? })
    }

    /// Week in which a date falls; negative before the start.
    pub fn week(&self, date: Date) -> i32 {
        i32::try_from(days_between(self.start, date).div_euclid(7)).unwrap_or(i32::MAX)
    }

    /// Weeks from the start to a date, in fractions of a week.
    pub fn position(&self, date: Date) -> f64 {
        days_between(self.start, date) as f64 / 7.0
    }

    /// First day of a week.
    pub fn date(&self, week: i32) -> Date {
        self.start.saturating_add(i64::from(week).weeks())
    }
}

/// Days from one date to another; negative where the second is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map(|span| i64::from(span.get_days())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weeks_of_the_case() {
        let calendar = Calendar::new(date(2022, 1, 3), date(2025, 12, 29)).expect("four years");
        assert_eq!(calendar.weeks, 208);
        assert_eq!(calendar.week(date(2022, 1, 3)), 0);
        assert_eq!(calendar.week(date(2022, 1, 10)), 1);
        assert_eq!(calendar.week(date(2022, 1, 2)), -1);
        assert_eq!(calendar.week(date(2025, 4, 5)), 169);
        assert_eq!(calendar.date(169), date(2025, 3, 31));
        assert!(Calendar::new(date(2022, 1, 3), date(2022, 1, 3)).is_none());
    }
}
