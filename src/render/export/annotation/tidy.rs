//! Notes from elsewhere made fit to be kept: what of them a file of notes could not hold or would read as something else.
//!
//! Invariant: a note that comes out is written and read back as it is; what it lost is told.

use crate::notes::form::NoteForm;
use crate::notes::{Note, NotesFile, Subject};
use crate::text::{clean, clean_line, fit};
use serde_json::{Map, Value};

/// How deep an unknown field may be nested.
const MAX_DEPTH: usize = 16;
/// How many bytes the unknown fields of a note may have as JSON.
const MAX_BYTES: usize = 64 << 10;

/// The names that mean something in a note.
const KNOWN: &[&str] =
    &["id", "kind", "meaning", "created", "changed", "tags", "text", "on", "now", "deleted"];

/// Makes a note fit to be kept, and gives what of it is not as it was.
pub(super) fn tidy(note: &mut Note) -> Result<Vec<String>, String> {
    let mut lost = Vec::new();
    let mut room = MAX_BYTES;
    for (name, value) in std::mem::take(&mut note.other) {
        let shown = fit(&clean_line(&name), 40).into_owned();
        if value.is_null() {
            continue;
        }
        if KNOWN.contains(&name.as_str()) {
            lost.push(format!(
                "its unknown field `{shown}` is left out: the name means something else in a note"
            ));
            continue;
        }
        let size = name.len() + if depth(&value) > MAX_DEPTH { room } else { value.to_string().len() };
        if size >= room {
            lost.push(format!("its unknown field `{shown}` is left out: it is too large"));
            continue;
        }
        room -= size;
        note.other.insert(name, in_words(value));
    }
    if is_plain(note) || is_kept(note) {
        return Ok(lost);
    }
    let other = std::mem::take(&mut note.other);
    if !is_kept(note) {
        let text = |text: &mut String| *text = clean(text).into_owned();
        text(&mut note.text);
        note.tags.iter_mut().for_each(text);
        lost.push("the control characters in it are left out".to_owned());
        if !is_kept(note) {
            return Err("it cannot be written to a file of notes".to_owned());
        }
    }
    for (name, value) in other {
        let other = Map::from_iter([(name.clone(), value.clone())]);
        if is_kept(&Note { other, ..note.clone() }) {
            note.other.insert(name, value);
        } else {
            let shown = fit(&clean_line(&name), 40).into_owned();
            lost.push(format!("its unknown field `{shown}` is left out: it cannot be written as YAML"));
        }
    }
    Ok(lost)
}

/// A value as a file of notes reads it: whole numbers are numbers, and all else that YAML has more than one form for is the
/// text that it was.
fn in_words(value: Value) -> Value {
    match value {
        Value::Bool(yes) => Value::String(yes.to_string()),
        Value::Number(number) if !number.is_u64() => Value::String(number.to_string()),
        Value::Array(list) => list.into_iter().map(in_words).collect(),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, in_words(value))).collect(),
        value => value,
    }
}

/// Whether there is nothing in a note that YAML might trip over.
fn is_plain(note: &Note) -> bool {
    let odd = |c: char| c.is_control() && c != '\n' && c != '\t';
    note.other.is_empty()
        && serde_json::to_string(&NoteForm::from(note))
            .is_ok_and(|json| !json.contains("\\u") && !json.contains(odd))
}

/// Whether a note is read back as it is written.
fn is_kept(note: &Note) -> bool {
    let mut file = NotesFile::new(Subject::default());
    file.take([note]);
    file.write().is_ok()
}

fn depth(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(depth).max().unwrap_or(0),
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
