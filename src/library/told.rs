//! What a brief says to a search: the words of its document, with their places.
//!
//! Invariant: the index and the passages that are shown are made from these words, so neither knows a hit that the other
//! does not. Headings that every brief has, what stands where a section is missing, and what a note is headed by are
//! nobody's words.

use crate::document::{Block, Document, Role};
use crate::text::{TextPos, each_word};
use std::ops::Range;

/// A word of a brief.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told<'a> {
    /// Folded.
    pub word: &'a str,
    /// Its place among the words: words that follow one another have places that do, and paragraphs are parted.
    pub place: u32,
    /// How much it counts.
    pub weight: u32,
    /// Where it stands in the document, in bytes.
    pub range: Range<usize>,
}

/// Whether a block holds words of the brief itself.
pub(super) const fn is_told(block: &Block) -> bool {
    !matches!(block.role, Role::Heading | Role::Absent | Role::NoteHead)
}

/// How much the words of a block count: what a brief is called and whom it is about tells most of it.
const fn weight(role: Role) -> u32 {
    match role {
        Role::Title => 8,
        Role::Topics | Role::ActorName => 4,
        Role::Thesis => 2,
        _ => 1,
    }
}

/// Calls `act` with every word of a document, in order.
pub(super) fn each_told(document: &Document, act: impl FnMut(&Told<'_>)) {
    each_told_from(document, TextPos::ZERO, act);
}

/// The same of the paragraphs that begin at a position or behind it.
pub(super) fn each_told_from(document: &Document, from: TextPos, mut act: impl FnMut(&Told<'_>)) {
    let mut place = 0;
    let first = document.blocks().partition_point(|block| block.range.start() < from);
    let blocks = document.blocks().iter().skip(first);
    for block in blocks.filter(|block| is_told(block)) {
        if !block.continues {
            place += 1;
        }
        let (start, weight) = (block.range.start().get(), weight(block.role));
        each_word(document.slice(block.range), |word, range| {
            act(&Told { word, place, weight, range: start + range.start..start + range.end });
            place += 1;
        });
    }
}
