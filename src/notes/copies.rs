//! Copies that a synchroniser has put aside, known by their names.
//!
//! Invariant: a name is a copy's only where it is made as synchronisers make it; what a brief is called makes none.

use crate::system::{Kind, System};
use std::path::{Path, PathBuf};

/// The name of the file that a copy was made of, as Syncthing (`NAME.sync-conflict-DATE-TIME-DEVICE.yaml`), Dropbox and
/// Nextcloud (`NAME (… conflicted copy …).yaml`) call it; none where it is no copy.
fn original(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    if let Some((start, mark)) = stem.rsplit_once(".sync-conflict-") {
        let mut parts = mark.split('-');
        let digits = |part: Option<&str>, count: usize| {
            part.is_some_and(|part| part.len() == count && part.bytes().all(|b| b.is_ascii_digit()))
        };
        if digits(parts.next(), 8) && digits(parts.next(), 6) {
            return Some(format!("{start}.{extension}"));
        }
    }
    let (start, mark) = stem.strip_suffix(')')?.rsplit_once(" (")?;
    let mark = mark.to_lowercase();
    (mark.contains("conflicted copy") || mark.contains("conflict copy"))
        .then(|| format!("{start}.{extension}"))
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Whether a file is such a copy.
pub(super) fn is_copy(path: &Path) -> bool {
    original(&name_of(path)).is_some()
}

/// The copies of a file.
pub(super) fn copies_of(system: &dyn System, path: &Path) -> Vec<PathBuf> {
    let name = name_of(path);
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut found: Vec<PathBuf> = system
        .list(folder)
        .unwrap_or_default()
        .into_iter()
        .filter(|entry| entry.kind == Some(Kind::File))
        .map(|entry| entry.path)
        .filter(|other| original(&name_of(other)).is_some_and(|original| original == name))
        .collect();
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_are_known_as_synchronisers_name_them() {
        for (name, of) in [
            ("a-12.sync-conflict-20261122-100000-ABCDEFG.yaml", Some("a-12.yaml")),
            ("a.notes.sync-conflict-20261122-100000.yaml", Some("a.notes.yaml")),
            ("a (Ada's conflicted copy 2026-11-22).yaml", Some("a.yaml")),
            ("a.notes (conflicted copy 2026-11-22 100000).yaml", Some("a.notes.yaml")),
            ("sync-conflict-resolution-0a1b2c3d.yaml", None),
            ("the-conflicted-copy-0a1b2c3d.yaml", None),
            ("a (conflicted copy).notes.yaml", None),
            ("a.sync-conflict-resolution.yaml", None),
        ] {
            assert_eq!(original(name).as_deref(), of, "{name}");
        }
    }
}
