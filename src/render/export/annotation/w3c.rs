//! W3C Web Annotations (<https://www.w3.org/TR/annotation-model/>): a collection with one page.
//!
//! Positions are code points of the text as it is told, in logical order; they are of the state that `state` dates.

use super::{Own, Raw, Selector, Unit, first_of, iri, list_of, quote_of, ruler, selectors, text_of, time_of};
use crate::notes::{Kind, Note};
use crate::render::export::annotation::{Import, SourceHint};
use crate::render::export::facts::Facts;
use crate::render::export::json::pretty;
use crate::render::export::name::{urn, uuid_of};
use crate::render::export::{ExportError, Format, Piece, What, moment};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// The context that every annotation has.
pub(super) const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

#[derive(Serialize)]
struct Collection {
    #[serde(rename = "@context")]
    context: Value,
    id: String,
    r#type: &'static str,
    label: String,
    created: String,
    generator: Value,
    total: usize,
    first: Page,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page {
    id: String,
    r#type: &'static str,
    part_of: String,
    start_index: usize,
    items: Vec<Annotation>,
}

#[derive(Serialize)]
struct Annotation {
    id: String,
    r#type: &'static str,
    motivation: &'static str,
    created: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<Timestamp>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    body: Vec<Body>,
    target: Target,
    brief: Own,
}

#[derive(Serialize)]
struct Body {
    r#type: &'static str,
    value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    purpose: &'static str,
}

#[derive(Serialize)]
struct Target {
    source: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    selector: Vec<Selector>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<Value>,
}

/// The program, as annotations name it.
pub(super) fn generator() -> Value {
    json!({"id": "urn:brief:reader", "type": "Software", "name": "brief"})
}

/// Why an annotation is made, in the words of the model.
pub(super) const fn motivation(kind: Kind) -> &'static str {
    match kind {
        Kind::Note | Kind::FollowUp => "commenting",
        Kind::Question => "questioning",
        Kind::Disagree => "assessing",
        Kind::Highlight => "highlighting",
        Kind::Bookmark => "bookmarking",
    }
}

/// An id for the whole, the same for the same notes.
pub(super) fn id_of_all(pieces: &[Piece<'_>], format: &str, when: Timestamp) -> String {
    let ids: Vec<&str> =
        pieces.iter().flat_map(|piece| piece.notes.iter().map(|at| at.note.id.as_str())).collect();
    let briefs: Vec<&str> = pieces.iter().map(|piece| piece.id).collect();
    uuid_of(&format!("{format} {briefs:?} {ids:?} {}", moment(when)))
}

/// What a file of several briefs is called.
pub(super) fn title(all: &[Facts<'_>]) -> String {
    match all {
        [one] => format!("Notes on {}", one.title),
        many => format!("Notes on {} briefs", many.len()),
    }
}

/// Writes notes as a collection of annotations.
pub(in crate::render::export) fn write(
    pieces: &[Piece<'_>],
    _: What,
    when: Timestamp,
) -> Result<Vec<u8>, ExportError> {
    let all = Facts::all(pieces);
    let mut items = Vec::new();
    for facts in &all {
        let ruler = ruler(&facts.piece);
        for at in facts.piece.notes {
            let selector = selectors(at, &ruler, Unit::CodePoints);
            let placed = selector.iter().any(|s| matches!(s, Selector::TextPositionSelector { .. }));
            let state = placed.then(|| json!({"type": "TimeState", "sourceDate": moment(when)}));
            let target = Target { source: iri(&facts.piece), selector, state };
            items.push(annotation(at.note, target, Own::of(at, facts)));
        }
    }
    let id = id_of_all(pieces, "w3c", when);
    let collection = format!("urn:uuid:{id}");
    pretty(&Collection {
        context: json!([CONTEXT, {"brief": {"@id": "urn:brief:note", "@type": "@json"}}]),
        id: collection.clone(),
        r#type: "AnnotationCollection",
        label: title(&all),
        created: moment(when),
        generator: generator(),
        total: items.len(),
        first: Page {
            id: format!("urn:uuid:{}", uuid_of(&format!("page {id}"))),
            r#type: "AnnotationPage",
            part_of: collection,
            start_index: 0,
            items,
        },
    })
}

fn annotation(note: &Note, target: Target, own: Own) -> Annotation {
    let text = (!note.text.is_empty()).then(|| Body {
        r#type: "TextualBody",
        value: note.text.clone(),
        format: Some("text/markdown"),
        purpose: "commenting",
    });
    let tags = note.all_tags().into_iter().map(|value| Body {
        r#type: "TextualBody",
        value,
        format: None,
        purpose: "tagging",
    });
    Annotation {
        id: urn("note", note.id.as_str()),
        r#type: "Annotation",
        motivation: motivation(note.kind),
        created: note.created,
        modified: (note.changed != note.created).then_some(note.changed),
        body: text.into_iter().chain(tags).collect(),
        target,
        brief: own,
    }
}

/// Whether a value is an annotation, a collection or page of them, or a list.
pub(super) fn is(value: &Value) -> bool {
    let one = |value: &Value| {
        let kinds = list_of(value, "type").iter().filter_map(Value::as_str);
        let known = ["Annotation", "AnnotationCollection", "AnnotationPage"];
        kinds.into_iter().any(|kind| known.contains(&kind))
            || list_of(value, "@context").iter().any(|context| context == CONTEXT)
    };
    one(value) || value.as_array().is_some_and(|list| list.iter().any(one))
}

/// Reads annotations: one, a list, a page, or a collection with its first page within.
pub(super) fn read(value: &Value) -> Import {
    let mut import = Import::new(Format::W3c);
    let written = time_of(value, "created").or_else(|| time_of(value, "generated"));
    let page = value.get("first").filter(|first| first.is_object()).unwrap_or(value);
    let items = match page {
        Value::Array(list) => list.as_slice(),
        page if page.get("items").is_some() => list_of(page, "items"),
        one => std::slice::from_ref(one),
    };
    for item in items {
        import.take(if item.is_object() {
            raw(item).note(written)
        } else {
            Err("it is no annotation".to_owned())
        });
    }
    import
}

fn raw(item: &Value) -> Raw {
    let mut text = Vec::new();
    let mut tags = Vec::new();
    for body in list_of(item, "body").iter().chain(list_of(item, "bodyValue")) {
        let value = body.as_str().map(str::to_owned).or_else(|| text_of(body, "value"));
        match first_of(body, "purpose").as_deref() {
            Some("tagging") => tags.extend(value),
            _ => text.extend(value),
        }
    }
    let target = list_of(item, "target").first().unwrap_or(&Value::Null);
    let source = match target.get("source") {
        Some(Value::Object(source)) => source.get("id").and_then(Value::as_str),
        Some(source) => source.as_str(),
        None => target.as_str().or_else(|| target.get("id").and_then(Value::as_str)),
    };
    Raw {
        marked: false,
        id: text_of(item, "id").or_else(|| text_of(item, "@id")),
        created: time_of(item, "created"),
        changed: time_of(item, "modified"),
        text: text.join("\n\n"),
        tags,
        motivation: first_of(item, "motivation"),
        quote: quote_of(list_of(target, "selector")),
        section: None,
        source: SourceHint { url: source.map(str::to_owned), ..SourceHint::default() },
        own: item.get("brief").cloned(),
    }
}
