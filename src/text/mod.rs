//! Text: positions in it, its width on a terminal, its rows, its cleaning, and searches in it.
//!
//! Owns the two coordinates of the project, [`TextPos`] and [`TextRange`], and the one door through
//! which text of a file comes in ([`clean`]).
//! Invariant: everything here is a pure function of its arguments; nothing knows of briefs or screens.

mod clean;
mod fingerprint;
mod fuzzy;
mod position;
mod query;
mod suggest;
mod width;
mod words;
mod wrap;

pub use clean::{clean, clean_line, escape_json, is_blank};
pub use fingerprint::fingerprint;
pub use fuzzy::{Fuzzy, FuzzyMatch};
pub use position::{TextPos, TextRange};
pub use query::{Query, QueryError, QueryMode};
pub use suggest::{is_sure, may_be_like, nearest};
pub use width::{cells, fit, graphemes};
pub use words::{MAX_WORD, each_word, folded, holds, is_joiner, is_letter, is_mark, is_symbol};
pub use wrap::{RowSpan, wrap};
