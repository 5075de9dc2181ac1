//! The sentence that carries the author's judgement.
//!
//! It is quoted as it stands. One that says “I argue that” is it; else one that speaks of what the headline speaks of, and
//! judges. Where none does both plainly, there is none.

use super::sentence::Sentence;
use super::summary::{stands_alone, stem};

/// Sentences of fewer words claim too little, and those of more too much.
const WORDS: std::ops::RangeInclusive<usize> = 7..=48;

/// What a sentence needs to be the thesis.
const ENOUGH: f64 = 2.85;

/// Ways in which authors say that what follows is their claim, in small letters.
#[rustfmt::skip]
const CLAIMS: &[&[&str]] = &[
    &["i", "believe", "that"], &["i", "think", "that"], &["i", "think", "a"], &["i", "argue", "that"], &["i", "contend", "that"], &["i", "submit", "that"],
    &["we", "argue", "that"], &["my", "argument", "is"], &["my", "point", "is"], &["my", "claim", "is"],
    &["article", "argues", "that"], &["comment", "argues", "that"], &["essay", "argues", "that"], &["paper", "argues", "that"],
    &["column", "argues", "that"], &["piece", "argues", "that"], &["the", "truth", "is"], &["the", "lesson", "is"],
    &["the", "point", "is"],
];

/// Words of judgement.
#[rustfmt::skip]
const JUDGING: &[&str] = &[
    "must", "should", "cannot", "ought", "wrong", "mistake", "failure", "failed", "fails", "fail", "scandal", "bargain", "danger", "dangerous",
    "never", "real", "only", "worse", "worst", "best", "better", "excuse", "illusion", "folly", "reckless", "unjust", "unfair",
    "lesson", "nothing", "marred", "bad", "too", "gamble", "betrayal", "shame", "disgrace", "deserves", "wasted", "squandered", "myth",
    "limits", "rather", "instead", "right", "need", "needs", "hollow", "absurd",
];

/// The place of the sentence that is the author's claim.
/// `advises` tells whether a sentence tells somebody what to do: then it is proposed as that.
pub(super) fn thesis(
    sentences: &[Sentence<'_>],
    title: Option<&str>,
    advises: &dyn Fn(usize) -> bool,
) -> Option<usize> {
    let titled: Vec<String> =
        title.unwrap_or_default().split(|c: char| !c.is_alphanumeric()).filter_map(stem).collect();
    let first = sentences.first()?.paragraph;
    let last = sentences.last()?.paragraph;
    let mut best: Option<(f64, usize)> = None;
    for (index, sentence) in sentences.iter().enumerate() {
        let words = sentence.words();
        if !WORDS.contains(&words)
            || sentence.text.contains(['“', '"', '«', '”', '»', '„', '?'])
            || sentence.text.ends_with(':')
        {
            continue;
        }
        let claims = CLAIMS.iter().any(|claim| says(sentence, claim)) && !leans(sentence);
        let mut stems: Vec<String> =
            sentence.tokens.iter().filter(|t| t.word).filter_map(|t| stem(t.text)).collect();
        stems.sort_unstable();
        stems.dedup();
        let shared = stems.iter().filter(|stem| titled.contains(stem)).count();
        // One that leans on others, or speaks of what the headline does not, has to say itself that it is the claim.
        if !claims && (!stands_alone(sentence) || shared == 0) {
            continue;
        }
        let judging = sentence.tokens.iter().filter(|t| t.is_in(JUDGING)).count();
        let contrast = pair(sentence, "not", "but") || pair(sentence, "rather", "than");
        // What happened on some day, or what somebody said, is no claim of the author's.
        let told = sentence.tokens.iter().any(|t| {
            t.is_in(&[
                "said",
                "says",
                "told",
                "announced",
                "according",
                "monday",
                "tuesday",
                "wednesday",
                "thursday",
                "friday",
                "saturday",
                "sunday",
            ]) || t.text.len() == 4 && t.text.bytes().all(|b| b.is_ascii_digit())
        });
        let near = sentence.paragraph <= first + 1 || sentence.paragraph + 1 >= last;
        let count = |n: usize, most: usize| f64::from(u32::try_from(n.min(most)).unwrap_or(0));
        let mut score = count(shared, 3) * 0.8 + count(judging, 2) * 0.9;
        score += f64::from(u8::from(contrast)) * 0.8 + f64::from(u8::from(near)) * 0.5;
        score += if claims { 3.0 } else { 0.0 };
        score -= if told { 1.0 } else { 0.0 };
        if judging == 0 && !claims && !contrast || advises(index) {
            continue;
        }
        if score >= ENOUGH && best.is_none_or(|(other, _)| score > other) {
            best = Some((score, index));
        }
    }
    best.map(|(_, index)| index)
}

/// Whether what is claimed speaks of what stands before: I believe that *they* are right.
fn leans(sentence: &Sentence<'_>) -> bool {
    let that = sentence.tokens.iter().position(|t| t.is_in(&["that", "is"]));
    that.and_then(|at| sentence.token(at + 1))
        .is_some_and(|t| t.is_in(&["they", "it", "this", "these", "those", "he", "she", "both", "that"]))
}

/// Whether some words stand in a sentence one after another.
fn says(sentence: &Sentence<'_>, words: &[&str]) -> bool {
    sentence
        .tokens
        .windows(words.len())
        .any(|some| some.iter().zip(words).all(|(token, word)| token.is(word)))
}

/// Whether one word stands before another.
fn pair(sentence: &Sentence<'_>, one: &str, other: &str) -> bool {
    let at = sentence.tokens.iter().position(|t| t.is(one));
    at.is_some_and(|at| sentence.tokens.iter().skip(at + 1).any(|t| t.is(other)))
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::*;

    fn found(text: &str, title: &str) -> Option<String> {
        let all: Vec<Sentence<'_>> =
            text.split('\n').enumerate().flat_map(|(n, line)| sentences(n, line)).collect();
        thesis(&all, Some(title), &|_| false).map(|index| all[index].text.to_owned())
    }

    #[test]
    fn the_claim_speaks_of_the_headline_and_judges() {
        let text = "The council sold the bridge on Monday. It was paid for in full.\nNo bridge of the town should ever be sold by its council. Birds sing.";
        assert_eq!(
            found(text, "The council must not sell the bridge").as_deref(),
            Some("No bridge of the town should ever be sold by its council.")
        );
        let said =
            "Nobody knows why it was done.\nI believe that a town without a bridge is two towns. Birds sing.";
        assert_eq!(
            found(said, "On bridges").as_deref(),
            Some("I believe that a town without a bridge is two towns.")
        );
    }

    #[test]
    fn where_nothing_judges_there_is_none() {
        assert_eq!(
            found(
                "The council sold the bridge on Monday. It was paid for in full.\nBirds sing in the town.",
                "The bridge"
            ),
            None
        );
    }
}
