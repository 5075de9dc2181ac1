//! Which files of notes there are, and which brief each is of: looked up once for many briefs.
//!
//! Invariant: what is remembered of a file is what it holds, as long as its state on the disk is the one it was read in;
//! which files there are is asked again whenever that may have changed ([`Rack::look_again`]).

use super::store::{StoreError, bytes, is_notes, is_there, original, parse};
use super::subject::Subject;
use crate::system::{Kind, Stat, System};
use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What is remembered of files of notes.
#[derive(Debug, Default)]
pub struct Rack {
    known: Mutex<Known>,
    /// Held by whoever reads a folder: others wait for what it finds, instead of reading the same.
    reading: Mutex<()>,
}

#[derive(Debug, Default)]
struct Known {
    heads: HashMap<PathBuf, (Stat, Head)>,
    names: HashMap<(PathBuf, &'static str), Arc<Names>>,
    folders: HashMap<(PathBuf, &'static str), Arc<Listing>>,
}

/// What a file of notes says of itself.
#[derive(Clone, Debug)]
pub(super) enum Head {
    /// Which brief it is of.
    Of(Arc<Subject>),
    /// Why it cannot be read, and as far as it could its bytes.
    Spoilt(Arc<(StoreError, Vec<u8>)>),
}

/// The files of notes of a folder, by name, none of which has been read.
#[derive(Debug, Default)]
struct Names {
    files: Vec<PathBuf>,
    /// The copies of a file that a synchroniser has put aside, by the file's name.
    copies: HashMap<String, Vec<PathBuf>>,
}

/// The files of notes of a folder, by name.
#[derive(Debug, Default)]
struct Listing {
    files: Vec<(PathBuf, Head)>,
    /// Which of them a brief may have, by what it is known by.
    by: HashMap<String, Vec<usize>>,
    spoilt: Vec<usize>,
}

impl Rack {
    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Files may have come, gone or changed.
    pub fn look_again(&self) {
        let mut known = self.known();
        known.names.clear();
        known.folders.clear();
    }

    /// What a file says of itself; none where there is none.
    pub(super) fn head(&self, system: &dyn System, path: &Path) -> Option<Head> {
        let stat = system.stat(path);
        if let (Some(stat), Some((then, head))) = (stat, self.known().heads.get(path))
            && *then == stat
        {
            return Some(head.clone());
        }
        match is_there(system, path) {
            Ok(false) => return None,
            Ok(true) => {}
            Err(error) => return Some(Head::Spoilt(Arc::new((error, Vec::new())))),
        }
        let head = match bytes(system, path) {
            Err(error) => Head::Spoilt(Arc::new((error, Vec::new()))),
            Ok(bytes) => match parse(path, bytes.clone()) {
                Ok(file) => Head::Of(Arc::new(file.subject)),
                Err(error) => Head::Spoilt(Arc::new((error, bytes))),
            },
        };
        if let Some(stat) = stat {
            self.known().heads.insert(path.to_owned(), (stat, head.clone()));
        }
        Some(head)
    }

    /// The files of a folder that may be those of a brief, by name: they name it by its id, its title or its file, bear its
    /// file's name, or cannot be read and hold a word of it.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub(super) fn candidates(
        &self,
        system: &dyn System,
        folder: &Path,
        suffix: &'static str,
        subject: &Subject,
        bears: impl Fn(&Path) -> bool,
    ) -> Result<Vec<(PathBuf, Head)>, StoreError> {
        let listing = self.listing(system, folder, suffix)?;
        let named = keys(subject).into_iter().filter_map(|key| listing.by.get(&key)).flatten().copied();
        let mut wanted: BTreeSet<usize> = named.collect();
        let may_be_its = |n: &&usize| match listing.files.get(**n) {
            Some((_, Head::Spoilt(spoilt))) => holds_word_of(&spoilt.1, subject),
            _ => false,
        };
        wanted.extend(listing.spoilt.iter().filter(may_be_its));
        let by_name = listing.files.iter().enumerate().filter(|(_, (path, _))| bears(path));
        wanted.extend(by_name.map(|(n, _)| n));
        Ok(wanted.into_iter().filter_map(|n| listing.files.get(n)).cloned().collect())
    }

    /// The copies of a file that a synchroniser has put aside, by name.
    pub(super) fn copies_of(&self, system: &dyn System, path: &Path, suffix: &'static str) -> Vec<PathBuf> {
        let folder = path.parent().unwrap_or(Path::new("."));
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let names = self.names(system, folder, suffix).unwrap_or_default();
        names.copies.get(&name).cloned().unwrap_or_default()
    }

    fn names(
        &self,
        system: &dyn System,
        folder: &Path,
        suffix: &'static str,
    ) -> Result<Arc<Names>, StoreError> {
        let key = (folder.to_owned(), suffix);
        if let Some(names) = self.known().names.get(&key) {
            return Ok(Arc::clone(names));
        }
        let mut entries = match system.list(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(StoreError::io(folder, &error)),
        };
        entries.sort_by(|a, b| a.path.cmp(&b.path));
        let mut names = Names::default();
        for entry in entries.into_iter().filter(|entry| entry.kind == Some(Kind::File)) {
            if let Some(name) = original(&entry.path) {
                names.copies.entry(name).or_default().push(entry.path);
            } else if is_notes(&entry, suffix) {
                names.files.push(entry.path);
            }
        }
        let names = Arc::new(names);
        self.known().names.insert(key, Arc::clone(&names));
        Ok(names)
    }

    fn listing(
        &self,
        system: &dyn System,
        folder: &Path,
        suffix: &'static str,
    ) -> Result<Arc<Listing>, StoreError> {
        let key = (folder.to_owned(), suffix);
        let known = || self.known().folders.get(&key).map(Arc::clone);
        if let Some(listing) = known() {
            return Ok(listing);
        }
        let _reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(listing) = known() {
            return Ok(listing);
        }
        let mut listing = Listing::default();
        for path in &self.names(system, folder, suffix)?.files {
            let Some(head) = self.head(system, path) else { continue };
            let n = listing.files.len();
            match &head {
                Head::Of(subject) => {
                    for key in keys(subject) {
                        listing.by.entry(key).or_default().push(n);
                    }
                }
                Head::Spoilt(_) => listing.spoilt.push(n),
            }
            listing.files.push((path.clone(), head));
        }
        let listing = Arc::new(listing);
        self.known().folders.insert(key, Arc::clone(&listing));
        Ok(listing)
    }
}

/// What a brief is known by: notes that share none of it are not its own.
fn keys(subject: &Subject) -> Vec<String> {
    let id = subject.id.as_ref().map(|id| format!("id {id}"));
    let file = subject.file.as_ref().map(|file| format!("file {file}"));
    id.into_iter().chain(file).chain([format!("title {}", subject.title)]).collect()
}

/// Whether a file that cannot be read may be of a brief: it holds a word of what the brief is known by. The longest run of
/// letters and digits is one that no way of quoting parts.
fn holds_word_of(bytes: &[u8], subject: &Subject) -> bool {
    let word = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric());
        words.max_by_key(|word| word.len()).filter(|word| !word.is_empty()).map(str::to_owned)
    };
    let name = subject.file.as_deref().and_then(|file| Path::new(file).file_stem()?.to_str());
    [subject.id.as_deref(), Some(&subject.title), name]
        .into_iter()
        .flatten()
        .filter_map(word)
        .any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
}
