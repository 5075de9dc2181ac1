//! The real world.

use super::{Entry, Kind, System};
use crate::source::MAX_BYTES;
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};

/// The operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Os;

impl System for Os {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let file = std::fs::File::open(path)?;
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
