//! Exporting what lies open, and citing it.

use super::super::app::{App, Choice, Goal, Leaving, Overlay, PromptKind};
use super::super::effect::Effect;
use super::super::event::ExportError;
use super::super::notebook::{ExportPlan, How};
use super::{notes, opening, select};
use crate::brief::slug;
use crate::document::SectionKind;
use crate::render::export::{CITATIONS, FORMATS, What, cite, file_name, place};
use crate::text::TextRange;
use std::sync::Arc;

/// Offers the formats, and the reader's own templates.
pub(super) fn offer(app: &mut App) {
    if notes::owner(app).is_none() {
        app.warn("there is no brief here to export");
        return;
    }
    let has_notes = app.open().is_some_and(|open| !open.notebook.notes.is_empty());
    let choices: Vec<Choice> = plans(app, has_notes)
        .into_iter()
        .enumerate()
        .map(|(n, (label, kind, _))| Choice { label, kind, goal: Goal::Export(n) })
        .collect();
    opening::picker(app, "Export", choices);
}

/// What can be exported, with its label and its extension.
fn plans(app: &App, has_notes: bool) -> Vec<(String, &'static str, ExportPlan)> {
    let mut plans = Vec::new();
    let plan =
        |how, what, extension: &str| ExportPlan { how, what, extension: extension.to_owned(), there: None };
    for row in FORMATS {
        let how = How::Format(row.format);
        if row.brief {
            let wanted: &[(What, &str)] = if has_notes {
                &[
                    (What::Both, "the brief and its notes"),
                    (What::Brief, "the brief alone"),
                    (What::Notes, "the notes alone"),
                ]
            } else {
                &[(What::Brief, "the brief")]
            };
            for (what, carried) in wanted {
                let label = format!("{}: {carried}, {}", row.title, row.about);
                plans.push((label, row.extension, plan(how.clone(), *what, row.extension)));
            }
        } else if has_notes {
            let label = format!("{}: {}", row.title, row.about);
            plans.push((label, row.extension, plan(how, What::Notes, row.extension)));
        }
    }
    for path in &app.settings.templates {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let extension = name.rsplit_once('.').map_or("txt", |(_, extension)| extension).to_owned();
        let label = format!("{}: your template", crate::text::clean_line(&name));
        plans.push((label, "template", plan(How::Template(path.clone()), What::Both, &extension)));
    }
    plans
}

/// A format was chosen: asks where it goes.
pub(super) fn chosen(app: &mut App, n: usize) {
    let has_notes = app.open().is_some_and(|open| !open.notebook.notes.is_empty());
    let Some((_, _, plan)) = plans(app, has_notes).into_iter().nth(n) else { return };
    let Some(owner) = notes::owner(app) else { return };
    let id = owner.subject.id.unwrap_or_else(|| slug(&owner.subject.title));
    let name = file_name(&id, &plan.extension);
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
    let (Some(owner), Some(open)) = (notes::owner(app), app.open()) else { return };
    let Some(brief) = open.brief.clone() else { return };
    let path = path.trim().to_owned();
    if path.is_empty() {
        app.say("nothing was exported");
        return;
    }
    // Whoever gives the name of a file that is there a second time means it.
    let force = plan.there.as_deref() == Some(path.as_str());
    let placed = open.notebook.notes.clone();
    app.under_way += 1;
    effects.push(Effect::Export { plan, owner, brief, notes: placed, path, force });
}

/// The export is done, or not.
pub(super) fn done(
    app: &mut App,
    plan: ExportPlan,
    path: &str,
    outcome: Result<String, ExportError>,
    effects: &mut Vec<Effect>,
) {
    // Whoever wanted to leave hears first why there is no file.
    if outcome.is_err() {
        app.leaving = Leaving::Not;
    }
    notes::arrived(app, effects);
    match outcome {
        Ok(said) => app.say(said),
        // Keys that are typed for something else answer no question.
        Err(ExportError::There) if app.overlay.is_some() => {
            app.warn(format!("nothing was exported: {} is there already", crate::text::clean_line(path)));
        }
        Err(ExportError::There) => {
            ask(app, ExportPlan { there: Some(path.to_owned()), ..plan }, path);
            if let Some(Overlay::Prompt(prompt)) = &mut app.overlay {
                prompt.error = Some("is there: Enter overwrites".to_owned());
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
    let range = notes::passage(open);
    let passage = range.map(|range| open.plain(range));
    let at = range.map_or_else(|| open.cursor(), TextRange::start);
    let in_brief = open.section().is_some_and(|section| section.kind != SectionKind::Notes);
    let place = if in_brief { place(&open.document, at) } else { None };
    open.selection = None;
    let text = cite(row.style, &brief, place.as_deref(), passage.as_deref());
    select::copy_as(app, text, format!("the passage with its source ({})", row.title), effects);
}

/// The styles with their keys.
pub(super) fn styles() -> String {
    let style = |row: &crate::render::export::CitationInfo| {
        format!("{} {}", row.name.get(..1).unwrap_or_default(), row.title)
    };
    CITATIONS.iter().map(style).collect::<Vec<_>>().join(", ")
}
