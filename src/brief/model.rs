//! What a brief says, as types.
//!
//! The fields are those of the format, in canonical order; `super::fields` holds the same names with their meaning,
//! and a test holds the two together.

use super::date::PartialDate;
use super::decode::{Short, flag, is_false, items, one_or_many, optional, shorthand};
use super::language::Language;
use super::scalar::{
    DisclaimerKind, DraftField, FormatVersion, Letter, Line, Named, Ordinal, Priority, Prose, Url,
};
use serde::{Deserialize, Serialize};

/// A briefing of one opinion article.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Brief {
    /// The version of the format.
    #[serde(default)]
    pub format: FormatVersion,
    /// Stable identity for notes.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub id: Option<Line>,
    /// The brief's own title.
    pub title: Line,
    /// The author's claim in one sentence.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub thesis: Option<Prose>,
    /// Paragraphs of `text` that the thesis rests on, counted from 1.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub thesis_from: Vec<Ordinal>,
    /// What it is about, in catchwords.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub topics: Vec<Line>,
    /// The brief's own language.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    /// The op-ed that is briefed.
    #[serde(default, deserialize_with = "shorthand", skip_serializing_if = "Option::is_none")]
    pub source: Option<Article>,
    /// Its own fields that are proposals which nobody has taken over yet.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub draft: Vec<DraftField>,
    /// Who made the brief, and when.
    #[serde(default, deserialize_with = "shorthand", skip_serializing_if = "Option::is_none")]
    pub briefed: Option<Briefed>,
    /// The argument in short.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub summary: Option<Prose>,
    /// Paragraphs of `text` that the summary rests on, counted from 1.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub summary_from: Vec<Ordinal>,
    /// Who plays a part, and what each wants.
    #[serde(default, deserialize_with = "items", skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Actor>,
    /// What should be done, by whom.
    #[serde(default, deserialize_with = "items", skip_serializing_if = "Vec::is_empty")]
    pub recommendations: Vec<Recommendation>,
    /// What the author, the publisher and others disclaim.
    #[serde(default, deserialize_with = "items", skip_serializing_if = "Vec::is_empty")]
    pub disclaimers: Vec<Disclaimer>,
    /// What happened when.
    #[serde(default, deserialize_with = "items", skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<TimelineEntry>,
    /// What was said.
    #[serde(default, deserialize_with = "items", skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<Quote>,
    /// Anything else, each in a pane of its own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<Section>,
    /// The op-ed itself, or an excerpt.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
}

/// The op-ed that is briefed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Article {
    /// The headline as published.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub title: Option<Line>,
    /// Who wrote it.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub author: Vec<Line>,
    /// Where it was published.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub publication: Option<Line>,
    /// Who carried it further.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub syndicated_by: Option<Line>,
    /// When it was published.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// Where it can be read.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub url: Option<Url>,
    /// The language it is written in.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// Who made the brief, and when.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Briefed {
    /// Who made it.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub by: Option<Line>,
    /// When.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub on: Option<PartialDate>,
}

/// Somebody who plays a part.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// Its name.
    pub name: Line,
    /// What references call it; without one, a slug of the name.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub id: Option<Line>,
    /// Other names.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Line>,
    /// What it is: person, state, armed group, ...
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Line>,
    /// A person's office or side.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<Prose>,
    /// What it is in this story.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub role: Option<Prose>,
    /// What it wants or says.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub position: Option<Prose>,
    /// Paragraphs of `text` that it rests on, counted from 1.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Ordinal>,
    /// Whether it is a proposal that nobody has taken over yet.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "is_false")]
    pub draft: bool,
}

/// What should be done.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Recommendation {
    /// What should be done.
    pub text: Prose,
    /// Whom it is for: actors, or any addressee in words.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Line>,
    /// How urgent it is.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub priority: Option<Named<Priority>>,
    /// Why the author says so.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub rationale: Option<Prose>,
    /// Paragraphs of `text` that it rests on, counted from 1.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Ordinal>,
    /// Whether it is a proposal that nobody has taken over yet.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "is_false")]
    pub draft: bool,
}

/// A reservation that the article carries.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Disclaimer {
    /// What is disclaimed.
    pub text: Prose,
    /// What kind of reservation it is.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Named<DisclaimerKind>>,
    /// Whose it is.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub by: Option<Line>,
    /// Paragraphs of `text` that it rests on, counted from 1.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Ordinal>,
    /// Whether it is a proposal that nobody has taken over yet.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "is_false")]
    pub draft: bool,
}

/// Something that happened.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct TimelineEntry {
    /// When.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub date: Option<PartialDate>,
    /// What.
    pub event: Prose,
    /// Paragraphs of `text` that it rests on, counted from 1.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Ordinal>,
    /// Whether it is a proposal that nobody has taken over yet.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "is_false")]
    pub draft: bool,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// The words.
    pub text: Prose,
    /// Who said them: an actor, or anybody.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub by: Option<Line>,
    /// When and to whom.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub context: Option<Prose>,
    /// Paragraphs of `text` that it rests on, counted from 1.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Ordinal>,
    /// Whether it is a proposal that nobody has taken over yet.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "is_false")]
    pub draft: bool,
}

/// A section of the brief's own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Its title.
    pub title: Line,
    /// The letter that jumps to it.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub key: Option<Letter>,
    /// Its text.
    #[serde(default, deserialize_with = "optional", skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
    /// Its items.
    #[serde(default, deserialize_with = "items", skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
}

/// An item of a section of the brief's own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What it says.
    pub text: Prose,
    /// Paragraphs of `text` that it rests on, counted from 1.
    #[serde(default, deserialize_with = "one_or_many", skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Ordinal>,
    /// Whether it is a proposal that nobody has taken over yet.
    #[serde(default, deserialize_with = "flag", skip_serializing_if = "is_false")]
    pub draft: bool,
}

impl Brief {
    /// The section of the brief's own language, else `en`.
    #[must_use]
    pub fn language(&self) -> &str {
        self.language.as_ref().map_or("en", Language::as_str)
    }

    /// Whether it says anything beyond its title.
    #[must_use]
    pub fn has_sections(&self) -> bool {
        self.summary.is_some()
            || self.text.is_some()
            || !self.actors.is_empty()
            || !self.recommendations.is_empty()
            || !self.disclaimers.is_empty()
            || !self.timeline.is_empty()
            || !self.quotes.is_empty()
            || !self.sections.is_empty()
    }
}

macro_rules! short {
    ($($name:ident: $field:ident $(, $rest:ident: $value:expr)*;)*) => { $(
        impl Short for $name {
            fn from_line(text: Line) -> Self {
                Self { $field: text.into(), $($rest: $value,)* }
            }
        }
    )* };
}

short! {
    Actor: name, id: None, aliases: Vec::new(), kind: None, affiliation: None, role: None, position: None,
        from: Vec::new(), draft: false;
    Recommendation: text, to: Vec::new(), priority: None, rationale: None, from: Vec::new(), draft: false;
    Disclaimer: text, kind: None, by: None, from: Vec::new(), draft: false;
    TimelineEntry: event, date: None, from: Vec::new(), draft: false;
    Quote: text, by: None, context: None, from: Vec::new(), draft: false;
    Item: text, from: Vec::new(), draft: false;
}

impl Short for Article {
    fn from_line(text: Line) -> Self {
        Self { title: Some(text), ..Self::default() }
    }
}

impl Short for Briefed {
    fn from_line(text: Line) -> Self {
        Self { by: Some(text), ..Self::default() }
    }
}
