//! `brief check`: everything that is wrong with briefs, or probably a slip.
//!
//! Files are read and checked by all processors, and told in order as they come.

use super::args::{CheckArgs, ColorChoice, DenyChoice};
use super::entries::named_or_at_hand;
use super::{Exit, color, complain, on_terminal, parallel, print, tell};
use crate::brief::{decode, examine};
use crate::config::Config;
use crate::diagnostic::{CODES, Code, Diagnostic, Report};
use crate::render::check::{CheckFormat, FORMATS, Looks, Totals, explain, list};
use crate::source::Source;
use crate::system::{System, Watcher};
use crate::text::{clean_line, nearest};
use crate::tui::app::Entry;
use crate::tui::load::{bytes_of, unreadable};
use crate::tui::origin::Origin;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::channel;

/// Checks briefs, or explains a code.
pub(super) fn run(
    system: &dyn System,
    config: &Config,
    args: &CheckArgs,
    color: ColorChoice,
) -> io::Result<Exit> {
    if let Some(code) = &args.explain {
        return explained(code);
    }
    // The parser has let no other name through.
    let Some(format) = FORMATS.iter().find(|row| row.name == args.format) else { return Ok(Exit::Failure) };
    let looks = Looks {
        color: color::depth(system, color, on_terminal()) > crate::theme::Depth::None,
        width: super::width(system),
    };
    let check = Check { system, config, args, format, looks };
    if args.watch { check.watch() } else { check.all(&args.files) }
}

/// What a code means, or all of them.
fn explained(name: &str) -> io::Result<Exit> {
    if name == "all" {
        print(list().as_bytes())?;
        return Ok(Exit::Fine);
    }
    if let Some(code) = Code::named(name) {
        print(explain(code.info()).as_bytes())?;
        return Ok(Exit::Fine);
    }
    let help = match nearest(name, CODES.iter().map(|row| row.name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "brief check --explain lists all codes".to_owned(),
    };
    complain(&format!("no finding is called `{name}`; {help}"));
    Ok(Exit::Failure)
}

/// A check that was asked for.
struct Check<'a> {
    system: &'a dyn System,
    config: &'a Config,
    args: &'a CheckArgs,
    format: &'static CheckFormat,
    looks: Looks,
}

/// What was found in a file.
struct Checked {
    report: Report,
    /// What is printed of it, where there is anything.
    printed: String,
    /// Whether the file could be read at all.
    read: bool,
}

impl Check<'_> {
    /// Checks all briefs that are named.
    fn all(&self, files: &[PathBuf]) -> io::Result<Exit> {
        let mut warnings = Vec::new();
        let entries = named_or_at_hand(self.system, self.config, files, &mut warnings)?;
        // What is said of nothing at all has been said.
        let Some(entries) = entries else { return Ok(Exit::Failure) };
        for warning in &warnings {
            complain(warning);
        }
        let mut totals = Totals::default();
        let mut some = false;
        print((self.format.head)().as_bytes())?;
        parallel::in_order(
            &entries,
            parallel::threads(),
            |entry| self.one(entry),
            |entry, checked| {
                let checked = checked.unwrap_or_else(|| self.failed(entry));
                totals.add(&checked.report);
                totals.unreadable += usize::from(!checked.read);
                if checked.printed.is_empty() {
                    return Ok(());
                }
                if std::mem::replace(&mut some, true) {
                    print(self.format.between.as_bytes())?;
                }
                print(checked.printed.as_bytes())
            },
        )?;
        print((self.format.tail)(&totals).as_bytes())?;
        tell(&clean_line(&totals.line()));
        let denied = totals.errors
            + if self.args.deny == DenyChoice::Errors { 0 } else { totals.warnings }
            + if self.args.deny == DenyChoice::Notes { totals.notes } else { 0 };
        Ok(if totals.unreadable > 0 || !warnings.is_empty() {
            Exit::Failure
        } else if denied > 0 {
            Exit::Findings
        } else {
            Exit::Fine
        })
    }

    fn one(&self, entry: &Entry) -> Checked {
        let name = entry.origin.name();
        let (source, findings, read) = match bytes_of(self.system, &entry.origin) {
            Ok(bytes) => match decode(&name, bytes) {
                Ok(source) => {
                    let findings = self.config.severities.apply(examine(&source));
                    (source, findings, true)
                }
                Err((source, finding)) => (source, vec![*finding], true),
            },
            Err(error) => (Source::new(name, String::new()), vec![unreadable(&error)], false),
        };
        self.checked(source, findings, read)
    }

    /// A file on which the check itself broke down, which is no fault of whoever wrote it.
    fn failed(&self, entry: &Entry) -> Checked {
        let finding = Diagnostic::new(Code::Unreadable, "checking this file failed: a fault of brief")
            .help("please report it with the file");
        self.checked(Source::new(entry.origin.name(), String::new()), vec![finding], false)
    }

    fn checked(&self, source: Source, findings: Vec<Diagnostic>, read: bool) -> Checked {
        let report = Report::new(Arc::new(source), findings);
        let printed =
            if report.findings.is_empty() { String::new() } else { (self.format.file)(&report, self.looks) };
        Checked { report, printed, read }
    }

    /// Checks all, and again whenever something changes.
    fn watch(&self) -> io::Result<Exit> {
        if self.args.files.iter().any(|file| file == Path::new("-")) {
            complain("standard input cannot be watched");
            return Ok(Exit::Failure);
        }
        let paths = self.watched()?;
        let (sender, changes) = channel();
        let watcher = Watcher::new(&paths, move |changed| drop(sender.send(changed)))
            .map_err(|error| io::Error::new(error.kind(), unreadable(&error).message))?;
        loop {
            if on_terminal() {
                // The screen is for what holds now; what scrolled off before is kept.
                print(b"\x1b[H\x1b[2J")?;
            }
            self.all(&self.args.files)?;
            tell(&clean_line(&format!("watching, {}; Ctrl-C ends", watcher.way())));
            if changes.recv().is_err() {
                return Ok(Exit::Failure);
            }
            // What has changed meanwhile is checked along with it.
            while changes.try_recv().is_ok() {}
        }
    }

    /// What is watched: what is named, or where the briefs at hand lie.
    fn watched(&self) -> io::Result<Vec<PathBuf>> {
        if !self.args.files.is_empty() {
            return Ok(self.args.files.clone());
        }
        let entries = named_or_at_hand(self.system, self.config, &[], &mut Vec::new())?.unwrap_or_default();
        let files = entries.into_iter().filter_map(|entry| match entry.origin {
            Origin::File(path) => Some(path),
            Origin::Input(_) | Origin::Sample(_) => None,
        });
        let files: Vec<PathBuf> = files.collect();
        if files.is_empty() { Err(io::Error::other("there are no briefs to watch")) } else { Ok(files) }
    }
}
