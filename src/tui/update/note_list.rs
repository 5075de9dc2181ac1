//! Lists of notes: those on the open brief, and those on all briefs.

use super::super::all_notes::{Listed, Whereabouts};
use super::super::app::{App, Choice, Entry, Goal, Overlay, Scene, Shelf, Stock};
use super::super::effect::Effect;
use super::super::notebook::label;
use super::super::origin::{Origin, Ticket};
use super::{jump, list, news, notes, opening};
use crate::document::SectionKind;
use crate::notes::{Kinship, NoteId, State, StoreError};
use crate::text::TextRange;

/// What the list of the open brief's notes is called.
const HERE: &str = "Notes on this brief";
/// What the list of all is called.
const ALL: &str = "Notes on all briefs";

/// Offers the notes on the open brief.
pub(super) fn here(app: &mut App, effects: &mut Vec<Effect>) {
    let owner = notes::owner(app).filter(|_| app.scene == Scene::Reader);
    let entry = app.entry().map(|entry| (entry.origin.clone(), entry.document));
    let listed: Vec<Listed> = match (owner, entry, app.open()) {
        (Some(owner), Some((origin, document)), Some(open)) => open
            .notebook
            .notes
            .iter()
            .map(|placed| Listed {
                note: placed.note.clone(),
                subject: owner.subject.clone(),
                at: Some(Whereabouts::of(&origin, document, &open.document, &placed.note, placed.at)),
            })
            .collect(),
        _ => Vec::new(),
    };
    if listed.is_empty() {
        everywhere(app, effects);
        return;
    }
    offer(app, HERE, listed, "");
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
    opening::picker(app, ALL, Vec::new(), Stock::Notes(Vec::new()), "");
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
    offer(app, ALL, listed, &typed);
}

fn offer(app: &mut App, title: &'static str, listed: Vec<Listed>, typed: &str) {
    let choices: Vec<Choice> = listed
        .iter()
        .enumerate()
        .map(|(n, one)| Choice {
            label: label(&one.note),
            kind: match one.state() {
                None => "brief not at hand",
                Some(State::InPlace) => one.note.kind.info().word,
                Some(state) => state.word(),
            }
            .to_owned(),
            goal: Goal::Note(n),
        })
        .collect();
    opening::picker(app, title, choices, Stock::Notes(listed), typed);
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
    let Some(at) = &one.at else {
        app.warn(format!(
            "the brief “{}” is not where it was: brief notes attach names it",
            one.subject.title
        ));
        return;
    };
    let is_open = notes::owner(app).is_some_and(|owner| {
        let same = match &at.origin {
            Origin::File(path) => {
                owner.file.as_deref() == Some(path) || one.subject.file == owner.subject.file
            }
            Origin::Input(_) | Origin::Sample(_) => owner.file.is_none(),
        };
        let known = app.open().is_some_and(|open| open.notebook.find(&one.note.id).is_some());
        same && known && one.subject.kinship(&owner.subject) != Kinship::Other
    });
    app.scene = Scene::Reader;
    if is_open {
        go(app, &one.note.id);
        return;
    }
    let entry = Entry { origin: at.origin.clone(), document: at.document, title: None };
    let same = |other: &Entry| other.origin == entry.origin && other.document == entry.document;
    let known = app.shelf.entries.iter().position(same);
    let index = known.unwrap_or_else(|| {
        // A brief of a library has the shelf to itself.
        if app.library.is_some() {
            news::leave(app, effects);
            app.shelf = Shelf::default();
        }
        app.shelf.entries.push(entry);
        app.shelf.entries.len() - 1
    });
    effects.extend(news::open_entry(app, index));
    list::reading(app, effects);
    app.wanted_note = Some(one.note.id.clone());
}

/// Goes to a note's passage; where it has none, or is on a whole section or brief, to the note among the others.
pub(super) fn go(app: &mut App, id: &NoteId) {
    let Some(open) = app.open_mut() else { return };
    let Some(n) = open.notebook.notes.iter().position(|placed| placed.note.id == *id) else {
        app.say("this note is not there any more");
        return;
    };
    let placed = open.notebook.notes.get(n).filter(|placed| placed.note.anchor().quote.is_some());
    let passage = placed.and_then(|placed| placed.at.range()).map(TextRange::start);
    let entry = || {
        let block = open.document.item_block(SectionKind::Notes, u32::try_from(n).ok()?)?;
        open.document.block(block).map(|block| block.range.start())
    };
    if let Some(pos) = passage.or_else(entry) {
        jump::to(open, pos);
        let here = open.cursor();
        open.notebook.go_to(n, here);
    }
}
