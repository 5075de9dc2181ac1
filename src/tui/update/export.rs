//! Exporting what lies open or is listed, and citing what lies open.

use super::super::app::{App, Choice, Goal, Leaving, Overlay, PromptKind, Stock};
use super::super::effect::Effect;
use super::super::event::{ExportError, Exported};
use super::super::exporting::{Cargo, ExportPlan, Of, Offer};
use super::{notes, opening, select};
use crate::brief::slug;
use crate::document::SectionKind;
use crate::render::export::{CITATIONS, cite, place};
use crate::text::{TextRange, clean_line};
use std::sync::Arc;

/// So much of what is left out is told one by one.
const MAX_TOLD: usize = 20;

/// Offers ways to export the brief that lies open.
pub(super) fn offer(app: &mut App) {
    let Some(owner) = notes::owner(app) else {
        app.warn("there is no brief here to export");
        return;
    };
    let has_notes = app.open().is_some_and(|open| !open.notebook.notes.is_empty());
    let stem = owner.subject.id.unwrap_or_else(|| slug(&owner.subject.title));
    show(app, Offer::new(Of::Open, has_notes, stem, app.settings.templates.clone()), "");
}

/// Offers ways to export the briefs that are listed.
pub(super) fn offer_listed(app: &mut App) {
    let Some(list) = app.library.as_ref().map(|stack| Arc::clone(&stack.list)) else { return };
    let mut rows = (0..list.items.len()).filter_map(|item| list.row(item));
    let stem = match (rows.next(), list.rows) {
        (None, _) => {
            app.warn("there is no brief in the list to export");
            return;
        }
        (Some(only), 1) => slug(only.title()),
        _ => "briefs".to_owned(),
    };
    drop(rows);
    let has_notes = list.has_notes;
    show(app, Offer::new(Of::Listed(list), has_notes, stem, app.settings.templates.clone()), "");
}

fn show(app: &mut App, offer: Offer, typed: &str) {
    let rows = offer.rows();
    let choices = rows.iter().enumerate().map(|(n, row)| Choice {
        label: row.label.clone(),
        kind: row.extension.clone(),
        goal: Goal::Export(n),
    });
    opening::picker(app, offer.title(), choices.collect(), Stock::Exports(offer, rows), typed);
}

/// Takes along something else, where a way to export is being chosen.
pub(super) fn turn(app: &mut App) -> bool {
    let Some(Overlay::Picker(picker)) = &app.overlay else { return false };
    let Stock::Exports(offer, rows) = &picker.stock else { return false };
    let (mut offer, typed) = (offer.clone(), picker.line.text().to_owned());
    let chosen = picker.matches.get(picker.chosen).and_then(|n| rows.get(*n)).map(|row| row.label.clone());
    if !offer.has_notes {
        app.say("there are no notes to take along");
        return true;
    }
    offer.turn();
    show(app, offer, &typed);
    // The same format stays chosen.
    if let Some(Overlay::Picker(picker)) = &mut app.overlay {
        let is = |n: &usize| picker.choices.get(*n).map(|choice| &choice.label) == chosen.as_ref();
        picker.chosen = picker.matches.iter().position(is).unwrap_or(0);
    }
    true
}

/// A way was chosen: asks where it goes.
pub(super) fn chosen(app: &mut App, plan: ExportPlan) {
    let name = plan.name.clone();
    ask(app, plan, &name);
}

fn ask(app: &mut App, plan: ExportPlan, name: &str) {
    app.exporting = Some(plan);
    opening::prompt(app, PromptKind::Export);
    if let Some(line) = opening::typed_line(app) {
        line.set(name);
    }
}

/// Where it goes was typed.
pub(super) fn accept(app: &mut App, path: &str, effects: &mut Vec<Effect>) {
    let Some(plan) = app.exporting.take() else { return };
    let path = path.trim().to_owned();
    if path.is_empty() {
        app.say("nothing was exported");
        return;
    }
    let cargo = match &plan.of {
        Of::Listed(list) => Cargo::Listed(Arc::clone(list)),
        Of::Open => {
            let (Some(owner), Some(open)) = (notes::owner(app), app.open()) else { return };
            let Some(brief) = open.brief.clone() else { return };
            Cargo::Open { owner, brief, notes: open.notebook.notes.clone() }
        }
    };
    // Whoever gives the name of a file that is there a second time means it.
    let force = plan.there.as_deref() == Some(path.as_str());
    app.under_way += 1;
    effects.push(Effect::Export { plan, cargo, path, force });
}

/// The export is done, or not.
pub(super) fn done(
    app: &mut App,
    plan: ExportPlan,
    path: &str,
    outcome: Result<Exported, ExportError>,
    effects: &mut Vec<Effect>,
) {
    // Whoever wanted to leave hears first what is not there.
    if !matches!(&outcome, Ok(exported) if exported.troubles.is_empty()) {
        app.leaving = Leaving::Not;
    }
    notes::arrived(app, effects);
    match outcome {
        Ok(exported) if exported.troubles.is_empty() => app.say(exported.said),
        Ok(Exported { said, troubles }) => {
            for trouble in troubles.iter().take(MAX_TOLD).rev() {
                app.warn(trouble.clone());
            }
            app.warn(format!("{said}; {} left out, see :messages", troubles.len()));
        }
        // Keys that are typed for something else answer no question.
        Err(ExportError::There(what)) if app.overlay.is_some() => {
            app.warn(format!("nothing was exported: {}: {what} already", clean_line(path)));
        }
        Err(ExportError::There(what)) => {
            ask(app, ExportPlan { there: Some(path.to_owned()), ..plan }, path);
            if let Some(Overlay::Prompt(prompt)) = &mut app.overlay {
                prompt.error = Some(format!("{what}: Enter overwrites"));
            }
        }
        Err(ExportError::Failed(error)) => app.warn(format!("nothing was exported: {error}")),
    }
}

/// Copies the passage with its source in a style.
pub(super) fn cite_as(app: &mut App, key: char, effects: &mut Vec<Effect>) {
    let Some(row) = CITATIONS.iter().find(|row| row.name.starts_with(key)) else {
        app.warn(format!("cite as {}", styles()));
        return;
    };
    let Some(open) = app.open_mut() else { return };
    let Some(brief) = open.brief.as_ref().map(Arc::clone).filter(|_| open.behind.is_none()) else {
        app.warn("there is no brief here to cite");
        return;
    };
    // Among the notes the passage of the note is meant.
    let on_note = open.document.annex_entry(open.cursor()).filter(|_| open.selection.is_none());
    let noted = on_note.and_then(|n| open.notebook.notes.get(n)).map(|placed| placed.at.range());
    let range = noted.unwrap_or_else(|| notes::passage(open));
    let passage = range.map(|range| open.plain(range));
    let at = range.map_or_else(|| open.cursor(), TextRange::start);
    let in_brief = match range {
        Some(_) => true,
        None => open.section().is_some_and(|section| section.kind != SectionKind::Notes),
    };
    let place = if in_brief { place(&open.document, at) } else { None };
    open.selection = None;
    let text = cite(row.style, &brief, place.as_deref(), passage.as_deref());
    let what = if passage.is_some() { "the passage with its source" } else { "the source" };
    select::copy_as(app, text, format!("{what} ({})", row.title), effects);
}

/// The styles with their keys.
pub(super) fn styles() -> String {
    let style = |row: &crate::render::export::CitationInfo| {
        format!("{} {}", row.name.get(..1).unwrap_or_default(), row.title)
    };
    CITATIONS.iter().map(style).collect::<Vec<_>>().join(", ")
}
