//! An entry of a notes file: what it says, and why it cannot be understood where it cannot.
//!
//! Invariants: what a person leaves out has a value that does not change with the time or the file; the reason why an
//! entry is not understood is ours, with a remedy, and holds nothing that a terminal would obey.

use super::form::NoteForm;
use super::note::{KINDS, Kind, MEANINGS, Meaning, Note, NoteId, tags_given};
use crate::text::{clean_line, escape_json, fit};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_yaml::{Mapping, Value};
use std::collections::HashSet;

/// What an entry is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    /// A note.
    Note(Box<Note>),
    /// A note that was deleted: kept, so that an old copy of the file does not bring it back.
    Gone {
        id: NoteId,
        at: Timestamp,
        /// When the note that was deleted had last been changed, where that was written down.
        changed: Option<Timestamp>,
    },
    /// What a newer version, or a slip of the pen, has made. Without a reason it is empty, and nothing is lost.
    Unknown { value: Value, why: Option<String> },
}

#[derive(Serialize, Deserialize)]
struct GoneForm {
    id: String,
    deleted: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    changed: Option<Timestamp>,
}

/// The fields of a note whose values are texts.
const TEXTS: &[&str] = &["id", "kind", "meaning", "created", "changed", "text"];

/// The fields of a place whose values are texts.
const PLACES: &[&str] = &["section", "name", "begins", "of", "field", "quote", "prefix", "suffix"];

/// Those whose values are numbers.
const NUMBERS: &[&str] = &["item", "start", "end", "occurs", "rival", "echo", "own_echo", "twin", "twins"];

/// Those of these that are a part of a hundred.
const PARTS: &[&str] = &["rival", "echo", "own_echo"];

impl What {
    pub(super) fn of(value: Value) -> Self {
        let may_be_gone = value.get("deleted").is_some();
        if may_be_gone
            && let Ok(gone) = serde_yaml::from_value::<GoneForm>(value.clone())
            && let Some(id) = NoteId::parse(&gone.id)
        {
            return Self::Gone { id, at: gone.deleted, changed: gone.changed };
        }
        match &value {
            Value::Null => Self::Unknown { value, why: None },
            Value::Mapping(fields) => {
                let form = filled(fields, &value).and_then(|filled| {
                    let form = serde_yaml::from_value::<NoteForm>(Value::Mapping(filled)).ok();
                    form.and_then(|form| Note::try_from(form).ok()).ok_or_else(|| explain(fields))
                });
                match form {
                    Ok(note) => Self::Note(Box::new(note)),
                    Err(why) => Self::Unknown { value, why: Some(why) },
                }
            }
            other => {
                let why = format!("it is {}, not a note: write `- text: …`", kind_of(other));
                Self::Unknown { value, why: Some(why) }
            }
        }
    }

    pub(super) fn write(&self) -> String {
        match self {
            Self::Note(note) => to_yaml(&NoteForm::from(&**note)),
            Self::Gone { .. } => to_yaml(&self.gone()),
            Self::Unknown { value, .. } => to_yaml(value),
        }
    }

    /// On one line, for brackets.
    pub(super) fn write_line(&self) -> String {
        match self {
            Self::Note(note) => to_json(&NoteForm::from(&**note)),
            Self::Gone { .. } => to_json(&self.gone()),
            Self::Unknown { value, .. } => to_json(value),
        }
    }

    fn gone(&self) -> Option<GoneForm> {
        let Self::Gone { id, at, changed } = self else { return None };
        Some(GoneForm { id: id.to_string(), deleted: *at, changed: *changed })
    }

    /// Gives a note whose name another entry above has a name of its own, which only a person brings about. It is the same
    /// whenever the file is read.
    pub(super) fn take_name(&mut self, taken: &mut HashSet<NoteId>) {
        if let Self::Note(note) = self
            && taken.contains(&note.id)
        {
            let named = (2..).filter_map(|n| NoteId::parse(&format!("{}~{n}", note.id)));
            let free = named.into_iter().find(|id| !taken.contains(id));
            note.id = free.unwrap_or_else(|| note.id.clone());
        }
        taken.extend(self.id().cloned());
    }

    pub(super) fn id(&self) -> Option<&NoteId> {
        match self {
            Self::Note(note) => Some(&note.id),
            Self::Gone { id, .. } => Some(id),
            Self::Unknown { .. } => None,
        }
    }

    pub(super) fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Note(note) => Some(note.changed),
            Self::Gone { at, .. } => Some(*at),
            Self::Unknown { .. } => None,
        }
    }
}

/// Reads a note as an entry of a file is read: what a person leaves out has a value.
///
/// # Errors
/// Why it is no note, and what helps.
pub fn note_of(value: &serde_json::Value) -> Result<Note, String> {
    let value = serde_yaml::to_value(value).map_err(|_| "it cannot be kept as YAML".to_owned())?;
    match What::of(value) {
        What::Note(note) => Ok(*note),
        What::Gone { .. } => Err("it is a note that was deleted".to_owned()),
        What::Unknown { why, .. } => Err(why.unwrap_or_else(|| "it is empty".to_owned())),
    }
}

/// The fields of a note with what a person leaves out: its name comes from what it says, and a note without a time has the
/// first there is ([`Note::is_dated`]).
fn filled(fields: &Mapping, value: &Value) -> Result<Mapping, String> {
    let mut out = fields.clone();
    let known = ["text", "on", "now", "tags", "id", "kind", "meaning"];
    if !known.iter().any(|name| out.get(*name).is_some_and(|value| !value.is_null())) {
        return Err("it says nothing that this version knows: a note has a `text`".to_owned());
    }
    // A field with nothing behind it is left out.
    out.retain(|_, value| !value.is_null());
    for name in TEXTS {
        as_text(&mut out, name);
    }
    for place in ["on", "now"] {
        if let Some(Value::Mapping(place)) = out.get_mut(place) {
            place.retain(|_, value| !value.is_null());
            for name in PLACES {
                as_text(place, name);
            }
        }
    }
    if let Some(Value::String(tags)) = out.get("tags") {
        let tags = tags_given(tags).into_iter().map(Value::String).collect();
        out.insert("tags".into(), Value::Sequence(tags));
    }
    for name in ["created", "changed"] {
        if let Some(Value::String(said)) = out.get(name)
            && said.parse::<Timestamp>().is_err()
            && let Some(time) = time_of(said)
        {
            out.insert(name.into(), time.to_string().into());
        }
    }
    if !out.contains_key("created") {
        out.insert("created".into(), Timestamp::UNIX_EPOCH.to_string().into());
    }
    if !out.contains_key("id") {
        out.insert(
            "id".into(),
            NoteId::new(Timestamp::UNIX_EPOCH, hashed(&to_yaml(value))).to_string().into(),
        );
    }
    Ok(out)
}

/// Makes the value of a field a text, where it is written as a number or a truth value.
fn as_text(fields: &mut Mapping, name: &str) {
    if let Some(value) = fields.get_mut(name)
        && matches!(value, Value::Number(_) | Value::Bool(_))
    {
        let said = serde_yaml::to_string(value).unwrap_or_default();
        *value = Value::String(said.trim_end().to_owned());
    }
}

/// A time as people write it: with a zone, or the day, or the hour of one, which are those of UTC then.
fn time_of(said: &str) -> Option<Timestamp> {
    let said = said.trim();
    let of_day = || Some(said.parse::<DateTime>().ok()?.to_zoned(TimeZone::UTC).ok()?.timestamp());
    said.parse().ok().or_else(of_day)
}

/// Ten bytes of a hash of a text (FNV-1a, 64 bits): the same text has the same.
pub(super) fn hashed(text: &str) -> [u8; 10] {
    let mut out = [0; 10];
    let hash = text.bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    out.iter_mut().zip(hash.to_le_bytes()).for_each(|(to, from)| *to = from);
    out
}

/// Why fields are no note.
fn explain(fields: &Mapping) -> String {
    let mut plain = fields.clone();
    for name in TEXTS {
        as_text(&mut plain, name);
    }
    plain
        .iter()
        .filter(|(_, value)| !value.is_null())
        .find_map(|(name, value)| match name {
            Value::String(name) => wrong(name, value),
            other => Some(format!("the name of a field is {}, not a text", kind_of(other))),
        })
        .unwrap_or_else(|| {
            "it cannot be read as a note: compare it with one that brief has written".to_owned()
        })
}

/// What is wrong with a field, and what helps.
fn wrong(name: &str, value: &Value) -> Option<String> {
    let Value::String(said) = value else {
        return match (name, value) {
            ("tags", Value::Sequence(all)) if all.iter().all(Value::is_string) => None,
            ("tags", _) => Some("`tags` is no list of words: write tags: [one, two]".to_owned()),
            ("on" | "now", Value::Mapping(place)) => place.iter().find_map(|(field, value)| {
                let field = field.as_str().unwrap_or_default();
                let number = || {
                    let fits = |n: u64| u32::try_from(n).is_ok() && (!PARTS.contains(&field) || n < 256);
                    value.as_u64().is_some_and(fits)
                };
                if NUMBERS.contains(&field) && !number() {
                    return Some(format!("`{field}` under `{name}` is no number: mend it, or leave it out"));
                }
                (PLACES.contains(&field) && !value.is_string()).then(|| {
                    format!("`{field}` under `{name}` is {}: write a text, or leave it out", kind_of(value))
                })
            }),
            ("on" | "now", _) => {
                Some(format!("`{name}` is {}: write {name}: {{section: summary}}", kind_of(value)))
            }
            _ if TEXTS.contains(&name) => {
                Some(format!("`{name}` is {}, not a text: write {name}: words", kind_of(value)))
            }
            _ => None,
        };
    };
    let shown = fit(&clean_line(said), 40).to_string();
    let one_of =
        |words: Vec<&str>| format!("`{name}: {shown}` is none that this version knows: {}", words.join(", "));
    match name {
        "id" if NoteId::parse(said).is_none() => {
            Some(format!("`id: {shown}` is no name: write it without blanks and accents, or leave it out"))
        }
        "kind" if Kind::parse(said).is_none() => Some(one_of(KINDS.iter().map(|row| row.word).collect())),
        "meaning" if Meaning::parse(said).is_none() => {
            Some(one_of(MEANINGS.iter().map(|row| row.word).collect()))
        }
        "created" | "changed" | "deleted" if time_of(said).is_none() => Some(format!(
            "`{name}: {shown}` is no time: write it as 2026-11-22T10:00:00Z or 2026-11-22, or leave it out"
        )),
        "tags" => None,
        "on" | "now" => Some(format!("`{name}: {shown}` is no place: write {name}: {{section: summary}}")),
        _ => None,
    }
}

/// What a value is, in words.
pub(super) fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a truth value",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a mapping",
        Value::Tagged(_) => "a value with a tag",
    }
}

/// A value as YAML. What comes here are our own types and values that were YAML before.
pub(super) fn to_yaml(value: &impl Serialize) -> String {
    let yaml = serde_yaml::to_string(value).unwrap_or_default();
    // Few characters are line breaks to one reader of YAML and none to another.
    if !yaml.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}']) {
        return yaml;
    }
    // JSON is YAML too, and has an escape for each of them.
    serde_json::to_string(value).map_or(yaml, |json| escape_json(&json).into_owned())
}

/// A value as YAML of one line.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).map(|json| escape_json(&json).into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(yaml: &str) -> What {
        What::of(serde_yaml::from_str(yaml).unwrap())
    }

    #[test]
    fn what_a_person_leaves_out_has_a_value() {
        let What::Note(note) = read("text: by hand") else { panic!() };
        assert_eq!((note.text.as_str(), note.kind, note.is_dated()), ("by hand", Kind::Note, false));
        let What::Note(again) = read("text: by hand") else { panic!() };
        assert_eq!(note.id, again.id);
        let What::Note(other) = read("text: by another hand") else { panic!() };
        assert_ne!(note.id, other.id);
        let What::Note(note) =
            read("{id: 7, text: 42, kind: , created: 2026-01-01, tags: 'a #b', on: {quote: 12}}")
        else {
            panic!()
        };
        assert_eq!((note.id.as_str(), note.text.as_str(), note.quote()), ("7", "42", "12"));
        assert_eq!(
            (note.created.to_string().as_str(), note.tags),
            ("2026-01-01T00:00:00Z", vec!["a".to_owned(), "b".to_owned()])
        );
    }

    #[test]
    fn what_cannot_be_understood_is_told_in_words_with_a_remedy() {
        for (yaml, said) in [
            ("just words", "it is a text, not a note: write `- text: …`"),
            ("[a]", "it is a list"),
            ("{kind: nonsense, text: x}", "one of note"),
            ("{text: x, created: yesterday}", "2026-11-22T10:00:00Z"),
            ("{text: [a]}", "`text` is a list"),
            ("{text: x, on: summary}", "{section: summary}"),
            ("{text: x, on: {item: two}}", "`item` under `on` is no number"),
            ("{text: x, on: {quote: [a]}}", "`quote` under `on` is a list"),
            ("{text: x, tags: {a: b}}", "[one, two]"),
            ("{id: two words, text: x}", "without blanks"),
            ("{note: x}", "a note has a `text`"),
            ("{text: x, 1: y}", "the name of a field"),
            ("{text: x, ~: y}", "the name of a field"),
        ] {
            let What::Unknown { why: Some(why), .. } = read(yaml) else { panic!("{yaml}") };
            assert!(why.contains(said.trim_start_matches("one of ")), "{yaml}: {why}");
            assert!(!why.contains("invalid type") && !why.contains("struct"), "{why}");
        }
        assert_eq!(read("~"), What::Unknown { value: Value::Null, why: None });
    }
}
