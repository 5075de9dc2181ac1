//! A notes file: text that a person can read, and its entries.
//!
//! Invariants: what is not changed stays as it was written, byte for byte, comments included; an entry that cannot be
//! understood is kept and counted; reading what was written gives the same notes, which is held against every text
//! before it leaves this file.

use super::form::{NoteForm, VERSION};
use super::note::{Note, NoteId};
use super::parts::{Part, Parts};
use super::subject::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{clean_line, escape_json};
use crate::yaml;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Notes on one brief, as a file holds them.
#[derive(Clone, Debug, Default)]
pub struct NotesFile {
    /// Which brief they are on.
    pub subject: Subject,
    /// Which brief the text that was read says.
    described: Subject,
    /// What was read, in parts; none where it has to be written anew.
    parts: Vec<Part>,
    /// The comments above all else.
    above: String,
    /// What the file holds beside that we do not know.
    other: serde_json::Map<String, serde_json::Value>,
    entries: Vec<Entry>,
}

/// An entry of a file.
#[derive(Clone, Debug)]
struct Entry {
    /// Its lines as they were read; none where they have to be written anew.
    raw: Option<String>,
    /// Comments behind it, which stay whatever becomes of it.
    behind: String,
    what: What,
}

#[derive(Clone, Debug, PartialEq)]
enum What {
    Note(Box<Note>),
    /// A note that was deleted: kept, so that an old copy of the file does not bring it back.
    Gone {
        id: NoteId,
        at: Timestamp,
    },
    /// What a newer version, or a slip of the pen, has made.
    Unknown {
        value: serde_yaml::Value,
        why: String,
    },
}

/// A change of the notes on a brief.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A note is new, or another than it was.
    Put {
        /// The note.
        note: Box<Note>,
        /// The note as the writer saw it; none where it is new.
        seen: Option<Box<Note>>,
    },
    /// A note is deleted.
    Remove {
        /// Which.
        id: NoteId,
        /// When.
        at: Timestamp,
        /// The note as the writer saw it.
        seen: Box<Note>,
    },
}

#[derive(Deserialize)]
struct Head {
    #[serde(default)]
    notes: Option<u32>,
    #[serde(default)]
    brief: Subject,
    #[serde(default)]
    entries: Option<Vec<serde_yaml::Value>>,
    #[serde(flatten)]
    other: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize)]
struct GoneForm {
    id: String,
    deleted: Timestamp,
}

impl NotesFile {
    /// The file for a brief on which there are no notes yet.
    #[must_use]
    pub fn new(subject: Subject) -> Self {
        Self { subject, ..Self::default() }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// What is wrong with it, where it is no notes file, or one of a newer version.
    pub fn read(text: &str) -> Result<Self, Box<Diagnostic>> {
        // Text that looks like a number stays text, as everywhere.
        let vetted = yaml::vet(text, &mut |_| {})?;
        let bad = |error: &dyn std::fmt::Display| {
            Box::new(
                Diagnostic::new(Code::Unreadable, format!("this is no notes file: {error}"))
                    .help("mend it, or move it away: brief writes nothing over it"),
            )
        };
        let head: Head = serde_yaml::from_str(&vetted.text).map_err(|error| bad(&error))?;
        match head.notes {
            Some(version) if version <= VERSION => {}
            Some(version) => {
                return Err(bad(&format!("it has version {version}, this program knows {VERSION}")));
            }
            None => return Err(bad(&"it does not begin with `notes: 1`")),
        }
        let values = head.entries.unwrap_or_default();
        let parts = Parts::of(text, values.len());
        let (parts, lines) = parts.map_or((Vec::new(), None), |found| (found.parts, found.entries));
        let mut lines = lines.unwrap_or_default().into_iter();
        let entries = values
            .into_iter()
            .map(|value| {
                let what = What::of(value);
                match lines.next() {
                    Some(found) => Entry { raw: Some(found.raw), behind: found.behind, what },
                    None => Entry::new(what),
                }
            })
            .collect();
        let above = text.split_inclusive('\n').take_while(|line| line.starts_with('#')).collect();
        let subject = head.brief;
        Ok(Self { described: subject.clone(), subject, parts, above, other: head.other, entries })
    }

    /// The file as text: as much as can be as it was read.
    ///
    /// # Errors
    /// Where no text reads back as what it should hold. Whoever has one of this kind keeps the file that is there.
    pub fn write(&self) -> Result<String, String> {
        // What people write by hand is bound together in more ways than lines show, as by aliases: then it is written
        // from its values.
        let ways =
            [|file: &Self| file.compose(true), |file: &Self| file.compose(false), |file: &Self| file.anew()];
        let mut why = String::new();
        for way in ways {
            let text = way(self);
            match Self::read(&text) {
                Ok(read) if read.holds_the_same(self) => return Ok(text),
                Ok(_) => "it does not read back as it was written".clone_into(&mut why),
                Err(finding) => why = finding.message,
            }
        }
        Err(format!("these notes cannot be written: {why}"))
    }

    fn holds_the_same(&self, other: &Self) -> bool {
        self.subject == other.subject
            && self.other == other.other
            && self.entries.len() == other.entries.len()
            && self.entries.iter().zip(&other.entries).all(|(a, b)| a.what == b.what)
    }

    /// The text that was read, with what has changed; entries as they were read, or all from their values.
    fn compose(&self, as_read: bool) -> String {
        if self.parts.is_empty() {
            return self.anew();
        }
        let mut out = String::new();
        for part in &self.parts {
            if !out.is_empty() && !out.ends_with('\n') {
                out.push('\n');
            }
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Brief(text) if self.subject == self.described => out.push_str(text),
                Part::Brief(_) => self.put_brief(&mut out),
                Part::Entries { raw, .. } if self.entries.is_empty() => out.push_str(raw),
                Part::Entries { key, .. } => {
                    out.push_str(key.as_deref().filter(|_| as_read).unwrap_or("entries:\n"));
                    self.put_entries(&mut out, as_read);
                }
            }
        }
        out
    }

    /// The file from what it holds alone.
    fn anew(&self) -> String {
        let mut out = self.above.clone();
        if out.is_empty() {
            let title = clean_line(&self.subject.title);
            out = format!("# Notes on “{title}”.\n# Written by brief, which keeps what you add by hand.\n");
        }
        out.push_str("notes: ");
        out.push_str(&VERSION.to_string());
        out.push('\n');
        self.put_brief(&mut out);
        if !self.other.is_empty() {
            out.push_str(&to_yaml(&self.other));
        }
        if self.entries.is_empty() {
            out.push_str("entries: []\n");
        } else {
            out.push_str("entries:\n");
            self.put_entries(&mut out, false);
        }
        out
    }

    fn put_brief(&self, out: &mut String) {
        out.push_str("brief:\n");
        for line in to_yaml(&self.subject).lines() {
            out.push_str("  ");
            out.push_str(line);
            out.push('\n');
        }
    }

    /// The entries, with the comments between them.
    fn put_entries(&self, out: &mut String, as_read: bool) {
        let indent = self
            .entries
            .iter()
            .find_map(|entry| entry.raw.as_deref())
            .map_or(0, |raw| raw.len() - raw.trim_start_matches(' ').len());
        let margin = " ".repeat(indent);
        for entry in &self.entries {
            match &entry.raw {
                Some(raw) if as_read => out.push_str(raw),
                _ => put_item(&margin, &entry.what.write(), out),
            }
            if !out.ends_with('\n') {
                out.push('\n');
            }
            out.push_str(&entry.behind);
        }
    }

    /// The notes, in the order of the file.
    pub fn notes(&self) -> impl Iterator<Item = &Note> {
        self.entries.iter().filter_map(|entry| match &entry.what {
            What::Note(note) => Some(&**note),
            What::Gone { .. } | What::Unknown { .. } => None,
        })
    }

    /// Why entries are not understood, one reason for each. They are kept.
    pub fn unknown(&self) -> impl Iterator<Item = &str> {
        self.entries.iter().filter_map(|entry| match &entry.what {
            What::Unknown { why, .. } => Some(why.as_str()),
            What::Note(_) | What::Gone { .. } => None,
        })
    }

    /// A note by its name.
    #[must_use]
    pub fn find(&self, id: &NoteId) -> Option<&Note> {
        self.notes().find(|note| note.id == *id)
    }

    /// Says which brief the notes are on from now on.
    pub fn rename(&mut self, subject: Subject) {
        self.subject = subject;
    }

    /// Makes a change. Where somebody else has changed the note since the writer saw it, both are kept.
    pub fn apply(&mut self, change: &Change) {
        self.apply_all(std::slice::from_ref(change));
    }

    /// Makes changes, one after the other.
    pub fn apply_all(&mut self, changes: &[Change]) {
        let mut desk = Desk::of(&mut self.entries);
        for change in changes {
            match change {
                Change::Put { note, seen } => desk.put(note, seen.as_deref()),
                Change::Remove { id, at, seen } => {
                    // A note that has been changed since is another than the one that was to go.
                    if let Some(entry) = desk.find(id)
                        && matches!(&entry.what, What::Note(note) if **note == **seen)
                    {
                        entry.become_another(What::Gone { id: id.clone(), at: *at });
                    }
                }
            }
        }
        desk.settle();
    }

    /// Takes in what another copy of the file holds. Of two forms of a note the later counts; the other stays beside it,
    /// unless the later says all that it says. Whether anything was taken.
    pub fn merge(&mut self, other: &Self) -> bool {
        let mut desk = Desk::of(&mut self.entries);
        for entry in &other.entries {
            desk.take(&entry.what);
        }
        let taken = desk.taken;
        desk.settle();
        taken
    }
}

/// Entries while they are changed: found by name, and the new ones put in their places at the end.
struct Desk<'a> {
    entries: &'a mut Vec<Entry>,
    /// Where each is.
    known: HashMap<NoteId, usize>,
    /// How many there were.
    old: usize,
    /// Whether anything has been taken in.
    taken: bool,
}

impl<'a> Desk<'a> {
    fn of(entries: &'a mut Vec<Entry>) -> Self {
        let mut known = HashMap::with_capacity(entries.len());
        for (n, entry) in entries.iter().enumerate() {
            if let Some(id) = entry.what.id() {
                // Of two of one name, which only a person makes, the first is meant.
                known.entry(id.clone()).or_insert(n);
            }
        }
        Self { old: entries.len(), entries, known, taken: false }
    }

    fn find(&mut self, id: &NoteId) -> Option<&mut Entry> {
        self.known.get(id).and_then(|n| self.entries.get_mut(*n))
    }

    fn push(&mut self, what: What) {
        if let Some(id) = what.id() {
            self.known.insert(id.clone(), self.entries.len());
        }
        self.entries.push(Entry::new(what));
        self.taken = true;
    }

    fn put(&mut self, note: &Note, seen: Option<&Note>) {
        let Some(known) = self.find(&note.id) else {
            self.push(What::Note(Box::new(note.clone())));
            return;
        };
        let rival = match &known.what {
            What::Note(theirs) if **theirs == *note => return,
            What::Note(theirs) if Some(&**theirs) != seen && !is_alike(theirs, note) => Some(theirs.clone()),
            _ => None,
        };
        known.become_another(What::Note(Box::new(note.clone())));
        if let Some(rival) = rival {
            self.keep_beside(*rival);
        }
    }

    /// Takes in an entry of a copy.
    fn take(&mut self, what: &What) {
        let Some(id) = what.id() else {
            if !self.entries.iter().any(|entry| entry.what == *what) {
                self.push(what.clone());
            }
            return;
        };
        let Some(known) = self.find(id) else {
            self.push(what.clone());
            return;
        };
        let later = what.time() > known.what.time();
        let old = if later {
            let old = std::mem::replace(&mut known.what, what.clone());
            known.raw = None;
            self.taken = true;
            old
        } else {
            what.clone()
        };
        let Some(entry) = self.find(id) else { return };
        if let (What::Note(old), What::Note(new)) = (old, &entry.what)
            && !says_all(new, &old)
        {
            self.keep_beside(*old);
        }
    }

    /// Keeps a note that lost its place to another of its name; once, however often it loses.
    fn keep_beside(&mut self, note: Note) {
        let rival = beside(note);
        if self.find(&rival.id).is_none() {
            self.push(What::Note(Box::new(rival)));
        }
    }

    /// Puts the new notes where their passages stand among the others'.
    fn settle(self) {
        let place = |entry: &Entry| match &entry.what {
            What::Note(note) => Some(note.anchor().position.map_or(0, |position| position.start)),
            What::Gone { .. } | What::Unknown { .. } => None,
        };
        let mut new = self.entries.split_off(self.old);
        if new.is_empty() {
            return;
        }
        new.sort_by_key(|entry| place(entry).unwrap_or(usize::MAX));
        let mut new = new.into_iter().peekable();
        let old = std::mem::take(self.entries);
        self.entries.reserve(old.len() + new.len());
        for entry in old {
            if let Some(at) = place(&entry) {
                while let Some(one) = new.next_if(|one| place(one).is_some_and(|new| new < at)) {
                    self.entries.push(one);
                }
            }
            self.entries.push(entry);
        }
        self.entries.extend(new);
    }
}

/// Whether two notes differ in nothing but when they were changed.
fn is_alike(a: &Note, b: &Note) -> bool {
    *a == Note { changed: a.changed, ..b.clone() }
}

/// Whether nothing of a note is lost where another takes its place.
fn says_all(new: &Note, old: &Note) -> bool {
    is_alike(new, old) || new.changed > old.changed && new.text.contains(&old.text)
}

/// A note that lost its place to another of its name: a note of its own, with a tag that says why.
fn beside(mut note: Note) -> Note {
    let mut random = [0; 10];
    // The same loser gets the same name, however often it loses.
    let hash = to_yaml(&NoteForm::from(&note)).bytes().fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
    });
    random.iter_mut().zip(hash.to_le_bytes()).for_each(|(to, from)| *to = from);
    note.id = NoteId::new(note.changed, random);
    if !note.tags.iter().any(|tag| tag == "conflict") {
        note.tags.push("conflict".to_owned());
    }
    note
}

impl Entry {
    /// An entry that has to be written.
    fn new(what: What) -> Self {
        Self { raw: None, behind: String::new(), what }
    }

    /// Makes it another.
    fn become_another(&mut self, what: What) {
        self.raw = None;
        self.what = what;
    }
}

/// A list item.
fn put_item(margin: &str, yaml: &str, out: &mut String) {
    for (n, line) in yaml.lines().enumerate() {
        if !line.is_empty() {
            out.push_str(margin);
            out.push_str(if n == 0 { "- " } else { "  " });
            out.push_str(line);
        }
        out.push('\n');
    }
}

impl What {
    fn of(value: serde_yaml::Value) -> Self {
        if let Ok(gone) = serde_yaml::from_value::<GoneForm>(value.clone())
            && let Some(id) = NoteId::parse(&gone.id)
        {
            return Self::Gone { id, at: gone.deleted };
        }
        let note = serde_yaml::from_value::<NoteForm>(value.clone()).map_err(|error| error.to_string());
        match note.and_then(Note::try_from) {
            Ok(note) => Self::Note(Box::new(note)),
            Err(why) => Self::Unknown { value, why },
        }
    }

    fn write(&self) -> String {
        match self {
            Self::Note(note) => to_yaml(&NoteForm::from(&**note)),
            Self::Gone { id, at } => to_yaml(&GoneForm { id: id.to_string(), deleted: *at }),
            Self::Unknown { value, .. } => to_yaml(value),
        }
    }

    fn id(&self) -> Option<&NoteId> {
        match self {
            Self::Note(note) => Some(&note.id),
            Self::Gone { id, .. } => Some(id),
            Self::Unknown { .. } => None,
        }
    }

    fn time(&self) -> Option<Timestamp> {
        match self {
            Self::Note(note) => Some(note.changed),
            Self::Gone { at, .. } => Some(*at),
            Self::Unknown { .. } => None,
        }
    }
}

/// A value as YAML. What comes here are our own types and values that were YAML before.
fn to_yaml(value: &impl Serialize) -> String {
    let yaml = serde_yaml::to_string(value).unwrap_or_default();
    // Few characters are line breaks to one reader of YAML and none to another.
    if !yaml.contains(['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}']) {
        return yaml;
    }
    // JSON is YAML too, and has an escape for each of them.
    serde_json::to_string(value).map_or(yaml, |json| escape_json(&json).into_owned())
}
