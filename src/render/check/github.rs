//! Findings as commands of GitHub's workflows, which become annotations beside the lines of a change.
//!
//! The form and its escapes are those of the toolkit (`actions/toolkit`, `packages/core/src/command.ts`). Columns count
//! from 1, and stand there only where start and end are in one line, as the checks' interface asks.

use super::{Looks, place, span, told};
use crate::diagnostic::{Report, Severity};
use crate::render::findings;
use crate::text::clean_line;
use std::fmt::Write as _;

pub(super) fn file(report: &Report, _: Looks) -> String {
    let mut out = String::new();
    for finding in told(report) {
        let command = match finding.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "notice",
        };
        let (start, end) = span(report, &place(finding));
        // `fmt::Write` to a string does not fail.
        let _ = write!(out, "::{command} file={},line={}", property(report.source.name()), start.line);
        if start.line == end.line {
            // The last column belongs to the annotation.
            let last = end.column.saturating_sub(1).max(start.column);
            let _ = write!(out, ",col={},endColumn={last}", start.column);
        } else if end.column > 1 && end.line > start.line {
            let _ = write!(out, ",endLine={}", end.line);
        }
        let title = property(&format!("brief: {}", finding.code.info().name));
        let help = finding.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
        let _ = writeln!(out, ",title={title}::{}", data(&format!("{}{help}", finding.message)));
    }
    if let Some(line) = findings::left_out(report) {
        let _ =
            writeln!(out, "::notice file={},title=brief::{}", property(report.source.name()), data(&line));
    }
    out
}

fn data(text: &str) -> String {
    clean_line(text).replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
