//! News from workers and the terminal: briefs that have been read, titles, the background's brightness.

use super::super::action::Action;
use super::super::app::{App, Desk, Entry, Open, Shelf};
use super::super::collection::Sought;
use super::super::effect::Effect;
use super::super::event::{Loaded, LoadedBrief, Stage};
use super::super::keymap::Context;
use super::super::notebook::Notebook;
use super::super::origin::{Origin, Ticket};
use super::{editor, jump, list, live, notes, reader, review, search, visits};
use crate::diagnostic::{Report, Severity};
use crate::document::Place;
use crate::history::Seen;
use crate::notes::Subject;
use crate::text::{Query, QueryMode};
use crate::theme::{Theme, ThemeName};
use std::collections::HashMap;
use std::sync::Arc;

/// Opens a brief of the shelf: what has to be done for it.
pub(super) fn open_entry(app: &mut App, index: usize) -> Vec<Effect> {
    let Some(entry) = app.shelf.entries.get(index) else { return Vec::new() };
    let origin = entry.origin.clone();
    let mut effects = Vec::new();
    leave(app, &mut effects);
    app.shelf.current = index;
    app.resume = None;
    app.seeking = None;
    app.decided.clear();
    let ticket = app.ticket();
    app.loading = ticket;
    app.desk = Desk::Loading { ticket, stage: Stage::Reading };
    effects.push(Effect::Load { ticket, origin });
    effects
}

/// The open brief is left for another: it is kept where the reader was, and that there is a way back.
pub(super) fn leave(app: &mut App, effects: &mut Vec<Effect>) {
    visits::keep(app, effects);
    if app.open().is_none() {
        return;
    }
    notes::leave(app);
    if let Some(entry) = app.entry().cloned() {
        app.trail.push(entry);
        if app.trail.len() > MAX_TRAIL {
            app.trail.remove(0);
        }
    }
    // Whoever is asked next whether a brief is open is told the truth.
    app.desk = Desk::Loading { ticket: app.loading, stage: Stage::Reading };
}

/// The most briefs that are remembered as the way back.
const MAX_TRAIL: usize = 100;

/// Back to the brief that was open before this one; false where there was none.
pub(super) fn back(app: &mut App, effects: &mut Vec<Effect>) -> bool {
    let Some(entry) = app.trail.pop() else { return false };
    visits::keep(app, effects);
    // This way leads back alone.
    app.desk = Desk::Loading { ticket: app.loading, stage: Stage::Reading };
    let same = |other: &Entry| other.origin == entry.origin && other.document == entry.document;
    let at = app.shelf.entries.iter().position(same).unwrap_or_else(|| {
        app.shelf = Shelf { entries: vec![entry.clone()], current: 0 };
        0
    });
    app.shelf.current = at;
    effects.extend(open_entry(app, at));
    list::reading(app, effects);
    true
}

/// Reads the open brief again, and keeps the place.
pub(super) fn reload(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(origin) = app.entry().map(|entry| entry.origin.clone()) else { return };
    if matches!(origin, Origin::Input(_)) {
        app.warn("this brief came through a pipe: it cannot be read again");
        return;
    }
    if let Some(open) = app.open() {
        let shown = open
            .behind
            .as_ref()
            .map_or_else(|| open.document.place(open.cursor()), |doc| doc.place(crate::text::TextPos::ZERO));
        app.resume = shown.filter(|_| open.brief.is_some());
    }
    let ticket = app.ticket();
    app.loading = ticket;
    app.again = Some((ticket, false));
    // What is open stays on the desk until the new reading is there.
    if matches!(app.desk, Desk::Loading { .. }) {
        app.desk = Desk::Loading { ticket, stage: Stage::Reading };
    }
    effects.push(Effect::Load { ticket, origin });
}

/// A load has come some way.
pub(super) fn progress(app: &mut App, ticket: Ticket, news: Stage) {
    if let Desk::Loading { ticket: current, stage } = &mut app.desk
        && *current == ticket
    {
        *stage = news;
    }
}

/// A load has ended.
pub(super) fn loaded(app: &mut App, ticket: Ticket, loaded: &Loaded, effects: &mut Vec<Effect>) {
    // Only the last load that was asked for counts.
    if ticket != app.loading {
        return;
    }
    let wanted = app.entry().map_or(0, |entry| entry.document);
    shelve(app, loaded);
    let Some(brief) = loaded.briefs.iter().find(|b| b.index == wanted).or_else(|| loaded.briefs.first())
    else {
        return;
    };
    if let Some(entry) = app.shelf.entries.get_mut(app.shelf.current) {
        entry.document = brief.index;
    }
    let again = app.resume.take();
    app.checked = ticket;
    let own = std::mem::take(&mut app.own);
    if let Some((_, edited)) = app.again.take().filter(|(again, _)| *again == ticket)
        && live::stays(app, brief)
    {
        check(loaded, brief, ticket, effects);
        // Whoever has just edited it wants to see what is wrong; the way back leads to what was read.
        if edited && brief.brief.is_none() && app.open().is_some_and(|open| open.behind.is_none()) {
            reader::findings(app);
            // They say it all themselves, and what was read is not what is seen.
            app.message = None;
        }
        return;
    }
    let before = std::mem::replace(&mut app.desk, Desk::Loading { ticket, stage: Stage::Reading });
    let arrangement = match &before {
        Desk::Open(open) => open.arrangement,
        Desk::Loading { .. } => app.settings.arrangement,
    };
    let file = match &before {
        Desk::Open(old) if again.is_some() => loaded.full.clone().or_else(|| old.file.clone()),
        Desk::Open(_) | Desk::Loading { .. } => loaded.full.clone(),
    };
    let open = Open { file, ..Open::new(brief, arrangement) };
    app.desk = Desk::Open(Box::new(open));
    match (again, before) {
        (Some(place), Desk::Open(old)) => {
            read_again(app, *old, &place, own, effects);
        }
        _ => visits::opened(app, brief),
    }
    if let Some(trouble) = &loaded.trouble {
        app.warn(trouble.clone());
    }
    if let Some(Origin::File(path)) = app.entry().map(|entry| entry.origin.clone())
        && app.watched.as_ref() != Some(&path)
    {
        app.watched = Some(path.clone());
        effects.push(Effect::Watch(path));
    }
    review::settle(app);
    first_wishes(app, effects);
    visits::keep(app, effects);
    notes::ask(app, effects);
    check(loaded, brief, ticket, effects);
    let asked = app.seeking.take();
    let Some(open) = app.open_mut() else { return };
    if let Some(query) = asked {
        open.sought = Some(Sought { query, is_known: false, goes: true });
    }
    if let Some(sought) = &open.sought {
        let (query, document) = (sought.query.clone(), Arc::clone(&open.document));
        effects.push(Effect::Seek { ticket, document, query });
    }
}

/// Has a brief checked that could be read.
fn check(loaded: &Loaded, brief: &LoadedBrief, ticket: Ticket, effects: &mut Vec<Effect>) {
    if let Some(known) = &brief.brief {
        let (source, brief_read) = (Arc::clone(&loaded.source), Arc::clone(known));
        effects.push(Effect::Check { ticket, source, document: brief.index, brief: brief_read });
    }
}

/// The same brief lies open again, as it is now: what was done to it goes on.
fn read_again(app: &mut App, mut old: Open, place: &Place, own: bool, effects: &mut Vec<Effect>) {
    let Some(open) = app.open_mut() else { return };
    // What was found in it is marked in what it has become, but the reader stays.
    open.sought = old.sought.take().map(|sought| Sought { is_known: false, goes: false, ..sought });
    // What was done to its notes can still be taken back, but not where another brief has come into the file.
    let mut turns = std::mem::take(&mut old.notebook);
    let dropped = turns.dropped.take();
    let turns = if is_kept(&turns, &old, open) { turns } else { Notebook::default() };
    let Notebook { undo, redo, attaching, .. } = turns;
    open.notebook = Notebook { undo, redo, dropped, attaching, ..Notebook::default() };
    // Where the findings of a brief stood is no place in it.
    let pos = match old.behind {
        None => live::Carrier::new(&old.document, &open.document).position(old.cursor()),
        Some(_) => open.document.resolve(place),
    };
    jump::show(open, pos, true);
    // What the reader has done is no news.
    let seen =
        if own && old.fresh.is_empty() { Seen::of(&open.document) } else { std::mem::take(&mut old.seen) };
    visits::read_again(open, seen);
    if old.behind.is_none() {
        live::carry(app, old, effects);
    }
    editor::moved(app);
}

/// Whether the notes on a brief are those on what has become of it.
fn is_kept(turns: &Notebook, old: &Open, now: &Open) -> bool {
    let (Some(was), Some(is)) = (old.brief.as_deref(), now.brief.as_deref()) else { return true };
    let file = Some(std::path::Path::new("/the same file"));
    let turns = turns.undo.iter().chain(&turns.redo);
    let changed = turns.flat_map(|turn| turn.before.iter().chain(&turn.after));
    notes::is_same_brief(&Subject::of(was, file), &Subject::of(is, file), &now.document, changed)
}

/// A brief has been checked: says what is wrong with it all the same.
pub(super) fn checked(app: &mut App, ticket: Ticket, report: Option<Arc<Report>>) {
    if app.checked != ticket {
        return;
    }
    let Some(open) = app.open_mut() else { return };
    open.report = report;
    let Some(report) = &open.report else { return };
    let report = Arc::clone(report);
    let errors = report.findings.iter().filter(|f| f.severity == Severity::Error).count();
    if errors > 0 {
        let key = app.settings.keymap.keys_of(Context::Reader, Action::Findings);
        let first = report.findings.iter().find(|f| f.severity == Severity::Error);
        let more = match (errors, key) {
            (1, Some(key)) => format!("; {key} shows where"),
            (n, Some(key)) => format!(" and {} more; {key} shows all", n - 1),
            (_, None) => String::new(),
        };
        let text = first.map(|f| f.message.clone()).unwrap_or_default();
        app.warn(format!("{text}{more}"));
    }
}

/// Where the command line asked to begin.
fn first_wishes(app: &mut App, effects: &mut Vec<Effect>) {
    if let Some(wish) = app.settings.section.take() {
        match find_section(app, &wish) {
            Some(pane) => {
                if let Some(open) = app.open_mut() {
                    jump::focus(open, pane);
                }
            }
            None => app.warn_of_section(&wish),
        }
    }
    if let Some(text) = app.settings.search.take()
        && let Ok(Some(query)) = Query::new(&text, QueryMode::Words)
    {
        app.searches.push(text);
        let from = app.open().map(Open::cursor).unwrap_or_default();
        search::begin(app, query, from, effects);
    }
}

/// The pane of a section that a person means, counted from 0.
pub(super) fn find_section(app: &App, wish: &str) -> Option<usize> {
    let open = app.open()?;
    let section = open.document.find_section(wish)?;
    open.panes.iter().position(|pane| pane.section == section)
}

/// Puts the briefs of a file that holds several on the shelf, and what they are called.
fn shelve(app: &mut App, loaded: &Loaded) {
    let current = app.shelf.current;
    let Some(origin) = app.entry().map(|entry| entry.origin.clone()) else { return };
    let title = |brief: &LoadedBrief| brief.brief.as_ref().map(|_| brief.document.title().to_owned());
    let known = |entry: &Entry| entry.origin == origin;
    if loaded.briefs.len() > 1 || app.shelf.entries.iter().filter(|entry| known(entry)).count() > 1 {
        let wanted = app.entry().map_or(0, |entry| entry.document);
        let first = app.shelf.entries.iter().position(known).unwrap_or(current);
        app.shelf.entries.retain(|entry| entry.origin != origin);
        let fresh = loaded.briefs.iter().map(|brief| Entry {
            origin: origin.clone(),
            document: brief.index,
            title: title(brief),
        });
        let at = loaded.briefs.iter().position(|brief| brief.index == wanted).unwrap_or(0);
        app.shelf.entries.splice(first..first, fresh);
        app.shelf.current = first + at;
    } else if let (Some(entry), Some(brief)) = (app.shelf.entries.get_mut(current), loaded.briefs.first()) {
        entry.title = title(brief);
    }
}

/// Titles of briefs on the shelf have become known.
pub(super) fn titles(app: &mut App, titles: Vec<(Origin, usize, String)>) {
    let found: HashMap<(Origin, usize), String> =
        titles.into_iter().map(|(origin, document, title)| ((origin, document), title)).collect();
    for entry in &mut app.shelf.entries {
        // What is read meanwhile is newer.
        if entry.title.is_none() {
            entry.title = found.get(&(entry.origin.clone(), entry.document)).cloned();
        }
    }
}

/// The terminal has told how bright its background is.
pub(super) fn background(app: &mut App, light: bool) {
    app.light = Some(light);
    if app.settings.theme.is_none() {
        let name = if light { ThemeName::Light } else { ThemeName::Dark };
        app.theme = Theme::new(name, app.settings.depth);
    }
    app.theme = app.theme.on_light(Some(light));
}

/// The editor has returned.
pub(super) fn edited(app: &mut App, outcome: Result<(), String>, effects: &mut Vec<Effect>) {
    match outcome {
        Ok(()) => {
            reload(app, effects);
            app.again = Some((app.loading, true));
        }
        Err(error) => {
            app.warn(error);
            effects.push(Effect::Redraw);
        }
    }
}

/// Origins of the shelf whose titles are not known, with their documents.
pub(super) fn untitled(app: &App) -> Vec<(Origin, usize)> {
    let untitled = app.shelf.entries.iter().filter(|entry| entry.title.is_none());
    untitled.take(2_000).map(|entry| (entry.origin.clone(), entry.document)).collect()
}
