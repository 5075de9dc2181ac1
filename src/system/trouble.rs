//! What the operating system says when something fails, in words with a remedy.
//!
//! Owns the one table of them. Invariant: no message holds the number of an error, and what people can mend says how.

use rustix::io::Errno;
use std::fmt;
use std::io::{self, ErrorKind};

/// What has gone wrong, and the remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What has happened.
    pub what: String,
    /// What helps, where anything does.
    pub help: Option<&'static str>,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.what)?;
        match self.help {
            Some(help) => write!(f, "; {help}"),
            None => Ok(()),
        }
    }
}

/// What has happened, and what helps.
type Words = (&'static str, &'static str);

/// Errors that the operating system numbers, where the kind alone does not tell.
const BY_NUMBER: &[(Errno, Words)] = &[
    (Errno::LOOP, ("links lead round in a circle", "ls -l shows where they lead")),
    (Errno::MFILE, ("too many files are open", "ulimit -n 1024 allows more")),
    (Errno::NFILE, ("too many files are open on this machine", "close other programs")),
    (
        Errno::FBIG,
        ("the file would be larger than is allowed here", "see ulimit -f, or write to another disk"),
    ),
    (Errno::IO, ("the disk or the connection to it fails", "try again, or use another disk")),
    (Errno::NXIO, ("it is a device or a socket that nobody serves", "name a file")),
    (Errno::NODEV, ("there is no such device", "name a file")),
    (Errno::NOEXEC, ("it is no program that can be run", "a script begins with #!/bin/sh")),
    (Errno::TOOBIG, ("the command is too long", "name fewer files at once")),
    (Errno::AGAIN, ("the system gives no more of that now", "try again in a moment")),
    (Errno::PERM, ("the system does not allow it", "another place may")),
];

/// The rest, by kind.
const BY_KIND: &[(ErrorKind, Words)] = &[
    (ErrorKind::NotFound, ("there is no such file or folder", "check the path")),
    (ErrorKind::PermissionDenied, ("no permission", "ls -l shows who may read and write there")),
    (ErrorKind::StorageFull, ("the disk is full", "make room, then try again")),
    (ErrorKind::QuotaExceeded, ("your share of the disk is used up", "make room, then try again")),
    (ErrorKind::ReadOnlyFilesystem, ("the disk is read-only", "write to another place")),
    (ErrorKind::FileTooLarge, ("it is larger than 2 GB, the most that is read", "divide it")),
    (ErrorKind::IsADirectory, ("this is a folder, not a file", "name a file in it")),
    (
        ErrorKind::NotADirectory,
        ("a part of the path is a file, not a folder", "move that file away, or name another path"),
    ),
    (ErrorKind::AlreadyExists, ("something of that name is there already", "move it away, or name another")),
    (ErrorKind::DirectoryNotEmpty, ("the folder is not empty", "empty it first")),
    (ErrorKind::InvalidFilename, ("the name is too long for this disk", "choose a shorter one")),
    (
        ErrorKind::TimedOut,
        ("another program holds it and does not let go", "end that program, then try again"),
    ),
    (ErrorKind::ResourceBusy, ("another program is at it", "try again when it is done")),
    (ErrorKind::ExecutableFileBusy, ("the program is being written", "try again when that is done")),
    (ErrorKind::CrossesDevices, ("it lies on another disk", "name a path on the same disk")),
    (ErrorKind::StaleNetworkFileHandle, ("the network disk is gone", "connect it again")),
    (ErrorKind::OutOfMemory, ("there is not enough memory", "close other programs, then try again")),
    (ErrorKind::UnexpectedEof, ("it ended too soon", "it may be being written: try again")),
    (ErrorKind::WriteZero, ("nothing more could be written", "try again")),
    (ErrorKind::BrokenPipe, ("nobody reads it any more", "start the reading program again")),
    (ErrorKind::Unsupported, ("this disk or system cannot do that", "use another place")),
    (ErrorKind::InvalidInput, ("the name is none that a file can have", "name another")),
    (ErrorKind::InvalidData, ("it is no UTF-8 text", "save it as UTF-8")),
];

/// An error in words.
#[must_use]
pub fn trouble(error: &io::Error) -> Trouble {
    // Our own words are kept.
    if error.get_ref().is_some() {
        return Trouble { what: error.to_string(), help: None };
    }
    let number = error.raw_os_error();
    let by_number = || BY_NUMBER.iter().find(|(row, _)| Some(row.raw_os_error()) == number).map(|row| row.1);
    let by_kind = || BY_KIND.iter().find(|(kind, _)| *kind == error.kind()).map(|row| row.1);
    if let Some((what, help)) = by_number().or_else(by_kind) {
        return Trouble { what: what.to_owned(), help: Some(help) };
    }
    // What is in neither table is said as the system says it, without the number.
    let said = error.to_string();
    let said = said.split_once(" (os error").map_or(said.as_str(), |(said, _)| said);
    let mut chars = said.chars();
    let first = chars.next().map(|c| c.to_lowercase().to_string()).unwrap_or_default();
    Trouble { what: first + chars.as_str(), help: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_error_is_told_by_its_number() {
        for number in 1..134 {
            let told = trouble(&io::Error::from_raw_os_error(number)).to_string();
            assert!(!told.contains("os error") && !told.is_empty(), "{number}: {told}");
        }
        for (number, word) in [(28, "disk is full"), (20, "not a folder"), (17, "already"), (27, "ulimit -f")]
        {
            let told = trouble(&io::Error::from_raw_os_error(number));
            assert!(told.to_string().contains(word) && told.help.is_some(), "{told}");
        }
        for (number, word) in [(24, "ulimit -n"), (40, "circle"), (2, "check the path"), (13, "permission")] {
            let told = trouble(&io::Error::from_raw_os_error(number));
            assert!(told.to_string().contains(word) && told.help.is_some(), "{told}");
        }
        assert_eq!(trouble(&ErrorKind::FileTooLarge.into()).help, Some("divide it"));
        assert_eq!(trouble(&io::Error::other("our own words")).to_string(), "our own words");
    }
}
