//! What can be exported, and how: the rows that the reader chooses from.
//!
//! Owns [`Offer`]. Invariants: each way of writing is one row, and which rows there are follows from what is taken along; a
//! row knows all that its export needs, so that what changes while somebody chooses cannot mix two of them up.

use super::collection::List;
use super::notebook::{Owner, Placed};
use crate::brief::Brief;
use crate::render::export::{FORMATS, Format, What, file_name};
use crate::text::{cells, clean_line};
use std::path::PathBuf;
use std::sync::Arc;

/// An export that was chosen.
#[derive(Clone, Debug)]
pub struct ExportPlan {
    /// How it is written.
    pub how: How,
    /// What.
    pub what: What,
    /// Of which briefs.
    pub of: Of,
    /// The name of the file that is proposed.
    pub name: String,
    /// The file that was found to be there, where one was.
    pub there: Option<String>,
}

/// How an export is written.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// In a format.
    Format(Format),
    /// By a template of the reader's own.
    Template(PathBuf),
}

/// Which briefs.
#[derive(Clone, Debug)]
pub enum Of {
    /// The one that lies open.
    Open,
    /// Those of a list.
    Listed(Arc<List>),
}

/// What goes to whoever writes it.
#[derive(Clone, Debug)]
pub enum Cargo {
    /// A brief with its notes, as it lies open.
    Open {
        /// Whose notes.
        owner: Owner,
        /// The brief.
        brief: Arc<Brief>,
        /// The notes on it.
        notes: Vec<Placed>,
    },
    /// Briefs of a list, which are still to be read.
    Listed(Arc<List>),
}

/// What is offered for export.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Of which briefs.
    pub of: Of,
    /// What is taken along.
    pub what: What,
    /// Whether there are notes on them.
    pub has_notes: bool,
    /// How a file with them is called, without its extension.
    pub stem: String,
    /// The reader's own templates.
    pub templates: Vec<PathBuf>,
}

/// A row of what is offered.
#[derive(Clone, Debug)]
pub struct OfferRow {
    /// What it is called, and what it is for.
    pub label: String,
    /// By what else it is found: the name that scripts use.
    pub name: &'static str,
    /// The extension of its files.
    pub extension: String,
    /// The export.
    pub plan: ExportPlan,
}

impl Offer {
    /// What is offered, with the notes where there are some.
    #[must_use]
    pub fn new(of: Of, has_notes: bool, stem: String, templates: Vec<PathBuf>) -> Self {
        let what = if has_notes { What::Both } else { What::Brief };
        Self { of, what, has_notes, stem, templates }
    }

    /// Takes along something else: brief and notes, the brief, the notes. Where there are no notes nothing changes.
    pub const fn turn(&mut self) {
        self.what = match self.what {
            _ if !self.has_notes => What::Brief,
            What::Both => What::Brief,
            What::Brief => What::Notes,
            What::Notes => What::Both,
        };
    }

    /// What is exported, in words.
    #[must_use]
    pub fn title(&self) -> String {
        let briefs = match &self.of {
            Of::Open => "the brief".to_owned(),
            Of::Listed(list) if list.rows == 1 => "the brief that is listed".to_owned(),
            Of::Listed(list) => format!("the {} briefs that are listed", list.rows),
        };
        match (self.what, &self.of) {
            (What::Brief, _) => format!("Export {briefs}"),
            (What::Notes, _) => format!("Export the notes on {briefs}"),
            (What::Both, Of::Open) => format!("Export {briefs} and its notes"),
            (What::Both, Of::Listed(_)) => format!("Export {briefs}, with notes"),
        }
    }

    /// The rows: formats in the order of their table, then templates.
    #[must_use]
    pub fn rows(&self) -> Vec<OfferRow> {
        let formats = FORMATS.iter().filter(|row| row.brief || self.what.notes());
        let widest = formats.clone().map(|row| cells(row.title)).max().unwrap_or(0);
        let pad = |title: &str| " ".repeat(widest.saturating_sub(cells(title)));
        let mut rows: Vec<OfferRow> = formats
            .map(|row| {
                // A format for notes takes the notes, whatever else is taken along.
                let what = if row.brief { self.what } else { What::Notes };
                OfferRow {
                    label: format!("{}{}  {}", row.title, pad(row.title), row.about),
                    name: row.name,
                    extension: row.extension.to_owned(),
                    plan: self.plan(How::Format(row.format), what, row.extension),
                }
            })
            .collect();
        for path in &self.templates {
            let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let extension = name.rsplit_once('.').map_or("txt", |(_, extension)| extension).to_owned();
            let shown = clean_line(&name);
            rows.push(OfferRow {
                label: format!("{shown}{}  your template", pad(&shown)),
                name: "template",
                plan: self.plan(How::Template(path.clone()), self.what, &extension),
                extension,
            });
        }
        rows
    }

    fn plan(&self, how: How, what: What, extension: &str) -> ExportPlan {
        let name = file_name(&self.stem, extension);
        ExportPlan { how, what, of: self.of.clone(), name, there: None }
    }
}
