//! Notes as tables: CSV for a spreadsheet, and the columns that Readwise imports.
//!
//! Invariants: records and fields are those of RFC 4180, and every field is quoted: a spreadsheet may part them at semicolons
//! and tabs too. In the table for spreadsheets no cell is taken for a formula; in Readwise's, which no spreadsheet is meant to
//! open, texts stand as they are.

use super::facts::{Facts, THERE_NOW, Told, WRITTEN_ON, state};
use super::name;
use super::{Piece, What, moment};
use jiff::Timestamp;
use std::fmt::Write as _;

/// A column: its heading, and what stands in it.
type Column = (&'static str, fn(&Facts<'_>, &Told<'_>) -> String);

const CSV: &[Column] = &[
    ("Kind", |_, told| told.note.kind.info().word.to_owned()),
    ("Meaning", |_, told| told.note.meaning.map_or("", |meaning| meaning.info().word).to_owned()),
    ("State", |_, told| state(told.resolution).to_owned()),
    ("Quote", |_, told| told.quote.to_string()),
    ("Original words", |_, told| told.words(WRITTEN_ON).unwrap_or_default().to_owned()),
    ("Words there now", |_, told| told.words(THERE_NOW).unwrap_or_default().to_owned()),
    ("Note", |_, told| told.text.to_string()),
    ("Tags", |_, told| told.tags.join(" ")),
    ("Section", |_, told| told.section.clone()),
    ("Place", |_, told| told.place.clone()),
    ("Brief", |facts, _| facts.title.clone()),
    ("Title", |facts, _| facts.work().to_owned()),
    ("Author", |facts, _| facts.authors.join("; ")),
    ("Publication", |facts, _| facts.outlet().unwrap_or_default()),
    ("Published", |facts, _| facts.published.map(|date| date.to_string()).unwrap_or_default()),
    ("URL", |facts, _| facts.url.clone().unwrap_or_default()),
    ("Disclaimers", |facts, _| facts.disclaimers()),
    ("Created", |_, told| dated(told, told.note.created)),
    ("Changed", |_, told| dated(told, told.note.changed)),
    ("Id", |_, told| told.note.id.to_string()),
];

const READWISE: &[Column] = &[
    ("Highlight", |_, told| readwise_highlight(told).0),
    ("Title", |facts, _| facts.work().to_owned()),
    ("Author", |facts, _| facts.authors.join(", ")),
    ("URL", |facts, _| facts.url.clone().unwrap_or_default()),
    ("Note", readwise_note),
    ("Location", |_, told| told.note.anchor().position.map_or(0, |position| position.start).to_string()),
    ("Date", |_, told| dated(told, told.note.created)),
];

/// A time of a note; nothing where it is not known when the note was made.
fn dated(told: &Told<'_>, time: Timestamp) -> String {
    if told.note.is_dated() { moment(time) } else { String::new() }
}

/// Writes notes as a table for spreadsheets.
pub(super) fn csv(pieces: &[Piece<'_>], _: What, _: Timestamp) -> Vec<u8> {
    // Without a byte order mark Excel takes the text for one of its country's old encoding.
    [b"\xef\xbb\xbf".as_slice(), &rows(pieces, CSV, defused)].concat()
}

/// Writes notes as a table for Readwise.
pub(super) fn readwise(pieces: &[Piece<'_>], _: What, _: Timestamp) -> Vec<u8> {
    rows(pieces, READWISE, |cell| cell)
}

fn rows(pieces: &[Piece<'_>], columns: &[Column], guard: fn(String) -> String) -> Vec<u8> {
    let mut out = String::new();
    record(&mut out, columns.iter().map(|(name, _)| (*name).to_owned()));
    for facts in Facts::all(pieces) {
        for told in facts.notes() {
            record(&mut out, columns.iter().map(|(_, cell)| guard(cell(&facts, &told))));
        }
    }
    out.into_bytes()
}

fn record(out: &mut String, cells: impl Iterator<Item = String>) {
    for (n, cell) in cells.enumerate() {
        if n > 0 {
            out.push(',');
        }
        let _ = write!(out, "\"{}\"", cell.replace('"', "\"\""));
    }
    out.push_str("\r\n");
}

/// A cell that no spreadsheet reads as a formula. Blanks before a sign do not keep one from that, nor do the wide forms of
/// the signs.
fn defused(cell: String) -> String {
    let risky = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠');
    if cell.starts_with(risky) || cell.trim_start().starts_with(risky) { format!("'{cell}") } else { cell }
}

/// What stands for the highlight, without which Readwise takes no row, and whether the note's text was used for it.
fn readwise_highlight(told: &Told<'_>) -> (String, bool) {
    if !told.quote.is_empty() {
        (told.quote.to_string(), false)
    } else if told.text.is_empty() {
        (told.place.clone(), false)
    } else {
        (told.text.to_string(), true)
    }
}

/// Tags as Readwise reads them within a note (`.tag`), then the text, then what has to be known: its columns have no place
/// for the publication, the day and the section.
fn readwise_note(facts: &Facts<'_>, told: &Told<'_>) -> String {
    let kind = told.note.kind.info().word;
    let meaning = told.note.meaning.map(|meaning| meaning.info().word);
    let words = [kind].into_iter().chain(meaning).chain(told.tags.iter().map(String::as_str));
    let tags = words.map(|word| format!(".{}", name::tag(&word.to_lowercase(), |c| c == '_', '-')));
    let tags: Vec<String> = tags.filter(|tag| tag.len() > 1).collect();
    let mut parts = vec![tags.join(" ")];
    if !readwise_highlight(told).1 && !told.text.is_empty() {
        parts.push(told.text.to_string());
    }
    for label in [WRITTEN_ON, THERE_NOW] {
        parts.extend(told.words(label).map(|words| format!("{label} “{words}”")));
    }
    parts.extend(told.remark().map(|remark| format!("({remark})")));
    let published = facts.published.map(|date| date.to_string());
    let place = Some(told.place.clone()).filter(|place| !place.is_empty());
    let told: Vec<String> = facts.outlet().into_iter().chain(published).chain(place).collect();
    parts.push(told.join(" · "));
    parts.push(facts.disclaimers());
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n")
}
