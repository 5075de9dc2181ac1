//! Segments made anew: without what is in no file any more, and few large ones of many small ones.
//!
//! Invariants: once a refresh has come to its end, the cache holds nothing that is not in the files; a segment that is
//! whole and large enough is never touched.

use super::catalogue::{Part, Root};
use super::engine::Stage;
use super::index::{Fault, Source, merge, segment};
use super::making::SEGMENT_ROWS;
use super::refresh::{Refresh, Shelved, segment_part};
use super::store::{Change, Name, Store};
use std::ops::ControlFlow;
use std::sync::Arc;

/// Segments of fewer rows are joined, where there are several.
const SMALL: usize = SEGMENT_ROWS / 2;

/// So many small ones may stay as they are: joining them costs more than they do.
const FEW: usize = 4;

/// How it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tidied {
    /// All is as it should be.
    Well,
    /// A segment was damaged: it is dropped, and its files have to be read again.
    Damaged,
}

impl Refresh<'_> {
    /// Makes the segments anew that need it.
    pub(super) fn tidy(
        &mut self,
        shelved: &mut Shelved,
        root: &Arc<Root>,
        store: Option<&Store>,
    ) -> ControlFlow<(), Tidied> {
        let mut outcome = Tidied::Well;
        let mut acted = false;
        while let Some(group) = next_group(&shelved.parts) {
            if !acted {
                self.progress.stage = Stage::Tidying;
                (self.publish)(&shelved.parts);
            }
            acted = true;
            (self.tell)(self.progress)?;
            match join(&shelved.parts, &group) {
                Ok(bytes) => self.put(shelved, root, store, &group, bytes),
                Err(damaged) => {
                    outcome = Tidied::Damaged;
                    let lost: Vec<Name> =
                        shelved.parts.get(damaged).and_then(|part| part.name.clone()).into_iter().collect();
                    if let Some(store) = store.filter(|_| !lost.is_empty()) {
                        // Where it cannot be struck from the list, it is found damaged again the next time.
                        let _ = store.change(self.system, &Change { without: &lost, ..Change::default() });
                    }
                    shelved.parts.remove(damaged);
                }
            }
        }
        if let Some(store) = store
            && outcome == Tidied::Well
            && store.list(self.system).loose
        {
            let tidied = store.change(self.system, &Change { tidies: true, ..Change::default() });
            if let Err(error) = tidied {
                self.problem(format!("the index cannot be kept: {}", crate::system::trouble(&error)));
            }
        }
        ControlFlow::Continue(outcome)
    }

    /// Puts a new segment in the place of others.
    fn put(
        &mut self,
        shelved: &mut Shelved,
        root: &Arc<Root>,
        store: Option<&Store>,
        group: &[usize],
        bytes: Option<Vec<u8>>,
    ) {
        let without: Vec<Name> = group.iter().filter_map(|n| shelved.parts.get(*n)?.name.clone()).collect();
        let with: Vec<(Name, Vec<u8>)> = bytes.map(|bytes| (Name::of(&bytes), bytes)).into_iter().collect();
        let mut numbers = 0..;
        shelved.parts.retain(|_| numbers.next().is_none_or(|n| !group.contains(&n)));
        let change = Change { without: &without, with: &with, ..Change::default() };
        let changed = store.map(|store| (store, store.change(self.system, &change)));
        if let Some((_, Err(error))) = &changed {
            self.problem(format!("the index cannot be kept: {}", crate::system::trouble(error)));
        }
        let Some((name, bytes)) = with.into_iter().next() else { return };
        if let Some((store, Ok(Some(_)))) = changed
            && let Some(part) = segment_part(self.system, store, root, &name)
        {
            shelved.parts.push(part);
            return;
        }
        // Somebody else was faster, or the cache cannot be written: what is known stays known until the next time.
        self.keep_in_memory(shelved, root, bytes);
    }
}

/// The next segments that are to be one; none where all is well.
fn next_group(parts: &[Part]) -> Option<Vec<usize>> {
    let live = |part: &Part| part.live().count();
    let mut group = Vec::new();
    let mut rows = 0;
    for (n, part) in parts.iter().enumerate() {
        // Rows whose words could not be kept are of no segment.
        if part.index.is_none() && !(part.has_dead() && live(part) == 0) {
            continue;
        }
        if (part.has_dead() || live(part) < SMALL) && rows + live(part) <= SEGMENT_ROWS + SMALL {
            rows += live(part);
            group.push(n);
        }
    }
    let needs = |group: &[usize]| group.iter().any(|n| parts.get(*n).is_some_and(Part::has_dead));
    (needs(&group) || group.len() > FEW && !only_in_memory(parts, &group)).then_some(group)
}

/// Segments that are in memory need not be few.
fn only_in_memory(parts: &[Part], group: &[usize]) -> bool {
    group.iter().all(|n| parts.get(*n).is_some_and(|part| part.name.is_none()))
}

/// One segment of several; none where nothing is left. Which of them is damaged, where one is.
fn join(parts: &[Part], group: &[usize]) -> Result<Option<Vec<u8>>, usize> {
    let members: Vec<&Part> =
        group.iter().filter_map(|n| parts.get(*n)).filter(|part| part.index.is_some()).collect();
    let sources: Vec<Source<'_>> = members
        .iter()
        .filter_map(|part| {
            Some(Source { block: &part.block, index: part.index.as_deref()?, gone: part.gone.as_deref() })
        })
        .collect();
    let dead = |source: usize, file: usize| members.get(source).is_none_or(|part| part.is_dead(file));
    match merge(&sources, &dead) {
        Ok((block, _)) if block.files.is_empty() => Ok(None),
        Ok((block, written)) => Ok(Some(segment(&block, written))),
        Err(Fault::Gone | Fault::Damaged) => {
            let damaged = |n: &&usize| {
                parts.get(**n).and_then(|part| part.index.as_ref()).is_some_and(|index| index.is_damaged())
            };
            Err(group.iter().find(damaged).or(group.first()).copied().unwrap_or(0))
        }
    }
}
