//! Quotations in articles of other languages: words between marks, with the one who is said to have said them.
//!
//! A verb of saying has to stand beside the marks, and a name beside the verb. Where letters have no capitals a name is what
//! stands before the first comma, or before the particle that marks who acts.

use super::lines::person;
use super::speech::Said;
use super::tongues::{AUXILIARIES, SAID, is_in, office};
use std::ops::Range;

/// The most quotations, and the most bytes of one.
const MOST: usize = 20;
const LONGEST: usize = 1500;

/// The marks that open and close quotations.
const MARKS: &[(&str, &str)] =
    &[("«", "»"), ("„", "“"), ("„", "”"), ("“", "”"), ("’’", "‘‘"), ("‘‘", "’’"), ("\"", "\"")];

/// The most words of a name.
const NAME: usize = 5;

/// The quotations of a paragraph, counted from 0, in a language.
pub(super) fn quotes(paragraph: usize, text: &str, language: &str, out: &mut Vec<Said>) {
    let mut from = 0;
    for Quotation { open, inner, end } in quotations(text) {
        if out.len() == MOST {
            return;
        }
        let quoted = text.get(inner).unwrap_or_default().trim();
        let before = text.get(from..open).unwrap_or_default();
        let before = before.rsplit(['.', '!', '?', '؟', '۔']).next().unwrap_or_default();
        let after = text.get(end..).unwrap_or_default();
        let by = match language {
            "ar" => verb_first(before),
            "fa" => before_comma(before),
            "ur" => before_particle(before),
            _ => behind(after, language).or_else(|| ahead(before, language)),
        };
        if let Some(by) = by.filter(|_| quoted.split_whitespace().count() >= 3) {
            let text = quoted.trim_end_matches([',', '،']).trim().to_owned();
            out.push(Said { text, by, context: None, paragraph });
        }
        from = end;
    }
}

/// A quotation: where its mark opens, what it holds, and where the mark that closes it ends.
struct Quotation {
    open: usize,
    inner: Range<usize>,
    end: usize,
}

/// The quotations of a text, in one pass. One that is not closed soon is none, and those that open within it count.
fn quotations(text: &str) -> Vec<Quotation> {
    let mut out = Vec::new();
    // The mark that is open, where it begins and where it ends.
    let mut open: Option<(&str, usize, usize)> = None;
    let mut skip = 0;
    for (at, c) in
        text.char_indices().filter(|(_, c)| MARKS.iter().any(|(a, b)| a.starts_with(*c) || b.starts_with(*c)))
    {
        let here = text.get(at..).unwrap_or_default();
        if at < skip || !MARKS.iter().any(|(a, b)| here.starts_with(a) || here.starts_with(b)) {
            continue;
        }
        if let Some((mark, start, inner)) = open.filter(|(_, _, inner)| at - inner <= LONGEST) {
            let close = MARKS.iter().find(|(a, b)| *a == mark && here.starts_with(b));
            if let Some((_, close)) = close {
                skip = at + close.len();
                out.push(Quotation { open: start, inner: inner..at, end: skip });
                open = None;
                continue;
            }
        }
        if let Some((mark, _)) = MARKS.iter().find(|(a, _)| here.starts_with(a)) {
            skip = at + mark.len();
            open = Some((mark, at, skip));
        } else {
            skip = at + c.len_utf8();
        }
    }
    out
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace()
        .map(|word| word.trim_matches([',', ':', '،', '.', ';']))
        .filter(|word| !word.is_empty())
        .collect()
}

fn says(language: &str, word: &str) -> bool {
    is_in(SAID, language, &word.to_lowercase())
}

/// « … », a déclaré Jeanne Morel, présidente de …
fn behind(after: &str, language: &str) -> Option<String> {
    let clause = after.split(['.', '!', '?', ';', '«', '„', '“']).next()?;
    let parts: Vec<&str> = clause.trim_start_matches([',', ' ', '!', '?']).split(',').collect();
    let all = words(parts.first()?);
    let verb = all.iter().take(3).position(|word| says(language, word))?;
    name(all.get(verb + 1..)?, language)
}

/// Ministre X a déclaré : « … »
fn ahead(before: &str, language: &str) -> Option<String> {
    let before = before.trim_end();
    let all = words(before);
    let verb = all.iter().rposition(|word| says(language, word)).filter(|verb| all.len() - verb <= 5)?;
    if !before.ends_with([':', ',']) && verb + 1 < all.len() {
        return None;
    }
    let mut end = verb;
    while end.checked_sub(1).and_then(|at| all.get(at)).is_some_and(|word| is_in(AUXILIARIES, language, word))
    {
        end -= 1;
    }
    let start =
        (0..end).rev().take(NAME).take_while(|at| all.get(*at).is_some_and(|word| is_name(word))).last()?;
    name(all.get(start..end)?, language)
}

fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
        || matches!(word, "de" | "von" | "di" | "da" | "del" | "della" | "van" | "der" | "du" | "dos")
}

/// The name of a person at the start of some words, behind an office.
fn name(all: &[&str], language: &str) -> Option<String> {
    let bare = |word: &&&str| {
        matches!(**word, "le" | "la" | "el" | "il" | "der" | "die" | "o" | "a") || office(language, word)
    };
    let offices = all.iter().take_while(bare).count();
    let own: Vec<&str> =
        all.iter().skip(offices).copied().take(NAME).take_while(|word| is_name(word)).collect();
    person(&own.join(" "))
}

/// قال فلان: «…»
fn verb_first(before: &str) -> Option<String> {
    let clause =
        before.trim().trim_end_matches([':', ' ']).trim_end_matches("إن").trim_end_matches("أن").trim();
    let (_, rest) = clause.split_once(' ').filter(|(verb, _)| says("ar", verb))?;
    let who = rest.split(['،', ':', ',']).next()?;
    let all: Vec<&str> = words(who)
        .into_iter()
        .take_while(|word| !matches!(*word, "إن" | "في" | "خلال" | "أمس" | "يوم" | "عن"))
        .collect();
    ((2..=NAME + 1).contains(&all.len())).then(|| all.join(" "))
}

/// فلان، وزیر …، گفت: «…»
fn before_comma(before: &str) -> Option<String> {
    let before = before.trim();
    let all = words(before);
    let said = before.ends_with(':') && all.iter().rev().take(3).any(|word| says("fa", word));
    let (who, _) = before.split_once('،').filter(|_| said)?;
    let own = words(who);
    let pronoun = own.first().is_some_and(|word| matches!(*word, "او" | "این" | "وی" | "آن" | "اما" | "در"));
    ((2..=4).contains(&own.len()) && !pronoun).then(|| own.join(" "))
}

/// فلاں نے … کہا کہ ’’…‘‘
fn before_particle(before: &str) -> Option<String> {
    let all = words(before);
    let said = all.iter().rev().take(2).any(|word| says("ur", word));
    let particle = all.iter().position(|word| *word == "نے").filter(|_| said)?;
    let own = all.get(..particle)?;
    let pronoun = own.first().is_some_and(|word| matches!(*word, "انہوں" | "اس" | "انھوں" | "جس"));
    ((2..=NAME).contains(&own.len()) && !pronoun).then(|| own.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_have_their_speakers_in_other_languages() {
        for (language, text, want) in [
            (
                "fr",
                "« Nous ne voulons que deux mètres », a déclaré Anne Exemple, présidente.",
                Some("Anne Exemple"),
            ),
            ("fr", "Le maire Jean Modèle a dit : « Nous verrons bien demain. »", Some("Jean Modèle")),
            ("fr", "Il parle de « la preuve que tout change » à Paris.", None),
            (
                "de",
                "Verkehrsminister Karl Muster sagte am Montag: „Wir werden sehen, was kommt.“",
                Some("Karl Muster"),
            ),
            ("de", "„Wir werden sehen, was kommt“, sagte Ministerin Eva Muster.", Some("Eva Muster")),
            ("es", "«Ya veremos qué pasa», dijo Ana Ejemplo.", Some("Ana Ejemplo")),
            ("ar", "وقال سالم المثال: «سنرى ما الذي سيحدث».", Some("سالم المثال")),
            ("fa", "رضا نمونه، وزیر راه، دیروز گفت: «خواهیم دید چه می‌شود.»", Some("رضا نمونه")),
            ("fa", "او دیروز گفت: «خواهیم دید چه می‌شود.»", None),
            ("ur", "علی مثال نے پیر کو کہا کہ ’’ہم دیکھیں گے کیا ہوتا ہے‘‘", Some("علی مثال")),
        ] {
            let mut out = Vec::new();
            quotes(0, text, language, &mut out);
            assert_eq!(out.first().map(|said| said.by.as_str()), want, "{text}");
        }
        let mut out = Vec::new();
        quotes(0, "« « « a dit Jean Modèle", "fr", &mut out);
        assert!(out.is_empty());
        assert_eq!(quotations("« a « b » c „d“ \"e\" «").len(), 3);
    }
}
