//! What is wrong, where, and what helps.
//!
//! Owns the one form in which every finding travels, whoever found it and whoever prints it, and the table of
//! codes that names each kind of finding.
//! Invariant: a code stands in [`CODES`] exactly once; text in a diagnostic may come from a file and is made safe by
//! whoever shows it.

use crate::source::{Location, Source};
use std::ops::Range;
use std::sync::Arc;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth a thought; the brief is right as it is.
    Note,
    /// Probably not what was meant; the brief can be read.
    Warning,
    /// The brief breaks a rule of the format.
    Error,
}

impl Severity {
    /// The word that output uses.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $about:literal;)*) => {
        /// The kinds of findings.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $about] $variant,)* }

        /// Every code with its name, usual severity and meaning, in the order in which documentation lists them.
        pub const CODES: &[CodeInfo] = &[$(CodeInfo {
            code: Code::$variant, name: $name, severity: Severity::$severity, about: $about,
        },)*];

        impl Code {
            /// The row of [`CODES`].
            #[must_use]
            pub const fn info(self) -> &'static CodeInfo {
                match self { $(Code::$variant => &CodeInfo {
                    code: Code::$variant, name: $name, severity: Severity::$severity, about: $about,
                },)* }
            }
        }
    };
}

/// One row of the table of codes.
#[derive(Clone, Copy, Debug)]
pub struct CodeInfo {
    /// The code.
    pub code: Code,
    /// Its stable name, in kebab case.
    pub name: &'static str,
    /// How bad it usually is.
    pub severity: Severity,
    /// What it means, in one sentence.
    pub about: &'static str,
}

codes! {
    Unreadable "unreadable" Error "The file could not be read.";
    TooLarge "too-large" Error "The file is larger than a brief can be.";
    NotUtf8 "not-utf8" Error "The file is not UTF-8 text.";
    Empty "empty" Error "The file holds no brief.";
    Syntax "syntax" Error "The text is not YAML.";
    TooDeep "too-deep" Error "Lists or mappings are nested deeper than any brief needs.";
    TooManyAliases "too-many-aliases" Error "Aliases would multiply the text beyond a sane bound.";
    WrongType "wrong-type" Error "A field holds a list, a mapping or a text where something else belongs.";
    UnknownField "unknown-field" Error "A field's name is not one of the format.";
    MissingField "missing-field" Error "A field that is needed is not there.";
    DuplicateKey "duplicate-key" Error "A field stands twice in one mapping.";
    EmptyField "empty-field" Error "A field that needs a text has none.";
    BadDate "bad-date" Error "A date is not one that exists, or not written YYYY, YYYY-MM or YYYY-MM-DD.";
    BadValue "bad-value" Error "A field holds a word that it does not know.";
    UnusualValue "unusual-value" Warning "A field holds a word that is none of the format's; it is shown as it is.";
    BadNumber "bad-number" Error "A field needs a whole number.";
    BadUrl "bad-url" Error "A link is not a web address.";
    BadLanguage "bad-language" Error "A language is not a BCP 47 tag such as en, ps or zh-Hant.";
    BadKey "bad-key" Error "A section's key is not a single letter.";
    UnsupportedFormat "unsupported-format" Error "The brief is written in a newer format than this program reads.";
    NoSections "no-sections" Error "A brief needs at least one section besides its title.";
    EmptySection "empty-section" Error "A section has neither items nor text.";
    UnknownParagraph "unknown-paragraph" Error "`from` names a paragraph that the text does not have.";
    DuplicateId "duplicate-id" Error "Two actors answer to the same id, name or alias.";
    DuplicateSectionKey "duplicate-section-key" Warning "A section's letter is taken, so it jumps elsewhere.";
    DoubtfulReference "doubtful-reference" Warning "A name is nearly, but not quite, that of an actor.";
    NoAddressee "no-addressee" Warning "A recommendation does not say whom it is for.";
    NoDisclaimer "no-disclaimer" Warning "An opinion piece carries no disclaimer.";
    Draft "draft" Warning "A proposal that nobody has taken over yet.";
    UnusualYaml "unusual-yaml" Error "The YAML is written in a way that cannot be laid out anew without changing what it says.";
    UnknownSetting "unknown-setting" Error "The configuration names an action, key or theme that does not exist.";
    KeyConflict "key-conflict" Warning "Two bindings of the configuration claim the same keys.";
}

/// A stretch of the source that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Bytes of the source's text.
    pub range: Range<usize>,
    /// What is said of it; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Its kind.
    pub code: Code,
    /// How bad it is here.
    pub severity: Severity,
    /// What is wrong, in one sentence without a full stop.
    pub message: String,
    /// Where: the first label is the place; others explain. Empty for a finding of the file as a whole.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding of the file as a whole, with its code's usual severity.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.info().severity,
            message: shortened(message.into()),
            labels: Vec::new(),
            help: None,
        }
    }

    /// The same, pointing at a stretch of the source.
    #[must_use]
    pub fn at(mut self, range: Range<usize>, text: impl Into<String>) -> Self {
        self.labels.push(Label { range, text: text.into() });
        self
    }

    /// The same with a remedy.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The first byte it points at, where it points at one.
    #[must_use]
    pub fn offset(&self) -> Option<usize> {
        self.labels.first().map(|label| label.range.start)
    }
}

/// The most characters of a message: it may repeat a text of the file, of any length.
const MAX_MESSAGE: usize = 240;

/// A message without its middle, where it is very long: what is said of a text stands behind it.
fn shortened(message: String) -> String {
    let half = MAX_MESSAGE / 2;
    let head = message.char_indices().nth(half).map(|(at, _)| at);
    let tail = message.char_indices().rev().nth(half - 1).map(|(at, _)| at);
    match (head, tail) {
        (Some(head), Some(tail)) if head < tail => {
            let (start, end) = (message.get(..head), message.get(tail..));
            format!("{}…{}", start.unwrap_or_default(), end.unwrap_or_default())
        }
        _ => message,
    }
}

/// The most findings that are told of one brief: a broken file can have one on every line.
pub const MAX_TOLD: usize = 200;

/// The findings of one source, in the order of their places.
#[derive(Clone, Debug)]
pub struct Report {
    /// The text they point into.
    pub source: Arc<Source>,
    /// The findings.
    pub findings: Vec<Diagnostic>,
}

impl Report {
    /// Findings of a source, put in order.
    #[must_use]
    pub fn new(source: Arc<Source>, mut findings: Vec<Diagnostic>) -> Self {
        findings.sort_by_key(|finding| finding.offset().unwrap_or(0));
        Self { source, findings }
    }

    /// The worst severity in it.
    #[must_use]
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }

    /// Where a finding lies; findings of the file as a whole lie at its start.
    #[must_use]
    pub fn location(&self, finding: &Diagnostic) -> Location {
        self.source.location(finding.offset().unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_one_row_with_a_name_of_its_own() {
        let mut names: Vec<&str> = CODES.iter().map(|row| row.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), CODES.len());
        for row in CODES {
            assert_eq!(row.code.info().name, row.name);
            assert!(row.about.ends_with('.'), "{}", row.name);
        }
    }

    #[test]
    fn a_message_that_repeats_a_long_text_is_short() {
        let finding = Diagnostic::new(Code::BadDate, format!("`{}` is not a date", "é".repeat(1 << 20)));
        assert!(finding.message.starts_with("`éé") && finding.message.ends_with("é` is not a date"));
        assert_eq!(finding.message.chars().count(), MAX_MESSAGE + 1);
        let plain = "x".repeat(MAX_MESSAGE);
        assert_eq!(Diagnostic::new(Code::BadDate, plain.clone()).message, plain);
    }

    #[test]
    fn a_report_is_in_the_order_of_places() {
        let source = Arc::new(Source::new("x", "a\nb\n".into()));
        let findings = vec![
            Diagnostic::new(Code::BadDate, "second").at(2..3, ""),
            Diagnostic::new(Code::NoDisclaimer, "whole file"),
        ];
        let report = Report::new(source, findings);
        assert_eq!(report.findings[0].message, "whole file");
        assert_eq!(report.location(&report.findings[1]), Location { line: 2, column: 1 });
        assert_eq!(report.worst(), Some(Severity::Error));
    }
}
