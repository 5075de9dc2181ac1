//! What stands around the panes: title, tabs, status, and the screen of a load.

use super::super::action::Action;
use super::super::app::{App, Arrangement, Desk, Open, Overlay, Prompt, PromptKind, Scene};
use super::super::event::Stage;
use super::super::keymap::Context;
use super::super::listing::tabs;
use super::super::notebook::{became, label};
use super::super::sections::working_keys;
use super::canvas::Canvas;
use crate::diagnostic::{Code, Severity};
use crate::document::Resolution;
use crate::text::{QueryMode, cells, fit};
use crate::theme::Part;
use ratatui::layout::{Position, Rect};

/// The line with the brief's title and where it comes from.
pub(super) fn title(app: &App, canvas: &mut Canvas<'_>) {
    let Some(area) = app.screen.title else { return };
    let area = margins(area);
    let (title, meta) = match &app.desk {
        Desk::Open(open) => (open.document.title().to_owned(), meta(app, open)),
        Desk::Loading { .. } => {
            let name = app.entry().map(|entry| entry.origin.name()).unwrap_or_default();
            (crate::text::clean_line(&name).into_owned(), Vec::new())
        }
    };
    let title_cells = cells(&title);
    let width = usize::from(area.width);
    // What else there is goes where there is no room, the least important first; for author and date the title is cut.
    let short = title_cells.min((width * 2 / 5).max(20));
    let mut meta = meta;
    let joined =
        |meta: &[(u8, String)]| meta.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" · ");
    while let Some(least) = meta.iter().map(|(rank, _)| *rank).max()
        && (if least > DATE { title_cells } else { short }) + 3 + cells(&joined(&meta)) > width
    {
        meta.retain(|(rank, _)| *rank != least);
    }
    let right = joined(&meta);
    let room = width.saturating_sub(if right.is_empty() { 0 } else { cells(&right) + 3 });
    let style = canvas.theme.part(Part::Title);
    canvas.put(area, area.x, area.y, &fit(&title, room), style);
    let style = canvas.theme.part(Part::TitleMeta);
    canvas.put_right(area, area.y, &right, style);
}

/// The rank of a date in the top line: what has a higher one goes before the title is cut.
const DATE: u8 = 2;

/// Byline, reading time, place on the shelf, each with its rank: the highest goes first where there is no room.
fn meta(app: &App, open: &Open) -> Vec<(u8, String)> {
    let mut meta: Vec<(u8, String)> = Vec::new();
    let byline: Vec<&str> = open.document.byline().split(" · ").filter(|part| !part.is_empty()).collect();
    // Whoever comes first, the author or the paper, and the date say most; the paper beside an author says least.
    let rank = |n: usize| match n {
        0 => 1,
        n if n + 1 == byline.len() => DATE,
        _ => 4,
    };
    meta.extend(byline.iter().enumerate().map(|(n, part)| (rank(n), (*part).to_owned())));
    if open.brief.is_some() && open.behind.is_none() {
        meta.push((3, format!("{} min", open.document.minutes())));
    }
    if let Some(stack) = app.library.as_ref().filter(|stack| stack.reading.is_some()) {
        let (nth, count) = stack.standing();
        meta.push((0, format!("{nth}/{}", count.max(1))));
    } else if app.shelf.entries.len() > 1 {
        meta.push((0, format!("{}/{}", app.shelf.current + 1, app.shelf.entries.len())));
    }
    meta
}

pub(super) fn margins(area: Rect) -> Rect {
    let margin = match area.width {
        0..60 => 0,
        60..100 => 1,
        _ => 2,
    };
    Rect { x: area.x + margin, width: area.width - 2 * margin, ..area }
}

/// The line of tabs, where not all panes are in view.
pub(super) fn tab_line(app: &App, canvas: &mut Canvas<'_>) {
    let Some(area) = app.screen.tabs else { return };
    let focus = app.open().map(|open| open.focus);
    for tab in tabs(app, area.width) {
        let focused = focus == Some(tab.pane);
        let key = canvas.theme.part(Part::PaneKey);
        let name = canvas.theme.part(if focused { Part::PaneTitleFocused } else { Part::TitleMeta });
        let start = area.x + tab.x;
        let x = canvas.put(area, start, area.y, &tab.key, if focused { name } else { key });
        if !tab.title.is_empty() {
            canvas.put_all(area, x, area.y, [(" ", name), (tab.title.as_str(), name)]);
        }
        if focused {
            // The focus is seen without colours too.
            let shown = Rect { x: start, width: tab.width, ..area };
            canvas.over(shown, canvas.theme.part(Part::Chosen));
        }
    }
}

/// What is shown while a brief is read in.
pub(super) fn loading(app: &App, stage: Stage, canvas: &mut Canvas<'_>) {
    let area = margins(canvas.area());
    let name = app.entry().map(|entry| crate::text::clean_line(&entry.origin.name()).into_owned());
    let name = name.unwrap_or_default();
    let y = canvas.area().height / 2;
    // Looking through is the shorter of the two passes; the bar shows the way through both.
    let (text, share) = match stage {
        Stage::Reading => (format!("reading {name}"), None),
        Stage::Checking { done, total } => {
            let percent = done * 100 / total.max(1);
            (format!("checking {name} · {percent} % of {}", size(total)), Some(percent / 5))
        }
        Stage::Parsing { total } => (format!("understanding {name} · {}", size(total)), Some(40)),
        Stage::LayingOut { total } => (format!("laying out {name} · {}", size(total)), Some(85)),
    };
    let style = canvas.theme.part(Part::TitleMeta);
    canvas.put(area, area.x, y, &fit(&text, usize::from(area.width)), style);
    if let Some(percent) = share
        && canvas.area().height > y + 1
    {
        let width = area.width.min(60);
        let done = u16::try_from(usize::from(width) * percent.min(100) / 100).unwrap_or(0);
        let (full, rest) = (canvas.theme.part(Part::Progress), canvas.theme.part(Part::Rule));
        canvas.fill(area, area.x, area.x + done, y + 1, "━", full);
        canvas.fill(area, area.x + done, area.x + width, y + 1, "─", rest);
    }
}

fn size(bytes: usize) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes / 1000),
        _ => format!("{} MB", bytes / 1_000_000),
    }
}

/// The bottom line: what is typed, what was said, or the keys that matter here. Where the terminal's cursor belongs.
pub(super) fn status(app: &App, canvas: &mut Canvas<'_>) -> Option<Position> {
    let area = margins(app.screen.status?);
    if let Some(Overlay::Prompt(prompt)) = &app.overlay {
        let above = Rect { y: area.y.saturating_sub(1), ..area };
        if prompt.kind == PromptKind::Library
            && canvas.area().height > 2 * LONG
            && let Some((told, is_wrong)) = super::list::untold(app)
        {
            let look = if is_wrong { Part::Message(Some(Severity::Warning)) } else { Part::Status };
            long(&told, canvas.theme.part(look), above, canvas);
        }
        return Some(typed(app, prompt, area, canvas));
    }
    let style = canvas.theme.part(Part::Status);
    let right = standing_text(app, usize::from(area.width) / 2);
    let edge = canvas.put_right(area, area.y, &right, style);
    let left = Rect { width: edge.saturating_sub(area.x + 2 * u16::from(!right.is_empty())), ..area };
    // A note that is being written shows what is said in its own box.
    let message = app
        .message
        .as_ref()
        .filter(|_| !matches!(app.overlay, Some(Overlay::Editor(_) | Overlay::Review(_))));
    if let Some(message) = message {
        let style = canvas.theme.part(Part::Message(message.severity));
        if cells(&message.text) > usize::from(left.width) && canvas.area().height > 2 * LONG {
            long(&message.text, style, area, canvas);
        } else {
            canvas.put(left, left.x, left.y, &fit(&message.text, usize::from(left.width)), style);
        }
        return None;
    }
    if !note(app, left, canvas) {
        hints(app, left, canvas);
    }
    None
}

/// The note that the reader is on, or that begins in the row, in place of the keys: what it says stands where it belongs.
/// False where there is none, or something else matters more.
fn note(app: &App, area: Rect, canvas: &mut Canvas<'_>) -> bool {
    let is_seen = app.scene == Scene::Reader && app.overlay.is_none();
    let Some(open) = app.open().filter(|open| is_seen && open.selection.is_none()) else { return false };
    let book = &open.notebook;
    let attaching = book.attaching.as_ref().and_then(|id| book.find(id));
    let here = open.note_here().filter(|_| open.search.is_none() && open.behind.is_none());
    let near = || open.notes_in_row().first().copied().filter(|_| open.search.is_none());
    let (told, label, actions): (String, String, &[(Action, &str)]) = match (attaching, here) {
        (Some(placed), _) => (
            "to be attached: ".to_owned(),
            label(&placed.note),
            &[(Action::AcceptPlace, "attaches it here"), (Action::Dismiss, "leaves it")],
        ),
        // Below the brief the note stands in full.
        (None, Some(_)) if open.document.annex_entry(open.cursor()).is_some() => return false,
        (None, Some(n)) => {
            let Some(placed) = book.notes.get(n) else { return false };
            let actions: &[(Action, &str)] = match placed.at {
                Resolution::Moved { .. } => {
                    &[(Action::AcceptPlace, "agree"), (Action::Note, "edit"), (Action::DeleteNote, "delete")]
                }
                Resolution::Exact(_) | Resolution::Orphaned => {
                    &[(Action::Note, "edit"), (Action::DeleteNote, "delete"), (Action::NextNote, "next note")]
                }
            };
            // Whoever agrees sees what to.
            let label = match placed.at {
                Resolution::Moved { range, .. } if placed.note.quote().len() <= MOST_COMPARED => {
                    format!("moved: {}", became(&placed.note, range, &open.document))
                }
                _ => label(&placed.note),
            };
            (format!("{}/{} ", n + 1, book.notes.len()), label, actions)
        }
        (None, None) => {
            let Some(placed) = near().and_then(|n| book.notes.get(n)) else { return false };
            (String::new(), label(&placed.note), &[(Action::NextNote, "go to it")])
        }
    };
    let (key_style, style) = (canvas.theme.part(Part::StatusKey), canvas.theme.part(Part::Status));
    let keys: Vec<(String, &str)> = actions
        .iter()
        .filter_map(|(action, label)| Some((working_keys(app, Context::Reader, *action)?, *label)))
        .collect();
    // The keys have at most half of the line: what the note says comes first.
    let mut shown = keys.as_slice();
    let width = |keys: &[(String, &str)]| -> usize {
        keys.iter().map(|(key, label)| cells(key) + cells(label) + 4).sum()
    };
    while let [rest @ .., _] = shown
        && width(shown) * 2 > usize::from(area.width)
    {
        shown = rest;
    }
    let room = usize::from(area.width).saturating_sub(width(shown) + 1 + cells(&told));
    let look = canvas.theme.part(Part::Message(None));
    let label = fit(&label, room);
    let mut x = canvas.put_all(area, area.x, area.y, [(told.as_str(), style), (&*label, look)]);
    for (key, label) in shown {
        x = x.saturating_add(3);
        x = canvas.put_all(area, x, area.y, [(key.as_str(), key_style), (" ", style), (label, style)]);
    }
    true
}

/// Words of more bytes are not compared for each frame.
const MOST_COMPARED: usize = 4096;

/// The most rows of a message.
const LONG: u16 = 4;

/// A message that is longer than a line, above it and in it.
fn long(text: &str, style: ratatui::style::Style, bottom: Rect, canvas: &mut Canvas<'_>) {
    let rows = crate::text::wrap(text, usize::from(bottom.width), usize::from(bottom.width));
    let count = u16::try_from(rows.len()).unwrap_or(LONG).min(LONG);
    let whole = canvas.area();
    let top = bottom.bottom().saturating_sub(count);
    canvas.clear(Rect { x: whole.x, y: top, width: whole.width, height: count });
    let place = Rect { y: top, height: count, ..bottom };
    for (y, row) in (top..).zip(rows.iter().take(usize::from(LONG))) {
        let last = y + 1 == bottom.bottom();
        let end = if last { text.len() } else { row.end };
        let row = text.get(row.start..end).unwrap_or_default();
        canvas.put(place, place.x, y, &fit(row, usize::from(place.width)), style);
    }
}

/// Keys that wait, what is found in the brief, the place in the search and in the section: what there is room for, the
/// least important goes first.
fn standing_text(app: &App, room: usize) -> String {
    let mut parts: Vec<(u8, String)> = Vec::new();
    if !app.pending.chords.is_empty() {
        parts.push((0, super::super::keymap::show_keys(&app.pending.chords) + " …"));
    } else if let Some(count) = app.pending.count {
        parts.push((0, count.to_string()));
    }
    if let Some(stack) = app.library.as_ref().filter(|_| app.scene == Scene::List) {
        let (nth, count) = stack.standing();
        if count > 0 {
            parts.push((3, format!("{nth}/{count}")));
        }
    } else if let Some(open) = app.open() {
        // What is found in a brief that can be read is told by its number: the key beside it shows it.
        let found = open.report.as_ref().filter(|_| open.brief.is_some() && open.behind.is_none());
        if let Some(report) = found {
            let keys = working_keys(app, Context::Reader, Action::Findings);
            let asks = report.findings.len() - report.count(Severity::Note);
            if open.outdated {
                parts.push((0, format!("{} outdated", keys.as_deref().unwrap_or("findings"))));
            } else if asks > 0 {
                parts.push((2, format!("{} {asks}", keys.as_deref().unwrap_or("findings"))));
            }
        }
        if let Some(search) = &open.search {
            let standing = match open.standing() {
                Some((nth, total)) => format!("{nth}/{total}"),
                None => "…".to_owned(),
            };
            let text = fit(search.query.text(), room.saturating_sub(cells(&standing) + 1).min(24));
            parts.push((1, format!("{text} {standing}")));
        }
        // A pane with a title says there how far it is read.
        let untitled = open.arrangement != Arrangement::Panes
            || app.screen.panes.iter().any(|placed| placed.pane == open.focus && placed.head.is_none());
        if let (true, Some(pane)) = (untitled, open.active()) {
            let title = open.section().map_or("", |section| section.title.as_str());
            let percent = pane.view.percent(&open.document, &pane.lines);
            parts.push((3, format!("{} {percent}%", fit(title, 20))));
        }
    }
    let joined =
        |parts: &[(u8, String)]| parts.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join("  ");
    while let Some(least) = parts.iter().map(|(rank, _)| *rank).max()
        && cells(&joined(&parts)) > room
    {
        parts.retain(|(rank, _)| *rank != least);
    }
    joined(&parts)
}

/// The keys that matter here, as many as there is room for.
fn hints(app: &App, area: Rect, canvas: &mut Canvas<'_>) {
    let open = app.open();
    let (context, actions): (Context, &[(Action, &str)]) = match open {
        _ if app.scene == Scene::List => (
            Context::List,
            &[
                (Action::Help, "all keys"),
                (Action::Follow, "read"),
                (Action::Search, "filter and search"),
                (Action::Quit, "quit"),
                (Action::SortBy, "sort"),
                (Action::GroupBy, "group"),
                (Action::ToggleRead, "read or unread"),
                (Action::Dismiss, "back"),
            ],
        ),
        None => (Context::Reader, &[(Action::Quit, "quit")]),
        Some(open) if open.selection.is_some() => (
            Context::Select,
            &[
                (Action::Note, "note"),
                (Action::Highlight, "highlight"),
                (Action::Copy, "copy"),
                (Action::Cite, "cite"),
                (Action::NextWord, "word"),
                (Action::NextParagraph, "paragraph"),
                (Action::SwapEnds, "other end"),
                (Action::Dismiss, "leave"),
            ],
        ),
        Some(open) if open.search.is_some() => (
            Context::Reader,
            &[
                (Action::NextHit, "next hit"),
                (Action::PreviousHit, "previous"),
                (Action::Dismiss, "end search"),
                (Action::Help, "keys"),
            ],
        ),
        Some(open) if open.brief.is_none() => (
            Context::Reader,
            &[
                (Action::Edit, "edit the file"),
                (Action::Reload, "read it again"),
                (Action::NextBrief, "next brief"),
                (Action::Quit, "quit"),
            ],
        ),
        Some(open) if open.behind.is_some() => {
            (Context::Reader, &[(Action::Findings, "back to the brief"), (Action::Edit, "edit the file")])
        }
        Some(open) => (
            Context::Reader,
            &[
                (Action::Help, "all keys"),
                (Action::NextPane, "next section"),
                (Action::Search, "search"),
                (Action::Quit, "quit"),
                (Action::Review, "drafts"),
                (Action::NextBrief, "next brief"),
                (Action::Zoom, if open.arrangement == Arrangement::Zoomed { "all sections" } else { "zoom" }),
                (Action::Note, "note"),
                (Action::Export, "export"),
                (Action::Follow, "follow"),
                (Action::Select, "select"),
                (Action::Layout, if is_column(open) { "panes" } else { "one column" }),
            ],
        ),
    };
    let is_drafted = open
        .and_then(|open| open.report.as_ref())
        .is_some_and(|report| report.findings.iter().any(|finding| finding.code == Code::Draft));
    let mut x = area.x;
    for (action, label) in actions {
        if *action == Action::Review && !is_drafted {
            continue;
        }
        if *action == Action::NextBrief && app.shelf.entries.len() < 2 && app.library.is_none() {
            continue;
        }
        // What is not bound while text is selected does what it does elsewhere.
        let bound = working_keys(app, context, *action);
        let Some(keys) = bound.or_else(|| working_keys(app, Context::Reader, *action)) else { continue };
        let width = u16::try_from(cells(&keys) + 1 + cells(label)).unwrap_or(u16::MAX);
        if x.saturating_add(width) > area.right() {
            return;
        }
        let key_style = canvas.theme.part(Part::StatusKey);
        let style = canvas.theme.part(Part::Status);
        x = canvas.put_all(area, x, area.y, [(keys.as_str(), key_style), (" ", style), (*label, style)]);
        x = x.saturating_add(3);
    }
}

/// The line that is typed, with its sign before it and the hits or the error behind it.
fn typed(app: &App, prompt: &Prompt, area: Rect, canvas: &mut Canvas<'_>) -> Position {
    let sign = match prompt.kind {
        PromptKind::Search(QueryMode::Words) => "/",
        PromptKind::Search(QueryMode::Regex) => "regex/",
        PromptKind::Command => ":",
        PromptKind::Export => "write to ",
        PromptKind::Library => "/",
    };
    let hits = match (&prompt.error, app.open().and_then(|open| Some((open, open.search.as_ref()?)))) {
        (Some(error), _) => error.clone(),
        (None, Some((open, search))) if matches!(prompt.kind, PromptKind::Search(_)) => {
            match (open.standing(), &search.hits) {
                (Some((_, 0)), _) => "no hit".to_owned(),
                (Some((nth, total)), _) => format!("{nth}/{total}"),
                (None, _) => "…".to_owned(),
            }
        }
        _ => String::new(),
    };
    let bad = prompt.error.is_some() || hits == "no hit";
    let severity = bad.then_some(Severity::Warning);
    let style = canvas.theme.part(if bad { Part::Message(severity) } else { Part::Status });
    let edge = if cells(&hits) * 2 < usize::from(area.width) {
        canvas.put_right(area, area.y, &hits, style)
    } else {
        area.right()
    };
    let line = Rect { width: edge.saturating_sub(area.x + 1), ..area };
    let style = canvas.theme.part(Part::Prompt);
    let start = canvas.put(line, line.x, line.y, sign, style);
    // A line that is longer than the screen shows its end, as far as the cursor.
    let room = usize::from(line.right().saturating_sub(start)).saturating_sub(1);
    let before = prompt.line.text().get(..prompt.line.cursor()).unwrap_or_default();
    let hidden = cells(before).saturating_sub(room);
    let mut cut = 0;
    let mut skipped = 0;
    for (at, cluster, width) in crate::text::graphemes(prompt.line.text()) {
        if skipped >= hidden {
            break;
        }
        skipped += width;
        cut = at + cluster.len();
    }
    canvas.put(line, start, line.y, prompt.line.text().get(cut..).unwrap_or_default(), style);
    let x = start + u16::try_from(prompt.line.cursor_cells().saturating_sub(skipped)).unwrap_or(0);
    Position { x: x.min(area.right().saturating_sub(1)), y: area.y }
}

/// Whether the whole brief stands in one column.
#[must_use]
pub(super) fn is_column(open: &Open) -> bool {
    open.arrangement == Arrangement::Continuous
}
