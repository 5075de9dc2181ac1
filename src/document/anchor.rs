//! Where a note lives: a passage in terms that outlive a revision of the brief, and how it is found again.
//!
//! Owns [`Anchor`] (section, item and field, the quote with its surroundings, the position: the selectors of the W3C's
//! Web Annotation model) and [`Anchoring`], which resolves anchors in a document.
//! Invariants: an anchor is never placed on a passage for which there is not enough evidence, nor on one of two that
//! are equally likely: then it is [`Resolution::Orphaned`]. The work for one anchor is bounded, whatever the document.
//!
//! How a passage is found: every exact occurrence of the quote is a candidate; a short quote has to bring its
//! surroundings along, a long one speaks for itself; item and section decide between equals. Only where no occurrence
//! stands up, a passage that is nearly the quote is looked for: windows in which the quote's pairs of words cluster are
//! aligned with it. Hypothesis tries much the same in another order, but without a floor and a margin, and lands "Linus"
//! on "chines" (hypothesis/h#2634).

mod align;
mod candidates;

use super::{BlockIx, Document, SectionKind};
use crate::text::{TextPos, TextRange};
use candidates::Evidence;
use std::cell::OnceCell;

/// Characters that are kept on either side of a quote, as Hypothesis keeps them.
const CONTEXT: usize = 32;

/// Characters of an item's start by which it is known.
const BEGINS: usize = 40;

/// Words that occur so often are counted no further.
const MOST_COUNTED: usize = 100;

/// Characters between the entries of the table of code points.
const STRIDE: usize = 1024;

/// A passage, in terms that outlive a revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The section: a field of the format, or the title of a section of the brief's own. None for the whole brief.
    pub section: Option<String>,
    /// The item of the section. None for the section's own text, or the whole section.
    pub item: Option<ItemRef>,
    /// The field of the item.
    pub field: Option<String>,
    /// The words. None for a whole section or the whole brief.
    pub quote: Option<Quote>,
    /// Where they stood.
    pub position: Option<Position>,
    /// How often the words stood in the brief, where more than once: then they do not speak for themselves.
    pub occurs: Option<u32>,
    /// How like the words other words of the brief were, of 0 to 100, where they were at all: what is no more like them
    /// than those may be those.
    pub rival: Option<u8>,
}

/// An item of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemRef {
    /// Which, counted from 1.
    pub number: u32,
    /// What it is called, where it has a name.
    pub name: Option<String>,
    /// How it begins, where it has none: two recommendations are told apart by that.
    pub begins: Option<String>,
}

/// Words with what stands around them, of the unformatted text (W3C `TextQuoteSelector`).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quote {
    /// Up to 32 characters before.
    pub prefix: String,
    /// The words themselves.
    pub exact: String,
    /// Up to 32 characters behind.
    pub suffix: String,
}

/// A position in the unformatted text of the whole brief, in code points: start inclusive, end exclusive, counted
/// from 0 (W3C `TextPositionSelector`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    /// The first.
    pub start: usize,
    /// The one behind the last.
    pub end: usize,
}

/// What became of an anchor in a document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Resolution {
    /// The passage is there, word for word, where it belongs.
    Exact(TextRange),
    /// It is elsewhere, or its words have changed.
    Moved {
        /// Where it seems to be now.
        range: TextRange,
        /// How like the quote it is, of 0 to 1.
        likeness: f64,
    },
    /// It is not there, or it might be in several places.
    Orphaned,
}

impl Resolution {
    /// Where the passage is, if anywhere.
    #[must_use]
    pub const fn range(self) -> Option<TextRange> {
        match self {
            Self::Exact(range) | Self::Moved { range, .. } => Some(range),
            Self::Orphaned => None,
        }
    }
}

impl Document {
    /// The anchor of a passage.
    #[must_use]
    pub fn anchor(&self, range: TextRange) -> Anchor {
        let ix = self.block_at(range.start());
        let scope = self.scope(ix);
        let block = self.block(ix);
        let section = block.and_then(|block| self.sections.get(usize::from(block.section)));
        let before = self.slice(TextRange::new(scope.start().min(range.start()), range.start()));
        let after = self.slice(TextRange::new(range.end(), scope.end().max(range.end())));
        let start = self.text.get(..range.start().get()).unwrap_or_default().chars().count();
        let exact = self.slice(range).to_owned();
        Anchor {
            section: section.map(super::Section::name),
            item: block.and_then(|block| self.item_ref(ix, block.item?)),
            field: block.map(|block| block.field.to_owned()).filter(|field| !field.is_empty()),
            position: Some(Position { start, end: start + exact.chars().count() }),
            occurs: self.occurs(&exact),
            rival: None,
            quote: Some(Quote {
                prefix: last_chars(before, CONTEXT).to_owned(),
                exact,
                suffix: first_chars(after, CONTEXT).to_owned(),
            }),
        }
    }

    /// The anchor of a whole section, counted from 0.
    #[must_use]
    pub fn anchor_of_section(&self, section: usize) -> Anchor {
        Anchor { section: self.sections.get(section).map(super::Section::name), ..Anchor::default() }
    }

    /// How often words occur, where more than once.
    fn occurs(&self, words: &str) -> Option<u32> {
        let count = memchr::memmem::find_iter(self.own_text().as_bytes(), words).take(MOST_COUNTED).count();
        u32::try_from(count).ok().filter(|count| *count > 1)
    }

    /// What belongs together around a block: its item, or its section's own text.
    fn scope(&self, ix: BlockIx) -> TextRange {
        let Some(block) = self.block(ix) else { return TextRange::default() };
        let first = self.first_of(ix);
        let start = self.block(first).map_or(block.range.start(), |b| b.range.start());
        let section = self.sections.get(usize::from(block.section));
        let last = section.map_or(ix.0, |section| section.blocks.end);
        // An item has few blocks; a section's own text may have a million, and its end is that of the section or the
        // start of its items.
        let of_item = |n: &u32| self.block(BlockIx(*n)).is_some_and(|b| b.item == block.item);
        let end = if block.item.is_some() {
            (ix.0..last).take_while(of_item).last()
        } else {
            self.blocks
                .get(ix.0 as usize..last as usize)
                .map(|rest| rest.partition_point(|b| b.item.is_none()))
                .and_then(|n| u32::try_from(n).ok())
                .map(|n| ix.0 + n.saturating_sub(1))
        };
        let end = end.and_then(|n| self.block(BlockIx(n))).map_or(block.range.end(), |b| b.range.end());
        TextRange::new(start, end)
    }

    /// The blocks of the same field in the other items of a position's section.
    fn siblings(&self, pos: TextPos) -> impl Iterator<Item = TextRange> + '_ {
        let block = self.block(self.block_at(pos));
        let section = block.and_then(|block| self.sections.get(usize::from(block.section)));
        let blocks = section.map_or(0..0, |section| section.body.start as usize..section.body.end as usize);
        let is_sibling = move |other: &&super::Block| {
            block.is_some_and(|block| {
                block.item.is_some() && other.item != block.item && other.field == block.field
            })
        };
        self.blocks.get(blocks).unwrap_or_default().iter().filter(is_sibling).map(|other| other.range)
    }

    fn item_ref(&self, ix: BlockIx, item: u32) -> Option<ItemRef> {
        let first = self.block(self.first_of(ix))?;
        let named = first.role == super::Role::ActorName;
        let start = self.slice(first.range);
        let name = named.then(|| start.to_owned());
        let begins = (!named).then(|| first_chars(start, BEGINS).to_owned());
        Some(ItemRef { number: item + 1, name, begins })
    }

    /// The section that an anchor names, counted from 0.
    fn section_named(&self, name: &str) -> Option<usize> {
        self.sections.iter().position(|section| section.name() == name)
    }
}

impl super::Section {
    /// What anchors call it: its field of the format, or its title.
    #[must_use]
    pub fn name(&self) -> String {
        match (self.kind.info(), self.kind) {
            (Some(info), _) => info.field.to_owned(),
            (None, SectionKind::Head) => super::HEAD.to_owned(),
            (None, _) => self.title.clone(),
        }
    }
}

/// A document that anchors are resolved in. What several need is made once.
#[derive(Debug)]
pub struct Anchoring<'d> {
    doc: &'d Document,
    pairs: OnceCell<align::Pairs>,
    /// Byte offset of every [`STRIDE`]th character.
    strides: OnceCell<Vec<usize>>,
}

impl<'d> Anchoring<'d> {
    /// A document, to resolve anchors in.
    #[must_use]
    pub const fn new(doc: &'d Document) -> Self {
        Self { doc, pairs: OnceCell::new(), strides: OnceCell::new() }
    }

    /// Where an anchor's passage is now.
    #[must_use]
    pub fn resolve(&self, anchor: &Anchor) -> Resolution {
        let Some(quote) = &anchor.quote else { return self.whole(anchor) };
        if quote.exact.trim().is_empty() {
            return Resolution::Orphaned;
        }
        let evidence = Evidence::new(self, anchor, quote);
        if let Some(range) = evidence.unchanged() {
            return Resolution::Exact(range);
        }
        match evidence.exact() {
            candidates::Found::One(resolution) => resolution,
            candidates::Found::Several => Resolution::Orphaned,
            candidates::Found::None if quote.exact.trim().contains('\n') => self.over_blocks(anchor, quote),
            candidates::Found::None => evidence.alike(),
        }
    }

    /// The anchor of a passage, with what in the brief might be taken for it.
    #[must_use]
    pub fn anchor(&self, range: TextRange) -> Anchor {
        let anchor = self.doc.anchor(range);
        let Some(quote) = &anchor.quote else { return anchor };
        let rival = Evidence::new(self, &anchor, quote).rival(range);
        Anchor { rival, ..anchor }
    }

    /// The place of a section or of the whole brief.
    fn whole(&self, anchor: &Anchor) -> Resolution {
        let doc = self.doc;
        let Some(name) = &anchor.section else {
            return Resolution::Exact(TextRange::bytes(0, doc.own_text().len()));
        };
        match doc.section_named(name).and_then(|n| doc.sections.get(n)) {
            Some(section) => Resolution::Exact(section.range),
            None => Resolution::Orphaned,
        }
    }

    /// A quote over several blocks between which something has come or gone: its first and last lines are looked for.
    fn over_blocks(&self, anchor: &Anchor, quote: &Quote) -> Resolution {
        let lines: Vec<&str> = quote.exact.split('\n').filter(|line| !line.trim().is_empty()).collect();
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Resolution::Orphaned };
        let part = |exact: &str, prefix: &str, suffix: &str| {
            let quote =
                Quote { prefix: prefix.to_owned(), exact: exact.to_owned(), suffix: suffix.to_owned() };
            // The end of the passage may stand in another item than its start.
            self.resolve(&Anchor { quote: Some(quote), item: None, field: None, ..anchor.clone() })
        };
        let start = part(first, &quote.prefix, first_chars(lines.get(1).unwrap_or(&""), CONTEXT)).range();
        let before = lines.len().checked_sub(2).and_then(|n| lines.get(n)).unwrap_or(&"");
        let end = part(last, last_chars(before, CONTEXT), &quote.suffix).range();
        let (Some(start), Some(end)) = (start, end) else { return Resolution::Orphaned };
        let found = end.end().get().saturating_sub(start.start().get());
        if start.start() >= end.start() || found > 2 * quote.exact.len() + 400 {
            return Resolution::Orphaned;
        }
        Resolution::Moved { range: TextRange::new(start.start(), end.end()), likeness: 0.8 }
    }

    /// The byte offset of a code point.
    fn byte_of(&self, char: usize) -> usize {
        let text = self.doc.own_text();
        let strides = self.strides.get_or_init(|| {
            text.char_indices().enumerate().filter(|(n, _)| n % STRIDE == 0).map(|(_, (at, _))| at).collect()
        });
        let Some(start) = strides.get(char / STRIDE).copied() else { return text.len() };
        let rest = text.get(start..).unwrap_or_default();
        rest.char_indices().nth(char % STRIDE).map_or(text.len(), |(at, _)| start + at)
    }

    /// Whether a position's section has an item that is known by some words.
    fn has_item(&self, pos: TextPos, known_by: &str) -> bool {
        let doc = self.doc;
        let Some(section) = doc.sections.get(doc.section_at(pos)) else { return false };
        let blocks = doc.blocks.get(section.body.start as usize..section.body.end as usize);
        let mut last = None;
        blocks.unwrap_or_default().iter().any(|block| {
            let first = block.item.is_some() && block.item != last;
            last = block.item;
            let start = doc.slice(block.range);
            first && (start == known_by || first_chars(start, BEGINS) == known_by)
        })
    }

    fn pairs(&self) -> &align::Pairs {
        self.pairs.get_or_init(|| align::Pairs::of(self.doc.own_text()))
    }

    /// Whether a position lies in the section that an anchor names. A section of the brief's own may have been retitled:
    /// where its title is gone, any of them may be it.
    fn in_section(&self, pos: TextPos, name: Option<&str>) -> bool {
        let (Some(name), Some(section)) = (name, self.doc.sections.get(self.doc.section_at(pos))) else {
            return false;
        };
        let own = matches!(section.kind, SectionKind::Own(_));
        section.name() == name || own && !super::is_field(name) && self.doc.section_named(name).is_none()
    }
}

impl ItemRef {
    /// What an item is known by: its name, else how it begins.
    #[must_use]
    pub fn known_by(&self) -> Option<&str> {
        self.name.as_deref().or(self.begins.as_deref())
    }
}

/// The last characters of a text.
fn last_chars(text: &str, count: usize) -> &str {
    let start = text.char_indices().rev().take(count).last().map_or(text.len(), |(at, _)| at);
    text.get(start..).unwrap_or_default()
}

/// The first characters of a text.
fn first_chars(text: &str, count: usize) -> &str {
    let end = text.char_indices().nth(count).map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or_default()
}
