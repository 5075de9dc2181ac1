//! Breaking one paragraph into rows.
//!
//! Owns where a row may end: at blanks, at the break opportunities of UAX #14 and at the hyphens that are there, found
//! and filled by textwrap; measured by the grapheme cluster ([`super::cells`]), which textwrap's own front door does not do.
//! Invariants: rows are in order and lose nothing but the blanks at their ends; no row is wider than its width,
//! unless a single cluster is; a cluster is never split.

use super::{cells, graphemes};
use std::ops::Range;
use textwrap::core::{Fragment, Word};
use textwrap::wrap_algorithms::wrap_first_fit;
use textwrap::{WordSeparator, WordSplitter, word_splitters::split_words};
use unicode_width::UnicodeWidthChar;

/// The bytes of one row in the text that was wrapped, without the blanks it ends with.
pub type RowSpan = Range<usize>;

/// A word with the blanks behind it, measured.
#[derive(Debug)]
struct Piece {
    start: usize,
    end: usize,
    width: usize,
    blanks: usize,
}

impl Fragment for Piece {
    #[expect(clippy::cast_precision_loss, reason = "widths are far below 2^52")]
    fn width(&self) -> f64 {
        self.width as f64
    }

    #[expect(clippy::cast_precision_loss, reason = "widths are far below 2^52")]
    fn whitespace_width(&self) -> f64 {
        self.blanks as f64
    }

    fn penalty_width(&self) -> f64 {
        0.0
    }
}

/// The rows of `text` where the first may be `first` cells wide and every other `rest`. A `\n` ends a row.
/// There is always at least one row. A width of 0 counts as 1.
#[must_use]
pub fn wrap(text: &str, first: usize, rest: usize) -> Vec<RowSpan> {
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let width = if rows.is_empty() { first.max(1) } else { rest.max(1) };
        wrap_line(line, start, width, rest.max(1), &mut rows);
        start += line.len() + 1;
    }
    rows
}

fn wrap_line(line: &str, offset: usize, first: usize, rest: usize, rows: &mut Vec<RowSpan>) {
    if line.len() <= first && line.is_ascii() {
        rows.push(offset..offset + line.trim_end_matches(' ').len());
        return;
    }
    let pieces = pieces(line, first.min(rest));
    #[expect(clippy::cast_precision_loss, reason = "widths are far below 2^52")]
    let widths = [first as f64, rest as f64];
    let filled = wrap_first_fit(&pieces, &widths);
    if filled.is_empty() {
        rows.push(offset..offset);
    }
    for row in filled {
        let (start, end) = match row {
            [] => (0, 0),
            [one] => (one.start, one.end),
            [head, .., tail] => (head.start, tail.end),
        };
        rows.push(offset + start..offset + end);
    }
}

fn pieces(line: &str, narrowest: usize) -> Vec<Piece> {
    // Where a script parts its words with blanks, UAX #14 finds little more than those, at several times the cost.
    let separator = if line.is_ascii() || line.chars().all(has_blanks) {
        WordSeparator::AsciiSpace
    } else {
        WordSeparator::UnicodeBreakProperties
    };
    let words = separator.find_words(line);
    let words = split_words(words, &WordSplitter::Custom(breaks_within));
    let mut pieces = Vec::with_capacity(line.len() / 5 + 1);
    let (mut start, mut end, mut at) = (0, 0, 0);
    for Word { word, whitespace, .. } in words {
        // A mark behind a blank belongs to the blank's cluster, which UAX #14 would part.
        let joined = word.chars().next().is_some_and(|c| !c.is_ascii() && c.width() == Some(0));
        if at > 0 && !joined {
            push_piece(line, start..end, at - end, narrowest, &mut pieces);
            start = at;
        }
        end = at + word.len();
        at = end + whitespace.len();
    }
    if at > 0 {
        push_piece(line, start..end, at - end, narrowest, &mut pieces);
    }
    pieces
}

/// Whether a character is of a script that parts its words with blanks, or a sign used with such: everything up to
/// the Indic scripts, Georgian, and Latin, Greek and punctuation beyond.
fn has_blanks(c: char) -> bool {
    matches!(c as u32, 0..=0x0DFF | 0x10A0..=0x10FF | 0x1C80..=0x2BFF | 0xFB00..=0xFDFF | 0xFE00..=0xFE0F)
}

/// Where a word may be parted at a sign that stays: behind a hyphen, a dash or a slash between letters or digits.
fn breaks_within(word: &str) -> Vec<usize> {
    let mut breaks = Vec::new();
    if !word.contains(['-', '\u{2010}', '–', '—', '/']) {
        return breaks;
    }
    let mut before = None;
    let mut chars = word.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let sign = matches!(c, '-' | '\u{2010}' | '–' | '—' | '/');
        let next = chars.peek().map(|(_, next)| *next);
        if sign && before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric) {
            breaks.push(at + c.len_utf8());
        }
        before = Some(c);
    }
    breaks
}

fn push_piece(line: &str, span: RowSpan, blanks: usize, narrowest: usize, pieces: &mut Vec<Piece>) {
    let word = line.get(span.clone()).unwrap_or_default();
    let width = cells(word);
    if width <= narrowest {
        pieces.push(Piece { start: span.start, end: span.end, width, blanks });
    } else {
        cut_long(word, span.start, narrowest, blanks, pieces);
    }
}

/// Cuts a word that fits no row (an address, a language without blanks) between clusters.
fn cut_long(word: &str, offset: usize, width: usize, blanks: usize, pieces: &mut Vec<Piece>) {
    let (mut start, mut used) = (0, 0);
    for (at, _, wide) in graphemes(word) {
        if used + wide > width && at > start {
            pieces.push(Piece { start: offset + start, end: offset + at, width: used, blanks: 0 });
            (start, used) = (at, 0);
        }
        used += wide;
    }
    pieces.push(Piece { start: offset + start, end: offset + word.len(), width: used, blanks });
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    fn rows(text: &str, width: usize) -> Vec<&str> {
        wrap(text, width, width).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn prose_breaks_between_words_and_at_hyphens() {
        assert_eq!(
            rows("The talks came at a crucial juncture.", 14),
            ["The talks came", "at a crucial", "juncture."]
        );
        assert_eq!(rows("a cross-border raid", 9), ["a cross-", "border", "raid"]);
        assert_eq!(rows("", 9), [""]);
        assert_eq!(rows("two\nlines", 9), ["two", "lines"]);
        assert_eq!(rows("an addresslikethis", 8), ["an", "addressl", "ikethis"]);
        assert_eq!(rows("word—another and/or", 10), ["word—", "another", "and/or"]);
        assert_eq!(rows("un\u{a0}deux\u{202f}! trois", 9), ["un\u{a0}deux\u{202f}!", "trois"]);
    }

    #[test]
    fn the_first_row_may_have_its_own_width() {
        let text = "Why because it says so plainly";
        let spans: Vec<&str> = wrap(text, 12, 20).into_iter().map(|r| &text[r]).collect();
        assert_eq!(spans, ["Why because", "it says so plainly"]);
    }

    #[test]
    fn scripts_without_blanks_and_wide_clusters_stay_within_the_width() {
        for text in [
            "預算委員會在昨天通過了新的預算案",
            "ความสงบสุขที่ยั่งยืนไม่อาจสร้างได้ด้วยการข่มขู่",
            "السلام الدائم لا يتحقق بالتهديد",
            &"❤\u{fe0f}".repeat(30),
            &"👨\u{200d}👩\u{200d}👧".repeat(9),
        ] {
            for row in rows(text, 10) {
                assert!(cells(row) <= 10, "{row:?}");
            }
            assert_eq!(rows(text, 10).concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn no_row_is_too_wide_and_nothing_is_lost(
            text in "([a-zA-Zé預ا\u{e01}ก้❤\u{fe0f}\u{301}👩‍🚀 ,.\\-\n]){0,120}", first in 2usize..40, rest in 2usize..40
        ) {
            let spans = wrap(&text, first, rest);
            prop_assert!(!spans.is_empty());
            let clusters: Vec<usize> = text.grapheme_indices(true).map(|(i, _)| i).chain([text.len()]).collect();
            let mut at = 0;
            for (n, span) in spans.iter().enumerate() {
                let between = &text[at..span.start];
                prop_assert!(between.chars().all(|c| c == ' ' || c == '\n'), "lost {between:?}");
                let width = if n == 0 { first } else { rest };
                let row = &text[span.clone()];
                prop_assert!(cells(row) <= width || row.graphemes(true).count() == 1, "{row:?} in {width}");
                prop_assert!(clusters.contains(&span.start) && clusters.contains(&span.end));
                at = span.end;
            }
            prop_assert!(text[at..].chars().all(|c| c == ' ' || c == '\n'));
        }
    }
}
