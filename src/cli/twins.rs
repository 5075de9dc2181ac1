//! Which notes of a file are here already, and what the others bring.
//!
//! Invariant: what another program has only carried is no change; of a note that it knows in part, no more than its text and
//! its tags can change here.

use crate::notes::{Note, NoteId};
use crate::render::export::Imported;
use std::collections::HashMap;

/// What a note says, and the words that it is on with those around them.
type Words<'a> = (&'a str, [&'a str; 3]);

/// The notes that a brief has, to be found by what they are.
pub(super) struct Twins<'a> {
    by_id: HashMap<&'a NoteId, &'a Note>,
    by_words: HashMap<Words<'a>, Vec<&'a Note>>,
}

impl<'a> Twins<'a> {
    pub(super) fn of(notes: impl IntoIterator<Item = &'a Note>) -> Self {
        let mut twins = Self { by_id: HashMap::new(), by_words: HashMap::new() };
        for note in notes {
            twins.by_id.entry(&note.id).or_insert(note);
            if let Some(words) = words_of(note) {
                twins.by_words.entry(words).or_default().push(note);
            }
        }
        twins
    }

    /// What of a note is to be merged with those that are here; none where it is here already.
    pub(super) fn brings(&self, one: Imported) -> Option<Note> {
        let Imported { mut note, rival, whole, .. } = one;
        let known = |id: &NoteId| self.by_id.get(id).copied();
        if let Some(rival) = rival {
            // Several of the file have its name: what is here says which is which.
            let is_it = |id: &NoteId| {
                known(id).is_some_and(|known| *known == Note { id: id.clone(), ..note.clone() })
            };
            if is_it(&note.id) || is_it(&rival) {
                return None;
            }
            if known(&note.id).is_some() && known(&rival).is_none() {
                note.id = rival;
            }
        }
        match known(&note.id) {
            Some(known) if whole => (*known != note).then_some(note),
            Some(known) => update(known, note),
            None if whole => Some(note),
            None => (!self.has_alike(&note)).then_some(note),
        }
    }

    /// Whether a note says the same of the same words: other programs give names of their own.
    fn has_alike(&self, note: &Note) -> bool {
        let is_alike = |known: &&Note| {
            known.kind == note.kind && known.meaning == note.meaning && tags_of(known) == tags_of(note)
        };
        words_of(note)
            .and_then(|words| self.by_words.get(&words))
            .is_some_and(|known| known.iter().any(is_alike))
    }
}

fn words_of(note: &Note) -> Option<Words<'_>> {
    let quote = note.anchor().quote.as_ref()?;
    Some((&note.text, [&quote.prefix, &quote.exact, &quote.suffix]))
}

fn tags_of(note: &Note) -> Vec<String> {
    let mut tags: Vec<String> = note.all_tags().iter().map(|tag| tag.to_lowercase()).collect();
    tags.sort_unstable();
    tags
}

/// A note that is known here as another program has made it; none where that has changed nothing.
fn update(known: &Note, note: Note) -> Option<Note> {
    let has = known.all_tags();
    let is_new = |tag: &String| !has.iter().any(|has| has.eq_ignore_ascii_case(tag));
    let new: Vec<String> = note.all_tags().into_iter().filter(is_new).collect();
    if note.text == known.text && new.is_empty() {
        return None;
    }
    let given = note.tags.into_iter().filter(is_new);
    let tags = known.tags.iter().cloned().chain(given).collect();
    Some(Note { text: note.text, tags, changed: note.changed, ..known.clone() })
}
