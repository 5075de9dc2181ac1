//! Our own JSON: briefs and notes whole, for scripts, for templates and for another copy of the program.
//!
//! Owns the published shape `brief-notes`, version 1, its JSON Schema ([`schema`]) and reading it back ([`read`]).
//! Invariant: a note's `note` member is exactly the note as it is kept; what is told beside it (`state`, `place`, ...) is
//! told for convenience and ignored when it is read.

use super::annotation::{Import, ImportError, Imported, SourceHint, kind_of};
use super::facts::{Facts, Ruler, Told, WRITTEN_ON, state};
use super::{ExportError, Format, NoteAt, Piece, What, moment};
use crate::brief::{Article, Brief, Disclaimer};
use crate::document::Resolution;
use crate::notes::form::NoteForm;
use crate::notes::{Note, note_of};
use crate::render::json::escape_invisible;
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

/// What the member `format` says.
pub(super) const NAME: &str = "brief-notes";
/// What the member `version` says.
pub(super) const VERSION: u32 = 1;

/// The whole.
#[derive(Debug, Serialize)]
pub(super) struct Whole<'a> {
    format: &'static str,
    version: u32,
    exported: String,
    briefs: Vec<One<'a>>,
}

/// One brief with its notes.
#[derive(Debug, Serialize)]
struct One<'a> {
    id: &'a str,
    title: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a Article>,
    credit: String,
    disclaimers: &'a [Disclaimer],
    disclaimer_line: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    brief: Option<&'a Brief>,
    notes: Vec<Entry>,
}

/// One note.
#[derive(Debug, Serialize)]
struct Entry {
    note: NoteForm,
    state: &'static str,
    label: String,
    section: String,
    place: String,
    quote: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    original: Option<String>,
    text: String,
    tags: Vec<String>,
    color: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Found>,
}

/// Where a note is now.
#[derive(Debug, Serialize)]
struct Found {
    start: usize,
    end: usize,
    text: String,
}

/// The whole as values that are serialized.
pub(super) fn whole<'a>(pieces: &[Piece<'a>], what: What, when: Timestamp) -> Whole<'a> {
    let briefs = Facts::all(pieces).into_iter().map(|facts| one(&facts, what)).collect();
    Whole { format: NAME, version: VERSION, exported: moment(when), briefs }
}

fn one<'a>(facts: &Facts<'a>, what: What) -> One<'a> {
    let Piece { brief, document, notes, id } = facts.piece;
    let notes = if what.notes() { notes } else { &[] };
    let ruler = Ruler::of(document.text(), notes.iter().filter_map(NoteAt::range));
    let entry = |told: Told<'_>| Entry {
        note: NoteForm::from(told.note),
        state: state(told.resolution),
        label: told.label(),
        section: told.section.clone(),
        place: told.place.clone(),
        quote: told.quote.to_string(),
        original: told.words(WRITTEN_ON).map(str::to_owned),
        text: told.text.to_string(),
        tags: told.tags.clone(),
        color: color(told.note),
        found: told.resolution.and_then(Resolution::range).map(|range| {
            let (start, end) = ruler.measure(range);
            let text = if told.quote.is_empty() { String::new() } else { document.slice(range).to_owned() };
            Found { start: start.chars, end: end.chars, text }
        }),
    };
    One {
        id,
        title: brief.title.as_str(),
        language: brief.language(),
        source: brief.source.as_ref(),
        credit: facts.credit(),
        disclaimers: &brief.disclaimers,
        disclaimer_line: facts.disclaimers(),
        brief: what.brief().then_some(brief),
        notes: notes.iter().map(|at| entry(Told::of(at, document))).collect(),
    }
}

/// The colour of a note among Readium's six.
pub(super) fn color(note: &Note) -> &'static str {
    note.meaning.map_or_else(|| note.kind.info().color, |meaning| meaning.info().color)
}

/// Writes pieces as our JSON.
pub(super) fn write(pieces: &[Piece<'_>], what: What, when: Timestamp) -> Result<Vec<u8>, ExportError> {
    pretty(&whole(pieces, what, when))
}

/// JSON for people and programs: indented, with a line break at the end, and what is invisible escaped.
pub(super) fn pretty(value: &impl Serialize) -> Result<Vec<u8>, ExportError> {
    let mut text = escape_invisible(&serde_json::to_string_pretty(value)?);
    text.push('\n');
    Ok(text.into_bytes())
}

/// Reads notes of our JSON back. As in our YAML, a person may leave out a note's name and its dates.
pub(super) fn read(value: &Value) -> Result<Import, ImportError> {
    let version = match value.get("version") {
        None | Some(Value::Null) => 1,
        Some(version) => version.as_u64().ok_or_else(|| wrong("version", Some(version), "number"))?,
    };
    if version > u64::from(VERSION) {
        return Err(ImportError::Newer(version));
    }
    let briefs = value.get("briefs");
    let briefs = briefs.and_then(Value::as_array).ok_or_else(|| wrong("briefs", briefs, "list"))?;
    let mut import = Import::new(Format::Json);
    for (n, brief) in briefs.iter().enumerate() {
        let notes = match brief.get("notes") {
            Some(Value::Array(notes)) => notes.as_slice(),
            None | Some(Value::Null) if brief.is_object() => &[],
            notes if brief.is_object() => {
                import.tell_of_all(&format!(
                    "brief {}: its `notes` is {}, not a list",
                    n + 1,
                    kind_of(notes)
                ));
                continue;
            }
            _ => {
                import.tell_of_all(&format!("brief {}: it is {}, no brief", n + 1, kind_of(Some(brief))));
                continue;
            }
        };
        let said = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let url = brief.get("source").and_then(|source| source.get("url"));
        let hint = SourceHint { title: said(brief.get("title")), url: said(url), id: said(brief.get("id")) };
        for entry in notes {
            let note = entry.get("note").unwrap_or(entry);
            let whole = note.get("id").is_some_and(|id| !id.is_null());
            let read = note_of(note);
            import.take(read.map(|note| Imported { whole, ..Imported::whole(note, hint.clone()) }));
        }
    }
    Ok(import)
}

fn wrong(name: &str, value: Option<&Value>, wish: &str) -> ImportError {
    ImportError::Malformed(format!(
        "this is no file that brief has written: its `{name}` is {}, not a {wish}",
        kind_of(value)
    ))
}
