//! Rows: where each stretch of a document's text stands on a screen of some width.
//!
//! Owns wrapping of one block at one width, remembered for the blocks in view ([`Layout`]); the window on a stretch of
//! blocks ([`Viewport`]); and where a motion leads ([`motion`]).
//! Invariant: nothing here ever measures a document to its end. A frame, a jump and a resize cost what one screen
//! holds; [`Layout::wrapped`] counts the rows that were made, and tests hold it to that.

pub mod motion;
mod viewport;

pub use viewport::{Line, Viewport};

use crate::document::{Block, BlockIx, Document, Lead};
use crate::text::{TextPos, TextRange, cells, wrap};
use std::collections::HashMap;
use std::rc::Rc;

/// How many blocks are remembered. A screen of 200 rows shows at most as many.
const REMEMBERED: usize = 1024;

/// One screen row of a block: a range, no string.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The block.
    pub block: BlockIx,
    /// Which of its rows, counted from 0.
    pub nth: u32,
    /// Its text, without the blanks that it ends with.
    pub range: TextRange,
    /// Cells before its text, which edge, indent and marker fill.
    pub x: u16,
}

/// The rows of a document's blocks at one width.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    width: usize,
    rows: HashMap<BlockIx, Rc<[Row]>>,
    wrapped: usize,
}

impl Layout {
    /// A layout of a width in cells.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { width: width.max(1), rows: HashMap::new(), wrapped: 0 }
    }

    /// The width in cells.
    #[must_use]
    pub const fn width(&self) -> usize {
        self.width
    }

    /// Takes another width. Rows of the old one are forgotten.
    pub fn set_width(&mut self, width: usize) {
        if self.width != width.max(1) {
            self.width = width.max(1);
            self.rows.clear();
        }
    }

    /// Forgets all rows: the document is another one.
    pub fn clear(&mut self) {
        self.rows.clear();
    }

    /// How many rows have been made since the layout was new.
    #[must_use]
    pub const fn wrapped(&self) -> usize {
        self.wrapped
    }

    /// The rows of a block; at least one, unless there is no such block.
    pub fn rows(&mut self, doc: &Document, ix: BlockIx) -> Rc<[Row]> {
        if let Some(rows) = self.rows.get(&ix) {
            return Rc::clone(rows);
        }
        let rows: Rc<[Row]> =
            doc.block(ix).map(|block| wrap_block(doc, ix, block, self.width)).unwrap_or_default().into();
        self.wrapped += rows.len();
        if self.rows.len() >= REMEMBERED {
            self.rows.clear();
        }
        self.rows.insert(ix, Rc::clone(&rows));
        rows
    }

    /// The row that a position stands in.
    pub fn row_at(&mut self, doc: &Document, pos: TextPos) -> Option<Row> {
        let rows = self.rows(doc, doc.block_at(pos));
        let after = rows.partition_point(|row| row.range.start() <= pos);
        rows.get(after.saturating_sub(1)).copied()
    }
}

/// The cells that a lead takes in the first row and in the others. Narrow screens get less of it: at most half.
#[must_use]
pub fn lead_cells(lead: &Lead, width: usize) -> (usize, usize) {
    let edge = cells(lead.edge.text(false));
    let base = edge + 2 * usize::from(lead.quotes) + usize::from(lead.indent);
    let marker = cells(&lead.marker.text());
    let rest = base + if lead.marker.hangs() { marker } else { 0 };
    let most = width / 2;
    ((base + marker).min(most), rest.min(most))
}

fn wrap_block(doc: &Document, ix: BlockIx, block: &Block, width: usize) -> Vec<Row> {
    let (first, rest) = lead_cells(&block.lead, width);
    let text = doc.slice(block.range);
    let start = block.range.start().get();
    wrap(text, width - first, width - rest)
        .into_iter()
        .zip(0u32..)
        .map(|(span, nth)| {
            let range = TextRange::bytes(start + span.start, start + span.end);
            let lead = if nth == 0 { first } else { rest };
            // A paragraph that runs from right to left ends its rows at the right edge.
            let x = if block.rtl { width.saturating_sub(cells(doc.slice(range))).max(lead) } else { lead };
            Row { block: ix, nth, range, x: u16::try_from(x).unwrap_or(u16::MAX) }
        })
        .collect()
}
