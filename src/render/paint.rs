//! From rows to styled stretches: the one place where looks are laid over text.
//!
//! A screen writes the stretches into cells, a page into escape sequences; both show the same.

use crate::document::{Block, Document, Marker, QUOTE_BAR};
use crate::layout::Row;
use crate::text::{TextPos, TextRange, cells};
use crate::theme::{Part, Theme};
use ratatui::style::Style;

/// A range of the text with a look that goes over what is below.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    /// Where.
    pub range: TextRange,
    /// What is added to the look there.
    pub style: Style,
}

/// What stands before a row's text, as stretches that fill exactly `row.x` cells.
#[must_use]
pub fn lead(block: &Block, row: &Row, theme: Theme) -> Vec<(String, Style)> {
    let mut parts = Vec::new();
    let lead = &block.lead;
    let edge_style = theme.part(Part::Edge(lead.edge));
    let knot = lead.marker == Marker::Knot && row.nth == 0;
    let mut room = usize::from(row.x);
    let mut put = |text: String, style: Style| {
        let text = crate::text::fit(&text, room).into_owned();
        let used = cells(&text);
        if used > 0 && used <= room {
            room -= used;
            parts.push((text, style));
        }
        room
    };
    let marker = if row.nth == 0 { lead.marker.text() } else { String::new() };
    put(lead.edge.text(knot).to_owned(), if knot { theme.part(Part::Marker) } else { edge_style });
    for _ in 0..lead.quotes {
        put(QUOTE_BAR.to_owned(), theme.part(Part::Rule));
    }
    let left = put(String::new(), Style::new());
    put(" ".repeat(left.saturating_sub(cells(&marker))), Style::new());
    let left = put(marker, theme.part(Part::Marker));
    put(" ".repeat(left), Style::new());
    parts
}

/// What stands in the gap above a block: the edge goes on, where the item above it has it too.
#[must_use]
pub fn gap(doc: &Document, block: &Block, theme: Theme) -> Vec<(String, Style)> {
    let before = doc.block_at(block.range.start());
    let above = before.0.checked_sub(1).and_then(|ix| doc.block(crate::document::BlockIx(ix)));
    let goes_on = above.is_some_and(|above| {
        above.lead.edge == block.lead.edge
            && (above.item == block.item || block.lead.edge == crate::document::Edge::Rail)
            && above.section == block.section
    });
    if !goes_on {
        return Vec::new();
    }
    vec![(block.lead.edge.text(false).to_owned(), theme.part(Part::Edge(block.lead.edge)))]
}

/// A row's text as stretches: the block's role, its runs from the outer to the inner, then the layers in order.
pub fn text<'a>(
    doc: &'a Document,
    block: &Block,
    row: &Row,
    theme: Theme,
    layers: &[Layer],
) -> Vec<(&'a str, Style)> {
    let base = theme.role(block.role);
    let runs = doc.runs(block);
    let touches = |range: TextRange| range.intersect(row.range).is_some();
    if !runs.iter().any(|run| touches(run.range)) && !layers.iter().any(|layer| touches(layer.range)) {
        return vec![(doc.slice(row.range), base)];
    }
    let mut cuts: Vec<TextPos> = vec![row.range.start(), row.range.end()];
    let ranges = runs.iter().map(|run| run.range).chain(layers.iter().map(|layer| layer.range));
    for part in ranges.filter_map(|range| range.intersect(row.range)) {
        cuts.extend([part.start(), part.end()]);
    }
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .filter_map(|pair| {
            let [start, end] = pair else { return None };
            let here = TextRange::new(*start, *end);
            let mut style = base;
            for run in runs.iter().filter(|run| run.range.intersect(here).is_some()) {
                style = style.patch(theme.role(run.role));
            }
            for layer in layers.iter().filter(|layer| layer.range.intersect(here).is_some()) {
                style = style.patch(layer.style);
            }
            if style.bg.is_some() && style.fg.is_none() {
                style = theme.on_paper().patch(style);
            }
            Some((doc.slice(here), style))
        })
        .collect()
}
