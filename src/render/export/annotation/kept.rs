//! A file of notes as this program keeps them itself: YAML.
//!
//! Invariant: what can be understood of it comes, and the rest is told as it is told where the file is opened.

use super::{Import, ImportError, Imported, Problem, SourceHint};
use crate::notes::NotesFile;
use crate::render::export::Format;

/// Whether a text is meant as a file of notes.
pub(super) fn is(text: &str) -> bool {
    text.lines().any(|line| line.trim_start_matches('\u{feff}').starts_with("notes:"))
}

/// Reads a file of notes.
pub(super) fn read(text: &str) -> Result<Import, ImportError> {
    let file = NotesFile::read(text).map_err(|finding| {
        let help = finding.help.map(|help| format!("; {help}")).unwrap_or_default();
        ImportError::Malformed(format!("{}{help}", finding.message))
    })?;
    let mut import = Import::new(Format::Json);
    let subject = &file.subject;
    let title = Some(subject.title.clone()).filter(|title| !title.is_empty());
    let source = SourceHint { title, url: None, id: subject.id.clone() };
    for note in file.notes() {
        import.take(Ok(Imported::whole(note.clone(), source.clone())));
    }
    for problem in file.unknown() {
        import.problems.push(Problem { number: 0, message: problem.to_string() });
    }
    Ok(import.done())
}
