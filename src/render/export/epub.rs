//! An e-book (EPUB 3.3): a file for each brief, and one for the notes.
//!
//! Owns the names of its files, by which annotations find their brief: [`files`] names the same brief the same, alone or
//! with others. Invariants: the same briefs give the same bytes but for the time they are told; whatever is in the book is
//! in its manifest; the text of a brief's file is the document's, sign by sign, so that passages are found in it by their
//! words and by their places ([`super::markup`]).

use super::address::{encoded, is_followed};
use super::facts::{Facts, GONE, Group, Told, WHOLE, heading};
use super::json::color;
use super::markup::{Markup, direction, escape, isolated, note};
use super::name::{fragment, urn, uuid_of};
use super::zip::Zip;
use super::{Piece, What, moment};
use crate::document::{BlockIx, headline};
use crate::text::clean_line;
use jiff::Timestamp;
use std::fmt::Write as _;

/// Its media type.
pub(super) const MEDIA: &str = "application/epub+zip";

/// The folder of what the book is made of.
const FOLDER: &str = "EPUB";
/// The file of the notes.
const NOTES: &str = "notes.xhtml";

const STYLE: &str = include_str!("epub.css");

const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n<rootfiles>\n\
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n\
    </rootfiles>\n</container>\n";

/// The names of the briefs' files within the folder.
fn names(all: &[Facts<'_>]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for facts in all {
        let stem = fragment("brief", facts.piece.id);
        let numbered = (2..).map(|n| format!("{stem}-{n}.xhtml"));
        // Some file systems take no notice of case.
        let free = |name: &String| !names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let name = std::iter::once(format!("{stem}.xhtml")).chain(numbered).find(free);
        names.extend(name);
    }
    names
}

/// Where the text of each brief is in the book, as what is told of its passages names it.
pub(super) fn files(all: &[Facts<'_>]) -> Vec<String> {
    names(all).into_iter().map(|name| format!("{FOLDER}/{name}")).collect()
}

/// The id of the brief that a file of a book is the text of, where its name tells it.
pub(super) fn id_of(file: &str) -> Option<String> {
    let name = file.strip_prefix(FOLDER)?.strip_prefix("/brief-")?;
    name.strip_suffix(".xhtml").map(str::to_owned)
}

/// The identity of the book, the same for the same briefs.
pub(super) fn identifier(all: &[Facts<'_>]) -> String {
    match all {
        [one] => urn("text", one.piece.id),
        many => {
            let ids: Vec<&str> = many.iter().map(|facts| facts.piece.id).collect();
            format!("urn:uuid:{}", uuid_of(&format!("epub {ids:?}")))
        }
    }
}

/// What the book is called.
pub(super) fn title(all: &[Facts<'_>]) -> String {
    match all {
        [one] => one.title.clone(),
        many => format!("{} briefs", many.len()),
    }
}

/// Writes pieces as an e-book.
pub(super) fn write(pieces: &[Piece<'_>], what: What, when: Timestamp) -> Vec<u8> {
    let all = Facts::all(pieces);
    let notes: Vec<Vec<Told<'_>>> =
        all.iter().map(|facts| if what.notes() { facts.notes() } else { Vec::new() }).collect();
    let briefs = if what.brief() { names(&all) } else { Vec::new() };
    let annotated = briefs.is_empty() || notes.iter().any(|notes| !notes.is_empty());
    let mut spine = briefs.clone();
    spine.extend(annotated.then(|| NOTES.to_owned()));

    let mut zip = Zip::default();
    // Its name and its content are where readers look for the type (OCF, 4.2.6.3).
    zip.add("mimetype", MEDIA.as_bytes());
    zip.add("META-INF/container.xml", CONTAINER.as_bytes());
    let mut add = |name: &str, content: &str| zip.add(&format!("{FOLDER}/{name}"), content.as_bytes());
    add("package.opf", &package(&all, &spine, when));
    add("nav.xhtml", &nav(&all, &briefs, annotated));
    add("style.css", STYLE);
    for (n, ((facts, notes), name)) in all.iter().zip(&notes).zip(&briefs).enumerate() {
        add(name, &brief(n, facts, notes));
    }
    if annotated {
        add(NOTES, &endnotes(&all, &notes, &briefs));
    }
    zip.finish()
}

/// A file of XHTML in a language; nothing stands in its body but what is given.
fn page(language: &str, rtl: bool, title: &str, body: &str) -> String {
    let (language, title, dir) = (escape(language), escape(title), direction(rtl));
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" \
         lang=\"{language}\" xml:lang=\"{language}\" dir=\"{dir}\">\n\
         <head>\n<title>{title}</title>\n<link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/>\n</head>\n\
         <body>{body}</body>\n</html>\n"
    )
}

/// The language and the direction of the first brief.
fn first(all: &[Facts<'_>]) -> (String, bool) {
    let first = all.first().map(|facts| facts.piece);
    let language = first.map_or("en", |piece| piece.brief.language());
    (language.to_owned(), first.is_some_and(|piece| piece.document.is_rtl()))
}

fn brief(n: usize, facts: &Facts<'_>, notes: &[Told<'_>]) -> String {
    let doc = facts.piece.document;
    let text = Markup::book(n, doc, notes, NOTES);
    let mut body = String::new();
    for (nth, section) in doc.sections().iter().enumerate() {
        let _ = write!(body, "<section id=\"s{n}-{nth}\">");
        text.flow(&mut body, section.blocks.clone(), Some(section.kind));
        body.push_str("</section>");
    }
    page(facts.piece.brief.language(), doc.is_rtl(), &facts.title, &body)
}

/// The notes, brief by brief and section by section, each with a link to its passage.
fn endnotes(all: &[Facts<'_>], notes: &[Vec<Told<'_>>], briefs: &[String]) -> String {
    let mut body = "\n<section epub:type=\"endnotes\" role=\"doc-endnotes\">\n<h1>Notes</h1>\n".to_owned();
    for (n, (facts, notes)) in all.iter().zip(notes).enumerate().filter(|(_, (_, notes))| !notes.is_empty()) {
        let (doc, file) = (facts.piece.document, briefs.get(n));
        let (language, rtl) = (facts.piece.brief.language(), doc.is_rtl());
        let _ = writeln!(
            body,
            "<section lang=\"{0}\" xml:lang=\"{0}\" dir=\"{1}\">\n<h2>{2}</h2>",
            escape(language),
            direction(rtl),
            escape(&facts.title)
        );
        source(&mut body, facts);
        let mut last = None;
        for (nth, told) in notes.iter().enumerate() {
            if last.replace(told.group) != Some(told.group) {
                let title = match told.group {
                    Group::Whole => WHOLE.to_owned(),
                    Group::Gone => GONE.to_owned(),
                    group @ Group::Section(_) => heading(group, doc),
                };
                let _ = writeln!(body, "<h3>{}</h3>", escape(&title));
            }
            let _ = writeln!(
                body,
                "<aside id=\"n{n}-{nth}\" class=\"note {}\" epub:type=\"footnote\" role=\"doc-footnote\">",
                color(told.note)
            );
            let label = format!("<bdi>{}. {}</bdi>", nth + 1, escape(&told.label()));
            let place = match told.group {
                Group::Section(_) if has_mark(told) => Some(format!("r{n}-{nth}")),
                Group::Section(section) => Some(format!("s{n}-{section}")),
                Group::Whole => Some(format!("s{n}-0")),
                Group::Gone => None,
            };
            let _ = match file.zip(place) {
                Some((file, place)) => {
                    writeln!(body, "<p class=\"label\"><a href=\"{file}#{place}\">{label}</a></p>")
                }
                None => writeln!(body, "<p class=\"label\">{label}</p>"),
            };
            note(&mut body, told, (rtl, 3));
            body.push_str("</aside>\n");
        }
        body.push_str("</section>\n");
    }
    body.push_str("</section>\n");
    let (language, rtl) = first(all);
    page(&language, rtl, "Notes", &body)
}

/// Whether a note has a sign in the text.
fn has_mark(told: &Told<'_>) -> bool {
    !told.quote.is_empty() && told.found.is_some()
}

/// What is briefed, and its disclaimers in a line.
fn source(out: &mut String, facts: &Facts<'_>) {
    let headline = facts.headline.as_ref().map(|title| format!("<cite>{}</cite>", escape(&headline(title))));
    let credit = Some(isolated(&facts.credits())).filter(|credit| !credit.is_empty());
    let url = facts.url.as_deref().map(|url| {
        let words = escape(url);
        if is_followed(url) { format!("<a href=\"{}\">{words}</a>", escape(&encoded(url))) } else { words }
    });
    for line in headline.into_iter().chain(credit).chain(url) {
        let _ = writeln!(out, "<p class=\"byline\">{line}</p>");
    }
    let _ = writeln!(out, "<p class=\"disclaimers\">{}</p>", escape(&facts.disclaimers()));
}

/// The contents: briefs with their sections, then the notes.
fn nav(all: &[Facts<'_>], briefs: &[String], annotated: bool) -> String {
    let mut body = "\n<nav epub:type=\"toc\" role=\"doc-toc\">\n<h1>Contents</h1>\n<ol>\n".to_owned();
    for (n, (facts, name)) in all.iter().zip(briefs).enumerate() {
        let _ = write!(body, "<li><a href=\"{name}\">{}</a>\n<ol>\n", escape(&facts.title));
        let doc = facts.piece.document;
        for (nth, section) in doc.sections().iter().enumerate() {
            let heading = doc.block(BlockIx(section.blocks.start)).map(|block| doc.slice(block.range));
            let title = Some(section.title.as_str()).filter(|title| !title.is_empty()).or(heading);
            let title = clean_line(title.unwrap_or_default());
            let _ = writeln!(body, "<li><a href=\"{name}#s{n}-{nth}\">{}</a></li>", escape(&title));
        }
        body.push_str("</ol>\n</li>\n");
    }
    if annotated {
        let _ = writeln!(body, "<li><a href=\"{NOTES}\">Notes</a></li>");
    }
    body.push_str("</ol>\n</nav>\n");
    let (language, rtl) = first(all);
    page(&language, rtl, &title(all), &body)
}

/// What the book is, what it holds, and in which order.
fn package(all: &[Facts<'_>], spine: &[String], when: Timestamp) -> String {
    let mut out = String::new();
    let (language, rtl) = first(all);
    let _ = write!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <dc:identifier id=\"id\">{}</dc:identifier>\n<dc:title>{}</dc:title>\n",
        escape(&identifier(all)),
        escape(&title(all))
    );
    for (name, value) in metadata(all, &language) {
        let _ = writeln!(out, "<dc:{name}>{}</dc:{name}>", escape(&value));
    }
    let _ = write!(
        out,
        "<meta property=\"dcterms:modified\">{}</meta>\n\
         <meta property=\"schema:accessMode\">textual</meta>\n\
         <meta property=\"schema:accessModeSufficient\">textual</meta>\n\
         <meta property=\"schema:accessibilityFeature\">structuralNavigation</meta>\n\
         <meta property=\"schema:accessibilityFeature\">tableOfContents</meta>\n\
         <meta property=\"schema:accessibilityHazard\">none</meta>\n\
         </metadata>\n<manifest>\n\
         <item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n",
        moment(when)
    );
    for (n, name) in spine.iter().enumerate() {
        let _ = writeln!(out, "<item id=\"c{n}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>");
    }
    let _ = writeln!(out, "</manifest>\n<spine page-progression-direction=\"{}\">", direction(rtl));
    for n in 0..spine.len() {
        let _ = writeln!(out, "<itemref idref=\"c{n}\"/>");
    }
    out.push_str("</spine>\n</package>\n");
    out
}

/// Members of the Dublin Core, each once.
fn metadata(all: &[Facts<'_>], language: &str) -> Vec<(&'static str, String)> {
    let mut members = vec![("language", language.to_owned())];
    for facts in all {
        let mut add = |name, value: Option<String>| {
            let member = value.filter(|value| !value.is_empty()).map(|value| (name, value));
            members.extend(member.filter(|member| !members.contains(member)));
        };
        add("language", Some(facts.piece.brief.language().to_owned()));
        facts.authors.iter().for_each(|author| add("creator", Some(author.clone())));
        let by = facts.piece.brief.briefed.as_ref().and_then(|briefed| briefed.by.as_ref());
        add("contributor", by.map(|by| clean_line(by.as_str()).into_owned()));
        add("publisher", facts.publication.clone());
        facts.topics.iter().for_each(|topic| add("subject", Some(topic.clone())));
        add("source", facts.url.clone());
        add("rights", Some(facts.disclaimers()));
    }
    // A book has one day.
    if let [one] = all {
        members.extend(one.published.map(|date| ("date", date.to_string())));
    }
    members
}
