//! `brief fmt`: briefs in canonical order and layout.

use super::args::{ColorChoice, FmtArgs};
use super::{Exit, color, complain, entries, on_terminal, print, tell};
use crate::brief::{decode, laid_out};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, Report};
use crate::render::{diff, findings};
use crate::source::Source;
use crate::system::{Kind, System, trouble};
use crate::text::{clean, clean_line};
use crate::tui::load::{bytes_of, unreadable};
use crate::tui::origin::Origin;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Lays briefs out.
pub(super) fn run(
    system: &dyn System,
    config: &Config,
    args: &FmtArgs,
    color: ColorChoice,
) -> io::Result<Exit> {
    let mut warnings = Vec::new();
    let Some(entries) = entries::entries(system, config, &args.files, &mut warnings)? else {
        return Ok(Exit::Failure);
    };
    let mut exit = if warnings.is_empty() { Exit::Fine } else { Exit::Failure };
    for warning in warnings {
        complain(&warning);
    }
    let mut count = Count::default();
    for entry in entries {
        exit = exit.max(one(system, &entry.origin, args, color, &mut count)?);
    }
    if !args.check && !args.diff {
        count.tell();
    }
    Ok(exit)
}

/// How many files were changed, and how many had no need.
#[derive(Default)]
struct Count {
    changed: usize,
    kept: usize,
}

impl Count {
    fn tell(&self) {
        let files = |n: usize| if n == 1 { "1 file".to_owned() } else { format!("{n} files") };
        match (self.changed, self.kept) {
            (0, 0) => {}
            (changed, 0) => tell(&format!("{} laid out", files(changed))),
            (0, kept) => tell(
                &format!("{} left as they were", files(kept))
                    .replace("1 file left as they were", "1 file left as it was"),
            ),
            (changed, kept) => tell(&format!("{} laid out, {kept} left as they were", files(changed))),
        }
    }
}

fn one(
    system: &dyn System,
    origin: &Origin,
    args: &FmtArgs,
    color: ColorChoice,
    count: &mut Count,
) -> io::Result<Exit> {
    let name = origin.name();
    if let Origin::File(path) = origin
        && system.kind(path) == Some(Kind::Stream)
    {
        complain(&format!("{name} is no file that can be written: brief fmt - reads standard input"));
        return Ok(Exit::Failure);
    }
    let bytes = match bytes_of(system, origin) {
        Ok(bytes) => bytes,
        Err(error) => {
            let why = unreadable(&error);
            let help = why.help.map_or(String::new(), |help| format!("; {help}"));
            complain(&format!("{name}: {}{help}", why.message));
            return Ok(Exit::Failure);
        }
    };
    let laid = match decode(&name, bytes.clone()) {
        Ok(source) => laid_out(&source).map_err(|findings| (source, findings)),
        Err((source, finding)) => Err((source, vec![*finding])),
    };
    let new = match laid {
        Ok(new) => new,
        Err((source, findings)) => {
            refuse(system, source, findings, color);
            // An editor that puts the output in the place of what it gave must not lose it: it goes on as it came.
            if matches!(origin, Origin::Input(_)) && !args.check && !args.diff {
                if on_terminal() {
                    print(clean(&String::from_utf8_lossy(&bytes)).as_bytes())?;
                } else {
                    print(&bytes)?;
                }
            }
            return Ok(Exit::Findings);
        }
    };
    let changes = new.as_bytes() != bytes;
    if args.check || args.diff {
        if changes && args.diff {
            let old = String::from_utf8_lossy(&bytes);
            let diff = diff::unified(&name, &old, &new);
            print(shown(&diff).as_bytes())?;
        } else if changes {
            print(format!("{}\n", clean_line(&name)).as_bytes())?;
        }
        return Ok(if changes { Exit::Findings } else { Exit::Fine });
    }
    match origin {
        Origin::File(path) if changes => match write(system, path, &bytes, &new) {
            Ok(()) => count.changed += 1,
            Err(error) => {
                complain(&format!("{name}: {}", trouble(&error)));
                return Ok(Exit::Failure);
            }
        },
        Origin::File(_) => count.kept += 1,
        Origin::Input(_) | Origin::Sample(_) => print(shown(&new).as_bytes())?,
    }
    Ok(Exit::Fine)
}

/// A text for standard output: on a terminal without what would not be shown but obeyed.
pub(super) fn shown(text: &str) -> std::borrow::Cow<'_, str> {
    if on_terminal() { clean(text) } else { text.into() }
}

/// Puts a new text in the place of the one that was read, where that is still there.
pub(super) fn write(system: &dyn System, path: &Path, old: &[u8], new: &str) -> io::Result<()> {
    if system.read(path)? == new.as_bytes() {
        // The same file was named twice.
        return Ok(());
    }
    system.amend(path, old, new.as_bytes())
}

fn refuse(system: &dyn System, source: Source, findings: Vec<Diagnostic>, color: ColorChoice) {
    let report = Report::new(Arc::new(source), findings);
    let colors = color::for_stderr(system, color);
    tell(&findings::text(&report, colors, super::width(system)));
    complain(&format!("{} is left as it is", report.source.name()));
}
