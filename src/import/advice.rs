//! What somebody must, should or ought to do, and who it is.
//!
//! Only what the author says in his or her own voice counts, and only where the one who is to act is told: an actor, or
//! people of a kind that acts. What somebody else demands, what might have been, what is asked or supposed, and what should
//! be done to somebody is none.

use super::actors::Known;
use super::calls::calls;
use super::places::state;
use super::reason;
use super::sentence::{Sentence, Token};
use super::voice::{clause_start, quoted, reported};
use super::words::{
    ADVERBS, CLAUSES, DISPOSITIONS, PARTICIPLES, SMALL, TITLE_MODIFIERS, TITLES, is, is_agent,
};

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
    if state(words).is_some_and(|(_, bond)| bond != super::places::Bond::Adjective) {
        return Some(words.to_owned());
    }
    let verbs = tokens.iter().any(|t| {
        t.is_in(super::words::SAID) && !std::ptr::eq(t, head)
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

/// A text with a capital.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|c| c.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Whether the author calls it pressing.
pub(super) fn pressing(sentence: &Sentence<'_>) -> bool {
    let tokens = &sentence.tokens;
    tokens.iter().any(|t| t.is_in(&["urgently", "immediately"]))
        || tokens.windows(2).any(|pair| {
            matches!(pair, [a, b] if a.is_in(&["immediate", "first", "top", "highest", "urgent", "overriding"]) && b.is("priority"))
        })
}

#[cfg(test)]
mod tests {
    use super::super::actors::Found;
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
