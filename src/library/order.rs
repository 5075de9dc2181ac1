//! The order of a list.
//!
//! A key is made of each row once, on whatever thread looks through its part; each part is put in order by itself, and
//! the parts, which are few and in order, are merged. So a hundred thousand rows are sorted as fast as they are found.
//! What is told by a text, as by a title, is put in order once for a catalogue: from then on a row's place is a number.
//! Invariant: the order is total: of equals the newer stands first, then by title, then by path.

use super::block::{NONE, count};
use super::catalogue::{Catalogue, Column, Part, Row};
use super::draft::Flag;
use super::facts::Fact;
use super::find::{Hit, each_part};
use super::query::{Sort, SortKey};
use crate::text::folded;
use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::sync::OnceLock;
use std::sync::atomic::AtomicBool;

/// The places of all rows of a catalogue in the orders of their texts, which are found when they are first asked for.
/// Rows whose texts are the same have the same place.
#[derive(Debug, Default)]
pub(super) struct Places {
    titles: OnceLock<Vec<u32>>,
    paths: OnceLock<Vec<u32>>,
}

/// How rows are put in order.
pub(super) struct Order<'a> {
    catalogue: &'a Catalogue,
    sort: Sort,
    /// For each part, the places of its names in the order of names; empty where no names are compared.
    names: Vec<Vec<u32>>,
    /// The place of each row, where texts are compared.
    places: &'a [u32],
}

/// What a row is put in order by.
pub(super) struct Key {
    /// What has none stands last, whatever the direction.
    empty: bool,
    number: u64,
    day: Reverse<u32>,
    /// How the title begins: looking it up for each comparison would take longer than all else.
    start: Start,
    pub hit: Hit,
}

impl<'a> Order<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, sort: Sort) -> Self {
        let names = match sort.key {
            SortKey::Publication => ranks(catalogue, Column::Publication),
            SortKey::Topic => ranks(catalogue, Column::Topics),
            _ => Vec::new(),
        };
        let known = &catalogue.places;
        let places = match sort.key {
            SortKey::Title => known.titles.get_or_init(|| places(catalogue, |row| folded(row.title()))),
            SortKey::Path => {
                known.paths.get_or_init(|| places(catalogue, |row| row.path().to_string_lossy().into_owned()))
            }
            _ => [].as_slice(),
        };
        Self { catalogue, sort, names, places }
    }

    /// The key of a row of a part.
    pub(super) fn key(&self, number: usize, part: &Part, n: usize, hit: Hit, fact: Option<&Fact>) -> Key {
        let row = Row::of(part, n);
        let by_name = |column: Column| {
            let name = part.block.rows.get(n).and_then(|row| column.names(&part.block, row).first().copied());
            let rank = self.names.get(number).and_then(|ranks| ranks.get(name.unwrap_or(NONE) as usize));
            (rank.is_none(), rank.map_or(0, |rank| u64::from(*rank)))
        };
        // What is wanted first has the smallest number.
        let (empty, key) = match self.sort.key {
            SortKey::Relevance => (false, u64::MAX - ((hit.by as u64) << 32 | u64::from(hit.score))),
            SortKey::Title | SortKey::Path => {
                (false, self.places.get(hit.row.0 as usize).map_or(0, |place| u64::from(*place)))
            }
            SortKey::Publication => by_name(Column::Publication),
            SortKey::Topic => by_name(Column::Topics),
            SortKey::Date => (false, u64::MAX - row.map_or(0, |row| u64::from(row.date().0))),
            SortKey::Read => (false, u64::from(fact.is_some_and(|fact| fact.read))),
            SortKey::Notes => (false, u64::MAX - fact.map_or(0, |fact| u64::from(fact.notes))),
            SortKey::Errors => {
                let has = |flag| row.is_some_and(|row| row.has(flag));
                (false, 2 - u64::from(has(Flag::BROKEN)) - u64::from(has(Flag::ERRORS)))
            }
            SortKey::Changed => (false, u64::MAX - row.map_or(0, |row| row.modified().cast_unsigned())),
            SortKey::Length => (false, row.map_or(0, |row| row.minutes() as u64)),
        };
        let day = Reverse(row.map_or(0, |row| row.date().0));
        Key { empty, number: key, day, start: row.map_or([0, 0], |row| start(row.title())), hit }
    }

    /// Puts the keys of a part in order, or those of parts that are in order each.
    pub(super) fn put(&self, keys: &mut [Key]) {
        // Stretches that are in order are found and merged.
        keys.sort_by(|a, b| self.compare(a, b));
    }

    fn compare(&self, a: &Key, b: &Key) -> Ordering {
        let wanted = a.number.cmp(&b.number);
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

/// How a text begins, as numbers: sixteen bytes, in the order of texts.
type Start = [u64; 2];

fn start(text: &str) -> Start {
    let mut bytes = [[0; 8]; 2];
    bytes.iter_mut().flatten().zip(text.bytes()).for_each(|(to, from)| *to = from);
    bytes.map(u64::from_be_bytes)
}

/// The place of each row in the order of a text.
fn places(catalogue: &Catalogue, text: impl Fn(&Row<'_>) -> String + Sync) -> Vec<u32> {
    let in_part = |number: usize, part: &Part| {
        let first = catalogue.start(number);
        let told = part.live().filter_map(|n| {
            let text = text(&Row::of(part, n)?).into_boxed_str();
            Some((start(&text), text, first + count(n)))
        });
        let mut told: Vec<(Start, Box<str>, u32)> = told.collect();
        told.sort();
        told
    };
    // Whoever asks next needs it as well: it is not given up.
    let all = each_part(catalogue, &AtomicBool::new(false), in_part).unwrap_or_default();
    let mut all: Vec<_> = all.into_iter().flatten().collect();
    // Stretches that are in order are found and merged.
    all.sort();
    let mut places = vec![0; all.iter().map(|(.., row)| *row as usize + 1).max().unwrap_or(0)];
    let mut place = 0;
    let mut before = None;
    for (_, text, row) in &all {
        place += u32::from(before.replace(text).is_some_and(|before| before != text));
        if let Some(to) = places.get_mut(*row as usize) {
            *to = place;
        }
    }
    places
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
        let names = 0..count(part.block.names.len());
        names.map(|name| all.get(part.block.name(name)).copied().unwrap_or(0)).collect()
    };
    catalogue.parts.iter().map(of_part).collect()
}

#[cfg(test)]
mod tests {
    use super::super::block::BlockBuilder;
    use super::super::catalogue::Root;
    use super::super::date::Day;
    use super::super::draft::Draft;
    use super::super::facts::Facts;
    use super::super::find::find;
    use super::super::query::Query;
    use super::*;
    use crate::system::Stat;
    use proptest::prelude::*;
    use std::ffi::OsStr;
    use std::path::{Path, PathBuf};
    use std::sync::Arc;

    /// Briefs in parts: their titles and days.
    fn catalogue(parts: &[Vec<(String, u32)>]) -> Catalogue {
        let root = Arc::new(Root { given: PathBuf::from("/b"), full: PathBuf::from("/b") });
        let part = |(number, briefs): (usize, &Vec<(String, u32)>)| {
            let mut builder = BlockBuilder::default();
            for (n, (title, day)) in briefs.iter().enumerate() {
                let stat = Stat { len: 0, modified: 0, changed: 0, file: (0, 0) };
                builder.file(Path::new(""), OsStr::new(&format!("{n}-{number}.yaml")), &stat, 1);
                builder.row(&Draft { title: title.clone(), date: Day(*day), ..Draft::default() });
            }
            Part::new(&root, Arc::new(builder.finish()))
        };
        Catalogue::new(parts.iter().enumerate().map(part).collect(), 1)
    }

    fn asked(catalogue: &Catalogue, query: &str) -> Vec<(String, u32, PathBuf)> {
        let query = Query::parse(query).unwrap();
        let usual = Sort::by(SortKey::Date);
        let found = find(catalogue, &query, &Facts::default(), usual, &AtomicBool::new(false)).unwrap();
        let row =
            |hit: &Hit| catalogue.row(hit.row).map(|row| (row.title().to_owned(), row.date().0, row.path()));
        found.hits.iter().filter_map(row).collect()
    }

    proptest! {
        #[test]
        fn titles_and_paths_are_put_in_order_as_people_look_them_up(
            parts in proptest::collection::vec(
                proptest::collection::vec(("(The )?(water|Wáter|Ärger|zebra|a long title that is cut)( [ab])?", 0_u32..3), 0..6),
                0..5,
            ),
        ) {
            let catalogue = catalogue(&parts);
            let mut all = asked(&catalogue, "sort:date");
            let title = |row: &(String, u32, PathBuf)| folded(&row.0);
            // Of equals the newer stands first, then by title and path, whichever way round.
            let rest = |row: &(String, u32, PathBuf)| (Reverse(row.1), row.0.clone(), row.2.clone());
            for _ in 0..2 {
                all.sort_by_key(|row| (title(row), rest(row)));
                prop_assert_eq!(&asked(&catalogue, "sort:title"), &all);
                all.sort_by_key(|row| (Reverse(title(row)), rest(row)));
                prop_assert_eq!(&asked(&catalogue, "sort:-title"), &all);
                all.sort_by_key(|row| row.2.clone());
                prop_assert_eq!(&asked(&catalogue, "sort:path"), &all);
            }
        }
    }

    #[test]
    fn the_order_of_titles_is_kept_once_it_was_asked_for() {
        let one = catalogue(&[vec![("b".to_owned(), 0), ("a".to_owned(), 0)]]);
        assert!(one.places.titles.get().is_none());
        asked(&one, "sort:title");
        assert_eq!(one.places.titles.get(), Some(&vec![1, 0]));
        assert!(one.places.paths.get().is_none(), "what nobody asks for is not found out");
    }
}
