//! Dates as numbers that can be compared.

use crate::brief::PartialDate;

/// A date as far as it is known, as a number: the year above nine bits of month and day, which are 0 where they are not
/// known. Dates that are known to the day are in the order of time; none is before all others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub(super) u32);

impl Day {
    /// No date.
    pub const NONE: Self = Self(0);

    /// The number of a date.
    #[must_use]
    pub fn of(date: PartialDate) -> Self {
        let part = |n: Option<i8>| n.and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
        let year = u32::try_from(date.year()).unwrap_or(0);
        Self(year << 9 | part(date.month()) << 5 | part(date.day()))
    }

    /// The last day that it may mean, as a bound.
    #[must_use]
    pub const fn last(self) -> Self {
        let days = if self.0.trailing_zeros() >= 5 { 31 } else { 0 };
        let months = if self.0 & 0x1e0 == 0 { 0x1e0 } else { 0 };
        if self.0 == 0 { self } else { Self(self.0 | days | months) }
    }

    /// Whether there is one.
    #[must_use]
    pub const fn is_some(self) -> bool {
        self.0 != 0
    }
}

impl std::fmt::Display for Day {
    /// `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; nothing where there is none.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (year, month, day) = (self.0 >> 9, self.0 >> 5 & 15, self.0 & 31);
        match (self.0, month, day) {
            (0, ..) => Ok(()),
            (_, 0, _) => write!(f, "{year:04}"),
            (_, _, 0) => write!(f, "{year:04}-{month:02}"),
            _ => write!(f, "{year:04}-{month:02}-{day:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_numbers_in_the_order_of_time() {
        let day = |text: &str| Day::of(PartialDate::parse(text).unwrap());
        for text in ["2025", "2025-10", "2025-10-19", "0033-04-03"] {
            assert_eq!(day(text).to_string(), text);
        }
        assert!(day("2025-09-30") < day("2025-10-01") && day("2025-12-31") < day("2026-01-01"));
        assert!(day("2025").last() >= day("2025-12-31") && day("2025").last() < day("2026"));
        assert!(day("2025-10").last() >= day("2025-10-31") && day("2025-10").last() < day("2025-11-01"));
        assert_eq!(day("2025-10-19").last(), day("2025-10-19"));
        assert_eq!(Day::NONE.to_string(), "");
    }
}
