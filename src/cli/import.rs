//! `brief import`: drafts of briefs from articles.

use super::args::{ArticleArgs, ArticleFormat, ColorChoice};
use super::entries::standard_bytes;
use super::{Exit, color, complain, on_terminal, print, tell};
use crate::brief::{PartialDate, slug};
use crate::config::Config;
use crate::diagnostic::Report;
use crate::import::{Facts, Format, Given, Imported, adopt, import};
use crate::render::export::file_name;
use crate::render::findings;
use crate::source::Source;
use crate::system::{Kind, System, trouble};
use crate::text::{clean, clean_line};
use crate::tui::load::unreadable;
use std::collections::HashSet;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Drafts briefs.
pub(super) fn run(
    system: &dyn System,
    config: &Config,
    args: &ArticleArgs,
    color: ColorChoice,
) -> io::Result<Exit> {
    let command = config.import_command.as_deref().filter(|_| !args.rules);
    if config.import_unusable && !args.rules {
        // Another draft than the one that was asked for would be a surprise.
        complain(
            "the command of `import` in the configuration cannot be run: mend it, or draft with --rules",
        );
        return Ok(Exit::Failure);
    }
    if command.is_some() && given_facts(args) != Facts::default() {
        complain(
            "the command of `import` is not told what options say of the article; --rules drafts by rules",
        );
    }
    let output = args.output.as_deref().filter(|output| *output != Path::new("-"));
    let mut taken = HashSet::new();
    let mut exit = Exit::Fine;
    let mut first = true;
    let mut piped = false;
    for file in &args.files {
        if file == Path::new("-") && std::mem::replace(&mut piped, true) {
            continue;
        }
        let imported = match article(system, args, file, command) {
            Ok(imported) => imported,
            Err(Refusal::Drafted(message, report)) => {
                complain(&message);
                tell(&findings::text(&report, color::for_stderr(system, color), super::width(system)));
                exit = Exit::Failure;
                continue;
            }
            Err(Refusal::Said(message)) => {
                complain(&message);
                exit = Exit::Failure;
                continue;
            }
            Err(Refusal::Report(report)) => {
                tell(&findings::text(&report, color::for_stderr(system, color), super::width(system)));
                exit = Exit::Failure;
                continue;
            }
        };
        account(file, &imported);
        let Some(output) = output else {
            let parted = if std::mem::replace(&mut first, false) { "" } else { "---\n" };
            let text = format!("{parted}{}", imported.yaml);
            // What a person sees and what a file holds is the same: the draft has been through the door already.
            print(if on_terminal() { clean(&text) } else { text.into() }.as_bytes())?;
            continue;
        };
        if let Err(message) = put(system, output, &imported, args, &mut taken) {
            complain(&message);
            exit = Exit::Failure;
        }
    }
    Ok(exit)
}

/// Why there is no draft.
enum Refusal {
    Report(Report),
    /// What the reader's own program has printed is no brief.
    Drafted(String, Report),
    Said(String),
}

/// What options say of the article.
fn given_facts(args: &ArticleArgs) -> Facts {
    Facts {
        title: args.title.clone(),
        authors: args.author.clone(),
        publication: args.publication.clone(),
        syndicated_by: args.syndicated_by.clone(),
        published: args.published,
        url: args.url.clone(),
        language: args.language.clone(),
        topics: Vec::new(),
    }
}

/// The draft of one article.
fn article(
    system: &dyn System,
    args: &ArticleArgs,
    file: &Path,
    command: Option<&[String]>,
) -> Result<Imported, Refusal> {
    let piped = file == Path::new("-");
    let name = if piped { "<stdin>".to_owned() } else { file.to_string_lossy().into_owned() };
    let refused = |error: &io::Error| {
        Report::new(Arc::new(Source::new(name.clone(), String::new())), vec![unreadable(error)])
    };
    let bytes = if piped { standard_bytes() } else { system.read(file) };
    let bytes = bytes.map_err(|error| Refusal::Report(refused(&error)))?;
    if let Some(command) = command {
        let program = command.first().map(String::as_str).unwrap_or_default();
        let printed = system.filter(command, &bytes);
        let printed = printed.map_err(|why| {
            Refusal::Said(format!("{name}: the command of `import`: {why}; --rules drafts without it"))
        })?;
        let program = Path::new(program).file_name().unwrap_or_default().to_string_lossy();
        return adopt(printed, &format!("<output of {program}>")).map_err(|report| {
            let why = "the command of `import` has printed no brief that can be taken over";
            Refusal::Drafted(format!("{name}: {why}; --rules drafts without it"), report)
        });
    }
    let facts = given_facts(args);
    let format = args.format.map(|format| match format {
        ArticleFormat::Text => Format::Text,
        ArticleFormat::Markdown => Format::Markdown,
        ArticleFormat::Html => Format::Html,
    });
    // The day as UTC has it.
    let today = system.now().to_string();
    let today = today.get(..10).and_then(|day| PartialDate::parse(day).ok());
    import(bytes, &Given { name, facts, format, today }).map_err(Refusal::Report)
}

/// Says what was found and what was not.
fn account(file: &Path, imported: &Imported) {
    let shown = if file == Path::new("-") { "<stdin>".into() } else { file.to_string_lossy() };
    if !imported.found.is_empty() {
        complain(&format!("{shown}: {}", imported.found.join(", ")));
    }
    if !imported.missing.is_empty() {
        complain(&format!("{shown}: not found: {}", imported.missing.join(", ")));
    }
    if imported.brief.drafts().is_empty() {
        complain(&format!("{shown}: nothing in it is marked as a draft"));
    }
    if let Some(report) = &imported.doubts {
        report.findings.iter().for_each(|finding| tell(&findings::line(report, finding)));
    }
}

/// Writes a draft: into a folder as a file that is called by its id.
fn put(
    system: &dyn System,
    output: &Path,
    imported: &Imported,
    args: &ArticleArgs,
    taken: &mut HashSet<String>,
) -> Result<(), String> {
    let separator = output.as_os_str().as_encoded_bytes().ends_with(b"/");
    let there = system.kind(output);
    let folder = there == Some(Kind::Folder)
        || separator
        || there.is_none() && args.files.len() > 1 && output.extension().is_none();
    if !folder && args.files.len() > 1 {
        return Err(format!("{} is one file, and the articles are several", shown(output)));
    }
    let path = if folder { inside(output, imported, taken) } else { output.to_owned() };
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    if !folder && let Some(parent) = parent.filter(|parent| system.kind(parent) != Some(Kind::Folder)) {
        return Err(format!("there is no folder {}", shown(parent)));
    }
    let bytes = imported.yaml.as_bytes();
    let written = if args.force { system.replace(&path, bytes) } else { system.create(&path, bytes) };
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{} is there already: --force writes over it", shown(&path)),
        _ => format!("{}: {}", shown(&path), trouble(&error)),
    })?;
    let name = shown(&path);
    complain(&match imported.brief.drafts().len() {
        0 => format!("wrote {name}"),
        1 => format!("wrote {name}; `brief {name}` shows the one proposal in it, to take over or drop"),
        n => {
            format!("wrote {name}; `brief {name}` goes through the {n} proposals in it, to take over or drop")
        }
    });
    Ok(())
}

/// A path in a folder that no draft of this run has.
fn inside(folder: &Path, imported: &Imported, taken: &mut HashSet<String>) -> PathBuf {
    let brief = &imported.brief;
    let id = brief.id.as_ref().map_or_else(|| slug(brief.title.as_str()), |id| id.as_str().to_owned());
    let mut path = folder.join(file_name(&id, "yaml"));
    let mut n = 2;
    while !taken.insert(path.to_string_lossy().to_lowercase()) {
        path = folder.join(file_name(&format!("{id}-{n}"), "yaml"));
        n += 1;
    }
    path
}

fn shown(path: &Path) -> String {
    clean_line(&path.to_string_lossy()).into_owned()
}
