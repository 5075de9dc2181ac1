//! Letters that stand for names: which they are, and which name.

use super::mention::{Mention, bare};
use super::sentence::Sentence;
use super::usage::context;
use super::words::SMALL;
use std::collections::HashMap;

/// The full names that letters stand for, in small letters: those that are explained, and those that are the initials of one
/// name of several words and of no other.
pub(super) fn acronyms(mentions: &[Mention<'_>]) -> HashMap<String, String> {
    let mut out: HashMap<String, String> = HashMap::new();
    for mention in mentions {
        if let Some(letters) = mention.acronym {
            out.entry(letters.to_lowercase()).or_insert_with(|| bare(mention.name).to_lowercase());
        }
    }
    let mut initials: HashMap<String, Option<String>> = HashMap::new();
    for name in mentions.iter().map(|mention| bare(mention.name)).filter(|name| name.split(' ').count() >= 3)
    {
        let first = name.split([' ', '-']).filter(|part| part.starts_with(char::is_uppercase));
        let letters: String =
            first.filter_map(|part| part.chars().next()).flat_map(char::to_lowercase).collect();
        let full = name.to_lowercase();
        let one = initials.entry(letters).or_insert_with(|| Some(full.clone()));
        if one.as_ref() != Some(&full) {
            *one = None;
        }
    }
    for letters in mentions.iter().map(|mention| bare(mention.name)) {
        let plain = letters.len() >= 3 && letters.chars().all(|c| c.is_ascii_uppercase());
        if let Some(Some(full)) = initials.get(&letters.to_lowercase()).filter(|_| plain) {
            out.entry(letters.to_lowercase()).or_insert_with(|| full.clone());
        }
    }
    out
}

/// The name before letters in brackets that are its initials, small words and all: `Transport for Greater Harbour (TGH)`.
pub(super) fn explained<'t>(index: usize, sentence: &Sentence<'t>, letters: usize) -> Option<Mention<'t>> {
    let token = sentence.token(letters).filter(|token| token.acronym() && !token.possessive)?;
    let open = letters.checked_sub(1)?;
    if sentence.token(open)?.text != "(" || sentence.token(letters + 1)?.text != ")" {
        return None;
    }
    let to = open.checked_sub(1)?;
    let most = token.text.chars().count() * 2;
    let mut fits = None;
    for from in (open.saturating_sub(most)..=to).rev() {
        let first = sentence.token(from)?;
        if !first.word || first.possessive && from < to {
            break;
        }
        let small = first.is_in(SMALL) && !first.acronym();
        if first.capital() && !small && initials_are(token.text, sentence.span(from, to)) {
            fits = Some(from);
        }
    }
    let from = fits?;
    let last = sentence.token(to)?;
    let name = sentence.whole.get(sentence.token(from)?.range.start..last.range.start + last.text.len())?;
    let mut mention = Mention::new(index, sentence.paragraph, from, to, name);
    mention.acronym = Some(token.text);
    context(sentence, &mut mention);
    Some(mention)
}

/// Whether letters are the initials of the words with capitals, or of all words, and of no more.
fn initials_are(letters: &str, words: &str) -> bool {
    let letters: String =
        letters.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let initials = |capitals: bool| -> String {
        let parts = words
            .split([' ', '-', '‑', '/'])
            .filter(|part| !capitals || part.starts_with(char::is_uppercase));
        parts.filter_map(|part| part.chars().next()).flat_map(char::to_lowercase).collect()
    };
    initials(true) == letters || initials(false) == letters
}

/// The letters in brackets behind a name that are its initials.
pub(super) fn letters_behind<'t>(sentence: &Sentence<'t>, name: usize, to: usize) -> Option<&'t str> {
    let letters = sentence.token(to + 2).filter(|token| token.acronym() && !token.possessive)?;
    let closed = sentence.token(to + 1)?.text == "(" && sentence.token(to + 3)?.text == ")";
    let several = to > name || sentence.token(name)?.text.contains('-');
    (closed && several && stands_for(letters.text, sentence.span(name, to))).then_some(letters.text)
}

/// Whether letters are the initials of some words: of those with capitals, or of all.
pub(super) fn stands_for(letters: &str, words: &str) -> bool {
    let letters: String = letters.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let letters = letters
        .strip_suffix('s')
        .filter(|rest| rest.len() >= 2 && !words.ends_with('s'))
        .unwrap_or(&letters)
        .to_owned();
    let parts = || {
        words
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '/' | '’' | '\''))
            .filter(|part| !part.is_empty())
    };
    let initials = |capitals: bool| -> String {
        parts()
            .filter(|part| !capitals || part.starts_with(char::is_uppercase))
            .filter_map(|part| part.trim_start_matches("al-").chars().next())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let all = initials(false);
    letters.len() >= 2
        && (initials(true) == letters
            || all == letters
            || all.len() > letters.len() && subsequence(&letters, &all))
}

/// Whether letters are some of others, in their order, from the first one on.
fn subsequence(letters: &str, of: &str) -> bool {
    let mut rest = of.chars();
    letters.chars().next() == of.chars().next() && letters.chars().all(|c| rest.any(|other| other == c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acronyms_are_initials() {
        for (letters, words) in [
            ("TTP", "Tehrik-i-Taliban Pakistan"),
            ("NATO", "North Atlantic Treaty Organization"),
            ("IMF", "International Monetary Fund"),
            ("UNHCR", "UN High Commissioner for Refugees"),
            ("OTAN", "Organisation du traité de l’Atlantique nord"),
        ] {
            let fits = stands_for(letters, words);
            assert_eq!(fits, letters != "UNHCR", "{letters}");
        }
        assert!(!stands_for("GDP", "Pakistan Army"));
    }
}
