//! A world in memory, for tests: the same behaviour without a disk.

use super::{Entry, Kind, Lock, Opened, Stat, System};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Files, variables and the programs that were run.
#[derive(Debug, Default)]
pub struct Memory {
    files: Mutex<BTreeMap<PathBuf, Vec<u8>>>,
    vars: BTreeMap<String, String>,
    locked: BTreeSet<PathBuf>,
    runs: Mutex<Vec<Vec<String>>>,
    /// What writing fails with, where it does.
    refuses: Mutex<Option<io::ErrorKind>>,
    /// What somebody else writes right before a file is amended, once.
    rival: Mutex<Option<(PathBuf, Vec<u8>)>>,
    /// How often files were read.
    reads: AtomicUsize,
    /// What programs print.
    output: Option<Vec<u8>>,
    /// What is claimed.
    claims: Mutex<BTreeSet<PathBuf>>,
    /// How often the time or chance was asked for.
    asked: AtomicU64,
}

impl Memory {
    /// An empty world.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with a file.
    #[must_use]
    pub fn with_file(self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) -> Self {
        self.write(path, bytes);
        self
    }

    /// The same with a variable.
    #[must_use]
    pub fn with_var(mut self, name: &str, value: &str) -> Self {
        self.vars.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same with a folder or a file that may not be read.
    #[must_use]
    pub fn with_lock(mut self, path: impl Into<PathBuf>) -> Self {
        self.locked.insert(path.into());
        self
    }

    /// The same with programs that print this.
    #[must_use]
    pub fn with_output(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        self.output = Some(bytes.into());
        self
    }

    /// Puts a file there, as an editor would.
    pub fn write(&self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        if let Ok(mut files) = self.files.lock() {
            files.insert(path.into(), bytes.into());
        }
    }

    /// From now on every write fails like this; none lets them succeed again.
    pub fn refuse(&self, kind: Option<io::ErrorKind>) {
        if let Ok(mut refuses) = self.refuses.lock() {
            *refuses = kind;
        }
    }

    /// The next time that a file is amended, somebody else has written this in it right before.
    pub fn interfere(&self, path: impl Into<PathBuf>, bytes: impl Into<Vec<u8>>) {
        if let Ok(mut rival) = self.rival.lock() {
            *rival = Some((path.into(), bytes.into()));
        }
    }

    /// How often files have been read.
    #[must_use]
    pub fn reads(&self) -> usize {
        self.reads.load(Ordering::Relaxed)
    }

    /// All who have claimed anything are no more.
    pub fn end_claims(&self) {
        if let Ok(mut claims) = self.claims.lock() {
            claims.clear();
        }
    }

    fn refused(&self) -> io::Result<()> {
        match self.refuses.lock().ok().and_then(|refuses| *refuses) {
            Some(kind) => Err(kind.into()),
            None => Ok(()),
        }
    }

    /// The programs that were run, with their arguments and what they were given.
    #[must_use]
    pub fn runs(&self) -> Vec<Vec<String>> {
        self.runs.lock().map(|runs| runs.clone()).unwrap_or_default()
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.files.lock().map(|files| files.clone()).unwrap_or_default()
    }
}

struct OpenBytes(Vec<u8>);

impl Opened for OpenBytes {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let bytes = start.checked_add(len).and_then(|end| self.0.get(start..end));
        bytes.map(<[u8]>::to_vec).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

impl System for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.reads.fetch_add(1, Ordering::Relaxed);
        match self.kind(path) {
            Some(_) if self.locked.contains(path) => Err(io::ErrorKind::PermissionDenied.into()),
            Some(Kind::File | Kind::Stream) => Ok(self.files().get(path).cloned().unwrap_or_default()),
            Some(Kind::Folder) => Err(io::ErrorKind::IsADirectory.into()),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Opened>> {
        Ok(Box::new(OpenBytes(self.read(path)?)))
    }

    fn len(&self, path: &Path) -> Option<u64> {
        self.files().get(path).and_then(|bytes| u64::try_from(bytes.len()).ok())
    }

    /// A file's times are a number of what it holds: nobody writes without that being seen.
    fn stat(&self, path: &Path) -> Option<Stat> {
        let files = self.files.lock().ok()?;
        let bytes = files.get(path)?;
        let sum = bytes.iter().fold(7_i64, |sum, b| sum.wrapping_mul(31).wrapping_add(i64::from(*b)));
        let len = u64::try_from(bytes.len()).ok()?;
        Some(Stat { len, modified: sum.abs(), changed: sum, file: (0, 0) })
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        if self.locked.contains(folder) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        let folder = folder.strip_prefix(".").unwrap_or(folder);
        let names: BTreeSet<PathBuf> = self
            .files()
            .keys()
            .filter_map(|path| path.strip_prefix(folder).ok()?.components().next())
            .map(|name| folder.join(name))
            .collect();
        if names.is_empty() {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(names.into_iter().map(|path| Entry { kind: self.kind(&path), path }).collect())
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let files = self.files();
        if files.contains_key(path) {
            return Some(Kind::File);
        }
        files.keys().any(|file| file.starts_with(path)).then_some(Kind::Folder)
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.refused()?;
        self.write(path, bytes);
        Ok(())
    }

    fn amend(&self, path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
        let rival = self.rival.lock().ok().and_then(|mut rival| rival.take_if(|(there, _)| *there == path));
        if let Some((path, bytes)) = rival {
            self.write(path, bytes);
        }
        if self.read(path)? != old {
            return Err(super::overtaken());
        }
        self.replace(path, new)
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        match self.kind(path) {
            Some(_) => Err(io::ErrorKind::AlreadyExists.into()),
            None => self.replace(path, bytes),
        }
    }

    fn put_copy(&self, path: &Path, bytes: &[u8], over: bool) -> io::Result<()> {
        if over { self.replace(path, bytes) } else { self.create(path, bytes) }
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.refused()?;
        let mut all = self.read(path).unwrap_or_default();
        if all.last().is_some_and(|last| *last != b'\n') {
            all.push(b'\n');
        }
        all.extend_from_slice(bytes);
        self.write(path, all);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.refused()?;
        let mut files = self.files.lock().map_err(|_| io::ErrorKind::Other)?;
        files.remove(path).map(|_| ()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn lock(&self, _: &Path) -> io::Result<Lock> {
        self.refused().map(|()| Lock::default())
    }

    /// Begins at 2026-11-22T10:00:00Z; each time that it is asked for, a second has passed.
    fn now(&self) -> Timestamp {
        let asked = i64::try_from(self.asked.fetch_add(1, Ordering::Relaxed)).unwrap_or(0);
        Timestamp::from_second(1_795_341_600 + asked).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    fn chance(&self) -> u64 {
        self.asked.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }

    fn claim(&self, path: &Path) -> io::Result<Lock> {
        self.claims.lock().map_err(|_| io::ErrorKind::Other)?.insert(path.to_owned());
        Ok(Lock::default())
    }

    fn is_claimed(&self, path: &Path) -> bool {
        self.claims.lock().is_ok_and(|claims| claims.contains(path))
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        Ok(path.to_owned())
    }

    fn var(&self, name: &str) -> Option<String> {
        self.vars.get(name).cloned()
    }

    fn run(&self, command: &[OsString]) -> Result<(), String> {
        let words = command.iter().map(|word| word.to_string_lossy().into_owned());
        self.runs.lock().map_err(|_| "poisoned")?.push(words.collect());
        Ok(())
    }

    /// Gives what [`Memory::with_output`] says, and fails where it says nothing.
    fn filter(&self, command: &[String], input: &[u8]) -> Result<Vec<u8>, String> {
        self.pipe(command, &String::from_utf8_lossy(input))?;
        self.output.clone().ok_or_else(|| "it ended with a failure".to_owned())
    }

    fn pipe(&self, command: &[String], input: &str) -> Result<(), String> {
        let run = command.iter().map(String::as_str).chain([input]).map(OsString::from);
        self.run(&run.collect::<Vec<_>>())
    }
}
