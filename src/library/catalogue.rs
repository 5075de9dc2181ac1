//! The list of all briefs at one moment.
//!
//! Owns [`Catalogue`], an immutable snapshot that is cheap to copy, and [`Row`], what is asked of one brief.
//! Invariant: a number of a row means one brief as long as the catalogue lives that it came from; across catalogues a
//! brief is known by its [`RowKey`].

use super::block::{Block, FileRec, List, RowRec, count};
use super::date::Day;
use super::draft::Flag;
use super::index::Index;
use super::order::Places;
use super::store::Name;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The number of a row in its catalogue, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowIx(pub u32);

/// What tells one brief from all others, whatever catalogue it is in: its file and its place in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey(u64);

impl RowKey {
    /// The key of a brief: the full path of its file, without links, and which document of it, counted from 0.
    #[must_use]
    pub fn of(full: &Path, document: usize) -> Self {
        let mut bytes = full.as_os_str().as_encoded_bytes().to_vec();
        bytes.push(0);
        bytes.extend_from_slice(&document.to_le_bytes());
        Self(twox_hash::XxHash3_64::oneshot(&bytes))
    }
}

/// A folder that is a root of the library, or the files that were named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Root {
    /// As it was given.
    pub given: PathBuf,
    /// Without links and detours.
    pub full: PathBuf,
}

/// A set of numbers, as bits.
pub(super) type Gone = Vec<u64>;

pub(super) fn is_gone(gone: Option<&Gone>, n: usize) -> bool {
    gone.and_then(|gone| gone.get(n / 64)).is_some_and(|word| word >> (n % 64) & 1 == 1)
}

fn set(gone: &mut Option<Arc<Gone>>, n: usize, of: usize) {
    let gone = Arc::make_mut(gone.get_or_insert_with(|| Arc::new(vec![0; of.div_ceil(64)])));
    if let Some(word) = gone.get_mut(n / 64) {
        *word |= 1 << (n % 64);
    }
}

/// Rows that came together.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub root: Arc<Root>,
    pub block: Arc<Block>,
    /// Their words; none where they are not known yet.
    pub index: Option<Arc<Index>>,
    /// The segment that they are kept in; none where they are not kept.
    pub name: Option<Name>,
    /// How many bytes the words take in memory.
    pub in_memory: usize,
    /// Rows that must not be seen.
    pub gone: Option<Arc<Gone>>,
    /// Files that are no more, or are another by now.
    dead: Option<Arc<Gone>>,
    /// The keys of its rows, in their order, made when they are first asked for.
    keys: Arc<OnceLock<Vec<(RowKey, u32)>>>,
}

impl Part {
    pub(super) fn new(root: &Arc<Root>, block: Arc<Block>) -> Self {
        let root = Arc::clone(root);
        Self {
            root,
            block,
            index: None,
            name: None,
            in_memory: 0,
            gone: None,
            dead: None,
            keys: Arc::default(),
        }
    }

    /// Whether a file is no more, or is another by now.
    pub(super) fn is_dead(&self, file: usize) -> bool {
        is_gone(self.dead.as_deref(), file)
    }

    /// Whether any file is.
    pub(super) const fn has_dead(&self) -> bool {
        self.dead.is_some()
    }

    /// How many of its files are no briefs.
    pub(super) fn skipped(&self) -> usize {
        let none = |(n, file): &(usize, &FileRec)| file.rows == 0 && !self.is_dead(*n);
        self.block.files.iter().enumerate().filter(none).count()
    }

    /// From now on a file is no more.
    pub(super) fn kill(&mut self, n: usize) {
        set(&mut self.dead, n, self.block.files.len());
        self.hide(n);
    }

    fn hide(&mut self, n: usize) {
        let Some(file) = self.block.files.get(n).copied() else { return };
        for row in file.first..file.first.saturating_add(file.rows) {
            set(&mut self.gone, row as usize, self.block.rows.len());
        }
    }

    /// The same without the files, by their paths below the root, that are not wanted.
    pub(super) fn without(&self, unwanted: &dyn Fn(&Path) -> bool) -> Self {
        let mut part = self.clone();
        for (n, file) in self.block.files.iter().enumerate() {
            if unwanted(&self.block.path(file)) {
                part.hide(n);
            }
        }
        part
    }

    /// The row of a key, counted from 0 in the part.
    fn find(&self, key: RowKey) -> Option<usize> {
        let keys = self.keys.get_or_init(|| {
            let numbered =
                (0..self.block.rows.len()).filter_map(|n| Some((Row::of(self, n)?.key(), count(n))));
            let mut keys: Vec<_> = numbered.collect();
            keys.sort_unstable();
            keys
        });
        let row =
            keys.binary_search_by_key(&key, |(key, _)| *key).ok().and_then(|at| keys.get(at))?.1 as usize;
        (!is_gone(self.gone.as_deref(), row)).then_some(row)
    }

    /// The rows that can be seen, counted from 0 in the part.
    pub(super) fn live(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.block.rows.len()).filter(|row| !is_gone(self.gone.as_deref(), *row))
    }
}

/// All briefs of a library at one moment.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    pub(super) parts: Vec<Part>,
    /// The number of the first row of each part.
    starts: Vec<u32>,
    live: usize,
    /// How many catalogues there were before.
    generation: u64,
    /// The orders of its rows, as far as they were asked for.
    pub(super) places: Arc<Places>,
}

/// A brief in a list.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    root: &'a Root,
    block: &'a Block,
    file: &'a FileRec,
    rec: &'a RowRec,
}

impl Catalogue {
    pub(super) fn new(parts: Vec<Part>, generation: u64) -> Self {
        let mut starts = Vec::with_capacity(parts.len());
        let (mut start, mut live) = (0, 0);
        for part in &parts {
            starts.push(count(start));
            start += part.block.rows.len();
            live += part.live().count();
        }
        Self { parts, starts, live, generation, places: Arc::default() }
    }

    /// How many briefs there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.live
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.live == 0
    }

    /// Counts the catalogues of a library: another number, another state.
    #[must_use]
    pub const fn generation(&self) -> u64 {
        self.generation
    }

    /// The numbers of all rows, in no order that means anything.
    pub fn rows(&self) -> impl Iterator<Item = RowIx> + '_ {
        self.parts
            .iter()
            .zip(&self.starts)
            .flat_map(|(part, start)| part.live().map(move |n| RowIx(start + count(n))))
    }

    /// A row; none where the number is not of this catalogue.
    #[must_use]
    pub fn row(&self, ix: RowIx) -> Option<Row<'_>> {
        let (part, n) = self.locate(ix)?;
        Row::of(part, n)
    }

    /// The part of a row, and its number there.
    pub(super) fn locate(&self, ix: RowIx) -> Option<(&Part, usize)> {
        let part = self.starts.partition_point(|start| *start <= ix.0).checked_sub(1)?;
        let start = self.starts.get(part)?;
        Some((self.parts.get(part)?, (ix.0 - start) as usize))
    }

    /// The number of a part's first row.
    pub(super) fn start(&self, part: usize) -> u32 {
        self.starts.get(part).copied().unwrap_or(0)
    }

    /// The row of a brief that another catalogue, or a file, has told of.
    #[must_use]
    pub fn find(&self, key: RowKey) -> Option<RowIx> {
        let found = self
            .parts
            .iter()
            .zip(&self.starts)
            .map(|(part, start)| Some(RowIx(start + count(part.find(key)?))));
        found.flatten().next()
    }

    /// The rows of a file, by their documents; `full` is its path without links.
    #[must_use]
    pub fn of_file(&self, full: &Path) -> Vec<RowIx> {
        let mut found = Vec::new();
        self.each_file(full, &mut |part, start, n| {
            let Some(file) = part.block.files.get(n) else { return };
            let rows = file.first as usize..file.first as usize + file.rows as usize;
            let live = rows.filter(|row| !is_gone(part.gone.as_deref(), *row));
            found.extend(live.map(|row| RowIx(start + count(row))));
        });
        found
    }

    /// Whether a file is known, be it a brief or not; `full` is its path without links.
    pub(super) fn knows_file(&self, full: &Path) -> bool {
        let mut known = false;
        self.each_file(full, &mut |part, _, n| known |= !part.is_dead(n));
        known
    }

    fn each_file(&self, full: &Path, act: &mut dyn FnMut(&Part, u32, usize)) {
        for (part, start) in self.parts.iter().zip(&self.starts) {
            let Ok(below) = full.strip_prefix(&part.root.full) else { continue };
            let name = below.file_name();
            for (n, file) in part.block.files.iter().enumerate() {
                if Some(part.block.file_name(file)) == name && part.block.path(file) == below {
                    act(part, *start, n);
                }
            }
        }
    }

    /// The names of a column that `fits` lets through, each once with the number of briefs that have it, the most
    /// frequent first.
    #[must_use]
    pub fn tally(&self, column: Column, fits: &dyn Fn(&str) -> bool) -> Vec<(String, usize)> {
        let mut all: HashMap<String, usize> = HashMap::new();
        for part in &self.parts {
            // Counted by number first: within a part a name is one number.
            let mut counts: Vec<u32> = vec![0; part.block.names.len()];
            for n in part.live() {
                let Some(row) = part.block.rows.get(n) else { continue };
                for name in column.names(&part.block, row) {
                    if let Some(count) = counts.get_mut(*name as usize) {
                        *count += 1;
                    }
                }
            }
            for (number, n) in counts.iter().enumerate().filter(|(_, n)| **n > 0) {
                let name = part.block.name(count(number));
                if fits(name) {
                    *all.entry(name.to_owned()).or_default() += *n as usize;
                }
            }
        }
        let mut all: Vec<(String, usize)> = all.into_iter().collect();
        all.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        all
    }

    /// How many bytes it takes in memory, about.
    #[must_use]
    pub fn size(&self) -> usize {
        self.parts.iter().map(|part| part.block.size()).sum()
    }
}

/// Columns whose values are names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// What it is about.
    Topics,
    /// Who plays a part.
    Actors,
    /// Who plays a part, by other names.
    Also,
    /// Whom something is recommended to: the words of the brief, and all names of an actor that they mean.
    Addressees,
    /// Where the op-ed was published.
    Publication,
    /// Who carried it further.
    Syndicated,
    /// Who wrote it.
    Authors,
    /// The language of the brief.
    Language,
}

impl Column {
    /// The numbers of the names of a row.
    pub(super) fn names<'a>(self, block: &'a Block, row: &'a RowRec) -> &'a [u32] {
        let one =
            |name: &'a u32| if block.names.len() > *name as usize { std::slice::from_ref(name) } else { &[] };
        match self {
            Self::Topics => block.list(row, List::Topics),
            Self::Actors => block.list(row, List::Actors),
            Self::Also => block.list(row, List::Also),
            Self::Addressees => block.list(row, List::Addressees),
            Self::Authors => block.list(row, List::Authors),
            Self::Publication => one(&row.publication),
            Self::Syndicated => one(&row.syndicated),
            Self::Language => one(&row.language),
        }
    }
}

impl<'a> Row<'a> {
    pub(super) fn of(part: &'a Part, n: usize) -> Option<Self> {
        let row = part.block.rows.get(n)?;
        let file = part.block.files.get(row.file as usize)?;
        Some(Self { root: &part.root, block: &part.block, file, rec: row })
    }

    /// What it is known by in every catalogue.
    #[must_use]
    pub fn key(&self) -> RowKey {
        RowKey::of(&self.full_path(), self.document())
    }

    /// Its file, as it was named.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.root.given.join(self.block.path(self.file))
    }

    /// Its file, without links and detours above the root of the library.
    #[must_use]
    pub fn full_path(&self) -> PathBuf {
        self.root.full.join(self.block.path(self.file))
    }

    /// Its folder, as it was named.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        match self.block.folder(self.file.folder) {
            // A path that is joined with nothing gets a slash.
            folder if folder.as_os_str().is_empty() => self.root.given.clone(),
            folder => self.root.given.join(folder),
        }
    }

    /// Which document of its file, counted from 0.
    #[must_use]
    pub const fn document(&self) -> usize {
        self.rec.document as usize
    }

    /// Its title, as the reader shows it; of what cannot be read, the title that was meant, or the name of the file.
    #[must_use]
    pub fn title(&self) -> &'a str {
        self.block.text(self.rec.title)
    }

    /// The headline of the op-ed; may be empty.
    #[must_use]
    pub fn headline(&self) -> &'a str {
        self.block.text(self.rec.headline)
    }

    /// Its `id`; may be empty.
    #[must_use]
    pub fn id(&self) -> &'a str {
        self.block.text(self.rec.id)
    }

    /// What is wrong with it, the first of it; empty where nothing is.
    #[must_use]
    pub fn error(&self) -> &'a str {
        self.block.text(self.rec.error)
    }

    /// Where the op-ed was published; may be empty.
    #[must_use]
    pub fn publication(&self) -> &'a str {
        self.block.name(self.rec.publication)
    }

    /// The brief's language as a BCP 47 tag; empty where it cannot be read.
    #[must_use]
    pub fn language(&self) -> &'a str {
        self.block.name(self.rec.language)
    }

    /// When the op-ed was published.
    #[must_use]
    pub const fn date(&self) -> Day {
        Day(self.rec.date)
    }

    /// The names of a column.
    pub fn names(&self, column: Column) -> impl Iterator<Item = &'a str> + use<'a> {
        let block = self.block;
        column.names(block, self.rec).iter().map(move |name| block.name(*name))
    }

    /// How many words it has; 0 where it cannot be read.
    #[must_use]
    pub const fn words(&self) -> usize {
        self.rec.words as usize
    }

    /// Minutes that reading it takes, its `text` left out; 0 where it cannot be read.
    #[must_use]
    pub const fn minutes(&self) -> usize {
        self.rec.minutes as usize
    }

    /// Whether it has something.
    #[must_use]
    pub const fn has(&self, flag: Flag) -> bool {
        self.rec.flags & flag.0 != 0
    }

    /// When its file was last written, in nanoseconds since 1970.
    #[must_use]
    pub const fn modified(&self) -> i64 {
        self.file.modified
    }

    /// The length of its file in bytes.
    #[must_use]
    pub const fn len(&self) -> u64 {
        self.file.len
    }

    /// Whether its file is empty.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.file.len == 0
    }
}
