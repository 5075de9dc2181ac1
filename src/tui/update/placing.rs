//! Where notes are: going from one to the next, agreeing to a moved one's place, attaching an orphaned one anew.

use super::super::app::App;
use super::super::effect::Effect;
use super::super::notebook::{Notebook, Turn};
use super::{jump, notes};
use crate::document::{Anchoring, Resolution};
use crate::notes::{Note, NoteId};
use crate::text::TextRange;

/// Agrees to the new place of a moved note; gives an orphaned one the passage that is chosen next.
pub(super) fn accept(app: &mut App, effects: &mut Vec<Effect>) {
    if notes::owner(app).is_none() {
        notes::cannot(app);
        return;
    }
    let Some(open) = app.open() else { return };
    if let Some(id) = open.notebook.attaching.clone() {
        attach(app, &id, effects);
        return;
    }
    let Some(placed) = notes::here(open).cloned() else {
        app.say("there is no note here");
        return;
    };
    match placed.at {
        Resolution::Exact(_) => app.say("this note is in its place"),
        Resolution::Moved { range, .. } => {
            place(app, placed.note, range, effects);
            app.say("the note has its place here now");
        }
        Resolution::Orphaned => {
            if let Some(open) = app.open_mut() {
                open.notebook.attaching = Some(placed.note.id);
            }
            app.say("go to the passage (or select it) and press A again; Esc leaves it");
        }
    }
}

fn attach(app: &mut App, id: &NoteId, effects: &mut Vec<Effect>) {
    let note = app.open().and_then(|open| open.notebook.find(id)).map(|placed| placed.note.clone());
    let Some(note) = note else {
        if let Some(open) = app.open_mut() {
            open.notebook.attaching = None;
        }
        app.warn("the note that was to be attached is not there any more");
        return;
    };
    let Some(range) = app.open().and_then(notes::passage) else {
        notes::cannot(app);
        return;
    };
    if let Some(open) = app.open_mut() {
        open.notebook.attaching = None;
        open.selection = None;
    }
    place(app, note, range, effects);
    app.say("the note is attached here");
}

fn place(app: &mut App, note: Note, range: TextRange, effects: &mut Vec<Effect>) {
    let now = app.now();
    let Some(open) = app.open() else { return };
    let after =
        Note { now: Some(Anchoring::new(&open.document).anchor(range)), changed: now, ..note.clone() };
    notes::turn(app, &Turn { before: Some(note), after: Some(after) }, None, effects);
}

/// Goes to the next note, or the one before.
pub(super) fn step(app: &mut App, forward: bool, times: usize) {
    let Some(open) = app.open_mut() else { return };
    let here = open.cursor();
    let book = &open.notebook;
    let start = |n: usize| book.notes.get(n).and_then(|placed| placed.at.range()).map(TextRange::start);
    // Those that have a passage come first, in its order.
    let count = book.notes.partition_point(|placed| placed.at.range().is_some());
    let meant = open.note_here().filter(|n| start(*n) == Some(here) || book.is_gone_to(*n, here));
    let goal = if forward {
        let next = meant.map_or_else(
            || book.notes.partition_point(|p| p.at.range().is_some_and(|range| range.start() <= here)),
            |n| n + 1,
        );
        (next < count).then(|| next.saturating_add(times - 1).min(count - 1))
    } else {
        let before = meant.unwrap_or_else(|| {
            book.notes.partition_point(|p| p.at.range().is_some_and(|range| range.start() < here))
        });
        before.min(count).checked_sub(1).map(|last| (last + 1).saturating_sub(times))
    };
    match goal.and_then(|n| Some((n, start(n)?))) {
        Some((n, pos)) => {
            jump::to(open, pos);
            // The heading of a section is in no pane: what leads there ends at the first row.
            let here = open.cursor();
            open.notebook.go_to(n, here);
        }
        None => app.say(if forward { "no later note" } else { "no earlier note" }),
    }
}

/// Whether any note waits for a passage; then it waits no more.
pub(super) fn dismiss(book: &mut Notebook) -> bool {
    book.attaching.take().is_some()
}
