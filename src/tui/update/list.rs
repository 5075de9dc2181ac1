//! The list of briefs: its keys, what is asked of it, and news of the library.

use super::super::action::Action;
use super::super::app::{App, Choice, Entry, Goal, ListBox, Open, Overlay, PromptKind, Scene, Shelf, Stock};
use super::super::collection::{Collection, GROUPINGS, Letter, List, ORDERS, Preview, Stand, name_of};
use super::super::effect::Effect;
use super::super::event::{LibraryNews, Loaded};
use super::super::geometry;
use super::super::librarian::{Question, Wanted};
use super::super::origin::{Origin, Ticket};
use super::{export, live, news, note_list, notes, opening, prompt, search, visits};
use crate::history::{LibraryView, SavedQuery};
use crate::library::{Passage, Query, RowKey, Sort, Stage};
use crate::text::TextRange;
use std::sync::Arc;

/// Does an action in the list, with the count that was typed before it.
pub(super) fn act(app: &mut App, action: Action, count: Option<usize>, effects: &mut Vec<Effect>) {
    let times = isize::try_from(count.unwrap_or(1)).unwrap_or(isize::MAX);
    let page = isize::try_from(room(app)).unwrap_or(1).max(1);
    match action {
        Action::LineDown => step(app, times, effects),
        Action::LineUp => step(app, -times, effects),
        Action::PageDown => step(app, page.saturating_mul(times), effects),
        Action::PageUp => step(app, -page.saturating_mul(times), effects),
        Action::HalfDown => step(app, (page / 2).max(1).saturating_mul(times), effects),
        Action::HalfUp => step(app, -(page / 2).max(1).saturating_mul(times), effects),
        Action::Top => {
            step(app, isize::MIN + 1, effects);
            step(app, times.saturating_sub(1).max(0), effects);
        }
        Action::Bottom => step(app, isize::MAX, effects),
        Action::NextParagraph | Action::PreviousParagraph => {
            let forward = action == Action::NextParagraph;
            for _ in 0..times.min(1000) {
                let Some(stack) = &app.library else { return };
                let item = stack.list.step_group(stack.chosen, forward);
                choose(app, item, effects);
            }
        }
        Action::ScrollDown => scroll_preview(app, times),
        Action::ScrollUp => scroll_preview(app, -times),
        Action::Follow => open_chosen(app, effects),
        Action::Search => opening::prompt(app, PromptKind::Library),
        Action::Dismiss => dismiss(app, effects),
        Action::Library => back(app),
        Action::ToggleRead => toggle_read(app, effects),
        Action::SavedQueries => saved(app),
        Action::Edit => edit(app, effects),
        Action::Reload => {
            app.say("looking through the folders");
            effects.push(Effect::RefreshLibrary);
        }
        Action::Notes => note_list::everywhere(app, effects),
        Action::Export => export::offer_listed(app),
        Action::Findings => set_query(app, "has:errors", effects),
        Action::Help => app.overlay = Some(Overlay::Help(ListBox::default())),
        Action::Messages => app.overlay = Some(Overlay::Messages(ListBox::default())),
        Action::Command => prompt::command(app),
        _ => super::reader::act(app, action, count, effects),
    }
}

/// The rows of the list in view.
fn room(app: &App) -> usize {
    app.screen.list.map_or(1, |list| usize::from(list.rows.height))
}

/// Chooses an item.
pub(super) fn choose(app: &mut App, item: usize, effects: &mut Vec<Effect>) {
    let room = room(app);
    let Some(stack) = app.library.as_deref_mut() else { return };
    let before = stack.key();
    stack.choose(item, room);
    stack.is_choice = true;
    if stack.key() != before {
        stack.back.moved = true;
        stack.goal = None;
    }
    preview(app, effects);
}

fn step(app: &mut App, rows: isize, effects: &mut Vec<Effect>) {
    let Some(stack) = &app.library else { return };
    let item = stack.list.step(stack.chosen, rows);
    choose(app, item, effects);
}

/// Scrolls the list under the mouse.
pub(super) fn wheel(app: &mut App, rows: isize, effects: &mut Vec<Effect>) {
    step(app, rows, effects);
}

/// Scrolls the preview.
pub(super) fn scroll_preview(app: &mut App, rows: isize) {
    let Some(preview) = app.library.as_mut().and_then(|stack| stack.preview.as_mut()) else { return };
    let open = &mut *preview.open;
    let document = Arc::clone(&open.document);
    open.column.view.scroll(&document, &mut open.column.layout, rows);
}

/// Asks for the chosen brief, to be shown beside the list, where it is not there.
pub(super) fn preview(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(place) = app.screen.list else { return };
    let ticket = app.ticket();
    let Some(stack) = app.library.as_deref_mut() else { return };
    // Where there is no room for it, the passage is shown in which the words stand.
    if place.preview.is_none() && !stack.list.query.has_words() {
        return;
    }
    let Some(row) = stack.row() else {
        stack.preview = None;
        return;
    };
    let key = row.key();
    let query = stack.list.query.clone();
    let (path, document) = (row.path(), row.document());
    if !stack.preview_is_old && stack.preview.as_ref().is_some_and(|shown| shown.key == key)
        || stack.previewing.is_some_and(|(_, asked)| asked == key)
    {
        return;
    }
    stack.previewing = Some((ticket, key));
    stack.preview_is_old = false;
    effects.push(Effect::Preview(Wanted { ticket, key, path, document, query }));
}

/// A preview is there.
pub(super) fn previewed(
    app: &mut App,
    ticket: Ticket,
    loaded: &Loaded,
    document: usize,
    hits: Vec<TextRange>,
    passage: Option<Passage>,
) {
    let Some(stack) = app.library.as_deref_mut() else { return };
    let Some((_, key)) = stack.previewing.filter(|(asked, _)| *asked == ticket) else { return };
    stack.previewing = None;
    let brief = loaded.briefs.iter().find(|brief| brief.index == document).or_else(|| loaded.briefs.first());
    let Some(brief) = brief else { return };
    let mut open = Box::new(Open::new(brief, super::super::app::Arrangement::Continuous));
    if let Some(first) = hits.first() {
        open.column.view.go(&open.document, first.start());
    }
    open.found = hits;
    stack.preview = Some(Preview { key, open, passage });
    geometry::arrange(app);
    if app.screen.list.is_none_or(|list| list.preview.is_none()) {
        return;
    }
    // What is found stands where the eye is, with what leads to it above.
    let Some(preview) = app.library.as_deref_mut().and_then(|stack| stack.preview.as_mut()) else { return };
    let open = &mut *preview.open;
    if !open.found.is_empty() {
        let document = Arc::clone(&open.document);
        open.column.view.center(&document, &mut open.column.layout);
    }
}

/// Opens the chosen brief in the reader, at what was found in it.
pub(super) fn open_chosen(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(stack) = app.library.as_deref_mut() else { return };
    let Some(row) = stack.row() else {
        app.say("nothing is chosen");
        return;
    };
    let (path, document, key) = (row.path(), row.document(), row.key());
    let title = Some(row.title().to_owned());
    let words = stack.list.query.has_words().then(|| stack.list.query.clone());
    stack.reading = Some(key);
    stack.back.moved = true;
    app.scene = Scene::Reader;
    news::leave(app, effects);
    app.shelf = Shelf { entries: vec![Entry { origin: Origin::File(path), document, title }], current: 0 };
    effects.extend(news::open_entry(app, 0));
    app.seeking = words;
    keep_view(app, effects);
}

/// Goes through the briefs of the list from the one that is open; false where there is no list.
pub(super) fn step_brief(app: &mut App, forward: bool, times: usize, effects: &mut Vec<Effect>) -> bool {
    let Some(stack) = app.library.as_deref_mut() else { return false };
    let rows = isize::try_from(times).unwrap_or(isize::MAX);
    // The list may have changed around the brief that is open.
    if stack.key() != stack.reading
        && let Some(item) = stack.reading.and_then(|key| stack.list.position(key))
    {
        stack.chosen = item;
    }
    let item = stack.list.step(stack.chosen, if forward { rows } else { -rows });
    if item == stack.chosen && stack.key() == stack.reading {
        app.say(if forward {
            "this is the last brief of the list"
        } else {
            "this is the first brief of the list"
        });
        return true;
    }
    choose(app, item, effects);
    open_chosen(app, effects);
    true
}

/// Into the list, at the brief that is open; false where there is no list.
pub(super) fn enter(app: &mut App, effects: &mut Vec<Effect>) -> bool {
    if app.library.is_none() {
        return false;
    }
    visits::keep(app, effects);
    app.scene = Scene::List;
    geometry::arrange(app);
    // What was read meanwhile counts as read.
    effects.push(Effect::RecallLibrary);
    let item = app.library.as_ref().map(|stack| {
        let reading = stack.reading.filter(|key| stack.key() != Some(*key));
        reading.and_then(|key| stack.list.position(key)).unwrap_or(stack.chosen)
    });
    choose(app, item.unwrap_or(0), effects);
    true
}

/// The brief of the list that is open, after a way to it that does not lead through the list.
pub(super) fn reading(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(Origin::File(path)) = app.entry().map(|entry| entry.origin.clone()) else { return };
    let document = app.entry().map_or(0, |entry| entry.document);
    let Some(stack) = app.library.as_deref_mut() else { return };
    let is = |item: &usize| {
        stack.list.row(*item).is_some_and(|row| row.document() == document && row.path() == path)
    };
    let item = (0..stack.list.items.len()).find(is);
    stack.reading = item.and_then(|item| stack.list.row(item)).map(|row| row.key());
    if let Some(item) = item {
        choose(app, item, effects);
    }
}

/// Opens the library behind a brief that was named alone; false where there is none.
pub(super) fn open_behind(app: &App, effects: &mut Vec<Effect>) -> bool {
    let folders = app.settings.folders.clone();
    let is_behind = app.library.is_none() && app.shelf.entries.len() < 2 && !folders.is_empty();
    if is_behind {
        effects.push(Effect::OpenLibrary(folders));
    }
    is_behind
}

/// The library behind the open brief is there: its list is shown, at the brief where it is in it.
fn opened(
    app: &mut App,
    roots: Vec<String>,
    view: LibraryView,
    saved: Vec<SavedQuery>,
    effects: &mut Vec<Effect>,
) {
    visits::keep(app, effects);
    let file = app.entry().and_then(|entry| match &entry.origin {
        Origin::File(path) => Some(path.to_string_lossy().into_owned()),
        Origin::Input(_) | Origin::Sample(_) => None,
    });
    // Nothing that was asked another time hides the brief that is read now.
    begin(app, roots, LibraryView { query: String::new(), chosen: file, ..view }, saved);
    ask_again(app, effects);
    if std::mem::take(&mut app.asking) {
        opening::prompt(app, PromptKind::Library);
    }
}

/// Back to the brief that is open.
fn back(app: &mut App) {
    if app.library.as_ref().is_some_and(|stack| stack.reading.is_some()) || app.open().is_some() {
        app.scene = Scene::Reader;
    } else {
        app.say("no brief is open: enter opens the chosen one");
    }
}

fn dismiss(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(stack) = &app.library else { return };
    if stack.query.is_empty() {
        back(app);
    } else {
        set_query(app, "", effects);
    }
}

/// Asks something else of the library. Asking nothing leads back to where the reader stood before, or to what was chosen
/// since.
pub(super) fn set_query(app: &mut App, text: &str, effects: &mut Vec<Effect>) {
    let goal = app.library.as_deref_mut().and_then(|stack| stack.turn(text));
    ask_at(app, text, goal, effects);
}

/// Asks again what was asked before a line was typed, and leads back to where the reader stood then.
pub(super) fn take_back(app: &mut App, text: &str, stood: Option<Stand>, effects: &mut Vec<Effect>) {
    let Some(stack) = app.library.as_deref_mut() else { return };
    let moved = stack.back.moved;
    let turned = stack.turn(text);
    let goal = if moved { turned.or(stack.back.stood) } else { stood.or(turned) };
    ask_at(app, text, goal, effects);
}

fn ask_at(app: &mut App, text: &str, goal: Option<Stand>, effects: &mut Vec<Effect>) {
    let Some(stack) = app.library.as_deref_mut() else { return };
    text.clone_into(&mut stack.query);
    match Query::parse(text) {
        Ok(query) => {
            stack.error = None;
            stack.goal = goal;
            if goal.is_none() {
                stack.chosen = 0;
                stack.top = 0;
            }
            ask(app, query, goal.map(|goal| goal.key), effects);
            keep_view(app, effects);
        }
        // While something is typed that is not yet a query, the list stays as it was; where that was taken for words and
        // is the name of a field, it is what stands before it that is asked.
        Err(error) => {
            let named = text.get(error.range.clone()).is_some_and(|wrong| wrong.ends_with(':'));
            let before =
                text.get(..error.range.start).map(Query::parse).filter(|_| named && error.unfinished);
            stack.error = Some(error);
            if let Some(Ok(query)) = before {
                ask(app, query, goal.map(|goal| goal.key), effects);
            }
        }
    }
}

/// Has the library asked; the brief to keep in sight is the one chosen.
fn ask(app: &mut App, query: Query, keep: Option<RowKey>, effects: &mut Vec<Effect>) {
    let ticket = app.ticket();
    let Some(stack) = app.library.as_deref_mut() else { return };
    stack.asked = Some(ticket);
    stack.stale = false;
    let (sort, grouping) = (stack.sort, stack.grouping);
    effects.push(Effect::List(Question { ticket, query, sort, grouping, keep }));
}

/// Asks the same again.
pub(super) fn ask_again(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(stack) = app.library.as_deref() else { return };
    let Ok(query) = Query::parse(&stack.query) else { return };
    let keep = stack.stand().map(|stand| stand.key);
    ask(app, query, keep, effects);
}

/// News of the library.
pub(super) fn news(app: &mut App, news: LibraryNews, effects: &mut Vec<Effect>) {
    match news {
        LibraryNews::Progress { progress, generation } => {
            let Some(stack) = app.library.as_deref_mut() else { return };
            let changed = generation != stack.generation;
            let problems = stack.come_to(progress);
            stack.generation = generation;
            stack.stale |= changed && stack.asked.is_some();
            if changed && stack.asked.is_none() {
                ask_again(app, effects);
            }
            for problem in problems {
                app.warn(problem);
            }
        }
        LibraryNews::Opened(roots, view, saved) => opened(app, roots, view, saved, effects),
        LibraryNews::NotesChanged => {
            if app.library.is_some() {
                effects.push(Effect::RecallLibrary);
            }
            notes::ask_again(app, effects);
        }
        LibraryNews::Way(way) => {
            if let Some(stack) = app.library.as_deref_mut() {
                stack.way = way;
            }
        }
        LibraryNews::Listed { ticket, list, kept } => listed(app, ticket, list, kept, effects),
        LibraryNews::Previewed { ticket, loaded, document, hits, passage } => {
            previewed(app, ticket, &loaded, document, hits, passage);
        }
        LibraryNews::Sought { ticket, hits } => search::sought(app, ticket, hits),
        LibraryNews::Recalled => ask_again(app, effects),
        LibraryNews::Saved(saved) => {
            if let Some(stack) = app.library.as_deref_mut() {
                stack.saved = saved;
            }
        }
    }
}

fn listed(
    app: &mut App,
    ticket: Ticket,
    list: Arc<List>,
    kept: Option<(RowKey, Option<usize>)>,
    effects: &mut Vec<Effect>,
) {
    let room = room(app);
    let Some(stack) = app.library.as_deref_mut() else { return };
    if stack.asked != Some(ticket) {
        return;
    }
    stack.asked = None;
    let goal = stack.goal.take();
    let chosen = goal.map(|goal| goal.key).or_else(|| stack.key());
    let scrolled = goal.map_or(stack.chosen.saturating_sub(stack.top), |goal| goal.row);
    let words = list.query != stack.list.query;
    let before = std::mem::replace(&mut stack.list, list);
    // The chosen brief stays chosen, and on its row of the screen.
    let wanted = stack.wanted.as_ref().and_then(|wanted| {
        let is = |item: &usize| {
            stack.list.row(*item).is_some_and(|row| row.full_path().to_str() == Some(wanted.as_str()))
        };
        (0..stack.list.items.len()).find(is)
    });
    if wanted.is_some() || stack.progress.stage == Stage::Done {
        stack.wanted = None;
    }
    stack.is_choice |= wanted.is_some();
    let item = wanted.or(match (chosen, kept) {
        // Whoever has chosen nothing yet stays at the top while the list grows.
        _ if !stack.is_choice && goal.is_none() => None,
        (Some(chosen), Some((key, item))) if key == chosen => item,
        (Some(chosen), Some(_)) => stack.list.position(chosen),
        _ => None,
    });
    if let Some(item) = item {
        stack.top = item.saturating_sub(scrolled);
    }
    stack.choose(item.unwrap_or(stack.chosen), room);
    stack.is_choice |= stack.progress.stage == Stage::Done && !stack.stale;
    if words {
        stack.preview = None;
        stack.previewing = None;
    }
    if stack.stale {
        ask_again(app, effects);
    }
    live::follow(app, &before.catalogue, effects);
    preview(app, effects);
}

/// Sorts by what a letter means; by the same again, the other way round.
pub(super) fn sort_by(app: &mut App, letter: char, effects: &mut Vec<Effect>) {
    let Some((_, key, _)) = ORDERS.iter().find(|(known, ..)| *known == letter) else {
        app.warn(format!("not {letter}, but {}", letters(ORDERS)));
        return;
    };
    let Some(stack) = app.library.as_deref_mut() else { return };
    let reverse = stack.sort.key == *key && !stack.sort.reverse;
    stack.sort = Sort { key: *key, reverse };
    let about = stack.sort.about();
    app.say(about);
    ask_again(app, effects);
    keep_view(app, effects);
}

/// Puts the list under headings.
pub(super) fn group_by(app: &mut App, letter: char, effects: &mut Vec<Effect>) {
    let Some((_, grouping, _)) = GROUPINGS.iter().find(|(known, ..)| *known == letter) else {
        app.warn(format!("not {letter}, but {}", letters(GROUPINGS)));
        return;
    };
    let Some(stack) = app.library.as_deref_mut() else { return };
    stack.grouping = *grouping;
    ask_again(app, effects);
    keep_view(app, effects);
}

/// The letters of a table, each with what it chooses.
pub(super) fn letters<T>(table: &[Letter<T>]) -> String {
    let told: Vec<String> = table.iter().map(|(letter, _, name)| format!("{letter} {name}")).collect();
    told.join(", ")
}

fn toggle_read(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(stack) = app.library.as_deref() else { return };
    let Some(row) = stack.row() else { return };
    let was_read = stack.list.facts.get(row.key()).is_some_and(|fact| fact.read);
    effects.push(Effect::MarkRead { path: row.path(), document: row.document(), read: !was_read });
    app.say(if was_read { "unread" } else { "read" });
}

fn edit(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(row) = app.library.as_deref().and_then(Collection::row) else { return };
    let (path, document) = (row.path(), row.document());
    effects.push(Effect::Edit { path, document, way: Vec::new(), line: 1 });
}

/// Offers the queries that were given a name.
fn saved(app: &mut App) {
    let queries = app.library.as_deref().map(|stack| stack.saved.clone()).unwrap_or_default();
    if queries.is_empty() {
        app.say("no query has a name yet: :save-query NAME gives one to what is asked now");
        return;
    }
    let choice = |(n, saved): (usize, &SavedQuery)| Choice {
        label: format!("{} · {}", saved.name, saved.query),
        kind: "query".to_owned(),
        goal: Goal::Query(n),
    };
    let choices = queries.iter().enumerate().map(choice).collect();
    opening::picker(app, "Saved queries", choices, Stock::Names, "");
}

/// Asks what was given a name.
pub(super) fn take_saved(app: &mut App, nth: usize, effects: &mut Vec<Effect>) {
    let query = app.library.as_deref().and_then(|stack| Some(stack.saved.get(nth)?.query.clone()));
    if let Some(query) = query {
        set_query(app, &query, effects);
    }
}

/// Gives what is asked now a name; without anything asked, takes the name away.
pub(super) fn save(app: &mut App, name: &str, effects: &mut Vec<Effect>) {
    let Some(stack) = app.library.as_deref_mut() else {
        app.warn("there is no library here to ask");
        return;
    };
    let query = Some(stack.query.trim().to_owned()).filter(|query| !query.is_empty());
    let known = stack.saved.iter().any(|saved| saved.name == name);
    match (&query, known) {
        (Some(_), _) => app.say(format!("saved as {name}: ' lists the saved")),
        (None, true) => app.say(format!("{name} is forgotten")),
        (None, false) => {
            app.say("nothing is asked: / asks");
            return;
        }
    }
    effects.push(Effect::SaveQuery { name: name.to_owned(), query });
}

/// Keeps what is asked, in which order and what is chosen, for the next time.
pub(super) fn keep_view(app: &App, effects: &mut Vec<Effect>) {
    let Some(stack) = app.library.as_deref() else { return };
    let sign = if stack.sort.reverse { "-" } else { "" };
    effects.push(Effect::KeepView(LibraryView {
        roots: stack.roots.clone(),
        query: if stack.error.is_none() { stack.query.clone() } else { String::new() },
        sort: format!("{sign}{}", stack.sort.info().word),
        grouping: name_of(stack.grouping).to_owned(),
        chosen: stack.row().map(|row| row.full_path().to_string_lossy().into_owned()),
    }));
}

/// A library as it was looked at last.
pub(super) fn begin(app: &mut App, roots: Vec<String>, view: LibraryView, saved: Vec<SavedQuery>) {
    let mut stack = Collection::new(roots);
    stack.sort = Sort::parse(&view.sort).unwrap_or(stack.sort);
    let grouping = GROUPINGS.iter().find(|(.., name)| *name == view.grouping);
    stack.grouping = grouping.map_or(stack.grouping, |(_, grouping, _)| *grouping);
    stack.saved = saved;
    if view.roots == stack.roots {
        stack.wanted = view.chosen;
        if Query::parse(&view.query).is_ok() {
            stack.query = view.query;
        }
    }
    app.library = Some(Box::new(stack));
    app.scene = Scene::List;
}

/// Files have changed.
pub(super) fn changed(app: &mut App, paths: &[std::path::PathBuf], effects: &mut Vec<Effect>) {
    live::changed(app, paths, effects);
    if let Some(stack) = app.library.as_deref_mut() {
        // What is shown beside the list may be one of them.
        if let Some(row) = stack.row()
            && paths.iter().any(|path| row.path().starts_with(path))
        {
            stack.previewing = None;
            stack.preview_is_old = true;
        }
        effects.push(Effect::ReadChanged(paths.to_vec()));
    }
}
