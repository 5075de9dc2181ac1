//! What was read, and where the reader stopped.
//!
//! Owns [`Visit`], one reading of a brief; [`Seen`], by which a revised brief knows what is new in it; and [`Journal`], the
//! file in which visits are kept.
//! Invariants: a place is kept as an anchor, so that it outlives a revision; the journal is only added to, a line at a
//! time, so that a crash loses at most the last; nothing of a brief's text is kept but the words at which the reader
//! stopped.

mod journal;
mod view;
mod visit;

pub use journal::Journal;
pub use view::{LibraryView, SavedQuery};
pub use visit::{Seen, Visit};
