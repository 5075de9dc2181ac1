//! What a brief says to a search: the words of its document, with their places.
//!
//! Invariant: the index and the passages that are shown are made from these words, so neither knows a hit that the other
//! does not. Headings that every brief has, what stands where a section is missing, and what a note is headed by are
//! nobody's words.

use crate::document::{Block, Document, Link, Role, Target};
use crate::text::{TextPos, TextRange, each_word};
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
    /// Where it stands in the document, in bytes; for a word of an address, where the link does.
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
    let mut links: &[Link] = &[];
    let first = document.blocks().partition_point(|block| block.range.start() < from);
    let blocks = document.blocks().iter().skip(first);
    for block in blocks.filter(|block| is_told(block)) {
        if !block.continues {
            addresses(document, links, &mut place, &mut act);
            place += 1;
        }
        let (start, weight) = (block.range.start().get(), weight(block.role));
        each_word(document.slice(block.range), |word, range| {
            act(&Told { word, place, weight, range: start + range.start..start + range.end });
            place += 1;
        });
        let begin = if block.continues { links.first().map(|link| link.range.start()) } else { None };
        let begin = begin.unwrap_or_else(|| block.range.start());
        links = document.links_in(TextRange::new(begin, block.range.end()));
    }
    addresses(document, links, &mut place, &mut act);
}

/// The words of the addresses that links lead to, behind those of their paragraph; they stand where the link does.
fn addresses(document: &Document, links: &[Link], place: &mut u32, act: &mut impl FnMut(&Told<'_>)) {
    for link in links {
        let Target::Url(url) = &link.target else { continue };
        // How it is got is nobody's word.
        let address = url.split_once(':').map_or(url.as_str(), |(_, rest)| rest).trim_start_matches('/');
        let shown = document.slice(link.range);
        if shown == url || shown == address {
            continue;
        }
        *place += 1;
        each_word(address, |word, _| {
            let range = link.range.start().get()..link.range.end().get();
            act(&Told { word, place: *place, weight: 1, range });
            *place += 1;
        });
    }
}
