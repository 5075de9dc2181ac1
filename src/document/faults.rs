//! Findings, told in the form of a document: what a reader sees where a brief cannot be read.

use super::build::{Builder, Style};
use super::role::{Label, Lead, Marker, Role};
use super::{Document, SectionKind};
use crate::diagnostic::{Diagnostic, MAX_TOLD, Report};
use crate::text::{cells, clean_line};

/// Cells of a line that are shown on either side of the place.
const CONTEXT: usize = 40;

impl Document {
    /// The document of a report.
    #[must_use]
    pub fn of_report(report: &Report) -> Self {
        let mut to = Builder::new(4096);
        let name = clean_line(report.source.name()).into_owned();
        to.describe(name, String::new(), "en".to_owned());
        to.section(SectionKind::Findings, "What is wrong", None, true);
        for (index, finding) in report.findings.iter().take(MAX_TOLD).enumerate() {
            to.item(index);
            tell(&mut to, report, finding, index);
        }
        if report.findings.len() > MAX_TOLD {
            let more = format!("and {} more", report.findings.len() - MAX_TOLD);
            to.line(Style::new(Role::FaultPlace).gap(1), &more);
        }
        to.finish(1)
    }
}

fn tell(to: &mut Builder, report: &Report, finding: &Diagnostic, index: usize) {
    let source = &report.source;
    to.open(Style::new(Role::Body).gap(u8::from(index > 0)));
    to.push_as(Role::Fault(finding.severity), finding.severity.word());
    to.push(": ");
    to.push(&clean_line(&finding.message));
    to.close();
    let indent = Lead { indent: 2, ..Lead::default() };
    let place = if finding.labels.is_empty() {
        clean_line(source.name()).into_owned()
    } else {
        format!("{}:{}", clean_line(source.name()), report.location(finding))
    };
    to.open(Style::new(Role::FaultPlace).lead(indent));
    to.push(&place);
    to.push(&format!("  {}", finding.code.info().name));
    to.close();
    for label in &finding.labels {
        let location = source.location(label.range.start);
        let line = source.line(location.line);
        let text = source.text();
        let start = label.range.start.clamp(line.start, line.end);
        let end = label.range.end.clamp(start, line.end);
        let before = tail(text.get(line.start..start).unwrap_or_default());
        let marked = head(text.get(start..end).unwrap_or_default(), 2 * CONTEXT);
        let after = head(text.get(end..line.end).unwrap_or_default(), CONTEXT);
        let number = format!("{} │ ", location.line);
        to.open(Style::new(Role::Snippet).lead(indent));
        to.push(&format!("{number}{before}"));
        to.push_as(Role::Caret, &marked);
        to.push(&after);
        // The caret's row belongs to the same block: it stays under its line however narrow the screen is.
        to.hard_break();
        to.push(&" ".repeat(cells(&number) + cells(&before)));
        to.push_as(Role::Caret, &"^".repeat(cells(&marked).max(1)));
        if !label.text.is_empty() {
            to.push(&format!(" {}", clean_line(&label.text)));
        }
        to.close();
    }
    if let Some(help) = &finding.help {
        let lead = Lead { marker: Marker::Label(Label::Help), ..indent };
        to.line(Style::new(Role::Remedy).lead(lead), &clean_line(help));
    }
}

/// The end of a line's text, as far as it is shown.
fn tail(text: &str) -> String {
    // A line may be as long as the file: only its end is cleaned.
    let start = text.char_indices().rev().take(8 * CONTEXT).last().map_or(0, |(i, _)| i);
    let cleaned = one_line(text.get(start..).unwrap_or_default());
    let chars = cleaned.chars().count();
    if chars <= CONTEXT {
        return cleaned;
    }
    format!("…{}", cleaned.chars().skip(chars - CONTEXT).collect::<String>())
}

/// The start of a line's text, as far as it is shown.
fn head(text: &str, most: usize) -> String {
    // Text far beyond what is shown need not be cleaned.
    let near: String = text.chars().take(8 * most).collect();
    let cleaned = one_line(&near);
    if cleaned.chars().count() <= most {
        return cleaned;
    }
    format!("{}…", cleaned.chars().take(most).collect::<String>())
}

/// Cleaned like any text, but with its blanks, which the caret counts on.
fn one_line(text: &str) -> String {
    crate::text::clean(text).replace('\n', " ")
}
