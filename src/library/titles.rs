//! Words as a picker matches them, in titles and publications.
//!
//! The matcher is nucleo's: letters of a word may be left out, and matches at the starts of words count for more. In a
//! long title the letters of any short word are found scattered somewhere, which is of no use in a list that is sorted by
//! date; so a match has to be worth more than half of what the word itself would be. Words in quotes stand as they are.

use super::query::Query;
use crate::text::folded;
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The least part of a perfect score that counts, in percent.
const LEAST: u32 = 60;

/// What an exact match is worth.
const EXACT: u32 = 200;

/// The words of a query, ready to be matched.
pub(super) struct Titles {
    wanted: Vec<Wanted>,
    matcher: Matcher,
    buffer: Vec<char>,
}

enum Wanted {
    /// A word of which letters may be left out, with the least score that counts.
    Loose(Atom, u32),
    /// Words in their order, folded, with blanks around them.
    Exact(String),
}

impl Titles {
    /// None where no words are looked for.
    pub(super) fn of(query: &Query) -> Option<Self> {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut wanted = Vec::new();
        for words in query.words() {
            if !words.open {
                wanted.push(Wanted::Exact(format!(" {} ", words.folded.join(" "))));
                continue;
            }
            let written = words.written.trim();
            let atom = Atom::new(written, CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy, false);
            let perfect = atom.score(Utf32Str::new(written, &mut buffer), &mut matcher).unwrap_or(0);
            wanted.push(Wanted::Loose(atom, u32::from(perfect) * LEAST / 100));
        }
        (!wanted.is_empty()).then_some(Self { wanted, matcher, buffer })
    }

    /// How well a title with its publication matches; none where a word is in neither.
    pub(super) fn score(&mut self, title: &str, publication: &str) -> Option<u32> {
        let Self { wanted, matcher, buffer } = self;
        let mut sum = 0;
        for one in wanted {
            // What is published somewhere says less than what is called so.
            let score = one.score(title, matcher, buffer);
            sum += score.or_else(|| one.score(publication, matcher, buffer).map(|score| score / 2))?;
        }
        Some(sum)
    }
}

impl Wanted {
    fn score(&self, text: &str, matcher: &mut Matcher, buffer: &mut Vec<char>) -> Option<u32> {
        match self {
            Self::Exact(words) => folded(text).contains(words.as_str()).then_some(EXACT),
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
}
