//! A library that is open: its roots, and what it knows of them.

use super::catalogue::{Catalogue, Part, Root};
use super::refresh::{Refresh, Shelved};
use super::store::Store;
use super::walk::walk;
use crate::system::{self, Kind, System, is_notes};
use globset::{GlobBuilder, GlobMatcher};
use std::collections::{BTreeSet, HashSet};
use std::ffi::OsString;
use std::io;
use std::ops::ControlFlow;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// How far a refresh has come.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Files that were found and may be briefs.
    pub found: usize,
    /// Files of them that are dealt with: read, or known already.
    pub done: usize,
    /// Files that were read, since they were new or had changed.
    pub read: usize,
    /// Files that are no briefs.
    pub skipped: usize,
    /// Briefs that cannot be read.
    pub broken: usize,
    /// Folders that could not be read, and what else went wrong, in words.
    pub problems: Vec<String>,
}

/// What a refresh is doing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// It takes what is kept from the time before.
    #[default]
    Loading,
    /// It looks which files there are, and which have changed.
    Walking,
    /// It reads what is new or has changed.
    Reading,
    /// It removes from the cache what is in no file any more. The catalogue is as it will be.
    Tidying,
    /// It is done.
    Done,
}

/// Looking for more files than these one by one takes longer than to walk the folders.
const FEW: usize = 64;

/// What hears of progress, and says whether to go on.
pub(super) type Tell<'a> = &'a mut dyn FnMut(&Progress) -> ControlFlow<()>;

/// Many briefs.
pub struct Library {
    system: Arc<dyn System>,
    targets: Vec<Target>,
    /// What is known of each target, in their order.
    state: Mutex<Vec<Shelved>>,
    catalogue: Mutex<Arc<Catalogue>>,
    /// The files of notes that lie beside its briefs.
    notes: Mutex<BTreeSet<PathBuf>>,
}

/// What was named.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub root: Arc<Root>,
    pub what: Named,
}

#[derive(Clone, Debug)]
pub(super) enum Named {
    /// A folder with all below it.
    Folder(Option<Store>),
    /// What matches in a folder: a pattern that no shell has resolved.
    Pattern(Option<Store>, GlobMatcher),
    /// A file of the folder.
    File(OsString),
}

impl std::fmt::Debug for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Library").field("targets", &self.targets).finish_non_exhaustive()
    }
}

impl Library {
    /// A library of folders, files and patterns such as `briefs/**/*.yaml`. Nothing is read yet. A folder that lies in
    /// another is walked with it, so that each brief is listed once.
    #[must_use]
    pub fn open(system: Arc<dyn System>, roots: &[PathBuf]) -> Self {
        let mut targets: Vec<Target> = Vec::new();
        for root in roots {
            let new = target(&*system, root);
            let covers = |a: &Target, b: &Target| match (&a.what, &b.what) {
                (Named::Folder(_), Named::Folder(_) | Named::Pattern(..)) => {
                    b.root.full.starts_with(&a.root.full)
                }
                (Named::File(a_name), Named::File(b_name)) => a_name == b_name && a.root.full == b.root.full,
                _ => false,
            };
            if !targets.iter().any(|known| covers(known, &new)) {
                targets.retain(|known| !covers(&new, known));
                targets.push(new);
            }
        }
        let shelved = targets.iter().map(|_| Shelved::default()).collect();
        let state = Mutex::new(shelved);
        Self { system, targets, state, catalogue: Mutex::default(), notes: Mutex::default() }
    }

    pub(super) fn targets(&self) -> &[Target] {
        &self.targets
    }

    pub(super) fn system(&self) -> &dyn System {
        &*self.system
    }

    /// What is known now.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        lock(&self.catalogue).clone()
    }

    /// The files of notes that lie beside its briefs, as the last refresh found them.
    #[must_use]
    pub fn notes_beside(&self) -> Vec<PathBuf> {
        lock(&self.notes).iter().cloned().collect()
    }

    /// Brings the catalogue up to date. `tell` hears how far it has come, some twenty times a second at most, and sees
    /// each time what [`Library::catalogue`] has become; where it breaks off, what is known by then stays, and is kept
    /// for the next time. Takes as long as it takes: to be called on a thread of its own. One refresh waits for another.
    pub fn refresh(&self, tell: &mut dyn FnMut(&Progress) -> ControlFlow<()>) -> Progress {
        self.run(tell, None)
    }

    /// The same for some files that are said to have changed. Where one of them is new, the folders are walked, since
    /// they may say that it does not belong to the library. Notes beside briefs are only taken down.
    pub fn refresh_paths(
        &self,
        paths: &[PathBuf],
        tell: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
    ) -> Progress {
        let catalogue = self.catalogue();
        let (beside, paths): (Vec<&PathBuf>, Vec<&PathBuf>) = paths.iter().partition(|path| is_notes(path));
        for path in beside {
            let mut known = lock(&self.notes);
            if self.system.kind(path).is_some() {
                known.insert(path.clone());
            } else {
                known.remove(path);
            }
        }
        if paths.is_empty() {
            return Progress { stage: Stage::Done, ..Progress::default() };
        }
        let full: Vec<PathBuf> = paths.into_iter().map(|path| full_path(&*self.system, path)).collect();
        let known = |path: &PathBuf| catalogue.knows_file(path);
        let new = |path: &PathBuf| !known(path) && self.system.kind(path).is_some();
        if catalogue.generation() == 0 || full.len() > FEW || full.iter().any(new) {
            return self.refresh(tell);
        }
        self.run(tell, Some(&full))
    }

    fn run(&self, tell: &mut dyn FnMut(&Progress) -> ControlFlow<()>, only: Option<&[PathBuf]>) -> Progress {
        let mut state = lock(&self.state);
        let named = self.named();
        let mut all: Vec<Vec<Part>> = state.iter().map(|shelved| shelved.parts.clone()).collect();
        let mut progress = Progress::default();
        let mut last = self.system.now();
        let mut flow = ControlFlow::Continue(());
        for ((number, target), shelved) in self.targets.iter().enumerate().zip(state.iter_mut()) {
            let mut publish = |parts: &[Part]| {
                if let Some(own) = all.get_mut(number) {
                    *own = parts.to_vec();
                }
                self.publish(&all, &named);
            };
            let mut refresh = Refresh {
                system: &*self.system,
                progress: &mut progress,
                tell: &mut *tell,
                publish: &mut publish,
                last: &mut last,
            };
            flow = match only {
                Some(paths) => refresh.some(shelved, target, paths),
                None => refresh.all(shelved, target),
            };
            publish(&shelved.parts);
            if flow.is_break() {
                break;
            }
        }
        progress.stage = Stage::Done;
        if only.is_some() {
            progress.skipped = state.iter().flat_map(|shelved| &shelved.parts).map(Part::skipped).sum();
        } else {
            *lock(&self.notes) = self.find_notes(&state);
        }
        if flow.is_continue() {
            let _ = tell(&progress);
        }
        progress
    }

    /// The files of notes that lie beside the briefs.
    fn find_notes(&self, state: &[Shelved]) -> BTreeSet<PathBuf> {
        let walked = state.iter().flat_map(|shelved| shelved.notes.iter().cloned());
        // What was named by itself lies in folders that were not walked.
        let named = self.targets.iter().filter(|target| matches!(target.what, Named::File(_)));
        let folders: BTreeSet<&Path> = named.map(|target| target.root.given.as_path()).collect();
        let here =
            |folder: &Path| if folder.as_os_str().is_empty() { Path::new(".") } else { folder }.to_owned();
        let listed =
            folders.into_iter().flat_map(|folder| self.system.list(&here(folder)).unwrap_or_default());
        let beside = listed.map(|entry| entry.path).filter(|path| is_notes(path));
        walked.chain(beside).collect()
    }

    /// Files that were named by themselves: they are not listed again with their folders.
    fn named(&self) -> HashSet<PathBuf> {
        let file = |target: &Target| match &target.what {
            Named::File(name) => Some(target.root.full.join(name)),
            Named::Folder(_) | Named::Pattern(..) => None,
        };
        self.targets.iter().filter_map(file).collect()
    }

    /// Shows what is known of each target, unless something has been shown already.
    pub(super) fn begin_with(&self, all: &[Vec<Part>]) {
        let parts = self.in_view(all, &self.named());
        let mut catalogue = lock(&self.catalogue);
        if catalogue.generation() == 0 {
            *catalogue = Arc::new(Catalogue::new(parts, 1));
        }
    }

    fn publish(&self, all: &[Vec<Part>], named: &HashSet<PathBuf>) {
        let parts = self.in_view(all, named);
        let mut catalogue = lock(&self.catalogue);
        let generation = catalogue.generation() + 1;
        *catalogue = Arc::new(Catalogue::new(parts, generation));
    }

    /// What is to be seen of what is known of each target.
    fn in_view(&self, all: &[Vec<Part>], named: &HashSet<PathBuf>) -> Vec<Part> {
        let mut parts = Vec::new();
        for (target, own) in self.targets.iter().zip(all) {
            for part in own {
                parts.push(match &target.what {
                    Named::Folder(_) if named.is_empty() => part.clone(),
                    Named::Folder(_) => part.without(&|path| named.contains(&target.root.full.join(path))),
                    Named::Pattern(_, pattern) => part.without(&|path| {
                        !pattern.is_match(path) || named.contains(&target.root.full.join(path))
                    }),
                    Named::File(_) => part.clone(),
                });
            }
        }
        parts
    }
}

/// A lock, also where whoever held it has panicked: what it guards is replaced as a whole.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

fn full_path(system: &dyn System, path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default();
    // The file may be gone; its folder tells where it was.
    system
        .canonical(path)
        .unwrap_or_else(|_| canonical(system, path.parent().unwrap_or(Path::new(""))).join(name))
}

fn canonical(system: &dyn System, folder: &Path) -> PathBuf {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    system.canonical(here).unwrap_or_else(|_| folder.to_owned())
}

fn target(system: &dyn System, given: &Path) -> Target {
    let root = |folder: &Path| Root { given: folder.to_owned(), full: canonical(system, folder) };
    if system.kind(given) == Some(Kind::Folder) {
        let root = Arc::new(root(given));
        let store = Store::of(system, &root.full);
        return Target { root, what: Named::Folder(store) };
    }
    if system.kind(given).is_none()
        && let Some((folder, pattern)) = pattern(given)
    {
        let root = Arc::new(root(&folder));
        let store = Store::of(system, &root.full);
        return Target { root, what: Named::Pattern(store, pattern) };
    }
    let root = Arc::new(root(given.parent().unwrap_or(Path::new(""))));
    Target { root, what: Named::File(given.file_name().unwrap_or_default().to_owned()) }
}

/// Whether a path names nothing as it is written, and is a pattern such as `briefs/**/*.yaml`.
#[must_use]
pub fn is_pattern(system: &dyn System, path: &Path) -> bool {
    system.kind(path).is_none() && pattern(path).is_some()
}

/// The files that may be briefs in a folder and below it, or those that a pattern names, as a library has them.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn find_briefs(system: &dyn System, given: &Path) -> io::Result<system::Found> {
    let split = if is_pattern(system, given) { pattern(given) } else { None };
    let (folder, pattern) =
        split.map_or((given.to_owned(), None), |(folder, pattern)| (folder, Some(pattern)));
    // The error of the folder itself, in the system's own words.
    system.list(if folder.as_os_str().is_empty() { Path::new(".") } else { &folder })?;
    let walked = walk(system, &folder, &mut |_| true);
    let paths = walked.files.iter().map(|file| walked.path(file));
    let wanted = paths.filter(|path| pattern.as_ref().is_none_or(|pattern| pattern.is_match(path)));
    let files = wanted.map(|path| folder.join(path)).collect();
    let unreadable = walked.unreadable.iter().map(|(path, _)| folder.join(path)).collect();
    Ok(system::Found { files, unreadable })
}

/// The folder that a pattern begins in, and the rest of it; none where it is no pattern.
fn pattern(given: &Path) -> Option<(PathBuf, GlobMatcher)> {
    let signs = |part: &Component<'_>| part.as_os_str().to_string_lossy().contains(['*', '?', '[', '{']);
    let parts: Vec<Component<'_>> = given.components().collect();
    let at = parts.iter().position(signs)?;
    let (folder, rest) = parts.split_at(at);
    let rest: PathBuf = rest.iter().collect();
    let glob = GlobBuilder::new(rest.to_str()?).literal_separator(true).build().ok()?;
    Some((folder.iter().collect(), glob.compile_matcher()))
}
