//! Where a motion leads: from a position to a position.
//!
//! Invariant: a motion never leaves the extent of its viewport, and takes no longer than the rows it passes, of which
//! there are at most [`MAX_STEPS`].

use super::{Layout, Line, Row, Viewport};
use crate::document::{BlockIx, Document};
use crate::text::{TextPos, TextRange, graphemes};
use unicode_segmentation::UnicodeSegmentation;

/// The most rows that one counted motion passes.
pub const MAX_STEPS: usize = 10_000;
/// The same for lines of a window.
const MAX_LINES: isize = 10_000;

/// Some rows up (negative) or down, in the same cell as far as the rows allow.
pub fn rows(view: &mut Viewport, doc: &Document, layout: &mut Layout, count: isize) {
    let Some(mut row) = layout.row_at(doc, view.cursor()) else { return };
    let goal = view.goal().unwrap_or_else(|| cell_of(doc, row, view.cursor()));
    for _ in 0..count.unsigned_abs().min(MAX_STEPS) {
        let step = if count < 0 { view.previous(doc, layout, row) } else { view.next(doc, layout, row) };
        match step {
            Some(next) => row = next,
            None => break,
        }
    }
    view.go(doc, pos_in_row(doc, row, goal));
    view.set_goal(Some(goal));
}

/// Some pages of a share of the window's height, up (negative) or down. The window moves, and the cursor stays in the
/// same line of it, or the nearest where the window need not follow it: a page is never taken back. At an end the
/// cursor goes there.
pub fn pages(view: &mut Viewport, doc: &Document, layout: &mut Layout, count: isize, half: bool) {
    let height = view.height();
    let page = if half { (height / 2).max(1) } else { height.saturating_sub(2).max(1) };
    let lines = isize::try_from(page).unwrap_or(1).saturating_mul(count).clamp(-MAX_LINES, MAX_LINES);
    let Some(row) = layout.row_at(doc, view.cursor()) else { return };
    let goal = view.goal().unwrap_or_else(|| cell_of(doc, row, view.cursor()));
    let nth = view.lines(doc, layout).iter().position(|line| *line == Line::Row(row)).unwrap_or(0);
    let before = view.top();
    view.scroll(doc, layout, lines);
    if view.top() == before {
        let end = if count < 0 { view.range(doc).start() } else { last_row_start(view, doc, layout) };
        view.go(doc, end);
        return;
    }
    let rows = view.rows_of_rest(doc, layout);
    let at_or_before = rows.iter().rev().find(|(line, _)| *line <= nth);
    if let Some((_, row)) = at_or_before.or(rows.first()) {
        view.rest(doc, pos_in_row(doc, *row, goal));
        view.set_goal(Some(goal));
    }
}

/// The start of the last row.
pub fn last_row_start(view: &Viewport, doc: &Document, layout: &mut Layout) -> TextPos {
    let last = BlockIx(view.extent().end.saturating_sub(1));
    layout.rows(doc, last).last().map_or(TextPos::ZERO, |row| row.range.start())
}

/// The start of the next or, with a negative count, the previous paragraph or item.
#[must_use]
pub fn paragraph(view: &Viewport, doc: &Document, pos: TextPos, count: isize) -> TextPos {
    let extent = view.extent();
    let mut ix = doc.block_at(pos);
    let mut at = pos;
    for _ in 0..count.unsigned_abs().min(MAX_STEPS) {
        if count < 0 {
            let here = start_of(doc, &extent, ix);
            let there = match doc.block(here) {
                // From within a paragraph, first to its own start.
                Some(block) if block.range.start() < at => here,
                _ => match here.0.checked_sub(1).filter(|before| extent.contains(before)) {
                    Some(before) => start_of(doc, &extent, BlockIx(before)),
                    None => here,
                },
            };
            ix = there;
        } else {
            let next = (ix.0 + 1..extent.end).map(BlockIx).find(|next| begins(doc, *next));
            match next {
                Some(next) => ix = next,
                None => return view.range(doc).end(),
            }
        }
        at = doc.block(ix).map_or(at, |block| block.range.start());
    }
    at
}

/// Whether a paragraph or an item begins with this block.
fn begins(doc: &Document, ix: BlockIx) -> bool {
    let Some(block) = doc.block(ix) else { return false };
    let before = ix.0.checked_sub(1).and_then(|before| doc.block(BlockIx(before)));
    !block.continues
        && (block.gap > 0 || before.is_none_or(|b| b.item != block.item || b.section != block.section))
}

fn start_of(doc: &Document, extent: &std::ops::Range<u32>, ix: BlockIx) -> BlockIx {
    let starts = (extent.start..=ix.0).rev().take(MAX_STEPS).map(BlockIx);
    starts.into_iter().find(|ix| begins(doc, *ix)).unwrap_or(BlockIx(extent.start))
}

/// The position at a share of the text, in percent.
#[must_use]
pub fn percent(view: &Viewport, doc: &Document, percent: usize) -> TextPos {
    let range = view.range(doc);
    doc.floor(
        range.start().get()
            + range.len() / 100 * percent.min(100)
            + range.len() % 100 * percent.min(100) / 100,
    )
}

/// Some characters forward or, with a negative count, back; over the ends of blocks.
#[must_use]
pub fn characters(view: &Viewport, doc: &Document, pos: TextPos, count: isize) -> TextPos {
    let range = view.range(doc);
    let mut at = pos;
    for _ in 0..count.unsigned_abs().min(MAX_STEPS) {
        let block = doc.block(doc.block_at(at)).map_or(range, |block| block.range);
        let next = if count < 0 {
            let before = doc.slice(TextRange::new(block.start(), at.min(block.end())));
            match before.graphemes(true).next_back() {
                Some(cluster) => TextPos::new(at.get().min(block.end().get()) - cluster.len()),
                None => TextPos::new(at.get().saturating_sub(1)),
            }
        } else {
            let after = doc.slice(TextRange::new(at, block.end().max(at)));
            match after.graphemes(true).next() {
                Some(cluster) if at.get() + cluster.len() < block.end().get() => {
                    TextPos::new(at.get() + cluster.len())
                }
                _ => TextPos::new(block.end().get() + 1),
            }
        };
        let next = doc.floor(next.get());
        if !(range.start() <= next && next < range.end().max(range.start())) {
            return if count < 0 { range.start() } else { at };
        }
        at = next;
    }
    at
}

/// The start of the next or, with a negative count, the previous word.
#[must_use]
pub fn words(view: &Viewport, doc: &Document, pos: TextPos, count: isize) -> TextPos {
    let mut at = pos;
    for _ in 0..count.unsigned_abs().min(MAX_STEPS) {
        let next = if count < 0 { word_before(view, doc, at) } else { word_after(view, doc, at, false) };
        match next {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// The last character of this word or, at its end, of the next.
#[must_use]
pub fn word_end(view: &Viewport, doc: &Document, pos: TextPos, count: usize) -> TextPos {
    let mut at = pos;
    for _ in 0..count.min(MAX_STEPS) {
        match word_after(view, doc, at, true) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// The word that holds a position; none between words.
#[must_use]
pub fn word_under(doc: &Document, pos: TextPos) -> Option<TextRange> {
    words_of(doc, doc.block_at(pos)).into_iter().find(|word| word.contains(pos))
}

/// The words of a block: UAX #29 words that hold a letter or digit.
fn words_of(doc: &Document, ix: BlockIx) -> Vec<TextRange> {
    let Some(block) = doc.block(ix) else { return Vec::new() };
    let start = block.range.start().get();
    doc.slice(block.range)
        .unicode_word_indices()
        .map(|(at, word)| TextRange::bytes(start + at, start + at + word.len()))
        .collect()
}

fn word_after(view: &Viewport, doc: &Document, pos: TextPos, end: bool) -> Option<TextPos> {
    let aim = |word: &TextRange| {
        if end {
            let last = doc.slice(*word).graphemes(true).next_back().map_or(0, str::len);
            TextPos::new(word.end().get() - last)
        } else {
            word.start()
        }
    };
    (doc.block_at(pos).0..view.extent().end)
        .take(64)
        .find_map(|ix| words_of(doc, BlockIx(ix)).iter().map(aim).find(|there| *there > pos))
}

fn word_before(view: &Viewport, doc: &Document, pos: TextPos) -> Option<TextPos> {
    (view.extent().start..=doc.block_at(pos).0)
        .rev()
        .take(64)
        .find_map(|ix| words_of(doc, BlockIx(ix)).iter().rev().map(|w| w.start()).find(|there| *there < pos))
}

/// The word at a position, or the next one in its block.
#[must_use]
pub fn word_at(doc: &Document, pos: TextPos) -> Option<TextRange> {
    words_of(doc, doc.block_at(pos)).into_iter().find(|word| word.end() > pos)
}

/// The cell of a row, counted from its text's first, in which a position stands.
#[must_use]
pub fn cell_of(doc: &Document, row: Row, pos: TextPos) -> usize {
    crate::text::cells(
        doc.slice(TextRange::new(row.range.start(), pos.clamp(row.range.start(), row.range.end()))),
    )
}

/// The position in a cell of a row, or the nearest the row has.
#[must_use]
pub fn pos_in_row(doc: &Document, row: Row, cell: usize) -> TextPos {
    let text = doc.slice(row.range);
    let mut used = 0;
    let mut last = 0;
    for (at, _, width) in graphemes(text) {
        if used + width > cell {
            return TextPos::new(row.range.start().get() + at);
        }
        used += width;
        last = at;
    }
    TextPos::new(row.range.start().get() + last)
}
