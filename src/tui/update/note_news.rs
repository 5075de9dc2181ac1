//! News of notes: those on the open brief have been read, and those that were never saved are offered.

use super::super::app::App;
use super::super::effect::Effect;
use super::super::event::FoundNotes;
use super::super::notebook::Notebook;
use super::super::origin::Ticket;
use super::notes::{count_lost, is_writing, owner, show, with_saves};
use super::{editor, note_list};
use crate::notes::Note;

/// The notes on the open brief are there.
pub(super) fn read(
    app: &mut App,
    ticket: Ticket,
    found: Result<FoundNotes, String>,
    drafts: Vec<Note>,
    effects: &mut Vec<Effect>,
) {
    if app.rereading_notes == Some(ticket) {
        app.rereading_notes = None;
        read_again(app, found);
        return;
    }
    if app.reading_notes != Some(ticket) {
        return;
    }
    app.reading_notes = None;
    match found {
        Ok(found) => {
            // What the reader has been told already is in the section of notes; what is wrong is said last, and stays.
            let (moved, orphaned) = count_lost(&found.notes);
            if moved + orphaned > 0 && !app.open().is_some_and(|open| open.is_as_seen) {
                app.say(format!("the brief has changed; of its notes {moved} moved, {orphaned} orphaned"));
            }
            if found.merged > 0 {
                app.say("a copy of the notes that a synchroniser had put aside is merged");
            }
            if let Some(why) = found.unknown.first() {
                for why in found.unknown.iter().skip(1).rev() {
                    app.warn(format!("an entry of the notes is kept but not shown: {why}"));
                }
                app.warn(match found.unknown.len() {
                    1 => format!("an entry of the notes is kept but not shown: {why}"),
                    n => format!("{n} entries of the notes are kept but not shown: {why}"),
                });
            }
            let notes = with_saves(app, found.notes);
            show(app, notes);
            if let Some(id) = app.wanted_note.take() {
                note_list::go(app, &id);
            }
        }
        Err(error) => app.warn(format!("the notes cannot be read: {error}")),
    }
    app.drafts = drafts;
    next_draft(app, effects);
}

/// Something else has changed the notes on the open brief. What was told when it was opened is not told again.
fn read_again(app: &mut App, found: Result<FoundNotes, String>) {
    if is_writing(app) {
        return;
    }
    match found {
        Ok(found) => {
            let mut book = Notebook { notes: found.notes, ..Notebook::default() };
            book.sort();
            if app.open().is_some_and(|open| open.notebook.notes != book.notes) {
                show(app, book.notes);
            }
        }
        Err(error) => app.warn(format!("the notes cannot be read: {error}")),
    }
}

/// Offers the next note that was typed and never saved.
pub(super) fn next_draft(app: &mut App, effects: &mut Vec<Effect>) {
    if app.overlay.is_none() && !app.drafts.is_empty() && owner(app).is_some() {
        let draft = app.drafts.remove(0);
        app.say("this note was never saved: Ctrl-s saves it, Esc lets it go");
        editor::recover(app, draft, effects);
    }
}
