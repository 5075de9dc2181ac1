//! Copies that synchronisers put aside where two machines have changed a file, known by their names.
//!
//! Invariant: a name is a copy's only where it is made as a synchroniser makes it; what a file is called makes none.

/// What “conflict” is called in names, in the languages of Dropbox's interface: a part that all forms of the word share.
const CONFLICTS: &[&str] =
    &["conflic", "conflit", "conflitto", "conflito", "konflik", "競合", "冲突", "衝突"];

/// The name of the file that a copy was made of; none where it is no copy. Copies are named by Syncthing
/// (`NAME.sync-conflict-DATE-TIME-DEVICE.yaml`), by Dropbox, Nextcloud and Seafile (`NAME (… conflict … DATE …).yaml`) and
/// by `ownCloud` (`NAME_conflict-DATE-TIME.yaml`). What others call theirs (`NAME 2.yaml`) is a name like any other.
#[must_use]
pub fn set_aside(name: &str) -> Option<String> {
    let (stem, extension) = name.rsplit_once('.')?;
    let start = syncthing(stem).or_else(|| owncloud(stem)).or_else(|| in_brackets(stem))?;
    Some(format!("{start}.{extension}"))
}

fn digits(part: Option<&str>, count: usize) -> bool {
    part.is_some_and(|part| part.len() == count && part.bytes().all(|b| b.is_ascii_digit()))
}

fn syncthing(stem: &str) -> Option<&str> {
    let (start, mark) = stem.rsplit_once(".sync-conflict-")?;
    let mut parts = mark.split('-');
    (digits(parts.next(), 8) && digits(parts.next(), 6)).then_some(start)
}

fn owncloud(stem: &str) -> Option<&str> {
    let (start, mark) = stem.rsplit_once("_conflict-")?;
    let mut parts = mark.split('-');
    (digits(parts.next(), 8) && digits(parts.next(), 6) && parts.next().is_none()).then_some(start)
}

/// The last brackets hold the word and a day: those of a device's name may stand within them.
fn in_brackets(stem: &str) -> Option<&str> {
    let open = opening(stem)?;
    let (start, mark) = (stem.get(..open)?, stem.get(open..)?.to_lowercase());
    let told = CONFLICTS.iter().any(|word| mark.contains(word));
    // Dropbox's and Nextcloud's name the day, some older ones nothing but the words.
    let by_words = mark.contains("conflicted copy") || mark.contains("conflict copy");
    (told && (by_words || has_day(&mark))).then_some(start)
}

/// Where the brackets that a name ends with open, with the blank before them.
fn opening(stem: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in stem.char_indices().rev() {
        match c {
            ')' => depth += 1,
            '(' => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return at.checked_sub(1).filter(|blank| c == '(' && stem.get(*blank..at) == Some(" "));
        }
    }
    None
}

/// Whether a day stands in a text: `2026-11-22`.
fn has_day(text: &str) -> bool {
    let is_day = |part: &[u8]| {
        part.iter().enumerate().all(|(n, b)| if n == 4 || n == 7 { *b == b'-' } else { b.is_ascii_digit() })
    };
    text.as_bytes().windows(10).any(is_day)
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
            ("a (MacBook Pro (2)'s conflicted copy 2026-11-22).yaml", Some("a.yaml")),
            ("a.notes (conflicted copy 2026-11-22 100000).yaml", Some("a.notes.yaml")),
            ("a (In Konflikt stehende Kopie von Ada 2026-11-22).yaml", Some("a.yaml")),
            ("a (Copie en conflit de Ada 2026-11-22).yaml", Some("a.yaml")),
            ("a (SFConflict ada@example.org 2026-11-22-10-00-00).yaml", Some("a.yaml")),
            ("a_conflict-20261122-100000.yaml", Some("a.yaml")),
            ("sync-conflict-resolution-0a1b2c3d.yaml", None),
            ("the-conflicted-copy-0a1b2c3d.yaml", None),
            ("a (conflicted copy).notes.yaml", None),
            ("a.sync-conflict-resolution.yaml", None),
            ("talks (the conflict of 2026).yaml", None),
            ("the_conflict-of-interests.yaml", None),
            ("a)(.yaml", None),
            ("a (2).yaml", None),
        ] {
            assert_eq!(set_aside(name).as_deref(), of, "{name}");
        }
    }
}
