//! Positions and ranges in the one flat text of a document.
//!
//! Invariant: a range's start is never after its end.

/// A byte offset into a document's text, counted from 0, on a character boundary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TextPos(u32);

impl TextPos {
    /// The start of every text.
    pub const ZERO: Self = Self(0);

    /// The position at a byte offset. Offsets past 2^32 - 1 become that.
    #[must_use]
    pub fn new(byte: usize) -> Self {
        Self(u32::try_from(byte).unwrap_or(u32::MAX))
    }

    /// The byte offset.
    #[must_use]
    pub const fn get(self) -> usize {
        self.0 as usize
    }
}

/// A range of a document's text in bytes: start inclusive, end exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TextRange {
    start: TextPos,
    end: TextPos,
}

impl TextRange {
    /// The range between two positions, in whichever order they are given.
    #[must_use]
    pub fn new(a: TextPos, b: TextPos) -> Self {
        if a <= b { Self { start: a, end: b } } else { Self { start: b, end: a } }
    }

    /// The range between two byte offsets.
    #[must_use]
    pub fn bytes(start: usize, end: usize) -> Self {
        Self::new(TextPos::new(start), TextPos::new(end))
    }

    /// The first position.
    #[must_use]
    pub const fn start(self) -> TextPos {
        self.start
    }

    /// The position behind the last byte.
    #[must_use]
    pub const fn end(self) -> TextPos {
        self.end
    }

    /// The length in bytes.
    #[must_use]
    pub const fn len(self) -> usize {
        self.end.get() - self.start.get()
    }

    /// Whether the range holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the byte at `pos` lies in the range.
    #[must_use]
    pub fn contains(self, pos: TextPos) -> bool {
        self.start <= pos && pos < self.end
    }

    /// The part that two ranges share, where they share a byte.
    #[must_use]
    pub fn intersect(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }

    /// The text of the range; empty where it does not fit `text`.
    #[must_use]
    pub fn of(self, text: &str) -> &str {
        text.get(self.start.get()..self.end.get()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_orders_its_ends() {
        assert_eq!(TextRange::bytes(5, 2), TextRange::bytes(2, 5));
    }

    #[test]
    fn ranges_that_only_touch_share_nothing() {
        assert_eq!(TextRange::bytes(0, 3).intersect(TextRange::bytes(3, 5)), None);
        assert_eq!(TextRange::bytes(0, 4).intersect(TextRange::bytes(3, 5)), Some(TextRange::bytes(3, 4)));
    }

    #[test]
    fn a_range_that_cuts_a_character_reads_as_empty() {
        assert_eq!(TextRange::bytes(0, 1).of("é"), "");
        assert_eq!(TextRange::bytes(0, 2).of("é"), "é");
    }
}
