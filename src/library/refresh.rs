//! Bringing what is known of a folder up to date.
//!
//! What is kept from the time before is there at once. Then the folder is walked, and the state of each file compared
//! with what it was; what is new or has changed is read, by all processors. Whenever some thousand briefs are read they
//! are written as a segment, so that whoever is interrupted goes on from there. At the end the segments that hold what is
//! in no file any more are made anew without it.
//! Invariants: an unchanged file is not read; a row stands in the catalogue once; what was changed while it was being
//! read is read again the next time.

use super::block::{Block, FileRec, stamp};
use super::catalogue::{Part, Root};
use super::draft::Flag;
use super::engine::{Named, Progress, Stage, Target, Tell};
use super::first::first;
use super::index::{InMemory, open, read};
use super::making::{Making, Task};
use super::store::{Change, Name, Store};
use super::tidy::Tidied;
use super::walk::{Walked, walk};
use crate::system::{Stat, System, crew, hands, trouble};
use jiff::Timestamp;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};

/// Files that a thread takes at once.
const SHARE: usize = 64;

/// How often the catalogue is shown while it grows, in milliseconds.
const STEP: i128 = 50;

/// What is known of a target.
#[derive(Default)]
pub(super) struct Shelved {
    pub parts: Vec<Part>,
    /// The files of notes that lie beside its briefs.
    pub notes: Vec<PathBuf>,
}

/// A refresh on its way.
pub(super) struct Refresh<'a> {
    pub system: &'a dyn System,
    pub progress: &'a mut Progress,
    pub tell: Tell<'a>,
    pub publish: &'a mut dyn FnMut(&[Part]),
    /// When the catalogue was last shown.
    pub last: &'a mut Timestamp,
}

/// What a thread hands over.
enum News {
    /// Rows of files that were read, to be shown.
    Rows(usize, Block, Box<Progress>),
    /// A segment that is complete: it takes the place of the rows that this thread has handed over.
    Segment(usize, Vec<u8>),
}

impl Refresh<'_> {
    /// Brings all of a target up to date.
    pub(super) fn all(&mut self, shelved: &mut Shelved, target: &Target) -> ControlFlow<()> {
        let store = match &target.what {
            Named::Folder(store) | Named::Pattern(store, _) => store.as_ref(),
            Named::File(name) => return self.one(shelved, &target.root, name),
        };
        self.adopt(shelved, target, store)?;
        self.up_to_date(shelved, target, store)?;
        if self.tidy(shelved, &target.root, store)? == Tidied::Damaged {
            self.problem("a part of the index was damaged, and is made anew".to_owned());
            self.up_to_date(shelved, target, store)?;
            self.tidy(shelved, &target.root, store)?;
        }
        ControlFlow::Continue(())
    }

    fn up_to_date(
        &mut self,
        shelved: &mut Shelved,
        target: &Target,
        store: Option<&Store>,
    ) -> ControlFlow<()> {
        let (walked, stats) = self.walk(&target.root)?;
        shelved.notes = walked.notes.iter().map(|path| target.root.given.join(path)).collect();
        let tasks = self.compare(shelved, walked, &stats);
        drop(stats);
        (self.publish)(&shelved.parts);
        (self.tell)(self.progress)?;
        self.read(shelved, &target.root, store, &tasks)
    }

    /// Brings some files up to date, all of which are known.
    pub(super) fn some(
        &mut self,
        shelved: &mut Shelved,
        target: &Target,
        full: &[PathBuf],
    ) -> ControlFlow<()> {
        let store = match &target.what {
            Named::Folder(store) | Named::Pattern(store, _) => store.as_ref(),
            Named::File(name) => {
                let mine = full.contains(&target.root.full.join(name));
                return if mine { self.one(shelved, &target.root, name) } else { ControlFlow::Continue(()) };
            }
        };
        let below = full.iter().filter_map(|path| path.strip_prefix(&target.root.full).ok());
        let mut wanted: HashMap<&Path, Option<Stat>> =
            below.map(|path| (path, self.system.stat(&target.root.given.join(path)))).collect();
        for part in shelved.parts.iter_mut().rev() {
            let block = Arc::clone(&part.block);
            for (n, file) in
                block.files.iter().enumerate().filter(|(n, _)| !part.is_dead(*n)).collect::<Vec<_>>()
            {
                let path = block.path(file);
                let Some(stat) = wanted.get(&*path) else { continue };
                if file.stamp != 0 && stat.is_some_and(|stat| stamp(&stat) == file.stamp) {
                    wanted.remove(&*path);
                } else {
                    part.kill(n);
                }
            }
        }
        if let Some(store) = store {
            first(self.system, &target.root, store);
        }
        let task = |(path, stat): (&Path, Option<Stat>)| {
            let folder = path.parent().unwrap_or(Path::new("")).to_owned();
            Some(Task { folder, name: path.file_name()?.to_owned(), stat: stat? })
        };
        let tasks: Vec<Task> = wanted.into_iter().filter_map(task).collect();
        self.progress.found += tasks.len();
        (self.publish)(&shelved.parts);
        self.read(shelved, &target.root, store, &tasks)?;
        self.tidy(shelved, &target.root, store).map_continue(drop)
    }

    /// A file that was named by itself.
    fn one(&mut self, shelved: &mut Shelved, root: &Arc<Root>, name: &OsStr) -> ControlFlow<()> {
        let path = root.given.join(name);
        let stat = self.system.stat(&path).unwrap_or(NO_STAT);
        self.progress.found += 1;
        let unchanged = |part: &Part| part.block.files.first().is_some_and(|file| file.stamp == stamp(&stat));
        if shelved.parts.first().is_some_and(unchanged) {
            self.progress.done += 1;
            return ControlFlow::Continue(());
        }
        let mut making = Making::default();
        making.take(
            self.system,
            root,
            &Task { folder: PathBuf::new(), name: name.to_owned(), stat },
            true,
            self.progress,
        );
        shelved.parts.clear();
        let (block, bytes) = making.finish();
        shelved.parts.push(in_memory(root, block, bytes));
        self.show(&shelved.parts)
    }

    /// Takes what is kept from the time before, and what others have made of it meanwhile.
    fn adopt(&mut self, shelved: &mut Shelved, target: &Target, store: Option<&Store>) -> ControlFlow<()> {
        // What has turned out to be damaged is made anew.
        let is_damaged = |part: &mut Part| part.index.as_ref().is_some_and(|index| index.is_damaged());
        let mut damaged: Vec<Name> =
            shelved.parts.extract_if(.., is_damaged).filter_map(|part| part.name).collect();
        let Some(store) = store else { return ControlFlow::Continue(()) };
        self.progress.stage = Stage::Loading;
        // What is shown first the next time has to be of files as they are.
        first(self.system, &target.root, store);
        let list = store.list(self.system);
        let own = shelved.parts.iter().filter_map(|part| part.name.as_ref());
        if own.eq(&list.names) {
            return ControlFlow::Continue(());
        }
        let mut known = std::mem::take(&mut shelved.parts);
        let mut parts: Vec<Option<Part>> = list.names.iter().map(|_| None).collect();
        for (part, name) in parts.iter_mut().zip(&list.names) {
            let at = known.iter().position(|part| part.name.as_ref() == Some(name));
            *part = at.map(|at| known.swap_remove(at));
        }
        let missing: Vec<usize> =
            (0..parts.len()).filter(|n| parts.get(*n).is_some_and(Option::is_none)).collect();
        let next = AtomicUsize::new(0);
        let system = self.system;
        let load = |_, give: &SyncSender<(usize, Option<Part>)>| {
            while let Some(n) = missing.get(next.fetch_add(1, Ordering::Relaxed)) {
                let name = list.names.get(*n).filter(|name| !damaged.contains(name));
                let part = name.and_then(|name| segment_part(system, store, &target.root, name));
                if give.send((*n, part)).is_err() {
                    return;
                }
            }
        };
        let flow = crew(hands().min(missing.len()), load, |take: Receiver<(usize, Option<Part>)>| {
            for (n, part) in take {
                if let Some(to) = parts.get_mut(n) {
                    *to = part;
                }
                // Of a file that is in several segments the last counts, which may be still to come.
                if !list.loose {
                    self.show(&parts.iter().flatten().cloned().collect::<Vec<_>>())?;
                }
            }
            ControlFlow::Continue(())
        });
        let absent = parts.iter().zip(&list.names).filter(|(part, _)| part.is_none());
        damaged = absent.map(|(_, name)| name.clone()).collect();
        shelved.parts = parts.into_iter().flatten().collect();
        // What is not kept in the cache stays in memory.
        shelved.parts.extend(known.into_iter().filter(|part| part.name.is_none()));
        // What was broken off is no damage.
        flow?;
        if !damaged.is_empty() {
            self.problem("a part of the index was damaged, and is made anew".to_owned());
            // Where it cannot be struck from the list, it is found damaged again the next time.
            let _ = store.change(self.system, &Change { without: &damaged, ..Change::default() });
        }
        if list.loose {
            drop_doubles(&mut shelved.parts);
        }
        (self.publish)(&shelved.parts);
        (self.tell)(self.progress)
    }

    /// Which files there are, and their states.
    fn walk(&mut self, root: &Root) -> ControlFlow<(), (Walked, Vec<Option<Stat>>)> {
        self.progress.stage = Stage::Walking;
        let before = self.progress.found;
        let mut flow = ControlFlow::Continue(());
        let walked = walk(self.system, &root.given, &mut |found| {
            self.progress.found = before + found;
            if due(self.system, self.last) {
                flow = (self.tell)(self.progress);
            }
            flow.is_continue()
        });
        flow?;
        self.progress.found = before + walked.files.len();
        for (folder, why) in &walked.unreadable {
            self.progress.problems.push(format!("{}: {why}", root.given.join(folder).display()));
        }
        let mut stats = vec![None; walked.files.len()];
        let next = AtomicUsize::new(0);
        let work = |_, give: &SyncSender<(usize, Vec<Option<Stat>>)>| {
            loop {
                let from = next.fetch_add(1024, Ordering::Relaxed);
                let files = walked.files.iter().skip(from).take(1024);
                let stats: Vec<_> =
                    files.map(|file| self.system.stat(&root.given.join(walked.path(file)))).collect();
                if stats.is_empty() || give.send((from, stats)).is_err() {
                    return;
                }
            }
        };
        let hands = if walked.files.len() > 2048 { hands() } else { 1 };
        crew(hands, work, |take: Receiver<(usize, Vec<Option<Stat>>)>| {
            for (from, some) in take {
                stats.iter_mut().skip(from).zip(some).for_each(|(to, stat)| *to = stat);
            }
        });
        ControlFlow::Continue((walked, stats))
    }

    /// Compares what there is with what is known: what has gone or changed is seen no more, and what is new or has changed
    /// has to be read.
    fn compare(&mut self, shelved: &mut Shelved, mut walked: Walked, stats: &[Option<Stat>]) -> Vec<Task> {
        let mut by_path: HashMap<(&Path, &OsStr), usize, foldhash::fast::RandomState> = HashMap::default();
        by_path.reserve(walked.files.len());
        let mut files = std::collections::HashSet::new();
        for (n, (file, stat)) in walked.files.iter().zip(stats).enumerate() {
            let Some(stat) = stat else { continue };
            // A file that has several names is one brief.
            if stat.file != (0, 0) && !files.insert(stat.file) {
                continue;
            }
            if let Some(folder) = walked.folders.get(file.folder as usize) {
                by_path.insert((folder, &file.name), n);
            }
        }
        drop(files);
        self.progress.found -= walked.files.len() - by_path.len();
        let mut known = vec![false; walked.files.len()];
        // What the last segment says counts.
        for part in shelved.parts.iter_mut().rev() {
            let block = Arc::clone(&part.block);
            for (n, file) in block.files.iter().enumerate() {
                if part.is_dead(n) {
                    continue;
                }
                let key = (block.folder(file.folder), block.file_name(file));
                let now = by_path.get(&key).copied();
                let stat = now.and_then(|now| stats.get(now)).copied().flatten();
                let is_same = file.stamp != 0 && stat.is_some_and(|stat| stamp(&stat) == file.stamp);
                match now.and_then(|now| known.get_mut(now)).filter(|known| is_same && !**known) {
                    Some(known) => {
                        *known = true;
                        self.count(&block, file);
                    }
                    None => part.kill(n),
                }
            }
        }
        let is_new = |n: &usize| known.get(*n) == Some(&false);
        let mut left: Vec<usize> = by_path.into_values().filter(is_new).collect();
        left.sort_unstable();
        // A name is there once, however many there are.
        let task = |n: usize| {
            let file = walked.files.get_mut(n)?;
            let folder = walked.folders.get(file.folder as usize)?.clone();
            Some(Task { folder, name: std::mem::take(&mut file.name), stat: (*stats.get(n)?)? })
        };
        left.into_iter().filter_map(task).collect()
    }

    fn count(&mut self, block: &Block, file: &FileRec) {
        self.progress.done += 1;
        self.progress.skipped += usize::from(file.rows == 0);
        let rows = block.rows.get(file.first as usize..(file.first + file.rows) as usize).unwrap_or_default();
        self.progress.broken += rows.iter().filter(|row| row.flags & Flag::BROKEN.0 != 0).count();
    }

    /// Reads files, with all processors where there are many.
    fn read(
        &mut self,
        shelved: &mut Shelved,
        root: &Arc<Root>,
        store: Option<&Store>,
        tasks: &[Task],
    ) -> ControlFlow<()> {
        if tasks.is_empty() {
            return ControlFlow::Continue(());
        }
        self.progress.stage = Stage::Reading;
        let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
        let system = self.system;
        let hands = hands().min(tasks.len().div_ceil(SHARE));
        let work = |hand: usize, give: &SyncSender<News>| {
            let mut making = Making::default();
            while !stop.load(Ordering::Relaxed) {
                let from = next.fetch_add(SHARE, Ordering::Relaxed);
                let share = tasks.get(from..tasks.len().min(from + SHARE)).unwrap_or_default();
                if share.is_empty() {
                    break;
                }
                let mut news = Progress::default();
                let first = making.block.files();
                for task in share {
                    making.take(system, root, task, false, &mut news);
                }
                let rows = making.block.since(first);
                if give.send(News::Rows(hand, rows, Box::new(news))).is_err() {
                    return;
                }
                if making.is_full() {
                    let (_, bytes) = std::mem::take(&mut making).finish();
                    if give.send(News::Segment(hand, bytes)).is_err() {
                        return;
                    }
                }
            }
            // Whoever is told to stop keeps what is done.
            if !making.block.is_empty() {
                let (_, bytes) = making.finish();
                let _ = give.send(News::Segment(hand, bytes));
            }
        };
        crew(hands, work, |take| {
            let mut flow = ControlFlow::Continue(());
            let mut waiting: Vec<Vec<Part>> = vec![Vec::new(); hands];
            let mut shown = self.progress.done;
            for news in take {
                match news {
                    News::Rows(hand, block, news) => {
                        self.progress.add(&news);
                        if let Some(waiting) = waiting.get_mut(hand) {
                            waiting.push(Part::new(root, Arc::new(block)));
                        }
                    }
                    News::Segment(hand, bytes) => {
                        if let Some(waiting) = waiting.get_mut(hand) {
                            waiting.clear();
                        }
                        self.keep(shelved, root, store, bytes);
                    }
                }
                if flow.is_continue() && due(self.system, self.last) {
                    // Putting a list in order costs more the longer it is: it is shown anew when it has grown by a tenth.
                    if self.progress.done - shown >= shown / 10 {
                        let all: Vec<Part> =
                            shelved.parts.iter().chain(waiting.iter().flatten()).cloned().collect();
                        (self.publish)(&all);
                        shown = self.progress.done;
                    }
                    flow = (self.tell)(self.progress);
                    stop.store(flow.is_break(), Ordering::Relaxed);
                }
            }
            flow
        })
    }

    /// Keeps a segment: in the cache, or, where that cannot be, in memory.
    fn keep(&mut self, shelved: &mut Shelved, root: &Arc<Root>, store: Option<&Store>, bytes: Vec<u8>) {
        let name = Name::of(&bytes);
        if let Some(store) = store {
            let with = [(name.clone(), bytes)];
            let change = Change { with: &with, loosens: true, ..Change::default() };
            let kept = store.change(self.system, &change);
            let [(_, bytes)] = with;
            match kept.map(|_| segment_part(self.system, store, root, &name)) {
                Ok(Some(part)) => {
                    shelved.parts.push(part);
                    return;
                }
                Ok(None) => {
                    self.problem("the index cannot be kept: what was written is not there".to_owned());
                }
                Err(error) => self.problem(format!("the index cannot be kept: {}", trouble(&error))),
            }
            return self.keep_in_memory(shelved, root, bytes);
        }
        self.keep_in_memory(shelved, root, bytes);
    }

    pub(super) fn keep_in_memory(&mut self, shelved: &mut Shelved, root: &Arc<Root>, bytes: Vec<u8>) {
        let held: usize =
            shelved.parts.iter().filter(|part| part.name.is_none()).map(|part| part.in_memory).sum();
        let len = bytes.len();
        let Ok((block, index)) = read(Box::new(InMemory(bytes))) else { return };
        let mut part = Part::new(root, Arc::new(block));
        if held + len <= MAX_IN_MEMORY {
            part.index = Some(Arc::new(index));
            part.in_memory = len;
        } else {
            self.problem(
                "the index cannot be kept, and is too large for memory: words are not found in all briefs"
                    .to_owned(),
            );
        }
        shelved.parts.push(part);
    }

    pub(super) fn problem(&mut self, what: String) {
        if !self.progress.problems.contains(&what) {
            self.progress.problems.push(what);
        }
    }

    /// Shows what is known, where it is time to.
    pub(super) fn show(&mut self, parts: &[Part]) -> ControlFlow<()> {
        if !due(self.system, self.last) {
            return ControlFlow::Continue(());
        }
        (self.publish)(parts);
        (self.tell)(self.progress)
    }
}

/// The most bytes of an index that is kept in memory, where it cannot be kept in the cache.
const MAX_IN_MEMORY: usize = 64 << 20;

const NO_STAT: Stat = Stat { len: 0, modified: 0, changed: 0, file: (0, 0) };

/// Whether it is time to show the catalogue again.
fn due(system: &dyn System, last: &mut Timestamp) -> bool {
    let now = system.now();
    let passed = now.as_millisecond().saturating_sub(last.as_millisecond());
    // A clock that was put back is no reason to show nothing.
    if i128::from(passed) >= STEP || passed < 0 {
        *last = now;
        return true;
    }
    false
}

fn in_memory(root: &Arc<Root>, block: Block, bytes: Vec<u8>) -> Part {
    let len = bytes.len();
    let mut part = Part::new(root, Arc::new(block));
    part.index = read(Box::new(InMemory(bytes))).ok().map(|(_, index)| Arc::new(index));
    part.in_memory = len;
    part
}

/// The rows and words of a segment; none where it is not there, or damaged.
pub(super) fn segment_part(
    system: &dyn System,
    store: &Store,
    root: &Arc<Root>,
    name: &Name,
) -> Option<Part> {
    let (block, index) = open(system, &store.path(name)).ok()?;
    let mut part = Part::new(root, Arc::new(block));
    part.index = Some(Arc::new(index));
    part.name = Some(name.clone());
    Some(part)
}

/// Of a file that is in several segments, what the last says counts.
fn drop_doubles(parts: &mut [Part]) {
    let mut seen: std::collections::HashSet<PathBuf, foldhash::fast::RandomState> =
        std::collections::HashSet::default();
    for part in parts.iter_mut().rev() {
        let block = Arc::clone(&part.block);
        for (n, file) in block.files.iter().enumerate() {
            if !seen.insert(block.path(file)) {
                part.kill(n);
            }
        }
    }
}

impl Progress {
    fn add(&mut self, news: &Self) {
        self.done += news.done;
        self.read += news.read;
        self.skipped += news.skipped;
        self.broken += news.broken;
    }
}
