//! What somebody must, should or ought to do, and who it is.
//!
//! Only what the author says in his or her own voice counts, and only where the one who is to act is told: an actor, or
//! people of a kind that acts. What somebody else demands, what might have been, what is asked or supposed, and what should
//! be done to somebody is none.

use super::calls::calls;
use super::imperative::{Advice, acts, imperative, pressing};
use super::known::Known;
use super::parties::parties;
use super::reason;
use super::sentence::{Sentence, Token};
use super::voice::{clause_start, quoted, reported, subject_range};
use super::words::ADVERBS;

/// The most recommendations that are proposed.
const MAX_ADVICE: usize = 15;

/// The recommendations of an article, in its order.
pub(super) fn advice(sentences: &[Sentence<'_>], known: &Known) -> Vec<Advice> {
    let mut out: Vec<Advice> = Vec::new();
    // Who was told something in the sentence before.
    let mut before: Option<(usize, Vec<String>)> = None;
    for (index, sentence) in sentences.iter().enumerate() {
        if sentence.text.ends_with(['?', '"', '”', '»']) || sentence.words() > 90 {
            before = None;
            continue;
        }
        let last = before.filter(|(paragraph, ..)| *paragraph == sentence.paragraph).map(|(_, to)| to);
        let mut found = in_sentence(sentence, known, last.as_deref());
        before = found.last().map(|last| (sentence.paragraph, last.to.clone()));
        // What the next sentence says is why the last of them should be done.
        if let Some(last) = found.last_mut().filter(|last| last.why.is_none()) {
            let next = sentences.get(index + 1).filter(|next| next.paragraph == sentence.paragraph);
            last.why = next.and_then(reason::behind);
        }
        for one in found {
            if out.len() < MAX_ADVICE && out.iter().all(|other| other.text != one.text) {
                out.push(one);
            }
        }
    }
    out
}

/// Where a modal verb ends and what follows it begins.
struct Modal {
    /// Its first token.
    at: usize,
    /// The first token behind it and its adverbs.
    verb: usize,
    /// Whether it is denied.
    not: Option<&'static str>,
}

/// Whether a sentence tells somebody what to do.
pub(super) fn advises(sentence: &Sentence<'_>, known: &Known) -> bool {
    !in_sentence(sentence, known, None).is_empty()
}

fn in_sentence(sentence: &Sentence<'_>, known: &Known, before: Option<&[String]>) -> Vec<Advice> {
    let quoted = quoted(sentence);
    let modals: Vec<Modal> = (0..sentence.tokens.len()).filter_map(|at| modal(sentence, at)).collect();
    let mut out = Vec::new();
    for (n, modal) in modals.iter().enumerate() {
        if quoted.iter().any(|range| range.contains(&modal.at)) || reported(sentence, modal.at) {
            continue;
        }
        // It should also ...: whoever was told before.
        let pronoun = || {
            let own = sentence.tokens.get(..modal.at)?;
            let alone = own.first()?.is_in(&["it", "they"]) && own.iter().skip(1).all(|t| t.is_in(ADVERBS));
            before.filter(|_| alone).map(|to| (to.to_vec(), modal.verb))
        };
        let Some((to, verb)) = addressee(sentence, modal, known).or_else(pronoun) else { continue };
        // Another one told to do something ends what this one is told.
        let next = modals.get(n + 1).and_then(|next| own_clause(sentence, next.at, known));
        let end = next.unwrap_or(sentence.tokens.len());
        let within = reason::within(sentence, verb, end);
        let end = within.as_ref().map_or(end, |(cut, _)| *cut);
        let Some(text) = imperative(sentence, verb, end, modal.not) else { continue };
        let why = within.map(|(_, why)| why).or_else(|| reason::before(sentence, modal.at));
        out.push(Advice { text, to, pressing: pressing(sentence), why, paragraph: sentence.paragraph });
    }
    out.extend(calls(sentence, known));
    out
}

/// The modal verb at a token.
fn modal(sentence: &Sentence<'_>, at: usize) -> Option<Modal> {
    let token = sentence.token(at)?;
    let is = |n: usize, word: &str| sentence.token(at + n).is_some_and(|t| t.is(word));
    // “Should the talks fail, ...” supposes.
    if at == 0 || token.possessive {
        return None;
    }
    let used = if token.is("must") || token.is("should") {
        1
    } else if token.is_in(&["ought", "needs", "need", "has", "have"]) && is(1, "to")
        || token.is("had") && is(1, "better")
    {
        2
    } else if token.is("would")
        && (is(1, "do") && is(2, "well") || is(1, "be") && is(2, "wise"))
        && is(3, "to")
    {
        4
    } else {
        return None;
    };
    let mut verb = at + used;
    // Must, for once, keep: an aside between commas.
    if sentence.token(verb).is_some_and(|t| t.text == ",") {
        let close = (verb + 1..verb + 7).find(|at| sentence.token(*at).is_some_and(|t| t.text == ","));
        verb = close.map_or(verb, |close| close + 1);
    }
    let mut not = None;
    loop {
        let word = sentence.token(verb)?;
        if word.is("not") && not.is_none() {
            not = Some("Do not");
        } else if word.is("never") && not.is_none() {
            not = Some("Never");
        } else if word.is("no") && is(used + 1, "longer") {
            not = Some("No longer");
            verb += 1;
        } else if !word.is_in(ADVERBS) && word.text != "," {
            break;
        }
        verb += 1;
    }
    // “ought not to”.
    if sentence.token(verb).is_some_and(|t| t.is("to")) {
        verb += 1;
    }
    acts(sentence, verb).then_some(Modal { at, verb, not })
}

/// Who is meant to act, and the verb from which it is told what.
fn addressee(sentence: &Sentence<'_>, modal: &Modal, known: &Known) -> Option<(Vec<String>, usize)> {
    let before = sentence.tokens.get(..modal.at)?;
    if let Some(to) = subject(sentence, before, known) {
        return Some((to, modal.verb));
    }
    // For Pakistan, the immediate priority should be to restore ...
    let task = before.last().is_some_and(|t| {
        t.is_in(&[
            "priority",
            "task",
            "step",
            "goal",
            "aim",
            "challenge",
            "duty",
            "answer",
            "choice",
            "objective",
            "course",
        ])
    });
    let to_do = sentence.token(modal.verb).is_some_and(|t| t.is("be"))
        && sentence.token(modal.verb + 1).is_some_and(|t| t.is("to"));
    if task && to_do && modal.not.is_none() && before.first().is_some_and(|t| t.is("for")) {
        let comma = before.iter().position(|t| t.text == ",")?;
        return Some((parties(sentence, 1, comma, known)?, modal.verb + 2));
    }
    // The government’s first task must be to ...
    if task && to_do && modal.not.is_none() {
        let owner = before.iter().rposition(|t| t.possessive)?;
        let start = clause_start(before.get(..owner)?);
        let close = modal.at - owner <= 4;
        return close
            .then(|| parties(sentence, start, owner + 1, known))
            .flatten()
            .map(|to| (to, modal.verb + 2));
    }
    None
}

/// The parties that are the subject of a clause, whose last token stands before the modal verb.
fn subject(sentence: &Sentence<'_>, before: &[Token<'_>], known: &Known) -> Option<Vec<String>> {
    let (start, end) = subject_range(before)?;
    parties(sentence, start, end, known)
}

/// Where the clause begins that a later modal verb stands in, so that what is told before ends there: before its subject
/// and what joins it.
fn own_clause(sentence: &Sentence<'_>, at: usize, known: &Known) -> Option<usize> {
    let (mut start, end) = subject_range(sentence.tokens.get(..at)?)?;
    parties(sentence, start, end, known)?;
    let joins = |t: &Token<'_>| {
        t.is_in(&["and", "but", "so", "yet", "while", "the"]) || matches!(t.text, "," | ";" | "—" | "–" | ":")
    };
    while let Some(before) = start.checked_sub(1).filter(|before| sentence.token(*before).is_some_and(joins))
    {
        start = before;
    }
    // A clause that hangs on this one by another word is part of it.
    let parted = sentence.token(start).is_some_and(joins);
    parted.then_some(start)
}

#[cfg(test)]
mod tests {
    use super::super::known::Found;
    use super::super::sentence::sentences;
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let actor = |name: &str, alias: &str| Found {
            name: name.to_owned(),
            aliases: vec![alias.to_owned()],
            ..Found::default()
        };
        let known = Known::of(&[actor("Pakistan", "Islamabad"), actor("Afghanistan", "Kabul")]);
        advice(&sentences(0, text), &known).into_iter().map(|a| (a.text, a.to.join(" + "))).collect()
    }

    #[test]
    fn what_somebody_should_do_is_told_to_whom() {
        for (text, what, to) in [
            ("Islamabad must recognise its limits.", "Recognise its limits.", "Pakistan"),
            (
                "Moving forward, Pakistan must recognise that peace cannot be bought.",
                "Recognise that peace cannot be bought.",
                "Pakistan",
            ),
            ("Similarly, Afghanistan should also act, and act soon.", "Act, and act soon.", "Afghanistan"),
            ("Kabul and Islamabad ought to talk once again.", "Talk once again.", "Afghanistan + Pakistan"),
            ("The government should not raise taxes.", "Do not raise taxes.", "the government"),
            (
                "Leaders in both capitals need to listen to them.",
                "Listen to them.",
                "Leaders in both capitals",
            ),
            (
                "For Pakistan, the immediate priority should be to restore trust.",
                "Restore trust.",
                "Pakistan",
            ),
            ("It is time for the donors to pay their share.", "Pay their share.", "the donors"),
            ("We believe Kabul must be patient now.", "Be patient now.", "Afghanistan"),
            ("If war is to be averted, Kabul must act now.", "Act now.", "Afghanistan"),
            ("In an era of talks, Kabul must, for once, keep its word.", "Keep its word.", "Afghanistan"),
            ("Kabul, for its part, must keep its word.", "Keep its word.", "Afghanistan"),
            ("Turkey, Qatar and Egypt should stay involved.", "Stay involved.", "Turkey + Qatar + Egypt"),
            (
                "As rumours spread, Pakistan’s civil and military leadership must stay calm.",
                "Stay calm.",
                "Pakistan’s civil and military leadership",
            ),
            ("In such times, central bankers need to find new tools.", "Find new tools.", "central bankers"),
            ("Kabul would do well to listen to them.", "Listen to them.", "Afghanistan"),
            ("Kabul had better act as a host.", "Act as a host.", "Afghanistan"),
        ] {
            assert_eq!(read(text), [(what.to_owned(), to.to_owned())], "{text}");
        }
        let two = read("Pakistan must talk to all, and Afghanistan must listen well.");
        let told: Vec<String> = two.iter().map(|(what, to)| format!("{to}: {what}")).collect();
        assert_eq!(told, ["Pakistan: Talk to all.", "Afghanistan: Listen well."]);
    }

    #[test]
    fn what_nobody_is_told_is_no_advice() {
        for text in [
            "Diplomacy must be guided by prudence.",
            "The talks should serve as a lesson.",
            "Pakistan must have been surprised by it.",
            "Pakistan should have acted long ago.",
            "Pakistan must be held to account.",
            "Should Pakistan yield at all?",
            "Should Pakistan yield, the war would end.",
            "Kabul said that Pakistan must leave.",
            "“Pakistan must leave at once,” he said.",
            "Pakistan must leave at once, the envoy said.",
            "Nobody knows whether Pakistan should talk to them.",
            "They must listen to each other.",
            "This should come as no surprise to anyone.",
            "A firm demand that Kabul take action was made.",
            "They marched for days that Kabul should quit the talks.",
            "Kabul must act as rebels, many of them young, take the town.",
            "Kabul must quit as it is weak.",
            "New borders must follow the river.",
            "The must-see film is by Pakistan.",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
