//! Answering what the list of briefs asks: what fits a query, what a brief looks like, what is known of each.
//!
//! Owns [`Stacks`], which does one thing at a time, and `Librarian`, which has threads do it: one reads the folders, one
//! finds, one brings previews. Of questions that wait only the last is answered; one that is being answered is given up
//! when a newer one comes.
//! Invariant: whoever asked last gets an answer, whatever is being read meanwhile.

use super::collection::{GROUPINGS, Grouping, Item, List};
use super::event::{Event, LibraryNews};
use super::known::{facts, moved_to};
use super::load;
use super::origin::{Origin, Ticket};
use super::watching;
use crate::document::Document;
use crate::history::{Journal, LibraryView, SavedQuery, Visit};
use crate::library::{
    Catalogue, Facts, Flag, GroupBy, Library, Progress, Query, RowKey, Sort, SortKey, find, group, hits,
    note_passages, opening, passages,
};
use crate::notes::Subject;
use crate::system::{System, Watcher, Way, trouble};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::thread::JoinHandle;
use std::time::Duration;

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
    /// Which.
    pub key: RowKey,
    /// Its file.
    pub path: PathBuf,
    /// Which document of it, counted from 0.
    pub document: usize,
    /// What is to be found in it.
    pub query: Query,
}

/// So many rows around the chosen one are kept to be shown first: what a large screen shows.
const AROUND: usize = 100;

/// So long, at the most, reading waits for what is shown first.
const HEAD_START: Duration = Duration::from_millis(50);

/// Among so many passages one is looked for that the title is not.
const MAX_PASSAGES: usize = 4;

/// A library and what is known of it.
pub struct Stacks {
    system: Arc<dyn System>,
    /// As they were named.
    roots: Vec<String>,
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
        let roots = roots.iter().map(|root| root.to_string_lossy().into_owned()).collect();
        Self { system, roots, library, facts: Mutex::default(), tally: Mutex::default() }
    }

    /// The files of notes that lie beside its briefs.
    #[must_use]
    pub fn notes_beside(&self) -> Vec<PathBuf> {
        self.library.notes_beside()
    }

    /// What the library calls a file, by its full path; none where it does not hold it.
    #[must_use]
    pub fn path_of(&self, full: &Path) -> Option<PathBuf> {
        let catalogue = self.library.catalogue();
        let row = catalogue.of_file(full).first().copied()?;
        catalogue.row(row).map(|row| row.path())
    }

    /// The file of a brief that is not where it was.
    #[must_use]
    pub fn brief_of(&self, subject: &Subject) -> Option<PathBuf> {
        moved_to(&self.library.catalogue(), subject)
    }

    /// Reads what is new; of files that are said to have changed, only those. `post` hears of it as it goes, and says
    /// whether to go on.
    pub fn refresh(&self, changed: Option<&[PathBuf]>, post: &mut dyn FnMut(Event) -> bool) {
        let mut stopped = false;
        let mut recalled = 0;
        let mut tell = |progress: &Progress| {
            // What was read is known while the list grows, too.
            let rows = self.library.catalogue().len();
            if rows > 2 * recalled {
                recalled = rows;
                self.recall();
            }
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
            self.keep_first();
        }
    }

    /// Shows what was in view the last time, where that is known.
    pub fn begin(&self) {
        self.library.show_first();
        if !self.library.catalogue().is_empty() {
            self.recall();
        }
    }

    /// Finds out anew what was read, and what notes there are.
    pub fn recall(&self) {
        let catalogue = self.library.catalogue();
        let facts = Arc::new(facts(&*self.system, &catalogue, &self.library.notes_beside()));
        if let Ok(mut known) = self.facts.lock() {
            *known = facts;
        }
        if let Ok(mut tally) = self.tally.lock() {
            *tally = None;
        }
    }

    /// Keeps the rows that the list will begin with the next time.
    fn keep_first(&self) {
        let view = LibraryView::read(&*self.system);
        let same = view.roots == self.roots;
        let query = Query::parse(&view.query).ok().filter(|_| same).unwrap_or_default();
        // What words find is not known from rows.
        if query.has_words() {
            return;
        }
        let sort = Sort::parse(&view.sort).unwrap_or(Sort::by(SortKey::Date));
        let grouping = GROUPINGS.iter().find(|(.., name)| *name == view.grouping);
        let grouping = grouping.map_or(Grouping::Nothing, |(_, grouping, _)| *grouping);
        let chosen = view.chosen.filter(|_| same).and_then(|path| {
            let catalogue = self.library.catalogue();
            let ix = catalogue.of_file(Path::new(&path)).into_iter().next()?;
            Some(catalogue.row(ix)?.key())
        });
        let question = Question { ticket: Ticket::default(), query, sort, grouping, keep: chosen };
        let Some(Event::Library(news)) = self.list(question, &AtomicBool::new(false)) else { return };
        let LibraryNews::Listed { list, kept, .. } = *news else { return };
        let at = kept.and_then(|(_, item)| item).unwrap_or(0);
        let first = list.items.iter().take(AROUND);
        let around = list.items.iter().skip(at.saturating_sub(AROUND)).take(2 * AROUND);
        let rows = first.chain(around).filter_map(|item| match item {
            Item::Row(row) => Some(*row),
            Item::Group(_) => None,
        });
        self.library.keep_first(&rows.collect::<Vec<_>>());
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
        let has_notes = facts.iter().any(|(_, fact)| fact.notes > 0);
        let list = List { catalogue, facts, query, items, groups, rows, has_notes, unread, broken };
        let kept = keep.map(|key| (key, list.position(key)));
        Some(Event::Library(Box::new(LibraryNews::Listed { ticket, list: Arc::new(list), kept })))
    }

    /// A brief to be shown beside the list, with what a query finds in it.
    #[must_use]
    pub fn preview(&self, wanted: &Wanted) -> Event {
        let loaded = load::load(&*self.system, &Origin::File(wanted.path.clone()), &mut |_| {});
        let (ticket, document, query) = (wanted.ticket, wanted.document, &wanted.query);
        let brief = loaded.briefs.iter().find(|brief| brief.index == document);
        let told = brief.map(|brief| &brief.document);
        let marks = told.map(|told| hits(told, query)).unwrap_or_default();
        let found = told.map(|told| passages(told, query, MAX_PASSAGES)).unwrap_or_default();
        let facts = self.facts.lock().map(|facts| Arc::clone(&facts)).unwrap_or_default();
        let noted = || note_passages(facts.get(wanted.key)?, query, 1).pop();
        // The list itself shows the title: where only that fits, how the brief begins.
        let inside = found.iter().find(|passage| !passage.section.is_empty()).cloned();
        let begins = || told.filter(|_| query.has_words()).and_then(|told| opening(told));
        let passage = inside.or_else(noted).or_else(begins);
        Event::Library(Box::new(LibraryNews::Previewed { ticket, loaded, document, hits: marks, passage }))
    }

    /// What a query finds in a brief that is open.
    #[must_use]
    pub fn seek(ticket: Ticket, document: &Document, query: &Query) -> Event {
        let hits = hits(document, query);
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
        kept.err().map(|error| {
            Event::Done(Err(format!("it cannot be kept what you have read: {}", trouble(&error))))
        })
    }

    /// Keeps what was asked last.
    #[must_use]
    pub fn keep_view(&self, view: &LibraryView) -> Option<Event> {
        let kept = view.keep(&*self.system);
        self.keep_first();
        let error = kept.err()?;
        Some(Event::Done(Err(format!("the view of the library cannot be kept: {}", trouble(&error)))))
    }

    /// Gives a query a name, or takes it away.
    #[must_use]
    pub fn save_query(&self, name: &str, query: Option<&str>) -> Event {
        match SavedQuery::save(&*self.system, name, query) {
            Ok(saved) => Event::Library(Box::new(LibraryNews::Saved(saved))),
            Err(error) => Event::Done(Err(format!("the query cannot be saved: {}", trouble(&error)))),
        }
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
    stacks: Arc<Stacks>,
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
    /// The library itself, for what is done by others.
    pub(super) fn stacks(&self) -> Arc<Stacks> {
        Arc::clone(&self.stacks)
    }

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
        let (answered, first_answer) = mpsc::channel();
        let (here, there, ended) = (Arc::clone(&stacks), post.clone(), Arc::clone(&over));
        let thread = spawn(
            "library",
            Box::new(move || {
                let mut told = |event| {
                    there(event);
                    !ended.load(Ordering::Relaxed)
                };
                // What is known already is shown before all processors are at work.
                let _ = first_answer.recv_timeout(HEAD_START);
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
                here.begin();
                while let Ok(mut question) = asked.recv() {
                    question = asked.try_iter().last().unwrap_or(question);
                    here.list(question.0, &question.1).into_iter().for_each(&there);
                    // Whoever waits for it waits once.
                    let _ = answered.send(());
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
        let system = Arc::clone(&stacks.system);
        spawn(
            "watching",
            Box::new(move || {
                let started = Self::watch(&*system, &roots, post);
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
            stacks,
        };
        librarian.refresh(None);
        Ok(librarian)
    }

    fn watch(
        system: &dyn System,
        roots: &[PathBuf],
        post: impl Fn(Event) + Clone + Send + 'static,
    ) -> Option<Watcher> {
        let there = post.clone();
        match watching::watch(system, roots, there) {
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
