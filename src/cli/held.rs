//! Briefs with the notes on them, as commands need them.

use crate::brief::{Brief, slug};
use crate::diagnostic::Report;
use crate::document::{Anchoring, Document, Resolution};
use crate::notes::{Keeping, Note, NotesFile, Problem, Shelf, Subject};
use crate::render::export::{NoteAt, Piece};
use crate::render::findings;
use crate::system::System;
use crate::tui::app::Entry;
use crate::tui::load::load;
use crate::tui::origin::Origin;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A brief, and the notes on it.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) brief: Arc<Brief>,
    pub(super) document: Arc<Document>,
    pub(super) subject: Subject,
    /// Where its notes are; none where there is no place for notes.
    pub(super) shelf: Option<Shelf>,
    /// The notes with their passages, in the order of the file.
    pub(super) notes: Vec<(Note, Resolution)>,
}

impl Held {
    /// The identity of the brief in exports.
    pub(super) fn id(&self) -> String {
        self.subject.id.clone().unwrap_or_else(|| slug(&self.subject.title))
    }

    /// The notes that pass a test, for an export.
    pub(super) fn notes_at(&self, wanted: impl Fn(&Note, Resolution) -> bool) -> Vec<NoteAt<'_>> {
        self.notes
            .iter()
            .filter(|(note, at)| wanted(note, *at))
            .map(|(note, at)| NoteAt { note, resolution: *at })
            .collect()
    }

    /// The brief with some of its notes, for an export.
    pub(super) fn piece<'a>(&'a self, notes: &'a [NoteAt<'a>], id: &'a str) -> Piece<'a> {
        Piece { brief: &self.brief, document: &self.document, notes, id }
    }

    /// Takes the notes as they are kept now.
    fn take_notes(&mut self, world: &dyn System, tell: &mut dyn FnMut(String)) -> Result<(), String> {
        let Some(place) = &self.shelf else { return Ok(()) };
        let kept = place.find(world, &self.document).map_err(|error| error.to_string())?;
        not_understood(&kept.path, &kept.file).into_iter().for_each(tell);
        let anchoring = Anchoring::new(&self.document);
        self.notes = kept.file.notes().map(|note| (note.clone(), anchoring.resolve(note.anchor()))).collect();
        Ok(())
    }
}

/// The briefs of some entries with their notes. What cannot be read is told, and left out.
pub(super) fn hold(
    system: &dyn System,
    keeping: Keeping,
    entries: &[Entry],
    tell: &mut dyn FnMut(String),
) -> Vec<Held> {
    let mut held = Vec::new();
    for entry in entries {
        let file = match &entry.origin {
            Origin::File(path) => Some(system.canonical(path).unwrap_or_else(|_| path.clone())),
            Origin::Input(_) | Origin::Sample(_) => None,
        };
        for loaded in load(system, &entry.origin, &mut |_| {}).briefs {
            let Some(brief) = loaded.brief else {
                let first = |report: &Arc<Report>| Some(findings::line(report, report.findings.first()?));
                let why = loaded.report.as_ref().and_then(first);
                tell(why.unwrap_or_else(|| format!("{}: it is no brief", entry.origin.name())));
                continue;
            };
            match one(system, keeping, brief, loaded.document, file.as_deref(), tell) {
                Ok(one) => held.push(one),
                Err(error) => tell(error),
            }
        }
    }
    held
}

fn one(
    system: &dyn System,
    keeping: Keeping,
    brief: Arc<Brief>,
    document: Arc<Document>,
    file: Option<&Path>,
    tell: &mut dyn FnMut(String),
) -> Result<Held, String> {
    let subject = Subject::of(&brief, file);
    let shelf = Shelf::of(system, keeping, subject.clone(), file).ok();
    let mut held = Held { brief, document, subject, shelf, notes: Vec::new() };
    held.take_notes(system, tell)?;
    Ok(held)
}

/// The entries of a file of notes that are not understood, each as a message with its place.
pub(super) fn not_understood(path: &Path, file: &NotesFile) -> Vec<String> {
    let told = |problem: &Problem| format!("{}: {problem} (it is kept, but not shown)", path.display());
    file.unknown().iter().map(told).collect()
}

/// An entry of a file.
pub(super) fn entry_of(path: PathBuf) -> Entry {
    Entry { origin: Origin::File(path), document: 0, title: None }
}
