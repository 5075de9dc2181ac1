//! Changes of files: what the operating system tells, or what looking again and again finds.
//!
//! Owns [`Watcher`]. Where the system tells of changes, nothing is done until it does. Network file systems do not tell
//! what other machines change, so files there are looked at every few seconds; so are files that the system cannot
//! watch, and a folder that is gone, until it is back. What is not there yet is waited for.
//! Invariant: a change after [`Watcher::new`] has returned is told of within seconds, also where a file is replaced by
//! another of its name; one that is told of may be none, or be told of twice.

use super::watched::{Looked, Root, reason, roots};
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind};
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// How long things have to be quiet before changes are told of: an editor saves in several steps.
const QUIET: Duration = Duration::from_millis(80);
/// How long changes may be held back where it is never quiet.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long after one look the next one follows, at the least.
const INTERVAL: Duration = Duration::from_secs(2);
/// Looking takes at most one part in so many of the time.
const SHARE: u32 = 20;
/// Beyond so many changes at once, everything that is watched is said to have changed.
const MAX_CHANGES: usize = 4096;

/// Watches files and folders until it is dropped.
#[derive(Debug)]
#[must_use = "it watches as long as this is"]
pub struct Watcher {
    signals: Sender<Signal>,
    way: Arc<Mutex<Way>>,
}

/// How changes are noticed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// The operating system tells of them.
    Told,
    /// Some or all files are looked at every few seconds, for this reason.
    Looking(String),
}

impl fmt::Display for Way {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Told => f.write_str("the system tells of changes"),
            Self::Looking(why) => write!(f, "looking every {} s: {why}", INTERVAL.as_secs()),
        }
    }
}

impl Watcher {
    /// Watches files, and folders with all that is in them and below. `on_change` is called on a thread of its own with
    /// the paths that have changed, come or gone, as they were named here. Of a folder's files only those are told of
    /// that [`super::find_briefs`] would find, and notes. **A folder among the paths means that anything in it may have changed.** After
    /// the watcher is dropped it is called at most once more.
    ///
    /// # Errors
    /// What the operating system says.
    pub fn new(paths: &[PathBuf], on_change: impl FnMut(Vec<PathBuf>) + Send + 'static) -> io::Result<Self> {
        Self::at_pace(paths, on_change, Pace::default())
    }

    fn at_pace(
        paths: &[PathBuf],
        on_change: impl FnMut(Vec<PathBuf>) + Send + 'static,
        pace: Pace,
    ) -> io::Result<Self> {
        let (signals, receiver) = channel();
        let teller = signals.clone();
        let native = notify::recommended_watcher(move |event| {
            // Nobody listens once the watcher is dropped.
            let _ = teller.send(Signal::Happened(event));
        });
        let (native, why) = match native {
            Ok(native) if pace.may_be_told => (Some(native), String::new()),
            Ok(_) => (None, "asked for".to_owned()),
            Err(error) => (None, reason(&error)),
        };
        let way = Arc::new(Mutex::new(Way::Told));
        let mut watch = Watch { roots: Vec::new(), native, way: Arc::clone(&way), pace };
        for path in paths {
            watch.roots.extend(roots(path)?);
        }
        watch.begin(&why);
        // Perhaps what is waited for has come meanwhile.
        watch.arrive(&mut BTreeSet::new());
        std::thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || watch.run(&receiver, on_change))?;
        Ok(Self { signals, way })
    }

    /// How changes are noticed at present.
    #[must_use]
    pub fn way(&self) -> Way {
        self.way.lock().map_or(Way::Told, |way| way.clone())
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        // Where the thread has ended there is nothing to end.
        let _ = self.signals.send(Signal::Stop);
    }
}

/// What the thread is told.
enum Signal {
    /// The operating system tells something.
    Happened(notify::Result<notify::Event>),
    /// The watcher was dropped.
    Stop,
}

/// How fast things go; tests go faster.
#[derive(Clone, Copy)]
struct Pace {
    quiet: Duration,
    patience: Duration,
    interval: Duration,
    /// Whether the operating system is asked at all.
    may_be_told: bool,
}

impl Default for Pace {
    fn default() -> Self {
        Self { quiet: QUIET, patience: PATIENCE, interval: INTERVAL, may_be_told: true }
    }
}

/// The thread's own.
struct Watch {
    roots: Vec<Root>,
    native: Option<RecommendedWatcher>,
    way: Arc<Mutex<Way>>,
    pace: Pace,
}

impl Watch {
    /// Has the system watch what it can, and looks at the rest for the first time.
    fn begin(&mut self, why: &str) {
        // The wider ones come first: what one of them covers needs no other.
        self.roots.sort_by_key(|root| root.name.is_some());
        for at in 0..self.roots.len() {
            let (covering, rest) = self.roots.split_at_mut(at);
            let Some(root) = rest.first_mut() else { continue };
            let covered = covering.iter().any(|other| other.covers(&root.folder, root.mode()));
            root.heed(self.native.as_mut(), covered, why);
        }
        self.say_way();
    }

    /// What was waited for and has come is watched from now on, and has changed; where only a folder above it has, the
    /// next one is waited for.
    fn arrive(&mut self, changed: &mut BTreeSet<PathBuf>) {
        while let Some(root) = self.roots.iter().find(|root| root.waits && root.has_come()) {
            let (given, looked) = (root.given.clone(), root.looked.as_ref());
            let why = looked.map(|looked| looked.why.clone()).unwrap_or_default();
            let Ok(fresh) = roots(&given) else { return };
            let (left, others): (Vec<Root>, Vec<Root>) =
                std::mem::take(&mut self.roots).into_iter().partition(|root| root.given == given);
            self.roots = others;
            for mut root in fresh {
                let covered = self.roots.iter().any(|other| other.covers(&root.folder, root.mode()));
                // Where nothing has become of it there is nothing to wait for.
                let is_same = |old: &Root| old.folder == root.folder && old.name == root.name;
                root.waits &= !(left.iter().any(is_same) && root.has_come());
                root.heed(self.native.as_mut(), covered, &why);
                self.roots.push(root);
            }
            changed.insert(given);
            for old in left {
                let wanted = |other: &Root| {
                    other.folder == old.folder || other.covers(&old.folder, RecursiveMode::NonRecursive)
                };
                if let Some(native) = self.native.as_mut().filter(|_| !self.roots.iter().any(wanted)) {
                    // Where it was not watched there is nothing to end.
                    let _ = native.unwatch(&old.folder);
                }
            }
        }
        self.say_way();
    }

    fn run(mut self, signals: &Receiver<Signal>, mut on_change: impl FnMut(Vec<PathBuf>)) {
        let mut changed = BTreeSet::new();
        let mut first: Option<Instant> = None;
        let mut next_look = Instant::now() + self.pace.interval;
        loop {
            let looks = self.roots.iter().any(|root| root.looked.is_some());
            let wait = match (first, looks) {
                (Some(first), _) => {
                    Some(self.pace.quiet.min(self.pace.patience.saturating_sub(first.elapsed())))
                }
                (None, true) => Some(next_look.saturating_duration_since(Instant::now())),
                (None, false) => None,
            };
            let signal = match wait {
                Some(wait) => signals.recv_timeout(wait),
                None => signals.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match signal {
                Ok(Signal::Stop) | Err(RecvTimeoutError::Disconnected) => return,
                Ok(Signal::Happened(event)) => self.happened(event, &mut changed),
                Err(RecvTimeoutError::Timeout) if first.is_some() => {
                    first = None;
                    on_change(std::mem::take(&mut changed).into_iter().collect());
                }
                Err(RecvTimeoutError::Timeout) => {
                    let began = Instant::now();
                    self.look(&mut changed);
                    next_look = Instant::now() + self.pace.interval.max(began.elapsed() * SHARE);
                }
            }
            if changed.len() > MAX_CHANGES {
                changed = self.roots.iter().map(|root| root.given.clone()).collect();
            }
            if !changed.is_empty() {
                first = first.or_else(|| Some(Instant::now()));
            }
        }
    }

    fn happened(&mut self, event: notify::Result<notify::Event>, changed: &mut BTreeSet<PathBuf>) {
        let event = match event {
            Ok(event) => event,
            Err(error) => return self.give_up(&reason(&error), changed),
        };
        if event.need_rescan() {
            // So much has happened that some of it was lost.
            changed.extend(self.roots.iter().map(|root| root.given.clone()));
        }
        match event.kind {
            // Reading is no change.
            EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write) => return,
            _ => {}
        }
        for path in &event.paths {
            let before = changed.len();
            changed.extend(self.roots.iter().filter_map(|root| root.told(path)));
            if changed.len() > before {
                self.arrive(changed);
            }
            // Perhaps another has its name already: it is not that which is watched.
            let goes = matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
            let gone = |root: &&mut Root| root.folder == *path && root.looked.is_none();
            if goes {
                for root in self.roots.iter_mut().filter(gone) {
                    let why = format!("{} is gone", root.given.display());
                    root.looked = Some(Looked { why, retry: true, seen: BTreeMap::new() });
                }
                self.say_way();
            }
        }
    }

    /// The system cannot go on telling: from now on everything is looked at.
    fn give_up(&mut self, why: &str, changed: &mut BTreeSet<PathBuf>) {
        self.native = None;
        for root in &mut self.roots {
            changed.insert(root.given.clone());
            root.looked = Some(Looked { why: why.to_owned(), retry: false, seen: root.look() });
        }
        self.say_way();
    }

    fn look(&mut self, changed: &mut BTreeSet<PathBuf>) {
        let native = &mut self.native;
        for root in &mut self.roots {
            // The system watches first and is looked after then, so that nothing falls between.
            let back = match (&root.looked, native.as_mut()) {
                (Some(looked), Some(native)) if looked.retry && root.folder.exists() => {
                    native.watch(&root.folder, root.mode()).is_ok()
                }
                _ => false,
            };
            let now = if root.looked.is_some() { root.look() } else { continue };
            let Some(looked) = &mut root.looked else { continue };
            changed.extend(
                now.iter().filter(|(file, s)| looked.seen.get(*file) != Some(s)).map(|(f, _)| f.clone()),
            );
            changed.extend(looked.seen.keys().filter(|file| !now.contains_key(*file)).cloned());
            looked.seen = now;
            if back {
                root.looked = None;
            }
        }
        self.arrive(changed);
    }

    fn say_way(&self) {
        let looked = self.roots.iter().find_map(|root| root.looked.as_ref());
        let now = looked.map_or(Way::Told, |looked| Way::Looking(looked.why.clone()));
        if let Ok(mut way) = self.way.lock() {
            *way = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// Nothing here waits for so long unless it is broken.
    const BROKEN: Duration = Duration::from_mins(1);

    const FAST: Pace = Pace {
        quiet: Duration::from_millis(5),
        patience: Duration::from_millis(50),
        interval: Duration::from_millis(5),
        may_be_told: true,
    };
    const LOOKING: Pace = Pace { may_be_told: false, ..FAST };

    struct Watched {
        folder: tempfile::TempDir,
        changes: Receiver<Vec<PathBuf>>,
        watcher: Watcher,
    }

    /// A folder with `a.yaml`, watched by what is named in it.
    fn watched(names: &[&str], pace: Pace) -> Watched {
        let folder = tempfile::TempDir::new().unwrap();
        fs::write(folder.path().join("a.yaml"), "title: a").unwrap();
        let paths: Vec<PathBuf> = names.iter().map(|name| folder.path().join(name)).collect();
        let (sender, changes) = channel();
        let watcher = Watcher::at_pace(&paths, move |paths| drop(sender.send(paths)), pace).unwrap();
        Watched { folder, changes, watcher }
    }

    impl Watched {
        fn at(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// All that is told until a path is.
        fn until(&self, name: &str) -> BTreeSet<PathBuf> {
            let mut all = BTreeSet::new();
            while !all.contains(&self.at(name)) {
                all.extend(self.changes.recv_timeout(BROKEN).unwrap());
            }
            all
        }
    }

    #[test]
    fn a_file_that_is_replaced_by_another_has_changed_each_time() {
        for pace in [FAST, LOOKING] {
            let it = watched(&["a.yaml"], pace);
            for turn in 0..3 {
                fs::write(it.at("new"), format!("title: {turn}")).unwrap();
                fs::rename(it.at("new"), it.at("a.yaml")).unwrap();
                assert_eq!(it.until("a.yaml"), BTreeSet::from([it.at("a.yaml")]));
            }
            fs::remove_file(it.at("a.yaml")).unwrap();
            it.until("a.yaml");
        }
    }

    #[test]
    fn a_folder_is_watched_with_all_below_and_reading_is_no_change() {
        for pace in [FAST, LOOKING] {
            let it = watched(&["."], pace);
            fs::read(it.at("a.yaml")).unwrap();
            for other in ["notes.txt", ".hidden.yaml", ".a.yaml.1.tmp"] {
                fs::write(it.at(other), "x").unwrap();
            }
            fs::create_dir_all(it.at("below/deep")).unwrap();
            fs::write(it.at("below/deep/c.yaml"), "title: c").unwrap();
            fs::write(it.at("b.yaml"), "title: b").unwrap();
            let told = it.until("./b.yaml");
            let may: Vec<PathBuf> =
                ["./b.yaml", "./below", "./below/deep", "./below/deep/c.yaml"].map(|n| it.at(n)).into();
            assert!(told.iter().all(|path| may.contains(path)), "{told:?}");
            fs::write(it.at("below/deep/c.yaml"), "title: changed").unwrap();
            it.until("./below/deep/c.yaml");
        }
    }

    #[test]
    fn a_folder_that_was_gone_is_watched_when_it_is_back() {
        let it = watched(&[], FAST);
        fs::create_dir(it.at("lib")).unwrap();
        fs::write(it.at("lib/x.yaml"), "title: x").unwrap();
        let (sender, changes) = channel();
        let watcher = Watcher::at_pace(&[it.at("lib")], move |paths| drop(sender.send(paths)), FAST).unwrap();
        let it = Watched { changes, watcher, ..it };
        fs::remove_dir_all(it.at("lib")).unwrap();
        it.until("lib");
        fs::create_dir(it.at("lib")).unwrap();
        fs::write(it.at("lib/y.yaml"), "title: y").unwrap();
        it.until("lib/y.yaml");
        fs::write(it.at("lib/z.yaml"), "title: z").unwrap();
        it.until("lib/z.yaml");
        assert_eq!(it.watcher.way(), Way::Told);
    }

    #[test]
    fn what_is_not_there_yet_is_waited_for_and_watched_then() {
        for pace in [FAST, LOOKING] {
            let it = watched(&["far/notes", "far/b.yaml"], pace);
            // One folder comes after the other, and all at once.
            fs::create_dir(it.at("far")).unwrap();
            fs::write(it.at("far/b.yaml"), "title: b").unwrap();
            it.until("far/b.yaml");
            fs::create_dir(it.at("far/notes")).unwrap();
            it.until("far/notes");
            fs::write(it.at("far/notes/n.yaml"), "x").unwrap();
            it.until("far/notes/n.yaml");
            fs::write(it.at("far/b.yaml"), "title: changed").unwrap();
            it.until("far/b.yaml");
        }
        let it = watched(&["far/below/notes"], FAST);
        fs::create_dir_all(it.at("far/below/notes")).unwrap();
        it.until("far/below/notes");
        fs::write(it.at("far/below/notes/n.yaml"), "x").unwrap();
        it.until("far/below/notes/n.yaml");
    }

    #[test]
    fn a_link_to_what_is_not_there_yet_and_a_slash_too_many_are_watched_as_well() {
        let it = watched(&[], FAST);
        let watch = |name: &str| {
            let (sender, changes) = channel();
            let watcher = Watcher::at_pace(&[it.at(name)], move |paths| drop(sender.send(paths)), FAST);
            (watcher.unwrap(), changes)
        };
        std::os::unix::fs::symlink("far/b.yaml", it.at("link.yaml")).unwrap();
        let (_linked, link) = watch("link.yaml");
        fs::create_dir(it.at("far")).unwrap();
        for text in ["title: b", "title: c", "title: d"] {
            fs::write(it.at("far/b.yaml"), text).unwrap();
            assert_eq!(link.recv_timeout(BROKEN).unwrap(), [it.at("link.yaml")]);
        }
        let (_slashed, slash) = watch("a.yaml/");
        let (_coming, later) = watch("later/");
        fs::write(it.at("a.yaml"), "title: b").unwrap();
        slash.recv_timeout(BROKEN).unwrap();
        fs::write(it.at("later"), "x").unwrap();
        later.recv_timeout(BROKEN).unwrap();
    }

    #[test]
    fn a_link_changes_with_what_it_leads_to() {
        let it = watched(&[], FAST);
        fs::create_dir(it.at("far")).unwrap();
        fs::write(it.at("far/b.yaml"), "title: b").unwrap();
        std::os::unix::fs::symlink("far/b.yaml", it.at("link.yaml")).unwrap();
        let (sender, changes) = channel();
        let paths = [it.at("link.yaml")];
        let watcher = Watcher::at_pace(&paths, move |paths| drop(sender.send(paths)), FAST).unwrap();
        let it = Watched { changes, watcher, ..it };
        fs::write(it.at("far/b.yaml"), "title: c").unwrap();
        it.until("link.yaml");
    }

    #[test]
    fn it_says_which_way_it_works() {
        assert_eq!(watched(&["a.yaml"], FAST).watcher.way(), Way::Told);
        let looking = watched(&["a.yaml"], LOOKING).watcher.way();
        assert_eq!(looking.to_string(), "looking every 2 s: asked for");
        let nowhere = Watcher::new(&[PathBuf::from("/dev/null/at/all.yaml")], |_| {}).unwrap_err();
        assert_eq!(nowhere.kind(), io::ErrorKind::NotADirectory);
    }
}
