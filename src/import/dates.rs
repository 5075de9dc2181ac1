//! Dates in prose, and the timeline that they make.
//!
//! A date counts as far as it is written. One without a year, or one that is told from the day of publication, is resolved
//! only where the article says when it was published; else the event keeps the writer's words and has no date, and the draft
//! says so.

use super::sentence::{Sentence, Token};
use super::tongues;
use super::words::{MONTHS, SMALL, WEEKDAYS, is, month};
use crate::brief::PartialDate;
use jiff::civil::Date;

/// An event that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Event {
    /// When, where it can be told.
    pub date: Option<PartialDate>,
    /// What happened: the sentence.
    pub text: String,
    /// The paragraph, counted from 0.
    pub paragraph: usize,
}

/// A date as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Written {
    /// Known as far as it goes.
    Known(PartialDate),
    /// A day without its year.
    NoYear { month: u8, day: u8 },
    /// A day of the week, counted from Monday as 0.
    Weekday(usize),
    /// The day before.
    Yesterday,
    /// The month before.
    LastMonth,
    /// The year before.
    LastYear,
}

/// The most events that are proposed.
const MAX_EVENTS: usize = 25;

/// Words that tell of what is to come, or may: a date beside them is no event yet.
#[rustfmt::skip]
const AHEAD: &[&str] =
    &["will", "would", "shall", "next", "could", "may", "might", "should", "must", "if", "expected", "scheduled", "by"];

/// The timeline of an article, known dates first and in order.
///
/// What lies behind `today` is still to come. `language` is the article's: of others than English, only days with their year
/// are read.
pub(super) fn timeline(
    sentences: &[Sentence<'_>],
    published: Option<PartialDate>,
    today: Option<PartialDate>,
    language: &str,
) -> Vec<Event> {
    let mut out: Vec<Event> = Vec::new();
    for sentence in sentences {
        if sentence.text.ends_with('?') || !(4..=120).contains(&sentence.words()) {
            continue;
        }
        let Some((written, at)) = first(sentence, language) else { continue };
        // “He said the same in 2022” is no event by itself.
        let leans = sentence
            .tokens
            .first()
            .is_some_and(|t| t.is_in(&["he", "she", "it", "they", "this", "that", "these", "those"]));
        // What should be done is none either.
        let wished = sentence.tokens.iter().take(at).any(|t| t.is_in(&["must", "should", "ought"]));
        if wished {
            continue;
        }
        let year = matches!(written, Written::Known(date) if date.month().is_none());
        if leans && year {
            continue;
        }
        let date = match (written, published) {
            (Written::Known(date), _) => Some(date),
            (_, Some(published)) => resolve(written, published, ahead(sentence, at)),
            (Written::NoYear { .. }, None) => None,
            (_, None) => continue,
        };
        if date.is_none() && !matches!(written, Written::NoYear { .. }) {
            continue;
        }
        if date.zip(published.or(today)).is_some_and(|(date, now)| date.year() > now.year()) {
            continue;
        }
        let text = sentence.text.to_owned();
        if out.iter().all(|event| event.text != text) && out.len() < MAX_EVENTS {
            out.push(Event { date, text, paragraph: sentence.paragraph });
        }
    }
    // What has no date stays where the article tells it, at the end.
    out.sort_by_key(|event| (event.date.is_none(), event.date));
    out
}

/// Whether a sentence speaks of what is still to come: such a word stands before the date.
fn ahead(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.tokens.iter().take(at).any(|token| token.is_in(AHEAD))
}

/// The first date of a sentence that an event may hang on, and its place.
fn first(sentence: &Sentence<'_>, language: &str) -> Option<(Written, usize)> {
    (0..sentence.tokens.len()).find_map(|at| {
        if language != "en" {
            return foreign(sentence, at, language).map(|date| (Written::Known(date), at));
        }
        let (written, used) = date_at(&sentence.tokens, at)?;
        event_date(sentence, written, at, used).then_some((written, at))
    })
}

/// The day that begins at a token, in another language than English: with its month and its year, or none.
fn foreign(sentence: &Sentence<'_>, at: usize, language: &str) -> Option<PartialDate> {
    let before = at.checked_sub(1).and_then(|at| sentence.token(at));
    if before.is_some_and(|token| tongues::span(language, token.text)) {
        return None;
    }
    let day = day(&tongues::figures(sentence.token(at)?.text))?;
    // 3. März 2024, 3 de marzo de 2024
    let next = |n: usize| {
        let joint = sentence.token(n).is_some_and(|token| token.text == "." || tongues::joint(token.text));
        n + usize::from(joint)
    };
    let at = next(at + 1);
    let name = sentence.token(at)?.text;
    let number: u16 = tongues::figures(sentence.token(next(at + 1))?.text).parse().ok()?;
    match tongues::month(name) {
        Some(month) => full(year(&number.to_string())?, month, day),
        None => tongues::solar(number, tongues::solar_month(name)?, day),
    }
}

/// Whether a date is that of an event, and no goal, span or name.
fn event_date(sentence: &Sentence<'_>, written: Written, at: usize, used: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| sentence.token(at));
    let after = sentence.token(at + used);
    let by = before.is_some_and(|token| {
        token.is_in(&["by", "until", "till", "since", "from", "before", "than", "through"])
    });
    match written {
        // A year alone: only as in “In 2021, ...”, and not 2021 of something.
        Written::Known(date) if date.month().is_none() => {
            let within = before.is_some_and(|token| token.is("in"));
            let counted = after.is_some_and(|token| {
                token.word && !token.capital() && !is(SMALL, token.text) && !token.text.ends_with("ed")
            });
            within && !counted
        }
        _ => !by,
    }
}

/// The date that begins at a token, and how many tokens it takes.
fn date_at(tokens: &[Token<'_>], at: usize) -> Option<(Written, usize)> {
    let token = tokens.get(at)?;
    let get = |n: usize| tokens.get(at + n);
    if !token.word {
        return None;
    }
    if let Some(date) = iso(token.text) {
        return Some((Written::Known(date), 1));
    }
    // 19 October 2025, 19th of October, 2025
    if let Some(day) = day(token.text) {
        let of = usize::from(get(1).is_some_and(|t| t.is("of")));
        // 12. September
        let of = of + usize::from(get(1).is_some_and(|t| t.text == "."));
        if let Some(month) = get(1 + of).and_then(month_of) {
            let comma = usize::from(get(2 + of).is_some_and(|t| t.text == ","));
            return match get(2 + of + comma).and_then(|t| year(t.text)) {
                Some(year) => Some((Written::Known(full(year, month, day)?), 3 + of + comma)),
                None => valid(month, day).then_some((Written::NoYear { month, day }, 2 + of)),
            };
        }
    }
    if let Some(month) = month_of(token) {
        // October 19, 2025
        if let Some(day) = get(1).and_then(|t| day(t.text)) {
            let comma = usize::from(get(2).is_some_and(|t| t.text == ","));
            return match get(2 + comma).and_then(|t| year(t.text)) {
                Some(year) => Some((Written::Known(full(year, month, day)?), 3 + comma)),
                None => valid(month, day).then_some((Written::NoYear { month, day }, 2)),
            };
        }
        // October 2025
        let comma = usize::from(get(1).is_some_and(|t| t.text == ","));
        if let Some(year) = get(1 + comma).and_then(|t| year(t.text)) {
            let date = PartialDate::parse(&format!("{year:04}-{month:02}")).ok()?;
            return Some((Written::Known(date), 2 + comma));
        }
        return None;
    }
    // The government of yesterday is of no day.
    let of = || at.checked_sub(1).and_then(|before| tokens.get(before)).is_some_and(|t| t.is("of"));
    if token.is("yesterday") && !of() {
        return Some((Written::Yesterday, 1));
    }
    if token.is("last") || token.is("on") {
        let next = get(1)?;
        let weekday = WEEKDAYS.iter().position(|name| next.is(name)).filter(|_| token.is("on"));
        return match weekday {
            Some(weekday) => Some((Written::Weekday(weekday), 2)),
            None if token.is("last") && next.is("month") => Some((Written::LastMonth, 2)),
            None if token.is("last") && next.is("year") => Some((Written::LastYear, 2)),
            None => None,
        };
    }
    year(token.text)
        .and_then(|year| PartialDate::parse(&format!("{year:04}")).ok())
        .map(|date| (Written::Known(date), 1))
}

/// A month's number. “May” is one only with a capital, and “march” too.
fn month_of(token: &Token<'_>) -> Option<u8> {
    token.capital().then(|| month(token.text)).flatten()
}

/// A year that people write of.
fn year(text: &str) -> Option<u16> {
    let year: u16 = text.parse().ok().filter(|_| text.len() == 4)?;
    (1500..=2100).contains(&year).then_some(year)
}

/// A day of a month: 19, 19th.
fn day(text: &str) -> Option<u8> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let ending = text.get(digits.len()..).unwrap_or_default();
    if !matches!(ending, "" | "st" | "nd" | "rd" | "th") || digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn valid(month: u8, day: u8) -> bool {
    full(2024, month, day).is_some()
}

fn full(year: u16, month: u8, day: u8) -> Option<PartialDate> {
    PartialDate::parse(&format!("{year:04}-{month:02}-{day:02}")).ok()
}

/// A date as ISO 8601 writes it, with or without a time.
fn iso(text: &str) -> Option<PartialDate> {
    let day = text.get(..10)?;
    let rest = text.get(10..).unwrap_or_default();
    if !rest.is_empty() && !rest.starts_with(['T', ' ']) {
        return None;
    }
    PartialDate::parse(day).ok()
}

/// A date that is told from the day of publication.
fn resolve(written: Written, published: PartialDate, ahead: bool) -> Option<PartialDate> {
    let today = civil(published)?;
    let date = match written {
        Written::Known(date) => return Some(date),
        _ if ahead => return None,
        Written::NoYear { month, day } => {
            // The last such day there was, where that is not so long ago that the year would have been told.
            let of = |year: i16| Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
            let this = of(today.year()).filter(|date| *date <= today);
            this.or_else(|| of(today.year() - 1)).filter(|date| days(*date, today) < 300)?
        }
        Written::Weekday(weekday) => {
            // Of the six days before: today's own name would be today or a week ago.
            let on = i8::try_from(weekday).ok()?;
            let back = (today.weekday().to_monday_zero_offset() - on).rem_euclid(7);
            if back == 0 {
                return None;
            }
            today.checked_sub(jiff::Span::new().days(back)).ok()?
        }
        Written::Yesterday => today.yesterday().ok()?,
        Written::LastMonth => {
            let before = today.first_of_month().yesterday().ok()?;
            return PartialDate::parse(&format!("{:04}-{:02}", before.year(), before.month())).ok();
        }
        Written::LastYear => return PartialDate::parse(&format!("{:04}", today.year() - 1)).ok(),
    };
    PartialDate::parse(&date.to_string()).ok()
}

/// A date that is known to the day.
fn civil(date: PartialDate) -> Option<Date> {
    Date::new(date.year(), date.month()?, date.day()?).ok()
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(i32::MAX, |span| span.get_days())
}

/// A line with the names of months of other languages in English.
fn in_english(line: &str) -> String {
    let word = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let month = tongues::month(&bare).map(|month| usize::from(month) - 1);
        let english = month.and_then(|month| MONTHS.get(month)).map(|name| {
            let mut chars = name.chars();
            chars.next().map(|c| c.to_uppercase().chain(chars).collect::<String>()).unwrap_or_default()
        });
        // 1er mars.
        let first = if word == "1er" { "1" } else { word };
        english.unwrap_or_else(|| first.to_owned())
    };
    line.split_whitespace().filter(|word| !tongues::joint(word)).map(word).collect::<Vec<_>>().join(" ")
}

/// The date that a line of its own tells: `Published: 2 November 2025 10:30 GMT`. None where the line says more.
pub(super) fn in_line(line: &str) -> Option<PartialDate> {
    if line.len() > 120 {
        return None;
    }
    let line = in_english(&tongues::figures(line));
    let sentence = super::sentence::sentences(0, &line);
    let tokens: Vec<Token<'_>> = sentence.into_iter().flat_map(|sentence| sentence.tokens).collect();
    if let Some(date) = solar_line(&tokens) {
        return Some(date);
    }
    let (at, date, used) = (0..tokens.len()).find_map(|at| {
        let (written, used) = date_at(&tokens, at)?;
        match written {
            Written::Known(date) if date.month().is_some() => Some((at, date, used)),
            _ => None,
        }
    })?;
    let around = tokens.iter().enumerate().filter(|(n, token)| token.word && !(at..at + used).contains(n));
    let foreign = around.filter(|(_, token)| !beside_dates(token.text)).count();
    (foreign == 0).then_some(date)
}

/// The day of the solar Hijri calendar that a line of its own tells.
fn solar_line(tokens: &[Token<'_>]) -> Option<PartialDate> {
    let words: Vec<&Token<'_>> = tokens.iter().filter(|token| token.word).collect();
    let at = words.iter().position(|token| tongues::solar_month(token.text).is_some())?;
    let month = tongues::solar_month(words.get(at)?.text)?;
    let (day, year) = (day(words.get(at.checked_sub(1)?)?.text)?, words.get(at + 1)?.text.parse().ok()?);
    let rest = words.iter().enumerate().filter(|(n, _)| !(at - 1..=at + 1).contains(n));
    rest.into_iter()
        .all(|(_, token)| beside_dates(token.text))
        .then(|| tongues::solar(year, month, day))
        .flatten()
}

/// Words that stand beside a date in a line of its own.
fn beside_dates(word: &str) -> bool {
    const WORDS: &[&str] = &[
        "published",
        "posted",
        "updated",
        "on",
        "at",
        "date",
        "first",
        "last",
        "modified",
        "gmt",
        "pt",
        "p.m.",
        "a.m.",
        "utc",
        "ist",
        "est",
        "edt",
        "pst",
        "pdt",
        "bst",
        "cet",
        "cest",
        "pkt",
        "am",
        "pm",
        "a.m",
        "p.m",
        "of",
        "the",
        "am.",
        "pm.",
        "issue",
        "created",
        "et",
        "edition",
        "print",
        "le",
        "publié",
        "mis",
        "à",
        "jour",
        "hrs",
        "ago",
        "in",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "tues",
        "thurs",
    ];
    is(WORDS, word)
        || tongues::beside_dates(word)
        || is(WEEKDAYS, word)
        || is(&MONTHS, word)
        || word.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '.' | '-' | '/' | '+'))
        // 10:30 falls apart into numbers; 10am and T10 do not.
        || word.len() <= 6 && word.starts_with(|c: char| c.is_ascii_digit())
}

/// The first date of a text that begins with one, as machines write dates.
pub(super) fn machine(text: &str) -> Option<PartialDate> {
    let text = text.trim();
    iso(text).or_else(|| in_line(text)).or_else(|| PartialDate::parse(text).ok())
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::*;

    fn read(text: &str, published: &str) -> Vec<String> {
        let published = PartialDate::parse(published).ok();
        let events = timeline(&sentences(0, text), published, None, "en");
        events.into_iter().map(|e| e.date.map_or_else(|| "?".to_owned(), |d| d.to_string())).collect()
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        for (text, date) in [
            ("A ceasefire was made on 19 October 2025 in Doha.", "2025-10-19"),
            ("A ceasefire was made on October 19, 2025, in Doha.", "2025-10-19"),
            ("They met on the 3rd of March 2021 once more.", "2021-03-03"),
            ("They met in October 2025 for the first time.", "2025-10"),
            ("In 2021, the Taliban came back to power.", "2021"),
            ("The state fell on 2021-08-15 within hours.", "2021-08-15"),
        ] {
            assert_eq!(read(text, ""), [date], "{text}");
        }
    }

    #[test]
    fn what_is_no_event_has_no_date() {
        for text in [
            "By 2030 all of them want to be rich.",
            "It cost 2021 dollars and in 2000 schools nobody cared.",
            "We may march in the rain all day.",
            "The 2015 agreement is dead and buried.",
            "Did they meet on 19 October 2025 at all?",
            "On Sunday the talks failed once more.",
            "He said yesterday that it was so.",
            "The rebels of yesterday took office.",
        ] {
            assert_eq!(read(text, ""), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn what_hangs_on_the_day_of_publication_is_resolved_only_by_it() {
        let text = "The truce was made on 19 October in Doha.";
        assert_eq!(read(text, ""), ["?"]);
        assert_eq!(read(text, "2025-11"), ["?"]);
        assert_eq!(read(text, "2025-11-02"), ["2025-10-19"]);
        assert_eq!(read("It fell on December 28 to the rebels.", "2026-01-03"), ["2025-12-28"]);
        // 2 November 2025 was a Sunday.
        assert_eq!(read("On Friday the talks failed again.", "2025-11-02"), ["2025-10-31"]);
        assert_eq!(read("On Sunday the talks failed again.", "2025-11-02"), Vec::<String>::new());
        assert_eq!(read("He said it yesterday to all.", "2025-11-02"), ["2025-11-01"]);
        assert_eq!(read("The rebels of yesterday took office.", "2025-11-02"), Vec::<String>::new());
        assert_eq!(read("They met last month in Doha.", "2025-01-31"), ["2024-12"]);
        assert_eq!(read("They will meet on Friday in Doha.", "2025-11-02"), Vec::<String>::new());
    }

    #[test]
    fn a_line_of_its_own_tells_a_date() {
        for line in [
            "Published: 2 November 2025",
            "Sunday, November 2, 2025 10:30 am GMT",
            "Updated on 2025-11-02",
            "Sun, 2 Nov 2025 10:00:00 +0000",
            "Nov. 2, 2025, 5:02 a.m. ET",
        ] {
            assert_eq!(in_line(line).map(|d| d.to_string()).as_deref(), Some("2025-11-02"), "{line}");
        }
        assert_eq!(in_line("The talks of 2 November 2025 failed"), None);
        assert_eq!(machine("2025-11-02T10:00:00Z").map(|d| d.to_string()).as_deref(), Some("2025-11-02"));
    }
}
