//! Changes of briefs and of the notes on them, as news.
//!
//! Invariant: notes in the folder of notes are told of from the first one on, also where that folder is yet to be made.

use super::event::{Event, LibraryNews};
use crate::system::{System, Watcher, notes_folder};
use std::io;
use std::path::PathBuf;

/// Watches files and folders, and the notes that others write on what is in them.
///
/// # Errors
/// What the operating system says.
pub(super) fn watch(
    system: &dyn System,
    places: &[PathBuf],
    post: impl Fn(Event) + Send + 'static,
) -> io::Result<Watcher> {
    let notes = notes_folder(system);
    let places: Vec<PathBuf> = places.iter().cloned().chain(notes.clone()).collect();
    Watcher::new(&places, move |paths| {
        let is_note = |path: &PathBuf| notes.as_ref().is_some_and(|notes| path.starts_with(notes));
        let (notes, briefs): (Vec<_>, Vec<_>) = paths.into_iter().partition(is_note);
        if !notes.is_empty() {
            post(Event::Library(Box::new(LibraryNews::NotesChanged)));
        }
        if !briefs.is_empty() {
            post(Event::Changed(briefs));
        }
    })
}
