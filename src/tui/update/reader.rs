//! What the actions of the reader do.

use super::super::action::Action;
use super::super::app::{App, Arrangement, Desk, ListBox, Open, Overlay};
use super::super::cursor;
use super::super::effect::Effect;
use super::super::origin::Origin;
use super::super::sections::section_of;
use super::{
    editor, export, jump, list, news, note_list, notes, opening, overlay, placing, prompt, review, search,
    select, visits,
};
use crate::document::{SectionKind, Target};
use crate::layout::motion;
use crate::text::TextPos;
use crate::theme::Theme;
use std::sync::Arc;

/// Does an action, with the count that was typed before it.
pub(super) fn act(app: &mut App, action: Action, count: Option<usize>, effects: &mut Vec<Effect>) {
    if let Some(kind) = section_of(action) {
        go_section(app, kind);
        return;
    }
    let times = count.unwrap_or(1);
    match action {
        Action::NextPane => step_pane(app, true, times),
        Action::PreviousPane => step_pane(app, false, times),
        Action::Search => prompt::search(app),
        Action::NextHit => search::step(app, true, times, effects),
        Action::PreviousHit => search::step(app, false, times, effects),
        Action::SearchWord => search::word(app, effects),
        Action::Dismiss => dismiss(app, effects),
        Action::Follow => follow(app, effects),
        Action::Back => {
            if !jump::travel(app, false, times) && !news::back(app, effects) {
                app.say("no earlier place");
            }
        }
        Action::Forward => {
            if !jump::travel(app, true, times) {
                app.say("no later place");
            }
        }
        Action::Select => select::toggle(app, false),
        Action::SelectParagraph => select::toggle(app, true),
        Action::SwapEnds => select::swap(app),
        Action::Copy => select::copy(app, effects),
        Action::Zoom => zoom(app),
        Action::Layout => layout(app),
        Action::NextTheme => {
            let next = app.theme.name().next();
            set_theme(app, next);
        }
        Action::Mouse => {
            app.settings.mouse = !app.settings.mouse;
            effects.push(Effect::Mouse(app.settings.mouse));
            app.say(if app.settings.mouse { "mouse on" } else { "mouse off: the terminal selects" });
        }
        Action::Library => {
            if !list::enter(app, effects) && !list::open_behind(app, effects) {
                overlay::library(app, effects);
            }
        }
        Action::SearchLibrary => {
            if list::enter(app, effects) {
                list::set_query(app, "", effects);
                opening::prompt(app, super::super::app::PromptKind::Library);
            } else if list::open_behind(app, effects) {
                app.asking = true;
            } else {
                app.say("there is one brief here: brief FOLDER opens many, / searches in this one");
            }
        }
        Action::SortBy | Action::GroupBy | Action::ToggleRead | Action::SavedQueries => {
            app.say("that is done in the list of briefs");
        }
        Action::Picker => overlay::picker(app, effects),
        Action::NextBrief => step_brief(app, true, times, effects),
        Action::PreviousBrief => step_brief(app, false, times, effects),
        Action::Edit => edit(app, effects),
        Action::Reload => {
            app.say("read again");
            news::reload(app, effects);
        }
        Action::Findings => findings(app),
        Action::Help => app.overlay = Some(Overlay::Help(ListBox::default())),
        Action::Messages => app.overlay = Some(Overlay::Messages(ListBox::default())),
        Action::Command => prompt::command(app),
        Action::Redraw => effects.push(Effect::Redraw),
        Action::Suspend => effects.push(Effect::Suspend),
        Action::Note => editor::open(app),
        Action::Bookmark => notes::bookmark(app, effects),
        Action::Notes => note_list::here(app, effects),
        Action::Export => export::offer(app),
        Action::Review => review::open(app),
        Action::NextNote => placing::step(app, true, times),
        Action::PreviousNote => placing::step(app, false, times),
        Action::NextChange => visits::step(app, true, times),
        Action::PreviousChange => visits::step(app, false, times),
        Action::DeleteNote => notes::delete(app, effects),
        Action::AcceptPlace => placing::accept(app, effects),
        Action::UndoNote | Action::RedoNote => {
            let back = action == Action::UndoNote;
            // As far as there is anything to take back.
            (0..times).all(|_| notes::travel(app, back, effects));
        }
        Action::SaveNotes => notes::save_again(app, effects),
        Action::Quit => {
            if notes::may_quit(app) {
                visits::keep(app, effects);
                effects.push(Effect::Quit);
            }
        }
        _ => motion(app, action, count),
    }
}

/// The motions within a pane.
fn motion(app: &mut App, action: Action, count: Option<usize>) {
    let Some(open) = app.open_mut() else { return };
    let before = open.cursor();
    // A selection that grows takes whole words and paragraphs, and nothing of the next.
    let grows =
        open.selection.is_some_and(|selection| !selection.paragraphs && selection.head >= selection.anchor);
    let Some((pane, doc)) = open.active_mut() else { return };
    let (view, rows) = (&mut pane.view, &mut pane.layout);
    let times = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
    let at = view.cursor();
    let row = rows.row_at(doc, at);
    let mut jumped = false;
    let mut onward = None;
    match action {
        Action::LineDown => motion::rows(view, doc, rows, times),
        Action::LineUp => motion::rows(view, doc, rows, -times),
        Action::PageDown => {
            let top = view.top();
            motion::pages(view, doc, rows, times, false);
            onward = Some(true).filter(|_| view.top() == top);
        }
        Action::PageUp => {
            let top = view.top();
            motion::pages(view, doc, rows, -times, false);
            onward = Some(false).filter(|_| view.top() == top && view.cursor() == before);
        }
        Action::HalfDown => motion::pages(view, doc, rows, times, true),
        Action::HalfUp => motion::pages(view, doc, rows, -times, true),
        Action::Top => {
            let start = view.range(doc).start();
            view.go(doc, motion::paragraph(view, doc, start, times.saturating_sub(1).max(0)));
            jumped = true;
        }
        Action::Bottom => {
            let last = motion::last_row_start(view, doc, rows);
            view.go(doc, last);
            jumped = true;
        }
        Action::Percent => {
            let Some(percent) = count else {
                app.say("type the percentage first, as in 50%");
                return;
            };
            view.go(doc, motion::percent(view, doc, percent));
            jumped = true;
        }
        Action::NextParagraph if grows => {
            let next = motion::paragraph(view, doc, motion::characters(view, doc, at, 1), times);
            view.go(doc, motion::characters(view, doc, next, -1));
        }
        Action::NextWord if grows => {
            let from = motion::characters(view, doc, at, 1);
            let next = motion::words(view, doc, from, times);
            let last = || motion::word_end(view, doc, at, times.unsigned_abs());
            view.go(doc, if next == from { last() } else { motion::characters(view, doc, next, -1) });
        }
        Action::NextParagraph => view.go(doc, motion::paragraph(view, doc, at, times)),
        Action::PreviousParagraph => view.go(doc, motion::paragraph(view, doc, at, -times)),
        Action::NextWord => view.go(doc, motion::words(view, doc, at, times)),
        Action::PreviousWord => view.go(doc, motion::words(view, doc, at, -times)),
        Action::WordEnd => view.go(doc, motion::word_end(view, doc, at, times.unsigned_abs())),
        Action::Left => view.go(doc, motion::characters(view, doc, at, -times)),
        Action::Right => view.go(doc, motion::characters(view, doc, at, times)),
        Action::RowStart => view.go(doc, row.map_or(at, |row| row.range.start())),
        Action::RowEnd => view.go(doc, row.map_or(at, |row| motion::pos_in_row(doc, row, usize::MAX - 4))),
        Action::ScrollDown => view.scroll(doc, rows, times),
        Action::ScrollUp => view.scroll(doc, rows, -times),
        _ => return,
    }
    if let Some(forward) = onward.filter(|_| open.selection.is_none()) {
        read_on(open, forward);
        return;
    }
    let after = open.cursor();
    // The place in the row is shown from the first motion within a row on, as long as the reader goes on from there.
    let within = matches!(
        action,
        Action::NextWord
            | Action::PreviousWord
            | Action::WordEnd
            | Action::Left
            | Action::Right
            | Action::RowStart
            | Action::RowEnd
    );
    let along = matches!(action, Action::LineDown | Action::LineUp) && open.caret == Some(before);
    if within || along {
        open.caret = Some(after);
    }
    if jumped && before != after {
        remember_from(open, before);
    }
    if let Some(selection) = &mut open.selection {
        selection.head = after;
    }
}

/// A page beyond the end of a section is the beginning of the next, and one before its beginning the end of the one
/// before: a brief is read with the key for pages alone.
fn read_on(open: &mut Open, forward: bool) {
    let next = if forward { open.focus + 1 } else { open.focus.wrapping_sub(1) };
    if open.arrangement == Arrangement::Continuous || next >= open.listed() {
        return;
    }
    let before = open.cursor();
    jump::focus(open, next);
    if let Some((pane, doc)) = open.active_mut() {
        let pos = if forward {
            pane.view.range(doc).start()
        } else {
            motion::last_row_start(&pane.view, doc, &mut pane.layout)
        };
        pane.view.go(doc, pos);
    }
    remember_from(open, before);
}

fn remember_from(open: &mut Open, before: TextPos) {
    open.jumps.places.truncate(open.jumps.at);
    open.jumps.places.push(before);
    open.jumps.at = open.jumps.places.len();
}

fn go_section(app: &mut App, kind: SectionKind) {
    let Some(open) = app.open() else { return };
    let pane = open
        .panes
        .iter()
        .position(|pane| open.document.sections().get(pane.section).is_some_and(|s| s.kind == kind));
    if let Some(pane) = pane {
        jump::to_pane(app, pane);
    } else {
        let title = kind.info().map_or("that section", |info| info.title);
        app.say(format!("this brief has no section {title}"));
    }
}

fn step_pane(app: &mut App, forward: bool, times: usize) {
    let Some(open) = app.open_mut() else { return };
    let count = open.listed();
    if count < 2 {
        return;
    }
    if open.arrangement == Arrangement::Continuous {
        let here = open.document.section_at(open.column.view.cursor());
        open.focus = open.panes.iter().position(|pane| pane.section == here).unwrap_or(open.focus);
    }
    let times = times % count;
    // The head stands before the first and after the last.
    let here = if open.focus < count {
        open.focus
    } else if forward {
        count - 1
    } else {
        0
    };
    let next = if forward { here + times } else { here + count - times } % count;
    jump::focus(open, next);
}

fn dismiss(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(open) = app.open_mut() else {
        list::enter(app, effects);
        return;
    };
    open.caret = None;
    if open.selection.take().is_some() || placing::dismiss(&mut open.notebook) {
        return;
    }
    if !std::mem::take(&mut open.found).is_empty() {
        return;
    }
    if open.search.take().is_some() {
        return;
    }
    if open.behind.is_some() {
        findings(app);
    } else {
        // Nothing is left to be put away but the brief.
        list::enter(app, effects);
    }
}

/// Follows the link that the reader points at.
fn follow(app: &mut App, effects: &mut Vec<Effect>) {
    match app.open().and_then(cursor::link).map(|link| link.target.clone()) {
        None => app.say("no link in this item"),
        Some(link) => follow_link(app, &link, effects),
    }
}

/// Goes where a link leads; a web address is shown and copied.
pub(super) fn follow_link(app: &mut App, link: &Target, effects: &mut Vec<Effect>) {
    if let Target::Url(url) = link {
        app.say(url.clone());
        select::copy_as(app, url.clone(), url.clone(), effects);
        return;
    }
    let Some(open) = app.open_mut() else { return };
    // The place of a note leads to its passage, and it is that note which is meant there.
    let note = open.document.annex_entry(open.cursor());
    match jump::target(open, link) {
        Some(pos) => {
            jump::to(open, pos);
            if let Some(note) = note {
                let here = open.cursor();
                open.notebook.go_to(note, here);
            }
        }
        None => app.warn("this brief has no such place"),
    }
}

fn zoom(app: &mut App) {
    let Some(open) = app.open_mut() else { return };
    let here = open.cursor();
    open.arrangement = match open.arrangement {
        Arrangement::Zoomed => Arrangement::Panes,
        Arrangement::Panes | Arrangement::Continuous => Arrangement::Zoomed,
    };
    jump::show(open, here, false);
    center(open);
}

fn layout(app: &mut App) {
    let Some(open) = app.open_mut() else { return };
    let here = open.cursor();
    open.arrangement = match open.arrangement {
        Arrangement::Continuous => Arrangement::Panes,
        Arrangement::Panes | Arrangement::Zoomed => Arrangement::Continuous,
    };
    let arrangement = open.arrangement;
    jump::show(open, here, false);
    center(open);
    app.settings.arrangement = arrangement;
}

/// Shows what is around the cursor: the window has another width now.
fn center(open: &mut Open) {
    if let Some((pane, doc)) = open.active_mut() {
        pane.view.center(doc, &mut pane.layout);
    }
}

/// Takes a theme.
pub(super) fn set_theme(app: &mut App, name: crate::theme::ThemeName) {
    app.settings.theme = Some(name);
    app.theme = Theme::new(name, app.settings.depth).on_light(app.light);
    app.say(format!("theme {}", name.word()));
}

fn step_brief(app: &mut App, forward: bool, times: usize, effects: &mut Vec<Effect>) {
    if list::step_brief(app, forward, times, effects) {
        return;
    }
    let count = app.shelf.entries.len();
    let here = app.shelf.current;
    let goal = if forward { here.saturating_add(times) } else { here.saturating_sub(times) };
    let goal = goal.min(count.saturating_sub(1));
    if goal == here {
        app.say(match (count, forward) {
            (0 | 1, _) => "this is the only brief",
            (_, true) => "this is the last brief",
            (_, false) => "this is the first brief",
        });
        return;
    }
    effects.extend(news::open_entry(app, goal));
}

fn edit(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(entry) = app.entry() else { return };
    let (origin, document) = (entry.origin.clone(), entry.document);
    match origin {
        Origin::File(path) => {
            let way = match &app.desk {
                Desk::Open(open) if open.brief.is_some() && open.behind.is_none() => {
                    let doc = &open.document;
                    doc.block(doc.block_at(open.cursor())).map(|block| doc.way(block)).unwrap_or_default()
                }
                Desk::Open(_) | Desk::Loading { .. } => Vec::new(),
            };
            let line = app.open().and_then(line_of_finding).unwrap_or(1);
            effects.push(Effect::Edit { path, document, way, line });
        }
        Origin::Input(_) => app.warn("this brief came through a pipe: there is no file to edit"),
        Origin::Sample(_) => app.warn("this sample is built in: there is no file to edit"),
    }
}

/// The line of the finding that is read, or of the gravest where the brief is.
fn line_of_finding(open: &Open) -> Option<usize> {
    let report = open.report.as_ref()?;
    let read = || {
        let item = open.document.block(open.document.block_at(open.cursor()))?.item?;
        report.findings.get(usize::try_from(item).ok()?)
    };
    let on_findings = open.brief.is_none() || open.behind.is_some();
    let finding = if on_findings { read() } else { report.gravest() };
    Some(report.source.location(finding?.labels.first()?.range.start).line)
}

/// Shows the findings of a brief, or the brief again.
pub(super) fn findings(app: &mut App) {
    let Some(open) = app.open_mut() else { return };
    if let Some(document) = open.behind.take() {
        open.show(document);
        return;
    }
    match (&open.report, &open.brief) {
        (Some(report), Some(_)) => {
            let document = Arc::new(crate::document::Document::of_report(report));
            let brief = Arc::clone(&open.document);
            open.show(document);
            open.behind = Some(brief);
        }
        (_, None) => app.say("these are the findings: mend the file, and R reads it again"),
        (None, Some(_)) => app.say("nothing is wrong with this brief"),
    }
}
