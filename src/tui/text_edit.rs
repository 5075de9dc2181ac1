//! Text of several lines that is being typed.
//!
//! Own code, since the kept widgets of ratatui's world do not wrap what is typed, or bring their own keys and drawing.
//! Invariant: the cursor stands on the boundary of a grapheme cluster; nothing in the text is a control character but the
//! line break.

use crate::text::{cells, clean, graphemes, wrap};
use std::ops::Range;

/// The most bytes of a text that is typed.
pub const MAX_TEXT: usize = 256 << 10;

/// The most states that can be gone back to.
const MAX_UNDO: usize = 200;

/// A text and a cursor in it.
#[derive(Clone, Debug, Default)]
pub struct TextEdit {
    text: String,
    cursor: usize,
    /// The column that the cursor keeps to while it goes up and down, in cells.
    goal: Option<usize>,
    undo: Vec<(String, usize)>,
    redo: Vec<(String, usize)>,
    /// What was done last: letters typed in a row are one step.
    typing: bool,
}

impl TextEdit {
    /// A text with the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let text = clean(text).into_owned();
        Self { cursor: text.len(), text, ..Self::default() }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cursor as a byte offset.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// The rows at a width in cells, as byte ranges. One more where the cursor stands behind a full last row.
    #[must_use]
    pub fn rows(&self, width: usize) -> Vec<Range<usize>> {
        wrap(&self.text, width.max(1), width.max(1))
    }

    /// The row and the column of the cursor at a width, counted from 0, in cells.
    #[must_use]
    pub fn place(&self, width: usize) -> (usize, usize) {
        let rows = self.rows(width);
        let row = rows.iter().rposition(|row| row.start <= self.cursor).unwrap_or(0);
        let start = rows.get(row).map_or(0, |row| row.start);
        let before = self.text.get(start..self.cursor).unwrap_or_default();
        (row, cells(before).min(width))
    }

    /// Types a character; false where there is no room for it.
    pub fn insert(&mut self, c: char) -> bool {
        if c != '\n' && c.is_control() {
            return true;
        }
        let blank = c.is_whitespace();
        self.remember(!blank);
        let fits = self.put(c.encode_utf8(&mut [0; 4]));
        self.typing = !blank;
        fits
    }

    /// Types a text; false where there is no room for all of it: then none is taken.
    pub fn paste(&mut self, text: &str) -> bool {
        self.remember(false);
        let text = clean(text).into_owned();
        self.put(&text)
    }

    /// Puts another text in the place of all.
    pub fn replace(&mut self, text: &str) {
        self.remember(false);
        clean(text).trim_end().clone_into(&mut self.text);
        self.cursor = self.text.len();
    }

    fn put(&mut self, text: &str) -> bool {
        let fits = self.text.len() + text.len() <= MAX_TEXT;
        if fits {
            self.text.insert_str(self.cursor, text);
            self.cursor += text.len();
        }
        self.settle();
        fits
    }

    /// A mark typed behind a letter joins its cluster: the cursor goes to the end of it.
    fn settle(&mut self) {
        self.goal = None;
        let line = self.text.get(..self.cursor).and_then(|t| t.rfind('\n')).map_or(0, |at| at + 1);
        let rest = self.text.get(line..).unwrap_or_default();
        let inside = |(at, cluster, _): &(usize, &str, usize)| {
            line + at < self.cursor && self.cursor < line + at + cluster.len()
        };
        if let Some((at, cluster, _)) = graphemes(rest).find(inside) {
            self.cursor = line + at + cluster.len();
        }
    }

    /// Keeps the state as it is, to go back to.
    fn remember(&mut self, typing: bool) {
        if !(typing && self.typing) {
            self.undo.push((self.text.clone(), self.cursor));
            if self.undo.len() > MAX_UNDO {
                self.undo.remove(0);
            }
        }
        self.redo.clear();
        self.typing = typing;
    }

    /// Takes back the last change, or makes it again; false where there is none.
    pub fn travel(&mut self, back: bool) -> bool {
        let (from, to) =
            if back { (&mut self.undo, &mut self.redo) } else { (&mut self.redo, &mut self.undo) };
        let Some((text, cursor)) = from.pop() else { return false };
        to.push((std::mem::replace(&mut self.text, text), std::mem::replace(&mut self.cursor, cursor)));
        self.typing = false;
        self.goal = None;
        true
    }

    /// Moves the cursor by a cluster.
    pub fn step(&mut self, forward: bool) {
        self.cursor = if forward { self.after_next() } else { self.before_last() };
        self.moved();
    }

    /// Moves the cursor by a word.
    pub fn word(&mut self, forward: bool) {
        self.cursor = if forward { self.word_end() } else { self.word_start() };
        self.moved();
    }

    /// Moves the cursor to the start or the end of its line.
    pub fn line_edge(&mut self, end: bool) {
        let (before, after) = self.halves();
        self.cursor = if end {
            self.cursor + after.find('\n').unwrap_or(after.len())
        } else {
            before.rfind('\n').map_or(0, |at| at + 1)
        };
        self.moved();
    }

    /// Moves the cursor by rows at a width, and keeps to its column.
    pub fn row(&mut self, down: bool, width: usize) {
        let rows = self.rows(width);
        let (row, column) = self.place(width);
        let goal = self.goal.unwrap_or(column);
        let next = if down { row + 1 } else { row.wrapping_sub(1) };
        let Some(range) = rows.get(next).cloned() else {
            self.cursor = if down { self.text.len() } else { 0 };
            self.goal = Some(goal);
            return;
        };
        let text = self.text.get(range.clone()).unwrap_or_default();
        let mut at = 0;
        let mut wide = 0;
        for (start, cluster, width) in graphemes(text) {
            if wide + width > goal {
                break;
            }
            wide += width;
            at = start + cluster.len();
        }
        self.cursor = range.start + at;
        self.typing = false;
        self.goal = Some(goal);
    }

    fn moved(&mut self) {
        self.typing = false;
        self.goal = None;
    }

    /// Deletes the cluster before the cursor.
    pub fn delete_back(&mut self) {
        self.cut(self.before_last()..self.cursor);
    }

    /// Deletes the cluster at the cursor.
    pub fn delete_forward(&mut self) {
        self.cut(self.cursor..self.after_next());
    }

    /// Deletes the word before the cursor.
    pub fn delete_word(&mut self) {
        self.cut(self.word_start()..self.cursor);
    }

    /// Deletes all of the line before the cursor.
    pub fn delete_line(&mut self) {
        let start = self.halves().0.rfind('\n').map_or(0, |at| at + 1);
        self.cut(start..self.cursor);
    }

    fn cut(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.remember(false);
            self.cursor = range.start;
            self.text.drain(range);
            self.settle();
        }
    }

    fn halves(&self) -> (&str, &str) {
        self.text.split_at_checked(self.cursor).unwrap_or((&self.text, ""))
    }

    fn before_last(&self) -> usize {
        let before = self.halves().0;
        if before.ends_with('\n') {
            return self.cursor - 1;
        }
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        graphemes(before.get(line..).unwrap_or_default()).last().map_or(line, |(at, _, _)| line + at)
    }

    fn after_next(&self) -> usize {
        let after = self.halves().1;
        if after.starts_with('\n') {
            return self.cursor + 1;
        }
        self.cursor + graphemes(after).next().map_or(0, |(_, cluster, _)| cluster.len())
    }

    fn word_start(&self) -> usize {
        let kept = self.halves().0.trim_end();
        kept.char_indices().rfind(|(_, c)| c.is_whitespace()).map_or(0, |(at, c)| at + c.len_utf8())
    }

    fn word_end(&self) -> usize {
        let after = self.halves().1;
        let blanks = after.len() - after.trim_start().len();
        let word = after.get(blanks..).unwrap_or_default();
        self.cursor + blanks + word.find(char::is_whitespace).unwrap_or(word.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn typed(text: &str) -> TextEdit {
        let mut edit = TextEdit::default();
        for c in text.chars() {
            assert!(edit.insert(c));
        }
        edit
    }

    #[test]
    fn lines_words_and_clusters() {
        let mut edit = typed("first line\nsecond e\u{301}");
        edit.delete_back();
        assert_eq!(edit.text(), "first line\nsecond ");
        edit.delete_word();
        assert_eq!(edit.text(), "first line\n");
        edit.delete_back();
        edit.word(false);
        edit.insert('\n');
        assert_eq!((edit.text(), edit.cursor()), ("first \nline", 7));
        edit.line_edge(true);
        edit.delete_line();
        assert_eq!(edit.text(), "first \n");
        edit.paste("a\x1b[31m\r\nb\tc");
        assert!(!edit.text().contains(['\x1b', '\r']));
    }

    #[test]
    fn a_text_that_is_too_long_is_refused_whole() {
        let mut edit = typed("a");
        assert!(!edit.paste(&"x".repeat(MAX_TEXT)));
        assert_eq!(edit.text(), "a");
        assert!(edit.paste(&"x".repeat(MAX_TEXT - 1)) && !edit.insert('y'));
    }

    #[test]
    fn changes_are_taken_back_word_by_word() {
        let mut edit = typed("one two");
        edit.delete_word();
        assert!(edit.travel(true));
        assert_eq!(edit.text(), "one two");
        assert!(edit.travel(true) && edit.travel(true));
        assert_eq!(edit.text(), "one");
        assert!(edit.travel(false));
        assert_eq!(edit.text(), "one ");
        edit.insert('x');
        assert!(!edit.travel(false));
    }

    #[test]
    fn the_cursor_goes_by_rows_and_keeps_its_column() {
        let mut edit = typed("aaaa bbbb cccc\n\nlong enough");
        assert_eq!(edit.rows(9).len(), 5);
        assert_eq!(edit.place(9), (4, 6));
        edit.row(false, 9);
        edit.row(false, 9);
        assert_eq!(edit.place(9), (2, 0));
        edit.row(false, 9);
        edit.row(false, 9);
        assert_eq!(edit.place(9), (0, 6));
        edit.row(false, 9);
        assert_eq!(edit.cursor(), 0);
        edit.row(true, 9);
        edit.row(true, 9);
        assert_eq!(edit.place(9), (2, 0));
    }

    proptest! {
        #[test]
        fn any_keys_leave_the_cursor_between_clusters(
            text in "[a é\u{301}❤\u{fe0f}\n日]{0,20}",
            keys in proptest::collection::vec(0u8..14, 0..40),
        ) {
            let mut edit = TextEdit::new(&text);
            for key in keys {
                match key {
                    0 => edit.step(true),
                    1 => edit.step(false),
                    2 => edit.word(true),
                    3 => edit.word(false),
                    4 => edit.row(true, 5),
                    5 => edit.row(false, 5),
                    6 => edit.delete_back(),
                    7 => edit.delete_forward(),
                    8 => edit.delete_word(),
                    9 => { edit.insert('\u{301}'); }
                    10 => { edit.insert('\n'); }
                    11 => { edit.travel(true); }
                    12 => edit.line_edge(true),
                    _ => { edit.insert('x'); }
                }
                prop_assert!(edit.text().is_char_boundary(edit.cursor()));
                let (row, column) = edit.place(5);
                prop_assert!(row < edit.rows(5).len() && column <= 5);
            }
        }
    }
}
