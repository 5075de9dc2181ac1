//! Hypothesis' JSON, as its client exports and imports it.
//!
//! The client keeps `target`, `tags` and `text` of what it imports. `uri` and `document` become those of the page that is
//! open, and `extra`, where our own part stands, becomes a reference to the id that an annotation had (`original_id`, in
//! `services/import-annotations.ts`). So kind and meaning are told as tags too, and are made out from them again where our
//! part is gone; by the old id a note that comes back is known for the same.
//! Positions are UTF-16 code units, and told only where the source is the brief itself: in the page of an op-ed the text
//! has others.

use super::{
    Own, Raw, Selector, Unit, first_of, iri, list_of, marked, quote_of, ruler, selectors, text_of, time_of,
};
use crate::render::export::address::{encoded, is_followed};
use crate::render::export::annotation::{Import, SourceHint};
use crate::render::export::facts::Facts;
use crate::render::export::json::pretty;
use crate::render::export::{ExportError, Format, Piece, What, moment};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Value, json};

/// Whose notes these are. The client asks for an account of this form.
const ACCOUNT: &str = "acct:brief@localhost";

#[derive(Serialize)]
struct Whole {
    export_date: String,
    export_userid: &'static str,
    client_version: &'static str,
    annotations: Vec<Annotation>,
}

#[derive(Serialize)]
struct Annotation {
    id: String,
    created: Timestamp,
    updated: Timestamp,
    user: &'static str,
    group: &'static str,
    permissions: Value,
    uri: String,
    document: Value,
    text: String,
    tags: Vec<String>,
    target: Vec<Target>,
    extra: Extra,
}

#[derive(Serialize)]
struct Target {
    source: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    selector: Vec<Selector>,
}

#[derive(Serialize)]
struct Extra {
    brief: Own,
}

/// Writes notes as Hypothesis exports them.
pub(in crate::render::export) fn write(
    pieces: &[Piece<'_>],
    _: What,
    when: Timestamp,
) -> Result<Vec<u8>, ExportError> {
    let mut annotations = Vec::new();
    for facts in Facts::all(pieces) {
        let ruler = ruler(&facts.piece);
        let page = facts.url.as_deref().filter(|url| is_followed(url));
        let uri = page.map_or_else(|| iri(facts.piece.id), encoded);
        for at in facts.piece.notes {
            let note = at.note;
            // Without words there is nothing to find in the page: it is a note on the whole.
            let mut selector =
                if note.quote().is_empty() { Vec::new() } else { selectors(at, &ruler, Unit::Utf16) };
            if page.is_some() {
                selector.retain(|selector| !matches!(selector, Selector::TextPositionSelector { .. }));
            }
            annotations.push(Annotation {
                id: note.id.to_string(),
                created: note.created,
                updated: note.changed,
                user: ACCOUNT,
                group: "__world__",
                permissions: json!({"read": [], "update": [], "delete": [], "admin": []}),
                uri: uri.clone(),
                document: json!({"title": facts.work()}),
                text: note.text.clone(),
                tags: marked(note.all_tags(), note),
                target: vec![Target { source: uri.clone(), selector }],
                extra: Extra { brief: Own::of(at, &facts) },
            });
        }
    }
    pretty(&Whole { export_date: moment(when), export_userid: ACCOUNT, client_version: "", annotations })
}

/// The annotations of a file: those that the client exports, or an answer of the service to a search.
pub(super) fn list(value: &Value) -> Option<&[Value]> {
    let list = |name: &str| value.get(name).and_then(Value::as_array).map(Vec::as_slice);
    let is_one = |row: &Value| row.get("uri").is_some() || row.get("target").is_some();
    list("annotations").or_else(|| list("rows").filter(|rows| rows.iter().all(is_one)))
}

/// Reads Hypothesis' annotations.
pub(super) fn read(value: &Value, list: &[Value]) -> Import {
    let mut import = Import::new(Format::Hypothesis);
    let written = time_of(value, "export_date");
    for item in list {
        import.take(if item.is_object() {
            raw(item).note(written)
        } else {
            Err("it is no annotation".to_owned())
        });
        let targets = list_of(item, "target").len();
        if targets > 1 {
            import.tell(&format!("it is on {targets} places, and comes on the first"));
        }
    }
    // The service answers page by page.
    let total = value.get("total").and_then(Value::as_u64).and_then(|total| usize::try_from(total).ok());
    if let Some(total) = total.filter(|total| *total > list.len()) {
        import.tell_of_all(&format!(
            "it holds {} of {total} annotations: ask the service for the others too (limit, search_after)",
            list.len()
        ));
    }
    import
}

fn raw(item: &Value) -> Raw {
    let target = list_of(item, "target").first().unwrap_or(&Value::Null);
    let extra = item.get("extra").unwrap_or(&Value::Null);
    // Others name theirs otherwise, and one may have been imported more than once.
    let before = text_of(extra, "original_id").filter(|id| uuid::Uuid::try_parse(id).is_ok());
    Raw {
        id: before.or_else(|| text_of(item, "id")),
        marked: true,
        created: time_of(item, "created"),
        changed: time_of(item, "updated"),
        text: text_of(item, "text").unwrap_or_default(),
        tags: list_of(item, "tags").iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        motivation: None,
        quote: quote_of(list_of(target, "selector")),
        section: None,
        source: SourceHint {
            title: item.get("document").and_then(|document| first_of(document, "title")),
            url: text_of(item, "uri").or_else(|| text_of(target, "source")),
            id: None,
        },
        creator: None,
        own: extra.get("brief").cloned(),
    }
}
