//! A buffer that is written stretch by stretch, and never beyond its edges.

use crate::text::{cells, graphemes};
use crate::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// A buffer and the looks.
pub(super) struct Canvas<'a> {
    buffer: &'a mut Buffer,
    pub(super) theme: Theme,
}

impl<'a> Canvas<'a> {
    pub(super) fn new(buffer: &'a mut Buffer, theme: Theme) -> Self {
        Self { buffer, theme }
    }

    pub(super) fn area(&self) -> Rect {
        self.buffer.area
    }

    /// Writes text from a cell on, within a rectangle; the column behind it.
    pub(super) fn put(&mut self, area: Rect, x: u16, y: u16, text: &str, style: Style) -> u16 {
        let area = area.intersection(self.buffer.area);
        if y < area.y || y >= area.bottom() || x < area.x || x >= area.right() {
            return x;
        }
        let mut at = x;
        for (_, cluster, _) in graphemes(text) {
            // Most clusters are a character of one cell; control characters never become one.
            at = match cluster.as_bytes() {
                [byte] if byte.is_ascii_control() => at,
                [byte] => {
                    let Some(cell) = (at < area.right()).then(|| self.buffer.cell_mut((at, y))).flatten()
                    else {
                        break;
                    };
                    cell.set_char(char::from(*byte)).set_style(style);
                    at + 1
                }
                _ => self.buffer.set_stringn(at, y, cluster, usize::from(area.right() - at), style).0,
            };
        }
        at
    }

    /// Writes stretches one after another; the column behind them.
    pub(super) fn put_all<'t>(
        &mut self,
        area: Rect,
        x: u16,
        y: u16,
        parts: impl IntoIterator<Item = (&'t str, Style)>,
    ) -> u16 {
        parts.into_iter().fold(x, |x, (text, style)| self.put(area, x, y, text, style))
    }

    /// Writes text so that it ends at the right edge of a rectangle; the column it begins in.
    pub(super) fn put_right(&mut self, area: Rect, y: u16, text: &str, style: Style) -> u16 {
        let width = u16::try_from(cells(text)).unwrap_or(u16::MAX);
        let x = area.right().saturating_sub(width).max(area.x);
        self.put(area, x, y, text, style);
        x
    }

    /// Fills a part of a row with a sign of one cell.
    pub(super) fn fill(&mut self, area: Rect, from: u16, to: u16, y: u16, sign: &str, style: Style) {
        let area = area.intersection(self.buffer.area);
        if y < area.y || y >= area.bottom() {
            return;
        }
        for x in from.max(area.x)..to.min(area.right()) {
            if let Some(cell) = self.buffer.cell_mut((x, y)) {
                cell.set_symbol(sign).set_style(style);
            }
        }
    }

    /// Lays a look over cells that are there.
    pub(super) fn over(&mut self, area: Rect, style: Style) {
        self.buffer.set_style(area.intersection(self.buffer.area), style);
    }

    /// Empties a rectangle.
    pub(super) fn clear(&mut self, area: Rect) {
        let area = area.intersection(self.buffer.area);
        for y in area.y..area.bottom() {
            for x in area.x..area.right() {
                if let Some(cell) = self.buffer.cell_mut((x, y)) {
                    cell.reset();
                }
            }
        }
    }
}
