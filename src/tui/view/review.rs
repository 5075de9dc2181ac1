//! The draft that is being looked at: its paragraphs in a box, while it stands in its pane above.

use super::super::action::Action;
use super::super::app::App;
use super::super::geometry;
use super::super::keymap::Context;
use super::super::review::{self, Review};
use super::canvas::Canvas;
use super::editor::frame;
use crate::text::{cells, fit, wrap};
use crate::theme::Part;
use ratatui::layout::Rect;

/// Draws the box.
pub(super) fn draw(app: &App, review: &Review, canvas: &mut Canvas<'_>) {
    let Some(open) = app.open() else { return };
    let drafts = review::drafts(open);
    let Some(draft) = drafts.get(review.nth) else { return };
    let place = geometry::editor(app);
    canvas.clear(place.frame);
    frame(place.frame, &format!("Draft {} of {}: {}", review.nth + 1, drafts.len(), draft.what), canvas);
    let theme = canvas.theme;
    if let Some(line) = place.quote {
        let begins = if draft.begins.is_empty() { String::new() } else { format!("“{}”", draft.begins) };
        canvas.put(line, line.x, line.y, &fit(&begins, usize::from(line.width)), theme.part(Part::Status));
    }
    let text = place.text;
    let mut rows: Vec<(String, Part)> = Vec::new();
    for (number, paragraph) in review::sources(open, draft) {
        let lead = format!("¶{number} ");
        let width = usize::from(text.width).saturating_sub(cells(&lead)).max(1);
        for (nth, span) in wrap(&paragraph, width, width).into_iter().enumerate() {
            let before = if nth == 0 { lead.clone() } else { " ".repeat(cells(&lead)) };
            rows.push((format!("{before}{}", paragraph.get(span).unwrap_or_default()), Part::OverlayText));
        }
    }
    if rows.is_empty() {
        rows.push(("it rests on no paragraph of the text".to_owned(), Part::Status));
    }
    let top = review.top.min(rows.len().saturating_sub(usize::from(text.height)));
    for ((row, part), y) in rows.iter().skip(top).zip(text.y..text.bottom()) {
        canvas.put(text, text.x, y, row, theme.part(*part));
    }
    if let Some(area) = place.hints {
        hints(app, area, canvas);
    }
}

/// The keys, as many as there is room for, or what was said.
fn hints(app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    if let Some(message) = &app.message {
        let look = canvas.theme.part(Part::Message(message.severity));
        canvas.put(area, area.x, area.y, &fit(&message.text, usize::from(area.width)), look);
        return;
    }
    let actions = [
        (Action::AcceptDraft, "take over"),
        (Action::Edit, "edit"),
        (Action::DropDraft, "drop"),
        (Action::NextDraft, "next"),
        (Action::UndoNote, "undo"),
        (Action::Cancel, "leave"),
        (Action::PreviousDraft, "before"),
    ];
    super::editor::keys(app, Context::Review, &actions, area, canvas);
}
