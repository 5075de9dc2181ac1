//! Panes: a title, rows, and the mark of the row that the reader is on.

use super::super::app::{App, Open, Overlay, Pane};
use super::super::cursor;
use super::super::review;
use super::super::screen::Placed;
use super::super::sections::section_key;
use super::canvas::Canvas;
use super::frame::is_column;
use crate::document::{Document, SectionKind};
use crate::layout::{Line, Row};
use crate::render::paint::{self, Layer};
use crate::text::{TextRange, cells, fit, graphemes};
use crate::theme::Part;
use ratatui::layout::Rect;
use std::fmt::Write as _;

/// Draws a pane in its place.
pub(super) fn pane(app: &App, open: &Open, placed: &Placed, canvas: &mut Canvas<'_>) {
    let Some(pane) = open.panes.get(placed.pane) else { return };
    let focused = placed.pane == open.focus;
    if let Some(head) = placed.head {
        title(app, open, placed, pane, head, canvas);
    }
    rows(app, open, pane, placed, focused, canvas);
}

/// The key, the title, how many items, a rule, and how far it is read.
fn title(app: &App, open: &Open, placed: &Placed, pane: &Pane, head: Rect, canvas: &mut Canvas<'_>) {
    let Some(section) = open.document.sections().get(pane.section) else { return };
    let focused = placed.pane == open.focus;
    let (name, rule_look) =
        if focused { (Part::PaneTitleFocused, Part::RuleFocused) } else { (Part::PaneTitle, Part::Rule) };
    let key = section_key(app, section).unwrap_or_else(|| (placed.pane + 1).to_string());
    let theme = canvas.theme;
    let x = canvas.put(head, head.x, head.y, &key, theme.part(Part::PaneKey));
    let mut count = if section.items > 0 { format!(" · {}", section.items) } else { String::new() };
    // Notes on a whole section have no other mark in it.
    let noted = open.notebook.count_in(section.range);
    if noted > 0 && section.kind != SectionKind::Notes {
        let _ = write!(count, " · {}{noted}", crate::notes::Kind::Note.info().sign);
    }
    let room = usize::from(head.right().saturating_sub(x + 1)).saturating_sub(cells(&count));
    let title = fit(&section.title, room);
    let parts = [
        (" ", theme.part(Part::Rule)),
        (&*title, theme.part(name)),
        (count.as_str(), theme.part(Part::TitleMeta)),
    ];
    let x = canvas.put_all(head, x, head.y, parts);
    let folded = placed.body.height == 0;
    if folded {
        // A folded section says how it begins.
        let first = open.document.block(crate::document::BlockIx(section.body.start));
        let words = first.map(|block| open.document.slice(block.range)).unwrap_or_default();
        let words = words.lines().next().unwrap_or_default();
        let x = x.saturating_add(2);
        let words = fit(words, usize::from(head.right().saturating_sub(x)));
        canvas.put(head, x, head.y, &words, theme.part(Part::TitleMeta));
        return;
    }
    let percent = pane.view.percent(&open.document, &pane.lines);
    let whole = percent == 100 && pane.view.top() == pane.view.range(&open.document).start();
    let more = if whole { String::new() } else { format!(" {percent}%") };
    let end = head.right().saturating_sub(u16::try_from(cells(&more)).unwrap_or(0));
    let sign = if focused { "━" } else { "─" };
    canvas.fill(head, x.saturating_add(1), end, head.y, sign, theme.part(rule_look));
    canvas.put(head, end, head.y, &more, theme.part(Part::TitleMeta));
}

/// The rows in view, with hits and selection laid over them.
pub(super) fn rows(
    app: &App,
    open: &Open,
    pane: &Pane,
    placed: &Placed,
    focused: bool,
    canvas: &mut Canvas<'_>,
) {
    let text = placed.text();
    if text.height == 0 || text.width == 0 {
        return;
    }
    let doc = &open.document;
    let writing = match &app.overlay {
        Some(Overlay::Editor(editor)) => editor.passage,
        Some(Overlay::Review(review)) => {
            review::drafts(open).get(review.nth).and_then(|draft| review::range(open, draft))
        }
        _ => None,
    };
    let layers = layers(open, pane, focused, writing, canvas);
    let cursor = pane.view.cursor();
    let cursor_row = cursor::row(pane, doc);
    let pointing = focused && (open.selection.is_some() || open.caret == Some(cursor));
    for (line, y) in pane.lines.iter().zip(text.y..text.bottom()) {
        match line {
            Line::Gap(ix) => {
                if let Some(block) = doc.block(*ix) {
                    let parts = paint::gap(doc, block, canvas.theme);
                    canvas.put_all(text, text.x, y, parts.iter().map(|(t, s)| (t.as_str(), *s)));
                }
            }
            Line::Row(row) => {
                self::row(doc, row, text, y, &layers, canvas);
                let noted = sign(open, row).map(|sign| (sign, Part::NoteSign));
                let sign = noted.or_else(|| is_fresh(open, row).then_some(("+", Part::NewSign)));
                if let (Some((sign, part)), true) = (sign, text.x > placed.body.x + 1) {
                    canvas.put(placed.body, text.x - 1, y, sign, canvas.theme.part(part));
                }
                if focused && cursor_row == Some(*row) {
                    let mark = canvas.theme.part(Part::CursorMark);
                    canvas.put(placed.body, placed.body.x, y, "▌", mark);
                    if pointing {
                        caret(doc, row, cursor, text, y, canvas);
                    }
                }
            }
        }
    }
}

fn row(doc: &Document, row: &Row, text: Rect, y: u16, layers: &[Layer], canvas: &mut Canvas<'_>) {
    let Some(block) = doc.block(row.block) else { return };
    let theme = canvas.theme;
    let lead = paint::lead(block, row, theme);
    let x = canvas.put_all(text, text.x, y, lead.iter().map(|(t, s)| (t.as_str(), *s)));
    canvas.put_all(text, x, y, paint::text(doc, block, row, theme, layers));
}

/// Whether a passage that is new since the brief was last read begins in a row.
fn is_fresh(open: &Open, row: &Row) -> bool {
    open.fresh.binary_search(&row.block).is_ok()
        && open.document.block(row.block).is_some_and(|block| block.range.start() == row.range.start())
}

/// How many notes begin in a row, from two on; nine stands for more.
const COUNTS: [&str; 8] = ["2", "3", "4", "5", "6", "7", "8", "9"];

/// The sign of the note whose passage begins in a row: how many where there are several, an arrow where it has moved.
fn sign(open: &Open, row: &Row) -> Option<&'static str> {
    let begin = open.notebook.beginning_in(row.range);
    if let Some(more) = begin.len().checked_sub(2) {
        return Some(COUNTS.get(more).copied().unwrap_or("9"));
    }
    let placed = open.notebook.notes.get(*begin.first()?)?;
    if matches!(placed.at, crate::document::Resolution::Moved { .. }) {
        return Some("↷");
    }
    // What the passage means is told by this sign alone where there are no colours.
    Some(placed.note.meaning.map_or(placed.note.kind.info().sign, |meaning| meaning.info().sign))
}

/// The character that the reader points at, or that a selection's moving end stands on.
fn caret(doc: &Document, row: &Row, at: crate::text::TextPos, text: Rect, y: u16, canvas: &mut Canvas<'_>) {
    let before = cells(doc.slice(TextRange::new(row.range.start(), at)));
    let rest = doc.slice(TextRange::new(at, row.range.end().max(at)));
    let width = graphemes(rest).next().map_or(1, |(_, _, width)| width.max(1));
    let x = text.x + row.x + u16::try_from(before).unwrap_or(0);
    let cell = Rect { x, y, width: u16::try_from(width).unwrap_or(1), height: 1 };
    canvas.over(cell.intersection(text), canvas.theme.part(Part::Caret));
}

/// Search hits, selection, what is written on, and the link that would be followed, in view.
fn layers(
    open: &Open,
    pane: &Pane,
    focused: bool,
    writing: Option<TextRange>,
    canvas: &Canvas<'_>,
) -> Vec<Layer> {
    let theme = canvas.theme;
    let mut layers = Vec::new();
    let rows = pane.lines.iter().filter_map(|line| match line {
        Line::Row(row) => Some(row.range),
        Line::Gap(_) => None,
    });
    let seen = rows.reduce(|a, b| TextRange::new(a.start().min(b.start()), a.end().max(b.end())));
    let Some(seen) = seen else { return layers };
    // A note on a whole section or brief shows in the list of notes, not as a screen full of lines.
    let is_marked = |note: &crate::notes::Note| {
        note.anchor().quote.is_some() && note.kind != crate::notes::Kind::Bookmark
    };
    // The highlight lies over the note on the same passage.
    let notes = || open.notebook.notes.iter().filter(|placed| is_marked(&placed.note));
    let marked =
        notes().filter(|p| p.note.meaning.is_none()).chain(notes().filter(|p| p.note.meaning.is_some()));
    for placed in marked {
        if let Some(range) = placed.at.range().and_then(|range| range.intersect(seen)) {
            layers.push(Layer { range, style: theme.part(Part::Noted(placed.note.meaning)) });
        }
    }
    let found = open.found.iter().filter_map(|range| range.intersect(seen));
    layers.extend(found.map(|range| Layer { range, style: theme.part(Part::Hit) }));
    if let Some(search) = &open.search {
        let hit = theme.part(Part::Hit);
        let hits = open.stretches.hits_in(&open.document, &search.query, seen);
        layers.extend(hits.into_iter().map(|range| Layer { range, style: hit }));
        layers.extend(search.current.map(|range| Layer { range, style: theme.part(Part::CurrentHit) }));
    }
    if focused && open.selection.is_none() && open.caret == Some(open.cursor()) {
        let followed = theme.part(Part::FollowedLink);
        layers.extend(cursor::link(open).map(|link| Layer { range: link.range, style: followed }));
    }
    layers.extend(writing.map(|range| Layer { range, style: theme.part(Part::Selection) }));
    layers.extend(open.selected().map(|range| Layer { range, style: theme.part(Part::Selection) }));
    layers
}

/// The whole brief as one column, with the outline beside it.
pub(super) fn column(app: &App, open: &Open, canvas: &mut Canvas<'_>) {
    if let Some(placed) = &app.screen.column
        && is_column(open)
    {
        rows(app, open, &open.column, placed, true, canvas);
    }
    let Some(area) = app.screen.outline else { return };
    let here = open.document.section_at(open.column.view.cursor());
    let theme = canvas.theme;
    let mut y = area.y;
    for (n, pane) in open.panes.iter().enumerate().take(open.listed()) {
        let Some(section) = open.document.sections().get(pane.section) else { continue };
        let current = pane.section == here;
        let key = section_key(app, section).unwrap_or_else(|| (n + 1).to_string());
        let mark = if current { "▌" } else { " " };
        let name = if current { Part::PaneTitleFocused } else { Part::PaneTitle };
        let count = if section.items > 0 { format!(" · {}", section.items) } else { String::new() };
        let room = usize::from(area.width).saturating_sub(4 + cells(&count));
        let title = fit(&section.title, room);
        let parts = [
            (mark, theme.part(Part::CursorMark)),
            (" ", theme.part(Part::Rule)),
            (key.as_str(), theme.part(Part::PaneKey)),
            (" ", theme.part(Part::Rule)),
            (&*title, theme.part(name)),
            (count.as_str(), theme.part(Part::TitleMeta)),
        ];
        canvas.put_all(area, area.x, y, parts);
        y += 1;
        if current && section.kind == SectionKind::Actors {
            y = cast(open, section.body.clone(), area, y, canvas);
        }
    }
}

/// The names of the actors, below their section in the outline; the one that is read stands out.
fn cast(open: &Open, blocks: std::ops::Range<u32>, area: Rect, mut y: u16, canvas: &mut Canvas<'_>) -> u16 {
    let doc = &open.document;
    let theme = canvas.theme;
    let cursor = open.column.view.cursor();
    let item = doc.block(doc.block_at(cursor)).and_then(|block| block.item);
    // The outline shows some names before and after the one that is read.
    let room = usize::from(area.height / 2).max(4);
    let first = item.map_or(0, |item| item.saturating_sub(u32::try_from(room / 2).unwrap_or(0)));
    let names = blocks
        .map(crate::document::BlockIx)
        .filter_map(|ix| doc.block(ix))
        .filter(|block| block.role == crate::document::Role::ActorName && block.item >= Some(first));
    for block in names.take(room) {
        let look = if block.item == item { Part::PaneTitle } else { Part::TitleMeta };
        let name = fit(doc.slice(block.range), usize::from(area.width).saturating_sub(5)).into_owned();
        let parts = [("    ", theme.part(Part::Rule)), (name.as_str(), theme.part(look))];
        canvas.put_all(area, area.x, y, parts);
        y += 1;
    }
    y
}
