//! A block as stretches that look alike throughout: what HTML, Org and Word have in common.
//!
//! Invariant: the stretches of a block are its whole text, in order and without overlap; none is empty.

use super::facts::Told;
use crate::document::{Block, Document, Role, Target};
use crate::text::{TextPos, TextRange};

/// A stretch of a block.
#[derive(Clone, Debug)]
pub(super) struct Span<'d> {
    pub(super) range: TextRange,
    pub(super) text: &'d str,
    /// The roles of its runs, from the outer to the inner.
    pub(super) roles: Vec<Role>,
    /// Where it leads.
    pub(super) link: Option<&'d Target>,
    /// The notes on it, by their numbers.
    pub(super) notes: Vec<usize>,
}

/// A passage with a note on it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) range: TextRange,
    /// The number of the note among those that are told, counted from 0.
    pub(super) note: usize,
}

/// The passages of notes that have words of their own in the text, without the blanks at their ends: what parts blocks
/// belongs to none of them.
pub(super) fn marks(notes: &[Told<'_>], doc: &Document) -> Vec<Mark> {
    let placed = notes.iter().enumerate().filter(|(_, told)| !told.quote.is_empty());
    let marks = placed.filter_map(|(note, told)| {
        let range = told.found?;
        let text = doc.slice(range);
        let start = range.start().get() + text.len() - text.trim_start().len();
        let range = TextRange::bytes(start, start + text.trim().len());
        Some(Mark { range, note }).filter(|mark| !mark.range.is_empty())
    });
    marks.collect()
}

/// The stretches of a block.
pub(super) fn spans<'d>(doc: &'d Document, block: &Block, marks: &[Mark]) -> Vec<Span<'d>> {
    let within = |range: TextRange| range.intersect(block.range);
    let runs = doc.runs(block);
    let links = doc.links_in(block.range);
    let marks: Vec<&Mark> = marks.iter().filter(|mark| within(mark.range).is_some()).collect();
    let mut cuts: Vec<TextPos> = vec![block.range.start(), block.range.end()];
    let ranges = runs.iter().map(|run| run.range).chain(links.iter().map(|link| link.range));
    for range in ranges.chain(marks.iter().map(|mark| mark.range)).filter_map(within) {
        cuts.extend([range.start(), range.end()]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    let pairs = cuts.windows(2).filter_map(|pair| match pair {
        [start, end] => Some(TextRange::new(*start, *end)),
        _ => None,
    });
    pairs
        .map(|range| {
            let here = |other: TextRange| other.intersect(range).is_some();
            Span {
                range,
                text: doc.slice(range),
                roles: runs.iter().filter(|run| here(run.range)).map(|run| run.role).collect(),
                link: links.iter().find(|link| here(link.range)).map(|link| &link.target),
                notes: marks.iter().filter(|mark| here(mark.range)).map(|mark| mark.note).collect(),
            }
        })
        .collect()
}
