//! What readers write: notes on passages.
//!
//! Owns [`Note`] and the tables of kinds and meanings; [`form`], the one shape in which notes are written to files and
//! read back.
//! Invariant: a note's own anchor is what its writer chose and is never rewritten; where a brief has changed and the
//! reader has agreed to a new place, that stands beside it.

pub mod form;
mod note;

pub use note::{KINDS, Kind, KindInfo, MEANINGS, Meaning, MeaningInfo, Note, NoteId, tags_in};
