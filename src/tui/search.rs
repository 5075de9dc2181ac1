//! A search through a document: what is highlighted, and which of how many hits the reader is on.
//!
//! Invariant: hits are those of the text stretch by stretch, so that counting on a worker, stepping and highlighting
//! find the same ones; headings, which panes show in their frames, are not searched.

use crate::document::{BlockIx, Document};
use crate::text::{Query, TextPos, TextRange};

/// The bytes that are searched as one; a stretch ends with a block.
const STRETCH: usize = 16 << 10;

/// The number of hits in each stretch of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hits {
    counts: Vec<u32>,
    total: usize,
}

impl Hits {
    /// Hits in all.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.total
    }
}

/// A document cut into stretches.
#[derive(Clone, Debug, Default)]
pub struct Stretches(Vec<TextRange>);

impl Stretches {
    /// The stretches of a document's sections.
    #[must_use]
    pub fn of(doc: &Document) -> Self {
        let mut all = Vec::new();
        for section in doc.sections() {
            let block = |ix: u32| doc.block(BlockIx(ix)).map(|block| block.range);
            let (Some(first), Some(last)) =
                (block(section.body.start), section.body.end.checked_sub(1).and_then(block))
            else {
                continue;
            };
            let mut start = first.start();
            while start < last.end() {
                let limit = doc.floor(start.get() + STRETCH);
                let end = if limit >= last.end() {
                    last.end()
                } else {
                    block(doc.block_at(limit).0).map_or(last.end(), TextRange::end)
                };
                all.push(TextRange::new(start, end));
                start = TextPos::new(end.get() + 1).min(last.end()).max(end);
                if doc.slice(TextRange::new(end, start)) != "\n" {
                    // The block was cut here and goes on.
                    start = end;
                }
            }
        }
        Self(all)
    }

    fn at(&self, pos: TextPos) -> usize {
        self.0.partition_point(|stretch| stretch.end() < pos)
    }

    /// The hits in one stretch.
    fn hits(&self, doc: &Document, query: &Query, nth: usize) -> Vec<TextRange> {
        let Some(stretch) = self.0.get(nth) else { return Vec::new() };
        let start = stretch.start().get();
        query.matches(doc.slice(*stretch)).map(|m| TextRange::bytes(start + m.start, start + m.end)).collect()
    }

    /// The hits that begin in a range, for highlighting.
    #[must_use]
    pub fn hits_in(&self, doc: &Document, query: &Query, range: TextRange) -> Vec<TextRange> {
        let mut found = Vec::new();
        for nth in self.at(range.start())..self.0.len() {
            if self.0.get(nth).is_none_or(|stretch| stretch.start() >= range.end()) {
                break;
            }
            let hits = self.hits(doc, query, nth);
            found.extend(hits.into_iter().filter(|hit| hit.intersect(range).is_some()));
        }
        found
    }

    /// Counts all hits. `stop` is asked after each stretch; none where it says so.
    pub fn count(&self, doc: &Document, query: &Query, stop: &mut dyn FnMut() -> bool) -> Option<Hits> {
        let mut hits = Hits::default();
        for stretch in &self.0 {
            let n = query.matches(doc.slice(*stretch)).count();
            hits.counts.push(u32::try_from(n).unwrap_or(u32::MAX));
            hits.total += n;
            if stop() {
                return None;
            }
        }
        Some(hits)
    }

    /// Which hit begins at a position, counted from 1.
    #[must_use]
    pub fn ordinal(&self, doc: &Document, query: &Query, hits: &Hits, pos: TextPos) -> usize {
        let nth = self.at(pos);
        let before: usize = hits.counts.iter().take(nth).map(|n| *n as usize).sum();
        before + self.hits(doc, query, nth).iter().filter(|hit| hit.start() <= pos).count()
    }

    /// The next hit after a position or, backwards, before it; around the end where `hits` are known to lie there.
    ///
    /// Without counts no more than `most` stretches are searched: none is then no answer.
    #[must_use]
    pub fn step(
        &self,
        doc: &Document,
        query: &Query,
        hits: Option<&Hits>,
        from: TextPos,
        step: Step,
        most: usize,
    ) -> Found {
        if hits.is_some_and(|hits| hits.total == 0) || self.0.is_empty() {
            return Found::Nowhere;
        }
        let len = self.0.len();
        let first = self.at(from).min(len - 1);
        let mut searched = 0;
        for n in 0..=len {
            let nth = if step == Step::Back { (first + len - n % len) % len } else { (first + n) % len };
            if hits.is_some_and(|hits| hits.counts.get(nth) == Some(&0)) {
                continue;
            }
            if hits.is_none() && searched >= most {
                return Found::Unknown;
            }
            searched += 1;
            let found = self.hits(doc, query, nth);
            let inside = n > 0;
            let hit = match step {
                Step::Next => found.iter().find(|hit| inside || hit.start() > from),
                Step::Here => found.iter().find(|hit| inside || hit.start() >= from),
                Step::Back => found.iter().rev().find(|hit| inside || hit.start() < from),
            };
            if let Some(hit) = hit {
                let wrapped = match step {
                    Step::Next | Step::Here => hit.start() < from,
                    Step::Back => hit.start() > from,
                };
                return Found::Hit { range: *hit, wrapped };
            }
        }
        Found::Nowhere
    }
}

/// Which way to the next hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// The first at or after a position.
    Here,
    /// The first after it.
    Next,
    /// The last before it.
    Back,
}

/// What a step found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// A hit.
    Hit {
        /// Where.
        range: TextRange,
        /// Whether the end of the document lies between.
        wrapped: bool,
    },
    /// There is none.
    Nowhere,
    /// Not as far as was searched.
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::read;
    use crate::document::lower;
    use crate::source::Source;
    use crate::text::QueryMode;

    fn doc(paragraphs: usize) -> Document {
        let body = (0..paragraphs).map(|i| format!("  Paragraph {i} speaks of water, water and rights.\n\n"));
        let text = format!("title: Water\nsummary: |\n{}actors: [Water board]\n", body.collect::<String>());
        let reading = read(&Source::new("x", text)).remove(0);
        lower(&reading.brief.unwrap())
    }

    fn query(text: &str) -> Query {
        Query::new(text, QueryMode::Words).unwrap().unwrap()
    }

    #[test]
    fn counting_stepping_and_highlighting_find_the_same() {
        let doc = doc(9_000);
        let stretches = Stretches::of(&doc);
        assert!(stretches.0.len() > 5);
        let query = query("water");
        let hits = stretches.count(&doc, &query, &mut || false).unwrap();
        // The title, two in each paragraph, and one actor.
        assert_eq!(hits.total(), 18_002);
        let all = stretches.hits_in(&doc, &query, TextRange::bytes(0, doc.text().len()));
        assert_eq!(all.len(), hits.total());
        for (n, pair) in all.windows(2).enumerate().step_by(499) {
            let next = stretches.step(&doc, &query, Some(&hits), pair[0].start(), Step::Next, 1);
            assert_eq!(next, Found::Hit { range: pair[1], wrapped: false });
            let back = stretches.step(&doc, &query, Some(&hits), pair[1].start(), Step::Back, 1);
            assert_eq!(back, Found::Hit { range: pair[0], wrapped: false });
            assert_eq!(stretches.ordinal(&doc, &query, &hits, pair[0].start()), n + 1);
        }
        let at = all[all.len() - 1].start();
        let around = stretches.step(&doc, &query, Some(&hits), at, Step::Next, 1);
        assert_eq!(around, Found::Hit { range: all[0], wrapped: true });
        let back = stretches.step(&doc, &query, Some(&hits), all[0].start(), Step::Back, 1);
        assert_eq!(back, Found::Hit { range: all[all.len() - 1], wrapped: true });
    }

    #[test]
    fn a_search_without_counts_is_bounded() {
        let doc = doc(9_000);
        let stretches = Stretches::of(&doc);
        let step =
            |text: &str, most| stretches.step(&doc, &query(text), None, TextPos::ZERO, Step::Here, most);
        assert!(matches!(step("paragraph 1 ", 2), Found::Hit { .. }));
        assert_eq!(step("board", 2), Found::Unknown);
        assert_eq!(step("nonesuch", 1000), Found::Nowhere);
    }

    #[test]
    fn counting_can_be_stopped() {
        let doc = doc(9_000);
        let mut asked = 0;
        let counted = Stretches::of(&doc).count(&doc, &query("water"), &mut || {
            asked += 1;
            asked == 2
        });
        assert_eq!((counted, asked), (None, 2));
    }
}
