//! Texts that are nearly the same: how like two are, and where in a text something like a quote stands.

use std::collections::HashMap;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// How like two texts are, of 0 to 1: one less the edit distance (Levenshtein) over the longer length, in characters.
pub(super) fn likeness(a: &str, b: &str) -> f64 {
    if a == b {
        return 1.0;
    }
    strsim::normalized_levenshtein(a, b)
}

/// A stretch of a text that is like a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Aligned {
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// How many edits turn one into the other.
    pub edits: usize,
}

/// The stretch of `text` that needs the fewest edits to become `pattern` (Sellers 1980), where they are at most
/// `most`. Costs the product of the lengths.
pub(super) fn align(pattern: &str, text: &str, most: usize) -> Option<Aligned> {
    let pattern: Vec<char> = pattern.chars().collect();
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    if pattern.is_empty() {
        return None;
    }
    // For each prefix of the pattern: the fewest edits to a stretch that ends here, and where that stretch begins.
    let mut column: Vec<(usize, usize)> = (0..=pattern.len()).map(|n| (n, 0)).collect();
    let mut best: Option<(usize, usize, usize)> = None;
    for (n, (_, c)) in chars.iter().enumerate() {
        let mut diagonal = (0, n);
        let mut above = (0, n + 1);
        // An empty prefix of the pattern stands anywhere for nothing.
        if let Some(first) = column.first_mut() {
            *first = above;
        }
        for (p, cell) in pattern.iter().zip(column.iter_mut().skip(1)) {
            let left = *cell;
            let replaced = (diagonal.0 + usize::from(p != c), diagonal.1);
            let inserted = (left.0 + 1, left.1);
            let deleted = (above.0 + 1, above.1);
            let next =
                [replaced, inserted, deleted].into_iter().min_by_key(|(edits, _)| *edits).unwrap_or(replaced);
            *cell = next;
            diagonal = left;
            above = next;
        }
        if let Some((edits, start)) = column.last().copied()
            && edits <= most
            && best.is_none_or(|(fewest, _, _)| edits < fewest)
        {
            best = Some((edits, start, n + 1));
        }
    }
    let (edits, start, end) = best?;
    let byte = |n: usize| chars.get(n).map_or(text.len(), |(at, _)| *at);
    Some(Aligned { range: byte(start)..byte(end), edits })
}

/// The words of a text in lower case with their places.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    text.unicode_word_indices().map(|(at, word)| (at, word.to_lowercase()))
}

/// Where each pair of neighbouring words of a text stands.
#[derive(Debug)]
pub(super) struct Pairs(HashMap<u64, Vec<u32>>);

/// The most places of one pair that are remembered: what is more frequent says little.
const MAX_PLACES: usize = 64;

impl Pairs {
    pub(super) fn of(text: &str) -> Self {
        let mut pairs: HashMap<u64, Vec<u32>> = HashMap::new();
        for (at, pair) in pairs_of(text) {
            let places = pairs.entry(pair).or_default();
            if places.len() < MAX_PLACES {
                places.push(u32::try_from(at).unwrap_or(u32::MAX));
            }
        }
        Self(pairs)
    }

    /// Where in the text a pattern may begin: offsets that most of its pairs point at, best first, down to a part of the
    /// best one's count.
    pub(super) fn offsets(&self, pattern: &str, most: usize, least: usize) -> Vec<usize> {
        // Votes fall into buckets, half of which overlap, so that a few letters more or less still meet.
        const BUCKET: usize = 64;
        let mut votes: HashMap<usize, (usize, usize)> = HashMap::new();
        for (at, pair) in pairs_of(pattern) {
            for place in self.0.get(&pair).into_iter().flatten() {
                let offset = (*place as usize).saturating_sub(at);
                for bucket in [2 * offset / BUCKET, (2 * offset / BUCKET).saturating_sub(1)] {
                    let entry = votes.entry(bucket).or_insert((0, offset));
                    entry.0 += 1;
                }
            }
        }
        let mut ranked: Vec<(usize, usize)> = votes.into_values().collect();
        ranked.sort_unstable_by_key(|(count, offset)| (std::cmp::Reverse(*count), *offset));
        let mut offsets: Vec<usize> = Vec::new();
        let best = ranked.first().map_or(0, |(count, _)| *count);
        for (count, offset) in ranked {
            if count < best / least {
                break;
            }
            if offsets.iter().all(|known| known.abs_diff(offset) > BUCKET) {
                offsets.push(offset);
            }
            if offsets.len() >= most {
                break;
            }
        }
        offsets
    }
}

/// Neighbouring words as one number, with the place of the first. A text of one word is a pair with nothing.
fn pairs_of(text: &str) -> Vec<(usize, u64)> {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let mut pairs = Vec::new();
    let mut before: Option<(usize, String)> = None;
    for (at, word) in words(text) {
        if let Some((start, first)) = &before {
            pairs.push((*start, hasher.hash_one((first, &word))));
        }
        before = Some((at, word));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_is_nearly_there_is_found_with_its_ends() {
        let text = "Before. The talks came at a critical juncture, after clashes. Behind.";
        let found = align("talks came at a crucial juncture", text, 8).unwrap();
        assert_eq!(text.get(found.range), Some("talks came at a critical juncture"));
        assert!(align("Linus", "several chines of", 1).is_none());
        assert_eq!(align("same", "the same", 0).unwrap(), Aligned { range: 4..8, edits: 0 });
        assert_eq!(align("", "x", 3), None);
    }

    #[test]
    fn pairs_point_at_where_a_pattern_begins() {
        let text = format!(
            "{} The narrow window for dialogue closed. {}",
            "Some words. ".repeat(50),
            "More. ".repeat(50)
        );
        let offsets = Pairs::of(&text).offsets("A narrow window for some dialogue closed", 2, 3);
        let at = text.find("The narrow").unwrap();
        assert!(offsets[0].abs_diff(at) < 20, "{offsets:?} {at}");
    }

    proptest! {
        #[test]
        fn an_alignment_is_as_good_as_it_says(pattern in "[ab é]{1,12}", text in "[ab é]{0,40}") {
            if let Some(found) = align(&pattern, &text, 12) {
                let stretch = text.get(found.range.clone()).unwrap();
                prop_assert_eq!(strsim::levenshtein(&pattern, stretch), found.edits);
            }
        }
    }
}
