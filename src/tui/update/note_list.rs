//! Lists of notes: those on the open brief, and those on all briefs.

use super::super::app::{App, Choice, Entry, Goal, Overlay};
use super::super::effect::Effect;
use super::super::notebook::Listed;
use super::super::origin::{Origin, Ticket};
use super::{jump, news, notes, opening};
use crate::document::SectionKind;
use crate::notes::{NoteId, State, StoreError};
use crate::text::TextRange;

/// What the list of the open brief's notes is called.
const HERE: &str = "Notes on this brief";
/// What the list of all is called.
const ALL: &str = "Notes on all briefs";

/// Offers the notes on the open brief.
pub(super) fn here(app: &mut App, effects: &mut Vec<Effect>) {
    let listed: Vec<Listed> = match (notes::owner(app), app.open()) {
        (Some(owner), Some(open)) => open
            .notebook
            .notes
            .iter()
            .map(|placed| Listed {
                note: placed.note.clone(),
                subject: owner.subject.clone(),
                state: Some(State::of(placed.at)),
            })
            .collect(),
        _ => Vec::new(),
    };
    if listed.is_empty() {
        everywhere(app, effects);
        return;
    }
    offer(app, HERE, listed, true);
}

/// Offers the notes on all briefs, once they have been read.
pub(super) fn everywhere(app: &mut App, effects: &mut Vec<Effect>) {
    let ticket = app.ticket();
    app.listing_notes = Some(ticket);
    let files = app.shelf.entries.iter().filter_map(|entry| match &entry.origin {
        Origin::File(path) => Some(path.clone()),
        Origin::Input(_) | Origin::Sample(_) => None,
    });
    effects.push(Effect::ListNotes { ticket, files: files.collect() });
    opening::picker(app, ALL, Vec::new());
}

/// The notes on all briefs are there.
pub(super) fn read(app: &mut App, ticket: Ticket, listed: Vec<Listed>, troubles: &[StoreError]) {
    if app.listing_notes != Some(ticket) {
        return;
    }
    app.listing_notes = None;
    let waits = matches!(&app.overlay, Some(Overlay::Picker(picker)) if picker.title == ALL);
    if !waits {
        return;
    }
    // The last word stays in sight; :messages tells all.
    for trouble in troubles.iter().rev() {
        app.warn(format!("some notes cannot be read: {trouble}"));
    }
    if listed.is_empty() {
        app.overlay = None;
        if troubles.is_empty() {
            app.say("no notes yet: c writes one, H highlights");
        }
        return;
    }
    let typed = opening::typed_line(app).map(|line| line.text().to_owned()).unwrap_or_default();
    offer(app, ALL, listed, false);
    if let Some(Overlay::Picker(picker)) = &mut app.overlay {
        picker.line.set(&typed);
        opening::rank(picker);
    }
}

fn offer(app: &mut App, title: &'static str, listed: Vec<Listed>, is_here: bool) {
    let choices: Vec<Choice> = listed
        .iter()
        .enumerate()
        .map(|(n, one)| Choice {
            label: label(one, is_here),
            kind: match one.state {
                None => "brief not at hand",
                Some(State::InPlace) => one.note.kind.info().word,
                Some(state) => state.word(),
            },
            goal: Goal::Note(n),
        })
        .collect();
    opening::picker(app, title, choices);
    if let Some(Overlay::Picker(picker)) = &mut app.overlay {
        picker.notes = listed;
        opening::rank(picker);
    }
}

fn label(one: &Listed, is_here: bool) -> String {
    let note = notes::label(&one.note);
    if is_here { note } else { format!("{} · {note}", crate::text::fit(&one.subject.title, 28)) }
}

/// The other list: of this brief, or of all.
pub(super) fn other(app: &mut App, effects: &mut Vec<Effect>) -> bool {
    match &app.overlay {
        Some(Overlay::Picker(picker)) if picker.title == HERE => everywhere(app, effects),
        Some(Overlay::Picker(picker)) if picker.title == ALL => here(app, effects),
        _ => return false,
    }
    true
}

/// Goes to a note that was chosen: on the open brief, or on another that is opened for it.
pub(super) fn chosen(app: &mut App, one: &Listed, effects: &mut Vec<Effect>) {
    let is_here = notes::owner(app)
        .is_some_and(|owner| owner.subject.title == one.subject.title && owner.subject.id == one.subject.id);
    if is_here {
        go(app, &one.note.id);
        return;
    }
    let Some(file) = one.subject.file.as_ref().filter(|_| one.state.is_some()) else {
        app.warn(format!(
            "the brief “{}” is not where it was: brief notes attach names it",
            one.subject.title
        ));
        return;
    };
    let origin = Origin::File(file.into());
    let known = app.shelf.entries.iter().position(|entry| {
        entry.origin == origin
            || matches!(&entry.origin, Origin::File(path) if std::path::Path::new(file).ends_with(path))
    });
    let index = known.unwrap_or(app.shelf.entries.len());
    if known.is_none() {
        app.shelf.entries.push(Entry { origin, document: 0, title: None });
    }
    effects.extend(news::open_entry(app, index));
    app.wanted_note = Some(one.note.id.clone());
}

/// Goes to a note's passage; where it has none, to the note among the others.
pub(super) fn go(app: &mut App, id: &NoteId) {
    let Some(open) = app.open_mut() else { return };
    let Some(n) = open.notebook.notes.iter().position(|placed| placed.note.id == *id) else { return };
    let passage = open.notebook.notes.get(n).and_then(|placed| placed.at.range());
    let entry = || {
        let block = open.document.item_block(SectionKind::Notes, u32::try_from(n).ok()?)?;
        open.document.block(block).map(|block| block.range.start())
    };
    if let Some(pos) = passage.map(TextRange::start).or_else(entry) {
        jump::to(open, pos);
    }
}
