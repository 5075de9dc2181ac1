//! Where words begin and end, as far as a passage may not cut them.
//!
//! Invariant: a place within a word is one for what a note was made on and for what is found alike.

use crate::document::Document;
use crate::text::{TextPos, TextRange};
use unicode_normalization::char::is_combining_mark;

/// How far the end of a word is looked for, in characters.
const FAR: usize = 64;

/// Whether a place between two texts is within a word: between letters, or beside a sign that joins letters (“non-violent”,
/// “can't”) or digits (“5,000”).
pub(super) fn within(before: &str, after: &str) -> bool {
    is_letters(before, after) || is_joined(before, after)
}

/// Whether the place is between letters of a script that parts words: “an” is not in “answer”.
fn is_letters(before: &str, after: &str) -> bool {
    joins(before.chars().next_back(), after.chars().next())
}

fn is_joined(before: &str, after: &str) -> bool {
    let (mut left, mut right) = (before.chars().rev(), after.chars());
    let (last, last_but_one) = (left.next(), left.next());
    let (first, second) = (right.next(), right.next());
    let hyphen = |c: Option<char>| c.is_some_and(|c| matches!(c, '-' | '‐' | '‑' | '\'' | '’'));
    let point = |c: Option<char>| c.is_some_and(|c| matches!(c, '.' | ','));
    let digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    hyphen(first) && joins(last, second)
        || hyphen(last) && joins(last_but_one, first)
        || point(first) && digit(last) && digit(second)
        || point(last) && digit(last_but_one) && digit(first)
}

fn joins(before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| {
        c.is_some_and(|c| {
            (c as u32) < 0x2E80 && (c.is_alphanumeric() || !c.is_ascii() && is_combining_mark(c))
        })
    };
    letter(before) && letter(after)
}

impl Document {
    fn parted(&self, pos: TextPos) -> (&str, &str) {
        self.text.split_at_checked(pos.get()).unwrap_or_default()
    }

    /// Whether a position lies between letters of a word. Between digits, another number may have been put in the place of one.
    pub(super) fn cuts_letters(&self, pos: TextPos) -> bool {
        let (before, after) = self.parted(pos);
        let number = before.ends_with(char::is_numeric) && after.starts_with(char::is_numeric);
        is_letters(before, after) && !number
    }

    /// Whether a position lies within a word.
    pub(super) fn cuts_word(&self, pos: TextPos) -> bool {
        let (before, after) = self.parted(pos);
        within(before, after)
    }

    /// The start of the word that a position lies in, or the position.
    fn word_start(&self, pos: TextPos) -> TextPos {
        let (before, _) = self.parted(pos);
        let starts = before.char_indices().rev().map(|(at, _)| TextPos::new(at));
        std::iter::once(pos).chain(starts).take(FAR).find(|at| !self.cuts_word(*at)).unwrap_or(pos)
    }

    /// The end of the word that a position lies in, or the position.
    fn word_end(&self, pos: TextPos) -> TextPos {
        let (_, after) = self.parted(pos);
        let ends = after.char_indices().map(|(at, c)| TextPos::new(pos.get() + at + c.len_utf8()));
        std::iter::once(pos).chain(ends).take(FAR).find(|at| !self.cuts_word(*at)).unwrap_or(pos)
    }

    /// A range without the blanks at its ends, and with whole words where `starts` and `ends` say so: where it cuts one, up to
    /// the nearer end of it, or with all of it (`wide`).
    pub(super) fn whole_words(
        &self,
        range: TextRange,
        (starts, ends): (bool, bool),
        wide: bool,
    ) -> TextRange {
        let nearer = |pos: TextPos, outer: TextPos, inner: TextPos| {
            let near = pos.get().abs_diff(outer.get()) <= pos.get().abs_diff(inner.get());
            if wide || near { outer } else { inner }
        };
        let (from, to) = (range.start(), range.end());
        let start = if starts { nearer(from, self.word_start(from), self.word_end(from)) } else { from };
        let end = if ends { nearer(to, self.word_end(to), self.word_start(to)) } else { to };
        let range = if start < end { TextRange::new(start, end) } else { range };
        let words = self.slice(range);
        let before = words.len() - words.trim_start().len();
        let behind = words.len() - words.trim_end().len();
        if before + behind >= words.len() {
            return range;
        }
        TextRange::bytes(range.start().get() + before, range.end().get() - behind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_that_join_are_within_a_word() {
        for (before, after, is) in [
            ("an", "swer", true),
            ("non-", "violent", true),
            ("non", "-violent", true),
            ("can", "’t", true),
            ("by 5", ".5", true),
            ("5,", "000", true),
            ("in 2025", ". It", false),
            ("by 5", ", it", false),
            ("the ‘", "end’", false),
            ("the", " end", false),
            ("国", "家", false),
            ("", "a", false),
        ] {
            assert_eq!(within(before, after), is, "{before}|{after}");
        }
    }
}
