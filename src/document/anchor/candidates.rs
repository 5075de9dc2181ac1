//! Weighing the places where a passage may be.
//!
//! The numbers here are held by the test that mutates briefs (`tests/it/anchors.rs`): no note on a wrong passage, and
//! nineteen of twenty passages that survive found again.

use super::super::Document;
use super::{Anchor, Anchoring, CONTEXT, ItemRef, Quote, Resolution, align, first_chars, last_chars};
use crate::text::{TextPos, TextRange};
use std::collections::HashSet;

/// A quote of this many characters speaks for itself; a shorter one needs its surroundings by as much as it is shorter.
const SPEAKS_FOR_ITSELF: usize = 48;
/// The least evidence at which an exact occurrence is the passage.
const FLOOR: f64 = 0.66;
/// How much better than the runner-up a passage must be.
const MARGIN: f64 = 0.06;
/// How like the surroundings must be in another section: a brief cites its text, and the citation is not the text.
const CONTEXT_AWAY: f64 = 0.9;
/// How much more, where the quote is short and says little.
const SHORT_FLOOR: f64 = 0.1;
/// How much better beside, where the quote is short and says little.
const SHORT_MARGIN: f64 = 0.1;
/// How like they must be in prose, where the words stood there several times.
const CONTEXT_SEVERAL: f64 = 0.75;
/// How like they must be for the words to be in place rather than moved: in prose ...
const CONTEXT_PROSE: f64 = 0.3;
/// ... and in an item, where they say of whom or to whom something is said.
const CONTEXT_ITEM: f64 = 0.9;
/// What it says for words that they are all of the same field: a name, an event.
const WHOLE: f64 = 0.5;
/// The least likeness at which changed words are the passage, for a long quote with its surroundings ...
const ALIKE: f64 = 0.7;
/// ... how like the surroundings must be then ...
const CONTEXT_ALIKE: f64 = 0.3;
/// ... and the fewest characters of a quote that is looked for by likeness at all.
const SHORTEST: usize = 16;
/// Occurrences that are weighed; those that share most with the surroundings at first sight come first.
const MOST: usize = 24;
/// Stretches with which a changed quote is aligned.
const MOST_WINDOWS: usize = 4;
/// Stretches that are looked through for words that might be taken for the quote, ...
const MOST_RIVALS: usize = 8;
/// ... and items beside its own.
const MOST_SIBLINGS: usize = 64;
/// How much more like the quote than those a changed form of it must be.
const RIVAL_MARGIN: f64 = 0.05;
/// The longest text in which words that are nearly a quote are looked for, in bytes: its pairs of words are indexed.
const MAX_INDEXED: usize = 4 << 20;
/// Occurrences that are looked at at all.
const MOST_SEEN: usize = 4096;
/// The longest quote that is looked for by likeness, in characters: alignment costs the square.
const LONGEST: usize = 600;

/// What is known of a passage.
pub(super) struct Evidence<'a> {
    at: &'a Anchoring<'a>,
    anchor: &'a Anchor,
    quote: &'a Quote,
    /// Where it stood, as a byte offset of the document as it is now.
    stood: Option<usize>,
}

/// What a search for exact occurrences brought.
pub(super) enum Found {
    One(Resolution),
    /// Several that are equally likely.
    Several,
    None,
}

/// A place where the passage may be.
#[derive(Clone, Debug)]
struct Candidate {
    range: TextRange,
    /// How like the surroundings are, of 0 to 1.
    context: f64,
    /// Likeness of the words and their surroundings, of 0 to 1.
    text: f64,
    /// The same with what item, section and position add.
    score: f64,
    home: Home,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(at: &'a Anchoring<'a>, anchor: &'a Anchor, quote: &'a Quote) -> Self {
        let stood = anchor.position.map(|position| at.byte_of(position.start));
        Self { at, anchor, quote, stood }
    }

    /// The passage where it stood, where nothing about it has changed.
    pub(super) fn unchanged(&self) -> Option<TextRange> {
        let doc = self.at.doc;
        let Quote { prefix, exact, suffix } = self.quote;
        let start = self.stood?;
        let end = start + exact.len();
        if !doc.own_text().get(start..)?.starts_with(exact.as_str()) {
            return None;
        }
        let range = TextRange::bytes(start, end);
        let home = self.home(range.start());
        let (before, after) = self.around(range);
        (home.section && home.item && home.field && before == prefix && after == suffix).then_some(range)
    }

    /// Whether an anchor of another program says nothing but the words, and says enough of them: where they stand once,
    /// that is the passage.
    fn is_bare(&self) -> bool {
        let Quote { prefix, exact, suffix } = self.quote;
        prefix.is_empty()
            && suffix.is_empty()
            && self.anchor.item.is_none()
            && self.anchor.position.is_none()
            && exact.chars().count() >= SHORTEST
    }

    /// What stands before and behind a range within its item, as far as it is kept.
    fn around(&self, range: TextRange) -> (&str, &str) {
        let doc = self.at.doc;
        let around = doc.scope(doc.block_at(range.start()));
        let before = doc.slice(TextRange::new(around.start().min(range.start()), range.start()));
        let after = doc.slice(TextRange::new(range.end(), around.end().max(range.end())));
        (last_chars(before, CONTEXT), first_chars(after, CONTEXT))
    }

    /// How like the quote the likest other words of the document are, of 0 to 100; none where there are none or it is
    /// never looked for by likeness.
    pub(super) fn rival(&self, own: TextRange) -> Option<u8> {
        let exact = self.quote.exact.as_str();
        if !(SHORTEST..=LONGEST).contains(&exact.chars().count()) {
            return None;
        }
        let doc = self.at.doc;
        let far = self.windows(MOST_RIVALS, usize::MAX).into_iter();
        let words: HashSet<String> = align::words(exact).map(|(_, word)| word).collect();
        // Alignment is dear: what shares few words is not like the quote.
        let shares = |range: &TextRange| {
            let shared: HashSet<String> = align::words(doc.slice(*range))
                .map(|(_, word)| word)
                .filter(|word| words.contains(word))
                .collect();
            3 * shared.len() >= words.len()
        };
        let near = doc.siblings(own.start()).take(MOST_SIBLINGS).filter(shares);
        let likest = far
            .chain(near)
            .filter_map(|window| self.alike_in(window, exact.chars().count() / 2))
            .filter(|range| range.intersect(own).is_none())
            .map(|range| align::likeness(exact, doc.slice(range)))
            .max_by(f64::total_cmp)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
        Some((likest * 100.0).round() as u8)
    }

    /// Stretches in which pairs of the quote's words cluster, best first, down to a part of the best one's count.
    fn windows(&self, most: usize, least: usize) -> Vec<TextRange> {
        let doc = self.at.doc;
        let exact = self.quote.exact.as_str();
        if doc.own_text().len() > MAX_INDEXED {
            return Vec::new();
        }
        let pattern = format!("{}{exact}{}", self.quote.prefix, self.quote.suffix);
        let slack = 24 + exact.len() / 3;
        let window = |offset: usize| {
            let start = offset + self.quote.prefix.len();
            let to = doc.floor((start + exact.len() + slack).min(doc.own_text().len()));
            TextRange::new(doc.floor(start.saturating_sub(slack)), to)
        };
        self.at.pairs().offsets(&pattern, most, least).into_iter().map(window).collect()
    }

    /// The words of a window that are likest the quote, where at most so many edits part them.
    fn alike_in(&self, window: TextRange, most: usize) -> Option<TextRange> {
        let found = align::align(&self.quote.exact, self.at.doc.slice(window), most)?;
        let from = window.start().get();
        Some(self.whole_words(TextRange::bytes(from + found.range.start, from + found.range.end)))
    }

    /// Weighs the exact occurrences.
    pub(super) fn exact(&self) -> Found {
        let text = self.at.doc.own_text();
        let exact = self.quote.exact.as_str();
        let mut seen: Vec<(usize, TextRange)> = memchr::memmem::find_iter(text.as_bytes(), exact)
            .take(MOST_SEEN)
            .map(|at| TextRange::bytes(at, at + exact.len()))
            .filter(|range| !self.cuts_words(*range))
            .map(|range| (self.first_sight(range), range))
            .collect();
        if seen.is_empty() {
            return Found::None;
        }
        if let ([(_, only)], true) = (seen.as_slice(), self.is_bare()) {
            return Found::One(Resolution::Moved { range: *only, likeness: 1.0 });
        }
        if seen.len() > MOST {
            seen.sort_by_key(|(shared, range)| {
                let away = self.stood.map_or(0, |stood| stood.abs_diff(range.start().get()));
                (std::cmp::Reverse(*shared), away)
            });
            seen.truncate(MOST);
        }
        let candidates = seen.into_iter().map(|(_, range)| self.weigh(range, 1.0)).collect();
        self.decide(candidates, FLOOR + SHORT_FLOOR * (1.0 - self.own(1.0)), |best| {
            // Word for word in its own section, and recognisably the same place: it has not moved for the reader.
            let least = if self.anchor.item.is_some() { CONTEXT_ITEM } else { CONTEXT_PROSE };
            best.home.section && best.home.field && best.home.item && best.context >= least
        })
    }

    /// Looks for words that are nearly the quote.
    pub(super) fn alike(&self) -> Resolution {
        let exact = self.quote.exact.as_str();
        let len = exact.chars().count();
        if !(SHORTEST..=LONGEST).contains(&len) {
            return Resolution::Orphaned;
        }
        // A short quote may change less: its letters say less.
        let most = if len < 2 * SHORTEST { len / 5 } else { len * 3 / 10 };
        // What was as like the quote when the note was made is no changed form of it.
        let rival = self.anchor.rival.map_or(0.0, |rival| f64::from(rival) / 100.0 + RIVAL_MARGIN);
        let mut candidates: Vec<Candidate> = Vec::new();
        for window in self.windows(MOST_WINDOWS, 3) {
            let Some(range) = self.alike_in(window, most) else { continue };
            let alike = align::likeness(exact, self.at.doc.slice(range));
            if alike >= rival && candidates.iter().all(|known| known.range.intersect(range).is_none()) {
                candidates.push(self.weigh(range, alike));
            }
        }
        let floor = if len < 2 * SHORTEST { 0.8 } else { ALIKE };
        candidates.retain(|candidate| candidate.context >= CONTEXT_ALIKE);
        match self.decide(candidates, floor, |_| false) {
            Found::One(resolution) => resolution,
            Found::Several | Found::None => Resolution::Orphaned,
        }
    }

    /// Chooses the best candidate, where it is good enough and better than the next.
    fn decide(
        &self,
        mut candidates: Vec<Candidate>,
        floor: f64,
        stays: impl Fn(&Candidate) -> bool,
    ) -> Found {
        candidates.retain(|candidate| {
            // Words that stood there several times are known by what stands around them alone.
            let least = match (self.anchor.occurs, candidate.home.section) {
                (_, false) => CONTEXT_AWAY,
                (Some(_), true) if self.anchor.item.is_some() => CONTEXT_AWAY,
                (Some(_), true) => CONTEXT_SEVERAL,
                (None, true) => 0.0,
            };
            candidate.text >= floor && candidate.context >= least && !candidate.home.elses
        });
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        let Some(best) = candidates.first() else { return Found::None };
        if let Some(second) = candidates.get(1)
            && best.score - second.score < MARGIN + SHORT_MARGIN * (1.0 - self.own(1.0))
            && !self.is_copy(best.range, second.range)
        {
            return Found::Several;
        }
        if stays(best) {
            return Found::One(Resolution::Exact(best.range));
        }
        let likeness = align::likeness(&self.quote.exact, self.at.doc.slice(best.range));
        Found::One(Resolution::Moved { range: best.range, likeness })
    }

    /// Whether two passages stand in paragraphs that are the same to the letter: whoever copied one copied both.
    fn is_copy(&self, a: TextRange, b: TextRange) -> bool {
        let doc = self.at.doc;
        let block = |range: TextRange| doc.block(doc.block_at(range.start())).map(|block| block.range);
        let (Some(here), Some(there)) = (block(a), block(b)) else { return false };
        let within = |range: TextRange, block: TextRange| range.start().get() - block.start().get();
        here != there && doc.slice(here) == doc.slice(there) && within(a, here) == within(b, there)
    }

    /// Characters that the surroundings share with the quote's at once, without edits.
    fn first_sight(&self, range: TextRange) -> usize {
        let text = self.at.doc.own_text();
        let before = text.get(..range.start().get()).unwrap_or_default();
        let after = text.get(range.end().get()..).unwrap_or_default();
        let left =
            self.quote.prefix.chars().rev().zip(before.chars().rev()).take_while(|(a, b)| a == b).count();
        let right = self.quote.suffix.chars().zip(after.chars()).take_while(|(a, b)| a == b).count();
        left + right
    }

    /// All that speaks for a place at which words that are alike by so much stand.
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
    fn weigh(&self, range: TextRange, alike: f64) -> Candidate {
        let doc = self.at.doc;
        let (before, after) = self.around(range);
        let sides = [Side::of(&self.quote.prefix, before), Side::of(&self.quote.suffix, after)];
        let weight: f64 = sides.iter().map(|side| side.weight).sum();
        let context = sides.iter().map(|side| side.weight * side.likeness).sum::<f64>() / weight.max(0.01);
        let own = self.own(alike);
        let home = self.home(range.start());
        let whole = if self.is_whole(range, home) { WHOLE } else { 0.0 };
        let text = alike * (own + (1.0 - own) * context * weight.min(1.0)) + home.evidence() + whole;
        let away = self
            .stood
            .map_or(1.0, |stood| stood.abs_diff(range.start().get()) as f64 / (doc.text.len().max(1)) as f64);
        let score = text + 0.5 * context + home.evidence() + 0.05 * (1.0 - away.min(1.0));
        Candidate { range, context, text, score, home }
    }

    /// How much the quote says without its surroundings, of 0 to 1.
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
    fn own(&self, alike: f64) -> f64 {
        if self.anchor.occurs.is_some() {
            return 0.0;
        }
        let own = (self.quote.exact.chars().count() as f64 / SPEAKS_FOR_ITSELF as f64).min(1.0);
        // Changed words never speak wholly for themselves.
        if alike < 1.0 { own.min(0.75) } else { own }
    }

    /// Whether the quote was all of an item's field, stood only there, and a place is all of the same field.
    fn is_whole(&self, range: TextRange, home: Home) -> bool {
        let Quote { prefix, suffix, .. } = self.quote;
        let was =
            (prefix.is_empty() || prefix.ends_with('\n')) && (suffix.is_empty() || suffix.starts_with('\n'));
        let doc = self.at.doc;
        let is = doc.block(doc.block_at(range.start())).is_some_and(|block| block.range == range);
        was && is && home.field && self.anchor.item.is_some() && self.anchor.occurs.is_none()
    }

    /// Whether a block belongs to somebody else than the one that the anchor names, who is still there: what one actor
    /// wants is not what the other wants, though it be the same words.
    fn is_elses(&self, ix: super::super::BlockIx) -> bool {
        let doc = self.at.doc;
        let Some(name) = self.anchor.item.as_ref().and_then(ItemRef::known_by) else { return false };
        // The paragraphs of the article are no items of which something is said.
        if self.anchor.section.as_deref() == Some("text") {
            return false;
        }
        let Some(block) = doc.block(ix) else { return false };
        let here = block.item.and_then(|item| doc.item_ref(ix, item));
        here.is_some_and(|here| here.known_by() != Some(name)) && self.at.has_item(block.range.start(), name)
    }

    /// How much of the way to a position is the one that the anchor names.
    fn home(&self, pos: TextPos) -> Home {
        let doc = self.at.doc;
        let ix = doc.block_at(pos);
        let block = doc.block(ix);
        let section = self.at.in_section(pos, self.anchor.section.as_deref());
        let field =
            section && block.map(|block| block.field) == Some(self.anchor.field.as_deref().unwrap_or(""));
        // By its name where it has one, else by its number.
        let item = match (&self.anchor.item, block.and_then(|block| block.item)) {
            (None, None) => true,
            (Some(wanted), Some(item)) => {
                let here = doc.item_ref(ix, item);
                let same = here.as_ref().and_then(ItemRef::known_by) == wanted.known_by();
                // Where what it was known by is gone, it may have been renamed: its number is left.
                same && wanted.known_by().is_some()
                    || wanted.number == item + 1
                        && wanted.known_by().is_none_or(|name| !self.at.has_item(pos, name))
            }
            _ => false,
        };
        Home { section, field, item: section && item, elses: self.is_elses(ix) }
    }

    /// Whether the quote begins and ends with whole words.
    fn whole(&self) -> (bool, bool) {
        let Quote { prefix, exact, suffix } = self.quote;
        (
            !joins(prefix.chars().next_back(), exact.chars().next()),
            !joins(exact.chars().next_back(), suffix.chars().next()),
        )
    }

    /// Whether a range cuts a word where the quote does not: "an" is not in "answer".
    fn cuts_words(&self, range: TextRange) -> bool {
        let doc = self.at.doc;
        let (starts, ends) = self.whole();
        starts && doc.cuts_word(range.start()) || ends && doc.cuts_word(range.end())
    }

    /// A range with its ends put to the nearer end of a word where they cut one and the quote does not.
    fn whole_words(&self, range: TextRange) -> TextRange {
        let doc = self.at.doc;
        let (starts, ends) = self.whole();
        let start = if starts { doc.nearest_word_end(range.start()) } else { range.start() };
        let end = if ends { doc.nearest_word_end(range.end()) } else { range.end() };
        if start < end { TextRange::new(start, end) } else { range }
    }
}

/// Whether two neighbours stand in one word, in a script that parts words.
fn joins(before: Option<char>, after: Option<char>) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && (c as u32) < 0x2E80);
    letter(before) && letter(after)
}

impl Document {
    fn cuts_word(&self, pos: TextPos) -> bool {
        let (before, after) = self.text.split_at_checked(pos.get()).unwrap_or_default();
        joins(before.chars().next_back(), after.chars().next())
    }

    /// The end of a word that is nearest to a position within one.
    fn nearest_word_end(&self, pos: TextPos) -> TextPos {
        let (before, after) = self.text.split_at_checked(pos.get()).unwrap_or_default();
        if !joins(before.chars().next_back(), after.chars().next()) {
            return pos;
        }
        let letters = |chars: &mut dyn Iterator<Item = char>| -> usize {
            chars.take(64).take_while(|c| c.is_alphanumeric()).map(char::len_utf8).sum()
        };
        let (left, right) = (letters(&mut before.chars().rev()), letters(&mut after.chars()));
        TextPos::new(if left <= right { pos.get() - left } else { pos.get() + right })
    }
}

/// Where a place lies, against what the anchor says.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four independent answers")]
struct Home {
    section: bool,
    field: bool,
    item: bool,
    /// Whether it is another's, who has the name that the anchor says.
    elses: bool,
}

impl Home {
    fn evidence(self) -> f64 {
        [(self.section, 0.02), (self.field, 0.03), (self.item, 0.06)]
            .into_iter()
            .filter_map(|(is, weight)| is.then_some(weight))
            .sum()
    }
}

/// One side of the surroundings: how like the kept one it is, of 0 to 1, and how much that says, of 0 to 1.
struct Side {
    likeness: f64,
    weight: f64,
}

impl Side {
    #[expect(clippy::cast_precision_loss, reason = "at most 32")]
    fn of(kept: &str, found: &str) -> Self {
        match (kept.trim().is_empty(), found.trim().is_empty()) {
            (true, true) => Self { likeness: 1.0, weight: 0.25 },
            // The same to the letter, up to the end of the item.
            (false, false) if kept == found => Self { likeness: 1.0, weight: 1.0 },
            // Where the quote began or ended its item, so should the place; but many do.
            (true, false) | (false, true) => Self { likeness: 0.0, weight: 1.0 },
            (false, false) => {
                let len = kept.chars().count().max(found.chars().count());
                let weight = (len as f64 / CONTEXT as f64).clamp(0.25, 1.0);
                Self { likeness: align::likeness(kept, found), weight }
            }
        }
    }
}
