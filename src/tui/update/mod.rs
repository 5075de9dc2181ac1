//! What an event changes, and what is to be done about it.
//!
//! Owns [`update`], which is pure and total: any event in any state gives a state and effects, and never fails.
//! One file for each context: keys and actions of the reader, search, selection, jumps, what is typed, the mouse,
//! and news from workers.

mod commands;
mod editor;
mod export;
mod jump;
mod keys;
mod list;
mod live;
mod news;
mod note_list;
mod note_news;
mod notes;
mod opening;
mod overlay;
mod placing;
mod pointer;
mod prompt;
mod reader;
mod review;
mod search;
mod select;
mod visits;

use super::app::{App, Entry, Leaving, Settings};
use super::effect::Effect;
use super::event::Event;
use super::geometry;
use crate::history::{LibraryView, SavedQuery};
use ratatui::layout::Size;

/// A reader of some briefs, and the effects that open the first of them.
#[must_use]
pub fn start(settings: Settings, entries: Vec<Entry>, size: Size) -> (App, Vec<Effect>) {
    let mut app = App::new(settings, entries, size);
    let effects = news::open_entry(&mut app, 0);
    geometry::arrange(&mut app);
    (app, effects)
}

/// A reader of a library, which shows its list; what it is asked first comes with the effects.
#[must_use]
pub fn start_library(
    settings: Settings,
    roots: Vec<String>,
    view: LibraryView,
    saved: Vec<SavedQuery>,
    size: Size,
) -> (App, Vec<Effect>) {
    let mut app = App::new(settings, Vec::new(), size);
    list::begin(&mut app, roots, view, saved);
    let mut effects = Vec::new();
    list::ask_again(&mut app, &mut effects);
    geometry::arrange(&mut app);
    (app, effects)
}

/// What an event does: the state changes, the effects are to be carried out in order.
pub fn update(app: &mut App, event: Event) -> Vec<Effect> {
    let mut effects = Vec::new();
    take(app, event, &mut effects);
    // Everything is in its place before the next event: it may ask for rows in view or panes under the mouse.
    geometry::arrange(app);
    effects
}

/// When nothing more happens, at which time of the clock [`Event::Lull`] is due; none where nothing waits for one.
#[must_use]
pub fn lull_at(app: &App) -> Option<u64> {
    visits::lull_at(app)
}

fn take(app: &mut App, event: Event, effects: &mut Vec<Effect>) {
    match event {
        Event::Key { chord, at } => {
            asked(app);
            keys::press(app, chord, at, effects);
        }
        Event::Mouse(mouse) => {
            asked(app);
            pointer::mouse(app, mouse, effects);
        }
        Event::Paste(text) => {
            asked(app);
            paste(app, &text, effects);
        }
        Event::Resize(size) => app.size = size,
        Event::Background { light } => news::background(app, light),
        Event::Progress { ticket, stage } => news::progress(app, ticket, stage),
        Event::Loaded { ticket, loaded } => news::loaded(app, ticket, &loaded, effects),
        Event::Checked { ticket, report } => news::checked(app, ticket, report),
        Event::Counted { ticket, hits } => search::counted(app, ticket, hits),
        Event::Titles(titles) => {
            news::titles(app, titles);
            overlay::refresh(app);
        }
        Event::Folder { folder, names } => app.folder = Some((folder, names)),
        Event::NotesRead { ticket, found, drafts } => note_news::read(app, ticket, found, drafts, effects),
        Event::NotesKept { ticket, notes } => notes::kept(app, ticket, notes, effects),
        Event::NotesListed { ticket, listed, troubles } => note_list::read(app, ticket, listed, &troubles),
        Event::Exported { plan, path, outcome } => export::done(app, plan, &path, outcome, effects),
        Event::Changed(paths) => list::changed(app, &paths, effects),
        Event::Library(news) => list::news(app, *news, effects),
        Event::Lull => visits::keep(app, effects),
        Event::Decided(outcome) => review::decided(app, outcome, effects),
        Event::TakenBack(outcome) => review::taken_back(app, outcome, effects),
        Event::Copied(outcome) => {
            match outcome {
                Ok(text) => app.say(text),
                Err(text) => app.warn(text),
            }
            notes::arrived(app, effects);
        }
        Event::Composed { text, end } => editor::composed(app, text, end, effects),
        Event::Edited(outcome) => news::edited(app, outcome, effects),
        Event::Done(Ok(text)) => app.say(text),
        Event::Done(Err(text)) => app.warn(text),
    }
}

/// Whoever does something else than to leave stays; whoever asks to leave a second time insists.
fn asked(app: &mut App) {
    app.leaving = match app.leaving {
        Leaving::OnceKept => Leaving::AskedBefore,
        Leaving::AskedBefore | Leaving::Not => Leaving::Not,
    };
}

/// Pasted text goes where text is typed; over a brief it is none of the reader's keys.
fn paste(app: &mut App, text: &str, effects: &mut Vec<Effect>) {
    if matches!(app.overlay, Some(super::app::Overlay::Editor(_))) {
        editor::paste(app, text, effects);
    } else if let Some(line) = opening::typed_line(app) {
        line.paste(text);
        overlay::typed(app, effects);
    }
}
