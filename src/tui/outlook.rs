//! Where the reader was, kept for the way back from a search that is left or finds nothing.
//!
//! Invariant: an outlook on one document changes nothing over another.

use super::app::Open;
use crate::document::Document;
use crate::layout::Viewport;
use std::sync::{Arc, Weak};

/// Where the reader was, and what was in view.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// Known again, but not kept alive.
    document: Weak<Document>,
    focus: usize,
    panes: Vec<Viewport>,
    column: Viewport,
}

impl Open {
    /// Where the reader is, and what is in view.
    #[must_use]
    pub fn outlook(&self) -> Outlook {
        Outlook {
            document: Arc::downgrade(&self.document),
            focus: self.focus,
            panes: self.panes.iter().map(|pane| pane.view.clone()).collect(),
            column: self.column.view.clone(),
        }
    }

    /// Goes back to where the reader was. In another document there is no such place.
    pub fn restore(&mut self, outlook: &Outlook) {
        if !Weak::ptr_eq(&Arc::downgrade(&self.document), &outlook.document) {
            return;
        }
        self.focus = outlook.focus;
        for (pane, view) in self.panes.iter_mut().zip(&outlook.panes) {
            pane.view = view.clone();
        }
        self.column.view = outlook.column.clone();
        let cursor = self.cursor();
        if let Some(selection) = &mut self.selection {
            selection.head = cursor;
        }
    }
}
