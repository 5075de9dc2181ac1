//! Names in sentences: where one begins and ends.
//!
//! A capital makes a name, but for the first word of a sentence, which has one anyway. Nothing is known of the world here
//! but states and a few lists of words.

use super::acronym::{explained, letters_behind};
use super::bodies::{MANY, is_noun, many_of};
use super::mention::Mention;
use super::office::{HEADS, apposition, ends_as_body, holder, small_title, title_end};
use super::places::{Bond, state};
use super::sentence::Sentence;
use super::usage::{VERBS, behind, context, join, stand};
use super::words::{
    GOVERNMENTS, NO_ACTORS, ORGANISATIONS, SAID, SMALL, TITLE_MODIFIERS, TITLES, is, is_courtesy, month,
};
use std::collections::HashSet;

/// Small words within names of people.
const PARTICLES: &[&str] = &[
    "de", "la", "del", "der", "den", "van", "von", "bin", "bint", "ibn", "al", "el", "du", "da", "di", "dos",
    "ul", "ur",
];

/// The names in all sentences.
pub(super) fn mentions<'t>(sentences: &[Sentence<'t>]) -> Vec<Mention<'t>> {
    let seen = Seen::of(sentences);
    let mut out = Vec::new();
    for (index, sentence) in sentences.iter().enumerate() {
        let start = out.len();
        in_sentence(index, sentence, &seen, &mut out);
        join(sentence, out.get_mut(start..).unwrap_or_default());
    }
    out
}

/// How the article writes its words.
struct Seen {
    /// Those that stand in small letters somewhere.
    small: HashSet<String>,
    /// Those that have a capital within a sentence.
    capital: HashSet<String>,
}

impl Seen {
    fn of(sentences: &[Sentence<'_>]) -> Self {
        let mut seen = Self { small: HashSet::new(), capital: HashSet::new() };
        for sentence in sentences {
            let shouted = shouts(sentence);
            for (at, token) in sentence.tokens.iter().enumerate().filter(|(_, token)| token.word) {
                if token.text.starts_with(char::is_lowercase) {
                    seen.small.insert(token.text.to_owned());
                } else if at > 0 && !shouted && sentence.token(at - 1).is_some_and(|before| before.word) {
                    seen.capital.insert(token.text.to_owned());
                }
            }
        }
        seen
    }
}

/// Whether a text is all capitals, so that a capital says nothing.
fn shouts(sentence: &Sentence<'_>) -> bool {
    let capitals = sentence.tokens.iter().filter(|token| token.capital()).count();
    let words = sentence.words();
    words >= 8 && capitals * 10 >= words * 8
}

fn in_sentence<'t>(index: usize, sentence: &Sentence<'t>, seen: &Seen, out: &mut Vec<Mention<'t>>) {
    if shouts(sentence) {
        return;
    }
    let mut at = 0;
    let mut first = true;
    while let Some(token) = sentence.token(at) {
        let opens = first;
        // What follows a quotation mark or a colon begins anew.
        first = !token.word && (first || matches!(token.text, "“" | "\"" | "«" | ":" | "‘" | "•"));
        if !begins(sentence, at, opens, seen) {
            at += 1;
            continue;
        }
        let to = extent(sentence, at);
        if let Some(mention) = explained(index, sentence, at) {
            // What is explained by its letters is one name, however it was taken apart.
            while out.last().is_some_and(|last| last.sentence == index && last.to >= mention.from) {
                out.pop();
            }
            out.push(mention);
            at = to + 1;
            continue;
        }
        if let Some(mention) = mention(index, sentence, at, to) {
            // Who has an officer is somebody: Harbour Water chief executive Eva Roe.
            let heads =
                mention.title.and_then(|title| title.rsplit(' ').next()).is_some_and(|t| is(HEADS, t));
            if let Some(last) =
                out.last_mut().filter(|last| heads && last.sentence == index && last.to >= mention.from)
            {
                (last.acts, last.subject) = (true, true);
            }
            out.push(mention);
        }
        at = to + 1;
    }
}

/// Whether a name begins at a token.
fn begins(sentence: &Sentence<'_>, at: usize, opens: bool, seen: &Seen) -> bool {
    let Some(token) = sentence.token(at) else { return false };
    if !(token.capital() || token.arabic()) {
        // The only one of its kind is as good as named.
        let the = at.checked_sub(1).and_then(|the| sentence.token(the)).is_some_and(|t| t.is("the"));
        return the && many_of(sentence, at);
    }
    // An initial or “I”.
    if token.text == "I"
        || is(SMALL, token.text) && !token.acronym()
        || month(token.text).is_some() && !token.acronym() && !given_name(sentence, at)
    {
        return false;
    }
    if !opens {
        return true;
    }
    let known = state(token.text).is_some();
    let next = sentence
        .token(at + 1)
        .is_some_and(|next| next.capital() && !next.is_in(SMALL) || next.is("of") && is_noun(token));
    let usual = seen.small.contains(&token.text.to_lowercase());
    let elsewhere = seen.capital.contains(token.text);
    // TransUrban has a capital that no word has.
    let inner = token.text.chars().skip(1).any(char::is_uppercase) && !token.text.contains('-');
    known
        || token.acronym()
        || inner
        || next
        || !usual && (elsewhere || token.possessive || plausible(sentence, at))
}

/// Whether what may be short for a month is the first name of somebody: Jun Park.
fn given_name(sentence: &Sentence<'_>, at: usize) -> bool {
    let short = sentence.token(at).is_some_and(|t| t.text.len() == 3 && !t.is("may"));
    short && sentence.token(at + 1).is_some_and(|next| next.capital() && !next.is_in(SMALL))
}

/// Endings of words that name no one.
const ABSTRACT: &[&str] = &[
    "acy", "tion", "sion", "ism", "ment", "ness", "ity", "ship", "ance", "ence", "hood", "dom", "ly", "ing",
    "ed", "ics",
];

/// Whether the first word of a sentence that is never written small may be a name: something is said of it.
fn plausible(sentence: &Sentence<'_>, at: usize) -> bool {
    let Some(token) = sentence.token(at) else { return false };
    let empty = ABSTRACT.iter().any(|ending| token.text.ends_with(ending)) || token.text.ends_with('s');
    let next = sentence.token(at + 1);
    !empty
        && next.is_some_and(|next| {
            next.text == "," && stand_or_verb(sentence, behind(sentence, at + 1))
                || next.is_in(VERBS)
                || next.is_in(SAID)
                || next.is("and")
                || next.word && next.text.ends_with("ed")
                || stand(sentence, at + 1).is_some()
        })
}

/// Whether a verb that names act by stands at a token.
fn stand_or_verb(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.token(at).is_some_and(|t| t.is_in(VERBS) || t.is_in(SAID)) || stand(sentence, at).is_some()
}

/// The last token of a name that begins at one.
fn extent(sentence: &Sentence<'_>, from: usize) -> usize {
    let named = |at: usize| {
        sentence.token(at).is_some_and(|token| {
            (token.capital() || token.arabic())
                && (token.acronym() || !is(SMALL, token.text))
                && token.text != "I"
        })
    };
    let mut to = from;
    let mut body = None;
    loop {
        let Some(token) = sentence.token(to) else { return to };
        // The People's Party, the Workers' Union.
        let of_many =
            token.is_in(MANY) && sentence.token(to + 1).is_some_and(|next| next.capital() && is_noun(next));
        // The Farmers' Union: the mark stands between.
        if many_of(sentence, to) {
            to += 2;
            continue;
        }
        if token.possessive && !of_many {
            return to;
        }
        if is_noun(token) && body.is_none() {
            body = Some(token.text);
        }
        let next = sentence.token(to + 1);
        let Some(next) = next else { return to };
        if named(to + 1) || sentence.nickname(to + 1) {
            to += if sentence.nickname(to + 1) { 4 } else { 1 };
            continue;
        }
        // The Harbour Public Schools board: two words that are a name before the noun of a body.
        let body_of = next.is_in(&["board", "council", "committee", "commission", "authority", "union"]);
        if to > from && body_of && body.is_none() {
            return to + 1;
        }
        let step = if next.is_in(PARTICLES) && !next.capital() {
            // Two at most: de la, van der.
            [2, 3].into_iter().find(|n| {
                named(to + n) && (2..*n).all(|m| sentence.token(to + m).is_some_and(|t| t.is_in(PARTICLES)))
            })
        } else if (next.is("of") || next.is("for")) && body.is_some() {
            let the = usize::from(sentence.token(to + 2).is_some_and(|t| t.is("the")));
            named(to + 2 + the).then_some(2 + the)
        } else if next.is("and") && body.is_some_and(|body| is(&["ministry", "department"], body)) {
            let of = (from..to).any(|at| sentence.token(at).is_some_and(|t| t.is("of")));
            (of && named(to + 2) && sentence.token(to + 2).is_some_and(|t| state(t.text).is_none()))
                .then_some(2)
        } else if next.text == "&" {
            named(to + 2).then_some(2)
        } else {
            None
        };
        match step {
            Some(step) => to += step,
            None => return to,
        }
    }
}

/// What a stretch of capitals mentions: a name, with the office before it; none where it is an office alone.
fn mention<'t>(index: usize, sentence: &Sentence<'t>, from: usize, to: usize) -> Option<Mention<'t>> {
    // An adjective before an office or a name is no part of it: Turkish President ..., but Pakistani Taliban is a name.
    let office = |at: usize| sentence.token(at).is_some_and(|t| t.is_in(TITLES) || t.is_in(TITLE_MODIFIERS));
    let adjective = |at: usize| {
        sentence.token(at).is_some_and(|t| {
            matches!(state(t.text), Some((_, Bond::Adjective))) || t.is("former") || t.is("then")
        })
    };
    let mut start = from;
    while start < to && adjective(start) && office(start + 1) {
        start += 1;
    }
    let mut name = start;
    while name <= to && office(name) {
        name += 1;
    }
    // An office may have a noun before it: Commission President Ursula ...
    if name == start && !office(start) {
        let title =
            (start + 1..to).find(|at| office(*at) && sentence.token(*at).is_some_and(|t| t.is_in(TITLES)));
        let follows = title.filter(|at| at - start <= 3).map(|at| at + 1);
        name = follows.filter(|name| *name < to).unwrap_or(name);
    }
    // The last word before the name is an office and not only what makes one more precise; and what follows is no body.
    let is_title = name > start
        && sentence.token(name - 1).is_some_and(|t| t.is_in(TITLES))
        && !ends_as_body(sentence, to)
        // The General Assembly has no rank either.
        && !sentence.token(name).is_some_and(|t| t.is_in(ORGANISATIONS) || t.is_in(GOVERNMENTS));
    // The Harbour East TD: an office with what it is of, and nobody's name.
    let the = from.checked_sub(1).and_then(|at| sentence.token(at)).is_some_and(|t| t.is("the"));
    if name > to || the && to > from && sentence.token(to).is_some_and(|t| t.is_in(TITLES) && !t.possessive) {
        return None;
    }
    let mut name = if is_title { name } else { start };
    // Ms. von der Leyen.
    let particle = |at: usize| sentence.token(at).is_some_and(|t| t.is_in(PARTICLES) && !t.capital());
    while name == start && start > 1 && particle(name - 1) && from - name < 3 {
        name -= 1;
        start -= 1;
    }
    // The front's chief Maulana ...: a courtesy may have the office before it.
    let courteous = |at: usize| sentence.token(at).is_some_and(|t| is_courtesy(t.text));
    let own = if is_title { Some(start) } else { small_title(sentence, name) };
    let before = own.filter(|own| (*own..name).all(courteous)).and_then(|own| {
        let from = small_title(sentence, own)?;
        Some((from, own))
    });
    let named_from = name;
    let (title_from, name) = match before {
        Some((from, own)) => (Some(from), own),
        None => (own, name),
    };
    let last = sentence.token(to)?;
    let text =
        sentence.whole.get(sentence.token(named_from)?.range.start..last.range.start + last.text.len())?;
    let from = title_from.unwrap_or(name);
    let mut mention = Mention::new(index, sentence.paragraph, from, to, text);
    if let Some(at) = title_from {
        let end = title_end(sentence, name);
        mention.title = Some(sentence.span(at, end));
        mention.office = Some(sentence.span(holder(sentence, at), end));
        // Mr Doe, the mayor: what a courtesy does not tell stands behind the name.
        if (at..name).all(courteous) {
            mention.office = apposition(sentence, to).or(mention.office);
        }
    } else {
        mention.office = apposition(sentence, to);
    }
    mention.acronym = letters_behind(sentence, named_from, to);
    context(sentence, &mut mention);
    let alone = named_from == to && (is(NO_ACTORS, text) || is(TITLES, text) || text.chars().count() < 2);
    (!alone && !is(NO_ACTORS, text)).then_some(mention)
}

#[cfg(test)]
mod tests {
    use super::super::sentence::sentences;
    use super::*;

    fn read(text: &str) -> Vec<String> {
        mentions(&sentences(0, text))
            .into_iter()
            .map(|m| {
                let parts = [
                    m.office.map(|o| format!(" [{o}]")),
                    m.acronym.map(|a| format!(" ({a})")),
                    m.acts.then(|| "!".to_owned()),
                ];
                format!("{}{}", m.name, parts.into_iter().flatten().collect::<String>())
            })
            .collect()
    }

    #[test]
    fn names_have_their_offices_and_acronyms() {
        for (text, want) in [
            (
                "He met Pakistan's Defence Minister, Khawaja Asif, and left.",
                vec!["Pakistan!", "Khawaja Asif [Pakistan's Defence Minister]!"],
            ),
            ("He met Defence Minister Khawaja Asif there.", vec!["Khawaja Asif [Defence Minister]!"]),
            (
                "A word from Turkish President Recep Tayyip Erdogan came.",
                vec!["Recep Tayyip Erdogan [Turkish President]!"],
            ),
            ("He saw army chief Asim Munir fall.", vec!["Asim Munir [army chief]!"]),
            ("They shot banned RRF chief Noor Mehsud in May.", vec!["RRF!", "Noor Mehsud [RRF chief]!"]),
            ("Then Red River leader Ana Sol left.", vec!["Red River!", "Ana Sol [Red River leader]!"]),
            ("And RRF chief Maulana Omar Rehman too.", vec!["RRF!", "Omar Rehman [RRF chief]!"]),
            (
                "A former interior minister Sheikh Omar Ahmad paid.",
                vec!["Omar Ahmad [former interior minister]!"],
            ),
            (
                "It quotes the Agriculture Minister, Mr Omar Ahmad, again.",
                vec!["Omar Ahmad [Agriculture Minister]!"],
            ),
            (
                "Ardania's foreign minister, Badr al-Omari, proposed it.",
                vec!["Ardania!", "Badr al-Omari [Ardania's foreign minister]!"],
            ),
            (
                "The Patients' League chief Nora Vance paid.",
                vec!["Patients' League!", "Nora Vance [Patients' League chief]!"],
            ),
            ("It cites UN General Assembly Resolution 302 again.", vec!["UN General Assembly Resolution"]),
            ("Political scientist Eva Roe paid.", vec!["Eva Roe [Political scientist]!"]),
            ("It was the energy economist Eva Roe.", vec!["Eva Roe [energy economist]!"]),
            (
                "As climate change economist Eva Roe says, it is late.",
                vec!["Eva Roe [climate change economist]!"],
            ),
            (
                "We asked Kandor chief financial officer Eva Roe.",
                vec!["Kandor!", "Eva Roe [Kandor chief financial officer]!"],
            ),
            ("Then HCU professor Eva Roe paid.", vec!["HCU", "Eva Roe [HCU professor]!"]),
            ("Dear Housing Minister Eva Roe: it is late.", vec!["Eva Roe [Housing Minister]!"]),
            ("They fear their unloved ruler, Omar Khan.", vec!["Omar Khan [ruler]!"]),
            ("The Kandor Bay TD left, and so did Upland TD Eva Roe.", vec!["Eva Roe [Upland TD]!"]),
            (
                "Rt Hon Lord Roe, Bishop of Kandor and Sale until May, spoke.",
                vec!["Roe [Bishop of Kandor and Sale]!", "Kandor", "Sale"],
            ),
            ("Senator Omar “Rocky” Khan paid.", vec!["Omar “Rocky” Khan [Senator]!"]),
            ("Now economist Eva Roe paid.", vec!["Eva Roe [economist]!"]),
            ("Mr Omar Ahmad, the mayor, paid.", vec!["Omar Ahmad [mayor]!"]),
            (
                "Khawaja Asif, the defence minister of Pakistan, was loud.",
                vec!["Khawaja Asif [defence minister of Pakistan]!", "Pakistan"],
            ),
            ("They fear the Tehrik-i-Taliban Pakistan (TTP) more.", vec!["Tehrik-i-Taliban Pakistan (TTP)"]),
            ("We asked the Ministry of Foreign Affairs for it.", vec!["Ministry of Foreign Affairs!"]),
            ("The Kandor Public Schools board has met.", vec!["Kandor Public Schools board!"]),
            ("It is the Prime Minister who asks.", vec![]),
            ("Diplomacy demands patience. Yet nobody has it.", vec![]),
            ("Turkey and Qatar, both eager, were tired.", vec!["Turkey!", "Qatar!"]),
            ("We saw Ursula von der Leyen in Doha.", vec!["Ursula von der Leyen", "Doha"]),
        ] {
            assert_eq!(read(text), want, "{text}");
        }
    }
}
