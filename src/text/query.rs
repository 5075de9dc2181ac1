//! A search in a text.
//!
//! Owns what a typed search means: words as typed, letter case ignored unless a capital is typed, and straight
//! quotes, hyphens and blanks standing for their typographic kin; or a regular expression.
//! Invariant: a match is never empty and lies on character boundaries.

use regex::{Regex, RegexBuilder};
use std::ops::Range;

/// How the typed text is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum QueryMode {
    /// As the words they are.
    #[default]
    Words,
    /// As a regular expression (syntax of the `regex` crate).
    Regex,
}

/// Why a search could not be understood: the expression's own complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError(pub String);

/// A search, ready to run.
#[derive(Clone, Debug)]
pub struct Query {
    text: String,
    mode: QueryMode,
    matcher: Regex,
}

impl PartialEq for Query {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text && self.mode == other.mode
    }
}

/// Bound on a compiled expression, in bytes.
const SIZE_LIMIT: usize = 1 << 20;

impl Query {
    /// Reads a search. An empty one is none.
    ///
    /// # Errors
    /// When the mode is [`QueryMode::Regex`] and the expression is malformed or too large.
    pub fn new(text: &str, mode: QueryMode) -> Result<Option<Self>, QueryError> {
        if text.is_empty() {
            return Ok(None);
        }
        let pattern = match mode {
            QueryMode::Words => kin_pattern(text),
            QueryMode::Regex => text.to_owned(),
        };
        let matcher = RegexBuilder::new(&pattern)
            .case_insensitive(!text.chars().any(char::is_uppercase))
            // `^` and `$` are the ends of a paragraph or of a line within it.
            .multi_line(true)
            .size_limit(SIZE_LIMIT)
            .build()
            .map_err(|error| QueryError(reason(&error)))?;
        Ok(Some(Self { text: text.to_owned(), mode, matcher }))
    }

    /// What was typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// How it is read.
    #[must_use]
    pub const fn mode(&self) -> QueryMode {
        self.mode
    }

    /// All matches in `text`, in order, none overlapping another, as byte ranges of it.
    pub fn matches<'a>(&'a self, text: &'a str) -> impl Iterator<Item = Range<usize>> + 'a {
        self.matcher.find_iter(text).map(|m| m.range()).filter(|range| !range.is_empty())
    }
}

fn reason(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(_) => "the expression is too large".to_owned(),
        // The last line of the parser's report says what is wrong; the lines before draw it.
        other => {
            let text = other.to_string();
            let last = text.lines().last().unwrap_or_default();
            last.strip_prefix("error: ").unwrap_or(last).to_owned()
        }
    }
}

/// The words as a pattern in which a plain sign also finds its typographic kin.
fn kin_pattern(text: &str) -> String {
    let mut pattern = String::with_capacity(text.len() + 16);
    let mut literal = String::new();
    for c in text.chars() {
        let kin = match c {
            '\'' => "['‘’ʼ]",
            '"' => "[\"“”„«»]",
            '-' => "[-\u{2010}\u{2011}–—]",
            ' ' => "[ \u{a0}\u{202f}]",
            _ => {
                literal.push(c);
                continue;
            }
        };
        pattern.push_str(&regex::escape(&literal));
        literal.clear();
        pattern.push_str(kin);
    }
    pattern.push_str(&regex::escape(&literal));
    pattern
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;

    fn found(query: &str, mode: QueryMode, text: &str) -> Vec<String> {
        let query = Query::new(query, mode).unwrap().unwrap();
        query.matches(text).map(|r| text[r].to_owned()).collect()
    }

    #[test]
    fn case_counts_only_where_a_capital_is_typed() {
        let text = "Doha and doha, DOHA";
        assert_eq!(found("doha", QueryMode::Words, text).len(), 3);
        assert_eq!(found("Doha", QueryMode::Words, text).len(), 1);
    }

    #[test]
    fn plain_signs_find_their_kin() {
        assert_eq!(found("don't", QueryMode::Words, "don’t or don't"), ["don’t", "don't"]);
        assert_eq!(found("j'accuse !", QueryMode::Words, "J’Accuse\u{202f}!"), ["J’Accuse\u{202f}!"]);
        assert_eq!(found("cross-border", QueryMode::Words, "cross‑border"), ["cross‑border"]);
    }

    #[test]
    fn words_are_no_expression() {
        assert_eq!(found("a.c", QueryMode::Words, "abc a.c"), ["a.c"]);
        assert_eq!(found("a.c", QueryMode::Regex, "abc a.c"), ["abc", "a.c"]);
        assert_eq!(found("x*", QueryMode::Regex, "axxb"), ["xx"]);
        assert_eq!(found("^a.|.c$", QueryMode::Regex, "ab ac\nad ac"), ["ab", "ac", "ad", "ac"]);
    }

    #[test]
    fn a_wrong_expression_says_why() {
        let error = Query::new("a(", QueryMode::Regex).unwrap_err();
        assert_eq!(error.0, "unclosed group");
        assert_eq!(Query::new("", QueryMode::Words), Ok(None));
    }
}
