//! Words as a picker matches them, in titles and publications.
//!
//! The matcher is nucleo's: letters of a word may be left out, and matches at the starts of words count for more. In a
//! long title the letters of any short word are found scattered somewhere, which is of no use in a list that is sorted by
//! date; so a match has to be worth more than half of what the word itself would be. Words in quotes stand as they are.

use super::passage::in_line;
use super::query::{Query, Words};
use crate::text::{graphemes, holds};
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use std::ops::Range;

/// The least part of a perfect score that counts, in percent.
const LEAST: u32 = 60;

/// What an exact match is worth.
const EXACT: u32 = 200;

/// The words of a query, ready to be matched.
pub struct Titles {
    wanted: Vec<(Wanted, Words)>,
    matcher: Matcher,
    buffer: Vec<char>,
}

impl std::fmt::Debug for Titles {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Titles").field("words", &self.wanted.len()).finish_non_exhaustive()
    }
}

enum Wanted {
    /// A word of which letters may be left out, with the least score that counts.
    Loose(Atom, u32),
    /// Words in their order, folded, with blanks around them.
    Exact(String),
}

impl Titles {
    /// None where no words are looked for.
    #[must_use]
    pub fn of(query: &Query) -> Option<Self> {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut wanted = Vec::new();
        for words in query.words() {
            if !words.open {
                wanted.push((Wanted::Exact(format!(" {} ", words.folded.join(" "))), words.clone()));
                continue;
            }
            let written = words.written.trim();
            let atom = Atom::new(written, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false);
            let perfect = atom.score(Utf32Str::new(written, &mut buffer), &mut matcher).unwrap_or(0);
            wanted.push((Wanted::Loose(atom, u32::from(perfect) * LEAST / 100), words.clone()));
        }
        (!wanted.is_empty()).then_some(Self { wanted, matcher, buffer })
    }

    /// How well a title with its publication matches; none where a word is in neither.
    pub(super) fn score(&mut self, title: &str, publication: &str) -> Option<u32> {
        let Self { wanted, matcher, buffer } = self;
        let mut sum = 0;
        for (one, _) in wanted {
            // What is published somewhere says less than what is called so.
            let score = one.score(title, matcher, buffer);
            sum += score.or_else(|| one.score(publication, matcher, buffer).map(|score| score / 2))?;
        }
        Some(sum)
    }

    /// The letters of a title and of its publication that words of the query match: stretches in bytes, in order, none of
    /// which touches another. A word that is in the title is not marked in the publication. One that matches as a picker
    /// has it is marked by its letters, else as the text search has it.
    pub fn marks(&mut self, title: &str, publication: &str) -> [Vec<Range<usize>>; 2] {
        let Self { wanted, matcher, buffer } = self;
        let mut marks = [Vec::new(), Vec::new()];
        for (one, words) in wanted {
            for (text, marks) in [title, publication].into_iter().zip(&mut marks) {
                let before = marks.len();
                match one.letters(text, matcher, buffer) {
                    Some(letters) => marks.extend(ranges(text, &letters)),
                    None => marks.extend(in_line(text, words)),
                }
                if marks.len() > before {
                    break;
                }
            }
        }
        marks.map(joined)
    }
}

/// Stretches in order; those that overlap or touch are one.
fn joined(mut all: Vec<Range<usize>>) -> Vec<Range<usize>> {
    all.sort_unstable_by_key(|range| (range.start, range.end));
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in all {
        match joined.last_mut().filter(|last| last.end >= range.start) {
            Some(last) => last.end = last.end.max(range.end),
            None => joined.push(range),
        }
    }
    joined
}

/// The bytes of some grapheme clusters, counted from 0.
fn ranges(text: &str, clusters: &[u32]) -> Vec<Range<usize>> {
    let wanted = |n: usize| u32::try_from(n).is_ok_and(|n| clusters.contains(&n));
    let clusters = graphemes(text).enumerate().filter(|(n, _)| wanted(*n));
    clusters.map(|(_, (at, cluster, _))| at..at + cluster.len()).collect()
}

impl Wanted {
    /// The letters that make its score, counted from 0 as clusters; none where it scores too little, or has to stand there
    /// as it is.
    fn letters(&self, text: &str, matcher: &mut Matcher, buffer: &mut Vec<char>) -> Option<Vec<u32>> {
        let Self::Loose(atom, least) = self else { return None };
        let text = Utf32Str::new(text, buffer);
        let mut letters = Vec::new();
        let mut score = matcher.substring_indices(text, atom.needle_text(), &mut letters);
        if score.is_none() {
            letters.clear();
            score = matcher.fuzzy_indices_greedy(text, atom.needle_text(), &mut letters);
        }
        score.is_some_and(|score| u32::from(score) >= *least).then_some(letters)
    }

    fn score(&self, text: &str, matcher: &mut Matcher, buffer: &mut Vec<char>) -> Option<u32> {
        match self {
            Self::Exact(words) => holds(text, words).then_some(EXACT),
            Self::Loose(atom, least) => {
                let text = Utf32Str::new(text, buffer);
                // The word as it is, wherever it stands; else the first stretch that has its letters in their order.
                let whole = matcher.substring_match(text, atom.needle_text());
                let score = whole.or_else(|| matcher.fuzzy_match_greedy(text, atom.needle_text()));
                score.map(u32::from).filter(|score| score >= least)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(query: &str, title: &str) -> Option<u32> {
        Titles::of(&Query::parse(query).unwrap()).unwrap().score(title, "Khaama Press")
    }

    #[test]
    fn what_is_typed_in_haste_is_found_and_scattered_letters_are_not() {
        for (query, title) in [
            ("istn tlk", "Istanbul talks"),
            ("talks", "What ever turned a local king: talks"),
            ("cafe", "Café society"),
            ("khaama ist", "Istanbul talks"),
            ("\"water rights\"", "Water-rights and wrongs"),
        ] {
            assert!(score(query, title).is_some(), "{query} in {title}");
        }
        for (query, title) in
            [("water", "What a tremendous error"), ("\"water\"", "Waterfall"), ("zebra", "Istanbul talks")]
        {
            assert_eq!(score(query, title), None, "{query} in {title}");
        }
        assert!(score("tal", "Istanbul talks") > score("tal", "Istanbul metal"));
    }

    #[test]
    fn the_letters_that_match_are_marked() {
        let marked = |query: &str, title: &str| {
            let marks = Titles::of(&Query::parse(query).unwrap()).unwrap().marks(title, "Khaama Press");
            let texts = [title, "Khaama Press"].into_iter().zip(marks).map(|(text, marks)| {
                let mut out = text.to_owned();
                for mark in marks.into_iter().rev() {
                    out.insert(mark.end, ']');
                    out.insert(mark.start, '[');
                }
                out
            });
            texts.collect::<Vec<_>>().join(" · ")
        };
        for (query, wanted) in [
            ("talks ist", "[Ist]anbul [talks] · Khaama Press"),
            ("talks press", "Istanbul [talks] · Khaama [Press]"),
            ("istn", "[Ist]a[n]bul talks · Khaama Press"),
            ("\"water rights\" wrong", "[Water-rights] and [wrong]s · Khaama Press"),
            ("cafe", "[Cafe\u{301}] society · Khaama Press"),
            ("预算", "论[预算]案 · Khaama Press"),
            ("ماء", "[مَاء] · Khaama Press"),
            ("zebra", "Istanbul talks · Khaama Press"),
        ] {
            let plain = wanted.replace(['[', ']'], "");
            let title = plain.split(" · ").next().unwrap();
            assert_eq!(marked(query, title), wanted, "{query}");
        }
    }
}
