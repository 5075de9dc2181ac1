//! The notes on all briefs: those of the data folder, and those that lie beside the briefs at hand.
//!
//! Owns [`Listed`], a note among them, and where its brief is. Invariant: each note comes once; each brief that is at hand,
//! where it was or where it has been moved to, is read, so that each note knows what has become of its passage.

use super::librarian::Stacks;
use super::load::load;
use super::notebook::became;
use super::origin::Origin;
use crate::document::{Anchoring, Document, Resolution};
use crate::notes::{
    KeptFile, Kinship, Note, NotesFile, Rack, State, StoreError, Subject, all_kept, kept_at, kept_beside,
};
use crate::samples::SAMPLES;
use crate::system::{Kind, System};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Files at hand that are looked through for a brief that is not where it was; more are what a library is for.
const MAX_LOOKED_THROUGH: usize = 64;

/// A note among those on all briefs.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed {
    /// The note.
    pub note: Note,
    /// The brief that it is on.
    pub subject: Subject,
    /// Where that brief is, and what has become of the note's passage; none where it is not at hand.
    pub at: Option<Whereabouts>,
}

/// Where the brief of a note is.
#[derive(Clone, Debug, PartialEq)]
pub struct Whereabouts {
    /// What it is read from.
    pub origin: Origin,
    /// Which brief of that, counted from 0.
    pub document: usize,
    /// What has become of the note's passage in it.
    pub state: State,
    /// Where it has moved: what it became, in words.
    pub became: Option<String>,
}

impl Whereabouts {
    /// Where a note is, of which it is known what became of its passage.
    #[must_use]
    pub fn of(origin: &Origin, index: usize, document: &Document, note: &Note, at: Resolution) -> Self {
        let became = match at {
            Resolution::Moved { range, .. } => Some(became(note, range, document)),
            Resolution::Exact(_) | Resolution::Orphaned => None,
        };
        Self { origin: origin.clone(), document: index, state: State::of(at), became }
    }
}

impl Listed {
    /// What has become of its passage; none where the brief is not at hand.
    #[must_use]
    pub fn state(&self) -> Option<State> {
        self.at.as_ref().map(|at| at.state)
    }
}

/// Lists the notes, by brief; with why others cannot be read. `files` are the briefs at hand where there is no library.
#[must_use]
pub fn list_all(
    system: &dyn System,
    files: &[PathBuf],
    stacks: Option<&Stacks>,
) -> (Vec<Listed>, Vec<StoreError>) {
    let rack = Rack::default();
    let mut troubles = Vec::new();
    let kept = all_kept(system, &rack).unwrap_or_else(|error| {
        troubles.push(error);
        Vec::new()
    });
    let beside: Vec<KeptFile> = match stacks {
        Some(stacks) => kept_at(system, &rack, stacks.notes_beside()),
        None => files.iter().flat_map(|file| kept_beside(system, &rack, file)).collect(),
    };
    let mut files_kept: Vec<NotesFile> = Vec::new();
    for (_, file) in kept.into_iter().chain(beside) {
        match file {
            Ok(file) => files_kept.push(file),
            Err(error) => troubles.push(error),
        }
    }
    let mut listed: Vec<Listed> = Vec::new();
    let mut seen = HashSet::new();
    let mut looked_through = None;
    for file in files_kept {
        let home = home_of(system, &file.subject, stacks).or_else(|| {
            let looked_through = looked_through.get_or_insert_with(|| briefs_of(system, files));
            looked_through.iter().find(|home| home.subject.kinship(&file.subject) == Kinship::Same).cloned()
        });
        let anchoring = home.as_ref().map(|home| Anchoring::new(&home.document));
        for note in file.notes() {
            // One name may stand in the files of several briefs, where a person has written it.
            if !seen.insert((note.id.clone(), file.subject.key())) {
                continue;
            }
            let at = home.as_ref().zip(anchoring.as_ref()).map(|(home, anchoring)| {
                let at = anchoring.resolve(note.anchor());
                Whereabouts::of(&home.origin, home.index, &home.document, note, at)
            });
            listed.push(Listed { note: note.clone(), subject: file.subject.clone(), at });
        }
    }
    listed.sort_by(|a, b| (&a.subject.title, &a.note.created).cmp(&(&b.subject.title, &b.note.created)));
    (listed, troubles)
}

/// A brief at hand.
#[derive(Clone)]
struct Home {
    origin: Origin,
    index: usize,
    subject: Subject,
    document: Arc<Document>,
}

/// The brief that notes are on: in the file that they name, else among the samples, else in the library.
fn home_of(system: &dyn System, subject: &Subject, stacks: Option<&Stacks>) -> Option<Home> {
    let there = |path: &Path| system.kind(path) == Some(Kind::File);
    if let Some(path) = subject.file.as_deref().map(Path::new).filter(|path| there(path)) {
        // The library has a name of its own for it.
        let origin = stacks.and_then(|stacks| stacks.path_of(path)).unwrap_or_else(|| path.to_owned());
        if let Some(home) = kin_in(system, &Origin::File(origin), Some(path), subject) {
            return Some(home);
        }
    }
    let sample = SAMPLES.iter().find(|(name, _)| subject.id.as_deref() == Some(*name));
    if subject.file.is_none()
        && let Some((name, _)) = sample
    {
        return kin_in(system, &Origin::Sample(name), None, subject);
    }
    let path = stacks.and_then(|stacks| stacks.brief_of(subject))?;
    kin_in(system, &Origin::File(path.clone()), Some(&path), subject)
}

/// The brief of a file that notes are on: the one that is called as they say, else one that may have been.
fn kin_in(system: &dyn System, origin: &Origin, path: Option<&Path>, subject: &Subject) -> Option<Home> {
    let briefs = briefs_in(system, origin, path);
    let of = |kin| briefs.iter().find(|home| home.subject.kinship(subject) == kin).cloned();
    of(Kinship::Same).or_else(|| of(Kinship::Perhaps)).or_else(|| of(Kinship::Namesake))
}

fn briefs_in(system: &dyn System, origin: &Origin, path: Option<&Path>) -> Vec<Home> {
    let loaded = load(system, origin, &mut |_| {});
    let home = |brief: super::event::LoadedBrief| {
        let subject = Subject::of(brief.brief.as_deref()?, path);
        Some(Home { origin: origin.clone(), index: brief.index, subject, document: brief.document })
    };
    loaded.briefs.into_iter().filter_map(home).collect()
}

/// The briefs of files at hand.
fn briefs_of(system: &dyn System, files: &[PathBuf]) -> Vec<Home> {
    let some = files.iter().take(MAX_LOOKED_THROUGH);
    let full = |path: &PathBuf| system.canonical(path).unwrap_or_else(|_| path.clone());
    some.flat_map(|path| briefs_in(system, &Origin::File(path.clone()), Some(&full(path)))).collect()
}
