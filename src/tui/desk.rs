//! What the desk does as a whole: it tells the time and gives names, goes back to where the reader was, and takes other
//! notes below the brief.
//!
//! Invariant: what stands above the notes never moves for them.

use super::app::{App, Open, Pane};
use super::outlook::Outlook;
use super::search::Stretches;
use crate::document::{Document, SectionKind};
use crate::layout::Layout;
use crate::notes::NoteId;
use jiff::Timestamp;
use std::sync::{Arc, Weak};

impl App {
    /// The time, to the second.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let seconds = i64::try_from(self.clock / 1000).unwrap_or(0);
        Timestamp::from_second(self.settings.began.as_second().saturating_add(seconds))
            .unwrap_or(self.settings.began)
    }

    /// A new name for a note.
    pub fn new_id(&mut self) -> NoteId {
        let mut random = [0; 10];
        for half in random.chunks_mut(8) {
            // `SplitMix64`, from a number that the system gave.
            self.settings.chance = self.settings.chance.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let z = self.settings.chance;
            let z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            half.iter_mut().zip((z ^ (z >> 31)).to_le_bytes()).for_each(|(to, from)| *to = from);
        }
        NoteId::new(self.now(), random)
    }
}

impl Open {
    /// Lays the same brief on the desk with other notes below it: everything above stays as it is.
    pub fn extend(&mut self, document: Arc<Document>) {
        let blocks = u32::try_from(document.blocks().len()).unwrap_or(u32::MAX);
        let is_notes = |pane: &Pane, doc: &Document| {
            doc.sections().get(pane.section).is_none_or(|s| s.kind == SectionKind::Notes)
        };
        let is_head =
            |pane: &Pane| document.sections().get(pane.section).is_some_and(|s| s.kind == SectionKind::Head);
        let on_head = self.panes.get(self.focus).is_some_and(is_head);
        let focused = self.panes.get(self.focus).is_some_and(|pane| is_notes(pane, &document));
        let top = self.panes.iter().find(|pane| is_notes(pane, &document)).map(|pane| pane.view.cursor());
        self.panes.retain(|pane| !is_notes(pane, &document));
        let notes =
            document.sections().iter().enumerate().find(|(_, section)| section.kind == SectionKind::Notes);
        if let Some((n, section)) = notes {
            let mut pane = Pane::new(&document, n, section.body.clone());
            if let Some(top) = top {
                pane.view.go(&document, document.floor(top.get()));
            }
            // The head is the last of the panes.
            let head = usize::from(self.panes.last().is_some_and(is_head));
            self.panes.insert(self.panes.len() - head, pane);
        }
        if on_head {
            self.focus = self.panes.len().saturating_sub(1);
        }
        if focused && notes.is_none() {
            self.focus = 0;
        }
        self.column.view.set_extent(&document, 0..blocks);
        self.column.layout = Layout::new(self.column.layout.width());
        self.stretches = Stretches::of(&document);
        self.document = document;
    }
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
