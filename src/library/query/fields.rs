//! The fields of the query language: one table, from which parsing, completion, explanations and the README are made.

use super::super::catalogue::Column;
use super::super::draft::Flag;

/// What a field asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A text in some columns.
    Names(&'static [Column]),
    /// A text in the title or the headline.
    Title,
    /// A text in the path of the file.
    Path,
    /// A tag of the notes.
    Tag,
    /// A date, and the days that count: from it on, up to it, within it.
    Date(Bound),
    /// Something that the brief has or is: a word of a table.
    Choice(&'static [Choice]),
    /// How the list is sorted.
    Sort,
}

/// Which days count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// That day and those after it.
    From,
    /// That day and those before it.
    Until,
    /// The days of that day, month or year.
    Within,
}

/// A word that `has:` or `is:` knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The word.
    pub word: &'static str,
    /// What it asks for, as it stands behind “that” or “with”.
    pub about: &'static str,
    /// What is asked.
    pub what: State,
}

/// What a brief has or is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// What its file says.
    Flag(Flag),
    /// It has notes.
    Notes,
    /// It was read to the end.
    Read,
    /// It was not.
    Unread,
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// Its name.
    pub name: &'static str,
    /// Other names that are understood.
    pub also: &'static [&'static str],
    /// What it asks for.
    pub ask: Ask,
    /// What it means.
    pub about: &'static str,
    /// How its terms are told: what stands before the value.
    pub told: &'static str,
    /// An example.
    pub example: &'static str,
}

/// The fields, in the order of documentation and completion.
pub const FIELDS: &[FieldInfo] = &[
    FieldInfo {
        name: "title",
        also: &[],
        ask: Ask::Title,
        about: "Words of the title or of the op-ed's headline.",
        told: "the title has",
        example: "title:talks",
    },
    FieldInfo {
        name: "topic",
        also: &["topics"],
        ask: Ask::Names(&[Column::Topics]),
        about: "What it is about.",
        told: "a topic is",
        example: "topic:water",
    },
    FieldInfo {
        name: "actor",
        also: &["actors"],
        ask: Ask::Names(&[Column::Actors, Column::Also]),
        about: "Who plays a part: a name, an alias or an id.",
        told: "an actor is",
        example: "actor:ttp",
    },
    FieldInfo {
        name: "for",
        also: &["addressee"],
        ask: Ask::Names(&[Column::Addressees]),
        about: "Whom it recommends something to: an actor by any name, or the words of the brief.",
        told: "it has a recommendation for",
        example: "for:pakistan",
    },
    FieldInfo {
        name: "source",
        also: &["pub", "publication"],
        ask: Ask::Names(&[Column::Publication, Column::Syndicated]),
        about: "Where the op-ed was published, or who carried it further.",
        told: "the source is",
        example: "source:\"Khaama Press\"",
    },
    FieldInfo {
        name: "author",
        also: &["by"],
        ask: Ask::Names(&[Column::Authors]),
        about: "Who wrote the op-ed.",
        told: "an author is",
        example: "author:fukuzawa",
    },
    FieldInfo {
        name: "from",
        also: &["since", "after"],
        ask: Ask::Date(Bound::From),
        about: "Published on that day, in that month or year, or later.",
        told: "published from",
        example: "from:2025-10",
    },
    FieldInfo {
        name: "until",
        also: &["to", "before"],
        ask: Ask::Date(Bound::Until),
        about: "Published by the end of that day, month or year.",
        told: "published until",
        example: "until:2025",
    },
    FieldInfo {
        name: "date",
        also: &["published"],
        ask: Ask::Date(Bound::Within),
        about: "Published on that day, or in that month or year.",
        told: "published in",
        example: "date:2025-11-02",
    },
    FieldInfo {
        name: "has",
        also: &[],
        ask: Ask::Choice(HAS),
        about: "What there is.",
        told: "there are",
        example: "has:notes",
    },
    FieldInfo {
        name: "is",
        also: &[],
        ask: Ask::Choice(IS),
        about: "What became of it.",
        told: "it is",
        example: "is:unread",
    },
    FieldInfo {
        name: "tag",
        also: &["tags"],
        ask: Ask::Tag,
        about: "A tag of a note on it; a tag holds those below it.",
        told: "a note is tagged",
        example: "tag:border",
    },
    FieldInfo {
        name: "lang",
        also: &["language"],
        ask: Ask::Names(&[Column::Language]),
        about: "The brief's language, as a tag such as en or zh-Hant.",
        told: "the language is",
        example: "lang:fr",
    },
    FieldInfo {
        name: "path",
        also: &["file", "folder"],
        ask: Ask::Path,
        about: "A part of the file's path.",
        told: "the path has",
        example: "path:2025/",
    },
    FieldInfo {
        name: "sort",
        also: &[],
        ask: Ask::Sort,
        about: "The order of the list; - before the word turns it round.",
        told: "sorted by",
        example: "sort:title",
    },
];

/// What `has:` knows.
pub const HAS: &[Choice] = &[
    Choice { word: "notes", about: "notes", what: State::Notes },
    Choice {
        word: "drafts",
        about: "drafts: proposals that nobody has taken over",
        what: State::Flag(Flag::DRAFTS),
    },
    Choice { word: "errors", about: "errors", what: State::Flag(Flag::ERRORS) },
    Choice { word: "text", about: "the op-ed itself", what: State::Flag(Flag::TEXT) },
    Choice { word: "summary", about: "a summary", what: State::Flag(Flag::SUMMARY) },
    Choice { word: "actors", about: "actors", what: State::Flag(Flag::ACTORS) },
    Choice { word: "recommendations", about: "recommendations", what: State::Flag(Flag::RECOMMENDATIONS) },
    Choice { word: "disclaimers", about: "disclaimers", what: State::Flag(Flag::DISCLAIMERS) },
    Choice { word: "timeline", about: "a timeline", what: State::Flag(Flag::TIMELINE) },
    Choice { word: "quotes", about: "quotes", what: State::Flag(Flag::QUOTES) },
    Choice { word: "sections", about: "sections of its own", what: State::Flag(Flag::SECTIONS) },
    Choice { word: "url", about: "a link to the op-ed", what: State::Flag(Flag::URL) },
];

/// What `is:` knows.
pub const IS: &[Choice] = &[
    Choice { word: "read", about: "read to the end", what: State::Read },
    Choice { word: "unread", about: "never opened, or only for a moment", what: State::Unread },
    Choice { word: "draft", about: "a draft, or has drafts in it", what: State::Flag(Flag::DRAFTS) },
    Choice { word: "broken", about: "broken: it cannot be read", what: State::Flag(Flag::BROKEN) },
];

/// The field that a query calls so.
pub(super) fn field(name: &str) -> Option<&'static FieldInfo> {
    let same = |known: &str| known.eq_ignore_ascii_case(name);
    FIELDS.iter().find(|row| same(row.name) || row.also.iter().any(|also| same(also)))
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// How well it fits the words that are looked for.
    Relevance,
    /// By title.
    Title,
    /// By publication.
    Publication,
    /// By the day of publication.
    Date,
    /// By its first topic.
    Topic,
    /// By whether it was read.
    Read,
    /// By the number of notes.
    Notes,
    /// By whether something is wrong with it.
    Errors,
    /// By when the file was written.
    Changed,
    /// By the time that reading it takes.
    Length,
    /// By path.
    Path,
}

/// One row of the table of orders.
#[derive(Clone, Copy, Debug)]
pub struct SortInfo {
    /// The order.
    pub key: SortKey,
    /// What queries call it.
    pub word: &'static str,
    /// What it puts first.
    pub about: &'static str,
    /// What it puts first the other way round.
    pub reverse: &'static str,
}

/// The orders of a list.
pub const SORTS: &[SortInfo] = &[
    RELEVANCE,
    sort(SortKey::Title, "title", "A to Z by title", "Z to A by title"),
    sort(SortKey::Publication, "source", "A to Z by publication", "Z to A by publication"),
    sort(SortKey::Date, "date", "the newest first", "the oldest first"),
    sort(SortKey::Topic, "topic", "A to Z by topic", "Z to A by topic"),
    sort(SortKey::Read, "read", "the unread first", "the read first"),
    sort(SortKey::Notes, "notes", "the most notes first", "the fewest notes first"),
    sort(SortKey::Errors, "errors", "those with errors first", "those with errors last"),
    sort(SortKey::Changed, "changed", "the last changed first", "the last changed last"),
    sort(SortKey::Length, "length", "the shortest first", "the longest first"),
    sort(SortKey::Path, "path", "A to Z by path", "Z to A by path"),
];

/// The first row of the table.
const RELEVANCE: SortInfo = sort(SortKey::Relevance, "relevance", "the best first", "the best last");

const fn sort(key: SortKey, word: &'static str, about: &'static str, reverse: &'static str) -> SortInfo {
    SortInfo { key, word, about, reverse }
}

/// An order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What counts.
    pub key: SortKey,
    /// Whether it is turned round.
    pub reverse: bool,
}

impl Sort {
    /// An order as it is.
    #[must_use]
    pub const fn by(key: SortKey) -> Self {
        Self { key, reverse: false }
    }

    /// Its row of the table.
    #[must_use]
    pub fn info(self) -> &'static SortInfo {
        SORTS.iter().find(|row| row.key == self.key).unwrap_or(&RELEVANCE)
    }

    /// What it puts first, in words.
    #[must_use]
    pub fn about(self) -> &'static str {
        if self.reverse { self.info().reverse } else { self.info().about }
    }

    /// The order that a word names; with `-` before it, turned round.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let (word, reverse) = word.strip_prefix(['-', '\u{2212}']).map_or((word, false), |rest| (rest, true));
        let row = SORTS.iter().find(|row| row.word.eq_ignore_ascii_case(word))?;
        Some(Self { key: row.key, reverse })
    }
}
