//! A library that is open: its roots, what it knows of them, and how it comes to know it.

use super::block::{BlockBuilder, stamp};
use super::catalogue::{Catalogue, Part, Root};
use super::draft::{Flag, read_file};
use super::walk::{Walked, walk};
use crate::system::{Kind, Stat, System, crew, hands};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// It looks which files there are.
    #[default]
    Walking,
    /// It reads what is new or has changed.
    Reading,
    /// It is done.
    Done,
}

/// Many briefs.
pub struct Library {
    system: Arc<dyn System>,
    roots: Vec<Target>,
    catalogue: Mutex<Arc<Catalogue>>,
    refreshing: Mutex<()>,
}

/// What was named: folders, and files.
#[derive(Clone, Debug)]
enum Target {
    Folder(Arc<Root>),
    File(Arc<Root>, std::ffi::OsString),
}

impl std::fmt::Debug for Library {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Library").field("roots", &self.roots).finish_non_exhaustive()
    }
}

impl Library {
    /// A library of folders and files. Nothing is read yet.
    #[must_use]
    pub fn open(system: Arc<dyn System>, roots: &[PathBuf]) -> Self {
        let roots = roots.iter().map(|root| target(&*system, root)).collect();
        Self { system, roots, catalogue: Mutex::default(), refreshing: Mutex::default() }
    }

    /// What is known now.
    #[must_use]
    pub fn catalogue(&self) -> Arc<Catalogue> {
        self.catalogue.lock().map(|catalogue| Arc::clone(&catalogue)).unwrap_or_default()
    }

    /// Brings the catalogue up to date. `tell` hears how far it has come, several times a second at most, and sees each
    /// time what [`Library::catalogue`] has become; where it breaks off, what is known by then stays. Takes as long as it
    /// takes: to be called on a thread of its own.
    pub fn refresh(&self, tell: &mut dyn FnMut(&Progress) -> ControlFlow<()>) -> Progress {
        let _one = self.refreshing.lock();
        let mut progress = Progress::default();
        let mut parts: Vec<Part> = Vec::new();
        for target in &self.roots {
            let flow = match target {
                Target::Folder(root) => self.read_folder(root, &mut parts, &mut progress, tell),
                Target::File(root, name) => self.read_one(root, name, &mut parts, &mut progress, tell),
            };
            if flow.is_break() {
                break;
            }
        }
        progress.stage = Stage::Done;
        self.publish(&parts);
        let _ = tell(&progress);
        progress
    }

    fn publish(&self, parts: &[Part]) {
        if let Ok(mut catalogue) = self.catalogue.lock() {
            let generation = catalogue.generation() + 1;
            *catalogue = Arc::new(Catalogue::new(parts.to_vec(), generation));
        }
    }

    fn read_one(
        &self,
        root: &Arc<Root>,
        name: &std::ffi::OsStr,
        parts: &mut Vec<Part>,
        progress: &mut Progress,
        tell: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut block = BlockBuilder::default();
        progress.found += 1;
        read_into(&*self.system, &root.given.join(name), Path::new(""), name, true, &mut block, progress);
        parts.push(Part::new(root, Arc::new(block.finish())));
        tell(progress)
    }

    fn read_folder(
        &self,
        root: &Arc<Root>,
        parts: &mut Vec<Part>,
        progress: &mut Progress,
        tell: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        progress.stage = Stage::Walking;
        let before = progress.found;
        let mut flow = ControlFlow::Continue(());
        let walked = walk(&*self.system, &root.given, &mut |found| {
            progress.found = before + found;
            flow = tell(progress);
            flow.is_continue()
        });
        progress.found = before + walked.files.len();
        for (folder, why) in &walked.unreadable {
            progress.problems.push(format!("{}: {why}", root.given.join(folder).display()));
        }
        if flow.is_break() {
            return flow;
        }
        progress.stage = Stage::Reading;
        self.read_all(root, &walked, parts, progress, tell)
    }

    fn read_all(
        &self,
        root: &Arc<Root>,
        walked: &Walked,
        parts: &mut Vec<Part>,
        progress: &mut Progress,
        tell: &mut dyn FnMut(&Progress) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let next = AtomicUsize::new(0);
        let stop = AtomicBool::new(false);
        let system = &*self.system;
        let share = 256;
        crew(
            hands(),
            |_, give| {
                while !stop.load(Ordering::Relaxed) {
                    let from = next.fetch_add(share, Ordering::Relaxed);
                    let files = walked.files.iter().skip(from).take(share);
                    if files.len() == 0 {
                        return;
                    }
                    let (mut block, mut progress) = (BlockBuilder::default(), Progress::default());
                    for file in files {
                        let folder =
                            walked.folders.get(file.folder as usize).map_or(Path::new(""), PathBuf::as_path);
                        let path = root.given.join(folder).join(&file.name);
                        read_into(system, &path, folder, &file.name, false, &mut block, &mut progress);
                    }
                    if give.send((block.finish(), progress)).is_err() {
                        return;
                    }
                }
            },
            |take| {
                let mut flow = ControlFlow::Continue(());
                for (block, news) in take {
                    parts.push(Part::new(root, Arc::new(block)));
                    progress.done += news.done;
                    progress.read += news.read;
                    progress.skipped += news.skipped;
                    progress.broken += news.broken;
                    self.publish(parts);
                    if flow.is_continue() {
                        flow = tell(progress);
                        stop.store(flow.is_break(), Ordering::Relaxed);
                    }
                }
                flow
            },
        )
    }
}

/// Reads a file into a block.
fn read_into(
    system: &dyn System,
    path: &Path,
    folder: &Path,
    name: &std::ffi::OsStr,
    named: bool,
    block: &mut BlockBuilder,
    progress: &mut Progress,
) {
    let stat = system.stat(path).unwrap_or(Stat { len: 0, modified: 0, changed: 0, file: (0, 0) });
    let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
    block.file(folder, name, &stat, stamp(&stat));
    progress.done += 1;
    progress.read += 1;
    let drafts = match system.read(path) {
        Ok(bytes) => read_file(&stem, bytes, named),
        Err(error) => vec![(super::draft::Draft::broken(&stem, 0, error.to_string()), None)],
    };
    progress.skipped += usize::from(drafts.is_empty());
    for (draft, _) in drafts {
        progress.broken += usize::from(draft.flags & Flag::BROKEN.0 != 0);
        block.row(&draft);
    }
}

fn target(system: &dyn System, given: &Path) -> Target {
    let full = |path: &Path| system.canonical(path).unwrap_or_else(|_| path.to_owned());
    if system.kind(given) == Some(Kind::Folder) {
        return Target::Folder(Arc::new(Root { given: given.to_owned(), full: full(given) }));
    }
    let folder = given.parent().unwrap_or(Path::new(""));
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let root = Root { given: folder.to_owned(), full: full(here) };
    Target::File(Arc::new(root), given.file_name().unwrap_or_default().to_owned())
}
