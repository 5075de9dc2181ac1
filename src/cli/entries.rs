//! Which briefs the arguments name: files, folders, standard input, or what is at hand.

use super::complain;
use crate::config::Config;
use crate::history::{Journal, Visit};
use crate::library::{find_briefs, is_pattern};
use crate::samples::SAMPLES;
use crate::source::MAX_BYTES;
use crate::system::{Kind, System, read_at_most, trouble};
use crate::tui::app::Entry;
use crate::tui::load::{load, unreadable};
use crate::tui::origin::Origin;
use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The briefs that the arguments name; none where they name nothing that can be read, which has been said then.
pub(super) fn entries(
    system: &dyn System,
    config: &Config,
    files: &[PathBuf],
    warnings: &mut Vec<String>,
) -> io::Result<Option<Vec<Entry>>> {
    if files.is_empty() {
        if !io::stdin().is_terminal() {
            return Ok(Some(vec![standard_input()?]));
        }
        return Ok(Some(at_hand(system, config, warnings)));
    }
    let mut entries = Vec::new();
    let mut piped = false;
    for file in files {
        if file == Path::new("-") {
            if !std::mem::replace(&mut piped, true) {
                entries.push(standard_input()?);
            }
        } else if system.kind(file) == Some(Kind::Folder) || is_pattern(system, file) {
            let Ok(found) = find_briefs(system, file) else {
                // Opening it says why, and what else is named is read all the same.
                entries.push(entry(file.clone()));
                continue;
            };
            for folder in found.unreadable {
                warnings.push(format!("{} could not be read", folder.display()));
            }
            if found.files.is_empty() {
                warnings.push(format!("there are no briefs (*.yaml, *.yml) in {}", file.display()));
            }
            entries.extend(found.files.into_iter().map(entry));
        } else {
            entries.push(entry(file.clone()));
        }
    }
    if entries.is_empty() {
        for warning in warnings {
            complain(warning);
        }
        return Ok(None);
    }
    Ok(Some(entries))
}

/// The folders of the library that the arguments name: where one of them is a folder, or where nothing is named and there
/// are folders at hand. None where there is nothing but files, or the samples.
pub(super) fn folders(
    system: &dyn System,
    config: &Config,
    files: &[PathBuf],
    warnings: &mut Vec<String>,
) -> Option<Vec<PathBuf>> {
    let is_folder = |path: &PathBuf| system.kind(path) == Some(Kind::Folder);
    if !files.is_empty() {
        let several = |path: &PathBuf| is_folder(path) || is_pattern(system, path);
        return files.iter().any(several).then(|| files.to_vec());
    }
    if !io::stdin().is_terminal() {
        return None;
    }
    let here = PathBuf::from("briefs");
    let (there, gone): (Vec<PathBuf>, Vec<PathBuf>) = config.folders.iter().cloned().partition(is_folder);
    for folder in gone {
        warnings.push(format!("the configured folder {} is not there", folder.display()));
    }
    let found = if is_folder(&here) { vec![here] } else { there };
    (!found.is_empty()).then_some(found)
}

/// The same for commands whose briefs never come through a pipe unasked: without a name, the briefs at hand.
pub(super) fn named_or_at_hand(
    system: &dyn System,
    config: &Config,
    files: &[PathBuf],
    warnings: &mut Vec<String>,
) -> io::Result<Option<Vec<Entry>>> {
    if files.is_empty() {
        return Ok(Some(at_hand(system, config, warnings)));
    }
    entries(system, config, files, warnings)
}

/// The brief that was read last, of those that are still there; none where there is none, which has been said then.
///
/// # Errors
/// When it cannot be read what was read.
pub(super) fn last_read(system: &dyn System) -> io::Result<Option<Vec<Entry>>> {
    let visits = Journal::of(system).map(|journal| journal.visits(system)).transpose()?.unwrap_or_default();
    let there = |visit: &Visit| {
        let Some(file) = visit.brief.file.as_ref().map(PathBuf::from) else {
            let id = visit.brief.id.as_deref()?;
            return SAMPLES.iter().find(|(name, _)| *name == id).map(|(name, _)| Origin::Sample(name));
        };
        Some(file).filter(|file| system.kind(file) == Some(Kind::File)).map(Origin::File)
    };
    let Some((origin, title)) =
        visits.iter().find_map(|visit| Some((there(visit)?, visit.brief.title.clone())))
    else {
        complain("no brief was read yet: brief FILE opens one");
        return Ok(None);
    };
    // A file may hold several briefs.
    let loaded = load(system, &origin, &mut |_| {});
    let document =
        loaded.briefs.iter().find(|brief| brief.document.title() == title).map_or(0, |brief| brief.index);
    Ok(Some(vec![Entry { origin, document, title: None }]))
}

fn entry(path: PathBuf) -> Entry {
    Entry { origin: Origin::File(path), document: 0, title: None }
}

/// All that standard input brings.
pub(super) fn standard_bytes() -> io::Result<Vec<u8>> {
    read_at_most(io::stdin().lock(), 0, MAX_BYTES).map_err(|error| {
        io::Error::new(error.kind(), format!("standard input: {}", unreadable(&error).message))
    })
}

fn standard_input() -> io::Result<Entry> {
    let bytes = standard_bytes()?;
    Ok(Entry { origin: Origin::Input(Arc::new(bytes)), document: 0, title: None })
}

/// What is read where nothing is named: ./briefs, the configured folders, or the samples.
fn at_hand(system: &dyn System, config: &Config, warnings: &mut Vec<String>) -> Vec<Entry> {
    let here = PathBuf::from("briefs");
    let folders = std::iter::once(&here).chain(&config.folders);
    for folder in folders {
        match find_briefs(system, folder) {
            Ok(found) if !found.files.is_empty() => return found.files.into_iter().map(entry).collect(),
            Err(error) if *folder != here => {
                warnings.push(format!("the configured folder {}: {}", folder.display(), trouble(&error)));
            }
            Ok(_) | Err(_) => {}
        }
    }
    let samples =
        SAMPLES.iter().map(|(name, _)| Entry { origin: Origin::Sample(name), document: 0, title: None });
    samples.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Memory;

    #[test]
    fn a_folder_that_cannot_be_read_is_named_and_the_others_are_read() {
        let text = "title: x\nsummary: y\n";
        let system =
            Memory::new().with_file("shut/a.yaml", text).with_file("open/b.yaml", text).with_lock("shut");
        let given = [PathBuf::from("shut"), PathBuf::from("open")];
        let found = entries(&system, &Config::default(), &given, &mut Vec::new()).unwrap().unwrap();
        let names: Vec<String> = found.iter().map(|entry| entry.origin.name()).collect();
        assert_eq!(names, ["shut", "open/b.yaml"]);
        let shut = load(&system, &found[0].origin, &mut |_| {});
        let finding = &shut.briefs[0].report.as_ref().unwrap().findings[0];
        assert_eq!(finding.message, "no permission to read it");
    }
}
