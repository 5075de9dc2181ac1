//! `brief notes`: what a reader has written, for scripts.

use super::args::{AddArgs, ListArgs, NotesArgs, NotesCommand, PlaceArgs};
use super::held::{Held, entry_of, hold, not_understood};
use super::{Exit, complain, entries, print};
use crate::config::Config;
use crate::document::{Anchor, Anchoring, Document, Resolution, SECTIONS};
use crate::notes::form::NoteForm;
use crate::notes::{
    Change, Filter, Kind, Meaning, NO_HOME, Note, NoteId, State, Subject, all_kept, tags_given,
};
use crate::render::json::escape_invisible;
use crate::system::{Kind as FileKind, System, notes_folder, trouble};
use crate::text::{TextRange, clean, clean_line};
use crate::tui::keeper::Archive;
use crate::tui::notebook::one_line;
use crate::tui::origin::Origin;
use serde::Serialize;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a command came to: an exit, or why it could not be done.
pub(super) type Outcome = Result<Exit, String>;

/// Does what is asked.
pub(super) fn run(world: &Arc<dyn System>, config: &Config, args: NotesArgs) -> io::Result<Exit> {
    let system = &**world;
    let outcome = match args.command {
        None => list(system, config, &ListArgs::default())?,
        Some(NotesCommand::List(args)) => list(system, config, &args)?,
        Some(NotesCommand::Show { ids, json }) => show(system, config, &ids, json)?,
        Some(NotesCommand::Add(args)) => add(world, config, &args)?,
        Some(NotesCommand::Rm { ids }) => remove(system, config, &ids)?,
        Some(NotesCommand::Attach { id, place }) => attach(system, config, &id, &place)?,
        Some(NotesCommand::Import(args)) => super::bringing::bring(system, config, &args)?,
        Some(NotesCommand::Export(mut args)) => {
            args.what = Some(super::args::WhatChoice::Notes);
            if args.files.is_empty() && !args.schema {
                return export_all(system, config, &args);
            }
            return super::export::run(system, config, &args);
        }
    };
    Ok(outcome.unwrap_or_else(|message| {
        complain(&message);
        Exit::Failure
    }))
}

/// Exports all notes that are kept.
fn export_all(system: &dyn System, config: &Config, args: &super::args::ExportArgs) -> io::Result<Exit> {
    let all = match all(system, config, &[])? {
        Ok(all) => all,
        Err(message) => {
            complain(&message);
            return Ok(Exit::Failure);
        }
    };
    let away: HashSet<&str> = all
        .found
        .iter()
        .filter(|found| found.held.is_none())
        .map(|found| found.subject.title.as_str())
        .collect();
    let mut away: Vec<&str> = away.into_iter().collect();
    away.sort_unstable();
    let left_out: Vec<String> = away
        .into_iter()
        .map(|title| {
            format!("the notes on “{}” are left out: the brief is not where it was", clean_line(title))
        })
        .collect();
    let held = all.held.into_iter().filter(|held| !held.notes.is_empty()).collect::<Vec<_>>();
    super::export::all(system, args, &held, left_out)
}

/// A note among all.
struct Found {
    note: Note,
    subject: Subject,
    /// Its place; none where the brief is not at hand.
    at: Option<Resolution>,
    /// Which of the briefs that are held it is on.
    held: Option<usize>,
}

/// Notes, and the briefs at hand.
struct All {
    held: Vec<Held>,
    found: Vec<Found>,
    /// Whether something could not be read, which has been said.
    spoilt: bool,
}

/// The notes on some briefs; with none named, all that are kept.
fn all(system: &dyn System, config: &Config, files: &[PathBuf]) -> io::Result<Result<All, String>> {
    let mut problems = Vec::new();
    let mut spoilt = false;
    let mut stray = Vec::new();
    let entries = if files.is_empty() {
        let kept = match all_kept(system) {
            Ok(kept) => kept,
            Err(error) => return Ok(Err(error.to_string())),
        };
        let mut entries = beside_at_hand(system, config)?;
        for (path, file) in kept {
            if let Ok(file) = &file {
                problems.extend(not_understood(&path, file));
            }
            match file {
                Ok(file) => match file.subject.file.as_ref().map(PathBuf::from) {
                    Some(path) if system.kind(&path) == Some(FileKind::File) => {
                        if !entries.contains(&path) {
                            entries.push(path);
                        }
                        stray.push(file);
                    }
                    _ => stray.push(file),
                },
                Err(error) => {
                    spoilt = true;
                    problems.push(error.to_string());
                }
            }
        }
        entries.into_iter().map(entry_of).collect()
    } else {
        match entries::entries(system, config, files, &mut problems)? {
            Some(entries) => entries,
            None => return Ok(Err("there are no briefs to look for notes on".to_owned())),
        }
    };
    let held = hold(system, config.keeping, &entries, &mut |error| problems.push(error));
    // What lies in the data folder is met again with its brief.
    let mut said = HashSet::new();
    problems.retain(|problem| said.insert(problem.clone()));
    for problem in &problems {
        complain(problem);
    }
    let mut found: Vec<Found> = Vec::new();
    for (n, one) in held.iter().enumerate() {
        found.extend(one.notes.iter().map(|(note, at)| Found {
            note: note.clone(),
            subject: one.subject.clone(),
            at: Some(*at),
            held: Some(n),
        }));
    }
    // Notes whose brief is not where it was are told all the same.
    let mut told: HashSet<NoteId> = found.iter().map(|known| known.note.id.clone()).collect();
    for file in stray {
        for note in file.notes() {
            if told.insert(note.id.clone()) {
                found.push(Found { note: note.clone(), subject: file.subject.clone(), at: None, held: None });
            }
        }
    }
    Ok(Ok(All { held, found, spoilt }))
}

/// The briefs at hand beside which notes lie.
fn beside_at_hand(system: &dyn System, config: &Config) -> io::Result<Vec<PathBuf>> {
    let entries = entries::named_or_at_hand(system, config, &[], &mut Vec::new())?.unwrap_or_default();
    let files = entries.into_iter().filter_map(|entry| match entry.origin {
        Origin::File(path) => Some(path),
        Origin::Input(_) | Origin::Sample(_) => None,
    });
    let has_notes = |path: &PathBuf| system.kind(&path.with_extension("notes.yaml")) == Some(FileKind::File);
    let full = |path: PathBuf| system.canonical(&path).unwrap_or(path);
    Ok(files.filter(has_notes).map(full).collect())
}

/// A note as scripts see it.
#[derive(Serialize)]
struct Told<'a> {
    brief: &'a Subject,
    /// in-place, moved, orphaned; null where the brief is not at hand.
    state: Option<&'static str>,
    /// The words at its place now.
    found: Option<&'a str>,
    note: NoteForm,
}

impl All {
    /// What a list ends with: 1 where a file of notes could not be read.
    fn exit(&self) -> Exit {
        if self.spoilt { Exit::Findings } else { Exit::Fine }
    }

    fn told<'a>(&'a self, found: &'a Found) -> Told<'a> {
        let held = found.held.and_then(|n| self.held.get(n));
        let words = held.and_then(|held| Some(held.document.slice(found.at?.range()?)));
        Told {
            brief: &found.subject,
            state: found.at.map(|at| State::of(at).word()),
            found: words,
            note: NoteForm::from(&found.note),
        }
    }
}

fn json(value: &impl Serialize) -> io::Result<Vec<u8>> {
    let mut text = escape_invisible(&serde_json::to_string_pretty(value).map_err(io::Error::other)?);
    text.push('\n');
    Ok(text.into_bytes())
}

fn list(system: &dyn System, config: &Config, args: &ListArgs) -> io::Result<Outcome> {
    let filter = match Filter::parse(&args.filter.join(" ")) {
        Ok(filter) => filter,
        Err(error) => return Ok(Err(error)),
    };
    let all = match all(system, config, &args.files)? {
        Ok(all) => all,
        Err(error) => return Ok(Err(error)),
    };
    let wanted: Vec<&Found> = all
        .found
        .iter()
        .filter(|found| filter.passes(&found.note, &found.subject, found.at.map(State::of)))
        .collect();
    if args.json {
        let told: Vec<Told<'_>> = wanted.iter().map(|found| all.told(found)).collect();
        print(&json(&told)?)?;
        return Ok(Ok(all.exit()));
    }
    if all.found.is_empty() && args.files.is_empty() && !all.spoilt {
        let folder = notes_folder(system).map(|folder| format!("in {} or ", folder.display()));
        complain(&format!(
            "there are no notes {}beside the briefs at hand; brief notes list FOLDER looks beside others",
            folder.map(|folder| clean(&folder).into_owned()).unwrap_or_default()
        ));
    }
    let mut page = String::new();
    let mut last: Option<&Subject> = None;
    for found in wanted {
        if last != Some(&found.subject) {
            let _ = writeln!(
                page,
                "{}{}",
                if last.is_some() { "\n" } else { "" },
                clean_line(&found.subject.title)
            );
            last = Some(&found.subject);
        }
        let state = match found.at.map(State::of) {
            None => " [brief not at hand]",
            Some(State::InPlace) => "",
            Some(State::Moved) => " [moved]",
            Some(State::Orphaned) => " [orphaned]",
        };
        let line = line_of(&found.note);
        let _ = writeln!(page, "  {}  {}{state}", found.note.id, clean_line(&line));
    }
    print(page.as_bytes())?;
    Ok(Ok(all.exit()))
}

fn line_of(note: &Note) -> String {
    let what = note.meaning.map_or(note.kind.info().title, |meaning| meaning.info().title);
    let mut line = what.to_owned();
    for tag in note.all_tags() {
        let _ = write!(line, " #{tag}");
    }
    if !note.text.is_empty() {
        let _ = write!(line, ": {}", crate::text::fit(&one_line(&note.text), 100));
    }
    if !note.quote().is_empty() {
        let _ = write!(line, " “{}”", crate::text::fit(&one_line(note.quote()), 60));
    } else if let Some(name) = &note.anchor().section {
        let of_format = SECTIONS.iter().find(|row| row.field == name).map(|row| row.title);
        let _ = write!(line, " on the section {}", of_format.unwrap_or(name));
    } else {
        line.push_str(" on the whole brief");
    }
    line
}

/// The notes of some names; the start of a name is enough where it is the only one.
fn pick<'a>(all: &'a All, ids: &[String]) -> Result<Vec<&'a Found>, String> {
    ids.iter()
        .map(|id| {
            let exact = all.found.iter().find(|found| found.note.id.as_str() == id);
            let mut begin = all.found.iter().filter(|found| found.note.id.as_str().starts_with(id.as_str()));
            match (exact, begin.next(), begin.next()) {
                (Some(found), _, _) | (None, Some(found), None) => Ok(found),
                (None, Some(_), Some(_)) => Err(format!("several notes begin with {id}: write more of it")),
                (None, None, _) => Err(format!("there is no note {id}: brief notes list shows all")),
            }
        })
        .collect()
}

fn show(system: &dyn System, config: &Config, ids: &[String], as_json: bool) -> io::Result<Outcome> {
    let all = match all(system, config, &[])? {
        Ok(all) => all,
        Err(error) => return Ok(Err(error)),
    };
    let picked = match pick(&all, ids) {
        Ok(picked) => picked,
        Err(error) => return Ok(Err(error)),
    };
    if as_json {
        let told: Vec<Told<'_>> = picked.iter().map(|found| all.told(found)).collect();
        print(&json(&told)?)?;
        return Ok(Ok(Exit::Fine));
    }
    let mut page = String::new();
    for (n, found) in picked.into_iter().enumerate() {
        let told = all.told(found);
        let note = &found.note;
        let _ = writeln!(
            page,
            "{}{}",
            if n > 0 { "\n" } else { "" },
            clean_line(&line_of(&Note { text: String::new(), ..note.clone() }))
        );
        let when = if note.is_dated() { note.created.to_string() } else { "without a date".to_owned() };
        let _ = writeln!(page, "on {} · {when}", clean_line(&found.subject.title));
        if let Some(state) = told.state.filter(|state| *state != "in-place") {
            let _ = writeln!(
                page,
                "{state}{}",
                told.found.map_or(String::new(), |now| format!(": here now “{}”", clean_line(now)))
            );
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

/// The one brief that a path names.
fn one_brief(system: &dyn System, config: &Config, file: &Path) -> Result<Held, String> {
    let mut problems = Vec::new();
    let mut held =
        hold(system, config.keeping, &[entry_of(file.to_owned())], &mut |error| problems.push(error));
    match (held.len(), problems.into_iter().next()) {
        (1, _) => held.pop().ok_or_else(String::new),
        (0, Some(problem)) => Err(problem),
        (0, None) => Err(format!("{} holds no brief", file.display())),
        (n, _) => {
            Err(format!("{} holds {n} briefs: a file of its own for each is needed here", file.display()))
        }
    }
}

/// The anchor that the arguments say.
fn place_of(document: &Document, place: &PlaceArgs) -> Result<Anchor, String> {
    let section = match &place.section {
        Some(wish) => Some(document.find_section(wish).ok_or_else(|| document.no_section(wish))?),
        None => None,
    };
    let Some(quote) = &place.quote else {
        return Ok(section.map_or_else(Anchor::default, |section| document.anchor_of_section(section)));
    };
    let range = section.and_then(|n| document.sections().get(n)).map(|section| section.range);
    let (start, text) = match range {
        Some(range) => (range.start().get(), document.slice(range)),
        None => (0, document.own_text()),
    };
    let mut places = text.match_indices(quote.as_str()).map(|(at, _)| start + at);
    match (places.next(), places.next()) {
        (Some(at), None) => Ok(Anchoring::new(document).anchor(TextRange::bytes(at, at + quote.len()))),
        (Some(_), Some(_)) => {
            let section = if place.section.is_none() { ", or --section" } else { "" };
            Err(format!("these words stand there several times: write more of them{section}"))
        }
        (None, _) => Err("these words are not in the brief; brief show prints its text".to_owned()),
    }
}

fn add(world: &Arc<dyn System>, config: &Config, args: &AddArgs) -> io::Result<Outcome> {
    let system = &**world;
    let mut text = args.text.clone().unwrap_or_default();
    if text == "-" {
        text = match String::from_utf8(entries::standard_bytes()?) {
            Ok(text) => text,
            Err(_) => return Ok(Err("standard input is not UTF-8 text".to_owned())),
        };
    }
    Ok((|| {
        let held = one_brief(system, config, &args.place.file)?;
        let on = place_of(&held.document, &args.place)?;
        let meaning = args.meaning.as_deref().and_then(Meaning::parse);
        let kind = match args.kind.as_deref().and_then(Kind::parse) {
            Some(kind) => kind,
            None if meaning.is_some() && text.is_empty() => Kind::Highlight,
            None => Kind::Note,
        };
        if text.trim().is_empty() && !matches!(kind, Kind::Highlight | Kind::Bookmark) {
            return Err("a note needs --text; - reads it from standard input".to_owned());
        }
        let now = system.now();
        let mut random = [0; 10];
        for half in random.chunks_mut(8) {
            half.iter_mut().zip(system.chance().to_le_bytes()).for_each(|(to, from)| *to = from);
        }
        let note = Note {
            id: NoteId::new(now, random),
            kind,
            meaning,
            text: clean(text.trim_end()).into_owned(),
            tags: tags_given(&args.tag.join(" ")),
            created: now,
            changed: now,
            on,
            now: None,
            other: serde_json::Map::new(),
        };
        let id = note.id.clone();
        let change = Change::Put { note: Box::new(note), seen: None };
        keep(system, &held, std::slice::from_ref(&change)).map_err(|why| {
            let kept = Archive::new(Arc::clone(world), config.keeping).rescue(&held.subject, &change);
            let offered = if kept { "; the reader offers the note when it opens the brief" } else { "" };
            format!("{why}{offered}")
        })?;
        print(format!("{id}\n").as_bytes()).map_err(|error| trouble(&error).to_string())?;
        Ok(Exit::Fine)
    })())
}

/// Makes changes of the notes on a brief.
pub(super) fn keep(system: &dyn System, held: &Held, changes: &[Change]) -> Result<(), String> {
    let shelf = held.shelf.as_ref().ok_or_else(|| format!("there is no place for notes; {NO_HOME}"))?;
    shelf.change(system, &held.document, changes).map(|_| ()).map_err(|error| error.to_string())
}

/// The brief that a note is on.
fn held_of<'a>(all: &'a All, found: &Found) -> Result<&'a Held, String> {
    found.held.and_then(|n| all.held.get(n)).ok_or_else(|| {
        format!(
            "the brief “{}” is not where it was: brief notes attach ID FILE names it",
            found.subject.title
        )
    })
}

fn remove(system: &dyn System, config: &Config, ids: &[String]) -> io::Result<Outcome> {
    let all = match all(system, config, &[])? {
        Ok(all) => all,
        Err(error) => return Ok(Err(error)),
    };
    Ok((|| {
        for found in pick(&all, ids)? {
            let held = held_of(&all, found)?;
            let at = system.now();
            keep(
                system,
                held,
                &[Change::Remove { id: found.note.id.clone(), at, seen: Box::new(found.note.clone()) }],
            )?;
        }
        Ok(Exit::Fine)
    })())
}

fn attach(system: &dyn System, config: &Config, id: &str, place: &PlaceArgs) -> io::Result<Outcome> {
    let all = match all(system, config, &[])? {
        Ok(all) => all,
        Err(error) => return Ok(Err(error)),
    };
    Ok((|| {
        let ids = [id.to_owned()];
        let found = pick(&all, &ids)?.into_iter().next().ok_or_else(String::new)?;
        let held = one_brief(system, config, &place.file)?;
        // Without words, the note is looked for where it says.
        let now = if place.quote.is_none() && place.section.is_none() {
            let at = Anchoring::new(&held.document).resolve(found.note.anchor());
            let range =
                at.range().ok_or("its passage is not in this brief: --quote says where it belongs")?;
            Anchoring::new(&held.document).anchor(range)
        } else {
            place_of(&held.document, place)?
        };
        let note = Note { now: Some(now), changed: system.now(), ..found.note.clone() };
        keep(
            system,
            &held,
            &[Change::Put { note: Box::new(note), seen: Some(Box::new(found.note.clone())) }],
        )?;
        // A note that comes from another brief leaves it.
        if let Some(old) = found.held.and_then(|n| all.held.get(n)).filter(|old| old.subject != held.subject)
        {
            let at = system.now();
            keep(
                system,
                old,
                &[Change::Remove { id: found.note.id.clone(), at, seen: Box::new(found.note.clone()) }],
            )?;
        }
        Ok(Exit::Fine)
    })())
}
