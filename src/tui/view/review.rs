//! The draft that is being looked at: its paragraphs in a box, while it stands in its pane above; on small screens, which
//! the box covers, it stands in the box too.

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

/// The rows above the box in which a draft can be read.
const LEAST_ABOVE: u16 = 6;

/// Draws the box.
pub(super) fn draw(app: &App, review: &Review, canvas: &mut Canvas<'_>) {
    let Some(open) = app.open() else { return };
    let drafts = review::drafts(open);
    let Some(draft) = drafts.get(review.nth) else { return };
    let place = geometry::editor(app);
    canvas.clear(place.frame);
    frame(place.frame, &format!("Draft {} of {}: {}", review.nth + 1, drafts.len(), draft.what), canvas);
    let theme = canvas.theme;
    let hidden = canvas.area().height < place.frame.height + LEAST_ABOVE;
    if let Some(line) = place.quote.filter(|_| !hidden) {
        let begins = if draft.begins.is_empty() { String::new() } else { format!("“{}”", draft.begins) };
        canvas.put(line, line.x, line.y, &fit(&begins, usize::from(line.width)), theme.part(Part::Status));
    }
    let text = place.text;
    let mut rows: Vec<(String, Part)> = Vec::new();
    if let Some(range) = review::range(open, draft).filter(|_| hidden) {
        let (said, width) = (open.document.slice(range), usize::from(text.width));
        let spans = wrap(said, width, width).into_iter();
        let lines =
            spans.map(|span| said.get(span).unwrap_or_default()).filter(|line| !line.trim().is_empty());
        rows.extend(lines.map(|line| (line.to_owned(), Part::OverlayTitle)));
        rows.push((String::new(), Part::Status));
    }
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
    let last = rows.len().saturating_sub(usize::from(text.height));
    let top = review.top.min(last);
    if top < last {
        let more = format!(" {} more below ", last - top);
        let edge = place.frame;
        let x = edge.right().saturating_sub(u16::try_from(cells(&more)).unwrap_or(0) + 2).max(edge.x);
        let bottom = edge.bottom().saturating_sub(1);
        canvas.put(edge, x, bottom, &more, theme.part(Part::Status));
    }
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
