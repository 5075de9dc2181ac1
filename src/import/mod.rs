//! From an article to a draft of a brief, by rules and without a network.
//!
//! Owns the readers of articles (text, Markdown, HTML), what is told apart in them, the proposals that are made, and the
//! YAML that they are written as. Stages, each a function of what stands before it:
//!
//! ```text
//! bytes ── plain, markdown, html ──▶ blocks ── frame ──▶ Article ── actors, advice, … ──▶ Brief ── write ──▶ YAML
//! ```
//!
//! Proposals are made one way too; no file knows one to the right of it:
//!
//! ```text
//! sentence ─▶ mention ─▶ usage ─▶ acronym, office ─▶ names ─▶ role ─▶ actors ─▶ stance, speech, parties, advice ─▶ draft
//! ```
//!
//! Invariant: what is handed out has been read back: it is the brief that was meant, and `check` finds no error in it, and no
//! proposal doubtful. What is not found is left out.

mod acronym;
mod actors;
mod advice;
mod article;
mod bodies;
mod calls;
mod dates;
mod draft;
mod foreign;
mod frame;
mod headline;
mod html;
mod imperative;
mod known;
mod language;
mod lines;
mod markdown;
mod markup;
mod masthead;
mod mention;
mod names;
mod notices;
mod office;
mod page;
mod parties;
mod places;
mod plain;
mod reason;
mod role;
mod sentence;
mod sheets;
mod speech;
mod stance;
mod summary;
mod thesis;
mod tongues;
mod topics;
mod usage;
mod voice;
mod words;
mod write;

pub use article::Facts;

use crate::brief::{self, Brief, PartialDate};
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::source::Source;
use std::path::Path;
use std::sync::Arc;

/// The forms of articles that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, a mail among it.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A page as a browser saves it.
    Html,
}

/// What is given beside an article.
#[derive(Clone, Debug)]
pub struct Given {
    /// What messages call it: a path, or `<stdin>`.
    pub name: String,
    /// What is known of it; it outweighs what its page says.
    pub facts: Facts,
    /// Its form; without one, its name and its beginning tell.
    pub format: Option<Format>,
    /// The day on which it is drafted.
    pub today: Option<PartialDate>,
}

/// A draft.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The brief as YAML, with comments.
    pub yaml: String,
    /// The same as it reads back.
    pub brief: Brief,
    /// What was found, in words: `3 actors`.
    pub found: Vec<String>,
    /// What was not found, each with the option that tells it: `date (--published)`.
    pub missing: Vec<String>,
    /// What `check` says of it beyond that it is a draft. Of what rules made, only what the article itself has to answer for,
    /// such as a placeholder that was left in its text.
    pub doubts: Option<Report>,
}

/// Drafts a brief of an article.
///
/// # Errors
/// What keeps it from being read: it is no text, or there is no article in it.
pub fn import(bytes: Vec<u8>, given: &Given) -> Result<Imported, Report> {
    let source = decode(bytes, given).map_err(|(source, finding)| whole(source, *finding))?;
    let alone = |(said, blocks)| (said, None, blocks);
    let (said, sent, blocks) = match format(given, source.text()) {
        Format::Text => plain::read(&cleaned(source.text())),
        Format::Markdown => alone(markdown::read(&cleaned(source.text()))),
        Format::Html => alone(html::read(&cleaned(source.text()))),
    };
    let mut facts = given.facts.clone();
    facts.or(said);
    let mut article = frame::frame(facts.cleaned(), &blocks);
    // Better than no day at all: an article is sent on soon.
    article.facts.published = article.facts.published.or(sent);
    if article.paragraphs.iter().all(|paragraph| paragraph.notice) {
        let help = "give the article's text, its Markdown, or its page as the browser saves it";
        return Err(whole(source, Diagnostic::new(Code::Empty, "no article in this file").help(help)));
    }
    draft::draft(article, given.today).map_err(|why| {
        whole(source, Diagnostic::new(Code::Syntax, format!("its draft could not be written: {why}")))
    })
}

/// Takes over what a program of the reader's own has drafted, where it is one brief without errors.
///
/// # Errors
/// What is wrong with it.
pub fn adopt(printed: Vec<u8>, program: &str) -> Result<Imported, Report> {
    let source = match brief::decode(program, printed) {
        Ok(source) => source,
        Err((source, finding)) => return Err(Report::new(Arc::new(source), vec![*finding])),
    };
    let mut readings = brief::read(&source);
    let Some(reading) = readings.pop().filter(|_| readings.is_empty()) else {
        let finding = Diagnostic::new(Code::WrongType, "several briefs where one belongs")
            .help("the command of `import` prints one brief for the article that it is given");
        return Err(whole(source, finding));
    };
    let brief = match reading.brief {
        Ok(brief) => brief,
        Err(findings) => return Err(Report::new(Arc::new(source), findings)),
    };
    let mut findings = brief::check(&source, reading.document, &brief);
    findings.retain(|finding| finding.code != Code::Draft);
    let yaml = source.text().to_owned();
    let report = (!findings.is_empty()).then(|| Report::new(Arc::new(source), findings));
    match report {
        Some(report) if report.worst() >= Some(Severity::Error) => Err(report),
        doubts => {
            let found = draft::counted(&brief);
            Ok(Imported { yaml, brief, found, missing: Vec::new(), doubts })
        }
    }
}

fn whole(source: Source, finding: Diagnostic) -> Report {
    Report::new(Arc::new(source), vec![finding])
}

/// The text of an article. Pages that say so may be in an older encoding.
fn decode(bytes: Vec<u8>, given: &Given) -> Result<Source, (Source, Box<Diagnostic>)> {
    let is_page =
        || given.format.or_else(|| by_name(&given.name)).is_none_or(|format| format == Format::Html);
    if std::str::from_utf8(&bytes).is_err() && is_page() {
        match html::decode(&bytes) {
            Ok(text) => return Ok(Source::new(&given.name, text)),
            Err(Some(encoding)) => {
                return brief::decode(&given.name, bytes).map_err(|(source, finding)| {
                    let help = format!("convert it: iconv -f {} -t UTF-8", encoding.to_uppercase());
                    (source, Box::new(finding.help(help)))
                });
            }
            Err(None) => {}
        }
    }
    if let Some(text) = wide(&bytes) {
        return Ok(Source::new(&given.name, text));
    }
    brief::decode(&given.name, bytes)
}

/// A text in UTF-16 that says so by its mark.
fn wide(bytes: &[u8]) -> Option<String> {
    let (order, rest): (fn([u8; 2]) -> u16, _) = match bytes {
        [0xff, 0xfe, rest @ ..] => (u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => (u16::from_be_bytes, rest),
        _ => return None,
    };
    let units: Vec<u16> = rest.chunks_exact(2).filter_map(|pair| pair.try_into().ok()).map(order).collect();
    // What is no text, or too long for one, is told as such by others.
    let whole = rest.len().is_multiple_of(2) && rest.len() <= crate::source::MAX_BYTES / 2;
    String::from_utf16(&units).ok().filter(|text| whole && !text.contains('\0'))
}

/// The form of an article: that which is given, else what its name says, else what it begins like.
fn format(given: &Given, text: &str) -> Format {
    given.format.or_else(|| by_name(&given.name)).unwrap_or_else(|| {
        if html::begins(text) {
            Format::Html
        } else if markdown::begins(text) {
            Format::Markdown
        } else {
            Format::Text
        }
    })
}

/// The form that a file's name tells. What is called a text may be anything.
fn by_name(name: &str) -> Option<Format> {
    let end = Path::new(name).extension()?.to_str()?.to_ascii_lowercase();
    match end.as_str() {
        "html" | "htm" | "xhtml" => Some(Format::Html),
        "md" | "markdown" | "mdown" => Some(Format::Markdown),
        _ => None,
    }
}

/// A text without what no terminal and no YAML should see. Characters that Unicode keeps for programs are among it.
fn cleaned(text: &str) -> String {
    let text = crate::text::clean(text);
    if text.contains(is_no_character) { text.replace(is_no_character, "") } else { text.into_owned() }
}

fn is_no_character(c: char) -> bool {
    matches!(u32::from(c), 0xfdd0..=0xfdef) || u32::from(c) & 0xfffe == 0xfffe
}
