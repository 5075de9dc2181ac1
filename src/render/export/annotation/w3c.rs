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
use std::collections::HashSet;

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
            let target = Target { source: iri(facts.piece.id), selector, state };
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

/// What a value is in the words of the model, and what it is in others.
fn kinds(value: &Value) -> impl Iterator<Item = &str> {
    let kinds = list_of(value, "type").iter().chain(list_of(value, "@type"));
    kinds.filter_map(Value::as_str).map(|kind| kind.strip_prefix("oa:").unwrap_or(kind))
}

/// Whether a value is an annotation, a collection or page of them, a graph, or a list.
pub(super) fn is(value: &Value) -> bool {
    let one = |value: &Value| {
        let known = ["Annotation", "AnnotationCollection", "AnnotationPage"];
        kinds(value).any(|kind| known.contains(&kind))
            || list_of(value, "@context").iter().any(|context| context == CONTEXT)
    };
    one(value)
        || [value, value.get("@graph").unwrap_or(value)]
            .iter()
            .any(|value| value.as_array().is_some_and(|list| list.iter().any(one)))
}

/// The annotations of a file, and where it says that others lie.
#[derive(Default)]
struct Items<'v> {
    found: Vec<&'v Value>,
    away: Vec<&'v str>,
}

impl<'v> Items<'v> {
    /// Looks through a value: one annotation, a list, a page, a collection with its pages within, a graph of those.
    fn look(&mut self, value: &'v Value, depth: usize) {
        if depth > MAX_DEPTH {
            return;
        }
        match value {
            Value::Array(list) => list.iter().for_each(|one| self.look(one, depth + 1)),
            Value::Object(fields) => {
                let is_one = kinds(value).any(|kind| kind == "Annotation") || fields.contains_key("target");
                if let Some(graph) = fields.get("@graph") {
                    self.graph(graph, depth);
                } else if is_one
                    || !["first", "items", "next", "last"].iter().any(|name| fields.contains_key(*name))
                {
                    self.found.push(value);
                } else {
                    for one in list_of(value, "items") {
                        self.look(one, depth + 1);
                    }
                    // A page names the next; a collection names the first and the last, which may be one.
                    for page in ["first", "next"].into_iter().flat_map(|name| list_of(value, name)) {
                        match page {
                            Value::String(iri) => self.away.push(iri),
                            page => self.look(page, depth + 1),
                        }
                    }
                }
            }
            other => self.found.push(other),
        }
    }

    /// What a graph names by its id is another of its nodes, and nodes that are no annotation are what those speak of.
    fn graph(&mut self, graph: &'v Value, depth: usize) {
        let nodes = graph.as_array().map_or(std::slice::from_ref(graph), Vec::as_slice);
        let is_ours = |node: &&Value| {
            let fields = ["target", "items", "first"];
            kinds(node).any(|kind| kind == "Annotation") || fields.iter().any(|name| node.get(name).is_some())
        };
        let mut inner = Self::default();
        nodes.iter().filter(is_ours).for_each(|node| inner.look(node, depth + 1));
        let ids: HashSet<String> =
            nodes.iter().filter_map(|node| text_of(node, "id").or_else(|| text_of(node, "@id"))).collect();
        self.found
            .extend(inner.found.into_iter().filter(|one| one.as_str().is_none_or(|id| !ids.contains(id))));
        self.away.extend(inner.away.into_iter().filter(|id| !ids.contains(*id)));
    }
}

/// How deep pages may lie within pages.
const MAX_DEPTH: usize = 64;

/// Reads annotations.
pub(super) fn read(value: &Value) -> Import {
    let mut import = Import::new(Format::W3c);
    let written = time_of(value, "created").or_else(|| time_of(value, "generated"));
    let mut items = Items::default();
    items.look(value, 0);
    for item in items.found {
        if !item.is_object() {
            import.take(Err("it is no annotation".to_owned()));
            continue;
        }
        let mut left = Vec::new();
        import.take(raw(item, &mut left).note(written));
        for left in &left {
            import.tell(left);
        }
    }
    for iri in items.away {
        import.tell_of_all(&format!("further annotations lie at {iri}: fetch that page, and import it too"));
    }
    import
}

/// The members of a set: a choice, a list or a composite of others.
fn members(one: &Value) -> &[Value] {
    match one.get("items").and_then(Value::as_array) {
        Some(items) if one.get("value").is_none() && one.get("source").is_none() => items,
        _ => std::slice::from_ref(one),
    }
}

/// Reads an annotation; what of it is not taken is told in `left`.
fn raw(item: &Value, left: &mut Vec<String>) -> Raw {
    let mut text = Vec::new();
    let mut tags = Vec::new();
    let bodies = list_of(item, "body").iter().flat_map(members);
    for body in bodies.chain(list_of(item, "bodyValue")) {
        let value = body.as_str().map(str::to_owned).or_else(|| text_of(body, "value"));
        if value.is_none() && !body.is_null() {
            let named = ["id", "source", "type"].iter().find_map(|name| first_of(body, name));
            left.push(format!("a body that is no text is left out: {}", named.unwrap_or_default()));
        }
        match first_of(body, "purpose").as_deref() {
            Some("tagging") => tags.extend(value),
            _ => text.extend(value),
        }
    }
    let targets: Vec<&Value> = list_of(item, "target").iter().flat_map(members).collect();
    let quoted = |target: &&&Value| quote_of(list_of(target, "selector")).is_some();
    let target = targets.iter().find(quoted).or(targets.first()).map_or(&Value::Null, |target| *target);
    if targets.len() > 1 {
        left.push(format!("it is on {} places, and comes on the first that quotes words", targets.len()));
    }
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
        creator: item.get("creator").filter(|creator| !creator.is_null()).cloned(),
        own: item.get("brief").cloned(),
    }
}
