//! Which notes are wanted: words, tags, kinds, states, briefs.
//!
//! Invariant: a filter that holds a word that is not understood is an error with a suggestion, never a filter that
//! finds nothing.

use super::note::{KINDS, Kind, MEANINGS, Meaning, Note};
use super::subject::Subject;
use crate::document::Resolution;
use crate::text::nearest;

/// What has become of a note's passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It is where it was.
    InPlace,
    /// It has moved, or its words have changed.
    Moved,
    /// It is not there any more.
    Orphaned,
}

impl State {
    /// Every state.
    pub const ALL: &[Self] = &[Self::InPlace, Self::Moved, Self::Orphaned];

    /// The state of a passage.
    #[must_use]
    pub const fn of(at: Resolution) -> Self {
        match at {
            Resolution::Exact(_) => Self::InPlace,
            Resolution::Moved { .. } => Self::Moved,
            Resolution::Orphaned => Self::Orphaned,
        }
    }

    /// Its name.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::InPlace => "in-place",
            Self::Moved => "moved",
            Self::Orphaned => "orphaned",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    Tag(String),
    Kind(Kind),
    Meaning(Meaning),
    State(State),
    Brief(String),
    Words(String),
}

/// Terms that all have to be met; those with a hyphen before them must not be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter(Vec<(Term, bool)>);

/// What a filter is written with, for help.
pub const FILTER_HELP: &str = "#tag, kind:question, meaning:key, state:orphaned, brief:WORD, words, \"exact words\"; - before one excludes it";

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// Which term is not understood, and what was perhaps meant.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut terms = Vec::new();
        for word in words(text) {
            let (word, wanted) = match word.strip_prefix('-') {
                Some(rest) if !rest.is_empty() => (rest, false),
                _ => (word.as_str(), true),
            };
            terms.push((term(word)?, wanted));
        }
        Ok(Self(terms))
    }

    /// Whether a note is wanted. The state is none where the brief is not at hand.
    #[must_use]
    pub fn passes(&self, note: &Note, subject: &Subject, state: Option<State>) -> bool {
        self.0.iter().all(|(term, wanted)| term.fits(note, subject, state) == *wanted)
    }
}

/// The words of a text; quotes hold several together.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            c if c.is_whitespace() && !quoted => words.push(String::new()),
            c => words.last_mut().into_iter().for_each(|word| word.push(c)),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

fn term(word: &str) -> Result<Term, String> {
    if let Some(tag) = word.strip_prefix('#').filter(|tag| !tag.is_empty()) {
        return Ok(Term::Tag(tag.to_lowercase()));
    }
    match word.split_once(':') {
        Some(("tag", tag)) => Ok(Term::Tag(tag.to_lowercase())),
        Some(("kind", kind)) => {
            let rows = KINDS.iter().map(|row| (row.word, row.value));
            named("kind", kind, rows).map(Term::Kind)
        }
        Some(("meaning", meaning)) => {
            let rows = MEANINGS.iter().map(|row| (row.word, row.value));
            named("meaning", meaning, rows).map(Term::Meaning)
        }
        Some(("state", state)) => {
            let rows = State::ALL.iter().map(|state| (state.word(), *state));
            named("state", state, rows).map(Term::State)
        }
        Some(("brief", brief)) => Ok(Term::Brief(brief.to_lowercase())),
        _ => Ok(Term::Words(word.to_lowercase())),
    }
}

/// What a word names; its start is enough where only one begins so.
fn named<T: Copy>(
    field: &str,
    word: &str,
    rows: impl Iterator<Item = (&'static str, T)> + Clone,
) -> Result<T, String> {
    let mut begin = rows.clone().filter(|(name, _)| name.starts_with(word));
    match (rows.clone().find(|(name, _)| *name == word), begin.next(), begin.next()) {
        (Some((_, value)), _, _) | (None, Some((_, value)), None) => Ok(value),
        _ => {
            let near = nearest(word, rows.clone().map(|(name, _)| name));
            let meant = near.map(|near| format!("did you mean {field}:{near}?"));
            let known: Vec<&str> = rows.map(|(name, _)| name).collect();
            let help = meant.unwrap_or_else(|| format!("there are {}", known.join(", ")));
            Err(format!("no {field} is called {word}: {help}"))
        }
    }
}

impl Term {
    fn fits(&self, note: &Note, subject: &Subject, state: Option<State>) -> bool {
        let holds = |text: &str, words: &str| text.to_lowercase().contains(words);
        match self {
            // A tag holds the tags below it: #border finds #border/ttp.
            Self::Tag(tag) => note.all_tags().iter().any(|known| {
                let known = known.to_lowercase();
                known == *tag || known.strip_prefix(tag.as_str()).is_some_and(|rest| rest.starts_with('/'))
            }),
            Self::Kind(kind) => note.kind == *kind,
            Self::Meaning(meaning) => note.meaning == Some(*meaning),
            Self::State(wanted) => state == Some(*wanted),
            Self::Brief(words) => {
                holds(&subject.title, words)
                    || subject.id.as_deref().is_some_and(|id| holds(id, words))
                    || subject.file.as_deref().is_some_and(|file| holds(file, words))
            }
            Self::Words(words) => {
                holds(&note.text, words)
                    || holds(note.quote(), words)
                    || note.tags.iter().any(|tag| holds(tag, words))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Anchor, Quote};
    use crate::notes::NoteId;
    use jiff::Timestamp;

    #[test]
    fn notes_are_wanted_by_what_they_are_and_say() {
        let quote = Quote { exact: "a Narrow window".to_owned(), ..Quote::default() };
        let note = Note {
            id: NoteId::parse("x").unwrap(),
            kind: Kind::Question,
            meaning: Some(Meaning::Key),
            text: "Who says so? #border/ttp".to_owned(),
            tags: vec!["Water".to_owned()],
            created: Timestamp::UNIX_EPOCH,
            changed: Timestamp::UNIX_EPOCH,
            on: Anchor { quote: Some(quote), ..Anchor::default() },
            now: None,
            other: serde_json::Map::new(),
        };
        let subject = Subject { title: "Istanbul talks".to_owned(), ..Subject::default() };
        let passes = |text: &str| Filter::parse(text).unwrap().passes(&note, &subject, Some(State::Moved));
        for filter in [
            "",
            "#water",
            "#border",
            "tag:border/ttp",
            "kind:question meaning:key",
            "state:moved",
            "brief:istan",
            "narrow WHO",
            "\"narrow window\"",
            "-#fire who",
            "-kind:note",
        ] {
            assert!(passes(filter), "{filter}");
        }
        for filter in
            ["#wat", "kind:note", "state:orphaned", "brief:kabul", "\"window narrow\"", "-who", "-#water"]
        {
            assert!(!passes(filter), "{filter}");
        }
        assert_eq!(
            Filter::parse("kind:questoin").unwrap_err(),
            "no kind is called questoin: did you mean kind:question?"
        );
        assert!(Filter::parse("state:gone").unwrap_err().contains("in-place, moved, orphaned"));
    }
}
