//! The few sentences that carry an article.
//!
//! They are quoted as they stand, for a person to say anew. A sentence counts by the words that the article uses most and
//! that its headline has, by its place, and by how well it stands alone; no paragraph gives more than one.

use super::sentence::Sentence;
use super::tongues;
use super::words::{SMALL, is};
use std::collections::HashMap;

/// Sentences of fewer words say too little, and those of more too much.
const WORDS: std::ops::RangeInclusive<usize> = 8..=55;

/// The places of the sentences that carry a text, in its order.
/// `without` is one that is told elsewhere.
pub(super) fn carriers(
    sentences: &[Sentence<'_>],
    title: Option<&str>,
    without: Option<usize>,
) -> Vec<usize> {
    let last = sentences.last().map_or(0, |sentence| sentence.paragraph);
    let first = sentences.first().map_or(0, |sentence| sentence.paragraph);
    let wanted = match sentences.len() {
        0..=4 => return Vec::new(),
        5..=12 => 2,
        13..=24 => 3,
        25..=45 => 4,
        _ => 5,
    };
    let weights = weights(sentences);
    let titled: Vec<String> =
        title.unwrap_or_default().split(|c: char| !c.is_alphanumeric()).filter_map(stem).collect();
    let mut scored: Vec<(f64, usize)> = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        if !WORDS.contains(&sentence.words()) || !stands_alone(sentence) || without == Some(index) {
            continue;
        }
        let words: Vec<String> =
            sentence.tokens.iter().filter(|t| t.word).filter_map(|t| stem(t.text)).collect();
        if words.is_empty() {
            continue;
        }
        let mut seen: Vec<&String> = Vec::new();
        let mut sum = 0.0;
        let mut of_title = 0.0;
        for word in &words {
            if seen.contains(&word) {
                continue;
            }
            seen.push(word);
            sum += weights.get(word).copied().unwrap_or(0.0);
            of_title += f64::from(u8::from(titled.contains(word)));
        }
        // Between the mean and the sum: neither the shortest nor the longest wins.
        let size = f64::from(u32::try_from(words.len()).unwrap_or(u32::MAX));
        let mut score = sum / size.sqrt() + 0.25 * of_title;
        let opens = index == 0
            || sentences.get(index - 1).is_some_and(|before| before.paragraph != sentence.paragraph);
        score *= match sentence.paragraph {
            p if p == first => 1.35,
            p if p == last || p + 1 == last => 1.25,
            _ => 1.0,
        };
        if opens {
            score *= 1.2;
        }
        scored.push((score, index));
    }
    scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut chosen: Vec<usize> = Vec::new();
    for (_, index) in scored {
        let paragraph = |index: usize| sentences.get(index).map(|sentence| sentence.paragraph);
        if chosen.len() < wanted && chosen.iter().all(|other| paragraph(*other) != paragraph(index)) {
            chosen.push(index);
        }
    }
    chosen.sort_unstable();
    chosen
}

/// Whether a sentence is understood without the one before it, and is no question and no quotation.
pub(super) fn stands_alone(sentence: &Sentence<'_>) -> bool {
    const LEANING: &[&str] = &[
        "not",
        "it",
        "he",
        "she",
        "they",
        "this",
        "that",
        "these",
        "those",
        "such",
        "his",
        "her",
        "their",
        "its",
        "but",
        "and",
        "so",
        "yet",
        "or",
        "nor",
        "however",
        "moreover",
        "similarly",
        "instead",
        "meanwhile",
        "otherwise",
        "then",
        "here",
        "there",
        "him",
        "them",
        "another",
    ];
    const PRONOUNS: &[&str] = &["it", "he", "she", "they", "them", "him", "this", "that", "these", "those"];
    let first = sentence.tokens.iter().find(|token| token.word);
    let leans = sentence.tokens.iter().filter(|token| token.word).take(4).any(|token| token.is_in(PRONOUNS));
    !sentence.text.ends_with(['?', '؟', '？', ':', '…'])
        && !sentence.text.contains(['“', '"', '«', '”', '»'])
        && !leans
        && first.is_some_and(|token| !token.is_in(LEANING) && !tongues::leans(token.text))
        // What has no end was cut off, or is a line of something else.
        && sentence.text.ends_with(['.', '!', '。', '！', '۔', '।', ')'])
}

/// How much each word weighs: by how often the article has it, the most frequent as 1.
fn weights(sentences: &[Sentence<'_>]) -> HashMap<String, f64> {
    let mut counts: HashMap<String, u32> = HashMap::new();
    for token in sentences.iter().flat_map(|sentence| &sentence.tokens).filter(|token| token.word) {
        if let Some(stem) = stem(token.text) {
            *counts.entry(stem).or_default() += 1;
        }
    }
    let most = f64::from(counts.values().copied().max().unwrap_or(1));
    // What stands once carries nothing.
    counts.into_iter().filter(|(_, n)| *n > 1).map(|(word, n)| (word, (f64::from(n) / most).sqrt())).collect()
}

/// A word as it is counted: small, without a plural; none where it is too small to say anything.
pub(super) fn stem(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    if lower.chars().count() < 4 && lower.is_ascii() || is(SMALL, &lower) {
        return None;
    }
    let plural = lower.strip_suffix('s').filter(|rest| rest.len() > 3 && !rest.ends_with('s'));
    Some(plural.unwrap_or(&lower).to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::*;

    #[test]
    fn sentences_that_say_what_the_article_speaks_of_carry_it() {
        let paragraphs = [
            "The water of the valley belongs to the towns that drink it. A cat sat on a mat and looked at it all day long.",
            "The towns of the valley have paid for the water and its pipes for forty years. Is that fair to the towns of the valley?",
            "It is the water of the valley that the towns need. Nobody knows why birds sing in the morning of a day.",
            "A fair price for the water would let the towns of the valley repair their pipes.",
        ];
        let all: Vec<Sentence<'_>> =
            paragraphs.iter().enumerate().flat_map(|(n, text)| sentences(n, text)).collect();
        let chosen = carriers(&all, Some("Water for the valley"), None);
        assert_eq!(chosen.len(), 2);
        for index in chosen {
            let text = all[index].text;
            assert!(text.contains("water") && !text.ends_with('?') && !text.starts_with("It"), "{text}");
        }
        assert!(carriers(&all[..3], None, None).is_empty(), "three sentences are their own summary");
    }
}
