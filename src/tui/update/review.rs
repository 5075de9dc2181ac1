//! Going through drafts: the next, the one before; taking over, dropping, editing, and taking that back.

use super::super::action::Action;
use super::super::app::{App, Overlay};
use super::super::chord::Chord;
use super::super::effect::Effect;
use super::super::keymap::{Context, Lookup};
use super::super::origin::Origin;
use super::super::review::{self, Review, Rewritten, Verdict};
use super::{jump, news, reader};
use crate::text::TextRange;

/// Begins at the draft that is here, or the next.
pub(super) fn open(app: &mut App) {
    let Some(open) = app.open() else { return };
    if review::drafts(open).is_empty() {
        app.say("nothing here is a draft");
        return;
    }
    if !matches!(app.entry().map(|entry| &entry.origin), Some(Origin::File(_))) {
        app.warn("this brief is no file: nothing can be written back");
        return;
    }
    let nth = review::at(open, open.cursor());
    app.overlay = Some(Overlay::Review(Review { nth, ..Review::default() }));
    show(app);
}

/// Brings the draft into view.
fn show(app: &mut App) {
    let Some(Overlay::Review(review)) = &mut app.overlay else { return };
    review.top = 0;
    let nth = review.nth;
    let Some(open) = app.open_mut() else { return };
    let pos =
        review::drafts(open).get(nth).and_then(|draft| review::range(open, draft)).map(TextRange::start);
    if let Some(pos) = pos {
        jump::show(open, pos, true);
    }
}

/// The brief has been read again: the next draft, or the end.
pub(super) fn settle(app: &mut App) {
    let count = app.open().map_or(0, |open| review::drafts(open).len());
    let Some(Overlay::Review(review)) = &mut app.overlay else { return };
    if count == 0 {
        app.overlay = None;
        let key = app.settings.keymap.keys_of(Context::Reader, Action::UndoNote);
        let undo = key.filter(|_| !app.decided.is_empty());
        let undo = undo.map_or_else(String::new, |key| format!("; {key} takes the last decision back"));
        app.say(format!("no drafts are left{undo}"));
        return;
    }
    review.nth = review.nth.min(count - 1);
    show(app);
}

/// A key was pressed.
pub(super) fn press(app: &mut App, chord: Chord, effects: &mut Vec<Effect>) {
    app.pending.chords.push(chord);
    let found = app.settings.keymap.lookup(Context::Review, &app.pending.chords);
    if found == Lookup::Partial {
        return;
    }
    app.pending.chords.clear();
    let Lookup::Found(action) = found else { return };
    let count = app.open().map_or(0, |open| review::drafts(open).len());
    let Some(Overlay::Review(review)) = &mut app.overlay else { return };
    match action {
        Action::Cancel => app.overlay = None,
        Action::NextDraft if review.nth + 1 < count => {
            review.nth += 1;
            show(app);
        }
        Action::NextDraft => app.say("this is the last draft"),
        Action::PreviousDraft if review.nth > 0 => {
            review.nth -= 1;
            show(app);
        }
        Action::PreviousDraft => app.say("this is the first draft"),
        Action::ScrollDown => review.top += 1,
        Action::ScrollUp => review.top = review.top.saturating_sub(1),
        Action::AcceptDraft => decide(app, Verdict::Accept, effects),
        Action::DropDraft => decide(app, Verdict::Drop, effects),
        Action::UndoNote if undo(app, effects) => {}
        Action::UndoNote => app.say("nothing was decided yet"),
        // The cursor stands on the draft: the editor opens there.
        Action::Edit
        | Action::NextTheme
        | Action::Redraw
        | Action::Suspend
        | Action::Zoom
        | Action::Layout => {
            reader::act(app, action, None, effects);
        }
        _ => {}
    }
}

/// Takes the last decision back; false where there is none.
pub(super) fn undo(app: &App, effects: &mut Vec<Effect>) -> bool {
    match (app.decided.last().cloned(), file(app)) {
        (Some(written), Some((path, _))) => {
            effects.push(Effect::TakeBack { path, written });
            true
        }
        _ => false,
    }
}

fn file(app: &App) -> Option<(std::path::PathBuf, usize)> {
    let entry = app.entry()?;
    match &entry.origin {
        Origin::File(path) => Some((path.clone(), entry.document)),
        Origin::Input(_) | Origin::Sample(_) => None,
    }
}

fn decide(app: &mut App, verdict: Verdict, effects: &mut Vec<Effect>) {
    let Some(Overlay::Review(review)) = &app.overlay else { return };
    let draft = app.open().and_then(|open| review::drafts(open).into_iter().nth(review.nth));
    if let (Some((path, document)), Some(draft)) = (file(app), draft) {
        effects.push(Effect::Decide { path, document, draft, verdict });
    }
}

/// A decision is written, or why it is not.
pub(super) fn decided(app: &mut App, outcome: Result<Rewritten, String>, effects: &mut Vec<Effect>) {
    match outcome {
        Ok(written) => {
            app.decided.push(written);
            app.own = true;
            news::reload(app, effects);
        }
        Err(error) => app.warn(error),
    }
}

/// A decision is taken back, or why it is not.
pub(super) fn taken_back(app: &mut App, outcome: Result<(), String>, effects: &mut Vec<Effect>) {
    match outcome {
        Ok(()) => {
            app.decided.pop();
            app.own = true;
            if app.overlay.is_none() {
                app.say("the last decision on a draft is taken back");
            }
            news::reload(app, effects);
        }
        Err(error) => app.warn(error),
    }
}
