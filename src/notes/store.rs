//! Files of notes as they lie on the disk: reading them, and why one cannot be read or kept.
//!
//! Invariant: what is no file of notes is told with its line and what helps. A file beside its brief names it by its name
//! alone, so that both may be moved and copied together; whoever reads it is told the full path.

use super::file::NotesFile;
use crate::source::Source;
use crate::system::{Entry, Kind, System, Trouble, set_aside, trouble};
use crate::text::clean_line;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// The most bytes that a file of notes may have: ten thousand notes have four million.
pub const MAX_BYTES: u64 = 16 << 20;

/// What files of notes that lie beside their briefs end with.
pub(super) const BESIDE: &str = ".notes.yaml";

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

    pub(super) fn io(path: &Path, error: &io::Error) -> Self {
        let Trouble { what, help } = trouble(error);
        Self { path: Some(path.to_owned()), message: what, help: help.map(str::to_owned) }
    }
}

/// A notes file, or why it cannot be read.
pub type KeptFile = (PathBuf, Result<NotesFile, StoreError>);

/// Whether there is a file.
///
/// # Errors
/// Where there is something that notes cannot be kept in, or nothing that can be told.
pub(super) fn is_there(system: &dyn System, path: &Path) -> Result<bool, StoreError> {
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
pub(super) fn bytes(system: &dyn System, path: &Path) -> Result<Vec<u8>, StoreError> {
    if !is_there(system, path)? {
        let error = StoreError::new(Some(path), "it is a link that leads nowhere");
        return Err(error.help("ls -l shows where it leads"));
    }
    if system.len(path).is_some_and(|len| len > MAX_BYTES) {
        return Err(too_large(path, "it has"));
    }
    system.read(path).map_err(|error| StoreError::io(path, &error))
}

/// What is said of a file that is too large; `has` begins the sentence.
pub(super) fn too_large(path: &Path, has: &str) -> StoreError {
    let message = format!("{has} more than {} MB, the most for a file of notes", MAX_BYTES >> 20);
    StoreError::new(Some(path), message).help("divide it: a brief of its own for each part, or shorter notes")
}

/// What some bytes hold, which were read from a path.
pub(super) fn parse(path: &Path, bytes: Vec<u8>) -> Result<NotesFile, StoreError> {
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes().iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        StoreError::new(Some(path), format!("line {line}: it is not UTF-8 text")).help("save it as UTF-8")
    })?;
    let mut file = NotesFile::read(&text).map_err(|finding| {
        if let Some(line) = text.lines().position(|line| line.starts_with("<<<<<<< ")) {
            let message = format!("line {}: git has left both sides of a conflict here", line + 1);
            let help =
                "keep the notes of both, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>";
            return StoreError::new(Some(path), message).help(help);
        }
        let source = Source::new(String::new(), text);
        let place = finding.labels.first();
        let place = place.map(|label| format!("line {}: ", source.location(label.range.start).line));
        let error = StoreError::new(Some(path), format!("{}{}", place.unwrap_or_default(), finding.message));
        match finding.help {
            Some(help) => error.help(help),
            None => error,
        }
    })?;
    file.subject.file = file.subject.file.map(|named| from(path, &named));
    Ok(file)
}

/// A notes file that is read.
pub(super) fn read(system: &dyn System, path: &Path) -> Result<NotesFile, StoreError> {
    parse(path, bytes(system, path)?)
}

/// The full path of a brief that a file of notes names.
fn from(path: &Path, named: &str) -> String {
    let folder = path.parent().filter(|_| is_beside(path) && Path::new(named).is_relative());
    folder.map_or_else(|| named.to_owned(), |folder| folder.join(named).to_string_lossy().into_owned())
}

/// What a file of notes calls its brief.
pub(super) fn named_in(path: &Path, brief: String) -> String {
    let brief_path = Path::new(&brief);
    let near = is_beside(path) && brief_path.parent() == path.parent();
    let name = brief_path.file_name().filter(|_| near).map(|name| name.to_string_lossy().into_owned());
    name.unwrap_or(brief)
}

fn is_beside(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(BESIDE.as_bytes()))
}

/// Whether something in a folder is a file of notes by its name; a copy that a synchroniser has put aside is none.
pub(super) fn is_notes(entry: &Entry, suffix: &str) -> bool {
    let name = entry.path.file_name().map(std::ffi::OsStr::as_encoded_bytes).unwrap_or_default();
    name.ends_with(suffix.as_bytes()) && !name.starts_with(b".") && original(&entry.path).is_none()
}

/// The name of the file that a copy was made of; none where a path is no copy.
pub(super) fn original(path: &Path) -> Option<String> {
    set_aside(&path.file_name()?.to_string_lossy())
}

/// Whether a file of notes beside a brief bears its name.
pub(super) fn bears(path: &Path, stem: &str) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let rest = name.strip_prefix(stem).and_then(|rest| rest.strip_suffix(BESIDE));
    rest.is_some_and(|n| n.is_empty() || n.strip_prefix('.').is_some_and(|n| n.parse::<u32>().is_ok()))
}
