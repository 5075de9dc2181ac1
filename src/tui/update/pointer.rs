//! The mouse: wheel, focus, links, selection by dragging.

use super::super::app::{App, Open, Overlay, Pressed, Scene, Selection};
use super::super::effect::Effect;
use super::super::event::{Mouse, MouseKind};
use super::super::screen::Placed;
use super::{jump, list, overlay, reader, select};
use crate::layout::{Line, motion};
use crate::text::{TextPos, TextRange};
use ratatui::layout::Position;

/// Rows that a turn of the wheel scrolls.
const WHEEL: isize = 3;

/// The mouse did something.
pub(super) fn mouse(app: &mut App, mouse: Mouse, effects: &mut Vec<Effect>) {
    if app.overlay.is_some() {
        over(app, mouse, effects);
        return;
    }
    if app.scene == Scene::List {
        over_list(app, mouse, effects);
        return;
    }
    match mouse.kind {
        MouseKind::WheelDown => wheel(app, mouse.at, WHEEL),
        MouseKind::WheelUp => wheel(app, mouse.at, -WHEEL),
        MouseKind::Press => press(app, mouse.at, mouse.when),
        MouseKind::Drag => drag(app, mouse.at),
        MouseKind::Release => release(app, mouse.at, effects),
    }
}

/// The mouse over the list of briefs: a press chooses, a press on what is chosen opens it.
fn over_list(app: &mut App, mouse: Mouse, effects: &mut Vec<Effect>) {
    let Some(place) = app.screen.list else { return };
    let on_preview = place.preview.is_some_and(|preview| preview.contains(mouse.at));
    let lines = match mouse.kind {
        MouseKind::WheelDown => WHEEL,
        MouseKind::WheelUp => -WHEEL,
        MouseKind::Press if place.rows.contains(mouse.at) => {
            let Some(stack) = &app.library else { return };
            let item = stack.top + usize::from(mouse.at.y - place.rows.y);
            // The heading stays in the first row.
            let is_heading = item == stack.top && !stack.list.groups.is_empty() && place.rows.height > 1;
            if is_heading || stack.list.row(item).is_none() {
                return;
            }
            if item == stack.chosen {
                list::open_chosen(app, effects);
            } else {
                list::choose(app, item, effects);
            }
            return;
        }
        MouseKind::Press | MouseKind::Drag | MouseKind::Release => return,
    };
    if on_preview {
        list::scroll_preview(app, lines);
    } else {
        list::wheel(app, lines, effects);
    }
}

/// The mouse over a list: the wheel scrolls it, a press beside it leaves it.
fn over(app: &mut App, mouse: Mouse, effects: &mut Vec<Effect>) {
    let lines = match mouse.kind {
        MouseKind::WheelDown => WHEEL,
        MouseKind::WheelUp => -WHEEL,
        MouseKind::Press => {
            // What is being typed is left by a key.
            if !matches!(app.overlay, Some(Overlay::Picker(_) | Overlay::Editor(_))) {
                overlay::leave(app, effects);
            }
            return;
        }
        MouseKind::Drag | MouseKind::Release => return,
    };
    overlay::scroll(app, lines);
}

fn placed_at(app: &App, at: Position) -> Option<Placed> {
    let panes = app.screen.panes.iter().chain(&app.screen.column);
    panes
        .copied()
        .find(|placed| placed.body.contains(at) || placed.head.is_some_and(|head| head.contains(at)))
}

fn wheel(app: &mut App, at: Position, lines: isize) {
    let placed = placed_at(app, at);
    let column = app.screen.column.is_some();
    let Some(open) = app.open_mut() else { return };
    let pane = placed.map_or(open.focus, |placed| placed.pane);
    let document = std::sync::Arc::clone(&open.document);
    let pane = if column { Some(&mut open.column) } else { open.panes.get_mut(pane) };
    if let Some(pane) = pane {
        pane.view.scroll(&document, &mut pane.layout, lines);
    }
}

/// The position under a cell of a pane's text.
fn position(app: &App, placed: &Placed, at: Position) -> Option<TextPos> {
    let open = app.open()?;
    let pane = if app.screen.column.is_some() { &open.column } else { open.panes.get(placed.pane)? };
    let text = placed.text();
    let nth = at.y.checked_sub(text.y)? as usize;
    let nearest = |lines: &[Line]| {
        lines.iter().rev().find_map(|line| match line {
            Line::Row(row) => Some(*row),
            Line::Gap(_) => None,
        })
    };
    let row = match pane.lines.get(nth) {
        Some(Line::Row(row)) => *row,
        _ => nearest(pane.lines.get(..=nth).unwrap_or(&pane.lines))?,
    };
    let cell = usize::from(at.x.saturating_sub(text.x)).saturating_sub(usize::from(row.x));
    Some(motion::pos_in_row(&open.document, row, cell))
}

/// Presses in one place that follow each other within so many milliseconds belong together.
const AT_ONCE: u64 = 400;

fn press(app: &mut App, at: Position, when: u64) {
    app.drag = None;
    let before = app.pressed.filter(|last| last.at == at && when.saturating_sub(last.when) <= AT_ONCE);
    let times = before.map_or(1, |last| last.times % 3 + 1);
    app.pressed = Some(Pressed { at, when, times });
    if let Some(tab) = tab_at(app, at) {
        jump::to_pane(app, tab);
        return;
    }
    let Some(placed) = placed_at(app, at) else { return };
    let pos = if placed.body.contains(at) { position(app, &placed, at) } else { None };
    let column = app.screen.column.is_some();
    let Some(open) = app.open_mut() else { return };
    open.selection = None;
    if !column && open.focus != placed.pane {
        jump::remember(open);
        open.focus = placed.pane;
    }
    if let (Some(pos), Some((pane, doc))) = (pos, open.active_mut()) {
        pane.view.point(doc, pos);
        let word = motion::word_under(doc, pos);
        open.selection = match times {
            2 => word.map(|word| selection(open, word)),
            3 => Some(Selection { anchor: pos, head: pos, paragraphs: true }),
            _ => None,
        };
        app.drag = Some(pos);
    }
}

/// A range as a selection: the character at its end belongs to it.
fn selection(open: &Open, range: TextRange) -> Selection {
    let last = crate::text::graphemes(open.document.slice(range)).last().map_or(0, |(_, last, _)| last.len());
    Selection {
        anchor: range.start(),
        head: TextPos::new(range.end().get().saturating_sub(last)),
        paragraphs: false,
    }
}

fn drag(app: &mut App, at: Position) {
    let Some(anchor) = app.drag else { return };
    let column = app.screen.column;
    let focus = app.open().map(|open| open.focus);
    let placed =
        column.or_else(|| app.screen.panes.iter().copied().find(|placed| Some(placed.pane) == focus));
    let Some(placed) = placed else { return };
    let body = placed.text();
    // Beyond an edge the selection goes on in the direction of the drag.
    let beyond = if at.y < body.y { -1 } else { isize::from(at.y >= body.y + body.height) };
    let inside = Position {
        x: at.x.clamp(body.x, body.x + body.width.saturating_sub(1)),
        y: at.y.clamp(body.y, body.y + body.height.saturating_sub(1)),
    };
    let Some(mut head) = position(app, &placed, inside) else { return };
    let Some(open) = app.open_mut() else { return };
    if let Some((pane, doc)) = open.active_mut() {
        pane.view.point(doc, head);
        if beyond != 0 {
            motion::rows(&mut pane.view, doc, &mut pane.layout, beyond);
            head = pane.view.cursor();
        }
    }
    if head != anchor || open.selection.is_some() {
        // Whole words are taken, as on paper: half of one is nothing to write a note on.
        let whole = |pos| motion::word_under(&open.document, pos).unwrap_or(TextRange::new(pos, pos));
        let (from, to) = (whole(anchor), whole(head));
        let ends = |range: TextRange| {
            let taken = selection(open, range);
            (taken.anchor, taken.head)
        };
        open.selection = Some(if anchor <= head {
            Selection { anchor: from.start(), head: ends(to).1, paragraphs: false }
        } else {
            Selection { anchor: ends(from).1, head: to.start(), paragraphs: false }
        });
    }
}

/// A press and release in one place follows the link there; a drag copies, as selecting with the mouse does.
fn release(app: &mut App, at: Position, effects: &mut Vec<Effect>) {
    let Some(anchor) = app.drag.take() else { return };
    let Some(open) = app.open() else { return };
    if let Some(range) = open.selected() {
        select::copy_range(app, range, effects);
        return;
    }
    // The cell that was pressed must lie on the link: beyond the end of a row is beside it.
    let link = open.document.link_at(anchor).map(|link| link.target.clone());
    if let (Some(link), Some(placed)) = (link, placed_at(app, at))
        && position(app, &placed, at) == Some(anchor)
        && on_text(app, &placed, at)
    {
        reader::follow_link(app, &link, effects);
    }
}

fn on_text(app: &App, placed: &Placed, at: Position) -> bool {
    let Some(open) = app.open() else { return false };
    let pane = if app.screen.column.is_some() { Some(&open.column) } else { open.panes.get(placed.pane) };
    let text = placed.text();
    let nth = usize::from(at.y.saturating_sub(text.y));
    match pane.and_then(|pane| pane.lines.get(nth)) {
        Some(Line::Row(row)) => {
            let start = usize::from(text.x) + usize::from(row.x);
            let end = start + crate::text::cells(open.document.slice(row.range));
            (start..end).contains(&usize::from(at.x))
        }
        _ => false,
    }
}

/// The pane whose tab is under a cell.
fn tab_at(app: &App, at: Position) -> Option<usize> {
    let area = app.screen.tabs.filter(|area| area.contains(at))?;
    let tabs = super::super::listing::tabs(app, area.width);
    tabs.iter().find(|tab| (tab.x..tab.x + tab.width).contains(&(at.x - area.x))).map(|tab| tab.pane)
}
