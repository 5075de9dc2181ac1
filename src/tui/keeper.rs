//! Reading and keeping notes, on one thread in the order in which it was asked for.
//!
//! Invariant: whoever asked gets news; dropping the keeper waits until all that was asked for is done, or kept as a
//! draft where somebody else holds the notes and does not let go.

use super::event::Event;
use super::notebook::{Listed, Owner, Placed};
use super::origin::Ticket;
use crate::document::{Anchoring, Document};
use crate::history::{Journal, Visit};
use crate::notes::{
    Change, Keeping, Kept, Kinship, MAX_BYTES, Note, NoteId, NotesFile, Problem, Shelf, State, StoreError,
    Subject, all_kept, kept_beside,
};
use crate::system::{Kind, Lock, System, trouble, unsaved_folder};
use crate::text::TextPos;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock, mpsc};
use std::thread::JoinHandle;

/// Something to be done with notes.
#[derive(Debug)]
pub enum Job {
    /// Read the notes on a brief.
    Read {
        /// What the news will bear.
        ticket: Ticket,
        /// Whose notes.
        owner: Owner,
    },
    /// Keep changes.
    Keep {
        /// What the news will bear.
        ticket: Ticket,
        /// Whose notes.
        owner: Owner,
        /// The changes.
        changes: Vec<Change>,
    },
    /// Keep a note that is being typed.
    Draft {
        /// The brief that it is on.
        subject: Subject,
        /// The note.
        note: Box<Note>,
    },
    /// A note that was being typed is saved or dropped.
    Forget(NoteId),
    /// Keep where the reader of a brief is.
    Visit {
        /// Which brief.
        owner: Owner,
        /// Where.
        stopped: TextPos,
        /// Whether the brief counts as read.
        read: bool,
    },
}

/// Whoever reads and keeps notes.
pub(super) struct Keeper {
    jobs: Option<mpsc::Sender<Job>>,
    /// Whether somebody waits for the end.
    hurry: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keeper")
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.hurry.store(true, Ordering::Relaxed);
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Keeper {
    /// A keeper whose news go to a post; none where the system gives no thread.
    pub(super) fn start(
        system: Arc<dyn System>,
        keeping: Keeping,
        post: impl Fn(Event) + Send + 'static,
    ) -> Option<Self> {
        let (jobs, queue) = mpsc::channel();
        let hurry = Arc::new(AtomicBool::new(false));
        let in_hurry = Arc::clone(&hurry);
        let run = move || {
            let desk = Archive { hurry: in_hurry, ..Archive::new(system, keeping) };
            while let Ok(job) = queue.recv() {
                // Of drafts that wait only the last is written.
                let mut jobs = vec![job];
                jobs.extend(queue.try_iter());
                for n in 0..jobs.len() {
                    if !is_overtaken(&jobs, n)
                        && let Some(job) = jobs.get(n)
                        && let Some(news) = desk.work(job)
                    {
                        post(news);
                    }
                }
            }
        };
        let thread = std::thread::Builder::new().name("notes".to_owned()).spawn(run).ok()?;
        Some(Self { jobs: Some(jobs), hurry, thread: Some(thread) })
    }

    /// Asks for something; false where the thread has ended.
    pub(super) fn ask(&self, job: Job) -> bool {
        self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok())
    }
}

/// Whether a later job makes a draft needless.
fn is_overtaken(jobs: &[Job], n: usize) -> bool {
    let Some(Job::Draft { note, .. }) = jobs.get(n) else { return false };
    jobs.iter().skip(n + 1).any(|job| match job {
        Job::Draft { note: later, .. } => later.id == note.id,
        Job::Forget(id) => *id == note.id,
        Job::Read { .. } | Job::Keep { .. } | Job::Visit { .. } => false,
    })
}

/// The files of notes.
#[derive(Debug)]
pub struct Archive {
    system: Arc<dyn System>,
    keeping: Keeping,
    /// What tells the drafts of this program from those of others, and that it runs; once there is one.
    session: OnceLock<(String, Option<Lock>)>,
    /// Whether somebody waits for the end, and waiting for others has to.
    hurry: Arc<AtomicBool>,
    /// Whether the last change could not be kept.
    stuck: AtomicBool,
    /// Whether it was told that visits cannot be kept.
    told: AtomicBool,
}

impl Archive {
    /// The files of notes in a world.
    #[must_use]
    pub fn new(system: Arc<dyn System>, keeping: Keeping) -> Self {
        let (session, hurry) = (OnceLock::new(), Arc::default());
        let (stuck, told) = (AtomicBool::new(false), AtomicBool::new(false));
        Self { system, keeping, session, hurry, stuck, told }
    }

    /// Does one thing; the news of it, where there are any.
    #[must_use]
    pub fn work(&self, job: &Job) -> Option<Event> {
        match job {
            Job::Read { ticket, owner } => {
                let (found, drafts) = self.read(owner);
                Some(Event::NotesRead { ticket: *ticket, found, drafts })
            }
            Job::Keep { ticket, owner, changes } => {
                let kept = self.keep(owner, changes);
                self.stuck.store(kept.is_err(), Ordering::Relaxed);
                for change in changes {
                    if kept.is_ok() {
                        self.forget(put_id(change));
                    } else {
                        // Where that fails too it is still on the screen.
                        let _ = self.rescue(&owner.subject, change);
                    }
                }
                let notes = kept.map(|kept| place(&kept, owner));
                Some(Event::NotesKept { ticket: *ticket, notes })
            }
            Job::Draft { subject, note } => {
                self.draft(subject, note);
                None
            }
            Job::Forget(id) => {
                self.forget(Some(id));
                None
            }
            Job::Visit { owner, stopped, read } => self.visit(owner, *stopped, *read),
        }
    }

    fn keep(&self, owner: &Owner, changes: &[Change]) -> Result<Kept, StoreError> {
        if self.hurry.load(Ordering::Relaxed) && self.stuck.load(Ordering::Relaxed) {
            return Err(StoreError::new(None, "there was no time to save it"));
        }
        self.shelf(owner)?.change(&*self.system, &owner.document, changes)
    }

    /// Keeps where the reader of a brief is; why it cannot be kept is told once.
    fn visit(&self, owner: &Owner, stopped: TextPos, read: bool) -> Option<Event> {
        let journal = Journal::of(&*self.system)?;
        let visit = Visit::new(self.subject(owner), &owner.document, stopped, self.system.now());
        let visit = Visit { unread: !read, ..visit };
        let error = journal.add(&*self.system, &visit).err()?;
        let told = self.told.swap(true, Ordering::Relaxed);
        (!told)
            .then(|| Event::Done(Err(format!("it cannot be kept what you have read: {}", trouble(&error)))))
    }

    fn subject(&self, owner: &Owner) -> Subject {
        // The same file may be named in many ways.
        let full = |path: &PathBuf| self.system.canonical(path).unwrap_or_else(|_| path.clone());
        let file = owner.file.as_ref().map(|path| full(path).to_string_lossy().into_owned());
        Subject { file, ..owner.subject.clone() }
    }

    fn shelf(&self, owner: &Owner) -> Result<Shelf, StoreError> {
        let full = |path: &PathBuf| self.system.canonical(path).unwrap_or_else(|_| path.clone());
        let file = owner.file.as_ref().map(full);
        Shelf::of(&*self.system, self.keeping, self.subject(owner), file.as_deref())
    }

    fn read(&self, owner: &Owner) -> (Result<super::event::FoundNotes, String>, Vec<Note>) {
        let place_of_notes = self.shelf(owner);
        let found = place_of_notes
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|shelf| shelf.find(&*self.system, &owner.document));
        if let (Ok(shelf), Ok(kept)) = (&place_of_notes, &found) {
            // Where that cannot be written the notes are shown all the same.
            let _ = shelf.refresh(&*self.system, &owner.document, kept);
        }
        // Where there is no place for notes there are none; writing one will say so.
        let found = match found {
            Err(StoreError { path: None, .. }) => {
                return (Ok(super::event::FoundNotes::default()), Vec::new());
            }
            found => found.map_err(|error| format!("{}{}", error.reason(), error.place())),
        };
        let known = found.as_ref().ok().map(|kept| &kept.file);
        let drafts = place_of_notes.map(|place| self.drafts(&place, owner, known)).unwrap_or_default();
        let found = found.map(|kept| super::event::FoundNotes {
            notes: place(&kept, owner),
            unknown: kept
                .file
                .unknown()
                .iter()
                .take(MAX_TOLD)
                .map(|problem| not_shown(problem, &kept.path))
                .collect(),
            merged: kept.copies.len(),
        });
        (found, drafts)
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

    /// Keeps what is being typed. Where that fails the note itself is still on the screen, and saving it will say why.
    fn draft(&self, subject: &Subject, note: &Note) -> bool {
        let mut subject = subject.clone();
        let full = |file: String| {
            self.system.canonical(Path::new(&file)).map_or(file, |full| full.to_string_lossy().into_owned())
        };
        subject.file = subject.file.map(full);
        let mut file = NotesFile::new(subject);
        file.apply(&Change::Put { note: Box::new(note.clone()), seen: None });
        let Some(folder) = unsaved_folder(&*self.system) else { return false };
        let path = folder.join(format!("{}.{}.yaml", file_stem(&note.id), self.session()));
        file.write().is_ok_and(|text| self.system.replace(&path, text.as_bytes()).is_ok())
    }

    /// Keeps a note that could not be saved where it belongs: the reader offers it when it opens the brief. Whether it
    /// could be kept.
    #[must_use]
    pub fn rescue(&self, subject: &Subject, change: &Change) -> bool {
        match change {
            Change::Put { note, .. } => self.draft(subject, note),
            Change::Remove { .. } => false,
        }
    }

    /// A note is saved, or was let go: its drafts are needed no more, but those that another program writes.
    fn forget(&self, id: Option<&NoteId>) {
        let Some(folder) = unsaved_folder(&*self.system) else { return };
        let Some(id) = id else { return };
        let start = format!("{}.", file_stem(id));
        for entry in self.system.list(&folder).unwrap_or_default() {
            let name =
                entry.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if name.starts_with(&start) && !self.is_anothers(&entry.path) {
                // What cannot be removed is offered again, and known to be saved then.
                let _ = self.system.remove(&entry.path);
            }
        }
    }

    /// Notes on a brief that were typed and never saved, by programs that are no more; the oldest first.
    fn drafts(&self, place: &Shelf, owner: &Owner, known: Option<&NotesFile>) -> Vec<Note> {
        let Some(folder) = unsaved_folder(&*self.system) else { return Vec::new() };
        let mut drafts: Vec<Note> = Vec::new();
        for entry in self.system.list(&folder).unwrap_or_default() {
            if entry.path.extension().is_some_and(|extension| extension == "lock") {
                // That looks, and removes what those have left who were killed.
                self.system.is_claimed(&entry.path);
                continue;
            }
            // Whoever still runs has it on the screen, or will say that it could not be saved.
            if entry.kind != Some(Kind::File) || self.is_own(&entry.path) || self.is_anothers(&entry.path) {
                continue;
            }
            if self.system.len(&entry.path).is_some_and(|len| len > MAX_BYTES) {
                continue;
            }
            let text = self.system.read(&entry.path).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            let Some(file) = text.and_then(|text| NotesFile::read(&text).ok()) else { continue };
            if !place.is_of(&*self.system, &owner.document, &file) {
                continue;
            }
            for note in file.notes() {
                let note = &self.composed(&folder, note);
                let saved = known.and_then(|known| known.find(&note.id));
                if saved.is_none_or(|saved| saved.changed < note.changed || saved.text != note.text) {
                    drafts.push(note.clone());
                } else {
                    self.forget(Some(&note.id));
                }
            }
        }
        drafts.sort_by(|a, b| (a.changed, &a.id).cmp(&(b.changed, &b.id)));
        drafts
    }

    /// A draft with the text that an editor was given and has saved, where the program did not live to take it back.
    fn composed(&self, folder: &Path, draft: &Note) -> Note {
        let path = composed_in(folder, &draft.id);
        let is_short = self.system.len(&path).is_some_and(|len| len <= MAX_BYTES);
        let bytes = is_short.then(|| self.system.read(&path).ok()).flatten();
        match bytes.and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(text) => Note { text: text.trim_end().to_owned(), ..draft.clone() },
            None => draft.clone(),
        }
    }
}

/// So many entries that are not understood are told one by one.
const MAX_TOLD: usize = 20;

/// An entry that is not understood, with the file at the end of the line.
fn not_shown(problem: &Problem, path: &Path) -> String {
    format!("{problem} ({})", path.display())
}

/// What the name of a draft says of the program that wrote it.
fn writer(draft: &Path) -> Option<&str> {
    draft.file_stem()?.to_str()?.rsplit('.').next()
}

/// A note's name as the start of a file's.
fn file_stem(id: &NoteId) -> String {
    id.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

/// The file in the folder of what is not saved that an editor is given a note's text in.
pub(super) fn composed_in(folder: &Path, id: &NoteId) -> PathBuf {
    folder.join(format!("{}.md", file_stem(id)))
}

fn put_id(change: &Change) -> Option<&NoteId> {
    match change {
        Change::Put { note, .. } => Some(&note.id),
        Change::Remove { .. } => None,
    }
}

/// The notes of a file with their passages in a brief.
fn place(kept: &Kept, owner: &Owner) -> Vec<Placed> {
    let anchoring = Anchoring::new(&owner.document);
    kept.file
        .notes()
        .map(|note| Placed { at: anchoring.resolve(note.anchor()), note: note.clone() })
        .collect()
}

/// The notes on all briefs: those of the data folder, and those that lie beside the briefs at hand. Each brief that is
/// where it was is read, so that each note knows what has become of its passage. With why others cannot be read.
#[must_use]
pub fn list_all(system: &dyn System, files: &[PathBuf]) -> (Vec<Listed>, Vec<StoreError>) {
    let mut troubles = Vec::new();
    let kept = all_kept(system).unwrap_or_else(|error| {
        troubles.push(error);
        Vec::new()
    });
    let beside = files.iter().flat_map(|file| kept_beside(system, file));
    let mut files_kept: Vec<NotesFile> = Vec::new();
    for (_, file) in kept.into_iter().chain(beside) {
        match file {
            Ok(file) => files_kept.push(file),
            Err(error) => troubles.push(error),
        }
    }
    let mut listed: Vec<Listed> = Vec::new();
    let mut seen = HashSet::new();
    for file in files_kept {
        let document = document_of(system, &file.subject);
        let anchoring = document.as_ref().map(Anchoring::new);
        for note in file.notes() {
            if !seen.insert(note.id.clone()) {
                continue;
            }
            let state = anchoring.as_ref().map(|anchoring| State::of(anchoring.resolve(note.anchor())));
            listed.push(Listed { note: note.clone(), subject: file.subject.clone(), state });
        }
    }
    listed.sort_by(|a, b| (&a.subject.title, &a.note.created).cmp(&(&b.subject.title, &b.note.created)));
    (listed, troubles)
}

/// The document of a brief, where it is in the file that it was read from.
fn document_of(system: &dyn System, subject: &Subject) -> Option<Document> {
    let path = PathBuf::from(subject.file.as_ref()?);
    let loaded = super::load::load(system, &super::origin::Origin::File(path.clone()), &mut |_| {});
    let kinship = |brief: &super::event::LoadedBrief| {
        brief
            .brief
            .as_deref()
            .map_or(Kinship::Other, |known| Subject::of(known, Some(&path)).kinship(subject))
    };
    let of = |kin| loaded.briefs.iter().find(|brief| kinship(brief) == kin);
    of(Kinship::Same)
        .or_else(|| of(Kinship::Perhaps))
        .or_else(|| of(Kinship::Namesake))
        .map(|brief| (*brief.document).clone())
}
