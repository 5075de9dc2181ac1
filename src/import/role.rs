//! What somebody is called beside a name, and whose he or she is.
//!
//! Only words between commas behind a name, or behind `is a`, call somebody something.

use super::known::Known;
use super::mention::Mention;
use super::places::state;
use super::sentence::{Sentence, Token, capital};
use super::usage::{VERBS, aside, behind, hangs};
use super::words::{GOVERNMENTS, ORGANISATIONS, SAID, TITLES, is};

const ROLE: usize = 16;

/// What somebody is called behind the name: between commas, or behind `is a`.
pub(super) fn role(sentence: &Sentence<'_>, mention: &Mention<'_>) -> Option<String> {
    if sentence.token(mention.to)?.possessive {
        return None;
    }
    let mut at = mention.to + 1 + if mention.acronym.is_some() { 3 } else { 0 };
    let next = sentence.token(at)?;
    if next.text == "," && !next.word {
        // To the comma that closes it, or to the end of the sentence.
        let close = aside(sentence, at).or_else(|| {
            let end = sentence.tokens.len().checked_sub(1)?;
            let stop = sentence.token(end).is_some_and(|t| t.text == ".");
            let plain = |t: &Token<'_>| t.word && !t.is_in(&["and", "or"]) && !t.text.ends_with("ed");
            (stop
                && end - at < 10
                && !hangs(sentence, mention.from)
                && sentence.tokens.get(at + 1..end)?.iter().all(plain))
            .then_some(end)
        })?;
        let inner = sentence.tokens.get(at + 1..close)?;
        let office = inner.iter().any(|t| t.is_in(TITLES) && !t.possessive) && inner.len() < 8;
        return if office { None } else { named_so(sentence, at + 1, close - 1, inner) };
    }
    // X is a ..., X was the ...
    at = behind(sentence, at);
    let copula = sentence.token(at)?.is_in(&["is", "are", "was", "were"]) && !hangs(sentence, mention.from);
    if !copula || !sentence.token(at + 1)?.is_in(&["a", "an", "the"]) {
        return None;
    }
    let end = (at + 2..sentence.tokens.len().min(at + ROLE + 3)).find(|n| {
        sentence.token(*n).is_none_or(|t| !t.word || t.is_in(&["and", "but", "who", "which", "that"]))
    })?;
    let inner = sentence.tokens.get(at + 1..end)?;
    let verbal = inner
        .iter()
        .any(|t| t.is_in(VERBS) || t.text.ends_with("est") || t.is_in(&["first", "only", "same", "last"]));
    (!verbal && inner.len() >= 2).then(|| named_so(sentence, at + 1, end - 1, inner)).flatten()
}

/// The words between two tokens, where they name what somebody is.
fn named_so(sentence: &Sentence<'_>, from: usize, to: usize, inner: &[Token<'_>]) -> Option<String> {
    let first = inner.first()?;
    let second = inner.get(1);
    let opens = first.is_in(&["a", "an", "the", "one"])
        || first.possessive
        || first.is_in(&["its", "their"]) && second.is_some();
    let verbal =
        inner.iter().any(|t| t.is_in(VERBS) || t.is_in(SAID) && !t.is_in(&["states", "state", "posted"]));
    let time = inner.iter().any(|t| t.is_in(&["day", "year", "month", "week", "time", "moment", "morning"]));
    let fits = opens && !verbal && !time && (2..=ROLE).contains(&inner.len());
    fits.then(|| capital(sentence.span(from, to)))
}

/// The body that a person leads or is of: `the Front, led by X`, `X of the Front`.
pub(super) fn side(
    sentence: &Sentence<'_>,
    mention: &Mention<'_>,
    here: &[Mention<'_>],
    known: &Known,
) -> Option<String> {
    let words = mention.name.split(' ').count();
    let body = |name: &str| name.split(' ').any(|word| is(ORGANISATIONS, word) || is(GOVERNMENTS, word));
    if !(2..=4).contains(&words) || body(mention.name) || state(mention.name).is_some() {
        return None;
    }
    let full = |name: &str| known.find(name).map_or_else(|| name.to_owned(), str::to_owned);
    // Led by, chaired by: what stands before.
    let led = |by: &usize| {
        sentence.token(by + 1).is_some_and(|t| t.is("by"))
            && sentence
                .token(*by)
                .is_some_and(|t| t.is_in(&["led", "headed", "chaired", "founded", "commanded"]))
    };
    if let Some(by) = mention.from.checked_sub(2).filter(led) {
        let comma = by.checked_sub(1)?;
        let at = if sentence.token(comma)?.text == "," { comma.checked_sub(1)? } else { comma };
        return here.iter().find(|m| m.to == at && state(m.name).is_none()).map(|m| full(m.name));
    }
    // Of, from, at: what stands behind.
    let next = sentence.token(mention.to + 1)?;
    let the = usize::from(sentence.token(mention.to + 2).is_some_and(|t| t.is("the")));
    let behind = here.iter().find(|m| m.from == mention.to + 2 + the)?;
    (next.is_in(&["of", "from", "at"]) && behind.name.contains(' ') && body(behind.name))
        .then(|| full(behind.name))
}
