//! What the operating system refuses, in words of our own.
//!
//! Invariant: an error keeps its kind, by which callers tell one from another; what was said in words already is left
//! alone.

use std::io::{self, ErrorKind};

/// The same error in words without a number. Where something helps that holds wherever it happens, it is said.
#[must_use]
pub fn plain(error: impl Into<io::Error>) -> io::Error {
    let error = error.into();
    if error.get_ref().is_some() {
        return error;
    }
    let said = match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder",
        ErrorKind::PermissionDenied => "no permission",
        ErrorKind::AlreadyExists => "it is there already",
        ErrorKind::NotADirectory => "a part of its path is a file and no folder",
        ErrorKind::IsADirectory => "this is a folder, not a file",
        ErrorKind::DirectoryNotEmpty => "the folder is not empty",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the disk's share of yours is used up",
        ErrorKind::ReadOnlyFilesystem => "the disk is read-only",
        ErrorKind::InvalidFilename => "no file can have such a name: it may be too long",
        ErrorKind::FileTooLarge => "it is too large",
        ErrorKind::StaleNetworkFileHandle => "its network drive has lost it: try again",
        ErrorKind::TimedOut => "another program holds it and does not let go",
        _ => return numberless(error),
    };
    io::Error::new(error.kind(), said)
}

/// What the system says, without its number.
fn numberless(error: io::Error) -> io::Error {
    let said = error.to_string();
    match said.rsplit_once(" (os error ") {
        Some((words, _)) => io::Error::new(error.kind(), words.to_owned()),
        None => error,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Os, System};
    use super::*;
    use std::path::Path;

    #[test]
    fn no_error_tells_its_number_and_each_keeps_its_kind() {
        for number in 1..134 {
            let error = io::Error::from_raw_os_error(number);
            let kind = error.kind();
            let told = plain(error);
            assert_eq!(told.kind(), kind);
            assert!(!told.to_string().contains("os error"), "{told}");
        }
        let own = io::Error::new(ErrorKind::NotFound, "it is a link to nowhere");
        assert_eq!(plain(own).to_string(), "it is a link to nowhere");
    }

    #[test]
    fn whatever_is_asked_of_the_world_is_refused_in_words() {
        let folder = tempfile::TempDir::new().unwrap();
        let none = folder.path().join("none.yaml");
        let file = folder.path().join("file");
        Os.replace(&file, b"x").unwrap();
        let below = file.join("below.yaml");
        let long = folder.path().join("x".repeat(300));
        let refused = [
            Os.read(&none).map(drop),
            Os.read(&below).map(drop),
            Os.read(folder.path()).map(drop),
            Os.open(&none).map(drop),
            Os.list(&none).map(drop),
            Os.list(&file).map(drop),
            Os.replace(&below, b"x"),
            Os.replace(&long, b"x"),
            Os.create(&file, b"x"),
            Os.append(&below, b"x"),
            Os.remove(&none),
            Os.lock(&file.join("folder")).map(drop),
            Os.claim(&below).map(drop),
            Os.canonical(&none).map(drop),
            Os.replace(Path::new("/"), b"x"),
        ];
        for (n, refused) in refused.into_iter().enumerate() {
            let said = refused.unwrap_err().to_string();
            assert!(!said.contains("os error") && said.starts_with(char::is_lowercase), "{n}: {said}");
        }
    }
}
