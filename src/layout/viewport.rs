//! A window on a stretch of a document.
//!
//! Invariants: a viewport is anchored to text positions, never to row numbers, so that a resize or a theme keeps the
//! place; both lie in its extent; after [`Viewport::settle`] the cursor's row is on the screen and no blank screen
//! follows the last row.

use super::{Layout, Row};
use crate::document::{BlockIx, Document};
use crate::text::{TextPos, TextRange};
use std::ops::Range;

/// Rows that are kept in sight above and below the cursor, where the screen is high enough.
const MARGIN: usize = 3;

/// A window: where it begins and where the reader is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewport {
    /// The blocks that it shows.
    extent: Range<u32>,
    /// The start of its first row.
    top: TextPos,
    /// Where the reader is.
    cursor: TextPos,
    /// Rows it is high.
    height: usize,
    /// The cell that a motion up or down aims at.
    goal: Option<usize>,
    /// Whether the window stays where it is as long as the cursor is in it: what the mouse points at must not move.
    still: bool,
}

/// One screen line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// A blank line above a block; it goes on the edge of the block's item, where one has begun.
    Gap(BlockIx),
    /// A row of text.
    Row(Row),
}

impl Viewport {
    /// A window on some blocks, at their start.
    #[must_use]
    pub fn new(doc: &Document, extent: Range<u32>) -> Self {
        let start = doc.block(BlockIx(extent.start)).map_or(TextPos::ZERO, |block| block.range.start());
        Self { extent, top: start, cursor: start, height: 1, goal: None, still: false }
    }

    /// Shows other blocks from now on; the place stays as far as it lies in them.
    pub fn set_extent(&mut self, doc: &Document, extent: Range<u32>) {
        self.extent = extent;
        let range = self.range(doc);
        self.top = self.top.clamp(range.start(), range.end());
        self.cursor = self.cursor.clamp(range.start(), range.end());
    }

    /// Where the reader is.
    #[must_use]
    pub const fn cursor(&self) -> TextPos {
        self.cursor
    }

    /// The start of its first row.
    #[must_use]
    pub const fn top(&self) -> TextPos {
        self.top
    }

    /// Rows it is high.
    #[must_use]
    pub const fn height(&self) -> usize {
        self.height
    }

    /// The cell that motions up and down aim at, where one has been set.
    #[must_use]
    pub const fn goal(&self) -> Option<usize> {
        self.goal
    }

    /// Sets the cell that motions up and down aim at.
    pub const fn set_goal(&mut self, goal: Option<usize>) {
        self.goal = goal;
    }

    /// The blocks that it shows.
    #[must_use]
    pub fn extent(&self) -> Range<u32> {
        self.extent.clone()
    }

    /// The text that it shows, from the first block to the last.
    #[must_use]
    pub fn range(&self, doc: &Document) -> TextRange {
        let start = doc.block(BlockIx(self.extent.start)).map_or(TextPos::ZERO, |b| b.range.start());
        let end = doc.block(BlockIx(self.extent.end.saturating_sub(1))).map_or(start, |b| b.range.end());
        TextRange::new(start, end)
    }

    /// Moves the reader, within the extent. The window follows at [`Self::settle`].
    pub fn go(&mut self, doc: &Document, pos: TextPos) {
        let range = self.range(doc);
        self.cursor = pos.clamp(range.start(), range.end());
        self.goal = None;
        self.still = false;
    }

    /// The same for a position that is in sight: the window does not move.
    pub fn point(&mut self, doc: &Document, pos: TextPos) {
        self.go(doc, pos);
        self.still = true;
    }

    /// Makes the window some rows high and brings the cursor into it, moving the window as little as needed.
    pub fn settle(&mut self, doc: &Document, layout: &mut Layout, height: usize) {
        self.height = height.max(1);
        let Some(at) = layout.row_at(doc, self.cursor) else { return };
        let Some(top) = layout.row_at(doc, self.top) else { return };
        let margin = MARGIN.min(self.height.saturating_sub(1) / 2);
        let place = (at.block, at.nth);
        if place < (top.block, top.nth) {
            self.top = self.lines_up(doc, layout, at, margin).range.start();
        } else {
            let lowest = self.height - 1 - margin;
            match self.distance(doc, layout, top, at, self.height) {
                Some(_) if self.still => {}
                Some(down) if down <= lowest => {
                    self.top = top.range.start();
                    if down < margin {
                        // Near the top, unless this is where the text begins.
                        self.top = self.lines_up(doc, layout, at, margin).range.start();
                    }
                }
                _ => self.top = self.lines_up(doc, layout, at, lowest).range.start(),
            }
        }
        self.clamp_top(doc, layout);
    }

    /// Moves the window by some screen lines, and the cursor as little as needed to stay in it.
    pub fn scroll(&mut self, doc: &Document, layout: &mut Layout, lines: isize) {
        let Some(top) = layout.row_at(doc, self.top) else { return };
        let moved = if lines < 0 {
            let up = self.lines_up(doc, layout, top, lines.unsigned_abs());
            // A row whose gap alone is as high as that is passed all the same.
            if up == top { self.previous(doc, layout, top).unwrap_or(top) } else { up }
        } else {
            self.lines_down(doc, layout, top, lines.unsigned_abs())
        };
        self.top = moved.range.start();
        self.clamp_top(doc, layout);
        self.pull_cursor(doc, layout);
    }

    /// Brings the cursor's row to the middle, or as near as the ends of the text allow.
    pub fn center(&mut self, doc: &Document, layout: &mut Layout) {
        if let Some(at) = layout.row_at(doc, self.cursor) {
            self.top = self.lines_up(doc, layout, at, self.height / 2).range.start();
            self.clamp_top(doc, layout);
        }
    }

    /// Brings the cursor's row near the top, where a section or an item begins.
    pub fn raise(&mut self, doc: &Document, layout: &mut Layout) {
        if let Some(at) = layout.row_at(doc, self.cursor) {
            self.top = self.lines_up(doc, layout, at, 1).range.start();
            self.clamp_top(doc, layout);
        }
    }

    /// The screen lines in view, at most as many as it is high.
    pub fn lines(&self, doc: &Document, layout: &mut Layout) -> Vec<Line> {
        let mut lines = Vec::with_capacity(self.height);
        let mut row = layout.row_at(doc, self.top);
        while let Some(here) = row {
            if !lines.is_empty() {
                for _ in 0..self.gap_above(doc, here) {
                    lines.push(Line::Gap(here.block));
                }
            }
            lines.push(Line::Row(here));
            if lines.len() >= self.height {
                break;
            }
            row = self.next(doc, layout, here);
        }
        lines.truncate(self.height);
        lines
    }

    /// How many screen lines the extent takes, counted up to a bound.
    pub fn measure(&self, doc: &Document, layout: &mut Layout, most: usize) -> usize {
        let mut total = 0;
        for ix in self.extent.clone().map(BlockIx) {
            let gap = doc.block(ix).map_or(0, |block| usize::from(block.gap));
            total += layout.rows(doc, ix).len() + if ix.0 == self.extent.start { 0 } else { gap };
            if total >= most {
                return most;
            }
        }
        total
    }

    /// How much of the text lies above the end of the window, in percent; 100 at its end.
    #[must_use]
    pub fn percent(&self, doc: &Document, lines: &[Line]) -> usize {
        let range = self.range(doc);
        let end = lines.iter().rev().find_map(|line| match line {
            Line::Row(row) => Some(row.range.end()),
            Line::Gap(_) => None,
        });
        let seen = end.map_or(0, |end| end.get().saturating_sub(range.start().get()));
        if seen >= range.len() { 100 } else { (seen * 100 / range.len().max(1)).min(99) }
    }

    /// The row after one, in the extent.
    pub fn next(&self, doc: &Document, layout: &mut Layout, row: Row) -> Option<Row> {
        let rows = layout.rows(doc, row.block);
        if let Some(next) = rows.get(row.nth as usize + 1) {
            return Some(*next);
        }
        let after = row.block.0 + 1;
        self.extent.contains(&after).then(|| layout.rows(doc, BlockIx(after)).first().copied()).flatten()
    }

    /// The row before one, in the extent.
    pub fn previous(&self, doc: &Document, layout: &mut Layout, row: Row) -> Option<Row> {
        if let Some(nth) = row.nth.checked_sub(1) {
            return layout.rows(doc, row.block).get(nth as usize).copied();
        }
        let before = row.block.0.checked_sub(1)?;
        self.extent.contains(&before).then(|| layout.rows(doc, BlockIx(before)).last().copied()).flatten()
    }

    fn gap_above(&self, doc: &Document, row: Row) -> usize {
        if row.nth > 0 || row.block.0 == self.extent.start {
            return 0;
        }
        doc.block(row.block).map_or(0, |block| usize::from(block.gap))
    }

    /// The row that is some screen lines above another, or the first.
    fn lines_up(&self, doc: &Document, layout: &mut Layout, mut row: Row, lines: usize) -> Row {
        let mut left = lines;
        loop {
            let step = 1 + self.gap_above(doc, row);
            if left < step {
                return row;
            }
            let Some(before) = self.previous(doc, layout, row) else { return row };
            left -= step;
            row = before;
        }
    }

    /// The row that is some screen lines below another, or the last; where a gap lies there, the row before it, but
    /// never the same.
    fn lines_down(&self, doc: &Document, layout: &mut Layout, from: Row, lines: usize) -> Row {
        let mut row = from;
        let mut left = lines;
        while left > 0 {
            let Some(after) = self.next(doc, layout, row) else { return row };
            let step = 1 + self.gap_above(doc, after);
            if step > left && row != from {
                return row;
            }
            left = left.saturating_sub(step);
            row = after;
        }
        row
    }

    /// Screen lines from one row down to another, where they are fewer than a bound.
    fn distance(
        &self,
        doc: &Document,
        layout: &mut Layout,
        from: Row,
        to: Row,
        bound: usize,
    ) -> Option<usize> {
        let (mut row, mut down) = (from, 0);
        while (row.block, row.nth) != (to.block, to.nth) {
            row = self.next(doc, layout, row)?;
            down += 1 + self.gap_above(doc, row);
            if down >= bound {
                return None;
            }
        }
        Some(down)
    }

    /// Keeps the window full as long as there is text to fill it.
    fn clamp_top(&mut self, doc: &Document, layout: &mut Layout) {
        let Some(mut row) = layout.row_at(doc, self.top) else { return };
        let mut below = 1;
        while below < self.height {
            let Some(next) = self.next(doc, layout, row) else {
                self.top = self.lines_up(doc, layout, row, self.height - 1).range.start();
                return;
            };
            below += 1 + self.gap_above(doc, next);
            row = next;
        }
    }

    /// Moves the cursor into the window, to the start of the nearest row.
    fn pull_cursor(&mut self, doc: &Document, layout: &mut Layout) {
        let rows = self.rows_of_rest(doc, layout);
        let (Some((_, first)), Some((_, last))) = (rows.first(), rows.last()) else { return };
        let at = |row: &Row| (row.block, row.nth);
        let Some(here) = layout.row_at(doc, self.cursor) else { return };
        if at(&here) < at(first) {
            self.cursor = first.range.start();
        } else if at(&here) > at(last) {
            self.cursor = last.range.start();
        }
    }

    /// The rows in view that a cursor can stand on without the window following it, each with its line; where there
    /// are none, all rows in view, and the window stays.
    pub(super) fn rows_of_rest(&mut self, doc: &Document, layout: &mut Layout) -> Vec<(usize, Row)> {
        let margin = MARGIN.min(self.height.saturating_sub(1) / 2);
        let shown = self.lines(doc, layout).into_iter().enumerate().filter_map(|(i, line)| match line {
            Line::Row(row) => Some((i, row)),
            Line::Gap(_) => None,
        });
        let shown: Vec<(usize, Row)> = shown.collect();
        let mut rests = |(i, row): &&(usize, Row)| {
            let first = row.block.0 == self.extent.start && row.nth == 0;
            let last = self.next(doc, layout, *row).is_none();
            first || last || (*i >= margin && *i + margin < self.height)
        };
        let resting: Vec<(usize, Row)> = shown.iter().filter(&mut rests).copied().collect();
        if resting.is_empty() {
            self.still = true;
            return shown;
        }
        resting
    }

    /// Moves the reader to a position in the window, in one of its [`Self::rows_of_rest`].
    pub(super) fn rest(&mut self, doc: &Document, pos: TextPos) {
        let still = self.still;
        self.go(doc, pos);
        self.still = still;
    }
}
