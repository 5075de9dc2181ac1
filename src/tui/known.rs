//! What is known of the briefs of a library beside their files: which were read, and the notes on them.
//!
//! Invariant: it costs what is known, and one pass over the rows, however many briefs there are.

use crate::history::Journal;
use crate::library::{Catalogue, Facts, RowIx, RowKey};
use crate::notes::{NotesFile, Rack, Subject, all_kept, kept_at};
use crate::system::System;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// What is known of the briefs of a catalogue beside their files: what was read, and the notes, of which some lie in
/// these files beside the briefs.
#[must_use]
pub fn facts(system: &dyn System, catalogue: &Catalogue, beside: &[PathBuf]) -> Facts {
    let visits = Journal::of(system).and_then(|journal| journal.visits(system).ok()).unwrap_or_default();
    let rack = Rack::default();
    let files = all_kept(system, &rack).unwrap_or_default();
    let files = files.into_iter().chain(kept_at(system, &rack, beside.to_vec()));
    let kept: Vec<NotesFile> = files.filter_map(|(_, file)| file.ok()).collect();
    let subjects = visits.iter().map(|visit| &visit.brief).chain(kept.iter().map(|file| &file.subject));
    let index = Index::of(catalogue, subjects);
    let mut facts = Facts::default();
    for visit in &visits {
        for key in index.keys_of(&visit.brief) {
            facts.entry(key).read = !visit.unread;
        }
    }
    for file in &kept {
        for key in index.keys_of(&file.subject) {
            let fact = facts.entry(key);
            for note in file.notes() {
                fact.notes += 1;
                fact.tags.extend(note.all_tags());
                fact.said.push(format!("{}\n{}", note.text, note.quote()));
            }
        }
    }
    facts
}

/// The briefs of a catalogue that something is known of. What is known is little beside a large catalogue, so it is that
/// which is kept, and the catalogue that is gone through.
struct Index<'a> {
    catalogue: &'a Catalogue,
    by_name: HashMap<Name<'a>, Vec<RowIx>>,
}

/// What tells a brief from others: its id, or its title and publication where it has none.
#[derive(PartialEq, Eq, Hash)]
enum Name<'a> {
    Id(&'a str),
    Title(&'a str, &'a str),
}

impl<'a> Name<'a> {
    fn of(subject: &'a Subject) -> Self {
        match &subject.id {
            Some(id) => Name::Id(id),
            None => Name::Title(&subject.title, subject.publication.as_deref().unwrap_or_default()),
        }
    }
}

impl<'a> Index<'a> {
    fn of(catalogue: &'a Catalogue, subjects: impl Iterator<Item = &'a Subject>) -> Self {
        let mut by_name: HashMap<Name<'a>, Vec<RowIx>> =
            subjects.map(|subject| (Name::of(subject), Vec::new())).collect();
        if by_name.is_empty() {
            return Self { catalogue, by_name };
        }
        for (ix, row) in catalogue.rows().filter_map(|ix| Some((ix, catalogue.row(ix)?))) {
            let name = if row.id().is_empty() {
                Name::Title(row.title(), row.publication())
            } else {
                Name::Id(row.id())
            };
            if let Some(keys) = by_name.get_mut(&name) {
                keys.push(ix);
            }
        }
        Self { catalogue, by_name }
    }

    /// The briefs that are called so; of namesakes without an id the one that lies where it is said, if any does.
    fn of_subject(&self, subject: &'a Subject) -> Vec<RowIx> {
        let all = self.by_name.get(&Name::of(subject)).map(Vec::as_slice).unwrap_or_default();
        let file = subject.file.as_deref().map(Path::new).filter(|_| subject.id.is_none() && all.len() > 1);
        let there =
            |ix: &RowIx| self.catalogue.row(*ix).is_some_and(|row| Some(row.full_path().as_path()) == file);
        let near: Vec<RowIx> = all.iter().copied().filter(there).collect();
        if near.is_empty() { all.to_vec() } else { near }
    }

    fn keys_of(&self, subject: &'a Subject) -> impl Iterator<Item = RowKey> + use<'a> {
        let catalogue = self.catalogue;
        self.of_subject(subject).into_iter().filter_map(|ix| catalogue.row(ix)).map(|row| row.key())
    }
}

/// The file of a brief that is not where it was, where one brief of the catalogue alone is called so.
#[must_use]
pub fn moved_to(catalogue: &Catalogue, subject: &Subject) -> Option<PathBuf> {
    let index = Index::of(catalogue, std::iter::once(subject));
    let [only] = index.of_subject(subject)[..] else { return None };
    catalogue.row(only).map(|row| row.path())
}
