//! Going to places: panes, positions, marks, back and forward.

use super::super::action::Action;
use super::super::app::{App, Arrangement, Jumps, Open};
use crate::document::{SectionKind, Target};
use crate::text::TextPos;

/// The most places that are remembered.
const MAX_JUMPS: usize = 100;

/// Goes to a pane, where it was left.
pub(super) fn to_pane(app: &mut App, pane: usize) {
    let Some(open) = app.open_mut().filter(|open| pane < open.panes.len()) else { return };
    remember(open);
    focus(open, pane);
}

/// Puts the focus on a pane.
pub(super) fn focus(open: &mut Open, pane: usize) {
    open.selection = None;
    open.focus = pane;
    if open.arrangement == Arrangement::Continuous
        && let Some(start) = open.panes.get(pane).map(|p| p.section)
        && let Some(section) = open.document.sections().get(start)
        && let Some(block) = open.document.block(crate::document::BlockIx(section.body.start))
    {
        let start = block.range.start();
        let heading = section.range.start();
        open.column.view.go(&open.document, heading);
        open.column.view.raise(&open.document, &mut open.column.layout);
        open.column.view.go(&open.document, start);
    }
}

/// Takes back the jump of a digit.
pub(super) fn undo_pane(app: &mut App, from: TextPos) {
    let Some(open) = app.open_mut() else { return };
    open.jumps.places.pop();
    open.jumps.at = open.jumps.places.len();
    show(open, from, false);
}

/// Goes to a position, and remembers where from.
pub(super) fn to(open: &mut Open, pos: TextPos) {
    remember(open);
    show(open, pos, true);
}

/// Brings a position into view and the focus on its pane.
pub(super) fn show(open: &mut Open, pos: TextPos, raise: bool) {
    let section = open.document.section_at(pos);
    if let Some(pane) = open.panes.iter().position(|pane| pane.section == section) {
        open.focus = pane;
        if let Some(pane) = open.panes.get_mut(pane) {
            pane.view.go(&open.document, pos);
            if raise && !in_view(&pane.lines, pos) {
                pane.view.raise(&open.document, &mut pane.layout);
            }
        }
    }
    open.column.view.go(&open.document, pos);
    if raise && !in_view(&open.column.lines, pos) {
        open.column.view.raise(&open.document, &mut open.column.layout);
    }
}

fn in_view(lines: &[crate::layout::Line], pos: TextPos) -> bool {
    lines.iter().any(|line| match line {
        crate::layout::Line::Row(row) => row.range.start() <= pos && pos <= row.range.end(),
        crate::layout::Line::Gap(_) => false,
    })
}

/// Remembers where the reader is before a jump.
pub(super) fn remember(open: &mut Open) {
    let here = open.cursor();
    let Jumps { places, at } = &mut open.jumps;
    places.truncate(*at);
    if places.last() != Some(&here) {
        places.push(here);
    }
    if places.len() > MAX_JUMPS {
        places.remove(0);
    }
    *at = places.len();
}

/// Back to where the reader jumped from; forward again. False where there is no such place.
pub(super) fn travel(app: &mut App, forward: bool, count: usize) -> bool {
    let Some(open) = app.open_mut() else { return false };
    let here = open.cursor();
    let mut moved = false;
    for _ in 0..count.min(MAX_JUMPS) {
        let Jumps { places, at } = &mut open.jumps;
        if forward {
            if *at + 1 >= places.len() {
                break;
            }
            *at += 1;
        } else {
            if *at == places.len() {
                // The way forward leads here.
                if places.last() == Some(&here) {
                    *at = places.len().saturating_sub(1);
                } else {
                    places.push(here);
                    *at = places.len() - 1;
                }
            }
            if *at == 0 {
                break;
            }
            *at -= 1;
        }
        if let Some(pos) = open.jumps.places.get(open.jumps.at).copied() {
            show(open, pos, true);
            moved = true;
        }
    }
    moved
}

/// An action that waited for a character.
pub(super) fn with_char(app: &mut App, action: Action, c: char) {
    let Some(open) = app.open_mut() else { return };
    match (action, c) {
        (Action::GoMark, '\'' | '`') => {
            if !travel(app, false, 1) {
                app.say("no earlier place");
            }
        }
        (Action::SetMark, c) if c.is_alphanumeric() => {
            let here = open.cursor();
            open.marks.insert(c, here);
            app.say(format!("marked {c}; '{c} returns"));
        }
        (Action::GoMark, c) => match open.marks.get(&c).copied() {
            Some(pos) => to(open, pos),
            None => app.warn(format!("there is no mark {c}; m{c} sets it")),
        },
        _ => app.warn("a mark is a letter or a digit"),
    }
}

/// Where a link leads in the document; none where it leads out of it, or nowhere.
pub(super) fn target(open: &Open, target: &Target) -> Option<TextPos> {
    let (kind, item) = match target {
        Target::Actor(item) => (SectionKind::Actors, *item),
        Target::Paragraph(item) => (SectionKind::Text, *item),
        Target::Position(pos) => return Some(open.document.floor(pos.get())),
        Target::Url(_) => return None,
    };
    let block = open.document.item_block(kind, item)?;
    open.document.block(block).map(|block| block.range.start())
}
