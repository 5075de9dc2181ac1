//! The file of a segment.
//!
//! A segment is the rows of some thousand briefs and the words that stand in them. Numbers are those of [`super::bytes`];
//! checksums and the numbers of the head have eight bytes, those of rows four.
//!
//! | part | holds |
//! |---|---|
//! | head | `BRIEFSEG`, the version, lengths and checksums of the three parts that are read at once or place by place, its own checksum |
//! | rows | the [`Block`] |
//! | table | for each shelf: its first word, and the length and the checksum of its words and of its places |
//! | words | shelves of about 16 kB: words in order, each without the letters that it shares with the one before; behind each how many rows it stands in, and for each row the distance from the one before and one byte of impact |
//! | places | for each word, in the same order, and each of its rows: the distance of each place from the one before, and a 0 |
//!
//! The rows and the table are read when the segment is opened and checked then; a shelf is checked whenever it is read.
//! Invariant: nothing is taken from bytes whose checksum does not fit; what is damaged is an error that has the segment
//! made anew.

use super::bytes::{put, put_bytes, sum, take, take_bytes, take_fixed, take_slice, take_u32};
use crate::library::block::{Block, FileRec, RowRec, Span};

/// What every segment begins with.
const MAGIC: &[u8; 8] = b"BRIEFSEG";
/// The version of the format: another one is made anew.
const VERSION: u64 = 4;
/// The bytes of the head: the magic, and eight numbers of which the last is a checksum.
pub(super) const HEAD: usize = 8 * 9;
/// The size that a shelf of words has, about.
const SHELF: usize = 16 << 10;

/// A stretch of words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Shelf {
    /// Its first word.
    pub first: Box<str>,
    /// Where its words begin, among the words.
    pub words_at: u64,
    pub words_len: usize,
    words_sum: u64,
    /// Where its places begin, among the places.
    pub places_at: u64,
    pub places_len: usize,
    places_sum: u64,
}

/// Words that have been written: everything of a segment but its rows.
#[derive(Debug, Default)]
pub(in crate::library) struct Written {
    table: Vec<u8>,
    words: Vec<u8>,
    places: Vec<u8>,
}

/// Writes words, which come in order.
#[derive(Debug, Default)]
pub(super) struct Writer {
    out: Written,
    /// The shelf that is being filled.
    words: Vec<u8>,
    places: Vec<u8>,
    first: String,
    last: String,
    shelves: u64,
}

/// The most bytes that a word takes beside its text and its rows, where no number in it is beyond 2^28.
pub(super) const ENTRY: usize = 5 * 4;

impl Writer {
    /// One that has room for so many bytes of words and of places.
    pub(super) fn for_bytes(words: usize, places: usize) -> Self {
        let out = Written {
            words: Vec::with_capacity(words),
            places: Vec::with_capacity(places),
            ..Written::default()
        };
        Self { out, ..Self::default() }
    }

    pub(super) fn word(&mut self, text: &str, count: u32, rows: &[u8], places: &[u8]) {
        if self.words.len() >= SHELF {
            self.close();
        }
        if self.words.is_empty() {
            text.clone_into(&mut self.first);
            self.last.clear();
        }
        let shared = text.bytes().zip(self.last.bytes()).take_while(|(a, b)| a == b).count();
        put(&mut self.words, shared as u64);
        put_bytes(&mut self.words, text.as_bytes().get(shared..).unwrap_or_default());
        put(&mut self.words, u64::from(count));
        put(&mut self.words, places.len() as u64);
        put_bytes(&mut self.words, rows);
        self.places.extend_from_slice(places);
        text.clone_into(&mut self.last);
    }

    fn close(&mut self) {
        let table = &mut self.out.table;
        put_bytes(table, self.first.as_bytes());
        for (part, all) in [(&mut self.words, &mut self.out.words), (&mut self.places, &mut self.out.places)]
        {
            put(table, part.len() as u64);
            table.extend_from_slice(&sum(part).to_le_bytes());
            all.append(part);
        }
        self.shelves += 1;
    }

    pub(super) fn finish(mut self) -> Written {
        if !self.words.is_empty() {
            self.close();
        }
        let mut table = Vec::new();
        put(&mut table, self.shelves);
        table.append(&mut self.out.table);
        self.out.table = table;
        self.out
    }
}

/// A segment's bytes.
pub(in crate::library) fn segment(block: &Block, written: Written) -> Vec<u8> {
    let rows = write_block(block);
    let Written { table, words, places } = written;
    let len = HEAD + rows.len() + table.len() + words.len() + places.len();
    let mut out = Vec::with_capacity(len);
    out.extend_from_slice(MAGIC);
    let head = [
        VERSION,
        rows.len() as u64,
        sum(&rows),
        table.len() as u64,
        sum(&table),
        words.len() as u64,
        places.len() as u64,
    ];
    for n in head {
        out.extend_from_slice(&n.to_le_bytes());
    }
    out.extend_from_slice(&sum(&out).to_le_bytes());
    for part in [rows, table, words, places] {
        out.extend_from_slice(&part);
    }
    out
}

/// Where the parts of a segment are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub rows_len: usize,
    rows_sum: u64,
    pub table_len: usize,
    table_sum: u64,
    pub words_len: u64,
    pub places_len: u64,
}

impl Head {
    /// Reads a head. None where it is none of this version, or its parts are not as long as the file.
    pub(super) fn read(bytes: &[u8], file_len: u64) -> Option<Self> {
        let (body, own) = bytes.get(..HEAD)?.split_at_checked(HEAD - 8)?;
        let mut from = body.strip_prefix(MAGIC)?;
        if u64::from_le_bytes(own.try_into().ok()?) != sum(body) || take_fixed(&mut from)? != VERSION {
            return None;
        }
        let mut next = || take_fixed(&mut from);
        let (rows_len, rows_sum, table_len, table_sum) = (next()?, next()?, next()?, next()?);
        let (words_len, places_len) = (next()?, next()?);
        let all = [HEAD as u64, rows_len, table_len, words_len, places_len];
        let total = all.into_iter().try_fold(0_u64, u64::checked_add)?;
        let len = |n: u64| usize::try_from(n).ok();
        (total == file_len).then_some(())?;
        Some(Self {
            rows_len: len(rows_len)?,
            rows_sum,
            table_len: len(table_len)?,
            table_sum,
            words_len,
            places_len,
        })
    }

    /// The rows, where they are whole.
    pub(super) fn rows(&self, bytes: &[u8]) -> Option<Block> {
        (sum(bytes) == self.rows_sum).then(|| read_block(bytes)).flatten()
    }

    /// The table of shelves, where it is whole.
    pub(super) fn table(&self, bytes: &[u8]) -> Option<Vec<Shelf>> {
        if sum(bytes) != self.table_sum {
            return None;
        }
        let mut from = bytes;
        let count = take(&mut from)?;
        let (mut words_at, mut places_at) = (0_u64, 0_u64);
        let mut shelves = Vec::new();
        for _ in 0..count {
            let first = std::str::from_utf8(take_bytes(&mut from)?).ok()?.into();
            let (words_len, words_sum) = (take(&mut from)?, take_fixed(&mut from)?);
            let (places_len, places_sum) = (take(&mut from)?, take_fixed(&mut from)?);
            shelves.push(Shelf {
                first,
                words_at,
                words_len: usize::try_from(words_len).ok()?,
                words_sum,
                places_at,
                places_len: usize::try_from(places_len).ok()?,
                places_sum,
            });
            words_at = words_at.checked_add(words_len)?;
            places_at = places_at.checked_add(places_len)?;
        }
        (words_at == self.words_len && places_at == self.places_len).then_some(shelves)
    }
}

impl Shelf {
    pub(super) fn holds_words(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.words_len && sum(bytes) == self.words_sum
    }

    pub(super) fn holds_places(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.places_len && sum(bytes) == self.places_sum
    }
}

/// A word of a shelf.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct WordAt<'a> {
    pub text: &'a str,
    /// How many rows it stands in.
    pub count: u32,
    /// They.
    pub rows: &'a [u8],
    /// Where its places are, among those of the shelf.
    pub places: (usize, usize),
}

/// Calls `act` with each word of a shelf, until it has had enough. Whether the shelf made sense.
pub(super) fn each_word_of(bytes: &[u8], mut act: impl FnMut(WordAt<'_>) -> bool) -> bool {
    let mut from = bytes;
    let mut text: Vec<u8> = Vec::new();
    let mut places = 0_usize;
    while !from.is_empty() {
        let mut next = || -> Option<(u32, usize, &[u8])> {
            let shared = usize::try_from(take(&mut from)?).ok().filter(|n| *n <= text.len())?;
            text.truncate(shared);
            text.extend_from_slice(take_bytes(&mut from)?);
            let count = take_u32(&mut from)?;
            let places = usize::try_from(take(&mut from)?).ok()?;
            Some((count, places, take_bytes(&mut from)?))
        };
        let Some((count, places_len, rows)) = next() else { return false };
        let Ok(text) = std::str::from_utf8(&text) else { return false };
        if !act(WordAt { text, count, rows, places: (places, places_len) }) {
            return true;
        }
        places = places.saturating_add(places_len);
    }
    true
}

/// Numbers of fixed length: a hundred thousand rows of them are taken in some milliseconds.
fn write_block(block: &Block) -> Vec<u8> {
    let mut out = Vec::with_capacity(2 * block.size());
    put_bytes(&mut out, block.heap.as_bytes());
    put_bytes(&mut out, &block.paths);
    let span = |span: &Span| [span.start, span.len];
    many(&mut out, block.folders.iter().map(span));
    many(&mut out, block.names.iter().map(span));
    many(&mut out, block.refs.iter().map(|n| [*n]));
    many(&mut out, block.files.iter().map(file_numbers));
    many(&mut out, block.rows.iter().map(row_numbers));
    out
}

fn many<const N: usize>(out: &mut Vec<u8>, all: impl ExactSizeIterator<Item = [u32; N]>) {
    put(out, all.len() as u64);
    for n in all.flatten() {
        out.extend_from_slice(&n.to_le_bytes());
    }
}

fn read_block(bytes: &[u8]) -> Option<Block> {
    let from = &mut &*bytes;
    let heap = std::str::from_utf8(take_bytes(from)?).ok()?.to_owned();
    let paths = take_bytes(from)?.to_vec();
    let span = |[start, len]: [u32; 2]| Span { start, len };
    let folders = take_many(from, span)?;
    let names = take_many(from, span)?;
    let refs = take_many(from, |[n]: [u32; 1]| n)?;
    let files = take_many(from, file_of)?;
    let rows = take_many(from, row_of)?;
    from.is_empty().then_some(Block { folders, files, rows, refs, names, heap, paths })
}

fn take_many<T, const N: usize>(from: &mut &[u8], one: impl Fn([u32; N]) -> T) -> Option<Vec<T>> {
    let count = usize::try_from(take(from)?).ok()?;
    let bytes = take_slice(from, count.checked_mul(4 * N)?)?;
    let numbers = |bytes: &[u8]| {
        let mut all = [0; N];
        for (to, four) in all.iter_mut().zip(bytes.chunks_exact(4)) {
            *to = four.try_into().map_or(0, u32::from_le_bytes);
        }
        all
    };
    Some(bytes.chunks_exact(4 * N).map(|bytes| one(numbers(bytes))).collect())
}

/// The lower and the upper half of a number.
fn halves(n: u64) -> [u32; 2] {
    [(n & 0xffff_ffff) as u32, (n >> 32) as u32]
}

fn whole(low: u32, high: u32) -> u64 {
    u64::from(high) << 32 | u64::from(low)
}

/// The numbers of a file, in the order of the segment.
fn file_numbers(file: &FileRec) -> [u32; 11] {
    let [len, len_high] = halves(file.len);
    let [modified, modified_high] = halves(file.modified.cast_unsigned());
    let [stamp, stamp_high] = halves(file.stamp);
    let FileRec { folder, name: Span { start, len: name_len }, first, rows, .. } = *file;
    [folder, start, name_len, first, rows, len, len_high, modified, modified_high, stamp, stamp_high]
}

fn file_of(n: [u32; 11]) -> FileRec {
    let [folder, start, name_len, first, rows, len, len_high, modified, modified_high, stamp, stamp_high] = n;
    FileRec {
        folder,
        name: Span { start, len: name_len },
        first,
        rows,
        len: whole(len, len_high),
        modified: whole(modified, modified_high).cast_signed(),
        stamp: whole(stamp, stamp_high),
    }
}

/// The numbers of a row, likewise.
fn row_numbers(row: &RowRec) -> [u32; 23] {
    [
        row.file,
        row.document,
        row.title.start,
        row.title.len,
        row.headline.start,
        row.headline.len,
        row.id.start,
        row.id.len,
        row.error.start,
        row.error.len,
        row.publication,
        row.syndicated,
        row.language,
        row.date,
        row.words,
        row.minutes,
        row.flags,
        row.lists,
        row.authors,
        row.topics,
        row.actors,
        row.also,
        row.addressees,
    ]
}

#[rustfmt::skip]
fn row_of(n: [u32; 23]) -> RowRec {
    let [
        file, document, title, title_len, headline, headline_len, id, id_len, error, error_len, publication, syndicated,
        language, date, words, minutes, flags, lists, authors, topics, actors, also, addressees,
    ] = n;
    let span = |start, len| Span { start, len };
    RowRec {
        file, document, publication, syndicated, language, date, words, minutes, flags, lists, authors, topics, actors, also,
        addressees,
        title: span(title, title_len),
        headline: span(headline, headline_len),
        id: span(id, id_len),
        error: span(error, error_len),
    }
}
