//! The world: files, the environment, other programs.
//!
//! Owns [`System`], the one trait through which the rest of the project meets it, the real one ([`Os`]) and one in
//! memory for tests ([`Memory`]); where configuration and notes lie; which files of a folder are briefs; and when they
//! change ([`Watcher`]).
//! Invariant: no other room reads or writes a file, or asks for a variable, the time or chance. A file is written whole
//! or not at all.

mod aside;
mod copy;
mod crew;
mod editor;
mod filter;
mod folder;
mod job;
mod memory;
mod os;
mod parallel;
mod paths;
mod remote;
mod trouble;
mod watch;
mod watched;

pub use aside::set_aside;
pub use crew::{crew, hands};
pub use editor::open_editor;
pub use folder::{Found, find_briefs, is_notes};
pub use job::{shell_waits, stop_job};
pub use memory::Memory;
pub use os::{Lock, Os, read_at_most, temporary_start};
pub use parallel::{in_order, threads};
pub use paths::{
    cache_folder, config_file, home, notes_folder, state_folder, templates_folder, unsaved_folder,
};
pub use trouble::{Trouble, trouble};
pub use watch::{Watcher, Way};

use jiff::Timestamp;
use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};

/// What the project needs of the world.
pub trait System: Send + Sync {
    /// The bytes of a file; of a device no more than a person would type.
    ///
    /// # Errors
    /// What the operating system says.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// Opens a file, to read stretches of it. What is read later is of the same file, whatever has its name by then.
    ///
    /// # Errors
    /// What the operating system says; `InvalidInput` where it is a pipe, a device or a folder.
    fn open(&self, path: &Path) -> io::Result<Box<dyn Opened>>;

    /// The length of a file in bytes; none where it has none, as a pipe.
    fn len(&self, path: &Path) -> Option<u64>;

    /// What tells a file's state from another; none where there is no file, or something that is none.
    fn stat(&self, path: &Path) -> Option<Stat>;

    /// What lies in a folder, in no order.
    ///
    /// # Errors
    /// What the operating system says.
    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>>;

    /// What a path names, links followed; none where there is nothing.
    fn kind(&self, path: &Path) -> Option<Kind>;

    /// Puts bytes in the place of a file, or makes it, with its folders: whoever reads sees the old ones or the new
    /// ones, whatever happens meanwhile, and once this returns they are on the disk. A pipe or a device stays one, and
    /// is written to; a link stays a link, and what it leads to is made.
    ///
    /// # Errors
    /// What the operating system says; then the old file is as it was.
    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Puts bytes in the place of those that a file was read with, like [`System::replace`]; where others are there now,
    /// or its owner has said that nobody may write to it, it is left as it is.
    ///
    /// # Errors
    /// What the operating system says, and why the file is left, in words.
    fn amend(&self, path: &Path, old: &[u8], new: &[u8]) -> io::Result<()>;

    /// Makes a file that is not there, with its folders, as durably as [`System::replace`].
    ///
    /// # Errors
    /// What the operating system says; `AlreadyExists` where there is something.
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Makes a file that holds a copy of what is kept elsewhere, with its folders: whole or not at all, but without waiting
    /// until it is on the disk. `over` puts it in the place of one that is there.
    ///
    /// # Errors
    /// What the operating system says; `AlreadyExists` where there is something and it is not to be written over.
    fn put_copy(&self, path: &Path, bytes: &[u8], over: bool) -> io::Result<()>;

    /// Adds bytes to the end of a file, or makes it, with its folders. Where the file ends within a line, a new one is
    /// begun: whoever wrote that was interrupted.
    ///
    /// # Errors
    /// What the operating system says.
    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;

    /// Removes a file.
    ///
    /// # Errors
    /// What the operating system says.
    fn remove(&self, path: &Path) -> io::Result<()>;

    /// Waits until nobody else holds a folder, and holds it until the lock is dropped. The folder is made where there is
    /// none. Where a file system has no locks, nothing is held.
    ///
    /// # Errors
    /// What the operating system says; `TimedOut` where somebody else holds it for seconds.
    fn lock(&self, folder: &Path) -> io::Result<Lock>;

    /// The time.
    fn now(&self) -> Timestamp;

    /// A number that nobody can foretell.
    fn chance(&self) -> u64;

    /// Makes a file that says that somebody is there, until the lock is dropped or its process ends, however it ends.
    ///
    /// # Errors
    /// What the operating system says.
    fn claim(&self, path: &Path) -> io::Result<Lock>;

    /// Whether somebody is there who has claimed a path. What is left of one who is not is removed.
    fn is_claimed(&self, path: &Path) -> bool;

    /// A path without links and detours, for telling whether two are the same.
    ///
    /// # Errors
    /// What the operating system says.
    fn canonical(&self, path: &Path) -> io::Result<PathBuf>;

    /// A variable of the environment; none where it is unset, empty or no Unicode.
    fn var(&self, name: &str) -> Option<String>;

    /// Runs a program on the terminal and waits for it; where it stops, this program stops with it. The first word is
    /// the program; words need not be Unicode, as names of files need not.
    ///
    /// # Errors
    /// When it cannot be started or ends with a failure, in words.
    fn run(&self, command: &[OsString]) -> Result<(), String>;

    /// Runs a program with a text as its input, away from the terminal, and waits for it.
    ///
    /// # Errors
    /// When it cannot be started or ends with a failure, in words.
    fn pipe(&self, command: &[String], input: &str) -> Result<(), String>;

    /// Runs a program with some bytes as its input, away from the terminal, and gives what it prints.
    ///
    /// # Errors
    /// When it cannot be started, ends with a failure, takes longer than [`FILTER_SECONDS`] or prints more than
    /// [`FILTER_BYTES`], in words with the start of what it complains of; then it is ended.
    fn filter(&self, command: &[String], input: &[u8]) -> Result<Vec<u8>, String>;
}

/// What is left as it is because somebody else has changed it.
#[derive(Debug)]
struct Overtaken;

impl std::fmt::Display for Overtaken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("somebody else has changed the file meanwhile: it is left as it is; try again")
    }
}

impl std::error::Error for Overtaken {}

fn overtaken() -> io::Error {
    io::Error::other(Overtaken)
}

/// Whether [`System::amend`] has left a file as it is because somebody else has changed it meanwhile.
#[must_use]
pub fn is_overtaken(error: &io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Overtaken>)
}

/// A file that is open.
pub trait Opened: Send + Sync {
    /// Its length in bytes when it was opened.
    fn len(&self) -> u64;

    /// Whether it was empty.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of it, as many as are asked for.
    ///
    /// # Errors
    /// What the operating system says; `UnexpectedEof` where there are not so many.
    fn read_at(&self, offset: u64, len: usize) -> io::Result<Vec<u8>>;
}

/// So many seconds a program may take that something is made with.
pub const FILTER_SECONDS: u64 = 300;

/// So many bytes it may print.
pub const FILTER_BYTES: usize = 32 << 20;

/// Something in a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it is: the folder's path with the name.
    pub path: PathBuf,
    /// What it is, links followed; none for a link that leads nowhere.
    pub kind: Option<Kind>,
}

/// The state of a file, as far as it can be told without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stat {
    /// Its length in bytes.
    pub len: u64,
    /// When it was last written, in nanoseconds since 1970.
    pub modified: i64,
    /// When anything about it last changed, in nanoseconds since 1970: unlike `modified`, nobody can set it.
    pub changed: i64,
    /// Which file it is, whatever names it has: device and number. Zeros where it cannot be told.
    pub file: (u64, u64),
}

/// What a path names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A file.
    File,
    /// A pipe or a device: it is read like a file, but perhaps never ends, and only once.
    Stream,
    /// A folder.
    Folder,
}
