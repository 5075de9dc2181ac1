//! A brief in the editor: what is found in it afterwards, and the way back to the place.

use super::args::ColorChoice;
use super::{Exit, ask, can_ask, color, complain, tell};
use crate::brief::{decode, examine};
use crate::config::Config;
use crate::diagnostic::{Report, Severity};
use crate::render::findings;
use crate::system::{System, open_editor, trouble};
use crate::text::clean_line;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Opens a brief in the editor at a line, counted from 1, and again for as long as something is found and whoever edits
/// wants to.
pub(super) fn edit(
    system: &dyn System,
    config: &Config,
    path: &Path,
    line: usize,
    color: ColorChoice,
) -> io::Result<Exit> {
    let mut line = line;
    loop {
        if let Err(error) = open_editor(system, path, line) {
            complain(&error);
            return Ok(Exit::Failure);
        }
        let report = match look(system, config, path) {
            Ok(report) => report,
            Err(error) => {
                complain(&format!("{}: {}", path.display(), trouble(&error)));
                return Ok(Exit::Failure);
            }
        };
        let Some(place) = first_place(&report) else {
            tell(&format!("{}: nothing to complain of", clean_line(&path.display().to_string())));
            return Ok(Exit::Fine);
        };
        tell(&findings::text(&report, color::for_stderr(system, color), super::width(system)));
        line = place;
        let again = can_ask() && {
            let answer = ask(&format!("\ne and Enter: edit again at line {line}; Enter: done "))?;
            answer.is_some_and(|answer| answer.trim().eq_ignore_ascii_case("e"))
        };
        if !again {
            let bad = report.worst() == Some(Severity::Error);
            return Ok(if bad { Exit::Findings } else { Exit::Fine });
        }
    }
}

/// What is found in a file, in all of its documents.
///
/// # Errors
/// What the operating system says.
pub(super) fn look(system: &dyn System, config: &Config, path: &Path) -> io::Result<Report> {
    let source = match decode(&path.display().to_string(), system.read(path)?) {
        Ok(source) => source,
        Err((source, finding)) => return Ok(Report::new(Arc::new(source), vec![*finding])),
    };
    let found = config.severities.apply(examine(&source));
    Ok(Report::new(Arc::new(source), found))
}

/// The line of the first error, or of the first finding where there is none; none where nothing is found.
pub(super) fn first_place(report: &Report) -> Option<usize> {
    let worst = report.worst()?;
    let first = report.findings.iter().find(|finding| finding.severity == worst)?;
    Some(report.location(first).line)
}
