//! What lists hold: tabs, keys, messages. Drawn by `super::view`; how far they scroll and what the mouse finds in them
//! is asked by `super::update`.

use super::app::{App, ListBox, Overlay};
use super::command::COMMANDS;
use super::sections::{own_keys, section_key, section_of};
use crate::text::{cells, fit, wrap};
use crate::theme::Part;

/// A tab: where it stands in the line, and for which pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tab {
    /// The pane, counted from 0.
    pub pane: usize,
    /// Its first cell.
    pub x: u16,
    /// Its cells.
    pub width: u16,
    /// Its key.
    pub key: String,
    /// Its title, shortened where the line is short.
    pub title: String,
}

/// The tabs of all panes within a width: as many titles as fit, first that of the focus and those beside it, else the
/// tabs around the focus.
#[must_use]
pub fn tabs(app: &App, width: u16) -> Vec<Tab> {
    let Some(open) = app.open() else { return Vec::new() };
    let names: Vec<(String, String)> = open
        .panes
        .iter()
        .enumerate()
        .filter(|(n, _)| *n < open.listed() || *n == open.focus)
        .filter_map(|(n, pane)| {
            let section = open.document.sections().get(pane.section)?;
            let number = if n < open.listed() { (n + 1).to_string() } else { String::new() };
            Some((section_key(app, section).unwrap_or(number), section.title.clone()))
        })
        .collect();
    let focus = open.focus;
    let place = |titled: &dyn Fn(usize) -> bool, from: usize| {
        let mut x = 0;
        let mut placed = Vec::new();
        for (pane, (key, title)) in names.iter().enumerate().skip(from) {
            let title = if titled(pane) { title.clone() } else { String::new() };
            let gap = usize::from(!title.is_empty());
            let cells = u16::try_from(cells(key) + gap + cells(&title)).unwrap_or(u16::MAX);
            placed.push(Tab { pane, x, width: cells, key: key.clone(), title });
            x = x.saturating_add(cells).saturating_add(2);
        }
        placed
    };
    let end = |tabs: &[Tab]| tabs.last().map_or(0, |tab| tab.x.saturating_add(tab.width));
    // Those within some steps of the focus have titles: as many steps as there is room for.
    for steps in (0..names.len()).rev() {
        let tabs = place(&|pane| pane.abs_diff(focus) <= steps, 0);
        if end(&tabs) <= width {
            return tabs;
        }
    }
    let mut shown = place(&|pane| pane == focus, focus.saturating_sub(2));
    // Half a number would be the key of another section.
    shown.retain(|tab| {
        let whole = usize::from(tab.x) + cells(&tab.key) <= usize::from(width);
        tab.x < width && (whole || tab.pane == focus)
    });
    for tab in &mut shown {
        let room = usize::from(width - tab.x).saturating_sub(cells(&tab.key) + 1);
        tab.title = fit(&tab.title, room).into_owned();
        tab.width = tab.width.min(width - tab.x);
    }
    shown
}

/// A row of a list, as stretches with the part of the screen whose look each has.
pub type ListRow = Vec<(String, Part)>;

/// The widest that a list is with its frame.
pub const LIST_WIDTH: u16 = 100;

/// The cells of a row of a list.
fn room(app: &App) -> usize {
    usize::from(app.size.width.min(LIST_WIDTH)).saturating_sub(4).max(1)
}

/// A text in as many rows as it needs behind what stands before it.
fn wrapped(before: (String, Part), text: &str, part: Part, room: usize) -> Vec<ListRow> {
    let indent = cells(&before.0).min(room / 2);
    let width = room - indent;
    let spans = wrap(text, width, width);
    let part_of = |span: std::ops::Range<usize>| (text.get(span).unwrap_or_default().to_owned(), part);
    let mut rows: Vec<ListRow> =
        spans.into_iter().map(|span| vec![(" ".repeat(indent), part), part_of(span)]).collect();
    if let Some(first) = rows.first_mut().and_then(|row| row.first_mut()) {
        *first = before;
    }
    rows
}

/// How many rows the open list has.
#[must_use]
pub fn list_rows(app: &App) -> usize {
    match &app.overlay {
        Some(Overlay::Help(list)) => help(app, list).len(),
        Some(Overlay::Messages(list)) => messages(app, list).len(),
        _ => 0,
    }
}

/// All keys by group, and the commands; only what holds the typed words.
#[must_use]
pub fn help(app: &App, list: &ListBox) -> Vec<ListRow> {
    let mut rows: Vec<ListRow> = Vec::new();
    let table = app.settings.keymap.table_without(&own_keys(app));
    let widest =
        table.iter().flat_map(|(_, rows)| rows.iter().map(|(keys, _)| cells(keys))).max().unwrap_or(0);
    let room = room(app);
    // Long keys stand in a row of their own where there is little room.
    let column = widest.min(room / 3) + if room < 60 { 1 } else { 3 };
    let pad = |text: &str| format!("{text}{}", " ".repeat(column.saturating_sub(cells(text))));
    let mut group_rows = |title: &str, group: Vec<(String, String, String)>| {
        let kept: Vec<_> = group
            .into_iter()
            .filter(|(keys, name, about)| passes(list, &format!("{title} {keys} {name} {about}")))
            .collect();
        if kept.is_empty() {
            return;
        }
        if !rows.is_empty() {
            rows.push(Vec::new());
        }
        rows.push(vec![(title.to_owned(), Part::OverlayTitle)]);
        for (keys, name, about) in kept {
            let name = format!(":{name}");
            if column + cells(&about) <= room && cells(&keys) < column {
                rows.push(vec![
                    (pad(&keys), Part::StatusKey),
                    (about, Part::OverlayText),
                    (name, Part::Status),
                ]);
                continue;
            }
            let mut before = keys;
            if cells(&before) >= column {
                rows.push(vec![(std::mem::take(&mut before), Part::StatusKey)]);
            }
            rows.extend(wrapped((pad(&before), Part::StatusKey), &about, Part::OverlayText, room));
        }
    };
    for (title, actions) in table {
        let mut rows_of = Vec::new();
        if title == super::action::Group::Sections.title() {
            rows_of = own_sections(app);
        }
        for (keys, action) in actions {
            // The sections of the open brief are listed with the keys that go there now.
            let listed = section_of(action).is_some() && app.open().is_some();
            if let Some(row) = action.info().filter(|_| !listed) {
                rows_of.push((keys, row.name.to_owned(), row.about.to_owned()));
            }
        }
        group_rows(title, rows_of);
    }
    let commands = COMMANDS.iter().map(|info| {
        (format!(":{} {}", info.name, info.argument), info.name.to_owned(), info.about.to_owned())
    });
    group_rows("Commands", commands.collect());
    rows
}

fn own_sections(app: &App) -> Vec<(String, String, String)> {
    let Some(open) = app.open() else { return Vec::new() };
    open.panes
        .iter()
        .enumerate()
        .filter_map(|(n, pane)| {
            let section = open.document.sections().get(pane.section)?;
            let key = section_key(app, section);
            let keys = match key {
                Some(key) if n < 9.min(open.listed()) => format!("{key}  {}", n + 1),
                Some(key) => key,
                None if n < 9.min(open.listed()) => (n + 1).to_string(),
                None => String::new(),
            };
            Some((keys, format!("section {}", section.title), format!("go to {}", section.title)))
        })
        .collect()
}

/// What has been said, newest first; only what holds the typed words.
#[must_use]
pub fn messages(app: &App, list: &ListBox) -> Vec<ListRow> {
    let said = app.log.iter().rev().filter(|message| passes(list, &message.text));
    let room = room(app);
    said.flat_map(|message| {
        let part = Part::Message(message.severity);
        // What goes on from the row above is indented.
        let spans = wrap(&message.text, room, room.saturating_sub(2).max(1)).into_iter().enumerate();
        let row = |(nth, span): (usize, std::ops::Range<usize>)| {
            let indent = if nth == 0 { "" } else { "  " };
            vec![(format!("{indent}{}", message.text.get(span).unwrap_or_default()), part)]
        };
        spans.map(row).collect::<Vec<_>>()
    })
    .collect()
}

/// Rows of a list that match what is typed in it: each word must be in the row.
fn passes(list: &ListBox, row: &str) -> bool {
    let row = row.to_lowercase();
    list.line.text().to_lowercase().split_whitespace().all(|word| row.contains(word))
}
