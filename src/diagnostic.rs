//! What is wrong, where, and what helps.
//!
//! Owns the one form in which every finding travels, whoever found it and whoever prints it, and the table of
//! codes that names each kind of finding.
//! Invariant: a code stands in [`CODES`] exactly once; text in a diagnostic may come from a file and is made safe by
//! whoever shows it.

mod codes;
mod severities;

pub use codes::{CODES, Code, CodeInfo, Concern, Example};
pub use severities::Severities;

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
    /// All of them, the worst first.
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

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

/// A stretch of the source that a finding points at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Bytes of the source's text.
    pub range: Range<usize>,
    /// What is said of it; may be empty.
    pub text: String,
}

/// How a finding can be mended without asking: what the file says stays, or nobody could have meant it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in the imperative: "rename it `title`".
    pub label: String,
    /// Bytes of the source's text and what takes their place; in order, and apart from each other.
    pub edits: Vec<(Range<usize>, String)>,
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
    /// How it can be mended, where that is safe.
    pub fix: Option<Fix>,
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
            fix: None,
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

    /// The same with a safe way to mend it, where there is one.
    #[must_use]
    pub fn fix(mut self, fix: Option<Fix>) -> Self {
        self.fix = fix;
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

    /// How many findings are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }

    /// The same with the worst first, and what is as bad by place.
    #[must_use]
    pub fn gravest_first(mut self) -> Self {
        self.findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        self
    }

    /// The first of the worst of them.
    #[must_use]
    pub fn gravest(&self) -> Option<&Diagnostic> {
        let worst = self.worst()?;
        self.findings.iter().find(|finding| finding.severity == worst)
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
