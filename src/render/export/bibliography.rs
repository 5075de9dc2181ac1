//! The source of a brief for bibliographies: RIS and BibTeX files, and citations of a passage.
//!
//! Owns [`cite`] and the table of its styles. Dates are told as far as they are known.
//! Invariants: RIS keeps one tag in a line, and what is longer than a line is joined to one; BibTeX's braces are
//! balanced, and no two entries of a file have the same key.

use super::author::Author;
use super::facts::{Facts, Told};
use super::{Piece, What};
use crate::brief::{Brief, PartialDate, slug};
use crate::document::lower_prose;
use crate::text::clean_line;
use jiff::Timestamp;
use std::fmt::Write as _;

/// Writes the sources as RIS, the notes as notes of theirs.
pub(super) fn ris(pieces: &[Piece<'_>], what: What, _: Timestamp) -> Vec<u8> {
    let mut out = String::new();
    for facts in Facts::all(pieces) {
        let mut tag = |name: &str, value: &str| {
            if !value.is_empty() {
                let _ = write!(out, "{name}  - {}\r\n", clean_line(value));
            }
        };
        tag("TY", if facts.publication.is_some() { "NEWS" } else { "GEN" });
        tag("TI", facts.work());
        for author in &facts.authors {
            tag("AU", &Author::of(author).sorted());
        }
        tag("T2", facts.publication.as_deref().unwrap_or_default());
        tag("DP", facts.via.as_deref().unwrap_or_default());
        if let Some(date) = facts.published {
            tag("PY", &format!("{:04}", date.year()));
            tag("DA", &slashes(date));
        }
        tag("UR", facts.url.as_deref().unwrap_or_default());
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

fn unformatted(text: &str) -> String {
    clean_line(lower_prose(text).text()).into_owned()
}

/// A note in one line.
fn annotation(told: &Told<'_>) -> String {
    let quote = clean_line(&told.quote);
    let quote = (!quote.is_empty()).then(|| format!("“{quote}”"));
    let text = Some(unformatted(&told.text)).filter(|text| !text.is_empty());
    let tags = told.tags_beside();
    let tags = (!tags.is_empty()).then(|| format!("[{}]", tags.join(", ")));
    let parts: Vec<String> =
        quote.into_iter().chain(text).chain(tags).chain([format!("({})", told.signature())]).collect();
    format!("{}: {}", told.label(), parts.join(" "))
}

/// `YYYY/MM/DD/` with what is known.
fn slashes(date: PartialDate) -> String {
    let part = |part: Option<i8>| part.map(|n| format!("{n:02}")).unwrap_or_default();
    format!("{:04}/{}/{}/", date.year(), part(date.month()), part(date.day()))
}

/// Writes the sources as BibTeX.
pub(super) fn bibtex(pieces: &[Piece<'_>], what: What, _: Timestamp) -> Vec<u8> {
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
fn record(out: &mut String, facts: &Facts<'_>, key: &str, fields: &[(&str, String)]) {
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

fn entry(facts: &Facts<'_>) -> Vec<(&'static str, String)> {
    let mut fields = Vec::new();
    if !facts.authors.is_empty() {
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
        fields.push(("keywords", braced(&facts.topics.join(", "))));
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
fn key(facts: &Facts<'_>) -> String {
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
    if named { id } else { format!("brief-{}", super::name::uuid_of(&format!("{} {year}", facts.work()))) }
}

/// Text that TeX shows as it is.
fn tex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' => out.push_str(if c == '{' { "\\textbraceleft{}" } else { "\\textbraceright{}" }),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '#' | '$' | '%' | '&' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}

fn braced(text: &str) -> String {
    format!("{{{}}}", tex(&clean_line(text)))
}

/// An address is set as it is; only what would end its field is escaped, as addresses do that.
fn braced_url(url: &str) -> String {
    format!("{{{}}}", url.replace('{', "%7B").replace('}', "%7D").replace('\\', "%5C"))
}

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

/// A passage with its source, or the source alone, without a line break at the end. `section` is the title of the
/// section that the passage stands in: what is quoted is the brief, which may be said beside.
#[must_use]
pub fn cite(style: Citation, brief: &Brief, section: Option<&str>, passage: Option<&str>) -> String {
    let document = crate::document::Document::default();
    let id = brief.id.as_ref().map_or("", |id| id.as_str());
    let facts = Facts::of(Piece { brief, document: &document, notes: &[], id });
    let passage =
        passage.map(|text| crate::text::clean(text).trim().to_owned()).filter(|text| !text.is_empty());
    let section = section.map(clean_line).filter(|section| !section.is_empty());
    let place = section.map(|section| format!("brief “{}”, {section}", facts.title));
    match style {
        Citation::Markdown => super::markdown::quotation(&facts, passage.as_deref(), place.as_deref()),
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
                let initials: Vec<String> = given
                    .split([' ', '-'])
                    .filter_map(|word| word.chars().next())
                    .map(|c| format!("{c}."))
                    .collect();
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
    let authors = match facts.authors.as_slice() {
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
