//! The note that is being written: a box above or below its passage.

use super::super::action::Action;
use super::super::app::App;
use super::super::geometry;
use super::super::keymap::Context;
use super::super::notebook::{NoteEditor, one_line, what_it_is_on};
use super::canvas::Canvas;
use crate::notes::Meaning;
use crate::text::{cells, fit};
use crate::theme::Part;
use ratatui::layout::{Position, Rect};

/// Draws the box; where the terminal's cursor belongs.
pub(super) fn draw(app: &App, editor: &NoteEditor, canvas: &mut Canvas<'_>) -> Position {
    let place = geometry::editor(app);
    canvas.clear(place.frame);
    let kind = editor.note.kind.info().title;
    let meaning = editor.note.meaning.map(Meaning::info);
    let title = meaning
        .map_or_else(|| kind.to_owned(), |meaning| format!("{kind} · {} {}", meaning.sign, meaning.title));
    let title = if editor.found { format!("{title} · found again, never saved") } else { title };
    frame(place.frame, &title, canvas);
    let theme = canvas.theme;
    if let Some(quote) = place.quote {
        let words = one_line(editor.note.quote());
        let text = if words.is_empty() { what_it_is_on(&editor.note) } else { format!("“{words}”") };
        canvas.put(quote, quote.x, quote.y, &fit(&text, usize::from(quote.width)), theme.part(Part::Status));
    }
    let text = place.text;
    let width = usize::from(text.width);
    let rows = editor.edit.rows(width);
    let (row, column) = editor.edit.place(width);
    let top = top_row(row, usize::from(text.height));
    for (range, y) in rows.iter().skip(top).zip(text.y..text.bottom()) {
        let line = editor.edit.text().get(range.clone()).unwrap_or_default();
        canvas.put(text, text.x, y, line, theme.part(Part::OverlayText));
    }
    if editor.edit.text().is_empty() {
        let hint = "Markdown; #tags count";
        canvas.put(text, text.x, text.y, &fit(hint, width), theme.part(Part::Status));
    }
    if let Some(hints) = place.hints {
        self::hints(app, editor, hints, canvas);
    }
    let x = text.x + u16::try_from(column).unwrap_or(0).min(text.width.saturating_sub(1));
    Position { x, y: text.y + u16::try_from(row - top).unwrap_or(0) }
}

/// The first row in view: the cursor's row is always in it.
fn top_row(row: usize, height: usize) -> usize {
    (row + 1).saturating_sub(height.max(1))
}

pub(super) fn frame(area: Rect, title: &str, canvas: &mut Canvas<'_>) {
    if area.width < 4 || area.height < 3 {
        return;
    }
    let rule = canvas.theme.part(Part::OverlayFrame);
    for (y, left, right) in [(area.y, "╭", "╮"), (area.bottom() - 1, "╰", "╯")] {
        canvas.put(area, area.x, y, left, rule);
        canvas.fill(area, area.x + 1, area.right() - 1, y, "─", rule);
        canvas.put(area, area.right() - 1, y, right, rule);
    }
    for y in area.y + 1..area.bottom() - 1 {
        canvas.put(area, area.x, y, "│", rule);
        canvas.put(area, area.right() - 1, y, "│", rule);
    }
    let look = canvas.theme.part(Part::OverlayTitle);
    canvas.put(Rect { width: area.width - 2, ..area }, area.x + 2, area.y, &format!(" {title} "), look);
}

/// The keys that matter, as many as there is room for, or what was said.
fn hints(app: &App, editor: &NoteEditor, area: Rect, canvas: &mut Canvas<'_>) {
    if let Some(message) = &app.message {
        let look = canvas.theme.part(Part::Message(message.severity));
        canvas.put(area, area.x, area.y, &fit(&message.text, usize::from(area.width)), look);
        return;
    }
    let actions: &[(Action, &str)] = &[
        (Action::SaveNote, "save"),
        (Action::Cancel, "leave"),
        (Action::NextKind, "kind"),
        (Action::NextTarget, "on what"),
        (Action::EditElsewhere, "$EDITOR"),
        (Action::UndoTyping, "undo"),
    ];
    let actions: Vec<(Action, &str)> = actions
        .iter()
        .copied()
        .filter(|(action, _)| *action != Action::NextTarget || editor.targets.len() > 1)
        .collect();
    keys(app, Context::Editor, &actions, area, canvas);
}

/// Keys and what they do, as many as there is room for.
pub(super) fn keys(
    app: &App,
    context: Context,
    actions: &[(Action, &str)],
    area: Rect,
    canvas: &mut Canvas<'_>,
) {
    let mut x = area.x;
    for (action, label) in actions {
        let Some(keys) = app.settings.keymap.keys_of(context, *action) else { continue };
        let width = u16::try_from(cells(&keys) + 1 + cells(label)).unwrap_or(u16::MAX);
        if x.saturating_add(width) > area.right() {
            return;
        }
        let (key, text) = (canvas.theme.part(Part::StatusKey), canvas.theme.part(Part::Status));
        x = canvas.put_all(area, x, area.y, [(keys.as_str(), key), (" ", text), (*label, text)]);
        x = x.saturating_add(3);
    }
}
