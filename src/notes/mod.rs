//! What readers write: notes on passages.
//!
//! Owns [`Note`] and the tables of kinds and meanings; [`form`], the one shape in which notes are written to files and
//! read back; [`Subject`], which tells one brief from another; [`NotesFile`], the text of the notes on a brief; and
//! [`Shelf`], where those files lie and how they are changed.
//! Invariants: a note's own anchor is what its writer chose and is never rewritten; where a brief has changed and the
//! reader has agreed to a new place, that stands beside it. A note that was once saved is only ever lost by deleting it.

mod entry;
mod file;
mod filter;
pub mod form;
mod note;
mod page;
mod rack;
mod shelf;
mod store;
mod subject;
mod taking;

pub use entry::note_of;
pub use file::{Change, NotesFile, Problem};
pub use filter::{ABSENT, FILTER_FIELDS, Filter, State, filter_help};
pub use note::{
    KINDS, Kind, KindInfo, MEANINGS, Meaning, MeaningInfo, Note, NoteId, is_tag, tags_given, tags_in,
};
pub use rack::Rack;
pub use shelf::{Keeping, Kept, NO_HOME, Shelf, all_kept, kept_at, kept_beside};
pub use store::{KeptFile, MAX_BYTES, StoreError};
pub use subject::{Kinship, Subject};
pub use taking::{Parcel, take_all};
