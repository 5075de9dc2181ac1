//! Doing what the command line was given.

use super::super::app::{App, Arrangement, Entry, Open, Scene};
use super::super::command::{self, Command, CommandName};
use super::super::effect::Effect;
use super::super::origin::Origin;
use super::{jump, list, news, notes, prompt, reader, search};
use crate::text::{Query, QueryMode};
use crate::theme::{Theme, ThemeName};

/// Does what was typed.
pub(super) fn run(app: &mut App, text: &str, effects: &mut Vec<Effect>) {
    match command::parse(text) {
        Ok(Command::Nothing) => {}
        Ok(Command::Act(action, count)) if app.scene == Scene::List => list::act(app, action, count, effects),
        Ok(Command::Act(action, count)) => reader::act(app, action, count, effects),
        Ok(Command::With(command, argument)) => with(app, command, &argument, effects),
        Err(error) => app.warn(error),
    }
}

fn with(app: &mut App, command: CommandName, argument: &str, effects: &mut Vec<Effect>) {
    match command {
        CommandName::Section => match news::find_section(app, argument) {
            Some(pane) => jump::to_pane(app, pane),
            None => app.warn_of_section(argument),
        },
        CommandName::Search => find(app, argument, QueryMode::Words, effects),
        CommandName::Regex => find(app, argument, QueryMode::Regex, effects),
        CommandName::Theme => match (argument, ThemeName::parse(argument)) {
            ("auto", _) => {
                app.settings.theme = None;
                let name = if app.light == Some(true) { ThemeName::Light } else { ThemeName::Dark };
                app.theme = Theme::new(name, app.settings.depth).on_light(app.light);
            }
            (_, Some(name)) => reader::set_theme(app, name),
            (_, None) => app.warn(format!("no theme {argument}: auto, dark, light, high-contrast or mono")),
        },
        CommandName::Arrange => {
            let arrangement = match argument {
                "panes" => Arrangement::Panes,
                "zoom" => Arrangement::Zoomed,
                "continuous" => Arrangement::Continuous,
                _ => {
                    app.warn(format!("not {argument}, but panes, zoom or continuous"));
                    return;
                }
            };
            if let Some(open) = app.open_mut() {
                let here = open.cursor();
                open.arrangement = arrangement;
                jump::show(open, here, false);
            }
        }
        CommandName::Measure => match argument.parse() {
            Ok(cells) if (20..=200).contains(&cells) => app.settings.measure = cells,
            _ => app.warn(format!("not {argument}, but 20 to 200 cells")),
        },
        CommandName::Tag => notes::tag(app, argument, true, effects),
        CommandName::Untag => notes::tag(app, argument, false, effects),
        CommandName::SaveQuery => list::save(app, argument, effects),
        CommandName::Open => {
            app.scene = Scene::Reader;
            let origin = Origin::File(argument.into());
            app.shelf.entries.push(Entry { origin, document: 0, title: None });
            effects.extend(news::open_entry(app, app.shelf.entries.len() - 1));
        }
    }
}

fn find(app: &mut App, text: &str, mode: QueryMode, effects: &mut Vec<Effect>) {
    let from = app.open().map(Open::cursor).unwrap_or_default();
    match Query::new(text, mode) {
        Ok(Some(query)) => {
            prompt::remember(&mut app.searches, text);
            search::begin(app, query, from, effects);
        }
        Ok(None) => {}
        Err(error) => app.warn(error.0),
    }
}
