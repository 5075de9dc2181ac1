//! Looking words up in a segment.
//!
//! Invariant: a row has a value above 0 exactly where the words stand in it, one after another; the value is higher the
//! more they say of it.

use super::segment::{Fault, Index, each_row, skip_places, take_places};
use crate::library::query::Words;

/// What a whole word counts, against one that only begins so.
const WHOLE: u16 = 2;

/// What words say of each row of a segment; 0 where they do not stand in it.
pub(in crate::library) fn look_up(index: &Index, words: &Words, rows: usize) -> Result<Vec<u16>, Fault> {
    match words.folded.as_slice() {
        [] => Ok(vec![0; rows]),
        [word] => one(index, word, words.open, rows),
        [first, rest @ ..] => sequence(index, first, rest, words.open, rows),
    }
}

fn one(index: &Index, word: &str, open: bool, rows: usize) -> Result<Vec<u16>, Fault> {
    let mut values = vec![0_u16; rows];
    index.each(word, open, &mut |_, at| {
        let factor = if at.text.len() == word.len() { WHOLE } else { 1 };
        each_row(at.rows, |row, impact| {
            if let Some(value) = values.get_mut(row) {
                *value = (*value).max(factor * u16::from(impact));
            }
        });
    })?;
    Ok(values)
}

/// Rows in which words have been found so far, with the places behind the last of them.
#[derive(Default)]
struct Ends {
    /// For each row, where its places begin and end, and the least that a word says of it.
    rows: Vec<(u32, u32, u16)>,
    places: Vec<u32>,
}

impl Ends {
    fn new(rows: usize) -> Self {
        Self { rows: vec![(0, 0, 0); rows], places: Vec::new() }
    }

    fn of(&self, row: usize) -> Option<(&[u32], u16)> {
        let (start, end, value) = *self.rows.get(row)?;
        (end > start).then(|| (self.places.get(start as usize..end as usize).unwrap_or_default(), value))
    }

    /// Puts the places of a row, in order.
    fn put(&mut self, row: usize, new: &[u32], impact: u16) {
        let Some(entry) = self.rows.get_mut(row) else { return };
        let start = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.places.extend_from_slice(new);
        let end = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        *entry = (start, end, impact);
    }
}

fn sequence(index: &Index, first: &str, rest: &[String], open: bool, rows: usize) -> Result<Vec<u16>, Fault> {
    let mut ends = Ends::new(rows);
    collect(
        index,
        first,
        false,
        &mut |row, places, impact| {
            let next: Vec<u32> = places.iter().map(|place| place + 1).collect();
            ends.put(row, &next, u16::from(impact));
        },
        &|_| true,
    )?;
    for (n, word) in rest.iter().enumerate() {
        let last = n + 1 == rest.len();
        let mut next = Ends::new(rows);
        collect(
            index,
            word,
            open && last,
            &mut |row, places, impact| {
                let Some((wanted, value)) = ends.of(row) else { return };
                let met: Vec<u32> = places
                    .iter()
                    .filter(|place| wanted.binary_search(place).is_ok())
                    .map(|place| place + 1)
                    .collect();
                if last
                    && let Some((_, _, known)) = next.rows.get_mut(row).filter(|(start, end, _)| end > start)
                {
                    *known = (*known).max(value.min(u16::from(impact)));
                } else if !met.is_empty() {
                    next.put(row, &met, value.min(u16::from(impact)));
                }
            },
            &|row| ends.of(row).is_some(),
        )?;
        ends = next;
    }
    Ok(ends.rows.iter().map(|(start, end, value)| if end > start { WHOLE * value } else { 0 }).collect())
}

/// Calls `act` with the rows of a word that are `wanted`, and with its places there.
fn collect(
    index: &Index,
    word: &str,
    open: bool,
    act: &mut dyn FnMut(usize, &[u32], u8),
    wanted: &dyn Fn(usize) -> bool,
) -> Result<(), Fault> {
    let mut shelf: Option<(usize, Result<Vec<u8>, Fault>)> = None;
    let mut fault = None;
    let mut places = Vec::new();
    index.each(word, open, &mut |number, at| {
        if shelf.as_ref().is_none_or(|(known, _)| *known != number) {
            shelf = Some((number, index.places(number)));
        }
        let bytes = match &shelf {
            Some((_, Ok(bytes))) => bytes,
            Some((_, Err(error))) => {
                fault = Some(*error);
                return;
            }
            None => return,
        };
        let (start, len) = at.places;
        let mut from = bytes.get(start..start.saturating_add(len)).unwrap_or_default();
        each_row(at.rows, |row, impact| {
            if wanted(row) {
                take_places(&mut from, &mut places);
                act(row, &places, impact);
            } else {
                skip_places(&mut from);
            }
        });
    })?;
    fault.map_or(Ok(()), Err)
}
