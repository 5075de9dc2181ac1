//! Rows of many briefs, close together.
//!
//! Owns [`Block`]: what the list shows and asks of a few thousand briefs, as columns. Texts that recur (publications,
//! topics, people) are kept once for a block, which makes a hundred thousand briefs fit into some tens of megabytes,
//! and lets a question about a publication be asked once for each publication, not once for each brief.
//! Invariant: a block never changes. Whatever a damaged one holds, asking it gives an empty text, never a panic.

use super::draft::Draft;
use crate::system::Stat;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// A stretch of a heap: start and length in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub start: u32,
    pub len: u32,
}

impl Span {
    pub(super) const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.start as usize + self.len as usize
    }
}

/// No name.
pub(super) const NONE: u32 = u32::MAX;

/// A file that was read: also one that holds no brief, which need not be read again then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct FileRec {
    /// Its folder, counted from 0 in the block.
    pub folder: u32,
    /// Its name, in the heap of paths.
    pub name: Span,
    /// Its length in bytes.
    pub len: u64,
    /// When it was written, in nanoseconds since 1970.
    pub modified: i64,
    /// A number of its state when it was read; 0 where it may have changed since without that being seen.
    pub stamp: u64,
    /// Its first row.
    pub first: u32,
    /// How many rows it has.
    pub rows: u32,
}

/// A brief.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RowRec {
    pub file: u32,
    pub document: u32,
    pub title: Span,
    pub headline: Span,
    pub id: Span,
    pub error: Span,
    pub publication: u32,
    pub syndicated: u32,
    pub language: u32,
    /// See [`super::date::Day`].
    pub date: u32,
    pub words: u32,
    pub minutes: u32,
    pub flags: u32,
    /// Where its lists begin among the references: authors, topics, actors, other names of actors, addressees.
    pub lists: u32,
    pub authors: u32,
    pub topics: u32,
    pub actors: u32,
    pub also: u32,
    pub addressees: u32,
}

/// Rows of up to some thousand briefs.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Block {
    pub folders: Vec<Span>,
    pub files: Vec<FileRec>,
    pub rows: Vec<RowRec>,
    pub refs: Vec<u32>,
    pub names: Vec<Span>,
    /// Titles, names and the like.
    pub heap: String,
    /// Names of files and folders, which need not be Unicode.
    pub paths: Vec<u8>,
}

impl Block {
    pub(super) fn text(&self, span: Span) -> &str {
        self.heap.get(span.range()).unwrap_or_default()
    }

    pub(super) fn name(&self, name: u32) -> &str {
        self.names.get(name as usize).map_or("", |span| self.text(*span))
    }

    fn os(&self, span: Span) -> &OsStr {
        OsStr::from_bytes(self.paths.get(span.range()).unwrap_or_default())
    }

    /// A folder, relative to the root.
    pub(super) fn folder(&self, folder: u32) -> &Path {
        self.folders.get(folder as usize).map_or(Path::new(""), |span| Path::new(self.os(*span)))
    }

    /// A file's path, relative to the root.
    pub(super) fn path(&self, file: &FileRec) -> PathBuf {
        self.folder(file.folder).join(self.os(file.name))
    }

    pub(super) fn file_name(&self, file: &FileRec) -> &OsStr {
        self.os(file.name)
    }

    /// One list of a row: the numbers of its names, `skip` lists behind the first.
    pub(super) fn list(&self, row: &RowRec, which: List) -> &[u32] {
        let counts = [row.authors, row.topics, row.actors, row.also, row.addressees];
        let before: u32 = counts.iter().take(which as usize).sum();
        let start = row.lists as usize + before as usize;
        let len = counts.get(which as usize).copied().unwrap_or(0) as usize;
        self.refs.get(start..start + len).unwrap_or_default()
    }

    /// How many bytes it takes in memory, about.
    pub(super) fn size(&self) -> usize {
        self.heap.len()
            + self.paths.len()
            + size_of::<FileRec>() * self.files.len()
            + size_of::<RowRec>() * self.rows.len()
            + 4 * self.refs.len()
            + size_of::<Span>() * (self.names.len() + self.folders.len())
    }
}

/// The lists of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum List {
    Authors = 0,
    Topics = 1,
    Actors = 2,
    Also = 3,
    Addressees = 4,
}

/// The state of a file as a number; 0 is none.
pub(super) fn stamp(stat: &Stat) -> u64 {
    let mut bytes = [0; 40];
    let parts = [
        stat.len.to_le_bytes(),
        stat.modified.to_le_bytes(),
        stat.changed.to_le_bytes(),
        stat.file.0.to_le_bytes(),
        stat.file.1.to_le_bytes(),
    ];
    for (to, from) in bytes.chunks_exact_mut(8).zip(parts) {
        to.copy_from_slice(&from);
    }
    twox_hash::XxHash3_64::oneshot(&bytes).max(1)
}

/// A block in the making.
#[derive(Debug, Default)]
pub(super) struct BlockBuilder {
    block: Block,
    folders: HashMap<PathBuf, u32, RandomState>,
    names: HashMap<Box<str>, u32, RandomState>,
}

impl BlockBuilder {
    pub(super) fn rows(&self) -> usize {
        self.block.rows.len()
    }

    pub(super) fn files(&self) -> usize {
        self.block.files.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.block.files.is_empty()
    }

    pub(super) fn finish(self) -> Block {
        let mut block = self.block;
        block.folders.shrink_to_fit();
        block.files.shrink_to_fit();
        block.rows.shrink_to_fit();
        block.refs.shrink_to_fit();
        block.names.shrink_to_fit();
        block.heap.shrink_to_fit();
        block.paths.shrink_to_fit();
        block
    }

    /// Begins a file; its rows follow.
    pub(super) fn file(&mut self, folder: &Path, name: &OsStr, stat: &Stat, stamp: u64) {
        let folder = if let Some(known) = self.folders.get(folder) {
            *known
        } else {
            let span = self.push_path(folder.as_os_str());
            let number = count(self.block.folders.len());
            self.block.folders.push(span);
            self.folders.insert(folder.to_owned(), number);
            number
        };
        let name = self.push_path(name);
        self.block.files.push(FileRec {
            folder,
            name,
            len: stat.len,
            modified: stat.modified,
            stamp,
            first: count(self.block.rows.len()),
            rows: 0,
        });
    }

    /// Appends a row to the file that was begun.
    pub(super) fn row(&mut self, draft: &Draft) {
        let lists = count(self.block.refs.len());
        let all = [&draft.authors, &draft.topics, &draft.actors, &draft.also, &draft.addressees];
        let [authors, topics, actors, also, addressees] = all.map(|names| {
            for name in names {
                let number = self.name(name);
                self.block.refs.push(number);
            }
            count(names.len())
        });
        let row = RowRec {
            file: count(self.block.files.len().saturating_sub(1)),
            document: draft.document,
            title: self.push(&draft.title),
            headline: self.push(&draft.headline),
            id: self.push(&draft.id),
            error: self.push(&draft.error),
            publication: self.optional(&draft.publication),
            syndicated: self.optional(&draft.syndicated),
            language: self.optional(&draft.language),
            date: draft.date.0,
            words: draft.words,
            minutes: draft.minutes,
            flags: draft.flags,
            lists,
            authors,
            topics,
            actors,
            also,
            addressees,
        };
        self.block.rows.push(row);
        if let Some(file) = self.block.files.last_mut() {
            file.rows += 1;
        }
    }

    /// Copies a file with its rows from another block.
    pub(super) fn copy(&mut self, from: &Block, file: &FileRec) {
        let stat = Stat { len: file.len, modified: file.modified, changed: 0, file: (0, 0) };
        self.file(from.folder(file.folder), from.file_name(file), &stat, file.stamp);
        let range = file.first as usize..file.first as usize + file.rows as usize;
        for row in from.rows.get(range).unwrap_or_default() {
            self.row(&Draft::of(from, row));
        }
    }

    /// What was put in since there were so many files.
    pub(super) fn since(&self, files: usize) -> Block {
        let mut builder = Self::default();
        for file in self.block.files.iter().skip(files) {
            builder.copy(&self.block, file);
        }
        builder.finish()
    }

    fn optional(&mut self, name: &str) -> u32 {
        if name.is_empty() { NONE } else { self.name(name) }
    }

    fn name(&mut self, name: &str) -> u32 {
        if let Some(known) = self.names.get(name) {
            return *known;
        }
        let span = self.push(name);
        let number = count(self.block.names.len());
        self.block.names.push(span);
        self.names.insert(name.into(), number);
        number
    }

    fn push(&mut self, text: &str) -> Span {
        let span = Span { start: count(self.block.heap.len()), len: count(text.len()) };
        self.block.heap.push_str(text);
        span
    }

    fn push_path(&mut self, name: &OsStr) -> Span {
        let span = Span { start: count(self.block.paths.len()), len: count(name.len()) };
        self.block.paths.extend_from_slice(name.as_bytes());
        span
    }
}

/// A number that a block counts with. Blocks end long before it is too small.
pub(super) fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
