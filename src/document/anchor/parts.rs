//! Long passages, by their parts.
//!
//! Invariant: what is put together from parts is mostly the passage: words that have come between are no more than half of
//! it, and how like it is to the passage is counted, not guessed.

use super::candidates::{Evidence, LONGEST};
use super::{Anchor, Anchoring, CONTEXT, Quote, Resolution, align, first_chars, last_chars};
use crate::text::TextRange;

/// Characters of a part.
const PART: usize = 200;
/// Parts that are looked for from either end, one behind the other, until one is found.
const MOST_PARTS: usize = 3;
/// The least likeness of what is put together.
const LEAST: f64 = 0.6;
/// The longest middle of two passages that is compared letter by letter, in bytes.
const COMPARED: usize = 8 << 10;

impl Anchoring<'_> {
    /// A passage that is too long to be looked for as a whole: its first and last parts are.
    pub(super) fn by_parts(&self, evidence: &Evidence<'_, '_>) -> Resolution {
        let Quote { prefix, exact, suffix } = evidence.quote;
        if evidence.words.chars().count() <= LONGEST {
            return Resolution::Orphaned;
        }
        let cuts: Vec<usize> = exact
            .char_indices()
            .enumerate()
            .filter(|(n, _)| n % PART == 0)
            .map(|(_, (at, _))| at)
            .chain([exact.len()])
            .collect();
        let find = |from: usize, to: usize, last: bool| {
            let text = |from: usize, to: usize| exact.get(from..to).unwrap_or_default();
            let before = format!("{prefix}{}", text(0, from));
            let after = format!("{}{suffix}", text(to, exact.len()));
            let quote = Quote {
                prefix: last_chars(&before, CONTEXT).to_owned(),
                exact: text(from, to).to_owned(),
                suffix: first_chars(&after, CONTEXT).to_owned(),
            };
            let part = Anchor {
                quote: Some(quote),
                twin: None,
                rival: None,
                echo: None,
                own_echo: None,
                ..evidence.anchor.clone()
            };
            // The end of a passage over several blocks may stand in another item than its start.
            let elsewhere = last && exact.contains('\n');
            let part = if elsewhere { Anchor { item: None, owner: None, field: None, ..part } } else { part };
            self.resolve(&part).range()
        };
        let parts = || cuts.iter().copied().zip(cuts.iter().copied().skip(1));
        let start = parts().take(MOST_PARTS).find_map(|(from, to)| find(from, to, from > 0));
        // The last part may be a few letters: it begins earlier then.
        let end = cuts.iter().rev().take(MOST_PARTS).find_map(|to| {
            let from = exact.get(..*to)?.char_indices().rev().nth(PART - 1).map_or(0, |(at, _)| at);
            find(from, *to, true)
        });
        let (Some(start), Some(end)) = (start, end) else { return Resolution::Orphaned };
        if start.start() >= end.end() {
            return Resolution::Orphaned;
        }
        let range = TextRange::new(start.start(), end.end());
        let likeness = likeness(exact, self.doc.slice(range));
        if likeness < LEAST {
            return Resolution::Orphaned;
        }
        Resolution::Moved { range, likeness }
    }
}

/// How like two long texts are, of 0 to 1: what differs between their common start and end is compared, at a length at which
/// that is affordable; beyond, it counts as other words.
#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
fn likeness(a: &str, b: &str) -> f64 {
    let common = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let start = common(&mut a.chars().zip(b.chars()));
    let (rest_a, rest_b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    let end = common(&mut rest_a.chars().rev().zip(rest_b.chars().rev()));
    let middle = |text: &str| text.get(..text.len() - end).unwrap_or_default().to_owned();
    let (here, there) = (middle(rest_a), middle(rest_b));
    let longer = a.chars().count().max(b.chars().count()).max(1);
    let edits = if here.len().max(there.len()) > COMPARED {
        here.chars().count().max(there.chars().count())
    } else {
        align::edits(&here, &there)
    };
    1.0 - edits as f64 / longer as f64
}
