//! Weighing the places where a passage may be.
//!
//! The numbers here are held by the test that mutates briefs (`tests/it/anchors.rs`): no note on a wrong passage, and
//! nineteen of twenty passages that survive found again.

use super::{Anchor, Anchoring, CONTEXT, Quote, Resolution, align, first_chars, last_chars};
use crate::text::{TextPos, TextRange};

/// A quote of this many characters speaks for itself; a shorter one needs its surroundings by as much as it is shorter.
const SPEAKS_FOR_ITSELF: usize = 48;
/// The least evidence at which an exact occurrence is the passage.
const FLOOR: f64 = 0.66;
/// How much better than the runner-up a passage must be.
const MARGIN: f64 = 0.06;
/// The least likeness at which changed words are the passage, for a long quote with its surroundings ...
const ALIKE: f64 = 0.7;
/// ... and the fewest characters of a quote that is looked for by likeness at all.
const SHORTEST: usize = 16;
/// Occurrences that are weighed; those that share most with the surroundings at first sight come first.
const MOST: usize = 24;
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
    same_section: bool,
    same_item: bool,
}

impl<'a> Evidence<'a> {
    pub(super) fn new(at: &'a Anchoring<'a>, anchor: &'a Anchor, quote: &'a Quote) -> Self {
        let stood = anchor.position.map(|position| at.byte_of(position.start));
        Self { at, anchor, quote, stood }
    }

    /// Weighs the exact occurrences.
    pub(super) fn exact(&self) -> Found {
        let text = &self.at.doc.text;
        let exact = self.quote.exact.as_str();
        let mut seen: Vec<(usize, TextRange)> = text
            .match_indices(exact)
            .take(MOST_SEEN)
            .map(|(at, _)| TextRange::bytes(at, at + exact.len()))
            .map(|range| (self.first_sight(range), range))
            .collect();
        if seen.is_empty() {
            return Found::None;
        }
        if seen.len() > MOST {
            seen.sort_by_key(|(shared, range)| {
                let away = self.stood.map_or(0, |stood| stood.abs_diff(range.start().get()));
                (std::cmp::Reverse(*shared), away)
            });
            seen.truncate(MOST);
        }
        let candidates = seen.into_iter().map(|(_, range)| self.weigh(range, 1.0)).collect();
        self.decide(candidates, FLOOR, |best| {
            // Word for word in its own section, and recognisably the same place: it has not moved for the reader.
            best.same_section && (best.same_item || best.context >= 0.5)
        })
    }

    /// Looks for words that are nearly the quote.
    pub(super) fn alike(&self) -> Resolution {
        let exact = self.quote.exact.as_str();
        let len = exact.chars().count();
        if !(SHORTEST..=LONGEST).contains(&len) {
            return Resolution::Orphaned;
        }
        let text = &self.at.doc.text;
        let pattern = format!("{}{exact}{}", self.quote.prefix, self.quote.suffix);
        let mut candidates: Vec<Candidate> = Vec::new();
        for offset in self.at.pairs().offsets(&pattern, 4) {
            let start = offset + self.quote.prefix.len();
            let slack = 24 + exact.len() / 3;
            let from = self.at.doc.floor(start.saturating_sub(slack));
            let to = self.at.doc.floor(start + exact.len() + slack);
            let window = text.get(from.get()..to.get()).unwrap_or_default();
            // A short quote may change less: its letters say less.
            let most = if len < 2 * SHORTEST { len / 5 } else { len * 3 / 10 };
            let Some(found) = align::align(exact, window, most) else { continue };
            let range = TextRange::bytes(from.get() + found.range.start, from.get() + found.range.end);
            let range = self.whole_words(range);
            let alike = align::likeness(exact, self.at.doc.slice(range));
            if candidates.iter().all(|known| known.range.intersect(range).is_none()) {
                candidates.push(self.weigh(range, alike));
            }
        }
        let floor = if len < 2 * SHORTEST { 0.8 } else { ALIKE };
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
        candidates.retain(|candidate| candidate.text >= floor);
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        let Some(best) = candidates.first() else { return Found::None };
        if let Some(second) = candidates.get(1)
            && best.score - second.score < MARGIN
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
        let text = &self.at.doc.text;
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
        let around = doc.scope(doc.block_at(range.start()));
        let before = doc.slice(TextRange::new(around.start().min(range.start()), range.start()));
        let after = doc.slice(TextRange::new(range.end(), around.end().max(range.end())));
        let context = f64::midpoint(
            side(&self.quote.prefix, last_chars(before, CONTEXT)),
            side(&self.quote.suffix, first_chars(after, CONTEXT)),
        );
        let len = self.quote.exact.chars().count();
        let own = (len as f64 / SPEAKS_FOR_ITSELF as f64).min(1.0);
        // Changed words never speak wholly for themselves.
        let own = if alike < 1.0 { own.min(0.75) } else { own };
        let text = alike * own + context * alike * (1.0 - own);
        let same_section = self.at.in_section(range.start(), self.anchor.section.as_deref());
        let same_item = same_section && self.is_same_item(range.start());
        let away = self
            .stood
            .map_or(1.0, |stood| stood.abs_diff(range.start().get()) as f64 / (doc.text.len().max(1)) as f64);
        let place = 0.08 * f64::from(u8::from(same_section)) + 0.1 * f64::from(u8::from(same_item));
        let score = text + 0.3 * context + place + 0.05 * (1.0 - away.min(1.0));
        Candidate { range, context, text, score, same_section, same_item }
    }

    /// Whether a position lies in the item that the anchor names: by its name where it has one, else by its number.
    fn is_same_item(&self, pos: TextPos) -> bool {
        let doc = self.at.doc;
        let ix = doc.block_at(pos);
        let item = doc.block(ix).and_then(|block| block.item);
        match (&self.anchor.item, item) {
            (None, None) => true,
            (Some(wanted), Some(item)) => {
                match (&wanted.name, doc.item_ref(ix, item).and_then(|here| here.name)) {
                    (Some(name), Some(here)) => *name == here,
                    _ => wanted.number == item + 1,
                }
            }
            _ => false,
        }
    }

    /// A range stretched or shrunk to whole words at the ends where the quote has whole words.
    fn whole_words(&self, range: TextRange) -> TextRange {
        let doc = self.at.doc;
        let block = doc.block(doc.block_at(range.start())).map_or(range, |block| block.range);
        let words: Vec<TextRange> = align::words(doc.slice(block))
            .map(|(at, word)| (block.start().get() + at, word))
            .map(|(at, word)| {
                // Lower case may be longer than the word itself: its end is looked up in the text.
                let rest = doc.text.get(at..block.end().get()).unwrap_or_default();
                let len =
                    rest.find(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').unwrap_or(rest.len());
                TextRange::bytes(
                    at,
                    at + len.max(1).min(rest.len()).max(word.len().min(rest.len()).min(len.max(1))),
                )
            })
            .collect();
        let cut = |pos: TextPos| words.iter().find(|word| word.start() < pos && pos < word.end()).copied();
        let nearest = |pos: TextPos, word: TextRange| {
            let (left, right) = (pos.get() - word.start().get(), word.end().get() - pos.get());
            if left <= right { word.start() } else { word.end() }
        };
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let starts =
            is_word(self.quote.exact.chars().next()) && !is_word(self.quote.prefix.chars().next_back());
        let ends =
            is_word(self.quote.exact.chars().next_back()) && !is_word(self.quote.suffix.chars().next());
        let start =
            cut(range.start()).filter(|_| starts).map_or(range.start(), |w| nearest(range.start(), w));
        let end = cut(range.end()).filter(|_| ends).map_or(range.end(), |w| nearest(range.end(), w));
        if start < end { TextRange::new(start, end) } else { range }
    }
}

/// How like one side of the surroundings is. Where the quote began or ended its item, so must the place.
fn side(kept: &str, found: &str) -> f64 {
    match (kept.trim().is_empty(), found.trim().is_empty()) {
        (true, true) => 1.0,
        (true, false) => 0.3,
        (false, true) => 0.0,
        (false, false) => align::likeness(kept, found),
    }
}
