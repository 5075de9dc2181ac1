//! What is asked of a library.
//!
//! Owns the query language: words, `"exact words"`, `field:value`, `-` before what must not be. Everything that is asked
//! has to be met; of values parted by commas, one. A word is met by every word that begins with it, so that a list
//! narrows with each letter; quotes hold a word, or several in their order, to what they are.
//! Invariant: a query that is not understood is an error with its place and a remedy, never a query that finds nothing.

mod complete;
mod explain;
mod fields;
mod parse;

pub use complete::{Completion, completions};
pub use fields::{Ask, Bound, Choice, FIELDS, FieldInfo, HAS, IS, SORTS, Sort, SortInfo, SortKey, State};

use super::date::Day;
use std::ops::Range;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    pub(super) terms: Vec<Term>,
    pub(super) sort: Option<Sort>,
}

/// One thing that is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Where it stands in the query, in bytes.
    pub range: Range<usize>,
    /// Whether it must not be.
    pub negated: bool,
    /// What.
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Words, wherever they stand.
    Words(Words),
    /// Something of a field; one of the values is enough.
    Field(&'static FieldInfo, Vec<Value>),
}

impl PartialEq for FieldInfo {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for FieldInfo {}

/// Words that follow one another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Words {
    /// As they were written.
    pub written: String,
    /// Folded, one by one.
    pub folded: Vec<String>,
    /// Whether the last may go on.
    pub open: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// Folded words with blanks around them, but for the last of a value without quotes, which may go on; and as written.
    Text {
        needle: String,
        written: String,
    },
    Day(Day),
    Choice(&'static Choice),
}

/// Why a query is not understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// Where, in bytes of the query.
    pub range: Range<usize>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
    /// Whether it may be right once more is typed.
    pub unfinished: bool,
}

impl std::fmt::Display for QueryError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.message, self.help)
    }
}

impl Query {
    /// The same in another order.
    #[must_use]
    pub fn sorted(self, sort: Option<Sort>) -> Self {
        Self { sort, ..self }
    }

    /// Whether nothing is asked: then all fit.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// What is asked, one by one.
    #[must_use]
    pub fn terms(&self) -> &[Term] {
        &self.terms
    }

    /// The order that is asked for.
    #[must_use]
    pub const fn sort(&self) -> Option<Sort> {
        self.sort
    }

    /// The words that are looked for, wherever they stand.
    pub fn words(&self) -> impl Iterator<Item = &Words> {
        self.terms.iter().filter(|term| !term.negated).filter_map(|term| match &term.what {
            What::Words(words) => Some(words),
            What::Field(..) => None,
        })
    }

    /// The words that must not be anywhere.
    pub(super) fn unwanted(&self) -> impl Iterator<Item = &Words> {
        self.terms.iter().filter(|term| term.negated).filter_map(|term| match &term.what {
            What::Words(words) => Some(words),
            What::Field(..) => None,
        })
    }

    /// Whether words are looked for, so that some fit better than others.
    #[must_use]
    pub fn has_words(&self) -> bool {
        self.words().next().is_some()
    }
}
