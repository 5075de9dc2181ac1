//! Readium's annotation sets (`.annotation`), as Thorium checks them.
//!
//! A set is on a book: on the one that [`epub`] writes of the same briefs. Thorium takes a set only if every source is
//! a file in the spine of the book that is open, leaves annotations without a selector out (`main/redux/sagas/note.ts`), and
//! finds words by comparing them sign by sign, with those before and behind (`common/readium/annotation/converter.ts`). So
//! a passage is told as it stands in the book, in code points from the start of its file, a note on a section as one on
//! its heading, and one on the whole brief as one on its title; our own part says what each is.
//! Thorium asks for an object as `generator`, lists as `dc:publisher` and `dc:creator`, the bare context, and texts as
//! `prefix` and `suffix`; it reads `tag`, where the specification has `tags`: both are written.

use super::w3c::{CONTEXT, generator, id_of_all, title};
use super::{Own, Raw, Selector, iri, list_of, quote_of, text_of, time_of};
use crate::document::{BlockIx, Document, Position, Quote};
use crate::notes::Kind;
use crate::render::export::annotation::{Import, SourceHint};
use crate::render::export::epub;
use crate::render::export::facts::{Facts, Group, Told};
use crate::render::export::json::{color, pretty};
use crate::render::export::name::urn;
use crate::render::export::{ExportError, Format, NoteAt, Piece, What, moment};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

#[derive(Serialize)]
struct Set {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    r#type: &'static str,
    generator: Value,
    generated: String,
    title: String,
    about: About,
    items: Vec<Annotation>,
}

#[derive(Default, Serialize)]
struct About {
    #[serde(rename = "dc:identifier")]
    identifier: Vec<String>,
    #[serde(rename = "dc:format")]
    format: &'static str,
    #[serde(rename = "dc:title")]
    title: String,
    #[serde(rename = "dc:publisher", skip_serializing_if = "Vec::is_empty")]
    publisher: Vec<String>,
    #[serde(rename = "dc:creator", skip_serializing_if = "Vec::is_empty")]
    creator: Vec<String>,
    #[serde(rename = "dc:date", skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(rename = "dc:source", skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

#[derive(Serialize)]
struct Annotation {
    #[serde(rename = "@context")]
    context: &'static str,
    id: String,
    r#type: &'static str,
    motivation: &'static str,
    created: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Timestamp>,
    body: Body,
    target: Target,
    brief: Own,
}

#[derive(Serialize)]
struct Body {
    r#type: &'static str,
    value: String,
    format: &'static str,
    color: &'static str,
    highlight: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
}

#[derive(Serialize)]
struct Target {
    source: String,
    selector: Vec<Selector>,
    meta: Meta,
}

#[derive(Serialize)]
struct Meta {
    headings: Vec<Heading>,
}

#[derive(Serialize)]
struct Heading {
    level: usize,
    txt: String,
}

/// Writes notes as an annotation set.
pub(in crate::render::export) fn write(
    pieces: &[Piece<'_>],
    _: What,
    when: Timestamp,
) -> Result<Vec<u8>, ExportError> {
    let all = Facts::all(pieces);
    let mut items = Vec::new();
    for (facts, file) in all.iter().zip(epub::files(&all)) {
        items.extend(facts.piece.notes.iter().map(|at| annotation(at, facts, &file)));
    }
    pretty(&Set {
        context: CONTEXT,
        id: format!("urn:uuid:{}", id_of_all(pieces, "readium", when)),
        r#type: "AnnotationSet",
        generator: generator(),
        generated: moment(when),
        title: title(&all),
        about: about(&all),
        items,
    })
}

fn about(all: &[Facts<'_>]) -> About {
    let mut identifier = vec![epub::identifier(all)];
    identifier.extend(all.iter().map(|facts| iri(facts.piece.id)));
    identifier.dedup();
    let about = About { identifier, format: epub::MEDIA, title: epub::title(all), ..About::default() };
    match all {
        [one] => About {
            publisher: one.publication.iter().cloned().collect(),
            creator: one.authors.clone(),
            // Four digits are asked for.
            date: one.published.map(|date| format!("{:04}", date.year())),
            source: one.url.clone(),
            ..about
        },
        _ => about,
    }
}

/// Why an annotation is made: of the words of the model Readium has three.
const fn motivation(kind: Kind) -> &'static str {
    match kind {
        Kind::Bookmark => "bookmarking",
        Kind::Highlight => "highlighting",
        Kind::Note | Kind::Question | Kind::Disagree | Kind::FollowUp => "commenting",
    }
}

/// What says where a note is in the book. Of a passage that is gone the words are told.
fn selectors(at: &NoteAt<'_>, told: &Told<'_>, doc: &Document) -> Vec<Selector> {
    let heading = |section: usize| {
        let blocks = &doc.sections().get(section)?.blocks;
        Some(doc.block(BlockIx(blocks.start))?.range)
    };
    let range = match told.group {
        Group::Whole => heading(0),
        Group::Section(section) if told.quote.is_empty() => heading(section),
        Group::Section(_) => told.found,
        Group::Gone => None,
    };
    let anchor = range.map(|range| doc.anchor(range));
    let (quote, position) = match anchor {
        Some(anchor) => (anchor.quote, anchor.position),
        None => (at.note.anchor().quote.clone().or_else(|| at.note.on.quote.clone()), None),
    };
    let quote =
        quote.map(|Quote { prefix, exact, suffix }| Selector::TextQuoteSelector { exact, prefix, suffix });
    let position = position.map(|Position { start, end }| Selector::TextPositionSelector { start, end });
    quote.into_iter().chain(position).collect()
}

/// How a passage is marked, in Readium's words.
const fn highlight(kind: Kind) -> &'static str {
    match kind {
        Kind::Highlight => "solid",
        Kind::Bookmark => "outline",
        _ => "underline",
    }
}

fn annotation(at: &NoteAt<'_>, facts: &Facts<'_>, file: &str) -> Annotation {
    let note = at.note;
    let told = Told::of(at, facts.piece.document);
    let selector = selectors(at, &told, facts.piece.document);
    let mut headings = Vec::new();
    if !told.section.is_empty() {
        headings.push(Heading { level: 1, txt: told.section.clone() });
    }
    if let Some((_, item)) = told.place.split_once(" › ") {
        headings.push(Heading { level: 2, txt: item.to_owned() });
    }
    let tags = note.all_tags();
    Annotation {
        context: CONTEXT,
        id: urn("note", note.id.as_str()),
        r#type: "Annotation",
        motivation: motivation(note.kind),
        created: note.created,
        modified: (note.changed != note.created).then_some(note.changed),
        body: Body {
            r#type: "TextualBody",
            value: note.text.clone(),
            format: "text/markdown",
            color: color(note),
            highlight: highlight(note.kind),
            tag: tags.first().cloned(),
            tags,
        },
        target: Target { source: file.to_owned(), selector, meta: Meta { headings } },
        brief: Own::of(at, facts),
    }
}

/// Reads an annotation set.
pub(super) fn read(value: &Value) -> Import {
    let mut import = Import::new(Format::Readium);
    let written = time_of(value, "generated");
    let about = value.get("about").unwrap_or(&Value::Null);
    for item in list_of(value, "items") {
        import.take(if item.is_object() {
            raw(item, about).note(written)
        } else {
            Err("it is no annotation".to_owned())
        });
        let targets = list_of(item, "target").len();
        if targets > 1 {
            import.tell(&format!("it is on {targets} places, and comes on the first"));
        }
    }
    import
}

fn raw(item: &Value, about: &Value) -> Raw {
    let body = list_of(item, "body").first().unwrap_or(&Value::Null);
    let target = list_of(item, "target").first().unwrap_or(&Value::Null);
    let mut tags: Vec<String> =
        list_of(body, "tags").iter().filter_map(Value::as_str).map(str::to_owned).collect();
    if tags.is_empty() {
        tags.extend(text_of(body, "tag"));
    }
    let headings = target.get("meta").map(|meta| list_of(meta, "headings")).unwrap_or_default();
    let id = text_of(target, "source").and_then(|file| epub::id_of(&file));
    Raw {
        marked: false,
        id: text_of(item, "id"),
        created: time_of(item, "created"),
        changed: time_of(item, "modified"),
        text: text_of(body, "value").unwrap_or_default(),
        tags,
        motivation: text_of(item, "motivation"),
        quote: quote_of(list_of(target, "selector")),
        section: headings.first().and_then(|heading| text_of(heading, "txt")),
        source: SourceHint {
            title: text_of(about, "dc:title"),
            url: text_of(about, "dc:source").or_else(|| text_of(target, "source").filter(|_| id.is_none())),
            id,
        },
        creator: item.get("creator").filter(|creator| !creator.is_null()).cloned(),
        own: item.get("brief").cloned(),
    }
}
