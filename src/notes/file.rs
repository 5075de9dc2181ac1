//! A notes file: text that a person can read, and its entries.
//!
//! Invariants: what is not changed stays as it was written, byte for byte, comments included; an entry that cannot be
//! understood is kept and counted; reading what was written gives the same notes.

use super::form::{NoteForm, VERSION};
use super::note::{Note, NoteId};
use super::subject::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::yaml::{self, NodeKind, Step};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Notes on one brief, as a file holds them.
#[derive(Clone, Debug, Default)]
pub struct NotesFile {
    /// Which brief they are on.
    pub subject: Subject,
    /// All before the entries, as it was read; empty where it has to be written anew.
    head: String,
    /// What the head holds that we do not know.
    other: serde_json::Map<String, serde_json::Value>,
    entries: Vec<Entry>,
    /// All behind the entries.
    tail: String,
}

/// An entry of a file.
#[derive(Clone, Debug)]
struct Entry {
    /// Its lines as they were read; none where they have to be written anew.
    raw: Option<String>,
    what: What,
}

#[derive(Clone, Debug)]
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
        /// When the note that the writer saw had last been changed; none where it is new.
        seen: Option<Timestamp>,
    },
    /// A note is deleted.
    Remove {
        /// Which.
        id: NoteId,
        /// When.
        at: Timestamp,
        /// When the note that the writer saw had last been changed.
        seen: Timestamp,
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
        yaml::vet(text, &mut |_| {})?;
        let bad = |error: &dyn std::fmt::Display| {
            Box::new(
                Diagnostic::new(Code::Unreadable, format!("this is no notes file: {error}"))
                    .help("mend it, or move it away: brief writes nothing over it"),
            )
        };
        let head: Head = serde_yaml::from_str(text).map_err(|error| bad(&error))?;
        match head.notes {
            Some(version) if version <= VERSION => {}
            Some(version) => {
                return Err(bad(&format!("it has version {version}, this program knows {VERSION}")));
            }
            None => return Err(bad(&"it does not begin with `notes: 1`")),
        }
        let values = head.entries.unwrap_or_default();
        let parts = Parts::of(text, values.len());
        let (head_text, raws, tail) = match parts {
            Some(parts) => (parts.head, parts.items.into_iter().map(Some).collect(), parts.tail),
            None => (String::new(), vec![None; values.len()], String::new()),
        };
        let entries =
            values.into_iter().zip(raws).map(|(value, raw)| Entry { raw, what: What::of(value) }).collect();
        Ok(Self { subject: head.brief, head: head_text, other: head.other, entries, tail })
    }

    /// The file as text.
    #[must_use]
    pub fn write(&self) -> String {
        let mut out = if self.head.is_empty() { self.new_head() } else { self.head.clone() };
        if self.entries.is_empty() {
            let from = out.trim_end().strip_suffix("entries:").map(str::len);
            if let Some(from) = from {
                out.truncate(from);
                out.push_str("entries: []\n");
            }
        }
        for entry in &self.entries {
            match &entry.raw {
                Some(raw) => out.push_str(raw),
                None => out.push_str(&self.item(&entry.what.write())),
            }
            if !out.ends_with('\n') {
                out.push('\n');
            }
        }
        out.push_str(&self.tail);
        out
    }

    fn new_head(&self) -> String {
        let mut out = format!("# Notes on “{}”.\n", self.subject.title.replace('\n', " "));
        out.push_str("# Written by brief, which keeps what you add by hand.\n");
        out.push_str("notes: ");
        out.push_str(&VERSION.to_string());
        out.push_str("\nbrief:\n");
        for line in to_yaml(&self.subject).lines() {
            out.push_str("  ");
            out.push_str(line);
            out.push('\n');
        }
        if !self.other.is_empty() {
            out.push_str(&to_yaml(&self.other));
        }
        out.push_str("entries:\n");
        out
    }

    /// A list item at the indentation of the others.
    fn item(&self, yaml: &str) -> String {
        let indent = self
            .entries
            .iter()
            .find_map(|entry| entry.raw.as_deref())
            .map_or(0, |raw| raw.len() - raw.trim_start_matches(' ').len());
        let margin = " ".repeat(indent);
        let mut out = String::new();
        for (n, line) in yaml.lines().enumerate() {
            if !line.is_empty() {
                out.push_str(&margin);
                out.push_str(if n == 0 { "- " } else { "  " });
                out.push_str(line);
            }
            out.push('\n');
        }
        out
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
        if subject != self.subject {
            self.subject = subject;
            // What stands above the first field stays.
            self.head = String::new();
        }
    }

    /// Makes a change. Where somebody else has changed the note since the writer saw it, both are kept.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Put { note, seen } => self.put(note, *seen),
            Change::Remove { id, at, seen } => self.remove(id, *at, *seen),
        }
    }

    fn put(&mut self, note: &Note, seen: Option<Timestamp>) {
        let known = self.entries.iter_mut().find(|entry| entry.what.id() == Some(&note.id));
        let Some(known) = known else {
            self.insert(note.clone());
            return;
        };
        let rival = match &known.what {
            What::Note(theirs) if **theirs == *note => return,
            What::Note(theirs) if Some(theirs.changed) != seen => Some(theirs.clone()),
            _ => None,
        };
        *known = Entry { raw: None, what: What::Note(Box::new(note.clone())) };
        if let Some(rival) = rival {
            self.insert(beside(*rival));
        }
    }

    fn remove(&mut self, id: &NoteId, at: Timestamp, seen: Timestamp) {
        for entry in &mut self.entries {
            // A note that has been changed since is another than the one that was to go.
            if matches!(&entry.what, What::Note(note) if note.id == *id && note.changed == seen) {
                *entry = Entry { raw: None, what: What::Gone { id: id.clone(), at } };
            }
        }
    }

    /// Puts a new note where its passage stands among the others'.
    fn insert(&mut self, note: Note) {
        let place = |note: &Note| note.anchor().position.map_or(0, |position| position.start);
        let at = self.entries.iter().position(|entry| match &entry.what {
            What::Note(other) => place(other) > place(&note),
            What::Gone { .. } | What::Unknown { .. } => false,
        });
        let entry = Entry { raw: None, what: What::Note(Box::new(note)) };
        self.entries.insert(at.unwrap_or(self.entries.len()), entry);
    }

    /// Takes in what another copy of the file holds: of two forms of a note the later counts. Whether anything was
    /// taken.
    pub fn merge(&mut self, other: &Self) -> bool {
        let mut taken = false;
        for entry in &other.entries {
            let known =
                entry.what.id().and_then(|id| self.entries.iter_mut().find(|e| e.what.id() == Some(id)));
            match (known, &entry.what) {
                (Some(known), what) => {
                    if what.time() > known.what.time() {
                        *known = Entry { raw: None, what: what.clone() };
                        taken = true;
                    }
                }
                (None, What::Note(note)) => {
                    self.insert((**note).clone());
                    taken = true;
                }
                (None, What::Gone { .. }) => {
                    self.entries.push(Entry { raw: None, what: entry.what.clone() });
                    taken = true;
                }
                (None, What::Unknown { value, .. }) => {
                    let same =
                        |e: &Entry| matches!(&e.what, What::Unknown { value: known, .. } if known == value);
                    if !self.entries.iter().any(same) {
                        self.entries.push(Entry { raw: None, what: entry.what.clone() });
                        taken = true;
                    }
                }
            }
        }
        taken
    }
}

/// A note that lost its place to a later one of the same name: a note of its own, with a tag that says why.
fn beside(mut note: Note) -> Note {
    let mut random = [0; 10];
    // The same loser gets the same name, however often it loses.
    let hash =
        note.text.bytes().chain(note.id.as_str().bytes()).fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        });
    random.iter_mut().zip(hash.to_le_bytes()).for_each(|(to, from)| *to = from);
    note.id = NoteId::new(note.changed, random);
    if !note.tags.iter().any(|tag| tag == "conflict") {
        note.tags.push("conflict".to_owned());
    }
    note
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
    serde_yaml::to_string(value).unwrap_or_default()
}

/// The text of a file in parts: where each entry is lines of its own.
struct Parts {
    head: String,
    items: Vec<String>,
    tail: String,
}

impl Parts {
    fn of(text: &str, count: usize) -> Option<Self> {
        let root = yaml::read_tree(text).into_iter().next()?;
        let NodeKind::List(nodes) = &root.at(&[Step::Key("entries")])?.kind else { return None };
        if nodes.len() != count || count == 0 {
            return None;
        }
        let line_start = |at: usize| text.get(..at).map(|before| before.rfind('\n').map_or(0, |nl| nl + 1));
        let mut starts = Vec::new();
        for node in nodes {
            let start = line_start(node.range.start)?;
            // Nothing but a hyphen stands before the entry in its line, at the same column as before the others.
            let lead = text.get(start..node.range.start)?;
            if lead.trim() != "-" || starts.last().is_some_and(|(_, other)| *other != lead) {
                return None;
            }
            starts.push((start, lead));
        }
        let (first, lead) = *starts.first()?;
        let indent = lead.len() - lead.trim_start().len();
        // The entries end where a line stands that is no deeper than their hyphens: another field, or a comment on it.
        let last = starts.last()?.0;
        let body = text.get(last..)?;
        let mut end = text.len();
        let mut at = last;
        for (n, line) in body.split_inclusive('\n').enumerate() {
            let depth = line.len() - line.trim_start_matches(' ').len();
            let is_text = !line.trim().is_empty();
            if n > 0 && is_text && depth <= indent && !line.trim_start().starts_with('-') {
                end = at;
                break;
            }
            at += line.len();
        }
        let bounds: Vec<usize> = starts.iter().map(|(start, _)| *start).chain([end]).collect();
        let items = bounds.windows(2).map(|pair| match pair {
            [from, to] => text.get(*from..*to).map(str::to_owned),
            _ => None,
        });
        Some(Self {
            head: text.get(..first)?.to_owned(),
            items: items.collect::<Option<_>>()?,
            tail: text.get(end..)?.to_owned(),
        })
    }
}
