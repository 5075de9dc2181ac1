//! `brief check`: everything that is wrong with briefs, or probably a slip.
//!
//! Files are read and checked by all processors, and told in order as they come.

use super::args::{CheckArgs, ColorChoice, DenyChoice};
use super::entries::named_or_at_hand;
use super::fmt::{shown, write};
use super::{Exit, color, complain, on_terminal, print, tell};
use crate::brief::{Mended, decode, examine, mended};
use crate::config::Config;
use crate::diagnostic::{CODES, Code, Diagnostic, Report};
use crate::render::check::{CheckFormat, FORMATS, Looks, Totals, explain, list};
use crate::render::diff;
use crate::source::Source;
use crate::system::{Kind, System, Watcher, in_order, threads, trouble};
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
    let mut check = Check { system, config, args, format, looks, aside: false };
    if args.fix && !args.diff && args.files.iter().any(|file| file == Path::new("-")) {
        check.aside = true;
        check.looks.color = color::for_stderr(system, color);
    }
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
    /// Whether findings go to standard error, since standard output is for the brief that came by standard input.
    aside: bool,
}

/// What was mended in a file.
struct Fixes {
    /// The bytes that were read, and those that are to take their place.
    old: Vec<u8>,
    new: String,
    /// What was done, in lines.
    done: Vec<String>,
}

/// What was found in a file.
struct Checked {
    report: Report,
    /// What was mended, where anything was.
    fixes: Option<Fixes>,
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
        let (mut mended, mut unwritten) = (0, false);
        // Standard output is for the one thing that is asked for.
        let told = !self.args.diff;
        if told {
            self.say(&(self.format.head)())?;
        }
        in_order(
            &entries,
            threads(),
            |entry| self.one(entry),
            |entry, checked| {
                let mut checked = checked.unwrap_or_else(|| self.failed(entry));
                if let Some(fixes) = checked.fixes.take() {
                    if self.put(entry, &fixes)? {
                        mended += fixes.done.len();
                    } else {
                        // What could not be written is in no file: told is what is in this one.
                        unwritten = true;
                        checked = self.judged(&entry.origin.name(), fixes.old);
                    }
                }
                totals.add(&checked.report);
                totals.unreadable += usize::from(!checked.read);
                if checked.printed.is_empty() || self.args.diff {
                    return Ok(());
                }
                if std::mem::replace(&mut some, true) {
                    self.say(self.format.between)?;
                }
                self.say(&checked.printed)
            },
        )?;
        if told {
            self.say(&(self.format.tail)(&totals))?;
        }
        if self.args.fix {
            let would = if self.args.diff { "would be " } else { "" };
            tell(&format!("{mended} finding{} {would}mended", if mended == 1 { "" } else { "s" }));
        }
        tell(&clean_line(&totals.line()));
        let denied = totals.errors
            + if self.args.deny == DenyChoice::Errors { 0 } else { totals.warnings }
            + if self.args.deny == DenyChoice::Notes { totals.notes } else { 0 };
        Ok(if totals.unreadable > 0 || unwritten || !warnings.is_empty() {
            Exit::Failure
        } else if denied > 0 || self.args.diff && mended > 0 {
            Exit::Findings
        } else {
            Exit::Fine
        })
    }

    /// Says what was found.
    fn say(&self, text: &str) -> io::Result<()> {
        if self.aside {
            if !text.is_empty() {
                tell(text.strip_suffix('\n').unwrap_or(text));
            }
            return Ok(());
        }
        print(text.as_bytes())
    }

    fn one(&self, entry: &Entry) -> Checked {
        let name = entry.origin.name();
        if let Origin::File(path) = &entry.origin
            && self.args.watch
            && self.system.kind(path) == Some(Kind::Stream)
        {
            // It may never end, and whoever watches waits for the file that is to take its place.
            let finding = Diagnostic::new(Code::Unreadable, "a pipe or a device, which cannot be watched")
                .help("put a file in its place, or check it once without --watch");
            return self.checked(Source::new(name, String::new()), vec![finding], false);
        }
        match bytes_of(self.system, &entry.origin) {
            Ok(old) if self.args.fix => match decode(&name, old.clone()) {
                Ok(source) => self.fixed(source, old, matches!(entry.origin, Origin::Input(_))),
                Err(_) => self.judged(&name, old),
            },
            Ok(bytes) => self.judged(&name, bytes),
            Err(error) => self.checked(Source::new(name, String::new()), vec![unreadable(&error)], false),
        }
    }

    /// What is found in some bytes.
    fn judged(&self, name: &str, bytes: Vec<u8>) -> Checked {
        match decode(name, bytes) {
            Ok(source) => {
                let findings = self.find(&source);
                self.checked(source, findings, true)
            }
            Err((source, finding)) => self.checked(source, vec![*finding], true),
        }
    }

    fn find(&self, source: &Source) -> Vec<Diagnostic> {
        self.config.severities.apply(examine(source))
    }

    /// A file with what is safe to mend mended, and what is left. What was `piped` goes on whether anything was.
    fn fixed(&self, source: Source, old: Vec<u8>, piped: bool) -> Checked {
        let Mended { text, done, left } = mended(&source, &|source| self.find(source));
        if done.is_empty() && !piped {
            return self.checked(source, left, true);
        }
        let done = done.iter().map(|finding| {
            let label = finding.fix.as_ref().map_or("", |fix| fix.label.as_str());
            let code = finding.code.info().name;
            clean_line(&format!("{}: {code}: {}: {label}", source.name(), finding.message)).into_owned()
        });
        let done = done.collect();
        // What is before the text of a source is no part of it, and stays.
        let mark = if old.starts_with("\u{feff}".as_bytes()) { "\u{feff}" } else { "" };
        let fixes = Fixes { old, new: format!("{mark}{text}"), done };
        let checked = self.checked(Source::new(source.name(), text), left, true);
        Checked { fixes: Some(fixes), ..checked }
    }

    /// Writes what was mended, or shows it; false where it could not be written.
    fn put(&self, entry: &Entry, fixes: &Fixes) -> io::Result<bool> {
        let name = entry.origin.name();
        if self.args.diff {
            let old = String::from_utf8_lossy(&fixes.old);
            print(shown(&diff::unified(&name, &old, &fixes.new)).as_bytes())?;
            return Ok(true);
        }
        let written = match &entry.origin {
            Origin::File(path) if self.system.kind(path) == Some(Kind::File) => {
                write(self.system, path, &fixes.old, &fixes.new)
            }
            Origin::Input(_) => print(shown(&fixes.new).as_bytes()),
            _ => Err(io::Error::other("only files can be mended; --diff shows what would change")),
        };
        if let Err(error) = written {
            complain(&format!("{name}: {}", trouble(&error)));
            return Ok(false);
        }
        for line in &fixes.done {
            tell(&format!("mended {line}"));
        }
        Ok(true)
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
        Checked { report, fixes: None, printed, read }
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
            // A file may still have to be written; a folder that is not there is a slip.
            let folder = |file: &Path| file.parent().unwrap_or(file).to_owned();
            let lost =
                |folder: &PathBuf| !folder.as_os_str().is_empty() && self.system.kind(folder).is_none();
            if let Some(folder) = self.args.files.iter().map(|file| folder(file)).find(lost) {
                let why = format!("{}: there is no such folder", folder.display());
                return Err(io::Error::new(io::ErrorKind::NotFound, why));
            }
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
