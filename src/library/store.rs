//! Where the index of a folder is kept.
//!
//! Each folder that was ever a root has a folder of its own in the cache, with a list of segments and the segments, which
//! are called by a number of what they hold. Segments are added and replaced, never changed.
//! Invariants: the list and the segments change only while the folder is held, and the list last, as a whole; so whoever
//! is killed leaves the old list or the new one, and two who write lose nothing of each other's. A segment that is not in
//! the list is removed by the next who writes; one who still reads it has it open, and goes on with it. What is damaged,
//! missing or of another version is left out, and its files are read again; a pipe, a device or a folder in the place of a
//! file is damaged, and is not waited for.

use crate::system::{Kind, System, cache_folder};
use std::io;
use std::path::{Path, PathBuf};
use twox_hash::{XxHash3_64, XxHash3_128};

/// What the list begins with, before the version and a checksum of the rest.
const MAGIC: &str = "brief-library";

/// What was read and how is another with each version of the program: then all is read again. The number before it is
/// that of the segments' format, for versions between.
const VERSION: &str = concat!("4/", env!("CARGO_PKG_VERSION"));

/// The name of the list.
const LIST: &str = "segments";

/// The name of the rows that are shown first.
const FIRST: &str = concat!("first-4-", env!("CARGO_PKG_VERSION"));

/// The name of a segment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Name(String);

impl Name {
    /// The name of what a segment holds.
    pub(super) fn of(bytes: &[u8]) -> Self {
        Self(format!("{:032x}", XxHash3_128::oneshot(bytes)))
    }

    fn parse(text: &str) -> Option<Self> {
        (text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())).then(|| Self(text.to_owned()))
    }
}

/// The segments of a folder, the older first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    pub names: Vec<Name>,
    /// Whether a file may be in several of them: then what the last says counts.
    pub loose: bool,
}

/// A change of the list.
#[derive(Debug, Default)]
pub(super) struct Change<'a> {
    /// Segments that are no more.
    pub without: &'a [Name],
    /// New ones.
    pub with: &'a [(Name, Vec<u8>)],
    /// Whether the list is loose afterwards, where it was not before.
    pub loosens: bool,
    /// Whether it is not loose any more.
    pub tidies: bool,
}

/// Where the index of a folder is kept.
#[derive(Clone, Debug)]
pub(super) struct Store {
    folder: PathBuf,
}

impl Store {
    /// The place for a folder, whose full path without links it is; none where there is no home.
    pub(super) fn of(system: &dyn System, root: &Path) -> Option<Self> {
        let number = XxHash3_128::oneshot(root.as_os_str().as_encoded_bytes());
        Some(Self { folder: cache_folder(system)?.join("library").join(format!("{number:032x}")) })
    }

    /// Where a segment is.
    pub(super) fn path(&self, name: &Name) -> PathBuf {
        self.folder.join(&name.0)
    }

    /// The list as it is. One that cannot be understood is empty.
    pub(super) fn list(&self, system: &dyn System) -> List {
        let text = get(system, &self.folder.join(LIST)).and_then(|bytes| String::from_utf8(bytes).ok());
        text.and_then(|text| parse(&text)).unwrap_or_default()
    }

    /// The rows that are shown first, as bytes; none where there are none.
    pub(super) fn first(&self, system: &dyn System) -> Option<Vec<u8>> {
        get(system, &self.folder.join(FIRST))
    }

    /// Keeps the rows that are shown first. Where that cannot be, there are those of before.
    pub(super) fn keep_first(&self, system: &dyn System, bytes: &[u8]) {
        if self.first(system).as_deref() != Some(bytes) {
            let _ = put(system, &self.folder.join(FIRST), bytes);
        }
    }

    /// Forgets them.
    pub(super) fn forget_first(&self, system: &dyn System) {
        // Where there are none there is nothing to forget.
        let _ = system.remove(&self.folder.join(FIRST));
    }

    /// Changes the list; what was added meanwhile by others stays in it. None where segments that were to go are gone
    /// already: somebody else was faster, and nothing is changed.
    ///
    /// # Errors
    /// What the operating system says.
    pub(super) fn change(&self, system: &dyn System, change: &Change<'_>) -> io::Result<Option<List>> {
        let _held = system.lock(&self.folder)?;
        let mut list = self.list(system);
        if !change.without.iter().all(|name| list.names.contains(name)) {
            return Ok(None);
        }
        for (name, bytes) in change.with {
            put(system, &self.path(name), bytes)?;
        }
        // What is new takes the place of the last that goes, so that what the last says still counts.
        let old = list.names.iter().rposition(|name| change.without.contains(name));
        let at = old.map_or(list.names.len(), |at| at + 1);
        list.names.splice(at..at, change.with.iter().map(|(name, _)| name.clone()));
        let mut seen = std::collections::HashSet::new();
        list.names.retain(|name| {
            let stays = !change.without.contains(name) || change.with.iter().any(|(new, _)| new == name);
            stays && seen.insert(name.clone())
        });
        list.loose = (list.loose || change.loosens) && !change.tidies;
        put(system, &self.folder.join(LIST), write(&list).as_bytes())?;
        self.sweep(system, &list);
        Ok(Some(list))
    }

    /// Removes what is not in the list, and what a killed writer has left: while the folder is held, nobody writes.
    fn sweep(&self, system: &dyn System, list: &List) {
        for entry in system.list(&self.folder).unwrap_or_default() {
            let name =
                entry.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let listed = name == LIST || name == FIRST || list.names.iter().any(|known| known.0 == name);
            if !listed {
                // What cannot be removed now is removed by the next who writes.
                let _ = system.remove(&entry.path);
            }
        }
    }
}

/// The bytes of a file of the index; none where something else has its name, which might never end.
fn get(system: &dyn System, path: &Path) -> Option<Vec<u8>> {
    system.len(path)?;
    system.read(path).ok()
}

/// Puts bytes in the place of a file of the index. What is no file goes: nothing would ever be read from it.
fn put(system: &dyn System, path: &Path, bytes: &[u8]) -> io::Result<()> {
    if system.kind(path).is_some_and(|kind| kind == Kind::Stream) {
        system.remove(path)?;
    }
    system.replace(path, bytes)
}

fn write(list: &List) -> String {
    let state = if list.loose { "loose\n" } else { "tidy\n" };
    let names: Vec<&str> = list.names.iter().map(|name| name.0.as_str()).collect();
    let body = format!("{state}{}\n", names.join("\n"));
    format!("{MAGIC} {VERSION} {:016x}\n{body}", XxHash3_64::oneshot(body.as_bytes()))
}

fn parse(text: &str) -> Option<List> {
    let (head, body) = text.split_once('\n')?;
    let mut words = head.split(' ');
    let known = words.next()? == MAGIC && words.next()? == VERSION;
    let sum = u64::from_str_radix(words.next()?, 16).ok()?;
    if !known || sum != XxHash3_64::oneshot(body.as_bytes()) {
        return None;
    }
    let (state, names) = body.split_once('\n')?;
    let names = names.lines().filter(|line| !line.is_empty()).map(Name::parse).collect::<Option<_>>()?;
    Some(List { names, loose: state != "tidy" })
}

#[cfg(test)]
#[expect(clippy::string_slice, reason = "tests may fail loudly")]
mod tests {
    use super::*;
    use crate::system::Memory;

    fn store(system: &Memory) -> Store {
        Store::of(system, Path::new("/b")).unwrap()
    }

    fn segment(text: &str) -> (Name, Vec<u8>) {
        (Name::of(text.as_bytes()), text.as_bytes().to_vec())
    }

    #[test]
    fn segments_are_added_and_replaced_in_their_places() {
        let system = Memory::new().with_var("HOME", "/home/ada");
        let store = store(&system);
        let [a, b, c, d] = ["a", "b", "c", "d"].map(segment);
        let change = |without: &[&(Name, Vec<u8>)], with: &[&(Name, Vec<u8>)]| {
            let without: Vec<Name> = without.iter().map(|(name, _)| name.clone()).collect();
            let with: Vec<_> = with.iter().map(|one| (*one).clone()).collect();
            let change = Change { without: &without, with: &with, ..Change::default() };
            store.change(&system, &change).unwrap().map(|list| list.names)
        };
        let names =
            |all: &[&(Name, Vec<u8>)]| Some(all.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
        assert_eq!(change(&[], &[&a]), names(&[&a]));
        assert_eq!(change(&[], &[&b]), names(&[&a, &b]));
        assert_eq!(change(&[], &[&c]), names(&[&a, &b, &c]));
        assert_eq!(change(&[&a, &b], &[&d]), names(&[&d, &c]));
        assert_eq!(change(&[&a], &[&b]), None, "somebody else has replaced it");
        assert!(system.read(&store.path(&a.0)).is_err() && system.read(&store.path(&d.0)).is_ok());
        assert_eq!(store.list(&system).names.len(), 2);
    }

    #[test]
    fn a_list_that_is_damaged_or_old_is_none() {
        let list = List { names: vec![segment("a").0, segment("b").0], loose: true };
        let text = write(&list);
        assert_eq!(parse(&text), Some(list));
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1;
            assert_eq!(String::from_utf8(bytes).ok().and_then(|text| parse(&text)), None, "{at}");
            assert_eq!(parse(&text[..at]), None);
        }
    }
}
