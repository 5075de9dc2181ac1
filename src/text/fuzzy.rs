//! Fuzzy matching of short names, for pickers and completion.

use nucleo_matcher::pattern::{CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

/// A candidate that matched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FuzzyMatch {
    /// Which candidate, counted from 0.
    pub index: usize,
    /// How well: higher is better.
    pub score: u32,
}

/// A matcher that keeps its scratch memory between queries.
#[derive(Default)]
pub struct Fuzzy {
    matcher: Option<Matcher>,
}

impl std::fmt::Debug for Fuzzy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fuzzy")
    }
}

impl Fuzzy {
    /// The candidates that match `pattern`, best first; of equals the shorter. An empty pattern matches all, in
    /// the order given.
    pub fn rank<'a>(
        &mut self,
        pattern: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Vec<FuzzyMatch> {
        let matcher = self.matcher.get_or_insert_with(|| Matcher::new(Config::DEFAULT));
        let pattern = Pattern::parse(pattern, CaseMatching::Smart, Normalization::Smart);
        let mut buffer = Vec::new();
        let mut found: Vec<(usize, FuzzyMatch)> = candidates
            .into_iter()
            .enumerate()
            .filter_map(|(index, text)| {
                let score = pattern.score(Utf32Str::new(text, &mut buffer), matcher)?;
                let length = if pattern.atoms.is_empty() { 0 } else { text.len() };
                Some((length, FuzzyMatch { index, score }))
            })
            .collect();
        found.sort_by_key(|(length, m)| (std::cmp::Reverse(m.score), *length));
        found.into_iter().map(|(_, m)| m).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_comes_first_and_strangers_stay_out() {
        let names = ["Khawaja Asif", "Qatar", "Tehrik-i-Taliban Pakistan", "Pakistan"];
        let rank = |pattern: &str| -> Vec<&str> {
            Fuzzy::default().rank(pattern, names).iter().map(|m| names[m.index]).collect()
        };
        assert_eq!(rank("pak")[0], "Pakistan");
        assert_eq!(rank("kasif"), ["Khawaja Asif"]);
        assert_eq!(rank(""), names);
        assert!(rank("zzz").is_empty());
    }
}
