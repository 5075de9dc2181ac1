//! The places on the screen, as data: decided by `super::geometry`, drawn by `super::view`, asked by the mouse.

use ratatui::layout::Rect;

/// Cells before a pane's text: the mark of the cursor's row and a blank.
pub const INSET: u16 = 2;
/// Where everything stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Screen {
    /// The line with the brief's title.
    pub title: Option<Rect>,
    /// The line with all sections, where not all are in view.
    pub tabs: Option<Rect>,
    /// The panes in view.
    pub panes: Vec<Placed>,
    /// The continuous column.
    pub column: Option<Placed>,
    /// The outline beside it.
    pub outline: Option<Rect>,
    /// The line at the bottom.
    pub status: Option<Rect>,
    /// The list of briefs.
    pub list: Option<ListPlace>,
}

/// Where the list of briefs stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ListPlace {
    /// What is asked; none where there is no room.
    pub asked: Option<Rect>,
    /// The names of the columns; none where there is no room.
    pub heads: Option<Rect>,
    /// The rows.
    pub rows: Rect,
    /// The chosen brief; none where there is no room.
    pub preview: Option<Rect>,
    /// The passage of it where the words stand, where the preview does not show that.
    pub passage: Option<Rect>,
}

/// A pane in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Which pane, counted from 0.
    pub pane: usize,
    /// The row with its title, where it has one.
    pub head: Option<Rect>,
    /// Its text with the mark of the cursor's row; empty where it is folded.
    pub body: Rect,
}

impl Placed {
    /// Where its text stands.
    #[must_use]
    pub const fn text(&self) -> Rect {
        let inset = if self.body.width > INSET { INSET } else { 0 };
        Rect { x: self.body.x + inset, width: self.body.width - inset, ..self.body }
    }
}
