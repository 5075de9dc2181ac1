//! The notes on the brief that lies open, and the note that is being written.
//!
//! Invariants: notes stand in the order of their passages, those without one at the end; every change that was made can
//! be taken back; what has not been kept yet is known as such.

use super::origin::Ticket;
use super::text_edit::TextEdit;
use crate::document::{AnnexEntry, Document, Resolution};
use crate::notes::{Change, Kind, Note, NoteId, State, StoreError, Subject};
use crate::render::export::{Format, What};
use crate::text::{TextPos, TextRange};
use std::path::PathBuf;
use std::sync::Arc;

/// A note and where its passage is.
#[derive(Clone, Debug, PartialEq)]
pub struct Placed {
    /// The note.
    pub note: Note,
    /// What became of its passage.
    pub at: Resolution,
}

/// A note among those on all briefs.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The note.
    pub note: Note,
    /// The brief that it is on.
    pub subject: Subject,
    /// What has become of it; none where the brief is not at hand.
    pub state: Option<State>,
}

/// A step that can be taken back: the note before and after it; none where there is none.
#[derive(Clone, Debug, PartialEq)]
pub struct Turn {
    /// Before.
    pub before: Option<Note>,
    /// After.
    pub after: Option<Note>,
}

/// The notes on a brief.
#[derive(Clone, Debug, Default)]
pub struct Notebook {
    /// The notes.
    pub notes: Vec<Placed>,
    /// Changes that can be taken back, oldest first.
    pub undo: Vec<Turn>,
    /// Changes that were taken back.
    pub redo: Vec<Turn>,
    /// The note that was dropped last, with what was typed.
    pub dropped: Option<Box<NoteEditor>>,
    /// The orphaned note that waits for a passage.
    pub attaching: Option<NoteId>,
}

/// Changes on their way to the disk.
#[derive(Clone, Debug)]
pub struct Save {
    /// Which errand.
    pub ticket: Ticket,
    /// Whose notes they are.
    pub owner: Owner,
    /// The changes.
    pub changes: Vec<Change>,
    /// Why they could not be kept, where they could not.
    pub failed: Option<StoreError>,
}

/// An export that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct ExportPlan {
    /// How it is written.
    pub how: How,
    /// What.
    pub what: What,
    /// The extension of its file.
    pub extension: String,
    /// The file that was found to be there, where one was.
    pub there: Option<String>,
}

/// How an export is written.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// In a format.
    Format(Format),
    /// By a template of the reader's own.
    Template(PathBuf),
}

/// Whose notes.
#[derive(Clone, Debug)]
pub struct Owner {
    /// Which brief.
    pub subject: Subject,
    /// The file that it was read from.
    pub file: Option<PathBuf>,
    /// What it looks like.
    pub document: Arc<Document>,
}

/// A note that is being written.
#[derive(Clone, Debug)]
pub struct NoteEditor {
    /// Whose note it is: something else may come to lie open meanwhile.
    pub owner: Owner,
    /// What it will be.
    pub note: Note,
    /// What it was; none where it is new.
    pub before: Option<Note>,
    /// Its text.
    pub edit: TextEdit,
    /// Its passage; none for one that is not in the brief any more.
    pub passage: Option<TextRange>,
    /// What it may be on besides: the passage, its section, the brief.
    pub targets: Vec<Target>,
    /// Whether it was asked to leave without saving.
    pub leaving: bool,
}

/// What a note may be on.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub on: crate::document::Anchor,
    /// Its passage.
    pub range: TextRange,
}

impl NoteEditor {
    /// Whether something would be lost by leaving.
    #[must_use]
    pub fn is_changed(&self) -> bool {
        let text = self.edit.text().trim_end();
        match &self.before {
            None => !text.is_empty(),
            Some(before) => before.text.trim_end() != text || before.kind != self.note.kind,
        }
    }

    /// The note as it would be saved now.
    #[must_use]
    pub fn draft(&self) -> Note {
        Note { text: self.edit.text().trim_end().to_owned(), ..self.note.clone() }
    }
}

impl Notebook {
    /// A note by its name.
    #[must_use]
    pub fn find(&self, id: &NoteId) -> Option<&Placed> {
        self.notes.iter().find(|placed| placed.note.id == *id)
    }

    /// The innermost note whose passage holds a position; a note on a whole section or brief only where there is no
    /// other.
    #[must_use]
    pub fn at(&self, pos: TextPos) -> Option<&Placed> {
        let holds = |placed: &&Placed| {
            placed
                .at
                .range()
                .is_some_and(|range| range.contains(pos) || range.is_empty() && range.start() == pos)
        };
        self.notes
            .iter()
            .filter(holds)
            .filter(|placed| placed.note.anchor().quote.is_some())
            .min_by_key(|placed| placed.at.range().map_or(usize::MAX, TextRange::len))
    }

    /// Puts a note where it belongs, in the place of the one of its name.
    pub fn put(&mut self, placed: Placed) {
        self.remove(&placed.note.id.clone());
        self.notes.push(placed);
        self.sort();
    }

    /// Takes a note out.
    pub fn remove(&mut self, id: &NoteId) {
        self.notes.retain(|placed| placed.note.id != *id);
    }

    /// Puts all in the order of their passages.
    pub fn sort(&mut self) {
        let key = |placed: &Placed| {
            let range = placed.at.range();
            (
                range.map_or(TextPos::new(usize::MAX), TextRange::start),
                placed.note.created,
                placed.note.id.clone(),
            )
        };
        self.notes.sort_by_cached_key(key);
    }

    /// The notes as they are told below the brief.
    #[must_use]
    pub fn entries(&self, document: &Document) -> Vec<AnnexEntry> {
        self.notes.iter().map(|placed| entry(placed, document)).collect()
    }
}

fn entry(placed: &Placed, document: &Document) -> AnnexEntry {
    let note = &placed.note;
    let kind = match (note.kind, note.meaning) {
        (Kind::Highlight, Some(meaning)) => (meaning.info().sign, meaning.info().title),
        (kind, _) => (kind.info().sign, kind.info().title),
    };
    let mut head = format!("{} {}", kind.0, kind.1);
    for tag in note.all_tags() {
        head.push_str(" #");
        head.push_str(&tag);
    }
    if note.is_dated() {
        head.push_str(" · ");
        head.push_str(&note.created.strftime("%Y-%m-%d").to_string());
    }
    let state = match placed.at {
        Resolution::Exact(_) => String::new(),
        Resolution::Moved { range, .. } => {
            format!("moved: here now “{}” (A agrees)", one_line(document.slice(range)))
        }
        Resolution::Orphaned => {
            "orphaned: this passage is not in the brief any more (A attaches it anew)".to_owned()
        }
    };
    let place = placed.at.range().map(|range| (AnnexEntry::place_of(document, range), range.start()));
    AnnexEntry {
        head,
        place,
        state,
        quote: crate::text::fit(&one_line(note.quote()), 400).into_owned(),
        text: note.text.clone(),
    }
}

/// A text in one line.
#[must_use]
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
