//! The file in which visits are kept: a JSON value a line, the newest last.
//!
//! Lines are added while the folder is held, so that two programs lose nothing of each other. What cannot be read, such
//! as the last line after a crash, is passed over.

use super::visit::Visit;
use crate::notes::{Kinship, Subject};
use crate::system::{Kind, System, state_folder};
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};

/// Whenever the journal has grown by so many bytes, what later visits have made needless is left out of it.
const TIDIED_EVERY: usize = 1 << 20;

/// Of so many briefs, those that were read last, it is kept where the reader stopped and what was seen.
const DETAILED: usize = 2_000;

/// The journal of a person's visits.
#[derive(Clone, Debug)]
pub struct Journal {
    path: PathBuf,
}

impl Journal {
    /// The journal in a world; none where there is no home.
    #[must_use]
    pub fn of(system: &dyn System) -> Option<Self> {
        Some(Self { path: state_folder(system)?.join("history.jsonl") })
    }

    /// The last visit of a brief: of the one that is called so, else of the one in its file.
    ///
    /// # Errors
    /// When the journal is there and cannot be read.
    pub fn last(&self, system: &dyn System, brief: &Subject) -> io::Result<Option<Visit>> {
        let bytes = self.bytes(system)?;
        // Most lines are of other briefs: only what names this one is read.
        let finder = |text: &str| {
            let quoted = serde_json::to_string(text).unwrap_or_default();
            memchr::memmem::Finder::new(quoted.as_bytes()).into_owned()
        };
        let names =
            [brief.id.as_deref(), Some(&brief.title), brief.file.as_deref()].map(|name| name.map(finder));
        let mut perhaps = None;
        for line in bytes.rsplit(|byte| *byte == b'\n') {
            if !names.iter().flatten().any(|name| name.find(line).is_some()) {
                continue;
            }
            let Ok(visit) = serde_json::from_slice::<Visit>(line) else { continue };
            match visit.brief.kinship(brief) {
                Kinship::Same => return Ok(Some(visit)),
                Kinship::Perhaps => perhaps = perhaps.or(Some(visit)),
                // A brief that was moved is no more where it was.
                Kinship::Namesake => {
                    let file = visit.brief.file.as_deref();
                    if file.is_none_or(|file| system.kind(Path::new(file)).is_none()) {
                        perhaps = perhaps.or(Some(visit));
                    }
                }
                Kinship::Other => {}
            }
        }
        Ok(perhaps)
    }

    /// The last visit of every brief, the newest first.
    ///
    /// # Errors
    /// When the journal is there and cannot be read.
    pub fn visits(&self, system: &dyn System) -> io::Result<Vec<Visit>> {
        Ok(newest_of_each(&self.bytes(system)?))
    }

    /// Adds a visit.
    ///
    /// # Errors
    /// What the operating system says; `TimedOut` where somebody else holds the folder for seconds.
    pub fn add(&self, system: &dyn System, visit: &Visit) -> io::Result<()> {
        let mut line = serde_json::to_vec(visit).map_err(io::Error::other)?;
        line.push(b'\n');
        let folder = self.path.parent().unwrap_or(&self.path);
        let _held = system.lock(folder)?;
        let before = usize::try_from(system.len(&self.path).unwrap_or(0)).unwrap_or(0);
        if before / TIDIED_EVERY == (before + line.len()) / TIDIED_EVERY {
            return system.append(&self.path, &line);
        }
        let mut bytes = self.bytes(system)?;
        bytes.push(b'\n');
        bytes.extend(line);
        system.replace(&self.path, &tidied(&bytes)?)
    }

    fn bytes(&self, system: &dyn System) -> io::Result<Vec<u8>> {
        // A pipe would be waited for; whoever wants no journal has it lead to /dev/null.
        if system.kind(&self.path) == Some(Kind::Stream) {
            return Ok(Vec::new());
        }
        match system.read(&self.path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            outcome => outcome,
        }
    }
}

fn newest_of_each(bytes: &[u8]) -> Vec<Visit> {
    let mut known = HashSet::new();
    let visits = bytes.rsplit(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
    visits.filter(|visit: &Visit| known.insert(visit.brief.key())).collect()
}

/// The journal without what later visits have made needless.
fn tidied(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut visits = newest_of_each(bytes);
    for old in visits.iter_mut().skip(DETAILED) {
        *old = Visit { brief: old.brief.clone(), at: old.at, unread: old.unread, ..Visit::default() };
    }
    let mut out = Vec::new();
    for visit in visits.iter().rev() {
        out.extend(serde_json::to_vec(visit).map_err(io::Error::other)?);
        out.push(b'\n');
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brief;
    use crate::document::{Document, lower};
    use crate::system::Memory;
    use jiff::Timestamp;

    const BRIEF: &str = "title: Water\nsummary: |\n  The river is low.\n\n  Nobody counts the wells.\nactors:\n\
                         - {name: The council, position: It wants a dam.}\n";

    fn read(text: &str) -> (Subject, Document) {
        let source = brief::decode("b.yaml", text.as_bytes().to_vec()).unwrap();
        let known = brief::read(&source).remove(0).brief.unwrap();
        (Subject::of(&known, None), lower(&known))
    }

    fn visit(text: &str, words: &str, second: i64) -> Visit {
        let (subject, document) = read(text);
        let at = document.floor(document.text().find(words).unwrap());
        Visit::new(subject, &document, at, Timestamp::from_second(second).unwrap())
    }

    fn home() -> Memory {
        Memory::new().with_var("HOME", "/home/ada")
    }

    #[test]
    fn a_reader_comes_back_to_the_words_that_were_left_though_the_brief_was_revised() {
        let system = home();
        let journal = Journal::of(&system).unwrap();
        journal.add(&system, &visit(BRIEF, "The river", 1)).unwrap();
        journal.add(&system, &visit(BRIEF, "Nobody counts", 2)).unwrap();
        let revised =
            BRIEF.replace("  The river", "  A new start.\n\n  The river").replace("a dam", "two dams");
        let (subject, document) = read(&revised);
        let last = journal.last(&system, &subject).unwrap().unwrap();
        let at = last.position(&document).unwrap();
        assert_eq!(document.text().find("Nobody counts"), Some(at.get()));
        let fresh: Vec<&str> = last
            .seen
            .new_in(&document)
            .iter()
            .map(|ix| document.slice(document.block(*ix).unwrap().range))
            .collect();
        assert_eq!(fresh, ["A new start.", "It wants two dams."]);
        // What is gone leads to its section.
        let (_, other) = read(&BRIEF.replace("Nobody counts the wells", "Something else entirely here"));
        assert_eq!(other.text().find("The river"), Some(last.position(&other).unwrap().get()));
    }

    #[test]
    fn a_torn_line_costs_nothing_but_itself_and_the_newest_counts() {
        let system = home();
        let journal = Journal::of(&system).unwrap();
        journal.add(&system, &visit(BRIEF, "The river", 1)).unwrap();
        system.append(&journal.path, b"{\"brief\":{\"title\":\"Wat").unwrap();
        journal.add(&system, &visit(BRIEF, "Nobody", 3)).unwrap();
        journal.add(&system, &visit(&BRIEF.replace("Water", "Wind"), "Nobody", 2)).unwrap();
        let visits = journal.visits(&system).unwrap();
        let told: Vec<(&str, i64)> =
            visits.iter().map(|v| (v.brief.title.as_str(), v.at.as_second())).collect();
        assert_eq!(told, [("Wind", 2), ("Water", 3)]);
    }

    #[test]
    fn the_journal_stays_as_small_as_what_it_says() {
        let system = home();
        let journal = Journal::of(&system).unwrap();
        let long = visit(&BRIEF.replace("The river is low.", &"a long word. ".repeat(40)), "Nobody", 1);
        let line = serde_json::to_vec(&long).unwrap().len() + 1;
        for second in 0..i64::try_from(2 * TIDIED_EVERY / line).unwrap() {
            journal
                .add(&system, &Visit { at: Timestamp::from_second(second).unwrap(), ..long.clone() })
                .unwrap();
        }
        assert!(system.len(&journal.path).unwrap() < u64::try_from(TIDIED_EVERY + line).unwrap());
        assert_eq!(journal.visits(&system).unwrap().len(), 1);
    }
}
