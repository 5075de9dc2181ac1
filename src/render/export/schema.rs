//! The JSON Schema of our own JSON.
//!
//! Invariant: the part that is a brief is made from the table of the format's fields, the words of kinds and meanings from
//! theirs, so that none of them can be forgotten here.

use super::json::{NAME, VERSION};
use crate::brief::BRIEF;
use crate::notes::{KINDS, MEANINGS};
use crate::yaml::{Record, Shape};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of what [`super::Format::Json`] writes, as a text.
#[must_use]
pub fn schema() -> String {
    let mut text = format!("{:#}", whole());
    text.push('\n');
    text
}

fn whole() -> Value {
    let text = json!({"type": "string"});
    let count = json!({"type": "integer", "minimum": 0});
    let percent = json!({"type": "integer", "minimum": 0, "maximum": 100});
    let time = json!({"type": "string", "format": "date-time"});
    let texts = json!({"type": "array", "items": text});
    let words = |words: Vec<&str>| json!({"enum": words});
    let brief = record(&BRIEF);
    let part = |name: &str| brief.pointer(&format!("/properties/{name}")).cloned().unwrap_or_default();
    let anchor = json!({
        "description": "A passage: without a section the whole brief, without a quote the whole section.",
        "type": "object",
        "properties": {
            "section": text, "item": {"type": "integer", "minimum": 1}, "name": text, "begins": text, "of": text, "field": text,
            "quote": text, "prefix": text, "suffix": text, "start": count, "end": count,
            "occurs": {"type": "integer", "minimum": 2},
            "rival": percent, "echo": percent, "own_echo": percent,
            "twin": {"type": "integer", "minimum": 1}, "twins": {"type": "integer", "minimum": 2},
        },
        "additionalProperties": false,
        "dependentRequired": {"start": ["end"], "end": ["start"], "twin": ["twins"], "twins": ["twin"]},
    });
    let note = json!({
        "description": "A note as it is kept. Members beside these are another program's.",
        "type": "object",
        "properties": {
            "id": text,
            "kind": words(KINDS.iter().map(|row| row.word).collect()),
            "meaning": words(MEANINGS.iter().map(|row| row.word).collect()),
            "created": time, "changed": time, "tags": texts, "text": text,
            "on": {"$ref": "#/$defs/anchor"}, "now": {"$ref": "#/$defs/anchor"},
        },
        "required": ["id", "kind", "created", "on"],
    });
    let entry = json!({
        "type": "object",
        "properties": {
            "note": {"$ref": "#/$defs/note"},
            "state": {"enum": ["in-place", "moved", "orphaned", "absent"]},
            "label": text, "section": text, "place": text, "text": text,
            "quote": {"description": "The words it is on.", "type": "string"},
            "original": {
                "description": "The words it was made on, where it was moved to others since.",
                "type": "string",
            },
            "tags": texts, "color": text,
            "found": {
                "description": "Where it is now, in code points of the unformatted text.",
                "type": "object",
                "properties": {"start": count, "end": count, "text": text},
                "required": ["start", "end", "text"],
                "additionalProperties": false,
            },
        },
        "required": ["note", "state", "label", "section", "place", "quote", "text", "tags", "color"],
        "additionalProperties": false,
        "if": {"properties": {"state": {"enum": ["orphaned", "absent"]}}},
        "then": {"not": {"required": ["found"]}},
        "else": {"required": ["found"]},
    });
    let one = json!({
        "type": "object",
        "properties": {
            "id": text, "title": text, "language": part("language"), "source": part("source"), "credit": text,
            "disclaimers": part("disclaimers"), "disclaimer_line": text,
            "brief": {"$ref": "#/$defs/brief"},
            "notes": {"type": "array", "items": {"$ref": "#/$defs/entry"}},
        },
        "required": ["id", "title", "language", "credit", "disclaimers", "disclaimer_line", "notes"],
        "additionalProperties": false,
    });
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:brief:schema:brief-notes:1",
        "title": "Briefs and the notes on them",
        "type": "object",
        "properties": {
            "format": {"const": NAME}, "version": {"const": VERSION}, "exported": time,
            "briefs": {"type": "array", "items": {"$ref": "#/$defs/one"}},
        },
        "required": ["format", "version", "exported", "briefs"],
        "additionalProperties": false,
        "$defs": {"one": one, "brief": brief, "entry": entry, "note": note, "anchor": anchor},
    })
}

/// A record as JSON has it: shorthands are written out, and so are lists of one.
fn record(record: &Record) -> Value {
    let mut properties = Map::new();
    for field in record.fields {
        let mut value = shape(&field.shape);
        if let Value::Object(value) = &mut value {
            value.insert("description".to_owned(), field.about.into());
        }
        properties.insert(field.name.to_owned(), value);
    }
    let required: Vec<&str> =
        record.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn shape(shape: &Shape) -> Value {
    match shape {
        Shape::Line | Shape::Prose => json!({"type": "string", "minLength": 1}),
        Shape::Checked { pattern, .. } => json!({"type": "string", "pattern": pattern}),
        Shape::Choice(_, words) => json!({"enum": words}),
        Shape::Expected(_, words) | Shape::Usual(words) => json!({"type": "string", "examples": words}),
        Shape::Ordinal => json!({"type": "integer", "minimum": 1}),
        Shape::Version(newest) => json!({"type": "integer", "minimum": 1, "maximum": newest.0}),
        Shape::Flag => json!({"type": "boolean"}),
        Shape::One(one) => record(one),
        Shape::List(items) | Shape::OneOrMany(items) => json!({"type": "array", "items": self::shape(items)}),
        Shape::Table(values) => json!({"type": "object", "additionalProperties": self::shape(values)}),
    }
}
