//! An annotation as it was read, before it is known whose it is, and the note that it makes.
//!
//! Invariant: what another program may have changed (text, tags, times) comes from the format's own members, all else from
//! ours where it is there; kind and place are guessed only for what is nobody's.

use super::members::text_of;
use super::{Imported, SourceHint, marked};
use crate::document::{Anchor, Quote};
use crate::notes::{Kind, Meaning, Note, NoteId, note_of};
use crate::render::export::name::uuid_of;
use jiff::Timestamp;
use serde_json::{Map, Value};

/// An annotation as it was read.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub(super) id: Option<String>,
    /// Whether its tags may tell kind and meaning.
    pub(super) marked: bool,
    pub(super) created: Option<Timestamp>,
    pub(super) changed: Option<Timestamp>,
    pub(super) text: String,
    pub(super) tags: Vec<String>,
    pub(super) motivation: Option<String>,
    pub(super) quote: Option<Quote>,
    pub(super) section: Option<String>,
    pub(super) source: SourceHint,
    /// Who made it, where another has.
    pub(super) creator: Option<Value>,
    /// Our own part.
    pub(super) own: Option<Value>,
}

impl Raw {
    /// The note; `written` is when the file was, for annotations without a time.
    pub(super) fn note(mut self, written: Option<Timestamp>) -> Result<Imported, String> {
        // Some write a tag of no letters where there is none.
        self.tags.retain(|tag| !tag.trim().is_empty());
        let created = self.created.or(self.changed).or(written).unwrap_or(Timestamp::UNIX_EPOCH);
        let changed = self.changed.unwrap_or(created);
        match self.own.take() {
            // Others may have a member of that name too.
            Some(Value::Object(own)) if own.contains_key("id") => self.ours(&own, created, changed),
            _ => self.foreign(created, changed.max(created)),
        }
    }

    /// Whether it has been a note of this program: no other names annotations so.
    fn is_ours(&self) -> bool {
        self.marked && self.id.as_deref().is_some_and(|id| uuid::Uuid::try_parse(id).is_ok())
    }

    /// Takes kind and meaning out of the tags of what has been a note of ours.
    fn unmarked(&mut self) -> (Option<Kind>, Option<Meaning>) {
        if !self.is_ours() {
            return (None, None);
        }
        let kind = self.tags.iter().rposition(|tag| Kind::parse(tag).is_some_and(|kind| kind != Kind::Note));
        let kind = kind.map(|at| self.tags.remove(at)).and_then(|tag| Kind::parse(&tag));
        let meaning = self.tags.iter().rposition(|tag| Meaning::parse(tag).is_some());
        (kind, meaning.map(|at| self.tags.remove(at)).and_then(|tag| Meaning::parse(&tag)))
    }

    fn ours(
        self,
        own: &Map<String, Value>,
        created: Timestamp,
        changed: Timestamp,
    ) -> Result<Imported, String> {
        let mut form = Map::new();
        for name in ["id", "kind", "meaning", "tags", "on", "now"] {
            form.extend(own.get(name).map(|value| (name.to_owned(), value.clone())));
        }
        form.insert("text".to_owned(), self.text.into());
        let mut note = Note { created, changed, ..note_of(&Value::Object(form))? };
        if let Some(Value::Object(other)) = own.get("other") {
            note.other.clone_from(other);
        }
        let known = note.all_tags();
        let mut written = if self.marked { marked(known.clone(), &note) } else { known.clone() };
        written.retain(|tag| !tag.trim().is_empty());
        if written != self.tags {
            // Another program has changed them; what tells the kind is none that the note was given.
            let ours = |tag: &String| written.contains(tag) && !known.contains(tag);
            note.tags = self.tags.into_iter().filter(|tag| !ours(tag)).collect();
        }
        let said = own.get("source").unwrap_or(&Value::Null);
        let [title, url, id] = ["title", "url", "id"].map(|name| text_of(said, name));
        Ok(Imported::whole(note, SourceHint { title, url, id }))
    }

    fn foreign(mut self, created: Timestamp, changed: Timestamp) -> Result<Imported, String> {
        let quote = self.quote.take().filter(|quote| !quote.exact.trim().is_empty());
        let (told, meaning) = self.unmarked();
        let kind = match self.motivation.as_deref() {
            _ if told.is_some() => told.unwrap_or(Kind::Note),
            Some("bookmarking") => Kind::Bookmark,
            Some("questioning") => Kind::Question,
            // What came from here and tells no kind is a note.
            _ if self.is_ours() => Kind::Note,
            _ if self.text.trim().is_empty() => Kind::Highlight,
            _ => Kind::Note,
        };
        if quote.is_none() && self.text.trim().is_empty() && self.tags.is_empty() && kind != Kind::Bookmark {
            return Err("it has neither a quotation nor a text".to_owned());
        }
        let ours = ["urn:uuid:", "urn:brief:note:"];
        let plain = |id: &str| ours.iter().find_map(|urn| id.strip_prefix(urn)).unwrap_or(id).to_owned();
        let id = self.id.as_deref().map(plain);
        let content = || {
            let words = quote.as_ref().map(|quote| (&quote.prefix, &quote.exact, &quote.suffix));
            uuid_of(&format!(
                "{:?}",
                (&self.source.url, words, &self.text, &self.tags, self.created, self.motivation.as_ref())
            ))
        };
        let id = match id.filter(|id| !id.is_empty()) {
            Some(id) => NoteId::parse(&id).or_else(|| NoteId::parse(&uuid_of(&id))),
            None => NoteId::parse(&content()),
        };
        let note = Note {
            id: id.ok_or("it has no id")?,
            kind,
            meaning,
            text: self.text,
            tags: self.tags,
            created,
            changed,
            // A position is of the text that the note was made on, which is another than ours.
            on: Anchor { section: self.section, quote, ..Anchor::default() },
            now: None,
            other: self.creator.map(|creator| ("creator".to_owned(), creator)).into_iter().collect(),
        };
        Ok(Imported { whole: false, ..Imported::whole(note, self.source) })
    }
}
