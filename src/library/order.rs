//! The order of a list.
//!
//! A key is made of each row once, on whatever thread looks through its part; each part is put in order by itself, and
//! the parts, which are few and in order, are merged. So a hundred thousand rows are sorted as fast as they are found.
//! Invariant: the order is total: of equals the newer stands first, then by title, then by path.

use super::block::NONE;
use super::catalogue::{Catalogue, Column, Part, Row};
use super::draft::Flag;
use super::facts::Fact;
use super::find::Hit;
use super::query::{Sort, SortKey};
use crate::text::folded;
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;

/// How rows are put in order.
pub(super) struct Order<'a> {
    catalogue: &'a Catalogue,
    sort: Sort,
    /// For each part, the places of its names in the order of names; empty where no names are compared.
    names: Vec<Vec<u32>>,
}

/// What a row is put in order by.
pub(super) struct Key {
    /// What has none stands last, whatever the direction.
    empty: bool,
    number: u128,
    /// None where no texts are compared.
    text: Option<Box<str>>,
    day: Reverse<u32>,
    /// How the title begins: looking it up for each comparison would take longer than all else.
    start: u128,
    pub hit: Hit,
}

impl<'a> Order<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, sort: Sort) -> Self {
        let names = match sort.key {
            SortKey::Publication => ranks(catalogue, Column::Publication),
            SortKey::Topic => ranks(catalogue, Column::Topics),
            _ => Vec::new(),
        };
        Self { catalogue, sort, names }
    }

    /// The key of a row of a part.
    pub(super) fn key(&self, number: usize, part: &Part, n: usize, hit: Hit, fact: Option<&Fact>) -> Key {
        let row = Row::of(part, n);
        let by_name = |column: Column| {
            let name = part.block.rows.get(n).and_then(|row| column.names(&part.block, row).first().copied());
            let rank = self.names.get(number).and_then(|ranks| ranks.get(name.unwrap_or(NONE) as usize));
            (rank.is_none(), rank.map_or(0, |rank| u128::from(*rank)))
        };
        let text = match self.sort.key {
            SortKey::Title => row.map(|row| folded(row.title()).into()),
            SortKey::Path => row.map(|row| row.path().to_string_lossy().into()),
            _ => None,
        };
        // What is wanted first has the smallest number; of texts that is their beginning.
        let (empty, key) = match self.sort.key {
            SortKey::Relevance => (false, u128::MAX - ((hit.by as u128) << 32 | u128::from(hit.score))),
            SortKey::Title | SortKey::Path => (false, text.as_deref().map_or(0, start)),
            SortKey::Publication => by_name(Column::Publication),
            SortKey::Topic => by_name(Column::Topics),
            SortKey::Date => (false, u128::MAX - row.map_or(0, |row| u128::from(row.date().0))),
            SortKey::Read => (false, u128::from(fact.is_some_and(|fact| fact.read))),
            SortKey::Notes => (false, u128::MAX - fact.map_or(0, |fact| u128::from(fact.notes))),
            SortKey::Errors => {
                let has = |flag| row.is_some_and(|row| row.has(flag));
                (false, 2 - u128::from(has(Flag::BROKEN)) - u128::from(has(Flag::ERRORS)))
            }
            SortKey::Changed => {
                (false, u128::MAX - row.map_or(0, |row| u128::from(row.modified().cast_unsigned())))
            }
            SortKey::Length => (false, row.map_or(0, |row| row.minutes() as u128)),
        };
        let day = Reverse(row.map_or(0, |row| row.date().0));
        Key { empty, number: key, text, day, start: row.map_or(0, |row| start(row.title())), hit }
    }

    /// Puts the keys of a part in order, or those of parts that are in order each.
    pub(super) fn put(&self, keys: &mut [Key]) {
        // Stretches that are in order are found and merged.
        keys.sort_by(|a, b| self.compare(a, b));
    }

    fn compare(&self, a: &Key, b: &Key) -> Ordering {
        let wanted = a.number.cmp(&b.number).then_with(|| a.text.cmp(&b.text));
        let wanted = if self.sort.reverse { wanted.reverse() } else { wanted };
        let then = || a.day.cmp(&b.day).then_with(|| a.start.cmp(&b.start)).then_with(|| self.last(a, b));
        a.empty.cmp(&b.empty).then(wanted).then_with(then)
    }

    /// Of equals, by title and path.
    fn last(&self, a: &Key, b: &Key) -> Ordering {
        match (self.catalogue.row(a.hit.row), self.catalogue.row(b.hit.row)) {
            (Some(a), Some(b)) => a
                .title()
                .cmp(b.title())
                .then_with(|| a.path().cmp(&b.path()))
                .then_with(|| a.document().cmp(&b.document())),
            _ => a.hit.row.cmp(&b.hit.row),
        }
    }
}

/// The first bytes of a text as a number, in the order of texts.
fn start(text: &str) -> u128 {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(text.bytes()).for_each(|(to, from)| *to = from);
    u128::from_be_bytes(bytes)
}

/// The places of the names of each part in the order of all names of a column, as people look them up: letter case and
/// diacritics do not count.
fn ranks(catalogue: &Catalogue, column: Column) -> Vec<Vec<u32>> {
    let mut all: HashMap<&str, u32> = HashMap::new();
    for part in &catalogue.parts {
        let mut used = vec![false; part.block.names.len()];
        for name in part.block.rows.iter().filter_map(|row| column.names(&part.block, row).first()) {
            if let Some(used) = used.get_mut(*name as usize).filter(|used| !**used) {
                *used = true;
                all.insert(part.block.name(*name), 0);
            }
        }
    }
    let mut order: Vec<(String, &str)> = all.keys().map(|name| (folded(name), *name)).collect();
    order.sort_unstable();
    for (rank, (_, name)) in (0..).zip(&order) {
        all.insert(name, rank);
    }
    let of_part = |part: &Part| {
        let names = 0..super::block::count(part.block.names.len());
        names.map(|name| all.get(part.block.name(name)).copied().unwrap_or(0)).collect()
    };
    catalogue.parts.iter().map(of_part).collect()
}
