//! A segment in the making: files are read into it, one after another.
//!
//! Invariant: a file that may have changed while it was being read bears no number of its state, so that it is read again
//! the next time.

use super::block::{Block, BlockBuilder, count, stamp};
use super::catalogue::Root;
use super::draft::{Draft, Flag, read_file};
use super::engine::Progress;
use super::index::{Postings, segment};
use super::large::{self, LARGE};
use crate::document::Document;
use crate::source::Source;
use crate::system::{Stat, System, trouble};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The rows of a segment, and the bytes of its words, beyond which another is begun.
pub(super) const SEGMENT_ROWS: usize = 2048;
const SEGMENT_BYTES: usize = 48 << 20;
/// Files that are no briefs count too.
const SEGMENT_FILES: usize = 16_384;

/// A file that has to be read.
pub(super) struct Task {
    pub folder: PathBuf,
    pub name: OsString,
    pub stat: Stat,
}

/// A segment in the making.
#[derive(Default)]
pub(super) struct Making {
    pub block: BlockBuilder,
    postings: Postings,
}

impl Making {
    pub(super) fn is_full(&self) -> bool {
        self.block.rows() >= SEGMENT_ROWS
            || self.block.files() >= SEGMENT_FILES
            || self.postings.size() >= SEGMENT_BYTES
    }

    /// Reads a file.
    pub(super) fn take(
        &mut self,
        system: &dyn System,
        root: &Root,
        task: &Task,
        named: bool,
        progress: &mut Progress,
    ) {
        let path = root.given.join(&task.folder).join(&task.name);
        let stem = Path::new(&task.name).file_stem().map(OsStr::to_string_lossy).unwrap_or_default();
        progress.done += 1;
        progress.read += 1;
        let bytes = system.read(&path);
        let sure = is_settled(system, &path, &task.stat);
        self.block.file(&task.folder, &task.name, &task.stat, if sure { stamp(&task.stat) } else { 0 });
        let before = self.block.rows();
        let mut give = |mut draft: Draft, document: Option<Document>| {
            progress.broken += usize::from(draft.flags & Flag::BROKEN.0 != 0);
            if let Some(document) = document {
                draft.words = self.postings.take(count(self.block.rows()), &document);
            }
            self.block.row(&draft);
        };
        match bytes {
            Ok(bytes) if bytes.len() >= LARGE => return self.take_large(&stem, bytes, named, progress),
            Ok(bytes) => read_file(&stem, bytes, named, &mut give),
            Err(error) => give(Draft::broken(&stem, 0, trouble(&error).to_string()), None),
        }
        progress.skipped += usize::from(self.block.rows() == before);
    }

    /// Takes a file that is too large to be read as a brief.
    fn take_large(&mut self, stem: &str, bytes: Vec<u8>, named: bool, progress: &mut Progress) {
        let (source, rows) = match crate::brief::decode(stem, bytes) {
            Ok(source) => {
                let source = Arc::new(source);
                let rows = large::rows(stem, &source, named);
                (source, rows)
            }
            Err((source, finding)) => {
                let source = Arc::new(source);
                let rows = super::draft::unread(stem, &source, *finding, named);
                (source, rows.into_iter().collect())
            }
        };
        progress.skipped += usize::from(rows.is_empty());
        let mut words = self.large_words(&source, &rows).into_iter();
        for mut draft in rows {
            draft.words = words.next().unwrap_or_default();
            progress.broken += usize::from(draft.flags & Flag::BROKEN.0 != 0);
            self.block.row(&draft);
        }
    }

    /// Takes the words of a large file, whose rows come next; how many each of them has. The file is gone through once,
    /// however many documents it holds.
    fn large_words(&mut self, source: &Source, rows: &[Draft]) -> Vec<u32> {
        let mut counts = vec![0; rows.len()];
        let first = self.block.rows();
        let postings = &mut self.postings;
        let mut nth = 0;
        large::each_told(source, |document, told| {
            // Rows are in the order of their documents.
            while rows.get(nth).is_some_and(|row| row.document < document) {
                close(postings, &mut counts, first, nth);
                nth += 1;
            }
            let is_row = |row: &Draft| row.document == document && row.flags & Flag::BROKEN.0 == 0;
            if rows.get(nth).is_some_and(is_row) {
                postings.word(told);
            }
        });
        close(postings, &mut counts, first, nth);
        counts
    }

    pub(super) fn finish(self) -> (Block, Vec<u8>) {
        let block = self.block.finish();
        let bytes = segment(&block, self.postings.write());
        (block, bytes)
    }
}

/// The words of a row have all been taken.
fn close(postings: &mut Postings, counts: &mut [u32], first: usize, nth: usize) {
    if let Some(words) = counts.get_mut(nth) {
        *words = postings.end(count(first + nth));
    }
}

/// Whether what was read is surely of the state that was told before: it is the same still, and not so young that another
/// change would bear the same time.
fn is_settled(system: &dyn System, path: &Path, before: &Stat) -> bool {
    let after = system.stat(path);
    let newest = i128::from(before.modified.max(before.changed));
    // The clock of a file system ticks in steps: of 2 s where it has no fractions (FAT), else of 10 ms at most.
    let tick = if before.modified % 1_000_000_000 == 0 { 2_000_000_000 } else { 20_000_000 };
    after == Some(*before) && (system.now().as_nanosecond() - newest).abs() > tick
}
