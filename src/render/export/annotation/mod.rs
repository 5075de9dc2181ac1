//! Annotations as other programs write and read them: W3C Web Annotations, Hypothesis, Readium.
//!
//! Owns [`import`], which tells the formats apart, and what they have in common: selectors, and the part of a note for
//! which a format has no place ([`Own`]), kept under the key `brief` so that a note comes back whole.
//! Invariants: what another program may change (text, tags, times) is read from the format's own members, the rest from
//! ours; a file of somebody else's has no such part, and then ids are kept or made from the content, so that a file
//! that is imported twice brings every note once. One bad annotation is a problem told, never the end of the import.

pub(super) mod hypothesis;
pub(super) mod readium;
pub(super) mod w3c;

use super::facts::{Ruler, THERE_NOW, Told, Units, state};
use super::name::{urn, uuid_of};
use super::{Format, NoteAt, Piece, json};
use crate::document::{Anchor, Quote};
use crate::notes::form::{AnchorForm, NoteForm};
use crate::notes::{Kind, Meaning, Note, NoteId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt;

/// What came of an import.
#[derive(Clone, Debug)]
pub struct Import {
    /// The format that the file was in.
    pub format: Format,
    /// The notes, in the order of the file; none has the id of another.
    pub notes: Vec<Imported>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// Where in `notes` each is.
    ids: HashMap<NoteId, usize>,
    /// How many annotations have been looked at.
    pub(super) seen: usize,
}

/// A note of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The note. Its anchor is of the text that it was made on: it is to be resolved in a document.
    pub note: Note,
    /// Which text that was.
    pub source: SourceHint,
}

/// What a file says of the text that a note was made on. Nothing here is to be trusted to be there, or to be true.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceHint {
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its address: as a rule that of the op-ed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The identity of the brief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// Why an annotation could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which annotation of the file, counted from 1.
    pub number: usize,
    /// What is wrong with it.
    pub message: String,
}

/// Why a file could not be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// It is not JSON, which every format is that can be imported.
    NotJson(String),
    /// It is JSON, but of no format that is known.
    Unknown,
    /// It is of a version that this program does not know yet.
    Newer(u64),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(error) => write!(f, "this is not JSON: {error}"),
            Self::Unknown => f.write_str(
                "this is no file of annotations that is known: brief's own JSON, W3C Web Annotations, Hypothesis or Readium",
            ),
            Self::Newer(version) => write!(f, "this was written by a newer version (format {version})"),
        }
    }
}

impl std::error::Error for ImportError {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "annotation {}: {}", self.number, self.message)
    }
}

/// Reads annotations of a file, in whichever format it is that [`super::FORMATS`] says is imported.
///
/// # Errors
/// Where it is not JSON, or of no known format.
pub fn import(bytes: &[u8]) -> Result<Import, ImportError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value =
        serde_json::from_slice(bytes).map_err(|error| ImportError::NotJson(error.to_string()))?;
    let is = |name: &str, wish: &str| value.get(name).and_then(Value::as_str) == Some(wish);
    if is("format", json::NAME) {
        json::read(&value)
    } else if is("type", "AnnotationSet") {
        Ok(readium::read(&value))
    } else if value.get("annotations").is_some_and(Value::is_array) {
        Ok(hypothesis::read(&value))
    } else if w3c::is(&value) {
        Ok(w3c::read(&value))
    } else {
        Err(ImportError::Unknown)
    }
}

impl Import {
    pub(super) fn new(format: Format) -> Self {
        Self { format, notes: Vec::new(), problems: Vec::new(), ids: HashMap::new(), seen: 0 }
    }

    /// Takes the next annotation of the file.
    pub(super) fn take(&mut self, next: Result<Imported, String>) {
        self.seen += 1;
        let number = self.seen;
        match next {
            Ok(mut imported) => {
                let known = self.ids.get(&imported.note.id).and_then(|n| self.notes.get(*n));
                if known.is_some_and(|known| *known != imported) {
                    // Two annotations of one name: the second gets another, and the same at every import.
                    let name = format!("{} {:?}", imported.note.id, NoteForm::from(&imported.note));
                    imported.note.id = NoteId::parse(&uuid_of(&name)).unwrap_or(imported.note.id);
                }
                match self.ids.entry(imported.note.id.clone()) {
                    Entry::Occupied(_) => self.complain(number, "it is the same as one before"),
                    Entry::Vacant(place) => {
                        place.insert(self.notes.len());
                        self.notes.push(imported);
                    }
                }
            }
            Err(message) => self.complain(number, &message),
        }
    }

    fn complain(&mut self, number: usize, message: &str) {
        self.problems.push(Problem { number, message: crate::text::clean_line(message).into_owned() });
    }
}

/// What says where a passage is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type")]
enum Selector {
    TextQuoteSelector { exact: String, prefix: String, suffix: String },
    TextPositionSelector { start: usize, end: usize },
}

/// In which units positions are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    CodePoints,
    Utf16,
}

impl Unit {
    const fn of(self, units: Units) -> usize {
        match self {
            Self::CodePoints => units.chars,
            Self::Utf16 => units.utf16,
        }
    }
}

fn ruler(piece: &Piece<'_>) -> Ruler {
    Ruler::of(piece.document.text(), piece.notes.iter().filter_map(NoteAt::range))
}

/// The selectors of a note: its words, and where they are now. A note on the whole brief has none.
fn selectors(at: &NoteAt<'_>, ruler: &Ruler, unit: Unit) -> Vec<Selector> {
    let anchor = at.note.anchor();
    if anchor.section.is_none() && anchor.quote.is_none() {
        return Vec::new();
    }
    let quote = anchor.quote.clone().map(|Quote { prefix, exact, suffix }| Selector::TextQuoteSelector {
        exact,
        prefix,
        suffix,
    });
    let position = at.range().map(|range| {
        let (start, end) = ruler.measure(range);
        Selector::TextPositionSelector { start: unit.of(start), end: unit.of(end) }
    });
    quote.into_iter().chain(position).collect()
}

/// The IRI of a brief.
fn iri(piece: &Piece<'_>) -> String {
    urn("text", piece.id)
}

/// What of a note no other format has a place for.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Own {
    id: String,
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    meaning: Option<String>,
    /// For the reader of the file; it is found anew at an import.
    #[serde(default)]
    state: String,
    /// The tags that the note was given, without those in its text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    on: AnchorForm,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    now: Option<AnchorForm>,
    /// The words at its place, where they are others than those that it is on. For the reader of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    there: Option<String>,
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    other: Map<String, Value>,
    source: SourceHint,
    /// What is briefed, and where in the brief the passage is. For the reader of the file, in which several briefs may be.
    #[serde(default)]
    article: Briefed,
    /// A line that names the brief's disclaimers.
    #[serde(default)]
    disclaimers: String,
}

/// What is briefed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct Briefed {
    title: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    author: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publication: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    section: String,
    place: String,
}

impl Own {
    fn of(at: &NoteAt<'_>, facts: &super::facts::Facts<'_>) -> Self {
        let note = at.note;
        let brief = facts.piece.brief;
        let url = brief.source.as_ref().and_then(|source| source.url.as_ref());
        let told = Told::of(at, facts.piece.document);
        Self {
            id: note.id.to_string(),
            kind: note.kind.info().word.to_owned(),
            meaning: note.meaning.map(|meaning| meaning.info().word.to_owned()),
            state: state(at.resolution).to_owned(),
            tags: note.tags.clone(),
            on: (&note.on).into(),
            now: note.now.as_ref().map(AnchorForm::from),
            there: told.words(THERE_NOW).map(str::to_owned),
            other: note.other.clone(),
            source: SourceHint {
                title: Some(brief.title.as_str().to_owned()),
                url: url.map(|url| url.as_str().to_owned()),
                id: Some(facts.piece.id.to_owned()),
            },
            article: Briefed {
                title: facts.work().to_owned(),
                author: facts.authors.clone(),
                publication: facts.outlet(),
                published: facts.published.map(|date| date.to_string()),
                url: facts.url.clone(),
                section: told.section,
                place: told.place,
            },
            disclaimers: facts.disclaimers(),
        }
    }
}

/// Tags with those that tell kind and meaning, for a format that has no place for them. That it is a note says nothing.
fn marked(mut tags: Vec<String>, note: &Note) -> Vec<String> {
    let kind = (note.kind != Kind::Note).then(|| note.kind.info().word);
    for word in kind.into_iter().chain(note.meaning.map(|meaning| meaning.info().word)) {
        if !tags.iter().any(|tag| tag == word) {
            tags.push(word.to_owned());
        }
    }
    tags
}

/// An annotation as it was read.
#[derive(Debug, Default)]
struct Raw {
    id: Option<String>,
    /// Whether its tags may tell kind and meaning.
    marked: bool,
    created: Option<Timestamp>,
    changed: Option<Timestamp>,
    text: String,
    tags: Vec<String>,
    motivation: Option<String>,
    quote: Option<Quote>,
    section: Option<String>,
    source: SourceHint,
    own: Option<Value>,
}

impl Raw {
    /// The note; `written` is when the file was, for annotations without a time.
    fn note(self, written: Option<Timestamp>) -> Result<Imported, String> {
        let created = self.created.or(self.changed).or(written).unwrap_or(Timestamp::UNIX_EPOCH);
        let changed = self.changed.unwrap_or(created).max(created);
        match self.own.as_ref().map(|own| Own::deserialize(own).map_err(|error| error.to_string())) {
            Some(own) => self.ours(own?, created, changed),
            None => self.foreign(created, changed),
        }
    }

    /// Whether it has been a note of this program: no other names annotations so.
    fn is_ours(&self) -> bool {
        self.marked && self.id.as_deref().is_some_and(|id| uuid::Uuid::try_parse(id).is_ok())
    }

    /// Takes kind and meaning out of the tags of what has been a note of ours.
    fn unmarked(&mut self) -> (Option<Kind>, Option<Meaning>) {
        if !self.is_ours() {
            return (None, None);
        }
        let kind = self.tags.iter().rposition(|tag| Kind::parse(tag).is_some_and(|kind| kind != Kind::Note));
        let kind = kind.map(|at| self.tags.remove(at)).and_then(|tag| Kind::parse(&tag));
        let meaning = self.tags.iter().rposition(|tag| Meaning::parse(tag).is_some());
        (kind, meaning.map(|at| self.tags.remove(at)).and_then(|tag| Meaning::parse(&tag)))
    }

    fn ours(self, own: Own, created: Timestamp, changed: Timestamp) -> Result<Imported, String> {
        let meaning = match &own.meaning {
            Some(word) => Some(
                Meaning::parse(word)
                    .ok_or_else(|| format!("“{word}” is no meaning that this version knows"))?,
            ),
            None => None,
        };
        let mut note = Note {
            id: NoteId::parse(&own.id).ok_or_else(|| format!("“{}” is no id", own.id))?,
            kind: Kind::parse(&own.kind)
                .ok_or_else(|| format!("“{}” is no kind that this version knows", own.kind))?,
            meaning,
            text: self.text,
            tags: own.tags,
            created,
            changed,
            on: own.on.into(),
            now: own.now.map(Anchor::from),
            other: own.other,
        };
        let known = note.all_tags();
        let written = if self.marked { marked(known.clone(), &note) } else { known.clone() };
        if written != self.tags {
            // Another program has changed them; what tells the kind is none that the note was given.
            let ours = |tag: &String| written.contains(tag) && !known.contains(tag);
            note.tags = self.tags.into_iter().filter(|tag| !ours(tag)).collect();
        }
        Ok(Imported { note, source: own.source })
    }

    fn foreign(mut self, created: Timestamp, changed: Timestamp) -> Result<Imported, String> {
        let quote = self.quote.take().filter(|quote| !quote.exact.trim().is_empty());
        let (told, meaning) = self.unmarked();
        let kind = match self.motivation.as_deref() {
            _ if told.is_some() => told.unwrap_or(Kind::Note),
            Some("bookmarking") => Kind::Bookmark,
            Some("questioning") => Kind::Question,
            // What came from here and tells no kind is a note.
            _ if self.is_ours() => Kind::Note,
            _ if self.text.trim().is_empty() => Kind::Highlight,
            _ => Kind::Note,
        };
        if quote.is_none() && self.text.trim().is_empty() && self.tags.is_empty() && kind != Kind::Bookmark {
            return Err("it has neither a quotation nor a text".to_owned());
        }
        let id = self.id.as_deref().map(|id| id.strip_prefix("urn:uuid:").unwrap_or(id));
        let content = || {
            let words = quote.as_ref().map(|quote| (&quote.prefix, &quote.exact, &quote.suffix));
            uuid_of(&format!(
                "{:?}",
                (&self.source.url, words, &self.text, &self.tags, self.created, self.motivation.as_ref())
            ))
        };
        let id = match id.filter(|id| !id.is_empty()) {
            Some(id) => NoteId::parse(id).or_else(|| NoteId::parse(&uuid_of(id))),
            None => NoteId::parse(&content()),
        };
        let note = Note {
            id: id.ok_or("it has no id")?,
            kind,
            meaning,
            text: self.text,
            tags: self.tags,
            created,
            changed,
            // A position is of the text that the note was made on, which is another than ours.
            on: Anchor { section: self.section, quote, ..Anchor::default() },
            now: None,
            other: Map::new(),
        };
        Ok(Imported { note, source: self.source })
    }
}

/// A member that is a text.
fn text_of(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(Value::as_str).map(str::to_owned)
}

/// A member that is a text, or the first of a list of texts.
fn first_of(value: &Value, name: &str) -> Option<String> {
    let member = value.get(name)?;
    let first = member.as_array().and_then(|list| list.first()).unwrap_or(member);
    first.as_str().map(str::to_owned)
}

/// A member as a list: of one item, where it is none.
fn list_of<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    match value.get(name) {
        Some(Value::Array(list)) => list,
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    }
}

/// A member that is a time: RFC 3339, or without a zone, which is taken as UTC.
fn time_of(value: &Value, name: &str) -> Option<Timestamp> {
    let text = value.get(name)?.as_str()?;
    let civil = || text.parse::<jiff::civil::DateTime>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
    text.parse().ok().or_else(|| civil().map(|zoned| zoned.timestamp()))
}

/// The quotation among selectors, however deep it refines another.
fn quote_of(selectors: &[Value]) -> Option<Quote> {
    let find = |selector: &Value| {
        let mut at = selector;
        // A file nests as deep as its parser allows; a chain of refinements is short.
        for _ in 0..16 {
            if let Some(exact) = text_of(at, "exact") {
                let part = |name| text_of(at, name).unwrap_or_default();
                return Some(Quote { prefix: part("prefix"), exact, suffix: part("suffix") });
            }
            at = at.get("refinedBy")?;
        }
        None
    };
    selectors.iter().find_map(find)
}
