//! From keys to actions: counts, longer bindings, actions that wait for a character, letters of sections.

use super::super::action::Action;
use super::super::app::{App, DigitJump, Open, Overlay, Pending, Scene};
use super::super::chord::Chord;
use super::super::collection::{GROUPINGS, ORDERS};
use super::super::effect::Effect;
use super::super::keymap::{Context, Lookup};
use super::super::sections::letter_is_free;
use super::{commands, editor, export, jump, list, note_news, notes, overlay, reader, review};
use crate::document::SectionKind;

/// A digit jumps to a pane at once. Where another key follows within this time, in milliseconds, the digit was the
/// start of a count, and the jump is taken back: `5j` typed as one is five rows, `5`, a look, `j` is one row of pane 5.
const COUNT_WITHIN: u64 = 400;

/// The largest count.
const MAX_COUNT: usize = 100_000;

/// A key was pressed.
pub(super) fn press(app: &mut App, chord: Chord, at: u64, effects: &mut Vec<Effect>) {
    // What was said has been read by now.
    app.message = None;
    app.clock = at;
    if matches!(app.overlay, Some(Overlay::Editor(_))) {
        editor::press(app, chord, effects);
        // Where one note is done, the next that was never saved is offered.
        note_news::next_draft(app, effects);
        return;
    }
    if matches!(app.overlay, Some(Overlay::Review(_))) {
        review::press(app, chord, effects);
        return;
    }
    if app.overlay.is_some() {
        if let Some(command) = overlay::press(app, chord, effects) {
            commands::run(app, &command, effects);
        }
        return;
    }
    if let Some(action) = app.pending.waits.take() {
        app.pending = Pending::default();
        match chord.typed() {
            Some(c) if action == Action::Highlight => notes::highlight(app, c, effects),
            Some(c) if action == Action::Cite => export::cite_as(app, c, effects),
            Some(c) if action == Action::SortBy => list::sort_by(app, c, effects),
            Some(c) if action == Action::GroupBy => list::group_by(app, c, effects),
            Some(c) => jump::with_char(app, action, c),
            None if chord.key == super::super::chord::Key::Esc => {}
            None => match action {
                Action::Highlight => app.warn(format!("highlight as {}", notes::meanings())),
                Action::Cite => app.warn(format!("cite as {}", export::styles())),
                Action::SortBy => app.warn(format!("sort by {}", list::letters(ORDERS))),
                Action::GroupBy => app.warn(format!("group by {}", list::letters(GROUPINGS))),
                _ => app.warn("a mark is a letter or a digit"),
            },
        }
        return;
    }
    let in_list = app.scene == Scene::List;
    if in_list && app.pending.chords.is_empty() && count(app, chord) {
        return;
    }
    if !in_list && app.pending.chords.is_empty() && digit(app, chord, at) {
        return;
    }
    settle_digit(app, chord, at);
    if !in_list && app.pending.chords.is_empty() && section_letter(app, chord) {
        app.pending = Pending::default();
        return;
    }
    app.pending.chords.push(chord);
    let context = if in_list {
        Context::List
    } else if app.open().is_some_and(|open| open.selection.is_some()) {
        Context::Select
    } else {
        Context::Reader
    };
    match app.settings.keymap.lookup(context, &app.pending.chords) {
        Lookup::Partial => {}
        Lookup::Found(action) => {
            let count = app.pending.count;
            app.pending = Pending::default();
            if action.takes_char() {
                app.pending.waits = Some(action);
                match action {
                    Action::Highlight => app.say(format!("highlight as {}", notes::meanings())),
                    Action::Cite => app.say(format!("cite as {}", export::styles())),
                    Action::SortBy => app.say(format!("sort by {}", list::letters(ORDERS))),
                    Action::GroupBy => app.say(format!("group by {}", list::letters(GROUPINGS))),
                    _ => {}
                }
            } else if in_list {
                list::act(app, action, count, effects);
            } else {
                reader::act(app, action, count, effects);
            }
        }
        Lookup::None => {
            let keys = super::super::keymap::show_keys(&app.pending.chords);
            app.pending = Pending::default();
            let help = app.settings.keymap.keys_of(context, Action::Help);
            app.say(format!(
                "{keys} does nothing here{}",
                help.map_or(String::new(), |key| format!("; {key} shows all keys"))
            ));
        }
    }
}

/// A digit of a count, in a list that has no panes to jump to.
fn count(app: &mut App, chord: Chord) -> bool {
    let Some(digit) = chord.typed().and_then(|c| c.to_digit(10)).map(|d| d as usize) else { return false };
    if digit == 0 && app.pending.count.is_none() {
        return false;
    }
    app.pending.count = Some((app.pending.count.unwrap_or(0) * 10 + digit).min(MAX_COUNT));
    true
}

/// A digit: the next of a count, or a jump that may become one.
fn digit(app: &mut App, chord: Chord, at: u64) -> bool {
    let Some(digit) = chord.typed().and_then(|c| c.to_digit(10)).map(|d| d as usize) else { return false };
    let soon = app.pending.digit.is_none_or(|jump| at.saturating_sub(jump.at) < COUNT_WITHIN);
    if let Some(count) = app.pending.count.filter(|_| soon) {
        take_back(app);
        let number = (count * 10 + digit).min(MAX_COUNT);
        app.pending.count = Some(number);
        // There may be as many sections.
        let from =
            app.open().filter(|open| number <= open.listed() && open.selection.is_none()).map(Open::cursor);
        if from.is_some() {
            app.pending.digit = Some(DigitJump { from, at });
            jump::to_pane(app, number - 1);
        }
        return true;
    }
    if digit == 0 {
        return false;
    }
    let from = app.open().map(Open::cursor).unwrap_or_default();
    let panes = app.open().map_or(0, Open::listed);
    app.pending = Pending { count: Some(digit), ..Pending::default() };
    if app.open().is_some_and(|open| open.selection.is_none()) {
        let there = digit <= panes;
        app.pending.digit = Some(DigitJump { from: there.then_some(from), at });
        if there {
            jump::to_pane(app, digit - 1);
        } else {
            app.say(format!("this brief has {panes} sections"));
        }
    }
    true
}

/// A key after a digit: soon, the digit was a count; later, it was a jump.
fn settle_digit(app: &mut App, chord: Chord, at: u64) {
    let Some(jump) = app.pending.digit else { return };
    let context = Context::Reader;
    let counts = match app.settings.keymap.lookup(context, &[chord]) {
        Lookup::Found(action) => action.counts(),
        Lookup::Partial | Lookup::None => false,
    };
    if counts && at.saturating_sub(jump.at) < COUNT_WITHIN {
        take_back(app);
    } else {
        app.pending = Pending::default();
    }
}

/// The jump of a digit was none.
fn take_back(app: &mut App) {
    if let Some(from) = app.pending.digit.take().and_then(|jump| jump.from) {
        jump::undo_pane(app, from);
    }
}

/// The letter of a section of the brief's own, where no action that matters more has it.
fn section_letter(app: &mut App, chord: Chord) -> bool {
    let Some(letter) = chord.typed() else { return false };
    let Some(open) = app.open().filter(|open| open.selection.is_none()) else { return false };
    let pane = open.panes.iter().position(|pane| {
        open.document.sections().get(pane.section).is_some_and(|section| {
            matches!(section.kind, SectionKind::Own(_)) && section.letter == Some(letter)
        })
    });
    let Some(pane) = pane else { return false };
    if !letter_is_free(app, chord) {
        return false;
    }
    jump::to_pane(app, pane);
    true
}
