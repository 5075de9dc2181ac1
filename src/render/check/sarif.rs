//! Findings as SARIF 2.1.0 (OASIS), which GitHub's code scanning and many editors read.
//!
//! Columns count from 1, in code points, which `columnKind` says. What is left out is told as a notification.

use super::{Looks, Totals, place, span, told};
use crate::diagnostic::{CODES, Concern, Diagnostic, MAX_TOLD, Report, Severity};
use crate::render::json::escape_invisible;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::ops::Range;

pub(super) fn head() -> String {
    let rules: Vec<Value> = CODES
        .iter()
        .filter(|row| row.concern != Concern::Configuration)
        .map(|row| {
            json!({
                "id": row.name,
                "shortDescription": {"text": row.about},
                "fullDescription": {"text": row.why},
                "defaultConfiguration": {"level": level(row.severity)},
            })
        })
        .collect();
    let driver = json!({"driver": {
        "name": "brief", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules,
    }});
    format!(
        "{{\"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\", \"version\": \"2.1.0\", \"runs\": [{{\
         \"tool\": {driver}, \"columnKind\": \"unicodeCodePoints\", \"results\": [\n"
    )
}

pub(super) fn file(report: &Report, _: Looks) -> String {
    let each: Vec<String> = told(report).iter().map(|finding| result(report, finding).to_string()).collect();
    escape_invisible(&each.join(",\n"))
}

pub(super) fn tail(totals: &Totals) -> String {
    let mut notifications = Vec::new();
    if totals.left_out > 0 {
        let text = format!("{} findings are not told: at most {MAX_TOLD} of a file are", totals.left_out);
        notifications.push(json!({"level": "warning", "message": {"text": text}}));
    }
    let invocation = json!({
        "executionSuccessful": totals.unreadable == 0,
        "toolExecutionNotifications": notifications,
    });
    format!("\n], \"invocations\": [{invocation}]}}]}}\n")
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(report: &Report, finding: &Diagnostic) -> Value {
    let name = finding.code.info().name;
    let help = finding.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
    let mut value = json!({
        "ruleId": name,
        "level": level(finding.severity),
        "message": {"text": format!("{}{help}", finding.message)},
        "locations": [location(report, &place(finding), "")],
    });
    let Some(map) = value.as_object_mut() else { return value };
    let others = finding.labels.get(1..).unwrap_or_default();
    if !others.is_empty() {
        let others = others.iter().map(|label| location(report, &label.range, &label.text));
        map.insert("relatedLocations".to_owned(), others.collect());
    }
    if let Some(fix) = &finding.fix {
        let edits = fix.edits.iter().map(|(range, text)| {
            json!({"deletedRegion": region(report, range), "insertedContent": {"text": text}})
        });
        let changes =
            json!([{"artifactLocation": artifact(report), "replacements": edits.collect::<Value>()}]);
        let fix = json!([{"description": {"text": fix.label}, "artifactChanges": changes}]);
        map.insert("fixes".to_owned(), fix);
    }
    value
}

fn location(report: &Report, range: &Range<usize>, said: &str) -> Value {
    let physical = json!({"artifactLocation": artifact(report), "region": region(report, range)});
    if said.is_empty() {
        json!({"physicalLocation": physical})
    } else {
        json!({"physicalLocation": physical, "message": {"text": said}})
    }
}

fn region(report: &Report, range: &Range<usize>) -> Value {
    let (start, end) = span(report, range);
    json!({
        "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
    })
}

fn artifact(report: &Report) -> Value {
    json!({"uri": uri(report.source.name())})
}

/// A path as the reference of a URI (RFC 3986): a relative one stays relative.
fn uri(path: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~/!$&'()*+,;=@".contains(&b);
    let mut out = String::with_capacity(path.len());
    if path.starts_with('/') {
        out.push_str("file://");
    }
    for b in path.bytes() {
        if plain(b) {
            out.push(char::from(b));
        } else {
            // `fmt::Write` to a string does not fail.
            let _ = write!(out, "%{b:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(uri("briefs/a b.yaml"), "briefs/a%20b.yaml");
        assert_eq!(uri("/tmp/é:1%.yaml"), "file:///tmp/%C3%A9%3A1%25.yaml");
        assert_eq!(uri("<stdin>"), "%3Cstdin%3E");
    }
}
