//! What finding a note anew costs, counted rather than timed.
//!
//! Counts, in tests alone, characters that are folded and blocks of characters that are compared. Invariant: for one note
//! that is a number of its own, whatever the document and however long; only the search for its words goes through all of it.

#[cfg(test)]
thread_local! {
    static DONE: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Some work has been done.
#[cfg(test)]
pub(super) fn add(count: usize) {
    DONE.with(|done| done.set(done.get() + count));
}

/// Nothing: outside tests nobody asks.
#[cfg(not(test))]
pub(super) const fn add(_: usize) {}

#[cfg(test)]
mod tests {
    use super::super::{Anchor, Anchoring};
    use super::*;
    use crate::brief::read;
    use crate::document::{Document, lower};
    use crate::source::Source;
    use crate::text::TextRange;

    /// The most that one note may cost.
    const MOST: usize = 300_000;

    fn doc(yaml: String) -> Document {
        lower(&read(&Source::new("x", yaml)).remove(0).brief.unwrap())
    }

    fn prose(words: &str) -> Document {
        doc(format!("title: T\ntext: |\n  {words}\n"))
    }

    /// The most that one of some notes costs, beside what is made once for all.
    fn resolving(old: &Document, new: &Document, passages: &[TextRange]) -> usize {
        let anchors: Vec<Anchor> = passages.iter().map(|range| old.anchor(*range)).collect();
        let anchoring = Anchoring::new(new);
        let cost = |anchor: &Anchor| {
            let before = DONE.get();
            let _ = anchoring.resolve(anchor);
            DONE.get() - before
        };
        // What is made once for all has been made after the first round.
        let all = || anchors.iter().map(cost).max().unwrap();
        all().min(all())
    }

    /// The same of making them.
    fn making(doc: &Document, passages: &[TextRange]) -> usize {
        let anchoring = Anchoring::new(doc);
        let cost = |range: &TextRange| {
            let before = DONE.get();
            let _ = anchoring.anchor(*range);
            DONE.get() - before
        };
        let all = || passages.iter().map(cost).max().unwrap();
        all().min(all())
    }

    /// Passages of so many bytes all over a document of ASCII.
    fn passages(doc: &Document, bytes: usize) -> Vec<TextRange> {
        let last = doc.text().len() - bytes - 1;
        (0..8).map(|n| 1 + n * (last - 1) / 8).map(|at| TextRange::bytes(at, at + bytes)).collect()
    }

    #[test]
    fn a_note_costs_no_more_in_a_longer_brief() {
        for kilobytes in [20, 160] {
            let words = |seed: usize, changed: usize| -> String {
                let word = |n: usize| {
                    let n = if changed > 0 && n % changed == seed { n + 1 } else { n };
                    format!("w{} ", (n * n + 7 * n) % 4001)
                };
                (0..kilobytes * 1000 / 6).map(word).collect()
            };
            for (what, old, new, bytes) in [
                ("long quotes", prose(&words(0, 0)), prose(&words(3, 7)), 590),
                ("short quotes", prose(&words(0, 0)), prose(&words(3, 7)), 60),
                ("one word", prose(&"a ".repeat(kilobytes * 500)), prose(&"b ".repeat(kilobytes * 500)), 590),
                (
                    "one phrase",
                    prose(&"the cat sat on the mat and ".repeat(kilobytes * 37)),
                    prose(&"the dog sat on the mat and ".repeat(kilobytes * 37)),
                    590,
                ),
            ] {
                let some = passages(&old, bytes);
                let (found, made) = (resolving(&old, &new, &some), making(&old, &some));
                assert!(found.max(made) <= MOST, "{what} in {kilobytes} kB: {found} and {made}");
            }
        }
    }

    #[test]
    fn a_note_costs_no_more_among_items_that_are_alike() {
        for count in [500, 5_000] {
            let items = |hall: &str, to: &str| {
                let item = |n: usize| {
                    format!(
                        "- {{text: Talks resume in {hall} {n} of it., to: {to}, rationale: Money is short.}}"
                    )
                };
                let items: Vec<String> = (0..count).map(item).collect();
                doc(format!("title: T\nrecommendations:\n{}\n", items.join("\n")))
            };
            let (old, new) = (items("hall", "Iran"), items("room", "Oman"));
            let words: Vec<TextRange> =
                old.blocks().iter().map(|block| block.range).step_by(old.blocks().len() / 8).collect();
            let (found, made) = (resolving(&old, &new, &words), making(&old, &words));
            assert!(found.max(made) <= MOST, "{count} items: {found} and {made}");
        }
    }

    #[test]
    fn a_note_costs_no_more_among_long_paragraphs_that_are_alike() {
        let paragraph = |n: usize| -> String {
            let word = |k: usize| if k % 7 == n % 7 { format!("w{} ", n * k) } else { format!("v{k} ") };
            (0..1200).map(word).collect()
        };
        let items: Vec<String> = (0..70).map(|n| format!("- {}.", paragraph(n).trim())).collect();
        let old = doc(format!("title: T\nrecommendations:\n{}\n", items.join("\n")));
        let made = making(&old, &passages(&old, 590));
        assert!(made <= MOST, "{made}");
    }
}
