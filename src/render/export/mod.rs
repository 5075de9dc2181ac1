//! Exports: briefs and the notes on them, written for other programs and read back from them.
//!
//! Owns [`FORMATS`], the table of every format with what it can carry; [`export`], which writes them; [`import`], which
//! reads annotations; [`template`] for formats of a reader's own; [`cite`] for a passage copied with its source.
//! Everything here is bytes in, bytes out: the caller says what is written, and when it is.
//!
//! Invariants: wherever a brief goes, its disclaimers go with it; a note tells its source; no note is left out because
//! its passage is gone; where notes alone are asked for, a brief without one is not named. No output holds a control character (but line breaks) or a bidi override of a file's text: prose is
//! cleaned, JSON escapes them. What is exported and imported again is the same to the byte, in the formats whose row
//! says `imports`.

mod address;
mod annotation;
mod author;
mod bibliography;
mod docx;
mod epub;
mod facts;
mod html;
mod json;
mod markdown;
mod markup;
mod name;
mod nest;
mod obsidian;
mod org;
mod plain;
mod prose;
mod schema;
mod spans;
mod table;
mod template;
mod zip;

pub use annotation::{Import, ImportError, Imported, Problem, SourceHint, import};
pub use bibliography::{CITATIONS, Citation, CitationInfo, cite, place};
pub use name::{file_name, iri};
pub use schema::schema;
pub use template::{TemplateError, rows, template};

use crate::brief::Brief;
use crate::document::{Document, Resolution};
use crate::notes::Note;
use crate::text::TextRange;
use jiff::Timestamp;
use std::fmt;

/// One brief with the notes on it.
#[derive(Clone, Copy, Debug)]
pub struct Piece<'a> {
    /// What the brief says.
    pub brief: &'a Brief,
    /// How it is told, which is where notes have their places.
    pub document: &'a Document,
    /// The notes on it, in the order in which they are to stand where a format does not sort them by place.
    pub notes: &'a [NoteAt<'a>],
    /// The brief's stable identity: its `id`, else a slug.
    pub id: &'a str,
}

/// A note, and where it is now.
#[derive(Clone, Copy, Debug)]
pub struct NoteAt<'a> {
    /// The note.
    pub note: &'a Note,
    /// Its place in the document of its piece; none where the brief is not at hand, and something else stands for it.
    pub resolution: Option<Resolution>,
}

impl NoteAt<'_> {
    /// Where its passage is.
    fn range(&self) -> Option<TextRange> {
        self.resolution.and_then(Resolution::range)
    }
}

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum What {
    /// What the briefs say.
    Brief,
    /// The notes on them.
    Notes,
    /// Both, as far as a format can carry them.
    Both,
}

impl What {
    /// Whether the brief itself is asked for.
    #[must_use]
    pub const fn brief(self) -> bool {
        !matches!(self, Self::Notes)
    }

    /// Whether notes are asked for.
    #[must_use]
    pub const fn notes(self) -> bool {
        !matches!(self, Self::Brief)
    }
}

/// Why nothing could be exported.
#[derive(Debug)]
pub enum ExportError {
    /// The format cannot carry what is asked for.
    CannotCarry {
        /// The format's title.
        format: &'static str,
        /// What it cannot carry, in words.
        what: &'static str,
    },
    /// What the serializer says. Nothing in a brief or a note is known to bring it about.
    Serializer(serde_json::Error),
}

impl fmt::Display for ExportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CannotCarry { format, what } => write!(f, "{format} cannot carry {what}"),
            Self::Serializer(error) => write!(f, "{error}"),
        }
    }
}

impl std::error::Error for ExportError {}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Serializer(error)
    }
}

impl FormatInfo {
    /// Whether its files are text that a terminal can show.
    #[must_use]
    pub fn is_text(&self) -> bool {
        !self.media.starts_with("application/vnd.") && !self.media.ends_with("+zip")
    }
}

/// How a format is written.
type Writer = fn(&[Piece<'_>], What, Timestamp) -> Result<Vec<u8>, ExportError>;

/// One row of the table of formats.
#[derive(Clone, Copy, Debug)]
pub struct FormatInfo {
    /// The format.
    pub format: Format,
    /// What `--format` calls it.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// The extension of its files, without the dot.
    pub extension: &'static str,
    /// Its media type.
    pub media: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// Whether it can carry a brief. Every format can carry notes.
    pub brief: bool,
    /// Whether it is read back.
    pub imports: bool,
    write: Writer,
}

macro_rules! formats {
    ($table:ident; $($variant:ident $name:literal $title:literal $extension:literal $media:literal $brief:literal $imports:literal $write:expr, $about:literal;)*) => {
        /// The formats that are written.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Format { $(#[doc = $about] $variant,)* }

        /// Every format, in the order of lists.
        pub const $table: &[FormatInfo] = &[$(FormatInfo {
            format: Format::$variant, name: $name, title: $title, extension: $extension, media: $media,
            about: $about, brief: $brief, imports: $imports, write: $write,
        },)*];

        impl Format {
            /// Its row of the table.
            #[must_use]
            pub fn info(self) -> &'static FormatInfo {
                $table.iter().find(|row| row.format == self).unwrap_or(const { &$table[0] })
            }

            /// Whether its files are text: what is none is nothing for a terminal.
            #[must_use]
            pub const fn is_text(self) -> bool {
                !matches!(self, Self::Docx | Self::Epub)
            }

            /// The format of a name as `--format` takes it.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                FORMATS.iter().find(|row| row.name == name).map(|row| row.format)
            }
        }
    };
}

formats! {
    FORMATS;
    Markdown "markdown" "Markdown" "md" "text/markdown" true false |pieces, what, when| Ok(markdown::write(pieces, what, when)), "for any editor, and for pandoc";
    Obsidian "obsidian" "Obsidian" "md" "text/markdown" true false obsidian::write, "Markdown with properties, callouts and block ids";
    Text "text" "Plain text" "txt" "text/plain" true false |pieces, what, when| Ok(plain::write(pieces, what, when)), "for mail and paper";
    Html "html" "HTML" "html" "text/html" true false |pieces, what, when| Ok(html::write(pieces, what, when)), "one file for the browser and for paper";
    Docx "docx" "Word" "docx" "application/vnd.openxmlformats-officedocument.wordprocessingml.document" true false |pieces, what, when| Ok(docx::write(pieces, what, when)), "a Word document with notes as comments";
    Epub "epub" "E-book" "epub" "application/epub+zip" true false |pieces, what, when| Ok(epub::write(pieces, what, when)), "an e-book of the brief, for e-readers";
    Json "json" "JSON" "json" "application/json" true true json::write, "for scripts, and for another copy of brief";
    Org "org" "Org" "org" "text/org" true false |pieces, what, when| Ok(org::write(pieces, what, when)), "for Emacs";
    Csv "csv" "CSV" "csv" "text/csv" false false |pieces, what, when| Ok(table::csv(pieces, what, when)), "notes for a spreadsheet";
    Readwise "readwise" "Readwise CSV" "csv" "text/csv" false false |pieces, what, when| Ok(table::readwise(pieces, what, when)), "notes for Readwise's import";
    W3c "w3c" "Web Annotation" "jsonld" "application/ld+json" false true annotation::w3c::write, "notes as W3C Web Annotations";
    Hypothesis "hypothesis" "Hypothesis JSON" "json" "application/json" false true annotation::hypothesis::write, "notes for Hypothesis' import";
    Readium "readium" "Readium annotations" "annotation" "application/rd-annotations+json" false true annotation::readium::write, "notes for the e-book, in Thorium and other Readium readers";
    Ris "ris" "RIS" "ris" "application/x-research-info-systems" true false |pieces, what, when| Ok(bibliography::ris::write(pieces, what, when)), "the source for Zotero and its like";
    Bibtex "bibtex" "BibTeX" "bib" "application/x-bibtex" true false |pieces, what, when| Ok(bibliography::bibtex::write(pieces, what, when)), "the source for LaTeX";
}

/// Writes pieces in a format. `when` is the time that the export tells as its own. Where a format cannot carry briefs,
/// [`What::Both`] writes the notes alone.
///
/// # Errors
/// Where the format can carry nothing of what is asked for.
pub fn export(
    format: Format,
    pieces: &[Piece<'_>],
    what: What,
    when: Timestamp,
) -> Result<Vec<u8>, ExportError> {
    let info = format.info();
    if what == What::Brief && !info.brief {
        return Err(ExportError::CannotCarry { format: info.title, what: "a brief, only notes" });
    }
    let what = if info.brief { what } else { What::Notes };
    (info.write)(&fitting(pieces, what), what, when)
}

/// The pieces of which there is something to tell: for notes alone, those that have some.
#[must_use]
pub(super) fn fitting<'a>(pieces: &[Piece<'a>], what: What) -> Vec<Piece<'a>> {
    pieces.iter().copied().filter(|piece| what.brief() || !piece.notes.is_empty()).collect()
}

/// A time as exports tell it: to the second, in UTC (RFC 3339).
fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
