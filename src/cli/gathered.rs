//! All notes that there are, or those on some briefs, each with its brief.
//!
//! Invariant: a note comes once, with the file that it lies in; notes whose brief is not at hand are among them.

use super::complain;
use super::entries;
use crate::config::Config;
use crate::document::{Anchoring, Resolution};
use crate::library::Library;
use crate::notes::{ABSENT, KeptFile, Note, NotesFile, Rack, State, Subject, all_kept, form::NoteForm};
use crate::samples::SAMPLES;
use crate::system::{Kind, System};
use crate::tui::app::Entry;
use crate::tui::held::{Held, Taken, entry_of, hold, not_understood};
use crate::tui::known::moved_to;
use crate::tui::origin::Origin;
use serde::Serialize;
use std::collections::HashSet;
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The briefs with notes, and what was read for them.
pub(super) struct Gathered {
    /// The briefs, those that are not at hand last.
    pub(super) held: Vec<Held>,
    pub(super) rack: Rack,
    /// Whether something could not be read, which has been said.
    pub(super) spoilt: bool,
}

/// A note among all: of which of the briefs, and which of its notes, counted from 0.
#[derive(Clone, Copy)]
pub(super) struct Found<'a> {
    pub(super) held: &'a Held,
    pub(super) note: &'a Note,
    /// What has become of its passage; none where the brief is not at hand.
    pub(super) state: Option<State>,
    /// The words at its place now.
    words: Option<&'a str>,
}

/// A note as scripts see it.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    brief: &'a Subject,
    /// in-place, moved, orphaned; absent where the brief is not at hand.
    state: &'static str,
    /// The words at its place now.
    found: Option<&'a str>,
    note: NoteForm,
}

impl Gathered {
    /// The notes, brief by brief.
    pub(super) fn found(&self) -> impl Iterator<Item = Found<'_>> {
        self.held.iter().flat_map(|held| held.notes.iter().map(move |(note, at)| Found::of(held, note, *at)))
    }

    /// The notes of some names; the start or the end of a name is enough where it is the only one.
    pub(super) fn pick(&self, ids: &[String]) -> Result<Vec<Found<'_>>, String> {
        ids.iter()
            .map(|id| {
                let exact = self.found().find(|found| found.note.id.as_str() == id);
                let fits = |found: &Found<'_>| {
                    let name = found.note.id.as_str();
                    !id.is_empty() && (name.starts_with(id.as_str()) || name.ends_with(id.as_str()))
                };
                let mut fitting = self.found().filter(fits);
                match (exact, fitting.next(), fitting.next()) {
                    (Some(found), _, _) | (None, Some(found), None) => Ok(found),
                    (None, Some(_), Some(_)) => {
                        Err(format!("several notes begin or end with {id}: write more of it"))
                    }
                    (None, None, _) => Err(format!("there is no note {id}: brief notes list shows all")),
                }
            })
            .collect()
    }
}

impl<'a> Found<'a> {
    fn of(held: &'a Held, note: &'a Note, at: Resolution) -> Self {
        // Of a whole section or brief that would be all of it.
        let range = at.range().filter(|_| held.is_at_hand() && note.anchor().quote.is_some());
        let state = held.is_at_hand().then(|| State::of(at));
        Self { held, note, state, words: range.map(|range| held.document.slice(range)) }
    }

    /// A note as it has just become.
    pub(super) fn now(held: &'a Held, note: &'a Note) -> Self {
        Self::of(held, note, Anchoring::new(&held.document).resolve(note.anchor()))
    }

    pub(super) fn told(&self) -> Told<'a> {
        Told {
            brief: &self.held.subject,
            state: self.state.map_or(ABSENT, State::word),
            found: self.words,
            note: NoteForm::from(self.note),
        }
    }

    /// The words at its place now.
    pub(super) const fn words(&self) -> Option<&str> {
        self.words
    }
}

/// The notes on some briefs; with none named, all that are kept. Why it cannot be done, in words.
pub(super) fn gather(
    system: &Arc<dyn System>,
    config: &Config,
    files: &[PathBuf],
) -> io::Result<Result<Gathered, String>> {
    let world = &**system;
    let rack = Rack::default();
    let mut problems = Vec::new();
    let (entries, kept) = if files.is_empty() {
        let kept = match all_kept(world, &rack) {
            Ok(kept) => kept,
            Err(error) => return Ok(Err(error.to_string())),
        };
        (homes(system, config, &kept)?, kept)
    } else {
        match entries::entries(world, config, files, &mut problems)? {
            Some(entries) => (entries, Vec::new()),
            None => return Ok(Err("there are no briefs to look for notes on".to_owned())),
        }
    };
    let Taken { mut held, troubles } = hold(world, config.keeping, &rack, &entries);
    let mut spoilt = !troubles.is_empty();
    problems.extend(troubles);
    let shown: HashSet<PathBuf> = held.iter().flat_map(|held| held.files.iter().cloned()).collect();
    for (path, file) in kept.into_iter().filter(|(path, _)| !shown.contains(path)) {
        match file {
            Ok(file) => {
                problems.extend(not_understood(&path, &file));
                held.extend(Held::absent(path, &file));
            }
            Err(error) => {
                spoilt = true;
                problems.push(error.to_string());
            }
        }
    }
    // What lies in the data folder may have been met with its brief.
    let mut said = HashSet::new();
    for problem in problems.into_iter().filter(|problem| said.insert(problem.clone())) {
        complain(&problem);
    }
    Ok(Ok(Gathered { held, rack, spoilt }))
}

/// The briefs that have notes, as far as they can be found.
pub(super) fn noted(system: &Arc<dyn System>, config: &Config) -> io::Result<Vec<Entry>> {
    // What cannot be read of the notes is told by whoever needs it.
    let kept = all_kept(&**system, &Rack::default()).unwrap_or_default();
    homes(system, config, &kept)
}

/// Where the briefs are that notes are on: where the notes say, among the samples, where they have been moved to in the
/// folders at hand; and those at hand beside which notes lie.
fn homes(system: &Arc<dyn System>, config: &Config, kept: &[KeptFile]) -> io::Result<Vec<Entry>> {
    let world = &**system;
    let full = |path: PathBuf| world.canonical(&path).unwrap_or(path);
    let mut files: Vec<PathBuf> = Vec::new();
    let mut samples: Vec<&'static str> = Vec::new();
    let mut away: Vec<&Subject> = Vec::new();
    let mut warnings = Vec::new();
    let at_hand = entries::named_or_at_hand(world, config, &[], &mut warnings)?.unwrap_or_default();
    for path in at_hand.into_iter().filter_map(|entry| file_of(entry.origin)) {
        if has_notes_beside(world, &path) {
            files.push(full(path));
        }
    }
    for file in kept.iter().filter_map(|(_, file)| file.as_ref().ok()) {
        match home_of(world, file) {
            Some(Origin::File(path)) => files.push(full(path)),
            Some(Origin::Sample(name)) => samples.push(name),
            Some(Origin::Input(_)) | None => away.push(&file.subject),
        }
    }
    let roots = entries::folders(world, config, &[], &mut warnings).unwrap_or_default();
    if !away.is_empty() && !roots.is_empty() {
        let library = Library::open(Arc::clone(system), &roots);
        library.refresh(&mut |_| ControlFlow::Continue(()));
        let catalogue = library.catalogue();
        files.extend(away.into_iter().filter_map(|subject| moved_to(&catalogue, subject)).map(full));
    }
    files.sort();
    files.dedup();
    samples.sort_unstable();
    samples.dedup();
    let samples =
        samples.into_iter().map(|name| Entry { origin: Origin::Sample(name), document: 0, title: None });
    Ok(files.into_iter().map(entry_of).chain(samples).collect())
}

fn file_of(origin: Origin) -> Option<PathBuf> {
    match origin {
        Origin::File(path) => Some(path),
        Origin::Input(_) | Origin::Sample(_) => None,
    }
}

/// Where the brief of some notes is by what they say.
fn home_of(system: &dyn System, file: &NotesFile) -> Option<Origin> {
    let Some(path) = file.subject.file.as_deref().map(PathBuf::from) else {
        let sample = SAMPLES.iter().find(|(name, _)| file.subject.id.as_deref() == Some(*name));
        return sample.map(|(name, _)| Origin::Sample(name));
    };
    (system.kind(&path) == Some(Kind::File)).then_some(Origin::File(path))
}

/// Whether notes lie beside a brief: those of the first brief of its file, or of another.
fn has_notes_beside(system: &dyn System, brief: &Path) -> bool {
    let near = |end: &str| system.kind(&brief.with_extension(end)) == Some(Kind::File);
    near("notes.yaml") || near("2.notes.yaml")
}
