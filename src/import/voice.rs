//! Whose voice a clause is in: the author's own, or that of somebody who is reported.
//!
//! Where it cannot be told, it is not the author's.

use super::sentence::{Sentence, Token};
use super::words::{ADVERBS, CLAUSES, REPORTED};

/// The stretches of a sentence between quotation marks, as tokens. Nicknames are none.
pub(super) fn quoted(sentence: &Sentence<'_>) -> Vec<std::ops::Range<usize>> {
    let mut out = Vec::new();
    let single = |from| sentence.singles.first().is_some_and(|range| range.start == from);
    let mut open: Option<usize> = sentence.open.filter(|from| !single(*from)).map(|_| 0);
    for (at, token) in sentence.tokens.iter().enumerate() {
        match (token.text, open) {
            ("“" | "«" | "„", None) => open = Some(at),
            ("\"", None) => open = Some(at),
            ("”" | "»" | "\"" | "“", Some(start)) => {
                out.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    // One that is not closed goes on to the end.
    out.extend(open.map(|start| start..sentence.tokens.len()));
    for single in &sentence.singles {
        let at = |byte: usize| sentence.tokens.partition_point(|token| token.range.start < byte);
        // Its first mark is the token before it, where that stands here.
        let range = at(single.start).saturating_sub(1)..at(single.end);
        if !out.iter().any(|other| other.contains(&range.start)) {
            out.push(range);
        }
    }
    out.retain(|range| !sentence.nickname(range.start));
    out.sort_by_key(|range| range.start);
    out
}

/// Whether what stands at a token is what somebody else says. “I argue” and “we believe” are the author.
pub(super) fn reported(sentence: &Sentence<'_>, modal: usize) -> bool {
    let before = sentence.tokens.get(..modal).unwrap_or_default();
    let others = before.iter().enumerate().any(|(at, token)| {
        let own = at.checked_sub(1).and_then(|n| before.get(n)).is_some_and(|t| t.is_in(&["i", "we"]));
        // Member states must: no verb.
        let noun = token.is("states")
            && sentence.token(at + 1).is_some_and(|t| t.is_in(&["must", "should", "ought", "need", "have"]));
        token.is_in(REPORTED) && !own && !noun && !token.capital() && !granted(before, at)
    });
    let others = others || subject_range(before).is_some_and(|(start, _)| demanded(before, start));
    // “..., he said.” stands behind.
    let after = sentence.tokens.get(modal..).unwrap_or_default();
    let closing = after
        .iter()
        .rev()
        .take(6)
        .any(|token| token.is_in(&["said", "says", "argued", "argues", "added", "insisted", "insists"]));
    let supposed = before.iter().any(|token| token.is_in(&["if", "whether", "unless", "suppose"]))
        && clause_start(before)
            <= before.iter().rposition(|t| t.is_in(&["if", "whether", "unless", "suppose"])).unwrap_or(0);
    others || closing || supposed
}

/// Whether a verb of saying stands in an aside by which the author agrees: as the auditor *warns*, the council must ...
fn granted(before: &[Token<'_>], verb: usize) -> bool {
    let Some(start) = before.get(..verb).and_then(|some| some.iter().rposition(|t| t.is("as"))) else {
        return false;
    };
    let opens = start
        .checked_sub(1)
        .and_then(|at| before.get(at))
        .is_none_or(|t| matches!(t.text, "," | ";" | "—" | "–") || t.is_in(&["and", "but", "yet", "so"]));
    let closes = before.iter().skip(verb).take(8).any(|t| t.text == ",");
    let that = before.get(start..).unwrap_or_default().iter().any(|t| t.is("that"));
    opens && closes && !that && verb - start <= 10
}

/// Whether a clause that begins behind `that` is what somebody else wants: they marched for days *that* the mayor should ....
fn demanded(before: &[Token<'_>], start: usize) -> bool {
    #[rustfmt::skip]
    const OWN: &[&str] = &[
        "i", "we", "my", "our", "is", "are", "was", "be", "means", "mean", "shows", "show", "follows", "proves", "implies", "suggests",
        "demonstrates", "confirms", "doubt", "question", "escaping", "such",
    ];
    let Some(that) = start.checked_sub(1).filter(|at| before.get(*at).is_some_and(|t| t.is("that"))) else {
        return false;
    };
    let lead = before.get(that.saturating_sub(4)..that).unwrap_or_default();
    that > 0 && !lead.iter().any(|t| t.is_in(OWN)) && !before.iter().take(that).any(|t| t.is_in(&["i", "we"]))
}

/// Where the clause begins that the last of some tokens belongs to: behind a comma, a dash, a semicolon or a colon.
pub(super) fn clause_start(before: &[Token<'_>]) -> usize {
    before.iter().rposition(|t| matches!(t.text, "," | ";" | ":" | "—" | "–")).map_or(0, |at| at + 1)
}

/// The tokens of that subject.
pub(super) fn subject_range(before: &[Token<'_>]) -> Option<(usize, usize)> {
    let mut end = before.len();
    // “Kabul, too, must”; “Kabul, for its part, must”; “Kabul now must”.
    loop {
        let last = end.checked_sub(1).and_then(|at| before.get(at))?;
        let two = end.checked_sub(2).and_then(|at| before.get(at));
        let aside = [
            ("in", "particular"),
            ("in", "turn"),
            ("for", "one"),
            ("as", "well"),
            ("of", "course"),
            ("for", "now"),
        ];
        if two.is_some_and(|two| aside.iter().any(|(a, b)| two.is(a) && last.is(b))) {
            end -= 2;
        } else if last.text == "," {
            let aside = before.get(..end - 1)?.iter().rposition(|t| t.text == ",");
            // Who ..., which ..., whose ... may say more.
            let clause = aside
                .and_then(|aside| before.get(aside + 1))
                .is_some_and(|t| t.is_in(&["who", "whose", "which"]));
            end = aside.filter(|aside| end - aside <= if clause { 30 } else { 12 } && *aside > 0)?;
        } else if last.is_in(ADVERBS) && !last.is("both") || last.is_in(&["itself", "themselves", "alike"]) {
            end -= 1;
        } else {
            break;
        }
    }
    let mut start = end;
    while let Some(at) = start.checked_sub(1) {
        let token = before.get(at)?;
        let list = token.text == "," && listed(before, at, end);
        if token.is_in(CLAUSES)
            || token.is_in(HOLDING)
            || !token.word && !list && !matches!(token.text, "(" | ")")
        {
            break;
        }
        start = at;
        if end - start > 14 {
            return None;
        }
    }
    Some((start, end))
}

/// Verbs by which the author holds something, with or without `that`.
const HOLDING: &[&str] =
    &["believe", "think", "argue", "hold", "hope", "know", "means", "mean", "say", "suggest", "submit"];

/// Whether a comma parts the names of a list: Turkey, Qatar and Egypt.
fn listed(before: &[Token<'_>], comma: usize, end: usize) -> bool {
    let behind = before.get(comma + 1..end).unwrap_or_default();
    let and = behind.iter().position(|t| t.is("and"));
    and.is_some_and(|and| and <= 6)
        && behind.iter().all(|t| !t.word || t.capital() || t.is("and") || t.is("the"))
        && comma.checked_sub(1).and_then(|at| before.get(at)).is_some_and(Token::capital)
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::*;

    #[test]
    fn what_others_want_is_not_what_the_author_wants() {
        for (text, want) in [
            ("The council must act.", false),
            ("As the auditor warned in May, the council must act.", false),
            ("Yet, as the auditor warns, the council still must act.", false),
            ("The auditor warned that the council must act.", true),
            ("They marched through the town for days that the mayor should go.", true),
            ("It is plain that the mayor should go.", false),
            ("I have long been of the view that the mayor should go.", false),
            ("If the mayor should go, so be it.", true),
        ] {
            let all = sentences(0, text);
            let sentence = all.first().unwrap();
            let at = sentence.tokens.iter().position(|t| t.is_in(&["must", "should"])).unwrap();
            assert_eq!(reported(sentence, at), want, "{text}");
        }
    }
}
