//! The command line: what can be typed after `:`, and its completion.
//!
//! Every action can be given by its name; the commands of [`COMMANDS`] take an argument besides.

use super::action::{ACTIONS, Action};
use super::app::{App, PromptKind};
use crate::theme::ThemeName;

/// A command with an argument.
#[derive(Clone, Copy, Debug)]
pub struct CommandInfo {
    /// Which.
    pub command: CommandName,
    /// What is typed.
    pub name: &'static str,
    /// What stands for its argument in help.
    pub argument: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// The commands with an argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandName {
    /// Goes to a section.
    Section,
    /// Searches for words.
    Search,
    /// Searches for a regular expression.
    Regex,
    /// Takes a theme.
    Theme,
    /// Arranges the sections.
    Arrange,
    /// Sets the longest line of prose.
    Measure,
    /// Gives the note that is here a tag.
    Tag,
    /// Takes a tag from it.
    Untag,
    /// Opens a brief.
    Open,
    /// Gives what is asked of the library a name.
    SaveQuery,
}

/// The table of commands with an argument.
pub const COMMANDS: &[CommandInfo] = &[
    CommandInfo {
        command: CommandName::Section,
        name: "section",
        argument: "NAME",
        about: "go to a section",
    },
    CommandInfo { command: CommandName::Search, name: "find", argument: "WORDS", about: "search for words" },
    CommandInfo {
        command: CommandName::Regex,
        name: "regex",
        argument: "EXPRESSION",
        about: "search for a regular expression",
    },
    CommandInfo {
        command: CommandName::Theme,
        name: "theme",
        argument: "NAME",
        about: "take a theme: auto, dark, light, high-contrast, mono",
    },
    CommandInfo {
        command: CommandName::Arrange,
        name: "arrange",
        argument: "HOW",
        about: "arrange the sections: panes, zoom, continuous",
    },
    CommandInfo {
        command: CommandName::Measure,
        name: "measure",
        argument: "CELLS",
        about: "set the longest line of prose, 20 to 200 cells",
    },
    CommandInfo {
        command: CommandName::Tag,
        name: "tag",
        argument: "TAG",
        about: "tag the note that is here",
    },
    CommandInfo { command: CommandName::Untag, name: "untag", argument: "TAG", about: "take a tag from it" },
    CommandInfo { command: CommandName::Open, name: "open", argument: "FILE", about: "open a brief" },
    CommandInfo {
        command: CommandName::SaveQuery,
        name: "save-query",
        argument: "NAME",
        about: "give what is asked of the library a name; where nothing is asked, take the name away",
    },
];

/// A typed line, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// An action with a count.
    Act(Action, Option<usize>),
    /// A command with its argument.
    With(CommandName, String),
    /// Nothing was typed.
    Nothing,
}

/// Understands a typed line.
///
/// # Errors
/// What is wrong with it, with a suggestion.
pub fn parse(text: &str) -> Result<Command, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Command::Nothing);
    }
    if let Some(percent) = text.strip_suffix('%').and_then(|n| n.trim().parse().ok()) {
        return Ok(Command::Act(Action::Percent, Some(percent)));
    }
    if let Ok(number) = text.parse() {
        return Ok(Command::Act(Action::Top, Some(number)));
    }
    let (name, argument) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let argument = argument.trim();
    if let Some(info) = COMMANDS.iter().find(|info| info.name == name) {
        if argument.is_empty() {
            return Err(format!(":{} needs {}: {}", info.name, info.argument, info.about));
        }
        return Ok(Command::With(info.command, argument.to_owned()));
    }
    let short = |name: &str| match name {
        "q" | "quit!" | "q!" | "x" | "wq" => Some(Action::Quit),
        "h" => Some(Action::Help),
        _ => None,
    };
    if let Some(action) = short(name).or_else(|| Action::parse(name)).filter(|action| can_be_given(*action)) {
        return Ok(Command::Act(action, argument.parse().ok()));
    }
    let names = COMMANDS.iter().map(|info| info.name).chain(ACTIONS.iter().map(|row| row.name));
    Err(match crate::text::nearest(name, names) {
        Some(near) => format!("no command :{name}; did you mean :{near}?"),
        None => format!("no command :{name}; Tab lists all"),
    })
}

/// Actions of a line that is typed, and those that wait for a character, have no use as commands.
fn can_be_given(action: Action) -> bool {
    !action.takes_char() && action.info().is_some_and(|row| row.group != super::action::Group::Typing)
}

/// The folder whose files would complete a typed line, as it is typed before a name.
#[must_use]
pub fn folder_of(text: &str) -> Option<&str> {
    let info = COMMANDS.iter().find(|info| info.command == CommandName::Open)?;
    let path = text.strip_prefix(info.name)?.strip_prefix(' ')?;
    path.get(..path.rfind('/').map_or(0, |at| at + 1))
}

/// A completion of what is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The whole line with it.
    pub line: String,
    /// What is shown.
    pub label: String,
    /// What it means.
    pub about: String,
}

/// Completions of what is typed into a line of a kind, best first.
#[must_use]
pub fn completions_of(app: &App, kind: PromptKind, text: &str) -> Vec<Completion> {
    match (kind, &app.library) {
        (PromptKind::Command, _) => completions(app, text),
        (PromptKind::Library, Some(stack)) => {
            let offered = crate::library::completions(text, text.len(), &stack.list.catalogue);
            let whole = |offer: crate::library::Completion| {
                let before = text.get(..offer.range.start).unwrap_or_default();
                let after = text.get(offer.range.end..).unwrap_or_default();
                Completion {
                    line: format!("{before}{}{after}", offer.text),
                    label: offer.text,
                    about: offer.about,
                }
            };
            offered.into_iter().map(whole).collect()
        }
        _ => Vec::new(),
    }
}

/// Completions of a typed line, best first.
#[must_use]
pub fn completions(app: &App, text: &str) -> Vec<Completion> {
    if let Some((name, argument)) = text.split_once(' ')
        && let Some(info) = COMMANDS.iter().find(|info| info.name == name)
    {
        return arguments(app, info.command)
            .into_iter()
            .filter(|choice| choice.to_lowercase().starts_with(&argument.to_lowercase()))
            .map(|choice| Completion {
                line: format!("{name} {choice}"),
                label: choice,
                about: String::new(),
            })
            .collect();
    }
    let all = COMMANDS
        .iter()
        .map(|info| (info.name, format!("{} {}", info.name, info.argument), info.about, true))
        .chain(
            ACTIONS
                .iter()
                .filter(|row| can_be_given(row.action))
                .map(|row| (row.name, row.name.to_owned(), row.about, false)),
        );
    let mut found: Vec<(bool, Completion)> = all
        .filter(|(name, _, about, _)| name.contains(text) || !text.is_empty() && about.contains(text))
        .map(|(name, label, about, more)| {
            let line = if more { format!("{name} ") } else { name.to_owned() };
            (!name.starts_with(text), Completion { line, label, about: about.to_owned() })
        })
        .collect();
    found.sort_by_key(|(later, _)| *later);
    found.into_iter().map(|(_, completion)| completion).collect()
}

fn arguments(app: &App, command: CommandName) -> Vec<String> {
    match command {
        CommandName::Section => app
            .open()
            .map(|open| {
                let sections = open.document.sections();
                open.panes.iter().filter_map(|pane| Some(sections.get(pane.section)?.title.clone())).collect()
            })
            .unwrap_or_default(),
        CommandName::Theme => {
            let names = ThemeName::ALL.iter().map(|theme| theme.word().to_owned());
            std::iter::once("auto".to_owned()).chain(names).collect()
        }
        CommandName::Arrange => ["panes", "zoom", "continuous"].map(str::to_owned).to_vec(),
        CommandName::Measure => ["60", "66", "72", "76", "90"].map(str::to_owned).to_vec(),
        CommandName::SaveQuery => {
            let saved = app.library.iter().flat_map(|stack| stack.saved.iter());
            saved.map(|saved| saved.name.clone()).collect()
        }
        CommandName::Search | CommandName::Regex => app.searches.iter().rev().cloned().collect(),
        CommandName::Open => {
            let files = app.folder.iter();
            files
                .flat_map(|(folder, names)| names.iter().map(move |name| format!("{folder}{name}")))
                .collect()
        }
        CommandName::Tag | CommandName::Untag => {
            let notes = app.open().map(|open| open.notebook.notes.as_slice()).unwrap_or_default();
            let mut tags: Vec<String> = notes.iter().flat_map(|placed| placed.note.all_tags()).collect();
            tags.sort();
            tags.dedup();
            tags
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_are_understood_or_corrected() {
        assert_eq!(parse("  "), Ok(Command::Nothing));
        assert_eq!(parse("50%"), Ok(Command::Act(Action::Percent, Some(50))));
        assert_eq!(parse("q"), Ok(Command::Act(Action::Quit, None)));
        assert_eq!(parse("next-pane 2"), Ok(Command::Act(Action::NextPane, Some(2))));
        assert_eq!(parse("theme light"), Ok(Command::With(CommandName::Theme, "light".into())));
        assert!(parse("theme").unwrap_err().contains("NAME"));
        assert_eq!(parse("zom").unwrap_err(), "no command :zom; did you mean :zoom?");
        assert!(parse("set-mark").is_err() && parse("delete-word").is_err());
    }
}
