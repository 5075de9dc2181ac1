//! Annotations as other programs write and read them: W3C Web Annotations, Hypothesis, Readium.
//!
//! Owns [`import`], which tells the formats apart, and what they have in common: selectors, and the part of a note for
//! which a format has no place ([`Own`]), kept under the key `brief` so that a note comes back whole.
//! Invariants: what another program may change (text, tags, times) is read from the format's own members, the rest from
//! ours; a file of somebody else's has no such part, and then ids are kept or made from the content, so that a file
//! that is imported twice brings every note once. One bad annotation is a problem told, never the end of the import.

pub(super) mod hypothesis;
mod kept;
mod members;
mod raw;
pub(super) mod readium;
mod tidy;
pub(super) mod w3c;

pub(super) use members::kind_of;
use members::{first_of, list_of, quote_of, text_of, time_of};
use raw::Raw;

use super::facts::{Ruler, THERE_NOW, Told, Units, state};
use super::name::{iri, uuid_of};
use super::{Format, NoteAt, Piece, json};
use crate::document::Quote;
use crate::notes::form::{AnchorForm, NoteForm};
use crate::notes::{Kind, Note, NoteId};
use crate::text::clean_line;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, HashMap};
use std::fmt;

/// What came of an import.
#[derive(Clone, Debug)]
pub struct Import {
    /// The format that the file was in; our own YAML counts as our own JSON.
    pub format: Format,
    /// The notes, in the order of the file; none on a text has the id of another on it.
    pub notes: Vec<Imported>,
    /// What could not be read, or not whole.
    pub problems: Vec<Problem>,
    /// Where in `notes` those of one name on one text are, by what they say.
    names: HashMap<(SourceHint, NoteId), Named>,
    /// How many annotations have been looked at.
    pub(super) seen: usize,
}

/// Which notes of a file have one name: as a rule it is one note.
#[derive(Clone, Debug)]
enum Named {
    One(usize),
    Several(BTreeMap<String, usize>),
}

/// A note of a file.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The note. Its anchor is of the text that it was made on: it is to be resolved in a document.
    pub note: Note,
    /// Which text that was.
    pub source: SourceHint,
    /// Whether it is all that a note of this program is. Else it says no more of one that is known here than its text and
    /// its tags.
    pub whole: bool,
    /// Where others of the file have its name, and so some have been given another: the one that this note might have.
    pub rival: Option<NoteId>,
}

impl Imported {
    pub(super) const fn whole(note: Note, source: SourceHint) -> Self {
        Self { note, source, whole: true, rival: None }
    }

    /// What tells it from others of its name.
    fn content(&self) -> String {
        format!("{} {:?}", self.note.id, NoteForm::from(&self.note))
    }
}

/// What a file says of the text that a note was made on. Nothing here is to be trusted to be there, or to be true.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct SourceHint {
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its address: as a rule that of the op-ed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The identity of the brief.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
}

/// Why an annotation could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which annotation of the file, counted from 1; 0 where it is the file.
    pub number: usize,
    /// What is wrong with it.
    pub message: String,
}

/// Why a file could not be imported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportError {
    /// It is not JSON, which every format is that can be imported, but our own files of notes; with what it is.
    NotJson(String),
    /// It is JSON, but of no format that is known.
    Unknown,
    /// It is of a version that this program does not know yet.
    Newer(u64),
    /// It says that it is ours, and is not as it should be; with what is wrong.
    Malformed(String),
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson(why) => write!(f, "this is not JSON{why}"),
            Self::Unknown => f.write_str(
                "this is no file of annotations that is known: brief's own JSON, W3C Web Annotations, Hypothesis or Readium",
            ),
            Self::Newer(version) => write!(
                f,
                "this was written by a newer version (format {version}); that version reads it, or exports w3c"
            ),
            Self::Malformed(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for ImportError {}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.number > 0 {
            write!(f, "annotation {}: ", self.number)?;
        }
        f.write_str(&self.message)
    }
}

/// Reads annotations of a file, in whichever format it is that [`super::FORMATS`] says is imported.
///
/// # Errors
/// Where it is not JSON, or of no known format.
pub fn import(bytes: &[u8]) -> Result<Import, ImportError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let value: Value = match serde_json::from_slice(bytes) {
        Ok(value) => value,
        Err(error) => {
            return match std::str::from_utf8(bytes) {
                Ok(text) if kept::is(text) => kept::read(text),
                text => Err(ImportError::NotJson(no_json(text.ok(), &error))),
            };
        }
    };
    let is = |name: &str, wish: &str| value.get(name).and_then(Value::as_str) == Some(wish);
    let import = if is("format", json::NAME) {
        json::read(&value)?
    } else if is("type", "AnnotationSet") {
        readium::read(&value)
    } else if let Some(list) = hypothesis::list(&value) {
        hypothesis::read(&value, list)
    } else if w3c::is(&value) {
        w3c::read(&value)
    } else {
        return Err(ImportError::Unknown);
    };
    Ok(import.done())
}

/// What is no JSON, and what helps.
fn no_json(text: Option<&str>, error: &serde_json::Error) -> String {
    let Some(text) = text else { return ": it is not UTF-8 text".to_owned() };
    let at = format!("line {}, column {}", error.line(), error.column());
    if text.trim().is_empty() {
        ": it is empty".to_owned()
    } else if text.lines().any(|line| line.starts_with("title:")) {
        ": it is a brief, as it seems; --into names the briefs that notes are on".to_owned()
    } else if text.trim_start().starts_with(['{', '[']) && error.is_eof() {
        format!(": it ends too early ({at}); fetch or export it again")
    } else {
        format!(" ({at}); brief notes export --format json writes what can be imported")
    }
}

impl Import {
    pub(super) fn new(format: Format) -> Self {
        Self { format, notes: Vec::new(), problems: Vec::new(), names: HashMap::new(), seen: 0 }
    }

    /// Takes the next annotation of the file.
    pub(super) fn take(&mut self, next: Result<Imported, String>) {
        self.seen += 1;
        let tidied = next.and_then(|mut one| {
            let lost = tidy::tidy(&mut one.note)?;
            Ok((one, lost))
        });
        match tidied {
            Ok((one, lost)) => {
                for lost in &lost {
                    self.tell(lost);
                }
                if self.is_new(&one) {
                    self.notes.push(one);
                } else {
                    self.tell("it is the same as one before");
                }
            }
            Err(message) => self.tell(&message),
        }
    }

    /// Whether there is no such note yet; it is noted as the next.
    fn is_new(&mut self, one: &Imported) -> bool {
        let next = self.notes.len();
        let Some(named) = self.names.get_mut(&(one.source.clone(), one.note.id.clone())) else {
            self.names.insert((one.source.clone(), one.note.id.clone()), Named::One(next));
            return true;
        };
        if let Named::One(first) = named {
            let known = self.notes.get(*first).map(Imported::content);
            *named = Named::Several(known.map(|known| (known, *first)).into_iter().collect());
        }
        let Named::Several(all) = named else { return true };
        let is_new = !all.contains_key(&one.content());
        all.entry(one.content()).or_insert(next);
        is_new
    }

    /// Gives each note of a text a name of its own, and the same at every import, in whatever order they come.
    pub(super) fn done(mut self) -> Self {
        for named in std::mem::take(&mut self.names).into_values() {
            let Named::Several(all) = named else { continue };
            if all.len() < 2 {
                continue;
            }
            for (rank, (content, at)) in all.iter().enumerate() {
                let Some(one) = self.notes.get_mut(*at) else { continue };
                let mut rival = NoteId::parse(&uuid_of(content));
                if rank > 0
                    && let Some(rival) = &mut rival
                {
                    std::mem::swap(rival, &mut one.note.id);
                }
                one.rival = rival;
            }
        }
        self
    }

    /// Tells something of the annotation that was taken last.
    pub(super) fn tell(&mut self, message: &str) {
        self.problems.push(Problem { number: self.seen, message: clean_line(message).into_owned() });
    }

    /// Tells something of the file.
    pub(super) fn tell_of_all(&mut self, message: &str) {
        self.problems.push(Problem { number: 0, message: clean_line(message).into_owned() });
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

/// What of a note no other format has a place for.
#[derive(Clone, Debug, Serialize)]
struct Own {
    id: String,
    kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    meaning: Option<String>,
    /// For the reader of the file; it is found anew at an import.
    state: String,
    /// The tags that the note was given, without those in its text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    on: AnchorForm,
    #[serde(skip_serializing_if = "Option::is_none")]
    now: Option<AnchorForm>,
    /// The words at its place, where they are others than those that it is on. For the reader of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    there: Option<String>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    other: Map<String, Value>,
    source: SourceHint,
    /// What is briefed, and where in the brief the passage is. For the reader of the file, in which several briefs may be.
    article: Briefed,
    /// A line that names the brief's disclaimers.
    disclaimers: String,
}

/// What is briefed.
#[derive(Clone, Debug, Default, Serialize)]
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
