//! What somebody is told to do, as an imperative, whichever way the article tells it.
//!
//! Invariant: its verb is one that somebody can carry out, and it says something without its sentence.

use super::sentence::{Sentence, Token, capital};
use super::words::{ADVERBS, DISPOSITIONS, PARTICIPLES, SMALL, is};

/// A recommendation that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Advice {
    /// What should be done, as an imperative.
    pub text: String,
    /// Who should do it.
    pub to: Vec<String>,
    /// Whether the author calls it pressing.
    pub pressing: bool,
    /// Why, where the article says so.
    pub why: Option<String>,
    /// The paragraph, counted from 0.
    pub paragraph: usize,
}

/// Whether the verb at a token is one that somebody can carry out: not “have been”, nor “be held”.
pub(super) fn acts(sentence: &Sentence<'_>, verb: usize) -> bool {
    let Some(token) = sentence.token(verb) else { return false };
    if !token.word || token.capital() || token.text.ends_with("ing") || token.is_in(&["i", "it", "be-all"]) {
        return false;
    }
    let past = |token: &Token<'_>| participle(token) || token.is("been");
    let mut next = verb + 1;
    while sentence.token(next).is_some_and(|t| t.is_in(ADVERBS) || t.word && t.text.ends_with("ly")) {
        next += 1;
    }
    let after = sentence.token(next);
    if token.is("have") || token.is("need") {
        // What one should not have to do is no advice.
        return !after.is_some_and(|after| past(after) || after.is("to"));
    }
    if token.is("be") {
        return after.is_some_and(|t| {
            t.word && (t.is_in(DISPOSITIONS) || !participle(t) && !t.text.ends_with("ing") && !t.is("able"))
        });
    }
    // A noun or a clause follows “has to”, as in “all it has to offer”: cannot be told from here; a small word can.
    !token.is_in(SMALL) || token.is_in(&["do", "let", "like"])
}

fn participle(token: &Token<'_>) -> bool {
    token.word
        && (token.text.ends_with("ed") && token.text.len() > 4
            || token.text.ends_with("en") && token.text.len() > 4 && !token.is("open")
            || token.is_in(PARTICIPLES))
}

/// What is told as an imperative, from its verb on.
pub(super) fn imperative(
    sentence: &Sentence<'_>,
    verb: usize,
    end: usize,
    not: Option<&str>,
) -> Option<String> {
    let last = (verb..end).rev().find(|at| {
        sentence.token(*at).is_some_and(|t| t.word || matches!(t.text, ")" | "”" | "\"" | "’" | "»" | "%"))
    })?;
    // The state must act as rebels, many of them young, take the town: a clause of its own, or nobody can tell.
    let own = || {
        sentence.token(verb + 2).is_some_and(|t| !t.is_in(&["a", "an", "the", "one", "if", "well", "though"]))
            && (verb + 2..end).any(|at| {
                sentence
                    .token(at)
                    .is_some_and(|t| t.text == "," || t.is_in(&["is", "are", "was", "were", "has", "have"]))
            })
    };
    if sentence.token(verb + 1).is_some_and(|t| t.is("as")) && own() {
        return None;
    }
    let text = sentence.span(verb, last);
    let text = match not {
        Some(not) => format!("{not} {text}"),
        None => capital(text),
    };
    // “Say so” says nothing by itself.
    let mut words = text.split_whitespace();
    let says = words.nth(1).is_some_and(|second| !is(&["so", "it", "this", "that", "them"], second))
        || words.next().is_some();
    says.then(|| format!("{text}."))
}

/// Whether the author calls it pressing.
pub(super) fn pressing(sentence: &Sentence<'_>) -> bool {
    let tokens = &sentence.tokens;
    tokens.iter().any(|t| t.is_in(&["urgently", "immediately"]))
        || tokens.windows(2).any(|pair| {
            matches!(pair, [a, b] if a.is_in(&["immediate", "first", "top", "highest", "urgent", "overriding"]) && b.is("priority"))
        })
}
