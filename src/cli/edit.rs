//! `brief edit`: the brief that fits best, in the editor.

use super::args::{ColorChoice, EditArgs};
use super::editing::{self, first_place, look};
use super::looking::{joined, refusal};
use super::{Exit, complain, tell};
use crate::config::Config;
use crate::library::{By, Catalogue, Hit, Library, Query, Row, Sort, SortKey, find as find_in};
use crate::system::{Kind, System, is_notes, trouble};
use crate::text::clean_line;
use crate::tui::known::facts;
use std::ffi::{OsStr, OsString};
use std::io;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Opens a brief in the editor.
pub(super) fn run(
    system: &Arc<dyn System>,
    config: &Config,
    args: &EditArgs,
    color: ColorChoice,
) -> io::Result<Exit> {
    let found = find(system, config, &args.query);
    let system = &**system;
    let path = match found {
        Ok(path) => path,
        Err(why) => {
            tell(&why.join("\n"));
            return Ok(Exit::Failure);
        }
    };
    let line = match look(system, config, &path) {
        Ok(report) => first_place(&report).unwrap_or(1),
        Err(error) => {
            complain(&format!("{}: {}", path.display(), trouble(&error)));
            return Ok(Exit::Failure);
        }
    };
    editing::edit(system, config, &path, line, color)
}

/// The most briefs that are named where several fit.
const MAX_NAMED: usize = 10;

/// The file of the brief that a query means: a path; or the brief that is called so by its id, its title or its file's
/// name; or else the one that fits, of the briefs at hand. Of several that fit by their titles it is the best.
///
/// # Errors
/// Lines to be told: where the query is none, or none fits, or several do.
fn find(system: &Arc<dyn System>, config: &Config, words: &[OsString]) -> Result<PathBuf, Vec<String>> {
    let said = |why: String| vec![format!("brief: {}", clean_line(&why))];
    let whole = words.join(OsStr::new(" "));
    let path = Path::new(&whole);
    let query = &*whole.to_string_lossy();
    match system.kind(path) {
        Some(Kind::File) => return Ok(path.to_owned()),
        Some(Kind::Stream) => return Err(said(format!("{query} is no file that can be edited"))),
        Some(Kind::Folder) if query.contains('/') => {
            return Err(said(format!("{query} is a folder: name a brief in it")));
        }
        Some(Kind::Folder) | None => {}
    }
    let library = Library::open(Arc::clone(system), &at_hand(&**system, config));
    library.refresh(&mut |_| ControlFlow::Continue(()));
    let catalogue = library.catalogue();
    let mut fitting = called(&catalogue, query);
    if fitting.is_empty() && !query.trim().is_empty() {
        let asked = joined(&words.iter().map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>());
        let parsed = Query::parse(&asked).map_err(|error| refusal(&asked, &error))?;
        let facts = facts(&**system, &catalogue, &library.notes_beside());
        let never = AtomicBool::new(false);
        let found = find_in(&catalogue, &parsed, &facts, Sort::by(SortKey::Relevance), &never);
        let hits = found.unwrap_or_default().hits;
        let best = hits.first().filter(|hit| hit.by == By::Title).copied();
        let fits = |hit: &&Hit| best.is_none_or(|best| (hit.by, hit.score) == (best.by, best.score));
        fitting = hits.iter().filter(fits).filter_map(|hit| catalogue.row(hit.row)).collect();
    }
    let mut paths: Vec<PathBuf> = Vec::new();
    for path in fitting.iter().map(Row::path) {
        if !paths.contains(&path) && paths.len() <= 1 {
            paths.push(path);
        }
    }
    match paths.as_slice() {
        [one] => Ok(one.clone()),
        [] => Err(said(if query.contains('/') || is_yaml(path) {
            format!("there is no file {query}: brief new -o {query} writes one")
        } else {
            format!("no brief fits “{query}”: give its path, or a part of its title")
        })),
        _ => {
            let mut lines = said(format!("several briefs fit “{query}”: say more, or give a path"));
            lines.extend(fitting.iter().take(MAX_NAMED).map(|row| {
                format!("  {}", clean_line(&format!("{}: {}", row.path().display(), row.title())))
            }));
            if fitting.len() > MAX_NAMED {
                lines.push(format!("  ... and {} more", fitting.len() - MAX_NAMED));
            }
            Err(lines)
        }
    }
}

/// The briefs that are called as somebody says.
fn called<'a>(catalogue: &'a Catalogue, name: &str) -> Vec<Row<'a>> {
    let wanted = name.trim().to_lowercase();
    let is_called = |row: &Row<'_>| {
        let path = row.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        [row.id(), row.title(), &*stem].iter().any(|name| name.to_lowercase() == wanted)
    };
    let rows = catalogue.rows().filter_map(|ix| catalogue.row(ix));
    if wanted.is_empty() { Vec::new() } else { rows.filter(is_called).collect() }
}

/// Where the briefs at hand are: here, in ./briefs and in the configured folders.
fn at_hand(system: &dyn System, config: &Config) -> Vec<PathBuf> {
    let here = system.list(Path::new(".")).unwrap_or_default();
    let here = here
        .into_iter()
        .filter(|entry| entry.kind == Some(Kind::File) && is_yaml(&entry.path) && !is_notes(&entry.path));
    let mut roots: Vec<PathBuf> =
        here.map(|entry| entry.path.strip_prefix(".").map(Path::to_owned).unwrap_or(entry.path)).collect();
    roots.sort();
    let folders = std::iter::once(PathBuf::from("briefs")).chain(config.folders.iter().cloned());
    roots.extend(folders.filter(|folder| system.kind(folder) == Some(Kind::Folder)));
    roots
}

fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|e| e == "yaml" || e == "yml")
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
            .with_file("/lib/far.yaml", "title: Far\ntopics: [islands]\nsummary: Seldom seen.\n")
            .with_file("/lib/other.yaml", "title: Water of Kabul\nsummary: x\n");
        let config = Config { folders: vec!["/lib".into(), "/gone".into()], ..Config::default() };
        let words: Vec<OsString> = query.split(' ').map(OsString::from).collect();
        find(&(Arc::new(system) as Arc<dyn System>), &config, &words)
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
        assert_eq!(found("topic:islands -water").as_deref(), Ok("/lib/far.yaml"));
        assert_eq!(found("seldom").as_deref(), Ok("/lib/far.yaml"), "what stands in the text");
    }

    #[test]
    fn several_that_fit_are_named_and_none_is_said_with_a_remedy() {
        assert_eq!(
            found("water of kabul").unwrap_err(),
            "brief: several briefs fit “water of kabul”: say more, or give a path\n  \
             /lib/other.yaml: Water of Kabul\n  /lib/two.yaml: Water of Kabul"
        );
        assert_eq!(
            found("topc:water").unwrap_err(),
            "brief: there is no field `topc:`\n  topc:water\n  ^^^^\n  \
             did you mean topic:? For the words themselves write \"topc:water\""
        );
        assert!(found("zzz").unwrap_err().contains("no brief fits"));
        assert!(found("zzz.yaml").unwrap_err().contains("brief new -o zzz.yaml"));
        assert!(found("").is_err() && found("/lib").unwrap_err().contains("is a folder"));
    }
}
