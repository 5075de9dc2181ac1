//! YAML: what is safe to hand to the typed parser, and where everything stands.
//!
//! Owns the first look at a file ([`vet`]: syntax, depth, aliases, documents), the tree of nodes with their places
//! ([`read_tree`]), and the comparison of a tree with a table of fields ([`inspect`]).
//! Invariant: `serde_yaml` only ever sees text that [`vet`] has let through. It stops at the first error, often
//! without a line, takes seconds for a few thousand brackets and gigabytes for a page of aliases; `granit-parser`
//! has limits and byte ranges, so its verdict comes first.

mod edit;
mod extents;
mod holding;
mod layout;
mod lines;
mod mend;
mod places;
mod put;
mod remarks;
mod shape;
mod sheet;
mod splice;
mod texts;
mod tree;
mod unclosed;
mod vet;
mod write;

pub use edit::{Change, Refusal, Value, edit};
pub use extents::{Body, Extent, extents};
pub use holding::{Asked, Held, holding};
pub use layout::{PartOfFile, layout};
pub use mend::{item_with_its_mark, replacement};
pub use places::Places;
pub use put::scalar;
pub use shape::{Complaint, Field, Record, Shape, Version, inspect};
pub use texts::{Way, each_text};
pub use tree::{Node, NodeKind, Step, read_tree};
pub use vet::{Vetted, vet, vet_noting};

use crate::diagnostic::{Code, Diagnostic};
use granit_parser::{ErrorKind, Options, ScanError};

/// How deep lists and mappings may be nested. A brief needs five levels; `serde_yaml` itself stops at 128.
const MAX_DEPTH: usize = 64;

fn options() -> Options {
    granit_parser::options! { flow_nesting_limit: MAX_DEPTH, block_nesting_limit: MAX_DEPTH }
}

/// A scanner's complaint as a finding with a remedy.
fn syntax(error: &ScanError, text: &str) -> Diagnostic {
    let at = error.marker().byte_offset().unwrap_or(0).min(text.len());
    let place = char_at(text, at);
    if *error.kind() == ErrorKind::RecursionLimitExceeded {
        return Diagnostic::new(Code::TooDeep, format!("nested more than {MAX_DEPTH} levels deep"))
            .at(place, "")
            .help("a brief needs five levels: check the brackets or the indentation");
    }
    let tab = tab_before(text, at).or_else(|| match error.kind() {
        // Said of the text that the tab breaks off, or of the line after the one that it begins.
        ErrorKind::TabInPlainScalar => lines(text, at).find_map(|start| tab_before(text, start)),
        ErrorKind::ExpectedDocumentStart => {
            let content =
                |start: &usize| !text.get(*start..).is_some_and(|line| line.starts_with(['#', '\n', '\r']));
            lines(text, 0).find(content).and_then(|start| tab_before(text, start))
        }
        _ => None,
    });
    if let Some(tab) = tab {
        return Diagnostic::new(Code::Syntax, "a tab in the indentation")
            .at(tab..tab + 1, "")
            .help("indent with blanks: YAML allows no tab there")
            .fix(mend::tabs(text));
    }
    if let Some(unclosed) = unclosed::unclosed(text, error.kind(), at) {
        let (kind, shown) = match unclosed.sign {
            '"' | '\'' => (ErrorKind::UnclosedQuotedScalar, "so far its text would go"),
            open => (ErrorKind::UnclosedFlowCollection { open }, "this stands outside"),
        };
        let (message, help) = explain(&kind);
        let finding = Diagnostic::new(Code::Syntax, message).at(unclosed.range, "opened here");
        return finding.at(unclosed.shown, shown).help(help.unwrap_or_default());
    }
    let line = text.get(..at).and_then(|above| above.rsplit(['\n', '\r']).next()).unwrap_or_default();
    if *error.kind() == ErrorKind::ExpectedBlockMappingKey && line.trim_end().ends_with([']', '}']) {
        return Diagnostic::new(Code::Syntax, "more text behind the closing bracket")
            .at(place, "")
            .help("quote a text that begins with a bracket, as in title: \"[Opinion] A lesson\"");
    }
    let (message, help) = explain(error.kind());
    let finding = Diagnostic::new(Code::Syntax, message).at(place, "");
    finding.help(match help {
        Some(help) => help,
        None if text.get(at - line.len()..).is_some_and(|line| line.starts_with('%')) => {
            "delete the line: one that begins with `%` is for the YAML parser, and a brief needs none"
        }
        None => "quote the text, or write it under `|`",
    })
}

/// What the complaint means for somebody who writes a brief.
fn explain(kind: &ErrorKind) -> (String, Option<&'static str>) {
    const QUOTE_COLON: &str =
        "a value with a colon and a blank in it needs quotes, as in title: \"Talks: a lesson\"";
    const INDENT: &str =
        "the fields of one mapping begin in the same column; text under `|` is indented further";
    match kind {
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            ("a second `: ` in one line".to_owned(), Some(QUOTE_COLON))
        }
        ErrorKind::ExpectedBlockMappingKey
        | ErrorKind::ExpectedBlockSequenceEntry
        | ErrorKind::InvalidIndentation
        | ErrorKind::InvalidBlockScalarIndent
        | ErrorKind::InvalidQuotedScalarIndent
        | ErrorKind::InvalidFlowScalarIndent
        | ErrorKind::MappingKeyNotAllowed
        | ErrorKind::BlockSequenceEntryNotAllowed => {
            ("this line does not fit the indentation above it".to_owned(), Some(INDENT))
        }
        ErrorKind::SimpleKeyExpected | ErrorKind::InvalidSimpleKey => (
            "a line without `field: value`".to_owned(),
            Some("text of several lines stands under `field: |`, indented by two blanks"),
        ),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::DocumentIndicatorInQuotedScalar => (
            "a quotation mark that is never closed".to_owned(),
            Some("close it, or write the text under `|`"),
        ),
        ErrorKind::UnclosedFlowCollection { open } | ErrorKind::MismatchedFlowCollectionEnd { open, .. } => {
            let help = match open {
                '{' => {
                    "close it, or write the mapping as lines with `field: value`; quote a text that begins so"
                }
                _ => "close it, or write the list as lines that begin with `- `; quote a text that begins so",
            };
            (format!("a `{open}` that is never closed"), Some(help))
        }
        ErrorKind::MisplacedFlowCollectionEnd => {
            ("a closing bracket that was never opened".to_owned(), Some("delete it, or quote the text"))
        }
        ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "more text behind the closing quotation mark".to_owned(),
            Some("within \"...\" write \\\" for a quotation mark, or write the text under `|`"),
        ),
        ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "more text behind the closing quotation mark".to_owned(),
            Some("within '...' write '' for an apostrophe, or write the text under `|`"),
        ),
        ErrorKind::ExpectedDocumentStart => (
            "text where the brief has ended".to_owned(),
            Some("fields begin in the first column, and a line with `%` is none; `---` parts several briefs"),
        ),
        ErrorKind::UnknownAnchor => (
            "an alias (`*name`) without an anchor (`&name`) before it".to_owned(),
            Some("quote a text that begins with an asterisk, or write it under `|`"),
        ),
        ErrorKind::UnexpectedCharacter { character } if character.is_control() => (
            format!("a control character (U+{:04X})", *character as u32),
            Some("delete it: YAML is plain text"),
        ),
        ErrorKind::UnexpectedCharacter { character } => (
            format!("a value cannot begin with `{character}`"),
            Some("quote the text, or write it under `|`"),
        ),
        ErrorKind::BomInsideDocument => (
            "an invisible byte order mark (U+FEFF) within the text".to_owned(),
            Some("delete it: it may stand where two files were joined"),
        ),
        other => (other.to_string(), None),
    }
}

/// The first tab in the indentation of the line at a byte offset.
fn tab_before(text: &str, at: usize) -> Option<usize> {
    let start = text.get(..at)?.rfind(['\n', '\r']).map_or(0, |nl| nl + 1);
    let indent = text.get(start..)?.bytes().take_while(|b| matches!(b, b' ' | b'\t'));
    indent.enumerate().find(|(_, b)| *b == b'\t').map(|(i, _)| start + i)
}

/// Where the line at a byte offset and those after it start.
fn lines(text: &str, at: usize) -> impl Iterator<Item = usize> + '_ {
    let breaks = text.get(at..).unwrap_or_default().match_indices(['\n', '\r']);
    std::iter::once(at).chain(breaks.map(move |(i, _)| at + i + 1))
}

/// The range of the character at a byte offset; empty at the end of the text.
fn char_at(text: &str, at: usize) -> std::ops::Range<usize> {
    let at = (0..=at).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let len = text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    at..at + len
}
