//! One reading of a brief.

use crate::document::{Anchor, Anchoring, BlockIx, Document, SectionKind};
use crate::notes::{Subject, form::AnchorForm};
use crate::text::{TextPos, TextRange, fingerprint};
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt::Write as _;

/// Beyond this many blocks it is not kept what was seen: a brief that long is not read through.
const MAX_SEEN: usize = 4_000;

/// The most characters by which a place is known.
const MAX_QUOTE: usize = 80;

/// One reading of a brief: when, how far, and what it looked like.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    /// Which brief.
    pub brief: Subject,
    /// When.
    pub at: Timestamp,
    /// Whether the reader only had a glance at it, or has put it back among the unread.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unread: bool,
    /// Where the reader stopped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<AnchorForm>,
    /// What the brief looked like.
    #[serde(default, skip_serializing_if = "Seen::is_empty")]
    pub seen: Seen,
}

impl Visit {
    /// A reading of a brief up to a position.
    #[must_use]
    pub fn new(brief: Subject, document: &Document, stopped: TextPos, at: Timestamp) -> Self {
        let place = Some(AnchorForm::from(&place_at(document, stopped)));
        Self { brief, at, unread: false, place, seen: Seen::of(document) }
    }

    /// Where the reader stopped, in the brief as it is now: the passage where it still is, else its item or section.
    #[must_use]
    pub fn position(&self, document: &Document) -> Option<TextPos> {
        let anchor = Anchor::from(self.place.clone()?);
        if let Some(range) = Anchoring::new(document).resolve(&anchor).range() {
            return Some(range.start());
        }
        let named = |section: &&crate::document::Section| Some(section.name()) == anchor.section;
        let section = document.sections().iter().find(named)?;
        let item = anchor.item.as_ref().and_then(|item| item.number.checked_sub(1));
        let block = item
            .and_then(|item| document.item_block(section.kind, item))
            .unwrap_or(BlockIx(section.body.start));
        document.block(block).map(|block| block.range.start())
    }
}

/// The anchor of a position: of the words that follow it in its block.
fn place_at(document: &Document, pos: TextPos) -> Anchor {
    let block = document.block(document.block_at(pos));
    let end = block.map_or(pos, |block| block.range.end().max(pos));
    let words = document.slice(TextRange::new(pos, end));
    let len = words.char_indices().nth(MAX_QUOTE).map_or(words.len(), |(at, _)| at);
    document.anchor(TextRange::new(pos, document.floor(pos.get() + len)))
}

/// What a brief looked like: a number for each of its blocks, sorted. Written as eight hexadecimal digits each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen(Vec<u32>);

impl Seen {
    /// What a brief looks like; nothing where it is very long.
    #[must_use]
    pub fn of(document: &Document) -> Self {
        let mut numbers: Vec<u32> =
            own_blocks(document).map(|(_, number)| number).take(MAX_SEEN + 1).collect();
        if numbers.len() > MAX_SEEN {
            return Self::default();
        }
        numbers.sort_unstable();
        numbers.dedup();
        Self(numbers)
    }

    /// Whether nothing is known.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The blocks of a brief that were not there, or read otherwise; none where nothing is known.
    #[must_use]
    pub fn new_in(&self, document: &Document) -> Vec<BlockIx> {
        if self.is_empty() {
            return Vec::new();
        }
        let is_new = |(_, number): &(BlockIx, u32)| self.0.binary_search(number).is_err();
        own_blocks(document).filter(is_new).map(|(ix, _)| ix).collect()
    }
}

/// The blocks of the brief itself, each with its number. The head tells of the brief, and is no news.
fn own_blocks(document: &Document) -> impl Iterator<Item = (BlockIx, u32)> + '_ {
    let is_own =
        |kind: SectionKind| !matches!(kind, SectionKind::Head | SectionKind::Notes | SectionKind::Findings);
    let own = document.sections().iter().filter(move |section| is_own(section.kind));
    own.flat_map(|section| section.body.clone()).map(BlockIx).filter_map(|ix| {
        let block = document.block(ix)?;
        Some((ix, fingerprint(document.slice(block.range))))
    })
}

impl Serialize for Seen {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut digits = String::with_capacity(self.0.len() * 8);
        for number in &self.0 {
            let _ = write!(digits, "{number:08x}");
        }
        to.serialize_str(&digits)
    }
}

impl<'de> Deserialize<'de> for Seen {
    /// What is no number is left out.
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let digits = String::deserialize(from)?;
        let number = |eight: &[u8]| u32::from_str_radix(std::str::from_utf8(eight).ok()?, 16).ok();
        let mut numbers: Vec<u32> = digits.as_bytes().chunks(8).filter_map(number).collect();
        numbers.sort_unstable();
        Ok(Self(numbers))
    }
}
