//! The table of the format's fields: what each may hold and what it means.
//!
//! Findings, the schema, the README's list and canonical order are made from it. A test holds it and the types of
//! `super::model` together.

use super::scalar::{ACTOR_KINDS, DATE, DisclaimerKind, DraftField, FORMAT, LANGUAGE, LETTER, Priority, URL};
use crate::yaml::{Field, Record, Shape};

const FROM: Field = field(
    "from",
    Shape::OneOrMany(&Shape::Ordinal),
    "The paragraphs of `text` that it rests on, counted from 1.",
);

const DRAFT: Field = field(
    "draft",
    Shape::Flag,
    "`true` for a proposal that nobody has taken over yet: a warning until it is deleted.",
);

const fn field(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, shape, required: false, about }
}

const fn needed(name: &'static str, shape: Shape, about: &'static str) -> Field {
    Field { name, shape, required: true, about }
}

/// A brief.
pub static BRIEF: Record = Record {
    name: "a brief",
    shorthand: None,
    fields: &[
        field("format", FORMAT, "The version of the format; 1 where it is left out."),
        field("id", Shape::Line, "A stable identity for notes; the file's name where it is left out."),
        needed("title", Shape::Line, "The brief's own title."),
        field("thesis", Shape::Prose, "The author's claim in one sentence."),
        field(
            "thesis_from",
            Shape::OneOrMany(&Shape::Ordinal),
            "The paragraphs of `text` that the thesis rests on, counted from 1.",
        ),
        field("topics", Shape::OneOrMany(&Shape::Line), "What it is about, in catchwords."),
        field("language", LANGUAGE, "The brief's own language as a BCP 47 tag; en where it is left out."),
        field("source", Shape::One(&ARTICLE), "The op-ed that is briefed."),
        field(
            "draft",
            Shape::OneOrMany(&Shape::Choice("a field that can be a draft", DraftField::WORDS)),
            "Which of these fields are proposals that nobody has taken over yet.",
        ),
        field("briefed", Shape::One(&BRIEFED), "Who made the brief, and when."),
        field("summary", Shape::Prose, "The argument in short."),
        field(
            "summary_from",
            Shape::OneOrMany(&Shape::Ordinal),
            "The paragraphs of `text` that the summary rests on, counted from 1.",
        ),
        field("actors", Shape::List(&Shape::One(&ACTOR)), "Who plays a part, and what each wants."),
        field(
            "recommendations",
            Shape::List(&Shape::One(&RECOMMENDATION)),
            "What should be done, and by whom.",
        ),
        field(
            "disclaimers",
            Shape::List(&Shape::One(&DISCLAIMER)),
            "What author, publisher and others disclaim.",
        ),
        field("timeline", Shape::List(&Shape::One(&TIMELINE_ENTRY)), "What happened when."),
        field("quotes", Shape::List(&Shape::One(&QUOTE)), "What was said."),
        field("sections", Shape::List(&Shape::One(&SECTION)), "Anything else, each in a pane of its own."),
        field("text", Shape::Prose, "The op-ed itself, or an excerpt, for reading beside the brief."),
    ],
};

static ARTICLE: Record = Record {
    name: "a source",
    shorthand: Some("title"),
    fields: &[
        field("title", Shape::Line, "The headline as published."),
        field("author", Shape::OneOrMany(&Shape::Line), "Who wrote it: a name or a list."),
        field("publication", Shape::Line, "Where it was published."),
        field("syndicated_by", Shape::Line, "Who carried it further."),
        field("published", DATE, "When: YYYY, YYYY-MM or YYYY-MM-DD."),
        field("url", URL, "Where it can be read."),
        field("language", LANGUAGE, "The language it is written in, as a BCP 47 tag."),
    ],
};

static BRIEFED: Record = Record {
    name: "`briefed`",
    shorthand: Some("by"),
    fields: &[
        field("by", Shape::Line, "Who made the brief."),
        field("on", DATE, "When: YYYY, YYYY-MM or YYYY-MM-DD."),
    ],
};

static ACTOR: Record = Record {
    name: "an actor",
    shorthand: Some("name"),
    fields: &[
        needed("name", Shape::Line, "Its name."),
        field("id", Shape::Line, "What references call it; a slug of the name where it is left out."),
        field("aliases", Shape::OneOrMany(&Shape::Line), "Other names of it."),
        field(
            "kind",
            Shape::Usual(ACTOR_KINDS),
            "What it is: person, state, armed group, or any other word.",
        ),
        field("affiliation", Shape::Prose, "A person's office or side."),
        field("role", Shape::Prose, "What it is in this story."),
        field("position", Shape::Prose, "What it wants or says."),
        FROM,
        DRAFT,
    ],
};

static RECOMMENDATION: Record = Record {
    name: "a recommendation",
    shorthand: Some("text"),
    fields: &[
        needed("text", Shape::Prose, "What should be done."),
        field(
            "to",
            Shape::OneOrMany(&Shape::Line),
            "Whom it is for: an actor's id, name or alias, or any words.",
        ),
        field(
            "priority",
            Shape::Expected("a priority", Priority::WORDS),
            "How urgent it is, by the author's own lights.",
        ),
        field("rationale", Shape::Prose, "Why the author says so."),
        FROM,
        DRAFT,
    ],
};

static DISCLAIMER: Record = Record {
    name: "a disclaimer",
    shorthand: Some("text"),
    fields: &[
        needed("text", Shape::Prose, "What is disclaimed."),
        field(
            "kind",
            Shape::Expected("a kind of disclaimer", DisclaimerKind::WORDS),
            "What kind of reservation it is.",
        ),
        field("by", Shape::Line, "Whose it is."),
        FROM,
        DRAFT,
    ],
};

static TIMELINE_ENTRY: Record = Record {
    name: "an entry of the timeline",
    shorthand: Some("event"),
    fields: &[
        field("date", DATE, "When: YYYY, YYYY-MM or YYYY-MM-DD."),
        needed("event", Shape::Prose, "What happened."),
        FROM,
        DRAFT,
    ],
};

static QUOTE: Record = Record {
    name: "a quote",
    shorthand: Some("text"),
    fields: &[
        needed("text", Shape::Prose, "The words."),
        field("by", Shape::Line, "Who said them: an actor's id, name or alias, or anybody."),
        field("context", Shape::Prose, "When, and to whom."),
        FROM,
        DRAFT,
    ],
};

static SECTION: Record = Record {
    name: "a section",
    shorthand: None,
    fields: &[
        needed("title", Shape::Line, "Its title."),
        field("key", LETTER, "The letter that jumps to it."),
        field("text", Shape::Prose, "Its text."),
        field("items", Shape::List(&Shape::One(&ITEM)), "Its items."),
    ],
};

static ITEM: Record = Record {
    name: "an item",
    shorthand: Some("text"),
    fields: &[needed("text", Shape::Prose, "What it says."), FROM, DRAFT],
};
