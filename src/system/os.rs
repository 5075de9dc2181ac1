//! The real world.

use super::{Entry, Kind, System};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The operating system.
#[derive(Clone, Copy, Debug, Default)]
pub struct Os;

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
