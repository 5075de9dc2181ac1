//! BibTeX, for LaTeX and whatever reads its files.
//!
//! Invariants: braces are balanced, and no two entries of a file have the same key.
//! What is escaped is escaped as most readers read it: LaTeX with BibTeX or biber, pandoc and Zotero know `\{` in pairs,
//! `\~{}` and `\^{}`. For a backslash, and for a brace without another, there is nothing that all of them know: Zotero
//! shows `\textbackslash` as it stands, and pandoc leaves `\textbraceleft` out.

use super::{annotation, looked_up, summary};
use crate::brief::{PartialDate, slug};
use crate::render::export::author::Author;
use crate::render::export::facts::Facts;
use crate::render::export::name::uuid_of;
use crate::render::export::{Piece, What};
use crate::text::clean_line;
use jiff::Timestamp;
use std::collections::HashSet;
use std::fmt::Write as _;

/// Writes the sources as BibTeX.
pub(in crate::render::export) fn write(pieces: &[Piece<'_>], what: What, _: Timestamp) -> Vec<u8> {
    let mut out = String::new();
    let mut keys: Vec<String> = Vec::new();
    for facts in Facts::all(pieces) {
        let base = key(&facts);
        let taken = |key: &String| keys.contains(key);
        let suffixed = (b'b'..=b'z').map(|c| format!("{base}{}", char::from(c)));
        let numbered = (2..).map(|n| format!("{base}-{n}"));
        let key = [base.clone()]
            .into_iter()
            .chain(suffixed)
            .chain(numbered)
            .find(|key| !taken(key))
            .unwrap_or(base.clone());
        let mut fields = entry(&facts);
        if what.brief() {
            fields.push(("abstract", braced(&summary(&facts))));
        }
        let mut notes: Vec<String> =
            facts.disclaimers_whole().iter().map(|text| format!("Disclaimer: {text}")).collect();
        if what.notes() {
            notes.extend(facts.notes().iter().map(annotation));
        }
        fields.push(("annote", braced(&notes.join(" / "))));
        record(&mut out, &facts, &key, &fields);
        keys.push(key);
    }
    out.into_bytes()
}

/// What was published somewhere is an article, as RIS calls it `NEWS`: Zotero writes its newspaper articles so, and styles ask
/// for a `journal`, which BibLaTeX takes for its `journaltitle`. Of anything else nothing is known.
pub(super) fn record(out: &mut String, facts: &Facts<'_>, key: &str, fields: &[(&str, String)]) {
    if !out.is_empty() {
        out.push('\n');
    }
    let kind = if facts.publication.is_some() { "article" } else { "misc" };
    let _ = writeln!(out, "@{kind}{{{key},");
    for (name, value) in fields {
        let _ = writeln!(out, "  {name} = {value},");
    }
    out.push_str("}\n");
}

pub(super) fn entry(facts: &Facts<'_>) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    if facts.authors.is_empty() {
        // What styles sort and label by.
        fields.push(("key", braced(facts.work())));
    } else {
        let names: Vec<String> = facts.authors.iter().map(|name| in_bibtex(&Author::of(name))).collect();
        fields.push(("author", format!("{{{}}}", names.join(" and "))));
    }
    fields.push(("title", format!("{{{}}}", braced(facts.work()))));
    if let Some(date) = facts.published {
        fields.push(("year", format!("{{{:04}}}", date.year())));
        // BibLaTeX reads this, and takes a part of a date.
        fields.push(("date", format!("{{{date}}}")));
    }
    if let Some(month) = facts.published.and_then(PartialDate::month_name) {
        fields.push(("month", month.get(..3).unwrap_or_default().to_ascii_lowercase()));
    }
    if let Some(publication) = &facts.publication {
        fields.push(("journal", braced(publication)));
        // BibLaTeX and pandoc tell a newspaper from a journal of science by this; BibTeX passes it over.
        fields.push(("entrysubtype", "{newspaper}".to_owned()));
    }
    fields.extend(facts.url.as_ref().map(|url| ("url", braced_url(url))));
    fields.extend(looked_up(facts).map(|date| ("urldate", format!("{{{date}}}"))));
    fields.extend(facts.via.as_ref().map(|via| ("note", braced(&format!("via {via}")))));
    if !facts.topics.is_empty() {
        // Commas and semicolons part keywords, in braces too.
        let parts = |topic: &String| topic.split([',', ';']).map(str::trim).collect::<Vec<_>>().join(" – ");
        let topics: Vec<String> = facts.topics.iter().map(parts).collect();
        fields.push(("keywords", braced(&topics.join(", "))));
    }
    fields
}

/// A name as BibTeX reads it: what it is not to take apart stands in braces.
fn in_bibtex(author: &Author) -> String {
    match author {
        Author::Person { given, family, suffix: Some(suffix) } => {
            tex(&format!("{family}, {suffix}, {given}"))
        }
        Author::Person { .. } => tex(&author.sorted()),
        Author::Whole(name) => format!("{{{}}}", tex(name)),
    }
}

/// Family name, year and first word in ASCII; the brief's id where that says nothing.
pub(super) fn key(facts: &Facts<'_>) -> String {
    let ascii = |text: &str| slug(text).chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let family = facts.authors.first().map(|name| ascii(Author::of(name).family())).unwrap_or_default();
    let year = facts.published.map(|date| format!("{:04}", date.year())).unwrap_or_default();
    let long = |word: &&str| word.chars().filter(char::is_ascii_alphanumeric).count() > 3;
    let word = facts.work().split_whitespace().find(long).map(ascii).unwrap_or_default();
    let key = format!("{family}{year}{word}");
    if key.chars().any(|c| c.is_ascii_alphabetic()) {
        return key;
    }
    let id = ascii(facts.piece.id);
    let named = id.chars().any(|c| c.is_ascii_alphabetic());
    if named { id } else { format!("brief-{}", uuid_of(&format!("{} {year}", facts.work()))) }
}

/// Text that TeX shows as it is.
fn tex(text: &str) -> String {
    let paired = paired(text);
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '{' | '}' if paired.contains(&at) => {
                out.push('\\');
                out.push(c);
            }
            '{' => out.push_str("\\textbraceleft{}"),
            '}' => out.push_str("\\textbraceright{}"),
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\~{}"),
            '^' => out.push_str("\\^{}"),
            '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

/// Where the braces of a text stand that have another to close them: BibTeX counts those that are escaped too.
fn paired(text: &str) -> HashSet<usize> {
    let (mut open, mut paired) = (Vec::new(), HashSet::new());
    for (at, c) in text.char_indices() {
        match c {
            '{' => open.push(at),
            '}' => paired.extend(open.pop().into_iter().flat_map(|start| [start, at])),
            _ => {}
        }
    }
    paired
}

pub(super) fn braced(text: &str) -> String {
    format!("{{{}}}", tex(&clean_line(text)))
}

/// An address is set as it is; only what would end its field is escaped, as addresses do that.
fn braced_url(url: &str) -> String {
    format!("{{{}}}", url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C"))
}
