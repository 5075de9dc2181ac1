//! `brief export`: briefs and notes in the forms of other programs.

use super::args::{ExportArgs, WhatChoice};
use super::held::{Held, hold};
use super::{Exit, complain, entries, on_terminal, print, print_made};
use crate::config::Config;
use crate::notes::{Filter, State};
use crate::render::export::{Format, NoteAt, Piece, What, export, file_name, schema, template};
use crate::system::{Kind, System, templates_folder, trouble};
use crate::text::clean_line;
use std::io;
use std::path::{Path, PathBuf};

/// How it is written.
enum How {
    Format(Format),
    Template { name: String, source: String },
}

/// Exports.
pub(super) fn run(system: &dyn System, config: &Config, args: &ExportArgs) -> io::Result<Exit> {
    if args.schema {
        print(schema().as_bytes())?;
        return Ok(Exit::Fine);
    }
    match carry_out(system, config, args)? {
        Ok(exit) => Ok(exit),
        Err(message) => {
            complain(&message);
            Ok(Exit::Failure)
        }
    }
}

/// Exports briefs that are held with their notes; `left_out` says what is not among them.
pub(super) fn all(
    system: &dyn System,
    args: &ExportArgs,
    held: &[Held],
    left_out: Vec<String>,
) -> io::Result<Exit> {
    let ready = how(system, args).and_then(|how| {
        args.filter.as_deref().map_or(Ok(Filter::default()), Filter::parse).map(|f| (how, f))
    });
    let outcome = match ready {
        Ok((how, filter)) => put_out(system, args, &how, held, &filter, left_out)?,
        Err(message) => Err(message),
    };
    Ok(outcome.unwrap_or_else(|message| {
        complain(&message);
        Exit::Failure
    }))
}

fn carry_out(system: &dyn System, config: &Config, args: &ExportArgs) -> io::Result<Result<Exit, String>> {
    let how = match how(system, args) {
        Ok(how) => how,
        Err(message) => return Ok(Err(message)),
    };
    let filter = match args.filter.as_deref().map_or(Ok(Filter::default()), Filter::parse) {
        Ok(filter) => filter,
        Err(message) => return Ok(Err(message)),
    };
    let mut warnings = Vec::new();
    let Some(entries) = entries::entries(system, config, &args.files, &mut warnings)? else {
        return Ok(Ok(Exit::Failure));
    };
    let held = hold(system, config.keeping, &entries, &mut |error| warnings.push(error));
    put_out(system, args, &how, &held, &filter, warnings)
}

fn put_out(
    system: &dyn System,
    args: &ExportArgs,
    how: &How,
    held: &[Held],
    filter: &Filter,
    warnings: Vec<String>,
) -> io::Result<Result<Exit, String>> {
    let exit = if warnings.is_empty() { Exit::Fine } else { Exit::Findings };
    for warning in warnings {
        complain(&warning);
    }
    if held.is_empty() {
        return Ok(Err("there is nothing to export".to_owned()));
    }
    match write(system, args, how, held, filter) {
        Ok(Some(bytes)) => {
            if on_terminal() && matches!(how, How::Format(Format::Docx)) {
                return Ok(Err("a Word document is no text: say where it goes with -o FILE.docx".to_owned()));
            }
            match how {
                How::Template { .. } => print_made(&String::from_utf8_lossy(&bytes))?,
                How::Format(_) => print(&bytes)?,
            }
            Ok(Ok(exit))
        }
        Ok(None) => Ok(Ok(exit)),
        Err(message) => Ok(Err(message)),
    }
}

/// The format: that which is asked for, else that of the file's name, else Markdown.
fn how(system: &dyn System, args: &ExportArgs) -> Result<How, String> {
    if let Some(wish) = &args.template {
        let (name, bytes) = read_template(system, wish)?;
        let source = String::from_utf8(bytes).map_err(|_| format!("{name} is not UTF-8 text"))?;
        return Ok(How::Template { name, source });
    }
    if let Some(name) = &args.format {
        return Format::parse(name).map(How::Format).ok_or_else(|| format!("no format is called {name}"));
    }
    let output = args.output.as_deref().filter(|output| {
        !ends_with_separator(output) && !matches!(system.kind(output), Some(Kind::Folder | Kind::Stream))
    });
    let Some(extension) = output.and_then(Path::extension).map(|e| e.to_string_lossy().into_owned()) else {
        return Ok(How::Format(Format::Markdown));
    };
    let rows = crate::render::export::FORMATS;
    let by_name = rows.iter().find(|row| row.extension == extension.to_lowercase());
    by_name.map(|row| How::Format(row.format)).ok_or_else(|| {
        let mut known: Vec<&str> = rows.iter().map(|row| row.extension).collect();
        known.dedup();
        format!("no format is called .{} ({}): --format names one", clean_line(&extension), known.join(", "))
    })
}

/// A template: a file, or one of the templates folder by its name: `minutes` is `minutes.jinja` or `minutes.md.jinja`.
fn read_template(system: &dyn System, wish: &Path) -> Result<(String, Vec<u8>), String> {
    let shown = |path: &Path| clean_line(&path.to_string_lossy()).into_owned();
    let near = templates_folder(system).map(|folder| folder.join(wish));
    let with_end = near.as_ref().map(|near| {
        let mut name = near.clone().into_os_string();
        name.push(".jinja");
        PathBuf::from(name)
    });
    let start = format!("{}.", wish.to_string_lossy());
    let is_it = |path: &Path| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        name.starts_with(&start) && path.extension().is_some_and(|end| end == "jinja")
    };
    let listed = templates_folder(system).and_then(|folder| system.list(&folder).ok()).unwrap_or_default();
    let mut longer: Vec<PathBuf> =
        listed.into_iter().map(|entry| entry.path).filter(|path| is_it(path)).collect();
    longer.sort();
    for path in [Some(wish.to_owned()), near, with_end].into_iter().flatten().chain(longer) {
        if system.kind(&path) == Some(Kind::File) {
            return match system.read(&path) {
                Ok(bytes) => Ok((shown(&path), bytes)),
                Err(error) => Err(format!("{}: {}", shown(&path), trouble(&error))),
            };
        }
    }
    let folder = templates_folder(system)
        .map(|folder| format!(", or a name in {}", shown(&folder)))
        .unwrap_or_default();
    Err(format!("there is no template {}: it is a file{folder}", shown(wish)))
}

/// Writes to where the arguments say; what goes to standard output is given back.
fn write(
    system: &dyn System,
    args: &ExportArgs,
    how: &How,
    held: &[Held],
    filter: &Filter,
) -> Result<Option<Vec<u8>>, String> {
    let what = match (args.what, how) {
        (Some(WhatChoice::Brief), _) => What::Brief,
        (Some(WhatChoice::Notes), _) => What::Notes,
        (Some(WhatChoice::Both) | None, _) => What::Both,
    };
    let notes: Vec<Vec<NoteAt<'_>>> = held
        .iter()
        .map(|held| held.notes_at(|note, at| filter.passes(note, &held.subject, Some(State::of(at)))))
        .collect();
    let ids: Vec<String> = held.iter().map(Held::id).collect();
    if what == What::Notes && notes.iter().all(Vec::is_empty) {
        return Err("there are no notes to export".to_owned());
    }
    let pieces: Vec<Piece<'_>> =
        held.iter().zip(&notes).zip(&ids).map(|((held, notes), id)| held.piece(notes, id)).collect();
    let when = system.now();
    let text = |pieces: &[Piece<'_>]| match how {
        How::Format(format) => export(*format, pieces, what, when).map_err(|error| error.to_string()),
        How::Template { name, source } => template(source, name, pieces, what, when)
            .map(String::into_bytes)
            .map_err(|error| format!("{name}: {error}")),
    };
    let Some(output) = args.output.as_deref().filter(|output| *output != Path::new("-")) else {
        return text(&pieces).map(Some);
    };
    let there = system.kind(output);
    let is_folder = there == Some(Kind::Folder)
        || ends_with_separator(output)
        // Several briefs do not fit the one note of a vault.
        || there.is_none() && pieces.len() > 1 && output.extension().is_none();
    if !is_folder {
        let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| system.kind(folder) != Some(Kind::Folder)) {
            return Err(format!("there is no folder {}", clean_line(&folder.to_string_lossy())));
        }
        put(system, output, &text(&pieces)?, args.force)?;
        return Ok(None);
    }
    let extension = match how {
        How::Format(format) => format.info().extension.to_owned(),
        // hours.md.jinja writes hours.md.
        How::Template { name, .. } => {
            let stem = Path::new(name).file_stem().map(PathBuf::from).unwrap_or_default();
            stem.extension().map_or_else(|| "txt".to_owned(), |e| e.to_string_lossy().into_owned())
        }
    };
    let mut taken = std::collections::HashSet::new();
    for piece in &pieces {
        let mut path = output.join(file_name(piece.id, &extension));
        // Some file systems take no notice of case.
        let mut n = 2;
        while !taken.insert(path.to_string_lossy().to_lowercase()) {
            path = output.join(file_name(&format!("{}-{n}", piece.id), &extension));
            n += 1;
        }
        put(system, &path, &text(std::slice::from_ref(piece))?, args.force)?;
    }
    Ok(None)
}

fn ends_with_separator(path: &Path) -> bool {
    path.as_os_str().as_encoded_bytes().ends_with(b"/")
}

/// Writes a file; one that is there is written over only where that is wished.
fn put(system: &dyn System, path: &Path, bytes: &[u8], force: bool) -> Result<(), String> {
    let shown = clean_line(&path.to_string_lossy()).into_owned();
    let written = if force { system.replace(path, bytes) } else { system.create(path, bytes) };
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => format!("{shown} is there already: --force writes over it"),
        _ => format!("{shown}: {}", trouble(&error)),
    })?;
    complain(&format!("wrote {shown}"));
    Ok(())
}
