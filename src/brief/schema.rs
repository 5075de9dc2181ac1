//! The JSON Schema of a brief as it is written, for editors.
//!
//! Made from the table of fields, so that nothing can be forgotten. An editor reads YAML before it compares: what is
//! written `2025` comes as a number, `true` as a truth value and nothing as null, all of which a brief takes as the
//! text that was written. So each shape names the types it may come as, and what is said of one type (a pattern of
//! texts, the fields of a mapping) leaves the others alone.
//! Invariant: what `check` can read, this lets through; what it lets through and `check` refuses is only what no schema
//! can say: keys that stand twice, letters beyond the Latin ones told from other signs, dates that do not exist, numbers that lost their form (`1.0`).

use super::fields::BRIEF;
use crate::diagnostic::Code;
use crate::yaml::{Record, Shape, Version};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 2020-12) of a brief in YAML, as a text.
#[must_use]
pub fn schema() -> String {
    let mut whole = Map::new();
    whole.insert("$schema".to_owned(), "https://json-schema.org/draft/2020-12/schema".into());
    whole.insert("$id".to_owned(), "urn:brief:schema:brief:1".into());
    whole.insert("title".to_owned(), "A brief: an op-ed in short".into());
    whole.insert("type".to_owned(), json!(["object"]));
    record(&BRIEF, &mut whole);
    let sections = BRIEF.fields.iter().map(|field| field.name).filter(|name| SECTIONS.contains(name));
    let sections: Vec<Value> = sections.map(|name| json!({"required": [name]})).collect();
    whole.insert("anyOf".to_owned(), sections.into());
    let mut text = format!("{:#}", Value::Object(whole));
    text.push('\n');
    text
}

/// The fields of which a brief has at least one.
const SECTIONS: &[&str] =
    &["summary", "text", "actors", "recommendations", "disclaimers", "timeline", "quotes", "sections"];

/// What is said of a record's mapping.
fn record(record: &Record, out: &mut Map<String, Value>) {
    let mut properties = Map::new();
    for field in record.fields {
        let mut value = shape(&field.shape, field.required);
        value.insert("description".to_owned(), field.about.into());
        properties.insert(field.name.to_owned(), value.into());
    }
    let needed: Vec<&str> =
        record.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    out.insert("properties".to_owned(), properties.into());
    if !needed.is_empty() {
        out.insert("required".to_owned(), needed.into());
    }
    out.insert("additionalProperties".to_owned(), false.into());
}

/// A shape, as one set of rules for all the types that it may come as.
fn shape(shape: &Shape, needed: bool) -> Map<String, Value> {
    let mut out = Map::new();
    let mut types = match shape {
        Shape::Line | Shape::Prose | Shape::Usual(_) | Shape::Expected(..) => {
            if let Shape::Usual(words) | Shape::Expected(_, words) = shape {
                out.insert("examples".to_owned(), json!(words));
            }
            if needed {
                out.insert("pattern".to_owned(), "\\S".into());
            }
            vec!["string", "number", "boolean"]
        }
        Shape::Checked { code, pattern, .. } => {
            out.insert("pattern".to_owned(), around(pattern, needed).into());
            if *code == Code::BadDate {
                // A year is a number to YAML.
                out.extend([("minimum".to_owned(), 1.into()), ("maximum".to_owned(), 9999.into())]);
                vec!["string", "integer"]
            } else {
                vec!["string"]
            }
        }
        Shape::Choice(_, words) => {
            let words: Vec<Value> = words.iter().map(|word| (*word).into()).collect();
            let empty = (!needed).then_some(Value::Null);
            out.insert("enum".to_owned(), words.into_iter().chain(empty).collect());
            return out;
        }
        Shape::Ordinal => {
            out.insert("pattern".to_owned(), around("^\\+?0*[1-9][0-9]{0,9}$", needed).into());
            out.extend([("minimum".to_owned(), 1.into()), ("maximum".to_owned(), u32::MAX.into())]);
            vec!["string", "integer"]
        }
        Shape::Version(Version(newest)) => {
            let all: Vec<String> = (1..=*newest).map(|n| n.to_string()).collect();
            let pattern = format!("^\\+?0*({})$", all.join("|"));
            out.insert("pattern".to_owned(), around(&pattern, needed).into());
            out.extend([("minimum".to_owned(), 1.into()), ("maximum".to_owned(), (*newest).into())]);
            vec!["string", "integer"]
        }
        Shape::Flag => {
            out.insert("pattern".to_owned(), around("^(true|false)$", needed).into());
            vec!["string", "boolean"]
        }
        Shape::One(one) => {
            record(one, &mut out);
            match one.shorthand.and_then(|name| one.field(name)) {
                Some(field) if needed || field.required => {
                    out.insert("pattern".to_owned(), "\\S".into());
                    vec!["object", "string", "number", "boolean"]
                }
                Some(_) => vec!["object", "string", "number", "boolean"],
                None => vec!["object"],
            }
        }
        Shape::List(item) => {
            out.insert("items".to_owned(), self::shape(item, true).into());
            vec!["array"]
        }
        Shape::OneOrMany(item) => {
            // Words to choose from are those of the items: a list is none of them.
            let one = match item {
                Shape::Choice(_, words) => one_of(words),
                _ => self::shape(item, false),
            };
            let mut types = vec!["array"];
            let known = ["string", "number", "integer", "boolean", "object"];
            let own = one.get("type").and_then(Value::as_array).cloned().unwrap_or_default();
            types.extend(known.into_iter().filter(|known| own.iter().any(|own| own == known)));
            out = one;
            out.insert("items".to_owned(), self::shape(item, true).into());
            types
        }
        Shape::Table(value) => {
            out.insert("additionalProperties".to_owned(), self::shape(value, false).into());
            vec!["object"]
        }
    };
    if !needed {
        types.push("null");
    }
    out.insert("type".to_owned(), types.into());
    out
}

/// One of some words, or nothing, said of texts alone.
fn one_of(words: &[&str]) -> Map<String, Value> {
    let mut out = Map::new();
    out.insert("type".to_owned(), json!(["string"]));
    out.insert("pattern".to_owned(), around(&format!("^({})$", words.join("|")), false).into());
    out.insert("examples".to_owned(), json!(words));
    out
}

/// A pattern for a text that may have blanks around it, and be blank where it is not needed.
fn around(pattern: &str, needed: bool) -> String {
    let bare = pattern.trim_start_matches('^').trim_end_matches('$');
    let open = if pattern.ends_with('$') { "\\s*$" } else { "" };
    let filled = format!("^\\s*{bare}{open}");
    if needed { filled } else { format!("^\\s*$|{filled}") }
}
