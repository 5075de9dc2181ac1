//! `brief notes import`: notes from files, each with its brief, and none twice.

use super::jotting::keep;
use super::note_args::ImportArgs;
use super::notes::Outcome;
use super::{Exit, complain, entries};
use crate::config::Config;
use crate::notes::{Change, Note, NoteId, Rack};
use crate::render::export::import;
use crate::system::{System, trouble};
use crate::tui::held::{Held, Taken, hold};
use std::collections::HashMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Imports notes of a file.
pub(super) fn bring(system: &Arc<dyn System>, config: &Config, args: &ImportArgs) -> io::Result<Outcome> {
    let system = &**system;
    let Some(file) = args.files.first() else { return Ok(Ok(Exit::Fine)) };
    let rack = Rack::default();
    let bytes = if file.as_path() == Path::new("-") {
        entries::standard_bytes()?
    } else {
        match system.read(file) {
            Ok(bytes) => bytes,
            Err(error) => return Ok(Err(format!("{}: {}", file.display(), trouble(&error)))),
        }
    };
    let mut warnings = Vec::new();
    let Some(entries) = entries::named_or_at_hand(system, config, &args.into, &mut warnings)? else {
        return Ok(Ok(Exit::Failure));
    };
    Ok((|| {
        let imported = import(&bytes).map_err(|error| format!("{}: {error}", file.display()))?;
        let Taken { held, troubles } = hold(system, config.keeping, &rack, &entries);
        troubles.iter().for_each(|trouble| complain(trouble));
        for problem in &imported.problems {
            complain(&problem.to_string());
        }
        let (mut new, mut later, mut same, mut lost) = (0, 0, 0, 0);
        let mut changes: Vec<Vec<Change>> = held.iter().map(|_| Vec::new()).collect();
        let known: Vec<Known<'_>> = held.iter().map(Known::of).collect();
        for mut one in imported.notes {
            // The brief that the file names, else the only one there is.
            let home = home_of(&held, &one.source).or((held.len() == 1).then_some(0));
            let Some((changes, known)) = home.and_then(|n| Some((changes.get_mut(n)?, known.get(n)?))) else {
                lost += 1;
                continue;
            };
            let known = known.find(&one.note);
            if let Some(known) = known.filter(|known| known.id == one.note.id) {
                keep_place(&mut one.note, known);
            }
            match known {
                None => new += 1,
                Some(known) if known.id == one.note.id && known.changed < one.note.changed => later += 1,
                Some(_) => {
                    same += 1;
                    continue;
                }
            }
            let seen = known.map(|known| Box::new(known.clone()));
            changes.push(Change::Put { note: Box::new(one.note), seen });
        }
        for (held, changes) in held.iter().zip(&changes).filter(|(_, changes)| !changes.is_empty()) {
            keep(system, &rack, held, changes)?;
        }
        complain(&format!("{new} new, {later} changed, {same} already there"));
        if lost > 0 {
            complain(&format!("{lost} notes are on none of the briefs at hand: --into FILE names theirs"));
        }
        Ok(if lost > 0 || !imported.problems.is_empty() { Exit::Findings } else { Exit::Fine })
    })())
}

/// Gives a note that comes back from another program, which knows its words but not its place, what is known of it here.
/// What that program has not changed is no change, whenever it was brought there.
fn keep_place(note: &mut Note, known: &Note) {
    if note.on != known.on {
        let known = known.clone();
        (note.on, note.now, note.other, note.created) = (known.on, known.now, known.other, known.created);
    }
    if *note == (Note { changed: note.changed, ..known.clone() }) {
        note.changed = known.changed;
    }
}

/// What a note says, and the words that it is on with those around them.
type Words<'a> = (&'a str, [&'a str; 3]);

fn words_of(note: &Note) -> Option<Words<'_>> {
    let quote = note.anchor().quote.as_ref()?;
    Some((&note.text, [&quote.prefix, &quote.exact, &quote.suffix]))
}

/// The notes that a brief has, to be found by what they are.
struct Known<'a> {
    by_id: HashMap<&'a NoteId, &'a Note>,
    by_words: HashMap<Words<'a>, Vec<&'a Note>>,
}

impl<'a> Known<'a> {
    fn of(held: &'a Held) -> Self {
        let mut known = Self { by_id: HashMap::new(), by_words: HashMap::new() };
        for (note, _) in &held.notes {
            known.by_id.entry(&note.id).or_insert(note);
            if let Some(words) = words_of(note) {
                known.by_words.entry(words).or_default().push(note);
            }
        }
        known
    }

    /// The note itself, or one that says the same of the same place: other programs give names of their own.
    fn find(&self, note: &Note) -> Option<&'a Note> {
        if let Some(known) = self.by_id.get(&note.id) {
            return Some(known);
        }
        let anchor = note.anchor();
        let alike = |known: &&&Note| {
            let there = known.anchor().position.zip(anchor.position);
            known.kind == note.kind && there.is_none_or(|(a, b)| a == b)
        };
        self.by_words.get(&words_of(note)?)?.iter().find(alike).copied()
    }
}

/// The brief that a file's notes are on: by its id, else by its title, else by its headline or link, where that is one
/// brief's alone.
fn home_of(held: &[Held], source: &crate::render::export::SourceHint) -> Option<usize> {
    let only = |is: &dyn Fn(&Held) -> bool| {
        let mut fitting = held.iter().enumerate().filter(|(_, held)| is(held)).map(|(n, _)| n);
        fitting.next().filter(|_| fitting.next().is_none())
    };
    let same = |a: Option<&str>, b: Option<&str>| a.is_some() && a == b;
    let of = |held: &Held| held.brief.source.clone().unwrap_or_default();
    let (id, title, url) = (source.id.as_deref(), source.title.as_deref(), source.url.as_deref());
    only(&|held| same(id, Some(&held.id())))
        .or_else(|| only(&|held| same(title, Some(&held.subject.title))))
        .or_else(|| only(&|held| same(title, of(held).title.as_ref().map(crate::brief::Line::as_str))))
        .or_else(|| only(&|held| same(url, of(held).url.as_ref().map(crate::brief::Url::as_str))))
}
