//! The real world.

use super::{Entry, Kind, System};
use jiff::Timestamp;
use std::fs::{File, OpenOptions};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

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
        std::fs::read(path)
    }

    fn len(&self, path: &Path) -> Option<u64> {
        std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|file| file.len())
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
        Some(if kind.is_dir() { Kind::Folder } else { Kind::File })
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

    fn run(&self, command: &[String]) -> Result<(), String> {
        let mut program = start(command)?;
        outcome(command, program.status())
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
    let mut hidden = std::ffi::OsString::from(".");
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

/// Puts a file's name on the disk.
fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    // Some file systems cannot: then the name is as safe as it gets.
    match File::open(folder)?.sync_all() {
        Err(error) if error.kind() == io::ErrorKind::InvalidInput => Ok(()),
        outcome => outcome,
    }
}

fn start(command: &[String]) -> Result<Command, String> {
    let (program, arguments) = command.split_first().ok_or("no command is given")?;
    let mut start = Command::new(program);
    start.args(arguments);
    Ok(start)
}

fn outcome(command: &[String], status: io::Result<std::process::ExitStatus>) -> Result<(), String> {
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{} ended with {status}", command.join(" "))),
        Err(error) => Err(failure(command, &error)),
    }
}

fn failure(command: &[String], error: &io::Error) -> String {
    format!("{}: {error}", command.first().map(String::as_str).unwrap_or_default())
}
