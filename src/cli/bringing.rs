//! `brief notes import`: notes from files, each with its brief, and none twice.
//!
//! Invariants: words that are here are never written over: a note that is here and in the file is merged as two copies of a
//! file of notes are, and one that was deleted here stays so. A file, a brief or a note that cannot be brought is told, and
//! the others are.

use super::gathered::noted;
use super::homes::{Home, Homes};
use super::note_args::ImportArgs;
use super::notes::{Outcome, json};
use super::twins::Twins;
use super::{Exit, complain, entries, print};
use crate::config::Config;
use crate::document::Resolution;
use crate::notes::{NO_HOME, Note, NoteId, Parcel, Rack, State, Subject, take_all};
use crate::render::export::{Import, Imported, SourceHint, import};
use crate::system::{Kind, System, trouble};
use crate::text::{clean_line, fit};
use crate::tui::app::Entry;
use crate::tui::held::{Held, Taken, hold_bare};
use crate::tui::origin::Origin;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many lines tell what is wrong with one file.
const MAX_TOLD: usize = 20;

/// What came of a file.
#[derive(Debug, Default, Serialize)]
struct Report {
    /// Its path.
    file: String,
    /// How many of its notes are new here.
    new: usize,
    /// How many are here, and are another now.
    changed: usize,
    /// How many are here already.
    same: usize,
    /// How many were deleted here, and stay so.
    deleted: usize,
    /// How many notes stand beside another form of theirs, with the tag `conflict`.
    conflicts: usize,
    /// How many are on no brief that is at hand.
    left: usize,
    /// Those that are new or changed.
    notes: Vec<Done>,
    /// What was done otherwise than the file says.
    remarks: Vec<String>,
    /// What could not be read, placed or kept.
    problems: Vec<String>,
    /// Whether the file, or the notes of a brief, could not be read or written.
    failed: bool,
}

/// What came of a note.
#[derive(Debug, Serialize)]
struct Done {
    brief: Subject,
    id: String,
    /// new or changed.
    outcome: &'static str,
    /// in-place, moved or orphaned.
    state: &'static str,
}

/// The briefs, and what is known of them.
struct Desk<'a> {
    system: &'a dyn System,
    rack: Rack,
    held: Vec<Held>,
    homes: Homes,
    /// Of which their notes are known.
    looked: HashSet<usize>,
    /// The one brief that was named.
    only: Option<usize>,
}

/// Imports the notes of files.
pub(super) fn bring(system: &Arc<dyn System>, config: &Config, args: &ImportArgs) -> io::Result<Outcome> {
    let world = system;
    let system = &**world;
    let input = PathBuf::from("-");
    if args.files.contains(&input) && args.into.contains(&input) {
        return Ok(Err("standard input is notes or briefs, not both".to_owned()));
    }
    let mut warnings = Vec::new();
    let Some(mut entries) = entries::named_or_at_hand(system, config, &args.into, &mut warnings)? else {
        return Ok(Ok(Exit::Failure));
    };
    if args.into.is_empty() {
        // A brief that has notes is known, wherever it lies.
        entries.extend(noted(world, config)?);
    }
    let Taken { held, troubles } = hold_bare(system, config.keeping, &distinct(system, entries));
    warnings.iter().chain(&troubles).for_each(|trouble| complain(trouble));
    let named = match &args.into[..] {
        [one] => system.kind(one) == Some(Kind::File) || *one == input,
        _ => false,
    };
    let homes = Homes::of(&held);
    let only = (named && held.len() == 1).then_some(0);
    let mut desk = Desk { system, rack: Rack::default(), held, homes, looked: HashSet::new(), only };
    let mut seen = HashSet::new();
    let mut reports = Vec::new();
    for file in args.files.iter().filter(|file| seen.insert(*file)) {
        let mut report = Report { file: name_of(file), ..Report::default() };
        match read(system, file)? {
            Ok(bytes) => match import(&bytes) {
                Ok(import) => desk.take(import, &mut report),
                Err(error) => report.fail(error.to_string()),
            },
            Err(why) => report.fail(why),
        }
        reports.push(report);
    }
    for report in &reports {
        report.tell(reports.len() > 1 && !args.json);
    }
    if args.json {
        print(&json(&reports)?)?;
    }
    let worst = reports.iter().map(Report::exit).max();
    Ok(Ok(worst.unwrap_or(Exit::Fine)))
}

fn name_of(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}

fn read(system: &dyn System, file: &Path) -> io::Result<Result<Vec<u8>, String>> {
    if file == Path::new("-") {
        return entries::standard_bytes().map(Ok);
    }
    Ok(system.read(file).map_err(|error| trouble(&error).to_string()))
}

/// Each brief once, by whatever way it is named.
fn distinct(system: &dyn System, mut entries: Vec<Entry>) -> Vec<Entry> {
    let mut seen = HashSet::new();
    entries.retain(|entry| match &entry.origin {
        Origin::File(path) => seen.insert(system.canonical(path).unwrap_or_else(|_| path.clone())),
        Origin::Input(_) | Origin::Sample(_) => true,
    });
    entries
}

impl Report {
    fn fail(&mut self, why: String) {
        self.problems.push(why);
        self.failed = true;
    }

    fn exit(&self) -> Exit {
        match (self.failed, self.problems.is_empty()) {
            (true, _) => Exit::Failure,
            (false, false) => Exit::Findings,
            (false, true) => Exit::Fine,
        }
    }

    /// Counts what notes have come to that were brought to a brief, whose notes were others before.
    fn count(&mut self, held: &Held, brought: &[Note], before: &[(Note, Resolution)]) {
        let was: HashMap<&NoteId, &Note> = before.iter().map(|(note, _)| (&note.id, note)).collect();
        let is: HashMap<&NoteId, &(Note, Resolution)> =
            held.notes.iter().map(|both| (&both.0.id, both)).collect();
        let mut new: HashSet<&NoteId> = HashSet::new();
        for note in brought {
            let Some((now, at)) = is.get(&note.id) else {
                self.deleted += 1;
                continue;
            };
            let outcome = match was.get(&note.id) {
                Some(was) if *was == now => {
                    self.same += 1;
                    continue;
                }
                None if new.insert(&note.id) => "new",
                _ => {
                    self.changed += 1;
                    "changed"
                }
            };
            let (brief, id, state) = (held.subject.clone(), note.id.to_string(), State::of(*at).word());
            self.notes.push(Done { brief, id, outcome, state });
        }
        self.new += new.len();
        self.conflicts += is.len().saturating_sub(was.len() + new.len());
    }

    /// Says what came of the file. Its name stands before what went well too where it is `one_of_many`.
    fn tell(&self, one_of_many: bool) {
        for what in self.remarks.iter().chain(&self.problems).take(MAX_TOLD) {
            complain(&format!("{}: {what}", self.file));
        }
        let more = (self.remarks.len() + self.problems.len()).saturating_sub(MAX_TOLD);
        if more > 0 {
            complain(&format!("{}: and {more} more", self.file));
        }
        let counted = self.new + self.changed + self.same + self.deleted + self.left;
        if self.failed && counted == 0 {
            return;
        }
        let mut told = format!("{} new, {} changed, {} already there", self.new, self.changed, self.same);
        let orphaned = self.notes.iter().filter(|note| note.state == State::Orphaned.word()).count();
        for (n, what) in [
            (self.deleted, "deleted here, and not brought back"),
            (self.conflicts, "kept beside another form (#conflict)"),
            (orphaned, "orphaned"),
            (self.left, "left out"),
        ] {
            if n > 0 {
                told = format!("{told}, {n} {what}");
            }
        }
        complain(&if one_of_many { format!("{}: {told}", self.file) } else { told });
    }
}

impl Desk<'_> {
    /// Takes the notes of a file in.
    fn take(&mut self, imported: Import, report: &mut Report) {
        report.problems.extend(imported.problems.iter().map(ToString::to_string));
        let mut found: HashMap<SourceHint, Home> = HashMap::new();
        for one in &imported.notes {
            if !found.contains_key(&one.source) {
                found.insert(one.source.clone(), self.homes.find(&one.source));
            }
        }
        // Where notes of the file are on the brief that was named, those on others are not.
        let only = self.only.filter(|n| !found.values().any(|home| *home == Home::At(*n)));
        let mut by_home: BTreeMap<usize, Vec<Imported>> = BTreeMap::new();
        let mut strays: Vec<(SourceHint, usize)> = Vec::new();
        let mut known: HashMap<SourceHint, usize> = HashMap::new();
        for one in imported.notes {
            let nameless = one.source == SourceHint::default();
            let home = match found.get(&one.source) {
                Some(Home::At(n)) => Some(*n),
                Some(Home::Several(_)) => None,
                _ if nameless => self.only,
                _ => only,
            };
            let is_found = matches!(found.get(&one.source), Some(Home::At(_)));
            if home.is_none() || !is_found && !nameless {
                let at = *known.entry(one.source.clone()).or_insert_with(|| {
                    strays.push((one.source.clone(), 0));
                    strays.len() - 1
                });
                strays.get_mut(at).into_iter().for_each(|(_, n)| *n += 1);
            }
            match home {
                Some(n) => by_home.entry(n).or_default().push(one),
                None => report.left += 1,
            }
        }
        for (source, n) in strays {
            let told = self.astray(&source, n, found.get(&source), only);
            let is_put = only.is_some() && found.get(&source) == Some(&Home::Nowhere);
            if is_put { &mut report.remarks } else { &mut report.problems }.push(told);
        }
        let mut brought: Vec<(usize, Vec<Note>)> = Vec::new();
        for (n, notes) in by_home {
            match self.unknown(n, notes, report) {
                Ok(notes) if notes.is_empty() => {}
                Ok(notes) => brought.push((n, notes)),
                Err(why) => report.fail(why),
            }
        }
        self.merge(&brought, report);
    }

    /// Why notes are on no brief, or on another than the one that their file names.
    fn astray(&self, source: &SourceHint, n: usize, home: Option<&Home>, only: Option<usize>) -> String {
        let notes = if n == 1 { "1 note is".to_owned() } else { format!("{n} notes are") };
        let title =
            |n: &usize| self.held.get(*n).map(|held| fit(&clean_line(&held.subject.title), 60).into_owned());
        let of = |what: &Option<String>| what.as_ref().map(|what| fit(&clean_line(what), 100).into_owned());
        let named = match (of(&source.title), of(&source.url), of(&source.id)) {
            (Some(title), Some(url), _) => format!("“{title}” ({url})"),
            (Some(title), None, _) => format!("“{title}”"),
            (None, Some(said), _) | (None, None, Some(said)) => said,
            (None, None, None) => {
                return format!("{notes} on a brief that the file does not name: --into FILE names it");
            }
        };
        match home {
            Some(Home::Several(fitting)) => {
                let file = |n: &usize| Some(self.held.get(*n)?.home.as_ref()?.0.name());
                let mut files: Vec<String> = fitting.iter().filter_map(file).collect();
                files.dedup();
                let more = files.len().saturating_sub(3);
                files.truncate(3);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                format!(
                    "{notes} on {named}, which may be that of {}{more}: --into FILE says which",
                    files.join(", ")
                )
            }
            _ => match only.as_ref().and_then(title) {
                Some(only) => format!(
                    "{notes} on {named} by what the file says, and put on “{only}”, which --into names"
                ),
                None => format!("{notes} on {named}, which is not at hand: --into FILE names the brief"),
            },
        }
    }

    /// What of some notes is to be merged with those on a brief: what is not there yet.
    fn unknown(&mut self, n: usize, notes: Vec<Imported>, report: &mut Report) -> Result<Vec<Note>, String> {
        let Some(held) = self.held.get_mut(n) else { return Ok(Vec::new()) };
        if held.shelf.is_none() {
            return Err(format!("there is no place for notes; {NO_HOME}"));
        }
        if !self.looked.contains(&n) {
            let mut troubles = Vec::new();
            held.take_notes(self.system, &self.rack, &mut troubles).map_err(|error| error.to_string())?;
            for trouble in &troubles {
                complain(trouble);
            }
            self.looked.insert(n);
        }
        let many = notes.len();
        let twins = Twins::of(held.notes.iter().map(|(note, _)| note));
        let brought: Vec<Note> = notes.into_iter().filter_map(|one| twins.brings(one)).collect();
        report.same += many - brought.len();
        Ok(brought)
    }

    /// Merges notes with those on their briefs.
    fn merge(&mut self, brought: &[(usize, Vec<Note>)], report: &mut Report) {
        let parcels: Vec<Parcel<'_>> = brought
            .iter()
            .filter_map(|(n, notes)| {
                let held = self.held.get(*n)?;
                Some(Parcel { shelf: held.shelf.as_ref()?, document: &held.document, notes })
            })
            .collect();
        let outcomes = take_all(self.system, &self.rack, &parcels);
        for ((n, notes), outcome) in brought.iter().zip(outcomes) {
            match (outcome, self.held.get_mut(*n)) {
                (Ok(kept), Some(held)) => {
                    let before = std::mem::take(&mut held.notes);
                    held.show(&kept);
                    report.count(held, notes, &before);
                }
                (Err(error), _) => report.fail(error.to_string()),
                (Ok(_), None) => {}
            }
        }
    }
}
