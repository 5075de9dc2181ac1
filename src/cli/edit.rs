//! `brief edit`: the brief that fits best, in the editor.

use super::args::{ColorChoice, EditArgs};
use super::editing::{self, first_place, look};
use super::{Exit, complain, tell};
use crate::brief::{decode, read};
use crate::config::Config;
use crate::library::find_briefs;
use crate::system::{Kind, System};
use crate::text::{Fuzzy, clean_line};
use crate::tui::load::unreadable;
use std::collections::HashSet;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};

/// Opens a brief in the editor.
pub(super) fn run(
    system: &dyn System,
    config: &Config,
    args: &EditArgs,
    color: ColorChoice,
) -> io::Result<Exit> {
    let query = args.query.join(OsStr::new(" "));
    let path = match find(system, config, &query) {
        Ok(path) => path,
        Err(why) => {
            tell(&why.join("\n"));
            return Ok(Exit::Failure);
        }
    };
    let line = match look(system, config, &path) {
        Ok(report) => first_place(&report).unwrap_or(1),
        Err(error) => {
            let why = unreadable(&error);
            complain(&format!("{}: {}", path.display(), why.message));
            return Ok(Exit::Failure);
        }
    };
    editing::edit(system, config, &path, line, color)
}

/// The most briefs that are named where several fit.
const MAX_NAMED: usize = 10;

/// A brief that a query may mean.
struct Candidate {
    path: PathBuf,
    /// Its id, its title, and its file's name without its ending.
    names: [String; 3],
}

/// The file of the brief that a query means: a path, or else the id, the title or the file's name that fits best among
/// the briefs at hand.
///
/// # Errors
/// Lines to be told: where none fits, or several equally well.
fn find(system: &dyn System, config: &Config, query: &OsStr) -> Result<PathBuf, Vec<String>> {
    let said = |why: String| vec![format!("brief: {}", clean_line(&why))];
    let path = Path::new(query);
    let query = &*query.to_string_lossy();
    match system.kind(path) {
        Some(Kind::File) => return Ok(path.to_owned()),
        Some(Kind::Stream) => return Err(said(format!("{query} is no file that can be edited"))),
        Some(Kind::Folder) if query.contains('/') => {
            return Err(said(format!("{query} is a folder: name a brief in it")));
        }
        Some(Kind::Folder) | None => {}
    }
    let candidates = candidates(system, config);
    let fitting = fitting(query, &candidates);
    match fitting.as_slice() {
        [one] => Ok(one.path.clone()),
        [] => Err(said(if query.contains('/') || is_yaml(path) {
            format!("there is no file {query}: brief new -o {query} writes one")
        } else {
            format!("no brief fits “{query}”: give its path, or a part of its title")
        })),
        several => {
            let mut lines = said(format!("several briefs fit “{query}”: say more, or give a path"));
            lines.extend(several.iter().take(MAX_NAMED).map(|candidate| {
                let [_, title, _] = &candidate.names;
                format!("  {}", clean_line(&format!("{}: {title}", candidate.path.display())))
            }));
            if several.len() > MAX_NAMED {
                lines.push(format!("  ... and {} more", several.len() - MAX_NAMED));
            }
            Err(lines)
        }
    }
}

/// Those that fit best: that are called so, else that match best as a picker matches.
fn fitting<'a>(query: &str, candidates: &'a [Candidate]) -> Vec<&'a Candidate> {
    let wanted = query.trim().to_lowercase();
    if wanted.is_empty() {
        return Vec::new();
    }
    let called = |candidate: &&Candidate| candidate.names.iter().any(|name| name.to_lowercase() == wanted);
    let exact: Vec<&Candidate> = candidates.iter().filter(called).collect();
    if !exact.is_empty() {
        return exact;
    }
    let names = candidates.iter().flat_map(|candidate| candidate.names.iter().map(String::as_str));
    let ranked = Fuzzy::default().rank(query, names);
    let best = ranked.first().map(|first| first.score);
    let mut seen = HashSet::new();
    ranked
        .iter()
        .take_while(|found| Some(found.score) == best)
        .map(|found| found.index / 3)
        .filter(|n| seen.insert(*n))
        .filter_map(|n| candidates.get(n))
        .collect()
}

/// The briefs at hand: here, in ./briefs and in the configured folders.
fn candidates(system: &dyn System, config: &Config) -> Vec<Candidate> {
    let here = system.list(Path::new(".")).unwrap_or_default();
    let here = here.into_iter().filter(|entry| entry.kind == Some(Kind::File) && is_yaml(&entry.path));
    let mut files: Vec<PathBuf> =
        here.map(|entry| entry.path.strip_prefix(".").map(Path::to_owned).unwrap_or(entry.path)).collect();
    files.sort();
    let briefs = PathBuf::from("briefs");
    for folder in std::iter::once(&briefs).chain(&config.folders) {
        files.extend(find_briefs(system, folder).map(|found| found.files).unwrap_or_default());
    }
    let mut seen = HashSet::new();
    files.retain(|file| seen.insert(system.canonical(file).unwrap_or_else(|_| file.clone())));
    files.into_iter().flat_map(|path| named(system, path)).collect()
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "yaml" || e == "yml")
}

/// A file with the names of each brief in it; one that cannot be read has that of the file alone.
fn named(system: &dyn System, path: PathBuf) -> Vec<Candidate> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let source = system.read(&path).ok().and_then(|bytes| decode("", bytes).ok());
    let briefs = source.map(|source| read(&source)).unwrap_or_default();
    let briefs = briefs.into_iter().filter_map(|reading| reading.brief.ok());
    let mut all: Vec<Candidate> = briefs
        .map(|brief| {
            let id = brief.id.as_ref().map_or_else(String::new, |id| id.as_str().to_owned());
            Candidate { path: path.clone(), names: [id, brief.title.as_str().to_owned(), stem.clone()] }
        })
        .collect();
    if all.is_empty() {
        all.push(Candidate { path, names: [String::new(), String::new(), stem] });
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::system::Memory;

    fn found(query: &str) -> Result<String, String> {
        let system = Memory::new()
            .with_file("briefs/talks.yaml", "id: istanbul\ntitle: The talks\nsummary: x\n")
            .with_file("briefs/broken.yaml", "title: [\n")
            .with_file("here.yaml", "title: Talks in Doha\nsummary: x\n")
            .with_file(
                "/lib/two.yaml",
                "title: Water of Kabul\nsummary: x\n---\ntitle: Water of Doha\nsummary: y\n",
            )
            .with_file("/lib/other.yaml", "title: Water of Kabul\nsummary: x\n");
        let config = Config { folders: vec!["/lib".into(), "/gone".into()], ..Config::default() };
        find(&system, &config, OsStr::new(query))
            .map(|path| path.display().to_string())
            .map_err(|lines| lines.join("\n"))
    }

    #[test]
    fn the_brief_that_fits_best_is_found() {
        assert_eq!(found("briefs/talks.yaml").as_deref(), Ok("briefs/talks.yaml"));
        assert_eq!(found("talks").as_deref(), Ok("briefs/talks.yaml"));
        assert_eq!(found("ISTANBUL").as_deref(), Ok("briefs/talks.yaml"));
        assert_eq!(found("broken").as_deref(), Ok("briefs/broken.yaml"));
        assert_eq!(found("talks doha").as_deref(), Ok("here.yaml"));
        assert_eq!(found("water doha").as_deref(), Ok("/lib/two.yaml"));
    }

    #[test]
    fn several_that_fit_are_named_and_none_is_said_with_a_remedy() {
        assert_eq!(
            found("water of kabul").unwrap_err(),
            "brief: several briefs fit “water of kabul”: say more, or give a path\n  \
             /lib/other.yaml: Water of Kabul\n  /lib/two.yaml: Water of Kabul"
        );
        assert!(found("zzz").unwrap_err().contains("no brief fits"));
        assert!(found("zzz.yaml").unwrap_err().contains("brief new -o zzz.yaml"));
        assert!(found("").is_err() && found("/lib").unwrap_err().contains("is a folder"));
    }
}
