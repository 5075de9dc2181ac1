//! A source in canonical order and layout.
//!
//! Invariant: the outcome reads as the same briefs; what cannot be had so is refused.

use super::fields::BRIEF;
use super::read::read;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Source;
use crate::yaml;

/// The first of the fields that are sections, which blank lines part.
const FIRST_SECTION: &str = "summary";

/// The text of a source in canonical order and layout, with its comments. A second time nothing changes.
///
/// # Errors
/// What keeps a document from being read, or from being laid out without changing what it says.
pub fn laid_out(source: &Source) -> Result<String, Vec<Diagnostic>> {
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
    let text = yaml::layout(source.text(), &BRIEF, FIRST_SECTION)
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
