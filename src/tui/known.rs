//! What is known of the briefs of a library beside their files: which were read, and the notes on them.
//!
//! Invariant: it costs what is known, and one pass over the rows, however many briefs there are.

use crate::history::Journal;
use crate::library::{Catalogue, Facts, RowKey};
use crate::notes::{NotesFile, Subject, all_kept};
use crate::system::System;
use std::collections::HashMap;
use std::path::PathBuf;

/// What is known of the briefs of a catalogue beside their files: what was read, and the notes, of which some lie in
/// these files beside the briefs.
#[must_use]
pub fn facts(system: &dyn System, catalogue: &Catalogue, beside: &[PathBuf]) -> Facts {
    let visits = Journal::of(system).and_then(|journal| journal.visits(system).ok()).unwrap_or_default();
    let kept = all_kept(system).unwrap_or_default().into_iter().filter_map(|(_, file)| file.ok());
    let text = |path: &PathBuf| String::from_utf8(system.read(path).ok()?).ok();
    let beside = beside.iter().filter_map(|path| NotesFile::read(&text(path)?).ok());
    let kept: Vec<NotesFile> = kept.chain(beside).collect();
    let subjects = visits.iter().map(|visit| &visit.brief).chain(kept.iter().map(|file| &file.subject));
    let index = Index::of(catalogue, subjects);
    let mut facts = Facts::default();
    for visit in &visits {
        for key in index.of_subject(&visit.brief) {
            facts.entry(*key).read = !visit.unread;
        }
    }
    for file in &kept {
        for key in index.of_subject(&file.subject) {
            let fact = facts.entry(*key);
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
    by_name: HashMap<Name<'a>, Vec<RowKey>>,
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
        let mut by_name: HashMap<Name<'a>, Vec<RowKey>> =
            subjects.map(|subject| (Name::of(subject), Vec::new())).collect();
        if by_name.is_empty() {
            return Self { by_name };
        }
        for row in catalogue.rows().filter_map(|ix| catalogue.row(ix)) {
            let name = if row.id().is_empty() {
                Name::Title(row.title(), row.publication())
            } else {
                Name::Id(row.id())
            };
            if let Some(keys) = by_name.get_mut(&name) {
                keys.push(row.key());
            }
        }
        Self { by_name }
    }

    fn of_subject(&self, subject: &'a Subject) -> &[RowKey] {
        self.by_name.get(&Name::of(subject)).map(Vec::as_slice).unwrap_or_default()
    }
}
