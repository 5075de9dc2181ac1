//! Many briefs: which there are, what they are about, what they say, and which of them somebody looks for.
//!
//! Owns [`Library`], which walks folders and knows their briefs; [`Catalogue`], what is known at one moment, a row for
//! each brief; [`Query`], what somebody asks; [`find`], which answers; [`passages`] and [`hits`], which show where in a
//! brief the answer stands. What is known beside the files (what was read, the notes) comes in as [`Facts`].
//!
//! How it flows: `walk` finds files, `draft` decides which are briefs and what their rows say, `making` gathers rows and
//! words into segments (`index`), `store` keeps those in the cache, `refresh` brings all of it up to date and shows the
//! catalogue as it grows, `tidy` makes segments anew that hold what is in no file any more.
//!
//! Why an index of our own: the libraries that were measured took a hundred crates and 4 MB of program (tantivy), found no
//! Chinese word of two characters (tantivy and FTS5), or had to go through a gigabyte at each letter (a pack of the texts). This one
//! answers within a thirtieth of the time that `rg -l` takes over the same files, and needs no memory but the rows.
//!
//! Invariants: whatever lies in a folder, walking it neither fails nor loops; a brief that cannot be read is a row with
//! its error; what is no brief is passed over and counted. A catalogue never changes: work goes on with the one it has,
//! while a newer one is made.

mod block;
mod catalogue;
mod date;
mod draft;
mod engine;
mod facts;
mod find;
mod first;
mod index;
mod large;
mod making;
mod order;
mod passage;
mod query;
mod refresh;
mod store;
mod tidy;
mod titles;
mod told;
mod walk;

pub use catalogue::{Catalogue, Column, Row, RowIx, RowKey};
pub use date::Day;
pub use draft::Flag;
pub use engine::{Library, Progress, Stage, find_briefs, is_pattern};
pub use facts::{Fact, Facts};
pub use find::{By, Found, Group, GroupBy, Hit, find, group};
pub use passage::{Passage, hits, hits_from, note_passages, opening, passages};
pub use query::{
    Ask, Bound, Choice, Completion, FIELDS, FieldInfo, HAS, IS, Query, QueryError, SORTS, Sort, SortInfo,
    SortKey, State, Term, Words, completions,
};
pub use titles::Titles;
pub use walk::{Candidate, Walked, walk};
