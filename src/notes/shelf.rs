//! Where the notes on a brief lie, and how they are changed.
//!
//! Invariants: a file is changed only while its folder is held, from what it holds at that moment, and as a whole; where
//! somebody who knows nothing of that has written it meanwhile, it is read again. So two writers lose nothing, and whoever
//! is killed has written all or nothing. A file that cannot be understood, or that holds notes on another brief, is never
//! written over. A copy that a synchroniser has put aside is merged, and removed only when its notes are safe. Notes stay
//! in the place where they are, whatever is set: the setting says where the first note on a brief goes.

use super::file::{Brought, Change, NotesFile};
use super::note::{Note, NoteId};
use super::rack::{Head, Rack};
use super::store::{
    BESIDE, KeptFile, MAX_BYTES, StoreError, bears, bytes, is_notes, is_there, named_in, original, parse,
    read, too_large,
};
use super::subject::{Kinship, Subject};
use crate::document::{Anchoring, Document, Resolution};
use crate::source::Source;
use crate::system::{Kind, Lock, System, is_overtaken, notes_folder, temporary_start};
use std::collections::{BTreeSet, HashSet};
use std::io;
use std::path::{Path, PathBuf};

/// What helps where there is no place for notes.
pub const NO_HOME: &str = "set HOME to the full path of your home folder";

/// How often a file is read again that others keep writing.
const ATTEMPTS: usize = 8;

/// Where notes are kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// In the data folder.
    #[default]
    Data,
    /// Beside the brief, as `NAME.notes.yaml`; further briefs of the same file have `NAME.2.notes.yaml` and so on.
    Beside,
}

/// The places of the notes on one brief.
#[derive(Clone, Debug)]
pub struct Shelf {
    subject: Subject,
    /// The file that the brief was read from.
    brief: Option<PathBuf>,
    /// Where the first note goes, then where others may be.
    places: Vec<Place>,
}

/// A folder for files of notes.
#[derive(Clone, Debug)]
struct Place {
    folder: PathBuf,
    /// The file where there is none yet.
    fresh: PathBuf,
    /// The end of the names of notes files.
    suffix: &'static str,
}

/// The notes on a brief as they were found in one file.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The file; it need not be there yet.
    pub path: PathBuf,
    /// What it holds.
    pub file: NotesFile,
    /// Copies that a synchroniser had put aside, and that are merged into it.
    pub copies: Vec<PathBuf>,
    /// Why other such copies could not be merged.
    pub unmerged: Vec<StoreError>,
    /// Those that lie in another place: beside the brief, where these lie in the data folder, or the other way round.
    pub also: Option<Box<Self>>,
    /// The bytes that were read; none where the file is not there yet.
    read: Option<Vec<u8>>,
}

impl Kept {
    /// All files, the one that new notes go to first.
    pub fn files(&self) -> impl Iterator<Item = &Self> {
        std::iter::successors(Some(self), |kept| kept.also.as_deref())
    }

    /// All notes, each once.
    #[must_use]
    pub fn notes(&self) -> Vec<&Note> {
        let mut seen = HashSet::new();
        self.files().flat_map(|kept| kept.file.notes()).filter(|note| seen.insert(&note.id)).collect()
    }

    /// A note by its name.
    #[must_use]
    pub fn find(&self, id: &NoteId) -> Option<&Note> {
        self.files().find_map(|kept| kept.file.find(id))
    }
}

/// How sure it is that a file of notes is a brief's: the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Claim {
    /// It says so.
    Same,
    /// It was written when the brief of that file was called otherwise.
    Perhaps,
    /// It was written on a brief of that name in a file that is gone.
    Namesake,
}

impl Shelf {
    /// The places of the notes on a brief that was read from a file, or from elsewhere.
    ///
    /// # Errors
    /// Where there is no home, and so no place.
    pub fn of(
        system: &dyn System,
        keeping: Keeping,
        subject: Subject,
        brief: Option<&Path>,
    ) -> Result<Self, StoreError> {
        let beside = brief.and_then(|brief| {
            let (folder, stem) = (brief.parent()?, brief.file_stem()?);
            let mut name = stem.to_owned();
            name.push(BESIDE);
            Some(Place { folder: folder.to_owned(), fresh: folder.join(name), suffix: BESIDE })
        });
        let data = notes_folder(system).map(|folder| {
            let fresh = folder.join(subject.file_name());
            Place { folder, fresh, suffix: ".yaml" }
        });
        let is_there = |place: &Place| system.kind(&place.fresh).is_some();
        let places: Vec<Place> = match keeping {
            Keeping::Beside => beside.into_iter().chain(data).collect(),
            // Without a home, what lies beside the brief can be read and changed.
            Keeping::Data if data.is_none() => beside.into_iter().filter(is_there).collect(),
            Keeping::Data => data.into_iter().chain(beside).collect(),
        };
        if places.is_empty() {
            return Err(StoreError::new(None, "there is no place for notes").help(NO_HOME));
        }
        Ok(Self { subject, brief: brief.map(Path::to_owned), places })
    }

    /// The place of notes whose brief is not at hand: their file, and no other.
    #[must_use]
    pub fn of_file(path: &Path, subject: Subject) -> Self {
        let folder = path.parent().map(Path::to_owned).unwrap_or_default();
        let suffix = if path.to_string_lossy().ends_with(BESIDE) { BESIDE } else { ".yaml" };
        let places = vec![Place { folder, fresh: path.to_owned(), suffix }];
        Self { subject, brief: None, places }
    }

    /// Finds the notes. The document tells whether notes on a brief that was called otherwise are its own.
    ///
    /// # Errors
    /// Where a file cannot be read or understood.
    pub fn find(&self, system: &dyn System, rack: &Rack, document: &Document) -> Result<Kept, StoreError> {
        let mut found = Vec::new();
        for place in &self.places {
            if let Some(path) = self.locate(system, rack, document, place)? {
                found.push(Self::open(system, rack, path, place.suffix)?);
            }
        }
        let mut found = found.into_iter().rev();
        let mut also = found.next();
        for kept in found {
            also = Some(Kept { also: also.map(Box::new), ..kept });
        }
        if let Some(kept) = also {
            return Ok(kept);
        }
        let path = self.places.first().map(|place| place.free(system)).unwrap_or_default();
        Ok(Kept {
            path,
            file: NotesFile::new(self.subject.clone()),
            copies: Vec::new(),
            unmerged: Vec::new(),
            also: None,
            read: None,
        })
    }

    /// What a file holds, with its copies.
    fn open(
        system: &dyn System,
        rack: &Rack,
        path: PathBuf,
        suffix: &'static str,
    ) -> Result<Kept, StoreError> {
        let bytes = bytes(system, &path)?;
        let mut file = parse(&path, bytes.clone())?;
        let (copies, unmerged) = merge_copies(system, rack, &path, suffix, &mut file);
        Ok(Kept { path, file, copies, unmerged, also: None, read: Some(bytes) })
    }

    /// Makes changes, and gives the notes as they are then.
    ///
    /// # Errors
    /// Where a file cannot be read, understood or written. Then all is as it was.
    pub fn change(
        &self,
        system: &dyn System,
        rack: &Rack,
        document: &Document,
        changes: &[Change],
    ) -> Result<Kept, StoreError> {
        self.bring(system, rack, document, changes)
    }

    /// Takes in notes of another copy, as a copy of a file is merged, and gives the notes as they are then.
    pub(super) fn take(
        &self,
        system: &dyn System,
        rack: &Rack,
        document: &Document,
        notes: &[Note],
    ) -> Result<Kept, StoreError> {
        self.bring(system, rack, document, notes)
    }

    fn bring<B: Brought>(
        &self,
        system: &dyn System,
        rack: &Rack,
        document: &Document,
        brought: &[B],
    ) -> Result<Kept, StoreError> {
        let mut last = None;
        for _ in 0..ATTEMPTS {
            rack.look_again();
            let wanted = self.find(system, rack, document)?.targets(system);
            let held = hold(system, &wanted)?;
            rack.look_again();
            let kept = self.find(system, rack, document)?;
            // What lay there may have gone elsewhere while the folder was waited for.
            if kept.targets(system) != wanted {
                continue;
            }
            let outcome = self.put(system, kept, brought);
            rack.look_again();
            drop(held);
            match outcome {
                Err((error, true)) => last = Some(error),
                outcome => return outcome.map_err(|(error, _)| error),
            }
        }
        Err(last.unwrap_or_else(|| {
            StoreError::new(None, "somebody else writes the notes again and again").help("try again")
        }))
    }

    /// Makes changes in the files that hold the notes. An error comes with whether somebody else has written meanwhile.
    pub(super) fn put<B: Brought>(
        &self,
        system: &dyn System,
        mut kept: Kept,
        brought: &[B],
    ) -> Result<Kept, (StoreError, bool)> {
        let holds = |kept: &Kept, one: &B| kept.file.knows(one.name());
        let in_first = |one: &&B| {
            kept.also.is_none() || holds(&kept, one) || !kept.files().skip(1).any(|other| holds(other, one))
        };
        let (own, others): (Vec<&B>, Vec<&B>) = brought.iter().partition(in_first);
        if let Some(also) = kept.also.take() {
            let also = if others.is_empty() { *also } else { self.put_in(system, *also, &others)? };
            kept.also = Some(Box::new(also));
        }
        if others.is_empty() || !own.is_empty() { self.put_in(system, kept, &own) } else { Ok(kept) }
    }

    fn put_in<B: Brought>(
        &self,
        system: &dyn System,
        mut kept: Kept,
        brought: &[&B],
    ) -> Result<Kept, (StoreError, bool)> {
        B::bring(brought, &mut kept.file);
        let mut subject = self.subject.clone();
        // A brief that comes through a pipe has no file, and its notes may have.
        subject.file = subject.file.or_else(|| kept.file.subject.file.take());
        subject.file = subject.file.map(|file| named_in(&kept.path, file));
        kept.file.rename(subject);
        let path = &kept.path;
        let text = kept.file.write().map_err(|message| (StoreError::new(Some(path), message), false))?;
        if text.len() as u64 > MAX_BYTES {
            return Err((too_large(path, "it would have"), false));
        }
        let written = match &kept.read {
            Some(old) if old == text.as_bytes() => Ok(()),
            Some(old) => system.amend(path, old, text.as_bytes()),
            None => match system.create(path, text.as_bytes()) {
                // A link that leads to nothing yet.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && system.kind(path).is_none() => {
                    system.replace(path, text.as_bytes())
                }
                written => written,
            },
        };
        written.map_err(|error| {
            let again = is_overtaken(&error) || error.kind() == io::ErrorKind::AlreadyExists;
            (StoreError::io(path, &error), again)
        })?;
        clear_rests(system, path);
        for copy in std::mem::take(&mut kept.copies) {
            // Its notes are safe by now; where it cannot be removed, it is merged again the next time.
            let _ = system.remove(&copy);
        }
        kept.read = Some(text.into_bytes());
        Ok(kept)
    }

    /// Writes down what the brief is called and where it lies now, where notes on it are found though that has changed:
    /// what changes next could not be told otherwise. Where it cannot be written all is as it was.
    ///
    /// # Errors
    /// As [`Shelf::change`].
    pub fn refresh(
        &self,
        system: &dyn System,
        rack: &Rack,
        document: &Document,
        kept: &Kept,
    ) -> Result<(), StoreError> {
        let (now, then) = (&self.subject, &kept.file.subject);
        let gone = |file: &String| system.kind(Path::new(file)).is_none();
        let called_otherwise =
            Subject { file: None, ..now.clone() } != Subject { file: None, ..then.clone() };
        // A brief may lie in two places: the notes need not say now one, now the other.
        let moved = now.file.is_some() && now.file != then.file && then.file.as_ref().is_none_or(gone);
        if kept.file.notes().next().is_some() && (called_otherwise || moved) {
            self.change(system, rack, document, &[])?;
        }
        Ok(())
    }

    /// Whether a file holds notes on this brief: also one that was written when it was called otherwise, where nothing
    /// speaks against that.
    #[must_use]
    pub fn is_of(&self, system: &dyn System, document: &Document, file: &NotesFile) -> bool {
        let claim = self.claim(system, None, &file.subject, &mut || Some(file.clone()), document, &mut None);
        claim.is_some()
    }

    /// The file of the notes in a place, where there is one.
    fn locate(
        &self,
        system: &dyn System,
        rack: &Rack,
        document: &Document,
        place: &Place,
    ) -> Result<Option<PathBuf>, StoreError> {
        let mut candidates = Vec::new();
        if let Some(head) = rack.head(system, &place.fresh) {
            candidates.push((place.fresh.clone(), head));
        }
        let mut others = None;
        let mut best: Option<(Claim, PathBuf)> = None;
        let mut spoilt = None;
        let mut weigh = |candidates: Vec<(PathBuf, Head)>| {
            for (path, head) in candidates {
                let subject = match head {
                    Head::Of(subject) => subject,
                    Head::Spoilt(why) => {
                        spoilt.get_or_insert_with(|| why.0.clone());
                        continue;
                    }
                };
                let mut file = || read(system, &path).ok();
                let claim = self.claim(system, Some(&path), &subject, &mut file, document, &mut others);
                if let Some(claim) = claim
                    && best.as_ref().is_none_or(|(known, _)| claim < *known)
                {
                    best = Some((claim, path));
                }
            }
            matches!(best, Some((Claim::Same, _)))
        };
        // Most briefs have theirs where it belongs, and nobody needs to look further.
        if !weigh(candidates) {
            let bears = |path: &Path| self.is_named_for(path, place);
            let more = rack.candidates(system, &place.folder, place.suffix, &self.subject, bears)?;
            weigh(more.into_iter().filter(|(path, _)| *path != place.fresh).collect());
        }
        match (best, spoilt) {
            // What cannot be read may be its own: writing another beside it would hide it.
            (None | Some((Claim::Perhaps | Claim::Namesake, _)), Some(error)) => Err(error),
            (best, _) => Ok(best.map(|(_, path)| path)),
        }
    }

    /// Whether a file of notes is this brief's. `file` reads it; `others` are the briefs of the brief's own file, once they
    /// have been looked at.
    fn claim(
        &self,
        system: &dyn System,
        path: Option<&Path>,
        subject: &Subject,
        file: &mut dyn FnMut() -> Option<NotesFile>,
        document: &Document,
        others: &mut Option<Vec<Subject>>,
    ) -> Option<Claim> {
        let beside = self.places.iter().find(|place| place.suffix == BESIDE);
        let is_named = path.zip(beside).is_some_and(|(path, place)| self.is_named_for(path, place));
        match subject.kinship(&self.subject) {
            Kinship::Same => Some(Claim::Same),
            // Beside the brief and of its name: its notes are those of this brief wherever both were before.
            Kinship::Namesake if is_named && !self.is_twins(system, subject) => Some(Claim::Same),
            Kinship::Namesake => {
                let is_its = !self.is_elsewhere(system, subject) && confirmed(&file()?, document, true);
                is_its.then_some(Claim::Namesake)
            }
            kinship => {
                let told_apart = subject.id.is_some() && self.subject.id.is_some();
                if kinship == Kinship::Other && (told_apart || !is_named) {
                    return None;
                }
                let others = others.get_or_insert_with(|| self.others(system));
                if others.iter().any(|other| other.kinship(subject) == Kinship::Same) {
                    return None;
                }
                // Of several briefs in one file, notes without a quotation may be any one's.
                confirmed(&file()?, document, others.len() < 2).then_some(Claim::Perhaps)
            }
        }
    }

    /// Whether a file beside the brief bears its name.
    fn is_named_for(&self, path: &Path, place: &Place) -> bool {
        let stem = self.brief.as_deref().filter(|_| place.suffix == BESIDE).and_then(Path::file_stem);
        stem.is_some_and(|stem| bears(path, &stem.to_string_lossy()))
    }

    /// Whether notes that bear this brief's name are those of `NAME.yml` where this is `NAME.yaml`, or the other way round.
    fn is_twins(&self, system: &dyn System, subject: &Subject) -> bool {
        let theirs = subject.file.as_deref().map(Path::new);
        let near = theirs.zip(self.brief.as_deref()).is_some_and(|(theirs, own)| {
            theirs != own && theirs.parent() == own.parent() && theirs.file_stem() == own.file_stem()
        });
        near && self.is_elsewhere(system, subject)
    }

    /// Whether the file that notes name still holds the brief that they are on, and is another than this brief's.
    fn is_elsewhere(&self, system: &dyn System, subject: &Subject) -> bool {
        let Some(path) = subject.file.as_deref().map(Path::new) else { return false };
        let full = |path: &Path| system.canonical(path).ok();
        if self.brief.as_deref().is_some_and(|own| full(own).is_some() && full(own) == full(path)) {
            return false;
        }
        match briefs_in(system, path) {
            Ok(briefs) => briefs.iter().any(|brief| brief.kinship(subject) == Kinship::Same),
            // What cannot be read may hold it.
            Err(_) => system.kind(path).is_some(),
        }
    }

    /// The briefs that the file holds.
    fn others(&self, system: &dyn System) -> Vec<Subject> {
        self.brief.as_deref().and_then(|path| briefs_in(system, path).ok()).unwrap_or_default()
    }
}

impl Place {
    /// A file that is not there yet: another brief's notes may have taken the name.
    fn free(&self, system: &dyn System) -> PathBuf {
        let name = self.fresh.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let stem = name.strip_suffix(self.suffix).unwrap_or(&name);
        let numbered = (2..).map(|n| self.fresh.with_file_name(format!("{stem}.{n}{}", self.suffix)));
        let mut names = std::iter::once(self.fresh.clone()).chain(numbered);
        names
            .find(|path| is_there(system, path).is_ok_and(|there| !there))
            .unwrap_or_else(|| self.fresh.clone())
    }
}

impl Kept {
    /// The folders that have to be held while the files are changed: where they truly lie, since two links may lead to one.
    pub(super) fn targets(&self, system: &dyn System) -> BTreeSet<PathBuf> {
        let folder = |kept: &Self| {
            let path = system.canonical(&kept.path).unwrap_or_else(|_| kept.path.clone());
            path.parent().map(Path::to_owned)
        };
        self.files().filter_map(folder).collect()
    }
}

/// Holds folders, always in the same order: two that need the same ones do not wait for each other.
pub(super) fn hold(system: &dyn System, folders: &BTreeSet<PathBuf>) -> Result<Vec<Lock>, StoreError> {
    folders.iter().map(|folder| system.lock(folder).map_err(|error| StoreError::io(folder, &error))).collect()
}

/// Takes the copies of a file in: those that were, and why others could not be.
fn merge_copies(
    system: &dyn System,
    rack: &Rack,
    path: &Path,
    suffix: &'static str,
    file: &mut NotesFile,
) -> (Vec<PathBuf>, Vec<StoreError>) {
    let (mut merged, mut failed) = (Vec::new(), Vec::new());
    for copy in rack.copies_of(system, path, suffix) {
        match read(system, &copy) {
            // What is on another brief stays where it is.
            Ok(other) if other.subject.kinship(&file.subject) == Kinship::Other => {}
            Ok(other) => {
                file.merge(&other);
                merged.push(copy);
            }
            Err(error) => failed.push(error),
        }
    }
    (merged, failed)
}

/// Every notes file of the data folder, by name, with what it and its copies hold or why it cannot be read.
///
/// # Errors
/// Where there is no such folder, or it cannot be read.
pub fn all_kept(system: &dyn System, rack: &Rack) -> Result<Vec<KeptFile>, StoreError> {
    let Some(folder) = notes_folder(system) else { return Ok(Vec::new()) };
    let entries = match system.list(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(&folder, &error)),
    };
    let notes = entries.into_iter().filter(|entry| is_notes(entry, ".yaml"));
    Ok(read_all(system, rack, ".yaml", notes.map(|entry| entry.path).collect()))
}

/// The notes files that lie beside a brief, by name, with what they and their copies hold or why they cannot be read.
#[must_use]
pub fn kept_beside(system: &dyn System, rack: &Rack, brief: &Path) -> Vec<KeptFile> {
    let (Some(folder), Some(stem)) = (brief.parent(), brief.file_stem()) else { return Vec::new() };
    let stem = stem.to_string_lossy();
    let is_its = |path: &Path| bears(path, &stem);
    let entries = system.list(folder).unwrap_or_default().into_iter();
    let notes = entries.filter(|entry| is_notes(entry, BESIDE) && is_its(&entry.path));
    read_all(system, rack, BESIDE, notes.map(|entry| entry.path).collect())
}

/// The notes files of some paths beside briefs, by name, with what they and their copies hold or why they cannot be read.
#[must_use]
pub fn kept_at(system: &dyn System, rack: &Rack, paths: Vec<PathBuf>) -> Vec<KeptFile> {
    read_all(system, rack, BESIDE, paths.into_iter().filter(|path| original(path).is_none()).collect())
}

fn read_all(
    system: &dyn System,
    rack: &Rack,
    suffix: &'static str,
    mut paths: Vec<PathBuf>,
) -> Vec<KeptFile> {
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let file = read(system, &path).map(|mut file| {
                merge_copies(system, rack, &path, suffix, &mut file);
                file
            });
            (path, file)
        })
        .collect()
}

/// The briefs that a file holds.
fn briefs_in(system: &dyn System, path: &Path) -> io::Result<Vec<Subject>> {
    let source = Source::decode(String::new(), system.read(path)?);
    let source = source.map_err(|_| io::ErrorKind::InvalidData)?;
    let briefs = crate::brief::read(&source).into_iter().filter_map(|reading| reading.brief.ok());
    Ok(briefs.map(|brief| Subject::of(&brief, Some(path))).collect())
}

/// Whether the passages of notes are in a document: at least half of those that have one. Where none has, `unquoted` says.
fn confirmed(file: &NotesFile, document: &Document, unquoted: bool) -> bool {
    let anchoring = Anchoring::new(document);
    let quoted: Vec<_> = file.notes().filter(|note| note.anchor().quote.is_some()).collect();
    if quoted.is_empty() {
        return unquoted;
    }
    let found = quoted.iter().filter(|note| anchoring.resolve(note.anchor()) != Resolution::Orphaned).count();
    2 * found >= quoted.len()
}

/// Removes what writers of a file that were killed have left: while the folder is held, nobody else writes it.
fn clear_rests(system: &dyn System, path: &Path) {
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return };
    let start = temporary_start(name);
    for entry in system.list(folder).unwrap_or_default() {
        let other = entry.path.file_name().map(std::ffi::OsStr::as_encoded_bytes).unwrap_or_default();
        if entry.kind == Some(Kind::File)
            && other.starts_with(start.as_encoded_bytes())
            && other.ends_with(b".tmp")
            && original(&entry.path).is_none()
        {
            // Whatever cannot be removed is in nobody's way.
            let _ = system.remove(&entry.path);
        }
    }
}
