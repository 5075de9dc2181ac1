//! `brief notes`: what a reader has written, for scripts. Listing and showing stand here.

use super::gathered::{Found, gather};
use super::note_args::{ListArgs, NotesArgs, NotesCommand, WhatChoice};
use super::{Exit, bringing, complain, export, jotting, print};
use crate::config::Config;
use crate::notes::{Filter, Note, State, Subject};
use crate::render::json::escape_invisible;
use crate::system::{System, notes_folder};
use crate::text::{clean, clean_line};
use crate::tui::notebook::{one_line, what_it_is_on};
use serde::Serialize;
use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

/// What a command came to: an exit, or why it could not be done.
pub(super) type Outcome = Result<Exit, String>;

/// Does what is asked.
pub(super) fn run(system: &Arc<dyn System>, config: &Config, args: NotesArgs) -> io::Result<Exit> {
    let outcome = match args.command {
        None => list(system, config, &ListArgs::default())?,
        Some(NotesCommand::List(args)) => list(system, config, &args)?,
        Some(NotesCommand::Show { ids, json }) => show(system, config, &ids, json)?,
        Some(NotesCommand::Add(args)) => jotting::add(system, config, &args)?,
        Some(NotesCommand::Edit(args)) => jotting::edit(system, config, &args)?,
        Some(NotesCommand::Rm { ids, json }) => jotting::remove(system, config, &ids, json)?,
        Some(NotesCommand::Attach { id, place, json }) => jotting::attach(system, config, &id, &place, json)?,
        Some(NotesCommand::Import(args)) => bringing::bring(system, config, &args)?,
        Some(NotesCommand::Export(mut args)) => {
            args.what = Some(WhatChoice::Notes);
            return export::run(system, config, &args);
        }
    };
    Ok(outcome.unwrap_or_else(|message| {
        complain(&message);
        Exit::Failure
    }))
}

/// A value as JSON for scripts, with a line break at its end.
pub(super) fn json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut text = escape_invisible(&serde_json::to_string_pretty(value).map_err(io::Error::other)?);
    text.push('\n');
    Ok(text.into_bytes())
}

fn list(system: &Arc<dyn System>, config: &Config, args: &ListArgs) -> io::Result<Outcome> {
    let filter = match Filter::parse(&args.filter.join(" ")) {
        Ok(filter) => filter,
        Err(error) => return Ok(Err(error)),
    };
    let all = match gather(system, config, &args.files)? {
        Ok(all) => all,
        Err(error) => return Ok(Err(error)),
    };
    let exit = if all.spoilt { Exit::Findings } else { Exit::Fine };
    let wanted: Vec<Found<'_>> =
        all.found().filter(|found| filter.passes(found.note, &found.held.subject, found.state)).collect();
    if args.json {
        print(&json(&wanted.iter().map(Found::told).collect::<Vec<_>>())?)?;
        return Ok(Ok(exit));
    }
    if all.found().next().is_none() && args.files.is_empty() && !all.spoilt {
        let folder = notes_folder(&**system).map(|folder| format!("in {} or ", folder.display()));
        complain(&format!(
            "there are no notes {}beside the briefs at hand; brief notes list FOLDER looks beside others",
            folder.map(|folder| clean(&folder).into_owned()).unwrap_or_default()
        ));
    }
    let mut page = String::new();
    let mut last: Option<&Subject> = None;
    for found in wanted {
        let subject = &found.held.subject;
        if last != Some(subject) {
            let _ =
                writeln!(page, "{}{}", if last.is_some() { "\n" } else { "" }, clean_line(&subject.title));
            last = Some(subject);
        }
        let state = match found.state {
            None => " [brief not at hand]",
            Some(State::InPlace) => "",
            Some(State::Moved) => " [moved]",
            Some(State::Orphaned) => " [orphaned]",
        };
        let line = line_of(found.note);
        let _ = writeln!(page, "  {}  {}{state}", found.note.id, clean_line(&line));
    }
    print(page.as_bytes())?;
    Ok(Ok(exit))
}

fn line_of(note: &Note) -> String {
    let mut line = head_of(note);
    if !note.text.is_empty() {
        let _ = write!(line, ": {}", crate::text::fit(&one_line(&note.text), 100));
    }
    if note.quote().is_empty() {
        let _ = write!(line, " on {}", what_it_is_on(note));
    } else {
        let _ = write!(line, " “{}”", crate::text::fit(&one_line(note.quote()), 60));
    }
    line
}

/// Kind, meaning and tags.
fn head_of(note: &Note) -> String {
    let kind = note.kind.info().title;
    let mut line = match note.meaning {
        Some(meaning) if note.text.is_empty() => meaning.info().title.to_owned(),
        Some(meaning) => format!("{kind} · {}", meaning.info().title),
        None => kind.to_owned(),
    };
    for tag in note.all_tags() {
        let _ = write!(line, " #{tag}");
    }
    line
}

fn show(system: &Arc<dyn System>, config: &Config, ids: &[String], as_json: bool) -> io::Result<Outcome> {
    let all = match gather(system, config, &[])? {
        Ok(all) => all,
        Err(error) => return Ok(Err(error)),
    };
    let picked = match all.pick(ids) {
        Ok(picked) => picked,
        Err(error) => return Ok(Err(error)),
    };
    if as_json {
        print(&json(&picked.iter().map(Found::told).collect::<Vec<_>>())?)?;
        return Ok(Ok(Exit::Fine));
    }
    let mut page = String::new();
    for (n, found) in picked.into_iter().enumerate() {
        let note = found.note;
        let _ = writeln!(page, "{}{}", if n > 0 { "\n" } else { "" }, clean_line(&head_of(note)));
        let when = if note.is_dated() {
            note.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
        } else {
            "without a date".to_owned()
        };
        let on = if note.quote().is_empty() { format!(" · {}", what_it_is_on(note)) } else { String::new() };
        let _ = writeln!(page, "on {}{} · {when}", clean_line(&found.held.subject.title), clean_line(&on));
        match found.state {
            None => page.push_str("its brief is not at hand\n"),
            Some(State::InPlace) => {}
            Some(state) => {
                let now = found.words().map(|now| format!(": here now “{}”", clean_line(now)));
                let _ = writeln!(page, "{}{}", state.word(), now.unwrap_or_default());
            }
        }
        for row in clean(note.quote()).lines() {
            let _ = writeln!(page, "> {row}");
        }
        if !note.text.is_empty() {
            let _ = writeln!(page, "\n{}", clean(&note.text));
        }
    }
    print(page.as_bytes())?;
    Ok(Ok(Exit::Fine))
}
