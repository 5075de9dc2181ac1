//! The line typed at the bottom: search and commands.

use super::super::action::Action;
use super::super::app::{App, Overlay, Prompt, PromptKind};
use super::super::command;
use super::super::effect::Effect;
use super::{export, list, opening, search};
use crate::text::{Query, QueryMode, TextPos};

/// The most entries of a history.
const MAX_HISTORY: usize = 100;

/// Begins to type a search.
pub(super) fn search(app: &mut App) {
    if app.open().is_some() {
        opening::prompt(app, PromptKind::Search(QueryMode::Words));
    }
}

/// Begins to type a command.
pub(super) fn command(app: &mut App) {
    app.folder = None;
    opening::prompt(app, PromptKind::Command);
}

fn prompt(app: &mut App) -> Option<&mut Prompt> {
    match &mut app.overlay {
        Some(Overlay::Prompt(prompt)) => Some(prompt),
        _ => None,
    }
}

/// What is typed has changed.
pub(super) fn typed(app: &mut App, effects: &mut Vec<Effect>) {
    let Some(prompt) = prompt(app) else { return };
    prompt.history = None;
    prompt.chosen = None;
    prompt.error = None;
    let (kind, text) = (prompt.kind, prompt.line.text().to_owned());
    match kind {
        PromptKind::Search(mode) => live(app, &text, mode, effects),
        PromptKind::Command => list_folder(app, &text, effects),
        PromptKind::Export => {}
        PromptKind::Library => list::set_query(app, &text, effects),
    }
}

/// Asks for the files that would complete a line, where they are not known. They are asked for anew with every command.
fn list_folder(app: &App, text: &str, effects: &mut Vec<Effect>) {
    let known = app.folder.as_ref().map(|(folder, _)| folder.as_str());
    if let Some(folder) = command::folder_of(text).filter(|folder| known != Some(folder)) {
        effects.push(Effect::ListFolder(folder.to_owned()));
    }
}

/// Searches for what is typed so far, from where the search began.
fn live(app: &mut App, text: &str, mode: QueryMode, effects: &mut Vec<Effect>) {
    let Some(from) = restore(app) else { return };
    match Query::new(text, mode) {
        Ok(Some(query)) => search::begin(app, query, from, effects),
        Ok(None) => {
            if let Some(open) = app.open_mut() {
                open.search = None;
            }
        }
        Err(error) => {
            if let Some(prompt) = prompt(app) {
                prompt.error = Some(error.0);
            }
        }
    }
}

/// Goes back to where the reader was before the line was typed.
fn restore(app: &mut App) -> Option<TextPos> {
    let before = prompt(app)?.before.clone()?;
    let open = app.open_mut()?;
    open.restore(&before);
    Some(open.cursor())
}

/// An action of the typed line.
pub(super) fn act(app: &mut App, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Cancel => cancel(app, effects),
        Action::CompleteNext => complete(app, true, effects),
        Action::CompletePrevious => complete(app, false, effects),
        Action::ListUp => history(app, true, effects),
        Action::ListDown => history(app, false, effects),
        Action::ToggleRegex => {
            if let Some(prompt) = prompt(app)
                && let PromptKind::Search(mode) = prompt.kind
            {
                prompt.kind = PromptKind::Search(match mode {
                    QueryMode::Words => QueryMode::Regex,
                    QueryMode::Regex => QueryMode::Words,
                });
                typed(app, effects);
            }
        }
        Action::DeleteBack => {
            // Backspace in an empty line leaves it, as in vi.
            match prompt(app).map(|prompt| prompt.line.delete_back()) {
                Some(false) => cancel(app, effects),
                _ => typed(app, effects),
            }
        }
        _ => {}
    }
}

/// Leaves the line: a search that was only being typed is none, and the reader is where it began.
fn cancel(app: &mut App, effects: &mut Vec<Effect>) {
    let kind = prompt(app).map(|prompt| prompt.kind);
    if kind == Some(PromptKind::Library) {
        let before = prompt(app).map(|prompt| (prompt.asked.clone(), prompt.stood));
        let (asked, stood) = before.unwrap_or_default();
        list::take_back(app, &asked, stood, effects);
    }
    if matches!(kind, Some(PromptKind::Search(_))) {
        restore(app);
        if let Some(open) = app.open_mut() {
            open.search = None;
        }
    }
    app.overlay = None;
}

/// Takes what is typed; a command is left to whoever asked.
pub(super) fn accept(app: &mut App, effects: &mut Vec<Effect>) -> Option<String> {
    let prompt = prompt(app)?;
    let (kind, text) = (prompt.kind, prompt.line.text().to_owned());
    match kind {
        PromptKind::Search(_) => {
            if prompt.error.is_some() {
                return None;
            }
            app.overlay = None;
            if text.is_empty() {
                // An empty search repeats the last.
                search::step(app, true, 1, effects);
            } else {
                remember(&mut app.searches, &text);
                searched(app, &text);
            }
            None
        }
        PromptKind::Command => {
            app.overlay = None;
            if !text.trim().is_empty() {
                remember(&mut app.commands, &text);
            }
            Some(text)
        }
        PromptKind::Export => {
            app.overlay = None;
            export::accept(app, &text, effects);
            None
        }
        PromptKind::Library => {
            // What is no query yet is not taken; what is wrong with it stands there.
            let wrong = app.library.as_ref().is_some_and(|stack| stack.error.is_some());
            if !wrong {
                app.overlay = None;
                if !text.trim().is_empty() {
                    remember(&mut app.queries, &text);
                }
            }
            None
        }
    }
}

/// The way back leads to where the search began.
fn searched(app: &mut App, text: &str) {
    let Some(open) = app.open_mut() else { return };
    let Some(search) = &open.search else { return };
    let (from, found) = (search.from, search.current.is_some());
    let counted = search.hits.as_ref().map(super::super::search::Hits::total);
    if found || search.waiting.is_some() {
        open.jumps.places.truncate(open.jumps.at);
        open.jumps.places.push(from);
        open.jumps.at = open.jumps.places.len();
    }
    if !found && counted == Some(0) {
        app.warn(format!("no “{text}” in this brief"));
    }
}

/// Puts an entry into a history.
pub(super) fn remember(history: &mut Vec<String>, text: &str) {
    history.retain(|old| old != text);
    history.push(text.to_owned());
    if history.len() > MAX_HISTORY {
        history.remove(0);
    }
}

fn history(app: &mut App, back: bool, effects: &mut Vec<Effect>) {
    let entries = match prompt(app).map(|prompt| prompt.kind) {
        Some(PromptKind::Search(_)) => app.searches.clone(),
        Some(PromptKind::Command) => app.commands.clone(),
        Some(PromptKind::Library) => app.queries.clone(),
        Some(PromptKind::Export) | None => return,
    };
    let Some(prompt) = prompt(app) else { return };
    if prompt.history.is_none() {
        prompt.typed = prompt.line.text().to_owned();
    }
    // Counted from the newest.
    let shown = match (prompt.history, back) {
        (None, true) => Some(0),
        (Some(n), true) => Some((n + 1).min(entries.len().saturating_sub(1))),
        (Some(0) | None, false) => None,
        (Some(n), false) => Some(n - 1),
    };
    let text = shown.and_then(|n| entries.iter().rev().nth(n)).cloned();
    let typed_text = prompt.typed.clone();
    prompt.line.set(&text.unwrap_or_else(|| typed_text.clone()));
    typed(app, effects);
    if let Some(prompt) = self::prompt(app) {
        prompt.history = shown.filter(|n| *n < entries.len());
        prompt.typed = typed_text;
    }
}

/// Takes the next completion of what was typed.
fn complete(app: &mut App, forward: bool, effects: &mut Vec<Effect>) {
    let Some(prompt) = prompt(app) else { return };
    if prompt.kind == PromptKind::Export {
        return;
    }
    if matches!(prompt.kind, PromptKind::Search(_)) {
        // In a search, Tab goes from hit to hit while it is typed.
        search::step(app, forward, 1, effects);
        return;
    }
    if prompt.chosen.is_none() {
        prompt.typed = prompt.line.text().to_owned();
    }
    let (typed_text, chosen, prompt_kind) = (prompt.typed.clone(), prompt.chosen, prompt.kind);
    let all = command::completions_of(app, prompt_kind, &typed_text);
    if all.is_empty() {
        return;
    }
    let next = match (chosen, forward) {
        (None, true) => 0,
        (None, false) => all.len() - 1,
        (Some(n), true) => (n + 1) % all.len(),
        (Some(n), false) => (n + all.len() - 1) % all.len(),
    };
    let line = all.get(next).map(|c| c.line.clone()).unwrap_or_default();
    if let Some(prompt) = self::prompt(app) {
        prompt.line.set(&line);
        // The only completion of a command's name is taken at once, and its argument is next.
        prompt.chosen = (all.len() > 1).then_some(next);
    }
    if prompt_kind == PromptKind::Library {
        list::set_query(app, &line, effects);
    } else if all.len() == 1 {
        list_folder(app, &line, effects);
    }
}
