//! Reading a query.

use super::fields::{Ask, Choice, FIELDS, FieldInfo, SORTS, Sort, field};
use super::{Query, QueryError, Term, Value, What, Words};
use crate::brief::PartialDate;
use crate::library::date::Day;
use crate::text::{each_word, folded, nearest};
use std::ops::Range;

/// The most bytes of a query: what is longer is a text that was pasted by mistake.
const MAX_QUERY: usize = 4 << 10;

/// A piece of a query that stands by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub range: Range<usize>,
    pub negated: bool,
    /// The field's name, where one stands there.
    pub field: Option<Range<usize>>,
    /// Its values, or the word.
    pub values: Vec<Written>,
}

/// A value as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Written {
    /// With its quotes.
    pub range: Range<usize>,
    pub text: String,
    pub quoted: bool,
    /// Whether its quotes are closed.
    pub closed: bool,
}

/// The pieces of a query, as blanks part them.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while let Some(start) =
        text.get(at..).and_then(|rest| rest.find(|c: char| !c.is_whitespace())).map(|i| i + at)
    {
        let piece = piece(text, start);
        at = piece.range.end.max(start + 1);
        pieces.push(piece);
    }
    pieces
}

fn piece(text: &str, start: usize) -> Piece {
    let rest = text.get(start..).unwrap_or_default();
    // Word processors, and shells on which `-word` would be an option, write a minus sign.
    let sign = rest.chars().next().filter(|c| matches!(c, '-' | '\u{2212}')).map_or(0, char::len_utf8);
    let negated = sign > 0 && rest.get(sign..).is_some_and(|word| !word.is_empty() && !word.starts_with(' '));
    let begin = if negated { start + sign } else { start };
    let name = text.get(begin..).unwrap_or_default();
    let letters = name.bytes().take_while(|b| b.is_ascii_alphabetic() || *b == b'-').count();
    let behind = name.get(letters..).unwrap_or_default();
    let has_field = letters > 0 && behind.starts_with(':') && !behind.starts_with("://");
    let field = has_field.then_some(begin..begin + letters);
    let mut at = if has_field { begin + letters + 1 } else { begin };
    let mut values = Vec::new();
    loop {
        let value = written(text, at, has_field);
        at = value.range.end;
        values.push(value);
        if has_field && text.get(at..).is_some_and(|rest| rest.starts_with(',')) {
            at += 1;
        } else {
            break;
        }
    }
    Piece { range: start..at, negated, field, values }
}

/// A value: to the closing quote, or to a blank, and in a list to a comma.
fn written(text: &str, at: usize, in_list: bool) -> Written {
    let rest = text.get(at..).unwrap_or_default();
    // Phones and word processors write other quotes.
    let opening = rest.chars().next().filter(|c| matches!(c, '"' | '“' | '”' | '„' | '«'));
    if let Some(opening) = opening {
        let inner = rest.get(opening.len_utf8()..).unwrap_or_default();
        let end = inner.char_indices().find(|(_, c)| matches!(c, '"' | '”' | '“' | '»'));
        let (len, used) = end.map_or((inner.len(), inner.len()), |(i, c)| (i, i + c.len_utf8()));
        return Written {
            range: at..at + opening.len_utf8() + used,
            text: inner.get(..len).unwrap_or_default().to_owned(),
            quoted: true,
            closed: end.is_some(),
        };
    }
    let ends = |c: char| c.is_whitespace() || c == '"' || in_list && c == ',';
    let len = rest.find(ends).unwrap_or(rest.len());
    Written {
        range: at..at + len,
        text: rest.get(..len).unwrap_or_default().to_owned(),
        quoted: false,
        closed: true,
    }
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// The first thing in it that is not understood, with what to do about it.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        if text.len() > MAX_QUERY {
            let help = format!("a query has up to {} kB", MAX_QUERY >> 10);
            let message = "this is too long for a query".to_owned();
            return Err(QueryError { range: 0..text.len(), message, help, unfinished: false });
        }
        let mut query = Self::default();
        // A sign among words is a sign; signs alone ask for something that cannot be found.
        let mut idle = None;
        for piece in pieces(text) {
            let (known, range) = (query.terms.len(), piece.range.clone());
            let is_word = piece.field.is_none();
            query.take(text, piece)?;
            if is_word && query.terms.len() == known {
                idle = idle.or(Some(range));
            }
        }
        match idle.filter(|_| query.terms.is_empty()) {
            Some(range) => Err(QueryError {
                unfinished: range.end == text.len(),
                range,
                message: "a word needs letters or digits".to_owned(),
                help: "signs alone are not searched for".to_owned(),
            }),
            None => Ok(query),
        }
    }

    fn take(&mut self, text: &str, piece: Piece) -> Result<(), QueryError> {
        let Piece { range, negated, field: name, values } = piece;
        let Some(name) = name else {
            let words = values.into_iter().next().and_then(|value| words(&value));
            self.terms.extend(words.map(|words| Term { range, negated, what: What::Words(words) }));
            return Ok(());
        };
        let called = text.get(name.clone()).unwrap_or_default();
        let empty = values.iter().all(|value| value.text.is_empty());
        let Some(info) = field(called) else {
            // `Talks: a lesson` is a title, not a field.
            if empty && text.get(range.end..).is_some_and(|rest| !rest.is_empty()) {
                let word =
                    Written { range: name.clone(), text: called.to_owned(), quoted: false, closed: true };
                self.terms.extend(words(&word).map(|words| Term {
                    range,
                    negated,
                    what: What::Words(words),
                }));
                return Ok(());
            }
            return Err(unknown_field(text, &name, &range));
        };
        if let Some(value) = values.iter().find(|value| value.text.trim().is_empty()) {
            return Err(QueryError {
                range: range.clone(),
                message: format!("{}: needs a value", info.name),
                help: format!("as in {}", info.example),
                unfinished: value.range.end == text.len(),
            });
        }
        if info.ask == Ask::Sort {
            self.sort = Some(sort(&values, &range, negated)?);
            return Ok(());
        }
        let values = values.iter().map(|value| read(info, value, text)).collect::<Result<Vec<_>, _>>()?;
        let values = values.into_iter().flatten().collect();
        self.terms.push(Term { range, negated, what: What::Field(info, values) });
        Ok(())
    }
}

/// A value of words; none where it holds no letter and no digit.
fn words(value: &Written) -> Option<Words> {
    let mut all = Vec::new();
    each_word(&value.text, |word, _| all.push(word.to_owned()));
    // Behind the quotes nothing goes on, before they are closed perhaps; a sign behind a word ends it.
    let ended = value.text.chars().next_back().is_none_or(char::is_whitespace);
    let open = if value.quoted { !value.closed && !ended } else { true };
    (!all.is_empty()).then(|| Words { written: value.text.clone(), folded: all, open })
}

fn read(info: &'static FieldInfo, value: &Written, text: &str) -> Result<Option<Value>, QueryError> {
    let written = value.text.trim();
    let unfinished = value.range.end == text.len();
    let wrong =
        |message: String, help: String| QueryError { range: value.range.clone(), message, help, unfinished };
    match info.ask {
        Ask::Names(_) | Ask::Title => {
            let mut needle = folded(written);
            if !(value.quoted && value.closed) {
                needle.truncate(needle.trim_end().len());
            }
            if needle.trim().is_empty() {
                return Err(wrong(
                    format!("{}: needs letters or digits", info.name),
                    format!("as in {}", info.example),
                ));
            }
            Ok(Some(Value::Text { needle, written: written.to_owned() }))
        }
        Ask::Path => Ok(Some(Value::Text { needle: written.to_lowercase(), written: written.to_owned() })),
        Ask::Tag => {
            let needle = written.trim_start_matches('#').to_owned();
            Ok(Some(Value::Text { needle, written: written.to_owned() }))
        }
        Ask::Date(_) => match PartialDate::parse(written) {
            Ok(date) => Ok(Some(Value::Day(Day::of(date)))),
            Err(why) => {
                let message = format!(
                    "{}: `{written}` is {}",
                    info.name,
                    match why.to_string().as_str() {
                        "not a date" => "not a date".to_owned(),
                        other => format!("no date: {other}"),
                    }
                );
                // In a brief `to` is whom a recommendation is for.
                let before = text.get(..value.range.start).unwrap_or_default();
                let is_to = before.to_ascii_lowercase().ends_with("to:");
                let other = if is_to { "; for: asks whom something is recommended to" } else { "" };
                Err(wrong(message, format!("write 2025, 2025-11 or 2025-11-02{other}")))
            }
        },
        Ask::Choice(choices) => choice(info, choices, written)
            .map(|row| Some(Value::Choice(row)))
            .map_err(|help| wrong(format!("{}: does not know `{written}`", info.name), help)),
        Ask::Sort => Ok(None),
    }
}

/// The choice that a word names; its start is enough where only one begins so.
fn choice(info: &FieldInfo, choices: &'static [Choice], word: &str) -> Result<&'static Choice, String> {
    let same = |row: &&Choice| row.word.eq_ignore_ascii_case(word);
    let lower = word.to_lowercase();
    let mut begin = choices.iter().filter(|row| row.word.starts_with(&lower));
    match (choices.iter().find(same), begin.next(), begin.next()) {
        (Some(row), _, _) | (None, Some(row), None) => Ok(row),
        _ => Err(match nearest(word, choices.iter().map(|row| row.word)) {
            Some(near) => format!("did you mean {}:{near}?", info.name),
            None => format!("it knows {}", choices.iter().map(|row| row.word).collect::<Vec<_>>().join(", ")),
        }),
    }
}

fn sort(values: &[Written], range: &Range<usize>, negated: bool) -> Result<Sort, QueryError> {
    let value = values.first().map(|value| value.text.trim()).unwrap_or_default();
    match Sort::parse(value) {
        Some(sort) => Ok(Sort { reverse: sort.reverse != negated, ..sort }),
        None => Err(QueryError {
            range: values.first().map_or_else(|| range.clone(), |value| value.range.clone()),
            message: format!("sort: does not know `{value}`"),
            help: match nearest(value.trim_start_matches('-'), SORTS.iter().map(|row| row.word)) {
                Some(near) => format!("did you mean sort:{near}?"),
                None => {
                    format!("it knows {}", SORTS.iter().map(|row| row.word).collect::<Vec<_>>().join(", "))
                }
            },
            unfinished: SORTS.iter().any(|row| row.word.starts_with(value.trim_start_matches('-'))),
        }),
    }
}

fn unknown_field(text: &str, name: &Range<usize>, range: &Range<usize>) -> QueryError {
    let called = text.get(name.clone()).unwrap_or_default();
    let known = FIELDS.iter().flat_map(|row| std::iter::once(row.name).chain(row.also.iter().copied()));
    let whole = text.get(range.clone()).unwrap_or_default().trim_start_matches('-');
    let help = match nearest(called, known) {
        Some(near) => {
            format!("did you mean {near}:? For the words themselves write \"{}\"", whole.replace('"', ""))
        }
        None => format!("for the words themselves write \"{}\"", whole.replace('"', "")),
    };
    QueryError {
        range: name.clone(),
        message: format!("there is no field `{called}:`"),
        help,
        unfinished: range.end == text.len(),
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is asked, in short.
    fn told(text: &str) -> String {
        let query = Query::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
        let term = |term: &Term| {
            let sign = if term.negated { "-" } else { "" };
            match &term.what {
                What::Words(words) => {
                    format!("{sign}{}{}", words.folded.join("+"), if words.open { "*" } else { "" })
                }
                What::Field(info, values) => {
                    format!("{sign}{}:{}", info.name, values.iter().map(value).collect::<Vec<_>>().join("|"))
                }
            }
        };
        query
            .terms
            .iter()
            .map(term)
            .chain(query.sort.map(|sort| format!("{sort:?}")))
            .collect::<Vec<_>>()
            .join("  ")
    }

    fn value(value: &Value) -> String {
        match value {
            Value::Text { needle, .. } => format!("[{needle}]"),
            Value::Day(day) => day.to_string(),
            Value::Choice(row) => row.word.to_owned(),
        }
    }

    #[test]
    fn what_is_written_is_understood() {
        for (text, understood) in [
            ("", ""),
            ("  water ", "water*"),
            ("Cross-Border l’Iran", "cross+border*  l+iran*"),
            ("\"exact words\" -Café", "exact+words  -cafe*"),
            ("“exact words” −café", "exact+words  -cafe*"),
            ("\"exact wor", "exact+wor*"),
            ("\"exact ", "exact"),
            ("topic:water,\"food security\"", "topic:[ water]|[ food security ]"),
            ("-source:\"Khaama Press\"", "-source:[ khaama press ]"),
            ("PUB:khaama", "source:[ khaama]"),
            ("from:2025-10 until:2026 date:2025-11-02", "from:2025-10  until:2026  date:2025-11-02"),
            ("has:notes,err is:un", "has:notes|errors  is:unread"),
            ("path:2025/ tag:#border", "path:[2025/]  tag:[border]"),
            ("sort:-date", "Sort { key: Date, reverse: true }"),
            ("https://x.org/a 12:30", "https+x+org+a*  12+30*"),
            ("Talks: a lesson", "talks*  a*  lesson*"),
            ("water — … - fire", "water*  fire*"),
            ("预算", "预+算*"),
        ] {
            assert_eq!(told(text), understood, "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_placed_and_remedied() {
        for (text, place, said) in [
            ("water topc:x", "topc", "did you mean topic:?"),
            ("zebra:x y", "zebra", "write \"zebra:x\""),
            ("a topic: b", "topic:", "as in topic:water"),
            ("from:yesterday", "yesterday", "write 2025, 2025-11 or 2025-11-02"),
            ("to:Pakistan", "Pakistan", "for: asks whom something is recommended to"),
            ("from:2025-02-30", "2025-02-30", "no date: there is no such day"),
            ("has:nots", "nots", "did you mean has:notes?"),
            ("is:s", "s", "it knows read, unread, draft, broken"),
            ("sort:titel", "titel", "did you mean sort:title?"),
            ("topic:…", "…", "needs letters or digits"),
            ("🦀", "🦀", "needs letters or digits"),
            (" — +++", "—", "needs letters or digits"),
            ("-🦀 sort:date", "-🦀", "needs letters or digits"),
            ("\"\"", "\"\"", "needs letters or digits"),
            (",", ",", "needs letters or digits"),
        ] {
            let error = Query::parse(text).unwrap_err();
            assert_eq!(&text[error.range.clone()], place, "{text}");
            assert!(error.to_string().contains(said), "{text}: {error}");
        }
        assert!(
            Query::parse("topic:").unwrap_err().unfinished
                && !Query::parse("topic: x").unwrap_err().unfinished
        );
        assert!(Query::parse(&"x".repeat(10_000)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_parsing_panic(text in "(\\PC|[-:\",“» ]|topic|from|预|is:){0,40}") {
            match Query::parse(&text) {
                Ok(query) => prop_assert!(query.terms.iter().all(|term| text.get(term.range.clone()).is_some())),
                Err(error) => prop_assert!(text.get(error.range).is_some()),
            }
        }
    }
}
