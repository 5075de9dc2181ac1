//! The real world.

use super::{Entry, Kind, Opened, Stat, System, trouble};
use crate::source::MAX_BYTES;
use jiff::Timestamp;
use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// The operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Os;

/// A folder that is held, or a claim. Dropping it lets go.
#[derive(Debug, Default)]
#[must_use = "it is held as long as this is"]
pub struct Lock {
    /// What the operating system's lock hangs on.
    #[expect(dead_code, reason = "held, not read")]
    file: Option<File>,
    /// What is needed no more then.
    claim: Option<PathBuf>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(claim) = &self.claim {
            // What stays there is removed by whoever finds that nobody holds it.
            let _ = std::fs::remove_file(claim);
        }
    }
}

struct OpenFile {
    file: File,
    len: u64,
}

impl Opened for OpenFile {
    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        use std::os::unix::fs::FileExt;
        // Nobody is made to set aside more than there can be.
        if offset.checked_add(len as u64).is_none_or(|end| end > self.len) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut bytes = vec![0; len];
        self.file.read_exact_at(&mut bytes, offset)?;
        Ok(bytes)
    }
}

/// How long somebody else may hold a folder.
const PATIENCE: Duration = Duration::from_secs(5);

impl System for Os {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let file = File::open(path)?;
        if file.metadata().is_ok_and(|file| is_device(&file)) {
            return read_device(file);
        }
        let expected = file.metadata().ok().filter(Metadata::is_file).map_or(0, |file| file.len());
        read_at_most(file, usize::try_from(expected).unwrap_or(usize::MAX), MAX_BYTES)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Opened>> {
        // Opening a pipe would wait for whoever writes into it.
        if !std::fs::metadata(path)?.is_file() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        let file = File::open(path)?;
        let len = file.metadata()?.len();
        Ok(Box::new(OpenFile { file, len }))
    }

    fn len(&self, path: &Path) -> Option<u64> {
        std::fs::metadata(path).ok().filter(Metadata::is_file).map(|file| file.len())
    }

    fn stat(&self, path: &Path) -> Option<Stat> {
        use std::os::unix::fs::MetadataExt;
        let file = std::fs::metadata(path).ok().filter(Metadata::is_file)?;
        let nanos = |seconds: i64, nanos: i64| seconds.saturating_mul(1_000_000_000).saturating_add(nanos);
        Some(Stat {
            len: file.len(),
            modified: nanos(file.mtime(), file.mtime_nsec()),
            changed: nanos(file.ctime(), file.ctime_nsec()),
            file: (file.dev(), file.ino()),
        })
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
        put(path, bytes, |_| Ok(()))
    }

    fn amend(&self, path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
        if path.metadata()?.permissions().readonly() {
            return Err(io::Error::other("the file is read-only; chmod u+w allows writing"));
        }
        // What takes time is done by then: between the look and the change there is none for anybody else.
        put(path, new, |path| if self.read(path)? == old { Ok(()) } else { Err(super::overtaken()) })
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if is_stream(path) {
            return write_through(path, bytes);
        }
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
        clear_left(path);
        sync_folder(path)
    }

    fn put_copy(&self, path: &Path, bytes: &[u8], over: bool) -> io::Result<()> {
        super::copy::put(path, bytes, over)
    }

    fn append(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        if let Some(folder) = path.parent() {
            make_folder(folder)?;
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(path)?;
        let mut last = [0];
        let torn =
            file.seek(SeekFrom::End(-1)).is_ok() && file.read_exact(&mut last).is_ok() && last != *b"\n";
        // In one breath: a line is there or is not.
        let start: &[u8] = if torn { b"\n" } else { b"" };
        file.write_all(&[start, bytes].concat())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        std::fs::remove_file(path)
    }

    fn lock(&self, folder: &Path) -> io::Result<Lock> {
        make_folder(folder)?;
        let file = File::open(folder)?;
        let began = Instant::now();
        let mut pause = Duration::from_millis(1);
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Lock { file: Some(file), claim: None }),
                Err(TryLockError::WouldBlock) if began.elapsed() < PATIENCE => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(Duration::from_millis(50));
                }
                Err(TryLockError::WouldBlock) => return Err(io::ErrorKind::TimedOut.into()),
                // Some network file systems know no locks; then the file is read anew and written in one breath.
                Err(TryLockError::Error(error)) if knows_no_locks(&error) => return Ok(Lock::default()),
                Err(TryLockError::Error(error)) => return Err(error),
            }
        }
    }

    fn claim(&self, path: &Path) -> io::Result<Lock> {
        // It bears its name only once it is held: otherwise somebody might take it for left.
        let (temporary, file) = beside(path, &[])?;
        let held = match file.try_lock() {
            Err(TryLockError::Error(error)) if !knows_no_locks(&error) => Err(error),
            _ => std::fs::rename(&temporary, path),
        };
        held.inspect_err(|_| {
            let _ = std::fs::remove_file(&temporary);
        })?;
        Ok(Lock { file: Some(file), claim: Some(path.to_owned()) })
    }

    fn is_claimed(&self, path: &Path) -> bool {
        // Opening a pipe would wait for whoever writes into it.
        if self.kind(path) != Some(Kind::File) {
            return false;
        }
        let Ok(file) = File::open(path) else { return false };
        if matches!(file.try_lock(), Err(TryLockError::WouldBlock)) {
            return true;
        }
        // Where it cannot be removed it is in nobody's way.
        let _ = std::fs::remove_file(path);
        false
    }

    fn now(&self) -> Timestamp {
        Timestamp::now()
    }

    fn chance(&self) -> u64 {
        // The keys of the standard library's maps come from the system's source of chance.
        RandomState::new().build_hasher().finish()
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
            _ => trouble(&error).to_string(),
        })?;
        match wait_or_stop(&child) {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(reason(status)),
            Err(error) => Err(trouble(&error).to_string()),
        }
    }

    fn filter(&self, command: &[String], input: &[u8]) -> Result<Vec<u8>, String> {
        super::filter::run(command, input, Duration::from_secs(super::FILTER_SECONDS), super::FILTER_BYTES)
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

/// The most bytes that are read of a device: a terminal or /dev/null ends before, /dev/zero never.
const DEVICE_BYTES: usize = 1 << 20;

fn is_device(file: &Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    file.file_type().is_char_device() || file.file_type().is_block_device()
}

fn read_device(file: File) -> io::Result<Vec<u8>> {
    read_at_most(file, 0, DEVICE_BYTES).map_err(|error| match error.kind() {
        io::ErrorKind::FileTooLarge => {
            io::Error::new(io::ErrorKind::InvalidInput, "it is a device that does not end; name a file")
        }
        _ => error,
    })
}

/// Makes a folder with those above it, for its owner alone as the XDG specification says.
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| {
        // Which part of the path is in the way is told, where that is it.
        let in_the_way = folder.ancestors().find(|part| part.exists() && !part.is_dir());
        match (error.kind(), in_the_way) {
            (io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory, Some(part)) => {
                let message = format!("{} is a file, not a folder; move it away", part.display());
                io::Error::new(io::ErrorKind::NotADirectory, message)
            }
            _ => error,
        }
    })
}

/// What the names of files begin with that are written to take the place of one of a name. A name may have 255 bytes,
/// and so no more than the start of a long one is in it.
#[must_use]
pub fn temporary_start(name: &OsStr) -> OsString {
    let mut start = OsString::from(".");
    if name.len() <= 200 {
        start.push(name);
    } else {
        let shown = name.to_string_lossy();
        start.push(shown.get(..shown.floor_char_boundary(200)).unwrap_or_default());
    }
    start.push(".");
    start
}

/// Removes what writers of a file that were killed have left, where nobody can be at it any more.
fn clear_left(path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let start = temporary_start(name);
    let is_old = |file: &Metadata| {
        let age = file.modified().ok().and_then(|then| then.elapsed().ok());
        age.is_some_and(|age| age > Duration::from_hours(1))
    };
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.as_encoded_bytes();
        let is_its = name.starts_with(start.as_encoded_bytes()) && name.ends_with(b".tmp");
        if is_its && entry.metadata().is_ok_and(|file| is_old(&file)) {
            // Whatever cannot be removed is in nobody's way.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Whether a path names a pipe or a device, or what this process has open.
fn is_stream(path: &Path) -> bool {
    let is_open = || ["/dev", "/proc"].iter().any(|folder| path.starts_with(folder)) && path.exists();
    is_open() || path.metadata().is_ok_and(|there| !there.is_file() && !there.is_dir())
}

/// Puts bytes in the place of a file, where nothing speaks against it once they are on the disk.
fn put(path: &Path, bytes: &[u8], may: impl FnOnce(&Path) -> io::Result<()>) -> io::Result<()> {
    if is_stream(path) {
        return write_through(path, bytes);
    }
    // A link stays a link: what it leads to is replaced.
    let path = match path.canonicalize() {
        Err(error) if error.kind() == io::ErrorKind::NotFound => end_of_links(path)?,
        other => other?,
    };
    let (temporary, file) = beside(&path, bytes)?;
    let kept = || -> io::Result<()> {
        if let Ok(old) = path.metadata() {
            file.set_permissions(old.permissions())?;
        }
        may(&path)?;
        std::fs::rename(&temporary, &path)?;
        sync_folder(&path)
    };
    kept().inspect_err(|_| {
        let _ = std::fs::remove_file(&temporary);
    })
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    OpenOptions::new().write(true).open(path)?.write_all(bytes)
}

/// What a path leads to that leads to nothing yet. Only a file is made there, no folder: its disk may not be at hand.
fn end_of_links(path: &Path) -> io::Result<PathBuf> {
    let mut end = path.to_owned();
    for _ in 0..40 {
        let Ok(next) = end.read_link() else { return Ok(end) };
        end = end.parent().unwrap_or(Path::new("")).join(next);
        let folder = end.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            let message = format!("it is a link to {}, and its folder is not there", end.display());
            return Err(io::Error::new(io::ErrorKind::NotFound, message));
        }
    }
    Err(io::ErrorKind::InvalidInput.into())
}

fn knows_no_locks(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::Unsupported || matches!(error.raw_os_error(), Some(9 | 37 | 95))
}

/// Bytes on the disk in a new file beside a path, which is hidden and bears its name.
fn beside(path: &Path, bytes: &[u8]) -> io::Result<(PathBuf, File)> {
    let invalid = || io::Error::from(io::ErrorKind::InvalidInput);
    let name = path.file_name().ok_or_else(invalid)?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    make_folder(folder)?;
    let mut hidden = temporary_start(name);
    hidden.push(format!("{}-{:x}.tmp", std::process::id(), Os.chance()));
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

pub(super) const NO_PROGRAM: &str = "there is no such program";

/// Why a program failed, by the conventions of shells.
fn reason(status: ExitStatus) -> String {
    match status.code() {
        Some(127) => NO_PROGRAM.to_owned(),
        Some(126) => "it cannot be run".to_owned(),
        _ => status.to_string(),
    }
}

fn failure<W: AsRef<OsStr>>(command: &[W], error: &io::Error) -> String {
    format!("{}: {}", words(command.get(..1).unwrap_or_default()), trouble(error))
}

fn words<W: AsRef<OsStr>>(command: &[W]) -> String {
    let words: Vec<_> = command.iter().map(|word| word.as_ref().to_string_lossy()).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_goes_where_links_and_devices_lead() {
        let folder = tempfile::TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::os::unix::fs::symlink("to.yaml", at("link")).unwrap();
        Os.replace(&at("link"), b"x").unwrap();
        assert!(at("link").is_symlink());
        assert_eq!(std::fs::read(at("to.yaml")).unwrap(), b"x");
        std::os::unix::fs::symlink("gone/to.yaml", at("away")).unwrap();
        let error = Os.replace(&at("away"), b"x").unwrap_err();
        assert!(error.to_string().contains("its folder is not there"), "{error}");
        std::os::unix::fs::symlink("loop", at("loop")).unwrap();
        assert!(Os.replace(&at("loop"), b"x").is_err() && at("loop").is_symlink());
        Os.replace(Path::new("/dev/null"), b"x").unwrap();
        Os.create(Path::new("/dev/null"), b"x").unwrap();
        Os.amend(Path::new("/dev/null"), b"", b"x").unwrap();
        assert_eq!(Os.kind(Path::new("/dev/null")), Some(Kind::Stream));
        let long = at(&"é".repeat(122));
        Os.create(&long, b"x").unwrap();
        Os.replace(&long, b"y").unwrap();
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 5);
    }

    #[test]
    fn what_somebody_else_has_changed_is_not_written_over() {
        let folder = tempfile::TempDir::new().unwrap();
        let file = folder.path().join("a.yaml");
        let held = || std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, "theirs").unwrap();
        assert!(Os.amend(&file, b"old", b"ours").unwrap_err().to_string().contains("meanwhile"));
        assert_eq!(held(), "theirs");
        // Also where it comes at the last moment.
        let late = |path: &Path| std::fs::write(path, "late").and_then(|()| Err(super::super::overtaken()));
        assert!(put(&file, b"ours", late).is_err());
        assert_eq!(held(), "late");
        Os.amend(&file, b"late", b"ours").unwrap();
        assert_eq!(held(), "ours");
        std::fs::set_permissions(&file, std::os::unix::fs::PermissionsExt::from_mode(0o444)).unwrap();
        assert!(Os.amend(&file, b"ours", b"x").unwrap_err().to_string().contains("read-only"));
        assert_eq!((held(), std::fs::read_dir(folder.path()).unwrap().count()), ("ours".to_owned(), 1));
    }

    #[test]
    fn what_a_killed_writer_left_is_cleared_by_the_next_but_not_what_is_being_written() {
        let folder = tempfile::TempDir::new().unwrap();
        let at = |name: &str| folder.path().join(name);
        let old = File::create(at(".out.md.1-a.tmp")).unwrap();
        old.set_modified(std::time::SystemTime::now() - Duration::from_hours(2)).unwrap();
        File::create(at(".out.md.2-b.tmp")).unwrap();
        Os.create(&at("out.md"), b"x").unwrap();
        assert!(!at(".out.md.1-a.tmp").exists() && at(".out.md.2-b.tmp").exists());
    }

    #[test]
    fn a_claim_ends_with_whoever_made_it() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("x.lock");
        // A pipe is nobody's, and nobody waits for it.
        Command::new("mkfifo").arg(&path).status().unwrap();
        assert!(!Os.is_claimed(&path));
        std::fs::remove_file(&path).unwrap();
        let claim = Os.claim(&path).unwrap();
        assert!(Os.is_claimed(&path));
        drop(claim);
        assert!(!Os.is_claimed(&path) && !path.exists());
        // One that was killed removes nothing.
        std::fs::write(&path, "").unwrap();
        assert!(!Os.is_claimed(&path) && !path.exists());
    }

    #[test]
    fn nobody_waits_for_ever_for_a_folder_that_is_held() {
        let folder = tempfile::TempDir::new().unwrap();
        let held = Os.lock(folder.path()).unwrap();
        assert_eq!(Os.lock(folder.path()).unwrap_err().kind(), io::ErrorKind::TimedOut);
        drop(held);
        assert!(Os.lock(folder.path()).is_ok());
    }

    #[test]
    fn what_never_ends_is_not_read_for_ever() {
        assert_eq!(Os.read(Path::new("/dev/null")).unwrap(), b"");
        let endless = Os.read(Path::new("/dev/zero")).unwrap_err().to_string();
        assert!(endless.contains("device") && endless.contains("name a file"), "{endless}");
        let folder = tempfile::TempDir::new().unwrap();
        std::fs::write(folder.path().join("x"), "").unwrap();
        let error = Os.create(&folder.path().join("x/y/z"), b"").unwrap_err().to_string();
        assert!(error.contains("/x is a file, not a folder"), "{error}");
        assert_eq!(read_at_most(io::repeat(0), 0, 1000).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(read_at_most(io::repeat(0).take(1000), 9, 1000).unwrap().len(), 1000);
    }
}
