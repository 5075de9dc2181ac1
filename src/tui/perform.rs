//! Carrying effects out: the only way from the reader into the world.
//!
//! What takes long is done by a worker, whose news comes back as an event; a worker that panics gives news of that too.

use super::all_notes::list_all;
use super::deliver;
use super::effect::Effect;
use super::event::{Event, Loaded, Stage};
use super::exporting::{Cargo, ExportPlan};
use super::keeper::{Job, Keeper};
use super::librarian::{Librarian, Stacks, Wanted};
use super::load;
use super::origin::Origin;
use super::origin::Ticket;
use super::review::{self, Rewritten, Verdict};
use super::search::Stretches;
use super::text_edit::MAX_TEXT;
use super::unsaved::Unsaved;
use super::watching;
use crate::brief::{self, Brief, Draft};
use crate::diagnostic::{Code, Diagnostic, Severities};
use crate::document::Document;
use crate::history::{LibraryView, SavedQuery};
use crate::notes::{Keeping, NoteId};
use crate::source::Source;
use crate::system::{Kind, System, Watcher, open_editor, trouble};
use crate::text::Query;
use std::collections::HashMap;
use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, mpsc};

/// Up to this many bytes a brief is read at once: that takes less than a frame, and the first frame shows it.
const AT_ONCE: u64 = 256 << 10;

/// Where workers leave their news.
#[derive(Clone, Debug)]
pub(super) struct Mailbox {
    events: mpsc::Sender<Event>,
    /// A byte on it wakes the loop.
    bell: Arc<UnixStream>,
}

impl Mailbox {
    /// A mailbox with the bell that wakes whoever reads it.
    #[must_use]
    pub(super) fn new(events: mpsc::Sender<Event>, bell: Arc<UnixStream>) -> Self {
        Self { events, bell }
    }

    fn post(&self, event: Event) {
        // The reader may have quit; then nobody waits for news.
        if self.events.send(event).is_ok() {
            let _ = (&*self.bell).write(&[1]);
        }
    }
}

/// Carries out what needs no terminal.
#[derive(Debug)]
pub(super) struct Worker {
    system: Arc<dyn System>,
    mail: Mailbox,
    /// The count that is wanted; older ones stop.
    counting: Arc<AtomicU64>,
    /// The program that takes copied text, where one is set.
    copy_command: Option<Vec<String>>,
    keeping: Keeping,
    /// How bad findings are taken to be.
    severities: Arc<Severities>,
    /// Whoever reads and keeps notes, once there is something to do.
    keeper: Option<Keeper>,
    /// What is being typed.
    unsaved: Arc<Unsaved>,
    streams: Arc<Streams>,
    /// Whoever tells of changes of the open file.
    watcher: Option<Watcher>,
    /// The folders of the library.
    roots: Vec<PathBuf>,
    /// Whoever answers for the library, where one is open.
    librarian: Option<Librarian>,
}

/// What came through pipes, which give their bytes only once.
#[derive(Debug, Default)]
struct Streams {
    read: Mutex<HashMap<PathBuf, Vec<u8>>>,
}

impl Streams {
    /// The bytes of an origin, and whether they are those of an earlier time.
    fn bytes_of(&self, system: &dyn System, origin: &Origin) -> (io::Result<Vec<u8>>, bool) {
        let path = match origin {
            Origin::File(path) if system.kind(path) == Some(Kind::Stream) => path,
            _ => return (load::bytes_of(system, origin), false),
        };
        let kept = self.read.lock().ok().and_then(|read| read.get(path).cloned());
        if let Some(bytes) = kept {
            return (Ok(bytes), true);
        }
        let bytes = system.read(path);
        if let (Ok(bytes), Ok(mut read)) = (&bytes, self.read.lock()) {
            read.insert(path.clone(), bytes.clone());
        }
        (bytes, false)
    }
}

impl std::fmt::Debug for dyn System {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("System")
    }
}

impl Worker {
    /// A worker in a world.
    #[must_use]
    pub(super) fn new(
        system: Arc<dyn System>,
        mail: Mailbox,
        copy_command: Option<Vec<String>>,
        keeping: Keeping,
        severities: Severities,
    ) -> Self {
        let (counting, streams) = (Arc::default(), Arc::default());
        let severities = Arc::new(severities);
        let unsaved = Arc::new(Unsaved::new(Arc::clone(&system)));
        Self {
            system,
            mail,
            counting,
            copy_command,
            keeping,
            severities,
            keeper: None,
            unsaved,
            streams,
            watcher: None,
            roots: Vec::new(),
            librarian: None,
        }
    }

    /// Loads a brief: a small one at once, which is the result; a large one on a thread of its own.
    pub(super) fn load(&self, ticket: Ticket, origin: Origin) -> Option<Event> {
        let small = match &origin {
            Origin::File(path) => match self.system.len(path) {
                Some(len) => len <= AT_ONCE,
                // A pipe brings its bytes when it likes; what is no file at all fails at once.
                None => self.system.kind(path) != Some(Kind::Stream),
            },
            Origin::Input(bytes) => u64::try_from(bytes.len()).is_ok_and(|len| len <= AT_ONCE),
            Origin::Sample(_) => true,
        };
        let (system, streams) = (Arc::clone(&self.system), Arc::clone(&self.streams));
        let severities = Arc::clone(&self.severities);
        if small {
            let loaded = caught(&origin, || {
                let mut loaded = load::load(&*system, &origin, &mut |_| {});
                load::judge(&mut loaded, &severities);
                load::recall(&*system, &origin, &mut loaded);
                loaded
            });
            return Some(Event::Loaded { ticket, loaded });
        }
        let mail = self.mail.clone();
        self.spawn("load", move || {
            let mut progress = |stage: Stage| mail.post(Event::Progress { ticket, stage });
            let (bytes, kept) = streams.bytes_of(&*system, &origin);
            let loaded = caught(&origin, || {
                let mut loaded = load::loaded(&origin, bytes, &mut progress);
                load::judge(&mut loaded, &severities);
                load::recall(&*system, &origin, &mut loaded);
                loaded
            });
            mail.post(Event::Loaded { ticket, loaded });
            if kept {
                mail.post(Event::Done(Err(
                    "this brief came through a pipe: it cannot be read again".to_owned()
                )));
            }
        });
        None
    }

    /// Checks a brief, on a thread of its own: it is on the screen already.
    pub(super) fn check(&self, ticket: Ticket, source: Arc<Source>, document: usize, brief: Arc<Brief>) {
        let (mail, severities) = (self.mail.clone(), Arc::clone(&self.severities));
        self.spawn("check", move || {
            let report = load::check(&source, document, &brief, &severities);
            mail.post(Event::Checked { ticket, report });
        });
    }

    /// Reads or keeps notes, in the order in which it is asked for.
    pub(super) fn keep(&mut self, job: Job) {
        if self.keeper.is_none() {
            let (mail, system) = (self.mail.clone(), Arc::clone(&self.system));
            let post = move |event| mail.post(event);
            self.keeper = Keeper::start(system, self.keeping, Arc::clone(&self.unsaved), post);
        }
        if !self.keeper.as_ref().is_some_and(|keeper| keeper.ask(job)) {
            self.mail.post(Event::Done(Err(
                "notes can be neither read nor kept: the system gives no thread".to_owned(),
            )));
        }
    }

    /// Opens a library: its folders by name, how it was looked at last, and the queries that have names.
    pub(super) fn open_library(
        &mut self,
        roots: Vec<PathBuf>,
    ) -> (Vec<String>, LibraryView, Vec<SavedQuery>) {
        let name = |root: &PathBuf| {
            self.system.canonical(root).unwrap_or_else(|_| root.clone()).to_string_lossy().into_owned()
        };
        let names = roots.iter().map(name).collect();
        let saved = SavedQuery::all(&*self.system).unwrap_or_else(|error| {
            self.mail
                .post(Event::Done(Err(format!("the saved queries cannot be read: {}", trouble(&error)))));
            Vec::new()
        });
        self.roots = roots;
        (names, LibraryView::read(&*self.system), saved)
    }

    /// Whoever answers for the library. The threads begin with the first question, once the frame is on its way.
    fn librarian(&mut self) -> Option<&mut Librarian> {
        if self.librarian.is_none() {
            let mail = self.mail.clone();
            let (system, post) = (Arc::clone(&self.system), move |event| mail.post(event));
            match Librarian::start(system, &self.roots, post) {
                Ok(librarian) => self.librarian = Some(librarian),
                Err(error) => {
                    self.mail
                        .post(Event::Done(Err(format!("the library cannot be read: {}", trouble(&error)))));
                }
            }
        }
        self.librarian.as_mut()
    }

    /// Has the library do something.
    pub(super) fn ask_library(&mut self, effect: Effect) {
        let Some(librarian) = self.librarian() else { return };
        match effect {
            Effect::RefreshLibrary => librarian.refresh(None),
            Effect::ReadChanged(paths) => librarian.refresh(Some(paths)),
            Effect::RecallLibrary => librarian.recall(),
            Effect::List(question) => librarian.ask(question),
            Effect::MarkRead { path, document, read } => librarian.mark_read(path, document, read),
            Effect::KeepView(view) => librarian.keep_view(view),
            Effect::SaveQuery { name, query } => librarian.save_query(name, query),
            _ => {}
        }
    }

    /// Shows a brief beside the list.
    pub(super) fn preview(&mut self, wanted: Wanted) {
        if let Some(librarian) = self.librarian() {
            librarian.preview(wanted);
        }
    }

    /// Finds in a brief what was asked of the library.
    pub(super) fn seek(&self, ticket: Ticket, document: Arc<Document>, query: crate::library::Query) {
        let mail = self.mail.clone();
        self.spawn("seek", move || mail.post(Stacks::seek(ticket, &document, &query)));
    }

    /// Tells when a file changes. A pipe does not change, it goes on.
    pub(super) fn watch(&mut self, path: &Path) {
        self.watcher = None;
        // What is not there yet may come.
        if matches!(self.system.kind(path), Some(Kind::Stream | Kind::Folder)) {
            return;
        }
        let mail = self.mail.clone();
        match watching::watch(&*self.system, &[path.to_owned()], move |event| mail.post(event)) {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(error) => self.mail.post(Event::Done(Err(format!(
                "changes of this file will not be noticed ({error}): R reads it again"
            )))),
        }
    }

    /// Reads the notes on all briefs.
    pub(super) fn list_notes(&self, ticket: Ticket, files: Vec<PathBuf>) {
        let (mail, system) = (self.mail.clone(), Arc::clone(&self.system));
        let stacks = self.librarian.as_ref().map(Librarian::stacks);
        self.spawn("all notes", move || {
            let (listed, troubles) = list_all(&*system, &files, stacks.as_deref());
            mail.post(Event::NotesListed { ticket, listed, troubles });
        });
    }

    /// Writes an export.
    pub(super) fn export(&self, plan: ExportPlan, cargo: Cargo, path: String, force: bool) {
        let (mail, system, keeping) = (self.mail.clone(), Arc::clone(&self.system), self.keeping);
        self.spawn("export", move || {
            let outcome = deliver::export(&*system, keeping, &plan, cargo, &path, force);
            mail.post(Event::Exported { plan, path, outcome });
        });
    }

    /// Writes a decision on a draft.
    pub(super) fn decide(&self, path: &Path, document: usize, draft: &Draft, verdict: Verdict) -> Event {
        Event::Decided(review::rewrite(&*self.system, path, document, draft, verdict))
    }

    /// Takes a decision on a draft back.
    pub(super) fn take_back(&self, path: &Path, written: &Rewritten) -> Event {
        Event::TakenBack(review::take_back(&*self.system, path, written))
    }

    /// Hands a note's text to the editor.
    pub(super) fn compose(&self, id: &NoteId, text: &str) -> Event {
        let (text, end) = match self.composed(id, text) {
            Ok((text, end)) => (Some(text), end),
            Err(error) => (None, Err(error)),
        };
        Event::Composed { text, end }
    }

    fn composed(&self, id: &NoteId, text: &str) -> Result<(String, Result<(), String>), String> {
        let path = self
            .unsaved
            .composed(id)
            .ok_or("there is no place for what is typed; set HOME to the full path of your home folder")?;
        // The place comes last: a short line holds the rest.
        let failed = |error: io::Error| format!("{} ({})", trouble(&error), path.display());
        self.system.replace(&path, text.as_bytes()).map_err(failed)?;
        let end = open_editor(&*self.system, &path, 1);
        let len = self.system.len(&path).unwrap_or(0);
        // What is not understood stays in the file.
        if len > MAX_TEXT as u64 {
            return Err(format!(
                "a note holds at most {} kB: what the editor left is in {}",
                MAX_TEXT >> 10,
                path.display()
            ));
        }
        let left = String::from_utf8(self.system.read(&path).map_err(failed)?)
            .map_err(|_| format!("what the editor left is not UTF-8 text; it is in {}", path.display()))?;
        let _ = self.system.remove(&path);
        // An editor that failed may have emptied the file before it wrote it.
        let is_lost = end.is_err() && left.trim().is_empty();
        Ok((if is_lost { text.to_owned() } else { left }, end))
    }

    /// Counts the hits of a search: in a small document at once, in a large one on a thread of its own.
    pub(super) fn count(&self, ticket: Ticket, query: Query, document: Arc<Document>) -> Option<Event> {
        self.counting.store(ticket.0, Ordering::Relaxed);
        if document.text().len() as u64 <= AT_ONCE {
            let hits = Stretches::of(&document).count(&document, &query, &mut || false)?;
            return Some(Event::Counted { ticket, hits });
        }
        let (mail, wanted) = (self.mail.clone(), Arc::clone(&self.counting));
        self.spawn("count", move || {
            let mut stale = || wanted.load(Ordering::Relaxed) != ticket.0;
            if let Some(hits) = Stretches::of(&document).count(&document, &query, &mut stale) {
                mail.post(Event::Counted { ticket, hits });
            }
        });
        None
    }

    /// Finds the titles of briefs.
    pub(super) fn read_titles(&self, wanted: Vec<(Origin, usize)>) {
        let (mail, system) = (self.mail.clone(), Arc::clone(&self.system));
        self.spawn("titles", move || {
            for some in wanted.chunks(64) {
                let titles = some.iter().filter_map(|(origin, document)| {
                    // A pipe is read when its brief is opened, and not before.
                    if matches!(origin, Origin::File(path) if system.kind(path) == Some(Kind::Stream)) {
                        return None;
                    }
                    let loaded = caught(origin, || load::load(&*system, origin, &mut |_| {}));
                    let brief = loaded.briefs.iter().find(|brief| brief.index == *document)?;
                    Some((origin.clone(), *document, brief.document.title().to_owned()))
                });
                mail.post(Event::Titles(titles.collect()));
            }
        });
    }

    /// Finds what lies in a folder.
    pub(super) fn list_folder(&self, folder: String) {
        let (mail, system) = (self.mail.clone(), Arc::clone(&self.system));
        self.spawn("folder", move || {
            let names = load::names_in(&*system, &folder);
            mail.post(Event::Folder { folder, names });
        });
    }

    /// Copies a text by a program, where one is set or tmux has the terminal; false where neither is so.
    pub(super) fn copy(&self, text: &str, what: &str) -> bool {
        let tmux =
            self.system.var("TMUX").map(|_| ["tmux", "load-buffer", "-w", "-"].map(str::to_owned).to_vec());
        let Some(command) = self.copy_command.clone().or(tmux) else { return false };
        let (mail, system) = (self.mail.clone(), Arc::clone(&self.system));
        let (text, what) = (text.to_owned(), what.to_owned());
        self.spawn("copy", move || {
            let outcome = system.pipe(&command, &text);
            let name = command.first().cloned().unwrap_or_default();
            mail.post(Event::Copied(match outcome {
                Ok(()) => Ok(format!("copied {what} ({name})")),
                Err(error) => Err(format!("nothing was copied: {error}")),
            }));
        });
        true
    }

    /// Runs the editor at a place of a file.
    pub(super) fn edit(&self, path: &Path, document: usize, way: &[crate::yaml::Step], line: usize) -> Event {
        if self.system.kind(path) == Some(Kind::Stream) {
            return Event::Done(Err("this brief came through a pipe: there is no file to edit".to_owned()));
        }
        if self.system.kind(path).is_none() {
            return Event::Done(Err("there is no such file any more, and so nothing to edit".to_owned()));
        }
        let found = if way.is_empty() { None } else { self.line_of(path, document, way) };
        let line = found.unwrap_or(line);
        Event::Edited(open_editor(&*self.system, path, line))
    }

    fn line_of(&self, path: &Path, document: usize, way: &[crate::yaml::Step]) -> Option<usize> {
        let source = brief::decode("", self.system.read(path).ok()?).ok()?;
        let root = brief::tree_of(&source, document)?;
        Some(source.location(root.nearest(way).range.start).line)
    }

    fn spawn(&self, name: &str, job: impl FnOnce() + Send + 'static) {
        let mail = self.mail.clone();
        let job = move || {
            // Keys come first: a worker gives way to the thread that draws. (The priority is that of the thread, on
            // Linux; where it is that of the process, or may not be changed, nothing is lost.)
            if cfg!(target_os = "linux") {
                let _ = rustix::process::nice(10);
            }
            if std::panic::catch_unwind(AssertUnwindSafe(job)).is_err() {
                mail.post(Event::Done(Err("a worker failed: this is a bug in brief".to_owned())));
            }
        };
        if std::thread::Builder::new().name(name.to_owned()).spawn(job).is_err() {
            self.mail.post(Event::Done(Err("the system gives no thread".to_owned())));
        }
    }
}

/// What a load brings, even where it panics.
fn caught(origin: &Origin, load: impl FnOnce() -> Loaded) -> Loaded {
    std::panic::catch_unwind(AssertUnwindSafe(load)).unwrap_or_else(|_| {
        let finding = Diagnostic::new(Code::Unreadable, "reading this file failed")
            .help("this is a bug in brief: please report it with the file");
        load::alone(Source::new(origin.name(), String::new()), finding)
    })
}
