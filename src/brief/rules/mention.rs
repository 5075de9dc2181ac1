//! Which actors of a brief nothing in it mentions.
//!
//! Invariant: in doubt an actor is mentioned. One word of its names is enough, in any letter case and with any ending.

use super::super::cast::Cast;
use super::super::model::{Actor, Brief};
use super::super::texts::{Sort, each_text};
use crate::yaml::Step::{Item, Key};
use memchr::memmem;
use unicode_script::{Script, UnicodeScript};

/// Looking for names costs names by bytes; beyond this (a few tenths of a second) it is left out.
const MAX_LOOKED: usize = 1 << 28;

/// What looking through a text costs beside its bytes, in bytes.
const LOOK: usize = 64;

/// The actors, counted from 0, that nothing mentions. `meant` are those that a misspelt reference probably means.
pub(super) fn unmentioned(brief: &Brief, cast: &Cast, meant: &[usize]) -> Vec<usize> {
    let mut left: Vec<bool> = brief.actors.iter().map(|actor| actor.from.is_empty()).collect();
    let addressed = brief.recommendations.iter().flat_map(|item| &item.to);
    let spoken = brief.quotes.iter().filter_map(|quote| quote.by.as_ref());
    let referred = addressed.chain(spoken).filter_map(|name| cast.find(name.as_str()));
    for actor in referred.chain(meant.iter().copied()) {
        if let Some(left) = left.get_mut(actor) {
            *left = false;
        }
    }
    if !left.contains(&true) {
        return Vec::new();
    }
    let mut search = Search::new(brief, &left);
    each_text(brief, &mut |sort, text, way| match way {
        [Key("actors"), Item(actor), Key("role" | "position" | "affiliation" | "name"), ..] => {
            search.look(text, Some(*actor));
        }
        [Key("actors" | "disclaimers" | "briefed"), ..] => {}
        [Key("source"), ..] if sort == Sort::Name => {}
        _ => search.look(text, None),
    });
    // The title alone tells no story in which anybody could be missed.
    if search.others < 2 || search.left_work == 0 {
        return Vec::new();
    }
    search.wanted.into_iter().map(|wanted| wanted.actor).collect()
}

/// Looks through text after text for the actors that none has mentioned so far.
struct Search {
    wanted: Vec<Wanted>,
    /// How many texts are on no actor's card.
    others: usize,
    /// How many bytes may still be looked through, each counted once for every actor.
    left_work: usize,
    /// The text in small letters; kept, so that it is made room for once.
    small: String,
}

/// An actor, counted from 0, and the words that stand for it.
struct Wanted {
    actor: usize,
    words: Vec<Word>,
}

struct Word {
    finder: memmem::Finder<'static>,
    /// Whether it is of a script with letter case, whose words are parted by blanks.
    is_cased: bool,
}

impl Search {
    fn new(brief: &Brief, left: &[bool]) -> Self {
        let wanted = brief.actors.iter().zip(left).enumerate().filter(|(_, (_, left))| **left);
        let wanted = wanted.map(|(actor, (card, _))| {
            let mut words: Vec<Word> = words_of(card).map(Word::new).collect();
            if words.is_empty() {
                // Initials, as those of U.S.
                words.push(Word::new(card.name.as_str()));
            }
            Wanted { actor, words }
        });
        Self { wanted: wanted.collect(), others: 0, left_work: MAX_LOOKED, small: String::new() }
    }

    /// What an actor's card says mentions others, but not that actor.
    fn look(&mut self, text: &str, card: Option<usize>) {
        self.others += usize::from(card.is_none());
        let work = (text.len() + LOOK).saturating_mul(self.wanted.len() * 8);
        self.left_work = self.left_work.saturating_sub(work);
        if self.wanted.is_empty() || self.left_work == 0 {
            return;
        }
        self.small.clear();
        // Most texts have no capital beyond ASCII, and are made small by the word.
        if text.chars().any(|c| !c.is_ascii() && (c.is_uppercase() || c == 'ς')) {
            self.small.extend(small_letters(text));
        } else {
            self.small.push_str(text);
            self.small.make_ascii_lowercase();
        }
        let small = &self.small;
        self.wanted.retain(|wanted| {
            card == Some(wanted.actor) || !wanted.words.iter().any(|word| word.begins_in(small))
        });
    }
}

impl Word {
    fn new(word: &str) -> Self {
        let word: String = small_letters(word).collect();
        let is_cased = word.chars().next().is_some_and(|c| c.is_lowercase() || !c.is_alphabetic());
        Self { finder: memmem::Finder::new(&word).into_owned(), is_cased }
    }

    /// Whether it begins somewhere in a text in small letters.
    fn begins_in(&self, text: &str) -> bool {
        let begins = |at: usize| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            !self.is_cased || !before.is_some_and(char::is_alphanumeric)
        };
        self.finder.find_iter(text.as_bytes()).any(begins)
    }
}

/// A text in small letters, whatever stands beside each: the sigma at the end of a word is a sigma.
fn small_letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase).map(|c| if c == 'ς' { 'σ' } else { c })
}

/// The words that stand for an actor: those of its names, but short ones only where they are the whole name.
fn words_of(actor: &Actor) -> impl Iterator<Item = &str> {
    let names = [&actor.name].into_iter().chain(&actor.aliases).chain(&actor.id).map(AsRef::as_ref);
    names.flat_map(|name: &str| {
        let parts =
            || name.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).flat_map(runs);
        let only = parts().nth(1).is_none();
        let stands = |part: &str| match part.chars().count() {
            0 | 1 => false,
            // Words without letter case are of scripts whose words are short; capitals are an abbreviation.
            2 | 3 => !part.chars().any(char::is_lowercase),
            _ => true,
        };
        parts().filter(move |part| only || stands(part))
    })
}

/// The stretches of a word in one script each: Chinese and Japanese words are not parted by blanks.
fn runs(word: &str) -> impl Iterator<Item = &str> {
    let ideographs = |c: char| c.script() == Script::Han;
    let mut rest = word;
    std::iter::from_fn(move || {
        let first = ideographs(rest.chars().next()?);
        let end = rest.find(|c| ideographs(c) != first).unwrap_or(rest.len());
        let (run, after) = rest.split_at_checked(end)?;
        rest = after;
        Some(run)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::read;
    use crate::source::Source;

    fn unmentioned_in(text: &str) -> Vec<usize> {
        let brief = read(&Source::new("x", format!("title: T\n{text}"))).remove(0).brief.unwrap();
        unmentioned(&brief, &Cast::of(&brief), &[])
    }

    #[test]
    fn any_word_of_a_name_anywhere_is_a_mention() {
        for (text, alone) in [
            ("summary: Qatar hosts.\nactors: [Qatar, Iceland]\n", vec![1]),
            ("summary: The qatari hosts.\nactors: [Qatar]\n", vec![]),
            ("summary: In Tirana.\nactors: [Iran]\n", vec![0]),
            ("summary: The Afghans came.\nactors: [Afghan delegation]\n", vec![]),
            ("summary: All of the rest.\nactors: [Union of the Few]\n", vec![0]),
            ("summary: The EU waits.\nactors: [{name: European Union, aliases: [EU]}]\n", vec![]),
            ("summary: 日本は独立。\nactors: [日本, 清国]\n", vec![1]),
            ("summary: 隣国は。\nactors: [隣国の志士]\n", vec![]),
            ("summary: The U.S. waits.\nactors: [U.S., U.N.]\n", vec![1]),
            ("summary: Ο ΣΊΣΥΦΟΣ.\nactors: [Σίσυφος]\n", vec![]),
            ("summary: Ο Σίσυφος.\nactors: [ΣΊΣΥΦΟΣ]\n", vec![]),
            ("summary: s\nactors: [Oman]\nrecommendations: [{text: t, to: oman}]\n", vec![]),
            ("summary: s\nactors: [{name: Oman, from: 1}]\ntext: t\n", vec![]),
            ("summary: s\nactors: [{name: Oman, role: Oman hosts.}]\n", vec![0]),
            ("summary: s\nactors: [Oman, {name: Qatar, role: Oman's friend.}]\n", vec![1]),
            ("quotes: [{text: t, by: OMAN}]\nactors: [Oman]\n", vec![]),
            // Nothing tells a story in which it could be missed.
            ("actors: [Oman]\ndisclaimers: [Mine.]\n", vec![]),
        ] {
            assert_eq!(unmentioned_in(text), alone, "{text}");
        }
    }
}
