//! Where the reader was, kept for the way back from a search that is left or finds nothing.
//!
//! Invariant: an outlook on one document changes nothing over another.

use crate::document::Document;
use crate::layout::Viewport;
use std::sync::Weak;

/// Where the reader was, and what was in view.
#[derive(Clone, Debug)]
pub struct Outlook {
    /// Known again, but not kept alive.
    pub(super) document: Weak<Document>,
    pub(super) focus: usize,
    pub(super) panes: Vec<Viewport>,
    pub(super) column: Viewport,
}
