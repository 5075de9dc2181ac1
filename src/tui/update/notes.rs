//! Notes: writing, highlighting, deleting, finding them, and what becomes of them.

use super::super::action::Action;
use super::super::app::{App, Leaving, Open, Overlay};
use super::super::cursor;
use super::super::effect::Effect;
use super::super::keymap::Context;
use super::super::notebook::{Notebook, Owner, Placed, Save, Turn, label};
use super::super::origin::{Origin, Ticket};
use super::{editor, review, search};
use crate::document::{Anchoring, Document, Resolution, Role, SectionKind};
use crate::notes::{Change, Kind, Kinship, MEANINGS, Note, StoreError, Subject, is_tag, tags_given};
use crate::text::{TextRange, fit};
use std::sync::Arc;

/// What the section of notes is called.
const TITLE: &str = "Notes";

/// Whose notes are written now; none where no brief lies open.
pub(super) fn owner(app: &App) -> Option<Owner> {
    let open = app.open().filter(|open| open.behind.is_none())?;
    let file = match &app.entry()?.origin {
        Origin::File(path) => open.file.clone().or_else(|| Some(path.clone())),
        Origin::Input(_) | Origin::Sample(_) => None,
    };
    let subject = Subject::of(open.brief.as_deref()?, file.as_deref());
    Some(Owner { subject, file, document: Arc::clone(&open.document) })
}

/// Asks for the notes on the brief that has just been opened.
pub(super) fn ask(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(owner) = owner(app) else { return };
    let ticket = app.ticket();
    app.reading_notes = Some(ticket);
    app.rereading_notes = None;
    let key = owner.subject.key();
    let at = app.left.iter().position(|(known, _)| *known == key);
    if let Some((_, turns)) = at.map(|at| app.left.remove(at))
        && let Some(open) = app.open_mut()
        && open.notebook.undo.is_empty()
        && open.notebook.redo.is_empty()
    {
        open.notebook = turns;
    }
    effects.push(Effect::ReadNotes { ticket, owner });
}

/// So many briefs that were left can have changes of their notes taken back when they are opened again.
const MOST_LEFT: usize = 32;

/// The open brief is left: what was done to its notes can still be taken back when it is opened again.
pub(super) fn leave(app: &mut App) {
    let Some(key) = owner(app).map(|owner| owner.subject.key()) else { return };
    let Some(open) = app.open_mut() else { return };
    let Notebook { undo, redo, dropped, .. } = std::mem::take(&mut open.notebook);
    if undo.is_empty() && redo.is_empty() && dropped.is_none() {
        return;
    }
    app.left.retain(|(known, _)| *known != key);
    app.left.push((key, Notebook { undo, redo, dropped, ..Notebook::default() }));
    if app.left.len() > MOST_LEFT {
        app.left.remove(0);
    }
}

/// Asks for them again: something else may have changed them. While one is written, or is on its way to the disk, what is
/// on the screen stays; keeping it brings the others.
pub(super) fn ask_again(app: &mut App, effects: &mut Vec<Effect>) {
    if app.reading_notes.is_some() || is_writing(app) {
        return;
    }
    let Some(owner) = owner(app) else { return };
    let ticket = app.ticket();
    app.rereading_notes = Some(ticket);
    effects.push(Effect::ReadNotes { ticket, owner });
}

/// Whether a note is being written, or on its way to the disk.
pub(super) fn is_writing(app: &App) -> bool {
    !app.saves.is_empty() || matches!(app.overlay, Some(Overlay::Editor(_) | Overlay::Review(_)))
}

/// Notes as they were read, with what has not been kept yet.
pub(super) fn with_saves(app: &App, notes: Vec<Placed>) -> Vec<Placed> {
    let (Some(owner), Some(open)) = (owner(app), app.open()) else { return notes };
    let mut book = Notebook { notes, ..Notebook::default() };
    for save in app.saves.iter().filter(|save| save.owner.subject == owner.subject) {
        for change in &save.changes {
            match change {
                Change::Put { note, .. } => {
                    let at = Anchoring::new(&open.document).resolve(note.anchor());
                    book.put(Placed { note: (**note).clone(), at });
                }
                Change::Remove { id, .. } => book.remove(id),
            }
        }
    }
    book.notes
}

pub(super) fn count_lost(notes: &[Placed]) -> (usize, usize) {
    let count = |is: fn(&Resolution) -> bool| notes.iter().filter(|placed| is(&placed.at)).count();
    (count(|at| matches!(at, Resolution::Moved { .. })), count(|at| *at == Resolution::Orphaned))
}

/// Lays other notes beside the open brief.
pub(super) fn show(app: &mut App, notes: Vec<Placed>) {
    let Some(open) = app.open_mut().filter(|open| open.behind.is_none()) else { return };
    open.notebook.notes = notes;
    open.notebook.sort();
    retell(open);
}

/// Tells the notes below the brief anew.
fn retell(open: &mut Open) {
    let entries = open.notebook.entries(&open.document);
    let document = Arc::unwrap_or_clone(std::mem::take(&mut open.document)).with_annex(TITLE, &entries);
    open.extend(Arc::new(document));
    search::mark_notes(open);
}

/// A change has been kept, or not.
pub(super) fn kept(
    app: &mut App,
    ticket: Ticket,
    notes: Result<Vec<Placed>, StoreError>,
    effects: &mut Vec<Effect>,
) {
    let Some(at) = app.saves.iter().position(|save| save.ticket == ticket) else { return };
    match notes {
        Ok(notes) => {
            let save = app.saves.remove(at);
            if let Some(news) = save.news {
                app.say(news);
            }
            // News of an earlier state than the one on the screen would take the later changes from it.
            let is_here = owner(app).is_some_and(|owner| owner.subject == save.owner.subject);
            if is_here && app.saves.is_empty() {
                show(app, notes);
            }
            leave_when_done(app, effects);
        }
        Err(error) => {
            if let Some(save) = app.saves.get_mut(at) {
                save.failed = Some(error.clone());
            }
            app.leaving = Leaving::Not;
            // The place comes last: a line of 80 columns holds the rest.
            app.warn(format!("NOT SAVED: {} (:save-notes){}", error.reason(), error.place()));
        }
    }
}

/// Tries again to keep what could not be kept.
pub(super) fn save_again(app: &mut App, effects: &mut Vec<Effect>) {
    if app.saves.is_empty() {
        app.say("all notes are saved");
        return;
    }
    app.leaving = Leaving::Not;
    let mut saves = std::mem::take(&mut app.saves);
    for save in saves.iter_mut().filter(|save| save.failed.is_some()) {
        save.failed = None;
        save.news.get_or_insert_with(|| "saved".to_owned());
        save.ticket = app.ticket();
        effects.push(Effect::KeepNotes {
            ticket: save.ticket,
            owner: save.owner.clone(),
            changes: save.changes.clone(),
        });
    }
    app.saves = saves;
}

/// An export or a copy has come to its end.
pub(super) fn arrived(app: &mut App, effects: &mut Vec<Effect>) {
    app.under_way = app.under_way.saturating_sub(1);
    leave_when_done(app, effects);
}

/// Leaves the reader, where that was asked for, once nothing is on its way any more.
fn leave_when_done(app: &App, effects: &mut Vec<Effect>) {
    if app.leaving == Leaving::OnceKept && app.saves.is_empty() && app.under_way == 0 {
        effects.push(Effect::Quit);
    }
}

/// Whether the reader may be left: what is on its way is waited for, what failed is said.
pub(super) fn may_quit(app: &mut App) -> bool {
    if app.saves.is_empty() && app.under_way == 0 {
        return true;
    }
    let failed = app.saves.iter().find_map(|save| save.failed.clone());
    match failed {
        // A program that takes copied text may never end.
        None if app.leaving == Leaving::AskedBefore && app.saves.is_empty() => return true,
        None => {
            app.leaving = Leaving::OnceKept;
            app.say("leaving as soon as all is written");
        }
        Some(_) if app.leaving == Leaving::AskedBefore => return true,
        Some(error) => {
            app.leaving = Leaving::OnceKept;
            app.warn(format!(
                "notes are NOT SAVED: {}; quit again to leave all the same, or :save-notes{}",
                error.reason(),
                error.place()
            ));
        }
    }
    false
}

/// Makes a change: on the screen at once, on the disk soon. `news` is said as soon as it is kept.
pub(super) fn turn(app: &mut App, turn: &Turn, news: Option<String>, effects: &mut Vec<Effect>) {
    if owner(app).is_none() {
        cannot(app);
        return;
    }
    let Some(open) = app.open_mut() else { return };
    open.notebook.undo.push(turn.clone());
    open.notebook.redo.clear();
    open.notebook.dropped = None;
    make(app, turn, news, effects);
}

fn make(app: &mut App, turn: &Turn, news: Option<String>, effects: &mut Vec<Effect>) {
    let Some(owner) = owner(app) else { return };
    let now = app.now();
    let disk = on_disk(app, turn);
    let change = match (&turn.before, &turn.after) {
        (_, Some(after)) => Some(Change::Put { note: Box::new(after.clone()), seen: disk }),
        (Some(before), None) => disk.map(|seen| Change::Remove { id: before.id.clone(), at: now, seen }),
        (None, None) => return,
    };
    let Some(open) = app.open_mut() else { return };
    match (&turn.before, &turn.after) {
        (_, Some(after)) => {
            let at = Anchoring::new(&open.document).resolve(after.anchor());
            open.notebook.put(Placed { note: after.clone(), at });
        }
        (Some(before), None) => open.notebook.remove(&before.id),
        (None, None) => {}
    }
    retell(open);
    // A note that never reached the disk needs no deleting there.
    let Some(change) = change else { return };
    let ticket = app.ticket();
    let changes = vec![change];
    app.saves.push(Save { ticket, owner: owner.clone(), changes: changes.clone(), failed: None, news });
    effects.push(Effect::KeepNotes { ticket, owner, changes });
}

/// Keeps a note on a brief that does not lie open any more.
pub(super) fn put_on(
    app: &mut App,
    owner: Owner,
    note: Note,
    before: Option<Note>,
    news: String,
    effects: &mut Vec<Effect>,
) {
    let (ticket, seen) = (app.ticket(), before.map(Box::new));
    let changes = vec![Change::Put { note: Box::new(note), seen }];
    let news = Some(news);
    app.saves.push(Save { ticket, owner: owner.clone(), changes: changes.clone(), failed: None, news });
    effects.push(Effect::KeepNotes { ticket, owner, changes });
}

/// Whether notes on a brief are notes on what lies in its file now.
pub(super) fn is_same_brief<'a>(
    was: &Subject,
    is: &Subject,
    document: &Document,
    notes: impl IntoIterator<Item = &'a Note>,
) -> bool {
    match was.kinship(is) {
        Kinship::Same | Kinship::Namesake => true,
        Kinship::Perhaps => {
            let anchoring = Anchoring::new(document);
            notes.into_iter().any(|note| anchoring.resolve(note.anchor()) != Resolution::Orphaned)
        }
        Kinship::Other => false,
    }
}

/// The note that a turn changes as it is on the disk. Changes of it that could not be kept are overtaken by this one.
fn on_disk(app: &mut App, turn: &Turn) -> Option<Box<Note>> {
    let id = turn.before.as_ref().or(turn.after.as_ref()).map(|note| note.id.clone());
    let mut first: Option<Option<Box<Note>>> = None;
    app.saves.retain(|save| {
        let [change] = save.changes.as_slice() else { return true };
        let (changed, seen) = match change {
            Change::Put { note, seen } => (&note.id, seen.clone()),
            Change::Remove { id, seen, .. } => (id, Some(seen.clone())),
        };
        let overtaken = save.failed.is_some() && Some(changed) == id.as_ref();
        if overtaken && first.is_none() {
            first = Some(seen);
        }
        !overtaken
    });
    first.unwrap_or_else(|| turn.before.clone().map(Box::new))
}

/// Takes the last change back, or makes it again; false where there is none, or it could not be done.
pub(super) fn travel(app: &mut App, back: bool, effects: &mut Vec<Effect>) -> bool {
    if owner(app).is_none() {
        cannot(app);
        return false;
    }
    if back && editor::take_up(app, effects) {
        return false;
    }
    let now = app.now();
    let Some(open) = app.open_mut() else { return false };
    let book = &mut open.notebook;
    let turn = if back { book.undo.pop() } else { book.redo.pop() };
    let Some(turn) = turn else {
        // What was decided of a draft is the other thing that is written by a key.
        if !(back && review::undo(app, effects)) {
            app.say(if back { "no note to take back" } else { "no note to make again" });
        }
        return false;
    };
    let (left, wanted) = if back { (turn.after, turn.before) } else { (turn.before, turn.after) };
    let id = left.as_ref().or(wanted.as_ref()).map(|note| note.id.clone());
    let there = id.and_then(|id| book.find(&id)).map(|placed| placed.note.clone());
    // What somebody else has written meanwhile is not taken back.
    if !is_as_left(there.as_ref(), left.as_ref()) {
        let shown = there.or(left).map(|note| label(&note)).unwrap_or_default();
        app.warn(format!("somebody else has changed it since, and it stays: {}", fit(&shown, 40)));
        return false;
    }
    let wanted = wanted.map(|note| Note { changed: now, ..note });
    if back {
        book.redo.push(Turn { before: wanted.clone(), after: left });
    } else {
        book.undo.push(Turn { before: there.clone(), after: wanted.clone() });
    }
    let done = match (&there, &wanted, back) {
        (Some(_), Some(_), true) => "as it was",
        (None, Some(_), true) => "brought back",
        (_, None, true) => "gone again",
        (Some(_), Some(_), false) => "changed again",
        (None, Some(_), false) => "there again",
        (_, None, false) => "deleted again",
    };
    let shown = wanted.as_ref().or(there.as_ref()).map(label).unwrap_or_default();
    make(app, &Turn { before: there, after: wanted }, None, effects);
    app.say(format!("{done}: {}", fit(&shown, 60)));
    true
}

/// Whether a note is as this reader has left it. When it was last changed tells nothing: taking back and making again are
/// changes too.
fn is_as_left(there: Option<&Note>, left: Option<&Note>) -> bool {
    match (there, left) {
        (None, None) => true,
        (Some(there), Some(left)) => *there == Note { changed: there.changed, ..left.clone() },
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// What a note would be made on: the selection, else the paragraph.
pub(super) fn passage(open: &Open) -> Option<TextRange> {
    let range = open.selected().or_else(|| {
        let block = open.document.block(open.document.block_at(open.cursor()))?;
        // A line about an item stands for the item.
        let about = matches!(
            block.role,
            Role::DisclaimerHead
                | Role::Date
                | Role::ActorMeta
                | Role::RecommendationMeta
                | Role::Attribution
        );
        Some(if about { cursor::item(&open.document, open.cursor()) } else { block.range })
    })?;
    let kind = open.document.sections().get(open.document.section_at(range.start()))?.kind;
    let text = open.document.slice(range);
    let blanks = text.len() - text.trim_start().len();
    let kept = text.trim();
    let start = range.start().get() + blanks;
    (kind != SectionKind::Notes && !kept.is_empty()).then(|| TextRange::bytes(start, start + kept.len()))
}

/// The note that the reader is on: in the section of notes that entry, elsewhere the one on the passage.
pub(super) fn here(open: &Open) -> Option<&Placed> {
    open.notebook.notes.get(open.note_here()?)
}

/// A new note of a kind on a passage.
pub(super) fn new_note(app: &mut App, kind: Kind, document: &Document, range: TextRange) -> Note {
    let now = app.now();
    Note {
        id: app.new_id(),
        kind,
        meaning: None,
        text: String::new(),
        tags: Vec::new(),
        created: now,
        changed: now,
        on: Anchoring::new(document).anchor(range),
        now: None,
        other: serde_json::Map::new(),
    }
}

/// Says why nothing can be written here.
pub(super) fn cannot(app: &mut App) {
    app.warn(match app.open() {
        Some(open) if open.brief.is_none() || open.behind.is_some() => {
            "these are findings: notes are written on a brief"
        }
        Some(_) => "there is no passage here to write a note on",
        None => "the brief is not there yet",
    });
}

/// The meanings with their keys.
pub(super) fn meanings() -> String {
    MEANINGS.iter().map(|row| format!("{} {}", row.key, row.title)).collect::<Vec<_>>().join(", ")
}

/// The passage that can be noted here, with its document; where there is none, that is said.
fn notable(app: &mut App) -> Option<(TextRange, Arc<Document>)> {
    let open = app.open().filter(|_| owner(app).is_some());
    let target = open.and_then(|open| Some((passage(open)?, Arc::clone(&open.document))));
    if target.is_none() {
        cannot(app);
    }
    target
}

/// Highlights the passage in a meaning; the same meaning again takes the highlight away.
pub(super) fn highlight(app: &mut App, key: char, effects: &mut Vec<Effect>) {
    let Some(meaning) = MEANINGS.iter().find(|row| row.key == key).map(|row| row.value) else {
        app.warn(format!("highlight as {}", meanings()));
        return;
    };
    let Some((range, document)) = notable(app) else { return };
    let known = app.open().and_then(|open| {
        let same = |placed: &&Placed| placed.note.meaning.is_some() && placed.at.range() == Some(range);
        open.notebook.notes.iter().find(same).map(|placed| placed.note.clone())
    });
    let now = app.now();
    let turn_made = match known {
        Some(note) if note.meaning == Some(meaning) && note.text.is_empty() => {
            Turn { before: Some(note), after: None }
        }
        Some(note) => {
            let after = Note { meaning: Some(meaning), changed: now, ..note.clone() };
            Turn { before: Some(note), after: Some(after) }
        }
        None => {
            let note = new_note(app, Kind::Highlight, &document, range);
            Turn { before: None, after: Some(Note { meaning: Some(meaning), ..note }) }
        }
    };
    let said = match &turn_made.after {
        Some(_) => format!("highlighted: {}", meaning.info().title),
        None => "highlight taken away".to_owned(),
    };
    if let Some(open) = app.open_mut() {
        open.selection = None;
    }
    turn(app, &turn_made, None, effects);
    app.say(said);
}

/// Sets a bookmark at this place, or takes it away.
pub(super) fn bookmark(app: &mut App, effects: &mut Vec<Effect>) {
    let Some((range, document)) = notable(app) else { return };
    let known = app.open().and_then(|open| {
        let same = |placed: &&Placed| placed.note.kind == Kind::Bookmark && placed.at.range() == Some(range);
        open.notebook.notes.iter().find(same).map(|placed| placed.note.clone())
    });
    if known.as_ref().is_some_and(|note| !note.text.is_empty() || !note.tags.is_empty()) {
        let key = app.settings.keymap.keys_of(Context::Reader, Action::DeleteNote).unwrap_or_default();
        app.warn(format!("this bookmark says something: {key} deletes it"));
        return;
    }
    let said = if known.is_some() { "bookmark taken away" } else { "bookmark set" };
    let after = if known.is_some() { None } else { Some(new_note(app, Kind::Bookmark, &document, range)) };
    let made = Turn { before: known, after };
    turn(app, &made, None, effects);
    app.say(said);
}

/// The note that the reader is on; where there is none, that is said.
fn note_here(app: &mut App) -> Option<Note> {
    if owner(app).is_none() {
        cannot(app);
        return None;
    }
    let note = app.open().and_then(here).map(|placed| placed.note.clone());
    if note.is_none() {
        app.say("there is no note here");
    }
    note
}

fn has_tag(tags: &[String], wanted: &str) -> bool {
    tags.iter().any(|tag| tag.eq_ignore_ascii_case(wanted))
}

/// Deletes the note that the reader is on.
pub(super) fn delete(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(note) = note_here(app) else { return };
    let key = app.settings.keymap.keys_of(Context::Reader, Action::UndoNote);
    let back = key.map(|key| format!("; {key} brings it back")).unwrap_or_default();
    let said = format!("deleted: {}{back}", fit(&label(&note), 40));
    turn(app, &Turn { before: Some(note), after: None }, None, effects);
    app.say(said);
}

/// Gives the note that the reader is on a tag, or takes it.
pub(super) fn tag(app: &mut App, tag: &str, add: bool, effects: &mut Vec<Effect>) {
    let Some(note) = note_here(app) else { return };
    let tags = tags_given(tag);
    if tags.is_empty() || !tags.iter().all(|tag| is_tag(tag)) {
        app.warn(format!("{tag} is no tag: letters, digits, - _ and /, as in #water"));
        return;
    }
    let now = app.now();
    let mut after = Note { changed: now, ..note.clone() };
    let tags = if add { tags.into_iter().filter(|tag| !has_tag(&note.tags, tag)).collect() } else { tags };
    if !add {
        after.tags.retain(|known| !has_tag(&tags, known));
    }
    let shown = tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let in_text =
        |tag: &String| crate::notes::tags_in(&after.text).any(|known| known.eq_ignore_ascii_case(tag));
    if !add && tags.iter().any(in_text) {
        app.say(format!("{shown} stands in the text of the note: c edits it"));
        return;
    }
    if add {
        after.tags.extend(tags);
    }
    if after.tags == note.tags {
        app.say(if add { format!("it has {shown} already") } else { format!("it has no {shown}") });
        return;
    }
    turn(app, &Turn { before: Some(note), after: Some(after) }, None, effects);
    app.say(if add { format!("tagged {shown}") } else { format!("{shown} is gone") });
}
