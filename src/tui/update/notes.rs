//! Notes: writing, highlighting, deleting, finding them, and what becomes of them.

use super::super::app::{App, Leaving, Open, Overlay};
use super::super::cursor;
use super::super::effect::Effect;
use super::super::notebook::{Notebook, Owner, Placed, Save, Turn, one_line};
use super::super::origin::{Origin, Ticket};
use super::{editor, jump, review, search};
use crate::document::{Anchoring, Document, Resolution, Role, SectionKind};
use crate::notes::{Change, Kind, Kinship, MEANINGS, Meaning, Note, NoteId, StoreError, Subject, tags_given};
use crate::text::TextRange;
use std::sync::Arc;

/// What the section of notes is called.
const TITLE: &str = "Notes";

/// Whose notes are written now; none where no brief lies open.
pub(super) fn owner(app: &App) -> Option<Owner> {
    let open = app.open().filter(|open| open.behind.is_none())?;
    let file = match &app.entry()?.origin {
        Origin::File(path) => Some(path.clone()),
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
    effects.push(Effect::ReadNotes { ticket, owner });
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

/// Makes a change: on the screen at once, on the disk soon.
pub(super) fn turn(app: &mut App, turn: &Turn, effects: &mut Vec<Effect>) {
    let Some(open) = app.open_mut() else { return };
    open.notebook.undo.push(turn.clone());
    open.notebook.redo.clear();
    open.notebook.dropped = None;
    make(app, turn, effects);
}

fn make(app: &mut App, turn: &Turn, effects: &mut Vec<Effect>) {
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
    app.saves.push(Save { ticket, owner: owner.clone(), changes: vec![change.clone()], failed: None });
    effects.push(Effect::KeepNotes { ticket, owner, changes: vec![change] });
}

/// Keeps a note on a brief that does not lie open any more.
pub(super) fn put_on(
    app: &mut App,
    owner: Owner,
    note: Note,
    before: Option<Note>,
    effects: &mut Vec<Effect>,
) {
    let (ticket, seen) = (app.ticket(), before.map(Box::new));
    let changes = vec![Change::Put { note: Box::new(note), seen }];
    app.saves.push(Save { ticket, owner: owner.clone(), changes: changes.clone(), failed: None });
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

/// Takes the last change back, or makes it again.
pub(super) fn travel(app: &mut App, back: bool, effects: &mut Vec<Effect>) {
    if back && editor::take_up(app, effects) {
        return;
    }
    let now = app.now();
    let Some(open) = app.open_mut() else { return };
    let book = &mut open.notebook;
    let turn = if back { book.undo.pop() } else { book.redo.pop() };
    let Some(turn) = turn else {
        // What was decided of a draft is the other thing that is written by a key.
        if back && review::undo(app, effects) {
            return;
        }
        app.say(if back { "no note to take back" } else { "nothing was taken back" });
        return;
    };
    let (before, after) = if back {
        (turn.after.clone(), turn.before.clone())
    } else {
        (turn.before.clone(), turn.after.clone())
    };
    let known = |note: &Option<Note>| {
        note.as_ref().and_then(|note| book.find(&note.id)).map(|placed| placed.note.clone())
    };
    // The note may have been changed elsewhere since: what is there now is what is replaced.
    let seen = known(&before).or(before);
    let after = after.map(|note| Note { changed: now, ..note });
    if back {
        book.redo.push(Turn { before: after.clone().or(turn.before), after: turn.after });
    } else {
        book.undo.push(Turn { before: seen.clone(), after: after.clone() });
    }
    let said = match (&seen, &after, back) {
        (_, Some(_), true) => "the note is as it was",
        (_, None, true) => "the note is gone again",
        (_, Some(_), false) => "the note is there again",
        (_, None, false) => "the note is deleted again",
    };
    make(app, &Turn { before: seen, after }, effects);
    app.say(said);
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
    match open.document.annex_entry(open.cursor()) {
        Some(entry) => open.notebook.notes.get(entry),
        None => open.notebook.at(open.cursor()),
    }
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
    turn(app, &turn_made, effects);
    app.say(said);
}

/// Sets a bookmark at this place, or takes it away.
pub(super) fn bookmark(app: &mut App, effects: &mut Vec<Effect>) {
    let Some((range, document)) = notable(app) else { return };
    let known = app.open().and_then(|open| {
        let same = |placed: &&Placed| placed.note.kind == Kind::Bookmark && placed.at.range() == Some(range);
        open.notebook.notes.iter().find(same).map(|placed| placed.note.clone())
    });
    let said = if known.is_some() { "bookmark taken away" } else { "bookmark set" };
    let after = if known.is_some() { None } else { Some(new_note(app, Kind::Bookmark, &document, range)) };
    let made = Turn { before: known, after };
    turn(app, &made, effects);
    app.say(said);
}

/// Deletes the note that the reader is on.
pub(super) fn delete(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(note) = app.open().and_then(here).map(|placed| placed.note.clone()) else {
        app.say("there is no note here");
        return;
    };
    let said = format!("deleted: {}; u brings it back", crate::text::fit(&label(&note), 40));
    turn(app, &Turn { before: Some(note), after: None }, effects);
    app.say(said);
}

/// Gives the note that the reader is on a tag, or takes it.
pub(super) fn tag(app: &mut App, tag: &str, add: bool, effects: &mut Vec<Effect>) {
    let Some(note) = app.open().and_then(here).map(|placed| placed.note.clone()) else {
        app.say("there is no note here");
        return;
    };
    let tags = tags_given(tag);
    if tags.is_empty() {
        app.warn(format!("{tag} is no tag: letters, digits, - _ and /, as in #water"));
        return;
    }
    let now = app.now();
    let mut after = Note { changed: now, ..note.clone() };
    after.tags.retain(|known| !tags.iter().any(|tag| tag.eq_ignore_ascii_case(known)));
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
    turn(app, &Turn { before: Some(note), after: Some(after) }, effects);
    app.say(if add { format!("tagged {shown}") } else { format!("{shown} is gone") });
}

/// Agrees to the new place of a moved note; gives an orphaned one the passage that is chosen next.
pub(super) fn accept(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(open) = app.open() else { return };
    if let Some(id) = open.notebook.attaching.clone() {
        attach(app, &id, effects);
        return;
    }
    let Some(placed) = here(open).cloned() else {
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
    let found = app.open().and_then(|open| Some((open.notebook.find(id)?.note.clone(), passage(open)?)));
    let Some((note, range)) = found else {
        cannot(app);
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
    turn(app, &Turn { before: Some(note), after: Some(after) }, effects);
}

/// Goes to the next note, or the one before.
pub(super) fn step(app: &mut App, forward: bool, times: usize) {
    let Some(open) = app.open_mut() else { return };
    let here = open.cursor();
    let mut starts: Vec<_> =
        open.notebook.notes.iter().filter_map(|placed| Some(placed.at.range()?.start())).collect();
    starts.dedup();
    let goal = if forward {
        let first = starts.partition_point(|start| *start <= here);
        starts.get((first + times - 1).min(starts.len().saturating_sub(1))).filter(|start| **start > here)
    } else {
        let first = starts.partition_point(|start| *start < here);
        starts.get(first.saturating_sub(times)).filter(|start| **start < here)
    };
    match goal.copied() {
        Some(pos) => jump::to(open, pos),
        None => app.say(if forward { "no later note" } else { "no earlier note" }),
    }
}

/// A note in one line, for lists.
pub(super) fn label(note: &Note) -> String {
    let sign = note.meaning.map_or(note.kind.info().sign, |meaning: Meaning| meaning.info().sign);
    let text = one_line(&note.text);
    let quote = one_line(note.quote());
    let tags = note.tags.iter().fold(String::new(), |tags, tag| tags + " #" + tag);
    match (text.is_empty(), quote.is_empty()) {
        (false, false) => format!("{sign} {text}{tags} “{quote}”"),
        (false, true) => format!("{sign} {text}{tags}"),
        (true, _) => format!("{sign} “{quote}”{tags}"),
    }
}

/// Whether any note waits for a passage; then it waits no more.
pub(super) fn dismiss(book: &mut Notebook) -> bool {
    book.attaching.take().is_some()
}
