//! The shape of notes in files: our own YAML and our own JSON.
//!
//! Field names are the published format; an optional field that says nothing is left out; what a newer version or
//! another tool has put there comes back as it was.

use super::note::{Kind, Meaning, Note, NoteId};
use crate::document::{Anchor, ItemRef, Position, Quote, Twin};
use crate::text::clean_line;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The version of the format.
pub const VERSION: u32 = 1;

/// A note as it is written.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NoteForm {
    /// Its name: a UUID.
    pub id: String,
    /// note, question, disagree, follow-up, highlight or bookmark.
    #[serde(default = "note")]
    pub kind: String,
    /// What a highlighted passage means: key, agree, doubt, fact or quote.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
    /// When it was made (RFC 3339).
    pub created: Timestamp,
    /// When it was last changed (RFC 3339); without it, when it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Timestamp>,
    /// Its tags, without `#`, beside those in the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What was written, in Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Where it was made.
    #[serde(default)]
    pub on: AnchorForm,
    /// Where its reader has agreed that it is now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<AnchorForm>,
    /// What we do not know.
    #[serde(flatten)]
    pub other: serde_json::Map<String, serde_json::Value>,
}

fn note() -> String {
    Kind::Note.info().word.to_owned()
}

/// An anchor as it is written. Without a section it is the whole brief, without a quote the whole section.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnchorForm {
    /// The section: a field of the format, or the title of a section of the brief's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Which item of the section, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u32>,
    /// What the item is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How the item begins, where it has no name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub begins: Option<String>,
    /// Whose the item is: by, to or of whom something is said, or when it happened. Empty where it is nobody's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// The field of the item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The words (`exact` of a W3C `TextQuoteSelector`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// Up to 32 characters before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// Up to 32 characters behind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// Code points before the words in the unformatted text of the brief.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<usize>,
    /// The same of the end, which is exclusive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<usize>,
    /// How often the words stood in the brief, where more than once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurs: Option<u32>,
    /// How like them other words of the brief were, of 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rival: Option<u8>,
    /// How like their surroundings those of the likest other place were at which they stood, of 0 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub echo: Option<u8>,
    /// The same of those that were the same one's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_echo: Option<u8>,
    /// Which of several passages that nothing told apart, counted from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twin: Option<u32>,
    /// How many those were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twins: Option<u32>,
}

impl From<&Note> for NoteForm {
    fn from(note: &Note) -> Self {
        Self {
            id: note.id.to_string(),
            kind: note.kind.info().word.to_owned(),
            meaning: note.meaning.map(|meaning| meaning.info().word.to_owned()),
            created: note.created,
            changed: (note.changed != note.created).then_some(note.changed),
            tags: note.tags.clone(),
            text: note.text.clone(),
            on: (&note.on).into(),
            now: note.now.as_ref().map(AnchorForm::from),
            other: note.other.clone(),
        }
    }
}

impl TryFrom<NoteForm> for Note {
    type Error = String;

    /// Reads a note; an unknown kind or meaning is an error, so that a newer file is kept rather than misread.
    fn try_from(form: NoteForm) -> Result<Self, String> {
        let unknown =
            |what: &str, word: &str| format!("“{}” is no {what} that this version knows", clean_line(word));
        let meaning = match &form.meaning {
            Some(word) => Some(Meaning::parse(word).ok_or_else(|| unknown("meaning", word))?),
            None => None,
        };
        Ok(Self {
            id: NoteId::parse(&form.id).ok_or_else(|| format!("“{}” is no id", clean_line(&form.id)))?,
            kind: Kind::parse(&form.kind).ok_or_else(|| unknown("kind", &form.kind))?,
            meaning,
            text: form.text,
            tags: form.tags,
            created: form.created,
            changed: form.changed.unwrap_or(form.created),
            on: form.on.into(),
            now: form.now.map(Anchor::from),
            other: form.other,
        })
    }
}

impl From<&Anchor> for AnchorForm {
    fn from(anchor: &Anchor) -> Self {
        let said = |text: &String| Some(text.clone()).filter(|text| !text.is_empty());
        let quote = anchor.quote.as_ref();
        Self {
            section: anchor.section.clone(),
            item: anchor.item.as_ref().map(|item| item.number),
            name: anchor.item.as_ref().and_then(|item| item.name.clone()),
            begins: anchor.item.as_ref().and_then(|item| item.begins.clone()),
            of: anchor.owner.clone(),
            field: anchor.field.clone(),
            quote: quote.map(|quote| quote.exact.clone()),
            prefix: quote.and_then(|quote| said(&quote.prefix)),
            suffix: quote.and_then(|quote| said(&quote.suffix)),
            start: anchor.position.map(|position| position.start),
            end: anchor.position.map(|position| position.end),
            occurs: anchor.occurs,
            rival: anchor.rival,
            echo: anchor.echo,
            own_echo: anchor.own_echo,
            twin: anchor.twin.map(|twin| twin.nth),
            twins: anchor.twin.map(|twin| twin.of),
        }
    }
}

impl From<AnchorForm> for Anchor {
    fn from(form: AnchorForm) -> Self {
        let (prefix, suffix) = (form.prefix.unwrap_or_default(), form.suffix.unwrap_or_default());
        let position = form.start.zip(form.end).filter(|(start, end)| start <= end);
        Self {
            section: form.section,
            item: form.item.map(|number| ItemRef { number, name: form.name, begins: form.begins }),
            owner: form.of,
            field: form.field,
            quote: form.quote.map(|exact| Quote { prefix, exact, suffix }),
            position: position.map(|(start, end)| Position { start, end }),
            occurs: form.occurs,
            rival: form.rival.filter(|rival| *rival <= 100),
            echo: form.echo.filter(|echo| *echo <= 100),
            own_echo: form.own_echo.filter(|echo| *echo <= 100),
            twin: form.twin.zip(form.twins).map(|(nth, of)| Twin { nth, of }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITTEN: &str = "\
id: 018bcfe5-6800-7707-8707-070707070707
kind: question
meaning: doubt
created: 2026-11-22T10:00:00Z
changed: 2026-11-23T10:00:00Z
tags:
- water
text: |-
  Who says so?
  #source
on:
  section: actors
  item: 2
  name: Pakistan
  of: Pakistan
  field: position
  quote: a narrow window
  prefix: 'There is '
  start: 120
  end: 135
  occurs: 3
  rival: 100
  echo: 100
  own_echo: 40
  twin: 1
  twins: 2
now:
  section: summary
mood: grim
";

    #[test]
    fn a_note_comes_back_as_it_was_written() {
        let form: NoteForm = serde_yaml::from_str(WRITTEN).unwrap();
        let note = Note::try_from(form).unwrap();
        assert_eq!(note.quote(), "");
        assert_eq!(note.on.quote.as_ref().unwrap().exact, "a narrow window");
        assert_eq!(note.all_tags(), ["water", "source"]);
        assert_eq!(serde_yaml::to_string(&NoteForm::from(&note)).unwrap(), WRITTEN);
        let json = serde_json::to_string(&NoteForm::from(&note)).unwrap();
        assert_eq!(Note::try_from(serde_json::from_str::<NoteForm>(&json).unwrap()).unwrap(), note);
    }

    #[test]
    fn a_newer_kind_is_an_error_not_another_note() {
        let form: NoteForm =
            serde_yaml::from_str("id: x\nkind: dance\ncreated: 2026-11-22T10:00:00Z\n").unwrap();
        assert!(Note::try_from(form).unwrap_err().contains("dance"));
        let form: NoteForm = serde_yaml::from_str("id: x\ncreated: 2026-11-22T10:00:00Z\n").unwrap();
        assert_eq!(Note::try_from(form).unwrap().kind, Kind::Note);
    }
}
