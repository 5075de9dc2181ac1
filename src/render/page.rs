//! A brief as a printed page: plain text, or text with colours.

use super::paint;
use super::pen::Pen;
use crate::document::BlockIx;
use crate::document::{Document, Section};
use crate::layout::{Layout, Row};
use crate::theme::{Depth, Theme};
use ratatui::style::Style;
use std::io::{self, Write};

/// Writes sections of a document, wrapped at a width in cells.
///
/// # Errors
/// What the writer says.
pub fn write(
    out: &mut dyn Write,
    doc: &Document,
    sections: &[&Section],
    width: usize,
    theme: Theme,
) -> io::Result<()> {
    let mut layout = Layout::new(width);
    let mut first = true;
    for section in sections {
        for ix in section.blocks.clone().map(BlockIx) {
            let Some(block) = doc.block(ix) else { continue };
            if !first {
                for _ in 0..block.gap.min(1) + u8::from(ix.0 == section.blocks.start && block.gap > 1) {
                    line(out, paint::gap(doc, block, theme), theme)?;
                }
            }
            first = false;
            for row in layout.rows(doc, ix).iter() {
                self::row(out, doc, row, theme)?;
            }
        }
        layout.clear();
    }
    Ok(())
}

fn row(out: &mut dyn Write, doc: &Document, row: &Row, theme: Theme) -> io::Result<()> {
    let Some(block) = doc.block(row.block) else { return Ok(()) };
    let mut parts = paint::lead(block, row, theme);
    let text = paint::text(doc, block, row, theme, &[]);
    parts.extend(text.into_iter().map(|(text, style)| (text.to_owned(), style)));
    line(out, parts, theme)
}

fn line(out: &mut dyn Write, parts: Vec<(String, Style)>, theme: Theme) -> io::Result<()> {
    let mut text = String::new();
    if theme.depth() == Depth::None {
        text.extend(parts.iter().map(|(text, _)| text.as_str()));
        return writeln!(out, "{}", text.trim_end());
    }
    let mut pen = Pen::default();
    for (part, style) in parts {
        // Blanks have no look of their own, unless they have a paper.
        let blank = part.trim().is_empty() && style.bg.is_none() && style.add_modifier.is_empty();
        if !blank {
            pen.take(style, &mut text);
        }
        text.push_str(&part);
    }
    text.truncate(text.trim_end().len());
    pen.take(Style::new(), &mut text);
    writeln!(out, "{text}")
}
