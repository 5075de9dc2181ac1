//! Where notes lie, and how they are changed.
//!
//! Invariants: a file is changed only while its folder is held, from what it holds at that moment, and as a whole; so two
//! writers lose nothing, and whoever is killed has written all or nothing. A file that cannot be understood, or that holds
//! notes on another brief, is never written over. A copy that a synchroniser has put aside is merged, and removed only
//! when its notes are safe.

use super::copies::{copies_of, is_copy};
use super::file::{Change, NotesFile};
use super::subject::{Kinship, Subject};
use crate::document::{Anchoring, Document, Resolution};
use crate::source::Source;
use crate::system::{Entry, Kind, System, Trouble, notes_folder, temporary_start, trouble};
use crate::text::clean_line;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The most bytes that a file of notes may have: ten thousand notes have four million.
pub const MAX_BYTES: u64 = 16 << 20;

/// What files of notes that lie beside their briefs end with.
const BESIDE: &str = ".notes.yaml";

/// What helps where there is no place for notes.
pub const NO_HOME: &str = "set HOME to the full path of your home folder";

/// Where notes are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// In the data folder.
    #[default]
    Data,
    /// Beside the brief, as `NAME.notes.yaml`; further briefs of the same file have `NAME.2.notes.yaml` and so on.
    Beside,
}

/// The place of the notes on one brief.
#[derive(Clone, Debug)]
pub struct Shelf {
    subject: Subject,
    /// The folder that is held while notes are changed.
    folder: PathBuf,
    /// The file that the brief was read from.
    brief: Option<PathBuf>,
    /// The file where there is none yet.
    fresh: PathBuf,
    /// The end of the names of notes files.
    suffix: &'static str,
}

/// The notes on a brief as they were found.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The file; it need not be there yet.
    pub path: PathBuf,
    /// What it holds.
    pub file: NotesFile,
    /// Copies that a synchroniser had put aside, and that are merged into it.
    pub copies: Vec<PathBuf>,
}

/// Why notes cannot be read or kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError {
    /// The file or folder; none where there is no place at all.
    pub path: Option<PathBuf>,
    /// What is wrong.
    pub message: String,
    /// What helps, where anything does.
    pub help: Option<String>,
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{}: ", clean_line(&path.to_string_lossy()))?;
        }
        f.write_str(&self.reason())
    }
}

impl std::error::Error for StoreError {}

impl StoreError {
    /// An error without a remedy.
    #[must_use]
    pub fn new(path: Option<&Path>, message: impl Into<String>) -> Self {
        Self { path: path.map(Path::to_owned), message: message.into(), help: None }
    }

    /// The same with what helps.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// What is wrong and what helps, without the place.
    #[must_use]
    pub fn reason(&self) -> String {
        match &self.help {
            Some(help) => format!("{}; {help}", self.message),
            None => self.message.clone(),
        }
    }

    /// The place in brackets, for the end of a line that may be too short for it; empty where there is none.
    #[must_use]
    pub fn place(&self) -> String {
        // A name without a folder lies in one that is gone.
        let path = self.path.as_ref().filter(|path| !path.as_os_str().is_empty());
        let path = path.map(|path| clean_line(&path.to_string_lossy()).into_owned());
        path.map(|path| format!(" ({path})")).unwrap_or_default()
    }

    fn io(path: &Path, error: &io::Error) -> Self {
        let Trouble { what, help } = trouble(error);
        Self { path: Some(path.to_owned()), message: what, help: help.map(str::to_owned) }
    }
}

impl Shelf {
    /// The place of the notes on a brief that was read from a file, or from elsewhere.
    ///
    /// # Errors
    /// Where there is no home, and so no place.
    pub fn of(
        system: &dyn System,
        keeping: Keeping,
        subject: Subject,
        brief: Option<&Path>,
    ) -> Result<Self, StoreError> {
        let beside = brief.and_then(|brief| Some((brief.parent()?, brief.file_stem()?)));
        if let Some((folder, stem)) = beside {
            let mut name = stem.to_owned();
            name.push(BESIDE);
            let fresh = folder.join(name);
            let brief = brief.map(Path::to_owned);
            // Notes that lie beside a brief are its notes, whatever is set.
            if keeping == Keeping::Beside || system.kind(&fresh).is_some() {
                return Ok(Self { subject, folder: folder.to_owned(), brief, fresh, suffix: BESIDE });
            }
        }
        let folder = notes_folder(system)
            .ok_or_else(|| StoreError::new(None, "there is no place for notes").help(NO_HOME))?;
        let fresh = folder.join(subject.file_name());
        Ok(Self { subject, folder, brief: brief.map(Path::to_owned), fresh, suffix: ".yaml" })
    }

    /// Finds the notes. The document tells whether notes on a brief that was called otherwise are its own.
    ///
    /// # Errors
    /// Where a file cannot be read or understood.
    pub fn find(&self, system: &dyn System, document: &Document) -> Result<Kept, StoreError> {
        let path = self.locate(system, document)?;
        let mut file = match &path {
            Some(path) => read(system, path)?,
            None => NotesFile::new(self.subject.clone()),
        };
        let path = path.unwrap_or_else(|| self.free(system));
        let mut copies = Vec::new();
        for copy in copies_of(system, &path) {
            // A copy that cannot be understood, or of notes on another brief, stays where it is.
            if let Ok(other) = read(system, &copy)
                && other.subject.kinship(&file.subject) != Kinship::Other
            {
                file.merge(&other);
                copies.push(copy);
            }
        }
        Ok(Kept { path, file, copies })
    }

    /// Makes changes, and gives the notes as they are then.
    ///
    /// # Errors
    /// Where a file cannot be read, understood or written. Then all is as it was.
    pub fn change(
        &self,
        system: &dyn System,
        document: &Document,
        changes: &[Change],
    ) -> Result<Kept, StoreError> {
        let lock = system.lock(&self.folder).map_err(|error| StoreError::io(&self.folder, &error))?;
        let mut kept = self.find(system, document)?;
        kept.file.apply_all(changes);
        let mut subject = self.subject.clone();
        // A brief that comes through a pipe has no file, and its notes may have.
        subject.file = subject.file.or_else(|| kept.file.subject.file.take());
        kept.file.rename(subject);
        let path = kept.path;
        let text = kept.file.write().map_err(|message| StoreError::new(Some(&path), message))?;
        system.replace(&path, text.as_bytes()).map_err(|error| StoreError::io(&path, &error))?;
        clear_rests(system, &path);
        kept.path = path;
        for copy in std::mem::take(&mut kept.copies) {
            // Its notes are safe by now; where it cannot be removed, it is merged again the next time.
            let _ = system.remove(&copy);
        }
        drop(lock);
        Ok(kept)
    }

    /// Writes down what the brief is called and where it lies now, where notes on it are found though that has changed:
    /// what changes next could not be told otherwise. Where it cannot be written all is as it was.
    ///
    /// # Errors
    /// As [`Shelf::change`].
    pub fn refresh(&self, system: &dyn System, document: &Document, kept: &Kept) -> Result<(), StoreError> {
        let (now, then) = (&self.subject, &kept.file.subject);
        let gone = |file: &String| system.kind(Path::new(file)).is_none();
        let called_otherwise =
            Subject { file: None, ..now.clone() } != Subject { file: None, ..then.clone() };
        // A brief may lie in two places: the notes need not say now one, now the other.
        let moved = now.file.is_some() && now.file != then.file && then.file.as_ref().is_none_or(gone);
        if kept.file.notes().next().is_some() && (called_otherwise || moved) {
            self.change(system, document, &[])?;
        }
        Ok(())
    }

    /// Whether a file holds notes on this brief: also one that was written when it was called otherwise, where nothing
    /// speaks against that.
    #[must_use]
    pub fn is_of(&self, system: &dyn System, document: &Document, file: &NotesFile) -> bool {
        match file.subject.kinship(&self.subject) {
            Kinship::Same => true,
            Kinship::Perhaps => {
                let quotes = file.notes().any(|note| note.anchor().quote.is_some());
                !self.is_anothers(system, file, &mut None) && (!quotes || confirmed(file, document))
            }
            Kinship::Namesake => !self.is_elsewhere(system, &file.subject),
            Kinship::Other => false,
        }
    }

    /// The file of the notes, where there is one.
    fn locate(&self, system: &dyn System, document: &Document) -> Result<Option<PathBuf>, StoreError> {
        let mut others = None;
        // What lies in the same file counts for more than what has the same title.
        let (mut perhaps, mut namesake) = (None, None);
        let mut is_its = |path: &Path, file: &NotesFile| {
            match file.subject.kinship(&self.subject) {
                Kinship::Same => return true,
                Kinship::Namesake if self.is_named_for(path) => return true,
                Kinship::Perhaps if perhaps.is_none() && self.takes(system, file, document, &mut others) => {
                    perhaps = Some(path.to_owned());
                }
                Kinship::Namesake if namesake.is_none() && !self.is_elsewhere(system, &file.subject) => {
                    namesake = Some(path.to_owned());
                }
                Kinship::Perhaps | Kinship::Namesake | Kinship::Other => {}
            }
            false
        };
        match is_there(system, &self.fresh) {
            Ok(false) => {}
            Ok(true) => {
                if is_its(&self.fresh, &read(system, &self.fresh)?) {
                    return Ok(Some(self.fresh.clone()));
                }
            }
            Err(error) => return Err(error),
        }
        let entries = match system.list(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(StoreError::io(&self.folder, &error)),
        };
        for entry in entries {
            if entry.kind != Some(Kind::File) || !is_notes(&entry, self.suffix) || entry.path == self.fresh {
                continue;
            }
            let Ok(bytes) = bytes(system, &entry.path) else { continue };
            if !self.may_be_mine(&bytes) {
                continue;
            }
            let Ok(file) = parse(&entry.path, bytes) else { continue };
            if is_its(&entry.path, &file) {
                return Ok(Some(entry.path));
            }
        }
        Ok(perhaps.or(namesake))
    }

    /// Whether a file beside the brief bears its name: then its notes are those of this brief wherever both were before.
    fn is_named_for(&self, path: &Path) -> bool {
        let brief = self.brief.as_deref().filter(|_| self.suffix == BESIDE);
        brief.and_then(Path::file_stem).is_some_and(|stem| bears(path, &stem.to_string_lossy()))
    }

    /// Whether the file that notes name still holds the brief that they are on, and is another than this brief's.
    fn is_elsewhere(&self, system: &dyn System, subject: &Subject) -> bool {
        let Some(path) = subject.file.as_deref().map(Path::new) else { return false };
        let full = |path: &Path| system.canonical(path).ok();
        if self.brief.as_deref().is_some_and(|own| full(own).is_some() && full(own) == full(path)) {
            return false;
        }
        match briefs_in(system, path) {
            Ok(briefs) => briefs.iter().any(|brief| brief.kinship(subject) == Kinship::Same),
            // What cannot be read may hold it.
            Err(_) => system.kind(path).is_some(),
        }
    }

    /// Whether notes on a brief of the same file that is called otherwise are this one's: their passages are in it, and
    /// the file holds no brief that is still called so. `others` are its briefs, once they have been looked at.
    fn takes(
        &self,
        system: &dyn System,
        notes: &NotesFile,
        document: &Document,
        others: &mut Option<Vec<Subject>>,
    ) -> bool {
        !self.is_anothers(system, notes, others) && confirmed(notes, document)
    }

    fn is_anothers(&self, system: &dyn System, notes: &NotesFile, others: &mut Option<Vec<Subject>>) -> bool {
        let others = others.get_or_insert_with(|| self.others(system));
        others.iter().any(|other| other.kinship(&notes.subject) == Kinship::Same)
    }

    /// The briefs that the file holds.
    fn others(&self, system: &dyn System) -> Vec<Subject> {
        self.brief.as_deref().and_then(|path| briefs_in(system, path).ok()).unwrap_or_default()
    }

    /// A file that is not there yet: another brief's notes may have taken the name.
    fn free(&self, system: &dyn System) -> PathBuf {
        let name = self.fresh.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = name.strip_suffix(self.suffix).unwrap_or(&name);
        let numbered = (2..).map(|n| self.fresh.with_file_name(format!("{stem}.{n}{}", self.suffix)));
        let mut names = std::iter::once(self.fresh.clone()).chain(numbered);
        names
            .find(|path| is_there(system, path).is_ok_and(|there| !there))
            .unwrap_or_else(|| self.fresh.clone())
    }

    /// Whether a file's bytes hold anything that this brief is known by: most files are passed over by this.
    fn may_be_mine(&self, bytes: &[u8]) -> bool {
        let subject = &self.subject;
        // Quotes and line breaks may part a long title in the file; its last word stays one.
        let word = |text: &str| text.split_whitespace().next_back().map(str::to_owned);
        let known = [subject.id.as_deref(), Some(&subject.title), subject.file.as_deref()];
        known
            .into_iter()
            .flatten()
            .filter_map(word)
            .any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
    }
}

/// A notes file with what it holds, or why it cannot be read.
pub type KeptFile = (PathBuf, Result<NotesFile, StoreError>);

/// Every notes file of the data folder, by name, with what it holds or why it cannot be read.
///
/// # Errors
/// Where there is no such folder, or it cannot be read.
pub fn all_kept(system: &dyn System) -> Result<Vec<KeptFile>, StoreError> {
    let Some(folder) = notes_folder(system) else { return Ok(Vec::new()) };
    let entries = match system.list(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(&folder, &error)),
    };
    let notes = entries.into_iter().filter(|entry| is_notes(entry, ".yaml"));
    Ok(read_all(system, notes.map(|entry| entry.path).collect()))
}

/// The notes files that lie beside a brief, by name, with what they hold or why they cannot be read.
#[must_use]
pub fn kept_beside(system: &dyn System, brief: &Path) -> Vec<KeptFile> {
    let (Some(folder), Some(stem)) = (brief.parent(), brief.file_stem()) else { return Vec::new() };
    let stem = stem.to_string_lossy();
    let is_its = |path: &Path| bears(path, &stem);
    let entries = system.list(folder).unwrap_or_default().into_iter();
    let notes = entries.filter(|entry| is_notes(entry, BESIDE) && is_its(&entry.path));
    read_all(system, notes.map(|entry| entry.path).collect())
}

fn read_all(system: &dyn System, mut paths: Vec<PathBuf>) -> Vec<KeptFile> {
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let file = read(system, &path);
            (path, file)
        })
        .collect()
}

/// Whether a file of notes beside a brief bears its name.
fn bears(path: &Path, stem: &str) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let rest = name.strip_prefix(stem).and_then(|rest| rest.strip_suffix(BESIDE));
    rest.is_some_and(|n| n.is_empty() || n.strip_prefix('.').is_some_and(|n| n.parse::<u32>().is_ok()))
}

/// Whether something in a folder is a file of notes by its name.
fn is_notes(entry: &Entry, suffix: &str) -> bool {
    let name = entry.path.file_name().map(std::ffi::OsStr::as_encoded_bytes).unwrap_or_default();
    name.ends_with(suffix.as_bytes()) && !name.starts_with(b".") && !is_copy(&entry.path)
}

/// The briefs that a file holds.
fn briefs_in(system: &dyn System, path: &Path) -> io::Result<Vec<Subject>> {
    let source = Source::decode(String::new(), system.read(path)?);
    let source = source.map_err(|_| io::ErrorKind::InvalidData)?;
    let briefs = crate::brief::read(&source).into_iter().filter_map(|reading| reading.brief.ok());
    Ok(briefs.map(|brief| Subject::of(&brief, Some(path))).collect())
}

/// Whether the passages of notes are in a document: at least half of those that have one.
fn confirmed(file: &NotesFile, document: &Document) -> bool {
    let anchoring = Anchoring::new(document);
    let quoted: Vec<_> = file.notes().filter(|note| note.anchor().quote.is_some()).collect();
    let found = quoted.iter().filter(|note| anchoring.resolve(note.anchor()) != Resolution::Orphaned).count();
    !quoted.is_empty() && 2 * found >= quoted.len()
}

/// Whether there is a file.
///
/// # Errors
/// Where there is something that notes cannot be kept in, or nothing that can be told.
fn is_there(system: &dyn System, path: &Path) -> Result<bool, StoreError> {
    let is = |what: &str| StoreError::new(Some(path), what).help("move it away: notes are kept in files");
    match system.kind(path) {
        Some(Kind::File) => Ok(true),
        Some(Kind::Folder) => Err(is("it is a folder, no file of notes")),
        Some(Kind::Stream) => Err(is("it is a pipe or a device, no file of notes")),
        // A link that leads to nothing yet is one to a file that will be.
        None => match system.canonical(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StoreError::io(path, &error)),
            _ => Ok(false),
        },
    }
}

/// The bytes of a file of notes.
fn bytes(system: &dyn System, path: &Path) -> Result<Vec<u8>, StoreError> {
    if !is_there(system, path)? {
        let error = StoreError::new(Some(path), "it is a link that leads nowhere");
        return Err(error.help("ls -l shows where it leads"));
    }
    if system.len(path).is_some_and(|len| len > MAX_BYTES) {
        let message = format!("it has more than {} MB, the most for a file of notes", MAX_BYTES >> 20);
        return Err(StoreError::new(Some(path), message).help("move it away, or divide it"));
    }
    system.read(path).map_err(|error| StoreError::io(path, &error))
}

fn read(system: &dyn System, path: &Path) -> Result<NotesFile, StoreError> {
    parse(path, bytes(system, path)?)
}

fn parse(path: &Path, bytes: Vec<u8>) -> Result<NotesFile, StoreError> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        StoreError::new(Some(path), format!("line {line}: it is not UTF-8 text")).help("save it as UTF-8")
    })?;
    NotesFile::read(&text).map_err(|finding| {
        let source = Source::new(String::new(), text);
        let place = finding.labels.first();
        let place = place.map(|label| format!("line {}: ", source.location(label.range.start).line));
        let error = StoreError::new(Some(path), format!("{}{}", place.unwrap_or_default(), finding.message));
        match finding.help {
            Some(help) => error.help(help),
            None => error,
        }
    })
}

/// Removes what writers of a file that were killed have left: while the folder is held, nobody else writes it.
fn clear_rests(system: &dyn System, path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return };
    let start = temporary_start(name);
    for entry in system.list(folder).unwrap_or_default() {
        let other = entry.path.file_name().map(std::ffi::OsStr::as_encoded_bytes).unwrap_or_default();
        if other.starts_with(start.as_encoded_bytes()) && other.ends_with(b".tmp") {
            // Whatever cannot be removed is in nobody's way.
            let _ = system.remove(&entry.path);
        }
    }
}
