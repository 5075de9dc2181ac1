//! What in a brief might be taken for a passage of it.
//!
//! Invariant: the passage is not its own rival, but what stands beside it may be; the work is bounded, however many items like
//! its own there are.

use super::align::Pattern;
use super::candidates::{Evidence, LONGEST, SHORTEST};
use super::folded::fold;
use super::pairs::each_word;
use crate::document::{BlockIx, Document};
use crate::text::{TextPos, TextRange};
use std::ops::Range;

/// Stretches that are looked through, beside those next to the passage, ...
const MOST_WINDOWS: usize = 8;
/// ... and the same field of items beside its own, the nearest first, ...
const MOST_SIBLINGS: usize = 64;
/// ... up to so many bytes of them.
const MOST_BYTES: usize = 16 << 10;

impl Document {
    /// The blocks of the same field in the other items of a position's section, nearest first.
    fn siblings(&self, pos: TextPos) -> impl Iterator<Item = TextRange> + '_ {
        let ix = self.block_at(pos);
        let own = self.block(ix).filter(|block| block.item.is_some());
        let section = own.and_then(|block| self.sections.get(usize::from(block.section)));
        let body = section.map_or(0..0, |section| section.body.start as usize..section.body.end as usize);
        let BlockIx(at) = ix;
        let before = self.blocks.get(body.start..at as usize).unwrap_or_default().iter().rev();
        let after = self.blocks.get(at as usize..body.end).unwrap_or_default().iter().skip(1);
        let is_sibling = move |other: &&crate::document::Block| {
            own.is_some_and(|own| other.item != own.item && other.field == own.field)
        };
        // A few of its own item's blocks may lie between; of an item of thousands, no more is looked at.
        let near = |blocks: usize| blocks.min(4 * MOST_SIBLINGS);
        let (left, right) = (near(before.len()), near(after.len()));
        let mut before = before.take(left).filter(is_sibling).map(|block| block.range);
        let mut after = after.take(right).filter(is_sibling).map(|block| block.range);
        std::iter::from_fn(move || Some([before.next(), after.next()]))
            .take_while(|pair| pair.iter().any(Option::is_some))
            .flat_map(|pair| pair.into_iter().flatten())
    }
}

impl Evidence<'_, '_> {
    /// How like the quote the likest other words of the document are, of 0 to 100; none where there are none or it is
    /// never looked for by likeness.
    pub(super) fn rival(&self, own: TextRange) -> Option<u8> {
        let len = self.words.chars().count();
        if self.measure < SHORTEST || len > LONGEST {
            return None;
        }
        let (doc, folded) = (self.at.doc, self.at.folded());
        let (from, to) = (folded.folded(own.start().get()), folded.folded(own.end().get()));
        let reach = self.words.len() + 24 + self.words.len() / 3;
        let beside = [folded.floor(from.saturating_sub(reach))..from, to..folded.floor(to + reach)];
        let mut words: Vec<u32> = Vec::new();
        each_word(&self.words, |word, _| words.push(word));
        words.sort_unstable();
        words.dedup();
        // Alignment is dear: what shares few words is not like the quote.
        let shares = |window: &Range<usize>| {
            let mut shared = vec![false; words.len()];
            each_word(folded.slice(window.clone()), |word, _| {
                if let Some(there) = words.binary_search(&word).ok().and_then(|n| shared.get_mut(n)) {
                    *there = true;
                }
            });
            3 * shared.iter().filter(|there| **there).count() >= words.len()
        };
        let mut bytes = 0;
        let near = doc.siblings(own.start()).take(MOST_SIBLINGS).take_while(|range| {
            bytes += range.len();
            bytes <= MOST_BYTES
        });
        let near = near.map(|range| folded.folded(range.start().get())..folded.folded(range.end().get()));
        let far = self.windows(MOST_WINDOWS, usize::MAX).into_iter();
        // The passage itself is cut out of what is looked through.
        let apart =
            |window: Range<usize>| [window.start..window.end.min(from), window.start.max(to)..window.end];
        let pattern = Pattern::both_ways(&self.words);
        let likest = far
            .chain(near)
            .flat_map(apart)
            .chain(beside)
            .filter(|window| window.start < window.end)
            .filter(shares)
            .filter_map(|window| self.alike_in(&pattern, window, len / 2))
            .map(|found| {
                let apart = found.range.intersect(own).is_none();
                if apart { found.likest.max(found.likeness) } else { found.likest }
            })
            .max_by(f64::total_cmp)?;
        Some(percent(likest))
    }

    /// How like the surroundings of the likest other occurrence of the words are, of 0 to 100, and of the likest in an item of the
    /// same one's; none where there is none.
    pub(super) fn echoes(&self, own: TextRange) -> (Option<u8>, Option<u8>) {
        let (mut all, mut inside) = (None, None);
        let doc = self.at.doc;
        let others = self.seen().into_iter().filter(|range| range.intersect(own).is_none());
        for range in others.filter(|range| fold(doc.slice(*range), true) == self.words) {
            let home = self.home(doc.block_at(range.start()));
            let likeness = percent(self.context_at(range, &home).likeness);
            all = all.max(Some(likeness));
            if home.is_his() {
                inside = inside.max(Some(likeness));
            }
        }
        (all, inside)
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
fn percent(part: f64) -> u8 {
    (part * 100.0).round() as u8
}
