//! RIS, for Zotero and its like.
//!
//! Invariants: one tag in a line, and what is longer than a line is joined to one; what Zotero's translator would read as
//! HTML is the text that it is.

use super::{annotation, looked_up, summary};
use crate::brief::PartialDate;
use crate::render::export::address::encoded;
use crate::render::export::author::{Author, is_company};
use crate::render::export::facts::Facts;
use crate::render::export::{Piece, What};
use crate::text::clean_line;
use jiff::Timestamp;
use std::fmt::Write as _;

/// Writes the sources as RIS, the notes as notes of theirs.
pub(in crate::render::export) fn write(pieces: &[Piece<'_>], what: What, _: Timestamp) -> Vec<u8> {
    let mut out = String::new();
    for facts in Facts::all(pieces) {
        let mut tag = |name: &str, value: &str| {
            if !value.is_empty() {
                let value = clean_line(value);
                // Of all tags the abstract alone is taken as it stands.
                let value = if name == "AB" { value.into_owned() } else { html_free(&value) };
                let _ = write!(out, "{name}  - {value}\r\n");
            }
        };
        // Zotero makes an article in a journal of what is `GEN`, which is left for what nothing is known of.
        let kind = match (&facts.publication, &facts.url) {
            (Some(_), _) => "NEWS",
            (None, Some(_)) => "ELEC",
            (None, None) => "GEN",
        };
        tag("TY", kind);
        tag("TI", facts.work());
        for author in &facts.authors {
            tag("AU", &in_ris(&Author::of(author)));
        }
        tag("T2", facts.publication.as_deref().unwrap_or_default());
        tag("DP", facts.via.as_deref().unwrap_or_default());
        if let Some(date) = facts.published {
            tag("PY", &format!("{:04}", date.year()));
            tag("DA", &slashes(date));
        }
        tag("UR", &facts.url.as_deref().map(encoded).unwrap_or_default());
        let language = facts.piece.brief.source.as_ref().and_then(|source| source.language.as_ref());
        tag("LA", language.map(AsRef::as_ref).unwrap_or_default());
        if what.brief() {
            tag("AB", &summary(&facts));
        }
        for topic in &facts.topics {
            tag("KW", &topic.replace(';', ","));
        }
        for disclaimer in facts.disclaimers_whole() {
            tag("N1", &format!("Disclaimer: {disclaimer}"));
        }
        if what.notes() {
            for told in facts.notes() {
                tag("N1", &annotation(&told));
            }
        }
        tag("ID", facts.piece.id);
        if let Some(date) = looked_up(&facts) {
            tag("Y2", slashes(date).trim_end_matches('/'));
        }
        out.push_str("ER  - \r\n\r\n");
    }
    out.into_bytes()
}

/// A name as RIS has it: all before the first comma is the family name, so that one that is no person's has none.
fn in_ris(author: &Author) -> String {
    match author {
        Author::Person { .. } => author.sorted(),
        Author::Whole(name) => {
            let parts: Vec<&str> = name.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
            let (last, rest) = parts.split_last().map_or(("", &[][..]), |(last, rest)| (*last, rest));
            let dash = if rest.is_empty() {
                ""
            } else if is_company(last) {
                " "
            } else {
                " – "
            };
            format!("{}{dash}{last}", rest.join(" – "))
        }
    }
}

/// Text that Zotero's translator, which reads HTML in every tag but the abstract, takes for the text that it is. Other
/// programs read none: nothing else is escaped.
fn html_free(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let rest = text.get(at + 1..).unwrap_or_default();
        match c {
            '<' if rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c)) => {
                out.push_str("&lt;");
            }
            '&' if is_entity(rest) => out.push_str("&amp;"),
            c => out.push(c),
        }
    }
    out
}

/// The entities that need no semicolon (HTML, "Named character references"). Those that differ in the case of their first
/// letter alone stand here once.
const SHORT: &str = "aacute acirc acute aelig agrave amp aring atilde auml brvbar ccedil cedil cent copy curren deg \
    divide eacute ecirc egrave eth euml frac12 frac14 frac34 gt iacute icirc iexcl igrave iquest iuml laquo lt macr micro \
    middot nbsp not ntilde oacute ocirc ograve ordf ordm oslash otilde ouml para plusmn pound quot raquo reg sect shy sup1 \
    sup2 sup3 szlig thorn times uacute ucirc ugrave uml uuml yacute yen yuml";

/// Whether HTML reads a character in what stands behind `&`.
fn is_entity(rest: &str) -> bool {
    let name = rest.trim_start_matches(|c: char| c.is_ascii_alphanumeric());
    let name = rest.get(..rest.len() - name.len()).unwrap_or_default();
    let lower = name.to_ascii_lowercase();
    rest.starts_with('#')
        || !name.is_empty() && rest.get(name.len()..).is_some_and(|behind| behind.starts_with(';'))
        || SHORT.split_whitespace().any(|short| lower.starts_with(short))
}

/// `YYYY/MM/DD/` with what is known.
fn slashes(date: PartialDate) -> String {
    let part = |part: Option<i8>| part.map(|n| format!("{n:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", date.year(), part(date.month()), part(date.day()))
}
