//! The single values of a brief, each with its rule.
//!
//! Invariant: a value of one of these types keeps its rule; the only ways to make one are [`FromText`] and serde,
//! which goes through it. A scalar is always taken as the text that was written, never as a number or truth value.

use super::date::{BadDate, PartialDate};
use super::language::Language;
use crate::diagnostic::Code;
use crate::text::is_blank;
use crate::yaml::{Complaint, Shape, Version};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;
use std::marker::PhantomData;

/// A value that is read from a text which is not blank and has no blanks around it.
pub(super) trait FromText: Sized {
    /// The value, or what is wrong.
    fn from_text(text: &str) -> Result<Self, Complaint>;
}

/// Judges a text for [`Shape::Checked`].
fn judge<T: FromText>(text: &str) -> Result<(), Complaint> {
    T::from_text(text).map(drop)
}

/// Dates, in the table of fields.
pub(super) const DATE: Shape = Shape::Checked {
    code: Code::BadDate,
    pattern: "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$",
    check: judge::<PartialDate>,
};
/// Web addresses, in the table of fields.
pub(super) const URL: Shape = Shape::Checked {
    code: Code::BadUrl,
    pattern: "^[Hh][Tt][Tt][Pp][Ss]?://[^\\s/?#]\\S*$",
    check: judge::<Url>,
};
/// Languages, in the table of fields.
pub(super) const LANGUAGE: Shape = Shape::Checked {
    code: Code::BadLanguage,
    pattern: "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
    check: judge::<Language>,
};
/// A section's letter, in the table of fields.
pub(super) const LETTER: Shape =
    Shape::Checked { code: Code::BadKey, pattern: NO_OTHER_SIGN, check: judge::<Letter> };
/// One character that is none of the ASCII and Latin-1 signs, digits and blanks. Letters have a name in patterns, `\p{L}`,
/// but Python knows it not at all and ECMAScript only under its flag `u`, while this is read alike by all.
const NO_OTHER_SIGN: &str = r"^[^\x00-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7]$";
/// The format's version, in the table of fields.
pub(super) const FORMAT: Shape = Shape::Version(Version(FormatVersion::NEWEST));

/// Reads a scalar as the text that was written.
pub(super) struct TextVisitor<T>(pub PhantomData<T>);

impl<T: FromText> de::Visitor<'_> for TextVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<T, E> {
        let text = text.trim();
        if is_blank(text) {
            return Err(E::custom("empty"));
        }
        T::from_text(text).map_err(|complaint| E::custom(complaint.message))
    }
}

/// The same where nothing may stand there instead.
struct NeededVisitor<T>(PhantomData<T>);

impl<'de, T: FromText> de::Visitor<'de> for NeededVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_some<D: Deserializer<'de>>(self, de: D) -> Result<T, D::Error> {
        de.deserialize_str(TextVisitor(PhantomData))
    }

    fn visit_none<E: de::Error>(self) -> Result<T, E> {
        Err(E::custom("empty"))
    }

    fn visit_unit<E: de::Error>(self) -> Result<T, E> {
        self.visit_none()
    }
}

macro_rules! scalars {
    ($($name:ident),*) => { $(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                // Asked for a text at once, `~` would come as one.
                deserializer.deserialize_option(NeededVisitor(PhantomData))
            }
        }
    )* };
}

scalars!(Line, Prose, PartialDate, Url, Language, Letter, Ordinal, FormatVersion, DraftField);

macro_rules! text_type {
    ($(#[$about:meta])* $name:ident) => {
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }
    };
}

text_type! {
    /// A short text of one line: a name, a title.
    Line
}
text_type! {
    /// A text of any length with inline Markdown and paragraphs.
    Prose
}
text_type! {
    /// A web address.
    Url
}
impl FromText for Line {
    fn from_text(text: &str) -> Result<Self, Complaint> {
        Ok(Self(text.to_owned()))
    }
}

impl Line {
    /// A line from text of our own.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!is_blank(text)).then(|| Self(text.to_owned()))
    }
}

impl FromText for Prose {
    fn from_text(text: &str) -> Result<Self, Complaint> {
        Ok(Self(text.to_owned()))
    }
}

impl Prose {
    /// Prose from text of our own; none where nothing of it can be seen.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim();
        (!is_blank(text)).then(|| Self(text.to_owned()))
    }
}

impl Url {
    /// A web address; none where a text is none.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        Self::from_text(text.trim()).ok()
    }
}

impl From<Line> for Prose {
    fn from(line: Line) -> Self {
        Self(line.0)
    }
}

impl FromText for bool {
    fn from_text(text: &str) -> Result<Self, Complaint> {
        text.parse().map_err(|_| Complaint {
            message: format!("`{text}` is neither true nor false"),
            help: "write true or false".to_owned(),
            meant: None,
        })
    }
}

impl FromText for PartialDate {
    fn from_text(text: &str) -> Result<Self, Complaint> {
        Self::parse(text).map_err(|error| Complaint {
            message: match error {
                BadDate::Form => format!("`{text}` is not a date"),
                BadDate::NoSuchMonth | BadDate::NoSuchDay => format!("`{text}`: {error}"),
            },
            help: "write 2025, 2025-11 or 2025-11-02".to_owned(),
            meant: (error == BadDate::Form)
                .then(|| PartialDate::meant(text))
                .flatten()
                .map(|date| date.to_string()),
        })
    }
}

impl FromText for Url {
    /// A scheme of the web and a host are asked for (RFC 3986, 3); anything more is the browser's to judge.
    fn from_text(text: &str) -> Result<Self, Complaint> {
        let rest = ["https://", "http://"].iter().find_map(|scheme| {
            let start = text.get(..scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then(|| text.get(scheme.len()..).unwrap_or_default())
        });
        let host = rest.and_then(|rest| rest.split(['/', '?', '#']).next()).unwrap_or_default();
        if host.is_empty() || text.contains(|c: char| c.is_whitespace() || c.is_control()) {
            return Err(Complaint {
                message: format!("`{text}` is not a web address"),
                help: "write it whole, as in https://example.org/page".to_owned(),
                meant: None,
            });
        }
        Ok(Self(text.to_owned()))
    }
}

/// The letter that jumps to a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Letter(char);

impl Letter {
    /// The letter.
    #[must_use]
    pub const fn get(self) -> char {
        self.0
    }
}

impl FromText for Letter {
    fn from_text(text: &str) -> Result<Self, Complaint> {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_alphabetic() => Ok(Self(c)),
            _ => Err(Complaint {
                message: format!("`{text}` is not a single letter"),
                help: "write one letter, as in `key: o`".to_owned(),
                meant: None,
            }),
        }
    }
}

/// A number that counts from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct Ordinal(u32);

impl Ordinal {
    /// A number that counts from 1; none of 0.
    #[must_use]
    pub const fn new(number: u32) -> Option<Self> {
        if number > 0 { Some(Self(number)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl FromText for Ordinal {
    fn from_text(text: &str) -> Result<Self, Complaint> {
        text.parse().ok().filter(|n| *n > 0).map(Self).ok_or_else(|| Complaint {
            message: format!("`{text}` is not a whole number from 1"),
            help: "count from 1".to_owned(),
            meant: None,
        })
    }
}

/// The version of the format that a brief is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct FormatVersion(u32);

impl FormatVersion {
    /// The newest version that this program reads.
    pub const NEWEST: u32 = 1;

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for FormatVersion {
    fn default() -> Self {
        Self(1)
    }
}

impl FromText for FormatVersion {
    fn from_text(text: &str) -> Result<Self, Complaint> {
        match text.parse() {
            Ok(n) if (1..=Self::NEWEST).contains(&n) => Ok(Self(n)),
            _ => Err(Complaint { message: format!("format {text}"), help: String::new(), meant: None }),
        }
    }
}

macro_rules! words {
    ($(#[$about:meta])* $name:ident { $($variant:ident $word:literal $what:literal,)* }) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $(#[doc = $what] $variant,)* }

        impl $name {
            /// Every value, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// Every word, in the same order.
            pub const WORDS: &[&str] = &[$($word),*];

            /// The word that the format uses.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }
        }

        impl Word for $name {
            fn known(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == text)
            }

            fn word(self) -> &'static str {
                self.word()
            }
        }
    };
}

/// A word of a list that the format knows.
pub trait Word: Copy {
    /// The value of a word, where it is one of the list.
    fn known(text: &str) -> Option<Self>;

    /// The word.
    fn word(self) -> &'static str;
}

/// A word of a list, or another that the writer chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named<T> {
    /// A word of the list.
    Known(T),
    /// Another.
    Other(Line),
}

impl<T: Word> Named<T> {
    /// The word as it is written.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Known(value) => value.word(),
            Self::Other(line) => line.as_str(),
        }
    }
}

impl<T: Word> FromText for Named<T> {
    fn from_text(text: &str) -> Result<Self, Complaint> {
        Ok(T::known(text).map_or_else(|| Self::Other(Line(text.to_owned())), Self::Known))
    }
}

impl<T: Word> Serialize for Named<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

words! {
    /// How urgent a recommendation is, by the author's own lights.
    Priority {
        High "high" "Before all else.",
        Medium "medium" "In its time.",
        Low "low" "Worth doing.",
    }
}

words! {
    /// What kind of reservation a disclaimer makes.
    DisclaimerKind {
        Opinion "opinion" "The views are the author's.",
        Legal "legal" "Warranty and liability.",
        Editorial "editorial" "What the editors or the briefer did or say.",
        Translation "translation" "The text was translated.",
        Correction "correction" "The text was corrected.",
        Conflict "conflict of interest" "The author has a stake.",
    }
}

words! {
    /// A field of the brief's own that can be a proposal.
    DraftField {
        Title "title" "The brief's title.",
        Thesis "thesis" "The author's claim.",
        Topics "topics" "The catchwords.",
        Source "source" "What is said of the op-ed.",
        Summary "summary" "The argument in short.",
        Disclaimers "disclaimers" "That there are no disclaimers beyond those listed.",
        Text "text" "The op-ed itself.",
    }
}

impl DraftField {
    /// The field with its article, for messages.
    #[must_use]
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Title => "the title",
            Self::Thesis => "the thesis",
            Self::Topics => "the list of topics",
            Self::Source => "what is said of the source",
            Self::Summary => "the summary",
            Self::Disclaimers => "the list of disclaimers",
            Self::Text => "the text",
        }
    }
}

impl FromText for DraftField {
    fn from_text(text: &str) -> Result<Self, Complaint> {
        Self::known(text).ok_or_else(|| Complaint {
            message: format!("`{text}` is not a field that can be a draft"),
            help: format!("one of: {}", Self::WORDS.join(", ")),
            meant: None,
        })
    }
}

impl Serialize for DraftField {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// The usual words for what an actor is; any other may be used.
pub(super) const ACTOR_KINDS: &[&str] =
    &["person", "state", "government", "organisation", "armed group", "company", "community"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_need_a_scheme_and_a_host() {
        for good in ["https://example.org", "http://localhost:8080/x?y#z", "HTTPS://a.b/ü"] {
            assert!(Url::from_text(good).is_ok(), "{good}");
        }
        for bad in
            ["example.org", "https://", "https:///x", "ftp://a.b", "https://a b", "javascript:alert(1)"]
        {
            assert!(Url::from_text(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn letters_are_judged() {
        let pattern = regex::Regex::new(NO_OTHER_SIGN).unwrap();
        for c in (' '..'\u{3000}').chain('\u{10000}'..'\u{20000}') {
            let text = c.to_string();
            // Beyond Latin-1 signs pass too.
            let passes = c.is_alphabetic() || c > '\u{ff}';
            assert_eq!(pattern.is_match(&text), passes, "{c:?}");
            assert!(Letter::from_text(&text).is_err() || passes, "{c:?}");
        }
        assert_eq!(Letter::from_text("é").unwrap().get(), 'é');
        assert!(Letter::from_text("7").is_err() && Letter::from_text("ab").is_err());
    }
}
