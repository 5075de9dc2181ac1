//! A segment that is open: words and their places are read from it as they are asked for.

use super::bytes::take;
use super::format::{HEAD, Head, Shelf, WordAt, each_word_of};
use crate::library::block::Block;
use crate::system::{Opened, System};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Why something is not to be had of a segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::library) enum Fault {
    /// It is not there, or cannot be read.
    Gone,
    /// It is damaged, or of another version.
    Damaged,
}

/// The words of a segment.
pub(in crate::library) struct Index {
    file: Box<dyn Opened>,
    shelves: Vec<Shelf>,
    words_start: u64,
    places_start: u64,
    /// Whether something in it has turned out to be damaged.
    damaged: AtomicBool,
}

impl std::fmt::Debug for Index {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Index").field("shelves", &self.shelves.len()).finish_non_exhaustive()
    }
}

/// A segment's bytes where there is no file of them.
#[derive(Debug)]
pub(in crate::library) struct InMemory(pub Vec<u8>);

impl Opened for InMemory {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, len: usize) -> std::io::Result<Vec<u8>> {
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let end = start.checked_add(len);
        let bytes = end.and_then(|end| self.0.get(start..end));
        bytes.map(<[u8]>::to_vec).ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
    }
}

/// Opens a segment: its rows and its words.
pub(in crate::library) fn open(system: &dyn System, path: &Path) -> Result<(Block, Index), Fault> {
    read(system.open(path).map_err(|_| Fault::Gone)?)
}

/// The same of bytes that are at hand.
pub(in crate::library) fn read(file: Box<dyn Opened>) -> Result<(Block, Index), Fault> {
    let get = |offset: u64, len: usize| file.read_at(offset, len).map_err(|_| Fault::Damaged);
    let head = Head::read(&get(0, HEAD)?, file.len()).ok_or(Fault::Damaged)?;
    let block = head.rows(&get(HEAD as u64, head.rows_len)?).ok_or(Fault::Damaged)?;
    let table_start = (HEAD + head.rows_len) as u64;
    let shelves = head.table(&get(table_start, head.table_len)?).ok_or(Fault::Damaged)?;
    let words_start = table_start + head.table_len as u64;
    let places_start = words_start + head.words_len;
    Ok((block, Index { file, shelves, words_start, places_start, damaged: AtomicBool::new(false) }))
}

impl Index {
    /// Whether something in it has turned out to be damaged: then it has to be made anew.
    pub(in crate::library) fn is_damaged(&self) -> bool {
        self.damaged.load(Ordering::Relaxed)
    }

    fn damage(&self) -> Fault {
        self.damaged.store(true, Ordering::Relaxed);
        Fault::Damaged
    }

    /// How many shelves there are.
    pub(super) fn shelves(&self) -> usize {
        self.shelves.len()
    }

    /// The words of a shelf.
    pub(super) fn words(&self, number: usize) -> Result<Vec<u8>, Fault> {
        let at = self.shelves.get(number).ok_or(Fault::Damaged)?;
        let bytes = self.file.read_at(self.words_start + at.words_at, at.words_len);
        bytes.ok().filter(|bytes| at.holds_words(bytes)).ok_or_else(|| self.damage())
    }

    /// The places of the words of a shelf.
    pub(super) fn places(&self, number: usize) -> Result<Vec<u8>, Fault> {
        let at = self.shelves.get(number).ok_or(Fault::Damaged)?;
        let bytes = self.file.read_at(self.places_start + at.places_at, at.places_len);
        bytes.ok().filter(|bytes| at.holds_places(bytes)).ok_or_else(|| self.damage())
    }

    /// Calls `act` with a word, or with all words that begin with it, in order, and with the number of their shelf.
    pub(super) fn each(
        &self,
        word: &str,
        open: bool,
        act: &mut dyn FnMut(usize, WordAt<'_>),
    ) -> Result<(), Fault> {
        let after = self.shelves.partition_point(|shelf| &*shelf.first <= word);
        for number in after.saturating_sub(1)..self.shelves.len() {
            let fits = |text: &str| if open { text.starts_with(word) } else { text == word };
            let first = self.shelves.get(number).map_or("", |shelf| &*shelf.first);
            if number >= after && !fits(first) {
                break;
            }
            let mut more = true;
            let sound = each_word_of(&self.words(number)?, |at| {
                if fits(at.text) {
                    act(number, at);
                } else {
                    more = at.text < word;
                }
                more
            });
            if !sound {
                return Err(self.damage());
            }
            if !more {
                break;
            }
        }
        Ok(())
    }
}

/// Calls `act` with the rows of a word, counted from 0, and with what it says of each.
#[inline]
pub(super) fn each_row(mut rows: &[u8], mut act: impl FnMut(usize, u8)) {
    let mut row = 0_usize;
    while let Some(distance) = take(&mut rows) {
        row = row.wrapping_add(usize::try_from(distance).unwrap_or(usize::MAX));
        let Some((impact, rest)) = rows.split_first() else { return };
        rows = rest;
        act(row.wrapping_sub(1), *impact);
    }
}

/// The places of a row, counted from 0, from the start of some bytes.
pub(super) fn take_places(from: &mut &[u8], out: &mut Vec<u32>) {
    out.clear();
    let mut place = 0_u64;
    while let Some(distance) = take(from) {
        if distance == 0 {
            return;
        }
        place = place.saturating_add(distance);
        out.push(u32::try_from(place - 1).unwrap_or(u32::MAX));
    }
}

/// Passes over the places of a row: no number but 0 has a byte that is 0.
pub(super) fn skip_places(from: &mut &[u8]) {
    let end = memchr::memchr(0, from).map_or(from.len(), |at| at + 1);
    *from = from.get(end..).unwrap_or_default();
}
