//! The rows that were in view last, kept beside the segments of a folder: however large a library is, its first screen
//! is there before anything else of it is read.
//!
//! Invariants: a row of a file that has changed since is not shown; once a refresh has come to its end none is kept of
//! such a file.

use super::block::{Block, BlockBuilder, stamp};
use super::catalogue::{Part, Root, RowIx};
use super::engine::{Library, Named};
use super::index::{InMemory, Postings, read, segment};
use super::store::Store;
use crate::system::System;
use std::collections::HashSet;
use std::sync::Arc;

/// Libraries of so few briefs are read as fast as these rows would be.
const FEW: usize = 500;

impl Library {
    /// Shows the rows that were kept, unless more is known already. Takes as long as a screen of briefs does, however
    /// many there are.
    pub fn show_first(&self) {
        let known = self.targets().iter().map(|target| match &target.what {
            Named::Folder(Some(store)) | Named::Pattern(Some(store), _) => {
                first(self.system(), &target.root, store).into_iter().collect()
            }
            _ => Vec::new(),
        });
        let known: Vec<Vec<Part>> = known.collect();
        if known.iter().any(|parts| !parts.is_empty()) {
            self.begin_with(&known);
        }
    }

    /// Keeps rows of the catalogue to be shown first the next time. Where it cannot be kept, nothing is shown earlier.
    pub fn keep_first(&self, rows: &[RowIx]) {
        let catalogue = self.catalogue();
        for target in self.targets() {
            let (Named::Folder(Some(store)) | Named::Pattern(Some(store), _)) = &target.what else {
                continue;
            };
            let mut builder = BlockBuilder::default();
            let mut seen = HashSet::new();
            let enough = catalogue.len() > FEW;
            for (part, n) in rows.iter().filter(|_| enough).filter_map(|row| catalogue.locate(*row)) {
                let file = part.block.rows.get(n).and_then(|row| part.block.files.get(row.file as usize));
                let Some(file) = file.filter(|file| part.root.full == target.root.full && file.stamp != 0)
                else {
                    continue;
                };
                if seen.insert(part.block.path(file)) {
                    builder.copy(&part.block, file);
                }
            }
            let block = builder.finish();
            if block.files.is_empty() {
                store.forget_first(self.system());
            } else {
                store.keep_first(self.system(), &segment(&block, Postings::default().write()));
            }
        }
    }
}

/// The rows that were kept of a folder. Where files of them have changed, nothing is kept any more.
pub(super) fn first(system: &dyn System, root: &Arc<Root>, store: &Store) -> Option<Part> {
    let block: Block = read(Box::new(InMemory(store.first(system)?))).ok()?.0;
    let mut part = Part::new(root, Arc::new(block));
    let block = Arc::clone(&part.block);
    for (n, file) in block.files.iter().enumerate() {
        let stat = system.stat(&root.given.join(block.path(file)));
        if stat.is_none_or(|stat| stamp(&stat) != file.stamp) {
            part.kill(n);
        }
    }
    if part.has_dead() {
        store.forget_first(system);
    }
    Some(part)
}
