//! Exporting many briefs: to one text, to a file, or to a file for each in a folder.
//!
//! Invariants: what goes into a folder is read, written and let go brief by brief, so a library of any size can be exported;
//! no file is written over unless that is wished, and one that is there keeps none of the others from being written.

use super::app::Entry;
use super::held::{FAILED, Held, Taken, hold, hold_one};
use super::origin::Origin;
use crate::notes::{Filter, Keeping, Rack, State};
use crate::render::export::{Format, NoteAt, Piece, What, export, file_name, template};
use crate::system::{Kind, System, home, in_order, notes_folder, threads, trouble};
use crate::text::clean_line;
use jiff::Timestamp;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

/// How an export is written, with all that has been read for it.
#[derive(Clone, Debug)]
pub enum Ready {
    /// In a format.
    Format(Format),
    /// By a template.
    Template {
        /// What it is called.
        name: String,
        /// Its text.
        source: String,
    },
}

/// What is to be exported, and how.
#[derive(Clone, Debug)]
pub struct Order {
    /// How.
    pub how: Ready,
    /// Briefs, notes, or both.
    pub what: What,
    /// Which notes.
    pub filter: Filter,
    /// Whether files that are there are written over.
    pub force: bool,
    /// The time that the export tells as its own.
    pub when: Timestamp,
}

/// Briefs that are to be read.
#[derive(Clone, Debug)]
pub struct Batch {
    entries: Vec<Entry>,
    /// Which briefs of them, where not all.
    only: Option<HashSet<(Origin, usize)>>,
}

impl Batch {
    /// All briefs of some files.
    #[must_use]
    pub const fn of_files(entries: Vec<Entry>) -> Self {
        Self { entries, only: None }
    }

    /// Some briefs, each as its file and which of it, counted from 0.
    pub fn of_briefs(briefs: impl IntoIterator<Item = (Origin, usize)>) -> Self {
        let (mut entries, mut only, mut known) = (Vec::new(), HashSet::new(), HashSet::new());
        for (origin, document) in briefs {
            if known.insert(origin.clone()) {
                entries.push(Entry { origin: origin.clone(), document: 0, title: None });
            }
            only.insert((origin, document));
        }
        Self { entries, only: Some(only) }
    }

    /// How many they are, as far as that is known before they are read.
    #[must_use]
    pub fn len(&self) -> usize {
        self.only.as_ref().map_or(self.entries.len(), HashSet::len)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn has(&self, held: &Held) -> bool {
        self.only.as_ref().is_none_or(|only| held.home.as_ref().is_some_and(|home| only.contains(home)))
    }

    /// The briefs with their notes.
    #[must_use]
    pub fn hold(&self, system: &dyn System, keeping: Keeping) -> Taken {
        let mut taken = hold(system, keeping, &Rack::default(), &self.entries);
        taken.held.retain(|held| self.has(held));
        taken
    }
}

/// Where an export goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// One file with all.
    File(PathBuf),
    /// A file for each brief, in this folder.
    Folder(PathBuf),
}

/// What an export came to.
#[derive(Debug, Default)]
pub struct Shipped {
    /// The files that were written, in order.
    pub written: Vec<PathBuf>,
    /// Those that are there already, and were left.
    pub there: Vec<PathBuf>,
    /// What could not be read or written, in words.
    pub troubles: Vec<String>,
}

impl Goal {
    /// What a path means: a folder where there is one or it ends as one, or where there are several briefs and it names no
    /// kind of file.
    #[must_use]
    pub fn of(system: &dyn System, path: &Path, briefs: usize) -> Self {
        let there = system.kind(path);
        let is_folder = there == Some(Kind::Folder)
            || path.as_os_str().as_encoded_bytes().ends_with(b"/")
            || there.is_none() && briefs > 1 && path.extension().is_none();
        if is_folder { Self::Folder(path.to_owned()) } else { Self::File(path.to_owned()) }
    }
}

/// A path as a person types it: `~/` is the home.
#[must_use]
pub fn from_home(system: &dyn System, path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), home(system)) {
        (Some(rest), Some(home)) => home.join(rest),
        (None, Some(home)) if path == "~" => home,
        _ => PathBuf::from(path),
    }
}

impl Ready {
    /// The extension of its files: `hours.md.jinja` writes `hours.md`.
    #[must_use]
    pub fn extension(&self) -> String {
        match self {
            Self::Format(format) => format.info().extension.to_owned(),
            Self::Template { name, .. } => {
                let stem = Path::new(name).file_stem().map(PathBuf::from).unwrap_or_default();
                stem.extension().map_or_else(|| "txt".to_owned(), |e| e.to_string_lossy().into_owned())
            }
        }
    }
}

impl Order {
    fn notes_of<'a>(&self, held: &'a Held) -> Vec<NoteAt<'a>> {
        let state = |at| held.is_at_hand().then(|| State::of(at));
        held.notes_at(|note, at| self.filter.passes(note, &held.subject, state(at)))
    }

    /// Whether a brief has a part in it: of one without notes, notes alone are nothing.
    fn takes(&self, notes: &[NoteAt<'_>]) -> bool {
        self.what != What::Notes || !notes.is_empty()
    }

    /// All of some briefs as one text.
    ///
    /// # Errors
    /// Where there is nothing, or it cannot be written in this way, in words.
    pub fn text(&self, held: &[Held]) -> Result<Vec<u8>, String> {
        let with_notes: Vec<(&Held, Vec<NoteAt<'_>>)> = held
            .iter()
            .map(|held| (held, self.notes_of(held)))
            .filter(|(_, notes)| self.takes(notes))
            .collect();
        if with_notes.is_empty() {
            return Err(if held.is_empty() {
                "there is nothing to export"
            } else {
                "there are no notes to export"
            }
            .to_owned());
        }
        let ids: Vec<String> = with_notes.iter().map(|(held, _)| held.id()).collect();
        let pieces: Vec<Piece<'_>> =
            with_notes.iter().zip(&ids).map(|((held, notes), id)| held.piece(notes, id)).collect();
        match &self.how {
            Ready::Format(format) => {
                export(*format, &pieces, self.what, self.when).map_err(|error| error.to_string())
            }
            Ready::Template { name, source } => template(source, name, &pieces, self.what, self.when)
                .map(String::into_bytes)
                .map_err(|error| format!("{name}: {error}")),
        }
    }

    /// Writes briefs that are held.
    ///
    /// # Errors
    /// Where it cannot be done at all, in words.
    pub fn ship(&self, system: &dyn System, held: &[Held], goal: &Goal) -> Result<Shipped, String> {
        let mut shipped = Shipped::default();
        match goal {
            Goal::File(path) => {
                self.put_file(system, path, &self.text(held)?, held, &mut shipped)?;
            }
            Goal::Folder(folder) => {
                let mut names = Names::default();
                for one in held {
                    if self.takes(&self.notes_of(one)) {
                        let text = self.text(std::slice::from_ref(one))?;
                        self.put_into(system, folder, &one.id(), &text, &mut names, &mut shipped);
                    }
                }
            }
        }
        self.told(shipped)
    }

    /// Reads briefs and writes them.
    ///
    /// # Errors
    /// Where it cannot be done at all, in words.
    pub fn ship_batch(
        &self,
        system: &dyn System,
        keeping: Keeping,
        batch: &Batch,
        goal: &Goal,
    ) -> Result<Shipped, String> {
        let rack = Rack::default();
        let Goal::Folder(folder) = goal else {
            let Taken { held, troubles } = batch.hold(system, keeping);
            let shipped = self.ship(system, &held, goal)?;
            return Ok(Shipped {
                troubles: troubles.into_iter().chain(shipped.troubles).collect(),
                ..shipped
            });
        };
        let (mut shipped, mut names) = (Shipped::default(), Names::default());
        let mut failed = None;
        let work = |entry: &Entry| {
            let taken = hold_one(system, keeping, &rack, entry);
            let texts = taken.held.iter().filter(|one| batch.has(one) && self.takes(&self.notes_of(one)));
            let texts: Vec<(String, Result<Vec<u8>, String>)> =
                texts.map(|one| (one.id(), self.text(std::slice::from_ref(one)))).collect();
            (texts, taken.troubles)
        };
        let take = |_: &Entry, done: Option<Written>| {
            let (texts, troubles) = done.unwrap_or_else(|| (Vec::new(), vec![FAILED.to_owned()]));
            shipped.troubles.extend(troubles);
            for (id, text) in texts {
                match text {
                    Ok(text) => self.put_into(system, folder, &id, &text, &mut names, &mut shipped),
                    // A template that is wrong is wrong for all.
                    Err(error) => {
                        failed = Some(error);
                        return Err(io::ErrorKind::Other.into());
                    }
                }
            }
            Ok(())
        };
        // The only error is the one that is kept.
        let _ = in_order(&batch.entries, threads(), work, take);
        match failed {
            Some(error) => Err(error),
            None => self.told(shipped),
        }
    }

    fn told(&self, shipped: Shipped) -> Result<Shipped, String> {
        let nothing = shipped.written.is_empty() && shipped.there.is_empty() && shipped.troubles.is_empty();
        if nothing {
            let what = if self.what == What::Notes { "there are no notes" } else { "there is nothing" };
            return Err(format!("{what} to export"));
        }
        Ok(shipped)
    }

    /// Writes one file, whose folder has to be there: a slip of the pen makes none.
    fn put_file(
        &self,
        system: &dyn System,
        path: &Path,
        bytes: &[u8],
        sources: &[Held],
        shipped: &mut Shipped,
    ) -> Result<(), String> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| system.kind(folder) != Some(Kind::Folder)) {
            return Err(format!("there is no folder {}", clean_line(&folder.to_string_lossy())));
        }
        guard(system, path, sources)?;
        let written = if self.force { system.replace(path, bytes) } else { system.create(path, bytes) };
        match written {
            Ok(()) => shipped.written.push(path.to_owned()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => shipped.there.push(path.to_owned()),
            Err(error) => return Err(failure(path, &error)),
        }
        Ok(())
    }

    /// Writes one file of many, under a name that no other of them has.
    fn put_into(
        &self,
        system: &dyn System,
        folder: &Path,
        id: &str,
        bytes: &[u8],
        names: &mut Names,
        shipped: &mut Shipped,
    ) {
        let path = folder.join(names.free(id, &self.how.extension()));
        // Each file of a folder has a kind of its own: no brief and no notes.
        if let Err(why) = guard(system, &path, &[]) {
            shipped.troubles.push(why);
            return;
        }
        match system.put_copy(&path, bytes, self.force) {
            Ok(()) => shipped.written.push(path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => shipped.there.push(path),
            Err(error) => shipped.troubles.push(failure(&path, &error)),
        }
    }
}

/// Refuses to write over what is being exported, and over notes: nobody means that.
fn guard(system: &dyn System, path: &Path, sources: &[Held]) -> Result<(), String> {
    let Ok(full) = system.canonical(path) else { return Ok(()) };
    let is_brief = |held: &Held| match &held.home {
        Some((Origin::File(file), _)) => system.canonical(file).is_ok_and(|file| file == full),
        _ => false,
    };
    let shown = clean_line(&path.to_string_lossy()).into_owned();
    if sources.iter().any(is_brief) {
        return Err(format!("{shown} is the brief itself: give the export another name"));
    }
    let within = |folder: Option<PathBuf>| {
        folder
            .and_then(|folder| system.canonical(&folder).ok())
            .is_some_and(|folder| full.starts_with(folder))
    };
    if full.to_string_lossy().ends_with(".notes.yaml") || within(notes_folder(system)) {
        return Err(format!("{shown} holds notes, or lies among them: give the export another name"));
    }
    Ok(())
}

fn failure(path: &Path, error: &io::Error) -> String {
    format!("{}: {}", clean_line(&path.to_string_lossy()), trouble(error))
}

/// The briefs of a file, each with its identity and what is to be written of it; and what could not be read.
type Written = (Vec<(String, Result<Vec<u8>, String>)>, Vec<String>);

/// Names of files that have been given.
#[derive(Default)]
struct Names(HashSet<String>);

impl Names {
    /// A name that is free. Some file systems take no notice of case.
    fn free(&mut self, id: &str, extension: &str) -> String {
        let mut name = file_name(id, extension);
        let mut n = 2;
        while !self.0.insert(name.to_lowercase()) {
            name = file_name(&format!("{id}-{n}"), extension);
            n += 1;
        }
        name
    }
}
