//! Items of a section: where one begins and ends, what it is known by, and whose it is.
//!
//! Owns what an owner is: the one by, to or of whom something is said, or the day on which it happened, as its line says it,
//! without the priority, the draft and the paragraphs that stand there too.
//! Invariant: a question about one item costs no walk through its blocks or those of the section: a section's own text comes
//! first, then its items in their order, and so do the fields of an item.

use super::folded::fold;
use super::{Anchor, BEGAN, BEGINS, ItemRef, first_chars};
use crate::document::{Block, BlockIx, Document, Role, Section, SectionKind, Target};
use crate::text::TextRange;
use std::collections::HashMap;
use std::ops::Range;

impl Document {
    fn section_of(&self, block: &Block) -> Option<&Section> {
        self.sections.get(usize::from(block.section))
    }

    /// The blocks that belong together around a block: its item, or its section's own text.
    fn kin(&self, ix: BlockIx) -> Range<usize> {
        let at = ix.0 as usize;
        let Some(block) = self.block(ix) else { return at..at };
        let Some(section) = self.section_of(block) else { return at..at };
        // A heading belongs to the text below it.
        let first = if ix.0 < section.body.start { section.blocks.start } else { section.body.start };
        let (first, last) = (first as usize, section.blocks.end as usize);
        let all = self.blocks.get(first..last).unwrap_or_default();
        let from = all.partition_point(|other| other.item < block.item);
        let to = all.partition_point(|other| other.item <= block.item);
        first + from..first + to
    }

    /// What belongs together around a block, as a range of the text.
    pub(super) fn scope(&self, ix: BlockIx) -> TextRange {
        let kin = self.blocks.get(self.kin(ix)).unwrap_or_default();
        let ends = kin.first().zip(kin.last());
        ends.map_or_else(TextRange::default, |(first, last)| {
            TextRange::new(first.range.start(), last.range.end())
        })
    }

    /// Whose an item is. Empty where its section says such a thing of items and not of this one; none where it says none.
    pub(super) fn owner(&self, ix: BlockIx) -> Option<String> {
        let block = self.block(ix)?;
        block.item?;
        let field = match self.section_of(block)?.kind {
            SectionKind::Actors => "name",
            SectionKind::Recommendations => "to",
            SectionKind::Disclaimers => "kind",
            SectionKind::Timeline => "date",
            SectionKind::Quotes => "by",
            _ => return None,
        };
        let kin = self.blocks.get(self.kin(ix)).unwrap_or_default();
        // Its line comes first, or right behind the words.
        let words = if matches!(field, "to" | "by") { kin.partition_point(|b| b.field == "text") } else { 0 };
        let line = kin.get(words).filter(|line| line.field == field);
        Some(line.map_or_else(String::new, |line| self.owner_in(line)))
    }

    /// What of an item's line says whose it is.
    fn owner_in(&self, line: &Block) -> String {
        let besides = self.runs(line).iter().filter(|run| {
            matches!(run.role, Role::Draft | Role::Priority(_))
                || run.role == Role::Strong && line.field == "to"
        });
        let sources = self.links_in(line.range).iter();
        let sources = sources.filter(|link| matches!(link.target, Target::Paragraph(_)));
        let mut others: Vec<TextRange> =
            besides.map(|run| run.range).chain(sources.map(|link| link.range)).collect();
        others.sort_unstable_by_key(|range| range.start());
        let mut words = String::new();
        let mut at = line.range.start();
        for other in others {
            words.push_str(self.slice(TextRange::new(at, other.start().max(at))));
            at = other.end().max(at);
        }
        words.push_str(self.slice(TextRange::new(at, line.range.end().max(at))));
        let parts = words.split(" · ").map(str::trim).filter(|part| !part.is_empty());
        let owner = parts.collect::<Vec<_>>().join(" · ");
        let lead = match line.field {
            "to" => "for ",
            "by" => "— ",
            _ => "",
        };
        owner.strip_prefix(lead).unwrap_or(&owner).to_owned()
    }

    pub(super) fn item_ref(&self, ix: BlockIx) -> Option<ItemRef> {
        let item = self.block(ix)?.item?;
        let (words, named) = self.known_by(ix)?;
        let name = named.then(|| words.to_owned());
        let begins = (!named).then(|| first_chars(words, BEGINS).to_owned());
        Some(ItemRef { number: item + 1, name, begins })
    }

    /// What an item is known by, and whether that is its name: else it is the words that it begins with.
    fn known_by(&self, ix: BlockIx) -> Option<(&str, bool)> {
        self.block(ix)?.item?;
        let kin = self.blocks.get(self.kin(ix)).unwrap_or_default();
        let first = kin.first()?;
        if first.role == Role::ActorName {
            return Some((self.slice(first.range), true));
        }
        // A date or a publisher is no beginning: many entries have the same.
        let words = kin.iter().take(2).find(|block| matches!(block.field, "text" | "event")).unwrap_or(first);
        Some((self.slice(words.range), false))
    }

    /// Whether a block is of an item, to the letter, and the same one's where that is kept.
    pub(super) fn is_item(&self, ix: BlockIx, item: Option<&ItemRef>, owner: Option<&str>) -> bool {
        let number = self.block(ix).and_then(|block| block.item).map(|item| item + 1);
        let Some(item) = item else { return number.is_none() };
        let Some((words, named)) = self.known_by(ix) else { return false };
        let known = if named {
            item.name.as_deref() == Some(words)
        } else {
            let begins = item.begins.as_deref();
            let old = || begins == Some(first_chars(self.first_line(ix), BEGAN));
            begins == Some(first_chars(words, BEGINS)) || begins == Some(first_chars(words, BEGAN)) || old()
        };
        number == Some(item.number)
            && known
            && owner.is_none_or(|owner| self.owner(ix).as_deref() == Some(owner))
    }

    /// The line that an item begins with: so notes have known it that were made before its owner was kept.
    fn first_line(&self, ix: BlockIx) -> &str {
        self.blocks.get(self.kin(ix).start).map(|first| self.slice(first.range)).unwrap_or_default()
    }
}

/// What an anchor's item is known by, and whose it is.
#[derive(Debug)]
pub(super) struct Wanted<'a> {
    pub item: Option<&'a ItemRef>,
    pub owner: Option<&'a str>,
    known_by: Option<Known>,
}

/// What an item is known by, as it is compared: whatever its setting and letter case.
#[derive(Debug)]
struct Known {
    words: String,
    /// Whether more may follow.
    cut: bool,
}

/// Characters by which the items of a section are told apart at first.
const KEY: usize = 24;

/// Items that begin alike which are compared with one another.
const MOST_ALIKE: usize = 64;

impl Known {
    fn of(item: &ItemRef) -> Option<Self> {
        let words = item.known_by()?;
        let count = words.chars().count();
        let cut = item.name.is_none() && (count == BEGAN || count >= BEGINS);
        Some(Self { words: fold(words, true).trim_end().to_owned(), cut })
    }

    /// Whether folded words begin so.
    fn fits(&self, words: &str) -> bool {
        words.strip_prefix(self.words.as_str()).is_some_and(|rest| self.cut || rest.trim().is_empty())
    }

    fn key(&self) -> String {
        key(&self.words)
    }
}

/// As much of what an item is known by as is compared. Blanks may be many.
fn beginning(words: &str) -> String {
    fold(first_chars(words, 2 * BEGINS), true)
}

fn key(folded: &str) -> String {
    first_chars(folded, KEY).trim_end().to_owned()
}

fn same_owner(a: &str, b: &str) -> bool {
    a == b || fold(a, true) == fold(b, true)
}

/// An item that a passage might be of, against the one that an anchor names.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Item {
    /// Whether it is known by the same.
    pub known: bool,
    /// Whether it has the same number.
    pub number: bool,
    /// Whether it is the same one's; none where the anchor or its section says nothing of that.
    pub owned: Option<bool>,
    /// Whose it is.
    pub owner: String,
}

impl<'a> Wanted<'a> {
    pub(super) fn of(anchor: &'a Anchor) -> Self {
        let item = anchor.item.as_ref();
        let known_by = item.and_then(Known::of);
        Self { item, owner: anchor.owner.as_deref(), known_by }
    }

    /// How the item that a block is of compares; none where it is of none.
    pub(super) fn compare(&self, doc: &Document, ix: BlockIx) -> Option<Item> {
        let number = doc.block(ix)?.item? + 1;
        let (words, _) = doc.known_by(ix)?;
        let owner = doc.owner(ix);
        let his = self.owner.zip(owner.as_deref()).map(|(wanted, here)| same_owner(wanted, here));
        let known = self.known_by.as_ref().is_some_and(|wanted| {
            wanted.fits(&beginning(words))
                || self.owner.is_none() && wanted.fits(&beginning(doc.first_line(ix)))
        });
        let number = self.item.is_some_and(|item| item.number == number);
        Some(Item { known, number, owned: his, owner: owner.unwrap_or_default() })
    }
}

/// The items of a document: by their section and the first letters that they are known by, those that begin so.
#[derive(Debug, Default)]
pub(super) struct Items(HashMap<(u16, String), Vec<Entry>>);

/// What an item is known by, and whose it is, folded.
#[derive(Debug)]
struct Entry {
    words: String,
    owner: Option<String>,
}

impl Items {
    pub(super) fn of(doc: &Document) -> Self {
        let mut items = Self::default();
        let mut last = None;
        for (n, block) in doc.blocks.iter().enumerate() {
            let here = (block.section, block.item);
            if block.item.is_none() || last == Some(here) {
                continue;
            }
            last = Some(here);
            let ix = BlockIx(u32::try_from(n).unwrap_or(u32::MAX));
            let Some((words, _)) = doc.known_by(ix) else { continue };
            let owner = doc.owner(ix).map(|owner| fold(&owner, true));
            let mut add = |words: String, owner: Option<String>| {
                let alike = items.0.entry((block.section, key(&words))).or_default();
                if alike.len() < MOST_ALIKE {
                    alike.push(Entry { words, owner });
                }
            };
            if owner.is_some() {
                add(beginning(doc.first_line(ix)), None);
            }
            add(beginning(words), owner);
        }
        items
    }

    /// Whether a section has an item that is known by the same and is the same one's, where that is kept.
    pub(super) fn has(&self, section: u16, wanted: &Wanted<'_>) -> bool {
        let Some(known) = &wanted.known_by else { return false };
        let owner = wanted.owner.map(|owner| fold(owner, true));
        let alike = self.0.get(&(section, known.key()));
        alike
            .into_iter()
            .flatten()
            .any(|there| known.fits(&there.words) && (owner.is_none() || owner == there.owner))
    }
}
