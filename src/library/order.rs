//! The order of a list.
//!
//! Invariant: the order is total: of equals the newer stands first, then by title, then by path.

use super::catalogue::{Catalogue, Column, Row};
use super::date::Day;
use super::draft::Flag;
use super::find::{Hit, Known};
use super::query::{Sort, SortKey};
use crate::text::folded;
use std::cmp::{Ordering, Reverse};

/// Puts hits into an order.
pub(super) fn order(catalogue: &Catalogue, known: &Known<'_>, hits: &mut [Hit], sort: Sort) {
    let fact = |hit: &Hit| known.get(&hit.row).copied();
    let row = |hit: &Hit| catalogue.row(hit.row);
    let flip = |order: Ordering| if sort.reverse { order.reverse() } else { order };
    match sort.key {
        SortKey::Relevance => by(catalogue, hits, sort, |hit| Reverse((hit.by, hit.score))),
        SortKey::Title => by_text(catalogue, hits, sort, |row| row.title()),
        SortKey::Publication => by_text(catalogue, hits, sort, |row| row.publication()),
        SortKey::Topic => {
            by_text(catalogue, hits, sort, |row| row.names(Column::Topics).next().unwrap_or_default());
        }
        SortKey::Date => by(catalogue, hits, sort, |hit| Reverse(row(hit).map(|row| row.date()))),
        SortKey::Read => by(catalogue, hits, sort, |hit| fact(hit).is_some_and(|fact| fact.read)),
        SortKey::Notes => by(catalogue, hits, sort, |hit| Reverse(fact(hit).map_or(0, |fact| fact.notes))),
        SortKey::Errors => by(catalogue, hits, sort, |hit| {
            row(hit).map(|row| (!row.has(Flag::BROKEN), !row.has(Flag::ERRORS)))
        }),
        SortKey::Changed => by(catalogue, hits, sort, |hit| Reverse(row(hit).map(|row| row.modified()))),
        SortKey::Length => by(catalogue, hits, sort, |hit| row(hit).map(|row| row.minutes())),
        SortKey::Path => {
            let mut keyed: Vec<_> =
                hits.iter().map(|hit| (row(hit).map(|row| (row.path(), row.document())), *hit)).collect();
            keyed.sort_by(|a, b| flip(a.0.cmp(&b.0)));
            hits.iter_mut().zip(keyed).for_each(|(to, (_, hit))| *to = hit);
        }
    }
}

/// By a key that is cheap to have.
fn by<K: Ord>(catalogue: &Catalogue, hits: &mut [Hit], sort: Sort, key: impl Fn(&Hit) -> K) {
    let mut keyed: Vec<(K, Reverse<Day>, Hit)> = hits
        .iter()
        .map(|hit| (key(hit), Reverse(catalogue.row(hit.row).map_or(Day::NONE, |row| row.date())), *hit))
        .collect();
    keyed.sort_unstable_by(|a, b| {
        let first = a.0.cmp(&b.0);
        let first = if sort.reverse { first.reverse() } else { first };
        first.then_with(|| a.1.cmp(&b.1)).then_with(|| last(catalogue, &a.2, &b.2))
    });
    hits.iter_mut().zip(keyed).for_each(|(to, (_, _, hit))| *to = hit);
}

/// By a text, as people look it up: letter case and diacritics do not count, and what has none stands last.
fn by_text<'a>(catalogue: &'a Catalogue, hits: &mut [Hit], sort: Sort, text: impl Fn(&Row<'a>) -> &'a str) {
    // The first letters decide nearly always: they are compared as one number.
    let mut keyed: Vec<(bool, u64, Hit)> = hits
        .iter()
        .map(|hit| {
            let text = catalogue.row(hit.row).map_or("", |row| text(&row));
            (text.is_empty(), start(text), *hit)
        })
        .collect();
    let whole = |hit: &Hit| folded(catalogue.row(hit.row).map_or("", |row| text(&row)));
    keyed.sort_unstable_by(|a, b| {
        let letters = a.1.cmp(&b.1).then_with(|| whole(&a.2).cmp(&whole(&b.2)));
        let letters = if sort.reverse { letters.reverse() } else { letters };
        // Whatever the direction, nothing comes after something.
        a.0.cmp(&b.0)
            .then(letters)
            .then_with(|| newer(catalogue, &a.2, &b.2))
            .then_with(|| last(catalogue, &a.2, &b.2))
    });
    hits.iter_mut().zip(keyed).for_each(|(to, (_, _, hit))| *to = hit);
}

/// The first eight bytes of a folded text as a number in the order of texts.
fn start(text: &str) -> u64 {
    let end = (0..=64.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    let folded = folded(text.get(..end).unwrap_or_default());
    let mut bytes = [0; 8];
    bytes.iter_mut().zip(folded.trim().bytes()).for_each(|(to, from)| *to = from);
    u64::from_be_bytes(bytes)
}

fn newer(catalogue: &Catalogue, a: &Hit, b: &Hit) -> Ordering {
    let day = |hit: &Hit| catalogue.row(hit.row).map_or(Day::NONE, |row| row.date());
    day(b).cmp(&day(a))
}

/// Of equals, by title and path.
fn last(catalogue: &Catalogue, a: &Hit, b: &Hit) -> Ordering {
    match (catalogue.row(a.row), catalogue.row(b.row)) {
        (Some(a), Some(b)) => a
            .title()
            .cmp(b.title())
            .then_with(|| a.path().cmp(&b.path()))
            .then_with(|| a.document().cmp(&b.document())),
        _ => a.row.cmp(&b.row),
    }
}
