//! Plain text, wrapped for mail and paper.

use super::facts::{Facts, GONE, Group, Told, WHOLE, heading};
use super::{Piece, What};
use crate::document::{Section, headline, lower_for_page};
use crate::render::page;
use crate::text::wrap;
use crate::theme::{Depth, Theme, ThemeName};
use jiff::Timestamp;
use std::fmt::Write as _;

/// The width of the page in cells: what mail readers quote without a break.
const WIDTH: usize = 72;

/// Writes pieces as plain text.
pub(super) fn write(pieces: &[Piece<'_>], what: What, _: Timestamp) -> Vec<u8> {
    let mut out = String::new();
    for facts in Facts::all(pieces) {
        if !out.is_empty() {
            let _ = write!(out, "\n{}\n\n", "=".repeat(WIDTH));
        }
        piece(&mut out, &facts, what);
    }
    out.into_bytes()
}

fn piece(out: &mut String, facts: &Facts<'_>, what: What) {
    let doc = facts.piece.document;
    let notes = if what.notes() { facts.notes() } else { Vec::new() };
    // What is told in print tells where its links lead; the places of notes are of the other.
    let page = lower_for_page(facts.piece.brief);
    if !what.brief() {
        paragraph(out, "", &facts.title);
        if let Some(title) = &facts.headline {
            paragraph(out, "", &headline(title));
        }
        paragraph(out, "", &facts.credit());
        paragraph(out, "", facts.url.as_deref().unwrap_or_default());
        out.push('\n');
        paragraph(out, "", &facts.disclaimers());
    }
    let of = |out: &mut String, group: Group, title: Option<&str>| {
        let mut title = title;
        for told in notes.iter().filter(|told| told.group == group) {
            if let Some(title) = title.take() {
                out.push('\n');
                paragraph(out, "", title);
            }
            note(out, told);
        }
    };
    if !what.brief() {
        of(out, Group::Whole, Some(WHOLE));
    }
    for n in 0..doc.sections().len() {
        let group = Group::Section(n);
        if what.brief() {
            if n > 0 {
                out.push('\n');
            }
            let printed: Vec<&Section> = page.sections().get(n).into_iter().collect();
            let mut text = Vec::new();
            // Writing into memory does not fail.
            let theme = Theme::new(ThemeName::Mono, Depth::None);
            if page::write(&mut text, &page, &printed, WIDTH, theme).is_ok() {
                out.push_str(&String::from_utf8_lossy(&text));
            }
            of(out, group, None);
            if n == 0 {
                of(out, Group::Whole, Some(WHOLE));
            }
        } else {
            of(out, group, Some(&heading(group, doc)));
        }
    }
    of(out, Group::Gone, Some(GONE));
}

/// A note: label, passage, text and a line with place, tags, day and state.
fn note(out: &mut String, told: &Told<'_>) {
    out.push('\n');
    paragraph(out, "  ", &format!("[{}]", told.label()));
    for (label, quote) in told.quotes() {
        paragraph(out, "  ", label.unwrap_or_default());
        paragraph(out, "  > ", quote);
    }
    paragraph(out, "  ", &told.text);
    let tags: Vec<String> = told.tags_beside().iter().map(|tag| format!("#{tag}")).collect();
    paragraph(out, "  ", &tags.join(" "));
    paragraph(out, "  ", &format!("-- {}", told.signature()));
}

/// A text behind a prefix, wrapped; an empty one is none.
fn paragraph(out: &mut String, prefix: &str, text: &str) {
    if text.is_empty() {
        return;
    }
    let room = WIDTH.saturating_sub(prefix.len());
    for row in wrap(text, room, room) {
        let row = format!("{prefix}{}", text.get(row).unwrap_or_default());
        out.push_str(row.trim_end());
        out.push('\n');
    }
}
