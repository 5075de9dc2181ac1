//! Writing exports: from what lies on the desk to a file.

use super::event::ExportError;
use super::notebook::{ExportPlan, How, Owner, Placed};
use crate::brief::{self, Brief};
use crate::document::lower;
use crate::render::export::{self as formats, NoteAt, Piece, template};
use crate::system::{Kind, System, home, trouble};
use std::path::PathBuf;

/// Writes an export: what to say of it, or why it was not done.
///
/// # Errors
/// Where the file is there already, or cannot be written, or the template is wrong.
pub fn export(
    system: &dyn System,
    plan: &ExportPlan,
    owner: &Owner,
    brief: &Brief,
    notes: &[Placed],
    path: &str,
    force: bool,
) -> Result<String, ExportError> {
    let failed = |error: &dyn std::fmt::Display| ExportError::Failed(error.to_string());
    let id = owner.subject.id.clone().unwrap_or_else(|| brief::slug(&owner.subject.title));
    let notes: Vec<NoteAt<'_>> =
        notes.iter().map(|placed| NoteAt { note: &placed.note, resolution: placed.at }).collect();
    // The notes are told by the export itself, not as part of the brief's text.
    let document = lower(brief);
    let piece = Piece { brief, document: &document, notes: &notes, id: &id };
    let when = system.now();
    let bytes = match &plan.how {
        How::Format(format) => {
            formats::export(*format, &[piece], plan.what, when).map_err(|error| failed(&error))?
        }
        How::Template(path) => {
            let source = system.read(path).map_err(|error| failed(&trouble(&error)))?;
            let source = String::from_utf8(source).map_err(|error| failed(&error))?;
            let name = path.to_string_lossy();
            template(&source, &name, &[piece], plan.what, when).map_err(|error| failed(&error))?.into_bytes()
        }
    };
    let full = match (path.strip_prefix("~/"), home(system)) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    };
    if system.kind(&full) == Some(Kind::Stream) {
        return Err(ExportError::Failed(format!("{path}: this is no file; `brief export` writes to pipes")));
    }
    let written = if force { system.replace(&full, &bytes) } else { system.create(&full, &bytes) };
    match written {
        Ok(()) => Ok(format!("wrote {}", system.canonical(&full).unwrap_or(full).display())),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => Err(ExportError::There),
        Err(error) => Err(ExportError::Failed(format!("{path}: {}", trouble(&error)))),
    }
}
