//! A brief as a printed page: plain text, or text with colours.

use super::paint;
use crate::document::{Document, Section};
use crate::layout::{Layout, Line, Row};
use crate::document::BlockIx;
use crate::theme::{Depth, Theme};
use ratatui::style::{Color, Modifier, Style};
use std::fmt::Write as _;
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
    theme: &Theme,
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

/// Writes lines as a screen shows them, for instance the first screen of a brief.
///
/// # Errors
/// What the writer says.
pub fn write_lines(out: &mut dyn Write, doc: &Document, lines: &[Line], theme: &Theme) -> io::Result<()> {
    for line in lines {
        match line {
            Line::Gap(ix) => {
                let parts = doc.block(*ix).map(|block| paint::gap(doc, block, theme));
                self::line(out, parts.unwrap_or_default(), theme)?;
            }
            Line::Row(row) => self::row(out, doc, row, theme)?,
        }
    }
    Ok(())
}

fn row(out: &mut dyn Write, doc: &Document, row: &Row, theme: &Theme) -> io::Result<()> {
    let Some(block) = doc.block(row.block) else { return Ok(()) };
    let mut parts = paint::lead(block, row, theme);
    let text = paint::text(doc, block, row, theme, &[]);
    parts.extend(text.into_iter().map(|(text, style)| (text.to_owned(), style)));
    line(out, parts, theme)
}

fn line(out: &mut dyn Write, parts: Vec<(String, Style)>, theme: &Theme) -> io::Result<()> {
    let mut text = String::new();
    if theme.depth() == Depth::None {
        text.extend(parts.iter().map(|(text, _)| text.as_str()));
        return writeln!(out, "{}", text.trim_end());
    }
    for (part, style) in parts {
        let codes = sgr(style);
        if codes.is_empty() || part.trim().is_empty() && style.bg.is_none() {
            text.push_str(&part);
        } else {
            let _ = write!(text, "\x1b[{codes}m{part}\x1b[0m");
        }
    }
    writeln!(out, "{}", text.trim_end())
}

/// The parameters of SGR (ECMA-48, 8.3.117) for a style.
fn sgr(style: Style) -> String {
    let mut codes: Vec<String> = Vec::new();
    let attributes = [
        (Modifier::BOLD, "1"),
        (Modifier::DIM, "2"),
        (Modifier::ITALIC, "3"),
        (Modifier::UNDERLINED, "4"),
        (Modifier::REVERSED, "7"),
        (Modifier::CROSSED_OUT, "9"),
    ];
    for (attribute, code) in attributes {
        if style.add_modifier.contains(attribute) {
            codes.push(code.to_owned());
        }
    }
    codes.extend(style.fg.and_then(|color| color_code(color, 30, 90, 38)));
    codes.extend(style.bg.and_then(|color| color_code(color, 40, 100, 48)));
    codes.join(";")
}

fn color_code(color: Color, low: u8, high: u8, extended: u8) -> Option<String> {
    let plain = |n: u8| Some((low + n).to_string());
    let bright = |n: u8| Some((high + n).to_string());
    match color {
        Color::Reset => None,
        Color::Black => plain(0),
        Color::Red => plain(1),
        Color::Green => plain(2),
        Color::Yellow => plain(3),
        Color::Blue => plain(4),
        Color::Magenta => plain(5),
        Color::Cyan => plain(6),
        Color::Gray => plain(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(n) => Some(format!("{extended};5;{n}")),
        Color::Rgb(r, g, b) => Some(format!("{extended};2;{r};{g};{b}")),
    }
}
