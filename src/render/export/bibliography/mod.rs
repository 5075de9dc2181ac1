//! The source of a brief for bibliographies: RIS and BibTeX files, and citations of a passage.
//!
//! Owns what they have in common: when a work was looked up, and briefs and notes in a line.

pub(super) mod bibtex;
mod citation;
pub(super) mod ris;

pub use citation::{CITATIONS, Citation, CitationInfo, cite, place};

use super::facts::{Facts, Told, unformatted};
use crate::brief::PartialDate;
use crate::text::clean_line;

/// When the address was last known to lead to the work: the day of the briefing. That of the export says nothing of it.
fn looked_up(facts: &Facts<'_>) -> Option<PartialDate> {
    facts.url.as_ref()?;
    facts.piece.brief.briefed.as_ref()?.on
}

/// Thesis and summary without their Markdown.
fn summary(facts: &Facts<'_>) -> String {
    let brief = facts.piece.brief;
    let parts = [brief.thesis.as_ref(), brief.summary.as_ref()].into_iter().flatten();
    let plain: Vec<String> = parts.map(|prose| unformatted(prose.as_str())).collect();
    plain.join(" ")
}

/// A note in one line.
fn annotation(told: &Told<'_>) -> String {
    let quoted = |(label, quote): (Option<&str>, &str)| {
        let label = label.map(|label| format!("{label} ")).unwrap_or_default();
        format!("{label}“{}”", clean_line(quote))
    };
    let text = Some(unformatted(&told.text)).filter(|text| !text.is_empty());
    let tags = told.tags_beside();
    let tags = (!tags.is_empty()).then(|| format!("[{}]", tags.join(", ")));
    let parts: Vec<String> = told
        .quotes()
        .map(quoted)
        .chain(text)
        .chain(tags)
        .chain([format!("({})", told.signature())])
        .collect();
    format!("{}: {}", told.label(), parts.join(" "))
}
