//! What `brief check` prints: the findings of many files, one after another, in one of several forms.
//!
//! Owns [`FORMATS`], one row and one file for each form. A form is three pure functions, so that files can be printed by
//! several threads and joined in order.
//! Invariant: whatever a file holds, what is printed is one well-formed whole of its form, and nothing that a terminal
//! would obey. Of one file at most [`MAX_TOLD`] findings are told; how many were left out is said.

mod concise;
mod explain;
mod full;
mod github;
mod json;
mod sarif;

pub use explain::{explain, list};

use crate::diagnostic::{Diagnostic, MAX_TOLD, Report, Severity};
use crate::source::Location;
use std::ops::Range;

/// A form of printing.
#[derive(Clone, Copy, Debug)]
pub struct CheckFormat {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub about: &'static str,
    /// What stands before all findings.
    pub head: fn() -> String,
    /// The findings of one file, of which there is at least one.
    pub file: fn(&Report, Looks) -> String,
    /// What stands between two files with findings.
    pub between: &'static str,
    /// What stands behind all findings.
    pub tail: fn(&Totals) -> String,
}

/// All forms, in the order of the documentation.
pub const FORMATS: &[CheckFormat] = &[
    CheckFormat {
        name: "full",
        about: "with the line, a caret and what helps",
        head: String::new,
        file: full::file,
        between: "\n",
        tail: |_| String::new(),
    },
    CheckFormat {
        name: "concise",
        about: "a line each: file, line and column, for editors",
        head: String::new,
        file: concise::file,
        between: "",
        tail: |_| String::new(),
    },
    CheckFormat {
        name: "json",
        about: "for scripts",
        head: json::head,
        file: json::file,
        between: ",\n",
        tail: json::tail,
    },
    CheckFormat {
        name: "sarif",
        about: "SARIF 2.1.0, for code scanning",
        head: sarif::head,
        file: sarif::file,
        between: ",\n",
        tail: sarif::tail,
    },
    CheckFormat {
        name: "github",
        about: "annotations in GitHub's workflows",
        head: String::new,
        file: github::file,
        between: "",
        tail: |_| String::new(),
    },
];

/// How things are printed for people.
#[derive(Clone, Copy, Debug, Default)]
pub struct Looks {
    /// Whether there are colours.
    pub color: bool,
    /// The width in columns.
    pub width: usize,
}

/// What was found in all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Files that were checked.
    pub files: usize,
    /// Files that could not be read.
    pub unreadable: usize,
    /// Findings by severity, the left-out ones too.
    pub errors: usize,
    /// As above.
    pub warnings: usize,
    /// As above.
    pub notes: usize,
    /// Findings that are not told, since their file has very many.
    pub left_out: usize,
}

impl Totals {
    /// Counts a file.
    pub fn add(&mut self, report: &Report) {
        self.files += 1;
        self.errors += report.count(Severity::Error);
        self.warnings += report.count(Severity::Warning);
        self.notes += report.count(Severity::Note);
        self.left_out += report.findings.len().saturating_sub(MAX_TOLD);
    }

    /// All in one line.
    #[must_use]
    pub fn line(&self) -> String {
        let many = |n: usize, one: &str| format!("{n} {one}{}", if n == 1 { "" } else { "s" });
        let found: Vec<String> = [(self.errors, "error"), (self.warnings, "warning"), (self.notes, "note")]
            .into_iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, what)| many(n, what))
            .collect();
        let found = if found.is_empty() { "nothing found".to_owned() } else { found.join(", ") };
        let left = match self.left_out {
            0 => String::new(),
            n => format!(" ({n} not told: at most {MAX_TOLD} of a file are)"),
        };
        let unreadable = match self.unreadable {
            0 => String::new(),
            n => format!("; {} could not be read", many(n, "file")),
        };
        format!("{} checked: {found}{left}{unreadable}", many(self.files, "file"))
    }
}

/// The findings of a report that are told.
fn told(report: &Report) -> &[Diagnostic] {
    report.findings.get(..MAX_TOLD).unwrap_or(&report.findings)
}

/// Where a stretch of a source begins and ends: lines and columns from 1, in code points; the end is behind the last.
fn span(report: &Report, range: &Range<usize>) -> (Location, Location) {
    (report.source.location(range.start), report.source.location(range.end.max(range.start)))
}

/// The stretch that a finding is about: that of its first label, or the start of the file.
fn place(finding: &Diagnostic) -> Range<usize> {
    finding.labels.first().map_or(0..0, |label| label.range.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_are_told_in_a_line() {
        let mut totals = Totals { files: 1, ..Totals::default() };
        assert_eq!(totals.line(), "1 file checked: nothing found");
        totals = Totals { files: 12, unreadable: 1, errors: 1, warnings: 203, notes: 0, left_out: 3 };
        assert_eq!(
            totals.line(),
            "12 files checked: 1 error, 203 warnings (3 not told: at most 200 of a file are); 1 file could not be read"
        );
    }
}
