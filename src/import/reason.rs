//! Why something should be done, where the article says so: in the same sentence, or in the one behind it.

use super::sentence::{Sentence, balanced, capital};
use super::words::MONTHS;

/// Words before `because` that make something else of it.
const NOT_WHY: &[&str] = &["not", "only", "just", "simply", "merely", "partly", "precisely", "perhaps", "or"];

/// The fewest words of a reason, and of what is left of the advice.
const FEWEST: usize = 3;

/// A reason within a sentence: the token before which it begins, its mark included, and its words.
pub(super) fn within(sentence: &Sentence<'_>, from: usize, end: usize) -> Option<(usize, String)> {
    let token = |at: usize| sentence.token(at).filter(|_| at < end);
    for at in from + 1..end {
        let word = token(at)?;
        let before = sentence.token(at - 1)?;
        let comma = matches!(before.text, "," | ";" | "—" | "–" | "-" | ":");
        let next = token(at + 1);
        // Since 2021, since the war: a time has no comma before it, or is a number.
        let time = next.is_some_and(|t| {
            t.text.starts_with(|c: char| c.is_ascii_digit()) || t.is_in(&MONTHS) || t.is("then")
        });
        let (mark, keeps) = if word.is("because") && !before.is_in(NOT_WHY) {
            (true, next.is_some_and(|t| t.is("of")))
        } else if word.is("since") {
            (comma && !time, false)
        } else if word.is("so") && next.is_some_and(|t| t.is("that"))
            || word.is("lest")
            || word.is("otherwise") && comma
        {
            (true, true)
        } else {
            (word.is("or") && comma && next.is_some_and(|t| t.is("else") || t.is("otherwise")), true)
        };
        if !mark {
            continue;
        }
        let start = if keeps { at } else { at + 1 };
        let last = (start..end).rev().find(|n| {
            sentence.token(*n).is_some_and(|t| t.word || matches!(t.text, ")" | "”" | "\"" | "’" | "»" | "%"))
        })?;
        let text = sentence.span(start, last);
        let words = sentence.tokens.get(start..=last)?.iter().filter(|t| t.word).count();
        let left = sentence.tokens.get(from..at)?.iter().filter(|t| t.word).count();
        if words >= FEWEST && left >= FEWEST - 1 && balanced(text) {
            return Some((if comma { at - 1 } else { at }, format!("{}.", capital(text))));
        }
    }
    None
}

/// A reason that a sentence begins with: *Because nobody else can*, the council must act. `verb` is where the advice stands.
pub(super) fn before(sentence: &Sentence<'_>, verb: usize) -> Option<String> {
    let first = sentence.token(0)?;
    if !first.is_in(&["because", "since"])
        || sentence.token(1)?.text.starts_with(|c: char| c.is_ascii_digit())
    {
        return None;
    }
    let comma = (FEWEST + 1..verb).find(|at| sentence.token(*at).is_some_and(|t| t.text == ","))?;
    // Since the war, since then: no verb, no reason.
    let clause = sentence.tokens.get(1..comma)?;
    let verbal = clause.iter().any(|t| {
        t.is_in(&[
            "is", "are", "was", "were", "has", "have", "had", "can", "cannot", "will", "do", "does", "did",
            "would", "no",
        ])
    });
    (verbal || first.is("because")).then(|| format!("{}.", capital(sentence.span(1, comma - 1))))
}

/// How sentences begin that tell why what the one before asks for should be done.
#[rustfmt::skip]
const STARTS: &[&[&str]] = &[
    &["otherwise"], &["because"], &["failure", "to"], &["failing", "that"], &["or", "else"], &["only", "then"], &["only", "so"],
    &["doing", "so"], &["without", "it"], &["without", "that"], &["without", "this"], &["without", "them"], &["if", "it", "does", "not"],
    &["if", "they", "do", "not"], &["if", "not"], &["the", "reason"], &["the", "alternative"], &["anything", "less"],
    &["anything", "else"], &["that", "is", "because"], &["this", "is", "because"], &["not", "to", "do", "so"], &["to", "do", "otherwise"],
];

/// The sentence behind an advice, where it tells why.
pub(super) fn behind(next: &Sentence<'_>) -> Option<String> {
    let starts =
        |words: &&[&str]| words.iter().enumerate().all(|(n, word)| next.token(n).is_some_and(|t| t.is(word)));
    let fits = STARTS.iter().any(starts) && !next.text.ends_with('?') && next.words() <= 45;
    fits.then(|| next.text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::*;

    #[test]
    fn reasons_stand_behind_their_marks() {
        for (text, left, why) in [
            ("Close it at once, because nobody can wait.", "Close it at once", Some("Nobody can wait.")),
            (
                "Publish it in full so that all can judge it.",
                "Publish it in full",
                Some("So that all can judge it."),
            ),
            (
                "Stop the vote, since money cannot be got back.",
                "Stop the vote",
                Some("Money cannot be got back."),
            ),
            ("Stop what it has done since 2019 to them.", "", None),
            ("Stop it, since 2019 was the last year of it.", "", None),
            ("Act not because it is easy but as it is right.", "", None),
            (
                "Act soon, or else the river takes the town.",
                "Act soon",
                Some("Or else the river takes the town."),
            ),
            ("Act because of it.", "", None),
        ] {
            let all = sentences(0, text);
            let found = within(&all[0], 0, all[0].tokens.len());
            let told = found.as_ref().map(|(cut, why)| (all[0].span(0, cut - 1), why.as_str()));
            assert_eq!(told, why.map(|why| (left, why)), "{text}");
        }
    }

    #[test]
    fn reasons_stand_before_and_in_the_next_sentence() {
        let all = sentences(
            0,
            "Because nobody else can, the council must act. Since 2019, the council must act. Otherwise all is lost. It rains.",
        );
        assert_eq!(before(&all[0], 9).as_deref(), Some("Nobody else can."));
        assert_eq!(before(&all[1], 6), None);
        assert_eq!(behind(&all[2]).as_deref(), Some("Otherwise all is lost."));
        assert_eq!(behind(&all[3]), None);
    }
}
