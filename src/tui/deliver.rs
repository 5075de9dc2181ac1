//! Writing exports of the reader: from what lies open or is listed to files.
//!
//! Invariant: nothing that is there is written over unless that was asked for, and no folder is made that was not named as
//! one.

use super::event::{ExportError, Exported};
use super::exporting::{Cargo, ExportPlan, How};
use super::held::Held;
use super::origin::Origin;
use super::shipping::{Batch, Goal, Order, Ready, Shipped, from_home};
use crate::document::lower;
use crate::notes::{Filter, Keeping};
use crate::system::{Kind, System, trouble};
use crate::text::clean_line;
use std::path::Path;
use std::sync::Arc;

/// Writes an export: what to say of it, or why it was not done.
///
/// # Errors
/// Where files are there already, or cannot be written, or the template is wrong.
pub fn export(
    system: &dyn System,
    keeping: Keeping,
    plan: &ExportPlan,
    cargo: Cargo,
    path: &str,
    force: bool,
) -> Result<Exported, ExportError> {
    let how = ready(system, &plan.how).map_err(ExportError::Failed)?;
    let order = Order { how, what: plan.what, filter: Filter::default(), force, when: system.now() };
    let full = from_home(system, path);
    let shipped = match cargo {
        Cargo::Open { owner, brief, notes } => {
            let held = Held {
                // The notes are told by the export itself, not as part of the brief's text.
                document: Arc::new(lower(&brief)),
                brief,
                home: Some((Origin::File(owner.file.unwrap_or_default()), 0)),
                subject: owner.subject,
                shelf: None,
                notes: notes.into_iter().map(|placed| (placed.note, placed.at)).collect(),
                files: Vec::new(),
            };
            let goal = goal(system, &full, path, 1)?;
            order.ship(system, &[held], &goal)
        }
        Cargo::Listed(list) => {
            let rows = (0..list.items.len()).filter_map(|item| list.row(item));
            let batch = Batch::of_briefs(rows.map(|row| (Origin::File(row.path()), row.document())));
            let goal = goal(system, &full, path, batch.len())?;
            order.ship_batch(system, keeping, &batch, &goal)
        }
    };
    told(system, shipped.map_err(ExportError::Failed)?)
}

fn ready(system: &dyn System, how: &How) -> Result<Ready, String> {
    match how {
        How::Format(format) => Ok(Ready::Format(*format)),
        How::Template(path) => {
            let name = path.to_string_lossy().into_owned();
            let source = system.read(path).map_err(|error| format!("{name}: {}", trouble(&error)))?;
            let source = String::from_utf8(source).map_err(|_| format!("{name} is not UTF-8 text"))?;
            Ok(Ready::Template { name, source })
        }
    }
}

fn goal(system: &dyn System, full: &Path, typed: &str, briefs: usize) -> Result<Goal, ExportError> {
    if system.kind(full) == Some(Kind::Stream) {
        return Err(ExportError::Failed(format!("{typed}: this is no file; `brief export` writes to pipes")));
    }
    Ok(Goal::of(system, full, briefs))
}

fn told(system: &dyn System, shipped: Shipped) -> Result<Exported, ExportError> {
    let shown = |path: &Path| {
        let full = system.canonical(path).unwrap_or_else(|_| path.to_owned());
        clean_line(&full.to_string_lossy()).into_owned()
    };
    let all = shipped.written.len() + shipped.there.len();
    match shipped.there.as_slice() {
        [] => {}
        [_] if all == 1 => return Err(ExportError::There("is there".to_owned())),
        there => return Err(ExportError::There(format!("{} of {all} files are there", there.len()))),
    }
    let said = match shipped.written.as_slice() {
        [] => "nothing was written".to_owned(),
        [one] => format!("wrote {}", shown(one)),
        [first, ..] => format!("wrote {all} files to {}", shown(first.parent().unwrap_or(Path::new(".")))),
    };
    Ok(Exported { said, troubles: shipped.troubles })
}
