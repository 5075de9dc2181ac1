//! What is to be done in the world, as values: tests compare them, and only `super::perform` carries them out.

use super::exporting::{Cargo, ExportPlan};
use super::librarian::{Question, Wanted};
use super::notebook::Owner;
use super::origin::{Origin, Ticket};
use super::review::{Rewritten, Verdict};
use crate::brief::{Brief, Draft};
use crate::document::Document;
use crate::history::LibraryView;
use crate::notes::{Change, Note, NoteId, Subject};
use crate::source::Source;
use crate::text::{Query, TextPos};
use std::path::PathBuf;
use std::sync::Arc;

/// Something to be done.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Read a file and lay its briefs out.
    Load {
        /// What the news will bear.
        ticket: Ticket,
        /// What to read.
        origin: Origin,
    },
    /// Check a brief that has been read.
    Check {
        /// Which load brought it.
        ticket: Ticket,
        /// The text that it was read from.
        source: Arc<Source>,
        /// Which document of it, counted from 0.
        document: usize,
        /// The brief.
        brief: Arc<Brief>,
    },
    /// Read the notes on a brief.
    ReadNotes {
        /// What the news will bear.
        ticket: Ticket,
        /// Whose notes.
        owner: Owner,
    },
    /// Keep changes of notes.
    KeepNotes {
        /// What the news will bear.
        ticket: Ticket,
        /// Whose notes.
        owner: Owner,
        /// The changes.
        changes: Vec<Change>,
    },
    /// Keep where the reader of a brief is.
    KeepVisit {
        /// Which brief.
        owner: Owner,
        /// Where.
        stopped: TextPos,
        /// Whether the brief counts as read.
        read: bool,
    },
    /// Open the library of these folders.
    OpenLibrary(Vec<PathBuf>),
    /// Look through the folders of the library anew.
    RefreshLibrary,
    /// Read files of the library that have changed.
    ReadChanged(Vec<PathBuf>),
    /// Find out anew what was read, and what notes there are.
    RecallLibrary,
    /// Ask the library.
    List(Question),
    /// Show a brief beside the list.
    Preview(Wanted),
    /// Find in the open brief what was asked of the library.
    Seek {
        /// The load that brought it.
        ticket: Ticket,
        /// The brief.
        document: Arc<Document>,
        /// What was asked.
        query: crate::library::Query,
    },
    /// Say of a brief that it was read, or that it was not.
    MarkRead {
        /// Its file.
        path: PathBuf,
        /// Which document of it, counted from 0.
        document: usize,
        /// Whether it was.
        read: bool,
    },
    /// Keep what was asked of the library last.
    KeepView(LibraryView),
    /// Give a query a name, or take it away.
    SaveQuery {
        /// The name.
        name: String,
        /// The query; none to take the name away.
        query: Option<String>,
    },
    /// Write a decision on a draft.
    Decide {
        /// The file.
        path: PathBuf,
        /// Which document of it, counted from 0.
        document: usize,
        /// The draft.
        draft: Draft,
        /// What is decided.
        verdict: Verdict,
    },
    /// Take a decision on a draft back.
    TakeBack {
        /// The file.
        path: PathBuf,
        /// What was written.
        written: Rewritten,
    },
    /// Keep a note that is being typed, in case the program ends.
    KeepDraft {
        /// When that is asked for: what was asked for earlier undoes nothing.
        ticket: Ticket,
        /// The brief that it is on.
        subject: Subject,
        /// The note.
        note: Box<Note>,
    },
    /// What was typed of a note is let go.
    ForgetDraft {
        /// When that is asked for.
        ticket: Ticket,
        /// The note.
        id: NoteId,
    },
    /// Hand a note's text to an editor.
    Compose {
        /// The note.
        id: NoteId,
        /// Its text.
        text: String,
    },
    /// Read the notes on all briefs.
    ListNotes {
        /// What the news will bear.
        ticket: Ticket,
        /// The briefs at hand.
        files: Vec<PathBuf>,
    },
    /// Write an export.
    Export {
        /// What and how.
        plan: ExportPlan,
        /// Of what.
        cargo: Cargo,
        /// Where to, as it was typed.
        path: String,
        /// Whether a file that is there is written over.
        force: bool,
    },
    /// Count the hits of a search to the end of a document.
    Count {
        /// What the news will bear.
        ticket: Ticket,
        /// The search.
        query: Query,
        /// Where.
        document: Arc<Document>,
    },
    /// Tell when a file changes, and no other any more.
    Watch(PathBuf),
    /// Find the titles of briefs: documents of origins.
    ReadTitles(Vec<(Origin, usize)>),
    /// Find what lies in a folder, for completing the name of a file.
    ListFolder(String),
    /// Put a text on the clipboard.
    Copy {
        /// The text.
        text: String,
        /// What to call it when it is there: "34 words".
        what: String,
    },
    /// Hand the terminal to an editor.
    Edit {
        /// The file.
        path: PathBuf,
        /// Which document of it, counted from 0.
        document: usize,
        /// The way to the place in it.
        way: Vec<crate::yaml::Step>,
        /// The line that is wanted where no way leads to one, counted from 1.
        line: usize,
    },
    /// Tell the terminal to report the mouse, or not to.
    Mouse(bool),
    /// Draw everything anew.
    Redraw,
    /// Stop until the shell says go on.
    Suspend,
    /// End.
    Quit,
}
