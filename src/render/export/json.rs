//! Our own JSON: briefs and notes whole, for scripts, for templates and for another copy of the program.
//!
//! Owns the published shape `brief-notes`, version 1, its JSON Schema ([`schema`]) and reading it back ([`read`]).
//! Invariant: a note's `note` member is exactly the note as it is kept; what is told beside it (`state`, `place`, ...) is
//! told for convenience and ignored when it is read.

use super::annotation::{Import, ImportError, Imported, Problem, SourceHint};
use super::facts::{Facts, Ruler, Told, WRITTEN_ON, state};
use super::{ExportError, Format, NoteAt, Piece, What, moment};
use crate::brief::{Article, Brief, Disclaimer};
use crate::document::Resolution;
use crate::notes::Note;
use crate::notes::form::NoteForm;
use crate::render::json::escape_invisible;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
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

#[derive(Deserialize)]
struct OneRead {
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    source: Option<SourceRead>,
    #[serde(default)]
    notes: Vec<Value>,
}

#[derive(Default, Deserialize)]
struct SourceRead {
    #[serde(default)]
    url: Option<String>,
}

/// Reads notes of our JSON back.
pub(super) fn read(value: &Value) -> Result<Import, ImportError> {
    let version = value.get("version").and_then(Value::as_u64).unwrap_or(1);
    if version > u64::from(VERSION) {
        return Err(ImportError::Newer(version));
    }
    let mut import = Import::new(Format::Json);
    let briefs = value.get("briefs").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    for brief in briefs {
        let one: OneRead = match serde_json::from_value(brief.clone()) {
            Ok(one) => one,
            Err(error) => {
                import.problems.push(Problem { number: import.seen + 1, message: error.to_string() });
                continue;
            }
        };
        let hint = SourceHint { title: one.title, url: one.source.and_then(|source| source.url), id: one.id };
        for entry in one.notes {
            let note = entry.get("note").cloned().unwrap_or(entry);
            let note = serde_json::from_value::<NoteForm>(note).map_err(|error| error.to_string());
            let note = note.and_then(Note::try_from);
            import.take(note.map(|note| Imported { note, source: hint.clone() }));
        }
    }
    Ok(import)
}
