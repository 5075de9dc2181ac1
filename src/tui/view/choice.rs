//! Drawing a choice from a list: what is typed, the rows that fit, and of the chosen note all that it says.
//!
//! Invariant: the chosen row is in view, and what stands below the rows never takes more than half of the room.

use super::super::all_notes::Listed;
use super::super::app::{App, Picker, Stock};
use super::super::listing::LIST_WIDTH;
use super::super::notebook::{one_line, place_in_words};
use super::canvas::Canvas;
use super::overlay::{filter_line, frame};
use crate::notes::State;
use crate::text::{fit, wrap};
use crate::theme::Part;
use ratatui::layout::{Position, Rect};

/// The most rows of a list of names.
const MAX_ROWS: u16 = 20;
/// A list of notes and its note take so many columns at most: a line of text that can be read.
const NOTES_WIDTH: u16 = 110;
/// From so many rows of the screen on all that the chosen note says stands below the list.
const TALL: u16 = 20;
/// So many rows of it at most.
const MAX_DETAIL: u16 = 10;
/// A list of names takes so many columns at most.
const NAMES_WIDTH: u16 = 84;

/// Draws a choice; where the terminal's cursor belongs.
pub(super) fn draw(app: &App, picker: &Picker, canvas: &mut Canvas<'_>) -> Position {
    let screen = canvas.area();
    let (width, height) = match &picker.stock {
        Stock::Notes(_) => {
            // It keeps its height whatever the chosen note says.
            let rows = u16::try_from(rows_of(picker).len().max(picker.choices.len())).unwrap_or(u16::MAX);
            let detail = if screen.height >= TALL { MAX_DETAIL + 1 } else { 0 };
            (NOTES_WIDTH, rows.max(4).saturating_add(detail + 4).min(screen.height.saturating_sub(2)))
        }
        Stock::Names => (NAMES_WIDTH, height_of(picker)),
        Stock::Exports(..) => (LIST_WIDTH, height_of(picker)),
    };
    let inside = frame(&picker.title, screen.width.min(width), height.min(screen.height), canvas);
    let hint = match &picker.stock {
        Stock::Notes(_) if inside.width < 60 => "tab the other list · words, #tag, kind:",
        Stock::Notes(_) => "words, #tag, kind: state: brief: section: · tab the other list",
        Stock::Exports(offer, _) if offer.has_notes => "type a format · tab: brief, notes or both",
        Stock::Exports(..) => "type a format · enter asks where it goes",
        Stock::Names => "type a name · enter goes there",
    };
    let count = format!("{}/{}", picker.matches.len(), picker.choices.len());
    let counted = inside.width > 30;
    let room =
        if counted { inside.width - 2 - u16::try_from(count.len()).unwrap_or(0) } else { inside.width };
    let cursor = filter_line(&picker.line, hint, Rect { width: room, ..inside }, canvas);
    if counted {
        canvas.put_right(inside, inside.y, &count, canvas.theme.part(Part::Status));
    }
    let mut body = Rect { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside };
    if picker.matches.is_empty() {
        let waits = app.listing_notes.is_some() && picker.choices.is_empty();
        let why = if waits { "reading the notes" } else { picker.error.as_deref().unwrap_or("nothing fits") };
        canvas.put(body, body.x, body.y, &fit(why, usize::from(body.width)), canvas.theme.part(Part::Status));
        return cursor;
    }
    if let Stock::Notes(notes) = &picker.stock
        && screen.height >= TALL
        && let Some(note) = picker.matches.get(picker.chosen).and_then(|n| notes.get(*n))
    {
        let lines = detail(note, usize::from(body.width), usize::from(MAX_DETAIL.min(body.height / 2)));
        let rows = u16::try_from(lines.len()).unwrap_or(0) + 1;
        let below = Rect { y: body.bottom() - rows, height: rows, ..body };
        body.height -= rows;
        canvas.fill(below, below.x, below.right(), below.y, "─", canvas.theme.part(Part::OverlayFrame));
        for ((line, part), y) in lines.iter().zip(below.y + 1..) {
            canvas.put(below, below.x, y, line, canvas.theme.part(*part));
        }
    }
    rows(picker, body, canvas);
    cursor
}

fn height_of(picker: &Picker) -> u16 {
    u16::try_from(picker.choices.len()).unwrap_or(u16::MAX).clamp(4, MAX_ROWS) + 4
}

/// A row of a list: the nth that fits, or what those below are on.
enum Row<'a> {
    Choice(usize),
    Heading(&'a str),
}

/// The rows: notes on several briefs stand below the titles of these.
fn rows_of(picker: &Picker) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let Stock::Notes(notes) = &picker.stock else {
        return (0..picker.matches.len()).map(Row::Choice).collect();
    };
    let first = notes.first().map(|one| &one.subject);
    let several = notes.iter().any(|one| Some(&one.subject) != first);
    let mut above = None;
    for (nth, n) in picker.matches.iter().enumerate() {
        let subject = notes.get(*n).map(|one| &one.subject);
        if several && subject != above {
            rows.extend(subject.map(|subject| Row::Heading(&subject.title)));
            above = subject;
        }
        rows.push(Row::Choice(nth));
    }
    rows
}

fn rows(picker: &Picker, body: Rect, canvas: &mut Canvas<'_>) {
    let rows = rows_of(picker);
    let chosen = rows.iter().position(|row| matches!(row, Row::Choice(nth) if *nth == picker.chosen));
    let top = (chosen.unwrap_or(0) + 1).saturating_sub(usize::from(body.height));
    let indent = if rows.iter().any(|row| matches!(row, Row::Heading(_))) { 2 } else { 0 };
    for (row, y) in rows.iter().skip(top).zip(body.y..body.bottom()) {
        let nth = match row {
            Row::Heading(title) => {
                let title = fit(title, usize::from(body.width));
                canvas.put(body, body.x, y, &title, canvas.theme.part(Part::PaneTitle));
                continue;
            }
            Row::Choice(nth) => *nth,
        };
        let Some(choice) = picker.matches.get(nth).and_then(|n| picker.choices.get(*n)) else { continue };
        // The chosen row is one stretch.
        let kind = if nth == picker.chosen { Part::OverlayText } else { Part::Status };
        let edge = canvas.put_right(body, y, &choice.kind, canvas.theme.part(kind));
        let room = usize::from(edge.saturating_sub(body.x + indent + 1));
        let text = fit(&choice.label, room);
        canvas.put(body, body.x + indent, y, &text, canvas.theme.part(Part::OverlayText));
        if nth == picker.chosen {
            canvas.over(Rect { y, height: 1, ..body }, canvas.theme.part(Part::Chosen));
        }
    }
}

/// All that a note says, as lines of at most `width` cells: what it is, its quotation, its text.
fn detail(one: &Listed, width: usize, most: usize) -> Vec<(String, Part)> {
    let note = &one.note;
    let mut facts = vec![note.kind.info().word.to_owned()];
    facts.extend(note.meaning.map(|meaning| meaning.info().word.to_owned()));
    facts.extend(note.all_tags().iter().map(|tag| format!("#{tag}")));
    facts.push(note.changed.strftime("%Y-%m-%d").to_string());
    facts.push(place_in_words(note));
    facts.push(one.state().map_or("the brief is not at hand", State::word).replace('-', " "));
    let mut lines = vec![(fit(&facts.join(" · "), width).into_owned(), Part::Status)];
    let quote = one_line(note.quote());
    // What it became tells the words too.
    if let Some(became) = one.at.as_ref().and_then(|at| at.became.as_ref()) {
        let rows = cut(became, width, most / 2);
        lines.extend(rows.into_iter().map(|row| (row, Part::Noted(note.meaning))));
    } else if !quote.is_empty() {
        // The text of the note comes first where there is not room for all.
        let room = if note.text.trim().is_empty() { most } else { most / 2 };
        let rows = cut(&format!("“{quote}”"), width, room.saturating_sub(1));
        lines.extend(rows.into_iter().map(|row| (row, Part::Noted(note.meaning))));
    }
    let room = most.saturating_sub(lines.len());
    lines.extend(cut(note.text.trim(), width, room).into_iter().map(|row| (row, Part::OverlayText)));
    lines
}

/// The first rows of a text that is wrapped, with a sign where there are more.
fn cut(text: &str, width: usize, most: usize) -> Vec<String> {
    if text.is_empty() {
        return Vec::new();
    }
    let spans = wrap(text, width.max(1), width.max(1));
    let more = spans.len() > most;
    let rows = spans.into_iter().filter_map(|span| text.get(span)).take(most);
    let mut rows: Vec<String> = rows.map(|row| row.trim_end().to_owned()).collect();
    if more && let Some(last) = rows.last_mut() {
        let shorter = fit(last, width.saturating_sub(2)).into_owned();
        *last = format!("{} …", shorter.trim_end_matches('…'));
    }
    rows
}
