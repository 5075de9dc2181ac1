//! "Did you mean": the nearest of some known words.

/// The least likeness, of 0 to 1 (normalised Damerau-Levenshtein), at which a word is offered.
const LIKENESS: f64 = 0.6;

/// What a start adds to the likeness.
const START: f64 = 0.3;

/// Whether two words can have a likeness at all, by their lengths and letters: comparing them costs a thousand times as
/// much. Letter case does not count.
#[must_use]
pub fn may_be_like(a: &str, b: &str, likeness: f64) -> bool {
    /// The length, and which letters there are: two letters may share a bit.
    fn seen(word: &str) -> (u32, u64) {
        let folded = word.chars().flat_map(char::to_lowercase);
        folded.fold((0, 0), |(len, letters), c| (len + 1, letters | 1 << (u32::from(c) % 64)))
    }
    let ((len_a, letters_a), (len_b, letters_b)) = (seen(a), seen(b));
    // One step changes the length by one, and of the letters it takes one away or puts one in, or both.
    let lengths = len_a.abs_diff(len_b);
    let letters = (letters_a & !letters_b).count_ones().max((letters_b & !letters_a).count_ones());
    // The likeness is a quotient, and so is not exact.
    f64::from(lengths.max(letters)) <= (1.0 - likeness) * f64::from(len_a.max(len_b)) + 1e-6
}

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
        .filter(|candidate| candidate.len() <= 160 && may_be_like(&folded, candidate, LIKENESS - START))
        .map(|candidate| {
            let other = candidate.to_lowercase();
            // "recommendation" for "recommendations", "sum" for "summary": a start is a strong sign.
            let start = if folded.len() >= 3 && other.starts_with(&folded) { START } else { 0.0 };
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
    fn what_cannot_be_alike_is_told_without_comparing() {
        let words = [
            "Pakistan",
            "Pakistn",
            "pakistan's",
            "Qatar",
            "İstanbul",
            "istanbul",
            "Ü",
            "ab",
            "ba",
            "",
            "福澤",
        ];
        for (a, b) in words.iter().flat_map(|a| words.map(|b| (*a, b))) {
            let likeness = strsim::normalized_damerau_levenshtein(&a.to_lowercase(), &b.to_lowercase());
            assert!(
                may_be_like(a, b, likeness.min(0.999_999)) || a.contains('İ') || b.contains('İ'),
                "{a} {b}"
            );
        }
        assert!(!may_be_like("donors", "Pakistan", 0.8));
    }

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
