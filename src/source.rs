//! A file's text and the places in it.
//!
//! Owns the way from bytes to text, and from byte offsets to lines and columns.
//! Invariant: [`Source::text`] is UTF-8 without a byte order mark; lines are looked up only when a place is asked for.

use std::sync::OnceLock;

/// The most bytes a file may have: text positions are 32-bit, and a brief of more is no brief.
pub const MAX_BYTES: usize = 2 << 30;

/// A file's text.
#[derive(Debug)]
pub struct Source {
    name: String,
    text: String,
    line_starts: OnceLock<Vec<usize>>,
}

/// A place as people count it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// The line, counted from 1.
    pub line: usize,
    /// The column in code points, counted from 1.
    pub column: usize,
}

impl std::fmt::Display for Location {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// Bytes that are no UTF-8: the text as far as it can be shown, and where it first fails.
#[derive(Debug)]
pub struct NotUtf8 {
    /// The text with a replacement character for each bad sequence.
    pub source: Source,
    /// Byte offset of the first replacement character in that text.
    pub at: usize,
}

impl Source {
    /// A source from text; `name` is what messages call it.
    #[must_use]
    pub fn new(name: impl Into<String>, mut text: String) -> Self {
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        Self { name: name.into(), text, line_starts: OnceLock::new() }
    }

    /// A source from bytes.
    ///
    /// # Errors
    /// [`NotUtf8`] when they are no UTF-8.
    pub fn decode(name: impl Into<String>, bytes: Vec<u8>) -> Result<Self, Box<NotUtf8>> {
        match String::from_utf8(bytes) {
            Ok(text) => Ok(Self::new(name, text)),
            Err(error) => {
                let valid = error.utf8_error().valid_up_to();
                let source = Self::new(name, String::from_utf8_lossy(error.as_bytes()).into_owned());
                let bom = if error.as_bytes().starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
                Err(Box::new(NotUtf8 { source, at: valid.saturating_sub(bom) }))
            }
        }
    }

    /// What messages call it: a path as given, or `<stdin>`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte offset lies.
    #[must_use]
    pub fn location(&self, offset: usize) -> Location {
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset).max(1);
        let start = starts.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start..offset.min(self.text.len())).unwrap_or_default();
        Location { line, column: before.chars().count() + 1 }
    }

    /// The byte range of a line, counted from 1, without its line break; empty past the end.
    #[must_use]
    pub fn line(&self, line: usize) -> std::ops::Range<usize> {
        let starts = self.line_starts();
        let Some(&start) = line.checked_sub(1).and_then(|i| starts.get(i)) else {
            return self.text.len()..self.text.len();
        };
        let end = starts.get(line).copied().unwrap_or(self.text.len());
        let text = self.text.get(start..end).unwrap_or_default();
        start..start + text.trim_end_matches(['\n', '\r']).len()
    }

    /// The number of lines; a line break at the end of the text does not begin another.
    #[must_use]
    pub fn lines(&self) -> usize {
        let starts = self.line_starts();
        starts.len() - usize::from(starts.last() == Some(&self.text.len()) && starts.len() > 1)
    }

    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| {
            let bytes = self.text.as_bytes();
            // A carriage return alone breaks a line too, as YAML has it.
            let ends = |(i, b): (usize, &u8)| {
                (*b == b'\n' || *b == b'\r' && bytes.get(i + 1) != Some(&b'\n')).then_some(i + 1)
            };
            std::iter::once(0).chain(bytes.iter().enumerate().filter_map(ends)).collect()
        })
    }
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;

    #[test]
    fn places_count_lines_and_code_points_from_one() {
        let source = Source::new("x", "title: a\nthésis: b\r\nlast".to_owned());
        for (offset, line, column) in [(0, 1, 1), (7, 1, 8), (9, 2, 1), (13, 2, 4), (21, 3, 1), (99, 3, 5)] {
            assert_eq!(source.location(offset), Location { line, column }, "{offset}");
        }
        assert_eq!(&source.text()[source.line(2)], "thésis: b");
        assert_eq!(source.lines(), 3);
        assert_eq!(source.line(9), source.text().len()..source.text().len());
    }

    #[test]
    fn every_line_break_of_yaml_counts() {
        let source = Source::new("x", "a\rb\r\nc\n\rd".to_owned());
        let lines: Vec<usize> = [0, 2, 5, 7, 8].iter().map(|at| source.location(*at).line).collect();
        assert_eq!(lines, [1, 2, 3, 4, 5]);
        assert_eq!(&source.text()[source.line(1)], "a");
    }

    #[test]
    fn a_byte_order_mark_is_no_text() {
        assert_eq!(Source::decode("x", b"\xef\xbb\xbftitle: x".to_vec()).unwrap().text(), "title: x");
    }

    #[test]
    fn bad_utf8_is_placed() {
        let bad = Source::decode("x", b"title: ok\nthesis: caf\xe9 au lait".to_vec()).unwrap_err();
        assert_eq!(bad.source.location(bad.at), Location { line: 2, column: 12 });
        let marked = Source::decode("x", b"\xef\xbb\xbfa\xff".to_vec()).unwrap_err();
        assert_eq!(marked.at, 1);
    }
}
