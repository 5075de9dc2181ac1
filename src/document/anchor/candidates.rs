//! The places where a passage may be, each with what speaks for it.
//!
//! Owns [`Evidence`]: what an anchor says, made ready for a document, and the three ways in which places are looked for: where
//! its surroundings stand to the letter, where its words stand, and where words stand that are nearly its.
//! Invariant: what is weighed is bounded; a place that is left out for that could only have been one of many alike.

use super::align::{Aligned, Pattern, align, likeness};
use super::around::{AROUND, REACH, Sides};
use super::folded::{fold, same};
use super::items::{Item, Wanted};
use super::pairs::{Vote, common};
use super::weigh::{Candidate, ECHO_SAME, Home, SAME, SPEAKS_FOR_ITSELF};
use super::words::within;
use super::{Anchor, Anchoring, CONTEXT, Quote, Resolution, Twin, first_chars, last_chars, measure};
use crate::document::{BlockIx, SectionKind};
use crate::text::{TextPos, TextRange};
use std::ops::{Range, RangeInclusive};

/// The least that a quote must say, as [`measure`] counts it, for being looked for by likeness at all.
pub(super) const SHORTEST: usize = 16;
/// The longest quote that is looked for as a whole, in characters; of a longer one, parts are.
pub(super) const LONGEST: usize = 600;
/// Words that stood so often at the most are counted again.
const FEW: u32 = 4;
/// The most occurrences of words that are looked at.
const MOST_SEEN: usize = 256;
/// Those that are weighed; those that share most with the surroundings at first sight come first.
const MOST: usize = 24;
/// Stretches with which a changed quote is aligned.
const MOST_WINDOWS: usize = 4;
/// Characters of the surroundings that tell where a changed passage begins or ends, at the least and at the most.
const EDGE: RangeInclusive<usize> = 4..=16;

/// Words that are like a quote.
pub(super) struct Alike {
    pub range: TextRange,
    /// How like it they are, of 0 to 1.
    pub likeness: f64,
    /// How like it the stretch of them is that is likest it, wherever that ends.
    pub likest: f64,
}

/// What an anchor says, made ready for a document.
pub(super) struct Evidence<'a, 'd> {
    pub(super) at: &'a Anchoring<'d>,
    pub(super) anchor: &'a Anchor,
    pub(super) quote: &'a Quote,
    pub(super) wanted: Wanted<'a>,
    pub(super) kept: Sides,
    /// The words as they are compared.
    pub(super) words: String,
    /// What they say by themselves, ...
    pub(super) measure: usize,
    /// ... and with their surroundings.
    pub(super) says: usize,
    /// Whether it is of another program, or written by hand: what it does not say is not against a place.
    pub(super) loose: bool,
    /// Whether words that stood a few times stand there less often now: one of them has gone, and it may have been these.
    pub(super) is_fewer: bool,
    section: Wish,
}

/// The section that an anchor names.
#[derive(Clone, Copy, PartialEq)]
enum Wish {
    /// Any: it names none.
    Any,
    /// The one that is called so.
    One(usize),
    /// One of the brief's own: they may have been retitled.
    Own,
    /// One that is not there.
    Gone,
}

impl<'a, 'd> Evidence<'a, 'd> {
    pub(super) fn new(at: &'a Anchoring<'d>, anchor: &'a Anchor, quote: &'a Quote) -> Self {
        let Quote { prefix, exact, suffix } = quote;
        let section = match anchor.section.as_deref() {
            None => Wish::Any,
            Some(name) => match at.doc.section_named(name) {
                Some(n) => Wish::One(n),
                None if super::super::is_field(name) => Wish::Gone,
                None => Wish::Own,
            },
        };
        Self {
            at,
            anchor,
            quote,
            wanted: Wanted::of(anchor),
            kept: Sides::of(last_chars(prefix, REACH), exact, first_chars(suffix, REACH)),
            words: fold(exact, true),
            measure: measure(exact),
            says: measure(prefix.trim()) + measure(exact.trim()) + measure(suffix.trim()),
            loose: anchor.position.is_none(),
            is_fewer: false,
            section,
        }
    }

    /// The passage among those that nothing tells apart, where there are as many of them as there were.
    pub(super) fn twin(&self, twin: Twin) -> Resolution {
        let doc = self.at.doc;
        let fits = |home: Home| {
            home.section && home.field && home.item.is_none_or(|item| item.known && item.owned != Some(false))
        };
        let mut twins = doc.twins(self.quote, |ix| fits(self.home(ix)));
        if twins.len() != twin.of as usize {
            // They may have been set otherwise.
            let same = |range: &TextRange| {
                let home = self.home(doc.block_at(range.start()));
                let context = self.context_at(*range, &home);
                same(&self.quote.exact, doc.slice(*range)) && context.likeness >= SAME && fits(home)
            };
            twins = self.seen().into_iter().filter(same).collect();
            twins.sort_unstable_by_key(|range| range.start());
        }
        let nth = twin.nth.checked_sub(1).map_or(usize::MAX, |n| n as usize);
        match twins.get(nth) {
            Some(range) if twins.len() == twin.of as usize => Resolution::Exact(*range),
            _ => Resolution::Orphaned,
        }
    }

    /// Where the words stand, whatever their setting and letter case: of very many places, those that share most with the
    /// surroundings at first sight.
    pub(super) fn seen(&self) -> Vec<TextRange> {
        let folded = self.at.folded();
        let words = folded.folding(&self.quote.exact);
        let find = |words: &str, skip: usize, len: usize| -> Vec<usize> {
            let found = memchr::memmem::find_iter(folded.text().as_bytes(), words);
            found
                .map(|at| at + skip)
                .filter(|at| at + len <= folded.text().len())
                .take(MOST_SEEN + 1)
                .collect()
        };
        let mut seen = find(&words, 0, words.len());
        if seen.len() > MOST_SEEN {
            // What stands everywhere is looked for with a part of its surroundings.
            let prefix = folded.folding(last_chars(&self.quote.prefix, *EDGE.end())).into_owned();
            let suffix = folded.folding(first_chars(&self.quote.suffix, *EDGE.end())).into_owned();
            seen = find(&format!("{prefix}{words}"), prefix.len(), words.len());
            seen.extend(find(&format!("{words}{suffix}"), 0, words.len()));
            seen.sort_unstable();
            seen.dedup();
        }
        if seen.len() > MOST {
            let near = self.stood();
            let prefix = folded.folding(last_chars(&self.quote.prefix, CONTEXT));
            let suffix = folded.folding(first_chars(&self.quote.suffix, CONTEXT));
            // Characters that the surroundings share with the quote's at once, without edits.
            let shared = |at: usize| {
                let (before, after) =
                    (folded.slice(0..at), folded.slice(at + words.len()..folded.text().len()));
                let left = prefix.chars().rev().zip(before.chars().rev()).take_while(|(a, b)| a == b).count();
                left + suffix.chars().zip(after.chars()).take_while(|(a, b)| a == b).count()
            };
            seen.sort_by_cached_key(|at| (std::cmp::Reverse(shared(*at)), near.abs_diff(*at)));
            seen.truncate(MOST);
        }
        let own = |at: usize| folded.own(at..at + words.len());
        let ranges = seen.into_iter().map(own).map(|own| TextRange::bytes(own.start, own.end));
        let (starts, ends) = self.whole();
        let doc = self.at.doc;
        let cuts = |range: &TextRange| {
            starts && doc.cuts_letters(range.start()) || ends && doc.cuts_letters(range.end())
        };
        ranges.filter(|range| !cuts(range)).collect()
    }

    /// The places where the words stand: to the letter but for their setting, and those where letter case or what joins them
    /// to others differs.
    pub(super) fn occurrences(&mut self) -> (Vec<Candidate>, Vec<Candidate>) {
        let doc = self.at.doc;
        let seen = self.seen();
        self.is_fewer = self.anchor.occurs.is_some_and(|occurs| {
            occurs <= FEW
                && seen.len().max(doc.occurs(&self.quote.exact).unwrap_or(1) as usize) < occurs as usize
        });
        let (starts, ends) = self.whole();
        let (mut as_they_are, mut otherwise) = (Vec::new(), Vec::new());
        for range in seen {
            let is_cut = starts && doc.cuts_word(range.start()) || ends && doc.cuts_word(range.end());
            if is_cut {
                let range = doc.whole_words(range, (starts, ends), true);
                let alike = likeness(&self.words, &fold(doc.slice(range), true));
                otherwise.push(self.weigh(range, alike));
            } else if same(&self.quote.exact, doc.slice(range)) {
                as_they_are.push(self.weigh(range, 1.0));
            } else if fold(doc.slice(range), true) == self.words {
                otherwise.push(self.weigh(range, CASE));
            }
        }
        (as_they_are, otherwise)
    }

    /// The places where nearly the same words stand.
    pub(super) fn alike(&self) -> Vec<Candidate> {
        let len = self.words.chars().count();
        if self.measure < SHORTEST || len > LONGEST {
            return Vec::new();
        }
        let most = self.most_edits(len);
        let pattern = Pattern::both_ways(&self.words);
        let mut candidates: Vec<Candidate> = Vec::new();
        for window in self.windows(MOST_WINDOWS, 3) {
            let Some(Alike { range, likeness, .. }) = self.alike_in(&pattern, window, most) else { continue };
            // The words themselves have been weighed already.
            if likeness < 1.0 && candidates.iter().all(|known| known.range.intersect(range).is_none()) {
                candidates.push(self.weigh(range, likeness));
            }
        }
        candidates
    }

    /// The place where most of the words stand together in another order, as when the halves of a sentence have been swapped.
    pub(super) fn turned_round(&self) -> Option<Candidate> {
        let pairs = self.at.pairs().filter(|_| self.words.chars().count() <= LONGEST)?;
        let folded = self.at.folded();
        let (found, share) = pairs.cluster(&self.words, self.stood(), self.words.len())?;
        // A pair is known by its first word: what stands between the last one and the next end of a sentence, or the quote's
        // length, is the rest.
        let most = folded.floor(found.start + self.words.len());
        let rest = folded.slice(found.end..most.max(found.end));
        let ends = |c: char| matches!(c, '.' | '?' | '!' | '。');
        let sign = self.words.chars().next_back().filter(|c| ends(*c)).map_or(0, char::len_utf8);
        let end = rest.find(ends).map_or(most.max(found.end), |at| folded.floor(found.end + at + sign));
        let own = folded.own(found.start..end);
        let range = self.within_item(TextRange::bytes(own.start, own.end));
        let range = self.at.doc.whole_words(range, self.whole(), false);
        // Of a part of a sentence, the other part may say the same.
        if !self.kept.is_sentence() || !self.around(range).is_sentence() {
            return None;
        }
        let share = share.min(common(&self.words, &fold(self.at.doc.slice(range), true)));
        Some(self.weigh(range, share.min(TURNED)))
    }

    /// How many letters of a quote may have changed. A short one may change less: its letters say less; one over several
    /// paragraphs more.
    fn most_edits(&self, len: usize) -> usize {
        match self.measure {
            _ if self.is_long_prose() => len * 2 / 3,
            measure if measure < 2 * SHORTEST => len / 5,
            _ => len * 3 / 10,
        }
    }

    /// Whether the passage is over several paragraphs that are nobody's.
    pub(super) fn is_long_prose(&self) -> bool {
        self.anchor.item.is_none() && self.quote.exact.trim().contains('\n')
    }

    /// Stretches of the folded text in which pairs of the quote's words cluster, best first, down to a part of the best one's
    /// count.
    pub(super) fn windows(&self, most: usize, least: usize) -> Vec<Range<usize>> {
        let Some(pairs) = self.at.pairs() else { return Vec::new() };
        let folded = self.at.folded();
        let (prefix, suffix) =
            (last_chars(&self.quote.prefix, CONTEXT), first_chars(&self.quote.suffix, CONTEXT));
        let pattern = fold(&format!("{prefix}{}{suffix}", self.quote.exact), true);
        let before = fold(prefix, true).len();
        let more = if self.is_long_prose() { 2 } else { 1 };
        let slack = 24 + more * self.words.len() / 3;
        let window = |vote: Vote| {
            let start = vote.at + before;
            let end = folded.floor(start + self.words.len() + slack);
            folded.floor(start.saturating_sub(slack)).min(end)..end
        };
        let near = self.stood().saturating_sub(before);
        pairs.votes(&pattern, near, most, least).into_iter().map(window).collect()
    }

    /// The words of a window of the folded text that are likest the quote, where at most so many edits part them.
    pub(super) fn alike_in(&self, pattern: &Pattern, window: Range<usize>, most: usize) -> Option<Alike> {
        let folded = self.at.folded();
        // Most are as long as they were, and stand where their pairs say.
        let part = self.words.len() / 4;
        let narrow = folded.floor(window.start + part)..folded.floor(window.end.saturating_sub(part));
        let inside = |found: &Aligned| found.range.start > 0 && found.range.end < narrow.len();
        let near = align(pattern, folded.slice(narrow.clone()), most).filter(inside);
        let (found, start) = match near {
            Some(found) => (found, narrow.start),
            None => (align(pattern, folded.slice(window.clone()), most)?, window.start),
        };
        let there = start + found.range.start..start + found.range.end;
        let likest = pattern.likeness_after(found.edits, folded.slice(there.clone()).chars().count());
        let ends = self.edges(pattern, Aligned { range: there.clone(), edits: found.edits }, most);
        let own = folded.own(ends);
        let range = self.within_item(TextRange::bytes(own.start, own.end));
        let range = self.at.doc.whole_words(range, self.whole(), false);
        let same = folded.own(there) == (range.start().get()..range.end().get());
        let counted = || pattern.likeness(&fold(self.at.doc.slice(range), true), found.edits + EDGE.end());
        Some(Alike { range, likeness: if same { likest } else { counted() }, likest })
    }

    /// As much of a range as is in one item, where the passage was: what stands in the next is of somebody else. A paragraph of
    /// the article may have been parted.
    fn within_item(&self, range: TextRange) -> TextRange {
        if self.quote.exact.contains('\n') || !self.is_item() {
            return range;
        }
        let doc = self.at.doc;
        let (first, last) = (doc.block_at(range.start()), doc.block_at(range.end()));
        let parts = [first, last].map(|ix| doc.scope(ix).intersect(range));
        let longest = parts.into_iter().flatten().max_by_key(|part| part.len());
        longest.unwrap_or(range)
    }

    /// A stretch with its ends put where the surroundings of the quote begin, or where its item does: words that have changed at
    /// its edge would be left out or cut otherwise.
    fn edges(&self, pattern: &Pattern, aligned: Aligned, most: usize) -> Range<usize> {
        let Aligned { range: found, edits } = aligned;
        let folded = self.at.folded();
        let slack = if self.is_long_prose() { most } else { 16 + self.words.len() / 4 };
        let mut range = found.clone();
        let own = folded.own(found.clone());
        let scope = self.at.doc.scope(self.at.doc.block_at(TextPos::new(own.start)));
        let prefix = fold(last_chars(&self.quote.prefix, *EDGE.end()), true);
        if prefix.trim().chars().count() >= *EDGE.start() {
            let from = folded.floor(found.start.saturating_sub(slack + prefix.len()));
            let to = folded.floor(found.start + slack).min(found.end);
            if let Some(at) = folded.slice(from..to).rfind(&prefix) {
                range.start = from + at + prefix.len();
            }
        } else if prefix.is_empty() && !self.loose {
            let start = folded.folded(scope.start().get());
            range.start = if start.abs_diff(found.start) <= slack { start } else { found.start };
        }
        let suffix = fold(first_chars(&self.quote.suffix, *EDGE.end()), true);
        if suffix.trim().chars().count() >= *EDGE.start() {
            let from = folded.floor(found.end.saturating_sub(slack)).max(range.start);
            let to = folded.floor(found.end + slack + suffix.len());
            if let Some(at) = folded.slice(from..to).find(&suffix) {
                range.end = from + at;
            }
        } else if suffix.is_empty() && !self.loose {
            let end = folded.folded(scope.end().get());
            range.end = if end.abs_diff(found.end) <= slack { end } else { found.end };
        }
        let fits = range != found
            && range.start < range.end
            && pattern.edits(folded.slice(range.clone()), edits + EDGE.end()) <= most;
        if fits { range } else { found }
    }

    /// Where the words stood, in the folded text; its start where that is not said.
    fn stood(&self) -> usize {
        let start = self.anchor.position.map(|position| self.at.byte_of(position.start));
        start.map_or(0, |start| self.at.folded().folded(start))
    }

    /// What stands before and behind a range within its item, or in the whole brief for an anchor that knows no items.
    pub(super) fn around(&self, range: TextRange) -> Sides {
        let doc = self.at.doc;
        let reach = if self.loose { 2 * REACH } else { 2 * CONTEXT };
        let (before, after) = if self.loose { doc.beside(range) } else { doc.around(range) };
        Sides::of(last_chars(before, reach), doc.slice(range), first_chars(after, reach))
    }

    /// How much of the words around the quote stand around a range, in whatever order.
    pub(super) fn shared(&self, range: TextRange) -> f64 {
        let (before, after) = self.at.doc.around(range);
        self.kept.shared(last_chars(before, AROUND), first_chars(after, AROUND))
    }

    /// How much of the way to a block is the one that the anchor names.
    pub(super) fn home(&self, ix: BlockIx) -> Home {
        let doc = self.at.doc;
        let Some(block) = doc.block(ix) else { return Home::default() };
        let nth = usize::from(block.section);
        let own = doc.sections.get(nth).is_some_and(|section| matches!(section.kind, SectionKind::Own(_)));
        let section = match self.section {
            Wish::Any => true,
            Wish::One(n) => n == nth,
            Wish::Own => own,
            Wish::Gone => false,
        };
        let field = match self.anchor.field.as_deref() {
            None if self.loose => true,
            field => section && block.field == field.unwrap_or(""),
        };
        let item = self.wanted.compare(doc, ix);
        let placed = match (self.anchor.item.is_some(), &item) {
            (false, _) if self.loose => true,
            (false, here) => here.is_none(),
            // By its name where it has one. Where what it was known by is gone, it may have been renamed: its number is left.
            (true, Some(here)) => {
                here.known || here.number && !self.at.items().has(block.section, &self.wanted)
            }
            (true, None) => false,
        };
        let elses = section && item.as_ref().is_some_and(|item| self.is_elses(block.section, item));
        Home { section, field, placed: section && placed, elses, item: item.filter(|_| section) }
    }

    /// Whether an item belongs to somebody else than the one that the anchor names, who is still there: what one actor wants
    /// is not what the other wants, though it be the same words.
    fn is_elses(&self, section: u16, item: &Item) -> bool {
        // The paragraphs of the article are no items of which something is said.
        if !self.is_item() {
            return false;
        }
        // Words that stood there several times are somebody's. Unless the others stood among other words, they are not known
        // from those that are left, where he is gone.
        let several = self.anchor.occurs.is_some();
        let common = several && self.echoed(item.owned).is_none_or(|echo| echo >= ECHO_SAME);
        match item.owned {
            // Where he is gone, somebody else may be called so now, or it may be said to another: in its place. Or the whole of
            // a long text has gone to somebody else.
            Some(false) => {
                let given = item.known && self.anchor.occurs.is_none() && self.measure >= SPEAKS_FOR_ITSELF;
                common || !item.number && !given || self.at.items().has(section, &self.wanted)
            }
            _ if item.known => false,
            // From one item of the same one, or of nobody, to the next, words of its own may go; not a reason, which is one of
            // something else there.
            _ if self.is_own_text() && (item.owned == Some(true) || item.owner.is_empty()) => {
                several && self.at.items().has(section, &self.wanted)
            }
            _ => common && self.wanted.owner.is_some() || self.at.items().has(section, &self.wanted),
        }
    }

    /// Whether the passage is of what its item says, rather than of what is said about that.
    pub(super) fn is_own_text(&self) -> bool {
        matches!(self.anchor.field.as_deref(), Some("text" | "event"))
    }

    /// How like the surroundings of the likest other occurrence of the words were, of 0 to 1, where that is kept: for a place that
    /// is the same one's, of those that were.
    pub(super) fn echoed(&self, owned: Option<bool>) -> Option<f64> {
        let echo = self.anchor.echo?;
        let echo = if owned == Some(true) { self.anchor.own_echo.unwrap_or(0) } else { echo };
        Some(f64::from(echo) / 100.0)
    }

    /// Whether the quote begins and ends with whole words.
    pub(super) fn whole(&self) -> (bool, bool) {
        let Quote { prefix, exact, suffix } = self.quote;
        (!within(prefix, exact), !within(exact, suffix))
    }
}

/// How like a quote its words are in another order at the most.
const TURNED: f64 = 0.95;
/// How like a quote its words are in another case of letters: less than those that are the same to the letter.
const CASE: f64 = 0.97;
