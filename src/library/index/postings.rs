//! Words with the rows that they stand in, in the making.
//!
//! Owns how much a word says of a brief: [`impact`], in which a word counts more the more often it stands there, the
//! shorter the brief is, and where it stands (BM25, Robertson and Zaragoza 2009, but with a length that is usual for a
//! brief in the place of the average, so that no row has to be weighed anew when others come).

use super::bytes::put;
use super::format::{ENTRY, Writer, Written};
use crate::document::Document;
use crate::library::told::{Told, each_told};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// How soon another occurrence adds little: BM25's k1.
const SATURATION: f32 = 1.2;
/// How much the length counts: BM25's b.
const LENGTH: f32 = 0.75;
/// The words of a usual brief.
const USUAL_WORDS: f32 = 1000.0;

/// A word.
#[derive(Debug, Default)]
struct Word {
    /// Rows and impacts, as [`super::format`] has them.
    rows: Vec<u8>,
    /// Places, likewise.
    places: Vec<u8>,
    /// How many rows.
    count: u32,
    /// The last of them, counted from 1.
    last_row: u32,
    /// The last place in the row that is being taken, counted from 1; 0 where it is not there.
    last_place: u32,
    /// The sum of weights in the row that is being taken.
    weight: u32,
}

/// An index in the making.
#[derive(Debug, Default)]
pub(in crate::library) struct Postings {
    /// Words of up to 16 bytes, as numbers: nearly all are, and each is found without a look at another place in memory.
    short: HashMap<u128, u32, RandomState>,
    long: HashMap<Box<str>, u32, RandomState>,
    words: Vec<Word>,
    /// The words of the row that is being taken.
    touched: Vec<u32>,
    /// How many words of it there are so far.
    taken: u32,
    bytes: usize,
}

impl Postings {
    /// Takes the words of a row. Rows come in order. How many words there are.
    pub(in crate::library) fn take(&mut self, row: u32, document: &Document) -> u32 {
        each_told(document, |told| self.word(told));
        self.end(row)
    }

    /// Takes a word of the row that is being taken.
    pub(in crate::library) fn word(&mut self, told: &Told<'_>) {
        let Self { short, long, words, touched, bytes, taken } = self;
        *taken = taken.saturating_add(1);
        let key = key(told.word);
        let known = match key {
            Some(key) => short.get(&key),
            None => long.get(told.word),
        };
        let number = known.copied().unwrap_or_else(|| {
            let number = u32::try_from(words.len()).unwrap_or(u32::MAX);
            match key {
                Some(key) => short.insert(key, number),
                None => long.insert(told.word.into(), number),
            };
            words.push(Word::default());
            *bytes += 100 + told.word.len();
            number
        });
        let Some(word) = words.get_mut(number as usize) else { return };
        if word.last_place == 0 {
            touched.push(number);
        }
        let place = told.place + 1;
        let before = word.places.len();
        put(&mut word.places, u64::from(place - word.last_place));
        *bytes += word.places.len() - before;
        word.last_place = place;
        word.weight = word.weight.saturating_add(told.weight);
    }

    /// The words that were taken are those of a row. How many there are.
    pub(in crate::library) fn end(&mut self, row: u32) -> u32 {
        let count = std::mem::take(&mut self.taken);
        for number in self.touched.drain(..) {
            let Some(word) = self.words.get_mut(number as usize) else { continue };
            put(&mut word.rows, u64::from(row + 1 - word.last_row));
            word.rows.push(impact(word.weight, count));
            word.places.push(0);
            word.count += 1;
            word.last_row = row + 1;
            (word.last_place, word.weight) = (0, 0);
            self.bytes += 3;
        }
        count
    }

    /// How many bytes it takes, about.
    pub(in crate::library) const fn size(&self) -> usize {
        self.bytes
    }

    /// The words in order, written.
    pub(in crate::library) fn write(mut self) -> Written {
        let named = self.short.into_iter().map(|(key, number)| (text_of(key), number));
        let mut order: Vec<(Box<str>, u32)> = self.long.into_iter().chain(named).collect();
        order.sort_unstable();
        // As much as is needed, and no more: a buffer that grows is there twice while it does.
        let [mut words, mut places] = [0; 2];
        for (text, number) in &order {
            if let Some(word) = self.words.get(*number as usize) {
                words += text.len() + word.rows.len() + ENTRY;
                places += word.places.len();
            }
        }
        let mut writer = Writer::for_bytes(words, places);
        for (text, number) in order {
            // What is written is let go at once: the whole of it need not be there twice.
            if let Some(word) = self.words.get_mut(number as usize).map(std::mem::take) {
                writer.word(&text, word.count, &word.rows, &word.places);
            }
        }
        writer.finish()
    }
}

/// A short word as a number.
fn key(word: &str) -> Option<u128> {
    if word.len() > 16 {
        return None;
    }
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(word.bytes()).for_each(|(to, from)| *to = from);
    Some(u128::from_be_bytes(bytes))
}

/// The word of a number. No word holds a byte that is 0.
fn text_of(key: u128) -> Box<str> {
    let bytes = key.to_be_bytes();
    let len = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..len).unwrap_or_default()).into()
}

/// How much a word says of a brief of so many words, from 1 to 255.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a score"
)]
fn impact(weight: u32, words: u32) -> u8 {
    let (weight, words) = (weight as f32, words.min(100_000) as f32);
    let share = weight / (weight + SATURATION * (1.0 - LENGTH + LENGTH * words / USUAL_WORDS));
    (share * 255.0).clamp(1.0, 255.0) as u8
}
