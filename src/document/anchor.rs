//! Where a note lives: a passage in terms that outlive a revision of the brief, and how it is found again.
//!
//! Owns [`Anchor`] (section, item and whose it is, field, the quote with its surroundings, the position: the selectors of the
//! W3C's Web Annotation model and more), how one is made, and [`Anchoring`], which resolves anchors in a document.
//! Invariants: an anchor is never placed on a passage for which there is not enough evidence, nor on one of two that
//! are equally likely: then it is [`Resolution::Orphaned`]. It is in place only on the same words, said by, to or of the same
//! one. The work for one anchor is a search for its words and a bounded rest, whatever the document.
//!
//! How a passage is found: every occurrence of the quote is a candidate; a short quote has to bring its surroundings along, a
//! long one speaks for itself as long as they are not all others; item, owner and section decide between equals, and none is
//! taken that is somebody else's while his is still there. Passages that nothing told apart are counted: the third of
//! four is the third as long as there are four. Only where no occurrence stands up, a passage that is nearly the quote is
//! looked for: windows in which the quote's pairs of words cluster are aligned with it. Hypothesis tries much the same in
//! another order, but without a floor and a margin, and lands "Linus" on "chines" (hypothesis/h#2634).

mod align;
mod around;
mod candidates;
mod folded;
mod items;
mod pairs;
mod parts;
mod rival;
mod weigh;
mod words;
mod work;

use super::{BlockIx, Document, SectionKind};
use crate::text::{TextPos, TextRange};
use candidates::Evidence;
use folded::Folded;
use items::{Items, Wanted};
use pairs::Pairs;
use std::cell::OnceCell;
use weigh::Found;

/// Characters that are kept on either side of a quote, as Hypothesis keeps them.
const CONTEXT: usize = 32;

/// Characters of an item's start by which it is known.
const BEGINS: usize = 60;

/// The same in notes of older versions.
const BEGAN: usize = 40;

/// Words that occur so often are counted no further.
const MOST_COUNTED: usize = 100;

/// The most passages that nothing tells apart that are counted.
const MOST_TWINS: usize = 256;

/// Characters between the entries of the table of code points.
const STRIDE: usize = 1024;

/// The longest text that is folded and whose pairs of words are indexed, in bytes: in a longer one, words that are nearly a
/// quote are not looked for.
const MAX_INDEXED: usize = 4 << 20;

/// A passage, in terms that outlive a revision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anchor {
    /// The section: a field of the format, or the title of a section of the brief's own. None for the whole brief.
    pub section: Option<String>,
    /// The item of the section. None for the section's own text, or the whole section.
    pub item: Option<ItemRef>,
    /// Whose the item is: by, to or of whom something is said, or the day on which it happened. Empty where it is nobody's;
    /// none where its section says no such thing, or the anchor is older than that.
    pub owner: Option<String>,
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
    /// How like the surroundings of the likest other occurrence of the words were, of 0 to 100, whosever they are: what is
    /// no more like them than those may be those.
    pub echo: Option<u8>,
    /// The same of those that are the same one's, where they are somebody's.
    pub own_echo: Option<u8>,
    /// Which of several passages that nothing tells apart: the same words, surroundings, item and owner.
    pub twin: Option<Twin>,
}

/// One of several passages that nothing but their order tells apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twin {
    /// Which, counted from 1.
    pub nth: u32,
    /// How many there are.
    pub of: u32,
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
    /// The item at a position: what the anchor of a passage there names, without the work for the rest of it.
    #[must_use]
    pub fn item_at(&self, at: TextPos) -> Option<ItemRef> {
        self.item_ref(self.block_at(at))
    }

    /// Whose the item at a position is, as [`Anchor::owner`] says it.
    #[must_use]
    pub fn owner_at(&self, at: TextPos) -> Option<String> {
        self.owner(self.block_at(at))
    }

    /// The anchor of a passage.
    #[must_use]
    pub fn anchor(&self, range: TextRange) -> Anchor {
        let ix = self.block_at(range.start());
        let block = self.block(ix);
        let section = block.and_then(|block| self.sections.get(usize::from(block.section)));
        let (before, after) = self.around(range);
        let start = self.text.get(..range.start().get()).unwrap_or_default().chars().count();
        let exact = self.slice(range).to_owned();
        let occurs = self.occurs(&exact);
        let quote = Quote {
            prefix: last_chars(before, CONTEXT).to_owned(),
            exact,
            suffix: first_chars(after, CONTEXT).to_owned(),
        };
        let end = start + quote.exact.chars().count();
        let mut anchor = Anchor {
            section: section.map(super::Section::name),
            item: self.item_ref(ix),
            owner: self.owner(ix),
            field: block.map(|block| block.field.to_owned()).filter(|field| !field.is_empty()),
            position: Some(Position { start, end }),
            occurs,
            rival: None,
            echo: None,
            own_echo: None,
            twin: None,
            quote: Some(quote),
        };
        if occurs.is_some() {
            anchor.twin = self.twin(&anchor, range);
        }
        anchor
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

    /// Which a passage is of those that nothing tells apart, where there are several.
    fn twin(&self, anchor: &Anchor, range: TextRange) -> Option<Twin> {
        let quote = anchor.quote.as_ref()?;
        let own = self.block(self.block_at(range.start()))?;
        let wanted = Wanted::of(anchor);
        let twins = self.twins(quote, |ix| {
            let same = self.block(ix).is_some_and(|b| (b.section, b.field) == (own.section, own.field));
            let item = wanted.compare(self, ix);
            same && item.is_none_or(|item| item.known && item.owned != Some(false))
        });
        let nth = twins.iter().position(|twin| *twin == range)?;
        let (nth, of) = (u32::try_from(nth + 1).ok()?, u32::try_from(twins.len()).ok()?);
        (of > 1).then_some(Twin { nth, of })
    }

    /// The passages with the words and surroundings of a quote, to the letter, in blocks that are fitting; none where they are
    /// too many to be counted.
    fn twins(&self, quote: &Quote, fits: impl Fn(BlockIx) -> bool) -> Vec<TextRange> {
        let Quote { prefix, exact, suffix } = quote;
        let all = format!("{prefix}{exact}{suffix}");
        let starts = memchr::memmem::find_iter(self.own_text().as_bytes(), &all).take(MOST_TWINS + 1);
        let starts: Vec<usize> = starts.map(|at| at + prefix.len()).collect();
        if starts.len() > MOST_TWINS {
            return Vec::new();
        }
        let ranges = starts.into_iter().map(|at| TextRange::bytes(at, at + exact.len()));
        let to_the_letter = |range: &TextRange| {
            let (before, after) = self.around(*range);
            last_chars(before, CONTEXT) == prefix && first_chars(after, CONTEXT) == suffix
        };
        ranges.filter(|range| to_the_letter(range) && fits(self.block_at(range.start()))).collect()
    }

    /// What stands before and behind a range within its item; of one over several items, in the first and the last.
    fn around(&self, range: TextRange) -> (&str, &str) {
        let first = self.scope(self.block_at(range.start()));
        let ends = range.end().get().saturating_sub(1).max(range.start().get());
        let last = if first.contains(TextPos::new(ends)) || first.end().get() == ends {
            first
        } else {
            self.scope(self.block_at(self.floor(ends)))
        };
        let before = self.slice(TextRange::new(first.start().min(range.start()), range.start()));
        let after = self.slice(TextRange::new(range.end(), last.end().max(range.end())));
        (before, after)
    }

    /// What stands before and behind a range in the whole brief.
    fn beside(&self, range: TextRange) -> (&str, &str) {
        let text = self.own_text();
        let before = text.get(..range.start().get()).unwrap_or_default();
        (before, text.get(range.end().get()..).unwrap_or_default())
    }

    /// The section that an anchor names, counted from 0. Other programs know it by its title.
    fn section_named(&self, name: &str) -> Option<usize> {
        let named = self.sections.iter().position(|section| section.name() == name);
        named.or_else(|| self.sections.iter().position(|section| section.title == name))
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
    folded: OnceCell<Folded<'d>>,
    pairs: OnceCell<Pairs>,
    items: OnceCell<Items>,
    /// Byte offset of every [`STRIDE`]th character.
    strides: OnceCell<Vec<usize>>,
}

impl<'d> Anchoring<'d> {
    /// A document, to resolve anchors in.
    #[must_use]
    pub const fn new(doc: &'d Document) -> Self {
        Self {
            doc,
            folded: OnceCell::new(),
            pairs: OnceCell::new(),
            items: OnceCell::new(),
            strides: OnceCell::new(),
        }
    }

    /// Where an anchor's passage is now.
    #[must_use]
    pub fn resolve(&self, anchor: &Anchor) -> Resolution {
        let Some(quote) = &anchor.quote else { return self.whole(anchor) };
        if quote.exact.trim().is_empty() {
            return Resolution::Orphaned;
        }
        if let Some(twin) = anchor.twin {
            return Evidence::new(self, anchor, quote).twin(twin);
        }
        if let Some(range) = self.unchanged(anchor, quote) {
            return Resolution::Exact(range);
        }
        let mut evidence = Evidence::new(self, anchor, quote);
        let (as_they_are, otherwise) = evidence.occurrences();
        let found = match evidence.exact(as_they_are) {
            Found::None => evidence.otherwise(otherwise),
            found => found,
        };
        let found = match found {
            Found::None => evidence.nearly(evidence.alike()),
            found => found,
        };
        let found = match found {
            Found::None => evidence.turned(evidence.turned_round()),
            found => found,
        };
        match found {
            Found::One(resolution) => resolution,
            Found::Several => Resolution::Orphaned,
            Found::None => self.by_parts(&evidence),
        }
    }

    /// The anchor of a passage, with what in the brief might be taken for it.
    #[must_use]
    pub fn anchor(&self, range: TextRange) -> Anchor {
        let anchor = self.doc.anchor(range);
        let Some(quote) = &anchor.quote else { return anchor };
        let evidence = Evidence::new(self, &anchor, quote);
        let rival = evidence.rival(range);
        let (echo, own_echo) = evidence.echoes(range);
        Anchor { rival, echo, own_echo, ..anchor }
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

    /// The passage where it stood, where nothing about it has changed.
    fn unchanged(&self, anchor: &Anchor, quote: &Quote) -> Option<TextRange> {
        let doc = self.doc;
        let start = self.byte_of(anchor.position?.start);
        if !doc.own_text().get(start..)?.starts_with(quote.exact.as_str()) {
            return None;
        }
        let range = TextRange::bytes(start, start + quote.exact.len());
        let ix = doc.block_at(range.start());
        let block = doc.block(ix)?;
        let section = doc.sections.get(usize::from(block.section))?;
        let field = anchor.field.as_deref().unwrap_or("");
        if block.field != field || anchor.section.as_deref() != Some(section.name().as_str()) {
            return None;
        }
        let same = doc.is_item(ix, anchor.item.as_ref(), anchor.owner.as_deref());
        let (before, after) = doc.around(range);
        let (before, after) = (last_chars(before, CONTEXT), first_chars(after, CONTEXT));
        (same && before == quote.prefix && after == quote.suffix).then_some(range)
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

    /// The text as it is compared.
    fn folded(&self) -> &Folded<'d> {
        self.folded.get_or_init(|| {
            let text = self.doc.own_text();
            if text.len() > MAX_INDEXED { Folded::plain(text) } else { Folded::of(text) }
        })
    }

    /// Where its pairs of words stand; none of a text that is too long for that.
    fn pairs(&self) -> Option<&Pairs> {
        let folded = self.folded();
        (self.doc.own_text().len() <= MAX_INDEXED)
            .then(|| self.pairs.get_or_init(|| Pairs::of(folded.text())))
    }

    fn items(&self) -> &Items {
        self.items.get_or_init(|| Items::of(self.doc))
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

/// What words say by themselves, in characters; one of a script without blanks says what two others do.
fn measure(words: &str) -> usize {
    words.chars().map(|c| if pairs::is_wide(c) { 2 } else { 1 }).sum()
}
