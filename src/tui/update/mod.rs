//! What an event changes, and what is to be done about it.
//!
//! Owns [`update`], which is pure and total: any event in any state gives a state and effects, and never fails.
//! One file for each context: keys and actions of the reader, search, selection, jumps, what is typed, the mouse,
//! and news from workers.

mod jump;
mod keys;
mod news;
mod overlay;
mod pointer;
mod prompt;
mod reader;
mod search;
mod select;

pub use keys::section_key;
pub use news::open_entry;
pub use overlay::passes;
pub use reader::section_of;
pub use search::standing;

use super::app::App;
use super::effect::Effect;
use super::event::Event;
use super::geometry;
use super::line::LineEdit;

/// What an event does: the state changes, the effects are to be carried out in order.
pub fn update(app: &mut App, event: Event) -> Vec<Effect> {
    let mut effects = Vec::new();
    take(app, event, &mut effects);
    geometry::arrange(app);
    effects
}

/// The same for events that came together: everything is put in its place once, after the last.
pub fn update_all(app: &mut App, events: impl IntoIterator<Item = Event>) -> Vec<Effect> {
    let mut effects = Vec::new();
    for event in events {
        take(app, event, &mut effects);
        // The next event may ask where things stand: rows in view, panes under the mouse.
        geometry::arrange(app);
    }
    effects
}

fn take(app: &mut App, event: Event, effects: &mut Vec<Effect>) {
    match event {
        Event::Key { chord, at } => keys::press(app, chord, at, effects),
        Event::Mouse(mouse) => pointer::mouse(app, mouse, effects),
        Event::Paste(text) => paste(app, &text, effects),
        Event::Resize(size) => app.size = size,
        Event::Background { light } => news::background(app, light),
        Event::Progress { ticket, stage } => news::progress(app, ticket, stage),
        Event::Loaded { ticket, loaded } => news::loaded(app, ticket, &loaded, effects),
        Event::Checked { ticket, report } => news::checked(app, ticket, report),
        Event::Counted { ticket, hits } => search::counted(app, ticket, hits),
        Event::Titles(titles) => news::titles(app, titles),
        Event::Edited(outcome) => news::edited(app, outcome, effects),
        Event::Done(Ok(text)) => app.say(text),
        Event::Done(Err(text)) => app.warn(text),
    }
}

/// Pasted text goes where text is typed; over a brief it is none of the reader's keys.
fn paste(app: &mut App, text: &str, effects: &mut Vec<Effect>) {
    if let Some(line) = typed_line(app) {
        line.paste(text);
        overlay::typed(app, effects);
    }
}

/// The line that is being typed.
fn typed_line(app: &mut App) -> Option<&mut LineEdit> {
    use super::app::Overlay;
    match app.overlay.as_mut()? {
        Overlay::Prompt(prompt) => Some(&mut prompt.line),
        Overlay::Help(list) | Overlay::Messages(list) => Some(&mut list.line),
        Overlay::Picker(picker) => Some(&mut picker.line),
    }
}
