//! A passage copied with its source.
//!
//! Owns [`cite`] and the table of its styles. Dates are told as far as they are known.

use super::bibtex::{braced, entry, key, record};
use crate::brief::Brief;
use crate::document::{Document, ItemRef, SectionKind};
use crate::render::export::Piece;
use crate::render::export::author::Author;
use crate::render::export::facts::Facts;
use crate::render::export::markdown::quotation;
use crate::text::{TextPos, clean, clean_line};

/// How a passage is cited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Citation {
    /// A quotation in Markdown with its source below.
    Markdown,
    /// As the American Psychological Association has it (7th edition).
    Apa,
    /// As a note of the Chicago Manual of Style has it (18th edition).
    Chicago,
    /// An entry for BibTeX.
    Bibtex,
}

/// One row of the table of citations.
#[derive(Clone, Copy, Debug)]
pub struct CitationInfo {
    /// The style.
    pub style: Citation,
    /// What commands and settings call it.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
}

/// Every style, in the order of lists.
pub const CITATIONS: &[CitationInfo] = &[
    CitationInfo { style: Citation::Markdown, name: "markdown", title: "Markdown" },
    CitationInfo { style: Citation::Apa, name: "apa", title: "APA" },
    CitationInfo { style: Citation::Chicago, name: "chicago", title: "Chicago" },
    CitationInfo { style: Citation::Bibtex, name: "bibtex", title: "BibTeX" },
];

impl Citation {
    /// The style of a name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        CITATIONS.iter().find(|row| row.name == name).map(|row| row.style)
    }
}

/// Where a position is, as a citation tells it: the section, and the item by its name or its number. Nothing above the
/// first section.
#[must_use]
pub fn place(document: &Document, at: TextPos) -> Option<String> {
    let block = document.block(document.block_at(at))?;
    let section = document.sections().get(usize::from(block.section))?;
    let title = clean_line(&section.title);
    if section.kind == SectionKind::Head {
        return None;
    }
    Some(match (document.item_at(block.range.start()), section.kind) {
        (None, _) => title.into_owned(),
        (Some(item), SectionKind::Text) => format!("{title}, para. {}", item.number),
        (Some(ItemRef { name: Some(name), .. }), _) => format!("{title}, {}", clean_line(&name)),
        (Some(item), _) => format!("{title}, no. {}", item.number),
    })
}

/// A passage with its source, or the source alone, without a line break at the end. `place` is where in the brief the
/// passage stands ([`place`]): what is quoted is the brief, which may be said beside.
#[must_use]
pub fn cite(style: Citation, brief: &Brief, place: Option<&str>, passage: Option<&str>) -> String {
    let document = Document::default();
    let id = brief.id.as_ref().map_or("", |id| id.as_str());
    let facts = Facts::of(Piece { brief, document: &document, notes: &[], id });
    let passage = passage.map(|text| clean(text).trim().to_owned()).filter(|text| !text.is_empty());
    let place = place.map(clean_line).filter(|place| !place.is_empty());
    let place = place.map(|place| format!("brief “{}”, {place}", facts.title));
    match style {
        Citation::Markdown => quotation(&facts, passage.as_deref(), place.as_deref()),
        Citation::Apa => quoted(passage.as_deref(), place.as_deref(), &apa(&facts)),
        Citation::Chicago => quoted(passage.as_deref(), place.as_deref(), &chicago(&facts)),
        Citation::Bibtex => {
            let mut fields = entry(&facts);
            fields.retain(|(name, _)| *name != "note");
            let said: Vec<String> =
                place.into_iter().chain(passage.map(|text| format!("“{text}”"))).collect();
            let said = Some(said.join(": ")).filter(|said| !said.is_empty());
            let via = facts.via.as_ref().map(|via| format!("via {via}"));
            let note: Vec<String> = via.into_iter().chain(said).collect();
            if !note.is_empty() {
                fields.push(("note", braced(&note.join("; "))));
            }
            let mut out = String::new();
            record(&mut out, &facts, &key(&facts), &fields);
            out.trim_end().to_owned()
        }
    }
}

fn quoted(passage: Option<&str>, place: Option<&str>, source: &str) -> String {
    let place = place.map(|place| format!(" ({place})")).unwrap_or_default();
    match passage {
        Some(passage) => format!("“{}”{place}\n{source}", clean_line(passage)),
        None => format!("{source}{place}"),
    }
}

/// Author. (Date). *Title*. Publication. Address
fn apa(facts: &Facts<'_>) -> String {
    let names: Vec<String> = facts
        .authors
        .iter()
        .map(|name| match Author::of(name) {
            Author::Person { given, family, suffix } => {
                let initial = |word: &str| word.chars().next().map(|c| format!("{c}."));
                // What a hyphen joins stays joined: `J.-P.`
                let joined = |word: &str| word.split('-').filter_map(initial).collect::<Vec<_>>().join("-");
                let initials: Vec<String> = given.split(' ').map(joined).collect();
                let suffix = suffix.map(|suffix| format!(", {suffix}")).unwrap_or_default();
                format!("{family}, {}{suffix}", initials.join(" "))
            }
            Author::Whole(name) => name,
        })
        .collect();
    let authors = match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{}, & {last}", rest.join(", ")),
    };
    let date = facts.published.map_or_else(
        || "n.d.".to_owned(),
        |date| match (date.month_name(), date.day()) {
            (Some(month), Some(day)) => format!("{:04}, {month} {day}", date.year()),
            (Some(month), None) => format!("{:04}, {month}", date.year()),
            _ => format!("{:04}", date.year()),
        },
    );
    let title = full_stop(facts.work());
    let outlet = facts.outlet().map(|outlet| full_stop(&outlet)).unwrap_or_default();
    // Without an author the title stands in its place.
    let parts = if authors.is_empty() {
        [title, format!("({date})."), outlet, facts.url.clone().unwrap_or_default()]
    } else {
        [format!("{} ({date}).", full_stop(&authors)), title, outlet, facts.url.clone().unwrap_or_default()]
    };
    parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" ")
}

/// Author, “Title,” Publication, date, address.
fn chicago(facts: &Facts<'_>) -> String {
    let names: Vec<String> = facts.authors.iter().map(|name| Author::of(name).spoken()).collect();
    let authors = match names.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first, second] => Some(format!("{first} and {second}")),
        [first, ..] => Some(format!("{first} et al.")),
    };
    let date = facts.published.map(|date| match (date.month_name(), date.day()) {
        (Some(month), Some(day)) => format!("{month} {day}, {:04}", date.year()),
        (Some(month), None) => format!("{month} {:04}", date.year()),
        _ => format!("{:04}", date.year()),
    });
    let rest: Vec<String> = facts.outlet().into_iter().chain(date).chain(facts.url.clone()).collect();
    let author = authors.map(|authors| format!("{authors}, ")).unwrap_or_default();
    if rest.is_empty() {
        return format!("{author}“{}”", full_stop(facts.work()));
    }
    let work = facts.work();
    let comma = if work.ends_with(['?', '!', '…', '。']) { "" } else { "," };
    format!("{author}“{work}{comma}” {}.", rest.join(", "))
}

fn full_stop(text: &str) -> String {
    if text.ends_with(['.', '?', '!', '…', '。']) { text.to_owned() } else { format!("{text}.") }
}
