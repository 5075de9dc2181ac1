//! Dates as far as they are known.
//!
//! Invariant: a date exists in the (proleptic Gregorian) calendar.

use serde::{Serialize, Serializer};
use std::fmt;

/// The months in English, from January.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The number of a month, from 1, by its English name or the first three letters of it, with or without a full stop.
pub(crate) fn month_named(word: &str) -> Option<u8> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let is = |name: &str| {
        name == word || name.get(..3) == Some(word.as_str()) || word == "sept" && name.starts_with("sept")
    };
    let found = MONTHS.into_iter().position(is)?;
    u8::try_from(found + 1).ok()
}

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

    /// The date that a text in another form can only mean; none where it might mean two, or none that exists.
    ///
    /// Dots put the day first wherever they are used; a year comes first only before its month; between two numbers
    /// that might both be a month nobody can tell.
    pub(super) fn meant(text: &str) -> Option<Self> {
        let separator = ['.', '/', '-'].into_iter().find(|c| text.contains(*c) && !text.contains(' '));
        let parts: Vec<&str> = match separator {
            Some(separator) => text.split(separator).collect(),
            None => text.split([' ', ',']).filter(|part| !part.is_empty()).collect(),
        };
        let number =
            |part: &str| part.parse::<i16>().ok().filter(|_| part.bytes().all(|b| b.is_ascii_digit()));
        let year = |part: &str| number(part).filter(|_| part.len() == 4);
        let small = |part: &str| number(part).filter(|_| part.len() <= 2);
        let month = |part: &str| month_named(part).map(i16::from);
        let (year, month, day) = match (separator, parts.as_slice()) {
            (Some(_), [y, m, d]) if y.len() == 4 => (year(y)?, small(m)?, Some(small(d)?)),
            (Some('.'), [d, m, y]) => (year(y)?, small(m)?, Some(small(d)?)),
            (Some('/'), [a, b, y]) => match (small(a)?, small(b)?) {
                (day, month) if day > 12 || day == month => (year(y)?, month, Some(day)),
                (month, day) if day > 12 => (year(y)?, month, Some(day)),
                _ => return None,
            },
            (Some('-' | '/'), [y, m]) if y.len() == 4 => (year(y)?, small(m)?, None),
            (Some('.' | '/'), [m, y]) => (year(y)?, small(m)?, None),
            (None, [d, m, y]) if small(d).is_some() => (year(y)?, month(m)?, Some(small(d)?)),
            (None, [m, d, y]) => (year(y)?, month(m)?, Some(small(d)?)),
            (None, [m, y]) => (year(y)?, month(m)?, None),
            _ => return None,
        };
        let day = day.map_or(String::new(), |day| format!("-{day:02}"));
        Self::parse(&format!("{year:04}-{month:02}{day}")).ok()
    }

    /// The first day that it may be, as year, month and day.
    pub(super) fn first_day(self) -> (i16, i8, i8) {
        (self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// The last day that it may be; a month of any length ends on its 31st.
    pub(super) fn last_day(self) -> (i16, i8, i8) {
        (self.year, self.month.unwrap_or(12), self.day.unwrap_or(31))
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

    /// The month's English name, where it is known.
    #[must_use]
    pub fn month_name(self) -> Option<&'static str> {
        const NAMES: &str =
            "January February March April May June July August September October November December";
        NAMES.split(' ').nth(usize::try_from(self.month?).ok()?.checked_sub(1)?)
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
    fn only_what_can_mean_one_date_is_taken_for_one() {
        for (text, date) in [
            ("2.11.2025", "2025-11-02"),
            ("02.11.2025", "2025-11-02"),
            ("2025/11/02", "2025-11-02"),
            ("2025-11-2", "2025-11-02"),
            ("2025.11.02", "2025-11-02"),
            ("25/12/2025", "2025-12-25"),
            ("12/25/2025", "2025-12-25"),
            ("5/5/2025", "2025-05-05"),
            ("2025-1", "2025-01"),
            ("11.2025", "2025-11"),
            ("2 November 2025", "2025-11-02"),
            ("November 2, 2025", "2025-11-02"),
            ("Nov. 2025", "2025-11"),
        ] {
            assert_eq!(PartialDate::meant(text).unwrap().to_string(), date, "{text}");
        }
        for text in [
            "2/11/2025",
            "11/2/2025",
            "2-11-2025",
            "2.11.25",
            "31.2.2025",
            "2025-31-1",
            "soon",
            "2 Nov",
            "",
            "1 2 3 4",
            "+1.+1.2025",
        ] {
            assert_eq!(PartialDate::meant(text), None, "{text}");
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
