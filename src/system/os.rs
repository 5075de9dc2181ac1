//! The real world.

use super::{Entry, Kind, System};
use crate::source::MAX_BYTES;
use jiff::Timestamp;
use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata, OpenOptions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

/// The operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Os;

/// A folder that is held. Dropping it lets go.
#[derive(Debug, Default)]
#[must_use = "the folder is held as long as this is"]
pub struct Lock {
    /// What the operating system's lock hangs on.
    #[expect(dead_code, reason = "held, not read")]
    file: Option<File>,
}

impl System for Os {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        let expected = file.metadata().ok().filter(Metadata::is_file).map_or(0, |file| file.len());
        read_at_most(file, usize::try_from(expected).unwrap_or(usize::MAX), MAX_BYTES)
    }

    fn len(&self, path: &Path) -> Option<u64> {
        std::fs::metadata(path).ok().filter(Metadata::is_file).map(|file| file.len())
    }

    fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for entry in std::fs::read_dir(folder)? {
            let entry = entry?;
            let kind = match entry.file_type() {
                Ok(kind) if kind.is_dir() => Some(Kind::Folder),
                Ok(kind) if kind.is_file() => Some(Kind::File),
                _ => self.kind(&entry.path()),
            };
            entries.push(Entry { path: entry.path(), kind });
        }
        Ok(entries)
    }

    fn kind(&self, path: &Path) -> Option<Kind> {
        let kind = std::fs::metadata(path).ok()?;
        Some(if kind.is_dir() {
            Kind::Folder
        } else if kind.is_file() {
            Kind::File
        } else {
            Kind::Stream
        })
    }

    fn replace(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        // A link stays a link: what it leads to is replaced.
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        let (temporary, file) = beside(&path, bytes)?;
        let kept = || -> io::Result<()> {
            if let Ok(old) = path.metadata() {
                file.set_permissions(old.permissions())?;
            }
            std::fs::rename(&temporary, &path)?;
            sync_folder(&path)
        };
        kept().inspect_err(|_| {
            let _ = std::fs::remove_file(&temporary);
        })
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let (temporary, _) = beside(path, bytes)?;
        // Unlike a renamed file, a second name never takes another's place.
        let linked = std::fs::hard_link(&temporary, path).or_else(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Err(error),
            // A file system without second names.
            _ => OpenOptions::new().write(true).create_new(true).open(path).and_then(|mut file| {
                file.write_all(bytes)?;
                file.sync_all()
            }),
        });
        let _ = std::fs::remove_file(&temporary);
        linked?;
        sync_folder(path)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn lock(&self, folder: &Path) -> io::Result<Lock> {
        make_folder(folder)?;
        let held = File::open(folder).and_then(|file| file.lock().map(|()| file));
        match held {
            Ok(file) => Ok(Lock { file: Some(file) }),
            // Some network file systems know no locks; then the file is read anew and written in one breath.
            Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(Lock::default()),
            Err(error) if matches!(error.raw_os_error(), Some(9 | 37 | 95)) => Ok(Lock::default()),
            Err(error) => Err(error),
        }
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn chance(&self) -> u64 {
        // The keys of the standard library's maps come from the system's source of chance.
        RandomState::new().build_hasher().finish()
    }

    fn process(&self) -> u32 {
        std::process::id()
    }

    fn runs(&self, process: u32) -> bool {
        let pid = i32::try_from(process).ok().and_then(rustix::process::Pid::from_raw);
        // Another user's process cannot be asked, and runs.
        pid.is_some_and(|pid| {
            !matches!(rustix::process::test_kill_process(pid), Err(rustix::io::Errno::SRCH))
        })
    }

    fn canonical(&self, path: &Path) -> io::Result<PathBuf> {
        path.canonicalize()
    }

    fn var(&self, name: &str) -> Option<String> {
        std::env::var(name).ok().filter(|value| !value.is_empty())
    }

    fn run(&self, command: &[OsString]) -> Result<(), String> {
        let child = start(command)?.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => NO_PROGRAM.to_owned(),
            _ => error.to_string(),
        })?;
        match wait_or_stop(&child) {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(reason(status)),
            Err(error) => Err(error.to_string()),
        }
    }

    fn pipe(&self, command: &[String], input: &str) -> Result<(), String> {
        let mut program = start(command)?;
        let child = program.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let mut child = child.map_err(|error| failure(command, &error))?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(input.as_bytes()).map_err(|error| failure(command, &error))?;
        }
        outcome(command, child.wait())
    }
}

/// Makes a folder with those above it, for its owner alone as the XDG specification says.
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

/// Bytes on the disk in a new file beside a path, which is hidden and bears its name.
fn beside(path: &Path, bytes: &[u8]) -> io::Result<(PathBuf, File)> {
    let invalid = || io::Error::from(io::ErrorKind::InvalidInput);
    let name = path.file_name().ok_or_else(invalid)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_folder(folder)?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{}-{:x}.tmp", std::process::id(), Os.chance()));
    let temporary = folder.join(hidden);
    let mut file = OpenOptions::new().write(true).create_new(true).open(&temporary)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    match written {
        Ok(()) => Ok((temporary, file)),
        Err(error) => {
            let _ = std::fs::remove_file(&temporary);
            Err(error)
        }
    }
}

/// Reads to the end, where that is not too far away; `expected` is how far it seems.
///
/// # Errors
/// What the operating system says; [`io::ErrorKind::FileTooLarge`] beyond so many bytes.
pub fn read_at_most(from: impl Read, expected: usize, most: usize) -> io::Result<Vec<u8>> {
    if expected > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::with_capacity(expected);
    // One more shows that there is more.
    from.take(most as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > most {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(bytes)
}

/// Waits for the end of a program, and stops as often as it stops: a shell takes a job for stopped only when all of it
/// is.
fn wait_or_stop(child: &Child) -> io::Result<ExitStatus> {
    use rustix::process::{Pid, WaitOptions, waitpid};
    use std::os::unix::process::ExitStatusExt;
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    loop {
        match waitpid(pid, WaitOptions::UNTRACED) {
            Ok(Some((_, status))) if status.stopped() => super::stop_job()?,
            Ok(Some((_, status))) => return Ok(ExitStatus::from_raw(status.as_raw())),
            Ok(None) | Err(rustix::io::Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// Puts a file's name on the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Some file systems cannot: then the name is as safe as it gets.
    match File::open(folder)?.sync_all() {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        outcome => outcome,
    }
}

fn start<W: AsRef<OsStr>>(command: &[W]) -> Result<Command, String> {
    let (program, arguments) = command.split_first().ok_or("no command is given")?;
    let mut start = Command::new(program);
    start.args(arguments);
    Ok(start)
}

fn outcome<W: AsRef<OsStr>>(command: &[W], status: io::Result<ExitStatus>) -> Result<(), String> {
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{} ended with {status}", words(command))),
        Err(error) => Err(failure(command, &error)),
    }
}

const NO_PROGRAM: &str = "there is no such program";

/// Why a program failed, by the conventions of shells.
fn reason(status: ExitStatus) -> String {
    match status.code() {
        Some(127) => NO_PROGRAM.to_owned(),
        Some(126) => "it cannot be run".to_owned(),
        _ => status.to_string(),
    }
}

fn failure<W: AsRef<OsStr>>(command: &[W], error: &io::Error) -> String {
    format!("{}: {error}", words(command.get(..1).unwrap_or_default()))
}

fn words<W: AsRef<OsStr>>(command: &[W]) -> String {
    let words: Vec<_> = command.iter().map(|word| word.as_ref().to_string_lossy()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_never_ends_is_not_read_for_ever() {
        assert_eq!(read_at_most(io::repeat(0), 0, 1000).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read_at_most(io::repeat(0).take(1000), 9, 1000).unwrap().len(), 1000);
    }
}
