//! Writing, changing, moving and removing notes from the command line.
//!
//! Invariant: what was to be written and could not be saved is kept, and offered by the reader when it opens the brief.

use super::gathered::{Found, Gathered, gather};
use super::note_args::{AddArgs, EditNoteArgs, PlaceArgs};
use super::notes::{Outcome, json};
use super::{Exit, entries, print};
use crate::config::Config;
use crate::document::{Anchor, Anchoring, Document};
use crate::notes::{Change, Kept, Kind, Meaning, NO_HOME, Note, NoteId, Rack, tags_given};
use crate::system::System;
use crate::text::{TextRange, clean, clean_line};
use crate::tui::held::{Held, Taken, entry_of, hold};
use crate::tui::keeper::Archive;
use std::io;
use std::sync::Arc;

/// Makes changes of the notes on a brief.
pub(super) fn keep(
    system: &dyn System,
    rack: &Rack,
    held: &Held,
    changes: &[Change],
) -> Result<Kept, String> {
    let shelf = held.shelf.as_ref().ok_or_else(|| format!("there is no place for notes; {NO_HOME}"))?;
    shelf.change(system, rack, &held.document, changes).map_err(|error| error.to_string())
}

/// A text that was given, or that `-` reads from standard input; as it is kept.
fn text_of(given: Option<&str>) -> io::Result<Result<Option<String>, String>> {
    let text = match given {
        Some("-") => match String::from_utf8(entries::standard_bytes()?) {
            Ok(text) => text,
            Err(_) => return Ok(Err("standard input is not UTF-8 text".to_owned())),
        },
        Some(text) => text.to_owned(),
        None => return Ok(Ok(None)),
    };
    Ok(Ok(Some(clean(text.trim_end()).into_owned())))
}

/// The brief of a file that is meant: the only one, the one that is called so, else the one that has the words.
fn meant(taken: Taken, place: &PlaceArgs) -> Result<Held, String> {
    let Taken { mut held, troubles } = taken;
    let file = clean_line(&place.file.to_string_lossy()).into_owned();
    let called = |held: &Held, wish: &str| {
        let title = held.subject.title.to_lowercase();
        held.subject.id.as_deref() == Some(wish) || title.starts_with(&wish.to_lowercase())
    };
    if let Some(wish) = &place.brief {
        held.retain(|held| called(held, wish));
        if held.is_empty() && troubles.is_empty() {
            return Err(format!("{file} holds no brief called {}", clean_line(wish)));
        }
    } else if held.len() > 1
        && let Some(quote) = &place.quote
    {
        held.retain(|held| !places(held.document.own_text(), quote).is_empty());
        if held.is_empty() {
            return Err(NOT_THERE.to_owned());
        }
    }
    match (held.len(), troubles.into_iter().next()) {
        (1, _) => held.pop().ok_or_else(String::new),
        (0, Some(trouble)) => Err(trouble),
        (0, None) => Err(format!("{file} holds no brief")),
        (n, _) => {
            let titles: Vec<String> = held.iter().map(|held| format!("“{}”", held.subject.title)).collect();
            Err(format!("{file} holds {n} such briefs: --brief says which of {}", titles.join(", ")))
        }
    }
}

const NOT_THERE: &str = "these words are not in the brief; brief show prints its text";

/// The anchor that the arguments say.
fn place_of(document: &Document, place: &PlaceArgs) -> Result<Anchor, String> {
    let section = match &place.section {
        Some(wish) => Some(document.find_section(wish).ok_or_else(|| document.no_section(wish))?),
        None => None,
    };
    let Some(quote) = &place.quote else {
        return Ok(section.map_or_else(Anchor::default, |section| document.anchor_of_section(section)));
    };
    if quote.trim().is_empty() {
        return Err("--quote names no words".to_owned());
    }
    let range = section.and_then(|n| document.sections().get(n)).map(|section| section.range);
    let (start, text) = match range {
        Some(range) => (range.start().get(), document.slice(range)),
        None => (0, document.own_text()),
    };
    match places(text, quote).as_slice() {
        [] => Err(NOT_THERE.to_owned()),
        [at] => {
            let range = TextRange::bytes(start + at, start + at + quote.len());
            Ok(Anchoring::new(document).anchor(range))
        }
        _ => {
            let section = if place.section.is_none() { ", or --section" } else { "" };
            Err(format!("these words stand there several times: write more of them{section}"))
        }
    }
}

/// Where words stand in a text, as bytes from its start: as whole words, where they do so anywhere.
fn places(text: &str, words: &str) -> Vec<usize> {
    let parts = |before: Option<char>, after: Option<char>| {
        before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)
    };
    let is_whole = |at: &usize| {
        let (before, rest) = text.split_at_checked(*at).unwrap_or_default();
        let after = rest.get(words.len()..).unwrap_or_default();
        !parts(before.chars().next_back(), words.chars().next())
            && !parts(words.chars().next_back(), after.chars().next())
    };
    let all: Vec<usize> = text.match_indices(words).map(|(at, _)| at).collect();
    let whole: Vec<usize> = all.iter().copied().filter(is_whole).collect();
    if whole.is_empty() { all } else { whole }
}

/// Writes a note.
pub(super) fn add(world: &Arc<dyn System>, config: &Config, args: &AddArgs) -> io::Result<Outcome> {
    let system = &**world;
    let text = match text_of(args.text.as_deref())? {
        Ok(text) => text.unwrap_or_default(),
        Err(why) => return Ok(Err(why)),
    };
    let rack = Rack::default();
    let taken = hold(system, config.keeping, &rack, &[entry_of(args.place.file.clone())]);
    let held = match meant(taken, &args.place) {
        Ok(held) => held,
        // What was typed is worth more than the place it was meant for.
        Err(why) if text.lines().count() > 1 => {
            return Ok(Err(format!("{why}\nbrief: nothing was saved; the text was:\n{text}")));
        }
        Err(why) => return Ok(Err(why)),
    };
    let meaning = args.meaning.as_deref().and_then(Meaning::parse);
    let kind = match args.kind.as_deref().and_then(Kind::parse) {
        Some(kind) => kind,
        None if meaning.is_some() && text.is_empty() => Kind::Highlight,
        None => Kind::Note,
    };
    if text.trim().is_empty() && !matches!(kind, Kind::Highlight | Kind::Bookmark) {
        return Ok(Err("a note needs --text; - reads it from standard input".to_owned()));
    }
    let on = match place_of(&held.document, &args.place) {
        Ok(on) => on,
        Err(why) => return Ok(Err(why)),
    };
    if kind == Kind::Highlight && on.quote.is_none() {
        return Ok(Err("a highlight needs the words that it is on: --quote".to_owned()));
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
        text,
        tags: tags_given(&args.tag.join(" ")),
        created: now,
        changed: now,
        on,
        now: None,
        other: serde_json::Map::new(),
    };
    let change = Change::Put { note: Box::new(note.clone()), seen: None };
    if let Err(why) = keep(system, &rack, &held, std::slice::from_ref(&change)) {
        let kept = Archive::new(Arc::clone(world), config.keeping).rescue(&held.subject, &change);
        let offered = if kept { "; the reader offers the note when it opens the brief" } else { "" };
        return Ok(Err(format!("{why}{offered}")));
    }
    if args.json {
        print(&json(&Found::now(&held, &note).told())?)?;
    } else {
        print(format!("{}\n", note.id).as_bytes())?;
    }
    Ok(Ok(Exit::Fine))
}

/// The one note of a name, and all others.
fn one<'a>(all: &'a Gathered, id: &str) -> Result<Found<'a>, String> {
    all.pick(&[id.to_owned()])?.into_iter().next().ok_or_else(String::new)
}

/// Changes a note.
pub(super) fn edit(system: &Arc<dyn System>, config: &Config, args: &EditNoteArgs) -> io::Result<Outcome> {
    let text = match text_of(args.text.as_deref())? {
        Ok(text) => text,
        Err(why) => return Ok(Err(why)),
    };
    let all = match gather(system, config, &[])? {
        Ok(all) => all,
        Err(error) => return Ok(Err(error)),
    };
    let found = match one(&all, &args.id) {
        Ok(found) => found,
        Err(why) => return Ok(Err(why)),
    };
    let mut note = found.note.clone();
    if let Some(text) = text {
        note.text = text;
    }
    note.kind = args.kind.as_deref().and_then(Kind::parse).unwrap_or(note.kind);
    note.meaning = args.meaning.as_deref().and_then(Meaning::parse).or(note.meaning);
    let same = |a: &String, b: &String| a.eq_ignore_ascii_case(b);
    let gone = tags_given(&args.untag.join(" "));
    note.tags.retain(|tag| !gone.iter().any(|gone| same(gone, tag)));
    for tag in tags_given(&args.tag.join(" ")) {
        if !note.tags.iter().any(|known| same(known, &tag)) {
            note.tags.push(tag);
        }
    }
    if note.text.trim().is_empty() && !matches!(note.kind, Kind::Highlight | Kind::Bookmark) {
        return Ok(Err("a note says something: brief notes rm removes it".to_owned()));
    }
    if note == *found.note {
        return Ok(Err(
            "nothing is to be changed: --text, --kind, --meaning, --tag or --untag says what".to_owned()
        ));
    }
    note.changed = system.now();
    let change = Change::Put { note: Box::new(note.clone()), seen: Some(Box::new(found.note.clone())) };
    if let Err(why) = keep(&**system, &all.rack, found.held, &[change]) {
        return Ok(Err(why));
    }
    if args.json {
        print(&json(&Found::now(found.held, &note).told())?)?;
    }
    Ok(Ok(Exit::Fine))
}

/// Removes notes.
pub(super) fn remove(
    system: &Arc<dyn System>,
    config: &Config,
    ids: &[String],
    as_json: bool,
) -> io::Result<Outcome> {
    let all = match gather(system, config, &[])? {
        Ok(all) => all,
        Err(error) => return Ok(Err(error)),
    };
    let picked = match all.pick(ids) {
        Ok(picked) => picked,
        Err(error) => return Ok(Err(error)),
    };
    for found in &picked {
        if let Err(why) = take_away(&**system, &all.rack, found) {
            return Ok(Err(why));
        }
    }
    if as_json {
        print(&json(&picked.iter().map(Found::told).collect::<Vec<_>>())?)?;
    }
    Ok(Ok(Exit::Fine))
}

fn take_away(system: &dyn System, rack: &Rack, found: &Found<'_>) -> Result<(), String> {
    let (id, seen) = (found.note.id.clone(), Box::new(found.note.clone()));
    let kept = keep(system, rack, found.held, &[Change::Remove { id, at: system.now(), seen }])?;
    match kept.find(&found.note.id) {
        None => Ok(()),
        Some(_) => {
            Err(format!("somebody else has changed the note {} meanwhile, and it stays", found.note.id))
        }
    }
}

/// Gives a note another place.
pub(super) fn attach(
    world: &Arc<dyn System>,
    config: &Config,
    id: &str,
    place: &PlaceArgs,
    as_json: bool,
) -> io::Result<Outcome> {
    let system = &**world;
    let all = match gather(world, config, &[])? {
        Ok(all) => all,
        Err(error) => return Ok(Err(error)),
    };
    let attached = (|| {
        let found = one(&all, id)?;
        let held = meant(hold(system, config.keeping, &all.rack, &[entry_of(place.file.clone())]), place)?;
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
        let change = Change::Put { note: Box::new(note.clone()), seen: Some(Box::new(found.note.clone())) };
        let kept = keep(system, &all.rack, &held, &[change])?;
        // A note that comes from another brief leaves it.
        if !kept.files().any(|kept| found.held.files.contains(&kept.path)) {
            take_away(system, &all.rack, &found)?;
        }
        Ok(json(&Found::now(&held, &note).told()))
    })();
    match attached {
        Ok(told) => {
            if as_json {
                print(&told?)?;
            }
            Ok(Ok(Exit::Fine))
        }
        Err(why) => Ok(Err(why)),
    }
}
