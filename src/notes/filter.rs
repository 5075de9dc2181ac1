//! Which notes are wanted: words, tags, kinds, states, briefs.
//!
//! Invariant: a filter that holds a word that is not understood is an error with a suggestion, never a filter that
//! finds nothing.

use super::note::{KINDS, Kind, MEANINGS, Meaning, Note};
use super::subject::Subject;
use crate::brief::PartialDate;
use crate::document::{Resolution, SECTIONS};
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
    /// A tag that is still being typed.
    TagStart(String),
    Kind(Vec<Kind>),
    Meaning(Vec<Meaning>),
    /// None where the brief is not at hand.
    State(Vec<Option<State>>),
    Brief(String),
    Section(String),
    From(String),
    Until(String),
    Words(String),
}

/// Terms that all have to be met; those with a hyphen before them must not be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter(Vec<(Term, bool)>);

/// A field of a filter.
#[derive(Clone, Copy, Debug)]
pub struct FilterField {
    /// Its name, without the colon.
    pub name: &'static str,
    /// What it asks for.
    pub about: &'static str,
    /// How it is used.
    pub example: &'static str,
}

const fn field(name: &'static str, about: &'static str, example: &'static str) -> FilterField {
    FilterField { name, about, example }
}

/// The fields of a filter.
pub const FILTER_FIELDS: &[FilterField] = &[
    field("tag", "a tag; `#water` is shorter", "tag:water"),
    field("kind", "note, question, disagree, follow-up, highlight or bookmark", "kind:question"),
    field("meaning", "key, agree, doubt, fact or quote", "meaning:doubt"),
    field(
        "state",
        "in-place, moved, orphaned, or absent where the brief is not at hand",
        "state:moved,orphaned",
    ),
    field("brief", "words of the title, the id or the file of its brief", "brief:istanbul"),
    field("section", "the section that it is on", "section:actors"),
    field("from", "written on that day, in that month or year, or later", "from:2026-11"),
    field("until", "the same, or earlier", "until:2026"),
];

/// What a filter is written with, in one line.
#[must_use]
pub fn filter_help() -> String {
    let fields: Vec<&str> = FILTER_FIELDS.iter().map(|field| field.example).collect();
    format!(
        "{}, words, \"exact words\"; commas part values of which one is enough; - before a term excludes it",
        fields.join(", ").replace("tag:", "#")
    )
}

impl Filter {
    /// Reads a filter.
    ///
    /// # Errors
    /// Which term is not understood, and what was perhaps meant.
    pub fn parse(text: &str) -> Result<Self, String> {
        words(text).iter().map(|word| word.term(false)).collect::<Result<_, _>>().map(Self)
    }

    /// Reads a filter that is being typed: its last word may go on, and a field without a value asks for nothing yet.
    ///
    /// # Errors
    /// As [`Filter::parse`].
    pub fn typed(text: &str) -> Result<Self, String> {
        let words = words(text);
        let open = words.len().checked_sub(1).filter(|_| !text.ends_with(char::is_whitespace));
        let asks = |word: &Word| {
            !FILTER_FIELDS.iter().any(|field| word.plain().strip_suffix(':') == Some(field.name))
        };
        let terms = words.iter().enumerate().filter(|(_, word)| asks(word));
        terms.map(|(n, word)| word.term(Some(n) == open)).collect::<Result<_, _>>().map(Self)
    }

    /// Whether a note is wanted. The state is none where the brief is not at hand.
    #[must_use]
    pub fn passes(&self, note: &Note, subject: &Subject, state: Option<State>) -> bool {
        self.0.iter().all(|(term, wanted)| term.fits(note, subject, state) == *wanted)
    }
}

/// A word of a filter; quotes hold several together.
#[derive(Debug, Default)]
struct Word {
    text: String,
    /// Whether it begins with a quote: then it is words, whatever it looks like.
    quoted: bool,
}

fn words(text: &str) -> Vec<Word> {
    let mut words = vec![Word::default()];
    let mut open = false;
    for c in text.chars() {
        match c {
            '"' => {
                open = !open;
                if let Some(word) = words.last_mut() {
                    word.quoted |= word.text.is_empty() || word.text == "-";
                }
            }
            c if c.is_whitespace() && !open => words.push(Word::default()),
            c => words.last_mut().into_iter().for_each(|word| word.text.push(c)),
        }
    }
    words.retain(|word| !word.text.is_empty());
    words
}

impl Word {
    /// Without the hyphen that excludes.
    fn plain(&self) -> &str {
        self.text.strip_prefix('-').filter(|rest| !rest.is_empty()).unwrap_or(&self.text)
    }

    /// What it asks for, and whether that is wanted. `open` is whether it may go on.
    fn term(&self, open: bool) -> Result<(Term, bool), String> {
        let plain = self.plain();
        let wanted = plain.len() == self.text.len();
        if self.quoted {
            return Ok((Term::Words(plain.to_lowercase()), wanted));
        }
        if let Some(tag) = plain.strip_prefix('#').filter(|tag| !tag.is_empty()) {
            let tag = tag.to_lowercase();
            return Ok((if open { Term::TagStart(tag) } else { Term::Tag(tag) }, wanted));
        }
        let term = match plain.split_once(':') {
            Some((field, value)) if is_field(field, value) => of_field(field, value, open)?,
            _ => Term::Words(plain.to_lowercase()),
        };
        Ok((term, wanted))
    }
}

/// Whether a word is a field with a value: `10:30` and `https://…` are words.
fn is_field(field: &str, value: &str) -> bool {
    !field.is_empty() && field.bytes().all(|b| b.is_ascii_lowercase()) && !value.starts_with("//")
}

fn of_field(field: &str, value: &str, open: bool) -> Result<Term, String> {
    let kinds = KINDS.iter().map(|row| (row.word, row.title, row.value));
    let meanings = MEANINGS.iter().map(|row| (row.word, row.title, row.value));
    let states = State::ALL.iter().map(|state| (state.word(), state.word(), Some(*state)));
    let day = |value: &str| match PartialDate::parse(value) {
        Ok(date) => Ok(date.to_string()),
        Err(_) => Err(format!("{field}:{value} is no date: write it as 2026, 2026-11 or 2026-11-22")),
    };
    Ok(match field {
        "tag" if open => Term::TagStart(value.to_lowercase()),
        "tag" => Term::Tag(value.to_lowercase()),
        "kind" => Term::Kind(named(field, value, &kinds)?),
        "meaning" => Term::Meaning(named(field, value, &meanings)?),
        "state" => Term::State(named(field, value, &states.chain([(ABSENT, ABSENT, None)]))?),
        "brief" => Term::Brief(value.to_lowercase()),
        "section" => Term::Section(value.to_lowercase()),
        // A day that is being typed is not one yet.
        "from" | "until" if open && PartialDate::parse(value).is_err() => Term::Words(String::new()),
        "from" => Term::From(day(value)?),
        "until" => Term::Until(day(value)?),
        other => {
            let names: Vec<&str> = FILTER_FIELDS.iter().map(|field| field.name).collect();
            let help = match nearest(other, names.iter().copied()) {
                Some(near) => format!("did you mean {near}:?"),
                None => format!("there are {};", names.join(", ")),
            };
            return Err(format!("no field is called {other}: {help} in quotation marks it is words"));
        }
    })
}

/// What `state:` calls notes whose brief is not at hand.
pub const ABSENT: &str = "absent";

/// What the words of a value name, parted by commas; the start of a word, or of what people call it, is enough where only
/// one begins so.
fn named<T: Copy>(
    field: &str,
    value: &str,
    rows: &(impl Iterator<Item = (&'static str, &'static str, T)> + Clone),
) -> Result<Vec<T>, String> {
    let one = |word: &str| {
        let word = word.to_lowercase();
        let title = |title: &str| title.to_lowercase().replace(' ', "-");
        let begins =
            |(name, called, _): &(&str, &str, T)| name.starts_with(&word) || title(called).starts_with(&word);
        let mut begin = rows.clone().filter(begins);
        match (rows.clone().find(|(name, ..)| *name == word), begin.next(), begin.next()) {
            (Some((.., value)), _, _) | (None, Some((.., value)), None) => Ok(value),
            _ => {
                let near = nearest(&word, rows.clone().map(|(name, ..)| name));
                let meant = near.map(|near| format!("did you mean {field}:{near}?"));
                let known: Vec<&str> = rows.clone().map(|(name, ..)| name).collect();
                let help = meant.unwrap_or_else(|| format!("there are {}", known.join(", ")));
                Err(if word.is_empty() {
                    format!("{field}: needs a value: {help}")
                } else {
                    format!("no {field} is called {word}: {help}")
                })
            }
        }
    };
    value.split(',').filter(|word| !word.is_empty() || value.is_empty()).map(one).collect()
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
            Self::TagStart(tag) => note.all_tags().iter().any(|known| known.to_lowercase().starts_with(tag)),
            Self::Kind(kinds) => kinds.contains(&note.kind),
            Self::Meaning(meanings) => note.meaning.is_some_and(|meaning| meanings.contains(&meaning)),
            Self::State(states) => states.contains(&state),
            Self::Brief(words) => {
                holds(&subject.title, words)
                    || subject.id.as_deref().is_some_and(|id| holds(id, words))
                    || subject.file.as_deref().is_some_and(|file| holds(file, words))
            }
            Self::Section(words) => {
                let name = note.anchor().section.as_deref().unwrap_or_default();
                let title = SECTIONS.iter().find(|row| row.field == name).map(|row| row.title);
                holds(name, words) || title.is_some_and(|title| holds(title, words))
            }
            Self::From(day) => note.is_dated() && made_on(note, day.len()) >= *day,
            Self::Until(day) => note.is_dated() && made_on(note, day.len()) <= *day,
            Self::Words(words) => {
                holds(&note.text, words)
                    || holds(note.quote(), words)
                    || note.tags.iter().any(|tag| holds(tag, words))
            }
        }
    }
}

/// The day a note was made, in UTC, as far as so many characters of it.
fn made_on(note: &Note, len: usize) -> String {
    note.created.strftime("%Y-%m-%d").to_string().chars().take(len).collect()
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
            created: Timestamp::from_second(86_400).unwrap(),
            changed: Timestamp::UNIX_EPOCH,
            on: Anchor { section: Some("summary".to_owned()), quote: Some(quote), ..Anchor::default() },
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
            "kind:disagree,question",
            "kind:Disagreement,quest",
            "section:summ",
            "section:\"summ\"",
            "from:1970 until:1970-01-02",
            "state:moved,absent",
            "10:30,\"Who says\"".split_once(',').unwrap().1,
        ] {
            assert!(passes(filter), "{filter}");
        }
        for filter in
            ["from:1970-01-03", "until:1969", "section:actors", "state:absent", "10:30", "\"kind:question\""]
        {
            assert!(!passes(filter), "{filter}");
        }
        let typed = |text: &str| Filter::typed(text).unwrap().passes(&note, &subject, Some(State::Moved));
        assert!(typed("#wat") && typed("kind:") && typed("kind:q") && typed("from:19"));
        assert!(!typed("#wat ") && !typed("#fire"));
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
        assert_eq!(
            Filter::parse("stat:moved").unwrap_err(),
            "no field is called stat: did you mean state:? in quotation marks it is words"
        );
        assert!(Filter::parse("from:yesterday").unwrap_err().contains("no date"));
        assert!(Filter::parse("kind:").unwrap_err().contains("needs a value"));
        assert!(Filter::parse("https://example.org").is_ok());
    }
}
