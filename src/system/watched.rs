//! What is watched: a file, a folder with all below it, or what is to be made first; and what was seen of it.
//!
//! Invariant: of what is not there yet, the folder that is watched is there.

use super::Os;
use super::folder::{find_files, is_notes, may_be_brief};
use super::remote::remote;
use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Something that is watched.
pub(super) struct Root {
    /// As it was named.
    pub(super) given: PathBuf,
    /// The folder to watch, without links: of a file the one it lies in, since whoever replaces a file by another
    /// makes the watched one somebody else's.
    pub(super) folder: PathBuf,
    /// The file in it, or what has to be made first; none for all that is in the folder and below.
    pub(super) name: Option<OsString>,
    /// Whether what was named is not there yet.
    pub(super) waits: bool,
    /// What was seen, where it has to be looked at.
    pub(super) looked: Option<Looked>,
}

/// Why something is looked at, and what was seen.
pub(super) struct Looked {
    pub(super) why: String,
    /// Whether the system is asked again at each look: the folder was gone.
    pub(super) retry: bool,
    pub(super) seen: BTreeMap<PathBuf, Stamp>,
}

/// What differs after a change: the time and the length, and the file itself where it was replaced.
pub(super) type Stamp = (Option<SystemTime>, u64, u64);

/// What a path asks to be watched: a link is watched as such and where it leads to. Of what is not there yet, the first
/// folder that has to be made, or the file itself.
pub(super) fn roots(given: &Path) -> io::Result<Vec<Root>> {
    // A slash at its end makes no other path of it.
    let path: &Path = &given.components().collect::<PathBuf>();
    let root = |folder: PathBuf, name: Option<OsString>| {
        let waits = name.is_some() && !path.exists();
        Root { given: given.to_owned(), folder, name, waits, looked: None }
    };
    if path.is_dir() {
        return Ok(vec![root(path.canonicalize()?, None)]);
    }
    let file = |path: &Path| -> io::Result<Root> {
        let mut made = path;
        loop {
            let parent = made.parent().filter(|parent| !parent.as_os_str().is_empty());
            let name = made.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_owned();
            match (parent.unwrap_or(Path::new(".")).canonicalize(), parent) {
                (Ok(folder), _) => return Ok(root(folder, Some(name))),
                (Err(error), Some(parent)) if error.kind() == io::ErrorKind::NotFound => made = parent,
                (Err(error), _) => return Err(error),
            }
        }
    };
    let mut roots = vec![file(path)?];
    if path.is_symlink() {
        // One that leads nowhere yet leads somewhere as soon as that is made.
        let leads = || path.parent().unwrap_or(Path::new("")).join(path.read_link().unwrap_or_default());
        roots.extend(file(&path.canonicalize().unwrap_or_else(|_| leads())).ok());
    }
    Ok(roots)
}

impl Root {
    pub(super) fn mode(&self) -> RecursiveMode {
        if self.name.is_some() { RecursiveMode::NonRecursive } else { RecursiveMode::Recursive }
    }

    /// Whether what the system tells of it tells of this folder, too.
    pub(super) fn covers(&self, folder: &Path, mode: RecursiveMode) -> bool {
        let all = self.name.is_none() && folder.starts_with(&self.folder);
        self.looked.is_none() && (all || self.folder == folder && self.mode() == mode)
    }

    /// Has the system watch it, but where something else `covers` it; looks at it for the first time where the system
    /// cannot, for this reason where there is none to ask.
    pub(super) fn heed(&mut self, native: Option<&mut RecommendedWatcher>, covered: bool, why: &str) {
        let cannot = match native {
            None => Some(why.to_owned()),
            Some(native) => match remote(&self.folder) {
                Some(kind) => Some(format!("{kind} does not tell what others change")),
                None if covered => None,
                None => native.watch(&self.folder, self.mode()).err().map(|error| reason(&error)),
            },
        };
        if let Some(why) = cannot {
            self.looked = Some(Looked { why, retry: false, seen: self.look() });
        }
    }

    /// Whether what has to be made first is there.
    pub(super) fn has_come(&self) -> bool {
        self.name.as_ref().is_some_and(|name| self.folder.join(name).exists())
    }

    /// What is there now, by the paths that would be told.
    pub(super) fn look(&self) -> BTreeMap<PathBuf, Stamp> {
        let files = match self.name {
            Some(_) => vec![self.given.clone()],
            None => find_files(&Os, &self.given, matters).map(|found| found.files).unwrap_or_default(),
        };
        files.into_iter().filter_map(|file| stamp(&file).map(|stamp| (file, stamp))).collect()
    }

    /// The path to tell, where an event of the system is about this root.
    pub(super) fn told(&self, path: &Path) -> Option<PathBuf> {
        let rest = path.strip_prefix(&self.folder).ok()?;
        match &self.name {
            Some(name) => (rest.as_os_str() == name).then(|| self.given.clone()),
            None if rest.as_os_str().is_empty() => Some(self.given.clone()),
            None => {
                let hidden =
                    |part: std::path::Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
                // What is gone may have been a folder with briefs.
                let is_told = !rest.components().any(hidden) && (matters(rest) || !path.is_file());
                is_told.then(|| self.given.join(rest))
            }
        }
    }
}

/// Whether changes of a file in a folder are told of, by its name.
fn matters(path: &Path) -> bool {
    may_be_brief(path) || is_notes(path)
}

fn stamp(file: &Path) -> Option<Stamp> {
    use std::os::unix::fs::MetadataExt as _;
    let data = std::fs::metadata(file).ok()?;
    Some((data.modified().ok(), data.len(), data.ino()))
}

/// Why the system does not tell, in words.
pub(super) fn reason(error: &notify::Error) -> String {
    match &error.kind {
        notify::ErrorKind::MaxFilesWatch => {
            "the system watches no more folders (fs.inotify.max_user_watches)".to_owned()
        }
        notify::ErrorKind::Io(error) => super::trouble(error).to_string(),
        _ => error.to_string(),
    }
}
