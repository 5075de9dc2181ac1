//! Dates as far as they are known.
//!
//! Invariant: a date exists in the (proleptic Gregorian) calendar.

use serde::{Serialize, Serializer};
use std::fmt;

/// A year, a month or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PartialDate {
    year: i16,
    month: Option<i8>,
    day: Option<i8>,
}

impl PartialDate {
    /// Reads `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (ISO 8601).
    ///
    /// # Errors
    /// What is wrong with the text.
    pub fn parse(text: &str) -> Result<Self, BadDate> {
        let mut parts = text.split('-');
        let year = number(parts.next(), 4)?;
        let month = parts.next().map(|part| number(Some(part), 2)).transpose()?;
        let day = parts.next().map(|part| number(Some(part), 2)).transpose()?;
        if parts.next().is_some() || year == 0 {
            return Err(BadDate::Form);
        }
        let month = month.map(i8::try_from).transpose().map_err(|_| BadDate::Form)?;
        let day = day.map(i8::try_from).transpose().map_err(|_| BadDate::Form)?;
        if month.is_some_and(|month| !(1..=12).contains(&month)) {
            return Err(BadDate::NoSuchMonth);
        }
        jiff::civil::Date::new(year, month.unwrap_or(1), day.unwrap_or(1)).map_err(|_| BadDate::NoSuchDay)?;
        Ok(Self { year, month, day })
    }

    /// The year.
    #[must_use]
    pub const fn year(self) -> i16 {
        self.year
    }

    /// The month from 1, where it is known.
    #[must_use]
    pub const fn month(self) -> Option<i8> {
        self.month
    }

    /// The day of the month from 1, where it is known.
    #[must_use]
    pub const fn day(self) -> Option<i8> {
        self.day
    }
}

fn number(part: Option<&str>, digits: usize) -> Result<i16, BadDate> {
    let part = part.unwrap_or_default();
    if part.len() != digits || !part.bytes().all(|b| b.is_ascii_digit()) {
        return Err(BadDate::Form);
    }
    part.parse().map_err(|_| BadDate::Form)
}

/// What is wrong with a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BadDate {
    /// It is not written as a date.
    Form,
    /// There is no such month.
    NoSuchMonth,
    /// The month has no such day.
    NoSuchDay,
}

impl fmt::Display for BadDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Form => "not a date",
            Self::NoSuchMonth => "there is no such month",
            Self::NoSuchDay => "there is no such day",
        })
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl Serialize for PartialDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_far_as_they_are_known() {
        for text in ["2025", "2025-10", "2025-10-19", "1729", "2024-02-29", "0033-04-03"] {
            assert_eq!(PartialDate::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_does_not_exist_is_refused() {
        for (text, why) in [
            ("2025-02-29", BadDate::NoSuchDay),
            ("2025-13", BadDate::NoSuchMonth),
            ("2025-00-01", BadDate::NoSuchMonth),
            ("2025-1-1", BadDate::Form),
            ("19 October", BadDate::Form),
            ("20251019", BadDate::Form),
            ("2025-10-19-1", BadDate::Form),
            ("-2025", BadDate::Form),
            ("0000", BadDate::Form),
            ("", BadDate::Form),
            ("２０２５", BadDate::Form),
        ] {
            assert_eq!(PartialDate::parse(text), Err(why), "{text}");
        }
    }
}
