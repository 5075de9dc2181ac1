//! One segment of several, without the rows that have gone.
//!
//! Invariant: what is made holds nothing of a row that has gone, neither a word nor a name.

use super::bytes::put;
use super::format::{Writer, Written, each_word_of};
use super::segment::{Fault, Index, each_row, skip_places};
use crate::library::block::{Block, BlockBuilder, count};
use crate::library::catalogue::{Gone, is_gone};

/// What goes into a new segment.
pub(in crate::library) struct Source<'a> {
    pub block: &'a Block,
    pub index: &'a Index,
    pub gone: Option<&'a Gone>,
}

/// The rows and words of several segments that have not gone. A file whose rows have all gone is left out; one that
/// never had any is no brief, and `dead` says whether it is left out too.
pub(in crate::library) fn merge(
    sources: &[Source<'_>],
    dead: &dyn Fn(usize, usize) -> bool,
) -> Result<(Block, Written), Fault> {
    let mut builder = BlockBuilder::default();
    let mut maps = Vec::new();
    for (number, source) in sources.iter().enumerate() {
        let mut map = vec![u32::MAX; source.block.rows.len()];
        for (n, file) in source.block.files.iter().enumerate() {
            let rows = file.first as usize..file.first as usize + file.rows as usize;
            if dead(number, n) || !rows.is_empty() && rows.clone().all(|row| is_gone(source.gone, row)) {
                continue;
            }
            let first = count(builder.rows());
            for (row, new) in rows.zip(first..) {
                if let Some(to) = map.get_mut(row) {
                    *to = new;
                }
            }
            builder.copy(source.block, file);
        }
        maps.push(map);
    }
    Ok((builder.finish(), words(sources, &maps)?))
}

/// A segment that is being gone through.
struct Cursor<'a> {
    index: &'a Index,
    map: &'a [u32],
    shelf: usize,
    /// The words of the shelf that are still to come, the next one last.
    words: Vec<Entry>,
    rows: Vec<u8>,
    places: Vec<u8>,
}

/// A word of a shelf: its text, and where its rows and places are in those of the shelf.
struct Entry {
    text: String,
    rows: std::ops::Range<usize>,
    places: std::ops::Range<usize>,
}

impl Cursor<'_> {
    /// Sees to it that there is a next word, where there is one.
    fn fill(&mut self) -> Result<(), Fault> {
        while self.words.is_empty() && self.shelf < self.index.shelves() {
            let bytes = self.index.words(self.shelf)?;
            self.places = self.index.places(self.shelf)?;
            self.rows.clear();
            let sound = each_word_of(&bytes, |at| {
                let start = self.rows.len();
                self.rows.extend_from_slice(at.rows);
                self.words.push(Entry {
                    text: at.text.to_owned(),
                    rows: start..self.rows.len(),
                    places: at.places.0..at.places.0.saturating_add(at.places.1),
                });
                true
            });
            if !sound {
                return Err(Fault::Damaged);
            }
            self.words.reverse();
            self.shelf += 1;
        }
        Ok(())
    }
}

fn words(sources: &[Source<'_>], maps: &[Vec<u32>]) -> Result<Written, Fault> {
    let mut cursors: Vec<Cursor<'_>> = sources
        .iter()
        .zip(maps)
        .map(|(source, map)| Cursor {
            index: source.index,
            map,
            shelf: 0,
            words: Vec::new(),
            rows: Vec::new(),
            places: Vec::new(),
        })
        .collect();
    let mut writer = Writer::default();
    let (mut rows, mut places) = (Vec::new(), Vec::new());
    loop {
        for cursor in &mut cursors {
            cursor.fill()?;
        }
        let next =
            cursors.iter().filter_map(|cursor| cursor.words.last()).map(|entry| &entry.text).min().cloned();
        let Some(text) = next else { return Ok(writer.finish()) };
        rows.clear();
        places.clear();
        let (mut last, mut found) = (0_u32, 0_u32);
        for cursor in &mut cursors {
            let Some(entry) = cursor.words.pop_if(|entry| entry.text == text) else { continue };
            let mut from = cursor.places.get(entry.places).unwrap_or_default();
            each_row(cursor.rows.get(entry.rows).unwrap_or_default(), |row, impact| {
                let all = from;
                skip_places(&mut from);
                let Some(new) = cursor.map.get(row).copied().filter(|new| *new != u32::MAX) else { return };
                put(&mut rows, u64::from(new + 1 - last));
                rows.push(impact);
                places.extend_from_slice(all.get(..all.len() - from.len()).unwrap_or_default());
                last = new + 1;
                found += 1;
            });
        }
        if found > 0 {
            writer.word(&text, found, &rows, &places);
        }
    }
}
