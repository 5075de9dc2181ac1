//! Words as a picker matches them, in titles and publications.
//!
//! The matcher is nucleo's: letters of a word may be left out, and matches at the starts of words count for more. In a
//! long title the letters of any short word are found scattered somewhere, which is of no use in a list that is sorted by
//! date; so a match has to be worth at least half of what the word itself would be.

use super::query::Query;
use nucleo_matcher::pattern::{Atom, AtomKind, CaseMatching, Normalization};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// The least part of a perfect score that counts, in percent.
const LEAST: u32 = 60;

/// The words of a query, ready to be matched.
pub(super) struct Titles {
    /// Each word with the least score that counts.
    atoms: Vec<(Atom, u32)>,
    matcher: Matcher,
    buffer: Vec<char>,
}

impl Titles {
    /// None where no words are looked for.
    pub(super) fn of(query: &Query) -> Option<Self> {
        let mut matcher = Matcher::new(Config::DEFAULT);
        let mut buffer = Vec::new();
        let mut atoms = Vec::new();
        for words in query.words() {
            let written = words.written.trim();
            let kind = if words.open { AtomKind::Fuzzy } else { AtomKind::Substring };
            let atom = Atom::new(written, CaseMatching::Ignore, Normalization::Smart, kind, false);
            let perfect = atom.score(Utf32Str::new(written, &mut buffer), &mut matcher).unwrap_or(0);
            atoms.push((atom, u32::from(perfect) * LEAST / 100));
        }
        (!atoms.is_empty()).then_some(Self { atoms, matcher, buffer })
    }

    /// How well a title with its publication matches; none where a word is in neither.
    pub(super) fn score(&mut self, title: &str, publication: &str) -> Option<u32> {
        let mut sum = 0;
        for (atom, least) in &self.atoms {
            let one = |text: &str, matcher: &mut Matcher, buffer: &mut Vec<char>| {
                let score = u32::from(atom.score(Utf32Str::new(text, buffer), matcher)?);
                (score >= *least).then_some(score)
            };
            let in_title = one(title, &mut self.matcher, &mut self.buffer);
            let score =
                in_title.or_else(|| one(publication, &mut self.matcher, &mut self.buffer).map(|s| s / 2))?;
            sum += score;
        }
        Some(sum)
    }
}
