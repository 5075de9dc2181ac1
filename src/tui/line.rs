//! A line that is typed.
//!
//! Invariant: the cursor stands on a cluster's boundary; the text holds no control character, and no more than a screen
//! can show: every key looks through all of it.

use crate::text::{cells, clean_line, graphemes};

/// The most bytes of a line: more than a path may have.
const MAX_BYTES: usize = 4096;

/// Text with a cursor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineEdit {
    text: String,
    cursor: usize,
}

impl LineEdit {
    /// A line with the cursor at its end.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len() }
    }

    /// What is typed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The byte offset of the cursor.
    #[must_use]
    pub const fn cursor(&self) -> usize {
        self.cursor
    }

    /// The cells before the cursor.
    #[must_use]
    pub fn cursor_cells(&self) -> usize {
        cells(self.before())
    }

    /// Replaces all of it.
    pub fn set(&mut self, text: &str) {
        *self = Self::new(text);
    }

    /// Types a character.
    pub fn insert(&mut self, c: char) {
        if !c.is_control() && self.text.len() + c.len_utf8() <= MAX_BYTES {
            self.text.insert(self.cursor, c);
            self.cursor += c.len_utf8();
        }
    }

    /// Types a text, or as much of it as there is room for; its line breaks become blanks.
    pub fn paste(&mut self, text: &str) {
        let text = clean_line(text);
        let room = MAX_BYTES.saturating_sub(self.text.len());
        let fits = graphemes(&text).map(|(at, cluster, _)| at + cluster.len()).take_while(|end| *end <= room);
        let text = text.get(..fits.last().unwrap_or(0)).unwrap_or_default();
        self.text.insert_str(self.cursor, text);
        self.cursor += text.len();
    }

    /// Moves the cursor by clusters.
    pub fn step(&mut self, forward: bool) {
        self.cursor = if forward { self.after_next() } else { self.before_last() };
    }

    /// Moves the cursor to an end.
    pub const fn jump(&mut self, end: bool) {
        self.cursor = if end { self.text.len() } else { 0 };
    }

    /// Deletes the cluster before the cursor; false where there is none.
    pub fn delete_back(&mut self) -> bool {
        let from = self.before_last();
        self.cut(from)
    }

    /// Deletes the cluster at the cursor.
    pub fn delete_forward(&mut self) {
        let to = self.after_next();
        self.text.drain(self.cursor..to);
    }

    /// Deletes the word before the cursor with the blanks behind it.
    pub fn delete_word(&mut self) {
        let kept = self.before().trim_end();
        let from = kept
            .rfind(char::is_whitespace)
            .map_or(0, |i| i + kept.get(i..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
        self.cut(from);
    }

    /// Deletes all before the cursor.
    pub fn delete_line(&mut self) {
        self.cut(0);
    }

    fn cut(&mut self, from: usize) -> bool {
        let some = from < self.cursor;
        self.text.drain(from..self.cursor);
        self.cursor = from;
        some
    }

    fn before(&self) -> &str {
        self.text.get(..self.cursor).unwrap_or_default()
    }

    fn before_last(&self) -> usize {
        graphemes(self.before()).last().map_or(0, |(at, _, _)| at)
    }

    fn after_next(&self) -> usize {
        let rest = self.text.get(self.cursor..).unwrap_or_default();
        self.cursor + graphemes(rest).next().map_or(0, |(_, cluster, _)| cluster.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_has_an_end_whatever_is_pasted() {
        let mut line = LineEdit::new("é");
        line.paste(&"é".repeat(2 << 20));
        assert_eq!(line.text().len(), MAX_BYTES);
        line.insert('x');
        assert_eq!((line.text().len(), line.cursor()), (MAX_BYTES, MAX_BYTES));
        line.delete_back();
        line.insert('x');
        assert!(line.text().ends_with("éx"));
    }

    #[test]
    fn a_line_is_edited_by_clusters_and_words() {
        let mut line = LineEdit::new("water rights ❤\u{fe0f}");
        line.delete_back();
        assert_eq!(line.text(), "water rights ");
        line.delete_word();
        assert_eq!(line.text(), "water ");
        line.step(false);
        line.insert('s');
        assert_eq!(line.text(), "waters ");
        line.jump(false);
        line.delete_forward();
        assert_eq!((line.text(), line.cursor()), ("aters ", 0));
        assert!(!line.delete_back());
        line.jump(true);
        line.delete_line();
        line.paste("two\nlines\x1b[31m");
        assert_eq!(line.text(), "two lines");
        line.insert('\u{7}');
        assert_eq!(line.text(), "two lines");
    }
}
