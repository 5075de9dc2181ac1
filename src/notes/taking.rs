//! Notes of another copy, taken in for many briefs at once.
//!
//! Invariant: for each brief it is as if it were the only one; the folders are looked through and held once for some of
//! them, and never for so many that somebody else who saves a note would wait long.

use super::note::Note;
use super::rack::Rack;
use super::shelf::{Kept, Shelf, hold};
use super::store::StoreError;
use crate::document::Document;
use crate::system::System;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// For how many briefs the folders are held at a time.
const AT_ONCE: usize = 32;

/// Notes that are to be merged with those on a brief.
#[derive(Clone, Copy, Debug)]
pub struct Parcel<'a> {
    /// Where those are.
    pub shelf: &'a Shelf,
    /// How the brief is told.
    pub document: &'a Document,
    /// The notes.
    pub notes: &'a [Note],
}

/// Merges notes with those on briefs, and gives for each brief what is there then, or why it is as it was.
pub fn take_all(system: &dyn System, rack: &Rack, parcels: &[Parcel<'_>]) -> Vec<Result<Kept, StoreError>> {
    parcels.chunks(AT_ONCE).flat_map(|some| take_some(system, rack, some)).collect()
}

fn take_some(system: &dyn System, rack: &Rack, parcels: &[Parcel<'_>]) -> Vec<Result<Kept, StoreError>> {
    rack.look_again();
    let found = parcels.iter().filter_map(|parcel| parcel.shelf.find(system, rack, parcel.document).ok());
    let wanted: BTreeSet<PathBuf> = found.flat_map(|kept| kept.targets(system)).collect();
    let held = hold(system, &wanted);
    rack.look_again();
    let mut done: Vec<Option<Kept>> = Vec::with_capacity(parcels.len());
    for parcel in parcels {
        done.push(held.as_ref().ok().and_then(|_| take_held(system, rack, parcel, &wanted)));
    }
    rack.look_again();
    drop(held);
    // Where anything is in the way, one alone tells what it is, or waits until it is gone.
    let alone = |(parcel, done): (&Parcel<'_>, Option<Kept>)| {
        done.map_or_else(|| parcel.shelf.take(system, rack, parcel.document, parcel.notes), Ok)
    };
    parcels.iter().zip(done).map(alone).collect()
}

/// Merges notes with those on a brief, whose folders are held.
fn take_held(
    system: &dyn System,
    rack: &Rack,
    parcel: &Parcel<'_>,
    held: &BTreeSet<PathBuf>,
) -> Option<Kept> {
    let kept = parcel.shelf.find(system, rack, parcel.document).ok()?;
    if !kept.targets(system).is_subset(held) {
        return None;
    }
    parcel.shelf.put(system, kept, parcel.notes).ok()
}
