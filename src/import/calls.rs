//! Ways to tell somebody to do something without a modal verb: it is time for them to, it is up to them to, the onus is on
//! them to.

use super::imperative::{Advice, acts, imperative, pressing};
use super::known::Known;
use super::parties::parties;
use super::reason;
use super::sentence::{Sentence, Token};
use super::voice::{quoted, reported};
use super::words::ADVERBS;

/// What a sentence tells somebody to do in one of these ways.
pub(super) fn calls(sentence: &Sentence<'_>, known: &Known) -> Option<Advice> {
    let start =
        time_for(sentence).or_else(|| (0..sentence.tokens.len()).find_map(|at| falls_to(sentence, at)))?;
    if quoted(sentence).iter().any(|range| range.contains(&start)) || reported(sentence, start) {
        return None;
    }
    let tokens = &sentence.tokens;
    let to = tokens.iter().skip(start).position(|t| t.is("to"))? + start;
    let parties = (to - start <= 7).then(|| parties(sentence, start, to, known)).flatten()?;
    acts(sentence, to + 1).then_some(())?;
    let within = reason::within(sentence, to + 1, tokens.len());
    let end = within.as_ref().map_or(tokens.len(), |(cut, _)| *cut);
    let text = imperative(sentence, to + 1, end, None)?;
    let why = within.map(|(_, why)| why);
    Some(Advice { text, why, to: parties, pressing: pressing(sentence), paragraph: sentence.paragraph })
}

/// “It is time for Kabul to ...”: the token of whom it is time for.
fn time_for(sentence: &Sentence<'_>) -> Option<usize> {
    const BEFORE: &[&str] =
        &["it", "is", "now", "high", "past", "the", "has", "come", "therefore", "also", "thus", "it's"];
    let tokens = &sentence.tokens;
    let at = tokens.windows(2).position(|pair| matches!(pair, [a, b] if a.is("time") && b.is("for")))?;
    tokens.get(..at)?.iter().all(|t| t.is_in(BEFORE) || !t.word).then_some(at + 2)
}

/// “It is up to Kabul to ...”, “the onus is on Kabul to ...”, where a clause begins so: the token of whom it falls to.
fn falls_to(sentence: &Sentence<'_>, at: usize) -> Option<usize> {
    const DUTIES: &[&str] = &["onus", "burden", "responsibility", "duty"];
    let opens = at.checked_sub(1).and_then(|before| sentence.token(before)).is_none_or(|t| {
        matches!(t.text, "," | ";" | "—" | "–" | ":") || t.is_in(&["and", "but", "yet", "so", "now"])
    });
    let first = sentence.token(at).filter(|_| opens)?;
    let duty = first.is("the") && sentence.token(at + 1).is_some_and(|t| t.is_in(DUTIES));
    let mut verb = at + 1 + usize::from(duty);
    let skip = |mut at: usize| {
        let adverb = |t: &Token<'_>| t.is_in(ADVERBS) && !t.is("at") || t.word && t.text.ends_with("ly");
        while sentence.token(at).is_some_and(adverb) {
            at += 1;
        }
        at
    };
    if !duty && !first.is("it") {
        return None;
    }
    verb = skip(verb);
    let falls = sentence.token(verb)?.is_in(&["falls", "fell"]);
    if !falls && !sentence.token(verb)?.is_in(&["is", "lies", "rests", "remains"]) {
        return None;
    }
    let next = skip(verb + 1);
    let is = |at: usize, words: &[&str]| sentence.token(at).is_some_and(|t| t.is_in(words));
    if duty {
        return is(next, &["on", "upon", "with"]).then_some(next + 1);
    }
    if falls {
        return is(next, &["to", "on", "upon"]).then_some(next + 1);
    }
    let two = is(next, &["up"]) && is(next + 1, &["to"])
        || is(next, &["incumbent"]) && is(next + 1, &["on", "upon"]);
    two.then_some(next + 2)
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::*;

    #[test]
    fn duties_are_told_without_a_modal_verb() {
        for (text, want) in [
            ("It is time for ministers to open the books.", Some("Open the books.")),
            (
                "Nobody is free of guilt, but the onus is largely on the government to set an example.",
                Some("Set an example."),
            ),
            ("It is now up to the council to find the money.", Some("Find the money.")),
            ("It is incumbent on employers to pay.", None),
            ("It falls to teachers to say what nobody else will.", Some("Say what nobody else will.")),
            ("He said that it is up to the council to find the money.", None),
            ("The onus is on the weather to change.", None),
            ("It came up to the council to take a look.", None),
        ] {
            let all = sentences(0, text);
            let found = calls(all.first().unwrap(), &Known::default());
            assert_eq!(found.as_ref().map(|advice| advice.text.as_str()), want, "{text}");
        }
    }
}
