//! Findings for people: the message, the line with a caret, the remedy.
//!
//! Drawn by `annotate-snippets`, the renderer of rustc and cargo; the text it is given has been through the door, so
//! that neither a name nor a line of a file can reach the terminal with more than what can be seen.

use crate::diagnostic::{Diagnostic, MAX_TOLD, Report, Severity};
use crate::text::clean_line;
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::fmt::Write as _;
use std::ops::Range;

/// The most bytes of a line that are drawn on either side of a label: a line may be as long as the file.
const CONTEXT: usize = 400;

/// All findings of a report, ready for a terminal of some width.
#[must_use]
pub fn text(report: &Report, color: bool, width: usize) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(width.max(20)).decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for finding in report.findings.iter().take(MAX_TOLD) {
        out.push_str(&one(report, finding, &renderer));
        out.push_str("\n\n");
    }
    out.truncate(out.trim_end().len());
    if let Some(line) = left_out(report) {
        // `fmt::Write` to a string does not fail.
        let _ = write!(out, "\n\n{line}");
    }
    out
}

/// How many findings of a report are not told, where there are very many.
#[must_use]
pub fn left_out(report: &Report) -> Option<String> {
    let more = report.findings.len().checked_sub(MAX_TOLD).filter(|more| *more > 0)?;
    Some(format!("... and {more} more findings in {}", clean_line(report.source.name())))
}

/// A finding in one line: where, how bad, what, and what helps.
#[must_use]
pub fn line(report: &Report, finding: &Diagnostic) -> String {
    one_line(report, finding, "")
}

/// The same with the name of its code.
#[must_use]
pub fn line_with_code(report: &Report, finding: &Diagnostic) -> String {
    one_line(report, finding, &format!("[{}]", finding.code.info().name))
}

fn one_line(report: &Report, finding: &Diagnostic, code: &str) -> String {
    let name = report.source.name();
    let at = report.location(finding);
    let place = format!("{name}:{}:{}", at.line, at.column);
    let help = finding.help.as_ref().map_or(String::new(), |help| format!("; {help}"));
    let said = format!("{place}: {}{code}: {}{help}", finding.severity.word(), finding.message);
    clean_line(&said).into_owned()
}

fn one(report: &Report, finding: &Diagnostic, renderer: &Renderer) -> String {
    let level = match finding.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let name = clean_line(report.source.name()).into_owned();
    let message = clean_line(&finding.message).into_owned();
    let title = level.primary_title(message).id(finding.code.info().name);
    let excerpts: Vec<Excerpt> = excerpts(report, finding);
    let mut group = Group::with_title(title);
    if excerpts.is_empty() {
        let at = report.location(finding);
        group = group.element(Origin::path(name.clone()).line(at.line).char_column(at.column));
    }
    for excerpt in &excerpts {
        let kind = if excerpt.primary { AnnotationKind::Primary } else { AnnotationKind::Context };
        let annotation = kind.span(excerpt.span.clone());
        let annotation =
            if excerpt.said.is_empty() { annotation } else { annotation.label(excerpt.said.clone()) };
        let snippet =
            Snippet::source(excerpt.text.clone()).line_start(excerpt.line).fold(false).annotation(annotation);
        group = if excerpt.is_exact() {
            group.element(snippet.path(name.clone()))
        } else {
            // What is drawn has been cleaned and has other columns than the file: the place is said beside it.
            let origin = Origin::path(name.clone()).line(excerpt.line).char_column(excerpt.column);
            group.element(origin).element(snippet)
        };
    }
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(clean_line(help).into_owned()));
    }
    renderer.render(&[group]).clone()
}

/// A line and what is pointed at in it, cleaned.
struct Excerpt {
    line: usize,
    column: usize,
    text: String,
    span: Range<usize>,
    said: String,
    primary: bool,
}

impl Excerpt {
    /// Whether the place can be read off what is drawn.
    fn is_exact(&self) -> bool {
        self.text.get(..self.span.start).is_some_and(|before| before.chars().count() + 1 == self.column)
    }
}

fn excerpts(report: &Report, finding: &Diagnostic) -> Vec<Excerpt> {
    let source = &report.source;
    finding
        .labels
        .iter()
        .enumerate()
        .map(|(n, label)| {
            let location = source.location(label.range.start);
            let line = source.line(location.line);
            let text = source.text();
            let start = label.range.start.clamp(line.start, line.end);
            let end = label.range.end.clamp(start, line.end);
            let clean = |range: Range<usize>| {
                crate::text::clean(text.get(range).unwrap_or_default()).replace('\n', " ")
            };
            let from = floor(text, start.saturating_sub(CONTEXT).max(line.start));
            let to = floor(text, (start + CONTEXT).min(end).max(start));
            let last = floor(text, (to + CONTEXT).min(line.end));
            let before = clean(from..start);
            let marked = clean(start..to);
            let span = before.len()..before.len() + marked.len();
            Excerpt {
                line: location.line,
                column: location.column,
                text: format!("{before}{marked}{}", clean(to..last)),
                span,
                said: clean_line(&label.text).into_owned(),
                primary: n == 0,
            }
        })
        .collect()
}

/// The nearest character boundary at or before a byte offset.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief::read;
    use crate::source::Source;
    use std::sync::Arc;

    fn report(text: &str) -> Report {
        let source = Source::new("talks.yaml", text.to_owned());
        let findings =
            read(&source).into_iter().filter_map(|reading| reading.brief.err()).flatten().collect();
        Report::new(Arc::new(source), findings)
    }

    #[test]
    fn a_finding_shows_its_line_and_its_remedy() {
        insta::assert_snapshot!(text(&report("title: x\nsummary: y\ndisclamers:\n  - z\n"), false, 80), @r"
        error[unknown-field]: `disclamers` is not a field of a brief
         --> talks.yaml:3:1
          |
        3 | disclamers:
          | ^^^^^^^^^^
          |
          = help: did you mean `disclaimers`?
        ");
    }

    #[test]
    fn no_byte_of_the_file_is_obeyed() {
        let nasty = "title: \"\u{202e}\"\n\"sum\\e[31m\u{9b}31m\u{202e}\": [\u{200b}]\n";
        let drawn = text(&report(nasty), false, 80);
        assert!(
            drawn.chars().all(|c| c == '\n' || !c.is_control() && c != '\u{202e}' && c != '\u{200b}'),
            "{drawn:?}"
        );
    }

    #[test]
    fn of_very_many_findings_the_first_are_told_and_the_others_counted() {
        let fields: Vec<String> = (0..100_000).map(|n| format!("f{n}: 1\n")).collect();
        let drawn = text(&report(&format!("title: x\nsummary: y\n{}", fields.concat())), false, 80);
        assert_eq!(drawn.matches("unknown-field").count(), MAX_TOLD);
        assert!(drawn.ends_with("and 99800 more findings in talks.yaml"));
    }

    #[test]
    fn a_line_as_long_as_the_file_is_trimmed() {
        let long = format!("title: x\nsumary: {}\n", "y ".repeat(1 << 20));
        assert!(text(&report(&long), false, 80).len() < 2_000);
    }
}
