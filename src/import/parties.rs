//! Who some words of a sentence name: actors, or people of a kind that acts.
//!
//! Invariant: all of the words are told of; where one of them names nobody, nobody is named.

use super::known::Known;
use super::places::{Bond, state};
use super::sentence::{Sentence, Token};
use super::words::{ADVERBS, SAID, TITLE_MODIFIERS, TITLES, is_agent};

/// The parties that some tokens name, where all of them are such that can act.
pub(super) fn parties(
    sentence: &Sentence<'_>,
    mut start: usize,
    end: usize,
    known: &Known,
) -> Option<Vec<String>> {
    while start < end
        && sentence.token(start).is_some_and(|t| {
            t.is_in(ADVERBS) && !t.is("both") || t.is_in(&["and", "but", "nor", "or", "here", "today", "so"])
        })
    {
        start += 1;
    }
    let tokens = sentence.tokens.get(start..end)?;
    // A few words, of which only the first part may end in the possessive.
    if tokens.is_empty() || tokens.iter().filter(|t| t.word).count() > 10 || !tokens.iter().any(|t| t.word) {
        return None;
    }
    let whole = party(sentence, start, end, known);
    if let Some(one) = whole {
        return Some(vec![one]);
    }
    let mut out = Vec::new();
    let mut from = start;
    for at in start..=end {
        let parts =
            at == end || sentence.token(at).is_some_and(|t| t.text == "," || t.is("and") || t.is("or"));
        if parts {
            if at > from {
                let Some(one) = party(sentence, from, at, known) else {
                    return by_adjectives(sentence, start, end).map(|one| vec![one]);
                };
                if !out.contains(&one) {
                    out.push(one);
                }
            }
            from = at + 1;
        }
    }
    (!out.is_empty() && out.len() <= 5).then_some(out)
}

/// One party of which two adjectives tell: Velmora's civil and military leadership.
fn by_adjectives(sentence: &Sentence<'_>, start: usize, end: usize) -> Option<String> {
    #[rustfmt::skip]
    const SHORT: &[&str] = &["civil", "private", "public", "local", "state", "big", "small", "rich", "poor", "young", "old", "senior", "former"];
    const ENDINGS: &[&str] = &["al", "ic", "ary", "ive", "ous", "ian", "ish"];
    let mut ands = (start + 1..end).filter(|at| sentence.token(*at).is_some_and(|t| t.is("and")));
    let and = ands.next().filter(|_| ands.next().is_none())?;
    let adjective = |at: usize| {
        sentence.token(at).is_some_and(|t| {
            !t.capital()
                && !t.possessive
                && (t.is_in(SHORT) || ENDINGS.iter().any(|ending| t.text.ends_with(ending)))
        })
    };
    let plain = sentence.tokens.get(start..end)?.iter().all(|t| t.word);
    let head = sentence.token(end.checked_sub(1)?)?;
    let more = and + 2 < end && adjective(and - 1) && adjective(and + 1);
    (plain && more && is_agent(head.text) && !head.possessive).then(|| plain_words(sentence, start, end))
}

fn plain_words(sentence: &Sentence<'_>, start: usize, end: usize) -> String {
    plain(sentence.span(start, end - 1))
}

/// One party: an actor, or words whose noun is of those who act.
fn party(sentence: &Sentence<'_>, start: usize, end: usize, known: &Known) -> Option<String> {
    let last = end.checked_sub(1)?;
    let tokens = sentence.tokens.get(start..end)?;
    let words = match (sentence.token(start), sentence.token(last)) {
        // An owner that is asked for by itself: Pakistan’s.
        (Some(a), Some(b)) => sentence.whole.get(a.range.start..b.range.start + b.text.len())?,
        _ => return None,
    };
    if let Some(actor) = known.find(words.trim_start_matches("both ").trim_start_matches("Both ")) {
        return Some(actor.to_owned());
    }
    // An office before the name: Finance Minister Eva Brandt.
    let office = |t: &Token<'_>| {
        t.is_in(TITLES)
            || t.is_in(TITLE_MODIFIERS)
            || t.is("the")
            || t.capital() && (t.possessive || state(t.text).is_some())
    };
    let bare = tokens.iter().position(|t| !office(t)).filter(|bare| *bare > 0);
    if let Some(bare) = bare
        && let Some(actor) = known.find(sentence.span(start + bare, last))
    {
        return Some(actor.to_owned());
    }
    if tokens.iter().any(|t| {
        !t.word && !matches!(t.text, "(" | ")" | "’" | "'") || t.is("and") || t.is("or") || t.text == ","
    }) {
        return None;
    }
    // Who it is stands before what is said of it: leaders *in both capitals*.
    let more = tokens.iter().position(|t| {
        t.is_in(&["of", "in", "from", "at", "across", "on", "around", "with", "for", "to", "like", "behind"])
    });
    let head = tokens.get(..more.unwrap_or(tokens.len()))?.last()?;
    if state(words).is_some_and(|(_, bond)| bond != Bond::Adjective) {
        return Some(words.to_owned());
    }
    let verbs = tokens.iter().any(|t| {
        t.is_in(SAID) && !std::ptr::eq(t, head)
            || t.is_in(&[
                "is", "are", "was", "were", "has", "have", "had", "there", "it", "this", "these", "those",
                "they", "he", "she", "we", "you", "i", "one", "nobody", "everyone", "not", "no", "any",
            ])
    });
    if verbs || !is_agent(head.text) || head.possessive {
        return None;
    }
    let letters = words.chars().next().is_some_and(char::is_alphabetic);
    letters.then(|| plain(words))
}

/// An addressee in words: the article's case of the first word, without a capital that only its place gave it.
fn plain(words: &str) -> String {
    for article in ["The ", "Both ", "All ", "Our ", "Its ", "Their "] {
        if let Some(rest) = words.strip_prefix(article) {
            return format!("{}{rest}", article.to_lowercase());
        }
    }
    words.to_owned()
}
