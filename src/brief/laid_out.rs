//! A source in canonical order and layout.
//!
//! A file of many briefs is laid out in parts of some briefs each, so that what it costs does not grow with their number.
//! Invariant: the outcome reads as the same briefs; what cannot be had so is refused.

use super::fields::BRIEF;
use super::read::read;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Source;
use crate::yaml::{self, PartOfFile};

/// The first of the fields that are sections, which blank lines part.
const FIRST_SECTION: &str = "summary";

/// A part of a file has at least so many bytes.
const PART: usize = 64 << 10;

/// The text of a source in canonical order and layout, with its comments. A second time nothing changes.
///
/// # Errors
/// What keeps a document from being read, or from being laid out without changing what it says; of a large file of many
/// briefs, in the first part of it where something does.
pub fn laid_out(source: &Source) -> Result<String, Vec<Diagnostic>> {
    in_parts(source, PART)
}

fn in_parts(source: &Source, least: usize) -> Result<String, Vec<Diagnostic>> {
    let text = source.text();
    let parts = parts(text, least);
    if parts.len() < 2 {
        return one(source, PartOfFile::All);
    }
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    for part in parts {
        let place = if start == 0 { PartOfFile::First } else { PartOfFile::Further };
        match one(&Source::new(source.name(), part.to_owned()), place) {
            Ok(text) => out.push_str(&text),
            // A part without a brief may belong to a file that has some.
            Err(findings) if findings.iter().any(|finding| finding.code == Code::Empty) => {
                return one(source, PartOfFile::All);
            }
            Err(mut findings) => {
                for finding in &mut findings {
                    // What mends it was made for the part.
                    finding.fix = None;
                    for label in &mut finding.labels {
                        label.range = label.range.start + start..label.range.end + start;
                    }
                }
                return Err(findings);
            }
        }
        start += part.len();
    }
    Ok(out)
}

/// A text in parts of whole documents, each of so many bytes at least but for the last. One whose documents are parted by more
/// than `---` is one part.
fn parts(text: &str, least: usize) -> Vec<&str> {
    let begins = |mark: &str| text.starts_with(mark) || text.contains(&format!("\n{mark}"));
    if text.len() <= least || text.contains('\r') || begins("%") || begins("...") {
        return vec![text];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("\n---") {
        let ends =
            text.get(at + 4..).is_none_or(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n']));
        if ends && at + 1 >= start + least {
            parts.extend(text.get(start..=at));
            start = at + 1;
        }
    }
    parts.extend(text.get(start..));
    parts
}

/// A source that is some part of a file, laid out.
fn one(source: &Source, place: PartOfFile) -> Result<String, Vec<Diagnostic>> {
    let readings = read(source);
    let findings: Vec<Diagnostic> =
        readings.iter().filter_map(|reading| reading.brief.as_ref().err()).flatten().cloned().collect();
    if !findings.is_empty() {
        return Err(findings);
    }
    let refused = |why: String, at: Option<usize>| {
        let finding = Diagnostic::new(Code::UnusualYaml, why);
        vec![match at {
            Some(at) => finding.at(at..at, ""),
            None => finding,
        }]
    };
    let text = yaml::layout(source.text(), &BRIEF, FIRST_SECTION, place)
        .map_err(|refusal| refused(refusal.why, refusal.at))?;
    let again = read(&Source::new(source.name(), text.clone()));
    let same = readings.len() == again.len()
        && readings.iter().zip(&again).all(|(old, new)| {
            old.document == new.document && old.brief.as_ref().ok() == new.brief.as_ref().ok()
        });
    if !same {
        return Err(refused("it cannot be laid out without changing what it says".to_owned(), None));
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Pieces that files of several briefs are made of.
    const PIECES: &str = "(title: T\nsummary: s\n|summary: a\ntitle: U # said\n|---\n|---\ntitle: V\nsummary: |\n  ---\n  x\n|--- # said\n|--- \\{title: W,  summary: x\\}\n|# alone\n|\n|topics: \\[a,  b\\]\n|text: |\\+\n  a\n\n|\\.\\.\\.\n|titel: x\n|--- &a\n|~\n)";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]
        #[test]
        fn in_parts_it_is_the_same_as_at_once(pieces in proptest::collection::vec(PIECES, 0..14), least in 1_usize..40) {
            let source = Source::new("x", pieces.concat());
            let (whole, parts) = (one(&source, PartOfFile::All), in_parts(&source, least));
            match (whole, parts) {
                (Ok(whole), Ok(parts)) => prop_assert_eq!(whole, parts, "{:?}", source.text()),
                (Err(whole), Err(parts)) => {
                    let place = |all: &[Diagnostic]| (all[0].code, all[0].offset());
                    let codes = (whole[0].code, parts[0].code);
                    prop_assert!(place(&whole) == place(&parts) || codes.0 != codes.1 || codes.0 == Code::UnusualYaml, "{:?} {:?}", whole, parts);
                }
                (whole, parts) => prop_assert!(false, "{:?}: {whole:?} {parts:?}", source.text()),
            }
        }
    }

    #[test]
    fn what_is_wrong_in_a_part_is_told_at_its_place_in_the_file() {
        let text = "title: T\nsummary: s\n---\ntitle: U\nsummary: s\n---\ntitle: V\nsumary: s\n";
        let found = in_parts(&Source::new("x", text.to_owned()), 1).unwrap_err();
        assert_eq!((found[0].code, found[0].offset()), (Code::UnknownField, text.find("sumary")));
        assert_eq!(parts(text, 1).len(), 3);
        for whole in ["a\r\n---\nb", "%YAML 1.2\n---\na\n---\nb", "a\n...\n---\nb"] {
            assert_eq!(parts(whole, 1), [whole]);
        }
    }
}
