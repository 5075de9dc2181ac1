//! From an article to a draft of a brief, by rules and without a network.
//!
//! Owns the readers of articles (text, Markdown, HTML), what is told apart in them, the proposals that are made, and the
//! YAML that they are written as. Stages, each a function of what stands before it:
//!
//! ```text
//! bytes ── plain, markdown, html ──▶ blocks ── frame ──▶ Article ── actors, advice, … ──▶ Brief ── write ──▶ YAML
//! ```
//!
//! Invariant: what is handed out has been read back: it is the brief that was meant, and `check` says nothing of it but
//! that it is a draft. What is not found is left out.

mod actors;
mod advice;
mod article;
mod dates;
mod draft;
mod frame;
mod language;
mod lines;
mod names;
mod notices;
mod page;
mod places;
mod plain;
mod sentence;
mod speech;
mod summary;
mod words;
mod write;

pub use article::Facts;

use crate::brief::{self, Brief, PartialDate};
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::source::Source;
use std::sync::Arc;

/// The forms of articles that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text, a mail among it.
    Text,
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
    /// What was not found, each with what helps: `no date: --published YYYY-MM-DD`.
    pub missing: Vec<String>,
}

/// Drafts a brief of an article.
///
/// # Errors
/// What keeps it from being read: it is no text, or there is no article in it.
pub fn import(bytes: Vec<u8>, given: &Given) -> Result<Imported, Report> {
    let source = match brief::decode(&given.name, bytes) {
        Ok(source) => source,
        Err((source, finding)) => return Err(Report::new(Arc::new(source), vec![*finding])),
    };
    let (said, blocks) = match format(given, source.text()) {
        Format::Text => plain::read(&cleaned(source.text())),
    };
    let mut facts = given.facts.clone();
    facts.or(said);
    let article = frame::frame(facts, &blocks);
    if article.paragraphs.iter().all(|paragraph| paragraph.notice) {
        let help = "give the article's text, its Markdown, or its page as the browser saves it";
        return Err(whole(source, Diagnostic::new(Code::Empty, "no article in this file").help(help)));
    }
    draft::draft(article, given.today).map_err(|why| {
        whole(source, Diagnostic::new(Code::Syntax, format!("its draft could not be written: {why}")))
    })
}

fn whole(source: Source, finding: Diagnostic) -> Report {
    Report::new(Arc::new(source), vec![finding])
}

/// The form of an article: that which is given, else what its name says, else what it begins like.
fn format(given: &Given, _: &str) -> Format {
    given.format.unwrap_or(Format::Text)
}

/// A text without what no terminal and no YAML should see. Characters that Unicode keeps for programs are among it.
fn cleaned(text: &str) -> String {
    let text = crate::text::clean(text);
    if text.contains(is_no_character) { text.replace(is_no_character, "") } else { text.into_owned() }
}

fn is_no_character(c: char) -> bool {
    matches!(u32::from(c), 0xfdd0..=0xfdef) || u32::from(c) & 0xfffe == 0xfffe
}
