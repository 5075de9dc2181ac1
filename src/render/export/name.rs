//! Names of files and of things within them.
//!
//! Invariant: what [`file_name`] returns is one file's name on every common file system, whatever it was made from.

use crate::brief::slug;
use crate::text::{clean_line, is_letter};
use std::fmt::Write as _;

/// The most bytes of a file's name without its extension. File systems allow 255 for the whole; a third is left for
/// numbers that tell equal names apart, and for what syncing tools add.
const MAX_STEM: usize = 160;

/// Names that Windows keeps for devices, whatever their extension.
const RESERVED: &[&str] = &["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"];

/// A file's name from an id or a title: letters and digits of any script in lower case, hyphens between. Names that
/// differ only in what is dropped come out equal; telling those apart is the caller's.
#[must_use]
pub fn file_name(title: &str, extension: &str) -> String {
    let mut stem = slug(&clean_line(title));
    let end = (0..=MAX_STEM.min(stem.len())).rev().find(|i| stem.is_char_boundary(*i)).unwrap_or(0);
    stem.truncate(end);
    stem.truncate(stem.trim_end_matches('-').len());
    if stem.is_empty() {
        "brief".clone_into(&mut stem);
    }
    if is_device(&stem) {
        stem.push_str("-brief");
    }
    if extension.is_empty() { stem } else { format!("{stem}.{extension}") }
}

fn is_device(stem: &str) -> bool {
    let numbered = ["com", "lpt"].iter().any(|device| {
        stem.strip_prefix(device).is_some_and(|rest| {
            rest.chars().count() == 1 && rest.chars().all(|c| c.is_ascii_digit() || "¹²³".contains(c))
        })
    });
    numbered || RESERVED.contains(&stem)
}

/// A word as a tag of another program: letters of any script with what stands on them, digits, and what it `keeps`; `other`
/// stands for anything else, and nothing for what only joins.
pub(super) fn tag(word: &str, keeps: fn(char) -> bool, other: char) -> String {
    let tag: String = word
        .chars()
        .filter(|c| *c != '\u{200d}')
        .map(|c| if is_letter(c) || keeps(c) { c } else { other })
        .collect();
    // A mark on nothing is no word.
    let says = tag.contains(|c: char| c.is_alphanumeric() || c != other && keeps(c));
    if says { tag.trim_matches(other).to_owned() } else { String::new() }
}

/// A UUID made from a text (RFC 9562, version 8): the same text has the same one. It is no secret and guards nothing,
/// so a plain hash is enough (FNV-1a, 128 bits).
#[must_use]
pub(super) fn uuid_of(text: &str) -> String {
    let mut hash: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    for byte in text.bytes() {
        hash ^= u128::from(byte);
        hash = hash.wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
    }
    uuid::Builder::from_custom_bytes(hash.to_be_bytes()).into_uuid().to_string()
}

/// What a link within a file leads to, for something of a name: Latin letters, digits and hyphens. Names that differ in
/// anything have fragments that differ.
#[must_use]
pub(super) fn fragment(kind: &str, name: &str) -> String {
    let plain = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if plain { format!("{kind}-{name}") } else { format!("{kind}-{}", uuid_of(name)) }
}

/// The IRI of a brief's text, by the brief's identity.
#[must_use]
pub fn iri(id: &str) -> String {
    urn("text", id)
}

/// An IRI for a name: `urn:uuid:` where it is a UUID, else under `urn:brief:`, with everything escaped that may not
/// stand in a URN (RFC 8141).
#[must_use]
pub(super) fn urn(kind: &str, name: &str) -> String {
    if uuid::Uuid::try_parse(name).is_ok_and(|uuid| uuid.to_string() == name) {
        return format!("urn:uuid:{name}");
    }
    let mut out = format!("urn:brief:{kind}:");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_fit_every_file_system() {
        for (title, name) in [
            ("Istanbul talks: coherence before coercion", "istanbul-talks-coherence-before-coercion.md"),
            ("../../etc/passwd", "etc-passwd.md"),
            ("CON", "con-brief.md"),
            ("com¹", "com¹-brief.md"),
            ("LPT9", "lpt9-brief.md"),
            ("COM10", "com10.md"),
            ("", "brief.md"),
            ("…", "brief.md"),
            ("脱亜論", "脱亜論.md"),
            ("دعوة عشرين مليونا", "دعوة-عشرين-مليونا.md"),
            ("a\u{202e}b\0c", "abc.md"),
            ("trailing. ", "trailing.md"),
        ] {
            assert_eq!(file_name(title, "md"), name, "{title:?}");
        }
        assert_eq!(file_name("x", ""), "x");
    }

    #[test]
    fn a_uuid_of_a_text_is_one_and_always_the_same() {
        let one = uuid_of("one");
        assert_eq!(one, uuid_of("one"));
        assert_ne!(one, uuid_of("two"));
        assert_eq!(uuid::Uuid::try_parse(&one).unwrap().get_version_num(), 8);
    }

    #[test]
    fn urns_hold_any_name() {
        let uuid = "018bcfe5-6800-7707-8707-070707070707";
        assert_eq!(urn("note", uuid), format!("urn:uuid:{uuid}"));
        assert_eq!(urn("note", "a b/é"), "urn:brief:note:a%20b%2F%C3%A9");
    }

    proptest! {
        #[test]
        fn any_title_makes_a_name(title in "\\PC{0,400}|[\\x00-\\x7f]{0,40}") {
            let name = file_name(&title, "annotation");
            prop_assert!(name.len() <= 255 && name.ends_with(".annotation") && !name.starts_with(['.', '-', ' ']));
            let bad = |c: char| c.is_control() || "<>:\"/\\|?*".contains(c);
            prop_assert!(!name.contains(bad), "{}", name);
        }
    }
}
