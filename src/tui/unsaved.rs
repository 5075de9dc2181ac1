//! Notes that are being typed, kept in case the program ends before they are saved.
//!
//! Owns the folder of what is not saved: drafts (`NOTE.PROGRAM.yaml`), the texts that an editor is given
//! (`NOTE.PROGRAM.md`), and the claims (`PROGRAM.lock`) that tell which programs still run.
//! Invariants: a draft goes only when what it holds is saved, or whoever was shown it lets it go; the draft of a program
//! that still runs is nobody else's. What is done late undoes nothing that was asked for later: each step bears the ticket
//! of the moment it belongs to, so it may be done on any thread.

use super::notebook::Owner;
use super::origin::Ticket;
use crate::notes::{Change, MAX_BYTES, Note, NoteId, NotesFile, Shelf, Subject};
use crate::system::{Kind, Lock, System, unsaved_folder};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

/// The folder of what is not saved.
pub struct Unsaved {
    system: Arc<dyn System>,
    /// What tells the drafts of this program from those of others, and that it runs; once there is one.
    session: OnceLock<(String, Option<Lock>)>,
    steps: Mutex<Steps>,
}

impl std::fmt::Debug for Unsaved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Unsaved")
    }
}

/// What was done to this program's drafts.
#[derive(Debug, Default)]
struct Steps {
    /// When each was last written.
    written: HashMap<NoteId, Ticket>,
    /// When each was last saved or let go.
    done: HashMap<NoteId, Ticket>,
    /// Drafts of programs that are no more, which were offered to this one's reader.
    offered: HashSet<PathBuf>,
}

impl Unsaved {
    /// The folder in a world.
    #[must_use]
    pub fn new(system: Arc<dyn System>) -> Self {
        Self { system, session: OnceLock::new(), steps: Mutex::default() }
    }

    fn steps(&self) -> MutexGuard<'_, Steps> {
        self.steps.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What this program's drafts are told by.
    fn session(&self) -> &str {
        let start = || {
            let name = format!("{:016x}", self.system.chance());
            let claim = unsaved_folder(&*self.system)
                .and_then(|folder| self.system.claim(&folder.join(format!("{name}.lock"))).ok());
            (name, claim)
        };
        &self.session.get_or_init(start).0
    }

    fn is_own(&self, draft: &Path) -> bool {
        self.session.get().is_some_and(|(own, _)| Some(own.as_str()) == writer(draft))
    }

    /// Whether a draft is that of another program that still runs.
    fn is_anothers(&self, draft: &Path) -> bool {
        let claim = writer(draft).map(|writer| draft.with_file_name(format!("{writer}.lock")));
        !self.is_own(draft) && claim.is_some_and(|claim| self.system.is_claimed(&claim))
    }

    fn own(&self, id: &NoteId) -> Option<PathBuf> {
        let folder = unsaved_folder(&*self.system)?;
        Some(folder.join(format!("{}.{}.yaml", file_stem(id), self.session())))
    }

    /// The file that an editor is given a note's text in: beside its draft, and no other program's.
    #[must_use]
    pub fn composed(&self, id: &NoteId) -> Option<PathBuf> {
        Some(self.own(id)?.with_extension("md"))
    }

    /// Keeps what is being typed. Whether it could be kept: where it could not, the note itself is still on the screen, and
    /// saving it will say why.
    pub fn keep(&self, at: Ticket, subject: &Subject, note: &Note) -> bool {
        let mut steps = self.steps();
        if steps.done.get(&note.id).is_some_and(|done| *done > at) {
            return true;
        }
        let mut subject = subject.clone();
        let full = |file: String| {
            self.system.canonical(Path::new(&file)).map_or(file, |full| full.to_string_lossy().into_owned())
        };
        subject.file = subject.file.map(full);
        let mut file = NotesFile::new(subject);
        file.apply(&Change::Put { note: Box::new(note.clone()), seen: None });
        let Some(path) = self.own(&note.id) else { return false };
        let kept = file.write().is_ok_and(|text| self.system.replace(&path, text.as_bytes()).is_ok());
        steps.written.insert(note.id.clone(), at);
        if kept {
            // What was offered of it is in this one, or was typed over.
            let start = format!("{}.", file_stem(&note.id));
            let is_its = |path: &PathBuf| {
                path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start))
            };
            let offered: Vec<PathBuf> = steps.offered.iter().filter(|path| is_its(path)).cloned().collect();
            for path in offered {
                steps.offered.remove(&path);
                // What cannot be removed is offered again.
                let _ = self.system.remove(&path);
                let _ = self.system.remove(&path.with_extension("md"));
            }
        }
        kept
    }

    /// A note is saved: drafts that hold nothing else are needed no more. What was typed since stays.
    pub fn saved(&self, at: Ticket, note: &Note) {
        self.let_go(at, &note.id, |draft| self.read(draft).is_some_and(|held| held.text == note.text));
    }

    /// What was typed is let go.
    pub fn dropped(&self, at: Ticket, id: &NoteId) {
        self.let_go(at, id, |_| false);
    }

    /// Removes drafts of a note: this program's, unless it was written later; those that were offered; and what else a
    /// program that is no more has left, where `is_needless` says so.
    fn let_go(&self, at: Ticket, id: &NoteId, is_needless: impl Fn(&Path) -> bool) {
        let mut steps = self.steps();
        steps.done.insert(id.clone(), at);
        let is_newer = steps.written.get(id).is_some_and(|written| *written > at);
        let Some(folder) = unsaved_folder(&*self.system) else { return };
        let start = format!("{}.", file_stem(id));
        for entry in self.system.list(&folder).unwrap_or_default() {
            let path = entry.path;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if !name.starts_with(&start) || path.extension().is_none_or(|end| end != "yaml") {
                continue;
            }
            let goes = if self.is_own(&path) {
                !is_newer
            } else {
                !self.is_anothers(&path) && (steps.offered.contains(&path) || is_needless(&path))
            };
            if goes {
                // What cannot be removed is offered again, and known to be saved then.
                let _ = self.system.remove(&path);
                if !self.is_own(&path) {
                    let _ = self.system.remove(&path.with_extension("md"));
                }
            }
        }
    }

    /// Notes on a brief that were typed and never saved, by programs that are no more; the oldest first. `known` holds
    /// what is saved.
    #[must_use]
    pub fn left(&self, place: &Shelf, owner: &Owner, known: &[&NotesFile]) -> Vec<Note> {
        let Some(folder) = unsaved_folder(&*self.system) else { return Vec::new() };
        let mut left: Vec<(Note, PathBuf, i64)> = Vec::new();
        for entry in self.system.list(&folder).unwrap_or_default() {
            let path = entry.path;
            if path.extension().is_some_and(|extension| extension == "lock") {
                // That looks, and removes what those have left who were killed.
                self.system.is_claimed(&path);
                continue;
            }
            let is_draft =
                entry.kind == Some(Kind::File) && path.extension().is_some_and(|end| end == "yaml");
            // Whoever still runs has it on the screen, or will say that it could not be saved.
            if !is_draft || self.is_own(&path) || self.is_anothers(&path) {
                continue;
            }
            let Some(file) = self.file(&path) else { continue };
            if !place.is_of(&*self.system, &owner.document, &file) {
                continue;
            }
            let Some(note) = file.notes().next().map(|note| self.with_composed(&path, note)) else {
                continue;
            };
            let saved = known.iter().find_map(|file| file.find(&note.id));
            if saved.is_none_or(|saved| saved.changed < note.changed || saved.text != note.text) {
                let written = self.system.stat(&path).map_or(0, |stat| stat.modified);
                left.push((note, path, written));
            } else {
                let _ = self.system.remove(&path);
                let _ = self.system.remove(&path.with_extension("md"));
            }
        }
        // Of several drafts of one note the newest is offered; the others wait for another time.
        left.sort_by(|(a, _, at), (b, _, bt)| (&a.id, bt).cmp(&(&b.id, at)));
        left.dedup_by(|(later, ..), (first, ..)| later.id == first.id);
        left.sort_by(|(a, ..), (b, ..)| (a.changed, &a.id).cmp(&(b.changed, &b.id)));
        self.steps().offered.extend(left.iter().map(|(_, path, _)| path.clone()));
        left.into_iter().map(|(note, ..)| note).collect()
    }

    fn file(&self, draft: &Path) -> Option<NotesFile> {
        NotesFile::read(&self.text(draft)?).ok()
    }

    fn read(&self, draft: &Path) -> Option<Note> {
        let file = self.file(draft)?;
        file.notes().next().map(|note| self.with_composed(draft, note))
    }

    /// A draft with the text that an editor was given and has saved, where the program did not live to take it back.
    fn with_composed(&self, path: &Path, draft: &Note) -> Note {
        match self.text(&path.with_extension("md")) {
            Some(text) => Note { text: text.trim_end().to_owned(), ..draft.clone() },
            None => draft.clone(),
        }
    }

    fn text(&self, path: &Path) -> Option<String> {
        self.system.len(path).filter(|len| *len <= MAX_BYTES)?;
        String::from_utf8(self.system.read(path).ok()?).ok()
    }
}

/// What the name of a draft says of the program that wrote it.
fn writer(draft: &Path) -> Option<&str> {
    draft.file_stem()?.to_str()?.rsplit('.').next()
}

/// A note's name as the start of a file's.
fn file_stem(id: &NoteId) -> String {
    id.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}
