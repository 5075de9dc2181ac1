//! What the commands that look for briefs have in common: the query, the library, and a row for scripts.

use super::asking::{FindArgs, FormArgs};
use super::{Exit, complain, print, print_made, tell};
use crate::config::Config;
use crate::library::{
    By, Catalogue, Column, Fact, Facts, Flag, Found, HAS, Hit, Library, Query, QueryError, Row, Sort,
    SortKey, Stage, State, find, is_pattern,
};
use crate::render::export::rows;
use crate::render::json::escape_invisible;
use crate::system::{Kind, System};
use crate::text::{cells, clean_line, fit};
use crate::tui::known::facts;
use serde::Serialize;
use std::io::{self, IsTerminal, Write as _};
use std::ops::{ControlFlow, Range};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// What was found, with all that is needed to tell of it.
pub(super) struct Looked {
    pub catalogue: Arc<Catalogue>,
    pub query: Query,
    pub facts: Facts,
    /// In order, as many as are wanted.
    pub hits: Vec<Hit>,
    /// How many there are.
    pub all: usize,
}

/// Looks for briefs. An exit where it could not be done, which has been said then.
pub(super) fn look(
    system: &Arc<dyn System>,
    config: &Config,
    args: &FindArgs,
    limit: usize,
) -> Result<Looked, Exit> {
    let text = joined(&args.query);
    let mut query = Query::parse(&text).map_err(|error| refuse(&text, &error))?;
    if let Some(sort) = &args.sort {
        let order = format!("sort:{sort}");
        let sort = Query::parse(&order).map_err(|error| refuse(&order, &error))?;
        query = query.sorted(sort.sort());
    }
    let roots = roots(&**system, config, &args.folders);
    let roots = match roots {
        Ok(roots) => roots,
        Err(why) => {
            complain(&why);
            return Err(Exit::Failure);
        }
    };
    let library = Library::open(Arc::clone(system), &roots);
    let progress = read(&library);
    for problem in &progress.problems {
        complain(problem);
    }
    let catalogue = library.catalogue();
    let facts = facts(&**system, &catalogue, &library.notes_beside());
    let found = find(&catalogue, &query, &facts, Sort::by(SortKey::Date), &AtomicBool::new(false));
    let Found { mut hits, .. } = found.unwrap_or_default();
    let all = hits.len();
    if limit > 0 {
        hits.truncate(limit);
    }
    Ok(Looked { catalogue, query, facts, hits, all })
}

/// What a command ends with: 1 where nothing was found.
impl Looked {
    pub(super) fn exit(&self) -> Exit {
        if self.hits.is_empty() { Exit::Findings } else { Exit::Fine }
    }

    /// Says that there are more than are shown, or none.
    pub(super) fn tell_rest(&self) {
        if self.all == 0 {
            let asked = self.query.explain();
            let asked = if asked.is_empty() { asked } else { format!(": {asked}") };
            let asked = fit(&asked, 200);
            complain(&match self.catalogue.len() {
                0 => "there are no briefs (*.yaml, *.yml) there".to_owned(),
                1 => format!("the one brief there is does not fit{asked}"),
                n => format!("none of {n} briefs fits{asked}"),
            });
        }
        if self.all > self.hits.len() {
            tell(&format!("brief: {} of {} briefs; --limit 0 shows all", self.hits.len(), self.all));
        }
    }

    /// The rows of what was found.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&Hit, Row<'_>)> {
        self.hits.iter().filter_map(|hit| Some((hit, self.catalogue.row(hit.row)?)))
    }

    /// A row for scripts.
    pub(super) fn told<'a>(&'a self, hit: &Hit, row: &Row<'a>) -> Told<'a> {
        Told::of(hit, row, self.facts.get(row.key()))
    }
}

/// Words of a shell as one query. One word is a query as it was written; among several `source:Khaama Press` has lost its
/// quotes to the shell.
pub(super) fn joined(words: &[String]) -> String {
    let one = |word: &String| match word.split_once(':') {
        Some((field, value))
            if words.len() > 1
                && value.contains(char::is_whitespace)
                && !value.contains(['"', ':'])
                && !field.contains(char::is_whitespace) =>
        {
            format!("{field}:\"{value}\"")
        }
        _ => word.clone(),
    };
    words.iter().map(one).collect::<Vec<_>>().join(" ")
}

/// Says what is wrong with a query, at its place.
fn refuse(text: &str, error: &QueryError) -> Exit {
    tell(&refusal(text, error).join("\n"));
    Exit::Failure
}

/// What is wrong with a query, at its place, in lines to be told.
pub(super) fn refusal(text: &str, error: &QueryError) -> Vec<String> {
    let [shown, carets] = pointed_at(text, error.range.clone());
    vec![
        format!("brief: {}", fit(&clean_line(&error.message), 200)),
        format!("  {shown}"),
        format!("  {carets}"),
        format!("  {}", fit(&clean_line(&error.help), 400)),
    ]
}

/// So much of a query is shown on each side of a place, in cells.
const AROUND: usize = 24;

/// The line around a stretch of a query, and carets below it; of a long one no more than a line.
fn pointed_at(text: &str, range: Range<usize>) -> [String; 2] {
    let before = text.get(..range.start).unwrap_or_default();
    let marked = text.get(range.clone()).unwrap_or_default();
    let behind = text.get(range.end..).unwrap_or_default();
    // What a terminal would obey is shown nowhere, so the line below counts what is shown.
    if clean_line(text) != text {
        return [fit(&clean_line(text), 3 * AROUND).to_string(), String::new()];
    }
    let mut shown: Vec<char> = before.chars().rev().take(AROUND).collect();
    shown.reverse();
    let mut shown: String = shown.into_iter().collect();
    if shown.len() < before.len() {
        shown.insert(0, '…');
    }
    let marked = fit(marked, AROUND).to_string();
    let carets = format!("{}{}", " ".repeat(cells(&shown)), "^".repeat(cells(&marked).max(1)));
    [format!("{shown}{marked}{}", fit(behind, AROUND)), carets]
}

/// Where is looked: what is named, else what `brief` alone would open.
fn roots(system: &dyn System, config: &Config, folders: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    if !folders.is_empty() {
        let gone = folders.iter().find(|path| system.kind(path).is_none() && !is_pattern(system, path));
        return match gone {
            Some(gone) => Err(format!("{}: there is no such file or folder", gone.display())),
            None => Ok(folders.to_vec()),
        };
    }
    let here = PathBuf::from("briefs");
    if system.kind(&here) == Some(Kind::Folder) {
        return Ok(vec![here]);
    }
    if config.folders.is_empty() {
        let why = "there is no folder ./briefs, and none is configured: --in FOLDER says where to look, folders: in the \
                   configuration (brief config) where to look always; brief alone opens the samples";
        return Err(why.to_owned());
    }
    Ok(config.folders.clone())
}

/// Brings a library up to date, and tells how far it is where a person waits for it.
fn read(library: &Library) -> crate::library::Progress {
    let waits = io::stderr().is_terminal();
    let mut told = false;
    let progress = library.refresh(&mut |progress| {
        if waits && progress.stage == Stage::Reading && progress.read > 0 {
            told = true;
            let _ = write!(io::stderr().lock(), "\rreading {} of {}", progress.done, progress.found);
        }
        ControlFlow::Continue(())
    });
    if told {
        let _ = write!(io::stderr().lock(), "\r\x1b[K");
    }
    progress
}

/// A brief for scripts.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    path: String,
    /// Which document of the file, counted from 0.
    document: usize,
    title: &'a str,
    id: Option<&'a str>,
    authors: Vec<&'a str>,
    publication: Option<&'a str>,
    date: Option<String>,
    language: Option<&'a str>,
    topics: Vec<&'a str>,
    actors: Vec<&'a str>,
    /// Minutes that reading it takes.
    minutes: usize,
    words: usize,
    /// The words of `has:` that fit.
    has: Vec<&'static str>,
    read: bool,
    notes: u32,
    error: Option<&'a str>,
    /// How it was found: title, text, notes; fields where no words were looked for.
    found: &'static str,
}

impl<'a> Told<'a> {
    fn of(hit: &Hit, row: &Row<'a>, fact: Option<&Fact>) -> Self {
        let some = |text: &'a str| (!text.is_empty()).then_some(text);
        let has = HAS.iter().filter(|choice| match choice.what {
            State::Flag(flag) => row.has(flag),
            State::Notes => fact.is_some_and(|fact| fact.notes > 0),
            State::Read | State::Unread => false,
        });
        Self {
            path: row.path().to_string_lossy().into_owned(),
            document: row.document(),
            title: row.title(),
            id: some(row.id()),
            authors: row.names(Column::Authors).collect(),
            publication: some(row.publication()),
            date: row.date().is_some().then(|| row.date().to_string()),
            language: some(row.language()),
            topics: row.names(Column::Topics).collect(),
            actors: row.names(Column::Actors).collect(),
            minutes: row.minutes(),
            words: row.words(),
            has: has.map(|choice| choice.word).collect(),
            read: fact.is_some_and(|fact| fact.read),
            notes: fact.map_or(0, |fact| fact.notes),
            error: some(row.error()),
            found: match hit.by {
                By::Fields => "fields",
                By::Title => "title",
                By::Text => "text",
                By::Notes => "notes",
            },
        }
    }
}

/// Prints values for scripts: as JSON, or each by a template.
pub(super) fn print_rows<T: Serialize>(
    form: &FormArgs,
    all: impl Iterator<Item = T>,
) -> io::Result<Result<(), String>> {
    if let Some(template) = &form.format {
        let values = all.map(|row| serde_json::to_value(row).map_err(io::Error::other));
        let values = values.collect::<io::Result<Vec<_>>>()?;
        return match rows(template, values) {
            Ok(page) => print_made(&page).map(Ok),
            Err(error) => Ok(Err(format!("--format: {error}"))),
        };
    }
    let all: Vec<T> = all.collect();
    let mut page = escape_invisible(&serde_json::to_string_pretty(&all).map_err(io::Error::other)?);
    page.push('\n');
    print(page.as_bytes()).map(Ok)
}

/// Whether a brief cannot be read.
pub(super) fn is_broken(row: &Row<'_>) -> bool {
    row.has(Flag::BROKEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_query_is_shown_around_the_place_alone() {
        assert_eq!(pointed_at("water ( x", 6..7), ["water ( x", "      ^"]);
        let text = format!("{}({}", "word ".repeat(4_000), " more".repeat(4_000));
        let [shown, carets] = pointed_at(&text, 20_000..20_001);
        assert!(cells(&shown) < 80 && cells(&carets) < 80, "{shown}");
        assert_eq!(shown.chars().position(|c| c == '('), carets.chars().position(|c| c == '^'));
        assert!(cells(&pointed_at(&text, 0..text.len())[0]) < 80);
    }

    #[test]
    fn what_was_quoted_for_the_shell_is_quoted_for_the_query() {
        let words = |all: &[&str]| joined(&all.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        assert_eq!(words(&["source:Khaama Press", "water"]), "source:\"Khaama Press\" water");
        assert_eq!(words(&["topic:water has:notes"]), "topic:water has:notes");
        assert_eq!(words(&["-source:\"A B\" c"]), "-source:\"A B\" c");
    }
}
