//! What lies over the panes: help, messages, completions, and the frame that all of it has.

use super::super::action::Action;
use super::super::app::{App, ListBox, Overlay, Prompt, PromptKind};
use super::super::command::{self, Completion};
use super::super::keymap::Context;
use super::super::line::LineEdit;
use super::super::listing::{LIST_WIDTH, ListRow, help, messages};
use super::canvas::Canvas;
use crate::text::{cells, fit, wrap};
use crate::theme::Part;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;

/// The most completions shown at once.
const MAX_COMPLETIONS: usize = 8;

/// Draws what lies over the panes; where the terminal's cursor belongs.
pub(super) fn draw(app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    match app.overlay.as_ref()? {
        Overlay::Prompt(prompt) => {
            completions(app, prompt, canvas);
            None
        }
        Overlay::Help(list) => Some(list_box(app, "Keys", list, &help(app, list), canvas)),
        Overlay::Messages(list) => Some(list_box(app, "Messages", list, &messages(app, list), canvas)),
        Overlay::Picker(picker) => Some(super::choice::draw(app, picker, canvas)),
        Overlay::Editor(editor) => Some(super::editor::draw(app, editor, canvas)),
        Overlay::Review(review) => {
            super::review::draw(app, review, canvas);
            None
        }
    }
}

/// A frame in the middle of the screen; its inside.
pub(super) fn frame(title: &str, width: u16, height: u16, canvas: &mut Canvas<'_>) -> Rect {
    let screen = canvas.area();
    // Shreds of text at its sides say nothing.
    let width = if width + 16 >= screen.width { screen.width } else { width };
    let height = height.min(screen.height);
    let area = Rect { x: (screen.width - width) / 2, y: (screen.height - height) / 2, width, height };
    canvas.clear(area);
    if width < 4 || height < 3 {
        return area;
    }
    let rule = canvas.theme.part(Part::OverlayFrame);
    let (top, bottom) = (area.y, area.bottom() - 1);
    for (y, left, right) in [(top, "╭", "╮"), (bottom, "╰", "╯")] {
        canvas.put(area, area.x, y, left, rule);
        canvas.fill(area, area.x + 1, area.right() - 1, y, "─", rule);
        canvas.put(area, area.right() - 1, y, right, rule);
    }
    for y in top + 1..bottom {
        canvas.put(area, area.x, y, "│", rule);
        canvas.put(area, area.right() - 1, y, "│", rule);
    }
    let look = canvas.theme.part(Part::OverlayTitle);
    let title = format!(" {title} ");
    canvas.put(Rect { width: area.width - 2, ..area }, area.x + 2, top, &title, look);
    Rect { x: area.x + 2, y: area.y + 1, width: width - 4, height: height - 2 }
}

/// The line that is typed in a list; where the cursor belongs.
pub(super) fn filter_line(line: &LineEdit, hint: &str, inside: Rect, canvas: &mut Canvas<'_>) -> Position {
    let (prompt, muted) = (canvas.theme.part(Part::Prompt), canvas.theme.part(Part::Status));
    let x = canvas.put(inside, inside.x, inside.y, "› ", canvas.theme.part(Part::PaneTitleFocused));
    if line.text().is_empty() {
        canvas.put(inside, x, inside.y, &fit(hint, usize::from(inside.right().saturating_sub(x))), muted);
    } else {
        canvas.put(inside, x, inside.y, line.text(), prompt);
    }
    let cells = u16::try_from(line.cursor_cells()).unwrap_or(u16::MAX);
    Position { x: x.saturating_add(cells).min(inside.right().saturating_sub(1)), y: inside.y }
}

fn list_box(app: &App, title: &str, list: &ListBox, rows: &[ListRow], canvas: &mut Canvas<'_>) -> Position {
    let screen = canvas.area();
    let inside = frame(title, screen.width.min(LIST_WIDTH), screen.height.saturating_sub(2).max(1), canvas);
    let leave = app.settings.keymap.keys_of(Context::Prompt, Action::Cancel).unwrap_or_default();
    let hint = format!("type to filter · {leave} leaves");
    let body = Rect { y: inside.y + 2, height: inside.height.saturating_sub(2), ..inside };
    let more = rows.len().saturating_sub(list.top + usize::from(body.height));
    let more = if more > 0 && inside.width > 20 { format!(" {more} more below") } else { String::new() };
    let edge = canvas.put_right(inside, inside.y, &more, canvas.theme.part(Part::Status));
    let line = Rect { width: edge.saturating_sub(inside.x), ..inside };
    let cursor = filter_line(&list.line, &hint, line, canvas);
    for (row, y) in rows.iter().skip(list.top).zip(body.y..body.bottom()) {
        let mut parts: Vec<(&str, Style)> =
            row.iter().map(|(text, part)| (text.as_str(), canvas.theme.part(*part))).collect();
        // The third stretch, a name, stands at the right, where there is room for all.
        let wide: usize = row.iter().map(|(text, _)| cells(text) + 1).sum();
        if let Some((name, style)) = (parts.len() > 2).then(|| parts.pop()).flatten()
            && wide <= usize::from(body.width)
        {
            canvas.put_right(body, y, name, style);
        }
        canvas.put_all(body, body.x, y, parts);
    }
    if rows.is_empty() {
        let look = canvas.theme.part(Part::Status);
        canvas.put(body, body.x, body.y, "nothing", look);
    }
    cursor
}

/// The completions of a command, above the line that is typed.
fn completions(app: &App, prompt: &Prompt, canvas: &mut Canvas<'_>) {
    let typed = if prompt.chosen.is_some() { prompt.typed.as_str() } else { prompt.line.text() };
    let all = command::completions_of(app, prompt.kind, typed);
    // Names of fields are offered where one may be meant: a list that is being narrowed is not covered for each word.
    let last = typed.rsplit(' ').next().unwrap_or_default();
    if prompt.kind == PromptKind::Library
        && prompt.chosen.is_none()
        && !last.contains(':')
        && typed.len() > last.len()
    {
        return;
    }
    let Some(status) = app.screen.status else { return };
    let room = usize::from(status.y).min(MAX_COMPLETIONS);
    let width = usize::from(status.width.min(90));
    let rows = completion_rows(&all, width);
    let shown = rows.len().min(room);
    if shown == 0 {
        return;
    }
    // The chosen one is in view with all of its rows.
    let last = |nth: usize| rows.iter().rposition(|row| row.nth == nth).unwrap_or(0);
    let top = prompt.chosen.map_or(0, |nth| (last(nth) + 1).saturating_sub(shown));
    let height = u16::try_from(shown).unwrap_or(1);
    let area = Rect { x: 0, y: status.y - height, width: status.width.min(90), height };
    canvas.clear(Rect { width: status.width, ..area });
    for (row, y) in rows.iter().skip(top).zip(area.y..area.bottom()) {
        let (name, about) = (canvas.theme.part(Part::StatusKey), canvas.theme.part(Part::Status));
        canvas.put_all(area, area.x, y, [(row.label.as_str(), name), (row.about.as_str(), about)]);
        if prompt.chosen == Some(row.nth) {
            canvas.over(Rect { y, height: 1, ..area }, canvas.theme.part(Part::Chosen));
        }
    }
}

/// A row of the list of completions.
struct CompletionRow {
    nth: usize,
    label: String,
    about: String,
}

/// Completions with what they mean: beside each other, or below where the screen is narrow.
fn completion_rows(all: &[Completion], width: usize) -> Vec<CompletionRow> {
    let widest = all.iter().map(|c| cells(&c.label)).max().unwrap_or(0);
    let mut rows = Vec::new();
    for (nth, Completion { label, about, .. }) in all.iter().enumerate() {
        if widest + 4 + cells(about) <= width {
            let label = format!("  {label}{}", " ".repeat(widest + 2 - cells(label)));
            rows.push(CompletionRow { nth, label, about: about.clone() });
            continue;
        }
        rows.push(CompletionRow { nth, label: format!("  {label}"), about: String::new() });
        let room = width.saturating_sub(4).max(1);
        for span in wrap(about, room, room).into_iter().filter(|span| !span.is_empty()) {
            let about = about.get(span).unwrap_or_default().to_owned();
            rows.push(CompletionRow { nth, label: "    ".to_owned(), about });
        }
    }
    rows
}
