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
use super::index::look_up;
use super::order::{Key, Order};
use super::query::{Ask, Bound, Choice, Query, Sort, SortKey, State, Term, Value, What, Words};
use super::titles::Titles;
use crate::system::{crew, hands};
use crate::text::{folded, holds};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::SyncSender;

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
    let scan = |number: usize, part: &Part| Scan::new(part, query).run(catalogue.start(number), &known);
    let scanned = each_part(catalogue, stop, scan)?;
    let by_words = query.has_words().then_some(Sort::by(SortKey::Relevance));
    let sort = query.sort().or(by_words).unwrap_or(usual);
    let weights = weights(catalogue, query, &scanned);
    let order = Order::new(catalogue, sort);
    let keyed = |number: usize, part: &Part| {
        let start = catalogue.start(number);
        let Some(scanned) = scanned.get(number) else { return Vec::new() };
        let key = |fit: &Fit| {
            let hit = scanned.hit(fit, start, &weights);
            let fact = if known.is_empty() { None } else { known.get(&hit.row).copied() };
            order.key(number, part, fit.row as usize, hit, fact)
        };
        let mut keys: Vec<Key> = scanned.rows.iter().map(key).collect();
        order.put(&mut keys);
        keys
    };
    let parts = each_part(catalogue, stop, keyed)?;
    let mut keys: Vec<Key> = Vec::with_capacity(parts.iter().map(Vec::len).sum());
    for part in parts {
        keys.extend(part);
    }
    order.put(&mut keys);
    Some(Found { hits: keys.iter().map(|key| key.hit).collect(), sort: Some(sort) })
}

/// Does something with every part, on all processors where there is much to do. None where it was told to stop.
pub(super) fn each_part<T: Send + Default>(
    catalogue: &Catalogue,
    stop: &AtomicBool,
    act: impl Fn(usize, &Part) -> T + Sync,
) -> Option<Vec<T>> {
    if catalogue.len() <= FEW {
        let one = |(number, part)| (!stop.load(Ordering::Relaxed)).then(|| act(number, part));
        return catalogue.parts.iter().enumerate().map(one).collect();
    }
    let next = AtomicUsize::new(0);
    let work = |_, give: &SyncSender<(usize, T)>| {
        while !stop.load(Ordering::Relaxed) {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(part) = catalogue.parts.get(number) else { return };
            if give.send((number, act(number, part))).is_err() {
                return;
            }
        }
    };
    let mut all: Vec<T> = catalogue.parts.iter().map(|_| T::default()).collect();
    crew(hands(), work, |take| {
        for (number, one) in take {
            if let Some(to) = all.get_mut(number) {
                *to = one;
            }
        }
    });
    (!stop.load(Ordering::Relaxed)).then_some(all)
}

/// So many rows are looked through sooner than another thread begins.
const FEW: usize = 2000;

/// What is known, by the rows of a catalogue.
pub(super) type Known<'a> = HashMap<RowIx, &'a Fact>;

fn known<'a>(catalogue: &Catalogue, facts: &'a Facts) -> Known<'a> {
    facts.iter().filter_map(|(key, fact)| Some((catalogue.find(key)?, fact))).collect()
}

/// What was found in a part.
#[derive(Default)]
struct Scanned {
    /// Rows that fit, by their number in the part.
    rows: Vec<Fit>,
    /// What each of the words says of each row of the part.
    values: Vec<Vec<u16>>,
}

/// A row that fits.
struct Fit {
    row: u32,
    /// How well its title does; 0 where it does not.
    title: u32,
    /// Whether notes are needed to have all the words.
    notes: bool,
}

/// How much each word counts: the fewer briefs it stands in, the more.
#[expect(clippy::cast_precision_loss, reason = "a weight")]
fn weights(catalogue: &Catalogue, query: &Query, scanned: &[Scanned]) -> Vec<f32> {
    let rows = |n: usize| {
        let values = scanned.iter().filter_map(|one| one.values.get(n)).flatten();
        values.filter(|value| **value > 0).count().max(1)
    };
    (0..query.words().count()).map(|n| (1.0 + catalogue.len() as f32 / rows(n) as f32).ln()).collect()
}

impl Scanned {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a score")]
    fn hit(&self, fit: &Fit, start: u32, weights: &[f32]) -> Hit {
        let value = |values: &Vec<u16>| f32::from(values.get(fit.row as usize).copied().unwrap_or(0));
        let (by, score) = if weights.is_empty() {
            (By::Fields, 0)
        } else if fit.title > 0 {
            (By::Title, fit.title)
        } else {
            let sum: f32 =
                weights.iter().zip(&self.values).map(|(weight, values)| weight * value(values)).sum();
            (if fit.notes { By::Notes } else { By::Text }, sum as u32)
        };
        Hit { row: RowIx(start + fit.row), by, score }
    }
}

/// A query on its way through a part.
struct Scan<'a> {
    part: &'a Part,
    query: &'a Query,
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
        Self { part, query, terms, titles: Titles::of(query) }
    }

    fn run(mut self, start: u32, known: &Known<'_>) -> Scanned {
        let query = self.query;
        let values: Vec<Vec<u16>> = query.words().map(|words| self.look_up(words)).collect();
        let unwanted: Vec<(&Words, Vec<u16>)> =
            query.unwanted().map(|words| (words, self.look_up(words))).collect();
        let says = |values: &[u16], row: usize| values.get(row).is_some_and(|value| *value > 0);
        let mut rows = Vec::new();
        for n in self.part.live() {
            let Some(row) = self.part.block.rows.get(n) else { continue };
            let number = super::block::count(n);
            let fact = if known.is_empty() { None } else { known.get(&RowIx(start + number)).copied() };
            if !self.fits_fields(n, row, fact) {
                continue;
            }
            let in_notes = |words: &Words| fact.is_some_and(|fact| fact.says(words));
            if unwanted.iter().any(|(words, values)| says(values, n) || in_notes(words)) {
                continue;
            }
            let Some(titles) = &mut self.titles else {
                rows.push(Fit { row: number, title: 0, notes: false });
                continue;
            };
            let block = &self.part.block;
            let title = titles.score(block.text(row.title), block.name(row.publication)).unwrap_or(0);
            let in_text = values.iter().all(|values| says(values, n));
            let notes = title == 0
                && !in_text
                && query.words().zip(&values).all(|(words, values)| says(values, n) || in_notes(words));
            if title > 0 || in_text || notes {
                rows.push(Fit { row: number, title, notes });
            }
        }
        Scanned { rows, values }
    }

    /// What words say of each row. Where the index is not there yet, or is damaged, they are not found.
    fn look_up(&self, words: &Words) -> Vec<u16> {
        let index = self.part.index.as_deref();
        let found = index.and_then(|index| look_up(index, words, self.part.block.rows.len()).ok());
        found.unwrap_or_default()
    }

    /// Whether a row fits all that is asked of its fields.
    fn fits_fields(&mut self, n: usize, row: &RowRec, fact: Option<&Fact>) -> bool {
        let block = &self.part.block;
        for (term, memory) in &mut self.terms {
            let What::Field(info, values) = &term.what else { continue };
            let fits = match info.ask {
                Ask::Names(columns) => fits_name(block, row, columns, values, memory),
                Ask::Title => fits_text(values, &[block.text(row.title), block.text(row.headline)]),
                Ask::Path => {
                    let path = Row::of(self.part, n).map(|row| row.path().to_string_lossy().to_lowercase());
                    path.is_some_and(|path| {
                        values
                            .iter()
                            .any(|value| matches!(value, Value::Text { needle, .. } if path.contains(needle)))
                    })
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
                return false;
            }
        }
        true
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
        values.iter().any(|value| matches!(value, Value::Text { needle, .. } if holds(text, needle)))
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
