//! Reading and keeping notes, on one thread in the order in which it was asked for, and what is being typed on another:
//! that waits for nobody who holds the notes.
//!
//! Invariant: whoever asked gets news; dropping the keeper waits until all that was asked for is done, or kept as a
//! draft where somebody else holds the notes and does not let go.

use super::event::Event;
use super::notebook::{Owner, Placed};
use super::origin::Ticket;
use super::unsaved::Unsaved;
use crate::document::Anchoring;
use crate::history::{Journal, Visit};
use crate::notes::{
    Change, Keeping, Kept, Note, NoteId, NotesFile, Problem, Rack, Shelf, StoreError, Subject,
};
use crate::system::{System, trouble};
use crate::text::TextPos;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
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
        /// When that was asked for.
        ticket: Ticket,
        /// The brief that it is on.
        subject: Subject,
        /// The note.
        note: Box<Note>,
    },
    /// What was typed of a note is let go.
    Forget {
        /// When that was asked for.
        ticket: Ticket,
        /// The note.
        id: NoteId,
    },
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
    notes: Option<mpsc::Sender<Job>>,
    drafts: Option<mpsc::Sender<Job>>,
    /// Whether somebody waits for the end.
    hurry: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl std::fmt::Debug for Keeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keeper")
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        self.hurry.store(true, Ordering::Relaxed);
        (self.notes, self.drafts) = (None, None);
        for thread in self.threads.drain(..) {
            let _ = thread.join();
        }
    }
}

impl Keeper {
    /// A keeper whose news go to a post; none where the system gives no thread.
    pub(super) fn start(
        system: Arc<dyn System>,
        keeping: Keeping,
        unsaved: Arc<Unsaved>,
        post: impl Fn(Event) + Send + Clone + 'static,
    ) -> Option<Self> {
        let hurry = Arc::new(AtomicBool::new(false));
        let archive = Archive { hurry: Arc::clone(&hurry), unsaved, ..Archive::new(system, keeping) };
        let archive = Arc::new(archive);
        let mut threads = Vec::new();
        let mut thread = |name: &str| {
            let (jobs, queue) = mpsc::channel::<Job>();
            let (archive, post) = (Arc::clone(&archive), post.clone());
            let run = move || {
                while let Ok(job) = queue.recv() {
                    // Of drafts that wait only the last is written.
                    let mut jobs = vec![job];
                    jobs.extend(queue.try_iter());
                    for n in 0..jobs.len() {
                        if !is_overtaken(&jobs, n)
                            && let Some(job) = jobs.get(n)
                            && let Some(news) = archive.work(job)
                        {
                            post(news);
                        }
                    }
                }
            };
            threads.push(std::thread::Builder::new().name(name.to_owned()).spawn(run).ok()?);
            Some(jobs)
        };
        let (notes, drafts) = (thread("notes")?, thread("drafts")?);
        Some(Self { notes: Some(notes), drafts: Some(drafts), hurry, threads })
    }

    /// Asks for something; false where the thread has ended.
    pub(super) fn ask(&self, job: Job) -> bool {
        let thread = match job {
            Job::Draft { .. } | Job::Forget { .. } => &self.drafts,
            Job::Read { .. } | Job::Keep { .. } | Job::Visit { .. } => &self.notes,
        };
        thread.as_ref().is_some_and(|jobs| jobs.send(job).is_ok())
    }
}

/// Whether a later job makes a draft needless.
fn is_overtaken(jobs: &[Job], n: usize) -> bool {
    let Some(Job::Draft { note, .. }) = jobs.get(n) else { return false };
    jobs.iter().skip(n + 1).any(|job| match job {
        Job::Draft { note: later, .. } => later.id == note.id,
        Job::Forget { id, .. } => *id == note.id,
        Job::Read { .. } | Job::Keep { .. } | Job::Visit { .. } => false,
    })
}

/// The files of notes.
#[derive(Debug)]
pub struct Archive {
    system: Arc<dyn System>,
    keeping: Keeping,
    rack: Rack,
    unsaved: Arc<Unsaved>,
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
        let unsaved = Arc::new(Unsaved::new(Arc::clone(&system)));
        let (hurry, stuck, told) = (Arc::default(), AtomicBool::new(false), AtomicBool::new(false));
        Self { system, keeping, rack: Rack::default(), unsaved, hurry, stuck, told }
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
                    match change {
                        Change::Put { note, .. } if kept.is_ok() => self.unsaved.saved(*ticket, note),
                        // Where that fails too it is still on the screen.
                        Change::Put { note, .. } => {
                            self.unsaved.keep(*ticket, &owner.subject, note);
                        }
                        Change::Remove { .. } => {}
                    }
                }
                let notes = kept.map(|kept| place(&kept, owner));
                Some(Event::NotesKept { ticket: *ticket, notes })
            }
            Job::Draft { ticket, subject, note } => {
                self.unsaved.keep(*ticket, subject, note);
                None
            }
            Job::Forget { ticket, id } => {
                self.unsaved.dropped(*ticket, id);
                None
            }
            Job::Visit { owner, stopped, read } => self.visit(owner, *stopped, *read),
        }
    }

    fn keep(&self, owner: &Owner, changes: &[Change]) -> Result<Kept, StoreError> {
        if self.hurry.load(Ordering::Relaxed) && self.stuck.load(Ordering::Relaxed) {
            return Err(StoreError::new(None, "there was no time to save it"));
        }
        self.shelf(owner)?.change(&*self.system, &self.rack, &owner.document, changes)
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
        self.rack.look_again();
        let found = place_of_notes
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|shelf| shelf.find(&*self.system, &self.rack, &owner.document));
        if let (Ok(shelf), Ok(kept)) = (&place_of_notes, &found) {
            // Where that cannot be written the notes are shown all the same.
            let _ = shelf.refresh(&*self.system, &self.rack, &owner.document, kept);
        }
        // Where there is no place for notes there are none; writing one will say so.
        let found = match found {
            Err(StoreError { path: None, .. }) => {
                return (Ok(super::event::FoundNotes::default()), Vec::new());
            }
            found => found.map_err(|error| format!("{}{}", error.reason(), error.place())),
        };
        let known: Vec<&NotesFile> = found.iter().flat_map(Kept::files).map(|kept| &kept.file).collect();
        let drafts = place_of_notes.map(|place| self.unsaved.left(&place, owner, &known)).unwrap_or_default();
        let found = found.map(|kept| super::event::FoundNotes {
            notes: place(&kept, owner),
            unknown: kept.files().flat_map(not_shown).take(MAX_TOLD).collect(),
            merged: kept.files().map(|kept| kept.copies.len()).sum(),
        });
        (found, drafts)
    }

    /// Keeps a note that could not be saved where it belongs: the reader offers it when it opens the brief. Whether it
    /// could be kept.
    #[must_use]
    pub fn rescue(&self, subject: &Subject, change: &Change) -> bool {
        match change {
            Change::Put { note, .. } => self.unsaved.keep(Ticket::default(), subject, note),
            Change::Remove { .. } => false,
        }
    }
}

/// So many entries that are not understood are told one by one.
const MAX_TOLD: usize = 20;

/// What of the notes is not shown, and why, with the file at the end of the line.
fn not_shown(kept: &Kept) -> Vec<String> {
    let entry = |problem: &Problem| {
        format!("an entry of the notes is kept but not shown: {problem} ({})", kept.path.display())
    };
    let copy = |error: &StoreError| {
        format!("a copy that a synchroniser has put aside is not merged: {}{}", error.reason(), error.place())
    };
    kept.file.unknown().iter().map(entry).chain(kept.unmerged.iter().map(copy)).collect()
}

/// The notes of a file with their passages in a brief.
fn place(kept: &Kept, owner: &Owner) -> Vec<Placed> {
    let anchoring = Anchoring::new(&owner.document);
    let notes = kept.notes().into_iter();
    notes.map(|note| Placed { at: anchoring.resolve(note.anchor()), note: note.clone() }).collect()
}
