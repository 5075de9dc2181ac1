//! Answering what the list of briefs asks: what fits a query, what a brief looks like, what is known of each.
//!
//! Owns [`Stacks`], which does one thing at a time, and `Librarian`, which has threads do it: one reads the folders, one
//! finds, one brings previews. Of questions that wait only the last is answered; one that is being answered is given up
//! when a newer one comes.
//! Invariant: whoever asked last gets an answer, whatever is being read meanwhile.

use super::collection::{Grouping, Item, List};
use super::event::{Event, LibraryNews, Loaded};
use super::load;
use super::origin::{Origin, Ticket};
use crate::document::Document;
use crate::history::{Journal, LibraryView, SavedQuery, Visit};
use crate::library::{Catalogue, Facts, Flag, GroupBy, Library, Progress, Query, RowKey, Sort, find, group};
use crate::notes::{NotesFile, Subject, all_kept};
use crate::system::{System, Watcher, Way};
use crate::text::TextRange;
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;

/// A question to the library.
#[derive(Clone, Debug)]
pub struct Question {
    /// What the answer will bear.
    pub ticket: Ticket,
    /// What is asked.
    pub query: Query,
    /// In which order, where the query does not say.
    pub sort: Sort,
    /// Under which headings.
    pub grouping: Grouping,
    /// The brief whose place is wanted.
    pub keep: Option<RowKey>,
}

/// A brief to be shown beside the list.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// What the answer will bear.
    pub ticket: Ticket,
    /// Its file.
    pub path: PathBuf,
    /// Which document of it, counted from 0.
    pub document: usize,
    /// What is to be found in it.
    pub query: Query,
}

/// A library and what is known of it.
pub struct Stacks {
    system: Arc<dyn System>,
    library: Library,
    facts: Mutex<Arc<Facts>>,
    /// How many briefs cannot be read and how many are not read, for one state of the library.
    tally: Mutex<Option<Tally>>,
}

/// Counts over a whole catalogue.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    generation: u64,
    unread: usize,
    broken: usize,
}

impl std::fmt::Debug for Stacks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.library.fmt(f)
    }
}

impl Stacks {
    /// A library of folders and files.
    #[must_use]
    pub fn new(system: Arc<dyn System>, roots: &[PathBuf]) -> Self {
        let library = Library::open(Arc::clone(&system), roots);
        Self { system, library, facts: Mutex::default(), tally: Mutex::default() }
    }

    /// Reads what is new; of files that are said to have changed, only those. `post` hears of it as it goes, and says
    /// whether to go on.
    pub fn refresh(&self, changed: Option<&[PathBuf]>, post: &mut dyn FnMut(Event) -> bool) {
        let mut stopped = false;
        let mut tell = |progress: &Progress| {
            let generation = self.library.catalogue().generation();
            let news = LibraryNews::Progress { progress: progress.clone(), generation };
            stopped |= !post(Event::Library(Box::new(news)));
            if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        match changed {
            Some(paths) => self.library.refresh_paths(paths, &mut tell),
            None => self.library.refresh(&mut tell),
        };
        if !stopped {
            self.recall();
            post(Event::Library(Box::new(LibraryNews::Recalled)));
        }
    }

    /// Finds out anew what was read, and what notes there are.
    pub fn recall(&self) {
        let catalogue = self.library.catalogue();
        let facts = Arc::new(facts(&*self.system, &catalogue));
        if let Ok(mut known) = self.facts.lock() {
            *known = facts;
        }
        if let Ok(mut tally) = self.tally.lock() {
            *tally = None;
        }
    }

    /// Counts what cannot be read and what is not read, once for each state of the library.
    fn tally(&self, catalogue: &Catalogue, facts: &Facts) -> Tally {
        let generation = catalogue.generation();
        let known = self.tally.lock().ok().and_then(|tally| *tally);
        if let Some(known) = known.filter(|tally| tally.generation == generation) {
            return known;
        }
        let rows = || catalogue.rows().filter_map(|ix| catalogue.row(ix));
        let broken = rows().filter(|row| row.has(Flag::BROKEN)).count();
        let read = facts.iter().filter(|(_, fact)| fact.read).count();
        let tally = Tally { generation, broken, unread: catalogue.len().saturating_sub(read) };
        if let Ok(mut known) = self.tally.lock() {
            *known = Some(tally);
        }
        tally
    }

    /// Answers a question; none where it was told to stop.
    #[must_use]
    pub fn list(&self, question: Question, stop: &AtomicBool) -> Option<Event> {
        let Question { ticket, query, sort, grouping, keep } = question;
        let catalogue = self.library.catalogue();
        let facts = self.facts.lock().map(|facts| Arc::clone(&facts)).unwrap_or_default();
        let found = find(&catalogue, &query, &facts, sort, stop)?;
        let Tally { unread, broken, .. } = self.tally(&catalogue, &facts);
        let rows = found.hits.len();
        let by = match grouping {
            Grouping::Nothing => None,
            Grouping::Topic => Some(GroupBy::Topic),
            Grouping::Publication => Some(GroupBy::Publication),
            Grouping::Folder => Some(GroupBy::Folder),
        };
        let mut groups = Vec::new();
        let items = match by {
            None => found.hits.iter().map(|hit| Item::Row(hit.row)).collect(),
            Some(by) => {
                let mut items = Vec::with_capacity(rows);
                for (n, part) in group(&catalogue, &found.hits, by).into_iter().enumerate() {
                    items.push(Item::Group(u32::try_from(n).unwrap_or(u32::MAX)));
                    items.extend(part.hits.iter().map(|hit| Item::Row(hit.row)));
                    groups.push((part.name, part.hits.len()));
                }
                items
            }
        };
        let list = List { catalogue, facts, query, items, groups, rows, unread, broken };
        let kept = keep.map(|key| (key, list.position(key)));
        Some(Event::Library(Box::new(LibraryNews::Listed { ticket, list: Arc::new(list), kept })))
    }

    /// A brief to be shown beside the list, with what a query finds in it.
    #[must_use]
    pub fn preview(&self, wanted: &Wanted) -> Event {
        let loaded = load::load(&*self.system, &Origin::File(wanted.path.clone()), &mut |_| {});
        let hits = hits_in(&loaded, wanted.document, &wanted.query);
        let (ticket, document) = (wanted.ticket, wanted.document);
        Event::Library(Box::new(LibraryNews::Previewed { ticket, loaded, document, hits }))
    }

    /// What a query finds in a brief that is open.
    #[must_use]
    pub fn seek(ticket: Ticket, document: &Document, query: &Query) -> Event {
        let hits = marks(document, query);
        Event::Library(Box::new(LibraryNews::Sought { ticket, hits }))
    }

    /// Says of a brief that it was read, or that it was not.
    #[must_use]
    pub fn mark_read(&self, path: &Path, document: usize, read: bool) -> Option<Event> {
        let loaded = load::load(&*self.system, &Origin::File(path.to_owned()), &mut |_| {});
        let brief = loaded.briefs.iter().find(|brief| brief.index == document)?;
        let file = self.system.canonical(path).ok();
        let subject = Subject::of(brief.brief.as_deref()?, file.as_deref());
        let journal = Journal::of(&*self.system)?;
        let kept = journal.last(&*self.system, &subject).and_then(|last| {
            let visit = match last {
                Some(last) => Visit { unread: !read, at: self.system.now(), brief: subject, ..last },
                None => Visit { brief: subject, at: self.system.now(), unread: !read, ..Visit::default() },
            };
            journal.add(&*self.system, &visit)
        });
        self.recall();
        kept.err().map(|error| Event::Done(Err(format!("it cannot be kept what you have read: {error}"))))
    }

    /// Keeps what was asked last.
    #[must_use]
    pub fn keep_view(&self, view: &LibraryView) -> Option<Event> {
        let error = view.keep(&*self.system).err()?;
        Some(Event::Done(Err(format!("the view of the library cannot be kept: {error}"))))
    }

    /// Gives a query a name, or takes it away.
    #[must_use]
    pub fn save_query(&self, name: &str, query: Option<&str>) -> Event {
        match SavedQuery::save(&*self.system, name, query) {
            Ok(saved) => Event::Library(Box::new(LibraryNews::Saved(saved))),
            Err(error) => Event::Done(Err(format!("the query cannot be saved: {error}"))),
        }
    }
}

fn hits_in(loaded: &Loaded, document: usize, query: &Query) -> Vec<TextRange> {
    let brief = loaded.briefs.iter().find(|brief| brief.index == document);
    brief.map(|brief| marks(&brief.document, query)).unwrap_or_default()
}

/// What is known of the briefs of a catalogue beside their files: what was read, and the notes.
#[must_use]
pub fn facts(system: &dyn System, catalogue: &Catalogue) -> Facts {
    let visits = Journal::of(system).and_then(|journal| journal.visits(system).ok()).unwrap_or_default();
    let kept = all_kept(system).unwrap_or_default().into_iter().filter_map(|(_, file)| file.ok());
    let kept: Vec<NotesFile> = kept.chain(beside(system, catalogue)).collect();
    let mut facts = Facts::default();
    if visits.is_empty() && kept.is_empty() {
        return facts;
    }
    let index = Index::of(catalogue);
    for visit in visits {
        for key in index.of_subject(&visit.brief) {
            facts.entry(key).read = !visit.unread;
        }
    }
    for file in kept {
        for key in index.of_subject(&file.subject) {
            let fact = facts.entry(key);
            for note in file.notes() {
                fact.notes += 1;
                fact.tags.extend(note.all_tags());
                fact.said.push(format!("{}\n{}", note.text, note.quote()));
            }
        }
    }
    facts
}

/// The notes that lie beside the briefs of a catalogue.
fn beside(system: &dyn System, catalogue: &Catalogue) -> Vec<NotesFile> {
    let rows = catalogue.rows().filter_map(|ix| catalogue.row(ix));
    let folders: HashSet<PathBuf> = rows.map(|row| row.folder()).collect();
    let entries = folders.iter().flat_map(|folder| system.list(folder).unwrap_or_default());
    let is_notes = |entry: &crate::system::Entry| {
        entry.path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(b".notes.yaml"))
    };
    let text = |path: &Path| String::from_utf8(system.read(path).ok()?).ok();
    entries.filter(is_notes).filter_map(|entry| NotesFile::read(&text(&entry.path)?).ok()).collect()
}

/// The most places that are marked in one brief.
const MAX_MARKS: usize = 2_000;

/// What a query finds in a document, in order: words that begin as those that are looked for, and words in their order
/// where they stood in quotes.
#[must_use]
pub fn marks(document: &Document, query: &Query) -> Vec<TextRange> {
    let mut said: Vec<(String, std::ops::Range<usize>)> = Vec::new();
    let text = document.own_text();
    if !query.has_words() || text.len() > MAX_SOUGHT {
        return Vec::new();
    }
    crate::text::each_word(text, |word, range| said.push((word.to_owned(), range)));
    let mut found = Vec::new();
    for (nth, _) in said.iter().enumerate() {
        let longest = query.words().filter_map(|words| {
            let last = words.folded.len().checked_sub(1)?;
            let fits = |(n, wanted): (usize, &String)| {
                said.get(nth + n).is_some_and(|(word, _)| {
                    word == wanted || n == last && words.open && word.starts_with(wanted.as_str())
                })
            };
            words.folded.iter().enumerate().all(fits).then_some(last)
        });
        if let Some(last) = longest.max()
            && let (Some((_, first)), Some((_, end))) = (said.get(nth), said.get(nth + last))
        {
            found.push(TextRange::bytes(first.start, end.end));
            if found.len() >= MAX_MARKS {
                break;
            }
        }
    }
    found
}

/// In a brief of more bytes no places are marked: looking them up would take longer than anybody waits.
const MAX_SOUGHT: usize = 8 << 20;

/// The briefs of a catalogue by what tells them apart.
struct Index {
    by_id: HashMap<String, Vec<RowKey>>,
    by_title: HashMap<String, Vec<(RowKey, String)>>,
}

impl Index {
    fn of(catalogue: &Catalogue) -> Self {
        let mut index = Self { by_id: HashMap::new(), by_title: HashMap::new() };
        for row in catalogue.rows().filter_map(|ix| catalogue.row(ix)) {
            if row.id().is_empty() {
                let known = index.by_title.entry(row.title().to_owned()).or_default();
                known.push((row.key(), row.publication().to_owned()));
            } else {
                index.by_id.entry(row.id().to_owned()).or_default().push(row.key());
            }
        }
        index
    }

    fn of_subject(&self, subject: &Subject) -> Vec<RowKey> {
        if let Some(id) = &subject.id {
            return self.by_id.get(id).cloned().unwrap_or_default();
        }
        let named = self.by_title.get(&subject.title).map(Vec::as_slice).unwrap_or_default();
        let publication = subject.publication.as_deref().unwrap_or_default();
        named.iter().filter(|(_, known)| known == publication).map(|(key, _)| *key).collect()
    }
}

/// What the threads are asked.
enum Errand {
    Refresh(Option<Vec<PathBuf>>),
    Recall,
    MarkRead(PathBuf, usize, bool),
    View(LibraryView),
    SaveQuery(String, Option<String>),
}

/// Whoever answers while the reader goes on.
pub(super) struct Librarian {
    /// None once all is to end.
    errands: Option<mpsc::Sender<Errand>>,
    /// Whoever does errands: what was asked to be kept is kept before the program ends.
    thread: Option<JoinHandle<()>>,
    questions: mpsc::Sender<(Question, Arc<AtomicBool>)>,
    wanted: mpsc::Sender<Wanted>,
    /// What the question that was asked last is told to stop by.
    last: Arc<AtomicBool>,
    /// Whether all is to end.
    over: Arc<AtomicBool>,
    _watcher: Arc<Mutex<Option<Watcher>>>,
}

impl std::fmt::Debug for Librarian {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Librarian")
    }
}

impl Drop for Librarian {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Relaxed);
        self.last.store(true, Ordering::Relaxed);
        self.errands = None;
        if let Some(thread) = self.thread.take() {
            // A panic has told itself.
            let _ = thread.join();
        }
    }
}

impl Librarian {
    /// Opens a library and begins to read it.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub(super) fn start(
        system: Arc<dyn System>,
        roots: &[PathBuf],
        post: impl Fn(Event) + Clone + Send + 'static,
    ) -> std::io::Result<Self> {
        let stacks = Arc::new(Stacks::new(system, roots));
        let over = Arc::new(AtomicBool::new(false));
        let (errands, to_do) = mpsc::channel();
        let (questions, asked) = mpsc::channel::<(Question, Arc<AtomicBool>)>();
        let (wanted, to_show) = mpsc::channel::<Wanted>();
        let spawn = |name: &str, job: Box<dyn FnOnce() + Send>| {
            std::thread::Builder::new().name(name.to_owned()).spawn(job)
        };
        let (here, there, ended) = (Arc::clone(&stacks), post.clone(), Arc::clone(&over));
        let thread = spawn(
            "library",
            Box::new(move || {
                let mut told = |event| {
                    there(event);
                    !ended.load(Ordering::Relaxed)
                };
                while let Ok(errand) = to_do.recv() {
                    let news = match errand {
                        Errand::Refresh(changed) => {
                            here.refresh(changed.as_deref(), &mut told);
                            None
                        }
                        Errand::Recall => {
                            here.recall();
                            Some(Event::Library(Box::new(LibraryNews::Recalled)))
                        }
                        Errand::MarkRead(path, document, read) => {
                            let news = here.mark_read(&path, document, read);
                            there(Event::Library(Box::new(LibraryNews::Recalled)));
                            news
                        }
                        Errand::View(view) => here.keep_view(&view),
                        Errand::SaveQuery(name, query) => Some(here.save_query(&name, query.as_deref())),
                    };
                    news.into_iter().for_each(&there);
                }
            }),
        )?;
        let (here, there) = (Arc::clone(&stacks), post.clone());
        spawn(
            "find",
            Box::new(move || {
                while let Ok(mut question) = asked.recv() {
                    question = asked.try_iter().last().unwrap_or(question);
                    here.list(question.0, &question.1).into_iter().for_each(&there);
                }
            }),
        )?;
        let there = post.clone();
        let here = Arc::clone(&stacks);
        spawn(
            "preview",
            Box::new(move || {
                while let Ok(mut brief) = to_show.recv() {
                    brief = to_show.try_iter().last().unwrap_or(brief);
                    there(here.preview(&brief));
                }
            }),
        )?;
        // Asking the system to tell of changes in many folders takes a while.
        let watcher = Arc::new(Mutex::new(None));
        let (kept, roots) = (Arc::clone(&watcher), roots.to_vec());
        spawn(
            "watching",
            Box::new(move || {
                let started = Self::watch(&roots, post);
                if let Ok(mut kept) = kept.lock() {
                    *kept = started;
                }
            }),
        )?;
        let librarian = Self {
            errands: Some(errands),
            thread: Some(thread),
            questions,
            wanted,
            last: Arc::default(),
            over,
            _watcher: watcher,
        };
        librarian.refresh(None);
        Ok(librarian)
    }

    fn watch(roots: &[PathBuf], post: impl Fn(Event) + Clone + Send + 'static) -> Option<Watcher> {
        let there = post.clone();
        match Watcher::new(roots, move |paths| there(Event::Changed(paths))) {
            Ok(watcher) => {
                if let Way::Looking(_) = watcher.way() {
                    let way = Some(watcher.way().to_string());
                    post(Event::Library(Box::new(LibraryNews::Way(way))));
                }
                Some(watcher)
            }
            Err(error) => {
                post(Event::Done(Err(format!(
                    "changes of files will not be noticed ({error}): R looks again"
                ))));
                None
            }
        }
    }

    fn errand(&self, errand: Errand) {
        // Where the thread has ended its panic was told.
        let _ = self.errands.as_ref().map(|errands| errands.send(errand));
    }

    /// Reads what is new; of files that are said to have changed, only those.
    pub(super) fn refresh(&self, changed: Option<Vec<PathBuf>>) {
        self.errand(Errand::Refresh(changed));
    }

    /// Finds out anew what was read.
    pub(super) fn recall(&self) {
        self.errand(Errand::Recall);
    }

    /// Answers a question; whatever was asked before is not wanted any more.
    pub(super) fn ask(&mut self, question: Question) {
        self.last.store(true, Ordering::Relaxed);
        self.last = Arc::default();
        let _ = self.questions.send((question, Arc::clone(&self.last)));
    }

    /// Brings a preview.
    pub(super) fn preview(&self, wanted: Wanted) {
        let _ = self.wanted.send(wanted);
    }

    /// Says of a brief that it was read, or that it was not.
    pub(super) fn mark_read(&self, path: PathBuf, document: usize, read: bool) {
        self.errand(Errand::MarkRead(path, document, read));
    }

    /// Keeps what was asked last.
    pub(super) fn keep_view(&self, view: LibraryView) {
        self.errand(Errand::View(view));
    }

    /// Gives a query a name, or takes it away.
    pub(super) fn save_query(&self, name: String, query: Option<String>) {
        self.errand(Errand::SaveQuery(name, query));
    }
}
