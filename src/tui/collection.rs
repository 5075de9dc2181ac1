//! The list of briefs: what is shown of a library, and which brief is chosen.
//!
//! Invariants: what is chosen is a brief, never a heading; it stays the same brief when the list changes around it.
//! Nothing here reads a file: what the list holds is found by `super::librarian`, and the keys go on meanwhile.

use super::app::Open;
use super::origin::Ticket;
use crate::history::SavedQuery;
use crate::library::{
    Catalogue, Facts, Passage, Progress, Query, QueryError, Row, RowIx, RowKey, Sort, SortKey,
};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A library on the screen.
#[derive(Debug)]
pub struct Collection {
    /// The folders that it was opened from.
    pub roots: Vec<String>,
    /// The brief to choose as soon as it is there: its file.
    pub wanted: Option<String>,
    /// What is asked of it, as it was typed.
    pub query: String,
    /// What is wrong with that.
    pub error: Option<QueryError>,
    /// In which order, where the query does not say.
    pub sort: Sort,
    /// Under which headings.
    pub grouping: Grouping,
    /// What was found last.
    pub list: Arc<List>,
    /// Which item is chosen, counted from 0.
    pub chosen: usize,
    /// The first item in view, counted from 0.
    pub top: usize,
    /// Whether that was chosen by somebody, or has been there since all was read in.
    pub is_choice: bool,
    /// Where asking nothing leads back to.
    pub back: Back,
    /// Where to stand as soon as what is asked is there.
    pub goal: Option<Stand>,
    /// The errand that finds what is asked for now; none where it is there.
    pub asked: Option<Ticket>,
    /// Whether the library has changed since that was asked.
    pub stale: bool,
    /// How far it is read in.
    pub progress: Progress,
    /// Counts the states of the library: which of them is known.
    pub generation: u64,
    /// How changes of files are noticed, where the system does not tell of them.
    pub way: Option<String>,
    /// The chosen brief beside the list.
    pub preview: Option<Preview>,
    /// The errand that brings a preview, and of which brief.
    pub previewing: Option<(Ticket, RowKey)>,
    /// Whether the file of the preview has changed since.
    pub preview_is_old: bool,
    /// The brief that lies open in the reader.
    pub reading: Option<RowKey>,
    /// Queries that were given a name, by that.
    pub saved: Vec<SavedQuery>,
    /// What of reading it in went wrong, and was told.
    told: BTreeSet<String>,
}

/// So much of what goes wrong is told one by one.
const MAX_TOLD: usize = 20;

/// A place in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stand {
    /// The chosen brief.
    pub key: RowKey,
    /// On which row of those in view, counted from 0.
    pub row: usize,
}

/// The way back from what is asked to all briefs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Back {
    /// Where the reader stood before anything was asked.
    pub stood: Option<Stand>,
    /// Whether another brief has been chosen since.
    pub moved: bool,
}

/// The headings of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Grouping {
    /// None.
    #[default]
    Nothing,
    /// Topics; a brief stands below each of its own.
    Topic,
    /// Publications.
    Publication,
    /// Folders.
    Folder,
}

/// A letter, what it chooses, and what that is called.
pub type Letter<T> = (char, T, &'static str);

/// The letters of the groupings.
pub const GROUPINGS: &[Letter<Grouping>] = &[
    ('t', Grouping::Topic, "topic"),
    ('s', Grouping::Publication, "source"),
    ('f', Grouping::Folder, "folder"),
    ('n', Grouping::Nothing, "none"),
];

/// The letters of the orders.
pub const ORDERS: &[Letter<SortKey>] = &[
    ('d', SortKey::Date, "date"),
    ('t', SortKey::Title, "title"),
    ('s', SortKey::Publication, "source"),
    ('o', SortKey::Topic, "topic"),
    ('r', SortKey::Read, "read"),
    ('n', SortKey::Notes, "notes"),
    ('e', SortKey::Errors, "errors"),
    ('c', SortKey::Changed, "changed"),
    ('l', SortKey::Length, "length"),
    ('p', SortKey::Path, "path"),
    ('b', SortKey::Relevance, "best"),
];

/// What a grouping is called.
#[must_use]
pub fn name_of(grouping: Grouping) -> &'static str {
    GROUPINGS.iter().find(|(_, known, _)| *known == grouping).map_or("", |(.., name)| name)
}

/// What was found, in order.
#[derive(Debug, Default)]
pub struct List {
    /// The catalogue whose rows these are.
    pub catalogue: Arc<Catalogue>,
    /// What is known of them beside their files.
    pub facts: Arc<Facts>,
    /// The query that they fit.
    pub query: Query,
    /// Headings and briefs.
    pub items: Vec<Item>,
    /// The headings, each with the number of its briefs.
    pub groups: Vec<(String, usize)>,
    /// How many briefs fit; under several headings they count once.
    pub rows: usize,
    /// Whether there are notes on any of all.
    pub has_notes: bool,
    /// How many of all were not read.
    pub unread: usize,
    /// How many of all cannot be read.
    pub broken: usize,
}

/// An item of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A heading, counted from 0 in [`List::groups`].
    Group(u32),
    /// A brief.
    Row(RowIx),
}

/// What was asked of the library when a brief was opened.
#[derive(Clone, Debug)]
pub struct Sought {
    /// What.
    pub query: Query,
    /// Whether it is known what it finds in the brief.
    pub is_known: bool,
    /// Whether the reader is still to be brought to the first of it.
    pub goes: bool,
}

/// A brief beside the list.
#[derive(Debug)]
pub struct Preview {
    /// Which.
    pub key: RowKey,
    /// It, as one column.
    pub open: Box<Open>,
    /// The passage of it, or of the notes on it, that has most of what is looked for.
    pub passage: Option<Passage>,
}

impl List {
    /// The brief of an item, counted from 0; none where it is a heading.
    #[must_use]
    pub fn row(&self, item: usize) -> Option<Row<'_>> {
        match self.items.get(item)? {
            Item::Row(ix) => self.catalogue.row(*ix),
            Item::Group(_) => None,
        }
    }

    /// The item of a brief, or none where it is not in the list.
    #[must_use]
    pub fn position(&self, key: RowKey) -> Option<usize> {
        let is = |item: &Item| matches!(item, Item::Row(ix) if self.catalogue.row(*ix).is_some_and(|row| row.key() == key));
        self.items.iter().position(is)
    }

    /// The heading that an item stands below, or is: its item and its number, both counted from 0.
    #[must_use]
    pub fn group_of(&self, item: usize) -> Option<(usize, u32)> {
        if self.groups.is_empty() {
            return None;
        }
        let above = self.items.get(..=item)?.iter().enumerate().rev();
        above.into_iter().find_map(|(n, item)| match item {
            Item::Group(group) => Some((n, *group)),
            Item::Row(_) => None,
        })
    }

    /// The item of the nearest brief, a heading passed over: downwards, else upwards.
    #[must_use]
    pub fn nearest(&self, item: usize) -> usize {
        let is_row = |item: &usize| matches!(self.items.get(*item), Some(Item::Row(_)));
        let last = self.items.len().saturating_sub(1);
        let item = item.min(last);
        (item..=last).find(is_row).or_else(|| (0..item).rev().find(is_row)).unwrap_or(0)
    }

    /// The item so many briefs farther down, or up.
    #[must_use]
    pub fn step(&self, from: usize, rows: isize) -> usize {
        let is_row = |item: &usize| matches!(self.items.get(*item), Some(Item::Row(_)));
        let steps = rows.unsigned_abs();
        let reached = if rows < 0 {
            (0..from).rev().filter(is_row).take(steps).last()
        } else {
            (from + 1..self.items.len()).filter(is_row).take(steps).last()
        };
        reached.unwrap_or(from)
    }

    /// The first brief of the next heading, or of this one or the one before.
    #[must_use]
    pub fn step_group(&self, from: usize, forward: bool) -> usize {
        let is_group = |item: &usize| matches!(self.items.get(*item), Some(Item::Group(_)));
        let head = if forward {
            (from + 1..self.items.len()).find(is_group)
        } else {
            // The one above the brief itself does not count where the brief is its first.
            (0..from.saturating_sub(1)).rev().find(is_group)
        };
        head.map_or(if forward { self.step(from, isize::MAX) } else { self.nearest(0) }, |head| {
            self.nearest(head)
        })
    }
}

impl Collection {
    /// A library of which nothing is known yet.
    #[must_use]
    pub fn new(roots: Vec<String>) -> Self {
        Self {
            roots,
            wanted: None,
            query: String::new(),
            error: None,
            sort: Sort::by(SortKey::Date),
            grouping: Grouping::Nothing,
            list: Arc::default(),
            chosen: 0,
            top: 0,
            is_choice: false,
            back: Back::default(),
            goal: None,
            asked: None,
            stale: false,
            progress: Progress::default(),
            generation: 0,
            way: None,
            preview: None,
            previewing: None,
            preview_is_old: false,
            reading: None,
            saved: Vec::new(),
            told: BTreeSet::new(),
        }
    }

    /// It is read in so far. What went wrong that was not told before: of many things some, and how many there are.
    pub fn come_to(&mut self, progress: Progress) -> Vec<String> {
        let new = |problem: &&String| !self.told.contains(*problem);
        let mut problems: Vec<String> = progress.problems.iter().filter(new).cloned().collect();
        self.told.extend(problems.iter().cloned());
        let more = problems.len().saturating_sub(MAX_TOLD);
        problems.truncate(MAX_TOLD);
        if more > 0 {
            problems.push(format!("{more} more folders cannot be read"));
        }
        self.progress = progress;
        problems
    }

    /// The chosen brief.
    #[must_use]
    pub fn row(&self) -> Option<Row<'_>> {
        self.list.row(self.chosen)
    }

    /// What the chosen brief is known by.
    #[must_use]
    pub fn key(&self) -> Option<RowKey> {
        self.row().map(|row| row.key())
    }

    /// Where the reader stands, or is going to.
    #[must_use]
    pub fn stand(&self) -> Option<Stand> {
        let row = self.chosen.saturating_sub(self.top);
        self.goal.or_else(|| self.key().map(|key| Stand { key, row }))
    }

    /// Something else is going to be asked: where its answer is to be looked at. None is the top.
    pub fn turn(&mut self, query: &str) -> Option<Stand> {
        let was_all = self.query.trim().is_empty();
        if was_all || self.back.moved {
            self.back.stood = self.stand().or(self.back.stood);
        }
        self.back.moved = false;
        if query.trim().is_empty() { self.back.stood.take() } else { None }
    }

    /// Chooses an item, and keeps it in a window of so many rows.
    pub fn choose(&mut self, item: usize, room: usize) {
        self.chosen = self.list.nearest(item);
        self.keep_in_view(room);
    }

    /// Scrolls as little as shows the chosen brief below its heading.
    pub fn keep_in_view(&mut self, room: usize) {
        let room = room.max(1);
        // Where there are headings, one stands in the first row whatever else would be there.
        let headed = !self.list.groups.is_empty() && room > 1;
        let first = if headed { self.chosen.saturating_sub(1) } else { self.chosen };
        self.top = self.top.min(first).max((self.chosen + 1).saturating_sub(room));
        self.top = self.top.min(self.list.items.len().saturating_sub(room));
    }

    /// Which brief is chosen, counted from 1, and among how many: those of the list, or of its heading where there are
    /// any, since a brief may stand below several.
    #[must_use]
    pub fn standing(&self) -> (usize, usize) {
        match self.list.group_of(self.chosen) {
            Some((item, group)) => {
                let count = self.list.groups.get(group as usize).map_or(0, |(_, count)| *count);
                (self.chosen - item, count)
            }
            None => ((self.chosen + 1).min(self.list.items.len()), self.list.rows),
        }
    }
}
