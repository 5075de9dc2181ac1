//! What happens: keys, the mouse, the terminal, and news from workers.

use super::all_notes::Listed;
use super::chord::Chord;
use super::collection::List;
use super::exporting::ExportPlan;
use super::notebook::Placed;
use super::origin::{Origin, Ticket};
use super::review::Rewritten;
use super::search::Hits;
use crate::brief::Brief;
use crate::diagnostic::Report;
use crate::document::Document;
use crate::history::{LibraryView, SavedQuery, Seen};
use crate::library::{Passage, Progress, RowKey};
use crate::notes::{Note, StoreError};
use crate::source::Source;
use crate::text::{TextPos, TextRange};
use jiff::Timestamp;
use ratatui::layout::{Position, Size};
use std::path::PathBuf;
use std::sync::Arc;

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// A key was pressed.
    Key {
        /// Which.
        chord: Chord,
        /// When, in milliseconds since the program began.
        at: u64,
    },
    /// The mouse did something.
    Mouse(Mouse),
    /// Text was pasted.
    Paste(String),
    /// The terminal has another size.
    Resize(Size),
    /// The terminal has told how bright its background is.
    Background {
        /// Whether it is light.
        light: bool,
    },
    /// A load has come some way.
    Progress {
        /// Which load.
        ticket: Ticket,
        /// How far it is.
        stage: Stage,
    },
    /// A load has ended.
    Loaded {
        /// Which load.
        ticket: Ticket,
        /// What it brought.
        loaded: Loaded,
    },
    /// A brief that can be read has been checked.
    Checked {
        /// Which load brought it.
        ticket: Ticket,
        /// What is wrong with it; none where nothing is.
        report: Option<Arc<Report>>,
    },
    /// A search has been counted to the end.
    Counted {
        /// Which search.
        ticket: Ticket,
        /// Its hits.
        hits: Hits,
    },
    /// Titles of briefs on the shelf: origin, document and title. Their places on it may have changed meanwhile.
    Titles(Vec<(Origin, usize, String)>),
    /// What lies in a folder: briefs, and folders with a slash behind their names.
    Folder {
        /// The folder, as it is typed before a name.
        folder: String,
        /// The names, in order.
        names: Vec<String>,
    },
    /// Notes on a brief have been read.
    NotesRead {
        /// Which errand.
        ticket: Ticket,
        /// The notes, or why they cannot be read.
        found: Result<FoundNotes, String>,
        /// Notes that were typed and never saved.
        drafts: Vec<Note>,
    },
    /// Changes of notes have been kept.
    NotesKept {
        /// Which errand.
        ticket: Ticket,
        /// All notes on the brief as they are now, or why the changes could not be kept.
        notes: Result<Vec<Placed>, StoreError>,
    },
    /// The notes on all briefs have been read.
    NotesListed {
        /// Which errand.
        ticket: Ticket,
        /// The notes.
        listed: Vec<Listed>,
        /// Why others could not be read.
        troubles: Vec<StoreError>,
    },
    /// An export has ended.
    Exported {
        /// What was exported, and how.
        plan: ExportPlan,
        /// Where to, as it was typed.
        path: String,
        /// What to say, or why it was not done.
        outcome: Result<Exported, ExportError>,
    },
    /// Files have changed, come or gone; of a folder, anything in it.
    Changed(Vec<PathBuf>),
    /// News of the library.
    Library(Box<LibraryNews>),
    /// Nothing has been pressed for a while.
    Lull,
    /// A decision on a draft is written, or why it is not.
    Decided(Result<Rewritten, String>),
    /// A decision on a draft is taken back, or why it is not.
    TakenBack(Result<(), String>),
    /// A text is copied by another program, or why it is not.
    Copied(Result<String, String>),
    /// The editor that was given a note's text has returned.
    Composed {
        /// The text as it was saved last; none where it cannot be read.
        text: Option<String>,
        /// What went wrong.
        end: Result<(), String>,
    },
    /// The editor has returned.
    Edited(Result<(), String>),
    /// A side errand has ended: what to say.
    Done(Result<String, String>),
}

/// News of the library.
#[derive(Clone, Debug)]
pub enum LibraryNews {
    /// It is open: its folders by name, how it was looked at last, and the queries that have names.
    Opened(Vec<String>, LibraryView, Vec<SavedQuery>),
    /// It is being read.
    Progress {
        /// How far.
        progress: Progress,
        /// Counts its states.
        generation: u64,
    },
    /// Notes have changed that are kept in the folder of notes.
    NotesChanged,
    /// How changes of files are noticed, where the system does not tell of them.
    Way(Option<String>),
    /// What was asked for is found.
    Listed {
        /// Which errand.
        ticket: Ticket,
        /// What was found.
        list: Arc<List>,
        /// The brief whose place was wanted, and its item.
        kept: Option<(RowKey, Option<usize>)>,
    },
    /// A brief to be shown beside the list is there.
    Previewed {
        /// Which errand.
        ticket: Ticket,
        /// What its file holds.
        loaded: Loaded,
        /// Which document of it, counted from 0.
        document: usize,
        /// What the query finds in it.
        hits: Vec<TextRange>,
        /// The passage of it, or of the notes on it, that has most of what is looked for.
        passage: Option<Passage>,
    },
    /// What the query finds in the open brief.
    Sought {
        /// The load that brought the brief.
        ticket: Ticket,
        /// What it finds.
        hits: Vec<TextRange>,
    },
    /// It is known anew what was read, and what notes there are.
    Recalled,
    /// The queries that have names.
    Saved(Vec<SavedQuery>),
}

/// How far a load is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The file is being read.
    Reading,
    /// Its text is being looked through.
    Checking {
        /// Bytes behind it.
        done: usize,
        /// Bytes in all.
        total: usize,
    },
    /// It is being understood.
    Parsing {
        /// Bytes in all.
        total: usize,
    },
    /// It is being laid out.
    LayingOut {
        /// Bytes in all.
        total: usize,
    },
}

/// What an export came to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exported {
    /// What was written, in words.
    pub said: String,
    /// What could not be taken along, in words.
    pub troubles: Vec<String>,
}

/// Why an export was not done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExportError {
    /// There are files of these names already: what is there, in words.
    There(String),
    /// Something else, in words.
    Failed(String),
}

/// Notes that were found.
#[derive(Clone, Debug, Default)]
pub struct FoundNotes {
    /// The notes with their passages.
    pub notes: Vec<Placed>,
    /// Why entries are not understood, one reason for each.
    pub unknown: Vec<String>,
    /// How many copies of the file, put aside by a synchroniser, were merged.
    pub merged: usize,
}

/// What a load brought: a file's briefs, at least one.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// The briefs, or what is wrong in their stead.
    pub briefs: Vec<LoadedBrief>,
    /// The text that they were read from, for checking them.
    pub source: Arc<Source>,
    /// Why it is not known what was read when, where that is so.
    pub trouble: Option<String>,
    /// The full path of the file, links followed, where it is one: it stays what it was when the file is renamed.
    pub full: Option<PathBuf>,
}

/// One brief of a file.
#[derive(Clone, Debug)]
pub struct LoadedBrief {
    /// The brief, where it could be read.
    pub brief: Option<Arc<Brief>>,
    /// What is shown: the brief, or the findings.
    pub document: Arc<Document>,
    /// What keeps it from being read.
    pub report: Option<Arc<Report>>,
    /// Which document of the file, counted from 0.
    pub index: usize,
    /// What is known of the last time that it was read, where it was.
    pub earlier: Option<Earlier>,
}

/// What is known of the last time that a brief was read.
#[derive(Clone, Debug)]
pub struct Earlier {
    /// When.
    pub at: Timestamp,
    /// Where the reader stopped, in the brief as it is now.
    pub stopped: Option<TextPos>,
    /// What it looked like.
    pub seen: Seen,
    /// Whether it counts as read.
    pub read: bool,
}

/// What the mouse did, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub kind: MouseKind,
    /// The cell.
    pub at: Position,
    /// When, in milliseconds since the program began.
    pub when: u64,
}

/// What the mouse did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MouseKind {
    /// The left button went down.
    Press,
    /// The mouse moved with the left button down.
    Drag,
    /// The left button came up.
    Release,
    /// The wheel turned down.
    WheelDown,
    /// The wheel turned up.
    WheelUp,
}
