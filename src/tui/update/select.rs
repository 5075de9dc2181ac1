//! Selecting and copying.

use super::super::app::{App, Selection};
use super::super::cursor;
use super::super::effect::Effect;
use crate::text::TextRange;

/// Begins a selection, changes its kind, or ends it.
pub(super) fn toggle(app: &mut App, paragraphs: bool) {
    let Some(open) = app.open_mut() else { return };
    let here = open.cursor();
    open.selection = match open.selection {
        Some(selection) if selection.paragraphs == paragraphs => None,
        Some(selection) => Some(Selection { paragraphs, ..selection }),
        None => Some(Selection { anchor: here, head: here, paragraphs }),
    };
}

/// The other end moves from now on.
pub(super) fn swap(app: &mut App) {
    let Some(open) = app.open_mut() else { return };
    let Some(selection) = &mut open.selection else { return };
    std::mem::swap(&mut selection.anchor, &mut selection.head);
    let head = selection.head;
    if let Some((pane, doc)) = open.active_mut() {
        pane.view.go(doc, head);
    }
}

/// Copies what is selected; where nothing is, the paragraph or item.
pub(super) fn copy(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(open) = app.open_mut() else { return };
    let range = open.selected().unwrap_or_else(|| cursor::item(&open.document, open.cursor()));
    let text = open.plain(range);
    open.selection = None;
    copy_text(app, text, effects);
}

/// Copies a range.
pub(super) fn copy_range(app: &mut App, range: TextRange, effects: &mut Vec<Effect>) {
    if let Some(text) = app.open().map(|open| open.plain(range)) {
        copy_text(app, text, effects);
    }
}

fn copy_text(app: &mut App, text: String, effects: &mut Vec<Effect>) {
    if text.is_empty() {
        app.say("nothing to copy here");
        return;
    }
    let words = text.split_whitespace().count();
    let what = if words == 1 { "1 word".to_owned() } else { format!("{words} words") };
    copy_as(app, text, what, effects);
}

/// Copies a text that is called so.
pub(super) fn copy_as(app: &mut App, text: String, what: String, effects: &mut Vec<Effect>) {
    app.under_way += 1;
    effects.push(Effect::Copy { text, what });
}
