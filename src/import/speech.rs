//! Words that somebody is quoted with, and who it is.
//!
//! A quotation counts where a verb of saying stands beside it in its sentence, with a name or an office as its subject. Words
//! that are set in marks for distance have none, and are left out.

use super::known::Known;
use super::mention::{Mention, the_person};
use super::sentence::Sentence;
use super::voice::quoted;
use super::words::{SAID, TITLES};

/// A quotation that is proposed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Said {
    /// The words.
    pub text: String,
    /// Who said them.
    pub by: String,
    /// The sentence that they stand in, where they are only a part of it.
    pub context: Option<String>,
    /// The paragraph, counted from 0.
    pub paragraph: usize,
}

/// The most quotations that are proposed.
const MAX_QUOTES: usize = 20;

/// Verbs before words that their subject has said, though they do not say so.
#[rustfmt::skip]
const HELD: &[&str] = &[
    "blamed", "blames", "maintained", "maintains", "accused", "accuses", "condemned", "condemns", "denounced", "denounces",
    "dismissed", "dismisses", "hailed", "hails", "praised", "praises", "mocked", "mocks", "decried", "decries",
];

/// No more words than these may be set in marks for distance.
const DISTANT: usize = 3;

/// Fewer words than these say nothing without the sentence around them.
const FEW: usize = 6;

/// The most words and marks of a sentence that is looked through.
const LONG: usize = 400;

/// The quotations of an article, in its order.
pub(super) fn quotes(sentences: &[Sentence<'_>], mentions: &[Mention<'_>], known: &Known) -> Vec<Said> {
    let mut out = Vec::new();
    // Who was said to begin a quotation that goes on in the next sentences.
    let mut pending: Option<(usize, String)> = None;
    for (index, sentence) in sentences.iter().enumerate() {
        let here: Vec<&Mention<'_>> = {
            let start = mentions.partition_point(|m| m.sentence < index);
            let end = mentions.partition_point(|m| m.sentence <= index);
            mentions.get(start..end).unwrap_or_default().iter().collect()
        };
        // So long a sentence is none.
        if sentence.tokens.len() > LONG {
            continue;
        }
        if pending.as_ref().is_some_and(|(paragraph, _)| *paragraph != sentence.paragraph) {
            pending = None;
        }
        let stretches = quoted(sentence);
        let next = sentences.get(index + 1).filter(|next| next.paragraph == sentence.paragraph);
        let pronoun = |at: usize| {
            let within = |m: &Mention<'_>| stretches.iter().any(|range| range.contains(&m.from));
            let before = here.iter().copied().filter(|m| m.to < at && !within(m));
            the_person(mentions, before, index, sentence.paragraph)
        };
        for stretch in &stretches {
            if out.len() == MAX_QUOTES {
                return out;
            }
            let goes_on = sentence.open.filter(|_| stretch.start == 0);
            let said = || {
                speaker(sentence, &here, stretch, &stretches, &pronoun)
                    .or_else(|| by_noun(sentence, stretch, known))
                    .or_else(|| told_behind(sentence, stretch, next?, mentions, index + 1))
            };
            let closed = sentence.token(stretch.end).is_some();
            if !closed {
                if goes_on.is_none() {
                    pending = said().map(|by| (sentence.paragraph, by));
                }
                continue;
            }
            let before = pending.take().filter(|_| goes_on.is_some()).map(|(_, by)| by);
            let Some(by) = before.or_else(said) else { continue };
            let Some(text) = words(sentence, stretch, goes_on) else { continue };
            let by = known.find(&by).map_or(by, str::to_owned);
            let count = text.split_whitespace().count();
            let part = !text.starts_with(char::is_uppercase);
            let few = count < FEW && (part || count < 3);
            let context = few.then(|| sentence.text.to_owned());
            out.push(Said { text, by, context, paragraph: sentence.paragraph });
        }
    }
    out
}

/// The words between two marks, without the comma before the second. `before` is where a quotation of several sentences begins.
fn words(sentence: &Sentence<'_>, stretch: &std::ops::Range<usize>, before: Option<usize>) -> Option<String> {
    let from = before.or_else(|| sentence.token(stretch.start).map(|mark| mark.range.end))?;
    // What is not closed is no quotation.
    let to = sentence.token(stretch.end)?.range.start;
    let text = sentence.whole.get(from..to)?.trim().trim_end_matches(',').trim();
    text.chars().any(char::is_alphabetic).then(|| text.to_owned())
}

/// Who says what stands between two marks.
///
/// `pronoun` tells who `he` or `she` at a token is.
fn speaker(
    sentence: &Sentence<'_>,
    here: &[&Mention<'_>],
    stretch: &std::ops::Range<usize>,
    all: &[std::ops::Range<usize>],
    pronoun: &dyn Fn(usize) -> Option<String>,
) -> Option<String> {
    let within = |at: usize| all.iter().any(|range| range.contains(&at));
    let outside: Vec<&&Mention<'_>> = here.iter().filter(|m| !within(m.from)).collect();
    let verb = |at: usize| sentence.token(at).is_some_and(|t| t.is_in(SAID)) && !within(at);
    // According to X, “...”, and “...”, according to X.
    if let Some(at) = (0..sentence.tokens.len())
        .find(|at| sentence.token(*at).is_some_and(|t| t.is("according")) && !within(*at))
    {
        return outside.iter().find(|m| m.from >= at + 2 && m.from <= at + 5).map(|m| m.name.to_owned());
    }
    // Behind: “...,” said X; “...,” X said; “...,” X, the minister, said.
    let end = stretch.end;
    let after = (end + 1..end + 17).find(|at| verb(*at));
    if let Some(verb) = after {
        let stops =
            (end + 1..verb).any(|at| sentence.token(at).is_some_and(|t| matches!(t.text, "“" | "\"" | ";")));
        if !stops {
            let free = |m: &&&&Mention<'_>| owner(sentence, m).is_none() && !hangs(sentence, m);
            let before_verb = outside.iter().filter(|m| m.from > end && m.to < verb).rfind(free);
            let behind_verb = || {
                outside.iter().filter(|m| m.from > verb && m.from <= verb + 4 && verb == end + 1).find(free)
            };
            let he = [verb + 1, verb - 1]
                .into_iter()
                .find(|at| sentence.token(*at).is_some_and(|t| t.is_in(&["he", "she"])));
            // They should “...” it, he says.
            let closes = || {
                sentence.token(verb - 2).is_some_and(|t| t.text == ",")
                    && sentence.token(verb + 1).is_none_or(|t| !t.word)
            };
            if let Some(he) = he.filter(|_| before_verb.is_none() && (verb <= end + 2 || closes())) {
                return pronoun(he);
            }
            if let Some(mention) = before_verb.or_else(behind_verb) {
                return person_or_body(mention);
            }
        }
    }
    if let Some(at) = as_saying(sentence, stretch.start) {
        let subject = outside.iter().rev().find(|m| m.to < at && owner(sentence, m).is_none());
        return subject.and_then(|m| person_or_body(m));
    }
    // Before: X said: “...”, X, the minister, warned that Y could “...”. The subject is the last name before the verb
    // that owns nothing. Behind other verbs only some words are a quotation: one or two may be set in marks for distance.
    let some = stretch.len() > DISTANT;
    let held = |at: usize| some && !within(at) && sentence.token(at).is_some_and(|t| t.is_in(HELD));
    let verb = (0..stretch.start).rev().find(|at| verb(*at) || held(*at))?;
    let before = sentence.token(verb.checked_sub(1)?)?;
    if before.is_in(&["he", "she"]) {
        return pronoun(verb - 1);
    }
    if before.is_in(&["was", "were", "is", "are", "be", "been", "they", "it", "who", "so-called", "the", "a"])
    {
        return None;
    }
    // X, who met Y, said: what is told of X between commas has no say in it.
    let verb = told_of(sentence, verb).unwrap_or(verb);
    let subject =
        outside.iter().rev().find(|m| m.to < verb && owner(sentence, m).is_none() && !hangs(sentence, m))?;
    // No clause may begin between the name and the verb: Kabul, whose envoy warned ...
    let between = (subject.to + 1..verb).any(|at| {
        let breaks = ["whose", "which", "that", "who", "and", "but", "while", "when", "he", "she"];
        sentence.token(at).is_some_and(|t| t.is_in(&breaks) || t.text == ";")
    });
    let near = verb - subject.to <= 12;
    (!between && near).then(|| person_or_body(subject)).flatten()
}

/// Where a clause begins that says more of a subject, with a comma before it and one before the verb: X, *who led it*, said.
fn told_of(sentence: &Sentence<'_>, verb: usize) -> Option<usize> {
    let comma = |at: usize| sentence.token(at).is_some_and(|t| t.text == ",");
    let close = verb.checked_sub(1).filter(|at| comma(*at))?;
    let open = (close.saturating_sub(ASIDE)..close).rev().find(|at| comma(*at))?;
    sentence.token(open + 1)?.is_in(&["who", "whose", "which"]).then_some(open)
}

/// The most words and marks of such a clause.
const ASIDE: usize = 18;

/// Where `as saying` stands before a mark: the paper quotes X *as saying that* “...”.
fn as_saying(sentence: &Sentence<'_>, mark: usize) -> Option<usize> {
    let at = (mark.checked_sub(3)?..mark).find(|at| sentence.token(*at).is_some_and(|t| t.is("saying")))?;
    at.checked_sub(1).filter(|at| sentence.token(*at).is_some_and(|t| t.is("as")))
}

/// Who said a whole sentence, where the next one tells: “...” That was the message from X; “...” So said X.
fn told_behind(
    sentence: &Sentence<'_>,
    stretch: &std::ops::Range<usize>,
    next: &Sentence<'_>,
    mentions: &[Mention<'_>],
    index: usize,
) -> Option<String> {
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "message", "word", "words", "verdict", "view", "warning", "claim", "promise", "conclusion", "response", "reply", "answer",
        "plea", "advice", "assessment", "judgment", "judgement", "opinion", "line", "remark", "statement", "boast", "motto", "slogan",
    ];
    let whole = stretch.start == 0 && stretch.end + 1 >= sentence.tokens.len();
    let first =
        next.token(0).filter(|t| whole && t.is_in(&["that", "this", "these", "those", "so", "thus"]))?;
    let start = mentions.partition_point(|m| m.sentence < index);
    let by = mentions.get(start..)?.iter().find(|m| m.sentence == index)?;
    let lead = next.tokens.get(1..by.from)?;
    let said = first.is_in(&["so", "thus"]) && lead.first().is_some_and(|t| t.is_in(SAID)) && lead.len() <= 3;
    let from = lead
        .iter()
        .rposition(|t| !t.is("the"))
        .filter(|at| lead.get(*at).is_some_and(|t| t.is_in(&["from", "of", "by"])) && *at <= 8);
    let told = from.is_some_and(|from| lead.iter().take(from).any(|t| t.is_in(WORDS)))
        && lead.first().is_some_and(|t| t.is_in(&["is", "was", "are", "were"]));
    (said || told).then_some(by).filter(|m| owner(next, m).is_none()).and_then(person_or_body)
}

/// The body that its noun names before what it says: the court has plainly said: ....
fn by_noun(sentence: &Sentence<'_>, stretch: &std::ops::Range<usize>, known: &Known) -> Option<String> {
    let mut at = stretch.start.checked_sub(1)?;
    if sentence.token(at).is_some_and(|t| matches!(t.text, ":" | ",") || t.is("that")) {
        at = at.checked_sub(1)?;
    }
    sentence.token(at).filter(|t| t.is_in(SAID))?;
    at = at.checked_sub(1)?;
    while sentence
        .token(at)
        .is_some_and(|t| t.is_in(&["has", "had", "have"]) || t.word && t.text.ends_with("ly"))
    {
        at = at.checked_sub(1)?;
    }
    let the = at.checked_sub(1).filter(|the| sentence.token(*the).is_some_and(|t| t.is("the")))?;
    let opens = the.checked_sub(1).and_then(|before| sentence.token(before)).is_none_or(|t| !t.word);
    opens.then(|| known.find(sentence.span(the, at)).map(str::to_owned)).flatten()
}

/// Whether a name hangs on another: the envoy *of Velmora* said.
fn hangs(sentence: &Sentence<'_>, mention: &Mention<'_>) -> bool {
    let mut before = mention.from.checked_sub(1).and_then(|at| sentence.token(at));
    if before.is_some_and(|t| t.is("the")) {
        before = mention.from.checked_sub(2).and_then(|at| sentence.token(at));
    }
    before.is_some_and(|t| {
        t.is_in(&["of", "in", "from", "at", "for", "with", "to", "by", "on", "against", "near"])
    })
}

/// What a name owns in its sentence: Pakistan’s *minister* said is not Pakistan.
fn owner(sentence: &Sentence<'_>, mention: &Mention<'_>) -> Option<()> {
    sentence.token(mention.to).filter(|t| t.possessive).map(|_| ())
}

/// The name, where it may be that of one who speaks.
fn person_or_body(mention: &Mention<'_>) -> Option<String> {
    let office = TITLES.iter().any(|title| mention.name.eq_ignore_ascii_case(title));
    (!mention.place && !office).then(|| mention.name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::super::names::mentions;
    use super::super::sentence::sentences;
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let sentences = sentences(0, text);
        let all = quotes(&sentences, &mentions(&sentences), &Known::default());
        all.into_iter().map(|said| format!("{}: {}", said.by, said.text)).collect()
    }

    #[test]
    fn quotations_have_their_speakers_on_either_side() {
        for (text, want) in [
            ("“We will not yield,” said Khawaja Asif on Monday.", "Khawaja Asif: We will not yield"),
            ("“We will not yield,” Khawaja Asif said.", "Khawaja Asif: We will not yield"),
            (
                "\"We will not yield,\" Khawaja Asif, the minister, told reporters.",
                "Khawaja Asif: We will not yield",
            ),
            ("Khawaja Asif said: “We will not yield.”", "Khawaja Asif: We will not yield."),
            (
                "The remark came when Pakistan's Defence Minister, Khawaja Asif, publicly warned that Pakistan could “obliterate” the regime.",
                "Khawaja Asif: obliterate",
            ),
            (
                "Khawaja Asif blamed “the greed of the upstream towns” for it.",
                "Khawaja Asif: the greed of the upstream towns",
            ),
            (
                "Khawaja Asif maintains that “the valley will not be drowned”.",
                "Khawaja Asif: the valley will not be drowned",
            ),
            ("Khawaja Asif called it “a crime”.", "Khawaja Asif: a crime"),
            ("Khawaja Asif said: ‘We will not yield.’", "Khawaja Asif: We will not yield."),
            (
                "‘The states’ rights aren’t yours,’ Khawaja Asif said.",
                "Khawaja Asif: The states’ rights aren’t yours",
            ),
            (
                "Khawaja Asif has said: ‘We will not yield. Nobody’s army will.’",
                "Khawaja Asif: We will not yield. Nobody’s army will.",
            ),
            ("According to Asim Munir, “nothing has changed”.", "Asim Munir: nothing has changed"),
            ("The Post quotes Khawaja Asif as saying that “all is well”.", "Khawaja Asif: all is well"),
            (
                "Khawaja Asif of Sialkot College, who met Asim Munir there, told us that it was “as good as new”.",
                "Khawaja Asif: as good as new",
            ),
            (
                "When I asked the engineer, Khawaja Asif, why, he told me that “nobody would pay”.",
                "Khawaja Asif: nobody would pay",
            ),
            (
                "As the engineer Khawaja Asif warns, all is not well. The towns need to “wake up” to it, he says.",
                "Khawaja Asif: wake up",
            ),
            ("“The dam is done.” That was the message from Khawaja Asif.", "Khawaja Asif: The dam is done."),
            ("“The dam is done.” So said the engineer Khawaja Asif.", "Khawaja Asif: The dam is done."),
        ] {
            assert_eq!(read(text), [want], "{text}");
        }
    }

    #[test]
    fn marks_of_distance_are_no_quotations() {
        for text in [
            "The so-called “strategic depth” of Pakistan has failed.",
            "He was called a “traitor” by many in Kabul.",
            "“We will not yield,” he said.",
            "Pakistan has a “firm” view of it.",
            "Khawaja Asif said in the ‘90s that the states’ rights were few.",
            "Khawaja Asif blamed the “strategic depth” of old.",
            "“The dam is done.” That was the end of Khawaja Asif.",
            "The return of Omar “Rocky” Khan, Khawaja Asif said, was late.",
            "“The dam is done.” That was the view of Khawaja Asif’s rivals.",
            "When the engineers Khawaja Asif and Asim Munir met the mayor, Eva Roe, he said that “nobody would pay”.",
        ] {
            assert_eq!(read(text), Vec::<String>::new(), "{text}");
        }
    }
}
