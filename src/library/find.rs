//! Which briefs a query asks for, and in which order.
//!
//! Words are looked for in two ways at once. Titles and publications are matched as a picker does it: letters may be
//! left out, and whoever types fast finds what they mean. What the briefs and the notes on them say is matched word by
//! word. What matches by its title stands first; a row says how it was found.
//! Invariant: what is found fits the whole query; asking twice gives the same.

use super::block::{Block, RowRec};
use super::catalogue::{Catalogue, Column, Part, Row, RowIx};
use super::date::Day;
use super::facts::{Fact, Facts};
use super::query::{Ask, Bound, Choice, Query, Sort, SortKey, State, Term, Value, What};
use super::titles::Titles;
use crate::text::folded;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};

/// How a brief was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum By {
    /// No words were looked for.
    Fields,
    /// The words are in the notes on it.
    Notes,
    /// The words are in what it says.
    Text,
    /// The words are in its title or its publication, perhaps with letters left out.
    Title,
}

/// A brief that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which.
    pub row: RowIx,
    /// How.
    pub by: By,
    /// How well: higher is better among those that were found in the same way.
    pub score: u32,
}

/// What a query found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The briefs, in order.
    pub hits: Vec<Hit>,
    /// The order.
    pub sort: Option<Sort>,
}

/// Briefs that have something in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What; empty where it is that they have none.
    pub name: String,
    /// They, in the order of the list.
    pub hits: Vec<Hit>,
}

/// What a list is grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupBy {
    /// By topic: a brief stands under each of its topics.
    Topic,
    /// By publication.
    Publication,
    /// By folder.
    Folder,
}

/// Finds what a query asks for. `usual` is the order where neither the query asks for one nor words are looked for.
/// None where it was told to stop.
#[must_use]
pub fn find(
    catalogue: &Catalogue,
    query: &Query,
    facts: &Facts,
    usual: Sort,
    stop: &AtomicBool,
) -> Option<Found> {
    let known = known(catalogue, facts);
    let mut hits = Vec::new();
    for (number, part) in catalogue.parts.iter().enumerate() {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        let start = catalogue.start(number);
        let mut scan = Scan::new(part, query);
        for n in part.live() {
            let Some(row) = part.block.rows.get(n) else { continue };
            let ix = RowIx(start + super::block::count(n));
            let fact = known.get(&ix).copied();
            if let Some((by, score)) = scan.judge(n, row, fact) {
                hits.push(Hit { row: ix, by, score });
            }
        }
    }
    let by_words = query.has_words().then_some(Sort::by(SortKey::Relevance));
    let sort = query.sort().or(by_words).unwrap_or(usual);
    super::order::order(catalogue, &known, &mut hits, sort);
    Some(Found { hits, sort: Some(sort) })
}

/// What is known, by the rows of a catalogue.
pub(super) type Known<'a> = HashMap<RowIx, &'a Fact>;

fn known<'a>(catalogue: &Catalogue, facts: &'a Facts) -> Known<'a> {
    facts.iter().filter_map(|(key, fact)| Some((catalogue.find(key)?, fact))).collect()
}

/// A query on its way through a part.
struct Scan<'a> {
    part: &'a Part,
    terms: Vec<(&'a Term, Memory)>,
    titles: Option<Titles>,
}

/// What is known of each name of a part: whether it fits a term.
type Memory = Vec<Option<bool>>;

impl<'a> Scan<'a> {
    fn new(part: &'a Part, query: &'a Query) -> Self {
        let names = part.block.names.len();
        let memory = |term: &Term| match &term.what {
            What::Field(info, _) if matches!(info.ask, Ask::Names(_)) => vec![None; names],
            _ => Vec::new(),
        };
        let terms = query.terms().iter().map(|term| (term, memory(term))).collect();
        Self { part, terms, titles: Titles::of(query) }
    }

    /// Whether a row fits, and how well.
    fn judge(&mut self, n: usize, row: &RowRec, fact: Option<&Fact>) -> Option<(By, u32)> {
        let block = &self.part.block;
        for (term, memory) in &mut self.terms {
            let What::Field(info, values) = &term.what else { continue };
            let fits = match info.ask {
                Ask::Names(columns) => fits_name(block, row, columns, values, memory),
                Ask::Title => fits_text(values, &[block.text(row.title), block.text(row.headline)]),
                Ask::Path => {
                    let path = Row::of(self.part, n)?.path().to_string_lossy().to_lowercase();
                    values
                        .iter()
                        .any(|value| matches!(value, Value::Text { needle, .. } if path.contains(needle)))
                }
                Ask::Tag => fact.is_some_and(|fact| {
                    values
                        .iter()
                        .any(|value| matches!(value, Value::Text { needle, .. } if fact.has_tag(needle)))
                }),
                Ask::Date(bound) => values.iter().any(|value| fits_day(bound, Day(row.date), value)),
                Ask::Choice(_) => values.iter().any(|value| match value {
                    Value::Choice(choice) => fits_choice(choice, row, fact),
                    _ => false,
                }),
                Ask::Sort => true,
            };
            if fits == term.negated {
                return None;
            }
        }
        let Some(titles) = &mut self.titles else { return Some((By::Fields, 0)) };
        let score = titles.score(block.text(row.title), block.name(row.publication))?;
        Some((By::Title, score))
    }
}

fn fits_name(block: &Block, row: &RowRec, columns: &[Column], values: &[Value], memory: &mut Memory) -> bool {
    columns.iter().any(|column| {
        column.names(block, row).iter().any(|name| {
            let Some(known) = memory.get_mut(*name as usize) else { return false };
            *known.get_or_insert_with(|| fits_text(values, &[block.name(*name)]))
        })
    })
}

fn fits_text(values: &[Value], texts: &[&str]) -> bool {
    texts.iter().filter(|text| !text.is_empty()).any(|text| {
        let text = folded(text);
        values
            .iter()
            .any(|value| matches!(value, Value::Text { needle, .. } if text.contains(needle.as_str())))
    })
}

fn fits_day(bound: Bound, day: Day, value: &Value) -> bool {
    let Value::Day(wanted) = value else { return false };
    day.is_some()
        && match bound {
            // A brief of which only the year is known may be of any day in it.
            Bound::From => day.last() >= *wanted,
            Bound::Until => day <= wanted.last(),
            Bound::Within => day >= *wanted && day.last() <= wanted.last(),
        }
}

fn fits_choice(choice: &Choice, row: &RowRec, fact: Option<&Fact>) -> bool {
    match choice.what {
        State::Flag(flag) => row.flags & flag.0 != 0,
        State::Notes => fact.is_some_and(|fact| fact.notes > 0),
        State::Drafts => fact.is_some_and(|fact| fact.draft),
        State::Read => fact.is_some_and(|fact| fact.read),
        State::Unread => !fact.is_some_and(|fact| fact.read),
    }
}

/// Parts a list into groups, by name; those that have none stand last.
#[must_use]
pub fn group(catalogue: &Catalogue, hits: &[Hit], by: GroupBy) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    let mut put = |name: String, hit: Hit| {
        let number = *numbers.entry(name).or_insert_with_key(|name| {
            groups.push(Group { name: name.clone(), hits: Vec::new() });
            groups.len() - 1
        });
        if let Some(group) = groups.get_mut(number) {
            group.hits.push(hit);
        }
    };
    for hit in hits {
        let Some(row) = catalogue.row(hit.row) else { continue };
        match by {
            GroupBy::Publication => put(row.publication().to_owned(), *hit),
            GroupBy::Folder => put(row.folder().to_string_lossy().into_owned(), *hit),
            GroupBy::Topic => {
                let mut topics = row.names(Column::Topics).peekable();
                if topics.peek().is_none() {
                    put(String::new(), *hit);
                }
                topics.for_each(|topic| put(topic.to_owned(), *hit));
            }
        }
    }
    groups.sort_by_cached_key(|group| (group.name.is_empty(), folded(&group.name)));
    groups
}
