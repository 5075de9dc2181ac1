//! What lies over the panes: typed lines, help, pickers, messages.

use super::super::action::Action;
use super::super::app::{App, Choice, Goal, Overlay, Stock};
use super::super::chord::Chord;
use super::super::effect::Effect;
use super::super::keymap::{Context, Lookup};
use super::{export, jump, list, news, note_list, opening, prompt};
use crate::document::{Role, SectionKind};

/// The most choices of a picker.
const MAX_CHOICES: usize = 20_000;

/// A key was pressed while something lies over the panes; the command that it gave, where it gave one.
pub(super) fn press(app: &mut App, chord: Chord, effects: &mut Vec<Effect>) -> Option<String> {
    app.pending.chords.push(chord);
    let found = app.settings.keymap.lookup(Context::Prompt, &app.pending.chords);
    if found == Lookup::Partial {
        return None;
    }
    app.pending.chords.clear();
    match found {
        Lookup::Found(Action::Accept) if matches!(app.overlay, Some(Overlay::Prompt(_))) => {
            return prompt::accept(app, effects);
        }
        Lookup::Found(action) => act(app, action, effects),
        Lookup::Partial => {}
        Lookup::None => type_char(app, chord, effects),
    }
    None
}

fn type_char(app: &mut App, chord: Chord, effects: &mut Vec<Effect>) {
    let Some(c) = chord.typed() else { return };
    // A list of which nothing is typed yet is left as it was come to, and scrolls like a page.
    if let Some(Overlay::Help(list) | Overlay::Messages(list)) = &app.overlay
        && list.line.text().is_empty()
    {
        match c {
            'q' | '?' => {
                app.overlay = None;
                return;
            }
            ' ' => {
                scroll(app, page(app));
                return;
            }
            'j' => {
                scroll(app, 1);
                return;
            }
            'k' => {
                scroll(app, -1);
                return;
            }
            // The slash begins what is being typed already.
            '/' => return,
            _ => {}
        }
    }
    if let Some(line) = opening::typed_line(app) {
        line.insert(c);
        typed(app, effects);
    }
}

fn page(app: &App) -> isize {
    isize::try_from(app.size.height.saturating_sub(6)).unwrap_or(1).max(1)
}

/// What is typed has changed.
pub(super) fn typed(app: &mut App, effects: &mut Vec<Effect>) {
    match &mut app.overlay {
        Some(Overlay::Prompt(_)) => prompt::typed(app, effects),
        Some(Overlay::Help(list) | Overlay::Messages(list)) => list.top = 0,
        Some(Overlay::Picker(picker)) => {
            picker.chosen = 0;
            opening::rank(picker);
        }
        Some(Overlay::Editor(_) | Overlay::Review(_)) | None => {}
    }
}

fn act(app: &mut App, action: Action, effects: &mut Vec<Effect>) {
    if let Some(line) = opening::typed_line(app) {
        let before = line.text().len();
        match action {
            Action::CursorLeft => line.step(false),
            Action::CursorRight => line.step(true),
            Action::CursorStart => line.jump(false),
            Action::CursorEnd => line.jump(true),
            Action::DeleteForward => line.delete_forward(),
            Action::DeleteWord => line.delete_word(),
            Action::DeleteLine => line.delete_line(),
            _ => {}
        }
        if line.text().len() != before {
            typed(app, effects);
            return;
        }
    }
    match &mut app.overlay {
        Some(Overlay::Prompt(_)) => prompt::act(app, action, effects),
        Some(Overlay::Picker(_)) => pick(app, action, effects),
        Some(Overlay::Help(_) | Overlay::Messages(_)) => list(app, action),
        Some(Overlay::Editor(_) | Overlay::Review(_)) | None => {}
    }
}

/// Scrolls a list.
pub(super) fn scroll(app: &mut App, lines: isize) {
    match &mut app.overlay {
        Some(Overlay::Help(list) | Overlay::Messages(list)) => {
            list.top = list.top.saturating_add_signed(lines);
        }
        Some(Overlay::Picker(picker)) => {
            let last = picker.matches.len().saturating_sub(1);
            picker.chosen = picker.chosen.saturating_add_signed(lines).min(last);
        }
        Some(Overlay::Prompt(_) | Overlay::Editor(_) | Overlay::Review(_)) | None => {}
    }
    clamp(app);
}

/// Keeps a list from being scrolled beyond its end.
fn clamp(app: &mut App) {
    let rows = super::super::listing::list_rows(app);
    let room = usize::from(app.size.height.saturating_sub(6)).max(1);
    if let Some(Overlay::Help(list) | Overlay::Messages(list)) = &mut app.overlay {
        list.top = list.top.min(rows.saturating_sub(room));
    }
}

fn list(app: &mut App, action: Action) {
    match action {
        Action::Accept | Action::Cancel => {
            // What is typed goes first.
            let typed = opening::typed_line(app).is_some_and(|line| !line.text().is_empty());
            if typed && action == Action::Cancel {
                if let Some(line) = opening::typed_line(app) {
                    line.set("");
                }
                if let Some(Overlay::Help(list) | Overlay::Messages(list)) = &mut app.overlay {
                    list.top = 0;
                }
            } else {
                app.overlay = None;
            }
        }
        Action::ListDown => scroll(app, 1),
        Action::ListUp => scroll(app, -1),
        Action::PageDown => scroll(app, page(app)),
        Action::PageUp => scroll(app, -page(app)),
        Action::DeleteBack => {
            if let Some(line) = opening::typed_line(app) {
                line.delete_back();
            }
        }
        _ => {}
    }
}

fn pick(app: &mut App, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Cancel => app.overlay = None,
        // In a list of notes Tab goes to the other list, among formats to what is taken along.
        Action::CompleteNext | Action::CompletePrevious
            if note_list::other(app, effects) || export::turn(app) => {}
        Action::ListDown | Action::CompleteNext => scroll(app, 1),
        Action::ListUp | Action::CompletePrevious => scroll(app, -1),
        Action::PageDown => scroll(app, page(app)),
        Action::PageUp => scroll(app, -page(app)),
        Action::DeleteBack => {
            if let Some(line) = opening::typed_line(app)
                && line.delete_back()
            {
                typed(app, effects);
            }
        }
        Action::Accept => {
            let Some(Overlay::Picker(picker)) = &app.overlay else { return };
            // Where nothing is chosen there is nowhere to go, and what was typed can be mended.
            let chosen = picker.matches.get(picker.chosen).and_then(|n| picker.choices.get(*n));
            let Some(goal) = chosen.map(|choice| choice.goal) else { return };
            let Some(Overlay::Picker(picker)) = app.overlay.take() else { return };
            go(app, goal, picker.stock, effects);
        }
        _ => {}
    }
}

/// Goes to what was chosen.
fn go(app: &mut App, goal: Goal, stock: Stock, effects: &mut Vec<Effect>) {
    match (goal, stock) {
        (Goal::Position(pos), _) => {
            if let Some(open) = app.open_mut() {
                jump::to(open, pos);
            }
        }
        (Goal::Note(n), Stock::Notes(notes)) => {
            if let Some(note) = notes.get(n) {
                note_list::chosen(app, note, effects);
            }
        }
        (Goal::Export(n), Stock::Exports(_, rows)) => {
            if let Some(row) = rows.into_iter().nth(n) {
                export::chosen(app, row.plan);
            }
        }
        (Goal::Query(n), _) => list::take_saved(app, n, effects),
        (Goal::Item(item), _) => {
            list::choose(app, item, effects);
            list::open_chosen(app, effects);
        }
        (Goal::Brief(index), _) if index != app.shelf.current => {
            effects.extend(news::open_entry(app, index));
        }
        (Goal::Brief(_) | Goal::Note(_) | Goal::Export(_), _) => {}
    }
}

/// Leaves what lies over the panes.
pub(super) fn leave(app: &mut App, effects: &mut Vec<Effect>) {
    if matches!(app.overlay, Some(Overlay::Prompt(_))) {
        prompt::act(app, Action::Cancel, effects);
    } else {
        app.overlay = None;
    }
}

/// Offers the briefs at hand.
pub(super) fn library(app: &mut App, effects: &mut Vec<Effect>) {
    let choices = briefs(app);
    opening::picker(app, "Briefs", choices, Stock::Names, "");
    if let Some(Overlay::Picker(picker)) = &mut app.overlay {
        picker.chosen = picker
            .matches
            .iter()
            .position(|n| picker.choices.get(*n).is_some_and(|c| c.goal == Goal::Brief(app.shelf.current)))
            .unwrap_or(0);
    }
    read_titles(app, effects);
}

/// Offers sections, actors and briefs.
pub(super) fn picker(app: &mut App, effects: &mut Vec<Effect>) {
    let mut choices = places(app);
    choices.extend(briefs(app).into_iter().filter(|c| c.goal != Goal::Brief(app.shelf.current)));
    opening::picker(app, "Go to", choices, Stock::Names, "");
    read_titles(app, effects);
}

fn read_titles(app: &App, effects: &mut Vec<Effect>) {
    let untitled = news::untitled(app);
    if !untitled.is_empty() {
        effects.push(Effect::ReadTitles(untitled));
    }
}

/// Sections and actors of the open brief.
fn places(app: &App) -> Vec<Choice> {
    let Some(open) = app.open() else { return Vec::new() };
    let doc = &open.document;
    let mut choices = Vec::new();
    for pane in &open.panes {
        let Some(section) = doc.sections().get(pane.section) else { continue };
        let Some(first) = doc.block(crate::document::BlockIx(section.body.start)) else { continue };
        choices.push(Choice {
            label: section.title.clone(),
            kind: "section".to_owned(),
            goal: Goal::Position(first.range.start()),
        });
    }
    let actors = doc.sections().iter().find(|section| section.kind == SectionKind::Actors);
    for ix in actors.map(|section| section.body.clone()).unwrap_or_default().take(MAX_CHOICES) {
        let Some(block) = doc.block(crate::document::BlockIx(ix)) else { continue };
        if block.role == Role::ActorName && !block.continues {
            choices.push(Choice {
                label: doc.slice(block.range).to_owned(),
                kind: "actor".to_owned(),
                goal: Goal::Position(block.range.start()),
            });
        }
    }
    choices
}

/// The briefs at hand.
fn briefs(app: &App) -> Vec<Choice> {
    if let Some(stack) = &app.library {
        let choice = |item: usize| {
            let row = stack.list.row(item)?;
            Some(Choice { label: row.title().to_owned(), kind: "brief".to_owned(), goal: Goal::Item(item) })
        };
        return (0..stack.list.items.len()).filter_map(choice).take(MAX_CHOICES).collect();
    }
    let entries = app.shelf.entries.iter().enumerate().take(MAX_CHOICES);
    entries
        .map(|(index, entry)| Choice {
            label: label(entry),
            kind: "brief".to_owned(),
            goal: Goal::Brief(index),
        })
        .collect()
}

fn label(entry: &super::super::app::Entry) -> String {
    let name = crate::text::clean_line(&entry.origin.name()).into_owned();
    match &entry.title {
        Some(title) => title.clone(),
        None if entry.document > 0 => format!("{name} ({})", entry.document + 1),
        None => name,
    }
}

/// Titles have become known while a picker is open.
pub(super) fn refresh(app: &mut App) {
    let labels: Vec<String> = app.shelf.entries.iter().map(label).collect();
    if let Some(Overlay::Picker(picker)) = &mut app.overlay {
        for choice in &mut picker.choices {
            if let Goal::Brief(index) = choice.goal
                && let Some(label) = labels.get(index)
            {
                choice.label.clone_from(label);
            }
        }
        let chosen = picker.matches.get(picker.chosen).copied();
        opening::rank(picker);
        picker.chosen = picker.matches.iter().position(|n| Some(*n) == chosen).unwrap_or(0);
    }
}
