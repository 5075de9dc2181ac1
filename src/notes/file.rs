//! A notes file: text that a person can read, and its entries.
//!
//! Invariants: what is not changed stays as it was written, byte for byte, comments included, or nothing is written; an
//! entry that cannot be understood is kept and told; reading what was written gives the same notes, which is held against
//! every text before it leaves this file.

use super::entry::{What, hashed, kind_of, to_yaml};
use super::form::{NoteForm, VERSION};
use super::note::{Kind, Note, NoteId};
use super::page;
use super::subject::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::clean_line;
use crate::yaml::{self, Node, NodeKind, Step};
use jiff::Timestamp;
use serde_yaml::Value;
use std::collections::{HashMap, HashSet};

/// Notes on one brief, as a file holds them.
#[derive(Clone, Debug, Default)]
pub struct NotesFile {
    /// Which brief they are on.
    pub subject: Subject,
    /// Which brief the text that was read says.
    described: Subject,
    /// What was read, without a byte order mark; none where nothing was.
    text: Option<String>,
    /// Whether a byte order mark stood before it.
    marked: bool,
    entries: Vec<Entry>,
}

/// An entry of a file.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Which of the entries that were read it is, counted from 0; none where it is new.
    pub(super) place: Option<usize>,
    /// What it was when it was read, where it is another now.
    pub(super) was: Option<Box<What>>,
    /// What it is.
    pub(super) what: What,
}

/// An entry that is kept but not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file where it begins, counted from 1; none where that cannot be told.
    pub line: Option<usize>,
    /// Why it is not understood, and what helps.
    pub why: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        f.write_str(&self.why)
    }
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

impl Change {
    /// Which note it changes.
    #[must_use]
    pub fn id(&self) -> &NoteId {
        match self {
            Self::Put { note, .. } => &note.id,
            Self::Remove { id, .. } => id,
        }
    }
}

/// What is brought into a file, each for the note of a name.
pub(super) trait Brought {
    fn name(&self) -> &NoteId;
    fn bring(all: &[&Self], file: &mut NotesFile);
}

impl Brought for Change {
    fn name(&self) -> &NoteId {
        self.id()
    }

    fn bring(all: &[&Self], file: &mut NotesFile) {
        file.apply_all(all.iter().copied());
    }
}

impl Brought for Note {
    fn name(&self) -> &NoteId {
        &self.id
    }

    fn bring(all: &[&Self], file: &mut NotesFile) {
        file.take(all.iter().copied());
    }
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
        let body = text.strip_prefix('\u{feff}').unwrap_or(text);
        // Text that looks like a number stays text, as everywhere.
        let vetted = yaml::vet(body, &mut |_| {})?;
        if vetted.documents.len() > 1 {
            let why = "it holds several documents, parted by `---`; notes are one".to_owned();
            return Err(Box::new(no_notes(body, &(Vec::new(), why))));
        }
        let value = serde_yaml::from_str::<Value>(&vetted.text).map_err(|error| spoilt(body, &error))?;
        let (subject, values) = head(value).map_err(|wrong| no_notes(body, &wrong))?;
        let mut taken = HashSet::new();
        let entry = |(n, value)| {
            let mut what = What::of(value);
            what.take_name(&mut taken);
            Entry { place: Some(n), was: None, what }
        };
        let entries = values.into_iter().enumerate().map(entry).collect();
        let marked = body.len() < text.len();
        Ok(Self { described: subject.clone(), subject, text: Some(body.to_owned()), marked, entries })
    }

    /// The file as text: what was read, with what has changed since.
    ///
    /// # Errors
    /// Where what was read cannot stay to the letter, why and what helps. Whoever has one of this kind keeps the file that
    /// is there.
    pub fn write(&self) -> Result<String, String> {
        let Some(text) = &self.text else {
            let out = self.anew();
            return match Self::read(&out) {
                Ok(read) if read.holds_the_same(self) => Ok(out),
                Ok(_) => Err("it would not be read as it is written".to_owned()),
                Err(finding) => Err(format!("it would not be read as it is written: {}", finding.message)),
            };
        };
        let subject = Some(&self.subject).filter(|subject| **subject != self.described);
        let out = page::write(text, subject, &self.described, &self.entries)
            .map_err(|why| format!("what stands there by hand would not stay as it is: {why}"))?;
        let why = match Self::read(&out) {
            Ok(read) if read.holds_the_same(self) => {
                return Ok(if self.marked { format!("\u{feff}{out}") } else { out });
            }
            Ok(_) | Err(_) if text.contains('&') && text.contains('*') => {
                "an alias (`*name`) says again what `&name` marks: write it out in both places".to_owned()
            }
            Ok(_) => "the file is written in a way that brief cannot add to".to_owned(),
            Err(finding) => finding.message,
        };
        Err(format!("what stands there by hand would not stay as it is: {why}"))
    }

    fn holds_the_same(&self, other: &Self) -> bool {
        self.subject == other.subject
            && self.entries.len() == other.entries.len()
            && self.entries.iter().zip(&other.entries).all(|(a, b)| a.what == b.what)
    }

    /// A file that is not there yet.
    fn anew(&self) -> String {
        let title = clean_line(&self.subject.title);
        let mut out =
            format!("# Notes on “{title}”.\n# Written by brief, which keeps what you add by hand.\n");
        out.push_str("notes: ");
        out.push_str(&VERSION.to_string());
        out.push_str("\nbrief:\n");
        for line in to_yaml(&self.subject).lines() {
            out.push_str("  ");
            out.push_str(line);
            out.push('\n');
        }
        if self.entries.is_empty() {
            out.push_str("entries: []\n");
        } else {
            out.push_str("entries:\n");
            out.extend(self.entries.iter().map(|entry| page::item("", &entry.what.write())));
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

    /// The entries that are kept but not understood, each with its line and the reason.
    #[must_use]
    pub fn unknown(&self) -> Vec<Problem> {
        let mut places = None;
        let mut problems = Vec::new();
        for entry in &self.entries {
            let What::Unknown { why: Some(why), .. } = &entry.what else { continue };
            let text = self.text.as_deref().unwrap_or_default();
            let places = places.get_or_insert_with(|| page::places(text));
            let at = entry.place.and_then(|n| places.get(n)).copied();
            problems.push(Problem { line: at.map(|at| page::line_of(text, at)), why: why.clone() });
        }
        problems
    }

    /// A note by its name.
    #[must_use]
    pub fn find(&self, id: &NoteId) -> Option<&Note> {
        self.notes().find(|note| note.id == *id)
    }

    /// Whether it has an entry of a name: a note, or that one was deleted.
    #[must_use]
    pub fn knows(&self, id: &NoteId) -> bool {
        self.entries.iter().any(|entry| entry.what.id() == Some(id))
    }

    /// Says which brief the notes are on from now on.
    pub fn rename(&mut self, subject: Subject) {
        self.subject = subject;
    }

    /// Makes a change. Where somebody else has changed the note since the writer saw it, both are kept.
    pub fn apply(&mut self, change: &Change) {
        self.apply_all(std::iter::once(change));
    }

    /// Makes changes, one after the other.
    pub fn apply_all<'a>(&mut self, changes: impl IntoIterator<Item = &'a Change>) {
        let mut desk = Desk::of(&mut self.entries);
        for change in changes {
            match change {
                Change::Put { note, seen } => desk.put(note, seen.as_deref()),
                Change::Remove { id, at, seen } => {
                    // A note that has been changed since is another than the one that was to go.
                    if let Some(entry) = desk.find(id)
                        && matches!(&entry.what, What::Note(note) if **note == **seen)
                    {
                        entry.become_another(What::Gone {
                            id: id.clone(),
                            at: *at,
                            changed: Some(seen.changed),
                        });
                    }
                }
            }
        }
        desk.settle();
    }

    /// Takes in notes of another copy, as [`NotesFile::merge`] does. One that was deleted here, and has not been changed
    /// since, stays so.
    pub fn take<'a>(&mut self, notes: impl IntoIterator<Item = &'a Note>) {
        let mut desk = Desk::of(&mut self.entries);
        for note in notes {
            desk.take(&What::Note(Box::new(note.clone())));
        }
        desk.settle();
    }

    /// Takes in what another copy of the file holds. Of two forms of a note the later counts, with the tags and the unknown
    /// fields of both; the other stays beside it, unless the later says all that it says. A note that was deleted in one
    /// copy and changed in the other since stays. Whether anything was taken.
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
        let (mut winner, loser) = match (&known.what, what) {
            // Whoever deleted it had not seen what it has become.
            (What::Note(_), What::Gone { changed, .. })
                if changed < &known.what.time() && changed.is_some() =>
            {
                return;
            }
            (What::Gone { changed, .. }, What::Note(note))
                if changed.is_some_and(|changed| changed < note.changed) =>
            {
                (what.clone(), None)
            }
            (here, there) if there.time() > here.time() => (there.clone(), Some(here.clone())),
            (here, there) => (here.clone(), Some(there.clone())),
        };
        let mut rival = None;
        if let (What::Note(new), Some(What::Note(old))) = (&mut winner, loser) {
            take_over(new, &old);
            if !says_all(new, &old) {
                rival = Some(old);
            }
        }
        if winner != known.what {
            known.become_another(winner);
            self.taken = true;
        }
        if let Some(rival) = rival {
            self.keep_beside(*rival);
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

/// Gives a note the tags and the unknown fields of another form of it.
fn take_over(note: &mut Note, from: &Note) {
    let known = note.all_tags();
    let is_new = |tag: &&String| !known.iter().any(|known| known.eq_ignore_ascii_case(tag));
    note.tags.extend(from.tags.iter().filter(is_new).cloned());
    for (name, value) in &from.other {
        note.other.entry(name.clone()).or_insert_with(|| value.clone());
    }
}

/// Whether nothing of a note is lost where another takes its place, which has its tags and unknown fields already.
fn says_all(new: &Note, old: &Note) -> bool {
    let plain = old.meaning.is_none() || old.meaning == new.meaning;
    let same = (old.kind == new.kind || old.kind == Kind::Note)
        && plain
        && (old.now.is_none() || old.now == new.now);
    let fields = old.other.iter().all(|(name, value)| new.other.get(name) == Some(value));
    is_alike(new, old) || same && fields && new.on == old.on && new.text.contains(&old.text)
}

/// A note that lost its place to another of its name: a note of its own, with a tag that says why.
fn beside(mut note: Note) -> Note {
    // The same loser gets the same name, however often it loses.
    let random = hashed(&to_yaml(&NoteForm::from(&note)));
    note.id = NoteId::new(note.changed, random);
    if !note.tags.iter().any(|tag| tag == "conflict") {
        note.tags.push("conflict".to_owned());
    }
    note
}

impl Entry {
    /// An entry that has to be written.
    fn new(what: What) -> Self {
        Self { place: None, was: None, what }
    }

    /// Makes it another.
    fn become_another(&mut self, what: What) {
        let was = std::mem::replace(&mut self.what, what);
        if self.place.is_some() {
            self.was.get_or_insert_with(|| Box::new(was));
        }
    }
}

/// Why something is not what a notes file holds there, and the way to it.
type Wrong = (Vec<Step>, String);

/// Which brief a notes file is of, and its entries.
fn head(value: Value) -> Result<(Subject, Vec<Value>), Wrong> {
    let here = |why: String| (Vec::new(), why);
    let mut fields = match value {
        Value::Mapping(fields) => fields,
        Value::Null => return Err(here("it is empty".to_owned())),
        other => return Err(here(format!("it is {}", kind_of(&other)))),
    };
    let version = fields.get("notes").map(|version| match version {
        Value::Number(number) => number.as_u64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    });
    match version {
        None => return Err(here("it does not begin with `notes: 1`".to_owned())),
        Some(Some(version)) if version <= u64::from(VERSION) => {}
        Some(Some(version)) => {
            let why = format!("it has version {version}, this program knows {VERSION}: a newer one reads it");
            return Err((vec![Step::Key("notes")], why));
        }
        Some(None) => return Err((vec![Step::Key("notes")], "it does not begin with `notes: 1`".to_owned())),
    }
    let subject = subject(fields.remove("brief"))?;
    let entries = match fields.remove("entries") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Sequence(all)) => all,
        Some(other) => {
            let why = format!("`entries` is {}, not a list of lines that begin with `- `", kind_of(&other));
            return Err((vec![Step::Key("entries")], why));
        }
    };
    Ok((subject, entries))
}

fn subject(value: Option<Value>) -> Result<Subject, Wrong> {
    let fields = match value {
        None | Some(Value::Null) => return Ok(Subject::default()),
        Some(Value::Mapping(fields)) => fields,
        Some(other) => {
            let why = format!("`brief` is {}, not fields such as `title`", kind_of(&other));
            return Err((vec![Step::Key("brief")], why));
        }
    };
    let text = |name: &'static str| match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(value @ (Value::Number(_) | Value::Bool(_))) => {
            Ok(Some(serde_yaml::to_string(value).unwrap_or_default().trim_end().to_owned()))
        }
        Some(other) => {
            let why = format!("`{name}` under `brief` is {}, not a text", kind_of(other));
            Err((vec![Step::Key("brief"), Step::Key(name)], why))
        }
    };
    let title = text("title")?.unwrap_or_default();
    let (id, publication, published, file) =
        (text("id")?, text("publication")?, text("published")?, text("file")?);
    Ok(Subject { id, title, publication, published, file })
}

/// What keeps a text from being read as a notes file, at its place.
fn no_notes(text: &str, (way, why): &Wrong) -> Diagnostic {
    let roots = yaml::read_tree(text);
    let range = roots.first().map(|root| root.nearest(way).range.clone()).filter(|_| !way.is_empty());
    let finding = Diagnostic::new(Code::Unreadable, format!("this is no notes file: {why}"))
        .help("mend it, or move it away: brief writes nothing over it");
    match range {
        Some(range) => finding.at(range, ""),
        None => finding,
    }
}

/// What the parser stopped at: as a rule a field that stands twice.
fn spoilt(text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let twice = yaml::read_tree(text).iter().find_map(twice);
    let at = twice.as_ref().map(|(_, range)| range.clone());
    let at = at.or_else(|| error.location().map(|place| place.index()..place.index()));
    let why = match twice {
        Some((name, _)) => format!("`{}` stands twice in one place", clean_line(&name)),
        None => "its YAML cannot be read".to_owned(),
    };
    let finding = Diagnostic::new(Code::Unreadable, format!("this is no notes file: {why}"))
        .help("mend it, or move it away: brief writes nothing over it");
    match at {
        Some(at) => finding.at(at, ""),
        None => finding,
    }
}

/// A field that a mapping has twice, and where.
fn twice(node: &Node) -> Option<(String, std::ops::Range<usize>)> {
    match &node.kind {
        NodeKind::Null | NodeKind::Scalar(_) => None,
        NodeKind::List(items) => items.iter().find_map(twice),
        NodeKind::Map(fields) => {
            let mut seen = HashSet::new();
            let double = fields.iter().find(|(key, _)| key.text().is_some_and(|name| !seen.insert(name)));
            let double =
                double.map(|(key, _)| (key.text().unwrap_or_default().to_owned(), key.range.clone()));
            double.or_else(|| fields.iter().find_map(|(_, value)| twice(value)))
        }
    }
}
