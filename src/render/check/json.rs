//! Findings as one JSON value, for scripts: `{"findings": [...], "files": ...}`.
//!
//! Lines and columns count from 1, columns in code points; offsets count bytes of the UTF-8 text from 0, without a byte
//! order mark. An end is behind the last character. A finding of the file as a whole stands at its start.

use super::{Looks, Totals, place, span, told};
use crate::diagnostic::{Diagnostic, Report};
use crate::render::json::escape_invisible;
use serde_json::{Value, json};
use std::ops::Range;

pub(super) fn head() -> String {
    "{\"findings\": [\n".to_owned()
}

pub(super) fn file(report: &Report, _: Looks) -> String {
    let each: Vec<String> =
        told(report).iter().map(|finding| finding_value(report, finding).to_string()).collect();
    escape_invisible(&each.join(",\n"))
}

pub(super) fn tail(totals: &Totals) -> String {
    let Totals { files, unreadable, errors, warnings, notes, left_out } = totals;
    format!(
        "\n], \"files\": {files}, \"unreadable\": {unreadable}, \"errors\": {errors}, \"warnings\": {warnings}, \
         \"notes\": {notes}, \"left_out\": {left_out}}}\n"
    )
}

fn finding_value(report: &Report, finding: &Diagnostic) -> Value {
    let mut value = json!({
        "file": report.source.name(),
        "code": finding.code.info().name,
        "severity": finding.severity.word(),
        "message": finding.message,
    });
    let Some(map) = value.as_object_mut() else { return value };
    if let Some(help) = &finding.help {
        map.insert("help".to_owned(), help.as_str().into());
    }
    let (start, end) = places(report, &place(finding));
    map.extend([("start".to_owned(), start), ("end".to_owned(), end)]);
    let others = finding.labels.get(1..).unwrap_or_default();
    if !others.is_empty() {
        let others = others.iter().map(|label| {
            let (start, end) = places(report, &label.range);
            json!({"start": start, "end": end, "message": label.text})
        });
        map.insert("related".to_owned(), others.collect());
    }
    if let Some(fix) = &finding.fix {
        let edits = fix.edits.iter().map(|(range, text)| {
            let (start, end) = places(report, range);
            json!({"start": start, "end": end, "text": text})
        });
        map.insert("fix".to_owned(), json!({"label": fix.label, "edits": edits.collect::<Value>()}));
    }
    value
}

fn places(report: &Report, range: &Range<usize>) -> (Value, Value) {
    let (start, end) = span(report, range);
    let place = |at: crate::source::Location, offset: usize| json!({"line": at.line, "column": at.column, "offset": offset});
    (place(start, range.start), place(end, range.end))
}
