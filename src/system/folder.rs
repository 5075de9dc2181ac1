//! Which files of a folder are briefs.

use super::{Kind, System, set_aside};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

/// How deep folders are walked: deeper is a loop or no library.
const MAX_DEPTH: usize = 32;

/// What a walk through a folder found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Files that may be briefs, by name within each folder, folders after their files.
    pub files: Vec<PathBuf>,
    /// Folders below that could not be read.
    pub unreadable: Vec<PathBuf>,
}

/// The `*.yaml` and `*.yml` files in a folder and below it. Hidden ones are left out, links are followed once.
///
/// # Errors
/// When the folder itself cannot be read.
pub fn find_briefs(system: &dyn System, folder: &Path) -> io::Result<Found> {
    find_files(system, folder, may_be_brief)
}

/// The same of files whose names are wanted.
pub(super) fn find_files(system: &dyn System, folder: &Path, wanted: fn(&Path) -> bool) -> io::Result<Found> {
    let mut found = Found::default();
    let mut seen = HashSet::new();
    walk(system, folder, 0, wanted, &mut seen, &mut found)?;
    Ok(found)
}

fn walk(
    system: &dyn System,
    folder: &Path,
    depth: usize,
    wanted: fn(&Path) -> bool,
    seen: &mut HashSet<PathBuf>,
    found: &mut Found,
) -> io::Result<()> {
    let true_path = system.canonical(folder)?;
    if depth > MAX_DEPTH || !seen.insert(true_path) {
        return Ok(());
    }
    let mut entries = system.list(folder)?;
    entries.sort_by(|a, b| a.path.cmp(&b.path));
    let hidden = |path: &Path| path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    entries.retain(|entry| !hidden(&entry.path));
    found.files.extend(
        entries.iter().filter(|e| e.kind == Some(Kind::File) && wanted(&e.path)).map(|e| e.path.clone()),
    );
    for entry in entries.iter().filter(|entry| entry.kind == Some(Kind::Folder)) {
        if walk(system, &entry.path, depth + 1, wanted, seen, found).is_err() {
            found.unreadable.push(entry.path.clone());
        }
    }
    Ok(())
}

/// Whether a file's name is that of the notes beside a brief.
#[must_use]
pub fn is_notes(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().ends_with(b".notes.yaml"))
}

/// Whether a file's name is that of a copy of such notes, which a synchroniser has put aside.
fn is_copy_of_notes(path: &Path) -> bool {
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    set_aside(&name).is_some_and(|original| original.ends_with(".notes.yaml"))
}

/// Whether a file's name is that of YAML, and not of the notes beside a brief.
pub(super) fn may_be_brief(path: &Path) -> bool {
    !is_notes(path)
        && !is_copy_of_notes(path)
        && path.extension().is_some_and(|e| e.eq_ignore_ascii_case("yaml") || e.eq_ignore_ascii_case("yml"))
}

#[cfg(test)]
mod tests {
    use super::super::Memory;
    use super::*;

    #[test]
    fn briefs_are_found_below_and_hidden_files_are_not() {
        let system = [
            "b/two.yml",
            "b/one.yaml",
            "b/.hidden.yaml",
            "b/.git/x.yaml",
            "b/notes.txt",
            "b/one.notes.yaml",
            "b/one.notes.sync-conflict-20261122-100000-ABCDEFG.yaml",
            "b/a/three.YAML",
        ]
        .into_iter()
        .fold(Memory::new(), |system, path| system.with_file(path, "title: x"));
        let found = find_briefs(&system, Path::new("b")).unwrap();
        let names: Vec<&str> = found.files.iter().filter_map(|path| path.to_str()).collect();
        assert_eq!(names, ["b/one.yaml", "b/two.yml", "b/a/three.YAML"]);
        assert!(find_briefs(&system, Path::new("nowhere")).is_err());
    }
}
