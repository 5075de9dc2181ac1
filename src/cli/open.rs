//! `brief FILE...`: the reader, or plain pages where there is no terminal to read on.

use super::args::{COMMANDS, ColorChoice, LayoutChoice, ReaderArgs, is_command};
use super::asking::OpenArgs;
use super::looking::look;
use super::{Exit, color, complain, complain_of, entries, on_terminal, show};
use crate::config::Config;
use crate::diagnostic::Report;
use crate::render::findings;
use crate::system::{Entry, Kind, System, templates_folder};
use crate::text::{is_sure, nearest};
use crate::tui::app::Arrangement;
use crate::tui::{self, Ending, Start};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Opens the reader.
pub(super) fn run(
    system: &Arc<dyn System>,
    config: Config,
    mistakes: Option<&Report>,
    args: ReaderArgs,
    color: ColorChoice,
) -> io::Result<Exit> {
    if let Some(why) = meant_as_command(&**system, &args) {
        complain(&why);
        return Ok(Exit::Failure);
    }
    let mut warnings = Vec::new();
    let library =
        if args.last { None } else { entries::folders(&**system, &config, &args.files, &mut warnings) };
    let on_screen = on_terminal() && !color::is_dumb(&**system);
    let entries = if library.is_some() && on_screen {
        Some(Vec::new())
    } else if args.last {
        entries::last_read(&**system)?
    } else {
        entries::entries(&**system, &config, &args.files, &mut warnings)?
    };
    let Some(entries) = entries else {
        return Ok(Exit::Failure);
    };
    if !on_screen {
        for warning in warnings {
            complain(&warning);
        }
        complain_of(&**system, mistakes, color);
        let sections: Vec<String> = args.section.into_iter().collect();
        let theme = color::page_theme(&**system, color, args.theme, config.settings.theme);
        return show::pages(&**system, &config, &entries, &sections, None, theme, color);
    }
    // Behind a brief that is named alone are those that would be listed where none is.
    let behind = if library.is_none() {
        entries::folders(&**system, &config, &[], &mut Vec::new()).unwrap_or_default()
    } else {
        Vec::new()
    };
    let Config { mut settings, copy_command, keeping, severities, .. } = config;
    settings.folders = behind;
    settings.began = system.now();
    settings.chance = system.chance();
    settings.templates = templates(&**system);
    settings.theme = color::theme_name(args.theme, settings.theme);
    settings.depth = color::depth(&**system, color, true);
    settings.mouse &= !args.no_mouse;
    settings.section = args.section;
    settings.search = args.search;
    match args.layout {
        Some(LayoutChoice::Panes) => settings.arrangement = Arrangement::Panes,
        Some(LayoutChoice::Continuous) => settings.arrangement = Arrangement::Continuous,
        None => {}
    }
    // On the screen of the reader nobody sees standard error.
    warnings.extend(mistakes.map(tell_mistakes).unwrap_or_default());
    let library = library.unwrap_or_default();
    let start = Start { settings, entries, library, warnings, copy_command, keeping, severities };
    match tui::run(Arc::clone(system), start)? {
        Ending::Quit => Ok(Exit::Fine),
        Ending::Signal(signal) => Ok(Exit::Signal(signal)),
    }
}

/// What is to be said where a file is named that is not there, but a command has its name, since it stood behind options of
/// the reader, or nearly has it.
fn meant_as_command(system: &dyn System, args: &ReaderArgs) -> Option<String> {
    let first = args.files.first()?;
    let name = first.to_str().filter(|_| system.kind(first).is_none())?;
    if is_command(name) {
        return Some(format!(
            "there is no file {name}: the command {name} stands before options of the reader, as in brief {name} …"
        ));
    }
    if name == "help" {
        return Some(
            "there is no file help: brief --help tells all, brief COMMAND --help tells more".to_owned(),
        );
    }
    // A file that was meant would have an ending, or a folder.
    let meant = nearest(name, COMMANDS.iter().copied()).filter(|near| is_sure(name, near))?;
    if name.contains(['.', '/']) {
        return None;
    }
    Some(format!("there is no file {name}; did you mean the command {meant}, as in brief {meant} …?"))
}

/// Opens the briefs that a query asks for, the best first.
pub(super) fn found(
    system: &Arc<dyn System>,
    config: Config,
    mistakes: Option<&Report>,
    args: &OpenArgs,
    color: ColorChoice,
) -> io::Result<Exit> {
    let looked = match look(system, &config, &args.find, MAX_OPENED) {
        Ok(looked) => looked,
        Err(exit) => return Ok(exit),
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for (_, row) in looked.rows() {
        let path = row.path();
        if !files.contains(&path) {
            files.push(path);
        }
    }
    if files.is_empty() {
        complain("no brief fits");
        return Ok(Exit::Findings);
    }
    let words: Vec<&str> = looked.query.words().map(|words| words.written.as_str()).collect();
    // A search in the brief is one stretch of text.
    let search = (words.len() == 1).then(|| words.concat());
    let args =
        ReaderArgs { files, section: None, last: false, search, theme: None, layout: None, no_mouse: false };
    run(system, config, mistakes, args, color)
}

/// The most briefs that are opened at once.
const MAX_OPENED: usize = 1_000;

/// The export templates of the reader's own, by name.
fn templates(system: &dyn System) -> Vec<PathBuf> {
    let listed = templates_folder(system).and_then(|folder| system.list(&folder).ok()).unwrap_or_default();
    let is_template = |entry: &Entry| {
        entry.kind == Some(Kind::File) && entry.path.extension().is_some_and(|e| e == "jinja")
    };
    let mut paths: Vec<PathBuf> = listed.into_iter().filter(is_template).map(|entry| entry.path).collect();
    paths.sort();
    paths
}

/// The mistakes of a configuration as messages, the last of which says where to see the others.
fn tell_mistakes(report: &Report) -> Vec<String> {
    let mut messages: Vec<String> =
        report.findings.iter().rev().map(|finding| findings::line(report, finding)).collect();
    let name = Path::new(report.source.name()).file_name().unwrap_or_default().to_string_lossy();
    let many = match messages.len() {
        1 => "a mistake".to_owned(),
        n => format!("{n} mistakes"),
    };
    messages.push(format!("{many} in {name}: :messages tells"));
    messages
}
