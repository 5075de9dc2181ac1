//! The note that is being written.

use super::super::action::Action;
use super::super::app::{App, Overlay};
use super::super::chord::Chord;
use super::super::effect::Effect;
use super::super::keymap::{Context, Lookup};
use super::super::notebook::{NoteEditor, Target, Turn, what_it_is_on};
use super::super::text_edit::{MAX_TEXT, TextEdit};
use super::notes;
use crate::document::{Anchor, Anchoring, Resolution};
use crate::notes::{KINDS, Kind, Note};
use crate::text::TextRange;
use std::sync::Arc;

/// Begins a note on the selection or the paragraph; on a note, edits it.
pub(super) fn open(app: &mut App) {
    if notes::owner(app).is_none() {
        notes::cannot(app);
        return;
    }
    let Some(open) = app.open() else { return };
    let known = if open.selection.is_some() { None } else { notes::here(open).cloned() };
    if let Some(placed) = known {
        let passage = placed.at.range();
        lay_out(app, placed.note.clone(), Some(placed.note), passage);
        return;
    }
    let Some(range) = notes::passage(open) else {
        notes::cannot(app);
        return;
    };
    let document = Arc::clone(&open.document);
    let note = notes::new_note(app, Kind::Note, &document, range);
    lay_out(app, note, None, Some(range));
}

/// Lays a note on the screen that was typed before and never saved.
pub(super) fn recover(app: &mut App, draft: Note, effects: &mut Vec<Effect>) {
    let Some(open) = app.open() else { return };
    let before = open.notebook.find(&draft.id).map(|placed| placed.note.clone());
    // Whoever changed the note meanwhile keeps it: the draft becomes a note of its own.
    let is_older = before.as_ref().is_some_and(|newer| newer.changed > draft.changed);
    let old = draft.id.clone();
    let (draft, before) = if is_older { (Note { id: app.new_id(), ..draft }, None) } else { (draft, before) };
    let Some(open) = app.open() else { return };
    let passage = Anchoring::new(&open.document).resolve(draft.anchor()).range();
    if let Some(owner) = notes::owner(app) {
        let (ticket, note) = (app.ticket(), Box::new(draft.clone()));
        effects.push(Effect::KeepDraft { ticket, subject: owner.subject, note });
    }
    if is_older {
        let ticket = app.ticket();
        effects.push(Effect::ForgetDraft { ticket, id: old });
    }
    lay_out(app, draft, before, passage);
    if let Some(editor) = editor(app) {
        editor.found = true;
    }
}

fn lay_out(app: &mut App, note: Note, before: Option<Note>, passage: Option<TextRange>) {
    let targets = targets(app, &note, passage);
    let Some(owner) = notes::owner(app) else { return };
    let edit = TextEdit::new(&note.text);
    let editor = NoteEditor {
        owner,
        note,
        before,
        edit,
        passage,
        targets,
        leaving: false,
        taken_up: false,
        found: false,
    };
    app.overlay = Some(Overlay::Editor(Box::new(editor)));
}

/// What a note may be on: where it is, the section around that, the whole brief.
fn targets(app: &App, note: &Note, passage: Option<TextRange>) -> Vec<Target> {
    let Some(open) = app.open() else { return Vec::new() };
    let doc = &open.document;
    let on = note.anchor().clone();
    let name = match (&on.quote, passage) {
        (Some(_), Some(_)) => "this passage".to_owned(),
        (Some(_), None) => "its passage, which is gone".to_owned(),
        (None, _) => what_it_is_on(note),
    };
    let mut targets = vec![Target { name, on, range: passage }];
    if let Some(range) = passage {
        let nth = doc.section_at(range.start());
        let section = doc.sections().get(nth).filter(|section| !section.title.is_empty());
        targets.extend(section.map(|section| Target {
            name: format!("the section {}", section.title),
            on: doc.anchor_of_section(nth),
            range: Some(section.range),
        }));
    }
    targets.push(Target {
        name: "the whole brief".to_owned(),
        on: Anchor::default(),
        range: Some(TextRange::bytes(0, doc.own_text().len())),
    });
    let mut seen: Vec<Anchor> = Vec::new();
    targets.retain(|target| {
        let is_new = !seen.contains(&target.on);
        seen.push(target.on.clone());
        is_new
    });
    targets
}

/// The brief below the note that is being written has been read again: its words may stand elsewhere.
pub(super) fn moved(app: &mut App) {
    let Some(document) = app.open().map(|open| Arc::clone(&open.document)) else { return };
    let Some(editor) = editor(app) else { return };
    let anchoring = Anchoring::new(&document);
    for target in &mut editor.targets {
        target.range = anchoring.resolve(&target.on).range();
    }
    editor.passage = anchoring.resolve(editor.note.anchor()).range();
}

fn editor(app: &mut App) -> Option<&mut NoteEditor> {
    match &mut app.overlay {
        Some(Overlay::Editor(editor)) => Some(editor),
        _ => None,
    }
}

/// A key was pressed while a note is being written.
pub(super) fn press(app: &mut App, chord: Chord, effects: &mut Vec<Effect>) {
    let found = app.settings.keymap.lookup(Context::Editor, &[chord]);
    let asked = editor(app).is_some_and(|editor| std::mem::take(&mut editor.leaving));
    match (found, chord.typed()) {
        (Lookup::Found(Action::Cancel), _) if asked => drop_it(app, effects),
        (Lookup::Found(action), _) => act(app, action, effects),
        (_, Some(c)) => {
            let fits = editor(app).is_none_or(|editor| editor.edit.insert(c));
            changed(app, effects);
            too_long(app, fits);
        }
        (Lookup::Partial | Lookup::None, None) => {}
    }
}

/// Pasted text.
pub(super) fn paste(app: &mut App, text: &str, effects: &mut Vec<Effect>) {
    if let Some(editor) = editor(app) {
        editor.leaving = false;
        let fits = editor.edit.paste(text);
        changed(app, effects);
        too_long(app, fits);
    }
}

/// Says that a text is too long, where it is.
fn too_long(app: &mut App, fits: bool) {
    if !fits {
        app.warn(format!("a note holds at most {} kB: this was not taken in", MAX_TEXT >> 10));
    }
}

/// What is typed is kept, in case the program ends.
fn changed(app: &mut App, effects: &mut Vec<Effect>) {
    let ticket = app.ticket();
    if let Some(editor) = editor(app) {
        let (subject, note) = (editor.owner.subject.clone(), Box::new(editor.draft()));
        effects.push(Effect::KeepDraft { ticket, subject, note });
    }
}

fn act(app: &mut App, action: Action, effects: &mut Vec<Effect>) {
    let width = usize::from(super::super::geometry::editor(app).text.width);
    let Some(editor) = editor(app) else { return };
    match action {
        Action::NextKind => editor.note.kind = next_kind(editor),
        Action::NextTarget => next_target(editor),
        _ => {}
    }
    let is_other = matches!(action, Action::NextKind | Action::NextTarget) && !editor.edit.text().is_empty();
    let edit = &mut editor.edit;
    let before = edit.text().len();
    match action {
        Action::SaveNote => return save(app, effects),
        Action::Cancel => {
            if editor.is_changed() {
                editor.leaving = true;
                app.warn("this note is not saved: Esc again drops it, Ctrl-s saves it");
            } else {
                drop_it(app, effects);
            }
            return;
        }
        Action::EditElsewhere => {
            let (id, text) = (editor.note.id.clone(), edit.text().to_owned());
            // What the editor saves belongs to a draft, also where this program does not live to see it.
            changed(app, effects);
            effects.push(Effect::Compose { id, text });
            return;
        }
        Action::NewLine => {
            edit.insert('\n');
        }
        Action::ListUp => edit.row(false, width),
        Action::ListDown => edit.row(true, width),
        Action::PageUp => (0..8).for_each(|_| edit.row(false, width)),
        Action::PageDown => (0..8).for_each(|_| edit.row(true, width)),
        Action::CursorLeft => edit.step(false),
        Action::CursorRight => edit.step(true),
        Action::PreviousWord => edit.word(false),
        Action::NextWord => edit.word(true),
        Action::CursorStart => edit.line_edge(false),
        Action::CursorEnd => edit.line_edge(true),
        Action::DeleteBack => edit.delete_back(),
        Action::DeleteForward => edit.delete_forward(),
        Action::DeleteWord => edit.delete_word(),
        Action::DeleteLine => edit.delete_line(),
        Action::UndoTyping | Action::RedoTyping => {
            if edit.travel(action == Action::UndoTyping) {
                changed(app, effects);
            }
            return;
        }
        Action::NextKind | Action::NextTarget => {}
        _ => return,
    }
    if is_other || edit.text().len() != before {
        changed(app, effects);
    }
}

/// The kind after the present one: a note, a question, a disagreement, a follow-up; a highlight and a bookmark for one that
/// is that already.
fn next_kind(editor: &NoteEditor) -> Kind {
    let kind = editor.note.kind;
    let may_be = |kind: Kind| match kind {
        Kind::Highlight => editor.note.meaning.is_some(),
        Kind::Bookmark => editor.before.as_ref().is_some_and(|before| before.kind == Kind::Bookmark),
        Kind::Note | Kind::Question | Kind::Disagree | Kind::FollowUp => true,
    };
    let kinds: Vec<Kind> = KINDS.iter().map(|row| row.value).filter(|kind| may_be(*kind)).collect();
    let at = kinds.iter().position(|known| *known == kind);
    at.and_then(|at| kinds.get(at + 1)).or(kinds.first()).copied().unwrap_or(kind)
}

fn next_target(editor: &mut NoteEditor) {
    let at = editor.targets.iter().position(|target| target.on == *editor.note.anchor());
    let next = at.map_or(0, |at| (at + 1) % editor.targets.len().max(1));
    let Some(target) = editor.targets.get(next) else { return };
    match &editor.before {
        None => editor.note.on = target.on.clone(),
        // Where a note was made is never rewritten.
        Some(before) if *before.anchor() == target.on => editor.note.now.clone_from(&before.now),
        Some(_) => editor.note.now = Some(target.on.clone()),
    }
    editor.passage = target.range;
}

fn save(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(here) = notes::owner(app) else {
        app.warn("not saved: the brief is not on the screen any more; the text stays here");
        return;
    };
    let now = app.now();
    let Some(editor) = editor(app) else { return };
    let mut note = editor.draft();
    let (owner, before) = (editor.owner.clone(), editor.before.clone());
    let plain = matches!(note.kind, Kind::Highlight | Kind::Bookmark);
    if note.text.is_empty() && !plain {
        app.say("there is nothing to save yet: type, or Esc leaves");
        return;
    }
    note.changed = if before.is_some() { now } else { note.created };
    let id = note.id.clone();
    app.overlay = None;
    if let Some(open) = app.open_mut() {
        open.selection = None;
    }
    let same = before.as_ref().is_some_and(|old| Note { changed: old.changed, ..note.clone() } == *old);
    if same {
        let ticket = app.ticket();
        effects.push(Effect::ForgetDraft { ticket, id });
        return;
    }
    app.say("saving …");
    if !notes::is_same_brief(&owner.subject, &here.subject, &here.document, [&note]) {
        let title = owner.subject.title.clone();
        let news = format!("saved among the notes on “{title}”; the file holds another brief now");
        notes::put_on(app, owner, note, before, news, effects);
        return;
    }
    let at = Anchoring::new(&here.document).resolve(note.anchor());
    let news = match at {
        Resolution::Orphaned => "saved, but what it is on is not in the brief any more",
        Resolution::Exact(_) | Resolution::Moved { .. } => "saved",
    };
    // The draft is let go by whoever keeps the note, once it is kept.
    notes::turn(app, &Turn { before, after: Some(note) }, Some(news.to_owned()), effects);
}

/// Puts a note away that is not saved. A text that was typed can be taken up again.
fn drop_it(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(Overlay::Editor(editor)) = app.overlay.take() else { return };
    let (ticket, id) = (app.ticket(), editor.note.id.clone());
    effects.push(Effect::ForgetDraft { ticket, id });
    if !editor.is_changed() {
        return;
    }
    // What was let go twice is not wanted: what was done before can be taken back.
    if editor.taken_up {
        app.say("the note is dropped");
        return;
    }
    let key = app.settings.keymap.keys_of(Context::Reader, Action::UndoNote);
    if let Some(open) = app.open_mut() {
        open.notebook.dropped = Some(editor);
        app.say(key.map_or_else(
            || "the note is dropped".to_owned(),
            |key| format!("the note is dropped; {key} takes it up again"),
        ));
    }
}

/// Takes up again the note that was dropped last; false where there is none.
pub(super) fn take_up(app: &mut App, effects: &mut Vec<Effect>) -> bool {
    let Some(mut editor) = app.open_mut().and_then(|open| open.notebook.dropped.take()) else { return false };
    editor.taken_up = true;
    app.overlay = Some(Overlay::Editor(editor));
    moved(app);
    changed(app, effects);
    true
}

/// The editor elsewhere has returned.
pub(super) fn composed(
    app: &mut App,
    text: Option<String>,
    end: Result<(), String>,
    effects: &mut Vec<Effect>,
) {
    effects.push(Effect::Redraw);
    if let Some(text) = text
        && let Some(editor) = editor(app)
        && editor.edit.text().trim_end() != text.trim_end()
    {
        // Also where the editor failed later: what was saved is not lost.
        editor.edit.replace(&text);
        changed(app, effects);
    }
    if let Err(error) = end {
        app.warn(error);
    }
}
