//! Offices beside a name: before it, with what they are of, or behind it between commas.
//!
//! Invariant: an office is told by one of its words, never by its place alone.

use super::bodies::many_of;
use super::places::{Bond, state};
use super::sentence::{Sentence, Token};
use super::usage::VERBS;
use super::words::{
    CLAUSES, COMPANIES, GOVERNMENTS, ORGANISATIONS, SAID, SMALL, TITLE_MODIFIERS, TITLES, is,
};

/// Whether a name ends as that of a body or a firm does: General Motors has no rank.
pub(super) fn ends_as_body(sentence: &Sentence<'_>, to: usize) -> bool {
    const FIRMS: &[&str] =
        &["motors", "electric", "mills", "dynamics", "secretariat", "island", "islands", "staff"];
    sentence.token(to).is_some_and(|t| {
        t.is_in(ORGANISATIONS) || t.is_in(GOVERNMENTS) || t.is_in(COMPANIES) || t.is_in(FIRMS)
    })
}

/// The last token of the office before a name.
pub(super) fn title_end(sentence: &Sentence<'_>, name: usize) -> usize {
    let before = name.saturating_sub(1);
    if sentence.token(before).is_some_and(|t| t.text == ",") { before.saturating_sub(1) } else { before }
}

/// Offices that are of what stands before them, as its head or in its name.
#[rustfmt::skip]
pub(super) const HEADS: &[&str] = &["leader", "chief", "head", "spokesman", "spokeswoman", "president", "executive", "officer", "superintendent"];

/// Those that are of what stands before them, as what they know.
#[rustfmt::skip]
const KNOW: &[&str] = &[
    "scientist", "researcher", "engineer", "lawyer", "economist", "historian", "campaigner", "activist", "analyst", "professor",
];

/// Where an office in small letters before a name begins, as in `army chief Asim Munir`; or one with a comma behind it, as
/// in `Defence Minister, Khawaja Asif,`.
pub(super) fn small_title(sentence: &Sentence<'_>, name: usize) -> Option<usize> {
    let end = name.checked_sub(1)?;
    let comma = sentence.token(end).is_some_and(|t| t.text == ",");
    let end = if comma { end.checked_sub(1)? } else { end };
    let last = sentence.token(end)?;
    // A man may be `his deputy, Khan,`: with a comma the office has to be whose it is.
    if !last.is_in(TITLES) || last.possessive || is(&["author", "mp", "major"], last.text) && !last.capital()
    {
        return None;
    }
    let mut start = end;
    while let Some(before) = start.checked_sub(1) {
        if !sentence
            .token(before)
            .is_some_and(|t| (t.is_in(TITLE_MODIFIERS) || t.is_in(TITLES)) && !t.possessive)
        {
            break;
        }
        start = before;
    }
    // The council leader, the union chief, the climate scientist: what is led or studied is part of it.
    let led = start.checked_sub(1).filter(|_| last.is_in(HEADS) || last.is_in(KNOW));
    let noun = |at: usize, t: &Token<'_>| (at == 0 || !t.capital()) && noun_like(t);
    let is_noun = |at: &usize| sentence.token(*at).is_some_and(|t| noun(*at, t));
    if let Some(led) = led.filter(is_noun) {
        // Climate change economist: two at most.
        start = led.checked_sub(1).filter(|at| *at > 0 && is_noun(at)).unwrap_or(led);
    } else if led.is_some() {
        // The front's name: TTP chief, Red River leader.
        let named = |at: usize| {
            sentence.token(at).is_some_and(|t| {
                t.word
                    && t.capital()
                    && !t.possessive
                    && (!is(SMALL, t.text) || t.acronym())
                    && state(t.text).is_none()
            })
        };
        start = (start.saturating_sub(3)..start).rev().take_while(|at| named(*at)).last().unwrap_or(start);
        // The Patients' League chief.
        start = start.checked_sub(2).filter(|at| start < end && many_of(sentence, *at)).unwrap_or(start);
    }
    // Their unloved ruler, Khan: a word may stand between.
    let owns = |at: usize| {
        sentence
            .token(at)
            .is_some_and(|t| t.is_in(&["the", "its", "their", "his", "her"]) || t.word && t.possessive)
    };
    let owned = holder(sentence, start) < start
        || start.checked_sub(1).is_some_and(owns)
        || start.checked_sub(2).is_some_and(owns) && sentence.token(start - 1).is_some_and(|t| noun_like(t));
    let two = sentence.token(name + 1).is_some_and(|t| t.capital() || t.arabic());
    (!comma || owned && two).then_some(start)
}

/// Whether a word may be a noun or an adjective before an office.
fn noun_like(t: &Token<'_>) -> bool {
    t.word
        && !t.possessive
        && !t.is_in(SMALL)
        && !t.is_in(SAID)
        && !t.is_in(VERBS)
        && !t.text.ends_with("ly")
        && (!t.text.ends_with("ed") || t.text.starts_with("un"))
}

/// Where what an office belongs to begins: `Pakistan's`, `Turkish`, `former`; else the office itself.
pub(super) fn holder(sentence: &Sentence<'_>, title: usize) -> usize {
    let mut start = title;
    while let Some(before) = start.checked_sub(1) {
        let fits = sentence.token(before).is_some_and(|t| {
            t.capital() && t.possessive
                || matches!(state(t.text), Some((_, Bond::Adjective | Bond::Name)))
                || t.is("former")
        });
        if !fits || title - before > 3 {
            break;
        }
        start = before;
    }
    start
}

/// An office between commas behind a name: `Khawaja Asif, Pakistan's defence minister, ...`.
pub(super) fn apposition<'t>(sentence: &Sentence<'t>, to: usize) -> Option<&'t str> {
    if sentence.token(to + 1)?.text != "," {
        return None;
    }
    let mut start = to + 2;
    // The authority's director: the article is that of the authority.
    if sentence.token(start)?.is_in(&["the", "a", "an"])
        && !(start + 1..start + 4).any(|at| sentence.token(at).is_some_and(|t| t.possessive && !t.capital()))
    {
        start += 1;
    }
    let mut office = false;
    for at in start..start + 9 {
        let token = sentence.token(at)?;
        // It ends with a comma, or where a clause says more of the person or how long it was so.
        if !token.word || token.is_in(&["who", "whose", "until"]) {
            let ends = matches!(token.text, "," | "." | ";" | "—" | "–") || token.word;
            return (ends && office && at > start).then(|| sentence.span(start, at - 1));
        }
        // The bishop of Bath and Wells.
        let and = token.is("and")
            && ![at - 1, at + 1].iter().all(|at| sentence.token(*at).is_some_and(Token::capital));
        if token.is_in(VERBS) || token.is_in(SAID) || token.is_in(CLAUSES) || and {
            return None;
        }
        // The office comes before what it is of.
        office |= token.is_in(TITLES) && !token.possessive;
    }
    None
}
