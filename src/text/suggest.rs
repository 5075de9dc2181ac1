//! "Did you mean": the nearest of some known words.

/// The least likeness, of 0 to 1 (normalised Damerau-Levenshtein), at which a word is offered.
const LIKENESS: f64 = 0.6;

/// The candidate most like `word`, where one is like enough. Letter case does not count.
#[must_use]
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // A giant word is like nothing, and comparing costs the product of the lengths.
    if word.is_empty() || word.len() > 80 {
        return None;
    }
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= 160)
        .map(|candidate| {
            let other = candidate.to_lowercase();
            // "recommendation" for "recommendations", "sum" for "summary": a start is a strong sign.
            let start = if folded.len() >= 3 && other.starts_with(&folded) { 0.3 } else { 0.0 };
            (strsim::normalized_damerau_levenshtein(&folded, &other) + start, candidate)
        })
        .filter(|(likeness, _)| *likeness >= LIKENESS)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// Whether a word is so like another that nothing else can have been meant: three of four letters alike, and not too short
/// to tell.
#[must_use]
pub fn is_sure(word: &str, near: &str) -> bool {
    word.len() >= 3
        && word.len() <= 80
        && strsim::normalized_damerau_levenshtein(&word.to_lowercase(), &near.to_lowercase()) >= 0.75
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_recognised_and_other_words_are_not() {
        let fields = ["title", "summary", "actors", "recommendations", "disclaimers", "id"];
        for (word, found) in [
            ("disclamers", Some("disclaimers")),
            ("Titel", Some("title")),
            ("recomendation", Some("recommendations")),
            ("sum", Some("summary")),
            ("zebra", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, fields), found, "{word}");
        }
        assert_eq!(nearest(&"x".repeat(10_000), fields), None);
    }
}
