//! What the reader points at: the row, and the link that is followed from there.

use super::app::{Open, Pane};
use crate::document::{BlockIx, Document, Link};
use crate::layout::{Line, Row};
use crate::text::{TextPos, TextRange};

/// The row in view that the reader is on.
#[must_use]
pub fn row(pane: &Pane, doc: &Document) -> Option<Row> {
    let cursor = pane.view.cursor();
    let block = doc.block_at(cursor);
    let rows = || {
        pane.lines.iter().filter_map(|line| match line {
            Line::Row(row) if row.block == block => Some(*row),
            Line::Row(_) | Line::Gap(_) => None,
        })
    };
    rows().rfind(|row| row.range.start() <= cursor).or_else(|| rows().next())
}

/// The link under the cursor, else the first in its row, else the first in its paragraph or item.
#[must_use]
pub fn link(open: &Open) -> Option<&Link> {
    let at = open.cursor();
    let doc = &open.document;
    let row = row(open.active()?, doc).map_or(TextRange::new(at, at), |row| row.range);
    let item = item(doc, at);
    doc.link_at(at)
        .or_else(|| doc.links_in(row).first())
        .or_else(|| doc.links_in(item).iter().find(|link| link.range.start() >= at))
        .or_else(|| doc.links_in(item).first())
}

/// The text of the paragraph or item at a position.
#[must_use]
pub fn item(doc: &Document, at: TextPos) -> TextRange {
    let ix = doc.block_at(at);
    let Some(block) = doc.block(ix) else { return TextRange::new(at, at) };
    if block.item.is_none() {
        return block.range;
    }
    let first = doc.first_of(ix);
    let start = doc.block(first).map_or(block.range.start(), |b| b.range.start());
    let end = (first.0..)
        .map_while(|n| doc.block(BlockIx(n)))
        .take_while(|b| b.item == block.item && b.section == block.section)
        .last()
        .map_or(block.range.end(), |b| b.range.end());
    TextRange::new(start, end)
}
