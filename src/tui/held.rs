//! Briefs with the notes on them, as exports and commands need them.
//!
//! Invariant: where a brief is not at hand its notes are held all the same, with what they say of it.

use super::app::Entry;
use super::load::load;
use super::origin::Origin;
use crate::brief::{Brief, slug};
use crate::diagnostic::Report;
use crate::document::{Anchoring, Document, Resolution, lower};
use crate::notes::{Keeping, Kept, Note, NotesFile, Problem, Rack, Shelf, StoreError, Subject};
use crate::render::export::{NoteAt, Piece};
use crate::render::findings;
use crate::system::{System, in_order, threads};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A brief, and the notes on it.
#[derive(Debug)]
pub struct Held {
    /// What it says.
    pub brief: Arc<Brief>,
    /// How it is told.
    pub document: Arc<Document>,
    /// What tells it from others.
    pub subject: Subject,
    /// What it was read from, and which brief of that, counted from 0; none where it is not at hand.
    pub home: Option<(Origin, usize)>,
    /// Where its notes are; none where there is no place for notes.
    pub shelf: Option<Shelf>,
    /// The notes with their passages, in the order of the files.
    pub notes: Vec<(Note, Resolution)>,
    /// The files that they lie in.
    pub files: Vec<PathBuf>,
}

/// What holding a brief came to. What has to be told is told in order; what could not be held is a trouble.
#[derive(Debug, Default)]
pub struct Taken {
    /// The briefs that could be read.
    pub held: Vec<Held>,
    /// What could not be read, or is not understood.
    pub troubles: Vec<String>,
}

impl Held {
    /// The identity of the brief in exports.
    #[must_use]
    pub fn id(&self) -> String {
        self.subject.id.clone().unwrap_or_else(|| slug(&self.subject.title))
    }

    /// Whether the brief itself is at hand.
    #[must_use]
    pub const fn is_at_hand(&self) -> bool {
        self.home.is_some()
    }

    /// The notes that pass a test, for an export.
    pub fn notes_at(&self, wanted: impl Fn(&Note, Resolution) -> bool) -> Vec<NoteAt<'_>> {
        self.notes
            .iter()
            .filter(|(note, at)| wanted(note, *at))
            .map(|(note, at)| NoteAt { note, resolution: self.is_at_hand().then_some(*at) })
            .collect()
    }

    /// The brief with some of its notes, for an export.
    #[must_use]
    pub fn piece<'a>(&'a self, notes: &'a [NoteAt<'a>], id: &'a str) -> Piece<'a> {
        Piece { brief: &self.brief, document: &self.document, notes, id }
    }

    /// Notes whose brief is not at hand: what they say of it stands for it. None where they say nothing.
    #[must_use]
    pub fn absent(path: PathBuf, file: &NotesFile) -> Option<Self> {
        let subject = file.subject.clone();
        let brief = Arc::new(subject.stand_in()?);
        let document = Arc::new(lower(&brief));
        let notes = file.notes().map(|note| (note.clone(), Resolution::Orphaned)).collect();
        let shelf = Some(Shelf::of_file(&path, subject.clone()));
        Some(Self { brief, document, subject, home: None, shelf, notes, files: vec![path] })
    }

    /// Takes the notes as they are kept now. What of them is not understood is told.
    ///
    /// # Errors
    /// Where a file of notes cannot be read or understood.
    pub fn take_notes(
        &mut self,
        system: &dyn System,
        rack: &Rack,
        troubles: &mut Vec<String>,
    ) -> Result<(), StoreError> {
        let Some(place) = &self.shelf else { return Ok(()) };
        let kept = place.find(system, rack, &self.document)?;
        for kept in kept.files() {
            troubles.extend(not_understood(&kept.path, &kept.file));
            troubles.extend(kept.unmerged.iter().map(|error| {
                format!("{error} (a copy that a synchroniser has put aside; it is not merged)")
            }));
        }
        self.show(&kept);
        Ok(())
    }

    /// Holds the notes as they were found.
    pub fn show(&mut self, kept: &Kept) {
        let anchoring = Anchoring::new(&self.document);
        let notes = kept.notes().into_iter();
        self.notes = notes.map(|note| (note.clone(), anchoring.resolve(note.anchor()))).collect();
        self.files = kept.files().map(|kept| kept.path.clone()).collect();
    }
}

/// The briefs of some entries with their notes, read by all processors.
#[must_use]
pub fn hold(system: &dyn System, keeping: Keeping, rack: &Rack, entries: &[Entry]) -> Taken {
    hold_each(entries, |entry| hold_one(system, keeping, rack, entry))
}

/// The same without their notes, which may be taken later.
#[must_use]
pub fn hold_bare(system: &dyn System, keeping: Keeping, entries: &[Entry]) -> Taken {
    hold_each(entries, |entry| bare(system, keeping, entry))
}

fn hold_each(entries: &[Entry], one: impl Fn(&Entry) -> Taken + Sync) -> Taken {
    let mut all = Taken::default();
    let take = |_: &Entry, taken: Option<Taken>| {
        let taken = taken.unwrap_or_else(|| Taken { troubles: vec![FAILED.to_owned()], ..Taken::default() });
        all.held.extend(taken.held);
        all.troubles.extend(taken.troubles);
        Ok(())
    };
    // Taking never fails.
    let _ = in_order(entries, threads(), one, take);
    all
}

/// What is said where reading a brief panics.
pub(super) const FAILED: &str = "a brief could not be read: this is a bug in brief";

/// The briefs of an entry with their notes.
#[must_use]
pub fn hold_one(system: &dyn System, keeping: Keeping, rack: &Rack, entry: &Entry) -> Taken {
    let Taken { mut held, mut troubles } = bare(system, keeping, entry);
    for held in &mut held {
        // Notes that cannot be read are told; they keep nobody from the brief.
        if let Err(error) = held.take_notes(system, rack, &mut troubles) {
            troubles.push(error.to_string());
        }
    }
    Taken { held, troubles }
}

/// The briefs of an entry without their notes.
fn bare(system: &dyn System, keeping: Keeping, entry: &Entry) -> Taken {
    let mut taken = Taken::default();
    let file = match &entry.origin {
        Origin::File(path) => Some(system.canonical(path).unwrap_or_else(|_| path.clone())),
        Origin::Input(_) | Origin::Sample(_) => None,
    };
    for loaded in load(system, &entry.origin, &mut |_| {}).briefs {
        let Some(brief) = loaded.brief else {
            let first = |report: &Arc<Report>| Some(findings::line(report, report.findings.first()?));
            let why = loaded.report.as_ref().and_then(first);
            taken.troubles.push(why.unwrap_or_else(|| format!("{}: it is no brief", entry.origin.name())));
            continue;
        };
        let subject = Subject::of(&brief, file.as_deref());
        let shelf = Shelf::of(system, keeping, subject.clone(), file.as_deref()).ok();
        let home = Some((entry.origin.clone(), loaded.index));
        let (document, notes, files) = (loaded.document, Vec::new(), Vec::new());
        taken.held.push(Held { brief, document, subject, home, shelf, notes, files });
    }
    taken
}

/// The entries of a file of notes that are not understood, each as a message with its place.
pub fn not_understood(path: &Path, file: &NotesFile) -> Vec<String> {
    let told = |problem: &Problem| format!("{}: {problem} (it is kept, but not shown)", path.display());
    file.unknown().iter().map(told).collect()
}

/// An entry of a file.
#[must_use]
pub fn entry_of(path: PathBuf) -> Entry {
    Entry { origin: Origin::File(path), document: 0, title: None }
}
